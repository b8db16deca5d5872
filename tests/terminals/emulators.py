"""Terminal emulators as a person gets them, but for the font, the colours and the size.

None is configured for Arabic: how each shows it is what the program has to cope with.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
        tmux: whether the program runs in tmux.
        slack: how many points more of character errors than the floor are allowed, in the reader.
        printed_slack: the same for rows printed by a command.
        ink: by which part the count of connected shapes may differ from the floor's.
    """

    build: Build
    packages: Sequence[str]
    frame: tuple[int, int] = (0, 0)
    gap: int = 0
    tmux: bool = False
    slack: float = 0.7
    printed_slack: float | None = None
    ink: float = 0.15

    @property
    def missing(self) -> list[str]:
        """The programs that aren't installed, by the packages that have them."""
        return [name for name in self.packages if not shutil.which(_PROGRAMS.get(name, name))]


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


# kitty and zutty cut glyphs at the edge of the cell, which Arabic finals pass.
EMULATORS = {
    "xterm": Emulator(_xterm, ["xterm"]),
    "xfce4-terminal": Emulator(_xfce4_terminal, ["xfce4-terminal"]),
    "konsole": Emulator(_konsole, ["konsole"], frame=(0, 32)),
    "tmux in xterm": Emulator(_xterm, ["xterm", "tmux"], tmux=True),
    "tmux in xfce4-terminal": Emulator(_xfce4_terminal, ["xfce4-terminal", "tmux"], tmux=True),
    "tmux in konsole": Emulator(_konsole, ["konsole", "tmux"], frame=(0, 32), tmux=True),
    "alacritty": Emulator(_alacritty, ["alacritty"]),
    "kitty": Emulator(_kitty, ["kitty"], slack=2.5, ink=0.4),
    "tmux in kitty": Emulator(_kitty, ["kitty", "tmux"], tmux=True, slack=2.5, ink=0.4),
    "mlterm": Emulator(_mlterm, ["mlterm"], slack=1.7),
    "tmux in mlterm": Emulator(_mlterm, ["mlterm", "tmux"], tmux=True, slack=1.7),
    # QTerminal paints over parts of rows whose direction changes.
    "qterminal": Emulator(_qterminal, ["qterminal"], frame=(3, 3), printed_slack=2.5),
    "urxvt": Emulator(_urxvt, ["rxvt-unicode"], gap=1),
    "stterm": Emulator(_stterm, ["stterm"]),
    "zutty": Emulator(_zutty, ["zutty"], slack=2.5, ink=0.4),
}
