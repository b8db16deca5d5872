"""Puts the progress of each annotator into a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.i18n import _, plural
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.services.annotators import AnnotatorProgress


def annotator_lines(people: Sequence[AnnotatorProgress]) -> list[str]:
    """Return a line an annotator, under one that says what is counted."""
    if not people:
        return [_("nobody has decided a sentence yet")]
    sentences = people[0].sentences
    heading = _("who has decided how many of {n:,} sentences, boilerplate left out").format(n=sentences)
    return [heading, "", *(_line(person) for person in people)]


def _line(person: AnnotatorProgress) -> str:
    share = person.decided / person.sentences if person.sentences else 0
    facts = [
        _("decided {n:,} ({share})").format(n=person.decided, share=f"{share:.1%}"),
        plural("{n:,} claim", "{n:,} claims", person.claims),
        plural("{n:,} article", "{n:,} articles", person.articles),
        _("also decided by somebody else: {n:,}").format(n=person.shared) if person.shared else "",
        _("last {when}").format(when=f"\u2066{person.last[:16].replace('T', ' ')}\u2069"),
    ]
    return f"\u2068{with_signs(person.annotator)}\u2069: {' · '.join(filter(None, facts))}"
