"""A digest is read as annotations have it; whatever else stands in its place is none."""

from __future__ import annotations

import hashlib

import pytest

from annotations.text.digests import digest_of

SHA = hashlib.sha256("نص".encode()).hexdigest()


def test_a_digest_is_read() -> None:
    assert digest_of(SHA) == hashlib.sha256("نص".encode()).digest()


@pytest.mark.parametrize(
    "text",
    ["", "not-a-digest", SHA[:-1], SHA[:-2], f"{SHA}00", f" {SHA}", SHA.upper(), "ق" * 64, "\ud800", "\0"],
)
def test_what_is_none_is_told(text: str) -> None:
    assert digest_of(text) is None
