"""Makes the project that a command's options name, and lines of text for a terminal or a pipe."""

from __future__ import annotations

import argparse
import enum
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.text.sanitising import LONGEST_NAME, escaped, is_name

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus import Corpus
    from annotations.corpus.article_index import ArticleIndex
    from annotations.corpus.index import DamagedArticle
    from annotations.store.base import Store

LIST = "-"
"""As a path it stands for the list of paths on standard input."""


def open_project(options: argparse.Namespace) -> Project:
    """Make the project that the options name; nothing is read yet."""
    from annotations.composition import Project
    from annotations.corpus import CorpusError
    from annotations.corpus.walk import resolve_roots
    from annotations.paths import said_annotator
    from tui.config import preferences

    fields = {}
    for pair in options.field:
        name, equals, key = pair.partition("=")
        if not equals or not name or not key:
            raise CorpusError(f"--field {pair}: expected NAME=KEY, such as text=article_body")
        fields[name] = key
    given = [*getattr(options, "roots", []), *options.corpus]
    roots = [Path(root) for root in given if root != LIST]
    resolve_roots(roots)  # a wrong path is said by each command, whether or not it reads the articles
    scheme = scheme_file(options.scheme) if options.scheme is not None else None
    listed = None
    if LIST in given:
        from tui.terminal.standard_input import listed_paths

        listed = listed_paths()
    said = said_annotator(options.annotator)
    project = Project(
        roots,
        listed=listed,
        database=options.db,
        annotator=_usable(said),
        usual_annotator=None if said else preferences.read().annotator,
        scheme=scheme,
        encoding=options.encoding,
        fields=fields,
        max_size=options.max_size,
        records=options.records,
        chat=options.chat,
    )
    if project.others_here:
        others = f"{', '.join(project.others_here)} has joined here, too: --annotator NAME chooses"
        note(f"as {project.annotator}, who joined latest; {others}")
    detail(f"annotations: {project.database} (as {project.annotator})")
    if options.repair_text:
        article = getattr(options, "article", None)
        _repair_texts(project, article if isinstance(article, str) else None)
    return project


def scheme_file(named: Path, option: str = "--scheme ") -> Path:
    """Return the file of a scheme: the one of that name, else the ready scheme that is called so.

    Args:
        named: as it was typed.
        option: what it was typed behind, for an error.

    Raises:
        SchemeError: there is neither.
    """
    from annotations.scheme_file.ready import NAMES, ready_file

    if (ready := ready_file(str(named))) and not named.is_file():
        return ready
    if not named.exists():
        from annotations.paths import likely_file
        from annotations.scheme_file.loader import SchemeError
        from annotations.text.similar import nearest

        close = nearest(str(named), NAMES)
        likely = f"; perhaps {close}" if close else likely_file(named)
        raise SchemeError(f"{option}{named}: no such file{likely}")
    return named


def _repair_texts(of: Project, article: str | None) -> None:
    """Have damaged texts repaired and that remembered: `--repair-text`.

    Args:
        of: the project.
        article: the one that the command is about, as a person names it; None for all.

    Raises:
        NotSavedError: it can't be remembered; nothing has changed.
    """
    from annotations.corpus.article_index import ArticleIndex
    from annotations.services.indexing import bring_up_to_date
    from annotations.services.text_repair import repair_texts

    def damaged_articles() -> list[DamagedArticle]:
        index = ArticleIndex(of.corpus)
        try:
            bring_up_to_date(of, index, tell=lambda progress: None, warn=complain)
            return list(index.opened.damaged())
        finally:
            index.close()

    repair_texts(of, article, damaged_articles=damaged_articles, tell=complain)


def speak_to_person(options: argparse.Namespace) -> None:
    """Choose the language of what is printed, if a person sees it: data for programs has none."""
    if on_terminal() and not options.json:
        from tui import i18n
        from tui.config import preferences

        i18n.choose(options.lang or preferences.read().language)


def reserve_keys(of: Project) -> None:
    """Tell the project which keys its scheme can't have, since the screen needs them itself."""
    from tui.config.bindings import reserved

    of.reserved_keys = lambda: reserved("board", "tags") | reserved("select") | reserved("reader", "library")
    of.reserved_in_details = lambda: reserved("details")


def saved_annotations(
    of: Project,
    *,
    about_articles: bool = False,
    index: ArticleIndex | None = None,
    by: Sequence[str] = (),
) -> Store:
    """Open the annotations for a command that only reads them.

    Where they may be another project's, since the file and its journal don't belong together, a line says so.

    Args:
        of: whose annotations.
        about_articles: the command tells of articles first, so that it has an answer, too, if nothing has
            been saved yet under the name that was given; a line says so then.
        index: of the articles, up to date: then each annotation is at the article that has its text now.
        by: the people whose annotations they are, as `--by` names them; none: all that are in the file.

    Raises:
        StoreError: the file that was named isn't there, or the annotations can't be read.
        TeamError: nobody is called so, or what colleagues have said can't be had.
    """
    if not about_articles:
        of.require_database()
    elif missing := of.missing_database():
        complain(missing)
    with timed("annotations read"):
        store = of.store(readonly=True)
    if apart := store.info().apart:
        complain(f"{of.database}: {apart}; what follows is the file's alone; claimreader restore asks")
    if by:
        from annotations.services.said_by import said_by

        with timed("colleagues' annotations read"):
            store = said_by(of, by, tell=note, index=index)
        of.look_at(store)
    if index is None:
        return store
    from annotations.services.following import followed

    return followed(of, index)


def _usable(annotator: str | None) -> str | None:
    """Return a name as it is; one that no annotation can hold is said before anything is typed in vain."""
    if annotator is not None and not is_name(annotator):
        from annotations.store.errors import StoreError

        raise StoreError(
            f"annotator {annotator[:40]!r}: a name has from 1 to {LONGEST_NAME} printable characters"
        )
    return annotator


def complain_of(corpus: Corpus) -> None:
    """Print one line for each thing that could not be read."""
    for problem in corpus.problems:
        complain(str(problem))


class Detail(enum.IntEnum):
    """The lines that are said on standard error, beside the data that a command writes."""

    QUIET = 0
    """Errors alone: what went wrong, and what could not be read."""
    USUAL = 1
    ALL = 2
    """Also each step that is done, and the time it takes."""


_detail = Detail.USUAL


def tell_about(detail: Detail) -> None:
    """Say so much from now on: `--quiet`, `--verbose`."""
    global _detail  # noqa: PLW0603 - one process runs one command
    _detail = detail


def is_quiet() -> bool:
    """Say whether errors alone are wanted."""
    return _detail == Detail.QUIET


_clear_bar: Callable[[], None] | None = None


def clear_before_lines(clear: Callable[[], None] | None) -> None:
    """Have something done before each line: a bar that is shown taken away. None: there is none now."""
    global _clear_bar  # noqa: PLW0603 - one process has one standard error
    _clear_bar = clear


def complain(line: str) -> None:
    """Print what is wrong, one line on standard error, harmless whatever it holds."""
    from tui.terminal import colours

    if _clear_bar is not None:
        _clear_bar()
    colours.write(sys.stderr, "claimreader:", colours.ERROR)
    _print(line)


def note(line: str) -> None:
    """Print what is worth knowing, as `complain` does, unless the user wants it quiet."""
    if _detail >= Detail.USUAL:
        if _clear_bar is not None:
            _clear_bar()
        sys.stderr.write("claimreader:")
        _print(line)


def detail(line: str) -> None:
    """Print what is done, for who asked for it."""
    if _detail >= Detail.ALL:
        from tui.terminal import colours

        colours.write(sys.stderr, "claimreader:", colours.DIM)
        _print(line)


def _print(line: str) -> None:
    """Write the rest of a line, harmless; on a terminal its Arabic can be read."""
    said = f" {escaped(line)}"
    if said.isascii() or not sys.stderr.isatty():
        sys.stderr.write(f"{said}\n")
        return
    from tui.terminal.detection import recall
    from tui.terminal.streams import send

    profile = recall().profile.for_printing
    send(sys.stderr, f"{profile.start}{profile.row(row_for_terminal(said))}{profile.stop}\n")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say afterwards how long something took, for who asked for it."""
    began = time.perf_counter()
    yield
    detail(f"{what}: {time.perf_counter() - began:.2f} s")


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
