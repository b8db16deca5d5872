"""Compares two terminals' pictures of one screen cell by cell: no reading, so no noise of the reader.

Tesseract takes a digit for another one now and then, so it can't say that none is in another place. Cells can
be compared as they are, since the font and its size are the same: by their ink, softened, so that another
way of smoothing or a pixel's shift doesn't count, and another character does. What a terminal cuts off or
makes smaller at the edges of a cell counts in part; `UNLIKE` lies between that and the digits that differ
least. That a cell shows another digit is found by what it is nearest to, whatever its distance.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageFilter

WIDTH, HEIGHT = 12, 24
"""Pixels of a cell: each picture is brought to that."""
UNLIKE = 0.4
"""The share of ink in other places from which on two cells show something else."""
_LEAST_INK = 600
"""In steps of grey: less is a stray pixel of the neighbour."""
_SHIFT = 3
"""Pixels by which pictures may be apart, as frames are."""


@dataclass
class Comparison:
    """How a screen differs from the same one elsewhere.

    Attributes:
        inked: cells in which either has ink.
        unlike: the row, the column and the text of those that show something else.
        digits: the same for cells of digits that show another digit.
    """

    inked: int = 0
    unlike: list[tuple[int, int, str]] = field(default_factory=list)
    digits: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The unlike cells in percent of the inked ones."""
        return round(100 * len(self.unlike) / max(1, self.inked), 2)


def compared(
    picture: Image.Image, reference: Image.Image, rows: Sequence[Sequence[tuple[int, str]]], columns: int
) -> Comparison:
    """Compare two pictures, black on white, of as many columns and of the rows that are given.

    Args:
        picture: what is judged.
        reference: the same screen in a terminal that shows cells as they are sent.
        rows: for each row the column and the text of what stands there; blanks may be left out.
        columns: cells of a row.
    """
    seen, wanted = (_softened(one, columns, len(rows)) for one in (picture, reference))
    seen = _brought_over(seen, wanted)
    digits: dict[str, list[Image.Image]] = {}  # each as often as it looks otherwise: some are bold
    for row, cells in enumerate(rows):
        for column, text in cells:
            if text.isdecimal():
                one = _full(wanted.crop(_box(row, column)))
                if all(one.tobytes() != other.tobytes() for other in digits.setdefault(text, [])):
                    digits[text].append(one)
    found = Comparison()
    for row, cells in enumerate(rows):
        for column, text in cells:
            box = _box(row, column)
            ours, theirs = list(_shifted(seen, box)), wanted.crop(box)
            if max(_ink(theirs), _ink(ours[0])) < _LEAST_INK:
                continue
            found.inked += 1
            ours, theirs = [_full(one) for one in ours], _full(theirs)
            if _distance(ours, theirs) > UNLIKE:
                found.unlike.append((row, column, text))
            if text in digits and _nearest(ours, digits) not in _twins(text):
                found.digits.append((row, column, text))
    return found


def _nearest(ours: Sequence[Image.Image], digits: Mapping[str, Sequence[Image.Image]]) -> str:
    return min(digits, key=lambda digit: min(_distance(ours, one) for one in digits[digit]))


def _twins(digit: str) -> str:
    """Return the digits that look like one: most Persian ones are drawn as the Arabic ones are."""
    value = unicodedata.decimal(digit)
    return digit if digit.isascii() else chr(0x0660 + value) + chr(0x06F0 + value)


def _softened(picture: Image.Image, columns: int, rows: int) -> Image.Image:
    """Return ink as light on dark, each cell as large as in any other picture."""
    size = (columns * WIDTH, rows * HEIGHT)
    ink = ImageChops.invert(picture.convert("L"))
    if ink.width > size[0]:  # a terminal that leaves room right of each cell
        narrow = Image.new("L", (size[0], ink.height))
        for column in range(columns):
            left = round(column * ink.width / columns)
            narrow.paste(ink.crop((left, 0, left + WIDTH, ink.height)), (column * WIDTH, 0))
        ink = narrow
    if ink.size != size:
        ink = ink.resize(size, Image.Resampling.LANCZOS)
    return ink.filter(ImageFilter.GaussianBlur(1))


def _full(cell: Image.Image) -> Image.Image:
    """Return a cell with its ink as dark as can be, whatever its colour was."""
    strongest = max(1, cell.getextrema()[1])
    return cell.point(lambda value: 255 * value // strongest)


def _brought_over(picture: Image.Image, reference: Image.Image) -> Image.Image:
    """Return a picture moved by the few pixels that bring it over the other one."""
    places = [(x, y) for x in range(-_SHIFT, _SHIFT + 1) for y in range(-_SHIFT, _SHIFT + 1)]
    moved = (
        ImageChops.offset(picture, x, y) for x, y in sorted(places, key=lambda at: at[0] ** 2 + at[1] ** 2)
    )
    return min(moved, key=lambda one: _ink(ImageChops.difference(one, reference)))


def _box(row: int, column: int) -> tuple[int, int, int, int]:
    return column * WIDTH, row * HEIGHT, (column + 1) * WIDTH, (row + 1) * HEIGHT


def _shifted(picture: Image.Image, box: tuple[int, int, int, int]) -> Iterator[Image.Image]:
    """Yield a cell as it is, and as it is one pixel beside that."""
    for x, y in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
        yield picture.crop((box[0] + x, box[1] + y, box[2] + x, box[3] + y))


def _distance(ours: Sequence[Image.Image], theirs: Image.Image) -> float:
    """Return how much of the ink of both is in other places, 0 to 1."""
    return min(_ink(ImageChops.difference(one, theirs)) / max(1, _ink(one) + _ink(theirs)) for one in ours)


def _ink(picture: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(picture.histogram()))
