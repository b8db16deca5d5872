"""Holds the words that the report says by itself, in the languages that it has."""

from __future__ import annotations

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Every word that the report says by itself."""

    lang: str
    direction: str
    comma: str
    semicolon: str
    title: str
    annotations: str
    articles: str
    article: str
    source: str
    published: str
    day: str
    claims_by_source: str
    contradictions: str
    no_contradictions: str
    group: str
    claim: str
    claimant: str
    reported_as: str
    numbers: str
    numbers_over_time: str
    undated: str
    value: str
    note: str
    annotator: str
    unknown: str
    in_source: str
    elsewhere: str
    made: str
    hidden: str
    links: dict[str, str]
    """By the types of `annotations.model.links`."""
    hidden_kinds: dict[str, str]
    """By the kinds of `annotations.text.hidden_characters`."""


ENGLISH = Words(
    lang="en",
    direction="ltr",
    comma=",",
    semicolon=";",
    title="Claims",
    annotations="annotations",
    articles="articles",
    article="Article",
    source="Source",
    published="Published",
    day="Date",
    claims_by_source="Claims by source and article",
    contradictions="What contradicts what",
    no_contradictions="No claims are linked as contradicting each other.",
    group="Contradiction",
    claim="Claim",
    claimant="Claimant",
    reported_as="Reported as, certainty",
    numbers="Numbers",
    numbers_over_time="Numbers claimed over time",
    undated="no date",
    value="Value",
    note="Note",
    annotator="Annotator",
    unknown="unknown",
    in_source="in the source",
    elsewhere="not in this report",
    made="Made by claimreader; quotes belong to their publishers.",
    links={
        "contradicts": "contradicts",
        "supports": "supports",
        "repeats": "repeats",
        "updates": "updates",
        "reports-on": "reports on",
    },
    hidden="Hidden characters in the text, shown by their code points",
    hidden_kinds={
        "override": "direction override, not applied",
        "embedding": "direction embedding, not applied",
        "isolate": "direction isolate, not applied",
        "end": "end of a direction",
        "mark": "direction mark, not applied",
        "zero width": "zero width character",
        "tag": "tag character",
        "filler": "blank filler",
        "selector": "variation selector",
        "modifier": "emoji modifier",
        "format": "format character",
    },
)

ARABIC = Words(
    lang="ar",
    direction="rtl",
    comma="،",
    semicolon="؛",
    title="الادعاءات",
    annotations="تعليقًا",
    articles="مقالًا",
    article="المقال",
    source="المصدر",
    published="تاريخ النشر",
    day="التاريخ",
    claims_by_source="الادعاءات بحسب المصدر والمقال",
    contradictions="ما يناقض بعضه بعضًا",
    no_contradictions="لا ادعاءات مربوطة على أنها متناقضة.",
    group="تناقض",
    claim="الادعاء",
    claimant="صاحب الادعاء",
    reported_as="صيغة النقل ودرجة اليقين",
    numbers="الأعداد",
    numbers_over_time="الأعداد المذكورة عبر الزمن",
    undated="بلا تاريخ",
    value="القيمة",
    note="ملاحظة",
    annotator="المحلل",
    unknown="غير معروف",
    in_source="في المصدر",
    elsewhere="ليس في هذا التقرير",
    made="أُعدّ بواسطة claimreader؛ الاقتباسات لناشريها.",
    links={
        "contradicts": "يناقض",
        "supports": "يؤيد",
        "repeats": "يكرر",
        "updates": "يحدّث",
        "reports-on": "ينقل عن",
    },
    hidden="محارف مخفية في النص، تظهر برموزها",
    hidden_kinds={
        "override": "فرض اتجاه لم يُطبَّق",
        "embedding": "تضمين اتجاه لم يُطبَّق",
        "isolate": "عزل اتجاه لم يُطبَّق",
        "end": "نهاية اتجاه",
        "mark": "علامة اتجاه لم تُطبَّق",
        "zero width": "محرف بلا عرض",
        "tag": "محرف وسم",
        "filler": "حشوة فارغة",
        "selector": "منتقي شكل",
        "modifier": "معدّل رمز تعبيري",
        "format": "محرف تنسيق",
    },
)

LANGUAGES = {"en": ENGLISH, "ar": ARABIC}


def words_in(language: str) -> Words:
    """Return the report's words in a language of the screen, English ones where it has none in it."""
    return LANGUAGES.get(language, ENGLISH)
