"""Cuts Markdown into blocks of plain text to be drawn, and says which of it is a heading, in a list, or bold.

Parsed by markdown-it (CommonMark, and GitHub's tables), which Textual needs itself. Nothing of it acts: HTML
stays the text that it is, a link shows its address, a picture its description.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

STEP = 3
"""Cells by which what is in a list or a quotation is set in."""


class Block(NamedTuple):
    """A text that stands by itself and is wrapped as a whole."""

    text: str
    """One line of logical text."""
    bold: Sequence[tuple[int, int]] = ()
    """Code points of it, half-open."""
    heading: bool = False
    indent: int = 0
    """Cells."""
    apart: bool = True
    """True if a blank row stands before it."""
    code: Sequence[tuple[int, int]] = ()
    """Code points of it that are typed as they stand, half-open."""


class Table(NamedTuple):
    """Rows of cells."""

    heading: Sequence[Block]
    rows: Sequence[Sequence[Block]]
    """As many cells in each as the heading has."""
    indent: int = 0
    """Cells."""
    apart: bool = True
    """True if a blank row stands before it."""

    @property
    def text(self) -> str:
        """The texts of its cells, a line each."""
        return "\n".join(cell.text for row in (self.heading, *self.rows) for cell in row)


def blocks(text: str) -> list[Block | Table]:
    """Cut a Markdown text into blocks."""
    from markdown_it import MarkdownIt  # here: 20 ms that reading articles doesn't need

    return list(_blocks(MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block | Table]:
    lists: list[list[int | None]] = []
    """The number of the next item in each list that is open, None where items have none."""
    depth = 0
    marker = ""
    first, heading = False, False
    rows: list[list[Block]] | None = None
    """Those of the table that is open."""
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            begin = int(token.attrs.get("start", 1)) if kind.startswith("o") else None
            lists.append([begin])
            first = not depth
            depth += 1
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            depth -= 1
        elif kind == "list_item_open":
            number = lists[-1][0]
            marker = "• " if number is None else f"{number}. "
            if number is not None:
                lists[-1][0] = number + 1
        elif kind in ("blockquote_open", "blockquote_close"):
            depth += 1 if kind.endswith("open") else -1
        elif kind == "heading_open":
            heading = True
        elif kind == "table_open":
            rows = []
        elif kind == "tr_open" and rows is not None:
            rows.append([])
        elif kind == "table_close" and rows is not None:
            yield Table(rows[0], rows[1:], STEP * depth)
            rows = None
        elif kind == "inline" and rows is not None:
            line, bold, code = _inline("", token.children or ())
            rows[-1].append(Block(line, bold, code=code))
        elif kind == "inline":
            line, bold, code = _inline(marker, token.children or ())
            if heading:
                bold = [(0, len(line))]
            apart = first or not marker
            yield Block(line, bold, heading, STEP * max(0, depth - bool(marker)), apart, code)
            marker, heading, first = "", False, False
        elif kind in ("fence", "code_block"):
            for place, line in enumerate(token.content.splitlines()):
                yield Block(line, indent=STEP * (depth + 1), apart=not place, code=((0, len(line)),))


def _inline(
    marker: str, tokens: Sequence[Token]
) -> tuple[str, list[tuple[int, int]], tuple[tuple[int, int], ...]]:
    """Return the text, and which of it is bold, and which code."""
    text = marker
    bold: list[tuple[int, int]] = []
    code: list[tuple[int, int]] = []
    opened: list[int] = []
    addresses: list[str] = []
    for token in tokens:
        if token.type == "strong_open":
            opened.append(len(text))
        elif token.type == "strong_close" and opened:
            bold.append((opened.pop(), len(text)))
        elif token.type == "link_open":
            addresses.append(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            address = addresses.pop() if addresses else ""
            text += f" ({address})" if address and not text.endswith(address) else ""
        elif token.type in ("softbreak", "hardbreak"):
            text += " "
        elif token.type == "code_inline":
            code.append((len(text), len(text) + len(token.content)))
            text += token.content
        else:
            text += token.content
    return text, bold, tuple(code)
