"""The report of a project: what is gathered, in which form it is written, that it is whole or not there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sample_claims import corpus_with_claims
from sample_corpus import NAME, say

from annotations.composition import Project
from annotations.exchange import ExchangeError
from annotations.exchange.filters import Filter
from annotations.model.side_records import PEOPLE, Identity
from annotations.services import saving
from annotations.services.report import ReportProgress, gather, write_report
from annotations.store.tinydb_store import open_store

TODAY = date(2026, 11, 29)
STAMP = "2026-11-22T10:00:00.000Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the samples with six claims of analyst-1, and three decisions of a second annotator."""
    folder = tmp_path / "event"
    corpus_with_claims(folder, linked=True)
    say(
        folder / "annotations.json",
        "omar",
        [(9, ("claim", "quantity")), (10, ("not_claim",)), (12, ("claim",))],
    )
    return folder


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    project = Project([folder])
    yield project
    project.close()


def test_who_did_how_much_and_how_far_two_agree(project: Project) -> None:
    made = gather(project, today=TODAY).making
    assert [(share.name, share.annotations, share.claims) for share in made.annotators] == [
        ("analyst-1", 6, 6),
        ("omar", 3, 2),
    ]
    (pair,) = made.agreements
    assert (pair.a, pair.b, pair.sentences, pair.percent) == ("analyst-1", "omar", 1, 1.0)
    assert (made.articles, made.annotated, made.decided) == (5, 4, 8)
    assert (made.name, made.scheme, made.day, made.narrowed) == ("event", "", TODAY, "")


def test_an_article_without_a_title_is_called_by_its_first_words(project: Project) -> None:
    labels = gather(project, today=TODAY).labels
    assert labels["000_0caa50b3dad6e4be.txt"].startswith("انضمت الولايات المتحدة")
    assert labels[NAME].startswith("بعد اعتراف روسيا")


def test_claims_that_contradict_are_one_question_about_soldiers(project: Project) -> None:
    (disputed,) = gather(project, today=TODAY).questions
    assert len(disputed.claims) == 6
    assert len(disputed.question.sides) > 3


def test_what_was_said_of_people_counts(folder: Path) -> None:
    with open_store(folder / "annotations.json", annotator="omar") as store:
        names = Identity(
            uuid="p1", names=("سالم", "العقيد سالم"), annotator="omar", created=STAMP, updated=STAMP
        )
        saving.save(store, [PEOPLE.put(names)], by="omar")
    project = Project([folder])
    assert gather(project, today=TODAY).people.canonical("العقيد سالم") == "سالم"
    project.close()


def test_only_one_article_or_what_is_listed(project: Project) -> None:
    one = gather(project, Filter(articles=(NAME,)), today=TODAY)
    assert (len(one.claims), one.making.narrowed, one.making.annotated) == (2, "article", 1)
    uuid = one.claims[0].annotation.uuid
    listed = gather(project, Filter(uuids=frozenset({uuid})), today=TODAY)
    assert (len(listed.claims), listed.making.narrowed) == (1, "listed")


@pytest.mark.parametrize(
    ("file", "name", "beginning"),
    [
        ("r.html", "", b"<!doctype html>"),
        ("r", "", b"<!doctype html>"),
        ("r.DOCX", "", b"PK"),
        ("r.csv", "", b"\xef\xbb\xbfnoun,"),
        ("r.html", "docx", b"PK"),
        ("r.doc", "csv", b"\xef\xbb\xbfnoun,"),
    ],
)
def test_the_form_is_that_of_the_ending_or_the_one_named(
    project: Project, tmp_path: Path, file: str, name: str, beginning: bytes
) -> None:
    if name == "docx":
        with pytest.raises(ExchangeError, match=r"nothing is written as \.html"):
            write_report(project, tmp_path / file, name=name, today=TODAY)
        file = "r.other"
    written = write_report(project, tmp_path / file, name=name, today=TODAY)
    assert (tmp_path / file).read_bytes().startswith(beginning)
    assert (written.claims, written.articles) == (7, 4), "one row has two annotators"


def test_an_unknown_form_is_named_with_those_that_there_are(project: Project, tmp_path: Path) -> None:
    with pytest.raises(
        ExchangeError, match="--format pdf: no such form of the report; there are: html, docx, csv"
    ):
        write_report(project, tmp_path / "r.pdf", name="pdf")
    assert not (tmp_path / "r.pdf").exists()


def test_a_library_that_is_missing_is_asked_for_by_its_extra(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "annotations.exchange.report.word_document", raising=False)
    with pytest.raises(ExchangeError, match="needs python-docx: pipx install"):
        write_report(project, tmp_path / "r.docx")
    assert not (tmp_path / "r.docx").exists()


def test_it_tells_how_far_it_is_and_can_be_stopped_before_it_is_written(
    project: Project, tmp_path: Path
) -> None:
    told: list[ReportProgress] = []
    write_report(project, tmp_path / "r.html", today=TODAY, tell=told.append)
    assert told == [ReportProgress(number, 4) for number in range(5)]

    def stop(progress: ReportProgress) -> None:
        if progress.articles == progress.articles_total:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_report(project, tmp_path / "stopped.html", today=TODAY, tell=stop)
    assert not (tmp_path / "stopped.html").exists()


def test_the_same_claims_give_the_same_file(project: Project, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_report(project, tmp_path / name, today=TODAY)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
