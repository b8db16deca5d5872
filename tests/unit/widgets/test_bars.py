"""The two rows that frame every screen, where there is little room."""

import pytest

from tui.widgets.bars import without_folders


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "/a/long way/settings.toml: Invalid value (at line 3)",
            "…/settings.toml: Invalid value (at line 3)",
        ),
        ("~/x/أخبار/a.txt: not text", "…/a.txt: not text"),
        (r"C:\Users\x\a.txt: not text", "…/a.txt: not text"),
        ("/a/b: c/d.txt: gone", "…/b: c/d.txt: gone"),  # the reason is whole at least
        ("nothing to undo", "nothing to undo"),
        ("12: see /a/b: c", "12: see /a/b: c"),
        ("/a/b", "/a/b"),
    ],
)
def test_an_error_line_gives_up_the_folders_of_its_file_and_not_its_reason(message: str, shown: str) -> None:
    assert without_folders(message) == shown
