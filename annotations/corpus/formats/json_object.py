"""Parses one JSON object, wherever it stands, for JSON lines and JSON arrays alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from annotations.corpus.encoding import decode_part
from annotations.corpus.records import ArticleError, BadBytes


def parse(data: bytes, encoding: str, at: int) -> tuple[Mapping[str, Any], BadBytes | None]:
    """Parse an object; bytes in it that are no text are U+FFFD.

    Args:
        data: its bytes.
        encoding: theirs.
        at: where it begins in the file.

    Raises:
        ArticleError: it isn't JSON, or another value than an object.
    """
    if encoding == "utf-8":
        try:
            value = msgspec.json.decode(data)  # which minds that it is UTF-8, and decodes strings alone
        except (msgspec.DecodeError, RecursionError):
            pass
        else:
            return _an_object(value), None
    text, bad = decode_part(data, encoding, at=at)
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        try:
            # Takes Python's NaN and controls that aren't escaped, and says better what is wrong.
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or str(error)
            raise ArticleError(f"not JSON: {reason[:1].lower()}{reason[1:]}") from None
    return _an_object(value), bad


def _an_object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ArticleError("not a JSON object")
    return value
