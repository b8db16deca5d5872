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
    desk.corpus  # noqa: B018 - a wrong path is said before the screen is imported
    from tui.app import ClaimReader

    app = ClaimReader(desk)
    try:
        app.run()
    finally:
        app.desk.catalogue.close()
        desk.close()
    if app.failure:
        print(f"claimreader: {printable(app.failure)}", file=sys.stderr)
    return app.return_code or 0
