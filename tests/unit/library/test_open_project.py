"""A script reads a project: records with all that is known; nothing is written, no reader disturbed."""

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.composition import Project, filed_record
from annotations.model.records import Annotation, ArticleRef, Link, new_uuid, target_for, timestamp
from annotations.project import CorpusWarning, MissingLibraryError, OpenProject, open_project
from annotations.services.saving import save
from annotations.store.base import Change
from annotations.store.errors import StoreError

TEXT = "عنوان الخبر\nقال الوزير إن العدد 3000 جندي. ونفت موسكو.\nنهاية."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "event"
    folder.mkdir()
    articles = ({"title": name, "source": "وكالة", "date": "2024-10-27", "text": TEXT} for name in ("أ", "ب"))
    for number, article in enumerate(articles):
        (folder / f"00{number}.json").write_text(json.dumps(article), encoding="utf-8")
    annotate(folder, "mona", ("claim", "quantity"), claimant="الوزير")
    annotate(folder, "omar", ("claim",), claimant="وزير")
    return folder


def annotate(folder: Path, by: str, tags: tuple[str, ...], **attributes: Any) -> None:
    project = Project([folder], annotator=by)
    store = project.store()
    article = project.corpus.read(project.corpus.entries[0])
    unit = article.sentences[1]
    annotation = Annotation(
        uuid=new_uuid(),
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, unit.start, unit.end, 1),
        tags=tags,
        attributes=attributes,
        links=tuple(Link("repeats", other.uuid) for other in store.list()[:1]),
        annotator=by,
        created=timestamp(),
        updated=timestamp(),
    )
    save(store, [Change(annotation.uuid, 0, annotation)], by=by, records=[filed_record(article)])
    project.close()


def files(folder: Path) -> dict[str, bytes]:
    """Return what all files of a folder hold, but for locks, which are held and empty."""
    kept = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path): path.read_bytes() for path in kept}


def test_articles_say_how_far_they_are(corpus: Path) -> None:
    with open_project(corpus) as project:
        first, second = project.articles()
    assert (first.source, first.published, first.claims, first.decided) == ("وكالة", "2024-10-27", 2, 1)
    assert (second.claims, second.decided) == (0, 0)
    with pytest.raises(AttributeError):
        first.claims = 3  # type: ignore[misc]


def test_sentences_have_exact_offsets(corpus: Path) -> None:
    with open_project(corpus) as project:
        sentences = list(project.sentences())
        text = project.article("000").text
    assert all(text[s.start : s.end] == s.text for s in sentences)


def test_annotations_are_chosen_as_an_export_chooses_them(corpus: Path) -> None:
    with open_project(corpus) as project:
        assert len(list(project.annotations())) == 2
        assert [a.annotator for a in project.annotations(tags=["quantity"])] == ["mona"]
        assert [a.annotator for a in project.annotations(annotators="omar")] == ["omar"]
        assert list(project.annotations(articles=["001"])) == []


def test_what_there_is_not_is_an_error_that_says_so(corpus: Path) -> None:
    from annotations.corpus import CorpusError
    from annotations.exchange import ExchangeError

    with open_project(corpus) as project:
        with pytest.raises(ExchangeError, match="claimm"):
            project.annotations(tags=["claimm"])
        with pytest.raises(CorpusError):
            project.article("777")
    with pytest.raises(CorpusError):
        open_project(corpus / "nowhere")
    with pytest.raises(StoreError, match=r"nothing\.json"):
        open_project(corpus, annotations=corpus / "nothing.json")


def test_a_row_of_an_annotation_has_its_article_and_its_attributes(corpus: Path) -> None:
    with open_project(corpus) as project:
        first, second = project.annotations().to_dicts()
    assert first["source"] == "وكالة"
    assert str(first["published"]) == "2024-10-27"
    assert first["claimant"] == "الوزير"
    assert first["created"].utcoffset().total_seconds() == 0
    assert second["links"] == [first["uuid"]]
    assert first["sentence"] == 1


def test_an_attribute_of_the_scheme_never_hides_a_column(corpus: Path) -> None:
    scheme = '[[tags]]\nid = "claim"\nkey = "c"\nlabel = "claim"\n'
    scheme += '[[attributes]]\nid = "note"\nkind = "text"\nlabel = "note"\n'
    (corpus / "claimreader.toml").write_text(scheme)
    with open_project(corpus) as project:
        assert {"note", "attribute_note"} < set(project.annotations().columns)


def test_figures_and_suggestions_are_those_of_the_commands(corpus: Path) -> None:
    with open_project(corpus) as project:
        assert {figure.value for figure in project.figures()} == {3000}
        assert all(suggestion.text in TEXT for suggestion in project.suggestions())


def test_agreement_of_two_in_one_file_and_with_another_file(corpus: Path, tmp_path: Path) -> None:
    with open_project(corpus) as project:
        between = project.agreement_between("mona", "omar")
        assert [seen.tags_a for seen in between.disagreements] == [("claim", "quantity")]
        same = project.agreement(corpus / "annotations.json")
        assert same.disagreements == ()


def test_an_export_is_that_of_the_command(corpus: Path) -> None:
    out = io.BytesIO()
    with open_project(corpus) as project:
        assert project.export("jsonl", out, annotators=["mona"]).annotations == 1
    assert json.loads(out.getvalue())["annotator"] == "mona"


def test_reading_writes_nothing_and_disturbs_no_reader(corpus: Path) -> None:
    writer = Project([corpus], annotator="mona")
    store = writer.store()
    before = files(corpus)
    with open_project(corpus) as project:
        annotations = list(project.annotations())
        list(project.articles())
        list(project.suggestions())
    assert files(corpus) == before
    noted = msgspec.structs.replace(annotations[0], note="بعد")
    save(store, [Change(noted.uuid, noted.rev, noted)], by="mona")
    writer.close()
    with open_project(corpus) as project:
        assert "بعد" in [annotation.note for annotation in project.annotations()]


def test_a_corpus_without_annotations_gets_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with open_project(tmp_path) as project:
        assert list(project.annotations()) == []
        assert len(list(project.sentences())) > 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_cannot_be_read_is_a_warning_and_the_rest_works(corpus: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with open_project(corpus) as project, pytest.warns(CorpusWarning, match=r"bad\.txt"):
        assert len(list(project.articles())) == 2


def test_records_can_be_gone_through_again(corpus: Path) -> None:
    with open_project(corpus) as project:
        sentences = project.sentences()
        assert list(sentences) == list(sentences)


def test_pandas_gets_days_moments_counts_and_lists(corpus: Path) -> None:
    pytest.importorskip("pandas")
    with open_project(corpus) as project:
        claims = project.annotations(tags=["claim"]).to_pandas()
    assert list(claims["claimant"]) == ["الوزير", "وزير"]
    assert str(claims["published"].dtype).startswith("datetime64[")
    assert "UTC" in str(claims["created"].dtype)
    assert str(claims["start"].dtype) == "Int64"
    assert claims["tags"][0] == ["claim", "quantity"]


def test_polars_gets_the_same(corpus: Path) -> None:
    polars = pytest.importorskip("polars")
    with open_project(corpus) as project:
        claims = project.annotations(tags=["claim"]).to_polars()
    assert claims["claimant"].to_list() == ["الوزير", "وزير"]
    assert claims["published"].dtype == polars.Date
    assert claims["created"].dtype == polars.Datetime("us", "UTC")
    assert claims["tags"].to_list()[0] == ["claim", "quantity"]


def test_empty_frames_have_their_columns(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with open_project(tmp_path) as project:
        frame = project.annotations().to_pandas()
    assert len(frame) == 0
    assert {"claimant", "source", "published"} <= set(frame.columns)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named_with_the_remedy(
    library: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with (
        open_project(corpus) as project,
        pytest.raises(MissingLibraryError, match=f"needs {library}: pipx install"),
    ):
        getattr(project.articles(), f"to_{library}")()


def test_it_says_what_it_is(corpus: Path) -> None:
    with open_project(corpus) as project:
        assert isinstance(project, OpenProject)
        assert "event" in repr(project)
        assert repr(project.articles()).startswith("<articles: article, title")
