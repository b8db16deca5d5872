"""Writes WebAnno TSV 3.3: a token a line with the spans that cover it, a file for each article and annotator.

Offsets count UTF-16. Every span has a number in brackets, so that stacked spans and those of several tokens
stay apart. The format knows no feature of several values, so the tags are one label, and what it has no
column for is in the feature `claimreader`. The text is only in the file as far as tokens go, so that blanks
at the ends of a span are lost.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import count, groupby
from pathlib import Path
from typing import Any, NamedTuple

from annotations.corpus.own_files import MANIFEST
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.files import Names, manifest_line
from annotations.exchange.formats import inception_files
from annotations.exchange.formats.webanno_tsv_reader import (
    EMPTY,
    LABEL,
    LAYER,
    NOTE,
    NOTHING,
    RELATION,
    TAGS,
    joined,
)
from annotations.exchange.losses import SPAN
from annotations.exchange.offsets import Utf16
from annotations.exchange.round_trip_payload import KEY, pack
from annotations.exchange.streams import encoded
from annotations.exchange.tokens import words
from annotations.model.records import Annotation

read_annotations = inception_files.read_annotations

BLANK = "it covers white space only, which has no token"
TRIMMED = "white space at its ends has no token"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_TAKEN = frozenset({LABEL, NOTE, KEY, TAGS, "begin", "end", "sofa"})
_ESCAPED = re.compile(r"->|[\\\[\]|_;*\t\n]")
_ESCAPED_IN_TEXT = re.compile("[\0-\x07\x08\t\x0c\r\x0e-\x1f\\\\]")
_LETTERS = {"\t": "t", "\n": "n", "\x0c": "f", "\r": "r", "\b": "b"}


def save(job: ExportJob, folder: Path) -> None:
    """Write the folder."""
    names = Names()
    shown = [
        attribute.id
        for attribute in job.scheme.attributes
        if attribute.kind in {"choice", "text", "date"}
        and attribute.id not in _TAKEN
        and _NAME.fullmatch(attribute.id)
    ]
    with (folder / MANIFEST).open("wb") as manifest:
        manifest.write(manifest_line(claimreader=job.format.name))
        for document in job.documents():
            layout = _Layout(document)
            ordered = sorted(document.annotations, key=lambda annotation: annotation.annotator)
            for annotator, group in groupby(ordered, key=lambda annotation: annotation.annotator):
                name = names.name(f"{document.article.id.removesuffix('.txt')}.{annotator}") + ".tsv"
                spans = _spans(job, layout, list(group), shown)
                if spans:
                    (folder / name).write_bytes("".join(_lines(job, layout, spans, shown)).encode())
                    ids = {"article": document.article.id, "sha256": document.article.sha256}
                    manifest.write(manifest_line(file=name, **ids))


class _Layout:
    """The tokens of an article, in groups of which each is a sentence."""

    def __init__(self, document: AnnotatedArticle) -> None:
        self.text = document.article.text
        self.units = Utf16(self.text)
        sentences = [(sentence.start, sentence.end) for sentence in document.article.sentences]
        spans = [(annotation.target.start, annotation.target.end) for annotation in document.annotations]
        tokens = list(words(self.text, [*spans, *sentences]))
        self.starts = [token.start for token in tokens]
        self.ends = [token.end for token in tokens]
        begins = [start for start, _ in sentences]
        self.sentences = [
            list(group)
            for _, group in groupby(range(len(tokens)), key=lambda at: bisect_right(begins, self.starts[at]))
        ]
        """The numbers of the tokens of each sentence; those outside of any belong to the one before."""
        self.names = [
            f"{sentence}-{token}"
            for sentence, numbers in enumerate(self.sentences, 1)
            for token in range(1, len(numbers) + 1)
        ]

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the first token of a span and the one after its last: the same, if it covers none."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)


class _Span(NamedTuple):
    """An annotation as a span of tokens."""

    annotation: Annotation
    first: int
    stop: int
    number: int
    features: dict[str, str]


def _spans(job: ExportJob, layout: _Layout, annotations: list[Annotation], shown: list[str]) -> list[_Span]:
    """Return the annotations that can be drawn; the others are left out."""
    drawn: list[tuple[Annotation, int, int]] = []
    for annotation in annotations:
        start, end = annotation.target.start, annotation.target.end
        first, stop = layout.covered(start, end)
        if first >= stop:
            job.leave_out(annotation, BLANK)
            continue
        if (layout.starts[first], layout.ends[stop - 1]) != (start, end):
            job.losses.add(annotation, SPAN, TRIMMED)
        units = layout.units
        job.agree(units.slice(units.to_units(start), units.to_units(end)), annotation)
        drawn.append((annotation, first, stop))
    here = {annotation.uuid for annotation, _, _ in drawn}
    numbers = count(1)
    return [
        _Span(annotation, first, stop, next(numbers), _features(annotation, here, shown))
        for annotation, first, stop in drawn
    ]


def _features(annotation: Annotation, here: set[str], shown: list[str]) -> dict[str, str]:
    features: dict[str, str] = {}
    if annotation.tags:
        features[LABEL] = joined(annotation.tags)
    for key in shown:
        value = annotation.attributes.get(key)
        if isinstance(value, str) and _holds(value):
            features[key] = value
    links = {link.to for link in annotation.links if link.to in here}
    links -= {link.to for link in annotation.links if not _holds(link.type)}
    in_words = _holds(annotation.note)
    if in_words:
        features[NOTE] = annotation.note
    payload: dict[str, Any] = pack(annotation, attributes=features, links=links, note=in_words)
    features[KEY] = encoded(payload | {TAGS: annotation.tags}).decode().rstrip("\n")
    return features


def _holds(value: str) -> bool:
    """Say whether a column can hold a value: Java ends a line at a carriage return, which nothing escapes."""
    return bool(value) and "\r" not in value


def _lines(job: ExportJob, layout: _Layout, spans: list[_Span], shown: list[str]) -> Iterator[str]:
    by_uuid = {span.annotation.uuid: span for span in spans}
    used = {feature for span in spans for feature in span.features}
    columns = [name for name in (LABEL, *shown, NOTE, KEY) if name in used]
    arrows: dict[int, list[tuple[str, str]]] = {}
    """The labels and origins of the links that lead to a token."""
    for span in spans:
        for link in span.annotation.links:
            target = by_uuid.get(link.to)
            if target is not None and _holds(link.type):
                origin = f"{layout.names[span.first]}[{span.number}_{target.number}]"
                arrows.setdefault(target.first, []).append((_escaped(link.type), origin))
    yield f"#FORMAT=WebAnno TSV 3.3\n#T_SP={LAYER}|{'|'.join(columns)}\n"
    if arrows:
        yield f"#T_RL={RELATION}|{LABEL}|BT_{LAYER}\n"
    yield "\n"
    covering: dict[int, list[_Span]] = {}
    for span in spans:
        for token in range(span.first, span.stop):
            covering.setdefault(token, []).append(span)
    for numbers in layout.sentences:
        text = layout.text[layout.starts[numbers[0]] : layout.ends[numbers[-1]]]
        yield "\n" + "".join(f"#Text={_escaped_text(line)}\n" for line in text.split("\n"))
        for at in numbers:
            yield _row(layout, at, covering.get(at, []), columns, arrows.get(at, []) if arrows else None)


def _row(
    layout: _Layout,
    at: int,
    spans: list[_Span],
    columns: list[str],
    arrows: list[tuple[str, str]] | None,
) -> str:
    start, end = layout.starts[at], layout.ends[at]
    place = f"{layout.units.to_units(start)}-{layout.units.to_units(end)}"
    cells = [layout.names[at], place, layout.text[start:end].replace("\t", " ")]
    for column in columns:
        values = (
            f"{_escaped(span.features[column]) if column in span.features else EMPTY}[{span.number}]"
            for span in spans
        )
        cells.append("|".join(values) or NOTHING)
    if arrows is not None:
        cells += ["|".join(label for label, _ in arrows) or NOTHING]
        cells += ["|".join(origin for _, origin in arrows) or NOTHING]
    return "\t".join(cells) + "\t\n"


def _escaped(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\\" + _LETTERS.get(match[0], match[0]), value)


def _escaped_text(line: str) -> str:
    return _ESCAPED_IN_TEXT.sub(lambda match: "\\" + _LETTERS.get(match[0], match[0]), line)
