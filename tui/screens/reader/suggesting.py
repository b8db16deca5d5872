"""Shows, takes and refuses suggestions of the cursor's sentence; none is ever a decision of its own.

What there is to suggest is reckoned by workers that the screen runs (`tui.session.reading_along`); here it is
only looked up, so that a key costs the same with suggestions and without. All of it is off while the session
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.services.attributes import numbers_field
from annotations.services.tagging import whole_sentence
from tui.config.bindings import first, undoable
from tui.i18n import _
from tui.presenters.annotation import DetailLine
from tui.presenters.suggestions import (
    by_field,
    offer_lines,
    related_lines,
    suggested_head,
    taken_line,
)
from tui.session.lru_cache import LRUCache

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from annotations.model.side_records import AnyChange
    from annotations.reporting.records import Span
    from annotations.services.related import Related
    from annotations.services.suggestions import Offer, ReadAlong
    from tui.screens.context import SessionContext
    from tui.screens.reader.state import ReaderState

_KEPT = 64
"""Sentences of which it is kept what is suggested: a step back reckons and words nothing anew."""


class Suggesting:
    """The suggestions of the sentence under the cursor.

    Args:
        context: has what was reckoned, and saves what is taken.
        state: says what is read.
    """

    def __init__(self, context: SessionContext, state: ReaderState) -> None:
        self._context = context
        self._state = state
        self._refused: set[tuple[str, int, str]] = set()
        """Article, sentence and field of what was refused just now: until that is reckoned."""
        self._offered: LRUCache[tuple[str, int], tuple[object, Sequence[Offer]]] = LRUCache(_KEPT)
        """By article and sentence what is proposed, and what that depends on."""
        self._worded: LRUCache[tuple[str, int, bool], tuple[object, list[DetailLine]]] = LRUCache(_KEPT)
        """By article, sentence, and whether they are brief, the lines, and what they depend on."""

    @property
    def _along(self) -> ReadAlong | None:
        session = self._context.session
        return session.reading_along.of(self._state.article) if session.suggestions_on else None

    @property
    def _me(self) -> str:
        return self._context.project.annotator

    def reckoned_anew(self) -> None:
        """Note that what was refused has been taken in."""
        self._refused.clear()

    # ------------------------------------------------------------------ what is suggested

    @property
    def offers(self) -> Sequence[Offer]:
        """The values that are proposed for the sentence under the cursor."""
        return self._offers_of(self._state.cursor)

    def _offers_of(self, sentence: int) -> Sequence[Offer]:
        along, state = self._along, self._state
        if along is None or not state.article.units:
            return ()
        group = state.group_of(sentence)
        place, depends = (state.article.id, sentence), (along, along.trust, tuple(group), self._me)
        kept = self._offered.get(place)
        if kept is None or kept[0] != depends:
            kept = depends, along.offers(sentence, group, self._me)
            self._offered.put(place, kept)
        if not self._refused:
            return kept[1]
        return [offer for offer in kept[1] if (*place, offer.field) not in self._refused]

    @property
    def by_field(self) -> dict[str, Offer]:
        """The offers for the annotation that is filled in, by field; none where that is one of a part."""
        state = self._state
        own = state.current_of(self._me)
        if own is not None and own is not whole_sentence(state.article, state.cursor, state.group, self._me):
            return {}
        return by_field(self.offers)

    @property
    def numbers_refused(self) -> bool:
        """Say whether the numbers that the sentence states were refused: nothing offers them again."""
        along, state = self._along, self._state
        if along is None or not state.article.units:
            return False
        now = (state.article.id, state.cursor, numbers_field(self._context.project.scheme))
        return now in self._refused or along.numbers_refused(state.cursor)

    @property
    def cue(self) -> tuple[int, int] | None:
        """The word of saying of the sentence under the cursor, code points."""
        along = self._along
        cue: Span | None = along.cue(self._state.cursor) if along and self._state.article.units else None
        return (cue.start, cue.end) if cue is not None else None

    def lines(self, sentence: int, *, brief: bool) -> list[DetailLine] | None:
        """Return the lines of what is suggested of a sentence, and of what is related to it.

        Args:
            sentence: which one.
            brief: leave out what is related: there is little room.

        Returns:
            None while suggestions are off.
        """
        session, state = self._context.session, self._state
        if not session.suggestions_on:
            return None
        if not state.article.units:
            return []
        offers, scheme, related = self._offers_of(sentence), self._context.project.scheme, None
        if not brief:
            unit = state.article.units[sentence]
            related = session.reading_along.known_related(state.article, unit.start, unit.end)
        place, depends = (state.article.id, sentence, brief), (offers, related, scheme)
        kept = self._worded.get(place)
        if kept is None or kept[0] != depends:
            kept = depends, _lines(offers, related or (), scheme, brief=brief)
            self._worded.put(place, kept)
        return kept[1]

    @property
    def passage_to_relate(self) -> tuple[Article, int, int] | None:
        """The sentence of which it isn't known what is related to it now; None: there is none."""
        session, state = self._context.session, self._state
        if self._along is None or not state.article.units:
            return None
        unit = state.article.units[state.cursor]
        if session.reading_along.is_related_current(state.article, unit.start, unit.end):
            return None
        return state.article, unit.start, unit.end

    # ------------------------------------------------------------------ taken and refused

    def take_all(self) -> None:
        """Take all that is suggested of the sentence, in one step; the cursor stays."""
        offers = self.offers
        if not self._context.session.suggestions_on:
            said = _("suggestions are off; {key} brings them back")
            self._context.notify(said.format(key=first("reader.suggestions")))
        elif self._along is None and not self._context.session.reading_along.is_current(self._state.article):
            self._context.notify(_("still reckoning what is suggested: this key did nothing"))
        elif not offers:
            self._context.notify(_("nothing is suggested of this sentence"))
        elif self.take(offers):
            told = taken_line(offers, self._context.project.scheme)
            said = undoable(_("taken, {undo} takes it back: {{what}}"), "reader")  # the article's words last
            self._context.notify(said.format(what=told))

    def take(self, offers: Sequence[Offer]) -> bool:
        """Take offers; returns whether they are in sight."""
        from annotations.services.suggestions import take

        state = self._state
        changes = take(state.article, state.cursor, offers, state.group, self._me)
        return self._context.save(state.article, changes)

    def refuse(self, offer: Offer) -> None:
        """Say that an offer is wrong: it isn't made again."""
        from annotations.services.suggestions import refuse

        state = self._state
        self._refused.add((state.article.id, state.cursor, offer.field))
        if self._context.save(state.article, refuse(state.article, state.cursor, offer, self._me)):
            self._context.notify(undoable(_("not suggested again here; {undo} brings it back"), "details"))
        else:
            self._refused.discard((state.article.id, state.cursor, offer.field))

    def judged(self, before: Annotation | None, after: Annotation | None) -> Sequence[AnyChange]:
        """Return the verdict that a tag's key gives on the type that was suggested, to be saved with it."""
        offers = self.offers
        if not offers:
            return ()
        from annotations.services.suggestions import judged_by_key

        was, now = (annotation.tags if annotation else () for annotation in (before, after))
        return judged_by_key(offers, was, now, self._me)


def _lines(
    offers: Sequence[Offer], related: Sequence[Related], scheme: Scheme, *, brief: bool
) -> list[DetailLine]:
    lines: list[DetailLine] = []
    if offers:
        head = suggested_head(offers, first("reader.take-suggested"))
        told = offer_lines(offers, scheme)
        lines += [*told, head] if brief else [DetailLine(), head, *told]
    return [*lines, *related_lines(related)]
