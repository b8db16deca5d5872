"""Only this server's own page comes in, with its secret, or behind a proxy with a name."""

from __future__ import annotations

import re

import pytest

from tui.web.access import Access, Refusal, Visitor, local_access
from tui.web.terminal_session import environment, size_of

HOST = {"Host": "127.0.0.1:8000"}
OWN = {**HOST, "Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def alone() -> Access:
    return local_access(8000, "secret")


@pytest.fixture
def behind_proxy() -> Access:
    return local_access(0, "", origin="https://desk.example.org", user_header="X-Forwarded-User")


def status(said: Visitor | Refusal) -> int:
    return said.status if isinstance(said, Refusal) else 200


@pytest.mark.parametrize("name", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_the_own_page_comes_in_by_any_name_of_this_machine(name: str, alone: Access) -> None:
    assert alone.check({"Host": name, "Origin": f"http://{name}"}, "secret", needs_origin=True) == Visitor()


@pytest.mark.parametrize(
    "host",
    ["evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", "", "localhost"],
)
def test_a_name_that_was_turned_to_this_machine_is_refused(host: str, alone: Access) -> None:
    assert status(alone.check({"Host": host}, "secret")) == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "https://127.0.0.1:8000",
        "http://127.0.0.1:8001",
        "http://localhost",
        "",
    ],
)
def test_another_page_is_refused_though_it_knows_the_secret(origin: str, alone: Access) -> None:
    assert status(alone.check({**HOST, "Origin": origin}, "secret")) == 403


def test_a_websocket_without_an_origin_is_refused(alone: Access) -> None:
    assert status(alone.check(HOST, "secret")) == 200
    assert status(alone.check(HOST, "secret", needs_origin=True)) == 403


@pytest.mark.parametrize("token", ["", "Secret", "secre", "secrets", "سر"])
def test_without_the_secret_nobody_comes_in(token: str, alone: Access) -> None:
    assert status(alone.check(OWN, token)) == 403


def test_a_proxy_says_who_comes(behind_proxy: Access) -> None:
    headers = {"Host": "desk.example.org", "Origin": "https://desk.example.org", "X-Forwarded-User": "mona.k"}
    assert behind_proxy.check(headers, "", needs_origin=True) == Visitor("mona.k")
    assert status(behind_proxy.check({**headers, "Origin": "http://desk.example.org"}, "")) == 403
    assert status(behind_proxy.check({**headers, "Host": "other.example.org"}, "")) == 403
    del headers["X-Forwarded-User"]
    assert status(behind_proxy.check(headers, "")) == 401


@pytest.mark.parametrize("name", ["منى", "mona_k-2", "mona@desk.example.org", "a", "x" * 64])
def test_names_that_people_have_are_taken(name: str, behind_proxy: Access) -> None:
    headers = {"Host": "desk.example.org", "X-Forwarded-User": name}
    assert behind_proxy.check(headers, "") == Visitor(name)


@pytest.mark.parametrize(
    "name",
    ["../mona", "..", ".mona", "-rf", "mona;id", "$(id)", "`id`", "a b", "a/b", "a\\b", "a'b", 'a"b', "a|b",
     "a&b", "a\nb", "a\x00b", "a\u202eb", "x" * 65, "~root", "a*", "a%2fb"],
)  # fmt: skip
def test_a_name_that_could_act_as_a_path_or_in_a_shell_is_refused(name: str, behind_proxy: Access) -> None:
    assert status(behind_proxy.check({"Host": "desk.example.org", "X-Forwarded-User": name}, "")) == 400


@pytest.mark.parametrize("origin", ["desk.example.org", "https://", "ftp://a", "https://a/b", "https://a?b"])
def test_what_is_no_origin_is_none(origin: str) -> None:
    with pytest.raises(ValueError, match=re.escape(origin)):
        local_access(8000, "secret", origin=origin)


def test_a_reader_in_a_browser_knows_nothing_of_the_terminal_that_the_server_was_started_in() -> None:
    around = {
        "TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1", "TMUX": "t", "DISPLAY": ":0", "NO_COLOR": "1",
        "COLUMNS": "33", "HOME": "/home/mona", "PATH": "/bin", "CLAIMREADER_DB": "x", "LC_ALL": "C",
        "SSH_CONNECTION": "1", "VTE_VERSION": "7006", "SECRET_KEY": "k",
    }  # fmt: skip
    seen = environment(around, CLAIMREADER_HOME="/h")
    assert seen == {
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "xterm.js",
        "CLAIMREADER_SERVED": "1", "HOME": "/home/mona", "PATH": "/bin", "CLAIMREADER_DB": "x",
        "LC_ALL": "C.UTF-8",
        "CLAIMREADER_HOME": "/h",
    }  # fmt: skip
    assert environment({"LANG": "ar_SY.UTF-8"})["LANG"] == "ar_SY.UTF-8"


def test_a_size_is_one_that_a_terminal_can_have() -> None:
    assert size_of(100, 30) == (100, 30)
    assert size_of(None, "x") == (80, 24)
    assert size_of(-5, 10**9) == (2, 1000)
