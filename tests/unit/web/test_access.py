"""Only this server's own page comes in, with its secret, or behind a proxy with a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from multidict import CIMultiDict

from tui.web.access import Access, Refusal, Visitor, is_user_header, local_access
from tui.web.terminal_session import environment, size_of

HOST = {"Host": "127.0.0.1:8000"}
OWN = {**HOST, "Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def alone() -> Access:
    return local_access(8000, "secret")


@pytest.fixture
def behind_proxy() -> Access:
    return local_access(0, "", origin="https://desk.example.org", user_header="X-Forwarded-User")


def headers(*given: Mapping[str, str] | Iterable[tuple[str, str]]) -> CIMultiDict[str]:
    """Return headers as a request has them; one that is given twice is there twice."""
    made: CIMultiDict[str] = CIMultiDict()
    for some in given:
        made.extend(some)
    return made


def status(said: Visitor | Refusal) -> int:
    return said.status if isinstance(said, Refusal) else 200


@pytest.mark.parametrize("name", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_the_own_page_comes_in_by_any_name_of_this_machine(name: str, alone: Access) -> None:
    assert (
        alone.check(headers({"Host": name, "Origin": f"http://{name}"}), "secret", needs_origin=True)
        == Visitor()
    )


@pytest.mark.parametrize(
    "host",
    ["evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", "", "localhost"],
)
def test_a_name_that_was_turned_to_this_machine_is_refused(host: str, alone: Access) -> None:
    assert status(alone.check(headers({"Host": host}), "secret")) == 403


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
    assert status(alone.check(headers(HOST, {"Origin": origin}), "secret")) == 403


def test_a_websocket_without_an_origin_is_refused(alone: Access) -> None:
    assert status(alone.check(headers(HOST), "secret")) == 200
    assert status(alone.check(headers(HOST), "secret", needs_origin=True)) == 403


@pytest.mark.parametrize("token", ["", "Secret", "secre", "secrets", "سر"])
def test_without_the_secret_nobody_comes_in(token: str, alone: Access) -> None:
    assert status(alone.check(headers(OWN), token)) == 403


def test_a_proxy_says_who_comes(behind_proxy: Access) -> None:
    desk = {"Host": "desk.example.org", "Origin": "https://desk.example.org", "X-Forwarded-User": "mona.k"}
    assert behind_proxy.check(headers(desk), "", needs_origin=True) == Visitor("mona.k")
    assert status(behind_proxy.check(headers({**desk, "Origin": "http://desk.example.org"}), "")) == 403
    assert status(behind_proxy.check(headers({**desk, "Host": "other.example.org"}), "")) == 403
    del desk["X-Forwarded-User"]
    assert status(behind_proxy.check(headers(desk), "")) == 401


@pytest.mark.parametrize("twice", ["Host", "ORIGIN", "x-forwarded-user"])
def test_a_header_that_counts_and_came_twice_is_nobodys_word(twice: str, behind_proxy: Access) -> None:
    desk = headers(
        {"Host": "desk.example.org", "Origin": "https://desk.example.org", "X-Forwarded-User": "mona"}
    )
    more = headers(desk, [(twice, desk[twice])])
    assert status(behind_proxy.check(desk, "", needs_origin=True)) == 200
    assert status(behind_proxy.check(more, "", needs_origin=True)) == 400


@pytest.mark.parametrize("name", ["منى", "mona_k-2", "mona@desk.example.org", "a", "x" * 64])
def test_names_that_people_have_are_taken(name: str, behind_proxy: Access) -> None:
    desk = headers({"Host": "desk.example.org", "X-Forwarded-User": name})
    assert behind_proxy.check(desk, "") == Visitor(name)


@pytest.mark.parametrize(
    "name",
    ["../mona", "..", ".mona", "-rf", "mona;id", "$(id)", "`id`", "a b", "a/b", "a\\b", "a'b", 'a"b', "a|b",
     "a&b", "a\nb", "a\x00b", "a\u202eb", "x" * 65, "~root", "a*", "a%2fb"],
)  # fmt: skip
def test_a_name_that_could_act_as_a_path_or_in_a_shell_is_refused(name: str, behind_proxy: Access) -> None:
    desk = headers({"Host": "desk.example.org", "X-Forwarded-User": name})
    assert status(behind_proxy.check(desk, "")) == 400


@pytest.mark.parametrize(
    "name", ["\u212b", "A\u030a", "\U0001d49c" * 64], ids=["angstrom", "decomposed", "256 bytes"]
)
def test_a_name_that_a_file_system_writes_in_another_way_or_not_at_all_is_refused(
    name: str, behind_proxy: Access
) -> None:
    desk = headers({"Host": "desk.example.org", "X-Forwarded-User": name})
    assert status(behind_proxy.check(desk, "")) == 400
    desk["X-Forwarded-User"] = "\u00c5"
    assert behind_proxy.check(desk, "") == Visitor("\u00c5")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("X-Forwarded-User", True), ("Remote_User", True), ("", False), ("X User", False), ("X:", False),
     ("Host", False), ("ORIGIN", False), ("User-Agent", False), ("X\n", False)],
)  # fmt: skip
def test_a_header_that_browsers_send_or_that_is_none_names_nobody(name: str, is_one: bool) -> None:
    assert is_user_header(name) is is_one


@pytest.mark.parametrize(
    ("given", "host", "origin"),
    [
        ("https://Desk.example.org/", "desk.example.org", "https://desk.example.org"),
        ("https://desk.example.org:443", "desk.example.org", "https://desk.example.org"),
        ("http://desk.example.org:80", "desk.example.org", "http://desk.example.org"),
        ("http://desk.example.org:443", "desk.example.org:443", "http://desk.example.org:443"),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_origin_is_taken_as_browsers_write_it(given: str, host: str, origin: str) -> None:
    access = local_access(0, "secret", origin=given)
    assert status(access.check(headers({"Host": host, "Origin": origin}), "secret", needs_origin=True)) == 200


def test_at_port_80_browsers_name_no_port() -> None:
    access = local_access(80, "secret")
    own = headers({"Host": "127.0.0.1", "Origin": "http://127.0.0.1"})
    assert access.check(own, "secret", needs_origin=True) == Visitor()


@pytest.mark.parametrize(
    "origin",
    ["desk.example.org", "https://", "ftp://a", "https://a/b", "https://a?b", "https://a#b", "https://u@a",
     "https://a:99999", "https://:1", "https://[::1"],
)  # fmt: skip
def test_what_is_no_origin_is_none(origin: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whose words they are doesn't matter
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
