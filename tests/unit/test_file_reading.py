"""A file is read in small pieces: who asks for much at once makes the C library keep as much, for good."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from annotations.corpus.file_content import read_whole
from annotations.file_reading import UnfitFileError, read_rest

SMALL = 1 << 17
"""Bytes, 128 KiB: from there on glibc asks the system for each piece, and learns from it when it is freed."""


class Watched(io.BytesIO):
    """Notes how much is asked for."""

    asked: list[int | None]

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as ever."""
        self.asked = [*getattr(self, "asked", []), size]
        return super().read(size)


@pytest.mark.parametrize("size", [0, 1, SMALL, 3 * SMALL + 1])
def test_a_file_is_read_whole_in_pieces(size: int) -> None:
    file = Watched(bytes(size))
    assert read_rest(file, size, Path("it")) == bytes(size)
    assert all(asked is not None and 0 < asked < SMALL for asked in file.asked)


def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    file = Watched(bytes(9 * SMALL))
    with pytest.raises(UnfitFileError):
        read_rest(file, SMALL, Path("it"))
    assert file.tell() < 2 * SMALL


def test_one_text_is_read_as_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    files = []
    monkeypatch.setattr(
        "annotations.corpus.file_content.read_rest", lambda *given: files.append(given) or b""
    )
    assert read_whole(path) == b""
    assert [of for _, _, of in files] == [path]
