"""Gives the guidelines of a project: its own, or those that are made from its scheme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.model.records import CLAIM
from tui.i18n import N_, _, described, enumerated, language, named
from tui.presenters.annotation import choice_label

if TYPE_CHECKING:
    from annotations.model.scheme import Scheme

_DECIDE = (
    N_("It is a claim if somebody says that something is so, and it could turn out to be true or false."),
    N_("Ask: who could check this, and with what? If there is an answer, it is a claim."),
    N_("What is reported counts, too: that the ministry said it, and what it said."),
    N_("It is no claim if it is an opinion, a wish, a question, an order, or what everybody knows."),
    N_("Of several claims in a sentence each may have a span of its own: v selects words."),
    N_("What you are not sure of: tag it, and say so in its details or in a note."),
)
"""Criteria by which a claim is told; they are those of Full Fact and AVeriTeC, in short."""


def guidelines(scheme: Scheme) -> str:
    """Return a project's guidelines in Markdown."""
    arabic = scheme.arabic_guidelines if language() == "ar" else ""
    return arabic or scheme.guidelines or scheme.arabic_guidelines or "\n".join(_made(scheme))


def _made(scheme: Scheme) -> Iterator[str]:
    yield "# " + _("Guidelines") + "\n"
    if CLAIM in scheme.by_id:
        yield "## " + _("Is it a claim?") + "\n"
        yield from (f"- {_(line)}" for line in _DECIDE)
    yield "\n## " + _("Tags") + "\n"
    for tag in scheme.tags:
        other = tag.label if named(tag) != tag.label else tag.arabic
        names = f"**{_plain(named(tag))}**" + (f" ({_plain(other)})" if other != named(tag) else "")
        about = f": {_plain(said)}" if (said := described(tag)) else ""
        yield f"- `{tag.key}` {names}{about}"
    if scheme.attributes:
        yield "\n## " + _("Details") + "\n"
    for attribute in scheme.attributes:
        values = enumerated(_plain(choice_label(value, attribute)) for value in attribute.values)
        yield f"- **{_plain(named(attribute))}**" + (f": {values}" if values else "")


def _plain(text: str) -> str:
    """Return a text so that nothing in it is Markdown."""
    return "".join(
        f"\\{char}" if char.isascii() and not (char.isalnum() or char == " ") else char for char in text
    )
