"""`claimreader restore [STATE]`: the earlier states that there are, what would change, and the way back.

Without STATE it lists them: the annotations file, the backups, points of the history. A STATE is one of those
names. Going back is one more step of the history, which undo takes back; nothing is deleted.
"""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from annotations.services import restoring
from annotations.store.errors import StoreError
from tui.commands.arguments import ONE_LANGUAGE, SAVES, Usage
from tui.commands.json_lines import Fields, JsonLine, fields_of
from tui.commands.opening import complain, note, open_project
from tui.commands.output import json_line
from tui.commands.rows import ordered_lines
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from annotations.composition import Project


USAGE = Usage(
    examples=(
        ("claimreader restore ~/articles/event", "the states that there are"),
        ("claimreader restore bak ~/articles/event", "what going back to one would change"),
        ("claimreader restore bak ~/articles/event --apply", "do it; undo takes it back"),
    ),
    exits={1: "the annotations file and its journal don't belong together"} | SAVES,
    without=ONE_LANGUAGE,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "words",
        metavar="STATE | CORPUS",
        nargs="*",
        help=f"the state to go back to ({restoring.FILE}, {restoring.JOURNAL}, {restoring.BAK}, a date, "
        "@NUMBER), and folders or files of articles",
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="COPY",
        type=Path,
        help="go back to what another annotations file has",
    )
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    point = {
        "name": "name of the state, as restore takes it",
        "when": "time of the last change in it, UTC; empty where nothing is",
        "seq": "number of that change",
        "total": "annotations in it; null if it can't be had whole",
        "what": "the file, or whose work the history has up to there",
    }
    difference: Fields = {
        "what": (Literal["back", "go", "change"], "whether the record comes back, goes or changes"),
        "table": (str, "annotations, or the table of other records"),
        "now": (dict[str, Any] | None, "the record as it is; null if there is none"),
        "then": (dict[str, Any] | None, "the record as it would be; null if there is none"),
    }
    return [JsonLine("", fields_of(restoring.RestorePoint, point)), JsonLine("STATE", difference)]


def run(options: argparse.Namespace) -> int:
    """List the states, or say what going back to one would change, or do it."""
    states = [word for word in options.words if restoring.is_name(word)]
    options.roots = [word for word in options.words if not restoring.is_name(word)]
    if len(states) + bool(options.source) > 1:
        raise StoreError("restore: one state at a time; claimreader restore lists what there is")
    project = open_project(options)
    project.require_database()
    if states or options.source:
        return _go_back(project, states[0] if states else "", options)
    if options.apply:
        raise StoreError("restore --apply: which state? claimreader restore lists what there is")
    listed = restoring.points(project.database)
    with nullcontext(write_line) if options.json else ordered_lines() as write:
        for point in listed.points:
            write(json_line(point) if options.json else restoring.point_text(point))
    if listed.apart:
        complain(f"{project.database}: {listed.apart}")
        complain(f"say which of the two holds: restore {restoring.FILE}, or restore {restoring.JOURNAL}")
        return 1
    note(f"{project.database}: claimreader restore STATE says what would change")
    return 0


def _go_back(project: Project, state: str, options: argparse.Namespace) -> int:
    path = Path(project.database)
    if options.apply:
        planned = restoring.restore(path, state, by=project.annotator, source=options.source)
    else:
        planned = restoring.plan(path, state, source=options.source)
    with nullcontext(write_line) if options.json else ordered_lines() as write:
        if options.json:
            for difference in planned.differences:
                write(json_line(restoring.difference_record(difference)))
        else:
            for line in restoring.as_text(planned):
                write(line)
    if not options.apply:
        note("nothing was changed; --apply does it")
    elif planned.differences and state != restoring.JOURNAL:
        note(f"{path}: done, in one step that undo takes back (u in the reader, as {project.annotator})")
    else:
        note(f"{path}: done")
    return 0
