"""An export from the screen: what is proposed, what goes out; a stopped one leaves nothing behind."""

import json
from pathlib import Path

import pytest

from annotations.exchange import ExchangeError, ThereAlreadyError
from annotations.project import Project, article_record
from annotations.scheme import DEFAULT
from annotations.tagging import press
from tui.exporting import Choice, Progress, StoppedError, keep_choice, last_choice, proposed, write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAIMREADER_DB", raising=False)
    return tmp_path / "home"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles, the id of one the beginning of the other's, with three and one annotations."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a").with_suffix(".txt").write_text("قال الوزير نعم. قال لا. وصل 3000 جندي.", encoding="utf-8")
    (corpus / "a.txt.txt").write_text("جملة أخرى عن كوريا.", encoding="utf-8")
    project = Project([corpus], annotator="me")
    store = project.store()
    for entry in project.corpus.entries:
        article = project.corpus.read(entry)
        store.remember_article(article_record(article))
        for index in range(len(article.sentences)):
            store.apply([press(article, index, "claim", [], "me", DEFAULT)], by="me")
    return project


def written(path: Path) -> list[str]:
    return [json.loads(line)["article"]["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_all_of_the_corpus_or_exactly_one_article(project: Project, tmp_path: Path) -> None:
    everything, one = tmp_path / "all.jsonl", tmp_path / "one.jsonl"
    counts = {entry.id: len(project.store().list(entry.id)) for entry in project.corpus.entries}
    assert sorted(counts) == ["a.txt", "a.txt.txt"]
    report = write(project, "jsonl", everything)
    assert report.annotations == sum(counts.values()) == len(written(everything))
    assert write(project, "jsonl", one, article_id="a.txt").annotations == counts["a.txt"]
    assert set(written(one)) == {"a.txt"}  # not the one whose id begins so


def test_progress_counts_articles_and_annotations(project: Project, tmp_path: Path) -> None:
    told: list[Progress] = []
    report = write(project, "jsonl", tmp_path / "all.jsonl", tell=told.append)
    assert [one.annotations for one in told] == list(range(report.annotations))
    assert {one.articles_total for one in told} == {2}
    assert [told[0].articles, told[-1].articles] == [0, 1]


@pytest.mark.parametrize("name", ["jsonl", "brat", "refi-qda", "csv", "label-studio"])
def test_a_stopped_export_leaves_what_was_there_and_nothing_else(
    project: Project, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def stop(progress: Progress) -> None:
        if progress.annotations:
            raise StoppedError

    with pytest.raises(StoppedError):
        write(project, name, folder / "export", tell=stop)
    assert not list(folder.iterdir())
    write(project, name, folder / "export")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(StoppedError):
        write(project, name, folder / "export", force=True, tell=stop)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_there_is_replaced_only_if_that_is_wanted(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "mine.jsonl"
    target.write_text("precious")
    with pytest.raises(ThereAlreadyError):
        write(project, "jsonl", target)
    assert target.read_text() == "precious"
    with pytest.raises(ExchangeError, match="no folder"):
        write(project, "jsonl", tmp_path / "missing" / "mine.jsonl")
    write(project, "jsonl", target, force=True)
    assert written(target)


def test_the_annotations_themselves_are_never_written_over(project: Project, tmp_path: Path) -> None:
    before = project.store().list()
    link = tmp_path / "link"
    link.symlink_to(project.database)
    for target in (project.database, project.database.with_name(project.database.name + ".journal"), link):
        with pytest.raises(ExchangeError, match="are kept"):
            write(project, "jsonl", target, force=True)
    project.close()
    assert project.store().list() == before


def test_the_last_choice_is_proposed_again(project: Project, home: Path, tmp_path: Path) -> None:
    keep_choice(Choice("csv", str(tmp_path)))
    assert last_choice() == Choice("csv", str(tmp_path))
    assert proposed(project, last_choice(), None) == str(tmp_path / "corpus.csv")
    assert proposed(project, Choice("brat", str(tmp_path)), "a.txt") == str(tmp_path / "a-brat")


@pytest.mark.parametrize(
    "kept",
    ["", "[]", "{", '{"format": "x", "folder": "/nowhere"}', '{"format": 3, "folder": null}', "[" * 9999],
)
def test_a_choice_that_makes_no_sense_is_forgotten(home: Path, kept: str) -> None:
    home.mkdir()
    (home / "export.json").write_text(kept)
    assert last_choice() == Choice()


def test_no_article_id_leads_out_of_the_folder(project: Project, tmp_path: Path) -> None:
    for hostile in ("../../etc/passwd", "/etc/passwd", "~", "a\0b", "x" * 500):
        path = Path(proposed(project, Choice("jsonl", str(tmp_path)), hostile))
        assert path.parent == tmp_path
        assert "\0" not in path.name
