"""Drafts keep what is typed and not yet said: each half-typed line with the place that it was begun for.

A line belongs to its `Question`, a frozen record made when it is asked: which article, which words, whose
note or attribute. The cursor, the article on screen and the annotation itself may change meanwhile; what is
typed goes nowhere else. Whoever leaves the line leaves a draft, which the same key brings back at that place,
also after the program was killed. Drafts are nothing that anybody has said, so they are never in the
annotations, but in the state folder, a file for each database: `drafts/<name>-<12 hex>.json`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from annotations.paths import state_folder
from tui.session.state_file import JsonState

Kind = Literal["note", "attribute"]

MOST_DRAFTS = 1000
"""Drafts kept for one database; the oldest go first."""
MOST_TEXT = 1 << 16
"""Code points of a line that are kept."""


@dataclass(frozen=True)
class Question:
    """Says what is being typed, and of which words of which article it will be said."""

    kind: Kind
    article_id: str
    start: int
    """Code points of the article, half-open."""
    end: int
    quote: str
    uuid: str = ""
    """Of the annotation that it belongs to; nothing: there was none yet."""
    field: str = ""
    """The attribute, by its id."""
    item: int | None = None
    """The number of a `numbers` attribute that is meant; None: the attribute itself, or one more number."""
    before: str = ""
    """The text that stood there when it was asked; what stands there at the end may be another's."""

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what is the same in all questions that ask for the same thing."""
        return self.kind, self.article_id, self.uuid or (self.start, self.end), self.field, self.item


class Draft(NamedTuple):
    """Holds a half-typed line."""

    question: Question
    text: str


class Drafts:
    """Keeps the drafts of one database.

    Args:
        database: the annotations that they will be put in.
    """

    def __init__(self, database: Path) -> None:
        self._database = str(database.resolve())
        digest = hashlib.sha256(self._database.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        name = f"{database.resolve().parent.name or 'root'}-{digest}.json"
        self._state = JsonState(state_folder() / "drafts" / name)
        self._kept = {draft.question.identity: draft for draft in self._read()}
        self._touched: set[tuple[object, ...]] = set()
        """The identities of questions about which the file may say something else."""
        self.trouble = ""
        """The reason why they can't be kept for the next start."""

    def __len__(self) -> int:
        return len(self._kept)

    def all(self) -> Sequence[Draft]:
        """Return them, the oldest first."""
        return list(self._kept.values())

    def of(self, article_id: str) -> Sequence[Draft]:
        """Return those of an article, the oldest first."""
        return [draft for draft in self._kept.values() if draft.question.article_id == article_id]

    def has(self, question: Question) -> bool:
        """Say whether there is a draft of a question."""
        return question.identity in self._kept

    def put(self, question: Question, text: str) -> bool:
        """Take what has been typed so far; returns whether there is anything to keep.

        An empty line is no draft, nor is one that says what stands there already.
        """
        if not text or text == question.before:
            self.drop(question)
            return False
        self._kept.pop(question.identity, None)
        self._kept[question.identity] = Draft(question, text[:MOST_TEXT])
        self._touched.add(question.identity)
        while len(self._kept) > MOST_DRAFTS:
            self.drop(next(iter(self._kept.values())).question)
        return True

    def drop(self, question: Question) -> None:
        """Forget a draft: it was stored, or emptied on purpose."""
        if self._kept.pop(question.identity, None) is not None:
            self._touched.add(question.identity)

    def become(self, old: Question, new: Question) -> None:
        """Let the draft of one question be that of another, as when its annotation is gone."""
        draft = self._kept.get(old.identity)
        if draft is not None:
            self.drop(old)
            self.put(new, draft.text)

    def keep(self) -> bool:
        """Write what has changed since the last time; returns whether all is kept for the next start."""
        if not self._touched:
            return not self.trouble
        others = [draft for draft in self._read() if draft.question.identity not in self._touched]
        merged = {draft.question.identity: draft for draft in others} | self._kept
        if merged:
            kept = [asdict(draft.question) | {"text": draft.text} for draft in merged.values()]
            self.trouble = self._state.write({"database": self._database, "drafts": kept})
        else:
            self.trouble = self._state.remove()
        if self.trouble:
            return False
        self._touched.clear()
        return True

    def _read(self) -> list[Draft]:
        kept = self._state.read()
        if kept.get("database") != self._database:
            return []
        items = kept.get("drafts")
        read = (_draft(item) for item in items[:MOST_DRAFTS]) if isinstance(items, list) else ()
        return [draft for draft in read if draft is not None]


def brought_back(
    drafts: Iterable[Draft],
    question: Question,
    sentence: tuple[int, int],
    alive: Mapping[str, tuple[int, int]],
) -> Draft | None:
    """Return the draft that a question brings back, if there is one.

    It is the one of the same annotation, else of the same words, else one of this sentence whose annotation
    is gone or was never made, which nothing else would bring back.

    Args:
        drafts: those of the article.
        question: what is asked now.
        sentence: its span, code points.
        alive: the spans of the annotations that there are, by uuid.
    """
    same = [
        draft
        for draft in drafts
        if (draft.question.kind, draft.question.field) == (question.kind, question.field)
    ]
    of_item = [
        draft
        for draft in same
        if draft.question.item == question.item
        and (question.item is None or draft.question.before == question.before)
    ]
    span = (question.start, question.end)
    for draft in of_item:
        if draft.question.uuid == question.uuid != "":
            return draft
    for draft in of_item:
        asked = draft.question
        if asked.uuid not in alive and (asked.start, asked.end) == span:
            return draft
    spans = set(alive.values())
    for draft in same if question.item is None else ():
        asked = draft.question
        lost = asked.uuid not in alive and (asked.start, asked.end) not in spans
        stale = asked.item is not None and asked.uuid == question.uuid  # the number it was for has changed
        if (lost and sentence[0] <= asked.start < sentence[1]) or stale:
            return draft
    return None


def placed(drafts: Iterable[Draft], text: str, alive: Container[str]) -> list[tuple[Draft, Question]]:
    """Return drafts of a text that has changed, each with the question as it is now.

    The words of one that has no annotation are looked for: the same ones nearest to where they stood. Where
    there are none any more it stays in its place, or at the end of the text.
    """
    moved = []
    for draft in drafts:
        asked = draft.question
        if asked.uuid in alive or text[asked.start : asked.end] == asked.quote:
            continue
        starts = list(_places(text, asked.quote))
        if starts:
            start = min(starts, key=lambda start: abs(start - asked.start))
            moved.append((draft, replace(asked, start=start, end=start + len(asked.quote))))
    return moved


def _places(text: str, quote: str) -> Iterable[int]:
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + len(quote))


def _draft(item: Any) -> Draft | None:
    """Read a draft from the file; None if it isn't one."""
    try:
        question = msgspec.convert(item, Question)
        text = msgspec.convert(item["text"], str)
    except (msgspec.ValidationError, TypeError, KeyError):
        return None
    in_bounds = 0 <= question.start < question.end < 1 << 53 and (question.item or 0) >= 0
    return Draft(question, text) if in_bounds and 0 < len(text) <= MOST_TEXT else None
