"""What the details say of a sentence, line by line: pure functions from records to words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import Attribute, Scheme
from annotations.services.attributes import shown
from annotations.text.numbers import numbers_in
from tui.i18n import N_, _, language, named
from tui.presenters.stored import with_signs

QUANTITY = "quantity"
"""The tag that says that a claim is about an amount: its numbers are offered."""
LONGEST = 4000
"""Code points of a sentence whose numbers are offered: a key must not wait for a page without line ends."""

Links = Callable[[Annotation], Sequence[tuple[str, str]]]
"""Says (name, value) of each link of an annotation."""

_VALUES = (
    N_("asserted"), N_("denied"), N_("alleged"), N_("confirmed"), N_("questioned"),
    N_("probable"), N_("possible"), N_("unknown"),
    N_("named official"), N_("anonymous official"), N_("witness"), N_("armed group"), N_("agency"),
    N_("document"), N_("outlet"),
    N_("no"), N_("not urgent"), N_("urgent"), N_("unsure"),
    N_("unstarted"), N_("in progress"), N_("inconclusive"), N_("verified"), N_("false"),
)  # fmt: skip
"""What the default scheme's choices can be; the values of other schemes are shown as they are."""
_ELSEWHERE = {"certain": N_("it is certain"), "none": N_("no one named")}
"""Values whose word says something else in another place of the screen, for the catalogues."""
_KINDS = (
    N_("banner"), N_("body"), N_("comment form"), N_("date"), N_("duplicate title"), N_("heading"),
    N_("keywords"), N_("lead"), N_("related"), N_("section"), N_("source"), N_("title"), N_("ui"),
)  # fmt: skip
"""Kinds of sentences (`annotations.text.sentences.KINDS`)."""


class Line(NamedTuple):
    """One line of the details."""

    name: str = ""
    value: str = ""
    key: str = ""
    """Goes to it while the details have the focus."""
    style: str = "text"
    """`text`, `dim`, or `lit`: the one that keys act on."""
    wide: bool = False
    """The value stands in the column of names, too."""


def tag_names(scheme: Scheme, tags: Sequence[str]) -> str:
    """Return what the tags of an annotation are called, by their ids; one without any is a note."""
    names = [named(scheme.by_id[tag]) if tag in scheme.by_id else tag for tag in scheme.ordered(tags)]
    return ", ".join(names) or _("note")


def offered_numbers(scheme: Scheme, text: str) -> list[dict[str, object]]:
    """Return the amounts that a text states, if the scheme has a place for them."""
    wanted = any(one.kind == "numbers" for one in scheme.attributes)
    return [dict(item) for item in _numbers(text)] if wanted and len(text) <= LONGEST else []


@lru_cache(maxsize=64)
def _numbers(text: str) -> tuple[dict[str, object], ...]:
    return tuple(numbers_in(text))


def choice(value: object) -> str:
    """Return what a value of a choice is called in the language in use."""
    said = shown(value, language())
    return said if language() == "en" or not said else _(_ELSEWHERE.get(said, said))


def value_of(attribute: Attribute | None, value: object) -> str:
    """Return the value of an attribute for the screen; of one that the scheme has lost as it is stored."""
    if attribute is not None and attribute.kind == "choice":
        return with_signs(choice(value))
    said = shown(value, language())
    return said if attribute is not None and attribute.kind == "numbers" else with_signs(said)


def label_of(attribute: Attribute | None, name: str) -> str:
    """Return what an attribute is called; one that the scheme has lost is known by its id."""
    return named(attribute) if attribute else name.replace("_", " ")


def place(article: Article, sentence: int) -> list[Line]:
    """Return the lines that say where the cursor is."""
    if not article.units:
        return []
    n, count = sentence + 1, len(article.units)
    kind = _(article.sentences[sentence].kind.replace("-", " ")) if article.segmented else "…"
    return [
        Line(_("sentence"), _("{n} of {all}").format(n=n, all=count)),
        Line(_("kind"), kind),
    ]


def about(one: Annotation, scheme: Scheme, links: Links | None = None, mark: str = "") -> list[Line]:
    """Return the lines about one annotation, `mark` beside the first."""
    tags = [named(scheme.by_id[tag]) if tag in scheme.by_id else tag for tag in scheme.ordered(one.tags)]
    known = {attribute.id: attribute for attribute in scheme.attributes}
    order = [*(name for name in known if name in one.attributes), *(one.attributes.keys() - known.keys())]
    said = [
        Line(label_of(known.get(name), name), value_of(known.get(name), one.attributes[name]))
        for name in order
        if one.attributes[name] is not None
    ]
    numbers = next((one for one in scheme.attributes if one.kind == "numbers"), None)
    if numbers and QUANTITY in one.tags and not one.attributes.get(numbers.id):
        offered = offered_numbers(scheme, one.target.quote)
        said += [Line(named(numbers), f"{shown(offered, language())} ?", style="dim")] if offered else []
    return [
        Line(_("tags"), ("، " if language() == "ar" else ", ").join(tags), key=mark),
        *said,
        *([Line(_("note"), with_signs(one.note))] if one.note else []),
        *(Line(with_signs(name), with_signs(value)) for name, value in (links(one) if links else ())),
        Line(_("by"), with_signs(one.annotator)),
        Line(_("changed"), one.updated[:16].replace("T", " ")),
    ]
