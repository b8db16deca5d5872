"""People say what a line is, and what repetition says is fixed in an article with its first annotation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import site_pages

from annotations.composition import Project
from annotations.corpus.article_index import ArticleIndex
from annotations.model.article import Article, sentence_at
from annotations.model.records import InvalidAnnotationError
from annotations.model.side_records import (
    FIXED,
    LINES,
    AnyChange,
    FixedLines,
    LineWord,
    document_of,
    fixed_uuid,
    line_word_uuid,
    record_from,
)
from annotations.services.articles import list_articles, sentences
from annotations.services.line_kinds import line_of, say, unsay
from annotations.services.merging import merge_files
from annotations.services.reanchoring import find_displaced, relocate
from annotations.services.saving import save
from annotations.services.tagging import press
from annotations.services.undo import redo, undo
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store

ME, OTHER = "me", "colleague"
PAGES = site_pages.pages(8, (site_pages.NOON, site_pages.HARBOUR))
AMID = site_pages.NOON.amid
"""A line that is furniture by repetition alone, on the pages 0 and 2 of the same source."""


class Desk:
    """A project whose index is up to date, as a session has it."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._write(count)
        self.project = Project([folder], annotator=ME)
        self.store = self.project.store()
        self.index = ArticleIndex(self.project.corpus)
        self.grow(count)

    def _write(self, count: int) -> None:
        for number in range(count):
            page = PAGES[number]
            record = {"id": f"p{number:02}", "text": page.text, "url": f"https://{page.host}/{number}"}
            (self.folder / f"{number:02}.json").write_text(json.dumps(record), encoding="utf-8")

    def grow(self, count: int) -> None:
        self._write(count)
        for _ in self.index.update():
            pass
        self.project.layers.note_repetition(self.index)

    def article(self, number: int = 0) -> Article:
        return self.project.corpus.read(self.index.opened.find(f"p{number:02}").entry)

    def save(self, *changes: AnyChange, by: str = ME) -> None:
        save(self.store, changes, by=by, layers=self.project.layers)
        self.project.take_layers(self.store)

    def tag(self, article: Article, sentence: int, by: str = ME) -> None:
        here = self.store.list(article.id)
        self.save(press(article, sentence, "claim", here, by, self.project.scheme), by=by)

    def undo(self, by: str = ME) -> None:
        undo(self.store, by)
        self.project.take_layers(self.store)

    def redo(self) -> None:
        redo(self.store, ME)
        self.project.take_layers(self.store)

    def close(self) -> None:
        self.index.close()
        self.project.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    opened = Desk(tmp_path / "corpus", 16)
    yield opened
    opened.close()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A corpus of too few pages for anything to be repeated."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    opened = Desk(tmp_path / "corpus", 4)
    yield opened
    opened.close()


TITLE = len(site_pages.NOON.top)
"""The sentence that is the title of the first page."""


def amid(article: Article) -> int:
    """Return the sentence of that line."""
    return sentence_at(article, article.text.index(AMID))


def is_dimmed(article: Article) -> bool:
    return article.sentences[amid(article)].boilerplate


# ---------------------------------------------------------------------- people's words


def test_a_word_for_one_article_holds_there_alone_and_undo_takes_it_back(desk: Desk) -> None:
    article, other = desk.article(0), desk.article(2)
    total = article.counted
    assert is_dimmed(article)
    desk.save(*say(article, amid(article), "text", desk.store, ME, everywhere=False))
    assert not is_dimmed(article)
    assert article.counted == total + 1
    assert desk.index.opened.find("p00").sentences == total + 1
    assert is_dimmed(other)
    desk.undo()
    assert is_dimmed(article)
    desk.redo()
    assert article.counted == total + 1


def test_a_word_for_a_source_holds_on_all_its_pages_and_on_no_others(desk: Desk) -> None:
    article, other = desk.article(0), desk.article(2)
    before = desk.index.opened.sentences()
    pages = sum(AMID in page.text for page in PAGES)
    desk.save(*say(article, amid(article), "text", desk.store, ME, everywhere=True))
    assert [is_dimmed(page) for page in (article, other)] == [False, False]
    assert desk.index.opened.sentences() == before + pages
    assert sum(row.sentences for row in desk.index.opened.listing()) == before + pages
    desk.save(*say(article, TITLE, "furniture", desk.store, ME, everywhere=True))
    assert desk.index.opened.sentences() == before + pages - 1, "no other page has this line"


def test_the_word_for_the_article_goes_before_that_for_its_source(desk: Desk) -> None:
    article, other = desk.article(0), desk.article(2)
    desk.save(*say(article, amid(article), "text", desk.store, ME, everywhere=False))
    desk.save(*say(article, amid(article), "furniture", desk.store, ME, everywhere=True))
    assert not is_dimmed(article)
    assert other.sentences[amid(other)].kind == "furniture"
    desk.save(*unsay(article, amid(article), desk.store))
    assert [page.sentences[amid(page)].kind for page in (article, other)] == ["repeated", "repeated"]
    assert not desk.store.records(LINES)


def test_whoever_spoke_last_is_believed(desk: Desk) -> None:
    article = desk.article(0)
    desk.save(*say(article, TITLE + 1, "furniture", desk.store, ME, everywhere=False))
    assert article.sentences[TITLE + 1].kind == "furniture"
    desk.save(*say(article, TITLE + 1, "text", desk.store, OTHER, everywhere=False), by=OTHER)
    assert article.sentences[TITLE + 1].kind == "body"
    (word,) = desk.store.records(LINES)
    assert (word.annotator, word.kind) == (OTHER, "text")
    assert not say(article, TITLE + 1, "text", desk.store, ME, everywhere=False), "it is said already"


def test_a_sentence_that_was_annotated_stays_so_and_counts_no_more(desk: Desk) -> None:
    article = desk.article(0)
    desk.tag(article, TITLE + 1)
    total = article.counted
    line = sum(name == article.line_names[TITLE + 1] for name in article.line_names)
    desk.save(*say(article, TITLE + 1, "furniture", desk.store, ME, everywhere=False))
    assert len(desk.store.list(article.id)) == 1
    (listed, *_) = [each.summary for each in list_articles(desk.index.opened, desk.store)]
    assert (listed.decided, listed.sentences) == (0, total - line)


def test_the_word_is_about_the_whole_line_and_quotes_it_in_one_line(desk: Desk) -> None:
    text = "العنوان\n\nقال الأول كلاما طويلا هنا. وقال\u202e الثاني كلاما آخر. \nسطر ثان"
    article = Article("a", text, site="folder:")
    assert line_of(article, 1) == line_of(article, 2) == "قال الأول كلاما طويلا هنا. وقال الثاني كلاما آخر."
    (change,) = say(article, 2, "furniture", desk.store, ME, everywhere=False)
    desk.save(change)
    assert desk.project.layers.verdicts("a", "folder:").keys() == {article.line_names[1]}


def test_a_line_without_a_word_or_a_source_can_not_be_spoken_of(desk: Desk) -> None:
    article = Article("a", "***\n\nقال الأول كلاما طويلا هنا.")
    if article.line_names[0] == 0:
        assert not say(article, 0, "text", desk.store, ME, everywhere=False)
    assert not say(article, len(article.units) - 1, "text", desk.store, ME, everywhere=True)


# ---------------------------------------------------------------------- what is fixed


def test_the_first_annotation_fixes_what_is_repeated_in_one_step_with_itself(desk: Desk) -> None:
    article = desk.article(0)
    total, seq = article.counted, desk.store.info().seq
    desk.tag(article, TITLE)
    (fixed,) = desk.store.records(FIXED)
    assert fixed.article.id == "p00"
    assert fixed.names == desk.index.opened.repeated("p00") != frozenset()
    assert desk.store.info().seq == seq + 1
    desk.tag(article, TITLE + 1)
    assert desk.store.records(FIXED) == [fixed], "and the second changes nothing"
    assert article.counted == total
    desk.undo()
    desk.undo()
    assert not desk.store.records(FIXED)
    assert not desk.store.list()
    desk.redo()
    assert [each.lines for each in desk.store.records(FIXED)] == [fixed.lines]


def test_an_article_that_was_begun_keeps_its_kinds_as_the_corpus_grows(small: Desk) -> None:
    begun, other = small.article(0), small.article(2)
    total = begun.counted
    assert not is_dimmed(begun)
    small.tag(begun, TITLE + 1)
    assert not small.store.records(FIXED), "nothing was repeated"
    small.grow(16)
    assert begun.counted == small.index.opened.find("p00").sentences == total
    assert (is_dimmed(begun), is_dimmed(other)) == (False, True)
    small.undo()
    assert is_dimmed(begun), "it follows the corpus again"
    assert begun.counted < total


def test_what_was_fixed_stays_when_the_corpus_shrinks(desk: Desk) -> None:
    article = desk.article(0)
    total = article.counted
    desk.tag(article, TITLE)
    for file in sorted(desk.folder.glob("*.json"))[3:]:
        file.unlink()
    desk.grow(0)
    assert not desk.index.opened.repeated("p00")
    assert desk.article(0).counted == article.counted == total
    assert (is_dimmed(desk.article(0)), is_dimmed(desk.article(2))) == (True, False)


def test_the_last_annotation_that_is_taken_away_releases_what_was_fixed(desk: Desk) -> None:
    article = desk.article(0)
    desk.tag(article, TITLE)
    desk.tag(article, TITLE + 1)
    desk.tag(article, TITLE)
    assert desk.store.records(FIXED)
    desk.tag(article, TITLE + 1)
    assert not desk.store.list()
    assert not desk.store.records(FIXED)
    desk.undo()
    assert desk.store.records(FIXED)


def test_undoing_the_first_annotation_releases_nothing_that_a_colleague_has_gone_on_with(desk: Desk) -> None:
    article = desk.article(0)
    desk.tag(article, TITLE)
    desk.tag(article, TITLE + 1, by=OTHER)
    desk.undo()
    assert [each.annotator for each in desk.store.list()] == [OTHER]
    assert desk.store.records(FIXED)
    desk.undo(OTHER)
    assert not desk.store.list()
    assert not desk.store.records(FIXED)


def test_an_article_that_was_renamed_takes_along_what_was_fixed_and_what_was_said(desk: Desk) -> None:
    article = desk.article(0)
    desk.tag(article, TITLE + 1)
    desk.save(*say(article, TITLE, "furniture", desk.store, ME, everywhere=False))
    total, (fixed,) = article.counted, desk.store.records(FIXED)
    file = desk.folder / "00.json"
    file.write_text(file.read_text().replace('"p00"', '"q00"'), encoding="utf-8")
    for _ in desk.index.update():
        pass
    corpus, index = desk.project.corpus, desk.index.opened
    keys = {row.entry.id: row for row in index.listing()}
    found = find_displaced(
        desk.store,
        lambda ids: {each: keys[each].sha256 for each in ids if each in keys},
        lambda id_: corpus.read(keys[id_].entry) if id_ in keys else None,
        lambda sha256: [row.entry.id for row in index.same_text(sha256)],
    )
    relocate(desk.store, found.renamed, found.records, by=ME, followers=found.followers)
    desk.project.take_layers(desk.store)
    (now,) = desk.store.records(FIXED)
    assert (now.article.id, now.lines) == ("q00", fixed.lines)
    assert [word.article.id for word in desk.store.records(LINES) if word.article] == ["q00"]
    assert corpus.read(keys["q00"].entry).counted == total
    desk.undo()
    assert [each.article.id for each in desk.store.records(FIXED)] == ["p00"]


def test_two_who_began_apart_have_what_either_fixed_when_they_merge(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.json", "b.json", "c.json")]
    for path, lines in zip(paths, (("0" * 16, "1" * 16), ("1" * 16, "2" * 16)), strict=False):
        with open_store(path, annotator=ME) as store:
            save(store, [FIXED.put(_fixed(lines))], by=ME)
    merge_files(*paths, by=ME)
    with open_store(paths[2], annotator=ME) as store:
        assert [each.lines for each in store.records(FIXED)] == [("0" * 16, "1" * 16, "2" * 16)]


def test_the_later_of_two_words_on_one_line_wins_a_merge_and_the_other_is_told(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.json", "b.json", "c.json")]
    for path, kind, when in zip(paths, ("text", "furniture"), ("2026-01-01", "2026-01-02"), strict=False):
        with open_store(path, annotator=ME) as store:
            save(store, [LINES.put(_word(kind=kind, updated=f"{when}T00:00:00.000Z"))], by=ME)
    merged, _ = merge_files(*paths, by=ME)
    with open_store(paths[2], annotator=ME) as store:
        assert [each.kind for each in store.records(LINES)] == ["furniture"]
    assert [(conflict.field, conflict.quote) for conflict in merged.conflicts] == [("kind", "سطر")]


# ---------------------------------------------------------------------- records and commands


def _fixed(lines: tuple[str, ...]) -> FixedLines:
    common = {"annotator": ME, "created": "2026-01-01T00:00:00.000Z", "updated": "2026-01-01T00:00:00.000Z"}
    document = {
        "uuid": fixed_uuid("a"),
        "article": {"id": "a", "sha256": "0"},
        "lines": list(lines),
        "rev": 1,
    }
    return record_from(FIXED, common | document)


def _word(**values: object) -> LineWord:
    line = "00000000000000ff"
    document = {
        "uuid": line_word_uuid(line, source="site:a.example"),
        "annotator": ME,
        "created": "2026-01-01T00:00:00.000Z",
        "updated": "2026-01-01T00:00:00.000Z",
        "line": line,
        "quote": "سطر",
        "kind": "text",
        "source": "site:a.example",
    }
    return record_from(LINES, document | values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"line": "xyz"},
        {"line": "0" * 16},
        {"kind": "ad"},
        {"quote": ""},
        {"quote": "a\u202eb"},
        {"source": None},
        {"source": "site:b.example"},
        {"article": {"id": "a", "sha256": "0"}},
    ],
    ids="-".join,
)
def test_a_word_that_is_not_of_one_line_in_one_place_is_refused(wrong: dict[str, object]) -> None:
    word = _word()
    assert record_from(LINES, document_of(word)) == word
    with pytest.raises(InvalidAnnotationError):
        _word(**wrong)


@pytest.mark.parametrize("lines", [(), ("1",), ("g" * 16,)])
def test_fixed_lines_without_a_line_are_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(InvalidAnnotationError):
        _fixed(lines)


def test_sentences_are_listed_as_they_count(desk: Desk) -> None:
    article = desk.article(0)
    desk.save(*say(article, TITLE + 1, "furniture", desk.store, ME, everywhere=False))
    kinds = [each.kind for each in sentences(desk.project, print) if each.article == "p00"]
    assert kinds == [each.kind for each in article.sentences]
    assert {"repeated", "furniture", "body"} <= set(kinds)


def test_a_change_that_touches_no_annotation_is_left_as_it_is(desk: Desk) -> None:
    article = desk.article(0)
    desk.tag(article, TITLE)
    (annotation,) = desk.store.list()
    noted = msgspec.structs.replace(annotation, note="ملاحظة")
    desk.save(Change(annotation.uuid, annotation.rev, noted))
    assert len(desk.store.records(FIXED)) == 1
