"""The address of an article goes to the browser, or to the clipboard where there is none."""

import base64
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

URL = "https://example.org/a b"


def start(home: dict[str, str], folder: Path, url: str) -> Terminal:
    folder.mkdir()
    (folder / "a.txt").write_text(f"---\nurl: {url}\n---\nجملة أولى.\n", encoding="utf-8")
    environ = {**home, "DISPLAY": "", "WAYLAND_DISPLAY": "", "TMUX": ""}
    return Terminal([COMMAND, str(folder)], env=environ, columns=120, rows=24)


@pytest.mark.parametrize("keys", ["\x1b[17~", "\r\x1b[17~", "io", "\r\x1bORo"])
def test_without_a_browser_it_is_copied_and_named(home: dict[str, str], tmp_path: Path, keys: str) -> None:
    with start(home, tmp_path / "news", URL) as terminal:
        terminal.wait_for("1 article")
        terminal.type(keys)
        terminal.wait_for(f"no browser here: {URL}")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    copied = base64.b64encode(b"https://example.org/a%20b")
    assert b"\x1b]52;c;" + copied + b"\x07" in terminal.sent


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-new-window"])
def test_nothing_but_a_web_address_goes_anywhere(home: dict[str, str], tmp_path: Path, url: str) -> None:
    with start(home, tmp_path / "news", url) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\x1b[17~")
        terminal.wait_for("not opened: this is no address of the web")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert b"]52;" not in terminal.sent
