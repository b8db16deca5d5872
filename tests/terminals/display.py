"""A screen of its own for an emulator: Xvfb, the emulator in it, keys from XTEST, pictures of its window."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from emulators import Emulator
from PIL import Image, ImageChops, ImageGrab

NEEDED = {"Xvfb": "xvfb", "xdotool": "xdotool", "xsetroot": "x11-xserver-utils", "dbus-run-session": "dbus"}
"""Programs and the Debian packages that have them."""

SIZE = (1600, 1000)
START_SECONDS = 40
SETTLE_SECONDS = 20

# What the terminal's window, not the machine, has to say about itself and the program.
_FOREIGN = ("TMUX", "STY", "KITTY", "KONSOLE", "VTE", "MLTERM", "WAYLAND", "DBUS", "TERM", "COLORTERM",
            "XTERM", "ALACRITTY", "CLAIMREADER")  # fmt: skip

_PROGRAM = """#!/bin/sh
while [ ! -e {run}/go ]; do stty size >{run}/size.new && mv {run}/size.new {run}/size; sleep 0.05; done
printf '\\033[H\\033[2J\\033[?25l'
stty -echo
{environment} {command}
while [ ! -e {run}/stop ]; do sleep 0.1; done
"""

# An environment as sshd makes it: of the terminal's own variables TERM alone comes along.
_OVER_SSH = (
    'env -i PATH="$PATH" HOME="$HOME" SHELL=/bin/sh LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=xterm-256color '
    "SSH_CONNECTION='192.0.2.1 50000 192.0.2.2 22'"
)


def lacking() -> dict[str, str]:
    """Return what every emulator needs and isn't there, with the Debian package that has it."""
    missing = {program: package for program, package in NEEDED.items() if not shutil.which(program)}
    if not shutil.which("tesseract"):
        missing["tesseract"] = "tesseract-ocr tesseract-ocr-ara"
    if not shutil.which("fc-match"):
        missing["fc-match"] = "fontconfig fonts-dejavu-core"
    return missing


def _edge(spare: int) -> int:
    """Return the pixels before the first cell: some have an edge of one or two around, others room behind."""
    return spare // 2 if spare <= 4 else 0


class Display:
    """An X server without a screen."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "{}x{}x24".format(*SIZE), "-dpi", "96",
             "-nolisten", "tcp", "-ac", "+extension", "GLX", "-noreset"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = f":{number.readline().strip()}"
        # A colour that no program here has, so that the window is what differs from it.
        subprocess.run(
            ["xsetroot", "-solid", "#ff00ff"], env={**os.environ, "DISPLAY": self.name}, check=True
        )

    def grab(self) -> Image.Image:
        """Return a picture of the whole screen."""
        return ImageGrab.grab(xdisplay=self.name).convert("RGB")

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait()


class Window:
    """An emulator of `columns` x `rows` cells with a command running in it, for a `with` block.

    Args:
        display: where it is shown.
        emulator: which one.
        command: what runs in it.
        run: an empty folder for it.
        environment: further variables for the command alone.
    """

    def __init__(
        self, display: Display, emulator: Emulator, command: Sequence[str], *, run: Path,
        columns: int = 100, rows: int = 28, environment: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._display, self._emulator, self._run = display, emulator, run
        self._cells = (columns, rows)
        home = run / "home"
        home.mkdir()
        (run / "runtime").mkdir(mode=0o700)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)},
            "DISPLAY": display.name, "HOME": str(home), "XDG_RUNTIME_DIR": str(run / "runtime"),
            "XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local/share"),
            "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1", "QT_QPA_PLATFORM": "xcb",
            "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "WINIT_X11_SCALE_FACTOR": "1", "SHELL": "/bin/sh",
        }  # fmt: skip
        variables = " ".join(f"{name}={shlex.quote(value)}" for name, value in (environment or {}).items())
        program = run / "program"
        program.write_text(_PROGRAM.format(run=run, environment=variables, command=shlex.join(command)))
        program.chmod(0o755)
        shown = run / "shown"
        shown.write_text(f"#!/bin/sh\nexec {self._around(program)}\n")
        shown.chmod(0o755)
        argv = emulator.build(home, str(shown), columns, rows)
        with (run / "log").open("wb") as log:
            self._process = subprocess.Popen(
                argv, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home,
                start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Window:
        try:
            self._fit()
        except BaseException:
            self._end()
            raise
        (self._run / "go").touch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def keys(self, *names: str) -> None:
        """Press keys, by their X names; each waits until the picture rests."""
        for name in names:
            self._xdotool("key", name)
            self.settled()

    def settled(self, seconds: float = 0.4) -> Image.Image:
        """Return a picture of the window as soon as two, so many seconds apart, are equal."""
        before = self._display.grab()
        end = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < end:
            time.sleep(seconds)
            now = self._display.grab()
            if ImageChops.difference(before, now).getbbox() is None:
                break
            before = now
        return before.crop(self._box())

    def cells(self, picture: Image.Image, left: int, top: int, right: int, bottom: int) -> Image.Image:
        """Return the part of a picture that shows the cells `[left:right)` of the rows `[top:bottom)`."""
        columns, rows = self._cells
        x, y = self._emulator.frame
        width, height = (picture.width - x) // columns, (picture.height - y) // rows
        x = x or _edge(picture.width - columns * width)
        y = y or _edge(picture.height - rows * height)
        return picture.crop((x + left * width, y + top * height, x + right * width, y + bottom * height))

    # ------------------------------------------------------------------ inside

    def _around(self, program: Path) -> str:
        """Return the command that runs a program in what stands between it and the terminal."""
        run, emulator = self._run, self._emulator
        command = str(program)
        if emulator.inside == "tmux":
            (run / "tmux.conf").write_text("set -g status off\n")  # a row less would be another size
            command = f"tmux -S {run}/socket -f {run}/tmux.conf new-session {program}"
        if emulator.inside == "screen":
            (run / "screens").mkdir(mode=0o700)
            (run / "screenrc").write_text("startup_message off\ndefutf8 on\n")
            command = f"env SCREENDIR={run}/screens screen -U -c {run}/screenrc -S read {program}"
        return f"{_OVER_SSH} {command}" if emulator.stripped else command

    def _fit(self) -> None:
        """Wait for the window and bring it to the wanted cells, which not every emulator can be asked for."""
        end = time.monotonic() + START_SECONDS
        while self._size() is None or not self._window():
            if self._process.poll() not in (None, 0) or time.monotonic() > end:
                raise AssertionError(
                    f"it did not start: {(self._run / 'log').read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.1)
        for _ in range(8):
            time.sleep(0.4)
            size = self._size()
            left, top, right, bottom = self._box()
            if size == self._cells:
                break
            assert size is not None
            wanted = [
                round(pixels / (now + slack) * (cells + slack))
                for pixels, now, cells, slack in zip(
                    (right - left, bottom - top), size, self._cells, (0, 0), strict=True
                )
            ]
            self._xdotool("windowsize", self._window(), *map(str, wanted))
        assert self._size() == self._cells, f"the window has {self._size()} cells instead of {self._cells}"
        self._xdotool("mousemove", str(SIZE[0] - 1), str(SIZE[1] - 1))
        self._xdotool("windowfocus", self._window())

    def _box(self) -> tuple[int, int, int, int]:
        picture = self._display.grab()
        ground = Image.new("RGB", picture.size, "#ff00ff")
        return ImageChops.difference(picture, ground).getbbox() or (0, 0, *SIZE)

    def _window(self) -> str:
        """Return the id of the largest window."""
        windows = self._xdotool("search", "--onlyvisible", "--maxdepth", "1", "--name", "").split()
        sizes = {window: self._xdotool("getwindowgeometry", "--shell", window) for window in windows}
        areas = {
            window: int(fields["WIDTH"]) * int(fields["HEIGHT"])
            for window, text in sizes.items()
            if "WIDTH" in (fields := dict(line.split("=") for line in text.split()))
        }
        usable = {window: area for window, area in areas.items() if 10_000 < area < SIZE[0] * SIZE[1]}
        return max(usable, key=usable.__getitem__, default="")

    def _size(self) -> tuple[int, int] | None:
        try:
            rows, columns = (self._run / "size").read_text().split()
        except (OSError, ValueError):
            return None
        return int(columns), int(rows)

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def _end(self) -> None:
        (self._run / "stop").touch()
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(3)
                break
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        if self._emulator.inside == "tmux":
            ending = ["tmux", "-S", str(self._run / "socket"), "kill-server"]
        elif self._emulator.inside == "screen":
            ending = ["env", f"SCREENDIR={self._run}/screens", "screen", "-S", "read", "-X", "quit"]
        else:
            return
        subprocess.run(ending, capture_output=True, check=False)
