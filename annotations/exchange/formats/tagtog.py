"""Reads tagtog's anndoc: a project as it exports it (a zip, or unpacked), or one `.ann.json`.

A document is two files: its text as `plain.html`, in parts with ids, and `ann.json`, whose offsets count in
a part. The parts one after the other are the text by which the article is found. Names of classes stand in
`annotations-legend.json`; without it they are `e_1` and so on, which is said. tagtog is written in a language
of UTF-16 strings, so the words that each entity repeats decide the unit.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from annotations.corpus.file_content import LIMIT
from annotations.exchange import ExchangeError
from annotations.exchange.formats.markup_text import texts_by_id
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.offsets import fitting
from annotations.exchange.streams import binary, decoded, is_offset
from annotations.model.records import Link

_ANN, _PLAIN, _LEGEND = ".ann.json", ".plain.html", "annotations-legend.json"
_MOST_FILES = 200_000
_RELATED = re.compile(r"(?P<part>[^|]+)\|(?P<kind>[^|]+)\|(?P<start>\d{1,12}),\d{1,12}")

_DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)

_Take = Callable[[str], bytes]
"""Returns the bytes of a file by its name."""


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield entities and document labels.

    Raises:
        ExchangeError: it is another file, or is damaged.
    """
    if path.is_dir():
        names = sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())
        yield from _documents(names, lambda name: _bytes_of(path / name))
        return
    with binary(path) as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    if not is_zip:
        if not path.name.endswith(_ANN) and not path.name.endswith(".json"):
            raise ExchangeError("no .ann.json")
        names = sorted(each.name for each in path.parent.iterdir() if each.is_file())
        wanted = {path.name, _LEGEND} | {name for name in names if name.endswith(_PLAIN)}
        listed = [name for name in names if name in wanted]
        yield from _documents(listed, lambda name: _bytes_of(path.parent / name), only=path.name)
        return
    try:
        with binary(path) as file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if len(infos) > _MOST_FILES:
                raise ExchangeError(f"the zip has more than {_MOST_FILES:,} files")
            by_name = {info.filename: info for info in infos}

            def take(name: str) -> bytes:
                with archive.open(by_name[name]) as member:
                    return _limited(member.read(LIMIT + 1), name)

            yield from _documents(sorted(by_name), take)
    except _DAMAGED as error:
        raise ExchangeError(f"the zip is damaged or encrypted: {error}") from None


def _bytes_of(path: Path) -> bytes:
    with binary(path) as file:
        return _limited(file.read(LIMIT + 1), path.name)


def _limited(data: bytes, name: str) -> bytes:
    if len(data) > LIMIT:
        raise ExchangeError(f"{name} has more than {LIMIT >> 20} MB")
    return data


def _documents(names: list[str], take: _Take, *, only: str = "") -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what all documents of a list of files say, or only that one."""
    annotated = [only] if only else [name for name in names if name.endswith(_ANN)]
    if not annotated:
        raise ExchangeError("no .ann.json in it")
    plain = {PurePosixPath(name).name.removesuffix(_PLAIN): name for name in names if name.endswith(_PLAIN)}
    legend_name = next((name for name in names if PurePosixPath(name).name == _LEGEND), None)
    legend = decoded(take(legend_name), _LEGEND) if legend_name is not None else {}
    left_out: Counter[str] = Counter()
    unnamed: set[str] = set()
    for name in annotated:
        item = decoded(take(name), name)
        if not ({"annotatable", "anncomplete"} & item.keys() and isinstance(item.get("entities"), list)):
            raise ExchangeError(f'{name} has no "annotatable" and "entities", as documents of tagtog do')
        stem = PurePosixPath(name).name.removesuffix(_ANN).removesuffix(".json")
        page = plain.get(stem)
        if page is None:
            yield ImportNote(name, f"its text, {stem}{_PLAIN}, is not beside it")
            continue
        texts, origin = texts_by_id(take(page).decode("utf-8-sig", "replace"))
        yield from _Document(name, texts, origin, legend, left_out, unnamed).annotations(item)
    for what, count in sorted(left_out.items()):
        yield ImportNote(f"{count} of them", f"{what}; left out", harmless=True)
    if unnamed:
        many = ", ".join(sorted(unnamed)[:5])
        yield ImportNote(_LEGEND, f"doesn't name {many}; their tags are these ids", harmless=True)


class _Document:
    """One document: the text of its parts, and where each begins in the whole."""

    def __init__(
        self,
        name: str,
        texts: Mapping[str, str],
        origin: str,
        legend: Mapping[str, Any],
        left_out: Counter[str],
        unnamed: set[str],
    ) -> None:
        self._name = name
        self._texts = texts
        self._legend = legend
        self._left_out = left_out
        self._unnamed = unnamed
        self._starts: dict[str, int] = {}
        whole = ""
        for part, text in texts.items():
            whole += "\n" if whole and not whole.endswith("\n") else ""
            self._starts[part] = len(whole)
            whole += text
        self._whole = whole
        self._common: dict[str, Any] = {"text": whole, "article": origin or None}

    def annotations(self, item: Mapping[str, Any]) -> Iterator[IncomingAnnotation | ImportNote]:
        """Yield its document labels and its entities."""
        yield from self._labels(item.get("metas"))
        links = self._links(item.get("relations"))
        for entity in item["entities"]:
            yield from self._entity(entity, links)

    def _entity(
        self, entity: Any, links: Mapping[str, list[Link]]
    ) -> Iterator[IncomingAnnotation | ImportNote]:
        offsets = entity.get("offsets") if isinstance(entity, dict) else None
        places = [part for part in offsets if isinstance(part, dict)] if isinstance(offsets, list) else []
        part, kind = (entity.get("part"), entity.get("classId")) if places else (None, None)
        good = all(is_offset(each.get("start")) and isinstance(each.get("text"), str) for each in places)
        if not (places and good and isinstance(kind, str) and str(part) in self._starts):
            yield ImportNote(self._name, f"{str(entity)[:60]} is no entity of a part of the text")
            return
        by, accepted = _signed(entity.get("confidence"))
        if not accepted:
            self._left_out["only a model has marked it"] += 1
            return
        text, shift = self._texts[str(part)], self._starts[str(part)]
        spans = [
            fitting(text, each["start"], each["start"] + len(each["text"]), each["text"]) for each in places
        ]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        key = f"{self._name}: {part}|{kind}|{places[0]['start']}"
        fields = entity.get("fields")
        yield IncomingAnnotation(
            place=f"{self._name}, {part} {start}-{end}",
            key=key,
            start=shift + start,
            end=shift + end,
            quote=places[0]["text"] if len(places) == 1 else None,
            tags=(self._named(kind),),
            attributes={
                self._named(name): value["value"]
                for name, value in (fields.items() if isinstance(fields, dict) else ())
                if isinstance(value, dict) and isinstance(value.get("value"), str)
            },
            local_links=tuple(links.get(key, ())),
            annotator=by,
            remark="" if len(places) == 1 else "a span of several parts comes in as one, from first to last",
            **self._common,
        )

    def _labels(self, metas: Any) -> Iterator[IncomingAnnotation]:
        """Yield one annotation of the whole text for each person's document labels."""
        said: dict[str | None, tuple[list[str], dict[str, Any]]] = {}
        for identity, meta in metas.items() if isinstance(metas, dict) else ():
            value = meta.get("value") if isinstance(meta, dict) else None
            by, accepted = _signed(meta.get("confidence") if isinstance(meta, dict) else None)
            if not accepted:
                self._left_out["only a model has marked it"] += 1
                continue
            tags, attributes = said.setdefault(by, ([], {}))
            if value is True:
                tags.append(self._named(identity))
            elif isinstance(value, str | int | float) and value is not False:
                attributes[self._named(identity)] = value
        for by, (tags, attributes) in said.items():
            if self._whole and (tags or attributes):
                yield IncomingAnnotation(
                    place=f"{self._name}, document",
                    start=0,
                    end=len(self._whole),
                    tags=tuple(tags),
                    attributes=attributes,
                    annotator=by,
                    **self._common,
                )

    def _links(self, relations: Any) -> dict[str, list[Link]]:
        """Return the links by the key of the entity that they start from."""
        links: dict[str, list[Link]] = {}
        for relation in relations if isinstance(relations, list) else []:
            ends = relation.get("entities") if isinstance(relation, dict) else None
            ends_named = [_RELATED.fullmatch(str(end)) for end in ends] if isinstance(ends, list) else []
            keys = [f"{self._name}: {at['part']}|{at['kind']}|{at['start']}" for at in ends_named if at]
            if len(keys) == 2:
                links.setdefault(keys[0], []).append(Link(self._named(str(relation.get("classId"))), keys[1]))
        return links

    def _named(self, identity: str) -> str:
        name = self._legend.get(identity)
        if isinstance(name, str) and name:
            return name
        self._unnamed.add(identity)
        return identity


def _signed(confidence: Any) -> tuple[str | None, bool]:
    """Return who has made an annotation, and whether it was a person."""
    if not isinstance(confidence, dict):
        return None, True
    who = confidence.get("who")
    names = [name for name in who if isinstance(name, str)] if isinstance(who, list) else []
    people = [name.removeprefix("user:") for name in names if not name.startswith("ml:")]
    return next(iter(people), None), bool(people) or not names
