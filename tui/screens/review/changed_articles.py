"""Annotations whose article has changed: what is proposed for each, what is found nowhere, what was moved.

Nothing is decided here without a key, and nothing is dropped: what is left stays in the database as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult

from annotations.services.attributes import shown
from annotations.text.numbers.amounts import amount
from tui.config.bindings import undoable
from tui.i18n import N_, _, language, one_by_one
from tui.presenters.annotation import label_of
from tui.presenters.cases import Case, Passage, differences, place_columns
from tui.presenters.stored import with_signs
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation
from tui.screens.review.decision_list import DecisionList
from tui.widgets.bars import KeyHints, TopBar

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.side_records import PlacedRecord
    from annotations.services.reanchoring import DisplacedAnnotations, Relocation
    from tui.screens.context import SessionContext

MOVED, LEFT = "✓", "x"
_REMARKS = (N_("was moved here once, and put back"),)
"""The texts that `Relocation.remark` may have, for the catalogues."""


class DisplacedRow(NamedTuple):
    """A row has an annotation, says why it is listed, and where it may be moved to."""

    old: Annotation
    what: str
    relocation: Relocation | None = None
    waits: bool = True
    """True if a person has to look; else it is only told what became of it."""


class ChangedArticlesScreen(ListScreen):
    """Lists annotations whose article has changed: first those that wait for a decision.

    Args:
        context: whose annotations.
    """

    key_place = "changed"

    def __init__(self, context: SessionContext) -> None:
        self._findings: DisplacedAnnotations | None = None
        self._displaced_rows: Sequence[DisplacedRow] = ()
        self._left: set[str] = set()
        """The uuids of annotations that were left as they are, for this time."""
        self._decisions = DecisionList(
            context,
            ((N_("article"), 10), (N_("no."), 4), (N_("what"), 11), (N_("tags"), 10)),
            N_("as it was annotated"),
            case=self._case,
            passages=self._passages,
            is_open=self._is_open,
        )
        super().__init__(context, self._decisions.rows)

    def compose(self) -> ComposeResult:
        """Compose the list above, and the case under the cursor below."""
        yield TopBar()
        yield from self._decisions.widgets
        yield KeyHints("changed", (("j k", _("move")),))

    def on_mount(self) -> None:
        """Show what has been found out."""
        self._fill()

    def _fill(self) -> None:
        findings = self._findings = self.context.session.annotations.displaced.findings
        if findings is not None:
            self._displaced_rows = _rows_of(findings)
            nothing = _("nothing here: no article has changed since it was annotated; Esc goes back")
        else:
            nothing = _("the articles are still being looked at: what has changed comes up here")
        self._decisions.fill(len(self._displaced_rows), nothing=nothing)
        self.update_status()

    # ------------------------------------------------------------------ what is shown

    def _is_open(self, place: int) -> bool:
        """Return whether an annotation waits for a decision."""
        row = self._displaced_rows[place]
        return (row.waits or row.relocation is not None) and not self._mark(row)

    def _mark(self, row: DisplacedRow) -> str:
        if not self.context.session.annotations.displaced.remains(row.old):
            return MOVED
        return LEFT if row.old.uuid in self._left else ""

    def _case(self, place: int) -> Case:
        """Return what stands in a row."""
        row = self._displaced_rows[place]
        tags = self.context.project.scheme.ordered(set(row.old.tags))
        columns = (*place_columns(row.old), _(row.what), "+".join(tags[1:] or tags) or "-")
        return Case(self._mark(row), columns, row.old.target.quote)

    def _passages(self, place: int) -> Sequence[Passage]:
        """Return the old quote, and under it the text that is proposed, with the difference in both."""
        row = self._displaced_rows[place]
        quote = row.old.target.quote
        about = (with_signs(row.old.annotator), with_signs(row.old.note))
        if row.relocation is None:
            return [
                Passage((_("was"), *filter(None, about)), quote),
                Passage((_("now: {what}").format(what=_(row.what)),)),
            ]
        new = row.relocation.new
        gone, come = differences(quote, new.target.quote)
        remark = _(row.relocation.remark) if row.relocation.remark else ""
        movable = self._is_open(place) and not self.context.session.annotations.readonly
        moved = _("Enter moves it here") if movable else ""
        where = "" if new.article.id == row.old.article.id else with_signs(new.article.id)
        return [
            Passage((_("was"), *filter(None, about)), quote, gone),
            Passage((_("now"), *filter(None, (where, remark, moved))), new.target.quote, come),
            *(Passage((_("is taken off"),), said) for said in self._taken_off(row.relocation)),
        ]

    def _taken_off(self, relocation: Relocation) -> list[str]:
        """Return what an annotation would lose by moving, since its words are there no more."""
        known = {attribute.id: attribute for attribute in self.context.project.scheme.attributes}
        gone = _("number {amount} no longer stands in the text")
        lost = _("{name} no longer stands in the text: {words}")
        return [
            *(gone.format(amount=amount(item, language(), isolates=False)) for item in relocation.numbers),
            *(
                lost.format(
                    name=label_of(known.get(name), name),
                    words=with_signs(shown(relocation.old.attributes[name])),
                )
                for name in relocation.lost
            ),
        ]

    def refresh_data(self) -> None:
        """Draw everything anew, and what has been found out meanwhile."""
        if self._findings is not self.context.session.annotations.displaced.findings:
            self._fill()
        self._decisions.refresh()
        self.update_status()

    def update_status(self) -> None:
        """Show how much there is to look at, and whether anything can be done about it."""
        session = self.context.session
        facts = (
            session.database_label,
            session.annotations.saved_label,
            _("{n:,} to look at").format(n=session.annotations.displaced.waiting),
        )
        self.query_one(TopBar).show(
            _("changed articles"), tuple(filter(None, facts)), session.annotations.alarm
        )

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on an annotation: what was undone should be seen."""
        for place, row in enumerate(self._displaced_rows):
            if row.old.uuid == annotation.uuid:
                self.rows.move_to(place)
                return

    # ------------------------------------------------------------------ keys

    def action_open_case(self, direction: int) -> None:
        """Put the cursor on the next or previous annotation that waits for a decision."""
        self._decisions.move_to_open(direction)

    def action_accept(self) -> None:
        """Move the annotation to the place that is proposed."""
        if not self._displaced_rows:
            return
        row = self._displaced_rows[self.rows.cursor]
        if self._mark(row) == MOVED:
            self.context.notify(
                undoable(_("it is there already; {undo} takes the last move back"), "changed")
            )
        elif row.relocation is None:
            said = _("{what}: there is no place to move it to; it stays in the database as it is")
            self.context.notify(said.format(what=_(row.what)))
        elif self.context.accept(row.relocation):
            self._left.discard(row.old.uuid)
            without = one_by_one(self._taken_off(row.relocation))
            said = undoable(_("moved; {undo} takes it back"), "changed")
            self._go_on(one_by_one(filter(None, (said, without))))

    def action_leave(self) -> None:
        """Leave the annotation as it is, for this time, and go on."""
        if self._displaced_rows:
            row = self._displaced_rows[self.rows.cursor]
            if self._mark(row) != MOVED:
                self._left.add(row.old.uuid)
                self._go_on(_("left as it is"))

    def _go_on(self, said: str) -> None:
        """Go to the next annotation that waits for a decision, and say what became of this one."""
        place, following = self.rows.cursor, self._decisions.following(1, around=True)
        self.rows.update(place)
        if following is not None:
            self.rows.move_to(following)
        self.refresh_data()
        last = _("{said}; that was the last one, Esc goes back").format(said=said)
        self.context.notify(said if following is not None else last)

    async def action_open(self) -> None:
        """Open the article at the place that is proposed, or was."""
        if self._displaced_rows:
            row = self._displaced_rows[self.rows.cursor]
            await self.context.send(OpenAnnotation(row.relocation.new if row.relocation else row.old))


def _what(relocation: Relocation) -> str:
    """Return in a word why a person has to look."""
    return N_("number gone") if relocation.numbers else N_("words gone") if relocation.lost else N_("changed")


def _rows_of(findings: DisplacedAnnotations) -> list[DisplacedRow]:
    """Return the rows of what has become of the annotations."""
    return [
        *(DisplacedRow(relocation.old, _what(relocation), relocation) for relocation in findings.uncertain),
        *(DisplacedRow(orphan, N_("not found")) for orphan in findings.orphans),
        *(
            DisplacedRow(relocation.old, N_("moved"), relocation, waits=False)
            for relocation in findings.moved
        ),
        *(
            DisplacedRow(relocation.old, N_("renamed"), relocation, waits=False)
            for relocation in findings.renamed
        ),
        *(DisplacedRow(absent, N_("no article"), waits=False) for absent in findings.absent),
    ]
