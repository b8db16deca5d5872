"""Files of other tools, of every form that they have: the same words come in, whatever unit was counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exchange_samples import ALL, SECOND, StoredAnnotations, read
from foreign_samples import QUOTE, SAMPLES, START, TEXT, as_json, as_lines, as_table, written

from annotations.exchange import ExchangeError, registry
from annotations.exchange.articles import Articles
from annotations.exchange.format_detection import guess
from annotations.exchange.import_plan import ImportPlan
from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT

NO_WHOLE = {"array.json", "rows.json", "one.jsonl", "spaces.conll", "highlights.csv", "project.sqlite3"}
NO_SPAN = {"classes.csv", "choice.jsonl", "annotated_instances.csv"}


def all_of(plan: ImportPlan) -> list[Annotation]:
    assert not plan.faults, [*plan.lines()]
    return [entry.annotation for entry in plan.new]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_known_and_its_words_come_in(name: str, tmp_path: Path) -> None:
    path = written(name, tmp_path)
    assert guess(path) == SAMPLES[name][0]
    came = all_of(read("", path))
    assert {annotation.article.id for annotation in came} == {SECOND.id}
    spans = [annotation for annotation in came if annotation.target.quote == QUOTE]
    if name not in NO_SPAN:
        assert [annotation.target.start for annotation in spans] == [START]
        assert "claim" in spans[0].tags
    whole = [annotation for annotation in came if annotation.target.quote == TEXT]
    if name not in NO_WHOLE:
        assert "event" in whole[0].tags
    else:
        assert not whole


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("other", registry.READABLE)
def test_nobody_is_sent_to_a_format_that_cannot_read_the_file(name: str, other: str, tmp_path: Path) -> None:
    path = written(name, tmp_path)
    try:
        read(other, path)
    except ExchangeError as error:
        message = str(error)
        if other == SAMPLES[name][0]:
            raise
        assert f"--format {SAMPLES[name][0]}" in message
        suggested = message.rpartition("--format ")[2]
        assert read(suggested, path).new


@pytest.mark.parametrize("name", sorted(registry.FORMATS.keys() - registry.READABLE.keys()))
def test_a_format_that_is_only_written_sends_to_the_one_that_reads(name: str, tmp_path: Path) -> None:
    path = written("min.json", tmp_path)
    with pytest.raises(
        ExchangeError, match=f"--format {name} can be written, not read; .*--format label-studio"
    ):
        read(name, path)


@pytest.mark.parametrize("name", registry.READ_ONLY)
def test_a_format_that_is_only_read_says_so_when_it_is_to_be_written(name: str) -> None:
    with pytest.raises(ExchangeError, match=f"--format {name} can be read, not written"):
        registry.find(name)
    assert registry.READ_ONLY[name].summary().endswith("(import only)")


def test_what_is_of_no_format_is_told_which_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("كلام عادي", encoding="utf-8")
    with pytest.raises(ExchangeError) as caught:
        read("", path)
    assert "it reads jsonl, doccano, " in str(caught.value)
    assert all(name in str(caught.value) for name in registry.READABLE)


@pytest.mark.parametrize(
    ("name", "data", "way"),
    [
        ("x.nvpx", b"\0\1", "from NVivo as REFI-QDA"),
        ("x.mx24", b"\0\1", "from MAXQDA as REFI-QDA"),
        ("x.html", b"<html><title>Taguette</title>", "highlights from Taguette as CSV"),
        ("x.csv", b"tag,parent,description,number of highlights\n", "Taguette's codebook"),
        ("x.qdc", b"<CodeBook/>", "codebook without passages"),
    ],
)
def test_a_file_that_a_program_keeps_for_itself_names_the_nearest_way(
    name: str, data: bytes, way: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ExchangeError, match=way):
        read("", tmp_path / name)


# ------------------------------------------------------------------------------------------- each by itself


def test_a_short_export_of_label_studio_is_signed_and_dated(tmp_path: Path) -> None:
    for name in ("min.json", "min.csv"):
        span = next(each for each in all_of(read("", written(name, tmp_path))) if each.target.quote == QUOTE)
        assert (span.annotator, span.created) == ("label-studio-3", "2026-11-20T10:00:00.000Z")


def test_a_short_export_takes_no_data_of_the_task_for_a_label(tmp_path: Path) -> None:
    tags = {tag for each in all_of(read("", written("min.json", tmp_path))) for tag in each.tags}
    assert tags == {"claim", "event"}


def test_a_choice_of_several_is_several_tags(tmp_path: Path) -> None:
    task = {
        "text": TEXT,
        "id": 1,
        "topic": {"choices": ["event", "blame"]},
        "annotator": "l@x",
        "annotation_id": 2,
    }
    (tmp_path / "x.json").write_bytes(as_json([task]))
    (whole,) = all_of(read("", tmp_path / "x.json"))
    assert (whole.tags, whole.annotator) == (("blame", "event"), "l@x")


def test_the_comments_of_doccano_are_a_note(tmp_path: Path) -> None:
    (span,) = all_of(read("", written("array.json", tmp_path)))
    assert span.note == "ملاحظة"


def test_labels_of_a_table_of_doccano_are_divided(tmp_path: Path) -> None:
    (whole,) = all_of(read("", written("classes.csv", tmp_path)))
    assert whole.tags == ("claim", "event")


def test_rows_of_doccano_without_labels_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(as_lines({"text": "أ", "label": []}, {"text": "ب"}))
    plan = read("doccano", tmp_path / "x.jsonl")
    assert (plan.new, plan.faults) == ([], [])
    (tmp_path / "x.jsonl").write_bytes(as_lines({"text": "أ"}, {"text": "ب"}))
    with pytest.raises(ExchangeError, match='no row has "label"'):
        read("doccano", tmp_path / "x.jsonl")


def test_what_prodigy_was_refused_is_counted(tmp_path: Path) -> None:
    plan = read("", written("choice.jsonl", tmp_path))
    assert [str(remark) for remark in plan.remarks] == [
        '1 task: have the answer "ignore"; left out',
        '1 task: have the answer "reject"; left out',
    ]


def test_a_label_that_was_accepted_for_a_text_is_its_tag(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(
        as_lines({"text": TEXT, "label": "event", "spans": [], "answer": "accept"})
    )
    (whole,) = all_of(read("", tmp_path / "x.jsonl"))
    assert (whole.target.quote, whole.tags) == (TEXT, ("event",))


def test_rows_of_hypothesis_are_found_by_the_address_of_the_page(tmp_path: Path) -> None:
    rows = json.loads(SAMPLES["rows.json"][1]())
    rows["rows"][0]["uri"] = "http://www.example.org/b/"
    (tmp_path / "x.json").write_bytes(as_json(rows))
    here = Article("here.txt", TEXT, metadata={"url": "https://example.org/b"})
    plan = read("", tmp_path / "x.json", Articles.of([here, *ALL]))
    (one,) = all_of(plan)
    assert (one.article.id, one.annotator, one.note, one.tags) == ("here.txt", "lina", "ملاحظة", ("claim",))
    assert [str(remark) for remark in plan.remarks] == [
        "1 row: a note on a whole page; left out",
        "1 row: a reply to another annotation; left out",
    ]


def test_what_only_a_model_has_said_stays_out_and_is_counted(tmp_path: Path) -> None:
    for name, line in (
        ("two.json", "1 record: has suggestions only, which nobody has accepted; left out"),
        ("feedback.jsonl", "1 record: discarded, not submitted; left out"),
        ("anndoc.zip", "1 of them: only a model has marked it; left out"),
        ("examples.json", "1 of them: called wrong in the review; left out"),
    ):
        assert [str(remark) for remark in read("", written(name, tmp_path)).remarks] == [line]


def test_people_sign_what_they_have_said(tmp_path: Path) -> None:
    for name, who in (
        ("two.json", "u1"),
        ("one.jsonl", "u1"),
        ("annotated_instances.jsonl", "lina"),
        ("annotated_instances.csv", "lina"),
        ("examples.json", "lina"),
        ("anndoc.zip", "lina"),
    ):
        assert {each.annotator for each in all_of(read("", written(name, tmp_path)))} == {who}


def test_what_was_written_into_a_box_of_potato_is_a_note(tmp_path: Path) -> None:
    whole = next(
        each
        for each in all_of(read("", written("annotated_instances.jsonl", tmp_path)))
        if each.target.quote == TEXT
    )
    assert (whole.tags, whole.note) == (("event",), "why: سبب طويل")


def test_a_document_of_tagtog_is_read_from_its_two_files_too(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(written("anndoc.zip", tmp_path)) as archive:
        for name in archive.namelist():
            (tmp_path / name.rpartition("/")[2]).write_bytes(archive.read(name))
    (tmp_path / "anndoc.zip").unlink()
    for path in (tmp_path / "a1.ann.json", tmp_path):
        assert {each.target.quote for each in all_of(read("", path))} == {QUOTE, TEXT}
    (tmp_path / "a1.plain.html").unlink()
    assert "is not beside it" in str(read("tagtog", tmp_path).faults[0])


def test_a_highlight_of_taguette_has_all_its_tags(tmp_path: Path) -> None:
    (one,) = all_of(read("", written("highlights.csv", tmp_path)))
    assert one.tags == ("claim", "إنكار")


def test_a_project_of_taguette_tells_words_that_stand_twice_apart(tmp_path: Path) -> None:
    came = all_of(read("", written("project.sqlite3", tmp_path)))
    assert [(each.target.quote, each.target.start) for each in came] == [
        (QUOTE, START),
        ("لا", TEXT.rindex("لا")),
    ]
    assert came[0].tags == ("claim", "إنكار")


def test_a_project_of_taguette_that_was_open_with_a_log_is_read(tmp_path: Path) -> None:
    data = SAMPLES["project.sqlite3"][1]()
    (tmp_path / "x.sqlite3").write_bytes(data[:18] + b"\2\2" + data[20:])
    assert len(all_of(read("", tmp_path / "x.sqlite3"))) == 2


def test_a_name_of_a_format_that_is_mistyped_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"--format taguete: no such format.*taguette"):
        read("taguete", written("highlights.csv", tmp_path))


def test_a_view_that_counts_for_ever_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from annotations.exchange.formats import taguette

    monkeypatch.setattr(taguette, "_STEPS", 2_000_000)
    database = sqlite3.connect(":memory:")
    database.deserialize(SAMPLES["project.sqlite3"][1]())
    database.executescript(
        """DROP TABLE tags; DROP TABLE highlight_tags;
        CREATE TABLE tags(id, path); CREATE TABLE highlight_tags(highlight_id, tag_id);
        DROP TABLE documents;
        CREATE VIEW documents AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id FROM n)
            SELECT id, 'x' AS name, 'x' AS contents FROM n;"""
    )
    (tmp_path / "x.sqlite3").write_bytes(database.serialize())
    database.close()
    with pytest.raises(ExchangeError, match="none of Taguette's"):
        read("taguette", tmp_path / "x.sqlite3")


def test_a_name_without_its_folder_and_ending_is_enough_unless_several_have_it(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(as_table(["id", "document", "tag", "content"], ["1", "A", "t", "قال"]))
    one = Article("2024/a.txt", "قال نعم")
    assert all_of(read("", tmp_path / "x.csv", Articles.of([one])))[0].article.id == "2024/a.txt"
    twice = Articles.of([one, Article("2025/a.html", "قال لا")])
    assert "is not in the corpus" in str(read("", tmp_path / "x.csv", twice).faults[0])


def test_words_that_are_written_otherwise_are_found_once_and_said(tmp_path: Path) -> None:
    def found(quote: str, text: str) -> Any:
        path = tmp_path / "x.csv"
        path.write_bytes(as_table(["quote", "tags"], [quote, "claim"]))
        articles = Articles.of([Article("a.txt", text), Article("b.txt", "شيء آخر")])
        return registry.read("csv", path, articles, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]

    plan = found("قال محمد نعم", "قالَ  مُحَمَّدٌ نعم.")
    assert plan.new[0].annotation.target.quote == "قالَ  مُحَمَّدٌ نعم"
    assert "where it is written" in str(plan.moved[0])
    assert found("قال نعم", "قال\nنعم اليوم").new[0].annotation.target.quote == "قال\nنعم"
    assert "is in no article" in str(found("لا وجود له", "قال نعم").faults[0])
    assert "in several places" in str(found("قال نعم", "قال  نعم ثم قال  نعم").faults[0])
    assert not found("ال", "قال").new
