"""What a scheme says in Arabic stands on the Arabic screen; what it doesn't say there is translated."""

from collections.abc import Iterator

import pytest

from annotations.model.scheme import DEFAULT, Attribute, Scheme, Tag
from tui import i18n
from tui.presenters.annotation import choice_label, scheme_lines, value_of
from tui.presenters.default_guidelines import guidelines

HARM = Attribute("harm", "choice", "harm", "الضرر", ("health", "none"), arabic_values=("الصحة", "لا ضرر"))
TAG = Tag("x", "x", "x", "س", "#ffffff", "in English", arabic_description="بالعربية")


@pytest.fixture
def arabic() -> Iterator[None]:
    i18n.choose("ar")
    yield
    i18n.choose("en")


@pytest.mark.usefixtures("arabic")
def test_in_arabic_the_scheme_s_own_words_come_first() -> None:
    assert (choice_label("none", HARM), value_of(HARM, "health")) == ("لا ضرر", "الصحة")
    assert choice_label("certain", DEFAULT.attributes[1]) == "يقيني"  # the program's, where it has none
    assert [line.about for line in scheme_lines(Scheme((TAG,), ()))] == ["بالعربية"]
    assert guidelines(Scheme((TAG,), (), "# English", arabic_guidelines="# بالعربية")) == "# بالعربية"
    made = guidelines(Scheme((TAG,), (HARM,)))
    assert "بالعربية" in made
    assert "الصحة، لا ضرر" in made


def test_in_english_they_are_not_seen() -> None:
    assert choice_label("health", HARM) == "health"
    assert [line.about for line in scheme_lines(Scheme((TAG,), ()))] == ["in English"]
    assert guidelines(Scheme((TAG,), (), "# English", arabic_guidelines="# بالعربية")) == "# English"
    assert guidelines(Scheme((TAG,), (), arabic_guidelines="# بالعربية")) == "# بالعربية"  # better than none
