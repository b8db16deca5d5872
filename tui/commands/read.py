"""`claimreader [CORPUS ...]`: the reader."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opening import complain, on_terminal, printable, project


def run(options: argparse.Namespace) -> int:
    """Open the reader; what can't be opened is said before the screen is taken."""
    if not on_terminal():
        complain("the reader needs a terminal; into a pipe use: claimreader list, show, sentences or export")
        return 2
    desk = project(options)
    desk.corpus.entries  # noqa: B018 - reading the folder raises here, while an error line can still be seen
    from tui.app import ClaimReader

    app = ClaimReader(desk)
    try:
        app.run()
    finally:
        desk.close()
    if app.failure:
        print(f"claimreader: {printable(app.failure)}", file=sys.stderr)
    return app.return_code or 0
