"""Which pager is started, and with what: the rules of git, and what Arabic needs beside them."""

import pytest

from tui.terminal import pager
from tui.terminal.detection import ProfileChoice
from tui.terminal.profiles import PROFILES


def choice(name: str) -> ProfileChoice:
    return ProfileChoice(PROFILES[name], "some terminal", "its own answer")


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"PAGER": "most -s"}, "most -s"),
        ({"PAGER": "most", "CLAIMREADER_PAGER": "less -S"}, "less -S"),
        ({"PAGER": "less", "CLAIMREADER_PAGER": ""}, ""),
        ({"PAGER": "cat"}, ""),
        ({"PAGER": " "}, ""),
    ],
)
def test_the_users_pager_is_found(environ: dict[str, str], command: str) -> None:
    assert pager.pager_command({"TERM": "xterm", **environ}) == command


def test_a_terminal_that_moves_no_cursor_has_no_pager() -> None:
    for term in ("", "dumb"):
        assert pager.pager_command({"TERM": term, "PAGER": "less"}) == ""


def test_less_is_the_pager_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pager.shutil, "which", lambda name: f"/bin/{name}")
    assert pager.pager_command({"TERM": "xterm"}) == "less"
    monkeypatch.setattr(pager.shutil, "which", lambda name: None)
    assert pager.pager_command({"TERM": "xterm"}) == ""


@pytest.mark.parametrize(
    ("profile", "less"),
    [("explicit", "FRX"), ("inverse", "FrX"), ("inverse-letter", "FrX"), ("konsole", "FR"), ("kitty", "FRX")],
)
def test_less_is_told_what_the_terminal_needs(profile: str, less: str) -> None:
    assert pager.pager_environment(PROFILES[profile], {})["LESS"] == less


def test_the_users_own_less_holds() -> None:
    assert pager.pager_environment(PROFILES["inverse"], {"LESS": "-R -S"})["LESS"] == "-R -S"


def test_no_row_needs_a_sequence_that_a_pager_keeps_to_itself() -> None:
    assert pager.profile_for(choice("kitty-placed")).name == "kitty"
    assert pager.profile_for(choice("konsole")).name == "konsole"


def test_a_program_that_is_not_there_is_named_and_a_shells_line_is_left_to_the_shell() -> None:
    assert pager.missing_program("no-such-pager -R") == "no-such-pager"
    assert not pager.missing_program("sh -c true")
    assert not pager.missing_program("no-such-pager | cat")
