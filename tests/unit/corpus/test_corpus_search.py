"""What a search finds in the index is what is highlighted in the text, at exactly the original letters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from corpus_tools import Make, ids, indexed, without_spaces
from hypothesis import given, settings
from hypothesis import strategies as st

import seeds
from annotations.corpus import open_corpus
from annotations.corpus import query as query_module
from annotations.corpus.index import Index, index_path
from annotations.corpus.indexing import update
from annotations.corpus.listing import RELEVANCE
from annotations.corpus.query import PREFIXES, Query, snippet, with_prefixes, written
from annotations.corpus.search import results
from annotations.text.folding import is_boundary
from annotations.text.searching import words as words_module
from annotations.text.searching.forms import LONGEST
from annotations.text.searching.words import words_of


def found(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in Query(query).hits(text)]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("كوريا الشمالية والکوریة", "الكورية", ["والکوریة"]),
        ("في أوكرانيا", "اوكرانيا", ["أوكرانيا"]),
        ("القُوّاتُ وقوات وللقوات", "قوات", ["القُوّاتُ", "وقوات", "وللقوات"]),
        ("عام ٢٠٢٤ و۲۰۲۴", "2024", ["٢٠٢٤", "۲۰۲۴"]),
        ("كـــوريا", "كوريا", ["كـــوريا"]),
        ("ﻛﻮﺭﻳﺎ ﷲ", "كوريا", ["ﻛﻮﺭﻳﺎ"]),
        ("في فيينا وفي", "في", ["في"]),
        ("7 و17", "7", ["7"]),
        ("F-16 و F16 و f.16", "f-16", ["F-16", "F16", "f.16"]),
        ("قوات كوريا\nالشمالية", '"كوريا الشمالية"', ["كوريا\nالشمالية"]),
        ("بكوريا الشمالية", '"كوريا الشمالية"', []),
        ("قوات وكوريا", "كوريا قوات", ["قوات", "وكوريا"]),
        ("الكورية", "كوري كورية", ["الكورية"]),
        ("“قوات” الشمال", "“قوات”", ["قوات"]),
        ("نص", "، ؟", []),
        ("نص", '"', []),
        ("", "نص", []),
    ],
)
def test_hits_are_the_original_letters(text: str, query: str, expected: list[str]) -> None:
    assert found(text, query) == expected


@given(
    st.text(alphabet="اأبةه كک ًـﷲﻻ12-\n٢é\u0301\u200f👨‍👩", max_size=40),
    st.text(alphabet='اأبةه كک"1-', max_size=8),
)
def test_hits_are_in_order_apart_and_cut_no_letter(text: str, query: str) -> None:
    hits = Query(query).hits(text)
    assert all(start < end for start, end in hits)
    assert all(before[1] <= after[0] for before, after in pairwise(hits))
    assert all(is_boundary(text, offset) for hit in hits for offset in hit)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    corpus = open_corpus([seeds.FOLDER])
    with Index(corpus, index_path(corpus, tmp_path_factory.mktemp("cache"))) as made:
        list(update(made))
        yield made


WORDS = sorted(
    {word for path in seeds.FOLDER.glob("*.txt") for word in path.read_text(encoding="utf-8").split()}
)


TERMS = st.builds(
    lambda form, words: form.format(*words),
    st.sampled_from(
        [
            "{0}",
            "{0}",
            "-{0}",
            '"{0} {1}"',
            '-"{0} {1}"',
            "{0}*",
            '"{0} {1}"~3',
            '"{0} {1} {2}"~9',
            '-"{0} {1}"~4',
            '"',
        ]
    ),
    st.lists(
        st.sampled_from(WORDS).map(lambda word: re.sub('["“”„«»*~-]', "", word)), min_size=3, max_size=3
    ),
)


def answers(query: Query, text: str) -> bool:
    """Say by the hits of each term alone whether a text answers a query."""
    return query.decided(lambda term: bool(term.places(words_of(text))))


@given(st.lists(TERMS, min_size=1, max_size=3))
def test_the_index_finds_an_article_exactly_when_the_text_has_hits(index: Index, terms: list[str]) -> None:
    typed = " ".join(terms)
    query, corpus = Query(typed), index.corpus
    expected = [entry.id for entry in corpus.entries if not query or answers(query, corpus.read(entry).text)]
    assert [row.entry.id for row in index.listing(typed)] == expected


@given(st.lists(TERMS, min_size=1, max_size=3))
def test_every_article_that_is_found_is_ranked(index: Index, terms: list[str]) -> None:
    typed = " ".join(terms)
    found = {row.entry.id for row in index.listing(typed)}
    assert {row.entry.id for row in index.listing(typed, order=RELEVANCE)} == found


def test_a_phrase_of_the_text_is_found_in_its_article(index: Index) -> None:
    for entry in index.corpus.entries:
        words = index.corpus.read(entry).text.split()
        phrase = " ".join(words[40:44]).replace('"', "")
        assert entry.id in [row.entry.id for row in index.listing(f'"{phrase}"')]


@given(st.text(max_size=30))
def test_no_query_is_an_error(index: Index, typed: str) -> None:
    assert len(list(index.listing(typed))) <= 5


def test_a_whole_article_may_be_pasted(index: Index) -> None:
    entry = index.corpus.entries[1]
    assert [row.entry.id for row in index.listing(index.corpus.read(entry).text * 3)] == [entry.id]


def test_an_article_that_lost_its_spaces_is_found_by_itself_and_fills_nothing(
    make: Make, tmp_path: Path
) -> None:
    glued = without_spaces()
    text = f"قبل {glued} بعد"
    folder = make({"a.txt": text, "b.txt": "قال الوزير إن القوات تقدمت"})
    made = indexed(tmp_path / "cache", folder)
    (forms,) = made._connection.execute("SELECT count(*) FROM forms").fetchone()
    assert 0 < forms < 100
    for typed, hits in (
        (glued, [glued]),
        (f'"{glued}"', [glued]),
        (f"{glued[:300]}*", [glued]),
        (f"قبل {glued} -القوات", ["قبل", glued]),
        (f'"{glued} بعد"~2', [glued, "بعد"]),
    ):
        (result,) = results(made, typed)
        assert result.row.entry.id == "a.txt"
        assert found(text, typed) == hits
    for typed in (glued[:-1], f"و{glued}", glued[:300], f'-"{glued}" قبل'):
        assert ids(made, typed) == []
    assert ids(made, f"-{glued}") == ["b.txt"]
    assert list(made.having(glued, 9)) == []


def test_a_beginning_that_is_longer_than_a_word_is_asked_for_as_it_stands() -> None:
    assert with_prefixes("صاروخ") == [f"{prefix}صاروخ" for prefix in PREFIXES]
    assert with_prefixes("و" * 3000) == ["و" * 3000]
    assert "وبالؤ" in written("و")
    assert len(written("و" * LONGEST)) == (LONGEST + 1) * len(PREFIXES)
    assert written("و" * 3000) == []


@pytest.mark.parametrize(
    "typed", ['"', "*", 'a" OR "b', "NEAR(", "text:قوات", "قوات AND", "-قوات", "(", "'", "\0", "^قوات"]
)
def test_the_search_language_of_sqlite_never_acts(index: Index, typed: str) -> None:
    list(index.listing(typed))


def test_titles_and_sources_are_searched_too(make: Make, tmp_path: Path) -> None:
    corpus = open_corpus(
        [make({"a.jsonl": '{"text": "المتن هنا", "title": "عنوان منفصل", "publisher": "وكالة ستيب"}'})]
    )
    with Index(corpus, index_path(corpus, tmp_path / "cache")) as made:
        list(update(made))
        for query, count in (("منفصل", 1), ("ستيب", 1), ("متن", 1), ("ستيب متن", 1), ("ستيب غائب", 0)):
            assert len(made.listing(query)) == count


def test_results_come_with_their_hits_and_what_is_gone_is_noted(make: Make, tmp_path: Path) -> None:
    folder = make({"1.txt": "سطر\nقال القائد إن القُوّات وصلت", "2.txt": "القوات", "3.txt": "لا شيء"})
    corpus = open_corpus([folder])
    with Index(corpus, index_path(corpus, tmp_path / "cache")) as made:
        list(update(made))
        (folder / "2.txt").unlink()
        (result,) = results(made, "قوات")
    assert (result.row.entry.id, result.text) == ("1.txt", "قال القائد إن القُوّات وصلت")
    whole = corpus.read(result.row.entry).text
    assert [whole[start:end] for start, end in result.hits] == ["القُوّات"]
    assert whole[result.start :].startswith(result.text)
    assert [problem.message for problem in corpus.problems] == ["is gone, or a link to nothing"]


def test_a_snippet_shows_the_first_hit_in_its_line() -> None:
    text = "سطر قبل\n" + "كلمة " * 30 + "القُوّات " + "كلمة " * 30 + "\nسطر بعد القوات"
    part = snippet(text, Query("قوات").hits(text), 60)
    shown = text[part.start : part.end]
    assert "القُوّات" in shown
    assert "\n" not in shown
    assert len(shown) <= 60
    assert shown.split() == [word for word in shown.split() if word in {"كلمة", "القُوّات"}]
    assert [text[start:end] for start, end in part.hits] == ["القُوّات"]


@given(
    st.text(alphabet="اب \n", max_size=60), st.text(alphabet="اب", min_size=1, max_size=4), st.integers(1, 30)
)
def test_a_snippet_is_a_part_of_the_text_that_holds_its_first_hit(text: str, query: str, width: int) -> None:
    hits = Query(query).hits(text)
    part = snippet(text, hits, width)
    assert 0 <= part.start <= part.end <= len(text)
    if hits:
        assert part.start <= hits[0][0]
        assert hits[0][1] <= part.end
    assert part.end - part.start <= max(width, *(end - start for start, end in hits[:1]), 1) or not hits


@pytest.fixture
def ranked(make: Make, tmp_path: Path) -> Iterator[Index]:
    """Return an index of articles of which one word is rare, another is in each."""
    texts = {
        "1": "قوات قوات قوات قوات زلزال",
        "2": "قوات زلزال زلزال زلزال",
        "3": "قوات",
        "4": "قوات",
        "5": "قوات بلا تاريخ",
    }
    days = {"1": "2025-01-01", "2": "2025-01-01", "3": "2025-01-03", "4": "2025-01-04"}
    lines = (
        json.dumps({"id": name, "text": text, "published": days.get(name)}, ensure_ascii=False)
        for name, text in texts.items()
    )
    corpus = open_corpus([make({"news.jsonl": "\n".join(lines)})])
    with Index(corpus, index_path(corpus, tmp_path / "cache")) as made:
        list(update(made))
        yield made


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("قوات زلزال", "21"),  # the rare word counts most
        ("زلزال", "21"),
        ("قوات -زلزال", "435"),  # the newest of equals, what has no date last
        ("-زلزال", "435"),
        ('"قوات زلزال"', "12"),  # a phrase isn't weighed
    ],
)
def test_the_rarest_words_count_most_and_of_equals_the_newest_comes_first(
    ranked: Index, query: str, order: str
) -> None:
    assert "".join(row.entry.id for row in ranked.listing(query, order=RELEVANCE)) == order


def test_without_words_the_best_match_is_the_order_of_files(ranked: Index) -> None:
    assert [row.entry.id for row in ranked.listing("", order=RELEVANCE)] == [*"12345"]


def test_no_phrase_goes_from_the_title_into_the_text(make: Make, tmp_path: Path) -> None:
    corpus = open_corpus([make({"a.jsonl": '{"text": "قوات هنا", "title": "عنوان منفصل"}'})])
    with Index(corpus, index_path(corpus, tmp_path / "cache")) as made:
        list(update(made))
        assert len(made.listing("منفصل قوات")) == 1
        assert len(made.listing('"منفصل قوات"')) == 0
        assert len(made.listing('"منفصل قوات"~9')) == 0


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("صوار", "صوار*"),
        ("قوات صوار", "قوات صوار*"),
        ("صو", None),
        ("صوار ", None),
        ("-صوار", None),
        ('"صوار', None),
        ('"قوات" صوار', '"قوات" صوار*'),
        ("صوار*", None),
        ("KN-23", None),
        ("", None),
    ],
)
def test_a_word_that_is_being_typed_may_be_the_beginning_of_others(typed: str, completed: str | None) -> None:
    assert Query(typed).completed == completed


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ('"قوات روسيا"~2', "قوات من شرق روسيا", ["قوات", "روسيا"]),
        ('"قوات روسيا"~1', "قوات من شرق روسيا", []),
        ('"روسيا قوات"~2', "قوات من شرق روسيا. قوات", ["قوات", "روسيا", "قوات"]),
        ('"قوات قوات"~2', "قوات وحدها", ["قوات"]),
        ("عبدالله", "عبد الله وعبدالله", ["عبد", "الله", "وعبد", "الله"]),
        ("الصوار*", "الصواريخ وصاروخ وبصواريخ", ["الصواريخ", "وبصواريخ"]),
        ("ال*", "القوات", []),
        ("KN-2*", "KN-23 وKN25 KN-3", ["KN-23", "KN25"]),
        ("وKN-23", "KN23", ["KN23"]),
        ("قوات -روسيا", "قوات روسيا", ["قوات"]),
        ("-قوات", "قوات", []),
    ],
)
def test_what_signs_find_is_what_is_lit(query: str, text: str, hits: list[str]) -> None:
    assert found(text, query) == hits


WRITTEN = """
قوات القوات وقواتها بالقوات قوة مصر مصرع المصرية صاروخ صواريخ الصاروخي مسؤول مسئول موسوول بيونغ بيونج يانغ
يانج بوتين بوتن KN-23 KN23 23 12,000 12000 50شخصا عبدالله عبد الله مائة مئة كوريا الکوریة سول رسول -قوات
مصر* ـ ، ﷺ é
"""
SOME = st.sampled_from(WRITTEN.split())
TEXTS = st.lists(st.lists(SOME, max_size=8).map(" ".join), min_size=1, max_size=4)
ASKED = st.lists(
    st.one_of(
        SOME,
        SOME.map("-{}".format),
        SOME.map("{}*".format),
        st.lists(SOME, min_size=1, max_size=3).map(lambda words: '"{}"'.format(" ".join(words))),
        st.lists(SOME, min_size=2, max_size=3).map(lambda words: '"{}"~2'.format(" ".join(words))),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


@settings(max_examples=40)
@given(TEXTS, st.lists(ASKED, min_size=1, max_size=6))
def test_of_any_articles_the_index_finds_those_whose_text_answers(texts: list[str], asked: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name, "news")
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(f"عنوان.\n{text}\n", encoding="utf-8")
        corpus = open_corpus([folder])
        with Index(corpus, index_path(corpus, Path(name, "cache"))) as made:
            list(update(made))
            for typed in asked:
                query = Query(typed)
                expected = [
                    entry.id
                    for entry in corpus.entries
                    if not query or answers(query, corpus.read(entry).text)
                ]
                assert [row.entry.id for row in made.listing(typed)] == expected
                if query.terms and len(query.terms) == 1 and not query.unwanted:
                    lit = [entry.id for entry in corpus.entries if query.hits(corpus.read(entry).text)]
                    assert lit == expected


def test_words_of_texts_are_taken_apart_once_and_located_where_there_is_a_hit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart: list[str] = []
    located: list[str] = []
    keys_of, in_piece = query_module.keys_of, words_module._in_piece

    def noting_keys(word: str) -> frozenset[str]:
        apart.append(word)
        return keys_of(word)

    def noting_pieces(piece: str) -> list[tuple[str, int, int]]:
        located.append(piece)
        return in_piece(piece)

    monkeypatch.setattr(query_module._Forms, "remembered", 0)
    monkeypatch.setattr(query_module, "keys_of", noting_keys)
    monkeypatch.setattr(words_module, "_in_piece", noting_pieces)
    text = "بحيرة المرجانية،  ومرجانية\u00a0(المرجان)\nوبحيرات أخرى بلا اسم " * 3
    assert found(text, "المرجانية") == ["المرجانية", "ومرجانية"] * 3
    assert located == ["المرجانية،", "ومرجانية"] * 3
    assert sorted(apart) == sorted(set(words_of(text)))
    assert found(text + "وأخرى", "المرجانية") == ["المرجانية", "ومرجانية"] * 3
    assert len(apart) == len(set(words_of(text))) + 1


def test_what_is_remembered_of_words_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_module, "_SEEN", 10)
    monkeypatch.setattr(query_module._Forms, "remembered", 0)
    for number in range(9):
        text = f"الجسر رقم {number} والجسور في حي {chr(0x62A + number) * 3}"
        assert found(text, "جسر") == ["الجسر", "والجسور"]
        assert query_module._Forms.remembered <= 10


def test_an_index_says_which_words_are_hits_as_long_as_a_text_is_as_it_was(
    make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make({"a.txt": "عبرت السفينة الجسور.", "b.txt": "هدم الجسر القديم.", "c.txt": "جسران وطريق."})
    index = indexed(cache, folder)
    apart: list[str] = []
    keys_of = query_module.keys_of

    def noting(word: str) -> frozenset[str]:
        apart.append(word)
        return keys_of(word)

    monkeypatch.setattr(query_module._Forms, "remembered", 0)
    monkeypatch.setattr(query_module, "keys_of", noting)
    (folder / "b.txt").write_text("رمم جسرهم القديم ثم بجسرين آخرين.", encoding="utf-8")
    lit = [[found.row.entry.id, *(found.text[a - found.start : b - found.start] for a, b in found.hits)]
           for found in results(index, "جسر", order="file")]  # fmt: skip
    assert lit == [["a.txt", "الجسور"], ["b.txt", "جسرهم", "بجسرين"], ["c.txt", "جسران"]]
    assert set(apart) <= set(words_of("رمم جسرهم القديم ثم بجسرين آخرين."))
