"""Lets annotations follow their articles: some move along, some a person must judge, some lost their place.

Where each quote is now `annotations.model.quote_search` finds; here that becomes changes of the store. What
is certain is done at once, all renames as one step of the history and all moves as another, so that one undo
takes either back. What was taken back so is not done again silently: it is asked about, like what is
uncertain. Nothing is moved in silence unless quote and surroundings agree, and nothing is dropped: what is
found nowhere is listed as an orphan and stays in the database as it was. Only articles that have annotations
are looked at, and read only if their text isn't the one that was annotated.

Flags, corrections of articles and words on their lines go along in the same steps, and no person is asked
about them: a flag goes to where its words are found, be it not for certain, since whoever set it comes to
look at it anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import msgspec

from annotations.composition import filed_record
from annotations.model.article import Article, sentence_at
from annotations.model.quote_search import exact_places, find_again
from annotations.model.records import Annotation, ArticleRef, Change, Target, target_for, timestamp
from annotations.model.side_records import (
    CORRECTIONS,
    LATER,
    LINES,
    AnyChange,
    ArticleCorrection,
    Flag,
    LineWord,
    correction_uuid,
    line_word_uuid,
)
from annotations.services.row_numbers import RowNumbers
from annotations.services.saving import save
from annotations.store.base import AnnotationReader, Store
from annotations.text.damage import repaired
from annotations.text.numbers import amounts_agree, numbers_in

REANCHOR, RENAME = "reanchor", "rename"
"""The kinds under which the history has these changes."""

PUT_BACK = "was moved here once, and put back"
"""The remark of a move that was undone and is asked about again."""

_TOGETHER = 500
"""Articles whose texts are asked for at a time."""

TextsOf = Callable[[Sequence[str]], Mapping[str, str]]
"""Returns the texts (their sha256) that articles have now, by id; what isn't there is left out."""


class Relocation(NamedTuple):
    """A new place for one annotation whose article has changed."""

    kind: Literal["renamed", "moved", "uncertain"]
    """`renamed`: same text, other id; `moved`: same words elsewhere; `uncertain`: if a person accepts it."""
    old: Annotation
    new: Annotation
    remark: str = ""
    lost: Sequence[str] = ()
    """Attributes whose words are found nowhere, or in several places; `new` has them no more."""
    numbers: Sequence[Mapping[str, Any]] = ()
    """Amounts whose words no longer stand in what was annotated; `new` has them no more."""


class Follower(NamedTuple):
    """A new place for a flag, or another article's name for a correction or a word on a line."""

    kind: Literal["renamed", "moved"]
    old: Flag | ArticleCorrection | LineWord
    new: Flag | ArticleCorrection | LineWord


class RelocationPlan(NamedTuple):
    """A decision on each annotation that doesn't fit the corpus as it is; those that fit are not in it."""

    relocations: Sequence[Relocation]
    orphans: Sequence[Annotation]
    """The article is there, the quote is nowhere in it."""
    absent: Sequence[Annotation]
    """The article isn't in the corpus."""


class StoredAnnotations:
    """Annotations that are read from the store when it is asked for them: so a million have 25 MB.

    Args:
        get: returns an annotation as it is now, by its uuid; None if it is gone.
        annotations: the first ones.
    """

    def __init__(
        self, get: Callable[[str], Annotation | None] = lambda _: None, annotations: Iterable[Annotation] = ()
    ) -> None:
        self._get = get
        self._numbers = RowNumbers()
        self.add(annotations)

    def add(self, annotations: Iterable[Annotation]) -> None:
        """Put more behind them."""
        for annotation in annotations:
            self._numbers.add(annotation.uuid)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Annotation]:
        """Yield those that haven't been deleted since."""
        now = (self._get(self._numbers.uuid(number)) for number in range(len(self)))
        return (annotation for annotation in now if annotation is not None)


class DisplacedAnnotations(msgspec.Struct, frozen=True):
    """The annotations that don't fit the corpus as it is, by what can be done; others are not in it."""

    renamed: Sequence[Relocation] = ()
    """The same text under another id."""
    moved: Sequence[Relocation] = ()
    """The same words elsewhere in the text."""
    uncertain: Sequence[Relocation] = ()
    """A person has to look at these; `Relocation.new` is what is proposed."""
    orphans: Sequence[Annotation] = ()
    """The quote is nowhere in its article."""
    absent: StoredAnnotations = msgspec.field(default_factory=StoredAnnotations)
    """The article isn't in the corpus, or can't be read."""
    records: Mapping[str, dict[str, Any]] = {}
    """The records that the store has to keep of the articles of `Relocation.new`, by id."""
    followers: Sequence[Follower] = ()
    """Flags and corrections that go along."""
    lost_flags: Sequence[Flag] = ()
    """Flags whose words are nowhere in their article; they stay in the store as they were."""

    @property
    def waiting(self) -> int:
        """Number of annotations that a person should look at."""
        return len(self.uncertain) + len(self.orphans)

    @property
    def displaced(self) -> Iterable[Annotation]:
        """The annotations whose offsets don't fit their article."""
        yield from (relocation.old for relocation in (*self.renamed, *self.moved, *self.uncertain))
        yield from self.orphans

    def going(self, kind: Literal["renamed", "moved"]) -> Sequence[Follower]:
        """Return what goes along with the annotations of one kind."""
        return [follower for follower in self.followers if follower.kind == kind]


def find_displaced(
    store: AnnotationReader,
    texts_of: TextsOf,
    read: Callable[[str], Article | None],
    same_text: Callable[[str], Sequence[str]],
    get: Callable[[str], Annotation | None] | None = None,
) -> DisplacedAnnotations:
    """Find out which annotations don't fit the corpus any more; nothing is changed.

    Args:
        store: the annotations.
        texts_of: see `TextsOf`.
        read: returns an article by id, None if it can't be read.
        same_text: returns the ids of the articles whose text has a digest.
        get: returns an annotation as it is later, if not as this store has it.
    """
    article_of = lru_cache(maxsize=4)(read)  # annotations come article by article
    twins = lru_cache(maxsize=64)(same_text)
    relocations: list[Relocation] = []
    orphans: list[Annotation] = []
    absent = StoredAnnotations(get or store.get)
    records: dict[str, dict[str, Any]] = {}
    for article_id, now in _maybe_unfit(store, texts_of):
        unfit = [annotation for annotation in store.list(article_id) if annotation.article.sha256 != now]
        plan = plan_relocations(unfit, article_of, twins)
        relocations += plan.relocations
        for id_ in {relocation.new.article.id for relocation in plan.relocations} - records.keys():
            if (article := article_of(id_)) is not None:
                records[id_] = filed_record(article)
        orphans += plan.orphans
        absent.add(plan.absent)
    followers, lost_flags = _followers(store, texts_of, article_of, twins)
    by_kind: dict[str, list[Relocation]] = {"renamed": [], "moved": [], "uncertain": []}
    for relocation in _asked_again(relocations, store):
        by_kind[relocation.kind].append(relocation)
    return DisplacedAnnotations(
        **by_kind,
        orphans=orphans,
        absent=absent,
        records=records,
        followers=followers,
        lost_flags=lost_flags,
    )


def _maybe_unfit(store: AnnotationReader, texts_of: TextsOf) -> Iterator[tuple[str, str | None]]:
    """Yield the articles of which another text may have been annotated than they have now, and that one.

    Of a million annotations on 50,000 unchanged articles none is read so: 1 s instead of 16.
    """
    article_ids = store.article_ids()
    for part in (article_ids[at : at + _TOGETHER] for at in range(0, len(article_ids), _TOGETHER)):
        texts, annotated = texts_of(part), store.annotated_texts(part)
        for article_id in part:
            now = texts.get(article_id)
            if any(text != now for text in annotated.get(article_id, ())):
                yield article_id, now


def _followers(
    store: AnnotationReader,
    texts_of: TextsOf,
    article_of: Callable[[str], Article | None],
    same_text: Callable[[str], Sequence[str]],
) -> tuple[Sequence[Follower], Sequence[Flag]]:
    """Say where flags and corrections go whose article has changed, and which flags have lost their words."""
    followers: list[Follower] = []
    lost: list[Flag] = []
    words = [word for word in store.records(LINES) if word.article is not None]
    records: list[Flag | ArticleCorrection | LineWord] = [
        *store.records(LATER),
        *store.records(CORRECTIONS),
        *words,
    ]
    texts = texts_of(sorted({record.article.id for record in records if record.article is not None}))
    for record in records:
        if record.article is None:
            continue  # a word on a source
        now = texts.get(record.article.id)
        if now == record.article.sha256:
            continue
        elsewhere = same_text(record.article.sha256)
        if len(elsewhere) == 1:
            followers.append(Follower("renamed", record, _renamed(record, elsewhere[0])))
        elif isinstance(record, Flag) and now is not None and (article := article_of(record.article.id)):
            if match := find_again(article.text, record.target):
                place = sentence_at(article, match.start)
                target = target_for(article.text, match.start, match.end, place)
                ref = ArticleRef(article.id, article.sha256)
                moved = msgspec.structs.replace(record, article=ref, target=target)
                followers.append(Follower("moved", record, moved))
            else:
                lost.append(record)
    if followers:
        back = _taken_back(store)
        followers = [follower for follower in followers if follower.old.uuid not in back]
    return tuple(followers), tuple(lost)


def _renamed(
    record: Flag | ArticleCorrection | LineWord, article_id: str
) -> Flag | ArticleCorrection | LineWord:
    ref = ArticleRef(article_id, record.article.sha256 if record.article else "")
    if isinstance(record, LineWord):
        uuid = line_word_uuid(record.line, article_id=article_id)
        return msgspec.structs.replace(record, article=ref, uuid=uuid, rev=1)
    if isinstance(record, Flag):
        return msgspec.structs.replace(record, article=ref)
    return msgspec.structs.replace(record, article=ref, uuid=correction_uuid(article_id), rev=1)


def relocate(
    store: Store,
    relocations: Sequence[Relocation],
    records: Mapping[str, dict[str, Any]],
    *,
    by: str,
    followers: Sequence[Follower] = (),
) -> Sequence[Annotation]:
    """Take annotations to their new places, as one step of the history; returns them as they are now.

    What else was said of them since the places were found is kept; one whose place has changed stays there.

    Args:
        store: holds them.
        relocations: all of one kind, or each accepted by a person.
        records: as in `DisplacedAnnotations`.
        by: whose change it is, and who can undo it.
        followers: what goes along.

    Raises:
        NotSavedError: the disk would not take it; nothing has changed.
    """
    changes: list[AnyChange] = []
    articles = set()
    now = timestamp()
    for relocation in relocations:
        old, new = relocation.old, relocation.new
        current = store.get(old.uuid)
        if current is not None and _place(current) == _place(old):
            put = msgspec.structs.replace(
                current, article=new.article, target=new.target, attributes=new.attributes, updated=now
            )
            changes.append(Change(old.uuid, current.rev, put))
            articles.add(new.article.id)
    changes += _flags_follow(store, followers, now)
    changes += _said_follows(store, followers, now)
    renames = all(relocation.old.target == relocation.new.target for relocation in relocations) and all(
        follower.kind == "renamed" for follower in followers
    )
    known = [records[article_id] for article_id in sorted(articles & records.keys())]
    return save(store, changes, by=by, kind=RENAME if renames else REANCHOR, records=known)


def _flags_follow(store: Store, followers: Sequence[Follower], now: str) -> Iterator[AnyChange]:
    """Yield the changes by which flags go along that still are where they were found."""
    for old, new in ((follower.old, follower.new) for follower in followers):
        flag = store.find(LATER.name, old.uuid)
        if isinstance(new, Flag) and isinstance(flag, Flag) and flag.article == old.article:
            moved = msgspec.structs.replace(flag, article=new.article, target=new.target, updated=now)
            yield LATER.put(moved, flag.rev)


def _said_follows(store: Store, followers: Sequence[Follower], now: str) -> Iterator[AnyChange]:
    """Yield the changes by which corrections and words on lines go along.

    Their uuids are those of their articles. Where a row was put on top of a table each takes the place that
    another leaves in the same step; one whose place somebody else keeps stays, and so does who would follow.
    """
    going = {}
    for old, new in ((follower.old, follower.new) for follower in followers):
        if isinstance(new, Flag):
            continue
        name = LINES.name if isinstance(new, LineWord) else CORRECTIONS.name
        record = store.find(name, old.uuid)
        if isinstance(record, LineWord | ArticleCorrection):
            going[name, old.uuid] = record, new
    while True:
        stay = {
            key
            for key, (_, new) in going.items()
            if (key[0], new.uuid) not in going and store.find(key[0], new.uuid) is not None
        }
        if not stay:
            break
        going = {key: each for key, each in going.items() if key not in stay}
    taken = {(table, new.uuid) for (table, _), (_, new) in going.items()}
    for (table, uuid), (record, new) in going.items():
        there = store.find(table, new.uuid)
        rev = there.rev if there is not None else 0
        moved = msgspec.structs.replace(record, uuid=new.uuid, article=new.article, updated=now, rev=rev or 1)
        if isinstance(moved, LineWord):
            yield LINES.put(moved, rev)
        elif isinstance(moved, ArticleCorrection):
            yield CORRECTIONS.put(moved, rev)
        if (table, uuid) not in taken:
            if isinstance(record, LineWord):
                yield LINES.drop(record)
            else:
                yield CORRECTIONS.drop(record)


def plan_relocations(
    annotations: Iterable[Annotation],
    article_of: Callable[[str], Article | None],
    same_text: Callable[[str], Sequence[str]],
) -> RelocationPlan:
    """Say what becomes of annotations; nothing is changed.

    Args:
        annotations: any, also of many articles.
        article_of: returns an article by id, or None if it isn't in the corpus or can't be read.
        same_text: returns the ids of the articles whose text has a sha256.
    """
    relocations: list[Relocation] = []
    orphans: list[Annotation] = []
    absent: list[Annotation] = []
    for annotation in annotations:
        now = article_of(annotation.article.id)
        if now is not None and now.sha256 == annotation.article.sha256:
            continue
        elsewhere = same_text(annotation.article.sha256)
        if len(elsewhere) == 1:
            new = msgspec.structs.replace(
                annotation, article=ArticleRef(elsewhere[0], annotation.article.sha256)
            )
            relocations.append(Relocation("renamed", annotation, new))
        elif now is None:
            absent.append(annotation)
        elif relocation := _in_changed_text(annotation, now):
            relocations.append(relocation)
        else:
            orphans.append(annotation)
    return RelocationPlan(relocations, orphans, absent)


def _place(annotation: Annotation) -> tuple[ArticleRef, Target, dict[str, Any]]:
    return annotation.article, annotation.target, annotation.attributes


def _asked_again(relocations: Sequence[Relocation], store: AnnotationReader) -> Sequence[Relocation]:
    """Return relocations, of which those that somebody has taken back before are uncertain now."""
    if all(relocation.kind == "uncertain" for relocation in relocations):
        return relocations  # the history isn't read in vain
    back = _taken_back(store)
    return [
        relocation._replace(kind="uncertain", remark=PUT_BACK) if relocation.old.uuid in back else relocation
        for relocation in relocations
    ]


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


def _in_changed_text(annotation: Annotation, article: Article) -> Relocation | None:
    match, repaired_from = find_again(article.text, annotation.target), False
    if match is None and article.repair:
        match, repaired_from = find_again(article.text, _repaired(annotation.target, article.repair)), True
    if match is None:
        return None
    target = target_for(article.text, match.start, match.end, sentence_at(article, match.start))
    inside = _InsideAnnotation(annotation, article.text, target)
    new = msgspec.structs.replace(
        annotation,
        article=ArticleRef(article.id, article.sha256),
        target=target,
        attributes=inside.attributes,
    )
    certain = match.certain and not inside.lost and not inside.numbers and not repaired_from
    return Relocation("moved" if certain else "uncertain", annotation, new, "", inside.lost, inside.numbers)


def _repaired(target: Target, steps: Sequence[str]) -> Target:
    """Return a place in a damaged text with its words as they are repaired."""
    prefix, quote, suffix = (repaired(part, steps) for part in (target.prefix, target.quote, target.suffix))
    return msgspec.structs.replace(target, prefix=prefix, quote=quote, suffix=suffix)


class _InsideAnnotation:
    """The spans and numbers among the attributes of an annotation, as they are where its target is now.

    What stands there no more is in `attributes` no more: a claim would go on saying 3,000 where its text says
    4,000. What another program made of a value is no span and no number, and stays.
    """

    def __init__(self, annotation: Annotation, text: str, target: Target) -> None:
        self.attributes: dict[str, Any] = {}
        self.lost: list[str] = []
        self.numbers: list[Mapping[str, Any]] = []
        self._old, self._target, self._text = annotation.target, target, text
        for key, value in annotation.attributes.items():
            match value:
                case {"start": int(at), "end": int(), "quote": str(quote)}:
                    start = self._span_start(at, quote)
                    if start is None:
                        self.lost.append(key)
                    else:
                        self.attributes[key] = value | {"start": start, "end": start + len(quote)}
                case [*items] if any(_is_number(item) for item in items):
                    if kept := self._kept(items):
                        self.attributes[key] = kept
                case _:
                    self.attributes[key] = value

    def _span_start(self, at: int, quote: str) -> int | None:
        """Return where a span is: as far along as the target, else at the only place; None if neither."""
        starts = exact_places(self._text, quote)
        along = at + self._target.start - self._old.start
        if along in starts:
            return along
        return starts[0] if len(starts) == 1 else None

    def _kept(self, items: Sequence[Any]) -> list[Any]:
        """Return the numbers that still stand; one that is written otherwise now with its new quote."""
        stated = numbers_in(self._target.quote) if self._target.quote != self._old.quote else []
        kept: list[Any] = []
        for item in items:
            if not _is_number(item) or self._stands(item["quote"]):
                kept.append(item)
            elif same := next((number for number in stated if amounts_agree(item, number)), None):
                stated.remove(same)
                kept.append(item | {"quote": same["quote"]})
            else:
                self.numbers.append(item)
        return kept

    def _stands(self, quote: str) -> bool:
        """Say whether the words of a number stand in the target; those from elsewhere, anywhere."""
        where = self._target.quote if quote in self._old.quote else self._text
        return quote in where


def _is_number(item: Any) -> bool:
    """Say whether an item is a number read from words of a text; one that a person typed has no quote."""
    return isinstance(item, Mapping) and isinstance(item.get("quote"), str) and bool(item["quote"])
