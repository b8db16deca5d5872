"""`claimreader [CORPUS ...]`: the reader."""

from __future__ import annotations

import argparse
import gc

from annotations.store.base import StoreError
from tui.commands.opening import complain, on_terminal, project


def run(options: argparse.Namespace) -> int:
    """Open the reader; what can't be opened is said before the screen is taken."""
    if not on_terminal():
        complain("the reader needs a terminal; into a pipe use: claimreader list, show, sentences or export")
        return 2
    desk = project(options)
    desk.corpus  # noqa: B018 - a wrong path is said before the screen is imported
    gc.disable()  # until the first frame: looking through what is imported takes 40 ms, and finds nothing
    from tui.app import ClaimReader
    from tui.keys import reserved

    desk.reserved_keys = reserved("reader", "library")
    desk.scheme  # noqa: B018 - a mistake in the scheme is said while its line can be seen
    app = ClaimReader(desk)
    try:
        app.run()
    finally:
        app.desk.catalogue.close()
        try:
            desk.close()
        except StoreError as error:  # the TinyDB file lags behind; what was shown as saved is in the journal
            complain(str(error))
    if app.failure:
        complain(app.failure)
    return app.return_code or 0
