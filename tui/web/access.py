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
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

_LONGEST_USER = 64
_USER = re.compile(rf"(?!\.|-)[\w.@+-]{{1,{_LONGEST_USER}}}")
"""A user's name: it becomes a folder and an annotator, so it has no separators, quotes or blanks."""
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


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

    def check(
        self, headers: Mapping[str, str], token: str, *, needs_origin: bool = False
    ) -> Visitor | Refusal:
        """Return who comes, or why they may not.

        Args:
            headers: of the request; looked up without regard to case.
            token: that of the address; empty if it has none.
            needs_origin: refuse a request that doesn't say where it comes from; a browser's WebSocket does.
        """
        if headers.get("Host", "").lower() not in self.hosts:
            return Refusal(403, "this server is not called by that name")
        origin = headers.get("Origin")
        if origin is None and needs_origin:
            return Refusal(403, "a request without an Origin")
        if origin is not None and origin.lower() not in self.origins:
            return Refusal(403, "a request of another page")
        if not self.user_header:
            if not hmac.compare_digest(token.encode(), self.token.encode()):
                return Refusal(
                    403, "the address lacks its secret: use the one that claimreader serve has printed"
                )
            return Visitor()
        user = headers.get(self.user_header, "")
        if not user:
            return Refusal(401, f"the proxy has not said who you are ({self.user_header})")
        if not _USER.fullmatch(user):
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
    hosts = {f"{name}:{port}" for name in _LOCAL} if port else {"localhost"}
    origins = {f"http://{host}" for host in hosts} if port else set()
    if origin:
        seen = urlsplit(origin)
        if (
            seen.scheme not in ("http", "https")
            or not seen.netloc
            or seen.path not in ("", "/")
            or seen.query
        ):
            raise ValueError(origin)
        hosts.add(seen.netloc.lower())
        origins.add(f"{seen.scheme}://{seen.netloc}".lower())
    return Access(token, frozenset(hosts), frozenset(origins), user_header)
