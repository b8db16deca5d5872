"""Every line of `--json` has the form that `--json-schema` and the topic `json` say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from test_readme_runs import World, made, world  # noqa: F401 - the fixtures
from write_readme import JSON_TOPIC, documented_lines, with_json_tables

from tui import cli
from tui.cli import COMMANDS
from tui.commands.json_lines import line_type

LINES = dict(documented_lines())
"""The forms of each command that has JSON."""


class Typed(NamedTuple):
    """What is typed to see a form; before it what makes that there is something to see."""

    line: str
    before: str = ""


E = "~/articles/event"
TYPED: dict[tuple[str, str], Typed] = {
    ("list", ""): Typed(f"list {E}"),
    ("list", "--annotators"): Typed(f"list --annotators {E}"),
    ("show", "ARTICLE"): Typed(f"show 000 --corpus {E}"),
    ("show", "-"): Typed("show - < ~/articles/event/000_0caa50b3dad6e4be.txt"),
    ("sentences", ""): Typed(f"sentences {E}"),
    ("search", ""): Typed(f"search الناتو {E}"),
    ("search", "--lines"): Typed(f"search --lines الناتو {E}"),
    ("figures", ""): Typed(f"figures {E}"),
    ("suggest", ""): Typed(f"suggest {E}"),
    ("suggest", "--pairs"): Typed(f"suggest --pairs {E}"),
    ("suggest", "--explain"): Typed(f"suggest --explain {E}"),
    ("suggest", "--annotations"): Typed(f"suggest --annotations {E}"),
    ("index", ""): Typed(f"index {E}"),
    ("export", ""): Typed(f"export {E}"),
    ("export", "--formats"): Typed("export --formats"),
    ("import", ""): Typed(f"import FILE --corpus {E}"),
    ("report", ""): Typed(f"report {E} -o page.html"),
    ("history", ""): Typed(f"history --corpus {E}"),
    ("verify", ""): Typed(f"verify {E}", "rm ~/articles/event/000*"),
    ("restore", ""): Typed(f"restore {E}"),
    ("restore", "STATE"): Typed(f"restore @1 {E}"),
    ("merge", ""): Typed("merge one.json two.json -o both.json"),
    ("compare", ""): Typed("compare mine.json yours.json"),
    ("compare", "A B C"): Typed("compare mine.json yours.json hers.json"),
    ("team", "status"): Typed(
        f"team status {E} --annotator me", f"claimreader team init ~/team {E} --annotator me"
    ),
    ("team", "assign"): Typed(
        f"team assign {E} --annotator me", f"claimreader team init ~/team {E} --annotator me"
    ),
    ("scheme", ""): Typed("scheme"),
    ("scheme", "list"): Typed("scheme list"),
    ("scheme", "check"): Typed("scheme check bad.toml", "printf '[[tags]]\\nid = 1\\n' > bad.toml"),
    ("scheme", "show"): Typed(f"scheme show {E}"),
    ("scheme", "rename"): Typed(f"scheme rename quantity figure {E}"),
    ("scheme", "merge"): Typed(f"scheme merge quantity event {E}"),
    ("doctor", ""): Typed("doctor"),
    ("help", ""): Typed("help"),
    ("help", "TOPIC"): Typed("help backups"),
    ("--version", ""): Typed("--version"),
}


def test_every_form_of_every_command_is_typed_here() -> None:
    assert set(TYPED) == {(command, line.form) for command, lines in LINES.items() for line in lines}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_json_with_a_schema_or_says_why_not(command: str) -> None:
    module = cli._module(command)
    assert ("--json" in module.USAGE.without) == ("--json-schema" in module.USAGE.without)
    assert (command in LINES) == ("--json" not in module.USAGE.without)


def prepared(form: tuple[str, str], world: World) -> None:  # noqa: F811
    """Make that there is something to see."""
    if form == ("suggest", "--explain"):
        decide_about_suggestions(world.event)
    if form == ("merge", ""):
        change_both(world.here)
    elif TYPED[form].before:
        assert world.type(TYPED[form].before).returncode == 0


def decide_about_suggestions(event: Path) -> None:
    """Refuse what a rule suggests."""
    from annotations.model.records import new_uuid, timestamp
    from annotations.model.side_records import TRUST, SideChange, Verdict
    from annotations.store.tinydb_store import open_store

    verdict = Verdict(
        uuid=new_uuid(), rule="quantity", kind="tags", taken=False, annotator="me", created=timestamp()
    )
    with open_store(event / "annotations.json", annotator="me") as store:
        store.apply([SideChange(TRUST.name, verdict.uuid, 0, verdict)], by="me")


def change_both(here: Path) -> None:
    """Make one.json and two.json of one file, each with a note of its own on the same annotation."""
    from annotations.store.base import Change
    from annotations.store.tinydb_store import open_store

    for name in ("one", "two"):
        for path in here.glob("mine.json*"):
            if path.is_file():
                (here / path.name.replace("mine", name)).write_bytes(path.read_bytes())
        with open_store(here / f"{name}.json", annotator=name) as store:
            first = min(store.list(), key=lambda annotation: annotation.uuid)
            changed = msgspec.structs.replace(first, note=f"by {name}")
            store.apply([Change(first.uuid, first.rev, changed)], by=name)


@pytest.mark.parametrize("form", TYPED, ids=" ".join)
def test_each_line_has_the_keys_and_types_of_its_form(form: tuple[str, str], world: World) -> None:  # noqa: F811
    prepared(form, world)
    typed, less, source = TYPED[form].line.partition(" < ")
    done = world.type(f"claimreader {typed} --json{less}{source}")
    assert done.returncode in (0, 1), done.stderr
    rows = done.stdout.splitlines()
    assert rows, done.stderr
    command, name = form
    [line] = [line for line in LINES[command] if line.form == name]
    kind = line_type(command, line)
    for row in rows:
        msgspec.json.decode(row, type=kind)  # strict: no other key, no other type
        assert list(json.loads(row)) == list(line.fields)


def test_a_line_with_another_key_or_type_is_none_of_a_form() -> None:
    """What the test above relies on."""
    kind = line_type("index", LINES["index"][0])
    assert msgspec.json.decode(b'{"index": "x", "articles": 1, "not_read": {}}', type=kind).articles == 1
    for wrong in (
        b'{"index": "x", "articles": "1", "not_read": {}}',
        b'{"index": "x", "not_read": {}}',
        b'{"index": "x", "articles": 1, "not_read": {}, "y": 2}',
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(wrong, type=kind)


@pytest.mark.parametrize("command", LINES)
def test_the_schema_is_printed_without_what_the_command_needs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    assert cli.main([command, "--json-schema"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    schema = json.loads(said.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    forms = [each["$ref"] for each in schema.get("anyOf", [schema])]
    keys = [list(schema["$defs"][form.rpartition("/")[2]]["properties"]) for form in forms]
    expected = [list(line.fields) for line in LINES[command]]
    assert keys == (expected[:1] if command == "export" else expected)


def test_the_topic_says_the_same() -> None:
    topic = JSON_TOPIC.read_text(encoding="utf-8")
    assert topic == with_json_tables(topic), "python tests/write_readme.py writes it"


def test_merge_writes_a_line_for_each_conflict(world: World) -> None:  # noqa: F811
    change_both(world.here)
    done = world.type("claimreader merge one.json two.json -o both.json --json")
    assert done.returncode == 1
    [conflict] = map(json.loads, done.stdout.splitlines())
    assert (conflict["field"], conflict["a"], conflict["b"]) == ("note", "by one", "by two")
    nothing = world.type("claimreader merge mine.json yours.json -o ours.json --json")
    assert (nothing.returncode, nothing.stdout) == (0, "")


def test_a_format_that_is_no_json_lines_refuses_json(world: World) -> None:  # noqa: F811
    done = world.type("claimreader export ~/articles/event --format csv --json -o out.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "claimreader: --json: --format csv writes no JSON lines; --format jsonl does\n"
    assert not (world.here / "out.csv").exists()


def test_what_verify_repaired_is_a_line_like_the_others(world: World) -> None:  # noqa: F811
    (world.event / "annotations.json").write_bytes(b"{ cut")
    done = world.type("claimreader verify --repair ~/articles/event --json")
    kind = line_type("verify", LINES["verify"][0])
    lines = [msgspec.json.decode(row, type=kind) for row in done.stdout.splitlines()]
    assert any(line.kind == "repaired" and not line.wrong for line in lines)


def test_the_help_of_a_command_is_json_if_it_is_asked_to(world: World) -> None:  # noqa: F811
    record = json.loads(world.type("claimreader help doctor --json").stdout)
    assert record["topic"] == "doctor"
    assert record["text"].startswith("usage: claimreader doctor")
