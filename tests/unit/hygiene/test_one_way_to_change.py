"""Every change of annotations goes through one service, and the screen's through the pending changes, too.

The types say so: a session hands out its store to look at, which has no `apply`. Here it is seen that nobody
goes round them.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCREEN = sorted(path for path in (ROOT / "tui").rglob("*.py") if path.parent.name != "commands")
DOMAIN = sorted(path for path in (ROOT / "annotations").rglob("*.py") if path.parent.name != "store")


def changes_in(source: str) -> list[str]:
    """Return what `apply` is called on, and what else would get at a store that can be changed."""
    calls = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "apply":
            calls.append(ast.unparse(node.func.value))
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "store"
            and ast.unparse(node.value).endswith("pending")
        ):
            calls.append(ast.unparse(node))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "open_store":
            calls.append(ast.unparse(node.func))
    return calls


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_screen_changes_annotations_through_the_pending_changes_alone(path: Path) -> None:
    allowed = {"pending", "self.pending.store"} if path.name == "annotation_service.py" else set()
    assert set(changes_in(path.read_text(encoding="utf-8"))) <= allowed


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_domain_changes_annotations_through_one_service(path: Path) -> None:
    calls = [call for call in changes_in(path.read_text(encoding="utf-8")) if call != "open_store"]
    assert calls == (["store"] if path.name == "saving.py" else [])


def test_a_change_past_it_is_found_out() -> None:
    assert changes_in("self.session.annotations.store.apply(changes, by=me)") == [
        "self.session.annotations.store"
    ]
    assert changes_in("store = session.annotations.pending.store") == ["session.annotations.pending.store"]
