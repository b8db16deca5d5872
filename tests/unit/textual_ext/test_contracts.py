"""What each module of `tui.textual_ext` relies on is still there in Textual, or it is said what is gone.

A new Textual that fails here is looked at with the module's docstring beside it, which says what the name is
for. The names in `RELIED_ON` are complete: the last test finds every private name in the modules' source.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import house
import pytest
import textual
from textual import _ansi_sequences, _compositor, _parser, _xterm_parser
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers import _writer_thread, linux_driver, web_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

import tui.textual_ext
from tui.config.actions import of_character
from tui.terminal.profiles import DEFAULT
from tui.textual_ext.driver import extended_driver
from tui.textual_ext.input_parser import InputParser

EXTENSION = Path(tui.textual_ext.__file__).parent

RELIED_ON: dict[str, dict[type | ModuleType, tuple[str, ...]]] = {
    "app": {
        App: (
            "_clipboard",
            "_display",
            "_driver",
            "_exception",
            "_exit",
            "_fatal_error",
            "_register",
            "on_event",
        ),
        MessagePump: ("_close_messages_no_wait",),
        Screen: ("_compositor",),
    },
    "bare_widget": {Widget: ("render_lines", "render_line", "get_line_filters", "background_colors")},
    "compositor": {
        Compositor: ("render_partial_update", "render_full_update", "_dirty_regions", "visible_widgets"),
        Screen: ("_compositor", "_dirty_widgets", "_update_timer"),
        _compositor: ("ChopsUpdate", "Compositor", "CompositorUpdate", "LayoutUpdate"),
    },
    "caret": {},
    "crash_handler": {},
    "driver": {
        LinuxDriver: (
            *(
                "start_application_mode",
                "stop_application_mode",
                "write",
                "flush",
                "close",
                "run_input_thread",
            ),
            *("_writer_thread", "_file", "_enable_bracketed_paste", "_patch_lflag", "fileno", "input_tty"),
            *("exit_event", "process_message"),
        ),
        Driver: ("send_message", "_debug"),
        _writer_thread.WriterThread: ("_queue",),
        _ansi_sequences: ("SYNC_START", "SYNC_END"),
    },
    "input_parser": {
        XTermParser: (
            "feed",
            "tick",
            "parse",
            "_parse_extended_key",
            "_tokens",
            "_gen",
            "_awaiting",
            "_timeout_time",
        ),
        _parser: ("Read1",),
        _xterm_parser: ("XTermParser",),
    },
    "key_dispatch": {
        App: ("_check_bindings", "_exit", "on_event", "run_action"),
        MessagePump: ("_flush_next_callbacks", "_mounted_event"),
    },
    "mounting": {MessagePump: ("is_attached",)},
    "profile_chooser": {},
    "rendition": {},
    "renderer": {
        App: ("_display", "_previous_cursor_position"),
        Screen: ("_compositor",),
        Compositor: ("_render_chops",),
        CompositorUpdate: ("render_segments",),
        _compositor: ("ChopsUpdate", "Compositor", "CompositorUpdate", "LayoutUpdate"),
    },
    "slim_import": {},  # see test_slim_import.py
    "size_guard": {
        App: ("_background_screens",),
        Screen: ("_compositor",),
        Compositor: ("render_update",),
        _compositor: ("LayoutUpdate",),
    },
}
"""By module: classes and modules of Textual, and the names of theirs that it uses."""

PARAMETERS: dict[str, list[tuple[Callable[..., Any], tuple[str, ...]]]] = {
    "app": [(App._display, ("self", "screen", "renderable")), (App.on_event, ("self", "event"))],
    "compositor": [(Compositor.render_full_update, ("self", "simplify"))],
    "key_dispatch": [(App._check_bindings, ("self", "key", "priority"))],
    "renderer": [
        (Compositor._render_chops, ("self", "crop", "is_rendered_line")),
        (ChopsUpdate, ("chops", "spans", "chop_ends")),
        (LayoutUpdate, ("strips", "region")),
    ],
    "size_guard": [(Compositor.render_update, ("self", "full", "screen_stack", "simplify"))],
}
"""By module: what it overrides or calls with these parameters."""


def differs(module: str, what: str) -> str:
    """Return the line that a new Textual is greeted with."""
    return f"textual {textual.__version__}: {what}: see tui/textual_ext/{module}.py"


def has(owner: type | ModuleType, name: str) -> bool:
    """Tell whether a class or its instances have a name, or a module has it."""
    if hasattr(owner, name) or isinstance(owner, ModuleType):
        return hasattr(owner, name)
    own = [ancestor for ancestor in owner.__mro__ if ancestor.__module__.startswith("textual")]
    return any(f"self.{name}" in inspect.getsource(ancestor) for ancestor in own)


@pytest.mark.parametrize("module", RELIED_ON)
def test_all_that_a_module_relies_on_is_there(module: str) -> None:
    gone = [
        f"{owner.__name__}.{name}"
        for owner, names in RELIED_ON[module].items()
        for name in names
        if not has(owner, name)
    ]
    assert not gone, differs(module, f"{', '.join(gone)} is gone")
    for called, parameters in PARAMETERS.get(module, ()):
        theirs = tuple(inspect.signature(called).parameters)
        assert theirs[: len(parameters)] == parameters, differs(
            module, f"{called.__qualname__} takes {theirs}"
        )


def test_updates_are_written_in_one_place() -> None:
    source = inspect.getsource(App._display)
    assert "render_segments" in source, differs("renderer", "App._display writes updates in another way")
    assert "_previous_cursor_position = cursor_position" in source, differs(
        "renderer", "the cursor is kept elsewhere"
    )


def test_a_partial_update_is_of_what_has_changed() -> None:
    source = inspect.getsource(Compositor.render_partial_update)
    assert "_dirty_regions" in source, differs("compositor", "changes are kept elsewhere")
    source = inspect.getsource(Screen._on_timer_update) + inspect.getsource(Screen._compositor_refresh)
    assert "if self._dirty_widgets:" in source, differs("compositor", "a frame has another reason")
    assert "self._compositor.render_update(" in source, differs("compositor", "a frame is made otherwise")


def test_a_frame_is_written_between_its_marks() -> None:
    source = inspect.getsource(App._begin_update) + inspect.getsource(App._end_update)
    assert "write(SYNC_START)" in source, differs("driver", "a frame begins otherwise")
    assert "write(SYNC_END)" in source, differs("driver", "a frame ends otherwise")


def test_a_screen_makes_its_compositor_before_it_is_registered() -> None:
    assert "self._compositor = Compositor()" in inspect.getsource(Screen.__init__), differs(
        "app", "no compositor"
    )


def test_a_key_reaches_the_app_before_anything_else() -> None:
    source = inspect.getsource(App.on_event)
    assert "_check_bindings(event.key, priority=True)" in source, differs(
        "key_dispatch", "keys come another way"
    )
    assert "event.is_forwarded" in source, differs("key_dispatch", "a forwarded key can't be told")


def test_an_unhandled_error_ends_at_one_hook() -> None:
    assert "self._fatal_error()" in inspect.getsource(App._handle_exception), differs(
        "crash_handler", "no hook"
    )


@pytest.mark.parametrize("module", ["linux_driver", "linux_inline_driver", "web_driver", "win32"])
def test_every_driver_makes_its_parser_by_that_name(module: str) -> None:
    source = (Path(textual.__file__).parent / "drivers" / f"{module}.py").read_text(encoding="utf-8")
    assert "from textual._xterm_parser import XTermParser\n" in source, differs(
        "driver", f"{module} has another"
    )
    assert "parser = XTermParser(" in source, differs("driver", f"{module} makes it otherwise")


def test_a_driver_in_a_browser_reads_keys_by_our_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_driver, "XTermParser", XTermParser)
    extended_driver(web_driver.WebDriver, lambda: DEFAULT)
    assert web_driver.XTermParser is InputParser


def test_the_linux_driver_writes_through_a_thread_and_its_file() -> None:
    source = inspect.getsource(linux_driver)
    assert "WriterThread(self._file)" in source, differs("driver", "the writer is made otherwise")


def test_keys_are_named_as_textual_names_them() -> None:
    from textual.keys import _character_to_key

    wrong = [
        char
        for code in range(0x20, 0x3000)
        if (char := chr(code)).isprintable() and of_character(char) != _character_to_key(char)
    ]
    assert not wrong, f"textual {textual.__version__} names {wrong[:5]} otherwise: see tui/config/actions.py"


@pytest.mark.parametrize("path", sorted(EXTENSION.glob("[!_]*.py")), ids=lambda path: path.stem)
def test_every_private_name_that_is_used_stands_here_and_in_the_docstring(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    breaches = house.private_names_of_textual(house.made_up({"tui.elsewhere": source}))
    used = {breach.partition(", which")[0].split()[-1].rpartition(".")[2] for breach in breaches}
    listed = {name for names in RELIED_ON[path.stem].values() for name in names}
    assert used <= listed
    module = house.made_up({"tui.elsewhere": source})["tui.elsewhere"]
    docstring = next(house.docstrings(module.tree))[1]
    assert {name for name in used if name not in docstring} == set()
