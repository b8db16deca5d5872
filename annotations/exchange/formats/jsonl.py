"""Writes and reads the native format: an annotation a line, with its article's title, source, date, address.

Every line has the same keys with the same types, null where something is not known, so that pandas, Parquet
and `datasets.load_dataset("json", ...)` read the file at once. Only keys that another program added to a
document stand behind them: an export drops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.exchange import ExchangeError
from annotations.model.records import (
    Annotation,
    ArticleRef,
    InvalidAnnotationError,
    Link,
    Suggested,
    Target,
    from_document,
    to_document,
)
from annotations.model.scheme import Attribute, Scheme

if TYPE_CHECKING:
    from annotations.exchange.export_job import ExportJob
    from annotations.exchange.incoming import ImportNote, IncomingAnnotation

SCHEMA = "claimreader/1"
ARTICLE_KEYS = ("title", "source", "published", "url")


class SpanValue(msgspec.Struct):
    """A span inside an attribute: code points, half-open, as in `target`."""

    start: int
    end: int
    quote: str


class NumberValue(msgspec.Struct):
    """A number as the text gives it; `min` and `max` for ranges, `approx` for about."""

    value: float | None = None
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    what: str | None = None
    approx: bool = False
    quote: str | None = None


_NUMBER: dict[str, Any] = msgspec.to_builtins(NumberValue())
_FLOATS = {"value", "min", "max"}


class _Article(msgspec.Struct):
    """The value of `article` in a line."""

    id: str
    sha256: str
    title: Any
    source: Any
    published: Any
    url: Any


class _Line(msgspec.Struct, gc=False):
    """A line of an annotation without keys of other programs; its keys in the order of the document."""

    schema: str
    uuid: str
    article: msgspec.Raw
    """An `_Article`, written once for all lines of it."""
    target: Target
    tags: tuple[str, ...]
    attributes: dict[str, Any]
    note: str
    links: tuple[Link, ...]
    suggested: tuple[Suggested, ...]
    annotator: str
    created: str
    updated: str
    rev: int


class Writer:
    """Makes lines under one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._unset: dict[str, Any] = {attribute.id: None for attribute in scheme.attributes}
        self._kinds = {attribute.id: attribute.kind for attribute in scheme.attributes}
        self._numeric = frozenset(name for name, kind in self._kinds.items() if kind in ("number", "numbers"))
        self._about: tuple[ArticleRef | None, Mapping[str, Any]] = (None, {})
        self._article = msgspec.Raw()
        """The value of `article` for those."""

    def record(self, annotation: Annotation, article: Mapping[str, Any]) -> _Line | dict[str, Any]:
        """Return what stands in a line; a struct where it can, which is written in half the time.

        Args:
            annotation: what to write.
            article: title, source, published and url of its article, where known; not changed afterwards.
        """
        if annotation.extra:
            document = to_document(annotation)
            document["article"] |= {key: article.get(key) for key in ARTICLE_KEYS}
            return {"schema": SCHEMA} | document | {"attributes": self._attributes(annotation.attributes)}
        about = annotation.article
        if self._about[1] is not article or self._about[0] != about:
            known = _Article(about.id, about.sha256, *(article.get(key) for key in ARTICLE_KEYS))
            self._about, self._article = (about, article), msgspec.Raw(msgspec.json.encode(known))
        return _Line(
            SCHEMA,
            annotation.uuid,
            self._article,
            annotation.target,
            annotation.tags,
            self._attributes(annotation.attributes),
            annotation.note,
            annotation.links,
            annotation.suggested,
            annotation.annotator,
            annotation.created,
            annotation.updated,
            annotation.rev,
        )

    def _attributes(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return all attributes of the scheme and those that are set, numbers in one shape."""
        if self._numeric.isdisjoint(values) and None not in values.values():
            return self._unset | values
        kinds = self._kinds
        return self._unset | {
            key: _typed(kinds.get(key), value) for key, value in values.items() if value is not None
        }


def line(annotation: Annotation, article: Mapping[str, Any], scheme: Scheme) -> bytes:
    """Write one annotation as a JSON line, without the line end.

    Args:
        annotation: what to write.
        article: title, source, published and url of its article, where known.
        scheme: its attributes are all there, null if unset.
    """
    return msgspec.json.encode(Writer(scheme).record(annotation, article))


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, some lines of one article at a time."""
    from annotations.exchange.streams import encoded

    writer = Writer(job.scheme)
    for article_id, batch in job.batches():
        article = job.articles.metadata(article_id)
        yield b"".join([encoded(writer.record(annotation, article)) for annotation in batch])


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a file.

    Raises:
        ExchangeError: it isn't claimreader/1, or is cut short.
    """
    from annotations.exchange.incoming import ImportNote, IncomingAnnotation
    from annotations.exchange.streams import json_lines

    for number, item in json_lines(path):
        place = f"line {number}"
        if item.get("schema") != SCHEMA:
            raise ExchangeError(f'{place} does not say "schema": "{SCHEMA}"')
        known = _take_known(item)
        try:
            annotation = from_document(item)
        except InvalidAnnotationError as error:
            yield ImportNote(place, str(error))
            continue
        yield IncomingAnnotation(
            place=place,
            article=annotation.article.id,
            sha256=annotation.article.sha256,
            start=annotation.target.start,
            end=annotation.target.end,
            quote=annotation.target.quote,
            prefix=annotation.target.prefix,
            suffix=annotation.target.suffix,
            sentence=annotation.target.sentence,
            tags=annotation.tags,
            attributes=annotation.attributes,
            note=annotation.note,
            links=annotation.links,
            suggested=annotation.suggested,
            annotator=annotation.annotator,
            created=annotation.created,
            updated=annotation.updated,
            uuid=annotation.uuid,
            rev=annotation.rev,
            extra=annotation.extra,
            known=known,
        )


def _take_known(item: dict[str, Any]) -> dict[str, Any]:
    """Take out what the export added: the schema's name, and what is known of the article."""
    del item["schema"]
    article = item.get("article")
    if not isinstance(article, dict):
        return {}
    return {key: article.pop(key, None) for key in ARTICLE_KEYS}


MEANINGS = {
    "schema": "name and version of this form",
    "uuid": "uuid of the annotation (RFC 9562)",
    "article": "the article, as it was annotated",
    "target": "the words, with their offsets and what is around them",
    "tags": "the tags",
    "attributes": "the details that the scheme has; null: not said",
    "note": "a note; empty: none",
    "links": "links to other annotations",
    "suggested": "values that the program suggested and nobody changed",
    "annotator": "who annotated",
    "created": "when, UTC",
    "updated": "when it last changed, UTC",
    "rev": "its revision, from 1",
}
"""The meaning of each key of a line."""


def json_schema(scheme: Scheme) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one line under this scheme."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(
        line_type(scheme)
    )


def line_type(scheme: Scheme) -> Any:
    """Return the type of one line under this scheme."""
    attributes = msgspec.defstruct(
        "Attributes",
        [(attribute.id, _type(attribute) | None) for attribute in scheme.attributes],
        kw_only=True,
    )
    article = msgspec.defstruct(
        "Article", [("id", str), ("sha256", str), *((key, str | None) for key in ARTICLE_KEYS)], kw_only=True
    )
    return msgspec.defstruct(
        "Annotation",
        [
            ("schema", _literal(SCHEMA)),
            *(
                (field.name, {"article": article, "attributes": attributes}.get(field.name, field.type))
                for field in msgspec.structs.fields(Annotation)
                if field.name != "extra"
            ),
        ],
        kw_only=True,
    )


def _typed(kind: str | None, value: Any) -> Any:
    """Give numbers one shape and type on all lines, floats, whatever the database holds."""
    if kind == "number":
        return _float(value)
    if kind == "numbers" and isinstance(value, list):
        return [_number(item) for item in value]
    return value


def _number(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return _NUMBER | {key: _float(value) if key in _FLOATS else value for key, value in item.items()}


def _float(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _literal(value: str) -> Any:
    from typing import Literal

    return Literal[value]


def _type(attribute: Attribute) -> Any:
    if attribute.kind == "choice" and attribute.values:
        return _literal(attribute.values[0]) if len(attribute.values) == 1 else str
    return {"number": float, "span": SpanValue, "numbers": list[NumberValue]}.get(attribute.kind, str)
