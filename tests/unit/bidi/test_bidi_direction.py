"""Which way the paragraphs of an article run."""

import pytest

from tui.bidi import direction_of, mostly_rtl

ARABIC = "قال الوزير إن العدد بلغ 3000 جندي"


@pytest.mark.parametrize(
    ("paragraph", "in_rtl", "direction"),
    [
        (ARABIC, True, "rtl"),
        ("CNN " + ARABIC, True, "rtl"),
        ("CNN International quotes قال", True, "rtl"),
        ("CNN International quotes قال", False, "ltr"),
        ("قال and then a long English sentence", False, "ltr"),
        ("KN-23 " + ARABIC, False, "rtl"),
        ("Reuters, 27 October 2024", True, "ltr"),
        ("Élysée", True, "ltr"),
        ("27-10-2024", True, "ltr"),
        ("٢٧-١٠-٢٠٢٤", True, "ltr"),
        ("", True, "ltr"),
        ("\u2067\u2069", True, "ltr"),
        ("x" * 500_000 + "ق", True, "rtl"),
        ("é" * 500_000 + "ق", False, "ltr"),
    ],
)
def test_direction_of_a_paragraph(paragraph: str, in_rtl: bool, direction: str) -> None:
    assert direction_of(paragraph, in_rtl=in_rtl) == direction


def test_most_letters_decide_of_an_article() -> None:
    assert mostly_rtl(ARABIC)
    assert mostly_rtl("An English banner above the article.\n" + ARABIC * 2)
    assert not mostly_rtl("He said (قال) that it is so.")
    assert not mostly_rtl("")
    assert mostly_rtl(("Latin " + ARABIC) * 50_000)
