"""Reads the amounts that an Arabic text states.

`reading.py` says how they are found; `words.py` holds the tables.
"""

from annotations.text.numbers.reading import Number, amounts_agree, numbers_in, read_numbers, to_attribute

__all__ = ["Number", "amounts_agree", "numbers_in", "read_numbers", "to_attribute"]
