"""Offsets, tokens, names and cells: the small things that every format leans on."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
from exchange_samples import ALL, ARTICLES, FIRST, SPANS, sample
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.exchange import ExchangeError, registry
from annotations.exchange.anchoring import through_white_space
from annotations.exchange.ascii_names import from_word, to_word
from annotations.exchange.format import ALL as ALL_FIELDS
from annotations.exchange.formats.brat import fragments
from annotations.exchange.formats.csv_table import harmless
from annotations.exchange.formats.label_studio import config
from annotations.exchange.offsets import Utf16
from annotations.exchange.tokens import tokens
from annotations.model.scheme import DEFAULT, Scheme, Tag


@given(st.text(st.sampled_from("اَ🚨a\n")), st.data())
def test_units_go_both_ways_and_find_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = Utf16(text)
    begin, stop = units.to_units(start), units.to_units(end)
    assert units.slice(begin, stop) == text[start:end]
    assert (units.to_code_points(begin), units.to_code_points(stop)) == (start, end)
    assert units.to_units(len(text)) == len(text.encode("utf-16-le")) // 2


@given(SPANS["a.txt"], SPANS["a.txt"])
@settings(max_examples=60)
def test_tokens_are_the_whole_text_and_begin_and_end_with_the_spans(
    span: tuple[int, int], other: tuple[int, int]
) -> None:
    text = FIRST.text
    pieces = list(tokens(text, [span, other]))
    assert "".join(text[token.start : token.end] + " " * token.space for token in pieces) == text
    for start, end in (span, other):
        assert start in {token.start for token in pieces}
        assert end in {token.end for token in pieces}


@given(st.text())
@example("_u41_")
@example("a__u41__b")
def test_names_become_words_and_come_back(name: str) -> None:
    assert from_word(to_word(name)) == name
    assert set(to_word(name)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


@given(SPANS["a.txt"])
def test_fragments_hold_no_line_end_and_all_else(span: tuple[int, int]) -> None:
    parts = fragments(FIRST.text, *span)
    assert "".join("".join(FIRST.text[a:b] for a, b in parts).split()) == "".join(
        FIRST.text[slice(*span)].split()
    )
    assert all(len(FIRST.text[a:b].splitlines()) == 1 for a, b in parts)


@given(st.text(st.sampled_from("ab \n🚨"), max_size=20), st.data())
def test_a_span_is_carried_through_other_white_space(text: str, data: st.DataObject) -> None:
    other = "".join(
        char if not char.isspace() else data.draw(st.sampled_from(["", "  ", "\n\n"])) for char in text
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = through_white_space(text, other, start, end)
    letters = "".join(text[start:end].split())
    assert (span is None) == (not letters)
    if span:
        assert "".join(other[slice(*span)].split()) == letters


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "'quoted"])
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("ن" + cell) == "ن" + cell


def test_hostile_quotes_are_harmless_in_the_table() -> None:
    stream = io.BytesIO()
    registry.export("csv", sample(), ARTICLES, DEFAULT, stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[4]["quote"].startswith("'=SUM(A1)")
    assert (rows[4]["annotator"], rows[4]["note"]) == ("'=me", "'=1+1")


def test_the_labelling_config_is_xml_whatever_the_names_are() -> None:
    hostile = '"><Script value="x'
    scheme = Scheme((Tag(hostile, "&", "l", "ع", "#fff", "<d>"),), DEFAULT.attributes)
    root = ET.fromstring(config(scheme, [hostile + "2"], [hostile]))  # noqa: S314 - our own XML
    assert [element.get("value") for element in root.iter("Label")] == [hostile, hostile + "2"]
    assert [element.tag for element in root.iter("Script")] == []


def test_every_choice_of_the_scheme_has_a_control() -> None:
    root = ET.fromstring(config(DEFAULT))  # noqa: S314 - our own XML
    named = {element.get("name"): element for element in root.iter() if element.get("perRegion")}
    for attribute in DEFAULT.attributes:
        if attribute.kind == "choice":
            assert tuple(element.get("value") for element in named[attribute.id]) == attribute.values


def test_claims_and_reviews_for_the_web() -> None:
    stream = io.BytesIO()
    report = registry.export("claim", sample(), ARTICLES, DEFAULT, stream)
    graph = json.loads(stream.getvalue())["@graph"]
    assert [item["@type"] for item in graph] == ["Claim", "Claim", "Claim", "Claim", "ClaimReview"]
    review = graph[-1]
    assert review["reviewRating"]["alternateName"] == "خاطئ"
    assert review["itemReviewed"]["text"] == review["claimReviewed"] == "نفى المتحدث 🚨🚨 ذلك."
    assert graph[1]["author"]["name"] == "الوزير"
    assert graph[1]["appearance"]["url"] == "https://example.org/a?x=1&y=2"
    assert report.annotations == 5
    assert {loss.what for loss in report.losses} >= {"annotation", "links", "attributes"}
    assert any("`url`" in line for line in report.lines())


def test_a_data_set_says_its_types_in_its_card(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    registry.export("datasets", sample(), ARTICLES, DEFAULT, folder)
    card = (folder / "README.md").read_text(encoding="utf-8")
    header = json.loads(card.split("---\n")[1])
    keys = {feature["name"] for feature in header["dataset_info"]["features"]}
    lines = [
        json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) == len(ALL)
    for line in lines:
        assert line.keys() == keys
        for span in line["spans"]:
            assert line["text"][span["start"] : span["end"]] == span["quote"]


def test_a_format_that_needs_an_extra_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError("No module named 'xlsxwriter'", name="xlsxwriter")

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(ExchangeError, match="needs XlsxWriter: pipx install"):
        registry.export("xlsx", [], ARTICLES, DEFAULT, tmp_path / "x.xlsx")


def test_the_list_of_formats_says_what_each_leaves_out() -> None:
    for form in registry.FORMATS.values():
        left_out = sorted(ALL_FIELDS - form.carries)
        assert all(field in form.summary() for field in left_out), form.name
        assert ("carries everything" in form.summary()) == (not left_out)
    assert "carries everything" in registry.FORMATS["jsonl"].summary()
    assert "without annotator" in registry.FORMATS["doccano"].summary()
    with pytest.raises(ExchangeError, match="no such format; there are: jsonl"):
        registry.find("nonsense")


def test_an_empty_export_is_whole(tmp_path: Path) -> None:
    for name, form in registry.FORMATS.items():
        if not form.needs_path:
            stream = io.BytesIO()
            assert registry.export(name, [], ARTICLES, DEFAULT, stream).annotations == 0
            if form.suffix in {".json", ".jsonld"}:
                msgspec.json.decode(stream.getvalue())
        elif form.library != "spacy":
            target = tmp_path / f"{name}{form.suffix}"
            assert registry.export(name, [], ARTICLES, DEFAULT, target).annotations == 0
            assert target.is_dir() if form.folder else target.stat().st_size > 0
