"""Properties of code points, each as one ASCII letter, so that a text's are one string of its length.

`str.translate` asks a dict for every code point of a text that isn't ASCII, which takes 32 ns. The code
points of which news in Arabic script consists fit into a code page of one byte each: to encode a text in it
takes 2 ns a code point, and what is then looked up for it, by `bytes.translate`, less than 1 ns. A text that
holds any other code point goes the slower way as a whole.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = 1 << 14
"""Code points whose letters are kept, so that hostile text can't fill the memory."""

_NO_CODE = "\ufffe"
"""In the table of a code page Python takes this for: nothing has this code."""

CODE_PAGE = (
    "\0\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "\u00a0£©«°·»ÇÉÖÜàáâäçèéêëíîïñóôöùúûüğışİ"
    "\u060c\u061b\u061fءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىي"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"
    "٠١٢٣٤٥٦٧٨٩٪٫٬پچژڤکگھہۆیے۔ە۰۱۲۳۴۵۶۷۸۹"
    "\u200c\u200d\u200e\u200f–—‘’“”„•…‹›€"
)
"""The code points of the code page, in the order of their codes; which these are decides but about speed."""

_CODES = codecs.charmap_build(CODE_PAGE.ljust(256, _NO_CODE))


def encoded(text: str) -> bytes | None:
    """Return a text in the code page, None if it holds a code point that isn't there."""
    try:
        return codecs.charmap_encode(text, "strict", _CODES)[0]
    except UnicodeEncodeError:
        return None


class Letters(dict[int, str]):
    """One property of all code points; it fills itself.

    Args:
        letter_of: tells the letter of a code point.
    """

    def __init__(self, letter_of: Callable[[str], str]) -> None:
        super().__init__()
        self._letter_of = letter_of
        self._page = b""

    def __missing__(self, code: int) -> str:
        letter = self._letter_of(chr(code))
        if len(self) < _KEPT:
            self[code] = letter
        return letter

    def of(self, text: str, codes: bytes | None = None) -> str:
        """Return the letters of a text, one for each code point.

        Args:
            text: any.
            codes: the text in the code page, if that is known.
        """
        codes = codes or encoded(text)
        return text.translate(self) if codes is None else codes.translate(self.page).decode("ascii")

    @property
    def page(self) -> bytes:
        """The letter of each code of the code page, for `bytes.translate`; free codes have `?`."""
        if not self._page:
            self._page = "".join(map(self._letter_of, CODE_PAGE)).encode("ascii").ljust(256, b"?")
        return self._page
