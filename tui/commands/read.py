"""`claimreader [CORPUS ...]`: the reader."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.store.errors import StoreError
from tui import i18n
from tui.commands.opening import complain, on_terminal, open_project, reserve_keys
from tui.config import preferences
from tui.i18n import _
from tui.terminal import streams
from tui.terminal.detection import SERVED, no_full_screen

if TYPE_CHECKING:
    from annotations.composition import Project
    from tui.app import Beginning, ClaimReader
    from tui.config.preferences import Preferences
    from tui.session.colleague import Colleague
    from tui.session.session import Session
    from tui.textual_ext.app import Accessible

_LAST_SENDING = 1.0
"""Seconds for which leaving waits for what is just being sent to a team."""


def run(options: argparse.Namespace) -> int:
    """Open the reader; what can't be opened is said before the screen is taken."""
    from tui.textual_ext.slim_import import import_hashlib  # here and below: no other command has a screen

    import_hashlib()
    if why := no_reader():
        complain(why)
        return 2
    if options.watch and (why := _no_watching()):
        complain(why)
        return 2
    project = open_project(options)
    if options.gold:
        from annotations.services.team import gold_project

        if options.review:
            complain("--gold and --review are two things: gold has everybody of the team in it")
            return 2
        project = gold_project(project)
    if options.watch and project.address is not None:
        complain("--watch goes with folders: a database says nothing by itself")
        return 2
    if not has_keyboard():
        complain(NO_KEYBOARD)
        return 2
    project.corpus  # noqa: B018 - a wrong path is said before the screen is imported
    colleague = _colleague(Path(options.review), project) if options.review else None
    gc.disable()  # until the first frame: looking through what is imported takes 20 ms, and finds nothing
    app = reader(project, options, colleague)
    watch_or_not(app, options)
    have_read(app)
    own: Project | None = None  # whose annotations were left for gold
    while (onward := app.onward) is not None or (own is not None and not app.return_code):
        from tui.screens.messages import OpenCorpus, OpenGold  # here: the first reader has them by now

        said = getattr(onward, "said", "")
        if isinstance(onward, OpenCorpus):
            project, colleague, own = project.elsewhere(onward.roots), None, None
        elif isinstance(onward, OpenGold):
            gold, said = _gold_of(project)
            own, project = (project, gold) if gold is not None else (None, project.anew())
        elif onward is not None:
            take_tour(options)
        else:
            assert own is not None
            project, own = own.anew(), None
        app = reader(project, options, colleague)
        watch_or_not(app, options)
        app.first_message = said or app.first_message
        have_read(app)
    if app.failure:
        complain(app.failure)
    return app.return_code or 0


def _gold_of(project: Project) -> tuple[Project | None, str]:
    """Return the project of the team's gold; None, and the reason, where it can't be opened."""
    from annotations.services.team import gold_project
    from annotations.team.errors import TeamError

    try:
        return gold_project(project), ""
    except TeamError as error:  # another one leads by now
        return None, str(error)


def watch_or_not(app: ClaimReader, options: argparse.Namespace) -> None:
    """Have the corpus of a reader watched if the person said so."""
    if options.watch:
        app.session.watch()


def take_tour(options: argparse.Namespace) -> int:
    """Open the samples with the tour over them; returns the exit code when it is left.

    Args:
        options: those of the reader, of which language and `--accessible` hold here, too.
    """
    from tui.commands.tour_home import tour_project  # here: most starts take none

    with tour_project() as project:
        app = reader(project, options, beginning="tour")
        have_read(app)
    if app.failure:
        complain(app.failure)
    return app.return_code or 0


NO_KEYBOARD = "the reader needs a keyboard: standard input is no terminal, and the program has none"


def no_reader() -> str:
    """Return why the reader can't be shown here; nothing if it can."""
    if not on_terminal():
        return "the reader needs a terminal; into a pipe use: claimreader list, show, sentences or export"
    if why := no_full_screen():
        return why
    return "" if streams.is_utf8(sys.stdout.encoding) else streams.not_utf8(sys.stdout.encoding)


def reader(
    project: Project,
    options: argparse.Namespace,
    colleague: Colleague | None = None,
    *,
    beginning: Beginning = "greeting",
) -> ClaimReader:
    """Make the reader of a corpus, by the settings as they are now."""
    preferred = preferences.read()
    i18n.choose(options.lang or preferred.language)
    mapped = _keymap(preferred)
    from tui.textual_ext.slim_import import import_textual

    import_textual()
    from tui.app import ClaimReader
    from tui.config.bindings import clashes

    if not gc.isenabled():
        gc.freeze()  # not what another corpus has left behind
    reserve_keys(project)
    # A mistake in the scheme is said while its line can be seen.
    clashing = clashes(project.scheme) if project.scheme_file else ()
    app = ClaimReader(
        project,
        preferred.keyboard,
        preferred.theme,
        problems=tuple(dict.fromkeys([*preferred.problems, *mapped, *clashing])),
        beginning=beginning,
        accessible=_accessible(preferred, options),
    )
    if project.others_here:
        app.first_message = _(
            "as {name}, who joined latest; others here: {others} (--annotator NAME)"
        ).format(name=project.annotator, others=", ".join(project.others_here))
    app.session.colleague = colleague
    app.session.suggestions_on = preferred.suggestions is not False
    app.session.remembers_corpora = preferred.recent is not False
    return app


def have_read(app: ClaimReader) -> None:
    """Have it read, and keep what is to be kept; another corpus begins from nothing but the files."""
    try:
        app.run()
    finally:
        if app.session.team is not None:
            app.session.team.stop(_LAST_SENDING)
        app.session.articles.close()
        app.session.positions.keep()
        if not app.session.drafts.keep():
            complain(f"what was being typed is lost: {app.session.drafts.trouble}")
        try:
            app.session.project.close()
        except StoreError as error:  # the TinyDB file lags behind; what was shown as saved is in the journal
            complain(str(error))
    if not app.failure:
        _remember(app.session)


def _remember(session: Session) -> None:
    """Have the corpus offered at the next start; where the settings say so all are forgotten."""
    from tui.session.recent_corpora import RecentCorpora

    if not session.remembers_corpora:
        RecentCorpora().forget()
    elif session.project.can_be_named and not os.environ.get(SERVED):
        RecentCorpora().note(session.project.roots)


def _accessible(preferred: Preferences, options: argparse.Namespace) -> Accessible:
    """Return whether the screen is for who has it read, and in which order its rows are."""
    if not (options.accessible or preferred.accessible):
        return ""
    return "logical" if preferred.accessible_text == "logical" else "visual"


def has_keyboard() -> bool:
    """Say whether keys can be read: from standard input, or from the terminal, which then becomes it."""
    if sys.stdin is not None and sys.stdin.isatty():
        return True
    from tui.terminal.standard_input import keyboard_from_terminal

    return keyboard_from_terminal()


def _keymap(preferred: Preferences) -> tuple[str, ...]:
    """Put the user's keys over ours, before any screen is imported; returns what is wrong with them."""
    if preferred.keys is None:
        return ()
    from tui.config.bindings import use
    from tui.config.keymap import resolve

    keymap = resolve(preferred.keys)
    use(keymap.keys)
    return keymap.problems


def _no_watching() -> str:
    """Return why folders can't be watched; nothing if they can."""
    from annotations.extras import is_installed, needs  # here: few starts watch anything

    return "" if is_installed("watchfiles") else f"--watch {needs('watchfiles')}"


def _colleague(path: Path, of: Project) -> Colleague:
    """Read the annotations file that those of the corpus are to be compared with.

    Raises:
        StoreError: there is none, it can't be read, or it is the corpus' own.
    """
    from annotations.services.adjudication import read_theirs
    from tui.session.colleague import Colleague

    theirs = read_theirs(of, path)
    if theirs.note:
        complain(theirs.note)
    return Colleague(path.name, theirs.annotations, theirs.records)
