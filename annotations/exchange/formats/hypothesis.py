"""Reads what Hypothesis gives out: the rows of its API (`{"total": …, "rows": […]}`), or a row a line.

A row is of a page on the web, so the article is found by its address, and the passage by its quote with what
stands around it. Offsets are left aside: they count the page with its menus. Replies and notes on a whole
page mark no passage; they are counted and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.exchange import ExchangeError
from annotations.exchange.dates import to_utc
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.streams import json_records


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the annotations of passages.

    Raises:
        ExchangeError: it is another file, or is cut short.
    """
    left_out: Counter[str] = Counter()
    for place, row in _rows(path):
        if row.get("references"):
            left_out["a reply to another annotation"] += 1
            continue
        words = _quote_selector(row)
        if words is None:
            left_out["a note on a whole page"] += 1
            continue
        yield _annotation(row, words, place)
    for what, count in sorted(left_out.items()):
        yield ImportNote(f"{count} row{'s' * (count != 1)}", f"{what}; left out", harmless=True)


def is_row(item: Mapping[str, Any]) -> bool:
    """Say whether an object is a row, by its keys."""
    return "uri" in item and "user" in item and "target" in item


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, item in json_records(path):
        listed = item.get("rows")
        if isinstance(listed, list):
            for number, row in enumerate(listed, 1):
                if isinstance(row, dict) and is_row(row):
                    yield f"row {number}", row
                else:
                    raise ExchangeError(f'row {number} has no "uri", "user" and "target"')
        elif is_row(item):
            yield place, item
        else:
            raise ExchangeError(f'{place} has neither "rows" nor "uri", "user" and "target"')


def _quote_selector(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    targets = row["target"] if isinstance(row["target"], list) else [row["target"]]
    for target in targets:
        selectors = target.get("selector") if isinstance(target, dict) else None
        for selector in selectors if isinstance(selectors, list) else []:
            if (
                isinstance(selector, dict)
                and selector.get("type") == "TextQuoteSelector"
                and isinstance(selector.get("exact"), str)
            ):
                return selector
    return None


def _annotation(row: Mapping[str, Any], words: Mapping[str, Any], place: str) -> IncomingAnnotation:
    tags = row.get("tags")
    user = row.get("user")
    name = user.removeprefix("acct:").partition("@")[0] if isinstance(user, str) else None
    return IncomingAnnotation(
        place=place,
        article=_text(row.get("uri")),
        quote=words["exact"],
        prefix=_text(words.get("prefix")),
        suffix=_text(words.get("suffix")),
        tags=tuple(tag for tag in tags if isinstance(tag, str) and tag) if isinstance(tags, list) else (),
        note=_text(row.get("text")) or "",
        annotator=name or None,
        created=to_utc(row.get("created")),
        updated=to_utc(row.get("updated")),
        known={"url": _text(row.get("uri"))},
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
