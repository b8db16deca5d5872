"""Bytes become the text that was written, or an error that names the byte: never something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.corpus.encoding import decode
from annotations.corpus.records import ArticleError

# What the two old encodings lack, as the programs that wrote them replaced it.
LACKING: dict[str, dict[int, str]] = {
    "cp1256": {ord("ی"): "ي"},
    "iso8859-6": {ord(a): b for a, b in zip("یک“”«»–—‘’", 'يك""""--' + "''", strict=True)},
}
SEEDS = [path.read_text(encoding="utf-8") for path in sorted(seeds.FOLDER.glob("*.txt"))]
PARAGRAPHS = [line for text in SEEDS for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("encoding", LACKING)
def test_each_seed_is_recognised_in_the_old_encodings(encoding: str) -> None:
    for text in SEEDS:
        written = text.translate(LACKING[encoding])
        assert decode(written.encode(encoding)) == (written, encoding)


@pytest.mark.parametrize("encoding", LACKING)
def test_each_paragraph_is_recognised_in_the_old_encodings(encoding: str) -> None:
    wrong = []
    for text in PARAGRAPHS:
        written = text.translate(LACKING[encoding])
        if decode(written.encode(encoding))[0] != written:
            wrong.append(written)
    assert len(PARAGRAPHS) == 157
    assert wrong == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-8"])
def test_a_byte_order_mark_decides_and_is_dropped(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text, _ = decode((mark + SEEDS[0]).encode(encoding))
    assert text == SEEDS[0]


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    text, _ = decode("\ufeffأ\r\nب\rت\n\u064bث\u200f\u0640".encode())
    assert text == "أ\nب\nت\n\u064bث\u200f\u0640"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Сегодня в Москве прошли переговоры между министрами иностранных дел", "cp1251"),
        ("Сегодня в Москве прошли переговоры между министрами иностранных дел", "koi8-r"),
        ("Le président français s'est exprimé à l'Élysée, où il a été reçu", "latin-1"),
        ("朝鲜首次承认向俄罗斯派遣军队参加对乌克兰的战争", "gbk"),
        ("שלום עולם זה מבחן של טקסט בעברית", "cp1255"),
        (SEEDS[1][:2000].replace("“", '"').replace("”", '"'), "mac_arabic"),
    ],
    ids=["cp1251", "koi8-r", "latin-1", "gbk", "cp1255", "mac_arabic"],
)
def test_what_is_no_arabic_is_an_error_that_names_the_byte(text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    first = next(at for at, byte in enumerate(data) if byte > 0x7F)
    with pytest.raises(ArticleError, match=rf"byte {first} .*--encoding"):
        decode(data)


def test_damaged_utf8_is_an_error_and_not_taken_for_windows_1256() -> None:
    data = SEEDS[2].encode() + b" \xe1\xc7 "
    with pytest.raises(ArticleError, match=rf"byte {len(data) - 3} is not UTF-8"):
        decode(data)


def test_a_file_that_was_cut_inside_a_character_is_an_error() -> None:
    data = "قال الوزير إن القوات".encode()[:-1]
    with pytest.raises(ArticleError, match=rf"byte {len(data) - 1} is not UTF-8"):
        decode(data)


def test_the_users_word_counts_and_a_byte_that_contradicts_it_is_named() -> None:
    assert decode("é".encode("latin-1"), encoding="iso8859-1") == ("é", "iso8859-1")
    with pytest.raises(ArticleError, match="byte 3 is not utf-8"):
        decode(b"abc\xff", encoding="utf-8")


@pytest.mark.parametrize("data", [b"abc\0def", "ا\0ب".encode(), SEEDS[0].encode("utf-16-le")])
def test_a_nul_means_that_it_is_not_text(data: bytes) -> None:
    with pytest.raises(ArticleError, match="not text"):
        decode(data)


@given(st.binary())
def test_any_bytes_decode_or_are_refused_with_one_line(data: bytes) -> None:
    message = ""
    try:
        text, encoding = decode(data)
    except ArticleError as error:
        message = str(error)
    else:
        if b"\r" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            assert text.encode(encoding) == data.removeprefix(b"\xef\xbb\xbf")
    assert "\n" not in message


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_utf8_comes_back_exactly(text: str) -> None:
    assert decode(text.encode()) == (text.removeprefix("\ufeff"), "utf-8")
