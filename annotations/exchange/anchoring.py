"""Finds an incoming annotation's span in the corpus: by its offsets if its quote is there, else by the quote.

Offsets drift whenever two programs count different units or one of them touches the text; it is the field's
most repeated bug. So offsets are believed only when the words at them are the words that were meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.exchange.articles import TextLocation
from annotations.model.article import sentence_at
from annotations.model.quote_search import find_again, joins_words
from annotations.model.records import CONTEXT, Target, target_for
from annotations.text.folding import fold, fold_map, is_boundary

if TYPE_CHECKING:
    from annotations.exchange.articles import Articles
    from annotations.exchange.incoming import IncomingAnnotation
    from annotations.model.article import Article


LONGEST = 10_000
"""Code points of a quote that is searched for with its faults, which takes long for a long one."""


class NotFoundError(ValueError):
    """The span is nowhere in the corpus; the message says why."""


class Anchored(NamedTuple):
    """The place where an incoming annotation belongs."""

    article: str
    sha256: str
    target: Target
    attributes: dict[str, Any]
    """Those of the file, with the spans in them checked too."""
    moved: str = ""
    """If it was found elsewhere: from where to where."""
    checked: bool = True
    """Whether the article was there to check it with."""
    remarks: tuple[str, ...] = ()


def anchor(incoming: IncomingAnnotation, articles: Articles) -> Anchored:
    """Find an incoming annotation's span.

    Raises:
        NotFoundError: there is no such article or no such quote, or it could be several; the message says
        which.
    """
    article, part = _article(incoming, articles)
    if article is None:
        return _unchecked(incoming)
    text = article.text
    start, end, quote, prefix, suffix = _meant(incoming, text, part)
    moved = ""
    if start is None or end is None or text[start:end] != quote:
        at, stop = _found_again(article, quote, prefix, suffix, start or 0)
        moved = f"{_short(quote)} is at {at} of {article.id}" + ("" if start is None else f", not at {start}")
        if text[at:stop] != quote:
            moved += f", where it is written {_short(text[at:stop])}"
        start, end = at, stop
    widened = _to_boundaries(text, start, end)
    remarks: list[str] = []
    if widened != (start, end):
        remarks.append(f"{_short(quote)} cut a letter from its marks; the span is {widened[0]}-{widened[1]}")
    start, end = widened
    if incoming.sentence is not None and not moved and incoming.sentence >= 0:
        sentence = incoming.sentence
    else:
        sentence = sentence_at(article, start)
    attributes = {}
    for key, value in incoming.attributes.items():
        attributes[key] = _span_value(key, value, text, remarks)
    target = target_for(text, start, end, sentence)
    before, after = incoming.prefix, incoming.suffix
    if before is None or after is None or text[start:end] != incoming.quote:
        pass
    elif text[:start].endswith(before) and text.startswith(after, end):
        # another program's context may be longer or shorter than ours; where it fits, it stays as it is
        target = msgspec.structs.replace(target, prefix=before, suffix=after)
    return Anchored(article.id, article.sha256, target, attributes, moved, remarks=tuple(remarks))


def sole(text: str, quote: str) -> int | None:
    """Return where a quote stands as whole words, if that is one place only."""
    places: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(places) < 2:
        end = at + len(quote)
        if not (joins_words(text[max(0, at - 1) : at], quote) or joins_words(quote, text[end : end + 1])):
            places.append(at)
        at = text.find(quote, at + 1)
    return places[0] if len(places) == 1 else None


def _written_otherwise(text: str, quote: str) -> tuple[int, int] | None:
    """Return where a quote stands but for white space, or but for harakat and forms of letters, if once."""
    words = fold(quote).split()
    if not words or len(quote) > LONGEST:
        return None
    folded, offsets = fold_map(text)
    whole: list[tuple[int, int]] = []
    for match in re.finditer(r"\s+".join(map(re.escape, words)), folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        while not is_boundary(text, start):
            start -= 1
        while not is_boundary(text, end):
            end += 1
        passage = text[start:end]
        if not joins_words(text[max(0, start - 1) : start], passage) and not joins_words(
            passage, text[end : end + 1]
        ):
            whole.append((start, end))
    return whole[0] if len(whole) == 1 else None


def _found_again(article: Article, quote: str, prefix: str, suffix: str, start: int) -> tuple[int, int]:
    """Return where a quote is now: with its surroundings if they are known, else where it alone stands.

    Raises:
        NotFoundError: there is no such place, or no certain one.
    """
    text = article.text
    target = Target(start, start + len(quote), quote, prefix[-CONTEXT:], suffix[:CONTEXT])
    searched = (prefix or suffix) and 0 < len(quote) <= LONGEST
    place = find_again(text, target) if searched else None
    if place is not None and place.certain:
        return place.start, place.end
    at = None if searched else sole(text, quote)
    if at is not None:
        return at, at + len(quote)
    written = _written_otherwise(text, quote) if quote not in text else None
    if written is not None:
        return written
    like = f"; perhaps {_short(text[place.start : place.end])} at {place.start}" if place else ""
    raise NotFoundError(f"{_short(quote)} is not in {article.id}, or in several places{like}")


def _article(incoming: IncomingAnnotation, articles: Articles) -> tuple[Article | None, TextLocation]:
    """Return the article, and the part of it that should be the text that the file holds."""
    article = articles.get(incoming.article) if incoming.article else None
    if article is None and incoming.sha256:
        article = articles.with_sha256(incoming.sha256)
    if article is None and incoming.article and not incoming.sha256:
        article = articles.known_as(incoming.article)
    if article is None and incoming.text is None and incoming.quote and not incoming.article:
        article = _holding(incoming.quote, articles)
    if article is not None or incoming.text is None:
        return article, TextLocation("", 0, len(article.text) if article else 0)
    places = articles.locate(incoming.text)
    if not places and incoming.name and (article := articles.get(incoming.name)) is not None:
        return article, TextLocation("", 0, len(article.text))
    if not places:
        raise NotFoundError(f"{_short(incoming.text)} is the text of no article of the corpus")
    if len(places) > 1 and incoming.name and (article := articles.known_as(incoming.name)) is not None:
        places = [place for place in places if place.article == article.id] or places
    if len(places) > 1:
        raise NotFoundError(f"{_short(incoming.text)} stands in several places, such as {places[0].article}")
    return articles.get(places[0].article), places[0]


def _holding(quote: str, articles: Articles) -> Article | None:
    """Return the article in which a quote stands that names none.

    Raises:
        NotFoundError: it stands in none, or in several.
    """
    ids = articles.holding(quote) if len(quote) <= LONGEST else []
    if len(ids) == 1:
        return articles.get(ids[0])
    where = f"stands in several articles, such as {ids[0]} and {ids[1]}" if ids else "is in no article"
    raise NotFoundError(f"{_short(quote)} {where}")


def _meant(
    incoming: IncomingAnnotation, text: str, part: TextLocation
) -> tuple[int | None, int | None, str, str, str]:
    """Return start and end in the article, the quote, prefix and suffix that are meant."""
    start, end, own = incoming.start, incoming.end, incoming.text
    given = (incoming.quote or "", incoming.prefix or "", incoming.suffix or "")
    if start is None or end is None:
        if not incoming.quote:
            raise NotFoundError("neither offsets nor a quote")
        return None, None, *given
    counted = text if own is None else own
    if not 0 <= start < end <= len(counted):
        if incoming.quote and own is None:
            return None, None, *given
        raise NotFoundError(f"the span {start}-{end} is not inside the text of {len(counted)} code points")
    if own is None:
        return start, end, incoming.quote or text[start:end], given[1], given[2]
    segment = text[part.start : part.end]
    if own == segment:  # as nearly always, and much cheaper than to take it apart
        ends = own[max(0, start - CONTEXT) : start], own[end : end + CONTEXT]
        return part.start + start, part.start + end, own[start:end], *ends
    quote, prefix, suffix = _lf(own[start:end]), _lf(own[:start]), _lf(own[end:])
    begin, stop = len(prefix), len(prefix) + len(quote)
    if prefix + quote + suffix != segment:
        mapped = through_white_space(own, segment, start, end)
        if mapped is None:
            return None, None, quote, prefix[-CONTEXT:], suffix[:CONTEXT]
        begin, stop = mapped
        quote = segment[begin:stop]
    return part.start + begin, part.start + stop, quote, prefix[-CONTEXT:], suffix[:CONTEXT]


def through_white_space(own: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Carry a span of `own` to `text`, which is the same but for white space; None if it isn't."""
    mine, theirs = _solid(own), _solid(text)
    if mine.letters != theirs.letters:
        return None
    first, last = bisect_left(mine.offsets, start), bisect_left(mine.offsets, end)
    return (theirs.offsets[first], theirs.offsets[last - 1] + 1) if first < last else None


class _Solid(NamedTuple):
    """A text without its white space: its letters, and the place of each."""

    letters: str
    offsets: list[int]


@lru_cache(4)  # all spans of an article come one after the other
def _solid(text: str) -> _Solid:
    offsets = [at for at, char in enumerate(text) if not char.isspace()]
    return _Solid("".join(text.split()), offsets)


def _unchecked(incoming: IncomingAnnotation) -> Anchored:
    if (
        incoming.start is None
        or incoming.end is None
        or not incoming.quote
        or not incoming.article
        or not incoming.sha256
    ):
        raise NotFoundError(f"article {incoming.article or '(unnamed)'} is not in the corpus")
    target = Target(
        incoming.start,
        incoming.end,
        incoming.quote,
        incoming.prefix or "",
        incoming.suffix or "",
        incoming.sentence,
    )
    return Anchored(incoming.article, incoming.sha256, target, incoming.attributes, checked=False)


def _span_value(key: str, value: Any, text: str, remarks: list[str]) -> Any:
    """Return an attribute's value; a span obeys the rules of a target, or is left out, which is said."""
    if not (isinstance(value, dict) and value.keys() == {"start", "end", "quote"}):
        return value
    start, end, quote = value["start"], value["end"], value["quote"]
    if not isinstance(quote, str) or not isinstance(start, int) or not isinstance(end, int):
        remarks.append(f"{key} is no span; left out")
        return None
    if 0 <= start < end <= len(text) and text[start:end] == quote:
        return value
    at = sole(text, quote)
    if at is None:
        remarks.append(f"the quote of {key} is not in the article, or in several places; left out")
        return None
    remarks.append(f"{key} is at {at}, not at {start}")
    return {"start": at, "end": at + len(quote), "quote": quote}


def _to_boundaries(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span so that it cuts no grapheme cluster (design: a span never does)."""
    while start > 0 and not is_boundary(text, start):
        start -= 1
    while end < len(text) and not is_boundary(text, end):
        end += 1
    return start, end


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _short(text: str) -> str:
    """Return the beginning of a quote on one line, for a message."""
    line = " ".join(text.split())
    return f"«{line[:40]}{'…' if len(line) > 40 else ''}»"
