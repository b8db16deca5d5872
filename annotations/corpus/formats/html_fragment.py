"""Turns a piece of HTML that holds nothing but an article's text into that text, its paragraphs as lines.

A feed's entry, or a mail, is no page: there is no frame to leave out, and what finds the article in a page
throws short pieces away. So this only takes the markup off. It goes through the text once, whatever it holds:
what browsers read as markup to the end of the text (a comment or a script that never ends) is left out to
the end. Nothing of a script, a style or a form is text.
"""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:-]*+)(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>""")
"""A tag; it goes to no other `<`, so that looking for its end is never dear."""
_DECLARATION = re.compile(r"<[!?][^<>]*+>")
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
    "p", "pre", "section", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin a line and end one."""
_CELLS = frozenset({"td", "th"})
_NO_TEXT = frozenset({
    "button", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "video", "audio",
})  # fmt: skip
_LINE = "\n"


def fragment_text(html: str) -> str:
    """Return the text of a piece of HTML, a line a paragraph, without empty ones."""
    if "<" not in html:
        return _lines(unescape(html))
    pieces: list[str] = []
    at = 0
    while (tag_at := html.find("<", at)) >= 0:
        pieces.append(_flat(html[at:tag_at]))
        if html.startswith("<!--", tag_at):
            end = html.find("-->", tag_at + 4)
            at = end + 3 if end >= 0 else len(html)
        elif html.startswith("<![CDATA[", tag_at):
            at = tag_at + 9
        elif tag := _TAG.match(html, tag_at):
            at, name = tag.end(), tag[2].lower()
            if name in _BLOCKS:
                pieces.append(_LINE)
            elif name in _CELLS:
                pieces.append(" ")
            elif name in _NO_TEXT and not tag[1] and not tag[0].endswith("/>"):
                at = _end_of(name, html, at)
        elif declaration := _DECLARATION.match(html, tag_at):
            at = declaration.end()
        else:
            pieces.append("<")  # of a text: 3 < 5
            at = tag_at + 1
    pieces.append(_flat(html[at:]))
    return _lines("".join(pieces))


def _end_of(name: str, html: str, at: int) -> int:
    """Return where an element ends that has no text; the end of all if it doesn't."""
    end = re.compile(rf"</{name}\b[^<>]*+>?", re.IGNORECASE).search(html, at)
    return end.end() if end else len(html)


def _flat(text: str) -> str:
    """Return what stands between two tags; its line ends mean no more than a blank."""
    return unescape(" ".join(text.split("\n")))


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", _LINE).split(_LINE))
    return _LINE.join(filter(None, lines))
