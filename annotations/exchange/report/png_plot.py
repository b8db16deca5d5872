"""Draws a plot as a PNG picture, for documents that can't show SVG.

Plots have few kinds of parts: straight lines, five shapes, digits. So they are drawn here, in some hundred
lines and without a library: those that draw SVG or text are 10 to 60 MB, for one picture in one format. Text
is digits and signs only, in a font of our own; so days are ISO dates, numbers have the digits that every
reader knows, and a `?` names the column of amounts without a date.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from annotations.exchange.report.svg_plot import WIDE, Drawing, Labels, Point, lay_out

_SCALE = 3
"""Pixels of a unit of the plot."""
_DOT = 4
"""Pixels of a dot of the font."""
_WHITE, _LINE, _INK = 0, 1, 2
_PALETTE = bytes.fromhex("ffffff b8b8b8 1a1a1a 0b62a8 a83c0c 2b7a2b 7a3b9c 555555")
"""Paper, the grid, ink, and the colours of the classes s0 to s4."""
_FONT = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "01110 10001 00001 00110 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "01110 10000 11110 10001 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00001 01110",
    ",": "00000 00000 00000 00000 00110 00100 01000",
    ".": "00000 00000 00000 00000 00000 01100 01100",
    "-": "00000 00000 00000 11111 00000 00000 00000",
    "+": "00000 00100 00100 11111 00100 00100 00000",
    "e": "00000 00000 01110 10001 11111 10000 01110",
    "?": "01110 10001 00001 00110 00100 00000 00100",
}
"""Rows of dots, five wide."""
_STEP = re.compile(r"([MLHVlhvaz])([^MLHVlhvaz]*)")
_Place = tuple[float, float]


def undated_label() -> str:
    """Return the label of the column of amounts without a date."""
    return "?"


def png(points: Sequence[Point]) -> bytes:
    """Return the picture of a plot of at least one point."""
    labels = Labels(lambda value: f"{value:,.10g}", date.isoformat, undated_label())
    return _Picture(lay_out(points, labels, WIDE)).png()


class _Picture:
    """A picture of a drawing: a row of bytes for each row of pixels, a byte the number of a colour."""

    def __init__(self, drawing: Drawing) -> None:
        self._width, self._height = drawing.width * _SCALE, drawing.height * _SCALE
        self._rows = [bytearray(self._width) for _ in range(self._height)]
        for line in drawing.lines:
            for path in _paths(line.path):
                self._stroke(path, _LINE, 1)
            self._text(line.label, float(line.x), float(line.y), end=line.anchor == "left")
        for mark in drawing.marks:
            color = 3 + int(mark.look[1:])
            for path in (path for line in mark.ranges for path in _paths(line)):
                self._stroke(path, color, 2)
            for path in _paths(mark.shape):
                self._fill(path, _WHITE if mark.hollow else color)
                self._stroke(path, color, 1.5)
            self._text(mark.number, float(mark.x), float(mark.y))

    def png(self) -> bytes:
        """Return the file (W3C, Portable Network Graphics, 2nd edition: a palette of eight bits)."""
        head = struct.pack(">IIBBBBB", self._width, self._height, 8, 3, 0, 0, 0)
        rows = b"".join(b"\0" + row for row in self._rows)
        parts = ((b"IHDR", head), (b"PLTE", _PALETTE), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
        chunks = (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in parts
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)

    def _dot(self, x: float, y: float, size: float, color: int) -> None:
        """Paint a square around a place, in pixels."""
        left, right = (max(0, min(self._width, round(x + side * size / 2))) for side in (-1, 1))
        for row in range(max(0, round(y - size / 2)), min(self._height, round(y + size / 2))):
            self._rows[row][left:right] = bytes([color]) * (right - left)

    def _stroke(self, path: Sequence[_Place], color: int, width: float) -> None:
        for (x, y), (to_x, to_y) in pairwise(path):
            steps = max(1, math.ceil(max(abs(to_x - x), abs(to_y - y)) * _SCALE))
            for step in range(steps + 1):
                share = step / steps
                at = x + (to_x - x) * share, y + (to_y - y) * share
                self._dot(at[0] * _SCALE, at[1] * _SCALE, width * _SCALE, color)

    def _fill(self, path: Sequence[_Place], color: int) -> None:
        corners = [(x * _SCALE, y * _SCALE) for x, y in path]
        low, high = min(y for _, y in corners), max(y for _, y in corners)
        for row in range(max(0, math.floor(low)), min(self._height, math.ceil(high))):
            middle = row + 0.5
            crossings = sorted(
                x + (middle - y) / (to_y - y) * (to_x - x)
                for (x, y), (to_x, to_y) in zip(corners, [*corners[1:], corners[0]], strict=True)
                if (y <= middle) != (to_y <= middle)
            )
            for begin, end in zip(crossings[::2], crossings[1::2], strict=False):
                left, right = max(0, round(begin)), min(self._width, round(end))
                self._rows[row][left:right] = bytes([color]) * max(0, right - left)

    def _text(self, text: str, x: float, y: float, *, end: bool = False) -> None:
        """Write digits, with their middle or their end at a place, their foot at its height."""
        known = [_FONT[char].split() for char in text if char in _FONT]
        width = (6 * len(known) - 1) * _DOT
        left = x * _SCALE - (width if end else width / 2)
        top = y * _SCALE - 7 * _DOT
        for number, glyph in enumerate(known):
            for row, dots in enumerate(glyph):
                for column, dot in enumerate(dots):
                    if dot == "1":
                        at = left + (6 * number + column + 0.5) * _DOT, top + (row + 0.5) * _DOT
                        self._dot(*at, _DOT, _INK)


def _paths(path: str) -> Iterator[list[_Place]]:
    """Yield the lines of a path as `svg_plot` writes it: of the commands of SVG those that it has."""
    x = y = 0.0
    places: list[_Place] = []
    for command, written in _STEP.findall(path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", written)]
        match command:
            case "M":
                if len(places) > 1:
                    yield places
                x, y = numbers
                places = []
            case "L":
                x, y = numbers
            case "H":
                (x,) = numbers
            case "V":
                (y,) = numbers
            case "l":
                x, y = x + numbers[0], y + numbers[1]
            case "h":
                x += numbers[0]
            case "v":
                y += numbers[0]
            case "a":  # half a circle
                radius, across = numbers[0], numbers[5]
                center = x + across / 2
                begin = math.pi if across > 0 else 0.0
                places += [
                    (center + radius * math.cos(begin - turn), y + radius * math.sin(begin - turn))
                    for turn in (math.pi * step / 12 for step in range(1, 12))
                ]
                x += across
            case "z":
                x, y = places[0]
        places.append((x, y))
    if len(places) > 1:
        yield places
