"""Writes what the plots of the report show as CSV, an amount a row, for a sheet.

As the CSV of exports (`annotations.exchange.formats.csv_table`): with a byte order mark, without which Excel
reads Arabic as Latin-1, and no cell is a formula to a sheet. Values and bounds have columns of their own, so
that a sheet can draw the plot again; what is shown to a person is in the language of the report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from annotations.exchange.files import check_target, write_stream
from annotations.exchange.formats.csv_table import harmless
from annotations.exchange.report.context import Context
from annotations.exchange.report.material import Material
from annotations.exchange.report.quantity_sections import AGAINST, Amount, CountedNoun, counted_nouns
from annotations.exchange.report.wording import Wording
from annotations.model.records import place_shown
from annotations.text.lines import flat
from annotations.text.numbers.amounts import LRI, PDI

COLUMNS = (
    *("noun", "number", "as_of", "value", "min", "max", "approx", "unit", "shown", "differs_from"),
    *("claimant", "person", "reported_as", "source", "published", "article", "title", "url", "place"),
    *("sentence", "start", "end", "quote", "claim", "annotation"),
)
"""The head: what is counted and how many, who says so, and where it stands."""


def write(material: Material, wording: Wording, target: Path, *, force: bool = False) -> None:
    """Write the table.

    Args:
        material: all that the report is made of.
        wording: its language.
        target: the file.
        force: replace the file.

    Raises:
        ExchangeError: the file is there and may not be replaced.
        NotSavedError: it can't be written; whatever stood there still does.
    """
    check_target(target, folder=False, force=force)
    write_stream(target, _lines(Context(material, wording)))


def _lines(context: Context) -> Iterator[bytes]:
    line = io.StringIO(newline="")
    writer = csv.writer(line)

    def taken(cells: list[str]) -> bytes:
        writer.writerow(cells)
        data = line.getvalue().encode("utf-8", "replace")
        line.seek(0)
        line.truncate()
        return data

    yield b"\xef\xbb\xbf" + taken([*COLUMNS])
    for noun in counted_nouns(context):
        for amount in noun.amounts:
            row = _row(context, noun, amount)
            yield taken([harmless(row[name]) for name in COLUMNS])


def _row(context: Context, noun: CountedNoun, amount: Amount) -> dict[str, str]:
    figure, claim = amount.figure, amount.claim
    annotation, known = claim.annotation, claim.known
    claimant, target = claim.text("claimant"), annotation.target
    return {
        "noun": noun.name,
        "number": str(amount.number),
        "as_of": figure.as_of or "",
        "value": _number(figure.value),
        "min": _number(figure.min),
        "max": _number(figure.max),
        "approx": "true" if figure.approx else "false",
        "unit": figure.unit or "",
        "shown": context.wording.amount(amount.item).replace(LRI, "").replace(PDI, ""),
        "differs_from": _against(amount),
        "claimant": claimant,
        "person": context.claimant(claimant),
        "reported_as": claim.text("reported_as"),
        "source": flat(claim.source),
        "published": flat(str(known.get("published") or "")),
        "article": annotation.article.id,
        "title": context.label(annotation.article.id),
        "url": flat(str(known.get("url") or "")),
        "place": place_shown(annotation.article.id, target.sentence),
        "sentence": "" if target.sentence is None else str(target.sentence + 1),
        "start": str(figure.start),
        "end": str(figure.end),
        "quote": figure.quote,
        "claim": target.quote,
        "annotation": annotation.uuid,
    }


def _against(amount: Amount) -> str:
    """Return the numbers of those that differ from it, the first few."""
    more = " …" if len(amount.against) > AGAINST else ""
    return " ".join(map(str, amount.against[:AGAINST])) + more


def _number(value: float | None) -> str:
    """Write a number as a sheet and pandas read it; whole ones without a point."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
