"""Shows an address in the browser of the desktop that this runs on, where there is one.

`webbrowser` knows the browsers, but runs in this process: what one prints would stand on our screen, and one
for terminals, such as lynx, would take it. So it is asked in a process of its own that has no terminal and
takes no modules from the folder in which the program was started (`python -I`): anybody's articles lie there.
What opens in the background, such as `xdg-open`, is waited for: only its exit code says whether it could.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from tui.terminal.detection import SERVED

SECONDS = 10.0
"""Seconds after which a browser that says nothing counts as opened: some end only when they are closed."""

_SCRIPT = """
import subprocess, sys, webbrowser
browser, address = webbrowser.get(), sys.argv[1]
if type(browser) is webbrowser.GenericBrowser or type(browser).__name__ == "Elinks":
    sys.exit(1)
if type(browser) is webbrowser.BackgroundBrowser:
    sys.exit(subprocess.call([browser.name, *(part.replace("%s", address) for part in browser.args)]))
sys.exit(not browser.open(address))
"""


def has_browser(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Say whether a person who sits here would see a browser: not over ssh, nor where this is served."""
    if environ.get(SERVED) or environ.get("SSH_CONNECTION"):
        return False
    return platform == "darwin" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def show(address: str) -> bool:
    """Have an address shown; returns whether a browser took it. It may take seconds.

    Args:
        address: of `annotations.text.web_addresses.for_browser`: it begins with `http`, so it is no option.
    """
    command = [sys.executable, "-I", "-c", _SCRIPT, address]
    try:
        done = subprocess.run(  # noqa: S603 - ours; the address is one argument, and is no option
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=SECONDS, check=False, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
    return done.returncode == 0
