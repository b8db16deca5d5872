"""brat standoff, written: `.txt` and `.ann` per article, and the `annotation.conf` that shows them.

Offsets are code points. brat draws no span over a line end ("does not match marked spans", brat #1162), so
such a span goes out in fragments, one a line. A type is one word and has one label, so an annotation with
three tags is three text-bound lines. What brat has no line for stands in a note of type `claimreader` that
brat shows and keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def _lines(job: ExportJob, document: AnnotatedArticle) -> Iterator[str]:
    text = document.article.text
    choices = _choices(job.scheme)
    marked: list[tuple[Annotation, list[tuple[int, int]], list[str]]] = []
    count = 0
    for one in document.annotations:
        parts = fragments(text, one.target.start, one.target.end)
        if not parts:
            job.leave_out(one, BLANK)
            continue
        tags = one.tags or (NO_TAG,)
        marked.append((one, parts, [f"T{count + place}" for place in range(1, len(tags) + 1)]))
        count += len(tags)
    heads = {one.uuid: ids[0] for one, _, ids in marked}
    for (
        one,
        parts,
        ids,
    ) in marked:  # all spans first: some readers resolve what a line refers to as they meet it
        shown = " ".join(text[start:end] for start, end in parts)
        job.agree(text[one.target.start : one.target.end], one)
        places = ";".join(f"{start} {end}" for start, end in parts)
        job.met_tags.update(one.tags)
        for identity, tag in zip(ids, one.tags or (NO_TAG,), strict=True):
            yield f"{identity}\t{to_word(tag)} {places}\t{shown}\n"
    attributes = relations = notes = 0
    for one, parts, ids in marked:
        chosen = {key: value for key, value in one.attributes.items() if value in choices.get(key, ())}
        for key, value in chosen.items():
            attributes += 1
            yield f"A{attributes}\t{to_word(key)} {ids[0]} {to_word(value)}\n"
        for link in one.links:
            if link.to in heads:
                relations += 1
                job.met_links.add(link.type)
                yield f"R{relations}\t{to_word(link.type)} Arg1:{ids[0]} Arg2:{heads[link.to]}\n"
        if flat(one.note):
            notes += 1
            yield f"#{notes}\tAnnotatorNotes {ids[0]}\t{flat(one.note)}\n"
        notes += 1
        payload: dict[str, Any] = pack(one, attributes=chosen, links=heads, note=flat(one.note) == one.note)
        if len(ids) > 1:
            payload["parts"] = ids
        if (parts[0][0], parts[-1][1]) != (one.target.start, one.target.end):
            payload["span"] = [one.target.start, one.target.end]
        yield f"#{notes}\t{KEY} {ids[0]}\t{encoded(payload).decode()}"


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
