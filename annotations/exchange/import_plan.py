"""Plans an import: each span is found and compared with what is there, and nothing is changed yet.

A format's reader yields what the file says, in the file's own words, with offsets in code points. Here each
such record becomes an annotation of ours or a line that says why not. Where a span's quote isn't at its place
it is looked for, and what turns up that way is listed, never taken in silence (hypothesis/h #2634: "Linus"
re-anchored in "chines").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.corpus.progress import Tell, untold
from annotations.exchange import ExchangeError
from annotations.exchange.anchoring import Anchored, NotFoundError, anchor
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.model.records import (
    Annotation,
    ArticleRef,
    Change,
    InvalidAnnotationError,
    Link,
    from_document,
    new_uuid,
    timestamp,
    to_document,
)
from annotations.model.suggested import without_overruled

if TYPE_CHECKING:
    from annotations.exchange.articles import Articles
    from annotations.exchange.format import Format
    from annotations.model.scheme import Scheme
    from annotations.store.base import Store


MOST = 200_000
"""Annotations that come in at once, or lines that say why not: one change of the journal and one undo, with
7 KB of memory for each."""

_NOTHING: dict[str, Any] = {}
"""Never changed."""


class PlannedAnnotation(msgspec.Struct, frozen=True):
    """One annotation that the file brings; `current` is the one of ours that it would replace."""

    place: str
    annotation: Annotation
    current: Annotation | None = None


class ImportPlan:
    """The changes that an import would make. `changes()` is ready for `Store.apply(..., kind="import")`."""

    def __init__(self, format_name: str, path: Path) -> None:
        self.format = format_name
        self.path = path
        self.new: list[PlannedAnnotation] = []
        self.conflicts: list[PlannedAnnotation] = []
        """Already here and different, or deleted here: that stays so unless theirs are asked for."""
        self.same = 0
        self.moved: list[ImportNote] = []
        """Spans that were found at another place than the file says."""
        self.unchecked = 0
        """Spans whose article is not in the corpus, taken as the file gives them."""
        self.faults: list[ImportNote] = []
        """The parts of the file that can't come in, and why."""
        self.remarks: list[ImportNote] = []
        """The parts that come in, but not quite as they stand there."""
        self.unknown_tags: Counter[str] = Counter()
        """Tags that the scheme doesn't have; they are kept."""
        self.articles: dict[str, dict[str, Any]] = {}
        """Records for `Store.remember_article`, by id; of an article that is gone, what the file knows."""

    def changes(self, *, theirs: bool = False) -> list[Change]:
        """Return the changes that bring the new ones in, and with `theirs` also the conflicting ones."""
        planned = self.new + (self.conflicts if theirs else [])
        return [
            Change(entry.annotation.uuid, entry.current.rev if entry.current else 0, entry.annotation)
            for entry in planned
        ]

    def lines(self) -> Iterator[str]:
        """Yield what a person is told: the counts first, then everything that needs a look."""
        there = f"{len(self.new)} new, {self.same} already here"
        yield f"{there}, {len(self.conflicts)} in conflict, {len(self.faults)} unusable"
        if self.unchecked:
            yield f"{self.unchecked} unchecked: their article is not in the corpus"
        for tag, count in sorted(self.unknown_tags.items()):
            yield f"tag {tag} is not in the scheme; kept ({count} times)"
        yield from (f"moved: {note}" for note in self.moved)
        for conflict in self.conflicts:
            how = (
                "is different here; ours stays" if conflict.current else "was deleted here; it stays deleted"
            )
            yield f"conflict: {conflict.place}: {conflict.annotation.uuid} {how}"
        yield from (f"unusable: {note}" for note in self.faults)
        yield from (str(note) for note in self.remarks)


class ImportPlanner:
    """Makes a plan of what a format's reader yields; for the arguments see `registry.read`."""

    def __init__(
        self,
        format: Format,  # noqa: A002 - the word for it everywhere here
        path: Path,
        articles: Articles,
        scheme: Scheme,
        store: Store,
        annotator: str,
    ) -> None:
        self._format = format
        self._articles = articles
        self._tags = set(scheme.by_id)
        self._store = store
        self._annotator = annotator
        self._plan = ImportPlan(format.name, path)
        self._now = timestamp()
        self._ours: tuple[str, dict[tuple[int, int], list[Annotation]]] = ("", {})
        self._matched: set[str] = set()
        self._refs: dict[ArticleRef, ArticleRef] = {}
        self._deleted = set(store.deleted())

    def plan(
        self, incoming_annotations: Iterable[IncomingAnnotation | ImportNote], tell: Tell = untold
    ) -> ImportPlan:
        """Read all that comes in; memory grows with that, not with the file.

        Args:
            incoming_annotations: what a format's reader yields.
            tell: called with how far it is.

        Raises:
            ExchangeError: more comes in than one step of the history can be.
        """
        keys: dict[str, str] = {}
        planned: list[tuple[IncomingAnnotation, Annotation, Annotation | None]] = []
        seen: set[str] = set()
        for number, incoming in enumerate(incoming_annotations, 1):
            tell(number, None, "annotations read")
            if max(len(planned), len(self._plan.faults)) == MOST:
                raise ExchangeError(f"{incoming.place}: more than {MOST:,} at once; split the file before it")
            if isinstance(incoming, ImportNote):
                (self._plan.remarks if incoming.harmless else self._plan.faults).append(incoming)
                continue
            try:
                annotation = self._annotation(incoming)
            except (NotFoundError, InvalidAnnotationError, UnicodeEncodeError) as error:
                self._plan.faults.append(ImportNote(incoming.place, str(error)))
                continue
            if annotation.uuid in seen:
                self._plan.faults.append(ImportNote(incoming.place, f"{annotation.uuid} comes a second time"))
                continue
            seen.add(annotation.uuid)
            _lighten(incoming)
            current = self._match(incoming, annotation)
            if incoming.key is not None:
                keys[incoming.key] = current.uuid if current else annotation.uuid
            planned.append((incoming, annotation, current))
        for number, (incoming, annotation, current) in enumerate(planned, 1):
            tell(number, len(planned), "annotations")
            self._compare(incoming, self._linked(incoming, annotation, keys), current)
        return self._plan

    def _annotation(self, incoming: IncomingAnnotation) -> Annotation:
        anchored = anchor(incoming, self._articles)
        self._note(incoming, anchored)
        annotation = Annotation(
            uuid=incoming.uuid or new_uuid(),
            article=ArticleRef(anchored.article, anchored.sha256),
            target=anchored.target,
            tags=tuple(sorted(set(incoming.tags))),
            attributes={key: value for key, value in anchored.attributes.items() if value is not None},
            note=incoming.note,
            suggested=incoming.suggested,
            annotator=incoming.annotator or self._annotator,
            created=incoming.created or incoming.updated or self._now,
            updated=incoming.updated or incoming.created or self._now,
            rev=incoming.rev,
            extra=incoming.extra,
        )
        # Through JSON and back, as the store will: what can't be kept is found now, for this one alone.
        document = to_document(annotation)
        msgspec.json.encode(document)
        kept = from_document(document)
        same = self._refs.setdefault(kept.article, kept.article)  # one for all annotations of an article
        return msgspec.structs.replace(kept, article=same)

    def _note(self, incoming: IncomingAnnotation, anchored: Anchored) -> None:
        plan = self._plan
        if not anchored.checked:
            plan.unchecked += 1
            keys = ("title", "source", "published", "url")
            given = ((key, incoming.known.get(key)) for key in keys)
            record = {key: value if isinstance(value, str) else None for key, value in given}
            plan.articles[anchored.article] = {"id": anchored.article, "sha256": anchored.sha256} | record
        elif anchored.article not in plan.articles:
            plan.articles[anchored.article] = dict(self._articles.filed(anchored.article))
        if anchored.moved:
            plan.moved.append(ImportNote(incoming.place, anchored.moved))
        plan.remarks.extend(
            ImportNote(incoming.place, remark) for remark in (incoming.remark, *anchored.remarks) if remark
        )
        plan.unknown_tags.update(tag for tag in incoming.tags if tag not in self._tags)

    def _linked(
        self, incoming: IncomingAnnotation, annotation: Annotation, keys: dict[str, str]
    ) -> Annotation:
        links = list(incoming.links)
        for link in incoming.local_links:
            if link.to in keys:
                links.append(Link(link.type, keys[link.to]))
            else:
                self._plan.remarks.append(
                    ImportNote(incoming.place, f"its link {link.type} leads nowhere; left out")
                )
        return msgspec.structs.replace(annotation, links=tuple(links)) if links else annotation

    def _compare(
        self, incoming: IncomingAnnotation, annotation: Annotation, current: Annotation | None
    ) -> None:
        plan = self._plan
        if current is None:
            (plan.conflicts if annotation.uuid in self._deleted else plan.new).append(
                PlannedAnnotation(incoming.place, annotation)
            )
            return
        merged = self._merged(current, annotation, incoming)
        if _equal(merged, current):
            plan.same += 1
        else:
            plan.conflicts.append(PlannedAnnotation(incoming.place, merged, current))

    def _match(self, incoming: IncomingAnnotation, annotation: Annotation) -> Annotation | None:
        """Return what of ours this is: the one of its uuid, or for a file without uuids one of its span.

        Of those that have its span the one that says the same, whoever said it; else one of the same
        annotator.
        """
        if incoming.uuid:
            current = self._store.get(incoming.uuid)
            if current is not None or "uuid" in self._format.carries:
                return current
        article = annotation.article.id
        if self._ours[0] != article:
            spans: dict[tuple[int, int], list[Annotation]] = {}
            for ours in self._store.list(article):
                spans.setdefault((ours.target.start, ours.target.end), []).append(ours)
            self._ours = (article, spans)
        span = (annotation.target.start, annotation.target.end)
        free = [ours for ours in self._ours[1].get(span, ()) if ours.uuid not in self._matched]
        saying = [
            ours for ours in free if _equal(self._merged(ours, annotation, incoming, links=False), ours)
        ]
        signed = [ours for ours in free if ours.annotator == annotation.annotator]
        match = next(iter(saying + signed), None)
        if match is not None:
            self._matched.add(match.uuid)
        return match

    def _merged(
        self, current: Annotation, annotation: Annotation, incoming: IncomingAnnotation, *, links: bool = True
    ) -> Annotation:
        """Return ours with what the format carries taken from theirs; what it has no place for stays."""
        fmt = self._format
        names = fmt.carries & {"tags", "note", "attributes", "links", "suggested", "extra"}
        changes: dict[str, Any] = {name: getattr(annotation, name) for name in names}
        changes |= {"target": annotation.target, "article": annotation.article}
        if "links" in fmt.partly:
            changes["links"] = tuple(dict.fromkeys(current.links + annotation.links))
        if not links:
            changes["links"] = current.links
        if "attributes" in fmt.partly:
            changes["attributes"] = current.attributes | annotation.attributes
        elif (
            "attributes" in changes
        ):  # to a format unset is unset; a null of another program stays in the file
            changes["attributes"] = {
                key: None for key, value in current.attributes.items() if value is None
            } | annotation.attributes
        if "annotator" in fmt.carries and incoming.annotator:
            changes["annotator"] = annotation.annotator
        if "dates" in fmt.carries and incoming.updated:
            changes |= {"created": annotation.created, "updated": annotation.updated}
        return without_overruled(current, msgspec.structs.replace(current, **changes))


def _lighten(incoming: IncomingAnnotation) -> None:
    """Let go of what the annotation has by now: thousands wait until all links are known."""
    incoming.text = incoming.quote = incoming.prefix = incoming.suffix = None
    incoming.attributes = incoming.extra = incoming.known = _NOTHING


def _equal(annotation: Annotation, other: Annotation) -> bool:
    """Compare what was said; when it was said, and its sentence's number, make no conflict."""
    return to_document(_plain(annotation)) == to_document(_plain(other))


def _plain(annotation: Annotation) -> Annotation:
    target = msgspec.structs.replace(annotation.target, sentence=None, prefix="", suffix="")
    return msgspec.structs.replace(
        annotation,
        rev=1,
        updated="",
        created="",
        target=target,
        attributes={key: value for key, value in annotation.attributes.items() if value is not None},
        links=tuple(sorted(annotation.links, key=str)),
    )
