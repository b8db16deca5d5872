"""Cuts a sentence into words and marks, and says which of them stand inside a quotation.

A word's folded form (no tashkeel, no tatweel, one alef, ه for ة) is what the lexicon is asked for; its
letters as written are kept, since a final ى tells على from the name علي. Quotation marks are read by what
stands beside them and not by their shape: Arabic sites open with ” as often as with “, and ASCII has one for
both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from annotations.model.units import Unit
from annotations.text.folding import INVISIBLE, fold, is_boundary
from annotations.text.sentences import BREAKS

QUOTES = '"“”«»„‟‹›＂'
SINGLE_QUOTES = "'‘’‚‛"
COMMAS = "،,"
STOPS = ".!?؟…۔؛;"
DASHES = "-–—"

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
_TOKEN = re.compile(
    rf"""
      (?P<number> \d++ (?:[.,٫٬]\d++){{0,12}}+ [%٪]? (?![^\W\d_]) )
    | (?P<word> [^\W_]
        (?: [^\W_] | [{_MARKS}] | [{INVISIBLE}]++(?=[^\W_]|[{_MARKS}]) | [-'’](?=[^\W_]) )*+ )
    | (?P<mark> [^\s{INVISIBLE}] )
    """,
    re.VERBOSE,
)


class Token:
    """A word, a number or a mark of punctuation: `text[start:end]`.

    Attributes:
        start: its first code point in the whole text.
        end: the code point after its last one.
        raw: its letters as written, without tashkeel.
        form: its folded form.
        word: True for words and numbers.
        tanwin: True if it has the tanwin of an accusative, which no speaker has.
        depth: in how many quotations it stands; a quotation mark itself counts as outside of its own.
    """

    __slots__ = ("depth", "end", "form", "raw", "start", "tanwin", "word")

    def __init__(self, start: int, end: int, text: str, word: bool, depth: int) -> None:
        self.start = start
        self.end = end
        self.raw, self.form, self.tanwin = _forms(text)
        self.word = word
        self.depth = depth

    def __repr__(self) -> str:
        return f"<{self.raw} {self.start} {self.depth}>"


class Quotation:
    """A quotation of a sentence: the indices of its two marks, each None where it isn't in the sentence."""

    __slots__ = ("close", "open")

    def __init__(self, first: int | None, last: int | None) -> None:
        self.open = first
        self.close = last


class Words:
    """The tokens of one sentence, and its quotations.

    Attributes:
        text: the whole text.
        start: where the sentence begins, in code points.
        end: where it ends.
        tokens: in order.
        quotations: those that stand in no other one, in order.
        inside: True if the sentence begins in a quotation of the one before.
        open_after: True if a quotation is still open at its end.
        closes_first: True if its first quotation mark closes what it doesn't open, False if that one opens,
            None if it has none.
    """

    __slots__ = (
        "_closed",
        "_next_quote",
        "_opened",
        "closes_first",
        "end",
        "inside",
        "open_after",
        "quotations",
        "start",
        "text",
        "tokens",
    )

    def __init__(self, text: str, start: int, end: int, *, inside: bool = False) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.inside = inside
        self._next_quote = -1
        self.closes_first: bool | None = None
        self.tokens: list[Token] = []
        self.quotations: list[Quotation] = []
        self._read()
        self._opened = {quotation.open: quotation for quotation in self.quotations}
        self._closed = {quotation.close: quotation for quotation in self.quotations}

    def _read(self) -> None:
        opened: list[int | None] = [None] if self.inside else []
        for match in _TOKEN.finditer(self.text, self.start, self.end):
            start, end = match.span()
            mark = match["mark"]
            if mark is None:
                self.tokens.append(Token(start, end, match[0], word=True, depth=len(opened)))
                continue
            depth = len(opened)
            if mark in QUOTES or (mark in SINGLE_QUOTES and self._free(start)):
                mark = '"'
                opens = self._opens(start, depth)
                if self.closes_first is None:
                    self.closes_first = not opens
                if opens:
                    opened.append(len(self.tokens))
                elif opened:
                    depth -= 1
                    first = opened.pop()
                    if not opened:
                        self.quotations.append(Quotation(first, len(self.tokens)))
            self.tokens.append(Token(start, end, mark, word=False, depth=depth))
        self.open_after = bool(opened)
        if opened:
            self.quotations.append(Quotation(opened[0], None))

    def closing(self, at: int) -> int | None:
        """Return the token that closes the quotation which a token opens.

        If that one isn't in the sentence, it is the number of tokens. None if the token opens none, or one
        inside another.
        """
        quotation = self._opened.get(at)
        if quotation is None:
            return None
        return len(self.tokens) if quotation.close is None else quotation.close

    def closed_before(self, at: int) -> Quotation | None:
        """Return the quotation that closes right before a token, but for commas."""
        k = at - 1
        while k >= 0 and not self.tokens[k].word and self.tokens[k].form != '"':
            k -= 1
        if k < 0 or self.tokens[k].form != '"':
            return None
        return self._closed.get(k)

    def _free(self, at: int) -> bool:
        """Say whether a single quotation mark stands at the edge of a word and not amid it."""
        return not (self._before(at).isalnum() and self._after(at).isalnum())

    def _opens(self, at: int, depth: int) -> bool:
        """Say whether a quotation mark opens: by the blanks beside it, then by its shape and what is open."""
        before, after = self._before(at), self._after(at)
        blank_before = before.isspace() or before in _BEFORE_OPENING
        blank_after = after.isspace() or after in _AFTER_CLOSING
        if blank_before != blank_after:
            return blank_before or (depth == 0 and self._closed_later(at))
        mark = self.text[at]
        return depth == 0 if mark not in "«»‹›" else mark in "«‹"

    def _closed_later(self, at: int) -> bool:
        """Say whether a mark that looks like a closing one opens after all, as the next one closes."""
        if self.inside:
            return False
        if self._next_quote <= at:  # else it is still the next one: marks are asked for in order
            following = _QUOTE.search(self.text, at + 1, self.end)
            self._next_quote = self.end if following is None else following.start()
        if self._next_quote == self.end:
            return False
        before, after = self._before(self._next_quote), self._after(self._next_quote)
        return not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)

    def _before(self, at: int) -> str:
        return self.text[at - 1] if at > self.start else " "

    def _after(self, at: int) -> str:
        return self.text[at + 1] if at + 1 < self.end else " "


def after_prefix(text: str, token: Token) -> int:
    """Return the code point behind a word's first letter and its marks."""
    at = token.start + 1
    while at < token.end and not is_boundary(text, at):
        at += 1
    return at


_QUOTE = re.compile(f"[{QUOTES}]")
_BEFORE_OPENING = "([-–—:،,/"
_AFTER_CLOSING = ")],،.؛;:!?؟…"


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> tuple[str, str, bool]:
    return _DROPPED.sub("", word), fold(word) or word, _TANWIN in word


_TANWIN = "\u064b"
_DROPPED = re.compile(rf"[{_MARKS}{INVISIBLE}ـ]+")


def read(text: str, units: Sequence[Unit]) -> list[Words]:
    """Read all sentences in order.

    A sentence stands in a quotation of the one before if that one leaves it open, and the next quotation mark
    closes one, at most a few paragraphs on: where a mark was forgotten, the rest of the article mustn't
    become a quotation.
    """
    sentences = [Words(text, unit.start, unit.end) for unit in units]
    closing = _closing(text, sentences)
    for index in range(1, len(sentences)):
        if closing[index] and sentences[index - 1].open_after:
            words = sentences[index]
            sentences[index] = Words(text, words.start, words.end, inside=True)
    return sentences


def _closing(text: str, sentences: Sequence[Words]) -> list[bool]:
    """Say of each sentence whether the next quotation mark from it on closes one."""
    closing = []
    closes = False
    lines = 0
    after = len(text)
    for words in reversed(sentences):
        lines += bool(_BREAK.search(text, words.end, after))
        if words.closes_first is not None:
            closes, lines = words.closes_first, 0
        closing.append(closes and lines < _PARAGRAPHS)
        after = words.start
    return closing[::-1]


_BREAK = re.compile(rf"[{BREAKS}]")
_PARAGRAPHS = 4
"""Paragraphs over which one quotation may go on."""
