"""The export as a use case: what is chosen, what goes out; a stopped one leaves nothing behind."""

import json
from pathlib import Path

import pytest

from annotations.composition import Project, article_record
from annotations.corpus import CorpusError
from annotations.corpus.article_index import ArticleIndex
from annotations.exchange import ExchangeError, ThereAlreadyError
from annotations.exchange.filters import Filter
from annotations.model import article as article_module
from annotations.model.scheme import DEFAULT
from annotations.services.export import ExportProgress, StoppedError, export
from annotations.services.tagging import press
from annotations.text.sentences import Sentence

pytestmark = pytest.mark.usefixtures("home")


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
    report = export(project, "jsonl", everything)
    assert report.annotations == sum(counts.values()) == len(written(everything))
    assert export(project, "jsonl", one, wanted=Filter(articles=("a.txt",))).annotations == counts["a.txt"]
    assert set(written(one)) == {"a.txt"}  # not the one whose id begins so


def test_progress_counts_articles_and_annotations(project: Project, tmp_path: Path) -> None:
    told: list[ExportProgress] = []
    report = export(project, "jsonl", tmp_path / "all.jsonl", tell=told.append)
    assert [one.annotations for one in told] == list(range(report.annotations))
    assert {one.articles_total for one in told} == {2}
    assert [told[0].articles, told[-1].articles] == [0, 1]


@pytest.mark.parametrize("name", ["jsonl", "brat", "refi-qda", "csv", "label-studio"])
def test_a_stopped_export_leaves_what_was_there_and_nothing_else(
    project: Project, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def stop(progress: ExportProgress) -> None:
        if progress.annotations:
            raise StoppedError

    with pytest.raises(StoppedError):
        export(project, name, folder / "export", tell=stop)
    assert not list(folder.iterdir())
    export(project, name, folder / "export")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(StoppedError):
        export(project, name, folder / "export", force=True, tell=stop)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_there_is_replaced_only_if_that_is_wanted(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "mine.jsonl"
    target.write_text("precious")
    with pytest.raises(ThereAlreadyError):
        export(project, "jsonl", target)
    assert target.read_text() == "precious"
    with pytest.raises(ExchangeError, match="no folder"):
        export(project, "jsonl", tmp_path / "missing" / "mine.jsonl")
    export(project, "jsonl", target, force=True)
    assert written(target)


def test_the_annotations_themselves_are_never_written_over(project: Project, tmp_path: Path) -> None:
    before = project.store().list()
    link = tmp_path / "link"
    link.symlink_to(project.database)
    for target in (project.database, project.database.with_name(project.database.name + ".journal"), link):
        with pytest.raises(ExchangeError, match="are kept"):
            export(project, "jsonl", target, force=True)
    project.close()
    assert project.store().list() == before


def test_an_id_means_its_article_alone_and_a_beginning_the_only_one_that_begins_so(
    project: Project, tmp_path: Path
) -> None:
    def ids(*names: str) -> set[str]:
        export(project, "jsonl", tmp_path / "x.jsonl", wanted=Filter(articles=names), force=True)
        return set(written(tmp_path / "x.jsonl"))

    assert ids("a.txt") == {"a.txt"}
    assert ids("a.txt.") == {"a.txt.txt"}
    with pytest.raises(CorpusError, match="may be 2 articles"):
        ids("a")


def test_a_tag_that_nothing_has_is_an_error_and_an_annotator_a_note(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="no such tag"):
        export(project, "jsonl", tmp_path / "x.jsonl", wanted=Filter(tags=("clam",)))
    assert not (tmp_path / "x.jsonl").exists()
    report = export(project, "jsonl", tmp_path / "x.jsonl", wanted=Filter(annotators=("nobody",)))
    assert any(line.startswith("--by nobody: nobody of that name") for line in report.lines())


def test_only_the_annotations_that_a_board_lists(project: Project, tmp_path: Path) -> None:
    listed = frozenset(one.uuid for one in project.store().list("a.txt")[:1])
    report = export(project, "csv", tmp_path / "x.csv", wanted=Filter(uuids=listed))
    assert (report.annotations, report.articles) == (1, 1)


def test_where_nothing_was_chosen_the_report_names_the_database(project: Project, tmp_path: Path) -> None:
    count = len(project.store().list())
    report = export(project, "jsonl", tmp_path / "x.jsonl", wanted=Filter(annotators=("nobody",)))
    assert f"nothing was chosen of {count} annotations in {project.database}" in report.lines()
    left_out = export(project, "claim", tmp_path / "x.jsonld", wanted=Filter(annotators=("me",)))
    assert not [line for line in left_out.lines() if line.startswith("nothing was chosen")]


def test_the_losses_have_a_path_of_their_own(project: Project, tmp_path: Path) -> None:
    target, config = tmp_path / "x.json", tmp_path / "x.config.xml"
    for losses in (target, config, tmp_path / "." / "x.json"):
        with pytest.raises(ExchangeError, match="already written by the same command"):
            export(project, "label-studio", target, losses=losses)
    (tmp_path / "out").mkdir()
    with pytest.raises(ExchangeError, match="already written"):
        export(project, "brat", tmp_path / "out", losses=tmp_path / "out" / "losses.json")
    assert not target.exists()
    export(project, "label-studio", target, losses=tmp_path / "losses.json")
    assert json.loads((tmp_path / "losses.json").read_bytes())["claimreader"] == "losses"
    with pytest.raises(ThereAlreadyError, match=r"losses\.json is there"):
        export(project, "jsonl", tmp_path / "y.jsonl", losses=tmp_path / "losses.json")
    assert not (tmp_path / "y.jsonl").exists()


def test_an_index_says_what_an_article_is_and_no_text_is_cut_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    long = "كلمة " + "ط" * 400
    page = "اتفاق على وقف إطلاق النار\n27 أكتوبر 2024\nقال الوزير إن الاتفاق على وقف إطلاق النار يبدأ غدا."
    records = [
        {"text": page},
        {"text": page + "\nالمصدر: وكالة الشمال", "title": "عنوان"},
        {"title": long, "text": page},
    ]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (corpus / "b.jsonl").write_text(lines, encoding="utf-8")
    (corpus / "a.txt").write_text(page, encoding="utf-8")
    project = Project([corpus], annotator="me")
    store = project.store()
    for entry in project.corpus.entries:
        store.apply([press(project.corpus.read(entry), 0, "claim", [], "me", DEFAULT)], by="me")
    export(project, "jsonl", tmp_path / "without.jsonl")
    index = ArticleIndex(project.corpus)
    for _ in index.update():
        pass
    index.close()
    cut: list[str] = []
    split = article_module.split

    def noting(text: str) -> list[Sentence]:
        cut.append(text)
        return split(text)

    monkeypatch.setattr(article_module, "split", noting)
    export(project, "jsonl", tmp_path / "with.jsonl")
    assert cut == [page]  # of the title that the index has cut
    assert (tmp_path / "with.jsonl").read_bytes() == (tmp_path / "without.jsonl").read_bytes()
    assert (tmp_path / "with.jsonl").read_text(encoding="utf-8").count("2024-10-27") == 4
    (corpus / "a.txt").write_text(page.replace("27", "26") + "؟", encoding="utf-8")
    changed = Project([corpus], annotator="me")
    assert export(changed, "jsonl", tmp_path / "changed.jsonl").stale == ()
    assert cut[1:] == [page.replace("27", "26") + "؟", page]
