"""Says numbers, dates, amounts and values in the language of the report, with the digits it is to have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from annotations.exchange.report.messages import Words
from annotations.model.scheme import Attribute, Scheme, Tag
from annotations.text.lines import flat
from annotations.text.numbers.amounts import amount, number_shown

Digits = Literal["western", "arabic"]
DIGITS: tuple[Digits, ...] = ("western", "arabic")

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_BETWEEN = re.compile(r"(?<=\d)[,.](?=\d)")
_MARKS = {",": "٬", ".": "٫"}
"""U+066C and U+066B: an Arabic number has separators of its own."""
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:$|[T ])")


class Wording:
    """The language of a report.

    Args:
        words: what it says by itself.
        digits: of its numbers and dates; quotes, names, places and addresses keep theirs.
    """

    def __init__(self, words: Words, digits: Digits = "western") -> None:
        self.words = words
        self._arabic_digits = digits == "arabic"

    @property
    def numerals(self) -> str:
        """The name of the digits in CSS."""
        return "arabic-indic" if self._arabic_digits else "decimal"

    def digits(self, said: str) -> str:
        """Return words of our own with the digits of the report."""
        if not self._arabic_digits:
            return said
        marked = _BETWEEN.sub(lambda match: _MARKS[match[0]], said)
        return marked.translate(_ARABIC).replace("%", "٪")

    def number(self, value: float) -> str:
        """Write a number."""
        return self.digits(number_shown(value))

    def percent(self, share: float) -> str:
        """Write a share of 1 as per cent."""
        return self.digits(f"{share:.0%}")

    def measure(self, value: float) -> str:
        """Write a measure between -1 and 1."""
        return self.digits(f"{value:.2f}")

    def count(self, forms: Sequence[str], n: int) -> str:
        """Say how many there are of something; the forms are the language's: English two, Arabic six."""
        form = forms[n != 1] if len(forms) == 2 else forms[_arabic_form(n)]
        return form.format(n=self.number(n))

    def day(self, value: date | str | None) -> str:
        """Write a day, a month or a year; what is no ISO date as it is."""
        said = str(value or "")
        known = _ISO.match(said)
        if known is None:
            return flat(said)
        year, month, day = known.groups()
        if month is None or not 1 <= int(month) <= 12:
            return self.digits(year)
        name = self.words.months[int(month) - 1]
        return self.digits(f"{int(day)} {name} {year}" if day else f"{name} {year}")

    def amount(self, item: Mapping[str, Any], *, unit: bool = True) -> str:
        """Write an amount with its bounds, its isolates included."""
        return self.digits(amount(item, self.words.lang, unit=unit))

    def value(self, value: object, attribute: Attribute | None = None) -> str:
        """Write the value of a choice; the attribute may have a name for it in Arabic."""
        if attribute and self.words.lang == "ar" and (arabic := attribute.arabic_of.get(str(value))):
            return arabic
        return self.words.values.get(str(value)) or str(value).replace("_", " ")

    def letter(self, place: int) -> str:
        """Return the letter of a side in the matrix; there are a few dozen, then numbers."""
        letters = self.words.letters
        return letters[place] if place < len(letters) else self.number(place + 1)

    def name(self, named: Tag | Attribute) -> str:
        """Return what a tag or an attribute is called."""
        return (named.arabic if self.words.lang == "ar" else named.label) or named.label

    def tag(self, tag: str, scheme: Scheme) -> str:
        """Return what a tag is called; one that the scheme has lost by its id."""
        return self.name(scheme.by_id[tag]) if tag in scheme.by_id else tag


def _arabic_form(n: int) -> int:
    """Return which of the six forms a number takes (CLDR, plural rules of Arabic)."""
    if n < 3:
        return n
    return 3 if 3 <= n % 100 <= 10 else 4 if n % 100 >= 11 else 5
