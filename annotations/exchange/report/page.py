"""Writes the report as one HTML page, for the screen, the telephone and paper.

All of it is in the file: no network, no script; see `rendering` for how hostile text is kept from acting.
What it says comes from `content`, how it looks from `templates/`. It holds the claims in memory, as far as
the filters let them through: a page that people read has thousands, not millions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.exchange.files import check_target, write_stream
from annotations.exchange.report.content import document
from annotations.exchange.report.document import Document
from annotations.exchange.report.material import Material
from annotations.exchange.report.wording import Wording


def write(material: Material, wording: Wording, target: Path, *, force: bool = False) -> None:
    """Write the report.

    Args:
        material: all that it is made of.
        wording: its language.
        target: the file.
        force: replace the file.

    Raises:
        ExchangeError: the file is there and may not be replaced.
        NotSavedError: it can't be written; whatever stood there still does.
    """
    check_target(target, folder=False, force=force)
    write_stream(target, page(document(material, wording), wording))


def page(report: Document, wording: Wording) -> Iterator[bytes]:
    """Yield the page of a report, piece by piece."""
    from annotations.exchange.report.rendering import page_numbers, templates  # here: Jinja2 is heavy

    template = templates().get_template("page.html.jinja")
    numbers = page_numbers(wording.numerals)
    for part in template.generate(report=report, words=wording.words, page_numbers=numbers):
        yield part.encode("utf-8", "replace")
