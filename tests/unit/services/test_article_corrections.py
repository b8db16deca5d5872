"""An article corrected, in title, date, source and address, or set aside: seen everywhere, and undone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from annotations.composition import Project
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.index import Index
from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.side_records import CORRECTIONS, ArticleCorrection
from annotations.services.article_corrections import (
    change,
    correction_of,
    day_of,
    is_address,
    kept,
    one_line,
    original_of,
    tags_of,
)
from annotations.services.articles import article_document, find_article, list_articles
from annotations.services.claim_index import ClaimIndex
from annotations.services.export import export
from annotations.services.figures import corpus_figures
from annotations.services.importing import apply_import, plan_import
from annotations.services.reanchoring import find_displaced, relocate
from annotations.services.report import gather
from annotations.services.saving import save
from annotations.services.tagging import untagged
from annotations.services.undo import undo
from annotations.store.base import Change

TEXTS = {
    "a.txt": "وصول قوات جديدة\n\n2 أكتوبر 2024\n\nقال المتحدث إن 300 جندي غادروا الميناء.\n",
    "b.txt": "اجتماع في العاصمة\n\n5 أكتوبر 2024\n\nأعلن الوزير أن 20 جنديا وصلوا.\n",
    "c.txt": "باب الأخبار العاجلة\n\n1 أكتوبر 2024\n\nذكرت الوكالة أن الجسر أغلق.\n",
}
ME = "me"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    opened = Project([folder], annotator=ME)
    yield opened
    opened.close()


def correct(project: Project, article_id: str, **values: object) -> ArticleCorrection | None:
    """Correct an article as a screen does, and take it in as the session does."""
    store = project.store()
    article = project.corpus.read(project.corpus.find(article_id))
    save(store, change(article, correction_of(store, article_id), ME, **values), by=ME)
    now = correction_of(store, article_id)
    if now:
        project.corrections[article_id] = now
    else:
        project.corrections.pop(article_id, None)
    return now


def annotate(project: Project, article_id: str) -> Annotation:
    article = project.corpus.read(project.corpus.find(article_id))
    index = len(article.units) - 1
    unit = article.units[index]
    made = untagged(article, unit.start, unit.end, index, ME, "2026-11-22T10:00:00.000Z")
    made = msgspec.structs.replace(made, tags=("claim",))
    from annotations.composition import filed_record

    (stored,) = save(project.store(), [Change(made.uuid, 0, made)], by=ME, records=[filed_record(article)])
    return stored


@pytest.fixture
def index(project: Project) -> Iterator[Index]:
    article_index = ArticleIndex(project.corpus)
    for _ in article_index.update():
        pass
    yield article_index.opened
    article_index.close()


def test_an_article_that_is_kept_in_memory_is_corrected_at_once(project: Project) -> None:
    article = project.corpus.read(project.corpus.find("a.txt"))
    assert (article.title, article.published) == ("وصول قوات جديدة", "2024-10-02")
    correct(project, "a.txt", title="عنوان صحيح", published="2024-10-09", url="https://news.example/1")
    assert (article.title, article.label, article.published) == ("عنوان صحيح", "عنوان صحيح", "2024-10-09")
    assert (article.url, article.own_title, article.own_published) == (
        "https://news.example/1",
        "وصول قوات جديدة",
        "2024-10-02",
    )
    undo(project.store(), ME)
    assert correction_of(project.store(), "a.txt") is None


def test_what_the_file_says_is_no_correction_and_one_that_says_nothing_goes(project: Project) -> None:
    assert correct(project, "a.txt", title="وصول قوات جديدة") is None
    assert correct(project, "a.txt", title="آخر", source="وكالة") is not None
    assert correct(project, "a.txt", title="وصول قوات جديدة", source=None) is None
    assert project.store().deleted("corrections")
    assert correct(project, "a.txt", title="آخر") is not None, "it can be corrected again"


def test_every_list_and_document_has_the_corrected_values(project: Project, index: Index) -> None:
    annotate(project, "a.txt")
    correct(project, "a.txt", title="عنوان صحيح", source="وكالة الشمال", published="2024-09-01")
    listed = {each.summary.id: each for each in list_articles(index, project.store())}
    summary = listed["a.txt"].summary
    assert (summary.title, summary.source, summary.published) == ("عنوان صحيح", "وكالة الشمال", "2024-09-01")
    assert listed["b.txt"].summary.title == "اجتماع في العاصمة"
    other = Project(project.roots, annotator="other")
    other.read_corrections()
    assert article_document(find_article(other, "a"))["title"] == "عنوان صحيح"
    project.close()
    assert not other.store().info().readonly, "to read corrections keeps nothing open"
    other.close()
    record = project.store().article("a.txt")
    filed = project.store().article("a.txt", filed=True)
    assert record is not None
    assert filed is not None
    assert (record["published"], filed["published"]) == ("2024-09-01", "2024-10-02")
    rows = ClaimIndex(project.store(), project.scheme)
    assert list(rows.fill())
    assert (len(rows.find("source:الشمال")), len(rows.find("عنوان صحيح"))) == (1, 1)
    out = io.BytesIO()
    export(project, "jsonl", out)
    line = msgspec.json.decode(out.getvalue().splitlines()[0])
    assert line["article"]["title"] == "عنوان صحيح"
    assert line["article"]["published"] == "2024-09-01"


def test_what_an_import_remembers_of_an_article_is_the_file_s_own(project: Project, tmp_path: Path) -> None:
    made = annotate(project, "a.txt")
    correct(project, "a.txt", title="عنوان صحيح")
    with (tmp_path / "out.jsonl").open("wb") as out:
        export(project, "jsonl", out)
    save(project.store(), [Change(made.uuid, made.rev, None)], by=ME)
    plan = plan_import(project, tmp_path / "out.jsonl", to_apply=True)
    assert apply_import(project, plan, theirs=True) == 1
    record = project.store().article("a.txt", filed=True)
    assert record is not None
    assert record["title"] == "وصول قوات جديدة"


def test_listings_are_sorted_and_filtered_by_what_was_corrected(project: Project, index: Index) -> None:
    def ids(query: str = "", order: str = "published") -> list[str]:
        return [row.entry.id for row in index.listing(query, order=order)]

    assert ids() == ["c.txt", "a.txt", "b.txt"]
    correct(project, "b.txt", published="2023-01-01", source="صحيفة الفجر", tags=("أرشيف",))
    assert ids() == ["b.txt", "c.txt", "a.txt"]
    correct(project, "c.txt", title="أول العناوين")
    assert ids(order="title")[0] == "c.txt"
    assert ids("الفجر") == ["b.txt"]
    assert ids("ارشيف") == ["b.txt"]
    assert ids("الفجر الوزير") == ["b.txt"], "words of the correction and of the text together"
    assert ids("الفجر الجسر") == []
    assert ids("العاجلة") == ["c.txt"], "the text still has what the title said"
    undo(project.store(), ME)
    project.corrections.pop("c.txt")
    assert ids(order="title")[0] != "c.txt"


def test_a_corrected_title_that_the_text_does_not_have_is_found_no_more(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "corpus" / "d.json").write_text(
        '{"id": "d", "text": "قال الوزير ذلك.", "title": "خبر مغلوط", "source": "قناة"}', encoding="utf-8"
    )
    article_index = ArticleIndex(project.corpus)
    for _ in article_index.update():
        pass
    index = article_index.opened
    (found,) = index.listing("مغلوط")
    correct(project, found.entry.id, title="خبر صحيح")
    assert not list(index.listing("مغلوط"))
    assert [row.entry.id for row in index.listing("صحيح")] == [found.entry.id]
    assert [row.entry.id for row in index.listing("قناة الوزير")] == [found.entry.id]
    article_index.close()


def test_an_article_set_aside_is_left_out_of_report_and_figures_which_say_so(project: Project) -> None:
    annotate(project, "a.txt")
    annotate(project, "b.txt")
    correct(project, "a.txt", set_aside="duplicate", duplicate_of="b.txt")
    material = gather(project, today=date(2026, 11, 29))
    assert {claim.annotation.article.id for claim in material.claims} == {"b.txt"}
    ((label, why, of),) = material.making.set_aside
    assert (label, why, of) == ("وصول قوات جديدة", "duplicate", "اجتماع في العاصمة")
    said: list[str] = []
    figures = list(corpus_figures(project, project.store(), said.append))
    assert {found.figure.article for found in figures} == {"b.txt"}
    assert said == ["1 article is set aside and left out"]
    undo(project.store(), ME)
    project.corrections.clear()
    assert len(gather(project, today=date(2026, 11, 29)).claims) == 2
    left, aside = kept(project.store().list(), project.corrections)
    assert (len(left), aside) == (2, frozenset())


def test_a_chain_of_duplicates_leads_to_one_article_and_a_circle_ends(project: Project) -> None:
    correct(project, "a.txt", set_aside="duplicate", duplicate_of="b.txt")
    correct(project, "b.txt", set_aside="duplicate", duplicate_of="c.txt")
    assert original_of(project.corrections, "a.txt") == "c.txt"
    correct(project, "c.txt", set_aside="duplicate", duplicate_of="a.txt")
    assert original_of(project.corrections, "a.txt") == "c.txt"


def test_a_correction_goes_with_a_renamed_file_and_back_with_it(project: Project) -> None:
    correct(project, "a.txt", title="عنوان صحيح")
    store = project.store()
    found = find_displaced(store, lambda _: {}, lambda _: None, lambda _: ["new.txt"])
    relocate(store, found.renamed, found.records, by=ME, followers=found.going("renamed"))
    assert correction_of(store, "a.txt") is None
    moved = correction_of(store, "new.txt")
    assert moved is not None
    assert (moved.title, moved.article.id) == ("عنوان صحيح", "new.txt")
    undo(store, ME)
    assert [each.article.id for each in store.records(CORRECTIONS)] == ["a.txt"]


def test_a_changed_text_keeps_its_correction(project: Project) -> None:
    correct(project, "a.txt", title="عنوان صحيح")
    newer = Article("a.txt", TEXTS["a.txt"] + "خبر آخر.\n")
    found = find_displaced(
        project.store(), lambda ids: dict.fromkeys(ids, newer.sha256), lambda _: newer, lambda _: []
    )
    assert not found.followers


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-10-27", "2024-10-27"),
        ("27 أكتوبر 2024", "2024-10-27"),
        ("٢٧ تشرين الأول ٢٠٢٤", "2024-10-27"),
        ("\u200f27/10/2024 ", "2024-10-27"),
        ("2024-13-45", None),
        ("30 فبراير 2024", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_the_forms_that_articles_have(typed: str, day: str | None) -> None:
    assert day_of(typed) == day


def test_what_is_typed_is_one_line_without_what_cannot_be_seen() -> None:
    assert one_line(" a\u202eb\n c\x1b[31m\ud800 ") == "ab c[31m"
    assert tags_of("حرب، سياسة ,حرب; x") == ("x", "حرب", "سياسة")
    assert (is_address("https://news.example/a"), is_address("javascript:alert(1)")) == (True, False)
