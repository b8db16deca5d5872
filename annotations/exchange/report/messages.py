"""Holds the words that the report says by itself, in the languages that it has.

They aren't in the catalogues of the screen: the report is made without one, and in another language if that
is asked for. A test keeps the words for values and months the same as on the screen.
"""

from __future__ import annotations

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Every word that the report says by itself; `{...}` is filled in."""

    lang: str
    direction: str
    comma: str
    semicolon: str
    colon: str
    letters: str
    """The letters of sides in the matrix."""
    months: tuple[str, ...]

    # titles of sections
    title: str
    titled: str
    contents: str
    summary: str
    questions: str
    matrix: str
    quantities: str
    timeline: str
    sources: str
    claims: str
    making: str
    notes: str

    # counted things: the forms of a number, see `wording.Wording.count`
    n_claims: tuple[str, ...]
    n_articles: tuple[str, ...]
    n_sources: tuple[str, ...]
    n_questions: tuple[str, ...]
    n_sides: tuple[str, ...]
    n_sentences: tuple[str, ...]
    n_annotations: tuple[str, ...]
    n_claimants: tuple[str, ...]
    n_amounts: tuple[str, ...]
    n_voices: tuple[str, ...]
    n_set_aside: tuple[str, ...]

    # what stands below the title
    from_to: str
    on_day: str
    made_by: str

    # columns
    number: str
    claim: str
    claimant: str
    how: str
    figures: str
    day: str
    where: str
    side: str
    since: str
    question: str
    source: str
    article: str
    confirmed: str
    denied: str
    contradicted: str
    differs: str
    counted: str

    # in rows
    in_source: str
    tags: str
    note: str
    by: str
    unknown: str
    undated: str
    unsaid: str
    elsewhere: str
    hidden: str
    full: str
    no_address: str
    file: str

    # sentences
    no_questions: str
    no_amounts: str
    no_claims: str
    neither: str
    how_many: str
    turned: str
    turns: str
    apart: str
    stated_once: str
    uncounted: str
    one_voice: str
    voices: str
    legend: str
    plot: str
    plot_key: str

    # how it was made
    scheme: str
    scheme_default: str
    scheme_own: str
    annotators: str
    annotator: str
    corpus: str
    corpus_said: str
    decided: str
    chosen: str
    chosen_article: str
    chosen_listed: str
    agreement: str
    agreement_said: str
    agreement_kappa: str
    agreement_none: str
    agreement_many: str
    people: str
    suggested: str
    suggested_said: str
    wire: str
    set_aside: str
    set_aside_said: str
    irrelevant: str
    duplicate_of: str
    how_counted: str
    counting: str
    sides_said: str
    made: str

    links: dict[str, str]
    """By the types of `annotations.model.links`."""
    linked: dict[str, str]
    """The same seen from the other end."""
    values: dict[str, str]
    """The values of the default scheme's choices; others are shown as they are."""
    hidden_kinds: dict[str, str]
    """By the kinds of `annotations.text.hidden_characters`."""


ENGLISH = Words(
    lang="en",
    direction="ltr",
    comma=",",
    semicolon=";",
    colon=":",
    letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    title="Claims",
    titled="Claims: {name}",
    contents="Contents",
    summary="Summary",
    questions="Questions and their sides",
    matrix="Who stands where",
    quantities="Quantities",
    timeline="Timeline",
    sources="Sources",
    claims="All claims",
    making="How this report was made",
    notes="Notes: the articles",
    n_claims=("{n} claim", "{n} claims"),
    n_articles=("{n} article", "{n} articles"),
    n_sources=("{n} source", "{n} sources"),
    n_questions=("{n} question is disputed", "{n} questions are disputed"),
    n_sides=("{n} side", "{n} sides"),
    n_sentences=("{n} sentence", "{n} sentences"),
    n_annotations=("{n} annotation", "{n} annotations"),
    n_claimants=("{n} claimant", "{n} claimants"),
    n_amounts=("{n} amount", "{n} amounts"),
    n_voices=("{n} voice", "{n} voices"),
    n_set_aside=("{n} article was set aside", "{n} articles were set aside"),
    from_to="published {first} to {last}",
    on_day="published {day}",
    made_by="Made on {day} by {names}.",
    number="No.",
    claim="Claim",
    claimant="Who says so",
    how="Reported, certain",
    figures="Numbers",
    day="Date",
    where="Where it stands",
    side="Side",
    since="Since",
    question="Question",
    source="Source",
    article="Article",
    confirmed="Confirmed",
    denied="Denied",
    contradicted="Contradicted",
    differs="Differs from",
    counted="What is counted",
    in_source="in the source",
    tags="tags",
    note="note",
    by="by",
    unknown="source unknown",
    undated="no date",
    unsaid="not said",
    elsewhere="a claim that is not in this report",
    hidden="Hidden characters in the text, shown by their code points",
    full="claim {n}",
    no_address="no address known",
    file="file",
    no_questions="No claims are linked as contradicting each other.",
    no_amounts="No claim states an amount.",
    no_claims="Nothing is tagged as a claim yet.",
    neither="neither",
    how_many="How many:",
    turned="Turned",
    turns="{name}: {first} on {day}, {then} on {later}",
    apart="Amounts that differ",
    stated_once="Other amounts",
    uncounted="not said what is counted",
    one_voice="same agency text as {names}: one voice",
    voices="Articles that carry one agency's text count as one: {sources}, {voices}.",
    legend="A letter stands for a side of the question; a dot: nothing is said.",
    plot="{noun}: amounts over time",
    plot_key="The numbers are those of the rows below. An arrow: only a bound is stated. Hollow: about.",
    scheme="Scheme",
    scheme_default="claimreader's own; tags used: {tags}",
    scheme_own="{name}; tags used: {tags}",
    annotators="Who, when",
    annotator="{name}: {annotations}, {claims}, {first} to {last}",
    corpus="Articles",
    corpus_said="{annotated} of {all} have annotations",
    decided="{decided} of {all} decided there",
    chosen="Covered",
    chosen_article="one article only",
    chosen_listed="what the board listed only",
    agreement="Agreement",
    agreement_said="{a} and {b}: the same tags in {percent} of {sentences} that both decided",
    agreement_kappa="Cohen's kappa {kappa} (95%: {low} to {high})",
    agreement_none="{a} and {b} have decided no sentence in common",
    agreement_many="more than three annotators: claimreader compare says how two agree",
    people="One person, several spellings",
    suggested="Suggestions",
    suggested_said="{claims} with values that an annotator took from the program's suggestions",
    wire="Agency copies",
    set_aside="Set aside",
    set_aside_said="{count} and left out",
    irrelevant="irrelevant",
    duplicate_of="repeats",
    how_counted="How it is counted",
    counting="Confirmed and denied are claims reported as such; contradicted are those that take part in a "
    "question on which claims contradict each other. The date of a row is that of which the claim speaks, "
    "else the day of publication.",
    sides_said="Sides are what claims that contradict each other say: a figure, or how they are reported.",
    made="Made by claimreader {version}; quotes belong to their publishers.",
    links={
        "contradicts": "contradicts",
        "supports": "supports",
        "repeats": "repeats",
        "updates": "updates",
        "reports-on": "reports on",
    },
    linked={
        "contradicts": "contradicts",
        "supports": "supported by",
        "repeats": "repeated by",
        "updates": "updated by",
        "reports-on": "reported on by",
    },
    values={
        "asserted": "asserted",
        "denied": "denied",
        "alleged": "alleged",
        "confirmed": "confirmed",
        "questioned": "questioned",
        "certain": "certain",
        "probable": "probable",
        "possible": "possible",
        "unknown": "unknown",
        "named_official": "named official",
        "anonymous_official": "anonymous official",
        "witness": "witness",
        "armed_group": "armed group",
        "agency": "agency",
        "document": "document",
        "outlet": "outlet",
        "none": "no one named",
        "no": "no",
        "not_urgent": "not urgent",
        "urgent": "urgent",
        "unsure": "unsure",
        "unstarted": "unstarted",
        "in_progress": "in progress",
        "inconclusive": "inconclusive",
        "verified": "verified",
        "false": "false",
    },
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
    colon=":",
    letters="أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    months=(
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
        *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
    title="الادعاءات",
    titled="الادعاءات: {name}",
    contents="المحتويات",
    summary="الخلاصة",
    questions="المسائل وأطرافها",
    matrix="مواقف المصادر",
    quantities="الأعداد والمقادير",
    timeline="التسلسل الزمني",
    sources="المصادر",
    claims="جميع الادعاءات",
    making="كيف أُعدّ هذا التقرير",
    notes="الحواشي: المقالات",
    n_claims=("لا ادعاءات", "ادعاء واحد", "ادعاءان", "{n} ادعاءات", "{n} ادعاءً", "{n} ادعاء"),
    n_articles=("لا مقالات", "مقال واحد", "مقالان", "{n} مقالات", "{n} مقالًا", "{n} مقال"),
    n_sources=("لا مصادر", "مصدر واحد", "مصدران", "{n} مصادر", "{n} مصدرًا", "{n} مصدر"),
    n_questions=(
        "لا مسائل خلافية",
        "مسألة خلافية واحدة",
        "مسألتان خلافيتان",
        "{n} مسائل خلافية",
        "{n} مسألة خلافية",
        "{n} مسألة خلافية",
    ),
    n_sides=("لا مواقف", "موقف واحد", "موقفان", "{n} مواقف", "{n} موقفًا", "{n} موقف"),
    n_sentences=("لا جمل", "جملة واحدة", "جملتان", "{n} جمل", "{n} جملة", "{n} جملة"),
    n_annotations=("لا توسيمات", "توسيم واحد", "توسيمان", "{n} توسيمات", "{n} توسيمًا", "{n} توسيم"),
    n_claimants=(
        "لا أصحاب ادعاء",
        "صاحب ادعاء واحد",
        "صاحبا ادعاء",
        "{n} أصحاب ادعاء",
        "{n} صاحب ادعاء",
        "{n} صاحب ادعاء",
    ),
    n_amounts=("لا أعداد", "عدد واحد", "عددان", "{n} أعداد", "{n} عددًا", "{n} عدد"),
    n_voices=("لا أصوات", "صوت واحد", "صوتان", "{n} أصوات", "{n} صوتًا", "{n} صوت"),
    n_set_aside=(
        "لم يُستبعد أي مقال",
        "استُبعد مقال واحد",
        "استُبعد مقالان",
        "استُبعدت {n} مقالات",
        "استُبعد {n} مقالًا",
        "استُبعد {n} مقال",
    ),
    from_to="نُشرت بين {first} و{last}",
    on_day="نُشرت في {day}",
    made_by="أُعدّ في {day}، إعداد: {names}.",
    number="الرقم",
    claim="الادعاء",
    claimant="صاحب الادعاء",
    how="النقل واليقين",
    figures="الأعداد",
    day="التاريخ",
    where="موضعه",
    side="الموقف",
    since="منذ",
    question="المسألة",
    source="المصدر",
    article="المقال",
    confirmed="مثبت",
    denied="منفي",
    contradicted="مناقَض",
    differs="يخالف",
    counted="المعدود",
    in_source="في المصدر",
    tags="الوسوم",
    note="ملاحظة",
    by="الموسِّم",
    unknown="مصدر غير معروف",
    undated="بلا تاريخ",
    unsaid="غير مذكور",
    elsewhere="ادعاء ليس في هذا التقرير",
    hidden="محارف مخفية في النص، تظهر برموزها",
    full="الادعاء {n}",
    no_address="لا عنوان معروفًا له",
    file="الملف",
    no_questions="لا ادعاءات مربوطة على أنها متناقضة.",
    no_amounts="لا عدد في أي ادعاء.",
    no_claims="لم يوسم شيء بعد على أنه ادعاء.",
    neither="لا هذا ولا ذاك",
    how_many="كم العدد:",
    turned="تغيّر الموقف",
    turns="{name}: {first} في {day}، ثم {then} في {later}",
    apart="أعداد متباينة",
    stated_once="أعداد أخرى",
    uncounted="لم يُذكر المعدود",
    one_voice="نص الوكالة نفسه لدى {names}: صوت واحد",
    voices="المقالات التي تحمل نص وكالة واحدة تُحسب صوتًا واحدًا: {sources}، {voices}.",
    legend="كل حرف يدل على موقف من المسألة؛ والنقطة: لم يُذكر شيء.",
    plot="{noun}: الأعداد عبر الزمن",
    plot_key="الأرقام هي أرقام الصفوف أدناه. السهم: لم يُذكر إلا حدّ واحد. الشكل المفرّغ: عدد تقريبي.",
    scheme="مخطط الوسوم",
    scheme_default="مخطط claimreader؛ الوسوم المستعملة: {tags}",
    scheme_own="{name}؛ الوسوم المستعملة: {tags}",
    annotators="مَن ومتى",
    annotator="{name}: {annotations}، {claims}، من {first} إلى {last}",
    corpus="المقالات",
    corpus_said="عليها توسيمات: {annotated} من أصل {all}",
    decided="الجمل المحسومة فيها: {decided} من أصل {all}",
    chosen="نطاق التقرير",
    chosen_article="مقال واحد فقط",
    chosen_listed="ما عرضته لوحة الادعاءات فقط",
    agreement="الاتفاق",
    agreement_said="{a} و{b}: {sentences} حسمها كلاهما، والوسوم نفسها في {percent} منها",
    agreement_kappa="كابا كوهين {kappa} (95%: من {low} إلى {high})",
    agreement_none="{a} و{b}: لا جملة حسمها كلاهما",
    agreement_many="أكثر من ثلاثة موسِّمين: الأمر claimreader compare يبيّن اتفاق اثنين منهم",
    people="شخص واحد بأكثر من كتابة",
    suggested="الاقتراحات",
    suggested_said="{claims} فيها قيم أخذها الموسِّم من اقتراحات البرنامج",
    wire="نصوص الوكالات",
    set_aside="المستبعَد",
    set_aside_said="{count} ولا يدخل في التقرير",
    irrelevant="لا صلة له",
    duplicate_of="يكرر",
    how_counted="كيف حُسب",
    counting="المثبت والمنفي ادعاءات نُقلت على هذا الوجه؛ والمناقَض ما يدخل في مسألة تتناقض فيها الادعاءات. "
    "وتاريخ الصف هو التاريخ الذي يتحدث عنه الادعاء، وإلا فيوم النشر.",
    sides_said="المواقف هي ما تقوله الادعاءات المتناقضة: عدد، أو صيغة نقلها.",
    made="أُعدّ بواسطة claimreader {version}؛ الاقتباسات لناشريها.",
    links={
        "contradicts": "يناقض",
        "supports": "يؤيد",
        "repeats": "يكرر",
        "updates": "يحدّث",
        "reports-on": "ينقل عن",
    },
    linked={
        "contradicts": "يناقض",
        "supports": "يؤيده",
        "repeats": "يكرره",
        "updates": "يحدّثه",
        "reports-on": "ينقل عنه",
    },
    values={
        "asserted": "مؤكَّد قولًا",
        "denied": "منفي",
        "alleged": "مزعوم",
        "confirmed": "مثبت",
        "questioned": "مشكوك فيه",
        "certain": "يقيني",
        "probable": "مرجّح",
        "possible": "محتمل",
        "unknown": "غير معروف",
        "named_official": "مسؤول مسمى",
        "anonymous_official": "مسؤول غير مسمى",
        "witness": "شاهد",
        "armed_group": "جماعة مسلحة",
        "agency": "وكالة",
        "document": "وثيقة",
        "outlet": "وسيلة إعلام",
        "none": "لا أحد مسمى",
        "no": "لا",
        "not_urgent": "غير عاجل",
        "urgent": "عاجل",
        "unsure": "غير متأكد",
        "unstarted": "لم يبدأ",
        "in_progress": "قيد العمل",
        "inconclusive": "غير حاسم",
        "verified": "متحقَّق منه",
        "false": "كاذب",
    },
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
