"""A text of the code page, looked up at once, has the letters and forms that its code points have."""

from __future__ import annotations

import unicodedata
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from tui.bidi.char_kinds import kind_of, kinds
from tui.bidi.classes import bidi_class, classes
from tui.bidi.code_page import CODE_PAGE, encoded
from tui.bidi.shaping import MERGED, joining_type, shape

# What joins, merges, is passed over or breaks a join, more often than chance has it; then what has no code.
JOINING = "لللاأإآبتدرىيهکگیهـء\u064b\u064e\u0651\u0670\u200c\u200d\u200e ab1،"
BEYOND = (
    "\u06ce\u0695\u06ba\u06d0\u0671\u06c2\u08a0\u200b\u2060\ufefb\ufedf\ufe8e\ufbe6\u202b漢\U0001f44d\ud800"
)
OF_THE_PAGE = st.text(st.sampled_from(JOINING) | st.sampled_from(CODE_PAGE), max_size=60)
ANY = st.text(
    st.sampled_from(JOINING) | st.sampled_from(BEYOND) | st.characters(exclude_categories=()), max_size=60
)


def decomposed() -> dict[str, dict[str, str]]:
    """Return by Unicode's decompositions for each letter, and for lam-alef, each position's form."""
    forms: dict[str, dict[str, str]] = {}
    for code in chain(range(0xFB50, 0xFC00), range(0xFE80, 0xFEFD)):
        position, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        forms.setdefault("".join([chr(int(letter, 16)) for letter in letters]), {})[position] = chr(code)
    return forms


DECOMPOSED = decomposed()
FORMS = DECOMPOSED | {
    letter: DECOMPOSED[like]
    for letter, like in {"\u06c2": "\u06c0", "\u06c3": "\u0629", "\u06d5": "\u0647"}.items()
}


def joined(text: str, step: int) -> list[bool]:
    """Say of each code point if it joins the one before it; steps of -1 come from the text's end."""
    offers, takes = ("DC", "DR") if step > 0 else ("DRC", "D")
    answers, offered = [], False
    for kind in map(joining_type, text[::step]):
        answers.append(offered and kind in takes)
        if kind != "T":
            offered = kind in offers
    return answers[::step]


def walked(text: str) -> str:
    """Shape letter by letter, with the forms of Unicode's own decompositions."""
    out, lam = [], None
    for place, (char, before, after) in enumerate(zip(text, joined(text, 1), joined(text, -1), strict=True)):
        if lam is not None and char in "اأإآ":
            out[lam] = FORMS["ل" + char]["<final>" if out[lam] == "\ufee0" else "<isolated>"]
            out.append(MERGED)
        else:
            forms = FORMS.get(char, {})
            isolated = forms.get("<isolated>", char)
            final, initial = forms.get("<final>", isolated), forms.get("<initial>", isolated)
            medial = forms.get("<medial>", final)
            out.append((medial if before else initial) if after else final if before else isolated)
        if joining_type(char) != "T":
            lam = place if char == "ل" else None
    return "".join(out)


def test_each_code_is_one_code_point_and_some_are_left_for_ligatures() -> None:
    assert len(set(CODE_PAGE)) == len(CODE_PAGE) <= 250
    assert encoded(CODE_PAGE) == bytes(range(len(CODE_PAGE)))
    assert [encoded(char) for char in BEYOND] == [None] * len(BEYOND)


@given(OF_THE_PAGE | ANY)
def test_classes_and_kinds_of_a_text_are_those_of_its_code_points(text: str) -> None:
    assert classes(text) == "".join(map(bidi_class, text))
    assert kinds(text) == "".join(map(kind_of, text))
    assert kinds(text, harakat=False) == "".join([kinds(char, harakat=False) for char in text])


@given(OF_THE_PAGE)
def test_a_text_of_the_code_page_is_shaped_as_letter_by_letter(text: str) -> None:
    assert shape(text) == walked(text)


@given(ANY)
def test_any_text_is_shaped_as_letter_by_letter(text: str) -> None:
    assert shape(text) == walked(text)


@given(OF_THE_PAGE)
def test_a_code_point_beyond_the_page_changes_nothing_but_the_way_to_the_answer(text: str) -> None:
    assert shape(text + "\u2003漢")[: len(text)] == shape(text)


def test_the_forms_of_every_pair_of_letters_are_those_of_the_walk() -> None:
    letters = [chr(code) for code in range(0x600, 0x700)]
    text = " ".join([a + b for a in letters for b in letters])
    assert shape(text) == walked(text)
    assert shape(" ".join([a + "ب\u064e" + a for a in CODE_PAGE])) == walked(
        " ".join([a + "ب\u064e" + a for a in CODE_PAGE])
    )
