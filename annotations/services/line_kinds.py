"""Says what a line is, in people's words, and fixes which lines are repeated in an article that is begun.

`z` in the reader: a line is text or furniture, in this article or on every page of its source. The word of
whoever spoke last holds, in the article before the source, and both before what the program finds
(`annotations.model.line_layers`). Sentences that were annotated stay so if their line is furniture now; they
only count no more.

Which lines are furniture since they are repeated follows from the corpus, and changes as it grows. In an
article with annotations that must not be, as the number of what is left would jump: with its first one it is
stored which lines they are (`FixedLines`), in the same step, so that undo takes both back. When its last
annotation goes, it follows the corpus again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from annotations.model.records import Annotation, ArticleRef, Change, timestamp
from annotations.model.side_records import (
    FIXED,
    LINES,
    MAX_TEXT,
    AnyChange,
    FixedLines,
    LineWord,
    SideChange,
    fixed_uuid,
    line_word_uuid,
)
from annotations.services.article_corrections import one_line
from annotations.text.page_lines import NO_NAME, name_shown

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.line_layers import LineLayers
    from annotations.store.base import AnnotationReader, Words

_QUOTE = 200
"""Code points of a line that are kept for people."""

LineKind = Literal["text", "furniture"]


def say(
    article: Article,
    index: int,
    kind: LineKind | None,
    store: Words,
    annotator: str,
    *,
    everywhere: bool,
) -> Sequence[SideChange]:
    """Return the changes after which a sentence's line is what a person says; none if it is said already.

    Args:
        article: the article.
        index: the sentence, 0-based.
        kind: what the line is; None: what the program finds, nobody says anything of it any more.
        store: what was said before.
        annotator: who says it.
        everywhere: on every page of the source, and not in this article alone.
    """
    name = article.line_names[index]
    if name == NO_NAME or (everywhere and not article.site):
        return []
    line = name_shown(name)
    uuid = (
        line_word_uuid(line, source=article.site)
        if everywhere
        else line_word_uuid(line, article_id=article.id)
    )
    before = said_of(article, index, store)[everywhere]
    if kind is None:
        return [LINES.drop(before)] if before else []
    if before is not None and before.kind == kind:
        return []
    now = timestamp()
    word = LineWord(
        uuid=uuid,
        annotator=annotator,
        created=before.created if before else now,
        updated=now,
        line=line,
        quote=line_of(article, index)[:_QUOTE],
        kind=kind,
        article=None if everywhere else ArticleRef(article.id, article.sha256),
        source=article.site if everywhere else None,
    )
    if before is not None:
        word = msgspec.structs.replace(word, extra=before.extra)
    return [LINES.put(word, before.rev if before else 0)]


def said_of(article: Article, index: int, store: Words) -> tuple[LineWord | None, LineWord | None]:
    """Return what people have said of a sentence's line: for the article, and for its source."""
    line = name_shown(article.line_names[index])
    uuids = (line_word_uuid(line, article_id=article.id), line_word_uuid(line, source=article.site))
    here, everywhere = (store.find(LINES.name, uuid) for uuid in uuids)
    return (
        here if isinstance(here, LineWord) else None,
        everywhere if isinstance(everywhere, LineWord) else None,
    )


def unsay(article: Article, index: int, store: Words) -> Sequence[SideChange]:
    """Return the changes after which nobody has said anything of a sentence's line, in any place."""
    return [
        change
        for everywhere in (False, True)
        for change in say(article, index, None, store, "", everywhere=everywhere)
    ]


def line_of(article: Article, index: int) -> str:
    """Return the line of a sentence as a text of one line, that can be shown; cut where it is very long."""
    sentences, names = article.own_sentences, article.line_names
    first = last = index
    while first and names[first - 1] == names[index] and _joined(article, first - 1):
        first -= 1
    while last + 1 < len(sentences) and names[last + 1] == names[index] and _joined(article, last):
        last += 1
    start, end = sentences[first].start, sentences[last].end
    return one_line(article.text[start : min(end, start + MAX_TEXT)]) or "-"


def _joined(article: Article, index: int) -> bool:
    """Say whether a sentence and the next one stand in one line."""
    between = article.text[article.own_sentences[index].end : article.own_sentences[index + 1].start]
    return len(between.splitlines()) < 2 and not between.endswith("\n")


def with_fixed_lines(
    changes: Sequence[AnyChange], store: AnnotationReader, layers: LineLayers | None, by: str
) -> Sequence[AnyChange]:
    """Return changes with those that fix the repeated lines of articles, or release them.

    Args:
        changes: of annotations and other records.
        store: as it is before them.
        layers: know what is repeated; None: nothing is fixed.
        by: whose change it is.
    """
    come: dict[str, Annotation] = {}
    gone: dict[str, set[str]] = {}
    moved: dict[str, str] = {}
    """From the name that an article has now to the one that it had."""
    for change in changes:
        if not isinstance(change, Change):
            continue
        after = change.annotation
        if after is not None:
            come.setdefault(after.article.id, after)
        if change.base_rev and (after is None or layers is None or after.article.id not in layers.annotated):
            before = store.get(change.uuid)
            if before is not None and (after is None or after.article.id != before.article.id):
                gone.setdefault(before.article.id, set()).add(change.uuid)
                if after is not None:
                    moved.setdefault(after.article.id, before.article.id)
    more: list[AnyChange] = []
    known = {change.uuid for change in changes if not isinstance(change, Change)}
    for article_id, annotation in come.items():
        uuid = fixed_uuid(article_id)
        if layers is not None and article_id in layers.annotated:
            continue
        if uuid in known or store.list(article_id):
            continue
        if lines := _lines(article_id, moved.get(article_id), store, layers):
            current = store.find(FIXED.name, uuid)
            now = timestamp()
            fixed = FixedLines(
                uuid=uuid,
                annotator=by,
                created=now,
                updated=now,
                article=annotation.article,
                lines=lines,
            )
            more.append(FIXED.put(fixed, current.rev if current else 0))
    for article_id, uuids in gone.items():
        fixed_lines = store.find(FIXED.name, fixed_uuid(article_id))
        if (
            isinstance(fixed_lines, FixedLines)
            and article_id not in come
            and fixed_lines.uuid not in known
            and all(annotation.uuid in uuids for annotation in store.list(article_id))
        ):
            more.append(FIXED.drop(fixed_lines))
    kept = [change for change in changes if not _releases_too_soon(change, store, come, gone)]
    return [*kept, *more] if more or len(kept) < len(changes) else changes


def _lines(
    article_id: str, before: str | None, store: AnnotationReader, layers: LineLayers | None
) -> tuple[str, ...]:
    """Return the lines to fix of an article; those that were fixed under the name that it had `before`."""
    if before is not None:
        fixed = store.find(FIXED.name, fixed_uuid(before))
        return fixed.lines if isinstance(fixed, FixedLines) else ()
    return tuple(sorted(map(name_shown, layers.repeated(article_id)))) if layers is not None else ()


def _releases_too_soon(
    change: AnyChange, store: AnnotationReader, come: dict[str, Annotation], gone: dict[str, set[str]]
) -> bool:
    """Say whether a change releases the lines of an article that still has annotations afterwards.

    So does the undo of somebody's first annotation where another one has been made meanwhile.
    """
    if not isinstance(change, SideChange) or change.table != FIXED.name or change.record is not None:
        return False
    fixed = store.find(FIXED.name, change.uuid)
    if not isinstance(fixed, FixedLines):
        return False
    article_id = fixed.article.id
    uuids = gone.get(article_id, set())
    return article_id in come or any(each.uuid not in uuids for each in store.list(article_id))
