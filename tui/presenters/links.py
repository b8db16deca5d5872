"""Names links on the screen, seen from either end, and writes the lines that tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.article import Article, sentence_at
from annotations.model.links import SYMMETRIC, Tie, ties
from annotations.model.origin import origin
from annotations.model.records import Annotation
from annotations.model.side_records import PlacedRecord
from annotations.services.attributes import CLAIMANT
from annotations.text.lines import flat
from tui.i18n import N_, _
from tui.presenters.annotation import DetailLine, amounts_said
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from tui.session.link_ends import ColleagueEnd, LinkEnds

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


def link_lines(annotation: Annotation, ends: LinkEnds) -> list[DetailLine]:
    """Return a line for each link of an annotation, held by it or by its other end."""
    return [
        _end(with_signs(link_label(tie.type, outgoing=tie.outgoing)), tie, ends)
        for tie in ties(annotation, ends)
    ]


def _end(name: str, tie: Tie, ends: LinkEnds) -> DetailLine:
    """Say of the other end where it is, who claims it and what number; its words if it has neither."""
    other = ends.get(tie.other)
    if other is not None:
        return DetailLine(name, _about(other))
    end = ends.colleague(tie.other)
    if end is None:
        return DetailLine(name, _("(an annotation that isn't here)"))
    if end.said is None:
        return DetailLine(name, f"({hidden_end()})")
    if end.deleted:
        return DetailLine(name, _about(end.said.annotation), style="struck", about=deleted_by(end))
    return DetailLine(name, f"\u2068{with_signs(end.said.member)}\u2069: {_about(end.said.annotation)}")


def origin_lines(annotation: Annotation, ends: LinkEnds) -> list[DetailLine]:
    """Return the line that says from whom an annotation was taken over, if it was."""
    uuid = origin(annotation)
    if not uuid:
        return []
    end = ends.colleague(uuid)
    if end is None:
        return [DetailLine(_("taken over"), _("(an annotation that isn't here)"))]
    if end.said is None:
        return [DetailLine(_("taken over"), f"({hidden_end()})")]
    value = f"\u2068{with_signs(end.said.member)}\u2069"
    if end.deleted:
        return [DetailLine(_("taken over"), value, style="struck", about=deleted_by(end))]
    return [DetailLine(_("taken over"), value)]


def hidden_end() -> str:
    """Say why the other end of a link, a colleague's annotation, isn't shown."""
    return _("a colleague's, shown once you have decided its sentence")


def deleted_by(end: ColleagueEnd) -> str:
    """Say who has deleted the other end of a link."""
    name = end.said.member if end.said is not None else ""
    return _("deleted by {name}").format(name=f"\u2068{with_signs(name)}\u2069")


def _about(other: Annotation) -> str:
    who, numbers = (other.attributes.get(name) for name in (CLAIMANT, "numbers"))
    said = [f"\u2068{with_signs(flat(who))}\u2069"] if isinstance(who, str) and who else []
    if isinstance(numbers, list) and numbers:
        said.append(amounts_said(numbers))
    about = " · ".join(said) or f"\u2068{with_signs(flat(other.target.quote))}\u2069"
    return f"\u2066{with_signs(place_of(other))}\u2069 {about}"
