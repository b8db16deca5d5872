"""A damaged text is repaired when a person asks for it, and stays so: for readers, index and exports."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import seeds
from annotations.composition import Project, filed_record
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.index import DamagedArticle
from annotations.model.article import Article
from annotations.model.records import Annotation, Change
from annotations.model.side_records import ArticleCorrection
from annotations.services.article_corrections import change, correction_of
from annotations.services.export import export
from annotations.services.reanchoring import find_displaced
from annotations.services.saving import save
from annotations.services.tagging import untagged
from annotations.services.text_repair import first_line, repair_texts, turn
from annotations.services.undo import undo
from annotations.services.verification import ArticleTexts, verify

ME = "me"
GOOD = (seeds.FOLDER / sorted(path.name for path in seeds.FOLDER.glob("*.txt"))[1]).read_text(
    encoding="utf-8"
)
DAMAGED = "".join(bytes([byte]).decode("cp1256") for byte in GOOD.encode())
NUMBERED = "".join(f"&#{ord(char)};" if char > "\x7f" else char for char in GOOD)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (corpus / "b.txt").write_text(GOOD, encoding="utf-8")
    rows = [{"id": "r1", "text": "خبر سليم عن القوات"}, {"id": "r2", "title": DAMAGED[:40], "text": NUMBERED}]
    (corpus / "r.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return corpus


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    opened = Project([folder], annotator=ME)
    yield opened
    opened.close()


def read(project: Project, article_id: str) -> Article:
    return project.corpus.read(project.corpus.find(article_id))


def updated(project: Project) -> tuple[dict[str, str], list[str], list[DamagedArticle]]:
    """Bring the index up to date: the digests, the problems and the damaged articles that it has."""
    project.read_corrections()
    index = ArticleIndex(project.corpus)
    try:
        for _ in index.update():
            pass
        rows = {row.entry.id: row.sha256 for row in index.opened.listing()}
        return rows, [problem.message for problem in index.problems()], list(index.opened.damaged())
    finally:
        index.close()


def repair(project: Project, article: str | None = None) -> list[str]:
    told: list[str] = []
    repair_texts(project, article, damaged_articles=lambda: updated(project)[2], tell=told.append)
    return told


def test_nothing_is_repaired_until_somebody_asks_and_it_is_said(project: Project) -> None:
    assert read(project, "a.txt").text == DAMAGED
    _, problems, damaged = updated(project)
    assert [each.id for each in damaged] == ["a.txt", "r2"]
    assert problems == [
        "text looks damaged: UTF-8 read as Windows-1256; --repair-text repairs it",
        "record 2: text looks damaged: letters as HTML references; --repair-text repairs it",
    ]
    assert not project.database.exists()


def test_a_repaired_text_is_the_articles_text_at_every_later_start(project: Project, folder: Path) -> None:
    told = repair(project)
    assert [line.partition(":")[0] for line in told] == ["a.txt", "r2"]
    project.close()
    again = Project([folder], annotator="another")
    again.read_corrections()
    good = read(again, "b.txt")
    for article_id in ("a.txt", "r2"):
        article = read(again, article_id)
        assert (article.text, article.sha256) == (GOOD, good.sha256)
        assert article.damage is None
    rows, problems, damaged = updated(again)
    assert rows["a.txt"] == rows["b.txt"] == rows["r2"] == good.sha256
    assert (problems, damaged) == ([], [])
    assert read(again, "r1").repair == ()
    assert (folder / "a.txt").read_text(encoding="utf-8") == DAMAGED
    again.close()


def test_one_article_alone_can_be_repaired(project: Project) -> None:
    assert len(repair(project, "r2")) == 1
    assert read(project, "r2").text == GOOD
    assert read(project, "a.txt").text == DAMAGED
    assert repair(project, "b.txt") == []


def test_asking_twice_changes_nothing(project: Project) -> None:
    repair(project)
    seq = project.store().info().seq
    project.close()
    assert repair(project) == []
    assert project.store().info().seq == seq


def test_a_repair_is_taken_back_by_the_same_key_or_by_undo(project: Project) -> None:
    project.read_corrections()
    store = project.store()
    before = read(project, "a.txt")
    assert first_line(before) == GOOD.partition("\n")[0]

    def press() -> Article:
        article = read(project, "a.txt")
        save(store, turn(article, correction_of(store, "a.txt"), ME), by=ME)
        return as_decided()

    def as_decided() -> Article:
        now = correction_of(store, "a.txt")
        project.corrections.pop("a.txt", None)
        if now is not None:
            project.corrections["a.txt"] = now
        return read(project, "a.txt")

    assert press().text == GOOD
    assert press().text == DAMAGED
    assert correction_of(store, "a.txt") is None  # nothing is said of it any more
    assert press().text == GOOD
    undo(store, ME)
    assert as_decided().text == DAMAGED
    assert turn(read(project, "b.txt"), None, ME) == []


def test_a_correction_and_a_repair_stand_side_by_side(project: Project) -> None:
    store = project.store()
    save(store, change(read(project, "a.txt"), None, ME, title="عنوان"), by=ME)
    project.close()
    repair(project)
    article = read(project, "a.txt")
    assert (article.title, article.text) == ("عنوان", GOOD)
    store = project.store()
    save(store, turn(article, correction_of(store, "a.txt"), ME), by=ME)
    left = correction_of(store, "a.txt")
    assert isinstance(left, ArticleCorrection)
    assert (left.title, left.repair) == ("عنوان", ())


def test_the_index_follows_each_decision_and_reads_that_article_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _, _ = updated(project)
    repair(project, "a.txt")
    read_again: list[str] = []
    record = project.corpus.record
    monkeypatch.setattr(
        project.corpus, "record", lambda entry: (read_again.append(entry.id), record(entry))[1]
    )
    rows, _, _ = updated(project)
    assert read_again == ["a.txt"]
    assert {id_ for id_ in rows if rows[id_] != before[id_]} == {"a.txt"}
    store = project.store()
    save(store, turn(read(project, "a.txt"), correction_of(store, "a.txt"), ME), by=ME)
    project.close()
    assert updated(project)[0] == before


def test_an_index_that_does_not_know_what_was_decided_stays_as_it_is(project: Project, folder: Path) -> None:
    repair(project)
    rows, _, _ = updated(project)
    project.close()
    other = Project([folder], annotator=ME)
    index = ArticleIndex(other.corpus)  # the annotations haven't been opened
    for _ in index.update():
        pass
    assert {row.entry.id: row.sha256 for row in index.opened.listing()} == rows
    index.close()


def annotated(project: Project, article_id: str, start: int, end: int) -> Annotation:
    article, store = read(project, article_id), project.store()
    made = untagged(article, start, end, 0, ME, "2026-11-22T10:00:00.000Z")
    made = msgspec.structs.replace(made, tags=("claim",))
    (stored,) = save(store, [Change(made.uuid, 0, made)], by=ME, records=[filed_record(article)])
    return stored


def test_annotations_of_a_repaired_text_go_out_with_its_offsets_and_digest(project: Project) -> None:
    repair(project)
    start = GOOD.index("كوريا")
    annotated(project, "a.txt", start, start + 30)
    out = io.BytesIO()
    export(project, "jsonl", out)
    line = msgspec.json.decode(out.getvalue().splitlines()[0])
    assert line["article"]["sha256"] == hashlib.sha256(GOOD.encode()).hexdigest()
    assert GOOD[line["target"]["start"] : line["target"]["end"]] == line["target"]["quote"]
    project.close()
    fresh = Project(project.roots, annotator=ME)  # as `claimreader verify` has it, which opens no store
    assert [str(each) for each in verify(fresh.database, ArticleTexts(fresh).of) if each.wrong] == []


def test_annotations_of_the_damaged_text_are_offered_their_words_in_the_repaired_one(
    project: Project,
) -> None:
    project.read_corrections()
    sentence = GOOD.partition(".")[0]
    damaged = "".join(bytes([byte]).decode("cp1256") for byte in sentence.encode())
    made = annotated(project, "a.txt", 0, len(damaged))
    project.close()
    assert any("v" in line for line in repair(project))
    store = project.store()
    assert store.list("a.txt") == [made]  # nothing has been moved in silence
    again = {article_id: read(project, article_id) for article_id in ("a.txt", "b.txt", "r2")}
    displaced = find_displaced(
        store, lambda ids: {each: again[each].sha256 for each in ids}, again.get, lambda sha256: []
    )
    assert (displaced.moved, displaced.orphans) == ([], [])
    (offered,) = displaced.uncertain
    assert offered.new.target.quote == sentence
    assert GOOD[offered.new.target.start : offered.new.target.end] == sentence


def test_a_repair_is_told_from_a_title_by_its_steps_and_unknown_ones_do_nothing(project: Project) -> None:
    repair(project, "a.txt")
    store = project.store()
    correction = correction_of(store, "a.txt")
    assert correction is not None
    assert correction.repair == ("utf8-as-cp1256",)
    project.corrections["a.txt"] = msgspec.structs.replace(correction, repair=("of-a-later-version",))
    assert read(project, "a.txt").text == DAMAGED
