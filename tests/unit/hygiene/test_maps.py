"""The maps for maintainers, a README in each package, name what is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAPS = [ROOT / folder / "README.md" for folder in ("annotations", "tui", "tests")]
NAMED = re.compile(r"`([\w./-]+/|[\w./-]*\w\.(?:py|md|toml|tcss|po)|\.ci/run)(?:::([\w.]+))?`")
"""A folder with its slash, or a file; behind `::` what it defines."""


def missing(text: str, folder: Path) -> list[str]:
    """Return what a map in a folder names and isn't there, from the folder or from the top."""
    return [match[0] for match in NAMED.finditer(text) if not list(_there(match[1], match[2], folder))]


def _there(name: str, definition: str | None, folder: Path) -> Iterator[Path]:
    for path in (folder / name, ROOT / name):
        if path.exists() and (definition is None or definition in _definitions(path)):
            yield path


def _definitions(path: Path) -> set[str]:
    """Return the functions and classes of a module, `Class.method` too, and its own variables."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))
            names.update(f"{node.name}.{method.name}" for method in methods)
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names


@pytest.mark.parametrize("readme", MAPS, ids=lambda path: path.parent.name)
def test_what_a_map_names_is_there(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 20
    assert missing(text, readme.parent) == []


@pytest.mark.parametrize("name", ["pyproject.toml", "Makefile", ".ci/run"])
def test_what_is_run_or_referred_to_is_there(name: str) -> None:
    named = set(re.findall(r"\b(?:annotations|tests|tui)/[\w./-]*\w/?", (ROOT / name).read_text("utf-8")))
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_what_is_gone_is_seen() -> None:
    text = (
        "`store/` and `store/journal.py::Journal.append`, `gone.py`, `store/gone/`, `store/journal.py::Gone`"
    )
    assert missing(text, ROOT / "annotations") == ["`gone.py`", "`store/gone/`", "`store/journal.py::Gone`"]
