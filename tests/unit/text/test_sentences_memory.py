"""A text of one long line is cut in some bytes a code point; as a list its words alone would take fifteen."""

from annotations.text.lines import spaced, words_by_stretch
from annotations.text.sentences import split
from tests.helpers.memory import peak_of

SENTENCE = "وقال المتحدث (أو من يمثله) إن 1,250 جنديًّا من NATO وصلوا إلى «الموصل»، صباحًا. "
LONG = SENTENCE * 3000


def test_a_long_line_is_cut_in_twelve_bytes_a_code_point() -> None:
    split(SENTENCE * 3)  # which reads the tables
    assert peak_of(lambda: split(LONG)) < 12 * len(LONG)


def test_words_by_stretch_are_those_of_the_whole() -> None:
    for blank in (" ", "  ", "\n", "\u00a0 \u2003", "\x1c"):
        text = blank + blank.join("كلمة" * (1 + number % 7) for number in range(9000)) + blank
        assert [word for words in words_by_stretch(text) for word in words] == text.split()
        assert spaced(text) == " ".join(text.split())
    assert spaced(" " * 50_000) == spaced("") == ""
    assert spaced("ا" * 50_000 + " ب") == "ا" * 50_000 + " ب"
