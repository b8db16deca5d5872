"""`claimreader export`: the annotations, for other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.exchange import jsonl
from annotations.project import article_record
from tui.commands.opening import articles, complain, project

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.records import Annotation

FORMATS = {"jsonl": "one annotation a line, everything there is (claimreader/1)"}


def run(options: argparse.Namespace) -> int:
    """Write the annotations that the filters let through; says on standard error how many."""
    desk = project(options)
    if options.formats:
        for name, text in FORMATS.items():
            print(f"{name}\t{text}")
        return 0
    if options.json_schema:
        print(msgspec.json.format(msgspec.json.encode(jsonl.json_schema(desk.scheme)), indent=2).decode())
        return 0
    if options.format not in FORMATS:
        complain(f"--format {options.format}: not known; there are: {', '.join(FORMATS)}")
        return 2
    target = Path(options.output)
    if options.output != "-" and target.exists() and not options.force:
        complain(f"{target} is there already; --force replaces it")
        return 2
    store = desk.store(readonly=True)
    known, unchecked, stale = _checked(
        desk, store.list(), {article.id: article for article in articles(desk)}
    )
    chosen = [annotation for annotation in store.list() if _wanted(annotation, options)]
    chosen.sort(key=lambda one: (one.article.id, one.target.start, one.target.end, one.created, one.uuid))
    written = jsonl.lines(chosen, known, desk.scheme)
    if options.output == "-":
        _to_stdout(written)
    else:
        from annotations.exchange.files import write_lines

        write_lines(target, written)
    if not chosen:
        complain(f"nothing to export: {desk.database} has {len(store.list())} annotations, none chosen")
    else:
        complain(f"{len(chosen)} annotations written")
    if unchecked:
        complain(f"{unchecked} unchecked: their article is not in the corpus")
    for line in stale:
        complain(line)
    return 1 if stale else 0


def _to_stdout(written: Iterator[bytes]) -> None:
    sys.stdout.flush()
    for line in written:
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _checked(
    desk: Project, annotations: Sequence[Annotation], corpus: dict[str, Any]
) -> tuple[dict[str, Any], int, list[str]]:
    """Check each quote against its article.

    Returns what is known of each article, the unchecked, and what doesn't fit.
    """
    known = {record["id"]: record for record in desk.store().articles()}
    known |= {article_id: article_record(article) for article_id, article in corpus.items()}
    unchecked = 0
    stale = []
    for annotation in annotations:
        article = corpus.get(annotation.article.id)
        span = annotation.target
        if article is None:
            unchecked += 1
        elif article.text[span.start : span.end] != span.quote:
            stale.append(
                f"{annotation.uuid}: its quote is not at {span.start}-{span.end} of {annotation.article.id} any more"
            )
    return known, unchecked, stale


def _wanted(annotation: Annotation, options: argparse.Namespace) -> bool:
    return (
        (not options.tag or any(tag in annotation.tags for tag in options.tag))
        and (not options.article or any(annotation.article.id.startswith(ref) for ref in options.article))
        and (not options.by or annotation.annotator in options.by)
        and (not options.decided or bool(annotation.tags))
        and (not options.since or datetime.fromisoformat(annotation.updated).date() >= options.since)
    )


def since(value: str) -> date:
    """Read a day.

    Raises:
        argparse.ArgumentTypeError: it isn't one.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not a date like 2026-11-22") from None
