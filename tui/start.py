"""The entry point: what Ctrl-C does while the program is still being imported.

Python would print a traceback for it; a person who has changed their mind wants the prompt. As soon as a
command runs, `tui.commands.interruption` ends it in order.
"""

import signal


def main() -> int:
    """Run the `claimreader` command; returns its exit code."""
    ours = signal.getsignal(signal.SIGINT) == signal.default_int_handler  # else it is to be passed over
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from tui.cli import main as run

    return run()
