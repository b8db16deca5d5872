"""Writes CoNLL: a token and its IOB2 tag a line; one file per tag, since IOB2 can't overlap.

Where spans of one tag overlap, the later ones go into a further file of that tag (`claim.2.conll`). The text
itself isn't in these files, so on the way back it is matched with the article's, white space aside; every end
of a span is an end of a token.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, NamedTuple

from annotations.corpus.own_files import MANIFEST
from annotations.exchange.ascii_names import to_word
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.files import Names, manifest_line
from annotations.exchange.formats import conll_reader
from annotations.exchange.losses import SPAN
from annotations.exchange.tokens import TextToken, words
from annotations.model.records import Annotation

read_annotations = conll_reader.read_annotations

NO_TAG = "it has no tag, and a token needs one"
SAME_SPAN = "another one has the same span, and nothing else tells them apart here (try --by NAME)"
BLANK = "it covers white space only, which has no token"
TRIMMED = "white space at its ends has no token"
START = b"-DOCSTART-\tO\n\n"


class Span(NamedTuple):
    """The ends of an annotation, the white space at them taken off."""

    start: int
    end: int


def save(job: ExportJob, folder: Path) -> None:
    """Write the folder: all files hold the same articles in the same order, which the manifest names."""
    files: dict[str, IO[bytes]] = {}
    written: dict[str, str] = {}
    """File names by layers: two tags may differ in case only, or be longer than a name."""
    names = Names()
    with tempfile.TemporaryFile() as untagged, (folder / MANIFEST).open("wb") as manifest:
        manifest.write(manifest_line(claimreader="conll"))
        try:
            for document in job.documents():
                spans = _spans(job, document)
                lines = _Lines(document, spans)
                layers = _layers(spans)
                for name in sorted(layers.keys() - files.keys()):
                    written[name] = f"{names.name(name)}.conll"
                    files[name] = (folder / written[name]).open("wb")
                    untagged.seek(0)
                    shutil.copyfileobj(untagged, files[name])  # the articles so far, without this tag
                for name, file in files.items():
                    file.write(lines.tagged(*layers.get(name, ("", ()))))
                untagged.write(lines.tagged("", ()))
                manifest.write(manifest_line(article=document.article.id, sha256=document.article.sha256))
        finally:
            for file in files.values():
                file.close()
        for name in sorted(files):
            manifest.write(manifest_line(file=written[name]))


def _spans(job: ExportJob, document: AnnotatedArticle) -> dict[Span, Annotation]:
    """Return what goes out of an article, one annotation per span."""
    text = document.article.text
    spans: dict[Span, Annotation] = {}
    for annotation in document.annotations:
        quote = annotation.target.quote
        span = Span(
            annotation.target.start + len(quote) - len(quote.lstrip()),
            annotation.target.end - len(quote) + len(quote.rstrip()),
        )
        if not annotation.tags or not quote.strip() or span in spans:
            job.leave_out(
                annotation, NO_TAG if not annotation.tags else SAME_SPAN if quote.strip() else BLANK
            )
            continue
        if text[span.start : span.end] != quote:
            job.losses.add(annotation, SPAN, TRIMMED)
        spans[span] = annotation
    return spans


def _layers(spans: dict[Span, Annotation]) -> dict[str, tuple[str, list[Span]]]:
    """Put spans into as few files as they need, without overlaps: tag and spans by the file's name."""
    layers: dict[str, tuple[str, list[Span]]] = {}
    for span, annotation in sorted(spans.items()):
        for tag in annotation.tags:
            number = 1
            while True:
                name = to_word(tag) + (f".{number}" if number > 1 else "")
                _, there = layers.setdefault(name, (tag, []))
                if not there or there[-1].end <= span.start:
                    there.append(span)
                    break
                number += 1
    return layers


class _Lines:
    """The tokens of an article as lines."""

    def __init__(self, document: AnnotatedArticle, spans: Iterable[Span]) -> None:
        self._text = document.article.text
        self._tokens = list(words(self._text, spans))
        ends = [sentence.end for sentence in document.article.sentences]
        # A sentence's end inside a span makes no empty line: no reader lets an entity go over one.
        self._breaks = [end for end in ends if not any(span.start < end < span.end for span in spans)]

    def tagged(self, tag: str, spans: Iterable[Span]) -> bytes:
        lines = [START]
        waiting = iter(sorted(spans))
        span = next(waiting, None)
        breaks = iter(self._breaks)
        stop = next(breaks, None)
        for token in self._tokens:
            while stop is not None and token.start >= stop:
                if lines[-1] != b"\n" and lines[-1] is not START:
                    lines.append(b"\n")
                stop = next(breaks, None)
            while span is not None and span.end <= token.start:
                span = next(waiting, None)
            lines.append(self._line(token, to_word(tag), span))
        return b"".join(lines) + b"\n"

    def _line(self, token: TextToken, tag: str, span: Span | None) -> bytes:
        inside = span is not None and span.start <= token.start < span.end
        mark = f"{'B' if span and token.start == span.start else 'I'}-{tag}" if inside else "O"
        return f"{self._text[token.start : token.end]}\t{mark}\n".encode()
