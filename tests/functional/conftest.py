"""Every screen that any of these tests shows fills its rows; every program in a pty has a home of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.textual_ext.bare_widget import BareWidget
from tui.widgets.rows import Rows


def filling(draw: Callable[..., list[Strip]]) -> Callable[[Widget, Region], list[Strip]]:
    """Return `render_lines` that refuses a row that is narrower or wider than its widget."""

    def render_lines(self: Widget, crop: Region) -> list[Strip]:
        strips = draw(self, crop)
        for y, strip in zip(crop.line_range, strips, strict=True):
            assert sum(part.cell_length for part in strip) == crop.width, (
                f"row {y} of {self!r}: {strip.text!r}"
            )
        return strips

    return render_lines


@pytest.fixture(autouse=True)
def rows_fill_their_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse a row that is narrower or wider than its widget: what stood there before would stay, or be
    covered."""
    for kind in (BareWidget, Rows):
        monkeypatch.setattr(kind, "render_lines", filling(kind.render_lines))


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The variables that give a program a home of its own, and call who sits at it `me`."""
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "me"}
