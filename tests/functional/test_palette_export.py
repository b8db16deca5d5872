"""Exporting from the screen: in the running program, in a real pty of 80x24."""

import json
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from annotations.composition import Project
from annotations.exchange.losses import ExportReport
from annotations.services.export import ExportProgress, StoppedError
from annotations.services.report import ReportProgress, WrittenReport
from tui.app import ClaimReader


@pytest.fixture
def out() -> Iterator[Path]:
    """Make a folder with a path as short as it can be: a longer one is wrapped, wherever its row is full."""
    with tempfile.TemporaryDirectory(prefix="o") as folder:
        yield Path(folder)


@pytest.fixture
def reader(home: dict[str, str], out: Path) -> Iterator[Terminal]:
    """The third article, one claim in it, a note on that, and one claim in the fourth."""
    with Terminal([COMMAND], env=home, columns=80, rows=24, cwd=out) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("jj\r")
        terminal.wait_for("decided 0/24")
        terminal.type("c")
        terminal.wait_for("claims 1")
        terminal.type("mانظر\r")
        terminal.wait_for("note saved")
        terminal.type("]")
        terminal.wait_for("decided 0/31")
        terminal.type("c")
        terminal.wait_for("decided 1/31")
        terminal.type("[")
        terminal.wait_for("decided 1/24")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def choose(terminal: Terminal, name: str) -> None:
    terminal.type("e")
    terminal.wait_for("a format")
    terminal.type(name)
    terminal.wait_for(f"▸ {name}")
    terminal.type("\r")
    terminal.wait_for(f"export as {name}:")


def test_an_article_then_the_corpus_then_the_same_again(reader: Terminal, out: Path) -> None:
    choose(reader, "jsonl")
    reader.wait_for("1 annotation of 002_")
    reader.type("\r")
    reader.wait_for("1 annotation written, of 1 article")
    reader.wait_for("nothing was left behind")
    one = next(out.iterdir())
    assert one.name.startswith("002_")
    reader.type("\r")
    reader.wait_for("decided 1/24")

    choose(reader, "jsonl")
    reader.type("\t")
    reader.wait_for("2 articles")
    reader.wait_for("samples.jsonl")
    reader.type("\r")
    reader.wait_for("2 annotations written, of 2 articles")
    everything = out / "samples.jsonl"
    lines = [json.loads(line) for line in everything.read_text(encoding="utf-8").splitlines()]
    assert [(line["article"]["id"][:3], line["note"]) for line in lines] == [("002", "انظر"), ("003", "")]
    reader.type("q")
    reader.wait_for("decided 1/24")

    everything.write_text("precious")
    choose(reader, "jsonl")
    reader.type("\t")
    reader.wait_for("samples.jsonl")
    reader.type("\r")
    reader.wait_for("Enter once more")
    assert everything.read_text() == "precious"
    reader.type("\r")
    reader.wait_for("2 annotations written")
    assert len(everything.read_text(encoding="utf-8").splitlines()) == 2
    reader.type("\x1b")
    reader.wait_for("decided 1/24")
    assert {path.suffix for path in out.iterdir()} == {".jsonl"}
    assert len(list(out.iterdir())) == 2


def test_another_path_needs_its_own_second_enter(reader: Terminal, out: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (out / name).write_text("precious")
    choose(reader, "csv")
    reader.type(f"\x15{out}/a.csv\r")
    reader.wait_for("Enter once more")
    reader.type("\x15")
    reader.wait_until_gone("once more")
    reader.type(f"{out}/b.csv\r")
    reader.wait_for("once more")
    assert [(out / name).read_text() for name in ("a.csv", "b.csv")] == ["precious"] * 2
    reader.type("\x1b")
    reader.wait_for("decided 1/24")


def test_what_the_format_cannot_carry_is_said(reader: Terminal, out: Path) -> None:
    choose(reader, "conll")
    reader.wait_for("attributes, dates")
    reader.type("\r")
    reader.wait_for("1 note not representable in conll")
    assert next(out.iterdir()).is_dir()
    reader.type("\r")
    reader.wait_for("decided 1/24")


def test_the_report_in_each_of_its_forms(reader: Terminal, out: Path) -> None:
    beginnings = {"html": b"<!doctype html>", "docx": b"PK", "csv": b"\xef\xbb\xbfnoun,"}
    for name, beginning in beginnings.items():
        choose(reader, f"report-{name}")
        reader.type("\t")
        reader.wait_for(f"samples-report.{name}")
        reader.type("\r")
        reader.wait_for("2 claims, of 2 articles")
        reader.wait_for(f"exported as report-{name} to")
        assert (out / f"samples-report.{name}").read_bytes().startswith(beginning)
        reader.type("\r")
        reader.wait_for("decided 1/24")
    choose(reader, "report-html")
    reader.type("\r")
    reader.wait_for("1 claim, of 1 article")
    (one,) = out.glob("002_*.html")
    assert "one article only" in one.read_text(encoding="utf-8")
    reader.type("\r")
    reader.wait_for("decided 1/24")


def test_a_path_that_cannot_be_written_is_said_and_asked_for_again(reader: Terminal, out: Path) -> None:
    choose(reader, "jsonl")
    reader.type("\x15/nowhere/at/all.jsonl\r")
    reader.wait_for("there is no folder")
    reader.type(f"\x15{out}\r")
    reader.wait_for("writes one file")
    reader.type("\x15~nobody-of-that-name/x\r")
    reader.wait_for("home")
    reader.type(f"\x15{out}/قائمة الادعاءات.jsonl\r")
    reader.wait_for("1 annotation written")
    reader.wait_for("قائمة الادعاءات", logical=True)
    assert [path.name for path in out.iterdir()] == ["قائمة الادعاءات.jsonl"]
    reader.type("\r")
    reader.wait_for("decided 1/24")


def test_the_last_choice_is_remembered_after_the_end(
    reader: Terminal, home: dict[str, str], out: Path
) -> None:
    (out / "hand").mkdir()
    choose(reader, "csv")
    reader.type(f"\x15{out}/hand/x.csv\r")
    reader.wait_for("1 annotation written")
    reader.type("\r")
    reader.wait_for("decided 1/24")
    with Terminal([COMMAND], env=home, columns=80, rows=24) as again:
        again.wait_for("5 articles")
        again.type("ث")  # e of an Arabic layout, from the library
        again.wait_for("▸ csv")
        again.type("\r")
        again.wait_for("hand/samples.csv")
        again.type("\x1b")
        again.wait_for("5 articles")
        again.type("q")
        assert again.wait_for_end() == 0


async def test_esc_stops_a_long_export_and_leads_back_to_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    began, ended = threading.Event(), threading.Event()

    def endless(*_: object, tell: Callable[[ExportProgress], None], **__: object) -> ExportReport:
        try:
            while True:
                began.set()
                tell(ExportProgress(1, 4, 10))
        except StoppedError:
            ended.set()
            raise

    monkeypatch.setattr("tui.screens.dialogs.export.export", endless)
    app = ClaimReader(Project(annotator="me"))
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.session.annotations.loaded:
            await pilot.pause(0.05)
        await pilot.press("e")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")

        def shown() -> str:
            return "\n".join(
                "".join(segment.text for segment in row) for row in app.screen._compositor.render_strips()
            )

        while "1 of 4 articles" not in shown():
            await pilot.pause(0.05)
        assert "━━━━━───────────────" in shown()
        assert began.is_set()
        await pilot.press("escape")
        while "nothing was written" not in shown():
            await pilot.pause(0.05)
        assert ended.is_set()
        assert "samples.jsonl" in shown()
        await pilot.press("escape")
        while "5 articles" not in shown():
            await pilot.pause(0.05)
    app.session.project.close()


async def test_a_report_that_is_being_written_says_so_when_all_has_been_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    seen = threading.Event()

    def slow(
        _: Project, target: str, *, tell: Callable[[ReportProgress], None], **__: object
    ) -> WrittenReport:
        for done in range(4):
            tell(ReportProgress(done, 3))
        assert seen.wait(60)
        return WrittenReport("html", Path(target), 7, 3)

    monkeypatch.setattr("annotations.services.report.write_report", slow)
    app = ClaimReader(Project(annotator="me"))
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.session.annotations.loaded:
            await pilot.pause(0.05)
        await pilot.press("e")
        await pilot.press(*"report-html", "enter")
        await pilot.pause()
        await pilot.press("enter")

        def shown() -> str:
            return "\n".join(
                "".join(segment.text for segment in row) for row in app.screen._compositor.render_strips()
            )

        while "writing ..." not in shown():
            await pilot.pause(0.05)
        seen.set()
        while "7 claims, of 3 articles" not in shown():
            await pilot.pause(0.05)
    app.session.project.close()
