"""The house is in order: what import-linter can't say of it. `make check` runs this, too.

Each rule is shown to see a breach in made-up modules, beside a neighbour that is none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import house
import pytest
from house import Modules, made_up

from tui.cli import COMMANDS

ROOT = Path(__file__).parents[3]
MODULES = house.read(ROOT)

CONTROLS: dict[Callable[[Modules], list[str]], tuple[dict[str, str], list[str]]] = {
    house.circles: (
        {
            "tui.a": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tui.b import B",
            "tui.b": "def b():\n    from tui import c",
            "tui.c": "import tui.a",
            "tui.d": "from tui.a import A",
        },
        ["tui.a - tui.b - tui.c"],
    ),
    house.cut_up_by_inheritance: (
        {
            "tui.a": "from textual.screen import Screen\nclass A(Screen[None]): ...\nclass B(A): ...",
            "tui.b": "from tui import a\nclass C(a.B): ...\nclass AppError(Exception): ...\n"
            "class WriteError(AppError): ...\nclass FullError(WriteError): ...",
        },
        ["tui.b.C descends from tui.a.A, tui.a.B"],
    ),
    house.with_one_subclass: (
        {
            "tui.a": "from typing import Protocol\nclass A: ...\nclass B: ...\nclass P(Protocol): ...",
            "tui.b": "from tui.a import A, B, P\nclass C(A): ...\nclass F(P): ...\n"
            "class D(B): ...\nclass E(B): ...",
        },
        ["tui.a.A has but the subclass tui.b.C"],
    ),
    house.mounted_otherwise: (
        {
            "tui.a": "from tui.textual_ext.mounting import mount\nasync def f(a, b):\n    await mount(a, b)",
            "tui.b": "async def f(a, b):\n    await a.mount(b)\n    a.mount_all([b])",
            "tui.textual_ext.mounting": "async def mount(a, b):\n    await b.mount(a)",
        },
        ["tui.b:2", "tui.b:3"],
    ),
    house.template_methods: (
        {
            "tui.a": "class A:\n    def part(self):\n        raise NotImplementedError\n"
            "    def go(self):\n        raise ValueError"
        },
        ["tui.a:3"],
    ),
    house.private_names_of_textual: (
        {
            "tui.a": "from textual._xterm_parser import XTermParser\n"
            "from textual.keys import Keys, _unicode_name",
            "tui.b": "from textual.widget import Widget\nclass A(Widget):\n    _own = 1\n"
            "    def render(self):\n        return self._name, self._own, self.screen._compositor\n"
            "class B:\n    def __init__(self):\n        self._name = ''",
            "tui.textual_ext.c": "from textual._xterm_parser import XTermParser",
        },
        [
            "tui.a:1 imports textual._xterm_parser.XTermParser",
            "tui.a:2 imports textual.keys._unicode_name",
            "tui.b:5 A has or reads _name, which is Textual's",
            "tui.b:5 reads _compositor, which is Textual's",
        ],
    ),
    house.empty_names: (
        {"tui.a": "found = [one for one in ()]\ndef two(one): ...\nnote = 1"},
        ["tui.a:1 found", "tui.a:1 one", "tui.a:2 one"],
    ),
    house.questions_as_docstrings: (
        {
            "tui.a": '"""What a screen is."""\ndef rows():\n    """How many rows there are."""\n'
            'SIZE = 1\n"""How many bytes."""\nREST = 2\n"""What is left."""\n'
            'class A:\n    """A part."""\n    @property\n    def b(self):\n        """Whether it is."""'
        },
        ["tui.a:1 What a screen is.", "tui.a:3 How many rows there are.", "tui.a:7 What is left."],
    ),
}
"""Every rule with modules that break it, and what it says of them."""

IDS = [rule.__name__ for rule in CONTROLS]


@pytest.mark.parametrize("rule", CONTROLS, ids=IDS)
def test_the_rule_holds(rule: Callable[[Modules], list[str]]) -> None:
    assert rule(MODULES) == []


@pytest.mark.parametrize("rule", CONTROLS, ids=IDS)
def test_a_breach_of_it_is_seen(rule: Callable[[Modules], list[str]]) -> None:
    sources, breaches = CONTROLS[rule]
    assert sorted(rule(made_up(sources))) == sorted(breaches)


def test_few_modules_lie_loose() -> None:
    assert len(list((ROOT / "tui").glob("*.py"))) <= 6


def test_no_two_files_of_tests_have_one_name() -> None:
    # pytest imports them by their names alone, and stops at the second: but only where both are collected.
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


USE_CASES = {
    "list": (
        "annotations.services.articles",
        "",
    ),  # the library counts by `annotations.model.outline`, as it does
    "show": ("annotations.services.articles", ""),
    "sentences": ("annotations.services.articles", ""),
    "search": ("annotations.services.articles", ""),
    "suggest": ("annotations.services.suggested_sentences", ""),
    "figures": ("annotations.services.figures", "tui.presenters.figures"),
    "index": ("annotations.services.indexing", ""),
    "export": ("annotations.services.export", "tui.screens.dialogs.export"),
    "import": ("annotations.services.importing", ""),
    "report": ("annotations.services.report", "tui.screens.dialogs.export"),
    "history": ("annotations.services.history", ""),
    "verify": ("annotations.services.verification", ""),
    "restore": ("annotations.services.restoring", ""),
    "merge": ("annotations.services.merging", ""),
    "compare": ("annotations.services.agreement", "tui.session.review"),
    "team": ("annotations.services.team", ""),
    "scheme": ("annotations.services.recoding", ""),
}
"""Each subcommand's use case, and where the screen has the same feature, if it has."""
ABOUT_THE_TERMINAL = {"completion", "doctor", "help", "serve", "tour"}
"""The subcommands that have none: they are about terminals, browsers and this program's own words."""


def test_both_front_ends_call_the_same_use_cases() -> None:
    commands = {name: text for name, text in COMMANDS.items() if name not in ABOUT_THE_TERMINAL}
    assert USE_CASES.keys() <= commands.keys()
    assert house.without_use_case(USE_CASES, commands, MODULES) == []


def test_a_copy_of_a_use_case_is_seen() -> None:
    modules = made_up(
        {
            "annotations.services.export": "",
            "tui.commands.export": "from annotations.services.export import export",
            "tui.commands.import_": "def read(): ...",
            "tui.screens.dialogs.export": "def export(): ...",
        }
    )
    table = {
        "export": ("annotations.services.export", "tui.screens.dialogs"),
        "import": ("annotations.services.export", ""),
        "merge": ("annotations.services.merging", ""),
    }
    assert house.without_use_case(table, {"export": "", "import": "", "doctor": ""}, modules) == [
        "doctor is not in the table",
        "tui.screens.dialogs doesn't call annotations.services.export",
        "the command import doesn't call annotations.services.export",
        "merge: there is no annotations.services.merging",
    ]
