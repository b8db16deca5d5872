"""The words of the screen in the user's language, from gettext catalogues in `tui/locale`.

A text is written in English in the code and looked up when it is shown. English needs no catalogue, so
gettext is imported only for another language. Names of placeholders stay:
`_("{n} of {all}").format(n=3, all=9)`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

LANGUAGES = ("en", "ar")
DOMAIN = "claimreader"
FOLDER = Path(__file__).with_name("locale")

_catalogue: NullTranslations | None = None
_language = "en"


def choose(language: str | None = None) -> str:
    """Use a language from now on.

    Args:
        language: one of `LANGUAGES`; None takes the locale (LC_ALL, LC_MESSAGES, LANG).

    Returns:
        The language in use.
    """
    global _catalogue, _language  # noqa: PLW0603 - one process has one interface language
    if language is None:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        language = next((name for name in names if name), "")[:2].lower()
    _language = language if language in LANGUAGES else "en"
    _catalogue = None
    if _language != "en":
        from gettext import translation

        _catalogue = translation(DOMAIN, FOLDER, [_language], fallback=True)
    return _language


def language() -> str:
    """Return the language in use, `en` or `ar`."""
    return _language


def _(text: str) -> str:
    """Return a text in the language in use."""
    return text if _catalogue is None else _catalogue.gettext(text)


def plural(singular: str, many: str, n: int) -> str:
    """Return the form for a number, with `{n}` filled in."""
    if _catalogue is None:
        return (singular if n == 1 else many).format(n=n)
    return _catalogue.ngettext(singular, many, n).format(n=n)


def enumerated(parts: Iterable[str]) -> str:
    """Return parts one after the other, with the comma of the language in use."""
    return ("، " if _language == "ar" else ", ").join(parts)


def one_by_one(parts: Iterable[str]) -> str:
    """Return messages one after the other, with the semicolon of the language in use."""
    return ("؛ " if _language == "ar" else "; ").join(parts)


class _Named(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def arabic(self) -> str: ...


def named(thing: _Named) -> str:
    """Return what a tag or an attribute of the scheme is called in the language in use."""
    return thing.arabic or thing.label if _language == "ar" else thing.label


class _Described(Protocol):
    @property
    def description(self) -> str: ...
    @property
    def arabic_description(self) -> str: ...


def described(thing: _Described) -> str:
    """Return what the scheme says of a tag in the language in use; the catalogue has the default's."""
    if _language == "ar" and thing.arabic_description:
        return thing.arabic_description
    return _(thing.description) if thing.description else ""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for the catalogues without translating it: it stands in a table that is read at import."""
    return text
