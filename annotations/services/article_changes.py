"""Annotations follow their articles: what is found, and what of it is done without asking.

`annotations.services.reanchoring` says where each quote is now; here that becomes changes of the store. What
is certain is done at once, all renames as one step of the history and all moves as another, so that one undo
takes either back. What was taken back so is not done again silently: it is asked about, like what is
uncertain. Only articles that have annotations are looked at, and read only if their text isn't the one that
was annotated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.model.records import Annotation, ArticleRef, Target, timestamp
from annotations.project import article_record
from annotations.services.reanchoring import Step, plan
from annotations.store.base import AnnotationReader, Change, Store

if TYPE_CHECKING:
    from annotations.model.article import Article

REANCHOR, RENAME = "reanchor", "rename"
"""What these changes are called in the history."""

PUT_BACK = "was moved here once, and put back"
"""The remark of a move that was undone and is asked about again."""

_SHA256 = re.compile("[0-9a-f]{64}")


class Findings(msgspec.Struct, frozen=True):
    """What has become of the annotations that don't fit the corpus as it is; those that fit are not in it."""

    renamed: Sequence[Step] = ()
    """The same text under another id."""
    moved: Sequence[Step] = ()
    """The same words elsewhere in the text."""
    uncertain: Sequence[Step] = ()
    """Where a person has to look; `Step.new` is what is proposed."""
    orphans: Sequence[Annotation] = ()
    """The quote is nowhere in its article."""
    absent: Sequence[Annotation] = ()
    """The article isn't in the corpus, or can't be read."""
    records: Mapping[str, dict[str, Any]] = {}
    """What the store has to remember of the articles of `Step.new`, by id."""

    @property
    def waiting(self) -> int:
        """How many annotations a person should look at."""
        return len(self.uncertain) + len(self.orphans)

    @property
    def displaced(self) -> Iterable[Annotation]:
        """The annotations whose offsets don't fit their article."""
        yield from (step.old for step in (*self.renamed, *self.moved, *self.uncertain))
        yield from self.orphans


def look(
    store: AnnotationReader,
    sha256_of: Callable[[str], str | None],
    read: Callable[[str], Article | None],
    same_text: Callable[[str], Sequence[str]],
) -> Findings:
    """Find out which annotations don't fit the corpus any more; nothing is changed.

    Args:
        store: the annotations.
        sha256_of: returns the hex digest of an article's text as it is now, None if it isn't in the corpus.
        read: returns an article by id, None if it can't be read.
        same_text: returns the ids of the articles whose text has a digest.
    """
    article = lru_cache(maxsize=4)(read)  # annotations come article by article
    twins = lru_cache(maxsize=64)(lambda sha256: same_text(sha256) if _SHA256.fullmatch(sha256) else ())
    steps: list[Step] = []
    orphans: list[Annotation] = []
    absent: list[Annotation] = []
    records: dict[str, dict[str, Any]] = {}
    for article_id in store.article_ids():
        now = sha256_of(article_id)
        unfit = [one for one in store.list(article_id) if one.article.sha256 != now]
        found = plan(unfit, article, twins)
        steps += found.steps
        for id_ in {step.new.article.id for step in found.steps} - records.keys():
            if (one := article(id_)) is not None:
                records[id_] = article_record(one)
        orphans += found.orphans
        absent += found.absent
    if any(step.kind != "uncertain" for step in steps):
        back = _taken_back(store)
        steps = [_asked(step) if step.old.uuid in back else step for step in steps]
    return Findings(
        [step for step in steps if step.kind == "renamed"],
        [step for step in steps if step.kind == "moved"],
        [step for step in steps if step.kind == "uncertain"],
        orphans,
        absent,
        records,
    )


def follow(
    store: Store, steps: Sequence[Step], records: Mapping[str, dict[str, Any]], *, by: str
) -> Sequence[Annotation]:
    """Take annotations to their new places, as one step of the history; returns them as they are now.

    What else was said of them since the steps were planned is kept; one whose place has changed stays there.

    Args:
        store: holds them.
        steps: all of one kind, or each accepted by a person.
        records: as in `Findings`.
        by: whose change it is, and who can undo it.

    Raises:
        NotSavedError: the disk would not take it; nothing has changed.
    """
    changes = []
    articles = set()
    now = timestamp()
    for _, old, new, *_ in steps:
        current = store.get(old.uuid)
        if current is not None and _place(current) == _place(old):
            put = msgspec.structs.replace(
                current, article=new.article, target=new.target, attributes=new.attributes, updated=now
            )
            changes.append(Change(old.uuid, current.rev, put))
            articles.add(new.article.id)
    for article_id in articles & records.keys():
        store.remember_article(records[article_id])
    renames = all(old.target == new.target for _, old, new, *_ in steps)
    return store.apply(changes, by=by, kind=RENAME if renames else REANCHOR)


def _place(one: Annotation) -> tuple[ArticleRef, Target, dict[str, Any]]:
    return one.article, one.target, one.attributes


def _asked(step: Step) -> Step:
    return step._replace(kind="uncertain", remark=PUT_BACK)


def _taken_back(store: AnnotationReader) -> set[str]:
    """Return the uuids of annotations whose last move was undone."""
    moves: set[int] = set()
    undos: set[int] = set()
    back: set[str] = set()
    for event in store.history():
        if event.kind in (REANCHOR, RENAME) or (event.kind == "redo" and event.of in undos):
            moves.add(event.seq)
            back.discard(event.uuid)
        elif event.kind == "undo" and event.of in moves:
            undos.add(event.seq)
            back.add(event.uuid)
    return back
