"""What commands share: the project that the options name, and lines of text for a terminal or a pipe."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.text.sanitising import escaped, is_plain

if TYPE_CHECKING:
    from annotations.article import Article
    from annotations.project import Project

_LONGEST_NAME = 200
"""As `annotations.records.MAX_NAME`, which takes 25 ms to import."""


def project(options: argparse.Namespace) -> Project:
    """Make the project that the options name; nothing is read yet."""
    from annotations.corpus import CorpusError
    from annotations.project import Project

    fields = {}
    for pair in options.field:
        name, equals, key = pair.partition("=")
        if not equals or not name or not key:
            raise CorpusError(f"--field {pair}: expected NAME=KEY, such as text=article_body")
        fields[name] = key
    roots = [Path(root) for root in [*getattr(options, "roots", []), *options.corpus]]
    return Project(
        roots,
        database=options.db,
        annotator=_usable(
            options.annotator or os.environ.get("CLAIMREADER_ANNOTATOR") or _annotator_setting()
        ),
        scheme=options.scheme,
        encoding=options.encoding,
        fields=fields,
    )


def _usable(annotator: str | None) -> str | None:
    """Return a name as it is; one that no annotation can hold is said before anything is typed in vain."""
    if annotator and (len(annotator) > _LONGEST_NAME or not is_plain(annotator)):
        from annotations.store.errors import StoreError

        raise StoreError(
            f"annotator {annotator[:40]!a}: a name has {_LONGEST_NAME} printable characters at most"
        )
    return annotator


def _annotator_setting() -> str | None:
    """Return who annotates, by the settings; what is wrong with them say the reader and `doctor`."""
    from tui import preferences

    return preferences.read().annotator


def articles(of: Project) -> Iterator[Article]:
    """Yield the articles that can be read; each problem is one line on standard error."""
    from annotations.corpus import ArticleError

    for entry in of.corpus.entries:
        try:
            article = of.corpus.read(entry)
        except ArticleError as error:
            complain(str(error))
        else:
            yield article
    for problem in of.corpus.problems:
        complain(str(problem))


def complain(line: str) -> None:
    """Print one line on standard error, harmless whatever it holds."""
    print(f"claimreader: {escaped(line)}", file=sys.stderr)


def field(text: str) -> str:
    """Return a text as one field of a line of fields: its tabs and line ends are spaces."""
    return " ".join(text.split())


def row_for_terminal(line: str) -> str:
    """Shape and order one line of any direction for a terminal, however long; it stands at the left."""
    from tui.bidi import Paragraph, layout

    return "".join(row.text for row in layout(Paragraph(escaped(line), "ltr"), 1 << 30))


def on_terminal() -> bool:
    """Say whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """Return the terminal's width in cells."""
    return shutil.get_terminal_size().columns
