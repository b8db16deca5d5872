"""Mail and saved web pages: headers, charsets, parts and places come out as a reader of mail shows them."""

from __future__ import annotations

import base64
import gzip
from email.message import EmailMessage
from pathlib import Path

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import open_corpus
from annotations.corpus.formats.mail_message import unbroken

TITLE = "عاجل: مقتل خمسة مدنيين في قصف على المدينة"
BODY = "قال مصدر طبي إن خمسة مدنيين قُتلوا.\n\nوأضاف أن العشرات جُرحوا."


def message(subject: str = TITLE, text: str = BODY, number: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = '"وكالة الأنباء، قسم الأخبار" <news@agency.example>'
    mail["Subject"] = subject
    mail["Date"] = "Tue, 05 Nov 2024 23:30:00 +0300"
    mail["Message-ID"] = f"<{number}@agency.example>"
    mail.set_content(text, cte="quoted-printable")
    return mail


def with_parts() -> EmailMessage:
    mail = message()
    mail.add_alternative("<p>نص الصفحة</p>", subtype="html")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="تقرير.pdf")
    return mail


def only(folder: Path) -> tuple[str, dict[str, str]]:
    corpus = open_corpus([folder])
    (entry,) = corpus.entries
    article = corpus.record(entry)
    return article.text, dict(article.metadata)


@pytest.mark.parametrize("name", ["a.eml", "a.EML.gz"])
def test_a_message_has_its_text_and_its_headers(make: Make, name: str) -> None:
    data = with_parts().as_bytes()
    text, metadata = only(make({name: gzip.compress(data) if name.endswith("gz") else data}))
    assert text == BODY
    assert metadata == {
        "title": TITLE,
        "author": "وكالة الأنباء، قسم الأخبار",
        "source": "وكالة الأنباء، قسم الأخبار",
        "published": "2024-11-05T23:30:00+03:00",
    }


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1", "no-such", "us-ascii"])
@pytest.mark.parametrize("written", ["utf-8", "cp1256"])
def test_bytes_count_where_another_charset_is_declared(make: Make, declared: str, written: str) -> None:
    said = "قالت وزارة الداخلية إن الطريق مغلق منذ الصباح"
    word = base64.b64encode("وزارة الداخلية".encode(written)).decode()
    head = f"From: =?{declared}?B?{word}?= <x@moi.example>\nContent-Type: text/plain; charset={declared}\n"
    data = head.encode() + b"Subject: " + said.encode(written) + b"\n\n" + said.encode(written)
    text, metadata = only(make({"a.eml": data}))
    assert text == said
    assert metadata["title"] == said
    assert metadata["source"] == "وزارة الداخلية"


def test_a_message_without_a_name_is_of_its_domain(make: Make) -> None:
    _, metadata = only(make({"a.eml": b"From: news@agency.example\nDate: yesterday\n\nx"}))
    assert metadata == {"author": "news@agency.example", "source": "agency.example", "published": "yesterday"}


def test_a_sender_of_a_thousand_brackets_costs_his_name_alone(make: Make) -> None:
    folder = make({"a.eml": f"From: {'(' * 2000}\nSubject: {TITLE}\n\n{BODY}"})
    (article,) = open_corpus([folder]).entries
    read = open_corpus([folder]).read(article)
    assert (read.title, read.text.strip()) == (TITLE, BODY.strip())


def test_a_letter_that_is_a_page_is_read(make: Make) -> None:
    mail = message(text="Your program shows no pages.")
    page = "<style>p{}</style><table><tr><td>عناوين اليوم<tr><td>الخبر الأول عن&nbsp;الاتفاق</table>"
    mail.add_alternative(page, subtype="html")
    text, _ = only(make({"a.eml": mail.as_bytes()}))
    assert text.split("\n") == ["عناوين اليوم", "الخبر الأول عن الاتفاق"]


def test_a_message_that_is_passed_on_is_part_of_the_article(make: Make) -> None:
    mail = message("Fwd", "للاطلاع")
    mail.add_attachment(message("الأصل", "نص الأصل"))
    text, metadata = only(make({"a.eml": mail.as_bytes()}))
    assert [line for line in text.split("\n") if line] == ["للاطلاع", "الأصل", "نص الأصل"]
    assert metadata["title"] == "Fwd"


def test_lines_that_flow_are_joined(make: Make) -> None:
    data = b"Subject: x\nContent-Type: text/plain; format=flowed\n\none \ntwo\nthree\n-- \nme"
    assert only(make({"a.eml": data}))[0] == "one two\nthree\n-- \nme"


def test_lines_that_were_broken_at_a_width_are_joined() -> None:
    written = (
        "قال الوزير إن الاتفاق الذي وقعته الحكومة مع البنك الدولي يقضي بصرف",
        "القرض على ثلاث دفعات تبدأ في كانون الثاني المقبل وتنتهي قبل نهاية",
        "العام.",
    )
    assert unbroken("\n".join([*written, "", "ولم يعلق البنك."])).split("\n") == [
        " ".join(written),
        "",
        "ولم يعلق البنك.",
    ]
    poem = "سطر أول قصير\nسطر ثان أطول من الأول بكلمات كثيرة\nثالث"
    assert unbroken(poem) == poem


def test_a_mailbox_has_an_article_a_message_each_found_by_its_bytes(make: Make) -> None:
    first = message().as_bytes()
    second = message("الثاني", "سطر أول\nFrom here it goes on\n>From Tue Nov  5 10:00:00 2024", 2).as_bytes()
    box = b"From - Tue Nov 05 10:00:00 2024\n" + first + b"\nFrom a@b Wed Nov  6 11:00:00 2024\n" + second
    folder = make({"a.mbox": box + b"\nFrom a@b Wed Nov  6 11:00:00 2024\nSubject: empty\n\n\n"})
    corpus = open_corpus([folder])
    assert texts(corpus) == {
        "1@agency.example": BODY,
        "2@agency.example": "سطر أول\nFrom here it goes on\nFrom Tue Nov  5 10:00:00 2024",
    }
    entry = corpus.entries[1]
    assert box[entry.start :].startswith(b"From a@b Wed")
    assert entry.number == 2
    assert messages(folder) == ["a.mbox: record 3: a message without text"]


def test_what_is_no_mail_is_said(make: Make) -> None:
    folder = make({
        "a.eml": with_parts().as_bytes().replace(b"Content-Type: text/", b"Content-Type: image/"),
        "b.mbox": b"hello\n",
        "c.mht": b"hello\n",
        "d.eml": b"\n\nhello\n",
        "e.txt": b"hello",
    })  # fmt: skip
    assert messages(folder) == [
        "b.mbox: no mailbox: it doesn't begin with a line such as From a@b Tue Nov  5 ...",
        "a.eml: a message without text, only attachments: تقرير.pdf",
        "c.mht: no saved web page: it has no MIME header",
        "d.eml: no mail message: it has no header",
    ]


def test_parts_without_end_cost_one_line(make: Make) -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(3000)
    )
    long = b"Subject: x\nContent-Type: text/plain; " + b"a=b; " * 50_000 + b"\n\nx"
    folder = make({"a.eml": nested.encode() + b"\nx", "b.eml": long, "c.txt": b"x"})
    assert len(messages(folder)) == 2


PAGE = """<html><head><meta charset="windows-1252"><title>خبر من الصفحة</title></head><body><article><h1>خبر
من الصفحة</h1><p>قال المتحدث باسم الوزارة إن المعبر سيفتح يوم الأحد أمام المساعدات بعد إغلاق دام أسبوعين.</p>
<p>وأضاف أن مئة شاحنة تنتظر الدخول منذ أيام، وأن المنظمات الدولية أبلغت بذلك.</p></article></body></html>"""


@pytest.mark.parametrize("start", [True, False])
@pytest.mark.parametrize("snapshot", [True, False])
def test_a_saved_page_is_read_as_a_page_from_its_address(make: Make, start: bool, snapshot: bool) -> None:
    encoded = base64.encodebytes(PAGE.encode()).decode()
    picture = "Content-Type: image/png\nContent-Location: http://x.example/a.png\n\nx\n"
    page = (
        "Content-Type: text/html\nContent-ID: <frame-1@mhtml.blink>\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: https://news.example/1\n\n{encoded}\n"
    )
    parts = [picture, page] if start else [page, picture]
    head = "From: <Saved by Blink>\n" + "Snapshot-Content-Location: https://news.example/2\n" * snapshot
    head += "MIME-Version: 1.0\nDate: Fri, 1 Jan 2027 00:00:00 -0000\nContent-Type: multipart/related;"
    head += '\n\ttype="text/html";'
    head += '\n\tstart="<frame-1@mhtml.blink>";' * start + '\n\tboundary="--B"\n\n\n'
    data = head + "".join(f"----B\n{part}\n" for part in parts) + "----B--\n"
    text, metadata = only(make({"a.mhtml": data}))
    assert "قال المتحدث باسم الوزارة" in text
    assert "وأن المنظمات الدولية أبلغت بذلك." in text
    assert metadata["url"] == f"https://news.example/{2 if snapshot else 1}"
    assert metadata["title"] == "خبر من الصفحة"
    assert "published" not in metadata
