"""Lays corrections over what files say of their articles: the one place where both are put together.

A correction holds wherever an article is named: on screen, in listings and their order, in exports and
reports. `Corrections` are therefore live: who has read an article, or keeps it, sees each change of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotations.model.side_records import ArticleCorrection

Corrections = Mapping[str, "ArticleCorrection"]
"""By the id of the article; changes in place."""

FIELDS = ("title", "source", "published", "url")
"""The facts of an article that can be corrected."""


def corrected(record: Mapping[str, Any], correction: ArticleCorrection | None) -> dict[str, Any]:
    """Return the facts of an article with what a correction says in the place of each.

    Args:
        record: of `annotations.composition.article_record`, from the article or as the store remembers it.
        correction: the article's, if it has one.
    """
    if correction is None:
        return dict(record)
    said = {name: value for name in FIELDS if (value := getattr(correction, name)) is not None}
    return {**record, **said}
