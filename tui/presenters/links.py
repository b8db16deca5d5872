"""Names links on the screen, seen from either end, and writes the lines that tell of them."""

from __future__ import annotations

from annotations.model.article import Article, sentence_at
from annotations.model.links import SYMMETRIC, Source, Tie, ties
from annotations.model.records import Annotation
from annotations.model.side_records import PlacedRecord
from tui.i18n import N_, _

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
        (link_label(tie.type, outgoing=tie.outgoing), _end(tie, source)) for tie in ties(annotation, source)
    ]


def _end(tie: Tie, source: Source) -> str:
    other = source.get(tie.other)
    return f"{place_of(other)} {other.target.quote}" if other else _("(an annotation that isn't here)")
