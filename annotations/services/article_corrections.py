"""Corrects what is said of an article as a whole, and sets articles aside: irrelevant, or a duplicate.

One wrong date breaks a timeline, so title, date, source and address can be corrected by a person; files stay
as they are. What is corrected holds everywhere (`annotations.model.article_corrections`), and undo takes it
back. An article that is set aside counts nowhere: not in the progress, and not in figures and reports, which
say how many were left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.model.records import MAX_NAME, ArticleRef, timestamp
from annotations.model.side_records import (
    CORRECTIONS,
    DUPLICATE,
    MAX_TEXT,
    ArticleCorrection,
    SideChange,
    correction_uuid,
)
from annotations.text.dates import to_iso
from annotations.text.web_addresses import host_of

if TYPE_CHECKING:
    from annotations.corpus.records import Entry
    from annotations.model.article import Article
    from annotations.model.article_corrections import Corrections
    from annotations.model.records import Annotation
    from annotations.store.base import Words

_INVISIBLE = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs"))
"""Categories of Unicode that a name of one line has none of; pasted text brings marks of direction along."""


def correction_of(store: Words, article_id: str) -> ArticleCorrection | None:
    """Return the correction of an article, if it has one."""
    correction = store.find(CORRECTIONS.name, correction_uuid(article_id))
    return correction if isinstance(correction, ArticleCorrection) else None


def change(
    article: Article, current: ArticleCorrection | None, annotator: str, **values: Any
) -> Sequence[SideChange]:
    """Return the changes after which an article is corrected so; none if nothing changes.

    Args:
        article: the article.
        current: its correction, if it has one.
        annotator: who corrects.
        values: fields of `ArticleCorrection`; what is left out stays, None is what the file says.
    """
    now = timestamp()
    before = current or ArticleCorrection(
        uuid=correction_uuid(article.id),
        article=ArticleRef(article.id, article.sha256),
        annotator=annotator,
        created=now,
        updated=now,
    )
    for name, own in _own(article).items():
        if name in values and values[name] == own:
            values[name] = None  # it is what the file says
    after = msgspec.structs.replace(before, **values)
    if after == before:
        return []
    if not after.says_something:
        return [CORRECTIONS.drop(current)] if current else []
    after = msgspec.structs.replace(after, annotator=annotator, updated=now)
    return [CORRECTIONS.put(after, current.rev if current else 0)]


def _own(article: Article) -> dict[str, str | None]:
    return {
        "title": article.own_title,
        "source": article.own_source,
        "published": article.own_published,
        "url": article.metadata.get("url"),
    }


def one_line(text: str) -> str:
    """Return what was typed or pasted as a text of one line, without what can't be seen in it."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    shown = "".join(char for char in spaced if unicodedata.category(char) not in _INVISIBLE)
    return " ".join(shown.split())[:MAX_TEXT].strip()


def day_of(text: str) -> str | None:
    """Return a date that was typed, in any form that articles have, as ISO 8601; None if it can't be read."""
    return to_iso(one_line(text))


def is_address(text: str) -> bool:
    """Say whether a text is an address of the web that leads where it seems to."""
    return host_of(text) is not None


def tags_of(text: str) -> tuple[str, ...]:
    """Return tags that were typed, divided by commas of any script: sorted, each once."""
    parts = one_line(text).translate(str.maketrans("،;؛", ",,,")).split(",")
    return tuple(sorted({part.strip()[:MAX_NAME] for part in parts if part.strip()}))


def set_aside(corrections: Corrections, article_id: str) -> str | None:
    """Return why an article is set aside: "irrelevant" or "duplicate"; None if it isn't."""
    correction = corrections.get(article_id)
    return correction.set_aside if correction else None


def ids_set_aside(corrections: Corrections) -> frozenset[str]:
    """Return the ids of the articles that are set aside."""
    return frozenset(article_id for article_id, each in list(corrections.items()) if each.set_aside)


def left_out(
    corrections: Corrections, entries: Iterable[Entry], warn: Callable[[str], None]
) -> frozenset[str]:
    """Return the ids of the articles that are set aside, and say how many of a corpus that leaves out.

    Args:
        corrections: of the project.
        entries: of its corpus.
        warn: called with a line if there are any.
    """
    aside = ids_set_aside(corrections)
    count = len(aside & {entry.id for entry in entries}) if aside else 0
    if count:
        warn(f"{count:,} {'article is' if count == 1 else 'articles are'} set aside and left out")
    return aside


def kept(
    annotations: Iterable[Annotation], corrections: Corrections
) -> tuple[list[Annotation], frozenset[str]]:
    """Return the annotations of articles that aren't set aside, and the ids of those whose were left out."""
    aside = ids_set_aside(corrections)
    left = [annotation for annotation in annotations if annotation.article.id not in aside]
    return left, aside


def original_of(corrections: Mapping[str, ArticleCorrection], article_id: str) -> str:
    """Return the article that one repeats by what people have said, over several steps; else itself."""
    seen = {article_id}
    while (each := corrections.get(article_id)) and each.set_aside == DUPLICATE and each.duplicate_of:
        if each.duplicate_of in seen:
            break
        article_id = each.duplicate_of
        seen.add(article_id)
    return article_id
