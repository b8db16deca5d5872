r"""Addresses of the web that may be links: where one leads is what a person reads of it.

`https://bbc.com@evil.com/` leads to evil.com; `https://bbc.com\@evil.com` does so in some programs, and to
bbc.com in others (WHATWG URL, 4.4; RFC 3986, 3.2.1). What is read in two ways is no link. Nothing but http
and https is one, so that no `javascript:` acts.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

_HOST = re.compile(
    r"(?=.{1,253}(?::|\Z))[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?(?::[0-9]{1,5})?"
)
"""A name or IPv4 address, and perhaps a port; names may be of any script."""

_AMBIGUOUS = re.compile(
    r"[^\S ]|[\\\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Characters that programs drop, turn into a slash, or show as nothing or as another order."""


_KEPT = "/:@!$&()*+,;=?%~"
"""Signs that stay as they are in an address, besides letters, digits and `_.-`; `%` begins an escape."""


def host_of(url: Any) -> str | None:
    """Return the host of a web address as a person should see it, None if the address is no link.

    A name in another script than Latin has its ASCII form with it (RFC 5891), for `а` may be Cyrillic.
    """
    if not isinstance(url, str) or _AMBIGUOUS.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return None
    host = parts.netloc.partition(":")[0]
    if host.isascii():
        return parts.netloc.lower()
    try:
        return f"{host} ({host.encode('idna').decode()})"
    except UnicodeError:
        return None


LONGEST = 4000
"""Code points of an address that a browser is given; some take no more than 8,000 bytes."""


def for_browser(url: Any) -> str | None:
    """Return a web address in ASCII, as a browser is given it; None if it is no link, or much too long.

    What is no letter, digit or sign of an address is escaped (RFC 3987, 3.1): no space, quote or control
    character reaches the command of a browser.
    """
    if host_of(url) is None or len(url) > LONGEST:
        return None
    parts = urlsplit(url)
    host, colon, port = parts.netloc.partition(":")
    try:
        netloc = f"{host if host.isascii() else host.encode('idna').decode()}{colon}{port}"
    except UnicodeError:
        return None
    path, query, fragment = (quote(part, safe=_KEPT) for part in (parts.path, parts.query, parts.fragment))
    return str(urlunsplit((parts.scheme, netloc, path, query, fragment)))
