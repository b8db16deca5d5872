"""Says in words what a line is and why: of the story or of the page, by whose word, on how many pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotations.corpus.page_source import FILE, FOLDER, PUBLISHER, SITE
from annotations.model.line_layers import FURNITURE, REPEATED
from tui.i18n import N_, _
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.line_layers import LineLayers
    from annotations.model.side_records import LineWord
    from annotations.services.line_kinds import LineKind

_WHY: Mapping[str, str] = {
    "banner": N_("the site speaks of itself"),
    "ui": N_("a button or label of the page"),
    "section": N_("the name of a section"),
    "date": N_("a date of the page"),
    "source": N_("where the page has it from"),
    "keywords": N_("keywords of the page"),
    "related": N_("a link to another story"),
    "comment-form": N_("the form for comments"),
    "duplicate-title": N_("the title once more"),
}
"""The words for what a text alone tells of its boilerplate."""


class Choice(NamedTuple):
    """Something that a person can say of a line."""

    key: str
    label: str
    kind: LineKind | None
    everywhere: bool = False


FOUND = "found"
CHOICES: Mapping[str, Choice] = {
    "text-here": Choice("1", N_("text here"), "text"),
    "furniture-here": Choice("2", N_("furniture here"), "furniture"),
    "text-source": Choice("3", N_("text in the source"), "text", everywhere=True),
    "furniture-source": Choice("4", N_("furniture in the source"), "furniture", everywhere=True),
    FOUND: Choice("0", N_("as the program finds it"), None),
}


def source_name(site: str) -> str:
    """Return the name of a source for people, see `annotations.corpus.page_source`."""
    for kind in (SITE, PUBLISHER, FILE, FOLDER):
        if site.startswith(kind):
            return site.removeprefix(kind) or _("this folder")
    return site


def source_about(article: Article, sentence: int, layers: LineLayers) -> str:
    """Return the source of an article, with on how many of its pages the line of a sentence stands."""
    about = with_signs(source_name(article.site))
    if count := layers.repetitions(article.site, article.line_names[sentence]):
        about += " · " + _("on {n:,} of {all:,} pages").format(n=count.pages, all=count.all)
    return about


def done(name: str, article: Article) -> str:
    """Return the line that says what was said of a line, with the key that takes it back as `{undo}`."""
    if name == FOUND:
        return _("as the program finds it; {undo} takes it back")
    choice = CHOICES[name]
    if choice.everywhere:
        source = f"\u2068{with_signs(source_name(article.site))}\u2069".replace("{", "{{").replace("}", "}}")
        said = (
            _("text on every page of {source}; {{undo}} takes it back")
            if choice.kind == "text"
            else _("furniture on every page of {source}; {{undo}} takes it back")
        )
        return said.format(source=source)
    if choice.kind == "text":
        return _("text in this article; {undo} takes it back")
    return _("furniture in this article; {undo} takes it back")


def overruled(word: LineWord) -> str:
    """Return the line that says whose word on a line no longer holds, and where it did."""
    by = f"\u2068{with_signs(word.annotator)}\u2069"
    if word.article is None:
        return _("what {by} said of it on all pages of the source is taken back").format(by=by)
    return _("what {by} said of it in this article is taken back").format(by=by)


def why(article: Article, sentence: int, layers: LineLayers) -> str:
    """Say why a sentence is what it is; nothing where there is nothing to say, as of the story's own."""
    unit = article.sentences[sentence]
    name = article.line_names[sentence]
    if word := layers.word(article.id, article.site, name):
        by = f"\u2068{with_signs(word.annotator)}\u2069"
        said = (
            (_("text on pages of this source: {by}"), _("furniture on pages of this source: {by}"))
            if word.article is None
            else (_("text here: {by}"), _("furniture here: {by}"))
        )
        return said[word.kind == FURNITURE].format(by=by)
    if not unit.boilerplate:
        return ""
    parts = [_(_WHY[unit.kind])] if unit.kind in _WHY else []
    if count := layers.repetitions(article.site, name):
        parts.append(_("on {n:,} of {all:,} pages of this source").format(n=count.pages, all=count.all))
    elif unit.kind == REPEATED:
        parts.append(_("on many pages of this source when this article was begun"))
    return " · ".join(parts)
