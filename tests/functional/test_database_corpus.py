"""A corpus in PostgreSQL on the command line and on the screen: typed as a folder is, and as safe."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_pilot import closing, names, screen_of, shown, until
from terminal import COMMAND

import seeds
from annotations.composition import Project
from tui.app import ClaimReader

pytest.importorskip("psycopg")

from postgresql_server import BINARIES, Server

pytestmark = pytest.mark.skipif(not BINARIES, reason="no PostgreSQL is installed")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.remove()


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "offered.json").write_text('{"never": true}')
    return {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home")}


@pytest.fixture
def corpus(server: Server, home: dict[str, str]) -> str:
    """Fill a database with the samples; return the address of who may only read it."""
    database = server.corpus()
    done = run(home, "index", str(seeds.FOLDER), "--to", server.address(database, "crawler"))
    assert (done.returncode, done.stderr) == (0, "claimreader: 5 articles written, 0 gone\n")
    assert done.stdout.startswith("5\tpostgresql:///")
    return server.address(database, "noor")


def run(home: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], env=home, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ["list", "--json"],
        ["search", "قوات", "--json"],
        ["search", "--lines", "الناتو", "--json"],
        ["sentences", "--json"],
        ["figures", "--json"],
        ["suggest", "--json"],
        ["suggest", "--pairs", "--json"],
        ["show", "002", "--json"],
    ],
    ids=" ".join,
)
def test_commands_write_of_a_database_what_they_write_of_a_folder(
    home: dict[str, str], corpus: str, command: list[str]
) -> None:
    where = ["--corpus"] if command[0] == "show" else []
    there = run(home, *command, *where, corpus)
    folder = run(home, *command, *where, str(seeds.FOLDER))
    assert (there.returncode, there.stdout) == (0, folder.stdout)
    assert there.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["{}"],
        ["list", "{}"],
        ["show", "002", "--corpus", "{}"],
        ["index", "--to", "{}"],
        ["list", "--verbose", "{}"],
        ["list", "{}", "somewhere"],
    ],
    ids=" ".join,
)
def test_a_password_on_the_command_line_is_refused_and_written_nowhere(
    home: dict[str, str], arguments: list[str]
) -> None:
    address = "postgresql://noor:geheim@db.example/news"
    done = run(home, *(part.format(address) for part in arguments))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    if arguments != ["{}"]:  # the reader first says that it needs a terminal
        assert "can't hold a password" in done.stderr
    kept = [path.read_bytes() for path in Path(home["CLAIMREADER_HOME"]).rglob("*") if path.is_file()]
    assert not any(b"geheim" in each for each in [done.stderr.encode(), done.stdout.encode(), *kept])


def test_annotations_lie_in_the_data_folder_whoever_one_is_there(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch, corpus: str
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", home["CLAIMREADER_HOME"])
    mine = Project(address=corpus)
    other = Project(address=corpus.replace("user=noor", "user=crawler") + "&sslmode=prefer")
    assert mine.database == other.database
    assert mine.database.is_relative_to(home["CLAIMREADER_HOME"])
    assert mine.database != Project(address=corpus.replace("corpus", "corpus9")).database
    assert mine.own_scheme_file.parent == mine.database.parent
    assert mine.places != Project([seeds.FOLDER]).places


def test_what_makes_no_sense_is_one_line(home: dict[str, str], corpus: str) -> None:
    for arguments, said in (
        (["index", corpus, "--to", corpus], "--to goes with folders"),
        (["index", "--to", "some/folder"], "expected the address of a database"),
        (["list", corpus, str(seeds.FOLDER)], "a database is a corpus by itself"),
        (["list", "--repair-text", corpus], "texts are repaired where they come from"),
        (["index", "--rebuild", corpus], "is made anew by claimreader index FOLDER --to"),
        (["show", "999", "--corpus", corpus], "no article 999"),
    ):
        done = run(home, *arguments)
        assert done.returncode != 0
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.asyncio
async def test_one_reads_and_annotates_on_while_the_server_is_away(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch, corpus: str, server: Server
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", home["CLAIMREADER_HOME"])
    monkeypatch.setattr("annotations.corpus.database.tables._RESTS", 0.0)
    app = ClaimReader(Project(address=corpus))
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
        assert names(app) == sorted(path.name for path in seeds.FOLDER.glob("*.txt"))
        await pilot.press("slash", *"ستيب", "enter")
        await until(pilot, lambda: len(app.session.listing) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) > 1)
        server.stop()
        try:
            await pilot.press("2")
            await until(pilot, lambda: len(app.session.annotations.pending.list()) == 1)
            await pilot.press("escape")
            app.session.listing.read_anew()
            screen_of(app).articles.refresh()
            await until(pilot, lambda: "can't be reached" in shown(app))
        finally:
            server.start()
        await pilot.press("escape")
        await until(pilot, lambda: len(app.session.listing) == 5 and "can't be reached" not in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) > 1)
    with_one = Project(address=corpus)
    assert len(with_one.store(readonly=True).list()) == 1
    with_one.close()
