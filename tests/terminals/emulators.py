"""Terminal emulators as a person gets them, but for the font, the colours and the size.

None is configured for Arabic: how each shows it is what the program has to cope with. Each is tried with and
without colours (`NO_COLOR`); some in tmux or screen, and as after ssh, which passes on none of the variables
by which a terminal can be known, nor that it has all colours.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

FONT = "DejaVu Sans Mono"
POINTS = 15
PIXELS = 20
"""The same size, as Xvfb runs at 96 dpi: cells of 12 x 24 pixels."""

Build = Callable[[Path, str, int, int], list[str]]


@dataclass(frozen=True)
class Emulator:
    """One way of showing a program.

    Attributes:
        build: makes the command line of a home folder, the program, columns and rows.
        packages: what Debian calls what is needed.
        frame: pixels of the window left of the first cell and above it.
        gap: pixels between joined letters, by which its cells are wider than the font's.
        inside: the multiplexer in which the program runs.
        stripped: whether it has an environment as after ssh.
        slack: how many points more of character errors than the floor are allowed, in the reader.
        printed_slack: the same for rows printed by a command.
        ink: by which part the count of connected shapes may differ from the floor's.
        unlike: how many cells in a hundred may look unlike xterm's.
    """

    build: Build
    packages: Sequence[str]
    frame: tuple[int, int] = (0, 0)
    gap: int = 0
    inside: Literal["", "tmux", "screen"] = ""
    stripped: bool = False
    slack: float = 0.7
    printed_slack: float | None = None
    ink: float = 0.15
    unlike: float = 0.3

    @property
    def missing(self) -> list[str]:
        """The programs that aren't installed, by the packages that have them."""
        needed = [*self.packages, *filter(None, [self.inside])]
        return [name for name in needed if not shutil.which(_PROGRAMS.get(name, name))]


_PROGRAMS = {"rxvt-unicode": "urxvt", "stterm": "stterm"}


def _xterm(home: Path, program: str, columns: int, rows: int) -> list[str]:
    geometry = f"{columns}x{rows}+0+0"
    return ["xterm", "-fa", FONT, "-fs", str(POINTS), "-geometry", geometry, "+sb", "-b", "0", "-u8",
            "-bg", "white", "-fg", "black", "-e", program]  # fmt: skip


def _alacritty(home: Path, program: str, columns: int, rows: int) -> list[str]:
    options = [
        f"font.normal.family={FONT}", f"font.size={POINTS}", f"window.dimensions.columns={columns}",
        f"window.dimensions.lines={rows}", "colors.primary.background='#ffffff'",
        "colors.primary.foreground='#000000'",
    ]  # fmt: skip
    return [
        "alacritty",
        "--config-file",
        "/dev/null",
        *(p for option in options for p in ("-o", option)),
        "-e",
        program,
    ]


def _kitty(home: Path, program: str, columns: int, rows: int) -> list[str]:
    options = [
        f"font_family={FONT}", f"font_size={POINTS}", "remember_window_size=no", "window_padding_width=0",
        f"initial_window_width={columns}c", f"initial_window_height={rows}c",
        "background=#ffffff", "foreground=#000000", "update_check_interval=0",
        "confirm_os_window_close=0", "cursor_blink_interval=0",
    ]  # fmt: skip
    return ["kitty", "--config", "NONE", *(part for option in options for part in ("-o", option)), program]


def _xfce4_terminal(home: Path, program: str, columns: int, rows: int) -> list[str]:
    geometry = f"--geometry={columns}x{rows}+0+0"
    return ["dbus-run-session", "--", "xfce4-terminal", "--disable-server", geometry, "--hide-menubar",
            "--hide-toolbar", "--hide-scrollbar", "--hide-borders", f"--font={FONT} {POINTS}",
            "--color-text=#000000", "--color-bg=#ffffff", "-x", program]  # fmt: skip


def _konsole(home: Path, program: str, columns: int, rows: int) -> list[str]:
    folder = home / ".local/share/konsole"
    folder.mkdir(parents=True)
    (folder / "Test.profile").write_text(
        f"[General]\nName=Test\nParent=FALLBACK/\nTerminalColumns={columns}\nTerminalRows={rows}\n"
        f"TerminalMargin=0\n[Appearance]\nColorScheme=BlackOnWhite\nFont={FONT},{POINTS},-1,5,50,0,0,0,0,0\n"
        "[Scrolling]\nScrollBarPosition=2\n"
    )
    (home / ".config").mkdir()
    (home / ".config/konsolerc").write_text("[KonsoleWindow]\nRememberWindowSize=false\n")
    return ["dbus-run-session", "--", "konsole", "--nofork", "--hide-menubar", "--hide-tabbar",
            "--profile", "Test", "-e", program]  # fmt: skip


def _qterminal(home: Path, program: str, columns: int, rows: int) -> list[str]:
    folder = home / ".config/qterminal.org"
    folder.mkdir(parents=True)
    (folder / "qterminal.ini").write_text(
        f"[General]\nAskOnExit=false\ncolorScheme=BlackOnWhite\nHideTabBarWithOneTab=true\nMenuVisible=false\n"
        f"ScrollbarPosition=0\nTerminalMargin=0\nfontFamily={FONT}\nfontSize={POINTS}\n"
    )
    return ["dbus-run-session", "--", "qterminal", "-e", program]


def _mlterm(home: Path, program: str, columns: int, rows: int) -> list[str]:
    (home / ".mlterm").mkdir()
    for name in ("aafont", "font"):
        (home / ".mlterm" / name).write_text(f"DEFAULT={FONT}\nISO10646_UCS4_1={FONT}\n")
    return ["mlterm", "--type=xft", "-w", str(PIXELS), "-g", f"{columns}x{rows}+0+0", "-O", "none",
            "-b", "white", "-f", "black", "--im=none", "-e", program]  # fmt: skip


def _urxvt(home: Path, program: str, columns: int, rows: int) -> list[str]:
    return ["urxvt", "-fn", f"xft:{FONT}:pixelsize={PIXELS}", "-geometry", f"{columns}x{rows}+0+0", "+sb",
            "-b", "0", "-bg", "white", "-fg", "black", "-e", program]  # fmt: skip


def _stterm(home: Path, program: str, columns: int, rows: int) -> list[str]:
    return ["stterm", "-f", f"{FONT}:pixelsize={PIXELS}", "-g", f"{columns}x{rows}+0+0", "-e", program]


def _zutty(home: Path, program: str, columns: int, rows: int) -> list[str]:
    return ["zutty", "-font", FONT.replace(" ", ""), "-fontsize", str(PIXELS),
            "-geometry", f"{columns}x{rows}", "-border", "0", "-bg", "#ffffff", "-fg", "#000000",
            "-quiet", "-e", program]  # fmt: skip


def _gnome_terminal(home: Path, program: str, columns: int, rows: int) -> list[str]:
    profile = "b1dcc9dd-5262-4d8d-a863-c897e6d979b9"
    folder = home / ".config/glib-2.0/settings"
    folder.mkdir(parents=True)
    (folder / "keyfile").write_text(
        "[org/gnome/terminal/legacy]\ndefault-show-menubar=false\n[org/gnome/terminal/legacy/profiles:]\n"
        f"list=['{profile}']\ndefault='{profile}'\n[org/gnome/terminal/legacy/profiles:/:{profile}]\n"
        f"use-system-font=false\nfont='{FONT} {POINTS}'\nuse-theme-colors=false\n"
        "background-color='#ffffff'\nforeground-color='#000000'\nscrollbar-policy='never'\n"
        "cursor-blink-mode='off'\n"
    )
    return ["env", "GSETTINGS_BACKEND=keyfile", "dbus-run-session", "--", "gnome-terminal", "--wait",
            "--hide-menubar", f"--geometry={columns}x{rows}+0+0", "--", program]  # fmt: skip


def _lxterminal(home: Path, program: str, columns: int, rows: int) -> list[str]:
    folder = home / ".config/lxterminal"
    folder.mkdir(parents=True)
    (folder / "lxterminal.conf").write_text(
        f"[general]\nfontname={FONT} {POINTS}\nbgcolor=#ffffff\nfgcolor=#000000\nhidescrollbar=true\n"
        "hidemenubar=true\nhideclosebutton=true\ncursorblinks=false\naudiblebell=false\n"
    )
    geometry = f"--geometry={columns}x{rows}"
    return ["dbus-run-session", "--", "lxterminal", "--no-remote", geometry, "-e", program]


# kitty and zutty cut glyphs at the edge of the cell, which Arabic finals pass.
_KITTY = Emulator(_kitty, ["kitty"], slack=1.5, ink=0.45, unlike=1)
_XFCE4 = Emulator(_xfce4_terminal, ["xfce4-terminal"])
_QTERMINAL = Emulator(_qterminal, ["qterminal"], frame=(2, 2))
_KONSOLE = Emulator(_konsole, ["konsole"], frame=(3, 30))

EMULATORS = {
    "xterm": Emulator(_xterm, ["xterm"]),
    "alacritty": Emulator(_alacritty, ["alacritty"]),
    "kitty": _KITTY,
    "xfce4-terminal": _XFCE4,
    "gnome-terminal": Emulator(_gnome_terminal, ["gnome-terminal"]),
    "lxterminal": Emulator(_lxterminal, ["lxterminal"]),
    "konsole": _KONSOLE,
    "mlterm": Emulator(_mlterm, ["mlterm"], slack=1.7),
    "qterminal": _QTERMINAL,
    "urxvt": Emulator(_urxvt, ["rxvt-unicode"], gap=1),
    "stterm": Emulator(_stterm, ["stterm"]),
    "zutty": Emulator(_zutty, ["zutty"], slack=2.5, ink=0.4),
    "tmux in xterm": Emulator(_xterm, ["xterm"], inside="tmux"),
    "tmux in xfce4-terminal": replace(_XFCE4, inside="tmux"),
    "tmux in konsole": replace(_KONSOLE, inside="tmux"),
    "tmux in kitty": replace(_KITTY, inside="tmux"),
    "tmux in mlterm": Emulator(_mlterm, ["mlterm"], inside="tmux", slack=1.7),
    "screen in xterm": Emulator(_xterm, ["xterm"], inside="screen"),
    "screen in xfce4-terminal": replace(_XFCE4, inside="screen"),
    "kitty over ssh": replace(_KITTY, stripped=True),
    "xfce4-terminal over ssh": replace(_XFCE4, stripped=True),
    "qterminal over ssh": replace(_QTERMINAL, stripped=True),
    "tmux in xfce4-terminal over ssh": replace(_XFCE4, inside="tmux", stripped=True),
    "screen in xfce4-terminal over ssh": replace(_XFCE4, inside="screen", stripped=True),
}
