"""A terminal that goes away, in whatever way, ends the program, saved, with the annotations free again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from annotations.store.lock import Lock

WRAPPED = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
pid = os.fork()
if pid == 0:
    {child}
    os.execv(sys.argv[1], sys.argv[1:])
with open({pid!r} + ".new", "w") as file:
    file.write(str(pid))
os.rename({pid!r} + ".new", {pid!r})
os.waitpid(pid, 0)
{parent}
"""
"""As `su`, `script` or `docker exec`: another process leads the session, and is the only one that is told."""


def gone(pid: int) -> bool:
    """Whether a process has ended, or is a zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until_gone(pid: int, seconds: float = 60) -> None:
    ended = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if gone(pid):
            return
        ended.wait(0.05)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError("the program didn't end")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def saved_and_free(database: Path) -> None:
    lock = Lock(database.with_name(database.name + ".lock"), "test")
    assert lock.acquire(), "the annotations are still held"
    lock.release(remove=True)
    documents = json.loads(database.read_text(encoding="ascii"))["_default"].values()
    assert [document["tags"] for document in documents] == [["claim", "quantity"]]


def tag_a_sentence(terminal: Terminal) -> None:
    terminal.wait_for("5 articles")
    terminal.type("\r")
    terminal.wait_for("decided 0/")
    terminal.type("2")
    terminal.wait_for("saved ")


@contextlib.contextmanager
def wrapped(database: Path, tmp_path: Path, child: str = "pass") -> Iterator[tuple[Terminal, int]]:
    """Run the reader under a wrapper that ignores SIGHUP; gives the terminal and the reader's pid."""
    if not os.access("/proc/self/stat", os.R_OK):
        pytest.skip("processes are looked at in /proc")
    noted = tmp_path / "pid"
    code = WRAPPED.format(child=child, pid=str(noted), parent="")
    command = [sys.executable, "-c", code, COMMAND, "--db", str(database)]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        tag_a_sentence(terminal)
        yield terminal, int(noted.read_text())


@pytest.mark.parametrize(
    "child",
    [
        "pass",
        "os.setsid()",  # no controlling terminal: as under a daemon that hands one over
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    ],
    ids=["under a wrapper", "in a session of its own", "deaf"],
)
def test_a_terminal_that_goes_away_without_a_signal_ends_the_program(
    child: str, database: Path, tmp_path: Path
) -> None:
    with wrapped(database, tmp_path, child) as (terminal, pid):
        terminal.close_window()
        wait_until_gone(pid)
    saved_and_free(database)


def test_what_is_typed_right_before_the_terminal_goes_is_done(database: Path, tmp_path: Path) -> None:
    with wrapped(database, tmp_path) as (terminal, pid):
        before = terminal.text
        terminal.type("c")  # takes the tag claim off the next sentence or puts it there: one more decision
        terminal.wait_until(lambda: terminal.text != before)
        terminal.close_window()
        wait_until_gone(pid)
    documents = json.loads(database.read_text(encoding="ascii"))["_default"].values()
    assert sorted(document["tags"] for document in documents) == [["claim"], ["claim", "quantity"]]


def test_a_terminal_that_takes_nothing_doesn_t_keep_a_program_that_is_told_to_end(
    database: Path, tmp_path: Path
) -> None:
    with wrapped(database, tmp_path) as (terminal, pid):
        stop_output(terminal, pid)
        os.kill(pid, signal.SIGTERM)
        wait_until_gone(pid)
    saved_and_free(database)


def test_a_full_terminal_that_goes_away_ends_the_program(database: Path, tmp_path: Path) -> None:
    with wrapped(database, tmp_path) as (terminal, pid):
        stop_output(terminal, pid)
        terminal.close_window()
        wait_until_gone(pid)
    saved_and_free(database)


def stop_output(terminal: Terminal, pid: int) -> None:
    """Let the terminal take nothing any more, and the program have more to write than its queue holds."""
    screen = os.open(Path(f"/proc/{pid}/fd/1").readlink(), os.O_RDWR | os.O_NOCTTY)
    try:
        termios.tcflow(screen, termios.TCOOFF)
        for _ in range(60):
            terminal.type("jk")
            threading.Event().wait(0.02)  # keys that come at once are drawn at once
    finally:
        os.close(screen)


def test_a_flood_of_keys_doesn_t_keep_a_program_that_is_told_to_end(database: Path, tmp_path: Path) -> None:
    with wrapped(database, tmp_path) as (terminal, pid):
        for _ in range(300):
            terminal.type("jk" * 20)
            terminal.read(0)
        os.kill(pid, signal.SIGTERM)
        wait_until_gone(pid)
    saved_and_free(database)


def test_an_input_that_ends_ends_the_program(database: Path, tmp_path: Path) -> None:
    # Ctrl-d in a cooked terminal, a keyboard that is closed: standard input is at its end, the screen isn't.
    code = (
        "import os, sys, tui.textual_ext.driver as driver\n"
        "from tui.cli import main\n"
        "readable, writable = os.pipe()\n"
        "driver.where = lambda stream: readable if stream is sys.__stdin__ else 1\n"
        "import threading; threading.Timer(3, os.close, [writable]).start()\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code, "--db", str(database)]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        assert terminal.wait_for_end() == 128 + signal.SIGHUP
        assert b"\x1b[?1049l" in terminal.sent


def test_the_input_thread_ends_with_the_main_thread(tmp_path: Path) -> None:
    code = (
        "import sys, tui.app\n"
        "from textual.app import App\n"
        "def broken(self): raise SystemExit(7)\n"
        "App._print_error_renderables = broken\n"
        "import tui.textual_ext.driver as driver\n"
        "from textual.drivers.linux_driver import LinuxDriver\n"
        "LinuxDriver.disable_input = lambda self: None\n"  # so that nobody tells the thread to end
        "from tui.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code]
    with Terminal(command, env={"CLAIMREADER_HOME": str(tmp_path / "home")}) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("q")
        terminal.wait_for_end()
