"""Whether there is anything to read, before a corpus is opened."""

from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.corpus import CorpusError
from annotations.services.corpus_check import look


def test_one_article_is_enough(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("جملة.")
    assert look(Project([tmp_path])) is None


def test_what_is_there_instead_is_counted_by_kind(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.jpg", "b.JPG", "deep/c.docx", "README", ".hidden"):
        (tmp_path / name).touch()
    nothing = look(Project([tmp_path]))
    assert nothing is not None
    assert nothing.kinds[0] == (".jpg", 2)
    assert dict(nothing.kinds) == {".jpg": 2, ".docx": 1, "": 1}
    assert not nothing.more


def test_kinds_with_equal_counts_come_by_name_whatever_order_the_disk_has(
    tmp_path: Path,
) -> None:
    for suffix in ("tiff", "bmp", "webp", "gif", "heic", "avif", "raw"):
        (tmp_path / f"a.{suffix}").touch()
    nothing = look(Project([tmp_path]))
    assert nothing is not None
    assert [kind for kind, _ in nothing.kinds] == [".avif", ".bmp", ".gif", ".heic", ".raw", ".tiff", ".webp"]


def test_a_file_of_records_without_any_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n")
    nothing = look(Project([tmp_path]))
    assert nothing is not None
    assert "holds no record" in nothing.problems[0]


def test_a_path_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        look(Project([tmp_path / "gone"]))
