"""Parses one JSON object, wherever it stands, for JSON lines and JSON arrays alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from annotations.corpus.records import ArticleError


def parse(data: bytes, encoding: str) -> Mapping[str, Any]:
    """Parse an object.

    Raises:
        ArticleError: it isn't JSON, or another value than an object.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise ArticleError(f"not {encoding}") from None
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        try:
            # Takes Python's NaN and controls that aren't escaped, and says better what is wrong.
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or str(error)
            raise ArticleError(f"not JSON: {reason[:1].lower()}{reason[1:]}") from None
    if not isinstance(value, dict):
        raise ArticleError("not a JSON object")
    return value
