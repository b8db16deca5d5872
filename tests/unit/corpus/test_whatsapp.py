"""Chats that WhatsApp exports as `.txt`: forms of phones, days, what has no text, and what is no chat."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from corpus_tools import Make, indexed, texts

from annotations.corpus import Corpus, open_corpus
from annotations.corpus.formats.whatsapp import is_chat

ANDROID = """\
27/10/2024, 14:29 - الرسائل والمكالمات مشفرة تمامًا بين الطرفين. انقر لمعرفة المزيد.
27/10/2024, 14:30 - أحمد: السلام عليكم
هل من خبر؟
27/10/2024, 14:31 - سلمى: <Media omitted>
27/10/2024, 14:31 - +963 11 222 333: وصلت القوات: الآن
27/10/2024, 14:32 - أحمد أضاف خالد
28/10/2024, 08:05 - سلمى: IMG-20241028-WA0001.jpg (file attached)
صورة من الميدان
"""
IOS = (
    "\u200f[٢٧\u200f/١٠\u200f/٢٠٢٤، ٢:٢٩:٠٠\u202fم] الجيران: \u200eالرسائل مشفرة تمامًا بين الطرفين.\r\n"
    "\u200f[٢٧\u200f/١٠\u200f/٢٠٢٤، ٢:٣٠:٠٥\u202fم] أحمد: السلام عليكم\r\nهل من خبر؟\r\n"
    "\u200f[٢٧\u200f/١٠\u200f/٢٠٢٤، ١٢:٣١:٠٩\u202fص] سلمى: \u200f<تم استبعاد الوسائط>\r\n"
    "\u200f[٢٨\u200f/١٠\u200f/٢٠٢٤، ٨:٠٥:٠٠\u202fص] سلمى: صباح الخير \u200e<تم تعديل هذه الرسالة>\r\n"
)


def facts(corpus: Corpus) -> list[tuple[str, str, str]]:
    articles = [corpus.read(entry) for entry in corpus.entries]
    return [(one.metadata.get("published") or "", one.metadata["author"] or "", one.text) for one in articles]


def test_a_chat_of_android_is_read(make: Make) -> None:
    corpus = open_corpus([make({"WhatsApp Chat with الجيران.txt": ANDROID})])
    assert facts(corpus) == [
        ("2024-10-27T14:30", "أحمد", "السلام عليكم\nهل من خبر؟"),
        ("2024-10-27T14:31", "+963 11 222 333", "وصلت القوات: الآن"),
        ("2024-10-28T08:05", "سلمى", "صورة من الميدان"),
    ]
    assert [problem.message for problem in corpus.problems] == ["1 message holds no text: left out"]
    assert corpus.entries[0].id[:24] == "الجيران/2024-10-27T14:30"


def test_a_chat_of_ios_is_read(make: Make) -> None:
    corpus = open_corpus([make({"_chat.txt": IOS})])
    assert facts(corpus) == [
        ("2024-10-27T14:30:05", "أحمد", "السلام عليكم\nهل من خبر؟"),
        ("2024-10-28T08:05:00", "سلمى", "صباح الخير"),
    ]
    assert [problem.message for problem in corpus.problems] == ["1 message holds no text: left out"]


def test_a_day_of_a_chat_is_one_article_if_that_is_wanted(make: Make) -> None:
    folder = make({"محادثة واتساب مع الجيران.txt": ANDROID})
    corpus = open_corpus([folder], chat="day")
    assert texts(corpus) == {
        "الجيران/2024-10-27": "[14:30] أحمد: السلام عليكم\nهل من خبر؟\n"
        "[14:31] +963 11 222 333: وصلت القوات: الآن",
        "الجيران/2024-10-28": "[08:05] سلمى: صورة من الميدان",
    }
    assert dict(corpus.read(corpus.entries[0]).metadata) == {
        "title": "الجيران, 2024-10-27", "source": "الجيران", "published": "2024-10-27"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["3/4/24, 9:05 AM", "3/13/24, 9:05 PM"], ["2024-03-04T09:05", "2024-03-13T21:05"]),
        (["3/4/24, 9:05", "13/4/24, 9:05"], ["2024-04-03T09:05", "2024-04-13T09:05"]),
        (["3/4/24, 9:05", "4/3/24, 9:05"], ["2024-03-04T09:05", "2024-04-03T09:05"]),
        (["3/4/24, 9:05", "3/4/24, 9:06"], ["2024-04-03T09:05", "2024-04-03T09:06"]),
        (["3/4/24, 12:05 AM", "3/4/24, 12:06 PM"], ["2024-03-04T00:05", "2024-03-04T12:06"]),
        (["2024/4/3, 9:05 م", "2024/4/3, 12:06 ص"], ["2024-04-03T21:05", "2024-04-03T00:06"]),
        (["03.04.24, 09:05", "03.04.24, 09:06"], ["2024-04-03T09:05", "2024-04-03T09:06"]),
        (["٣\u200f/٤\u200f/٢٠٢٤، ٩:٠٥ مساءً", "٣/٤/٢٠٢٤، ٩:٠٦ م"], ["2024-04-03T21:05", "2024-04-03T21:06"]),
        (["3/4/24, 9:05\u202fa.m.", "3/4/24, 9:06\u202fp.m."], ["2024-03-04T09:05", "2024-03-04T21:06"]),
    ],
)
def test_day_and_month_are_told_by_all_dates_of_the_file(
    make: Make, dates: list[str], expected: list[str]
) -> None:
    lines = "".join(f"{date} - أحمد: خبر\n" for date in dates)
    corpus = open_corpus([make({"a.txt": lines})])
    assert [when for when, _, _ in facts(corpus)] == expected


def test_a_chat_is_read_packed_and_from_the_index_too(make: Make, cache: Path) -> None:
    folder = make({"c.txt.gz": gzip.compress(ANDROID.encode()), "a.txt": "خبر\n27/10/2024, 14:30 - لا شيء"})
    corpus = open_corpus([folder])
    index = indexed(cache, folder)
    ids = [entry.id for entry in corpus.entries]
    assert [row.entry.id for row in index.listing()] == ids
    assert ids[0] == "a.txt"
    assert len(ids) == 4
    assert index.corpus.read(index.listing().page(3, 1)[0].entry).text == "صورة من الميدان"


@pytest.mark.parametrize(
    "text",
    [
        "27/10/2024, 14:30 - قالت وزارة الدفاع: وصلت القوات\n\nوأضافت أن العدد ارتفع",
        "12 قتيلا في غارة على المدينة\nقال الوزير",
        "٢٧/١٠/٢٠٢٤ - بيروت: قال الوزير\nوأضاف",
        "[1] المصدر: وكالة\n[2] المصدر: قناة",
        "2024-10-27 14:30\nنص الخبر\n2024-10-28 14:30",
        "",
    ],
)
def test_a_text_that_only_begins_with_a_date_is_no_chat(make: Make, text: str) -> None:
    assert not is_chat(text)
    assert list(texts(open_corpus([make({"a.txt": text, "b.txt": "خبر"})]))) == ["a.txt", "b.txt"][not text :]


def test_a_later_export_keeps_the_ids(make: Make) -> None:
    later = ANDROID.split("\n", 3)[3]
    first, second = make({"1/c.txt": ANDROID}), make({"2/c.txt": later + "29/10/2024, 09:00 - أحمد: جديد\n"})
    ids = [entry.id for entry in open_corpus([first / "1"]).entries]
    assert [entry.id for entry in open_corpus([second / "2"]).entries][:2] == ids[1:]


def test_a_message_is_read_without_what_stands_before_it(make: Make) -> None:
    folder = make({"a.txt": ANDROID})
    entry = open_corpus([folder]).entries[-1]
    path = folder / "a.txt"
    path.write_bytes(b"x" * (entry.start - 1) + b"\n" + path.read_bytes()[entry.start :])
    again = entry._replace(mtime=path.stat().st_mtime_ns)
    assert open_corpus([folder]).read(again).text == "صورة من الميدان"


def test_hostile_chats_take_no_time(make: Make) -> None:
    many = 1_000_000
    chat = (
        f"27/10/2024, 14:30 - أحمد: خبر\n27/10/2024, 14:31 -{' ' * many}x\n"
        f"27/10/2024, 14:32 - {chr(0x200E) * many}y\n27/10/2024, 14:33 - سلمى: {'image omitted' + chr(10)}"
        f"99/99/9999, 14:34 - سلمى: {' ' * many}<\n"
    )
    corpus = open_corpus([make({"a.txt": chat * 2})])
    begun = time.process_time()
    assert [text for _, _, text in facts(corpus)] == ["خبر", "<"] * 2
    assert time.process_time() - begun < 5
