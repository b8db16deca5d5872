"""PDFs of several producers: their words in order, in paragraphs, and hostile files cost themselves only."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import ArticleError, open_corpus
from annotations.corpus.pdf import process
from annotations.corpus.pdf.glyphs import Glyph, Page, plain
from annotations.corpus.pdf.layout import page_lines, text_of
from annotations.corpus.pdf.lines import with_brackets

DATA = Path(__file__).parents[2] / "data" / "articles"

WRITTEN = [
    "وزير الخارجية يؤكد: لا لاتفاق قبل الأول من يناير",
    "قال وزير الخارجية إن بلاده لا تقبل بأقل من 3.5% في الاتفاق، وإن 1,250 شخصًا عادوا إلى منازلهم يوم"
    " 12/10/2024، بحسب وكالة Reuters ومنظمة WHO.",
    "وأضاف المسؤول الأممي في مؤتمر صحفي عُقد في الدوحة: «لن نقبل بوقف إطلاق النار لأسباب إنسانية فقط»،"
    " مشيرًا إلى أن الأمم المتحدة (UN) سجّلت ٤٥ حالة بين الساعة 10:30 و11:45 صباحًا.",
    "ولا يزال 80 ألف نازح في مخيمات الإيواء، وفقًا لتقرير نشرته هيئة الإذاعة البريطانية BBC News في 5 نوفمبر،"
    " وأكد أن المساعدات لم تصل إلى مستشفى الشفاء منذ 14 يومًا.",
]
"""What each of the files says."""


def bare(text: str) -> str:
    """Return a text without vowel signs, which a producer may leave out or draw in several ways."""
    return re.sub("[\u064b-\u0652]", "", text)


@pytest.mark.parametrize("producer", ["weasyprint-naskh", "qt-dejavu"])
def test_paragraphs_come_out_as_they_were_written(make: Make, producer: str) -> None:
    (text,) = texts(open_corpus([make({"a.pdf": (DATA / f"{producer}.pdf").read_bytes()})])).values()
    assert text.split("\n") == WRITTEN


@pytest.mark.parametrize("producer", ["chromium-dejavu", "chromium-2col", "reportlab-dejavu", "libreoffice"])
def test_words_come_out_in_order_whoever_made_the_file(make: Make, producer: str) -> None:
    (text,) = texts(open_corpus([make({"a.pdf": (DATA / f"{producer}.pdf").read_bytes()})])).values()
    whole = bare(" ".join(WRITTEN))
    assert bare(text).replace("\n", " ").replace("و 11:45", "و11:45") == whole


@pytest.mark.parametrize("name", ["from-left", "words-from-left"])
def test_letters_that_were_laid_out_from_the_left_are_turned(make: Make, name: str) -> None:
    (text,) = texts(open_corpus([make({"a.pdf": (DATA / f"{name}.pdf").read_bytes()})])).values()
    whole = bare(" ".join(WRITTEN))
    if name == "words-from-left":
        whole = whole.replace(" News", "")
    assert bare(text).replace("\n", " ") == whole


def test_heads_and_page_numbers_are_left_out_and_paragraphs_go_on_over_pages(make: Make) -> None:
    corpus = open_corpus([make({"a.pdf": (DATA / "pages.pdf").read_bytes()})])
    record = corpus.record(corpus.entries[0])
    written = (DATA / "pages.txt").read_text(encoding="utf-8")
    assert record.text.replace("\n", " ") == bare(written).replace("\n", " ")
    assert "صحيفة المدينة" not in record.text
    assert record.metadata["author"] == "هيئة التحرير"
    assert "title" not in record.metadata  # Microsoft Word - خبر.doc


def test_a_page_that_a_browser_has_printed_has_its_address(make: Make) -> None:
    data = gzip.compress((DATA / "printed.pdf").read_bytes())
    corpus = open_corpus([make({"a.pdf.gz": data})])
    record = corpus.record(corpus.entries[0])
    assert record.text.split("\n") == WRITTEN
    assert record.metadata["title"] == WRITTEN[0]
    assert record.metadata["url"] == "http://news.example/news/1/"
    assert "published" not in record.metadata  # the day of printing is none of the article's


def test_what_holds_no_text_is_said_with_the_remedy(make: Make) -> None:
    whole = (DATA / "scan.pdf").read_bytes()
    folder = make({
        "a.txt": "x",
        "cut.pdf": whole[:300],
        "encrypted.pdf": (DATA / "encrypted.pdf").read_bytes(),
        "no.pdf": b"hello",
        "scan.pdf": whole,
    })  # fmt: skip
    assert messages(folder) == [
        "cut.pdf: no PDF, or damaged beyond reading: fetch it again",
        "encrypted.pdf: encrypted: save it without a password (qpdf --decrypt)",
        "no.pdf: no PDF, whatever its name says",
        "scan.pdf: holds pictures of pages, no text: OCR it first (ocrmypdf -l ara IN.pdf OUT.pdf)",
    ]


def test_a_file_that_takes_the_helper_down_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = process.PdfHelper()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(process, "_PROGRAM", "import os; os.read(0, 1); os.kill(os.getpid(), 9)")
            with pytest.raises(ArticleError, match="PDFium broke off over it: damaged, or made to do harm"):
                helper.content_of(b"%PDF-")
        with monkeypatch.context() as patch:
            patch.setattr(process, "_PROGRAM", "import time; time.sleep(60)")
            with pytest.raises(ArticleError, match=r"took more than 0\.2 s"):
                helper.content_of(b"%PDF-", seconds=0.2)
        with monkeypatch.context() as patch:
            patch.setattr(
                process, "_PROGRAM", "import os; os.write(1, b'\\2' + b'\\0' * 7 + b'[]')\nos.read(0, 99)"
            )
            with pytest.raises(ArticleError, match="PDFium broke off"):
                helper.content_of(b"%PDF-")
        assert helper.content_of((DATA / "qt-dejavu.pdf").read_bytes()).text.split("\n") == WRITTEN
    finally:
        helper.close()


def test_presentation_forms_become_letters_in_the_order_of_reading() -> None:
    forms = {"ﻟ": "ل", "ﻻ": "لا", "ﷲ": "الله", "ﹼ": "\u0651", "ﱠ": "\u064e\u0651", "ﬁ": "fi"}
    assert {form: plain(ord(form)) for form in forms} == forms
    assert [plain(code) for code in (0x2, 0xFFFE, 0xD800, 0xA0, 0x200F)] == ["\u00ad", "", "", " ", ""]


def page(*rows: tuple[float, str], width: float = 6.0) -> Page:
    """Return a page of rows that are given as they look, from left to right; `|` leaves a wide gap."""
    glyphs: list[Glyph] = []
    for y, shown in rows:
        x = 50.0
        for char in shown:
            if char == "|":
                x += 40
                continue
            glyphs.append(Glyph(char, x, x + width, y, y + 8, x, y, 10.0, len(glyphs), is_mark=False))
            x += width
    return Page(glyphs, 800.0, has_pictures=False)


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("%3.5 نم لقأ", "أقل من 3.5%"),
        ("،12/10/2024 موي", "يوم 12/10/2024،"),
        ("(BBC) يس يب يب", "بي بي سي (BBC)"),
        (")BBC( يس يب يب", "بي بي سي (BBC)"),
        ("BBC News ةانق", "قناة BBC News"),
        ("CNN 24 ةانق", "قناة CNN 24"),
        ("12-10-2024 موي", "يوم 2024-10-12"),
        ("٤٥ و 5G ةكبش", "شبكة 5G و ٤٥"),
        ("»معن« :لاق", "قال: «نعم»"),
    ],
)
def test_a_line_is_read_as_a_person_reads_it(shown: str, read: str) -> None:
    arabic = "هذا سطر من العربية في الصفحة"[::-1]
    assert [line.text for line in page_lines(page((714, arabic), (700, shown)))] == [arabic[::-1], read]


def test_columns_are_read_from_the_right_and_tables_row_by_row() -> None:
    right = ["لوألا دومعلا نم رطس اذه", "لوألا دومعلا نم رخآ رطس", "لوألا دومعلا نم ثلاث رطس"]
    left = [line.replace("لوألا", "يناثلا")[:23] for line in right]
    columns = page(*((700 - 14 * at, f"{left[at]}|{right[at]}") for at in range(3)))
    read = [line.text for line in page_lines(columns)]
    assert [("الأول" in line) for line in read] == [True, True, True, False, False, False]
    table = page(*((700 - 14 * at, f"{at}|ةزغ") for at in range(4)))
    assert [line.text for line in page_lines(table)] == [f"غزة {at}" for at in range(4)]


def test_lines_that_had_room_for_the_next_word_end_a_paragraph() -> None:
    written = ["واحد اثنان ثلاثة", "أربعة خمسة ستة", "سبعة", "ثمانية تسعة عشرة"]
    rows = [(700 - 14 * at, line[::-1]) for at, line in enumerate(written)]
    shifted = page(*rows)
    width = max(glyph.right for glyph in shifted.glyphs)
    placed = []
    for y, _ in rows:  # against the right margin
        row = [glyph for glyph in shifted.glyphs if glyph.y == y]
        move = width - max(glyph.right for glyph in row)
        placed += [
            glyph._replace(left=glyph.left + move, right=glyph.right + move, x=glyph.x + move)
            for glyph in row
        ]
    text = text_of([page_lines(Page(placed, 800.0, has_pictures=False))], [800.0]).text
    assert text.split("\n") == [" ".join(written[:3]), written[3]]


def test_brackets_open_and_close_by_what_is_around_them() -> None:
    assert with_brackets("قال )نعم( و»لا«.") == "قال (نعم) و«لا»."
    assert with_brackets("(نعم) [1]") == "(نعم) [1]"
