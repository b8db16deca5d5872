"""Reads a picture of Arabic text back: characters by Tesseract, and connected shapes of ink.

Both are needed. Wrong order, digits and brackets show in the characters; unjoined letters hardly do, since
Tesseract reads them well, but they double the number of shapes. Each number is compared with the one of the
same lines drawn by a text engine (Pillow with Raqm): the floor, below which nothing can be.
"""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from emulators import FONT, PIXELS
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, features

_UNIFIED = str.maketrans(
    {
        **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
        **dict.fromkeys('“”„«»"', '"'),
        **dict.fromkeys("–—‐‑", "-"),
        "ـ": None,
    }
)
SMALLEST_SHAPE = 3
"""Pixels; less is noise of the antialiasing."""


@dataclass(frozen=True)
class Reading:
    """The text of a picture, as it was read back.

    Attributes:
        errors: characters wrong, missing or too many, in points of the text's length.
        shapes: connected shapes of ink.
        text: as it was read, for the person who looks for the cause.
    """

    errors: float
    shapes: int
    text: str


def read(picture: Image.Image, wanted: Sequence[str], *, gap: int = 0) -> Reading:
    """Read a picture of black text on white and compare it with the lines that it should show.

    Args:
        picture: the text and nothing else.
        wanted: the lines.
        gap: shapes so many pixels apart from side to side count as one.
    """
    ink = _framed(picture)
    text = _tesseract(ink)
    want, got = _normal(" ".join(wanted)), _normal(text)
    return Reading(round(100 * _distance(want, got) / len(want), 2), _shapes(ink, gap), text)


def drawn(lines: Sequence[str], *, joined: bool = True) -> Image.Image:
    """Return the lines as a text engine draws them, in the size and font of the emulators.

    Args:
        lines: logical text.
        joined: else each character as it is, from left to right: what a terminal does with raw Arabic.
    """
    assert features.check("raqm"), "Pillow is without Raqm, which draws the lines to compare with"
    command = ["fc-match", "-f", "%{file}", FONT]
    file = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    engine = ImageFont.Layout.RAQM if joined else ImageFont.Layout.BASIC
    font = ImageFont.truetype(file, PIXELS, layout_engine=engine)
    how = {"direction": "rtl", "language": "ar"} if joined else {}
    picture = Image.new("RGB", (1200, 2 * 24 * len(lines) + 24), "white")
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        place = (1180 - font.getlength(line, **how), 12 + 48 * number)
        draw.text(place, line, "black", font, **how)
    return picture


def flattened(picture: Image.Image, columns: int, rows: int) -> Image.Image:
    """Return text of any colours on any grounds as black on white.

    Most of a cell is its ground, so what differs from it is ink, in the strength of the row's strongest.

    Args:
        picture: nothing but cells.
        columns: how many of them side by side.
        rows: how many of them one above the other.
    """
    flat = Image.new("L", picture.size, 255)
    for row in range(rows):
        top, bottom = (round(edge * picture.height / rows) for edge in (row, row + 1))
        inks = []
        for column in range(columns):
            left, right = (round(edge * picture.width / columns) for edge in (column, column + 1))
            cell = picture.crop((left, top, right, bottom))
            colors = cell.getcolors(cell.width * cell.height) or []
            if len(colors) > 1:
                ground = Image.new("RGB", cell.size, max(colors)[1])
                inks.append((left, reduce(ImageChops.lighter, ImageChops.difference(cell, ground).split())))
        strongest = max((ink.getextrema()[1] for _, ink in inks), default=0)
        for left, ink in inks:
            flat.paste(ink.point(lambda value, full=strongest: 255 - 255 * value // full), (left, top))
    return flat


def _framed(picture: Image.Image) -> Image.Image:
    """Return the text with as much white around it everywhere, as Tesseract likes it."""
    grey = picture.convert("L")
    box = ImageOps.invert(grey).point(lambda value: 255 if value > 60 else 0).getbbox()
    return ImageOps.expand(grey.crop(box), 24, 255) if box else grey


def _tesseract(picture: Image.Image) -> str:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name)
        command = ["tesseract", file.name, "-", "-l", "ara", "--psm", "6", "--dpi", "300"]
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def _normal(text: str) -> str:
    """Return what is compared: no marks, controls or tatweel, one kind of digits, quotes, dashes, blanks."""
    text = unicodedata.normalize("NFKC", text).translate(_UNIFIED)
    kept = (char for char in text if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return " ".join("".join(kept).split())


def _distance(wanted: str, got: str) -> int:
    """Return the edits from one text to the other (Levenshtein)."""
    before = list(range(len(got) + 1))
    for row, a in enumerate(wanted, 1):
        now = [row]
        for column, b in enumerate(got, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (a != b)))
        before = now
    return before[-1]


def _shapes(picture: Image.Image, gap: int) -> int:
    """Count connected shapes (8 neighbours): runs of dark pixels, joined with those they touch above."""
    width, height = picture.size
    pixels = picture.tobytes()
    parent: list[int] = []
    area: list[int] = []

    def root(shape: int) -> int:
        while parent[shape] != shape:
            parent[shape] = shape = parent[parent[shape]]
        return shape

    above: list[tuple[int, int, int]] = []
    for y in range(height):
        row = bytes(value <= 128 for value in pixels[y * width : (y + 1) * width])
        runs = []
        start = row.find(1)
        while start >= 0:
            end = row.find(0, start)
            while end >= 0 and (following := row.find(1, end, end + gap + 1)) >= 0:
                end = row.find(0, following)
            end = width if end < 0 else end
            shape = len(parent)
            parent.append(shape)
            area.append(end - start)
            for first, last, other in above:
                if first <= end and start <= last:
                    parent[root(other)] = root(shape)
            runs.append((start, end, shape))
            start = row.find(1, end)
        above = runs
    total: dict[int, int] = {}
    for shape, pixels_of in enumerate(area):
        total[root(shape)] = total.get(root(shape), 0) + pixels_of
    return sum(size >= SMALLEST_SHAPE for size in total.values())


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture as a small PNG: 64 colours are enough for text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(path, optimize=True)
