"""Writes brat standoff: `.txt` and `.ann` per article, and the `annotation.conf` that shows them.

Offsets are code points. brat draws no span over a line end ("does not match marked spans", brat #1162), so
such a span goes out in fragments, one a line. A type is one word and has one label, so an annotation with
three tags is three text-bound lines. What brat has no line for stands in a note of type `claimreader` that
brat shows and keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from annotations.corpus.own_files import MANIFEST
from annotations.exchange.ascii_names import to_word
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.files import Names, manifest_line
from annotations.exchange.formats import brat_reader
from annotations.exchange.formats.brat_reader import LINE, NO_TAG, flat
from annotations.exchange.round_trip_payload import KEY, pack
from annotations.exchange.streams import encoded
from annotations.model.records import Annotation
from annotations.model.scheme import Scheme

read_annotations = brat_reader.read_annotations

BLANK = "it covers white space only, which brat can't mark"


def save(job: ExportJob, folder: Path) -> None:
    """Write the folder."""
    names = Names()
    with (folder / MANIFEST).open("wb") as manifest:
        manifest.write(manifest_line(claimreader="brat"))
        manifest.write(manifest_line(file="annotation.conf"))
        for document in job.documents():
            name = names.name(document.article.id)
            (folder / f"{name}.txt").write_bytes(document.article.text.encode())
            (folder / f"{name}.ann").write_bytes("".join(_lines(job, document)).encode())
            ids = {"article": document.article.id, "sha256": document.article.sha256}
            for suffix in ("txt", "ann"):
                manifest.write(manifest_line(file=f"{name}.{suffix}", **ids))
    (folder / "annotation.conf").write_text(_config(job), encoding="utf-8")


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a span as one range per line, without lines that are blank."""
    return [
        (start + match.start(), start + match.end())
        for match in LINE.finditer(text[start:end])
        if not match[0].isspace()
    ]


class _Marked(NamedTuple):
    """An annotation as text-bound lines."""

    annotation: Annotation
    ranges: list[tuple[int, int]]
    """Of the text, one a line."""
    ids: list[str]
    """Of the lines, one for each tag; the first stands for the annotation."""


def _lines(job: ExportJob, document: AnnotatedArticle) -> Iterator[str]:
    text = document.article.text
    marked = _marked(job, document)
    for mark in marked:  # all spans first: some readers resolve what a line refers to as they meet it
        yield from _span_lines(job, text, mark)
    heads = {mark.annotation.uuid: mark.ids[0] for mark in marked}
    choices = _choices(job.scheme)
    attributes, relations, notes = count(1), count(1), count(1)
    for mark in marked:
        annotation, head = mark.annotation, mark.ids[0]
        chosen = {key: value for key, value in annotation.attributes.items() if value in choices.get(key, ())}
        for key, value in chosen.items():
            yield f"A{next(attributes)}\t{to_word(key)} {head} {to_word(value)}\n"
        for link in annotation.links:
            if link.to in heads:
                job.met_links.add(link.type)
                yield f"R{next(relations)}\t{to_word(link.type)} Arg1:{head} Arg2:{heads[link.to]}\n"
        note = flat(annotation.note)
        if note:
            yield f"#{next(notes)}\tAnnotatorNotes {head}\t{note}\n"
        payload = pack(annotation, attributes=chosen, links=heads, note=note == annotation.note)
        yield f"#{next(notes)}\t{KEY} {head}\t{encoded(payload | _rest(mark)).decode()}"


def _marked(job: ExportJob, document: AnnotatedArticle) -> list[_Marked]:
    """Return the annotations that can be drawn, with the ids of their lines; the others are left out."""
    marked: list[_Marked] = []
    numbers = count(1)
    for annotation in document.annotations:
        ranges = fragments(document.article.text, annotation.target.start, annotation.target.end)
        if ranges:
            ids = [f"T{next(numbers)}" for _ in annotation.tags or (NO_TAG,)]
            marked.append(_Marked(annotation, ranges, ids))
        else:
            job.leave_out(annotation, BLANK)
    return marked


def _span_lines(job: ExportJob, text: str, mark: _Marked) -> Iterator[str]:
    target, tags = mark.annotation.target, mark.annotation.tags
    job.agree(text[target.start : target.end], mark.annotation)
    job.met_tags.update(tags)
    shown = " ".join(text[start:end] for start, end in mark.ranges)
    places = ";".join(f"{start} {end}" for start, end in mark.ranges)
    for identity, tag in zip(mark.ids, tags or (NO_TAG,), strict=True):
        yield f"{identity}\t{to_word(tag)} {places}\t{shown}\n"


def _rest(mark: _Marked) -> dict[str, Any]:
    """Return what the lines don't say: which are one annotation, and that its span has blanks at its ends."""
    rest: dict[str, Any] = {}
    if len(mark.ids) > 1:
        rest["parts"] = mark.ids
    target = mark.annotation.target
    if (mark.ranges[0][0], mark.ranges[-1][1]) != (target.start, target.end):
        rest["span"] = [target.start, target.end]
    return rest


def _choices(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    return {attribute.id: attribute.values for attribute in scheme.attributes if attribute.kind == "choice"}


def _config(job: ExportJob) -> str:
    """Return `annotation.conf`: every type that the files use, and the whole scheme."""
    known = [tag.id for tag in job.scheme.tags]
    entities = [*known, *sorted(job.met_tags - set(known)), NO_TAG]
    links = sorted(job.met_links | {"contradicts"})
    attributes = [
        f"{to_word(name)}\tArg:<ENTITY>, Value:{'|'.join(map(to_word, values))}"
        for name, values in _choices(job.scheme).items()
    ]
    sections = {
        "entities": [to_word(tag) for tag in entities],
        "relations": [
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            *(f"{to_word(kind)}\tArg1:<ENTITY>, Arg2:<ENTITY>" for kind in links),
        ],
        "events": [],
        "attributes": attributes,
    }
    return "\n".join(
        f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()
    )
