"""Files that are another format, cut short, hostile or wrong: one line, and nothing else happens."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from exchange_samples import ARTICLES, FIRST, StoredAnnotations, sample

from annotations.exchange import ExchangeError, registry
from annotations.exchange.format_detection import guess
from annotations.exchange.import_plan import ImportPlan
from annotations.model.scheme import DEFAULT

TWO_WAY = [name for name, form in registry.FORMATS.items() if form.imports]
FILES = [name for name in TWO_WAY if not registry.FORMATS[name].folder]


def read(name: str, path: Path) -> ImportPlan:
    return registry.read(name, path, ARTICLES, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]


def exported(name: str, folder: Path) -> Path:
    target = folder / f"{name}{registry.FORMATS[name].suffix}"
    registry.export(name, sample(), ARTICLES, DEFAULT, target)
    return target


@pytest.mark.parametrize("name", TWO_WAY)
def test_a_file_says_by_itself_what_it_is(name: str, tmp_path: Path) -> None:
    path = exported(name, tmp_path)
    assert guess(path) == name
    assert read("", path).new


@pytest.mark.parametrize("name", TWO_WAY)
@pytest.mark.parametrize("other", TWO_WAY)
def test_a_file_of_another_format_is_named_with_the_likely_one(name: str, other: str, tmp_path: Path) -> None:
    path = exported(name, tmp_path)
    if name == other or (name, other) in {("prodigy", "doccano-classification")}:
        return
    plan, message = attempt(other, path)
    if plan is None:
        assert message == f"{path}: this looks like {name}, not {other}: --format {name}"
    else:
        # what can be read both ways brings in nothing wrong
        assert {entry.annotation.target.quote for entry in plan.new} <= {
            entry.target.quote for entry in sample()
        }


def attempt(name: str, path: Path) -> tuple[ImportPlan | None, str]:
    try:
        return read(name, path), ""
    except ExchangeError as error:
        return None, str(error)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_short_is_refused_whole(name: str, tmp_path: Path) -> None:
    path = exported(name, tmp_path)
    data = path.read_bytes()
    for length in (len(data) // 2, len(data) - 3):
        path.write_bytes(data[:length])
        with pytest.raises(ExchangeError) as caught:
            read(name, path)
        assert str(caught.value).startswith(str(path))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", TWO_WAY)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"[",
        b"{",
        b"null\n",
        b'"text"\n',
        b"[[[[[[",
        "كلام عادي\n".encode(),
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_rubbish_is_one_line(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"rubbish{registry.FORMATS[name].suffix or '.ann'}"
    path.write_bytes(data)
    with pytest.raises(ExchangeError) as caught:
        read(name, path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", TWO_WAY)
def test_what_is_not_there_is_one_line(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="nowhere"):
        read(name, tmp_path / "nowhere.jsonl")


def task(**keys: object) -> str:
    return json.dumps({"text": FIRST.text, "article": FIRST.id} | keys) + "\n"


def test_offsets_past_the_end_cost_that_span_only(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(
        task(label=[[0, 3, "claim"], [5, 99999, "claim"], [7, 7, "claim"], [-3, 2, "claim"], ["x"], 5]),
        encoding="utf-8",
    )
    plan = read("doccano", path)
    assert [entry.annotation.target.quote for entry in plan.new] == ["وصل"]
    assert len(plan.faults) == 5
    assert "not inside the text" in str(plan.faults[2])


def test_tags_that_the_scheme_does_not_know_are_kept_and_named(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(task(label=[[0, 3, "PERSON"], [4, 8, "bad\nname"]]), encoding="utf-8")
    plan = read("doccano", path)
    assert plan.new[0].annotation.tags == ("PERSON",)
    assert plan.unknown_tags["PERSON"] == 1
    assert "control character" in str(plan.faults[0])


def test_an_i_tag_after_another_label_begins_a_span_and_is_named(tmp_path: Path) -> None:
    words = FIRST.text.split()
    path = tmp_path / "x.conll"
    marks = ["B-claim", "I-event", "I-event", *["O"] * (len(words) - 3)]
    path.write_text(
        "-DOCSTART-\tO\n\n" + "".join(f"{word}\t{mark}\n" for word, mark in zip(words, marks, strict=True)),
        encoding="utf-8",
    )
    plan = read("conll", path)
    assert [(entry.annotation.tags, entry.annotation.target.quote) for entry in plan.new] == [
        (("claim",), "وصل"),
        (("event",), "3000 جندي"),
    ]
    assert "I-event goes on with no span" in str(plan.remarks[0])


def test_a_tag_that_is_no_iob_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.conll"
    path.write_text("كلمة\tB-claim|B-event\nأخرى\tclaim\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="line 2"):
        read("conll", path)


def test_half_a_character_is_broken_json(tmp_path: Path) -> None:
    path = exported("jsonl", tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | {"note": "\ud83d"})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="line 2 is broken"):
        read("jsonl", path)


def test_xml_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.qdpx"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb += '<Project xmlns="urn:QDA-XML:project:1.0">&b;</Project>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", bomb)
    with pytest.raises(ExchangeError, match="document type declaration"):
        read("refi-qda", path)


def test_a_zip_that_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.qdpx"
    guid = "11111111-1111-4111-8111-111111111111"
    project = (
        f'<Project xmlns="urn:QDA-XML:project:1.0"><Sources>'
        f'<TextSource guid="{guid}" plainTextPath="internal://a.txt">'
        f'<PlainTextSelection guid="{guid}" startPosition="0" endPosition="3"/>'
        "</TextSource></Sources></Project>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", project)
        with archive.open("sources/a.txt", "w") as file:
            for _ in range(70):
                file.write(b"\0" * (1 << 20))
    with pytest.raises(ExchangeError, match="more than 64 MB"):
        read("refi-qda", path)


def test_a_folder_leads_to_no_file_outside_of_it(tmp_path: Path) -> None:
    folder = exported("conll", tmp_path)
    (tmp_path / "secret.conll").write_text("password\n", encoding="utf-8")
    manifest = folder / "claimreader.jsonl"
    manifest.write_text(json.dumps({"file": "../secret.conll"}) + "\n", encoding="utf-8")
    plan, message = attempt("conll", folder)
    assert "password" not in message
    assert plan is None or plan.new


def test_offsets_of_five_thousand_digits_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ann"
    path.write_text(f"T1\tclaim {'9' * 5000} {'9' * 5000}\tx\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="line 1 has no type and offsets"):
        read("brat", path)


@pytest.mark.parametrize(
    ("label", "place"), [([0, 3, "claim"], "line 3, 0-3"), ([9, 3, "claim"], "line 3, 9-3")]
)
def test_more_than_one_step_can_be_is_refused_without_reading_on(
    label: list[object], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 1 GB costs the memory of 200,000 annotations, be they good or bad."""
    monkeypatch.setattr("annotations.exchange.import_plan.MOST", 2)
    path = tmp_path / "d.jsonl"
    path.write_text(task(label=[label]) * 2, encoding="utf-8")
    plan = read("doccano", path)
    assert len(plan.new) + len(plan.faults) == 2
    path.write_text(task(label=[label]) * 3 + "not read", encoding="utf-8")
    with pytest.raises(ExchangeError, match=f"{place}: more than 2 at once; split the file before it"):
        read("doccano", path)
