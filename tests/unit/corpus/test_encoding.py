"""Bytes become the text that was written, or an error that names the byte: never something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.corpus.encoding import decode, known_encoding
from annotations.corpus.records import ArticleError, BadBytes

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
        assert decode(written.encode(encoding)) == (written, encoding, None)


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
    text = decode((mark + SEEDS[0]).encode(encoding)).text
    assert text == SEEDS[0]


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    text = decode("\ufeffأ\r\nب\rت\n\u064bث\u200f\u0640".encode()).text
    assert text == "أ\nب\nت\n\u064bث\u200f\u0640"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Сегодня в Москве прошли переговоры между министрами иностранных дел", "cp1251"),
        ("Сегодня в Москве прошли переговоры между министрами иностранных дел", "koi8-r"),
        ("Le président français s'est exprimé à l'Élysée, où il a été reçu", "latin-1"),
        ("朝鲜首次承认向俄罗斯派遣军队参加对乌克兰的战争", "gbk"),
        ("שלום עולם זה מבחן של טקסט בעברית", "cp1255"),
    ],
    ids=["cp1251", "koi8-r", "latin-1", "gbk", "cp1255"],
)
def test_what_is_no_arabic_is_an_error_that_names_the_byte(text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    first = next(at for at, byte in enumerate(data) if byte > 0x7F)
    with pytest.raises(ArticleError, match=rf"byte {first} .*--encoding"):
        decode(data)


def test_mac_arabic_is_recognised_by_the_bytes_that_iso_8859_6_has_not() -> None:
    for text in SEEDS:
        written = text.translate(LACKING["iso8859-6"]).replace("-", " - ")
        data = written.encode("mac_arabic", "replace").replace(b" ", b"\xa0")  # its space from the right
        assert decode(data)[:2] == (data.decode("mac_arabic"), "mac-arabic")


def test_utf8_with_a_bad_byte_is_read_and_says_where_and_how_many() -> None:
    good = SEEDS[2].encode()
    text, encoding, bad = decode(good + b" \xe1\xc7 ")
    assert (text, encoding) == (SEEDS[2] + " \ufffd\ufffd ", "utf-8")
    assert bad == BadBytes(2, len(good) + 1, "utf-8")
    assert str(bad) == f"damaged: 2 bytes are no utf-8, the first at byte {len(good) + 1:,}; shown as U+FFFD"


def test_marks_that_the_file_itself_has_are_no_bad_bytes() -> None:
    assert decode("كلمة \ufffd وكلمة".encode()).bad is None
    bad = decode("كلمة \ufffd وكلمة ".encode() + b"\xff").bad
    assert bad is not None
    assert bad.bytes == 1


@pytest.mark.parametrize("cut", range(1, 4))
@pytest.mark.parametrize("last", ["ق", "€", "😀"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_a_file_that_was_cut_inside_a_character_is_read_up_to_there(
    cut: int, last: str, encoding: str
) -> None:
    whole = "قال الوزير إن القوات"
    tail = last.encode(encoding)[:-cut]
    if not tail or (encoding == "utf-16-le" and len(tail) == 2 and last == "😀"):
        tail = last.encode(encoding)[:1]
    text, found, bad = decode(whole.encode(encoding) + tail)
    assert (text, found) == (whole + "\ufffd", encoding)
    assert bad is not None
    assert (bad.first, bad.bytes, bad.cut) == (
        len(whole.encode(encoding)),
        len(tail),
        True,
    )


def test_one_bad_byte_anywhere_never_makes_utf8_windows_1256() -> None:
    good = SEEDS[1][:400].encode()
    for at in range(0, len(good), 3):
        text, encoding, bad = decode(good[:at] + b"\xff" + good[at + 1 :])
        assert encoding == "utf-8"
        assert bad is not None
        assert sum(a != b for a, b in zip(text[:200], SEEDS[1][:200], strict=True)) <= 200
        assert text.count("\ufffd") <= 3


def test_ascii_with_a_stray_byte_is_readable_and_french_asks_for_its_encoding() -> None:
    assert decode(b"The minister said so. " * 20 + b"It\x92s true.").bad == BadBytes(1, 442, "utf-8")
    with pytest.raises(ArticleError, match="--encoding"):
        decode("Le président a été reçu à l'Élysée".encode("cp1252"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf16_and_utf32_without_a_mark_are_recognised_paragraph_by_paragraph(encoding: str) -> None:
    longer = [text for text in PARAGRAPHS if len(text) >= 8]
    assert [text for text in longer if decode(text.encode(encoding)) != (text, encoding, None)] == []
    assert decode("Minister: 12 killed".encode(encoding)) == ("Minister: 12 killed", encoding, None)


def test_where_nuls_leave_a_doubt_the_hint_names_the_order_that_they_speak_for() -> None:
    chinese = "朝鲜首次承认向俄罗斯派遣军队参加对乌克兰的战争 2024, 12,000 "
    for order in ("utf-16-le", "utf-16-be"):
        with pytest.raises(ArticleError, match=f"--encoding {order}"):
            decode(chinese.encode(order))


def test_the_users_word_counts_and_a_byte_that_contradicts_it_is_named() -> None:
    assert decode("é".encode("latin-1"), encoding="iso8859-1") == ("é", "iso8859-1", None)
    with pytest.raises(ArticleError, match="byte 3 is not utf-8"):
        decode(b"abc\xff", encoding="utf-8")
    assert decode(SEEDS[0].encode() + b"\xff", encoding="utf-8").bad is not None


@pytest.mark.parametrize("data", [b"abc\0def", "ا\0ب".encode(), b"\x7fELF\2\1\1" + bytes(60)])
def test_a_nul_means_that_it_is_not_text(data: bytes) -> None:
    with pytest.raises(ArticleError, match="not text"):
        decode(data)


@given(st.binary())
def test_any_bytes_decode_or_are_refused_with_one_line(data: bytes) -> None:
    message = ""
    try:
        text, encoding, bad = decode(data)
    except ArticleError as error:
        message = str(error)
    else:
        if bad is not None:
            assert 0 < bad.bytes <= len(data) - bad.first
            assert "\ufffd" in text
        elif b"\r" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            if encoding == "mac-arabic":  # has two bytes for some characters
                text = data.decode(encoding)
                data = text.encode(encoding)
            assert text.encode(encoding) == data.removeprefix(b"\xef\xbb\xbf")
    assert "\n" not in message


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\x06")))
def test_utf8_comes_back_exactly(text: str) -> None:
    assert decode(text.encode()) == (text.removeprefix("\ufeff"), "utf-8", None)


@pytest.mark.parametrize(
    "name",
    ["idna", "punycode", "Unicode_Escape", "raw_unicode_escape", "undefined", "rot13", "zip", "no-such"],
)
def test_what_no_file_is_written_in_is_no_encoding(name: str) -> None:
    with pytest.raises(LookupError):
        known_encoding(name)


def test_an_encoding_has_pythons_name() -> None:
    assert known_encoding("CP1256") == known_encoding("windows-1256") == "cp1256"
