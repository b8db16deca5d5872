"""Names what an export could not carry: no format drops anything in silence.

A loss says what was left behind (a field of the annotation, or all of it), why, and of which annotations. The
counts are exact; the uuids are kept up to `NAMED`, so that an export of any size runs in constant memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from annotations.model.records import Annotation

NAMED = 1000
"""Uuids kept per loss."""

ANNOTATION = "annotation"
SPAN = "span"

FIELDS = {
    "tags": ("tag", "tags"),
    "attributes": ("attribute", "attributes"),
    "note": ("note", "notes"),
    "links": ("link", "links"),
    "suggested": ("mark of a suggestion taken", "marks of suggestions taken"),
    "annotator": ("annotator's name", "annotators' names"),
    "uuid": ("uuid", "uuids"),
    "dates": ("date and revision", "dates and revisions"),
    "extra": ("other program's key set", "other programs' key sets"),
}
"""Everything that an annotation holds beside its span, as it is called for one and for many."""

_NOUNS = FIELDS | {ANNOTATION: ("annotation", "annotations"), SPAN: ("exact span", "exact spans")}


class Loss(msgspec.Struct, frozen=True):
    """One kind of thing that was left behind."""

    what: str
    """A key of `FIELDS`, or `annotation` (left out altogether), or `span` (written with other ends)."""
    why: str
    count: int
    annotations: tuple[str, ...]
    """Uuids, one for each thing, the first `NAMED`."""

    def line(self, format_name: str) -> str:
        """Say it in one line: `3 links not representable in conll: ...`."""
        noun = _NOUNS[self.what][self.count != 1]
        return f"{self.count} {noun} not representable in {format_name}: {self.why}"


class Losses:
    """Collects losses while a format is written."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, list[str]]] = {}

    def add(self, annotation: Annotation, what: str, why: str, count: int = 1) -> None:
        """Name `count` things of an annotation that stay behind."""
        total, uuids = self._found.get((what, why), (0, []))
        uuids.extend([annotation.uuid] * min(count, NAMED - len(uuids)))
        self._found[what, why] = (total + count, uuids)

    def found(self) -> tuple[Loss, ...]:
        """Return all losses, whole annotations first."""
        order = (ANNOTATION, SPAN, *FIELDS)
        return tuple(
            Loss(what, why, count, tuple(uuids))
            for (what, why), (count, uuids) in sorted(
                self._found.items(), key=lambda item: order.index(item[0][0])
            )
        )


class ExportReport(msgspec.Struct, frozen=True):
    """The outcome of an export, for the person who asked for it."""

    format: str
    target: str
    annotations: int
    """The number that stands in the file."""
    articles: int
    unchecked: int
    """The number of them that could not be compared with their article, which is not in the corpus."""
    stale: tuple[str, ...]
    """Lines about annotations whose quote is not at its place any more; the first `NAMED`."""
    losses: tuple[Loss, ...]
    remarks: tuple[str, ...] = ()
    """Further lines for the person, such as the name of a second file that was written."""

    def lines(self) -> Iterator[str]:
        """Yield what a person is told at the end."""
        many = "" if self.annotations == 1 else "s"
        yield f"{self.annotations} annotation{many} written, of {_count(self.articles, 'article')}"
        if self.unchecked:
            yield f"{self.unchecked} unchecked: their article is not in the corpus"
        yield from self.remarks
        yield from self.stale
        for loss in self.losses:
            yield loss.line(self.format)

    def json(self) -> bytes:
        """Return it as JSON, for `--loss FILE`."""
        report = {"claimreader": "losses"} | msgspec.structs.asdict(self)  # the key: this is no article
        return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def present(annotation: Annotation, fields: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each of these fields that the annotation has something in, with how many things those are."""
    for field in fields:
        if field in {"annotator", "uuid", "dates"}:
            yield field, 1
        elif value := getattr(annotation, field):
            if field == "attributes":
                value = [item for item in value.values() if item is not None]
            if count := len(value) if field in {"tags", "attributes", "links", "suggested"} else 1:
                yield field, count


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
