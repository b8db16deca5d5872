"""Cuts an article into sentences: where each begins and ends, and what kind of unit it is.

The rules are our own: on punctuated Arabic prose a plain regex ties ICU, blingfire and punkt (F1 97 to 100),
and most libraries lose on crawled pages, where half of all units end at a line break and not at a stop. A
line break always cuts. `.`, `؟`, `!` and their relatives cut before white space, with the exceptions below,
each of which is a habit of Arabic news writing. Offsets are exact, and the work is linear in the text
whatever it holds.
"""

from __future__ import annotations

import re

import msgspec

from annotations.text.folding import INVISIBLE, PREPENDED, extends, is_boundary
from annotations.text.line_kinds import kinds_of

BOILERPLATE_KINDS = frozenset(
    {"banner", "ui", "section", "date", "source", "keywords", "related", "comment-form", "duplicate-title"}
    # those that a text alone can't have, see `annotations.model.line_layers`
    | {"repeated", "furniture"}
)
KINDS = BOILERPLATE_KINDS | {"body", "heading", "title", "lead"}


class Sentence(msgspec.Struct, frozen=True):
    """One unit of an article: `text[start:end]` in code points, and its kind (one of `KINDS`)."""

    start: int
    end: int
    kind: str

    @property
    def boilerplate(self) -> bool:
        """True if it belongs to the page and not to the article."""
        return self.kind in BOILERPLATE_KINDS


def split(text: str) -> list[Sentence]:
    """Cut a text into its units and say what each one is, in order."""
    cuts = spans(text)
    return [Sentence(start, end, kind) for (start, end), kind in zip(cuts, kinds_of(text, cuts), strict=True)]


BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"  # what str.splitlines breaks at
_STOPS = ".!?؟…۔‼⁇⁈⁉"
_CLOSING = "”’»›)]}"
_QUOTES = '"“”«»'
_LINE = re.compile(rf"[^{BREAKS}]+")
_STOP = re.compile(rf"[{_STOPS}]++([\"'“‘«„{re.escape(_CLOSING)}{INVISIBLE}]*+)")
_BLANK = re.compile(rf"[\s{INVISIBLE}]*+")
_DETACHED = re.compile(rf"[\"'{re.escape(_CLOSING)}]++(?=\s|$)")
UNSEEN = "".join(filter(str.isspace, map(chr, range(0x3001)))) + INVISIBLE + PREPENDED
"""Characters with which no unit ends."""
_WORD = re.compile(r"\w")
_NEVER_FIRST = frozenset("،,؛;" + _STOPS)

_MEDIA_TAG = re.compile(r"\W*+(?:و?(?:فيديو|صور|صورة|إنفوغراف|إنفوجراف|انفوغراف|انفوجراف)\W*+)++$")
_REPORTING = re.compile(
    r"(?:كما |[يت])?(?:قال|قول|سأل|تساءل|صرخ|هتف|كتب|غرد|علق|أضاف|ضيف|ردد)(?:ت|وا|نا|ون)?\b|حسبما\b|قائل[اةً]"
)  # not أجاب and رد: after a quoted question they begin the answer, a new sentence
_ABBREVIATION = re.compile(
    r"""
      (?P<title> [وبلف]?د | و?م | [ء-ي])  # د. أحمد, لد. أحمد; other letters only bare: به. and له. are words
    | (?P<latin> [A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Sgt|Lt|Sen|Rep|Gov|vs|No|Fig|Vol|pp)  # Mr. Smith
    | [^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+      # أ.ف.ب, U.S
    | في|إف|اف|جيه|جي|كيه|دبليو|إتش|اتش|إل|آر # a foreign initial as it is spelled: جون إف. كينيدي
    """,
    re.VERBOSE,
)
_LIST_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_AND = re.compile(r"[\"“«]?و[ء-ي]{3}")
_JOINED = re.compile(
    rf"(?:(?<=[ء-ي]{{3}})|(?<=[ء-ي]{{3}}\s)|(?<=[{_QUOTES})]))[.؟?!][\"”»)]?(?!(?:نت|كوم|أورغ|اورج)\b)(?=[ء-ي]{{3}})"
)
_SINGLE_STOP = re.compile(rf"(?<![.\s])\s?\.(?!\s\.)(?=[\"'“«{re.escape(_CLOSING)}]*+(?:\s|$))")
_SPACED_DOT = re.compile(r"(?<!\.)\.\s")
_QUOTATION = 600
"""Code points: as far as the other end of a quotation is looked for."""
_TAIL = 12
"""Code points looked at before a stop: the longest abbreviation, what opens it, and a number before it."""


def spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into units, kinds apart.

    Returns:
        Spans (code points, half-open) in order. Between them lie only white space, invisible characters and
        marks without a letter. None begins or ends with white space or a bidi control, or cuts a grapheme
        cluster.
    """
    units: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if text[end - 1] in UNSEEN:
            end = start + len(line[0].rstrip(UNSEEN))
        start = _begin(text, start, end)
        if start < end:
            _cut_line(text, start, end, units)
    return units


def _skip(text: str, start: int, end: int) -> int:
    return _BLANK.match(text, start, end).end()  # type: ignore[union-attr]  # `*` matches always


def _begin(text: str, start: int, end: int) -> int:
    """Skip to where a unit may begin: past blanks, and past marks that have no letter to stand on."""
    if "ء" <= text[start] <= "ي":
        return start  # as nearly all do
    start = _skip(text, start, end)
    # From U+FF00 on it may be an emoji modifier, which is seen and has to be in a unit if it can.
    while start < end and extends(text[start]) and (text[start] < "\uff00" or not is_boundary(text, start)):
        start = _skip(text, start + 1, end)
    return start


def _cut_line(text: str, start: int, end: int, units: list[tuple[int, int]]) -> None:
    """Append the units of `text[start:end]`: a line, or a part of one, with no blanks around it."""
    line: _Line | None = None
    begun, first = start, len(units)
    searched = start  # no word between start and here
    for match in _STOP.finditer(text, start, end):
        stop, close = match.span()
        if close == end:
            break
        if text[close].isspace():
            line = line or _Line(text, begun, end)
            resume = close + 1
            if not "ء" <= text[resume] <= "ي":  # as a rule a blank and a letter follow
                resume = _skip(text, close, end)
                after = text[resume]
                if after in _CLOSING or after in "\"'":
                    close, resume = line.take_detached(close, resume)
                    if resume == end:
                        break
                    after = text[resume]
                if after in _NEVER_FIRST or not is_boundary(text, resume):
                    continue
            if not line.ends_at(start, stop, match.start(1), resume, close):
                continue
        else:
            joined = _JOINED.match(text, stop, end)
            if not joined:
                continue
            close = resume = joined.end()
        if not _WORD.search(text, max(start, searched), stop):
            searched = stop
            continue
        while text[close - 1] in UNSEEN:
            close -= 1
        units.append((start, close))
        start = searched = resume
    if len(units) > first and not _WORD.search(text, start, end):
        start = units.pop()[0]  # what has no word joins the unit before it
    units.append((start, end))


class _Line:
    """All that a cut needs to know about the whole line, worked out when first asked and at most once."""

    __slots__ = ("_punctuated", "_quoted", "_quoted_to", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._punctuated: bool | None = None
        self._quoted, self._quoted_to = False, start

    def punctuated(self) -> bool:
        """Say whether it has single full stops: a headline has none."""
        if self._punctuated is None:
            self._punctuated = _SINGLE_STOP.search(self.text, self.start, self.end) is not None
        return self._punctuated

    def quoted(self, offset: int) -> bool:
        """Say whether `offset` is inside a quotation; ask with rising offsets. Every mark is a change."""
        for mark in _QUOTES:
            self._quoted ^= self.text.count(mark, self._quoted_to, offset) % 2 == 1
        self._quoted_to = max(offset, self._quoted_to)
        return self._quoted

    def closes(self, offset: int) -> bool:
        """Say whether a straight mark with blanks on both sides ends a quotation.

        The marks beside it tell, if they lean on a word: behind an opening one it closes, behind a closing
        one it opens, and before them the other way round. Counting marks is for lines in which none leans,
        since one forgotten mark turns all that follow round.
        """
        before = self.text[max(self.start, offset - _QUOTATION) : offset]
        last = max(map(before.rfind, _QUOTES))
        if last >= 0 and (leaning := self._leaning(offset - len(before) + last)):
            return leaning > 0
        behind = self.text[offset + 1 : min(self.end, offset + _QUOTATION)]
        first = min((at for mark in _QUOTES if (at := behind.find(mark)) >= 0), default=-1)
        if first >= 0 and (leaning := self._leaning(offset + 1 + first)):
            return leaning > 0
        return self.quoted(offset)

    def _leaning(self, offset: int) -> int:
        """Return 1 for a mark that leans on the word behind it (it opens), -1 on that before it, or 0."""
        before = self.text[offset - 1] if offset > self.start else " "
        behind = self.text[offset + 1] if offset + 1 < self.end else " "
        return behind.isalnum() - (before.isalnum() or before in _STOPS or before in _CLOSING)

    def dots(self, stop: int) -> int:
        """Count the dots of `. . .`, of which the last is at `stop`; 1 for a dot alone."""
        count = 1
        while stop - 2 >= self.start and _SPACED_DOT.fullmatch(self.text, max(self.start, stop - 2), stop):
            count, stop = count + 1, stop - 2
        return count

    def take_detached(self, close: int, resume: int) -> tuple[int, int]:
        """Let a closing mark that stands alone after the stop (`. ”`) belong to the unit that ends."""
        marks = _DETACHED.match(self.text, resume, self.end)
        if marks and (
            self.text[resume] in _CLOSING
            or (self.closes(resume) if self.text[resume] == '"' else self.quoted(resume))
        ):
            close = marks.end()
            resume = _skip(self.text, close, self.end)
        return close, resume

    def ends_at(self, start: int, stop: int, closers: int, resume: int, close: int) -> bool:
        """Say whether the stops `text[stop:closers]`, before white space, end the unit begun at `start`."""
        text = self.text
        stops = text[stop:closers]
        dots = self.dots(stop) if stops == "." else len(stops) - len(stops.rstrip("."))
        if stops == "." and dots == 1:
            return self._full_stop(start, stop, resume)
        last = stops[-1]
        if dots > 1:
            # Two dots: a pause in headlines and quotations, else a stop. Three and more trail off, and go on.
            return dots == 2 and self.punctuated() and not self.quoted(stop)
        if last in "؟?!":
            closed = text[closers:close]
            if ")" in closed and text[start] != "(":
                return False  # (!) and (أليس كذلك؟) are asides
            if closed and _REPORTING.match(text, resume, self.end):
                return False
            return self.end - resume > 40 or not _MEDIA_TAG.match(text, resume, self.end)
        return last != "…"

    def _full_stop(self, start: int, stop: int, resume: int) -> bool:
        """Say whether a single `.` ends a sentence and not an abbreviation, an initial or a list number."""
        text = self.text
        if text[stop - 1].isspace():
            return True
        before = text[max(start, stop - _TAIL) : stop].split()
        token = before[-1].strip("\"'“”«»([" + UNSEEN) if before else ""
        if len(token) > 6:
            return True
        if _LIST_NUMBER.fullmatch(token):
            return stop - start > len(token) + 3
        abbreviation = _ABBREVIATION.fullmatch(token)
        if not abbreviation:
            return True
        if len(before) > 1 and before[-2][-1].isdigit():
            return True  # 300 م. and 1446 ه. are units
        if abbreviation["latin"]:
            return not ("A" <= text[resume] <= "z" or text[resume].isdigit())
        return not abbreviation["title"] and _AND.match(text, resume) is not None
