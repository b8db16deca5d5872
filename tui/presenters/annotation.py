"""Puts a sentence and its annotations into words: the lines of the details."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import Attribute, Scheme
from annotations.services.attributes import QUANTITY, numbers_field, shown, stated_numbers
from annotations.text.numbers.amounts import amount
from tui.i18n import N_, _, described, enumerated, language, named
from tui.presenters.stored import with_signs

Links = Callable[[Annotation], Sequence["DetailLine"]]
"""Says of each link of an annotation where it leads, and of one that was taken over from whom it is."""

_VALUES = (
    N_("asserted"), N_("denied"), N_("alleged"), N_("confirmed"), N_("questioned"),
    N_("probable"), N_("possible"), N_("unknown"),
    N_("named official"), N_("anonymous official"), N_("witness"), N_("armed group"), N_("agency"),
    N_("document"), N_("outlet"),
    N_("no"), N_("not urgent"), N_("urgent"), N_("unsure"),
    N_("unstarted"), N_("in progress"), N_("inconclusive"), N_("verified"), N_("false"),
)  # fmt: skip
"""Values of the default scheme's choices, for the catalogues; those of others are shown as they are."""
_ELSEWHERE = {"certain": N_("it is certain"), "none": N_("no one named")}
"""Values whose word says something else in another place of the screen, for the catalogues."""
_KINDS = (
    N_("banner"), N_("body"), N_("comment form"), N_("date"), N_("duplicate title"), N_("heading"),
    N_("furniture"), N_("keywords"), N_("lead"), N_("related"), N_("repeated"), N_("section"),
    N_("source"), N_("title"), N_("ui"),
)  # fmt: skip
"""Kinds of sentences (`annotations.text.sentences.KINDS`)."""


class DetailLine(NamedTuple):
    """One line of the details."""

    name: str = ""
    value: str = ""
    key: str = ""
    """Goes to it while the details have the focus."""
    style: str = "text"
    """`text`, `dim`, `struck`: it is no more; or `lit`: the one that keys act on."""
    wide: bool = False
    """The value stands in the column of names, too."""
    about: str = ""
    """Stands dim behind the value, and goes first where there is no room; not behind what is struck."""


def tag_names(scheme: Scheme, tags: Sequence[str]) -> str:
    """Return the names of an annotation's tags, which are given by id; one without any is a note."""
    return enumerated(tag_labels(scheme, tags)) or _("note")


def tag_labels(scheme: Scheme, tags: Sequence[str]) -> list[str]:
    """Return the names of tags in the scheme's order; one that the scheme has lost is known by its id."""
    return [named(scheme.by_id[tag]) if tag in scheme.by_id else tag for tag in scheme.ordered(tags)]


def choice_label(value: object, attribute: Attribute | None = None) -> str:
    """Return the word for a value of a choice in the language in use."""
    said = shown(value, language())
    if attribute and language() == "ar" and (arabic := attribute.arabic_of.get(str(value))):
        return arabic
    return said if language() == "en" or not said else _(_ELSEWHERE.get(said, said))


def value_of(attribute: Attribute | None, value: object) -> str:
    """Return the value of an attribute for the screen; of one that the scheme has lost as it is stored."""
    if attribute is not None and attribute.kind == "choice":
        return with_signs(choice_label(value, attribute))
    if attribute is not None and attribute.kind == "numbers":
        return amounts_said(value)
    return with_signs(shown(value, language()))


def amounts_said(value: object) -> str:
    """Return the amounts that a database holds for the screen; what is none of them as it is stored.

    The controls of an amount are isolates of its own (`annotations.text.numbers.amounts`), so it has no signs
    put in their place; all else has.
    """
    return "، ".join(
        in_one_run(amount(item, language()))
        if isinstance(item, Mapping)
        else with_signs(shown(item, language()))
        for item in (value if isinstance(value, list) else [value])
    )


def in_one_run(said: str) -> str:
    """Isolate an amount with its noun (UAX #9, FSI), which beside Latin words, too, is read its own way."""
    return f"\u2068{said}\u2069"


def label_of(attribute: Attribute | None, name: str) -> str:
    """Return the name of an attribute; one that the scheme has lost is known by its id."""
    return named(attribute) if attribute else name.replace("_", " ")


def sentence_lines(article: Article, sentence: int) -> list[DetailLine]:
    """Return the lines that say where the cursor is."""
    if not article.units:
        return []
    n, count = sentence + 1, len(article.units)
    kind = _(article.sentences[sentence].kind.replace("-", " ")) if article.segmented else "…"
    return [
        DetailLine(_("sentence"), _("{n} of {all}").format(n=n, all=count)),
        DetailLine(_("kind"), kind),
    ]


def scheme_lines(scheme: Scheme) -> list[DetailLine]:
    """Return a line for each tag: its key, its name, and when it is set."""
    return [DetailLine(value=named(tag), key=tag.key, wide=True, about=described(tag)) for tag in scheme.tags]


def annotation_lines(
    annotation: Annotation,
    scheme: Scheme,
    links: Links | None = None,
    mark: str = "",
    *,
    numbers_offered: bool = True,
) -> list[DetailLine]:
    """Return the lines about an annotation.

    Args:
        annotation: what is said.
        scheme: names its tags and attributes.
        links: says what it is linked to; without it links are left out.
        mark: stands beside the first line.
        numbers_offered: say which numbers the words of a claim about an amount state, if it has none.
    """
    tags = enumerated(tag_labels(scheme, annotation.tags))
    return [
        DetailLine(_("tags"), tags, key=mark),
        *_attribute_lines(annotation, scheme),
        *(_number_offer(annotation, scheme) if numbers_offered else []),
        *([DetailLine(_("note"), with_signs(annotation.note))] if annotation.note else []),
        *(links(annotation) if links else ()),
        DetailLine(_("by"), with_signs(annotation.annotator)),
        DetailLine(_("changed"), annotation.updated[:16].replace("T", " ")),
    ]


def _attribute_lines(annotation: Annotation, scheme: Scheme) -> list[DetailLine]:
    """Return a line for each attribute that is set, in the scheme's order, then those that it has lost."""
    values = annotation.attributes
    known = {attribute.id: attribute for attribute in scheme.attributes}
    order = [*(name for name in known if name in values), *(name for name in values if name not in known)]
    return [
        DetailLine(label_of(known.get(name), name), value_of(known.get(name), values[name]))
        for name in order
        if values[name] is not None
    ]


def _number_offer(annotation: Annotation, scheme: Scheme) -> list[DetailLine]:
    """Return a line with the numbers that the words of a claim about an amount state, if it has none."""
    field = numbers_field(scheme)
    attribute = next((it for it in scheme.attributes if it.id == field), None)
    if attribute is None or QUANTITY not in annotation.tags or annotation.attributes.get(attribute.id):
        return []
    offered = stated_numbers(scheme, annotation.target.quote)
    return [DetailLine(named(attribute), f"{shown(offered, language())} ?", style="dim")] if offered else []
