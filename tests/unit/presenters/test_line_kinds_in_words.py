"""Why a line is dimmed, and where it is said to be text or furniture, in words for a person."""

from __future__ import annotations

import msgspec
import pytest

from annotations.model.article import Article
from annotations.model.line_layers import Count, LineLayers
from annotations.model.records import ArticleRef
from annotations.model.scheme import DEFAULT
from annotations.model.side_records import FixedLines, LineWord, fixed_uuid, line_word_uuid
from annotations.text.page_lines import name_shown
from tui.presenters.changes import turned_back
from tui.presenters.line_kinds import CHOICES, done, source_name, why

TEXT = "\n\n".join(
    [
        "العنوان الطويل لهذا الخبر",
        "قال الوزير كلاما طويلا في المدينة أمس.",
        "كلام يتكرر دائما هنا",
        "وأضاف أنه باق هنا.",
    ]
)
SITE = "site:news.example"
NOW = "2026-01-01T00:00:00.000Z"
LINE = 2
"""The sentence that is repeated."""


class Known:
    """An index that knows one line."""

    def __init__(self, count: Count | None) -> None:
        self.count = count

    def repeated(self, article_id: str) -> frozenset[int]:
        return frozenset({NAME})

    def repetitions(self, site: str, name: int) -> Count | None:
        return self.count if (site, name) == (SITE, NAME) else None


NAME = Article("a", TEXT).line_names[LINE]


def read(layers: LineLayers) -> Article:
    return Article("a.txt", TEXT, site=SITE, layers=layers)


def word(**values: object) -> LineWord:
    line = name_shown(NAME)
    uuid = line_word_uuid(line, source=SITE)
    common = {
        "uuid": uuid,
        "annotator": "ليلى",
        "created": NOW,
        "updated": NOW,
        "line": line,
        "quote": "كلام",
    }
    return LineWord(**common | {"kind": "text", "source": SITE} | values)  # type: ignore[arg-type]


def test_a_repeated_line_says_on_how_many_pages_it_stands() -> None:
    layers = LineLayers()
    layers.note_repetition(Known(Count(38, 40)))
    article = read(layers)
    assert article.sentences[LINE].kind == "repeated"
    assert why(article, LINE, layers) == "on 38 of 40 pages of this source"
    assert why(article, 1, layers) == ""


def test_what_was_fixed_says_so_where_the_corpus_does_not_know_the_line_any_more() -> None:
    layers = LineLayers()
    fixed = FixedLines(
        uuid=fixed_uuid("a.txt"),
        annotator="me",
        created=NOW,
        updated=NOW,
        article=ArticleRef("a.txt", "0"),
        lines=(name_shown(NAME),),
    )
    layers.take([fixed])
    layers.note_annotations("a.txt", there=True)
    article = read(layers)
    assert "when this article was begun" in why(article, LINE, layers)


def test_a_person_s_word_is_said_with_the_name_and_a_hostile_name_harms_nothing() -> None:
    layers = LineLayers()
    layers.note_repetition(Known(Count(38, 40)))
    layers.take([word()])
    assert why(read(layers), LINE, layers) == "text on pages of this source: \u2068ليلى\u2069"
    line = name_shown(NAME)
    here = word(
        uuid=line_word_uuid(line, article_id="a.txt"),
        article=ArticleRef("a.txt", "0"),
        source=None,
        kind="furniture",
        annotator="a\u202eb",
    )
    layers.take([here])
    said = why(read(layers), LINE, layers)
    assert said.startswith("furniture here: ")
    assert "\u202e" not in said


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("site:news.example", "news.example"),
        ("source:The Paper", "The Paper"),
        ("folder:a/b", "a/b"),
        ("folder:", "this folder"),
        ("file:dump.jsonl", "dump.jsonl"),
    ],
)
def test_a_source_is_called_by_its_name(site: str, name: str) -> None:
    assert source_name(site) == name


@pytest.mark.parametrize("name", CHOICES)
def test_what_was_done_names_the_key_that_takes_it_back_whatever_the_source_is_called(name: str) -> None:
    article = Article("a.txt", TEXT, site="source:{0} {undo} paper")
    assert done(name, article).format(undo="u").count("u takes it back") == 1


def test_undo_says_what_it_took_back_and_counts_no_record_that_goes_along() -> None:
    said = turned_back([word()], DEFAULT, is_there=False, again=False)
    assert "what a line is" in said
    assert "news.example" in said
    assert "كلام" in said
    both = [word(), msgspec.structs.replace(word(), kind="furniture")]
    assert "more" not in turned_back(both, DEFAULT, is_there=True, again=True)
