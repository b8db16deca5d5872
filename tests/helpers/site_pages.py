"""Pages of made-up news sites, of which it is known what is story and what is frame.

What a frame says amid a story can be found by repetition alone; of the rest a text may tell much by itself.
"""

from __future__ import annotations

import random
from typing import NamedTuple

_NAMES = [
    "سالم",
    "ناصر",
    "مروان",
    "ليلى",
    "هدى",
    "كريم",
    "وليد",
    "سناء",
    "رامي",
    "جابر",
    "فادي",
    "نوال",
    "زياد",
    "عمر",
    "ياسر",
    "منى",
    "طارق",
    "بشرى",
]
_PLACES = [
    "المدينة الجديدة",
    "الميناء القديم",
    "وادي الزهور",
    "جبل السماق",
    "السهل الأخضر",
    "بلدة العين",
    "حي الربيع",
    "قرية النبع",
]
_VERBS = ["أعلن", "أكد", "قال", "ذكر", "أوضح", "أضاف", "كشف", "بين"]
_THINGS = [
    "افتتاح مدرسة",
    "إغلاق الطريق الساحلي",
    "بدء حملة لقاح",
    "تأجيل المباراة",
    "ارتفاع منسوب النهر",
    "توقيع اتفاق مياه",
    "إصلاح محطة كهرباء",
    "وصول قافلة غذاء",
    "خروج دفعة عمال",
    "انتهاء أعمال حفر",
    "تراجع عدد المصابين",
    "عودة حركة القطار",
]
_WHEN = [
    "يوم السبت",
    "مساء الأحد",
    "صباح الاثنين",
    "ظهر الثلاثاء",
    "ليل الأربعاء",
    "فجر الخميس",
    "يوم الجمعة",
]
_WHY = [
    "بعد أسابيع من الانتظار",
    "رغم سوء الأحوال الجوية",
    "بدعم من متطوعين",
    "في خطوة مفاجئة",
    "وسط ترحيب السكان",
    "خلافا لما كان متوقعا",
    "بحضور عدد من الأهالي",
    "في ختام اجتماع طويل",
]


class Site(NamedTuple):
    """The frame of a site."""

    host: str
    top: tuple[str, ...]
    """Above the title."""
    amid: str
    """A heading amid the story, on two of three pages; by itself it could be the story's own."""
    bottom: tuple[str, ...]
    """Below it."""
    background: str
    """A paragraph that its agency puts into many stories: text, and no furniture."""
    stops: bool = True
    """Whether its paragraphs end with a full stop."""


class Page(NamedTuple):
    """A page, and which of its lines are of the frame."""

    host: str
    text: str
    frame: frozenset[int]
    """Numbers of the lines."""


NOON = Site(
    "www.noon.example",
    ("صحيفة نون", "الصفحة الأولى", "بلدنا", "حكايات الناس", "ملاعب وأندية", "نون بالعربي"),
    "أصوات من المكان",
    (
        "هل أعجبتك هذه الصفحة؟",
        "ضعنا على شاشتك الرئيسية",
        "مكاتبنا في العاصمة والساحل والجبل",
        "كل ما ينشر في صحيفة نون يعبر عن رأي كاتبه وحده، ولا يلزم الصحيفة ولا القائمين عليها بشيء.",
        "نون 532",
    ),
    "وكانت البلاد قد شهدت في فبراير 2022 عاصفة لم تعرف مثلها منذ نصف قرن وأودت بحياة عشرين شخصا.",
)
HARBOUR = Site(
    "harbour.example",
    ("مرسى الكلمة", "دفتر اليوم", "بحر وبر", "عدسة المرسى"),
    "حديث الرصيف",
    ("كتّاب المرسى", "ألبوم الصور", "صندوق البريد", "من يملك المرسى", "دليل الناشر"),
    "ويعيش في المنطقة نحو عشرين ألف شخص يعمل معظمهم في الصيد وصناعة القوارب منذ القرن التاسع عشر.",
)
PLAIN = Site(
    "plain.example",
    ("السهل برس", "أهل السهل", "حقول وبيوت"),
    "على هامش الحقل",
    ("رفاق السهل", "كيف تصل إلينا", "مطبعة السهل"),
    "وتعد المنطقة من أكثر المناطق خصوبة في البلاد ويزرع فيها القمح والعدس والزيتون منذ آلاف السنين",
    stops=False,
)
SITES = (NOON, HARBOUR, PLAIN)


def story(draw: random.Random, *, stops: bool = True) -> tuple[str, list[str]]:
    """Return a title and paragraphs that no other story has."""
    place, thing = draw.choice(_PLACES), draw.choice(_THINGS)
    title = f"{thing} في {place} {draw.choice(_WHY)} ({draw.choice(_NAMES)} {draw.randrange(9999)})"
    paragraphs = []
    for _ in range(draw.randrange(3, 8)):
        sentences = [
            f"{draw.choice(_VERBS)} {draw.choice(_NAMES)} {draw.choice(_NAMES)} {draw.choice(_WHEN)}"
            f" عن {draw.choice(_THINGS)} في {draw.choice(_PLACES)} {draw.choice(_WHY)}"
            f" مع {draw.choice(_NAMES)} {draw.choice(_NAMES)}"
            for _ in range(draw.randrange(1, 3))
        ]
        paragraphs.append(". ".join(sentences) + "." if stops else " و".join(sentences))
    return title, paragraphs


def page(
    site: Site, title: str, paragraphs: list[str], *, background: int | None = None, amid: bool = True
) -> Page:
    """Return a page of a site; `background` is the paragraph before which the agency's own stands."""
    body = list(paragraphs)
    if background is not None:
        body.insert(background, site.background)
    lines = [(line, True) for line in site.top]
    lines.append((title, False))
    for number, paragraph in enumerate(body):
        if amid and number == 2:
            lines.append((site.amid, True))
        lines.append((paragraph, False))
    lines += [(line, True) for line in site.bottom]
    text = "\n".join(line for line, _ in lines)
    return Page(site.host, text, frozenset(number for number, (_, of_frame) in enumerate(lines) if of_frame))


def pages(count: int, sites: tuple[Site, ...] = SITES, seed: int = 14) -> list[Page]:
    """Return so many pages of each site, some with the agency's background: amid the story, or at its end."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        for site in sites:
            title, paragraphs = story(draw, stops=site.stops)
            place = draw.choice((None, 1, len(paragraphs), len(paragraphs)))
            made.append(page(site, title, paragraphs, background=place, amid=number % 3 != 2))
    return made
