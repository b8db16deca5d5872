"""Names links on the screen, seen from either end, and writes the lines that tell of them."""

from __future__ import annotations

from annotations.model.article import Article, sentence_at
from annotations.model.links import SYMMETRIC, Source, Tie, ties
from annotations.model.records import Annotation
from annotations.model.side_records import PlacedRecord
from annotations.services.attributes import CLAIMANT
from annotations.text.lines import flat
from tui.i18n import N_, _
from tui.presenters.annotation import amounts_said
from tui.presenters.stored import with_signs

_FORTH = {
    "contradicts": N_("contradicts"),
    "supports": N_("supports"),
    "repeats": N_("repeats"),
    "updates": N_("updates"),
    "reports-on": N_("reports on"),
}
_BACK = {
    "supports": N_("supported by"),
    "repeats": N_("repeated by"),
    "updates": N_("updated by"),
    "reports-on": N_("reported on by"),
}


def link_label(kind: str, *, outgoing: bool = True) -> str:
    """Return the name of a type of link from the end that holds it (`outgoing`), or from the other one."""
    if outgoing or kind in SYMMETRIC:
        return _(_FORTH[kind]) if kind in _FORTH else kind
    return _(_BACK[kind]) if kind in _BACK else f"← {kind}"


def place_of(annotation: PlacedRecord) -> str:
    """Say where an annotation or a flag is: `000:14`, the article and its sentence from 1."""
    sentence = annotation.target.sentence
    return f"{Article(annotation.article.id, '').short_id}:{'-' if sentence is None else sentence + 1}"


def article_place(article: Article, offset: int) -> str:
    """Say in which sentence a code point of an article is, in the same way."""
    return f"{article.short_id}:{sentence_at(article, offset) + 1}"


def link_lines(annotation: Annotation, source: Source) -> list[tuple[str, str]]:
    """Return a (name, value) line for each link of an annotation, held by it or by its other end."""
    return [
        (with_signs(link_label(tie.type, outgoing=tie.outgoing)), _end(tie, source))
        for tie in ties(annotation, source)
    ]


def _end(tie: Tie, source: Source) -> str:
    """Say of the other end where it is, who claims it and what number; its words if it has neither."""
    other = source.get(tie.other)
    if other is None:
        return _("(an annotation that isn't here)")
    who, numbers = (other.attributes.get(name) for name in (CLAIMANT, "numbers"))
    said = [f"\u2068{with_signs(flat(who))}\u2069"] if isinstance(who, str) and who else []
    if isinstance(numbers, list) and numbers:
        said.append(amounts_said(numbers))
    about = " · ".join(said) or f"\u2068{with_signs(flat(other.target.quote))}\u2069"
    return f"\u2066{with_signs(place_of(other))}\u2069 {about}"
