"""The program in this process, under a Textual pilot: a home of its own, and three articles to read."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program in this process a home of its own."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CLAIMREADER_ANNOTATOR", "analyst-1")
    return tmp_path / "home"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three articles that differ in date, title and words."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, title, day, body in (
        (
            "a.txt",
            "وصول قوات جديدة",
            "2 أكتوبر 2024",
            "قال المتحدث إن السفينة غادرت الميناء. وأضاف أنها عادت.",
        ),
        (
            "b.txt",
            "اجتماع في العاصمة",
            "5 أكتوبر 2024",
            "أعلن الوزير أن أوكرانيا تنتظر. ولم يحدد موعدا للقوات.",
        ),
        (
            "c.txt",
            "باب الأخبار العاجلة",
            "1 أكتوبر 2024",
            "ذكرت الوكالة أن الجسر أغلق. وسيفتح غدا أمام الناس.",
        ),
    ):
        (folder / name).write_text(f"{title}\n\n{day}\n\n{body}\n", encoding="utf-8")
    return folder
