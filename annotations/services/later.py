"""Flags sentences to come back to, decided or not: `w` in the reader, once more takes the flag away.

A flag is no judgement: it counts neither as decided nor as a claim, and no export has it. Each annotator has
flags of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.model.article import Article, sentence_at
from annotations.model.records import ArticleRef, new_uuid, target_for, timestamp
from annotations.model.side_records import LATER, Flag, SideChange

if TYPE_CHECKING:
    from annotations.store.base import AnnotationReader


def press(article: Article, index: int, flags: Iterable[Flag], annotator: str) -> Sequence[SideChange]:
    """Return the changes that one press of the key makes to a sentence.

    Args:
        article: the article.
        index: 0-based number of the sentence.
        flags: those of the article, of anybody.
        annotator: who presses, and whose flags alone are changed.
    """
    there = [flag for flag in flags if flag.annotator == annotator and sentence_of(article, flag) == index]
    if there:
        return [LATER.drop(flag) for flag in there]
    unit, now = article.units[index], timestamp()
    made = Flag(
        uuid=new_uuid(),
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, unit.start, unit.end, index),
        annotator=annotator,
        created=now,
        updated=now,
    )
    return [LATER.put(made)]


def sentence_of(article: Article, flag: Flag) -> int:
    """Return the sentence of an article that a flag is on."""
    return sentence_at(article, flag.target.start)


def fits(article: Article, flag: Flag) -> bool:
    """Say whether a flag was set on this text, or its words still stand in their place."""
    target = flag.target
    return flag.article.sha256 == article.sha256 or article.text[target.start : target.end] == target.quote


def by_article(store: AnnotationReader, annotator: str) -> dict[str, list[Flag]]:
    """Return an annotator's flags by the id of their article, in the order of the text."""
    flags: dict[str, list[Flag]] = {}
    for flag in sorted(store.records(LATER), key=lambda flag: flag.target.start):
        if flag.annotator == annotator:
            flags.setdefault(flag.article.id, []).append(flag)
    return flags


def following(
    flags: Mapping[str, Sequence[Flag]], order: Mapping[str, int], article_id: str, start: int
) -> Flag | None:
    """Return the next flag behind a place, over the last one to the first; None if there is none.

    Args:
        flags: by article.
        order: where each of these articles stands in the list; one that isn't listed comes last.
        article_id: the article in which one is, "" if in none.
        start: the code point of that article at which the sentence begins in which one is; -1: before it.
    """
    last = len(order)

    def place(flag: Flag) -> tuple[int, str, int]:
        return order.get(flag.article.id, last), flag.article.id, flag.target.start

    waiting = sorted((flag for group in flags.values() for flag in group), key=place)
    here = (order.get(article_id, last), article_id, start) if article_id else (-1, "", -1)
    return next((flag for flag in waiting if place(flag) > here), waiting[0] if waiting else None)
