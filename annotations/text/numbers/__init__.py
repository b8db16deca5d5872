"""Reads the amounts that an Arabic text states.

`reading.py` says how they are found, `shares.py` reads fractions; `words.py` and `nouns.py` hold the tables.
"""

from annotations.text.numbers.reading import Number, amounts_agree, numbers_in, read_numbers, to_attribute

__all__ = ["Number", "amounts_agree", "numbers_in", "read_numbers", "to_attribute"]
