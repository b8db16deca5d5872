"""References in RIS: the abstract is the text, everything else goes to its field."""

from __future__ import annotations

from corpus_tools import Make, messages, texts

from annotations.corpus import open_corpus

TWO = """\
TY  - NEWS
ID  - n1
TI  - وصول القوات
AU  - خالد، سلمى
AU  - أحمد علي
T2  - صحيفة المدينة
DA  - 2024/10/27/evening
UR  - https://news.example/1
LA  - ar
AB  - قال الوزير إن القوات وصلت.
وأضاف أن العدد ارتفع.
AB  - وختم بالشكر.
ER  -

TY  - JOUR
T1  - بلا خلاصة
PY  - 2023///
ER  -

TY  - JOUR
T1  - الثالث
JO  - مجلة
Y1  - 2023/05//
N2  - نص الثالث
ER  -
"""


def test_references_are_read_with_their_fields(make: Make) -> None:
    for name, data in {
        "a.ris": TWO.encode(),
        "b.ris": ("\ufeff" + TWO.replace("\n", "\r\n")).encode(),
    }.items():
        corpus = open_corpus([make({name: data}) / name])
        assert texts(corpus) == {
            "n1": "قال الوزير إن القوات وصلت.\nوأضاف أن العدد ارتفع.\nوختم بالشكر.",
            f"{name}:3": "نص الثالث",
        }
        first, second = (dict(corpus.read(entry).metadata) for entry in corpus.entries)
        assert first == {
            "title": "وصول القوات",
            "author": "خالد، سلمى; أحمد علي",
            "source": "صحيفة المدينة",
            "published": "2024-10-27",
            "url": "https://news.example/1",
            "language": "ar",
        }
        assert second == {"title": "الثالث", "source": "مجلة", "published": "2023-05"}
        assert [problem.message for problem in corpus.problems] == ["record 2: no abstract (AB or N2)"]


def test_a_reference_without_an_end_costs_no_other(make: Make) -> None:
    data = TWO.replace("ER  - \n", "", 1)
    corpus = open_corpus([make({"a.ris": data})])
    assert list(texts(corpus)) == ["n1", "a.ris:3"]


def test_what_holds_no_reference_is_said(make: Make) -> None:
    assert messages(make({"a.ris": "نص ليس مرجعا\n", "b.txt": "خبر"})) == ["a.ris: holds no record"]


def test_a_tag_can_be_named_as_the_text(make: Make) -> None:
    folder = make({"a.ris": TWO.replace("PY  - 2023///", "N1  - ملاحظة طويلة")})
    assert list(texts(open_corpus([folder], fields={"text": "N1"})).values()) == ["ملاحظة طويلة"]
