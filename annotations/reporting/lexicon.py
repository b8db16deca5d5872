"""Lists the words of saying: one table, a row a lemma, with what may follow it and how firmly it reports.

To add a verb, add a row. Its columns are parted by `|`:

    he did, he does | participle | verbal nouns | frame | reported as

The rest is generated (`inflection.py`): gender, number, pronouns, hamzas, and the leading و and ف. `-` leaves
a column empty. A word counts as a cue only where its frame stands around it, which keeps كشف ("uncovered" and
"said that") or ذكر apart. The codes of a frame say what may follow the word and whoever speaks, but for
بالقول إن and إلى القول إن, which always may:

    that    أن or إن, with a preposition before it or with a pronoun behind: أنه، بأن، إلى أن
    quote   a colon or a quotation mark
    np      a noun phrase that is the claim: نفى التقارير، أكد وجود ...
    fact    the same, if it has no article: أعلن مقتل ثلاثة, but not أعلن الحداد
    ب إلى على عن من في بشأن    the same, behind this preposition: حذر من ...
            with `+` only if it has no article: أشار إلى وجود
    measure the same, if it is a measure: قدر عدد النازحين بكذا
    masdar  what `+` asks for has to be a verbal noun: تحدث عن سقوط قتلى, but not عن خطته
    as      somebody or something, then ب: اتهم فلانا بكذا، وصف كذا بأنه ...
    blame   the same with "responsibility" in place of ب: حمل فلانا مسؤولية كذا
    worry   عن, a feeling, then what it is about: أعرب عن قلقه من ...
    denial  a statement: رفض الاتهامات, but not رفض العرض
    direct  أن has to follow the speaker at once, since the word is mostly another: بين
    bare    a clause with no more than a comma before it: قال الوزير، لم يحدث شيء
    whom    that and quote may follow an object, to whom it is said: أخبر الوزير الصحفيين أن ...
    thing   a thing may be its subject, which is no speaker: تشير الأخطاء إلى أن
    source  the subject is a document or an institution: أظهر التقرير أن
    inner   what is only thought: behind إنه it is no claim of its own, as in قال إنه يعتقد أن
    initial the word is no verb but at the beginning of a clause: عبر is "via", too
"""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from annotations.reporting import inflection
from annotations.text.folding import fold

TABLE = """
    قال يقول | قائل | قول | that quote bare | asserted
    أضاف يضيف | مضيف | - | that quote bare | asserted
    تابع يتابع | متابع | - | that quote | asserted
    أردف يردف | مردف | - | that quote | asserted
    استطرد يستطرد | مستطرد | - | that quote | asserted
    استدرك يستدرك | مستدرك | - | that quote | asserted
    زاد يزيد | - | - | quote | asserted
    ختم يختم | - | - | quote | asserted
    اختتم يختتم | مختتم | - | quote | asserted
    أوضح يوضح | موضح | إيضاح توضيح | that quote bare | asserted
    ذكر يذكر | ذاكر | - | that quote fact | asserted
    صرح يصرح | مصرح | تصريح تصريحات | that quote ب+ | asserted
    أعلن يعلن | معلن | إعلان | that quote fact masdar عن+ | asserted
    أفاد يفيد | مفيد | إفادة | whom that quote ب+ | asserted
    أخبر يخبر | مخبر | إخبار | that quote whom | asserted
    أبلغ يبلغ | مبلغ | إبلاغ | that quote whom | asserted
    أشار يشير | مشير | إشارة | thing that quote إلى+ | asserted
    لفت يلفت | لافت | - | that quote إلى+ | asserted
    نوه ينوه | منوه | تنويه | that quote | asserted
    ألمح يلمح | ملمح | تلميح | that quote إلى | asserted
    لمح يلمح | ملمح | تلميح | that إلى | asserted
    شدد يشدد | مشدد | تشديد | that quote على | asserted
    أصر يصر | مصر | إصرار | that quote | asserted
    كرر يكرر | مكرر | تكرار | that quote | asserted
    رأى يرى | - | رأي | that inner quote | asserted
    اعتبر يعتبر | معتبر | - | that quote | asserted
    اعتقد يعتقد | معتقد | اعتقاد | that inner quote | asserted
    ظن يظن | - | ظن | that inner | asserted
    توقع يتوقع | متوقع | توقع توقعات | that inner quote np | asserted
    رجح يرجح | مرجح | ترجيح ترجيحات | that quote np | asserted
    قدر يقدر | مقدر | تقدير تقديرات | measure that | asserted
    كشف يكشف | كاشف | كشف | thing masdar that quote عن+ | asserted
    أظهر يظهر | مظهر | - | that source quote | asserted
    بين يبين | مبين | - | direct that initial | asserted
    وجد يجد | - | - | that source | asserted
    خلص يخلص | - | خلاصة | that | asserted
    استنتج يستنتج | مستنتج | استنتاج | that | asserted
    أبرز يبرز | مبرز | - | that quote | asserted
    سجل يسجل | مسجل | - | that | asserted
    تحدث يتحدث | - | - | that masdar عن+ | asserted
    تنبأ يتنبأ | متنبئ | - | that quote ب+ | asserted
    طمأن يطمئن | مطمئن | - | whom that quote | asserted
    ذهب يذهب | - | - | - | asserted
    اكتفى يكتفي | مكتفي | - | - | asserted
    برر يبرر | مبرر | - | - | asserted
    لاحظ يلاحظ | ملاحظ | ملاحظة | that quote | asserted
    كتب يكتب | كاتب | - | that quote | asserted
    غرد يغرد | مغرد | - | that quote | asserted
    علق يعلق | معلق | - | quote | asserted
    عقب يعقب | معقب | - | quote initial | asserted
    رد يرد | - | - | that quote initial | asserted
    أجاب يجيب | مجيب | - | that quote | asserted
    روى يروي | راوي | رواية | that quote | asserted
    حكى يحكي | - | - | that quote | asserted
    سأل يسأل | - | - | quote | questioned
    أورد يورد | مورد | - | that quote | asserted
    جادل يجادل | مجادل | - | that quote | asserted
    احتج يحتج | محتج | - | that quote | asserted
    اشتكى يشتكي | مشتكي | شكوى | that quote من | asserted
    شكا يشكو | شاكي | شكوى | that من | asserted
    وصف يصف | واصف | وصف | as | asserted
    حذر يحذر | محذر | تحذير تحذيرات | whom that quote من np بشأن | asserted
    نبه ينبه | منبه | تنبيه | whom that quote إلى+ من | asserted
    هدد يهدد | مهدد | تهديد تهديدات | that quote ب | asserted
    توعد يتوعد | متوعد | - | that quote ب | asserted
    خشي يخشى | - | خشية | that inner من | asserted
    تخوف يتخوف | متخوف | تخوف | that inner من | asserted
    شعر يشعر | - | - | worry inner | asserted
    أعرب يعرب | معرب | - | worry | asserted
    عبر يعبر | معبر | - | worry initial | asserted
    أبدى يبدي | مبدي | - | worry | asserted
    زعم يزعم | زاعم | زعم مزاعم | that quote np | alleged
    ادعى يدعي | مدعي | ادعاء ادعاءات | that quote np | alleged
    اتهم يتهم | متهم | اتهام اتهامات | as | alleged
    حمل يحمل | محمل | - | as blame | alleged
    أكد يؤكد | مؤكد | تأكيد تأكيدات | that quote np على | confirmed
    أقر يقر | مقر | إقرار | that quote ب | confirmed
    اعترف يعترف | معترف | اعتراف اعترافات | that quote ب | confirmed
    أثبت يثبت | مثبت | إثبات | that source | confirmed
    جزم يجزم | جازم | - | that quote ب | confirmed
    نفى ينفي | نافي | نفي | that quote np | denied
    أنكر ينكر | منكر | إنكار | that np | denied
    كذب يكذب | مكذب | تكذيب | np | denied
    فند يفند | مفند | تفنيد | np | denied
    دحض يدحض | داحض | دحض | np | denied
    رفض يرفض | رافض | رفض | denial | denied
    استبعد يستبعد | مستبعد | استبعاد | that np | denied
    شكك يشكك | مشكك | تشكيك | that في | questioned
    شك يشك | - | شك شكوك | that في | questioned
    تساءل يتساءل | متسائل | تساؤل | quote عن | questioned
"""

PASSIVES = """
    يقال قيل | that quote | asserted
    يزعم | that | alleged
    يعتقد | that | alleged
    يظن | that | alleged
    يدعى | that | alleged
    أفيد يفاد | that ب+ | asserted
"""
"""Passives that name nobody. `يذكر أن` is none of them: it is how a paragraph begins."""


class Entry(msgspec.Struct, frozen=True):
    """One row of the table."""

    lemma: str
    frame: frozenset[str]
    reported_as: str


VERB = "verb"
PASSIVE = "passive"
PARTICIPLE = "participle"
NOUN = "noun"


class Reading(msgspec.Struct, frozen=True):
    """One way to read a word as a cue; `skip` is 1 if its first letter is a conjunction, و or ف."""

    entry: Entry
    part: str
    gender: str = ""
    number: str = ""
    imperfect: bool = False
    pronoun: bool = False
    skip: int = 0


_Forms = dict[str, tuple[Reading, ...]]


@cache
def _forms() -> tuple[_Forms, _Forms]:
    """Return the forms that stand by themselves, and those that a pronoun is written onto."""
    alone: _Forms = {}
    joined: _Forms = {}

    def add(form: str, reading: Reading) -> None:
        forms = joined if reading.pronoun else alone
        readings = forms.get(form, ())
        if reading not in readings:
            forms[form] = (*readings, reading)

    for row in PASSIVES.strip().splitlines():
        verbs, frame, reported_as = (part.strip() for part in row.split("|"))
        entry = Entry(verbs.split()[0], frozenset(frame.split()), reported_as)
        for verb in verbs.split():
            add(fold(verb), Reading(entry, PASSIVE, inflection.MASCULINE, inflection.SINGULAR))
    for row in TABLE.strip().splitlines():
        verbs, participles, nouns, frame, reported_as = (part.strip() for part in row.split("|"))
        did, does = verbs.split()
        entry = Entry(did, frozenset(frame.split()), reported_as)
        for form, gender, number, pronoun in inflection.perfect(did):
            add(form, Reading(entry, VERB, gender, number, False, pronoun))
        for form, gender, number, pronoun in inflection.imperfect(does):
            add(form, Reading(entry, VERB, gender, number, True, pronoun))
        for lemma in participles.replace("-", "").split():
            for form, gender, number in inflection.participle(lemma):
                add(form, Reading(entry, PARTICIPLE, gender, number))
        for lemma in nouns.replace("-", "").split():
            for form, pronoun in inflection.noun(lemma):
                add(form, Reading(entry, NOUN, pronoun=pronoun))
    return alone, joined


def _known(form: str) -> tuple[Reading, ...]:
    """Return what a folded word can be with nothing before it: أشاره is first "showed him", then إشارة."""
    alone, joined = _forms()
    suffix = inflection.suffix(form)
    if not suffix:
        return alone.get(form, ())
    gender, number = inflection.SUFFIXES[suffix]
    with_it = (
        msgspec.structs.replace(reading, gender=gender, number=number) if reading.part == NOUN else reading
        for reading in joined.get(form[: -len(suffix)], ())
    )
    return (*with_it, *alone.get(form, ()))


@lru_cache(maxsize=1 << 14)
def readings(form: str) -> tuple[Reading, ...]:
    """Return what a folded word can be as a cue; empty for nearly every word."""
    known = list(_known(form))
    rest, skip = form, 0
    if len(form) > 3 and form[0] in "وف":
        rest, skip = form[1:], 1
        known += [_skipping(reading) for reading in _known(rest)]
    if len(rest) > 4 and rest[0] in "سب":  # سيقول, and بقوله
        known += [
            _skipping(reading) if skip else reading
            for reading in _known(rest[1:])
            if (reading.imperfect if rest[0] == "س" else reading.part == NOUN and reading.pronoun)
        ]
    return tuple(known)


def _skipping(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, skip=1)
