"""Brings what somebody has said of a corpus into his own file when he joins a team.

All goes along that makes up his corpus, for his annotations are about the articles as he reads them: a text
that was repaired, lines that count. It is one step, and what his file has had before is left as it is there.
"""

from __future__ import annotations

from pathlib import Path

from annotations.model.records import Annotation, Change
from annotations.model.side_records import SIDE_TABLES, FixedLines, SideChange
from annotations.services.saving import save
from annotations.store.base import AnnotationReader
from annotations.store.journal import ANNOTATIONS
from annotations.store.recovery import Paths


def take_along(before: Path, own_file: Path, name: str) -> tuple[int, int]:
    """Put what was said of the corpus before into somebody's own file, as one step.

    What this file has, or has had until it was deleted there, is left: who joins again brings what is new.

    Args:
        before: the annotations file that he worked in.
        own_file: his own, which may be there already.
        name: who joins.

    Returns:
        How many annotations and how many other records went along.

    Raises:
        StoreError: one of the files can't be read, or it can't be saved.
    """
    from annotations.store.tinydb_store import open_store

    if not Paths.of(before).exist() or before == own_file:
        return 0, 0
    with open_store(before, annotator=name, readonly=True) as store:
        own, beside = _of_one_person(store, name)
        filed = {str(record.get("id")): record for record in store.articles(filed=True)}
    if not own and not beside:
        return 0, 0
    own_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_store(own_file, annotator=name) as store:

        def is_new(table: str, uuid: str) -> bool:
            return store.find(table, uuid) is None and uuid not in gone[table]

        gone = {table: frozenset(store.deleted(table)) for table in (ANNOTATIONS, *SIDE_TABLES)}
        annotations = [Change(each.uuid, 0, each) for each in own if is_new(ANNOTATIONS, each.uuid)]
        others = [change for change in beside if is_new(change.table, change.uuid)]
        ids = {each.article.id for each in own}
        save(
            store,
            [*annotations, *others],
            by=name,
            kind="import",
            records=[record for id_, record in filed.items() if id_ in ids],
        )
    return len(annotations), len(others)


def _of_one_person(store: AnnotationReader, name: str) -> tuple[list[Annotation], list[SideChange]]:
    """Return somebody's annotations, and the changes that bring along what makes up his corpus beside them.

    Flags, people, verdicts and what is done are each one's own. How articles are read goes along whoever has
    said it, since his annotations are about the text as it was repaired and the lines as they count; the
    lines that were fixed with an article's first annotation only where he has one, else it has none in his
    file. What the program keeps of a team isn't his word.
    """
    own = [each for each in store.list() if each.annotator == name]
    annotated = {each.article.id for each in own}
    changes: list[SideChange] = []
    for table in SIDE_TABLES.values():
        if not table.is_a_persons:
            continue
        for record in store.records(table):
            goes = record.annotator == name or table.is_of_articles
            if goes and not (isinstance(record, FixedLines) and record.article.id not in annotated):
                changes.append(table.put(record))
    return own, changes
