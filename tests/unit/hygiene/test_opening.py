"""Files are opened for reading in one way, see `annotations.file_reading`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]

ALLOWED = {
    "tui/commands/completion.py": "scripts for shells, which are installed with the program",
    "tui/presenters/help_topics.py": "topics, which are installed with the program",
    "tui/web/server.py": "files of the page, which are installed with the program",
    "annotations/file_reading.py": "the one way",
    "annotations/exchange/formats/refi_qda_reader.py": "members of a zip that was opened in that way",
    "tui/terminal/detection.py": "/proc/<pid>/environ, which the kernel makes",
}
"""Modules that read otherwise, and why they may."""

_READS = {"read_text", "read_bytes"}


def reads(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that open a file for reading by its name."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in _READS and not call.args:
            yield call
        elif (isinstance(function, ast.Name) and function.id == "open") or (
            isinstance(function, ast.Attribute)
            and function.attr == "open"
            and not (isinstance(function.value, ast.Name) and function.value.id in {"os", "gzip", "archive"})
        ):
            modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
            texts = [mode.value for mode in modes if isinstance(mode, ast.Constant)]
            if isinstance(function, ast.Name) or not any(set(str(text)) & set("wax+") for text in texts):
                yield call


def test_no_module_opens_a_file_for_reading_in_a_way_of_its_own() -> None:
    breaches = []
    for package in ("annotations", "tui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name not in ALLOWED:
                calls = reads(ast.parse(path.read_text(encoding="utf-8")))
                breaches += [f"{name}:{call.lineno}: {ast.unparse(call)}" for call in calls]
    assert breaches == []


def test_what_is_looked_for_is_found() -> None:
    text = "path.read_text(); path.open('rb'); open('x'); path.open(); path.open('wb'); os.open('x', 0)"
    assert [call.col_offset for call in reads(ast.parse(text))] == [0, 18, 35, 46]
