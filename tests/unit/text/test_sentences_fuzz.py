"""What holds for every text: order, coverage, clean edges, whole clusters, the same answer every time."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.model.metadata import dateline_prefix, metadata
from annotations.text.folding import BIDI_MARKS, fold, fold_map, is_boundary
from annotations.text.folding import find as find_text
from annotations.text.sentences import KINDS, spans, split

_PIECES = st.one_of(
    st.sampled_from(list('ابتدوقالمنهية .؟!…،؛:"“”«»()[]-–—/|*#')),
    st.sampled_from(list("\u064b\u0650\u0651\u0640\u0670\u0301123٣۴")),
    st.sampled_from(
        list(
            "\n\n \u00a0\t\u2028\u0085\u200f\u200e\u202b\u202c\u2067\u2069\u200c\u200d\ufeff\x00\ud800\udfff"
        )
    ),
    st.sampled_from(["🇪", "🇬", "👩", "🏻", "\u0600", "\u06dd", "ﻻ", "ﷲ", "나", "ᄀ", "\uff9e", "é"]),
    st.sampled_from(
        [
            "د. ",
            ".. ",
            "... ",
            "؟ فيديو",
            "المصدر: ",
            "اقرأ أيضا\n",
            "اترك تعليقا\n",
            "رويترز",
            "27 أكتوبر 2024\n",
        ]
    ),
    st.characters(),
)
_TEXTS = st.lists(_PIECES, max_size=60).map("".join)
_EDGE = re.compile(rf"[\s{BIDI_MARKS}]")


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"}


@settings(max_examples=400)
@given(_TEXTS)
@example("قال.\u064b ثم. \u064bقال")
@example(" \u200dقال \u0600 . 2")
def test_units_are_in_order_clean_at_the_edges_and_cover_every_letter(text: str) -> None:
    units = split(text)
    covered: set[int] = set()
    last = 0
    for unit in units:
        assert last <= unit.start < unit.end <= len(text)
        assert unit.kind in KINDS
        assert not _EDGE.match(text[unit.start])
        assert not _EDGE.match(text[unit.end - 1])
        assert "\n" not in text[unit.start : unit.end]
        # A cluster may be cut only where it began with a blank, which no unit may begin or end with.
        assert is_boundary(text, unit.end) or text[unit.end - 1] == "\n"
        assert is_boundary(text, unit.start) or _is_mark(text[unit.start - 1])
        covered |= set(range(unit.start, unit.end))
        last = unit.end
    for at, char in enumerate(text):
        if not (char.isspace() or _is_mark(char) or (at and not is_boundary(text, at))):
            assert at in covered


@settings(max_examples=200)
@given(_TEXTS)
def test_the_answer_is_the_same_every_time_and_kinds_change_no_cut(text: str) -> None:
    assert split(text) == split(text)
    assert [(unit.start, unit.end) for unit in split(text)] == spans(text)


@settings(max_examples=200)
@given(_TEXTS)
def test_what_metadata_finds_stands_in_the_text(text: str) -> None:
    found = metadata(text)
    for value, span in ((found.title, found.title_span), (found.source, found.source_span)):
        assert (value is None) == (span is None)
        assert span is None or text[slice(*span)] == value
    assert (found.published is None) == (found.published_span is None)
    for unit in split(text):
        prefix = dateline_prefix(text, unit)
        assert prefix is None or unit.start == prefix[0] < prefix[1] < unit.end


@settings(max_examples=400)
@given(_TEXTS, st.data())
def test_a_piece_of_a_text_is_found_in_it_whole(text: str, data: st.DataObject) -> None:
    folded, offsets = fold_map(text)
    assert folded == fold(text) == fold(folded)
    assert len(offsets) == len(folded)
    assert list(offsets) == sorted(offsets)
    start = data.draw(st.integers(0, len(text)))
    query = text[start : start + data.draw(st.integers(1, 5))]
    hits = find_text(text, query)
    assert bool(hits) == bool(fold(query).strip())
    last = 0
    for begin, end in hits:
        assert last <= begin < end
        assert is_boundary(text, begin)
        assert is_boundary(text, end)
        assert fold(query) in fold(text[begin:end])
        last = end
