"""All tests share one Hypothesis profile, a home that is nobody's, and a process that looks new to each.

A run is the same wherever it is, and in whatever order its tests come.

`make test` draws the same examples each time (derandomised), with no limit of time on any and no health check
that measures some. `make fuzz` loads the profile `fuzz`: fresh seeds at each run, and what fails stays in
`.hypothesis` and is written into the tests as `@example`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tui import i18n
from tui.config import bindings
from tui.config.actions import KEYS
from tui.terminal import colours

_TIMED = [HealthCheck.too_slow]
"""The one that measures time: how long drawing takes, which on a busy machine is anything."""

settings.register_profile("test", derandomize=True, deadline=None, suppress_health_check=_TIMED)
settings.register_profile(
    "fuzz", max_examples=1000, deadline=None, suppress_health_check=_TIMED, print_blob=True
)
settings.load_profile("test")  # `--hypothesis-profile fuzz` is read later, and wins


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a test that says nothing of its home out of that of whoever runs it, and out of their terminal.

    A shell has what it runs in the background ignore Ctrl-C, and `nohup` the end of a terminal, and that is
    handed on to all that is started.

    The colours are those of nearly every terminal, 24 bits each, which are also the most bytes. They must be
    the same for all: Rich's `Style` keeps the codes that it is first drawn with, whoever draws it next.
    """
    for ignored, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(ignored) is signal.SIG_IGN:
            signal.signal(ignored, handler)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TERM", "xterm-256color")
        environment.setenv("COLORTERM", "truecolor")
        for wish in ("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR"):
            environment.delenv(wish, raising=False)
        environment.setenv("CLAIMREADER_HOME", str(tmp_path_factory.mktemp("nobody")))
        environment.delenv("CLAIMREADER_DB", raising=False)
        environment.delenv("CLAIMREADER_ANNOTATOR", raising=False)
        yield


@pytest.fixture(autouse=True)
def new_process() -> Iterator[None]:
    """Give each test what a process starts with: environment, language, keys, time zone, no row drawn yet.

    A process of the program has one language and one table of keys as long as it lives, so the rows that it
    keeps needn't know in which language they were drawn; tests have one after the other.
    """
    environment = dict(os.environ)  # a command of this process may write into it, as `--color` does
    colours.choose("auto")
    i18n.choose("en")
    bindings.use(KEYS)
    time.tzset()
    for name, module in list(sys.modules.items()):
        if name.startswith("tui.") and not name.startswith("tui.bidi."):  # those are tables of Unicode
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()
    yield
    if os.environ != environment:
        os.environ.clear()
        os.environ.update(environment)
