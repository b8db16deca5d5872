"""What the README and the help topics say to type is typed, as the installed program, and does what they say.

Every command line of their fenced `sh` blocks and every `claimreader ...` in their text runs in a scratch
world in which the README's names exist: `~/articles/event` (the samples, with annotations), `mine.json`,
`yours.json`, `hers.json` and `colleague.json` (other people's), FILE (an export). The home folder is
redirected. `make run` and `make test` are typed by `.ci/run` on a fresh clone. `jq` may be missing: what a
pipe hands to it is read with json here. Every command is also called with `--help` and put to its smallest
real use, so that one which can't even start is noticed whether or not the README shows it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from terminal import Terminal

import seeds
from annotations.composition import article_record
from annotations.corpus import open_corpus
from annotations.model.records import Annotation, ArticleRef, Target, new_uuid, timestamp
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store
from tui.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "tui" / "help").rglob("*.md")))
]
"""What users read: the README, and the help topics in each language."""
PROGRAMS = Path(sys.executable).parent

DONE, FOUND, USAGE = 0, 1, 2
SENTENCES = 200
"""Of the five samples."""


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    fences = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [block for document in DOCUMENTS for block in fences.findall(document)]


def typed_lines() -> list[str]:
    """Return every command line, comments left out."""
    fenced = [line.partition(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    in_text = [
        " ".join(line.split())
        for document in DOCUMENTS
        for line in re.findall(
            r"`(claimreader [^`]+)`", re.sub(r"^```.*?^```", "", document, flags=re.MULTILINE | re.DOTALL)
        )
    ]
    named = {f"claimreader {command}" for command in COMMANDS}  # a word about a command, nothing to type
    typed = [*fenced, *(line for line in in_text if line not in named)]
    return list(dict.fromkeys(line for line in typed if line and not line.startswith("#")))


BY_CI = ("make run", "make test")
LINES = [line for line in typed_lines() if line not in BY_CI]
WITH_SCREEN = [
    line for line in LINES if re.match(r"claimreader (?:[~/]|tour |--(?:accessible|repair-text)$)", line)
]
SERVING = [line for line in LINES if line.startswith("claimreader serve ")]


class World(NamedTuple):
    """A home folder in which the README's names exist, and the folder in which things are typed."""

    home: Path
    here: Path

    @property
    def event(self) -> Path:
        return self.home / "articles" / "event"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CLAIMREADER_", "XDG_", "LC_")) and name not in ("LANG", "LANGUAGE")
        }
        path = f"{PROGRAMS}{os.pathsep}{kept.get('PATH', '')}"
        return kept | {"HOME": str(self.home), "PATH": path, "LC_ALL": "C.UTF-8", "COLUMNS": "80"}

    def type(self, line: str) -> subprocess.CompletedProcess[str]:
        """Let a shell run a line."""
        return subprocess.run(
            ["bash", "-c", line], cwd=self.here, env=self.environment, capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL, encoding="utf-8",
        )  # fmt: skip


def annotate(path: Path, by: str, tags: tuple[str, ...], every: int) -> None:
    """Tag every n-th sentence of the samples, one save each, as the reader does."""
    corpus = open_corpus([seeds.FOLDER])
    with open_store(path, annotator=by) as store:
        for entry in corpus.entries:
            article = corpus.read(entry)
            store.remember_article(article_record(article))
            for index, sentence in enumerate(article.sentences[::every]):
                start, end = sentence.start, sentence.end
                text, now = article.text, timestamp()
                annotation = Annotation(
                    uuid=new_uuid(),
                    article=ArticleRef(article.id, article.sha256),
                    target=Target(
                        start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32],
                        index * every,
                    ),
                    tags=tags,
                    annotator=by,
                    created=now,
                    updated=now,
                )  # fmt: skip
                store.apply([Change(annotation.uuid, 0, annotation)], by=by)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world as it is before anything is typed, made once."""
    root = tmp_path_factory.mktemp("readme")
    event, here = root / "home" / "articles" / "event", root / "here"
    event.mkdir(parents=True)
    here.mkdir()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copy(path, event)
    annotate(event / "annotations.json", "me", ("claim", "quantity"), 10)
    annotate(here / "mine.json", "me", ("claim", "event"), 12)
    annotate(here / "yours.json", "you", ("not_claim",), 8)
    annotate(here / "hers.json", "she", ("claim",), 8)
    annotate(here / "colleague.json", "colleague", ("not_claim",), 10)
    world = World(root / "home", here)
    done = world.type("claimreader export ~/articles/event -o FILE")
    assert done.returncode == DONE, done.stderr
    return root


@pytest.fixture
def world(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world of one's own, in which files lie where the system has them."""
    monkeypatch.delenv("CLAIMREADER_HOME")
    for name in ("home", "here"):
        shutil.copytree(made / name, tmp_path / name)
    return World(tmp_path / "home", tmp_path / "here")


# ---------------------------------------------------------------------- what the README's lines do


def rows(done: subprocess.CompletedProcess[str]) -> list[str]:
    return done.stdout.splitlines()


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


Check = Callable[[World, subprocess.CompletedProcess[str]], object]
"""Returns something true if the line did what the README says of it."""

EXPECTED: dict[str, tuple[int, Check]] = {
    "claimreader export ~/articles/event -o claims.jsonl": (
        DONE,
        lambda world, done: (
            {one["annotator"] for one in records((world.here / "claims.jsonl").read_text())} == {"me"}
        ),
    ),
    "claimreader export ~/articles/event --tag quantity --since 2026-11-01": (
        DONE,
        lambda world, done: (
            rows(done) and all("quantity" in one["tags"] for one in records(done.stdout))  # type: ignore[operator]
        ),
    ),
    "claimreader export --formats": (DONE, lambda world, done: "brat\t" in done.stdout),
    "claimreader list --json-schema": (DONE, lambda world, done: json.loads(done.stdout)["$schema"]),
    "claimreader export --json-schema": (DONE, lambda world, done: json.loads(done.stdout)["$schema"]),
    "claimreader list ~/articles/event": (
        DONE,
        lambda world, done: (
            [row.split("\t")[0][:3] for row in rows(done)] == ["000", "001", "002", "003", "004"]
        ),
    ),
    "claimreader suggest ~/articles/event": (
        DONE,
        lambda world, done: any(
            row.split("\t")[3:5] == ["quantity", "!"] and row.endswith("و100 صاروخ") for row in rows(done)
        ),
    ),
    "claimreader list --json": (
        DONE,
        lambda world, done: (
            [(one["set_aside"], one["same_text"]) for one in records(done.stdout)] == [(None, [])] * 5
        ),
    ),
    "claimreader figures --json": (
        DONE,
        lambda world, done: {one["noun"] for one in records(done.stdout)} > {"جندي", "صاروخ"},
    ),
    "claimreader figures ~/articles/event": (
        DONE,
        lambda world, done: (
            {row.split("\t")[2] for row in rows(done) if row.endswith("و100 صاروخ")} == {"14000", "100"}
        ),
    ),
    "find ~/articles -name '*.txt' | claimreader list -": (
        DONE,
        lambda world, done: [row[:3] for row in rows(done)] == ["000", "001", "002", "003", "004"],
    ),
    "cat ~/articles/event/*.txt | claimreader show -": (
        DONE,
        lambda world, done: done.stdout.count("كوريا") > 20,
    ),
    "claimreader show 002": (
        DONE,
        lambda world, done: done.stdout.startswith("اخر الاخبار") and "بعد اعتراف روسيا" in done.stdout,
    ),
    "claimreader sentences --json": (DONE, lambda world, done: len(records(done.stdout)) == SENTENCES),
    'claimreader search "اوكرانيا الناتو" ~/articles': (
        DONE,
        lambda world, done: rows(done) and all(row.startswith("event/") for row in rows(done)),
    ),
    'claimreader search --lines "اوكرانيا source:ستيب" ~/articles': (
        DONE,
        lambda world, done: (
            {row.partition("\t")[0] for row in rows(done)} == {"event/002_3ab0a48c1437315e.txt"}
        ),
    ),
    "claimreader index ~/articles": (DONE, lambda world, done: done.stdout.startswith("5\t")),
    "claimreader report -o report.html": (
        DONE,
        lambda world, done: (world.here / "report.html").read_text().startswith("<!doctype html>"),
    ),
    "claimreader report ~/articles/event -o report.html": (
        DONE,
        lambda world, done: "report.html" in done.stderr and (world.here / "report.html").is_file(),
    ),
    "claimreader import FILE": (
        DONE,
        lambda world, done: "nothing was changed; --apply does it" in done.stderr and rows(done),
    ),
    "claimreader history": (DONE, lambda world, done: done.stderr == ""),
    "claimreader verify ~/articles/event": (DONE, lambda world, done: "nothing wrong" in done.stderr),
    "claimreader restore @1 ~/articles/event": (
        DONE,
        lambda world, done: (
            rows(done)[1] == "0 come back, 22 go, 0 change" and "nothing was changed" in done.stderr
        ),
    ),
    "claimreader restore @1 ~/articles/event --apply": (
        DONE,
        lambda world, done: len(records(world.type("claimreader export ~/articles/event").stdout)) == 1,
    ),
    "claimreader report ~/articles/event -o report.html --lang ar": (
        DONE,
        lambda world, done: '<html lang="ar"' in (world.here / "report.html").read_text(encoding="utf-8"),
    ),
    "claimreader figures --noun جندي ~/articles/event": (
        DONE,
        lambda world, done: {row.split("\t")[0] for row in rows(done)} >= {"جندي"},
    ),
    "claimreader suggest --pairs ~/articles/event": (
        DONE,
        lambda world, done: any(row.startswith("figures\tsame noun: جندي") for row in rows(done)),
    ),
    "claimreader list --annotators ~/articles/event": (
        DONE,
        lambda world, done: rows(done)[0].startswith("me\t"),
    ),
    "claimreader help": (DONE, lambda world, done: "| `backups` |" in done.stdout),
    "claimreader help keys": (DONE, lambda world, done: done.stdout.startswith("# Keys\n")),
    "claimreader help --lang ar": (DONE, lambda world, done: "الموضوع" in done.stdout),
    "claimreader restore ~/articles/event": (
        DONE,
        lambda world, done: (
            rows(done)[0].startswith("file ") and any(row.startswith("@") for row in rows(done))
        ),
    ),
    "claimreader merge mine.json yours.json -o ours.json": (
        DONE,
        lambda world, done: len(json.loads((world.here / "ours.json").read_text())["_default"]) > 20,
    ),
    "claimreader compare mine.json yours.json": (FOUND, lambda world, done: "kappa" in done.stdout),
    "claimreader compare mine.json yours.json hers.json": (
        FOUND,
        lambda world, done: "alpha by week" in done.stdout,
    ),
    "claimreader team init ~/shared/team ~/articles/event --share 0.2": (
        DONE,
        lambda world, done: "share = 0.2" in (world.home / "shared" / "team" / "team.toml").read_text(),
    ),
    "claimreader team init --sql": (
        DONE,
        lambda world, done: done.stdout.rstrip().endswith("\ncommit;"),
    ),
    'claimreader team init "postgresql:///?service=claims" ~/articles/event --annotator noor': (
        USAGE,  # there is no such service here
        lambda world, done: "claims" in done.stderr and len(done.stderr.splitlines()) == 1,
    ),
    "claimreader team join ~/articles/event --annotator suad": (
        DONE,
        lambda world, done: "suad is in event" in done.stderr,
    ),
    "claimreader team status ~/articles/event --annotator suad": (
        DONE,
        lambda world, done: [row.split("\t")[0] for row in rows(done)] == ["lead", "suad"],
    ),
    "claimreader team assign ~/articles/event --annotator suad": (
        DONE,
        lambda world, done: {row.split("\t")[1] for row in rows(done)} <= {"lead", "suad"},
    ),
    "claimreader team done 003 --corpus ~/articles/event --annotator suad": (
        DONE,
        lambda world, done: "003_5de6c0343d55195a.txt: done" in done.stderr,
    ),
    'claimreader search "mine: open:" ~/articles/event --annotator suad': (
        DONE,
        lambda world, done: bool(rows(done)),
    ),
    "claimreader export ~/articles/event --by all -o claims.jsonl --annotator suad": (
        DONE,
        lambda world, done: (
            {one["annotator"] for one in records((world.here / "claims.jsonl").read_text())} == {"me"}
        ),
    ),
    "claimreader team leave ~/articles/event --annotator suad": (
        DONE,
        lambda world, done: "suad has left" in done.stderr,
    ),
    "claimreader team init": (
        USAGE,
        lambda world, done: "no hub is named" in done.stderr,
    ),
    "claimreader scheme -o ~/articles/event": (
        DONE,
        lambda world, done: '[[tags]]\nid = "claim"' in (world.event / "claimreader.toml").read_text(),
    ),
    "claimreader scheme list": (
        DONE,
        lambda world, done: (
            [row.partition("\t")[0] for row in rows(done)] == ["factcheck", "conflict", "media-bias"]
        ),
    ),
    "claimreader scheme --scheme conflict -o ~/articles/event": (
        DONE,
        lambda world, done: 'id = "battle"' in (world.event / "claimreader.toml").read_text(),
    ),
    "claimreader list ~/articles/event --scheme factcheck": (DONE, lambda world, done: len(rows(done)) == 5),
    "claimreader scheme check ~/articles/event/claimreader.toml": (
        USAGE,  # it is written by the lines before
        lambda world, done: "no such file" in done.stderr,
    ),
    "claimreader scheme show ~/articles/event": (
        DONE,
        lambda world, done: rows(done)[0].startswith("tag\tc\tclaim\t"),
    ),
    "claimreader scheme rename quantity figure ~/articles/event": (
        DONE,
        lambda world, done: (
            "nothing was changed; --apply does it" in done.stderr
            and rows(done)[0].startswith("rename quantity figure: ")
        ),
    ),
    "claimreader scheme rename quantity figure ~/articles/event --apply": (
        DONE,
        lambda world, done: (
            'id = "figure"' in (world.event / "claimreader.toml").read_text()
            and {
                tuple(record["tags"])
                for record in records(world.type("claimreader export ~/articles/event").stdout)
            }
            == {("claim", "figure")}
        ),
    ),
    "claimreader scheme merge other event ~/articles/event --apply": (
        DONE,
        lambda world, done: 'id = "other"' not in (world.event / "claimreader.toml").read_text(),
    ),
    "claimreader scheme rename certainty=possible certainty=maybe ~/articles/event --apply": (
        DONE,
        lambda world, done: '"maybe"' in (world.event / "claimreader.toml").read_text(),
    ),
    "claimreader scheme undo ~/articles/event --apply": (
        USAGE,  # nothing was renamed yet in this world
        lambda world, done: "nothing to take back" in done.stderr,
    ),
    "claimreader doctor": (DONE, lambda world, done: "settings.toml" in done.stdout),
    "mkdir -p ~/.local/share/bash-completion/completions && "
    "claimreader completion bash > ~/.local/share/bash-completion/completions/claimreader": (
        DONE,
        lambda world, done: (
            "complete -o default -F"
            in (world.home / ".local/share/bash-completion/completions/claimreader").read_text()
        ),
    ),
    "claimreader completion zsh >> ~/.zshrc": (
        DONE,
        lambda world, done: "compdef _claimreader" in (world.home / ".zshrc").read_text(),
    ),
    "mkdir -p ~/.config/fish/completions && "
    "claimreader completion fish > ~/.config/fish/completions/claimreader.fish": (
        DONE,
        lambda world, done: (
            "complete -c" in (world.home / ".config/fish/completions/claimreader.fish").read_text()
        ),
    ),
    "claimreader show 00": (2, lambda world, done: "may be 5 articles" in done.stderr),
    "claimreader --help": (DONE, lambda world, done: "commands (claimreader COMMAND --help)" in done.stdout),
}
"""Exit code and check of every line of the README that needs no screen; without its pipe."""

PIPED: dict[str, Check] = {
    "jq .target.quote": lambda world, done: all(
        isinstance(one["target"]["quote"], str)  # type: ignore[index]
        for one in records(done.stdout)
    ),
    "psql -v ON_ERROR_STOP=1 service=claims": lambda world, done: "create policy" in done.stdout,
}
"""What other programs make of the output, checked here without them."""


def in_two(line: str) -> tuple[str, str]:
    """Part a line into what is typed here and what takes its output, if that isn't claimreader."""
    typed, _, piped = line.rpartition(" | ")
    return (typed, piped) if typed and not piped.startswith("claimreader") else (line, "")


def test_every_line_of_the_readme_is_checked() -> None:
    """A line that is added to the README comes into the tables above; one that goes leaves them."""
    plain = [line for line in LINES if line not in (*WITH_SCREEN, *SERVING)]
    assert {in_two(line)[0] for line in plain} == set(EXPECTED)
    assert {piped for _, piped in map(in_two, plain) if piped} == set(PIPED)
    assert [line for line in typed_lines() if line in BY_CI] == list(BY_CI)


BEGUN = "claimreader team init ~/shared/team ~/articles/event --annotator lead"
JOINED = f"{BEGUN} && claimreader team join ~/articles/event --annotator suad"
BEFORE: dict[str, str] = {
    "claimreader team join ~/articles/event --annotator suad": BEGUN,
    "claimreader team status ~/articles/event --annotator suad": JOINED,
    "claimreader team assign ~/articles/event --annotator suad": JOINED,
    "claimreader team done 003 --corpus ~/articles/event --annotator suad": JOINED,
    'claimreader search "mine: open:" ~/articles/event --annotator suad': JOINED,
    "claimreader export ~/articles/event --by all -o claims.jsonl --annotator suad": (
        JOINED.replace("--annotator lead", "--annotator me --open")
    ),
    "claimreader team leave ~/articles/event --annotator suad": JOINED,
}
"""What has to be typed before, so that a line does what is said of it."""


@pytest.mark.parametrize("line", [line for line in LINES if line not in (*WITH_SCREEN, *SERVING)])
def test_a_line_of_the_readme_does_what_is_said_of_it(line: str, world: World) -> None:
    typed, piped = in_two(line)
    code, check = EXPECTED[typed]
    if typed in BEFORE:
        assert world.type(BEFORE[typed]).returncode == DONE
    done = world.type(typed)
    assert done.returncode == code, done.stderr
    assert "should not have happened" not in done.stderr
    assert check(world, done), (done.stdout[:2000], done.stderr)
    if piped:
        assert PIPED[piped](world, done), done.stdout[:2000]


@pytest.mark.parametrize("line", SERVING)
def test_a_line_of_the_readme_that_serves_says_where_and_ends_when_told(line: str, world: World) -> None:
    port = "" if "--socket" in line else " --port 0"  # the usual one may be taken on this machine
    done = world.type(f"{line}{port} {UNTIL_IT_SERVES}")
    assert done.returncode == DONE, done.stderr
    assert done.stderr == ""
    where = r"(http://127.0.0.1:\d+/[\w-]{32}/|https://desk.example.org/ by reader\.sock)"
    assert re.fullmatch(rf"claimreader: {where}  \(Ctrl-C ends\)\n", done.stdout)


@pytest.mark.parametrize("line", WITH_SCREEN)
def test_a_line_of_the_readme_that_opens_the_reader_opens_it(line: str, world: World) -> None:
    with Terminal(
        ["bash", "-c", line], env=world.environment, cwd=world.here, columns=100, rows=30
    ) as terminal:
        shown = "colleague" if "--review" in line else "5 مقالات" if "--lang ar" in line else "5 articles"
        terminal.wait_for(shown, logical=not shown.isascii())
        terminal.type("\x11")
        assert terminal.wait_for_end() == DONE


def test_the_python_of_the_readme_reads_the_annotations(world: World) -> None:
    [code] = [block for block in blocks("python") if "tinydb" in block]
    statement = code.strip().splitlines()[-1]
    asked = code.replace(statement, f"import json\nprint(json.dumps({statement}))")
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=world.event, capture_output=True, text=True, check=True
    )
    exported = world.type("claimreader export ~/articles/event")
    assert {one["uuid"] for one in json.loads(done.stdout)} == {
        one["uuid"] for one in records(exported.stdout)
    }


def test_the_settings_of_the_readme_are_taken_and_act(world: World) -> None:
    [text] = [block for block in blocks("toml") if "lang =" in block]
    found = json.loads(world.type("claimreader doctor --json").stdout)
    path = Path(found["setting"])
    assert path.is_relative_to(world.home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert json.loads(world.type("claimreader doctor --json").stdout)["problems"] == []
    assert tomllib.loads(text)["lang"] == "ar"
    assert world.type("claimreader report ~/articles/event -o page.html").returncode == DONE
    assert '<html lang="ar"' in (world.here / "page.html").read_text(encoding="utf-8")
    with Terminal(
        ["claimreader", str(world.event)], env=world.environment, columns=100, rows=30, cwd=world.here
    ) as terminal:
        terminal.wait_for("مقال", logical=True)
        terminal.type("\x1b[15~")  # F5 opens, as [keys] says
        terminal.wait_for("Esc")
        terminal.type("0")
        terminal.settle()
        terminal.type("\x11")
        assert terminal.wait_for_end() == DONE
    assert {
        event["by"]
        for event in records(world.type("claimreader history --json --corpus ~/articles/event").stdout)
    } == {
        "me",
        tomllib.loads(text)["annotator"],
    }


# ---------------------------------------------------------------------- every command, in the README or not

UNTIL_IT_SERVES = "> where & until grep -s claimreader where; do sleep 0.1; done; kill $!; wait $!"
"""What a shell does with a server: it ends it when it has said where it is."""

SMALLEST: dict[str, tuple[str, int]] = {
    "list": ("list --json", DONE),
    "show": ("show 000 --width 40 --visual", DONE),
    "sentences": ("sentences", DONE),
    "search": ("search الناتو", DONE),
    "suggest": ("suggest --pairs --json", DONE),
    "figures": ("figures --noun جندي", DONE),
    "index": ("index --rebuild --json", DONE),
    "export": ("export --format csv --corpus ~/articles/event", DONE),
    "import": ("import FILE --apply --corpus ~/articles/event", DONE),
    "report": ("report ~/articles/event -o page.html --lang ar", DONE),
    "serve": (f"serve --port 0 {UNTIL_IT_SERVES}", DONE),
    "history": ("history --corpus ~/articles/event", DONE),
    "verify": ("verify --repair ~/articles/event", DONE),
    "restore": ("restore @1 ~/articles/event --apply", DONE),
    "merge": ("merge mine.json yours.json -o both.json --json", DONE),
    "compare": ("compare mine.json mine.json", DONE),
    "team": ("team init ~/shared/team ~/articles/event --open", DONE),
    "scheme": ("scheme check media-bias", DONE),
    "doctor": ("doctor --json", DONE),
    "completion": ("completion bash", DONE),
    "tour": ("tour", USAGE),  # without a terminal
    "help": ("help keys --json", DONE),
}
"""The smallest real use of each command, with its exit code."""


def test_every_command_has_a_smallest_use() -> None:
    assert set(SMALLEST) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_how_it_is_used_and_runs(command: str, world: World) -> None:
    helped = world.type(f"claimreader {command} --help")
    assert helped.returncode == DONE, helped.stderr
    assert helped.stderr == ""
    assert helped.stdout.startswith(f"usage: claimreader {command} ")
    line, code = SMALLEST[command]
    done = world.type(f"claimreader {line}")
    assert done.returncode == code, done.stderr
    assert done.stdout or done.stderr


def test_the_help_and_the_readme_name_the_same_commands(world: World) -> None:
    helped = world.type("claimreader --help").stdout
    listed = re.findall(r"^  (\w+) ", helped.partition("commands (")[2].partition("\n\n")[0], re.MULTILINE)
    assert listed == list(COMMANDS)
    named = {name for line in LINES for name in re.findall(r"claimreader (\S+)", line)}
    assert {name for name in named if re.fullmatch(r"[a-z]+", name)} == set(listed)
