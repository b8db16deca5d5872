"""Makes the CAS of an article and one annotator, which is how INCEpTION keeps and exports annotations.

A CAS holds the text, its sentences and tokens, what INCEpTION calls the document, and our layers. Sentences
are the article's; tokens are cut at the ends of all spans of the article, whoever marked them, since the
documents of two annotators are compared token by token. dkpro-cassis turns code points into UTF-16.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from cassis import Cas

from annotations.corpus.own_files import MANIFEST
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.files import Names, manifest_line
from annotations.exchange.formats.uima_types import (
    DEPENDENT,
    DOUBLE,
    GOVERNOR,
    LABEL,
    METADATA,
    NOTE,
    PAYLOAD,
    RELATION_LAYER,
    SENTENCE,
    SPAN_LAYER,
    STRING_ARRAY,
    TAGS,
    TOKEN,
    shown_attributes,
    type_system,
)
from annotations.exchange.losses import SPAN
from annotations.exchange.offsets import Utf16
from annotations.exchange.round_trip_payload import pack
from annotations.exchange.streams import encoded
from annotations.exchange.tokens import words
from annotations.exchange.xml_text import UNSAFE, is_safe
from annotations.model.records import Annotation

TYPE_SYSTEM = "TypeSystem.xml"
"""The name that INCEpTION's own exports give it."""

_NO_CHARACTER = "XML can't hold one of its characters; there is a space in its place"


class CasDocument(NamedTuple):
    """The CAS of an article and annotator, with the file name that it gets, without its ending."""

    name: str
    article: str
    sha256: str
    cas: Any


def save_folder(job: ExportJob, folder: Path, suffix: str, *, xml: bool) -> None:
    """Write a folder: a file for each article and annotator, the type system, and the manifest.

    Args:
        job: what is exported.
        folder: where to.
        suffix: of the files, `.xmi` or `.json`.
        xml: whether the format is XML, which can't hold all characters.
    """
    types = type_system(job.scheme)
    with (folder / MANIFEST).open("wb") as manifest:
        manifest.write(manifest_line(claimreader=job.format.name))
        manifest.write(manifest_line(file=TYPE_SYSTEM))
        for document in _documents(job, types, xml=xml):
            name = f"{document.name}{suffix}"
            written = document.cas.to_xmi() if xml else _json(document.cas)
            (folder / name).write_bytes(written.encode())
            manifest.write(manifest_line(file=name, article=document.article, sha256=document.sha256))
    (folder / TYPE_SYSTEM).write_text(types.to_xml(), encoding="utf-8")


def _json(cas: Any) -> str:
    from cassis.typesystem import TypeSystemMode

    written: str = cas.to_json(pretty_print=False, type_system_mode=TypeSystemMode.FULL)
    return written


def _documents(job: ExportJob, types: Any, *, xml: bool) -> Iterator[CasDocument]:
    names = Names()
    writer = _Writer(job, types, xml=xml)
    for document in job.documents():
        article = document.article
        text = _spaced(article.text) if xml else article.text
        if text != article.text:
            job.remarks.append(f"{article.id}: it holds characters that XML can't; they are spaces there")
        ordered = sorted(document.annotations, key=lambda annotation: annotation.annotator)
        layout = _Layout.of(document)
        for annotator, group in groupby(ordered, key=lambda annotation: annotation.annotator):
            name = names.name(f"{article.id.removesuffix('.txt')}.{annotator}")
            cas = writer.cas(document, text, layout, list(group))
            yield CasDocument(name, article.id, article.sha256, cas)


class _Layout(NamedTuple):
    """The sentences and tokens of an article, the same for all of its annotators."""

    sentences: list[tuple[int, int]]
    tokens: list[tuple[int, int]]
    units: Utf16

    @classmethod
    def of(cls, document: AnnotatedArticle) -> _Layout:
        article = document.article
        sentences = [(sentence.start, sentence.end) for sentence in article.sentences]
        spans = [(annotation.target.start, annotation.target.end) for annotation in document.annotations]
        tokens = [(token.start, token.end) for token in words(article.text, [*spans, *sentences])]
        return cls(sentences, tokens, Utf16(article.text))


class _Writer:
    """Fills the CASes of an export, and names what their features can't hold."""

    def __init__(self, job: ExportJob, types: Any, *, xml: bool) -> None:
        self._job = job
        self._types = types
        self._xml = xml
        self._shown = shown_attributes(job.scheme)
        self._type = {
            name: types.get_type(name)
            for name in (METADATA, SENTENCE, TOKEN, SPAN_LAYER, RELATION_LAYER, STRING_ARRAY)
        }

    def cas(
        self, document: AnnotatedArticle, text: str, layout: _Layout, annotations: list[Annotation]
    ) -> Any:
        """Return the CAS of an article and the annotations of one annotator."""
        article = document.article
        known = self._job.articles.metadata(article.id)
        cas = Cas(typesystem=self._types, sofa_string=text, sofa_mime="text/plain")
        metadata = self._type[METADATA](
            begin=0,
            end=len(text),
            language="x-unspecified",
            documentTitle=self._plain(str(known.get("title") or article.id)),
            documentId=self._plain(article.id),
            documentUri=self._plain(str(known.get("url") or "")) or None,
            isLastSegment=False,
        )
        cas.add(metadata)
        for kind, spans in ((SENTENCE, layout.sentences), (TOKEN, layout.tokens)):
            for start, end in spans:
                cas.add(self._type[kind](begin=start, end=end))
        here = {annotation.uuid for annotation in annotations}
        made = {annotation.uuid: self._span(layout, annotation, here) for annotation in annotations}
        cas.add_all(made.values())
        for annotation in annotations:
            for link in annotation.links:
                if link.to in here and self._holds(link.type):
                    ends = {GOVERNOR: made[annotation.uuid], DEPENDENT: made[link.to], LABEL: link.type}
                    target = made[link.to]
                    cas.add(self._type[RELATION_LAYER](begin=target.begin, end=target.end, **ends))
        return cas

    def _span(self, layout: _Layout, annotation: Annotation, here: set[str]) -> Any:
        start, end = annotation.target.start, annotation.target.end
        units = layout.units
        self._job.agree(units.slice(units.to_units(start), units.to_units(end)), annotation)
        if not self._holds(annotation.target.quote):
            self._job.losses.add(annotation, SPAN, _NO_CHARACTER)
        features = {
            key: value for key, value in annotation.attributes.items() if self._is_feature(key, value)
        }
        drawn = {link.to for link in annotation.links if link.to in here}
        drawn -= {link.to for link in annotation.links if not self._holds(link.type)}
        whole = all(self._holds(tag) for tag in annotation.tags)
        note = annotation.note if self._holds(annotation.note) else ""
        payload: Mapping[str, Any] = pack(
            annotation, attributes=features, links=drawn, note=note == annotation.note
        )
        if annotation.tags and whole:
            features[TAGS] = self._type[STRING_ARRAY](elements=list(annotation.tags))
        elif annotation.tags:
            payload = dict(payload) | {TAGS: annotation.tags}
        if note:
            features[NOTE] = note
        features[PAYLOAD] = _ascii_where_unsafe(encoded(payload).decode().rstrip("\n"))
        return self._type[SPAN_LAYER](begin=start, end=end, **features)

    def _is_feature(self, key: str, value: Any) -> bool:
        kind = self._shown.get(key)
        if kind == DOUBLE:
            return isinstance(value, float) and isfinite(value)
        return kind is not None and isinstance(value, str) and self._holds(value)

    def _holds(self, text: str) -> bool:
        return not self._xml or is_safe(text)

    def _plain(self, text: str) -> str:
        return _spaced(text) if self._xml else text


def _spaced(text: str) -> str:
    """Return a text with a space where XML can't hold a character, as INCEpTION writes it too."""
    return text if is_safe(text) else UNSAFE.sub(" ", text)


def _ascii_where_unsafe(text: str) -> str:
    """Return JSON with escapes in place of the characters that XML can't hold."""
    return re.sub(UNSAFE, lambda match: json.dumps(match[0])[1:-1], text)
