"""A stream of bytes becomes lines as it comes, whatever its encoding and however long its lines are."""

import itertools
from collections.abc import Iterable, Iterator

import pytest

from annotations.corpus.records import ArticleError
from annotations.corpus.stream_text import LONGEST, TextStream

ARABIC = "قال الوزير إن العدد ثلاثة آلاف جندي ونفت موسكو ذلك في بيان رسمي.\nسطر ثان.\n"


def lines(pieces: Iterable[bytes | None], encoding: str | None = None) -> list[str | None]:
    warned: list[str] = []
    return list(TextStream(pieces, name="input", encoding=encoding, warn=warned.append).lines())


def text(pieces: Iterable[bytes | None], encoding: str | None = None) -> str:
    return "".join(line for line in lines(pieces, encoding) if line is not None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "iso8859-6", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("size", [1000, 7])
def test_the_encoding_is_found_as_for_files_however_the_bytes_are_cut(encoding: str, size: int) -> None:
    data = ARABIC.replace("،", ",").encode(encoding)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert text(pieces) == ARABIC


def test_what_comes_after_a_pause_in_ascii_decides() -> None:
    assert text([b"started\n", None, ARABIC.encode("cp1256")]) == "started\n" + ARABIC


def test_a_pause_shows_all_whole_lines_so_far() -> None:
    assert lines([b"one\ntw", None, b"o\n"]) == ["one\n", None, "two\n"]


def test_all_line_ends_are_line_feeds_also_where_a_piece_ends_between_them() -> None:
    assert lines([b"a\r", None, b"\nb\rc", b"\r\n"]) == [None, "a\n", "b\n", "c\n"]


def test_a_line_without_an_end_is_cut_at_blanks_and_never_kept_whole() -> None:
    word = "كلمة "
    endless = itertools.repeat((word * 5000).encode())
    first: Iterator[str | None] = TextStream(endless, name="input", warn=print).lines()
    for line in itertools.islice(first, 100):
        assert line is not None
        assert 0 < len(line) <= LONGEST
        assert line.endswith(" ")


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    cut = lines([("بَّ" * LONGEST).encode()])
    assert "".join(filter(None, cut)) == "بَّ" * LONGEST
    assert all(line and line[0] == "ب" for line in cut)


def test_bytes_that_fit_no_character_are_signs_and_said_once() -> None:
    warned: list[str] = []
    pieces = ["قال ".encode() + b"\xff", None, b"\xfe" + " نعم\n".encode()]
    stream = TextStream(pieces, name="input", warn=warned.append)
    assert [line for line in stream.lines() if line] == ["قال \ufffd\ufffd نعم\n"]
    assert warned == ["input: some bytes are not utf-8; each is shown as \ufffd"]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(5000), b"\xfa\xc1\x90\xd0" * 9]
)
def test_what_is_no_text_is_an_error_that_names_the_stream(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^input: "):
        text([data])


def test_an_encoding_that_is_named_is_taken() -> None:
    assert text(["é\n".encode("latin-1")], "latin-1") == "é\n"
