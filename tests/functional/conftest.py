"""What holds on every screen that any of these tests shows, and the home that a program gets in a pty."""

from pathlib import Path

import pytest
from textual.geometry import Region
from textual.strip import Strip

from tui.textual_ext.bare_widget import Unframed


@pytest.fixture(autouse=True)
def rows_fill_their_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse a row that is narrower or wider than its widget: what stood there before would stay, or be
    covered."""
    draw = Unframed.render_lines

    def render_lines(self: Unframed, crop: Region) -> list[Strip]:
        strips = draw(self, crop)
        for y, strip in zip(crop.line_range, strips, strict=True):
            assert sum(part.cell_length for part in strip) == crop.width, (
                f"row {y} of {self!r}: {strip.text!r}"
            )
        return strips

    monkeypatch.setattr(Unframed, "render_lines", render_lines)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The variables that give a program a home of its own, and call who sits at it `me`."""
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "me"}
