"""Subtitles become running text: whole sentences, each said once, with speakers and without times."""

from __future__ import annotations

import gzip

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import open_corpus

SRT = """1
00:00:01,000 --> 00:00:03,000
{\\an8}<i>قال وزير الخارجية</i>

2
00:00:03,100 --> 00:00:05,000
إن بلاده لن توقع
الاتفاق.

3
00:00:05,200 --> 00:00:08,000
- وماذا عن المساعدات؟
- ستصل غدًا

4
00:00:08,500 --> 00:00:09,000
[موسيقى]

5
00:00:12,000 --> 00:00:14,000
2024

6
00:00:14,000 --> 00:00:15,000
نهاية النشرة
"""

ROLLING = """WEBVTT
Kind: captions
Language: ar

STYLE
::cue(c.yellow) { color: yellow }

NOTE 00:00 --> not a caption

00:00:00.000 --> 00:00:02.000 align:start position:0%
\u0020
مرحبا<00:00:00.500><c> بكم</c><00:00:01.000><c> في</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
مرحبا بكم في
\u0020

00:00:02.010 --> 00:00:04.000 align:start position:0%
مرحبا بكم في
نشرة<00:00:02.500><c> الأخبار</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
نشرة الأخبار
\u0020

00:00:04.010 --> 00:00:06.000 align:start position:0%
نشرة الأخبار
من<00:00:04.500><c> الدوحة</c>
"""

SPOKEN = """WEBVTT - مقابلة مع الوزير

intro
00:01.000 --> 00:03.000
<v.loud أحمد الخطيب>هل تقبلون &amp; توافقون؟

NOTE
left out

second
00:03.000 --> 00:05.000
<v الوزير><c.yellow>لا نقبل</c>
بهذا الاتفاق.
"""


def read(make: Make, name: str, data: str | bytes) -> str:
    (text,) = texts(open_corpus([make({name: data})])).values()
    return text


@pytest.mark.parametrize(
    "change", [str, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_captions_become_sentences(make: Make, change: type[str]) -> None:
    assert read(make, "a.srt", change(SRT)).split("\n") == [
        "قال وزير الخارجية إن بلاده لن توقع الاتفاق.",
        "وماذا عن المساعدات؟",
        "ستصل غدًا",
        "2024 نهاية النشرة",
    ]


def test_windows_1256_and_gz_are_read(make: Make) -> None:
    data = gzip.compress(SRT.replace("ً", "").encode("cp1256"))
    assert read(make, "a.srt.gz", data).startswith("قال وزير الخارجية إن بلاده")


def test_captions_that_roll_are_said_once(make: Make) -> None:
    folder = make({"a.vtt": ROLLING})
    corpus = open_corpus([folder])
    record = corpus.record(corpus.entries[0])
    assert record.text == "مرحبا بكم في نشرة الأخبار من الدوحة"
    assert record.metadata == {"language": "ar"}


def test_what_is_said_twice_stays(make: Make) -> None:
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{text}\n\n" for n, text in enumerate(("لا", "لا", "أبدًا", "نعم"))
    )
    assert read(make, "a.vtt", f"WEBVTT\n\n{cues}") == "لا لا أبدًا نعم"


def test_captions_that_grow_word_by_word_are_said_once(make: Make) -> None:
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{text}\n\n"
        for n, text in enumerate(("قال", "قال الوزير", "قال الوزير إن"))
    )
    assert read(make, "a.vtt", f"WEBVTT\n\n{cues}") == "قال الوزير إن"


def test_speakers_have_lines_of_their_own(make: Make) -> None:
    folder = make({"a.vtt": SPOKEN})
    corpus = open_corpus([folder])
    record = corpus.record(corpus.entries[0])
    assert record.text.split("\n") == [
        "أحمد الخطيب: هل تقبلون & توافقون؟",
        "الوزير: لا نقبل بهذا الاتفاق.",
    ]
    assert record.metadata == {"title": "مقابلة مع الوزير"}


def test_full_stops_at_the_wrong_end_go_back(make: Make) -> None:
    data = (
        "1\n00:00:01,000 --> 00:00:02,000\n\u202b.مرحبا\u202c\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\n؟كيف الحال\n"
    )
    assert read(make, "a.srt", data) == "مرحبا.\nكيف الحال؟"


def test_speech_without_full_stops_has_lines_at_its_pauses(make: Make) -> None:
    said = "كلمة " * 24  # with a number behind it 121 code points
    cues = "".join(
        f"{n}\n00:00:{5 * n:02},000 --> 00:00:{5 * n + (4 if n == 2 else 5):02},000\n{said}{n}\n\n"
        for n in range(1, 8)
    )
    assert [line.count("كلمة") // 24 for line in read(make, "a.srt", cues).split("\n")] == [2, 4, 1]


def test_a_file_without_captions_is_said(make: Make) -> None:
    folder = make({"a.srt": "hello\n", "b.vtt": "WEBVTT\n", "c.txt": "x"})
    expected = "no captions found: expected lines such as 00:00:01,000 --> 00:00:04,000"
    assert messages(folder) == [f"a.srt: {expected}", f"b.vtt: {expected}"]
