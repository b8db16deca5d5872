"""Takes the text out of the HTML that annotation tools keep their documents and snippets in.

Such HTML was made by the tool of a text, and offsets count its letters; so nothing is left out or put in but
markup, and a line end for each block, where the tool has one.
"""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "tr", "blockquote"})
_VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "wbr", "col", "area", "base", "source"})
_SILENT = frozenset({"script", "style", "head", "title"})


class _Text(HTMLParser):
    """Collects the text, with a line end where a block ends if that is wanted."""

    def __init__(self, *, break_blocks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._break = break_blocks

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if self._break and tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._break and tag in _BLOCKS:
            self.parts.append("\n")


class _Parts(HTMLParser):
    """Collects the text of each element that has an id and no such element in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {}
        self.origin = ""
        self._open: list[tuple[str, str | None]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.origin = values.get("data-origid") or ""
        if tag in _VOID:
            return
        self._silent += tag in _SILENT
        identity = values.get("id") if tag not in ("html", "body") else None
        self._open.append((tag, identity))
        if identity:
            self.texts.setdefault(identity, [])

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, _ = self._open.pop()
            self._silent -= opened in _SILENT
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        identity = next((name for _, name in reversed(self._open) if name), None)
        if identity is not None:
            self.texts[identity].append(data)


def plain_text(markup: str, *, break_blocks: bool = True) -> str:
    """Return the text of a piece of HTML; `break_blocks` puts a line end where a block ends."""
    parser = _Text(break_blocks=break_blocks)
    parser.feed(markup)
    parser.close()
    return "".join(parser.parts)


def texts_by_id(markup: str) -> tuple[dict[str, str], str]:
    """Return the text of each element of a page that has an id, in order, and where the page is from."""
    parser = _Parts()
    parser.feed(markup)
    parser.close()
    return {name: "".join(parts) for name, parts in parser.texts.items()}, parser.origin
