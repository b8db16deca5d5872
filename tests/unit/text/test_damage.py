"""A text that went through a wrong encoding is recognised and comes back exactly; a good one stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.text.damage import WAYS, Damage, damage_of, enumerated, repaired

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(seeds.FOLDER.glob("*.txt"))]
STEPS = tuple(step for step in WAYS if step != "lost")
PARAGRAPHS = [line for text in SEEDS for line in text.split("\n") if line.strip()]


def as_a_program_shows(data: bytes, codec: str) -> str:
    """Read bytes as a program does that takes them for a codec: what that hasn't becomes a control."""
    return "".join(bytes([byte]).decode(codec, "replace").replace("\ufffd", "") or chr(byte) for byte in data)


def misread(codec: str) -> Callable[[str], str]:
    return lambda text: as_a_program_shows(text.encode(), codec)


def numbered(base: str) -> Callable[[str], str]:
    form = "&#x{:x};" if base == "x" else "&#{};"
    return lambda text: "".join(form.format(ord(char)) if char > "\x7f" else char for char in text)


WAYS_TO_DAMAGE: dict[str, Callable[[str], str]] = {
    **{codec: misread(codec) for codec in ("cp1256", "cp1252", "latin-1", "cp1254", "cp1251")},
    **{codec: misread(codec) for codec in ("cp437", "cp850", "mac_roman")},
    "cp1256 twice": lambda text: misread("cp1256")(misread("cp1256")(text)),
    "cp1252 twice": lambda text: misread("cp1252")(misread("cp1252")(text)),
    "latin-1 twice": lambda text: misread("latin-1")(misread("latin-1")(text)),
    "cp1252, then cp1256": lambda text: misread("cp1256")(misread("cp1252")(text)),
    "&#1575;": numbered("d"),
    "&#x627;": numbered("x"),
    "&amp;#1575;": lambda text: numbered("d")(text).replace("&", "&amp;"),
    "%D8%A7": quote,
    "%D8%A7+": quote_plus,
    "\\u0627": lambda text: json.dumps(text)[1:-1],
    "read wrong, then written out": lambda text: numbered("d")(misread("cp1252")(text)),
}

letters = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئپچژگکی", min_size=4, max_size=12)
arabic_words = st.lists(
    st.tuples(letters, st.text(alphabet="،؛؟ًٌٍَُِّْ”»", max_size=2)).map("".join), min_size=2, max_size=20
)
arabic_texts = arabic_words.map(lambda words: "قال " + " 12 (KN-23)\n".join(words))


@pytest.mark.parametrize("way", WAYS_TO_DAMAGE)
def test_every_seed_comes_back_from_every_damage(way: str) -> None:
    for text in SEEDS:
        damaged = WAYS_TO_DAMAGE[way](text)
        found = damage_of(damaged)
        assert found is not None
        assert repaired(damaged, found.steps) == text


@pytest.mark.parametrize("way", WAYS_TO_DAMAGE)
def test_every_paragraph_comes_back_by_itself(way: str) -> None:
    lost = []
    for text in PARAGRAPHS:
        damaged = WAYS_TO_DAMAGE[way](text)
        found = damage_of(damaged)
        if found is None or repaired(damaged, found.steps) != text:
            lost.append(text)
    assert lost == []


@pytest.mark.parametrize("way", WAYS_TO_DAMAGE)
@given(text=arabic_texts)
def test_any_arabic_text_comes_back(way: str, text: str) -> None:
    damaged = WAYS_TO_DAMAGE[way](text)
    found = damage_of(damaged)
    assert found is not None
    assert repaired(damaged, found.steps) == text


@pytest.mark.parametrize(
    ("codec", "step"), [("cp1256", "cp1256-as-cp1252"), ("iso8859-6", "iso8859-6-as-cp1252")]
)
@pytest.mark.parametrize("shown", ["cp1252", "latin-1"])
def test_old_encodings_that_were_read_as_latin_come_back(codec: str, step: str, shown: str) -> None:
    for text in SEEDS:
        data = text.translate({ord("ی"): "ي", ord("ک"): "ك"}).encode(codec, "replace")
        damaged = as_a_program_shows(data, shown)
        assert damage_of(damaged) == Damage((step,))
        assert repaired(damaged, (step,)) == data.decode(codec)


GOOD = {
    "Persian": "عکس بزرگ عکاس در موضوع‌های مختلف، طپش قلب و عگاس؛ «غ‌غ» و ط‌ط…",
    "Urdu": "عظیم پاکستان کی حکومت نے کہا ہے کہ دفاعی معاہدے پر دستخط ہوں گے۔ ظ…",
    "Arabic with quotation marks": "قال فقط، ثم لفظ… «حفظ»؛ وضغط؟ وعظ“ ثم الحظ„ والخط§ 5",
    "French": "Où étaient-ils ? À l'Élysée, ça va être « très » drôle : Noël, cœur, ÇA, ÉTÉ, ÎLE, Ù.",
    "Portuguese": "A NAÇÃO SÃO PAULO ÇÃ, informação, coração ÁÊÇ",
    "Danish": "Øl, Ærø, ØRE og Åse; Ø§ 5 og Ù",
    "Turkish": "İstanbul'da ÇAĞRI, görüşme, şöyle, ÇÖZÜM ÜÇÜNCÜ",
    "Russian": "Ещё одна ШЁПОТ и ЩЁТКА, Шёнберг, Россия направила войска",
    "Ukrainian": "ВІЙНА ЗА ЇЇ МЕЖАМИ, Щё ШІЇ",
    "Greek": "Ο πρωθυπουργός είπε ότι οι δυνάμεις",
    "web addresses": "راجع https://ar.wikipedia.org/wiki/%D8%A7%D9%84%D8%B9%D8%B1%D8%A7%D9%82 أو "
    "www.example.com/%D9%83%D9%88%D8%B1%D9%8A%D8%A7 و /news/%D8%A7%D9%84%D8%B9%D8%B1%D8%A7%D9%82",
    "percents": "ارتفعت الأسعار 20% ثم 30%، والنسبة 50%25",
    "a lone reference": "شركة AT&amp;T قالت الاثنين إنها ستوقف الخدمة",
    "a company": "R&D; M&A; AT&T; B&B",
    "question marks": "ماذا حدث??? قالوا ?? ثم سكتوا. لماذا؟؟ هل ؟؟ ؟؟ ؟؟ ؟؟",
    "a table": "┌──┬──┐ │ كلمة │ ├──┼──┤ └──┴──┘ ╪ ┘ √2",
    "a text about encodings": "إذا قرئ نص UTF-8 على أنه Windows-1256 ظهرت هكذا: "
    "ط§ظ„ط¹ط±ط¨ظٹط© بدلا من كلمة "
    "العربية، وإذا قرئ على أنه Windows-1252 ظهرت هكذا: Ø§Ù„Ø¹Ø±Ø¨ÙŠØ©، ويكتب الألف في HTML هكذا &#1575;"
    " أو &#x627; واللام &#1604; وفي العناوين %D8%A7%D9%84 وفي JSON هكذا \\u0627\\u0644. هذه مشكلة ترميز"
    " معروفة، وحلها أن يحفظ الملف من جديد بالترميز الصحيح كما يفعل المبرمجون.",
    "the same in English": "Mojibake such as "
    "Ø§Ù„Ø¹Ø±Ø¨ÙŠØ© appears when UTF-8 is decoded as Latin-1, a classic "
    "encoding mistake that every programmer who has worked with Arabic web pages knows too well by now.",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_text_is_left_alone(name: str) -> None:
    assert damage_of(GOOD[name]) is None


def test_no_seed_and_no_paragraph_looks_damaged() -> None:
    assert [text for text in (*SEEDS, *PARAGRAPHS) if damage_of(text)] == []


@given(arabic_texts, st.sampled_from(STEPS))
def test_a_good_arabic_text_is_neither_recognised_nor_changed_by_a_repair(text: str, step: str) -> None:
    assert damage_of(text) is None
    assert repaired(text, (step,)) == text


@pytest.mark.parametrize("way", ["cp1256", "cp1252", "cp1251", "&#1575;", "%D8%A7", "\\u0627"])
def test_where_only_a_part_is_damaged_the_rest_stays(way: str) -> None:
    first, second, third = PARAGRAPHS[10:13]
    damaged = f"{first}\n{WAYS_TO_DAMAGE[way](second)}\n{third} {WAYS_TO_DAMAGE[way](second[:60])}"
    found = damage_of(damaged)
    assert found is not None
    assert repaired(damaged, found.steps) == f"{first}\n{second}\n{third} {second[:60]}"


def test_a_line_of_which_a_part_is_latin_signs_is_repaired_there() -> None:
    good = "قالت وكالة الأنباء الرسمية إن الوزير وصل إلى العاصمة صباح اليوم في زيارة café رسمية\n"
    damaged = as_a_program_shows("قال الوزير و القوات العربية وصلت".encode("cp1256"), "cp1252")
    found = damage_of(good + damaged)
    assert found == Damage(("cp1256-as-cp1252",))
    assert repaired(good + damaged, found.steps) == good + "قال الوزير و القوات العربية وصلت"


def test_letters_that_were_lost_on_the_way_are_marked_and_the_others_come_back() -> None:
    text = "قال الوزير في فيينا إن القوات وصلت"
    damaged = text.encode().decode("cp1252", "replace")
    found = damage_of(damaged)
    assert found is not None
    assert found.steps == ("utf8-as-cp1252",)
    assert repaired(damaged, found.steps) == text.replace("ف", "\ufffd")
    assert found.lost == text.count("ف")


def test_what_is_lost_is_said_and_has_no_remedy() -> None:
    found = damage_of("???? ?????? ?? ????? ????\nكلمة")
    assert found == Damage((), 21)
    assert enumerated(found) == "21 letters lost"
    assert damage_of("كلمة \ufffd") == Damage((), 1)


def test_named_references_are_recognised_in_good_text() -> None:
    damaged = "قال &quot;الوزير&quot; إن&nbsp;القوات &laquo;وصلت&raquo;"
    assert damage_of(damaged) == Damage(("references",))
    assert repaired(damaged, ("references",)) == 'قال "الوزير" إن\xa0القوات «وصلت»'


@pytest.mark.parametrize(
    "hostile",
    [
        "&#27;[2J",
        "&#x9b;31m",
        "&#0;",
        "&#13;",
        "&#55357;",
        "&#99999999;",
        "\\u001b]52;c;x\\u0007",
        "%1B%5B2J",
        "\u00c2\u009b2J",
        "Â›2J",
    ],
)
def test_a_repair_brings_no_control_into_a_text(hostile: str) -> None:
    text = (
        "&#1575;&#1604;&#1593;&#1585;&#1576; \\u0627\\u0644\\u0639\\u0631 %D8%A7%D9%84%D8%B9 Ø§Ù„Ø¹Ø±Ø¨ÙŠØ© "
        + hostile
    )
    after = repaired(text, STEPS)
    assert not any(char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff" for char in after)


@given(st.text(), st.lists(st.sampled_from([*STEPS, "unknown", "utf8-as-rot13"]), max_size=4))
def test_no_text_is_too_strange(text: str, steps: list[str]) -> None:
    damage_of(text)
    after = repaired(text, steps)
    assert after == text or not any(char in after for char in "\x1b\x00\x9b")
