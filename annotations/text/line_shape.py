"""Reads what the shape of a line says without its neighbours: prose, headline, name, or no language at all.

Arabic prose shows itself: it stops with a full stop, or it is long, or it is held together by particles and
relative pronouns that headlines, menus and credits do without. The words here are of such closed classes (the
particles of clauses, verbs of reporting that open a sentence, units of counters), never of a subject or a
site; what else a page's own phrases are, `boilerplate_rules` lists. Everything works on folded text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import msgspec

from annotations.text.boilerplate_matcher import BoilerplateMatch

_FULL_STOP = re.compile(r"(?<!\.)\.(?!\s?\.)[^\w.]*+$")
_TRAILS_OFF = re.compile(r"(?:\.\s?\.|…)\W*+$")
_STOP_WITHIN = re.compile(r"(?<![.\s])\.(?=\s)")
_OPEN_END = re.compile(r"[:،؛,;]\W*+$")
_QUESTION = re.compile(r"[؟?!]\W*+$")
_BULLET = re.compile(r"(?:[-•·*–—▪●◦■►»✔✅🔴🔹♦]|\d{1,2}\s?[-–.)/])\s?(?=\D)")
_END_REACH = 64
"""Code points from the end in which the end of a line is looked for that has marks behind it: in a row of
dots each would be tried."""
_STOP_REACH = 8
"""Code points before the end of a line in which its stop is: after it only quotes and brackets follow."""

PROSE = 6
"""Words: the shortest complete sentence that proves that the story has begun."""
UNPUNCTUATED_PROSE = 25
"""Words: from here a line is prose without a full stop too; a headline is never as long."""
_ANNOUNCES = 10
"""Words: from here a line that ends with a colon or a comma is a sentence that goes on in the next line."""
_TRAILING = 15
"""Words: from here a line that trails off in dots is a sentence cut short; shorter ones are headlines too."""
_CLAUSES = 10
"""Words: from here a line that goes on from another, with a clause in it, is prose without a stop."""
_LONGEST_SIGN = 200
"""Code points: the longest address or name of a file."""
_TICKER = 40
"""Words: a line of headlines that a crawler ran together has at least as many, and no clause among them."""

_PARTICLE = re.compile(
    r"(?<!\w)(?:[وفبل]?(?:ان|انه|انها|انهم|انهن|انني|اننا|لان|لانه|لانها)|[وبلف]?(?:الذي|التي|الذين|اللذين"
    r"|اللذان|اللتين|اللواتي)"
    r"|[وف]?(?:كان|كانت|كانوا|يكون|تكون|ليس|ليست|قد|لقد|حيث|اذ|كما|بينما|عندما|بعدما|حينما|لكن|لكنه|لكنها"
    r"|هذا|هذه|ذلك|تلك"
    r"|وفقا|وفق|حسبما|بحسب|هو|هي|هم|لم|لن|منذ|مما|عما|ايضا|فقط)"
    r"|مشيرا|مشيره|مضيفا|مضيفه|موضحا|موضحه|موكدا|موكده|لافتا|لافته|قايلا|قايله|مبينا|معتبرا|معربا|مشددا"
    r"|داعيا|محذرا|منوها"
    r"|نقلا|فضلا|علما|خلال)(?!\w)"
)
"""Words that tie clauses: conjunctions, relative and demonstrative pronouns, adverbial participles."""

_VERB = (
    "قال|اعلن|اكد|كشف|افاد|ذكر|اوضح|اضاف|اشار|لفت|صرح|نفي|دعا|دعت|طالب|حذر|شدد|اعرب|عبر|نقل|قرر|شهد|عقد"
    "|اصدر|ادان|تابع"
    "|اعتبر|راي|بين|ابدي|توقع|رجح|نشر|تداول|اتهم|وصف|رد|علق|كتب|ختم|استطرد|استدرك|نوه|الح|ناشد|تعهد|وعد"
    "|زعم|ادعي|تحدث"
    "|وصل|بحث|استقبل|التقي|وقع|اصيب|قتل|لقي|استشهد|توفي|ارتفع|انخفض|تراجع|سجل|بلغ|اندلع|هز|ضرب|وافق|رفض"
    "|بدا|انطلق|تمكن|جاء"
)
_MORE_VERBS = (
    "اقر|اقدم|اطلق|احبط|اسفر|ادلي|ادي|ادت|استهدف|استنكر|استعرض|استدعي|استانف|اقتحم|اعتقل|اعتمد|انتهي|انهي"
    "|افتتح|اجري|اجرت|القي|القت"
    "|تسلم|تراس|تفقد|تعرض|تلقي|تلقت|تجدد|تواصل|تصدر|ترك|تسبب|تظاهر|حصل|حقق|حكم|خرج|خلف|دخل|دشن|دفع|زار"
    "|زارت|سقط|سيطر|سلم|شارك|شن|صادق|صوت|ضبط|طرح"
    "|طلب|ظهر|عاد|عادت|عثر|عين|غادر|فاز|فازت|فتح|فجر|فرض|فقد|قام|قامت|قدم|قصف|قضي|كرم|لجا|منح|نجا|نجح|نظم"
    "|نفذ|هاجم|هدد|وجه|ودع|وضع|يعتزم|تعتزم"
)
"""Past verbs with which leads of news open, beside those of reporting; some are nouns elsewhere."""
_OPENS_LEAD = re.compile(rf"\W*(?:{_VERB}|{_MORE_VERBS})(?:ت|وا)?(?!\w)")
_OPENS_SENTENCE = re.compile(
    rf"\W*(?:و|ف)?(?:{_VERB})(?:ت|وا)?(?!\w)|\W*(?:و?كما|هذا و|يذكر ان|يشار الي|تجدر الاشاره|جدير بالذكر"
    rf"|والجدير|من جانبه|ومن جانبه"
    r"|من جهته|ومن جهته|من جهتها|الي ذلك|والي ذلك|في غضون ذلك|في السياق|وفي|و(?:ماذا|هل|كيف|لماذا|متي|اين"
    r"|من|عن|علي|الي|بعد|قبل|مع|هو|هي|هم|قد|كان|كانت|لا|لم|لن|ليس|ان|ثم|حتي))(?!\w)"
)
_DAY = re.compile(
    r"(?<!\w)(?:اليوم|امس|صباح|مساء|ظهر|فجر|يوم)،? (?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|يوم"
    r"|امس)(?!\w)|(?<!\w)(?:اليوم|امس)،"
    r"|، (?:ال)(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت)،"
)
_DANGLING = re.compile(
    r"(?:،|(?<!\w)(?:في|من|الي|عن|مع|بعد|قبل|تحت|فوق|بين|عند|لدي|ضد|حول|خلال|منذ|ان|او|ثم|و|التي|الذي"
    r"|الذين|حيث|كل|اي|هذا|هذه|بسبب|لا|لم|قد|جدا من))$"
)
"""How a line ends that a narrow column broke in the middle of a sentence."""

_ADDRESS = re.compile(  # no word is cut in two, or a line of letters without spaces takes seconds
    r"\W*+(?:[^\W\d_]++(?: ?: ?| )){0,3}(?:[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|[ء-ي]*+(?:https?://\S+|www\.\S+|(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/\S*)?))\W*"
)
_FILE = re.compile(
    r"\W*(?:\S+ ){0,4}\S+\.(?:jpe?g|png|gif|webp|bmp|svg|avif|heic|tiff?|mp4|mov|avi|mp3|pdf|docx?)\W*"
    r"|\W*(?:img|image|dsc[nf]?|photo|pic|picture|screenshot|screen shot|whatsapp image|file|unnamed"
    r"|untitled|download|fb_img"
    r"|received|capture|thumb(?:nail)?|attachment|صوره|لقطه شاشه)[\s_-]*\(?[\d_][\d\s_.\-()apmtx]*"
    r"|\W*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{13,}\W*"
    r"|\W*(?=\S*\d)(?=\S*[a-z])[0-9a-z]+(?:[_-][0-9a-z]+){0,12}\W*"
)
_SIGN = re.compile(r"[^\w\s]|[\da-z_]")
"""A sign that every address, file, hour, credit and telephone number has; of sizes of type not all do."""
_LETTER_SIZE = re.compile(r"\W*(?:(?:a|ا|ع|t|ط)(?![^\W_]) ?[+\-–−]* ?){2,6}\W*|\W*(?:a|ا|ع|t) ?[+\-−]\W*")
_INITIALS = re.compile(r"[(\[]?(?:[ء-ي]{1,2} ?[./\-–\\] ?){1,4}[ء-ي]{1,2}[.)\]]?")
_CLOCK = re.compile(
    r"\W*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\W*(?:(?:gmt|utc|ص|م|صباحا|مساء|am|pm|بتوقيت \S+(?: \S+)?)\W*){0,2}"
)
_MORE = (
    "المزيد|للمزيد|تتمه|التتمه|التفاصيل|اقرا المزيد|اقرا اكثر|قراءه المزيد|اكمل القراءه|تابع القراءه"
    "|read more|more"
)
_TEASER = re.compile(rf"(?:\.\.\.|…)\W*(?:{_MORE})\W*$|(?<!\w)(?:{_MORE})\s?(?:\.\.\.|…|»|>>)\W*$")
"""How a line ends that a page shortened and gave a button to."""
_TELEPHONE = re.compile(r"\+ ?\d[\d\s-]{5,}|\d[\d-]{5,} ?\+|(?<!\d)0\d{6,}")
_ARABIC = re.compile(r"[ء-ي]")
_LATIN = re.compile(r"[a-z]")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_SEPARATOR = re.compile(r"\s[|/»›>•·*\\–-]\s|[|»›>•]|\s{2}")
_ARROW = re.compile(r"[»›>→←]+")
_ANNOUNCEMENT = re.compile(
    r"(?:[:؛]|(?:ما يلي|كالتالي|التالي|التاليه|كالاتي|الاتي|الاتيه|وهم|وهي|منها|ابرزها|من بينهم))\W*$"
)
"""The end of a sentence whose list follows."""
_CAPTION = re.compile(
    r"\W*(?:جانب من|صوره (?:من|ل)|لقطه (?:من|ل)|مشهد من|صور (?:من|ل)|من الارشيف|ارشيفيه|من اليمين|من اليسار)"
    r"|.*[(\[/|–-] ?(?:ارشيف\w*|من الارشيف|تعبيريه|رويترز|ا ?ف ?ب|الاناضول|وكالات|انترنت|afp|reuters|ap"
    r"|getty)\W*$"
)
"""The opening of what stands under a picture, and the credit or the word archive at its end."""
_PAIR = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2} ?[-–—/|،] ?[^\W\d_]+(?: [^\W\d_]+){0,2}")
"""Two names: an author and a city, a paper and a city."""
_SEGMENT = re.compile(r"\s*(?:[-–—:|/()]+|،|\.(?=\s))\s*")
_SIGNED = re.compile(
    r"\W*(?:بقلم|كتبه|كتب|كتبت|يكتبها?|تصوير|عدسه|اعداد|انجاز|ترجمه|تحرير|حاورته?ا?|متابعه|مراسل\S*"
    r"|مكتب \S+|خاص|وكالات|متابعات|و\.? ?م\.? ?ع"
    r"|ا ?ف ?ب|رويترز|[a-z][a-z0-9. -]*)(?:\W*$|(?= \S+ \S+$| \S+ \S+ \S+$| \S+ \S+ \S+ \S+$))"
)
"""One part of a credit: who wrote it, in which role, for which site or agency."""
_SAYS = re.compile(r"\W*(?:خاص|وكالات|ا ?ف ?ب|رويترز|[a-z][a-z0-9. -]*) ?: ?\S+ \S")
"""An agency with a colon and more than the name of a town behind it: what it says."""


class LineShape:
    """All that the words of a line say wherever it stands; each answer is worked out when it is asked for.

    A menu's line is the same on every page of a site: such answers are kept for the next page
    (`line_kinds`).
    """

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.words = folded.count(" ") + 1
        last = folded[-1:]
        marked = not (last.isalnum() or last == "_")  # most lines of a menu end with a letter
        reach = max(0, len(folded) - _STOP_REACH)
        self.full_stop = marked and bool(_FULL_STOP.search(folded, reach))
        """True if it ends as a sentence does."""
        if (
            marked
            and self.words >= _TRAILING
            and _TRAILS_OFF.search(folded, reach)
            and not _TEASER.search(folded, max(0, len(folded) - _END_REACH))
        ):
            self.full_stop = True
        self.stopped = self.full_stop or (marked and bool(_OPEN_END.search(folded, reach)))
        """True if it ends as a sentence does, or promises more: no headline does either."""

    @cached_property
    def ties(self) -> bool:
        """True if a word ties clauses together."""
        return bool(_PARTICLE.search(self.folded))

    @cached_property
    def particles(self) -> int:
        """How many words tie its clauses together."""
        return sum(1 for _ in _PARTICLE.finditer(self.folded))

    @cached_property
    def continues(self) -> bool:
        """True if it opens as the next sentence of a story does, and has a clause: وأوضح أن ..."""
        return self.opens_sentence and (self.ties or bool(_DAY.search(self.folded)))

    @cached_property
    def opens_sentence(self) -> bool:
        """True if it opens as sentences of a story do: with a verb of reporting, or as the next one."""
        return bool(_OPENS_SENTENCE.match(self.folded))

    @cached_property
    def run_together(self) -> bool:
        """True if it is as long as several headlines, and has no stop and hardly a clause."""
        return (
            self.words >= _TICKER
            and self.folded.count("،") * 40 < self.words  # what costs least comes first
            and not _STOP_WITHIN.search(self.folded)
            and self.particles * 30 < self.words
        )

    @cached_property
    def bullet(self) -> bool:
        """True if a mark or a number of a list opens it."""
        return bool(_BULLET.match(self.folded))

    @cached_property
    def question(self) -> bool:
        """True if it asks or calls."""
        return bool(_QUESTION.search(self.folded, max(0, len(self.folded) - _STOP_REACH)))

    @cached_property
    def dangling(self) -> bool:
        """True if the sentence is not over: it ends with a comma or a preposition."""
        return bool(_DANGLING.search(self.folded, max(0, len(self.folded) - _STOP_REACH)))

    @cached_property
    def lead_like(self) -> bool:
        """True if it reads as a story's first sentence, a verb and a clause or the day; or as its next."""
        if self.folded.startswith("و") and self.continues:
            return True
        return bool(_OPENS_LEAD.match(self.folded)) and (
            bool(_DAY.search(self.folded)) or (self.words >= 12 and self.ties)
        )

    @cached_property
    def announces(self) -> bool:
        """True if a list of the story's own follows it."""
        return bool(_ANNOUNCEMENT.search(self.folded, max(0, len(self.folded) - _END_REACH)))

    @cached_property
    def caption_like(self) -> bool:
        """True if it says of itself that it stands under a picture."""
        return bool(_CAPTION.match(self.folded))

    @cached_property
    def pair(self) -> bool:
        """True if it is two short names with a dash between them."""
        return self.words <= 6 and bool(_PAIR.fullmatch(self.folded))

    @cached_property
    def breadcrumb(self) -> bool:
        """True if it tells the way to its page: short names with arrows between them."""
        return _is_breadcrumb(self)

    @cached_property
    def menu(self) -> bool:
        """True if short pieces stand side by side, with marks between them or a word again and again."""
        return self.breadcrumb or _is_menu(self)

    @cached_property
    def table_row(self) -> bool:
        """True if numbers outweigh words: a row of rates, temperatures or telephone numbers."""
        numbers = len(_NUMBER.findall(self.folded))
        return numbers >= 2 and self.words - numbers <= numbers + 1

    @cached_property
    def no_language(self) -> tuple[str, bool]:
        """The kind of a line that is no language, "" for none, and whether it holds inside a story too.

        Such are addresses, names of files, hours, and buttons for the size of type.
        """
        return _kind_of_signs(self)

    @cached_property
    def arabic(self) -> bool:
        """True if it has an Arabic letter."""
        return bool(_ARABIC.search(self.folded))

    @cached_property
    def latin_label(self) -> bool:
        """True if it is a few words in Latin letters: beside an Arabic story they are none of it."""
        return (
            self.words <= PROSE
            and len(self.folded) <= _LONGEST_SIGN
            and not self.arabic
            and bool(_LATIN.search(self.folded))
        )


class Line(msgspec.Struct):
    """One line of the text: units `first` to `last` (exclusive) of the cuts."""

    shape: LineShape
    first: int
    last: int
    gaps: int = 0
    """Wide gaps in the line as it is written: what stood apart on the page."""
    kind: str = ""
    matches: Sequence[BoilerplateMatch] = ()
    cut: bool = False
    """True if a crawler cut a sentence here or before the next line, which begins with a comma."""
    folded: str = ""
    words: int = 0
    stopped: bool = False
    full_stop: bool = False

    def __post_init__(self) -> None:
        shape = self.shape
        self.folded, self.words = shape.folded, shape.words
        self.stopped, self.full_stop = shape.stopped, shape.full_stop

    @property
    def prose(self) -> bool:
        """True if no frame has such a line: a stopped sentence, or a long one, or clauses that go on."""
        if self.matches or self.kind:
            return False
        if self.full_stop:
            return self.words >= PROSE
        if self.words >= UNPUNCTUATED_PROSE:
            return not self.ticker
        if self.stopped:
            return self.words >= _ANNOUNCES
        return self.words >= _CLAUSES and self.shape.continues

    @property
    def ticker(self) -> bool:
        """True if headlines stand in it one after another, far apart as on the page, or not at all."""
        if self.gaps >= 3 and self.words <= 14 * (self.gaps + 1):
            return True
        return self.words >= _TICKER and self.shape.run_together

    @property
    def link(self) -> bool:
        """True if it could be a headline in a list of links."""
        return (
            not self.kind
            and not self.stopped
            and self.words < UNPUNCTUATED_PROSE
            and self.last - self.first <= 2
        )

    @property
    def broken(self) -> bool:
        """True if the sentence goes on in the next line: a column or a verse, no menu."""
        return self.cut or self.shape.dangling or self.shape.ties


def _kind_of_signs(line: LineShape) -> tuple[str, bool]:
    """Say what a line is that isn't language, and whether it holds inside a story too."""
    folded = line.folded
    if len(folded) > _LONGEST_SIGN:
        return "", False
    if not _SIGN.search(folded):  # most short lines are letters and blanks alone
        return ("ui", True) if _LETTER_SIZE.fullmatch(folded) else ("", False)
    if not line.arabic:
        return _foreign_kind(folded)
    if _TEASER.search(folded, max(0, len(folded) - _END_REACH)) and line.words < UNPUNCTUATED_PROSE:
        return "related", True
    if line.words <= 7 and _ADDRESS.fullmatch(folded):
        return "ui", True
    if line.words <= 6 and _FILE.fullmatch(folded):
        return "ui", True
    if _LETTER_SIZE.fullmatch(folded):
        return "ui", True
    if _CLOCK.fullmatch(folded):
        return "date", False
    if _INITIALS.fullmatch(folded):
        return "source", False
    if _is_credit(line):
        return "source", False
    if _TELEPHONE.search(folded) and line.words <= 12 and not line.full_stop:
        return "ui", False
    return "", False


def _foreign_kind(folded: str) -> tuple[str, bool]:
    """Say the kind of a line without an Arabic letter."""
    if _ADDRESS.fullmatch(folded) or _FILE.fullmatch(folded):
        return "ui", True
    if _LETTER_SIZE.fullmatch(folded):
        return "ui", True
    if _CLOCK.fullmatch(folded):
        return "date", False
    return "", False


def _is_menu(line: LineShape) -> bool:
    """Say whether short pieces stand side by side, with marks between them or a word again and again."""
    pieces = [piece for piece in _SEPARATOR.split(line.folded) if piece.strip()]
    if len(pieces) >= 3 and line.words <= 3 * len(pieces) + 1:
        return True
    words = [word for word in line.folded.split() if len(word) > 2]
    return (
        len(words) >= 6
        and max(Counter(words).values()) * 4 >= len(words)
        and len(set(words)) < len(words) - 2
    )


def _is_credit(line: LineShape) -> bool:
    """Say whether short parts stand side by side, of which two name a role, a site or an agency."""
    if line.words > 12 or line.full_stop:
        return False
    parts = [part for part in _SEGMENT.split(line.folded) if part.strip()]
    if len(parts) < 2 or max(part.count(" ") for part in parts) > 4 or line.ties:
        return False
    signed = sum(bool(_SIGNED.match(part)) for part in parts)
    if signed == 1 and line.words <= 5:
        if _SAYS.match(line.folded):
            return False
        return bool(_SIGNED.match(parts[0])) or parts[-1].strip(" :") == "خاص"
    return signed >= 2


def _is_breadcrumb(line: LineShape) -> bool:
    """Say whether a line tells the way to its page: short names with arrows between them."""
    if "«" in line.folded or line.words > 12:
        return False
    steps = [step for step in _ARROW.split(line.folded) if step.strip()]
    return len(steps) >= 2 and max(step.strip().count(" ") for step in steps) <= 3
