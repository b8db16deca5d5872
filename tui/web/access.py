"""Says who may use the reader in a browser: pure rules on the headers of a request.

Any page that a person has open can send requests to this machine and open a WebSocket to it; browsers don't
hold that back, they only say where it comes from. So a request has to name this server as its Host (against
DNS rebinding), and to come from this server's own page where it says where it comes from (Origin, RFC 6454;
a WebSocket always does, RFC 6455, 10.2). Beyond that it has to know the token, a secret that stands in the
address, or behind a proxy the proxy has to say who it is (`--user-header`).
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

_LONGEST_USER = 64
_USER = re.compile(rf"(?!\.|-)[\w.@+-]{{1,{_LONGEST_USER}}}")
"""A user's name: it becomes a folder and an annotator, so it has no separators, quotes or blanks."""
_LONGEST_FILE_NAME = 255
"""Bytes of UTF-8 that a folder's name may have on the file systems of Linux and macOS."""
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NO_USER_HEADERS = frozenset({"host", "origin", "connection", "upgrade", "cookie", "referer", "user-agent"})
"""Headers that each browser sends by itself, so that they can't be a proxy's word."""
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_PORTS = {"http": 80, "https": 443}
"""Ports that browsers leave out of Host and Origin."""


class Headers(Protocol):
    """The headers of a request, each as often as it was sent; looked up without regard to case."""

    def getall(self, key: str, default: Sequence[str], /) -> Sequence[str]:
        """Return all values of a header, in the order in which they came."""


class Refusal(NamedTuple):
    """The answer to who may not come in."""

    status: int
    """Of HTTP."""
    reason: str


class Visitor(NamedTuple):
    """Somebody who may come in."""

    user: str = ""
    """The name by which the proxy calls them; empty where there is one person only, who knows the token."""


class Access(NamedTuple):
    """The rules of one server."""

    token: str
    """The secret in the address; empty where a proxy says who comes."""
    hosts: frozenset[str]
    """Those that a request may name as its Host, in lower case, with the port."""
    origins: frozenset[str]
    """Those that a request may come from, such as `http://127.0.0.1:8000`."""
    user_header: str = ""
    """The header in which a proxy names the user."""

    def check(self, headers: Headers, token: str, *, needs_origin: bool = False) -> Visitor | Refusal:
        """Return who comes, or why they may not.

        Args:
            headers: of the request. One that counts here and was sent twice is refused: a proxy that adds
                its own to that of the browser would leave the browser the first word.
            token: that of the address; empty if it has none.
            needs_origin: refuse a request that doesn't say where it comes from; a browser's WebSocket does.
        """
        said: dict[str, str | None] = {}
        for name in ("Host", "Origin", self.user_header):
            values = headers.getall(name, ()) if name else ()
            if len(values) > 1:
                return Refusal(400, f"the header {name} came more than once")
            said[name] = values[0] if values else None
        host, origin, user = said["Host"], said["Origin"], said[self.user_header]
        if (host or "").lower() not in self.hosts:
            return Refusal(403, "this server is not called by that name")
        if origin is None and needs_origin:
            return Refusal(403, "a request without an Origin")
        if origin is not None and origin.lower() not in self.origins:
            return Refusal(403, "a request of another page")
        if not self.user_header:
            if not hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
                return Refusal(
                    403, "the address lacks its secret: use the one that claimreader serve has printed"
                )
            return Visitor()
        if not user:
            return Refusal(401, f"the proxy has not said who you are ({self.user_header})")
        if not _is_user(user):
            return Refusal(
                400, f"{self.user_header} has letters, digits and . @ + - _ only, at most {_LONGEST_USER}"
            )
        return Visitor(user)


def local_access(port: int, token: str, *, origin: str = "", user_header: str = "") -> Access:
    """Return the rules of a server on this machine.

    Args:
        port: on which it listens; 0 where it listens on a socket of the file system.
        token: the secret in the address, empty with `user_header`.
        origin: where the page is seen from behind a proxy, such as `https://desk.example.org`.
        user_header: the header in which the proxy names the user.

    Raises:
        ValueError: `origin` is none.
    """
    shown = "" if port == _PORTS["http"] else f":{port}"
    hosts = {f"{name}{shown}" for name in _LOCAL} if port else {"localhost"}
    origins = {f"http://{host}" for host in hosts} if port else set()
    if origin:
        scheme, host = _parts(origin)
        hosts.add(host)
        origins.add(f"{scheme}://{host}")
    return Access(token, frozenset(hosts), frozenset(origins), user_header)


def is_user_header(name: str) -> bool:
    """Say whether a proxy can name the user in a header of that name."""
    return bool(_HEADER.fullmatch(name)) and name.lower() not in _NO_USER_HEADERS


def _is_user(name: str) -> bool:
    """Say whether a name can be a user's: one that a file system keeps as it is (APFS composes letters)."""
    return (
        bool(_USER.fullmatch(name))
        and unicodedata.is_normalized("NFC", name)
        and len(name.encode()) <= _LONGEST_FILE_NAME
    )


def _parts(origin: str) -> tuple[str, str]:
    """Return scheme and host of an origin as browsers write them: in lower case, without the usual port.

    Raises:
        ValueError: it is none.
    """
    seen = urlsplit(origin)
    if (
        seen.scheme not in _PORTS
        or not seen.hostname
        or seen.username is not None
        or seen.path not in ("", "/")
        or seen.query
        or seen.fragment
    ):
        raise ValueError(origin)
    usual = f":{_PORTS[seen.scheme]}"
    if seen.port is not None:  # reading it raises where it is none
        return seen.scheme, seen.netloc.lower().removesuffix(usual)
    return seen.scheme, seen.netloc.lower().removesuffix(":")
