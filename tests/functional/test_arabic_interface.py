"""The interface in Arabic, read back letter by letter from a terminal of 80 x 24.

`logical` turns a row around, so what stands at its right edge comes first; Latin words each stay as they are.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import COMMAND, Terminal, logical


def start(home: Path, *options: str, **env: str) -> Terminal:
    environment = {"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8", **env}
    return Terminal([COMMAND, *options], env=environment, columns=80, rows=24)


def rows(terminal: Terminal) -> list[str]:
    return [logical(row) for row in terminal.screen.display]


def words(row: str) -> str:
    return " ".join(row.split())


def test_the_library_reads_from_the_right(tmp_path: Path) -> None:
    with start(tmp_path, "--lang", "ar") as terminal:
        terminal.wait_for("محسوم 0 من 172", logical=True)
        found = rows(terminal)
        assert words(found[0]) == "claimreader مقالات للتجربة لا ادعاءات محسوم 0 من 172 5 مقالات"
        assert words(found[1]) == "العنوان التاريخ ادعاء محسوم التقدم"
        assert words(found[-1]).startswith("k j تنقل Enter فتح / تصفية s ترتيب ? كل المفاتيح")
        assert found[2].startswith("◂ انضمت الولايات المتحدة إلى أوكرانيا")  # titles stand where they did


def test_help_and_palette_read_from_the_right(tmp_path: Path) -> None:
    with start(tmp_path, "--lang", "ar") as terminal:
        terminal.wait_for("5 مقالات", logical=True)
        terminal.type("?")
        terminal.wait_for("رجوع", logical=True)
        found = rows(terminal)
        assert found[0].strip() == "المكتبة"
        assert words(found[1]) == "↓ j المقال التالي"
        assert words(found[-1]) == "Enter مواضيع Esc رجوع"
        terminal.type("q\x10")
        terminal.wait_for("ماذا تريد؟ كلمة من اسم الأمر", logical=True)
        assert rows(terminal)[0].startswith(" الأوامر")
        terminal.type("تراجع")
        terminal.wait_until(lambda: words(rows(terminal)[1]) == "◂ u تراجع")


def test_the_reader_says_what_it_does(tmp_path: Path) -> None:
    with start(tmp_path, "--lang", "ar") as terminal:
        terminal.wait_for("5 مقالات", logical=True)
        terminal.type("\r")
        terminal.wait_for("محسوم 0/73", logical=True)
        assert words(rows(terminal)[0]).startswith("claimreader 000 انضمت")
        terminal.type("2")
        terminal.wait_for("محسوم 1/73   ادعاءات 1", logical=True)
        terminal.type("u")
        terminal.wait_for(" تم التراجع: 000:12", logical=True)
        assert "انضمت" in rows(terminal)[-1]
        terminal.type("x")
        terminal.wait_for("؛ للتراجع عنها كلها u", logical=True)
        assert rows(terminal)[-1].startswith(" 73 جملة ليست")


@pytest.mark.parametrize(
    ("settings", "options", "env", "arabic"),
    [
        ("", (), {"LC_ALL": "ar_EG.UTF-8"}, True),
        ("", (), {"LC_ALL": "en_US.UTF-8"}, False),
        ('lang = "ar"\n', (), {}, True),
        ('lang = "ar"\n', ("--lang", "en"), {}, False),
        ('lang = "en"\n', (), {"LC_ALL": "ar_EG.UTF-8"}, False),
    ],
)
def test_option_settings_locale_in_this_order(
    tmp_path: Path, settings: str, options: tuple[str, ...], env: dict[str, str], arabic: bool
) -> None:
    (tmp_path / "settings.toml").write_text(settings)
    with start(tmp_path, *options, **env) as terminal:
        terminal.wait_for("5 مقالات" if arabic else "5 articles", logical=arabic)
