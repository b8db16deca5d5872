"""What a line is, in the running program in a terminal of 80x24, and in what the commands say afterwards."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import site_pages
from terminal import COMMAND, Terminal

AMID = site_pages.NOON.amid


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Nine pages of a site in one file."""
    pages = site_pages.pages(9, (site_pages.NOON,))
    records = [
        {"id": f"p{number}", "text": page.text, "url": f"https://{page.host}/{number}"}
        for number, page in enumerate(pages)
    ]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "site"


def told(site: Path, home: dict[str, str], *command: str) -> list[dict[str, object]]:
    """Return what a command says of the pages, as JSON."""
    ran = subprocess.run(
        [COMMAND, *command, "--json", str(site)], env=home, capture_output=True, check=True, text=True
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def kinds(site: Path, home: dict[str, str]) -> list[str]:
    """Return the kind of the line that the source repeats, on each page that has it."""
    return [str(unit["kind"]) for unit in told(site, home, "sentences") if unit["text"] == AMID]


WORDS = {
    "en": ("9 articles", "decided 0/", "pages of this source", "text in the source", "text on every page of"),
    "ar": ("9 مقالات", "محسوم 0/", "من صفحات هذا المصدر", "نص في المصدر", "نص في كل صفحات"),
}
"""The library, the reader, the details, the dialog, and what has been done."""


@pytest.mark.parametrize("language", sorted(WORDS))
def test_two_keys_say_what_a_line_is_on_all_pages_of_a_source_and_commands_know_it(
    site: Path, home: dict[str, str], language: str
) -> None:
    library, reader, details, dialog, done = WORDS[language]
    right = language == "ar"
    assert set(kinds(site, home)) == {"repeated"}
    before = [article["sentences"] for article in told(site, home, "list")]
    number = next(unit["index"] for unit in told(site, home, "sentences") if unit["text"] == AMID)
    with Terminal([COMMAND, "--lang", language, str(site)], env=home, rows=24, columns=80) as terminal:
        terminal.wait_for(library, logical=right)
        terminal.type("\r")
        terminal.wait_for(reader, logical=right)
        terminal.type("\x1b[H" + "j" * int(str(number)))
        terminal.wait_for(details, logical=right)
        terminal.type("z")
        terminal.wait_for(dialog, logical=right)
        terminal.type("3")
        terminal.wait_for(done, logical=right)
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert not {"repeated", "furniture"} & set(kinds(site, home))
    after = [article["sentences"] for article in told(site, home, "list")]
    assert sum(map(int, map(str, after))) == sum(map(int, map(str, before))) + len(kinds(site, home))
