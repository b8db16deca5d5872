"""Says what was done to a damaged text, and whether it is repaired."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.i18n import N_, _, enumerated, plural

if TYPE_CHECKING:
    from annotations.model.article import Article

_WAYS = {
    "utf8-as-cp1256": N_("UTF-8 as Windows-1256"),
    "utf8-as-cp1252": N_("UTF-8 as Windows-1252"),
    "utf8-as-cp1251": N_("UTF-8 as Windows-1251"),
    "utf8-as-cp437": N_("UTF-8 as code page 437"),
    "utf8-as-cp850": N_("UTF-8 as code page 850"),
    "utf8-as-mac_roman": N_("UTF-8 as Mac Roman"),
    "cp1256-as-cp1252": N_("Windows-1256 as Windows-1252"),
    "iso8859-6-as-cp1252": N_("ISO-8859-6 as Windows-1252"),
    "references": N_("letters as HTML references"),
    "percent": N_("letters as percent signs"),
    "escapes": N_("letters as escapes"),
}
"""By the names of steps, see `annotations.text.damage`."""


def is_worth_saying(article: Article) -> bool:
    """Say whether there is anything to say of an article's text as such."""
    return bool(article.repair or article.bad_bytes or article.damage)


def state_of_text(article: Article) -> str:
    """Say whether an article's text is repaired or damaged, and how; nothing if it is neither."""
    said = []
    if article.repair:
        said.append(_("repaired: {ways}").format(ways=_ways(article.repair)))
    if damage := article.damage:
        if damage.steps:
            said.append(_("looks damaged: {ways}").format(ways=_ways(damage.steps)))
        if damage.lost:
            said.append(plural("{n:,} letter lost", "{n:,} letters lost", damage.lost))
    if article.bad_bytes:
        said.append(f"\u2068{article.bad_bytes}\u2069")
    return enumerated(said)


def _ways(steps: Iterable[str]) -> str:
    return enumerated([_(_WAYS[step]) if step in _WAYS else step for step in dict.fromkeys(steps)])
