"""The picture of a plot: a PNG that other programs read, with each mark in its colour at its place."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from datetime import date

import pytest

from annotations.exchange.report.png_plot import png
from annotations.exchange.report.svg_plot import WIDE, Labels, Point, lay_out

COLORS = {(0x0B, 0x62, 0xA8): 0, (0xA8, 0x3C, 0x0C): 1, (0x2B, 0x7A, 0x2B): 2, (0x7A, 0x3B, 0x9C): 3}
"""The series by the colours of their marks."""


def pixels(data: bytes) -> list[list[tuple[int, int, int]]]:
    """Read a picture as the standard says, with its checksums."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(name + content)
        chunks[name] = content
        at += 12 + length
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, kind) == (8, 3)
    palette = [tuple(chunks[b"PLTE"][at : at + 3]) for at in range(0, len(chunks[b"PLTE"]), 3)]
    rows = zlib.decompress(chunks[b"IDAT"])
    assert len(rows) == height * (width + 1)
    return [
        [palette[number] for number in rows[row * (width + 1) + 1 : (row + 1) * (width + 1)]]  # type: ignore[misc]
        for row in range(height)
    ]


def point(number: int, day: date | None, low: float | None, high: float | None, series: int) -> Point:
    return Point(number, day, low, high, False, series, "#c1", "t")


DAY = date(2025, 5, 3)
POINTS = [
    point(1, DAY, 40, 40, 0),
    point(2, DAY, 900, None, 1),
    point(3, date(2025, 5, 9), None, 500, 2),
    point(4, None, 100, 300, 3),
]


def test_each_mark_has_its_colour_where_the_plot_lays_it_out() -> None:
    picture = pixels(png(POINTS))
    drawing = lay_out(POINTS, Labels(str, date.isoformat, "?"), WIDE)
    assert (len(picture[0]), len(picture)) == (WIDE.width * 3, WIDE.height * 3)
    for number, mark in enumerate(drawing.marks):
        x, y = map(float, mark.shape[1:].split("a")[0].split("h")[0].split("l")[0].split())
        inside = {0: (5, 0), 1: (4, 4), 2: (0, 6), 3: (0, 7)}[number]
        found = picture[round((y + inside[1]) * 3)][round((x + inside[0]) * 3)]
        assert COLORS[found] == number


def counts(*points: Point) -> Counter[tuple[int, int, int]]:
    return Counter(pixel for row in pixels(png(points)) for pixel in row)


def test_bounds_are_lines_and_digits_are_ink() -> None:
    other = point(2, DAY, 900, 900, 1)
    exact, least = (counts(point(1, DAY, 40, high, 0), other) for high in (40, None))
    assert exact[0x1A, 0x1A, 0x1A] > 1000, "numbers and days"
    assert least[0x0B, 0x62, 0xA8] > exact[0x0B, 0x62, 0xA8] + 1000, "a bound has a line to the edge"


@pytest.mark.parametrize("value", [5e-324, 0.0, 1e15, 1e308, -1e308])
def test_a_number_of_any_size_is_drawn(value: float) -> None:
    assert pixels(png([point(1, DAY, value, value, 0), point(2, None, -value, -value, 1)]))
