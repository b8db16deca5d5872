"""Whatever lies under a name of ours, nothing waits for it, fills the memory with it or copies it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.services.tagging import press

KINDS = ("pipe", "device", "huge", "link", "nothing", "folder")

COMMANDS = {
    "list": ["list", "c"],
    "verify": ["verify", "c"],
    "history": ["history", "--corpus", "c"],
    "restore": ["restore", "c"],
    "restore bak": ["restore", "bak", "c", "--apply"],
    "sentences": ["sentences", "c"],
    "export": ["export", "c", "-o", "out.jsonl", "--force"],
    "import": ["import", "c/brat", "--format", "brat", "--corpus", "c"],
    "merge": ["merge", "c/annotations.json", "b/annotations.json", "-o", "merged/annotations.json"],
    "compare": ["compare", "c/annotations.json", "b/annotations.json"],
    "doctor": ["doctor"],
    "search": ["search", "قوات", "c"],
    "index": ["index", "c"],
}
"""What reads files beside the corpus, one after the other, in one process, as the screen does."""

PLACES = {
    "c/annotations.json": ("list", "verify", "history", "restore", "export", "merge", "compare"),
    "c/annotations.json.journal": ("list", "verify", "history", "restore", "export", "merge", "compare"),
    "c/annotations.json.journal.old": ("list", "verify", "restore", "import"),
    "c/annotations.json.bak": ("list", "verify", "restore", "restore bak", "import"),
    "c/annotations.json.history/000.jsonl": ("list",),
    "c/annotations.json.history/7.jsonl": ("list", "verify", "history", "merge"),
    "c/annotations.json.backups/2026-01-01.json": ("list", "verify", "restore"),
    "c/annotations.json.lock": ("list", "import"),
    "c/annotations.json.tmp": ("verify",),
    "c/claimreader.toml": ("export", "list"),
    "c/guide.md": ("export",),
    "c/brat/claimreader.jsonl": ("list", "import"),
    "c/brat/x.ann": ("import",),
    "c/brat/x.txt": ("import", "list"),
    "c/article.txt": ("list", "sentences", "search"),
    "c/article.jsonl": ("list", "sentences"),
    "home/settings.toml": ("list", "doctor"),
    "home/terminals.json": ("doctor",),
    "home/positions.json": ("list",),
    "home/export.json": ("list",),
    "home/c-INDEX.sqlite": ("index", "search"),
    "home/c-INDEX.sqlite-wal": ("index", "search"),
    "home/c-INDEX.sqlite.lock": ("index", "search"),
}
"""Every name under which we read something, and the commands that do."""

_CHILD = r"""
import contextlib, io, json, os, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from pathlib import Path
from tui.session import export_choice, reading_positions, review_decisions
from tui.terminal import detection
from tui.cli import main
for root, lines in json.loads(sys.stdin.readline()):
    os.chdir(root)
    os.environ["CLAIMREADER_HOME"] = root + "/home"
    print(json.dumps([root]), flush=True)
    reading_positions.ReadingPositions(Path("c/annotations.json")).last_read
    export_choice.last_choice(), detection._memory()
    review_decisions.ReviewDecisions(Path("c/annotations.json"))
    for name, line in lines:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(line)
        print(json.dumps([root, name, code, out.getvalue(), err.getvalue()]), flush=True)
"""


def place(at: Path, kind: str, victim: Path) -> None:
    at.parent.mkdir(parents=True, exist_ok=True)
    if at.exists():
        at.unlink()
    if kind == "pipe":
        os.mkfifo(at)
    elif kind == "device":
        at.symlink_to("/dev/zero")
    elif kind == "huge":
        with at.open("wb") as file:
            file.truncate(20 << 30)
    elif kind == "link":
        at.symlink_to(victim)
    elif kind == "nothing":
        at.symlink_to("is/not/there")
    else:
        at.mkdir()


def prepare(tmp_path: Path) -> None:
    """Two folders of one article with an annotation each, a folder of brat's, a scheme with guidelines."""
    for name in ("b", "c"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "0.txt").write_text("تقدمت القوات في المدينة. وصل 500 جندي.\n")
        project = Project([folder], annotator="analyst-1")
        article = project.corpus.read(project.corpus.entries[0])
        project.store().apply([press(article, 0, "claim", [], "analyst-1", project.scheme)], by="analyst-1")
        project.close()
    (tmp_path / "merged").mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "c" / "brat").mkdir()
    (tmp_path / "c" / "brat" / "x.ann").write_text("T1\tclaim 0 5\tتقدمت\n")
    (tmp_path / "c" / "claimreader.toml").write_text(
        'guidelines = "guide.md"\n[[tags]]\nid = "claim"\nkey = "c"\n'
    )
    (tmp_path / "c" / "guide.md").write_text("# guide")


@pytest.mark.parametrize("kind", KINDS)
def test_no_command_waits_for_fills_or_copies_what_is_no_file_of_ours(tmp_path: Path, kind: str) -> None:
    template = tmp_path / "template"
    template.mkdir()
    prepare(template)
    todo = []
    for number, (name, commands) in enumerate(PLACES.items()):
        root = tmp_path / str(number)
        shutil.copytree(template, root)
        (root / "victim").write_text(VICTIM)
        at = root / name.replace("INDEX", index_digest(root))
        place(at, kind, root / "victim")
        todo.append([str(root), [(command, COMMANDS[command]) for command in commands]])
    environ = {**os.environ, "CLAIMREADER_ANNOTATOR": "analyst-1"}
    environ.pop("CLAIMREADER_DEBUG", None)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD],
            env=environ, capture_output=True, text=True, timeout=300, input=json.dumps(todo) + "\n",
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"waits for ever after {(error.stdout or b'').splitlines()[-1:]}")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    places = list(PLACES)
    assert done.returncode == 0, (results[-1:], done.stderr[-2000:])
    for root, *result in results:
        if result:
            where = (places[int(Path(root).name)], *result)
            _, code, out, err = result
            assert code in (0, 1, 2, 3), where
            assert "should not have happened" not in err, where
            assert not code or err.strip(), where
            assert "secret" not in out + err or "c/brat/" in where[0] or "c/article" in where[0], where
    assert len(results) == len(PLACES) + sum(map(len, PLACES.values()))
    assert {path.parent.name for path in tmp_path.rglob("*") if holds_secret(path)} == {
        str(number) for number in range(len(PLACES))
    }
    assert all(path.read_text() == VICTIM for path in tmp_path.glob("*/victim"))


VICTIM = "a secret of somebody else\n"


def holds_secret(path: Path) -> bool:
    small = not path.is_symlink() and path.is_file() and path.stat().st_size < 1 << 20
    return small and VICTIM.encode() in path.read_bytes()


def index_digest(root: Path) -> str:
    from annotations.corpus import open_corpus
    from annotations.corpus.corpus import index_path

    return index_path(open_corpus([root / "c"]), root).stem.rpartition("-")[2]


@pytest.mark.parametrize(
    "name", ["positions.json", "export.json", "settings.toml", "crash.txt", "terminals.json"]
)
@pytest.mark.parametrize("kind", ["pipe", "device", "link", "nothing"])
def test_what_is_kept_is_written_over_no_foreign_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    from tui.config import settings
    from tui.session import export_choice, reading_positions
    from tui.terminal import detection
    from tui.textual_ext import crash_handler

    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    victim = tmp_path / "victim"
    victim.write_text('annotator = "x"\n')
    temporary = f".{name}.{os.getpid()}.new"
    place(tmp_path / "home" / temporary, kind, victim)
    if name == "settings.toml":
        settings.put("lang", "ar")
        assert settings.get("lang") == "ar"
    else:
        place(tmp_path / "home" / name, kind, victim)
        if name == "positions.json":
            positions = reading_positions.ReadingPositions(tmp_path / "db")
            positions.be_at("a", 3)
            positions.keep()
            assert reading_positions.ReadingPositions(tmp_path / "db").get("a") == 3
        elif name == "export.json":
            export_choice.keep_choice(export_choice.ExportChoice("brat", str(tmp_path)))
            assert export_choice.last_choice() == export_choice.ExportChoice("brat", str(tmp_path))
        elif name == "terminals.json":
            detection.remember("xterm(1)", {"TERM": "xterm"})
            detection.remember("foot(2)", {"TERM": "foot"})
        else:
            assert "crash.txt" in crash_handler.told(ValueError("x"))
    kept = tmp_path / "home" / name
    assert kept.is_file()
    assert not kept.is_symlink()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert victim.read_text() == 'annotator = "x"\n'
    assert not (tmp_path / "home" / temporary).exists()
