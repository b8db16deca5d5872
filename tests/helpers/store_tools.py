"""Annotations to save, and the contents of a store or a file, to compare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB

from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp, to_document
from annotations.model.side_records import (
    CORRECTIONS,
    DONE,
    FEEDS,
    FIXED,
    LATER,
    LINES,
    PEOPLE,
    SIDE_TABLES,
    TRUST,
    ArticleCorrection,
    Done,
    Feed,
    FixedLines,
    Flag,
    Identity,
    LineWord,
    SideRecord,
    Verdict,
    change_to,
    correction_uuid,
    document_of,
    done_uuid,
    fixed_uuid,
    line_word_uuid,
)
from annotations.store.base import Change, Store
from annotations.store.tinydb_store import TinyDBStore, open_store

TEXT = "وقال المتحدث إن القوات تقدمت في المدينة 🚨 وسيطرت على ٣ أحياء. " * 4
ME = "analyst-1"


def make(
    number: int = 0, *, article: str = "art-1", note: str = "", tags: tuple[str, ...] = ("claim",)
) -> Annotation:
    """Make an annotation that isn't saved yet."""
    start = number % 50
    now = timestamp()
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef(article, "0" * 64),
        target=target_for(TEXT, start, start + 12, number),
        tags=tags,
        note=note,
        annotator=ME,
        created=now,
        updated=now,
    )


def make_beside(table: str, number: int = 0, text: str = "x") -> SideRecord:
    """Make a record of another table that isn't saved yet; `text` is something that it says."""
    now, name = timestamp(), f"art-{number}"
    common: dict[str, Any] = {"uuid": new_uuid(), "annotator": ME, "created": now}
    if table == LATER.name:
        target = target_for(TEXT, number % 50, number % 50 + 1 + len(text), number)
        return Flag(**common, article=ArticleRef(name, "0" * 64), target=target, updated=now)
    if table == PEOPLE.name:
        return Identity(**common, names=("المتحدث", f"{text}."), updated=now)
    if table == TRUST.name:
        return Verdict(**common, rule="verb-then-subject", kind=f"{text}.", taken=True, pair=("a", "b"))
    if table == FIXED.name:
        name = (
            f"bare-{number}"  # nobody annotates it: the undo of its last annotation would release the lines
        )
    article = ArticleRef(name, "0" * 64)
    if table == LINES.name:
        line = f"{number:016x}"
        common["uuid"] = line_word_uuid(line, article_id=name)
        return LineWord(**common, line=line, quote=f"{text}.", kind="furniture", article=article, updated=now)
    if table == FIXED.name:
        common["uuid"] = fixed_uuid(name)
        lines = tuple(sorted({f"{number:016x}", text.encode().hex()[:16].rjust(16, "0")}))
        return FixedLines(**common, article=article, lines=lines, updated=now)
    if table == DONE.name:
        article = ArticleRef(name, f"{number:064x}")
        common["uuid"] = done_uuid(ME, article.sha256)
        return Done(**common, article=article, updated=f"{now[:-1]}{len(text) % 10}Z")
    if table == FEEDS.name:
        return Feed(**common, team=f"{text}.", base=number, updated=now)
    assert table == CORRECTIONS.name
    common["uuid"] = correction_uuid(name)
    return ArticleCorrection(**common, article=article, title=f"{text}.", tags=("war",), updated=now)


def put_beside(store: Store, table: str, record: SideRecord, by: str = ME) -> SideRecord:
    """Save a record of another table, new or changed; return it as it is now."""
    current = store.find(table, record.uuid)
    store.apply([change_to(table, record.uuid, current.rev if current else 0, record)], by=by)
    saved = store.find(table, record.uuid)
    assert isinstance(saved, SideRecord)
    return saved


def drop_beside(store: Store, table: str, record: SideRecord, by: str = ME) -> None:
    """Delete a record of another table."""
    current = store.find(table, record.uuid)
    store.apply([change_to(table, record.uuid, current.rev if current else 0, None)], by=by)


def numbered(annotation: Annotation, number: int | None) -> Annotation:
    """Return an annotation that says another number of its sentence."""
    target = msgspec.structs.replace(annotation.target, sentence=number)
    return msgspec.structs.replace(annotation, target=target)


def opened(path: Path) -> TinyDBStore:
    """Open as the ordinary annotator, with no checkpoint but those that the test calls for."""
    store = open_store(path, annotator=ME)
    store.pause_checkpoints()
    return store


def put(store: Store, annotation: Annotation, by: str = ME) -> Annotation:
    """Save an annotation, new or changed."""
    current = store.get(annotation.uuid)
    (stored,) = store.apply([Change(annotation.uuid, current.rev if current else 0, annotation)], by=by)
    return stored


def note(store: Store, annotation: Annotation, text: str, by: str = ME) -> Annotation:
    """Save an annotation with another note."""
    return put(store, msgspec.structs.replace(annotation, note=text), by)


def drop(store: Store, annotation: Annotation, by: str = ME) -> None:
    """Delete an annotation."""
    current = store.get(annotation.uuid)
    store.apply([Change(annotation.uuid, current.rev if current else 0, None)], by=by)


def content(store: Store) -> dict[str, dict[str, Any]]:
    """Return all that a store holds, by uuid."""
    return {annotation.uuid: to_document(annotation) for annotation in store.list()}


def beside_content(store: Store) -> dict[str, dict[str, Any]]:
    """Return all that a store holds beside annotations, by uuid, each with the name of its table."""
    return {
        record.uuid: {"table": table.name} | document_of(record)
        for table in SIDE_TABLES.values()
        for record in store.records(table)
    }


def everything(store: Store) -> dict[str, dict[str, Any]]:
    """Return all that a store holds, by uuid."""
    return content(store) | beside_content(store)


def plain_beside(path: Path) -> dict[str, dict[str, Any]]:
    """Return what TinyDB by itself finds in the file beside annotations."""
    with TinyDB(path, access_mode="r") as database:
        return {
            document["uuid"]: {"table": name} | dict(document)
            for name in SIDE_TABLES
            for document in database.table(name).all()
        }


def reopened(path: Path) -> dict[str, dict[str, Any]]:
    """Return what the next opening finds."""
    with opened(path) as store:
        return content(store)


def plain(path: Path, encoding: str | None = None) -> dict[str, dict[str, Any]]:
    """Return what TinyDB by itself finds in the file."""
    with TinyDB(path, access_mode="r", encoding=encoding) as database:
        return {document["uuid"]: dict(document) for document in database.all()}


def changes(data: bytes) -> list[bytes]:
    """Return the lines of a journal that are changes: between them stand marks."""
    return [line for line in data.splitlines(keepends=True) if line.startswith(b'{"seq":')]


def beside(path: Path, ending: str) -> Path:
    """Name a file beside the annotations file."""
    return path.with_name(path.name + ending)
