"""Annotations whose article has changed: what is proposed for each, what is found nowhere, what was moved.

Nothing is decided here without a key, and nothing is dropped: what is left stays in the database as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import BindingType

from annotations.services.attributes import shown
from annotations.text.amounts import amount
from tui.config.bindings import bindings, undoable
from tui.i18n import N_, _, language
from tui.presenters.annotation import label_of
from tui.presenters.stored import with_signs
from tui.screens.review.base import Deciding
from tui.widgets.bars import TopBar
from tui.widgets.review_list import Case, Passage

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.services.reanchoring import DisplacedAnnotations, Relocation

MOVED, LEFT = "✓", "x"
_REMARKS = (N_("was moved here once, and put back"),)
"""What `Relocation.remark` may say, for the catalogues."""
_COMPARED = 4000
"""Code points of two quotes that are compared word by word: a key must not wait for more."""


class Displaced(NamedTuple):
    """A row: an annotation, why it is here, and where it may go."""

    old: Annotation
    what: str
    step: Relocation | None = None
    waits: bool = True
    """Whether a person has to look; False for what is only told."""


class Changed(Deciding):
    """Lists them: first what waits for a decision."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("changed")
    PLACE = "changed"
    NAMES = ((N_("article"), 10), (N_("no."), 4), (N_("what"), 11), (N_("tags"), 10))
    QUOTE = N_("as it was annotated")

    def __init__(self) -> None:
        super().__init__()
        self._findings: DisplacedAnnotations | None = None
        self._displaced: Sequence[Displaced] = ()
        self._left: set[str] = set()

    def begin(self) -> None:
        """Fill the list."""
        findings = self._findings = self.app.session.findings
        if findings is not None:
            self._displaced = _displaced(findings)
            nothing = _("nothing here: no article has changed since it was annotated; Esc goes back")
        else:
            nothing = _("the articles are still being looked at: what has changed comes up here")
        self.rows.fill(len(self._displaced), nothing=nothing)
        if self._displaced and not self.is_open(0) and (first := self.following(1)) is not None:
            self.rows.move_to(first)
        self.tell()

    # ------------------------------------------------------------------ what is shown

    def is_open(self, place: int) -> bool:
        """Say whether an annotation waits for a decision."""
        row = self._displaced[place]
        return (row.waits or row.step is not None) and not self._mark(row)

    def _mark(self, row: Displaced) -> str:
        if not self.app.session.is_displaced(row.old):
            return MOVED
        return LEFT if row.old.uuid in self._left else ""

    def case(self, place: int) -> Case:
        """Say what stands in a row."""
        row = self._displaced[place]
        tags = self.app.session.project.scheme.ordered(set(row.old.tags))
        columns = (*self.place_of(row.old), _(row.what), "+".join(tags[1:] or tags) or "-")
        return Case(self._mark(row), columns, row.old.target.quote)

    def passages(self, place: int) -> Sequence[Passage]:
        """Show the old quote, and under it the text that is proposed, with the difference in both."""
        row = self._displaced[place]
        quote = row.old.target.quote
        about = (with_signs(row.old.annotator), with_signs(row.old.note))
        if row.step is None:
            return [
                Passage((_("was"), *filter(None, about)), quote),
                Passage((_("now: {what}").format(what=_(row.what)),)),
            ]
        new = row.step.new
        gone, come = differences(quote, new.target.quote)
        remark = _(row.step.remark) if row.step.remark else ""
        moved = _("Enter moves it here") if self.is_open(place) and not self.app.session.readonly else ""
        where = "" if new.article.id == row.old.article.id else with_signs(new.article.id)
        return [
            Passage((_("was"), *filter(None, about)), quote, gone),
            Passage((_("now"), *filter(None, (where, remark, moved))), new.target.quote, come),
            *(Passage((_("is taken off"),), said) for said in self._taken_off(row.step)),
        ]

    def _taken_off(self, step: Relocation) -> list[str]:
        """Say what an annotation would lose by moving, since its words are there no more."""
        known = {one.id: one for one in self.app.session.project.scheme.attributes}
        gone = _("number {amount} no longer stands in the text")
        lost = _("{name} no longer stands in the text: {words}")
        return [
            *(gone.format(amount=amount(item, language(), isolates=False)) for item in step.numbers),
            *(
                lost.format(
                    name=label_of(known.get(name), name), words=with_signs(shown(step.old.attributes[name]))
                )
                for name in step.lost
            ),
        ]

    def refresh_data(self) -> None:
        """Draw everything anew, and what has been found out meanwhile."""
        if self._findings is not self.app.session.findings:
            self.begin()
        super().refresh_data()

    def tell(self) -> None:
        """Show how much there is to look at, and whether anything can be done about it."""
        session = self.app.session
        facts = (session.database_label, session.saved_label, _("{n:,} to look at").format(n=session.waiting))
        self.query_one(TopBar).tell(_("changed articles"), tuple(filter(None, facts)), session.alarm)

    def look_at(self, annotation: Annotation) -> None:
        """Put the cursor on an annotation: what was undone should be seen."""
        for place, row in enumerate(self._displaced):
            if row.old.uuid == annotation.uuid:
                self.rows.move_to(place)
                return

    # ------------------------------------------------------------------ keys

    def action_accept(self) -> None:
        """Move the annotation to the place that is proposed."""
        if not self._displaced:
            return
        row = self._displaced[self.rows.cursor]
        if self._mark(row) == MOVED:
            self.say(undoable(_("it is there already; {undo} takes the last move back"), "changed"))
        elif row.step is None:
            said = _("{what}: there is no place to move it to; it stays in the database as it is")
            self.say(said.format(what=_(row.what)))
        elif self.app.accept(row.step):
            self._left.discard(row.old.uuid)
            without = "; ".join(self._taken_off(row.step))
            said = undoable(_("moved; {undo} takes it back"), "changed")
            self._on(f"{said}; {without}" if without else said)

    def action_leave(self) -> None:
        """Leave the annotation as it is, for this time, and go on."""
        if self._displaced:
            row = self._displaced[self.rows.cursor]
            if self._mark(row) != MOVED:
                self._left.add(row.old.uuid)
                self._on(_("left as it is"))

    def _on(self, said: str) -> None:
        place, following = self.rows.cursor, self.following(1, around=True)
        self.rows.update(place)
        if following is not None:
            self.rows.move_to(following)
        self.refresh_data()
        last = _("{said}; that was the last one, Esc goes back").format(said=said)
        self.say(said if following is not None else last)

    async def action_open(self) -> None:
        """Open the article at the place that is proposed, or was."""
        if self._displaced:
            row = self._displaced[self.rows.cursor]
            await self.app.open_annotation(row.step.new if row.step else row.old)


def _what(step: Relocation) -> str:
    """Say in a word why a person has to look."""
    return N_("number gone") if step.numbers else N_("words gone") if step.lost else N_("changed")


def _displaced(findings: DisplacedAnnotations) -> list[Displaced]:
    return [
        *(Displaced(step.old, _what(step), step) for step in findings.uncertain),
        *(Displaced(one, N_("not found")) for one in findings.orphans),
        *(Displaced(step.old, N_("moved"), step, waits=False) for step in findings.moved),
        *(Displaced(step.old, N_("renamed"), step, waits=False) for step in findings.renamed),
        *(Displaced(one, N_("no article"), waits=False) for one in findings.absent),
    ]


Spans = tuple[tuple[int, int], ...]


def differences(old: str, new: str) -> tuple[Spans, Spans]:
    """Return what of an old text is gone and what of a new one has come, word by word (code points)."""
    if len(old) + len(new) > _COMPARED:
        return (), ()
    before, after = _words(old), _words(new)
    ops = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    gone = [(first, last) for op, first, last, _, _ in ops if op != "equal" and last > first]
    come = [(first, last) for op, _, _, first, last in ops if op != "equal" and last > first]
    return _spans(before, gone), _spans(after, come)


def _words(text: str) -> list[str]:
    """Cut a text behind its spaces."""
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


def _spans(words: Sequence[str], runs: Sequence[tuple[int, int]]) -> Spans:
    ends = list(accumulate(map(len, words), initial=0))
    return tuple((ends[first], ends[last] - words[last - 1].endswith(" ")) for first, last in runs)
