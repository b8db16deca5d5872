"""Walls between the parts, checked where the program really runs: in a fresh interpreter's `sys.modules`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXTRAS = ("psycopg", "pyarrow", "spacy", "trafilatura", "xlsxwriter")
SCREEN = ("textual", "rich", "tui")


def loaded(statement: str) -> set[str]:
    """Return the top-level packages and our own modules that a statement loads."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def packages(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def domain_modules() -> list[str]:
    files = sorted((ROOT / "annotations").rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def test_the_whole_domain_loads_without_the_screen() -> None:
    statements = [
        "import importlib",
        f"for name in {domain_modules()!r}:",
        "    try: importlib.import_module(name)",
        "    except ModuleNotFoundError as error:",  # an optional extra that isn't installed
        f"        assert error.name.partition('.')[0] in {EXTRAS!r}, error",
    ]
    assert not packages(loaded("\n".join(statements))) & set(SCREEN)


def test_text_to_cells_loads_neither_textual_nor_the_domain() -> None:
    names = loaded("import tui.bidi")
    assert not packages(names) & {"textual", "annotations"}


@pytest.mark.parametrize("arguments", [["--version"], ["list"], ["export"], ["sentences"], ["show", "002"]])
def test_commands_never_load_the_screen(arguments: list[str], tmp_path: Path) -> None:
    statement = (
        f"import os; os.environ['CLAIMREADER_HOME'] = {str(tmp_path)!r}\n"
        f"from tui.cli import main\nassert main({arguments!r}) == 0"
    )
    assert "textual" not in packages(loaded(statement))


def test_to_show_a_text_loads_neither_annotations_nor_what_a_text_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "annotations.json").write_text('{"_default": {}}')
    arguments = ["show", "002", "--visual", "--db", str(tmp_path / "annotations.json")]
    statement = (
        f"import os; os.environ['CLAIMREADER_HOME'] = {str(tmp_path)!r}\n"
        f"from tui.cli import main\nassert main({arguments!r}) == 0"
    )
    names = loaded(statement)
    assert "tui.presenters.text_rows" in names
    assert not names & {
        "msgspec",
        "tinydb",
        "rich",
        "annotations.store.tinydb_store",
        "annotations.text.sentences",
    }


def test_no_module_is_named_only_annotations_in_an_import() -> None:
    # `from __future__ import annotations` shadows it.
    plain = re.compile(r"^\s*import annotations\b", re.MULTILINE)
    files = [*ROOT.glob("tui/**/*.py"), *ROOT.glob("annotations/**/*.py")]
    assert files
    assert not [str(file) for file in files if plain.search(file.read_text(encoding="utf-8"))]
