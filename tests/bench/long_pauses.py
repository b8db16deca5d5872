"""Starts claimreader with long pauses, so that a key is counted before what is done in the pause behind it.

What counts instructions makes a program forty times as slow: the pauses after which the reader works ahead
and looks after its file would come before the key that they follow has been counted.
"""

import sys

from tui import start
from tui.screens.reader import screen
from tui.session import store_watch

PAUSE = 2.0
"""Seconds."""

if __name__ == "__main__":
    screen.REST = store_watch.FOLLOW_SECONDS = PAUSE
    sys.argv[0] = "claimreader"
    sys.exit(start.main())
