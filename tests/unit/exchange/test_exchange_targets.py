"""Where an export goes: whole or not at all, nothing of others replaced, and filters that are the same for
all.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from exchange_samples import ALL, ARTICLES, FIRST, sample

from annotations.exchange import ExchangeError, registry
from annotations.exchange.articles import Articles
from annotations.exchange.files import safe_name
from annotations.exchange.filters import Filter, chosen
from annotations.exchange.losses import ExportReport
from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.store.base import Change, NotSavedError
from annotations.store.tinydb_store import open_store

HERE = [name for name, form in registry.FORMATS.items() if form.library != "spacy"]


def export(
    name: str, target: Path, annotations: Iterable[Annotation] | None = None, **more: Any
) -> ExportReport:
    return registry.export(
        name, sample() if annotations is None else annotations, ARTICLES, DEFAULT, target, **more
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("name", HERE)
def test_an_export_is_the_same_twice_and_leaves_no_other_file(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"x{registry.FORMATS[name].suffix}"
    export(name, target)
    before = tree(tmp_path)
    with pytest.raises(ExchangeError, match="--force"):
        export(name, target)
    export(name, target, force=True)
    if name != "xlsx":  # which holds the time of its making
        assert tree(tmp_path) == before
    assert not [path for path in before if path.startswith(".")]


@pytest.mark.parametrize("name", HERE)
def test_an_export_that_fails_leaves_the_older_one_as_it_was(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"x{registry.FORMATS[name].suffix}"
    export(name, target)
    before = tree(tmp_path)

    def until_full() -> Iterator[Annotation]:
        yield from sample()
        raise OSError(28, "No space left on device")

    with pytest.raises(NotSavedError, match="No space left"):
        export(name, target, until_full(), force=True)
    assert tree(tmp_path) == before


def as_nobody(work: Callable[[], None]) -> str:
    """Run `work` as another user, since root may write everywhere; returns what it raised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        message = ""
        try:
            os.setgid(65534)
            os.setuid(65534)
            work()
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
        os.write(writing, message.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        message = pipe.read().decode()
    os.waitpid(child, 0)
    return message


@pytest.mark.parametrize("name", ["jsonl", "brat", "refi-qda"])
def test_a_folder_that_cannot_be_written_is_one_line(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o755)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    target = folder / f"x{registry.FORMATS[name].suffix}"
    if os.getuid() == 0:
        message = as_nobody(lambda: export(name, target) and None)
    else:
        folder.chmod(0o555)
        with pytest.raises(NotSavedError) as caught:
            export(name, target)
        message = f"NotSavedError: {caught.value}"
    assert message == f"NotSavedError: {target}: Permission denied; nothing was written there"
    assert not tree(folder)


def test_a_folder_of_others_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(ExchangeError, match=r"thesis\.docx"):
        export("brat", tmp_path, force=True)
    assert (tmp_path / "thesis.docx").read_text() == "years of work"
    target = tmp_path / "mine"
    export("brat", target)
    (target / "own notes.txt").write_text("x")
    with pytest.raises(ExchangeError, match="own notes"):
        export("brat", target, force=True)


def test_a_device_is_never_replaced_and_a_link_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ExchangeError, match="device or pipe"):
        export("jsonl", pipe, force=True)
    assert pipe.is_fifo()
    (tmp_path / "real.jsonl").write_bytes(b"old")
    link = tmp_path / "link.jsonl"
    link.symlink_to("real.jsonl")
    export("jsonl", link, force=True)
    assert link.is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes() != b"old"


@pytest.mark.parametrize(
    "name", [name for name, form in registry.FORMATS.items() if form.needs_path and form.library != "spacy"]
)
def test_formats_of_several_files_need_a_path(name: str) -> None:
    with pytest.raises(ExchangeError, match="say where with -o"):
        registry.export(name, [], ARTICLES, DEFAULT, io.BytesIO())


@pytest.mark.parametrize("name", [name for name, form in registry.FORMATS.items() if not form.needs_path])
def test_standard_output_gets_what_a_file_gets(name: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    report = registry.export(name, sample(), ARTICLES, DEFAULT, stream)
    target = tmp_path / "x"
    export(name, target)
    assert stream.getvalue() == target.read_bytes()
    assert report.target == "-"


def test_ids_become_names_that_leave_no_folder_and_stay_apart() -> None:
    ids = [
        "a.txt",
        "A.txt",
        "a",
        "../../etc/passwd",
        "..",
        ".",
        "",
        "/abs",
        "CON\0",
        "ب 2",
        "x" * 500,
        "x" * 501,
        "a/b",
        "a%2Fb",
    ]
    names = [safe_name(name) for name in ids if name != "a"]
    assert len(set(map(str.lower, names))) == len(names)
    for name in names:
        assert name == Path(name).name
        assert not name.startswith(".")
        assert len(name.encode()) <= 120


def gone(annotations: list[Annotation], known: Articles, name: str) -> ExportReport:
    return registry.export(name, annotations, known, DEFAULT, io.BytesIO())


def test_where_the_article_is_gone_formats_without_text_go_on_and_others_name_it() -> None:
    nothing = Articles(lambda _: None, remembered={FIRST.id: {"title": "ما بقي"}})
    kept = gone(sample(), nothing, "jsonl")
    assert (kept.annotations, kept.unchecked, kept.losses) == (6, 6, ())
    lost = gone(sample(), nothing, "label-studio")
    assert lost.annotations == 0
    assert [(loss.what, loss.count) for loss in lost.losses] == [("annotation", 6)]
    assert (
        "6 annotations not representable in label-studio: the text of the article is not in the corpus"
        in lost.lines()
    )


def test_a_quote_that_is_not_at_its_place_is_named_and_never_written_with_wrong_offsets() -> None:
    changed = Articles.of([Article(FIRST.id, "جديد. " + FIRST.text), *ALL[1:]])
    kept = gone(sample(), changed, "jsonl")
    assert kept.annotations == 6
    assert len(kept.stale) == 4
    lost = gone(sample(), changed, "doccano")
    assert {loss.count for loss in lost.losses if loss.what == "annotation"} == {4}


def test_losses_are_exact_and_machine_readable(tmp_path: Path) -> None:
    report = export("doccano", tmp_path / "x.jsonl")
    losses = json.loads(report.json())
    links = next(loss for loss in losses["losses"] if loss["what"] == "links")
    assert links["count"] == 1
    assert links["annotations"] == ["0199a000-0000-7000-8000-000000000001"]
    assert (
        "1 link not representable in doccano: only links between spans of one article have a place"
        in report.lines()
    )


def test_annotations_that_are_not_grouped_are_refused() -> None:
    first, second, *_ = sample()
    with pytest.raises(ValueError, match="comes twice"):
        registry.export("jsonl", [first, second, first], ARTICLES, DEFAULT, io.BytesIO())


def test_the_input_is_a_stream() -> None:
    """Ten thousand articles of one annotation each: never more than a few articles at once."""
    alive: set[str] = set()
    most = 0

    class Watched(Article):
        def __init__(self, article_id: str) -> None:
            nonlocal most
            super().__init__(article_id, "نص 🚨 قصير.")
            alive.add(article_id)
            most = max(most, len(alive))

        def __del__(self) -> None:
            alive.discard(self.id)

    def annotations() -> Iterator[Annotation]:
        annotation = sample()[0]
        for number in range(2000):
            article = msgspec.structs.replace(annotation.article, id=f"{number:05}")
            span = msgspec.structs.replace(annotation.target, start=0, end=2, quote="نص")
            yield msgspec.structs.replace(annotation, uuid=f"u{number}", article=article, target=span)

    report = registry.export("label-studio", annotations(), Articles(Watched), DEFAULT, io.BytesIO())
    assert report.annotations == 2000
    assert most < 20


def test_filters_are_the_same_for_every_format(tmp_path: Path) -> None:
    store = open_store(tmp_path / "annotations.json", annotator="me")
    store.apply([Change(annotation.uuid, 0, annotation) for annotation in sample()], by="me", kind="import")

    def uuids(**what: Any) -> list[int]:
        return [int(annotation.uuid[-1]) for annotation in chosen(store, Filter(**what))]

    assert uuids() == [5, 1, 6, 2, 3, 4]
    assert uuids(tags=("event", "not_claim")) == [2, 3]
    assert uuids(articles=("folder",)) == []
    assert uuids(annotators=("=me", "محلل ٢")) == [6, 3]
    assert uuids(since=date(2026, 11, 25)) == [5, 6]
    assert uuids(tags=("claim",), annotators=("analyst-1",), articles=("a.txt",)) == [1, 2]
    untagged = msgspec.structs.replace(sample()[0], uuid="u7", tags=())
    store.apply([Change("u7", 0, untagged)], by="me")
    assert 7 in uuids()
    assert 7 not in uuids(decided=True)
    store.close()


def test_a_whole_export_fills_an_empty_database_and_comes_out_byte_for_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    export("jsonl", first)
    store = open_store(tmp_path / "annotations.json", annotator="importer")
    plan = registry.read("jsonl", first, ARTICLES, DEFAULT, store, "importer")
    store.apply(plan.changes(), by="importer", kind="import")
    store.close()
    store = open_store(tmp_path / "annotations.json", annotator="importer")
    registry.export("jsonl", chosen(store, Filter()), ARTICLES, DEFAULT, second)
    store.close()
    assert second.read_bytes() == first.read_bytes()
