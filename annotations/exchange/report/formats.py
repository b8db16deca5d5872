"""The forms in which a report is written: a page, a Word document, and a table of what the plots show."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import msgspec

from annotations.exchange import ExchangeError
from annotations.extras import needs

Writer = Callable[..., None]
"""Takes the material, the wording, the target and `force`, and writes the file."""


class ReportFormat(msgspec.Struct, frozen=True):
    """One form of the report."""

    name: str
    description: str
    suffix: str
    module: str
    """Its module beside this one, which has a `write`."""
    binary: bool = False
    library: str = ""
    """The library that it needs and that isn't installed with claimreader, as it is installed."""

    def writer(self) -> Writer:
        """Return what writes it.

        Raises:
            ExchangeError: it needs a library that isn't installed.
        """
        try:
            write: Writer = import_module(f"annotations.exchange.report.{self.module}").write
        except ModuleNotFoundError as error:
            if not self.library or (error.name or "").startswith("annotations"):
                raise
            raise ExchangeError(f"a report as {self.name} {needs(self.library)}") from None
        return write


HTML = ReportFormat("html", "a page for the screen and for printing", ".html", "page")
REPORT_FORMATS = {
    form.name: form
    for form in (
        HTML,
        ReportFormat("docx", "a Word document", ".docx", "word_document", binary=True, library="python-docx"),
        ReportFormat("csv", "a table of the amounts that the plots show", ".csv", "figure_table"),
    )
}
"""All of them by name."""


def find(name: str, target: Path) -> ReportFormat:
    """Return a form by its name; without one by the ending of the file, a page if that says none.

    Raises:
        ExchangeError: there is none of that name.
    """
    if name in REPORT_FORMATS:
        return REPORT_FORMATS[name]
    if name:
        raise ExchangeError(
            f"--format {name}: no such form of the report; there are: {', '.join(REPORT_FORMATS)}"
        )
    ending = target.suffix.lower()
    return next((form for form in REPORT_FORMATS.values() if form.suffix == ending), HTML)
