"""Loads the report's templates, and sees that nothing gets past the sanitiser.

Every `{{ expression }}` of a template goes through `sanitising.bare`, whose result is safe in an element and
in an attribute alike; only what a template itself has made is left as it is. A text of an article is written
as `{{ value|text }}`, which shows what is hidden in it as an element of its own, and has no place in an
attribute. A name that isn't there is an error, not an empty text.

The page has no script, loads nothing and says so (Content-Security-Policy: everything forbidden but its own
styles, by their digests).

Jinja2 takes 80 ms to import, so only who makes a report imports this module.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from annotations.exchange.report import sanitising


@cache
def templates() -> Environment:
    """Return the templates with all that they may use."""
    loader = PackageLoader("annotations.exchange.report", "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        finalize=_sanitised,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["text"] = _text
    environment.filters["isolated_runs"] = sanitising.isolated_runs
    environment.tests["arabic"] = sanitising.is_arabic
    environment.tests["inside"] = lambda to: to.startswith("#")
    environment.tests["spacing"] = _is_spacing
    environment.tests["kind"] = lambda block, name: type(block).__name__ == name
    style, _, _ = loader.get_source(environment, "style.css")
    environment.globals["style"] = Markup(style)  # noqa: S704 - a file of ours, the same for every report
    environment.globals["digest"] = _digest
    return environment


def page_numbers(numerals: str) -> Markup:
    """Return the style of the numbers of pages.

    Args:
        numerals: the name of a counter style of CSS.
    """
    counters = ' " / " '.join(f"counter({name}, {numerals})" for name in ("page", "pages"))
    return Markup(f"@page{{@bottom-center{{content:{counters};font-size:8pt}}}}")  # noqa: S704 - ours


def _digest(style: str) -> str:
    """Return by what the page's policy knows a style."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _is_spacing(value: str) -> bool:
    """Say whether a run has no letter that could direct what stands around it, such as `1. ` or ` · `."""
    return not any(char.isalpha() for char in value)


def _sanitised(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(sanitising.bare(value))  # noqa: S704 - it is escaped


def _text(value: object) -> Markup:
    return Markup(sanitising.text(value))  # noqa: S704 - it is escaped
