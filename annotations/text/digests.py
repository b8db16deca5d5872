"""Reads the SHA-256 by which texts are told, as annotations have it: 64 small hexadecimal digits."""

from __future__ import annotations


def digest_of(sha256: str) -> bytes | None:
    """Return the 32 bytes of a digest; None if it is none, as another program or another person may write."""
    try:
        digest = bytes.fromhex(sha256)
    except ValueError:
        return None
    return digest if len(digest) == 32 and digest.hex() == sha256 else None  # it passes over spaces and case
