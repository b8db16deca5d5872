"""Whatever stands in a file that is imported, annotations come of it or one line: never a traceback.

Real exports are taken, and at every single place of them something of a wrong type or size is put; then bytes
are changed, cut, doubled and recoded where Hypothesis says.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from exchange_samples import ARTICLES, THIRD, StoredAnnotations, sample
from foreign_samples import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.exchange import ExchangeError, registry
from annotations.exchange.articles import Articles
from annotations.exchange.formats.refi_qda_reader import read_annotations
from annotations.exchange.import_plan import ImportPlan
from annotations.model.article import Article
from annotations.model.records import to_document
from annotations.model.scheme import DEFAULT

TWO_WAY = [name for name, form in registry.FORMATS.items() if form.imports]
LINES = ["jsonl", "doccano", "doccano-classification", "prodigy"]
ARRAYS = ["label-studio", "webannotation"]

WRONG: list[Any] = [
    *(None, True, -1, 1.5, 10**30, "", "\ud800", "a\0b"),
    *([], [1], [None], [{}], {}, {"start": True, "end": None, "quote": 3}),
    *("@NaN@", "@1e999@"),
]
"""In @ signs: what no JSON writer writes, raw."""


def read(name: str, path: Path) -> ImportPlan | None:
    """Read a file as an import does, to the last use of it; None if one line says why not."""
    message = ""
    try:
        plan = registry.read(name, path, ARTICLES, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]
    except ExchangeError as error:
        message = str(error)
    if message:
        assert "\n" not in message
        return None
    list(plan.lines())
    for change in plan.changes(theirs=True):
        assert change.annotation is not None
        msgspec.json.encode(to_document(change.annotation))
    msgspec.json.encode(plan.articles)
    return plan


@cache
def exported(name: str) -> dict[str, bytes]:
    """Return the files of a real export: by their names in the folder, the zip, or under "" if it is one."""
    form = registry.FORMATS[name]
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"x{form.suffix}"
        few = [annotation for annotation in sample() if annotation.article.id != THIRD.id][:2]
        registry.export(name, few, ARTICLES, DEFAULT, target)
        if form.folder:
            return {path.name: path.read_bytes() for path in target.iterdir()}
        if zipfile.is_zipfile(target):
            with zipfile.ZipFile(target) as archive:
                return {entry: archive.read(entry) for entry in archive.namelist()}
        return {"": target.read_bytes()}


def write(name: str, files: dict[str, bytes], folder: Path) -> Path:
    target = folder / f"x{registry.FORMATS[name].suffix}"
    if registry.FORMATS[name].folder:
        target.mkdir(exist_ok=True)
        for file, data in files.items():
            (target / file).write_bytes(data)
    elif "" in files:
        target.write_bytes(files[""])
    else:
        with zipfile.ZipFile(target, "w") as archive:
            for file, data in files.items():
                archive.writestr(file, data)
    return target


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        if key != "tokens":  # Prodigy's, which nobody reads back
            yield from places(item, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    items = dict(value) if isinstance(value, dict) else dict(enumerate(value))
    items[path[0]] = put(items[path[0]], path[1:], new)
    return items if isinstance(value, dict) else list(items.values())


def as_json(value: Any) -> bytes:
    return json.dumps(value).replace('"@NaN@"', "NaN").replace('"@1e999@"', "1e999").encode()


@pytest.mark.parametrize("name", [*LINES, *ARRAYS])
def test_a_wrong_value_at_any_place_of_the_json(name: str, tmp_path: Path) -> None:
    data = exported(name)[""]
    whole = json.loads(data.splitlines()[0] if name in LINES else data)
    item = whole if name in LINES else whole[0]

    def reading(data: bytes) -> ImportPlan | None:
        return read(name, write(name, {"": data if name in LINES else b"[" + data + b"]"}, tmp_path))

    assert reading(as_json(item))
    for place in places(item):
        for wrong in WRONG:
            reading(as_json(put(item, place, wrong)))
        deep = as_json(put(item, place, "@")).replace(b'"@"', b"[" * 3000 + b"]" * 3000)
        reading(deep)


def test_a_wrong_value_in_any_cell_of_a_table(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(exported("csv")[""].decode("utf-8-sig"))))
    cells = [as_json(wrong).decode() for wrong in WRONG] + ["[", "'", "²", "9" * 5000, '{"attributes":[1]}']
    cells += ['{"attributes":1}', '{"extra":[1]}', '{"extra":null}', '[{"type":1,"to":[]}]', "[true]"]
    for column in range(len(rows[0])):
        for cell in cells:
            for row in (0, 1):
                changed = [list(row) for row in rows[:2]]
                changed[row][column] = cell
                text = io.StringIO(newline="")
                csv.writer(text).writerows(changed)
                read("csv", write("csv", {"": text.getvalue().encode()}, tmp_path))


def test_tags_of_a_table_that_are_no_texts_cost_that_row_only(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(exported("csv")[""].decode("utf-8-sig"))))
    rows[1][rows[0].index("tags")] = "[1]"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    plan = read("csv", write("csv", {"": text.getvalue().encode()}, tmp_path))
    assert plan is not None
    assert [str(fault) for fault in plan.faults] == ['row 2: "tags" is no list of texts']
    assert len(plan.new) == len(rows) - 2


def test_relations_of_doccano_that_are_no_list_are_said(tmp_path: Path) -> None:
    task = json.loads(exported("doccano")[""].splitlines()[0])
    plan = read("doccano", write("doccano", {"": as_json(task | {"relations": True})}, tmp_path))
    assert plan is not None
    assert [str(fault) for fault in plan.faults] == ['line 1: "relations" is no list; left out']
    assert plan.new


@pytest.mark.parametrize("name", ["brat", "conll"])
@pytest.mark.parametrize(
    "data", [b"\xff\xfe{", '{"claimreader":"brat","x":"ن"}'.encode("cp1256"), b"[" * 99999]
)
def test_a_manifest_in_another_encoding_is_no_traceback(name: str, data: bytes, tmp_path: Path) -> None:
    files = exported(name)
    lines = files["claimreader.jsonl"].splitlines(keepends=True)
    for changed in (data, lines[0] + data, b"".join(lines) + data):
        read(name, write(name, files | {"claimreader.jsonl": changed}, tmp_path))


@pytest.mark.parametrize("name", TWO_WAY)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1256", "utf-7", "utf-8-sig"])
def test_another_encoding_is_one_line_or_read(name: str, encoding: str, tmp_path: Path) -> None:
    files = {
        file: data.decode("utf-8-sig").encode(encoding, "replace") for file, data in exported(name).items()
    }
    read(name, write(name, files, tmp_path))


_PIECES = st.sampled_from(
    [
        *(
            b"\xff",
            b"\0",
            b"\n",
            b"\t",
            b" ",
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b":",
            b",",
            b";",
            b"NaN",
            b"null",
        ),
        *(b"true", b"-1", b"9" * 30, b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\xe2\x80\xa8"),
        *(b"E1\tX:T1 a:T2\n", b"*\tx T1 T2\n", b"R9\tx Arg1:T1\n", b"B-", b"I-", b"-DOCSTART-", "٣".encode()),
        *(b"<", b">", b"&", b"&#0;", b"<Code/>", b"<!DOCTYPE a>", b"<Coding/>", b"guid", b"9" * 5000),
    ]
)
_CHANGES = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.integers(0, 200), _PIECES | st.binary(max_size=3)),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", TWO_WAY)
@given(changes=_CHANGES, which=st.integers(0, 99), cut=st.booleans())
def test_bytes_changed_anywhere(
    name: str, changes: list[tuple[int, int, bytes]], which: int, cut: bool
) -> None:
    files = dict(exported(name))
    file = sorted(files)[which % len(files)]
    data = bytearray(files[file])
    for place, length, piece in changes:
        at = place % (len(data) + 1)
        data[at : at + length] = piece
    if cut:
        del data[changes[0][0] % (len(data) + 1) :]
    with TemporaryDirectory() as folder:
        read(name, write(name, files | {file: bytes(data)}, Path(folder)))


def _changed(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    made = bytearray(data)
    for place, length, piece in changes:
        at = place % (len(made) + 1)
        made[at : at + length] = piece
    return bytes(made)


@pytest.mark.parametrize("name", SAMPLES)
@given(changes=_CHANGES)
@settings(max_examples=40)
def test_bytes_changed_anywhere_in_files_of_other_tools(
    name: str, changes: list[tuple[int, int, bytes]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(_changed(SAMPLES[name][1](), changes))
        read(SAMPLES[name][0], path)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith((".json", ".jsonl"))])
def test_a_wrong_value_at_any_place_of_the_json_of_other_tools(name: str, tmp_path: Path) -> None:
    data = SAMPLES[name][1]()
    whole = json.loads(data.splitlines()[0] if name.endswith("l") else data)
    item = whole[-1] if isinstance(whole, list) else whole
    path = tmp_path / name
    for place in places(item):
        for wrong in WRONG:
            path.write_bytes(b"[" + as_json(put(item, place, wrong)) + b"]")
            read(SAMPLES[name][0], path)


@pytest.mark.parametrize("name", ["anndoc.zip"])
def test_a_wrong_value_in_a_document_of_a_zip(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES[name][1]())) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    for file in [entry for entry in files if entry.endswith(".json")]:
        item = json.loads(files[file])
        for place in places(item):
            for wrong in WRONG:
                with zipfile.ZipFile(tmp_path / name, "w") as archive:
                    for entry, data in files.items():
                        archive.writestr(entry, as_json(put(item, place, wrong)) if entry == file else data)
                read("tagtog", tmp_path / name)


@given(changes=_CHANGES)
def test_bytes_changed_anywhere_in_a_zip(changes: list[tuple[int, int, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        path = write("refi-qda", exported("refi-qda"), Path(folder))
        packed = Path(folder) / "packed.qdpx"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(path) as plain:
            for entry in plain.namelist():
                archive.writestr(entry, plain.read(entry))
        data = bytearray(packed.read_bytes())
        for place, length, piece in changes:
            at = place % (len(data) + 1)
            data[at : at + length % 8] = piece
        packed.write_bytes(data)
        read("refi-qda", packed)


# ---------------------------------------------------------------- what a project of any size costs


def calls(work: Callable[[], Any]) -> int:
    """Return how many functions a piece of work calls: its cost, whatever the machine and its load."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def project(body: str, texts: dict[str, str], folder: Path) -> Path:
    path = folder / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        whole = f'<Project xmlns="urn:QDA-XML:project:1.0" origin="x">{body}</Project>'
        archive.writestr("project.qde", whole)
        for name, text in texts.items():
            archive.writestr(f"sources/{name}.txt", text)
    return path


def of_sources(count: int, folder: Path) -> Path:
    selection = '<PlainTextSelection guid="{0}" name="x" startPosition="0" endPosition="1"/>'
    source = '<TextSource guid="{0}" plainTextPath="internal://{0}.txt">' + selection + "</TextSource>"
    body = "".join(source.format(number) for number in range(count))
    return project(f"<Sources>{body}</Sources>", {str(number): "x" for number in range(count)}, folder)


def of_codes(count: int, folder: Path) -> Path:
    nested = '<Code guid="1" name="x">' * 90 + "</Code>" * 90
    return project(f"<CodeBook><Codes>{nested * (count // 10)}</Codes></CodeBook>", {}, folder)


def of_depth(count: int, folder: Path) -> Path:
    return project("<Sets>" * count + "</Sets>" * count, {}, folder)


def of_unknown(count: int, folder: Path) -> Path:
    return project("<Sets>" + "<Set><Member/></Set>" * count + "</Sets>", {}, folder)


@pytest.mark.parametrize("shape", [of_sources, of_codes, of_depth, of_unknown])
def test_reading_a_refi_project_of_twice_the_size_costs_twice_as_much(
    shape: Callable[[int, Path], Path], tmp_path: Path
) -> None:
    def cost(count: int) -> int:
        path = shape(count, tmp_path)
        return calls(lambda: list(read_annotations(path)))

    cost(10)  # what is imported and compiled once
    assert cost(800) < 2.2 * cost(400)


def test_elements_inside_each_other_end_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="more than 1000 elements inside each other"):
        registry.read("refi-qda", of_depth(200_000, tmp_path), ARTICLES, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]


def test_writing_a_refi_project_of_twice_the_size_costs_twice_as_much(tmp_path: Path) -> None:
    def written(count: int) -> int:
        one = sample()[0]
        articles = [Article(f"{number:05}", THIRD.text) for number in range(count)]
        several = [
            msgspec.structs.replace(
                one, uuid=f"u{number}", article=msgspec.structs.replace(one.article, id=each.id)
            )
            for number, each in enumerate(articles)
        ]
        for article in articles:
            article.sentences  # noqa: B018 - the text's own cost, once
        known = Articles.of(articles)
        target = tmp_path / f"{count}.qdpx"
        return calls(lambda: registry.export("refi-qda", several, known, DEFAULT, target))

    written(1)  # what is imported and compiled once
    assert written(400) < 2.2 * written(200)
