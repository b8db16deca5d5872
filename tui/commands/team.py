"""`claimreader team`: several people read one corpus, each with annotations of his own, and see each other's.

`init HUB` begins a team, `join` takes part, `status` says how far everybody is, `assign` who reads what,
which the lead may change; `done` and `leave` tell the others that one is done with an article, or with all of
it; `publish` shows them gold, on which the lead decides in the reader. A hub is a folder that all share, or a
database; `init --sql` prints what makes the latter's tables.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.text.sanitising import escaped
from tui.commands.arguments import SAVES, Usage, one_of
from tui.commands.indexed import indexed
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import complain, field, note, on_terminal, open_project, terminal_width
from tui.commands.output import json_line, write_records
from tui.commands.rows import keeping_order
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.services.team import Joining, TeamState

USAGE = Usage(
    examples=(
        (
            "claimreader team init ~/shared/team ~/articles/event",
            "begin a team, with a folder that all share",
        ),
        (
            "claimreader team init postgresql:///?service=claims ~/articles/event",
            "the same with PostgreSQL, which refuses forgers",
        ),
        ("claimreader team join ~/articles/event --annotator NAME", "take part in it"),
        ("claimreader team status ~/articles/event", "how far everybody is"),
        ("claimreader team done 003 --corpus ~/articles/event", "say that an article is done"),
        ("claimreader team publish ~/articles/event", "show gold to everybody, as the lead has decided it"),
    ),
    exits=SAVES | {1: "the hub can't be reached: what was said is saved here, and sent later"},
)

ACTIONS = ("init", "join", "status", "assign", "done", "publish", "leave")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("action", metavar="|".join(ACTIONS), type=one_of(ACTIONS), help="what to do")
    parser.add_argument(
        "words",
        metavar="HUB | ARTICLE | CORPUS",
        nargs="*",
        help="init: the folder that all share, or postgresql://..; done: articles; then folders or files of "
        "articles",
    )
    parser.add_argument(
        "--sql", action="store_true", help="init: print what makes the tables and rights in PostgreSQL"
    )
    parser.add_argument("--name", metavar="TEAM", help="init: what the team is called")
    parser.add_argument("--share", metavar="0..1", type=float, help="init: the part that several people read")
    parser.add_argument(
        "--readers", metavar="N", type=int, help="init: how many read an article of that part"
    )
    parser.add_argument(
        "--open",
        action="store_const",
        const=False,
        dest="blind",
        help="init: colleagues' annotations are seen before one's own decision",
    )
    parser.add_argument(
        "--again", action="store_true", help="join: the name there is mine, from another machine"
    )
    parser.add_argument(
        "--article",
        metavar="ARTICLE",
        action="append",
        default=[],
        help="assign: whose readers are named",
    )
    parser.add_argument(
        "--to",
        metavar="NAME",
        action="append",
        default=[],
        help="assign: who reads it (default: the rule)",
    )
    parser.add_argument(
        "--inactive",
        metavar="NAME",
        action="append",
        default=[],
        help="assign: whose undone articles fall to others",
    )
    parser.add_argument(
        "--active", metavar="NAME", action="append", default=[], help="assign: who is so no more"
    )
    parser.add_argument("--reopen", action="store_true", help="done: say that they are not done")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.services.team import Assigned, TeamState

    told = {
        "team": "uuid of the team",
        "name": "what it is called",
        "lead": "who leads it",
        "hub": "what carries it: a folder, or the address of a database",
        "share": "part of the articles that several people read",
        "readers": "how many people read an article of that part",
        "blind": "whether colleagues' word on a sentence is seen only after one's own",
        "unsent": "changes of mine that the hub doesn't have",
        "articles": "articles of the corpus",
        "members": "how far each member is; nothing of what he has said",
    }
    assigned = {
        "id": "id of the article",
        "readers": "who reads it",
        "named": "whether the lead has named them; else the rule says so",
        "begun": "members who have said something of it",
        "done": "members who are done with it",
    }
    return [
        JsonLine("status", fields_of(TeamState, told)),
        JsonLine("assign", fields_of(Assigned, assigned)),
    ]


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "init": _init,
        "join": _join,
        "status": _status,
        "assign": _assign,
        "done": _done,
        "publish": _publish,
        "leave": _leave,
    }
    return actions[options.action](options)


def _init(options: argparse.Namespace) -> int:
    if options.sql:
        from annotations.team.hub_address import postgresql_script

        for line in postgresql_script().splitlines():
            write_line(line)
        return 0
    from annotations.services.team import Rules, found, join

    hub, *options.roots = options.words or [None]
    project = open_project(options)
    done = found(project, hub, Rules(options.name, options.share, options.readers, options.blind))
    team = done.team
    note(f"{escaped(done.hub)}: {'a team begins' if done.is_new else 'the rules of the team are changed'}")
    parts = [
        f"{escaped(team.lead)} leads {escaped(team.name)}",
        f"{team.readers} people read {team.share:.0%} of the articles, one the rest",
        "blind until one has decided" if team.blind else "open: colleagues see each other's word at once",
    ]
    note("; ".join(parts))
    if done.table is None:
        note(
            "nothing can be written beside the articles: colleagues name the hub themselves: "
            f"claimreader team join {escaped(done.hub)}"
        )
    else:
        note(f"{escaped(str(done.table))}: [team] says where it is; claimreader team join takes part")
    if project.place is None:
        _tell_joined(project, join(project, done.hub))
    return 0


def _join(options: argparse.Namespace) -> int:
    from annotations.paths import annotator_name
    from annotations.services.team import join
    from tui.config import preferences

    hub, options.roots = _hub_first(options.words)
    # Who joins is no one else who has joined here before.
    options.annotator = annotator_name(options.annotator, preferences.read().annotator)
    project = open_project(options)
    _tell_joined(project, join(project, hub, again=options.again))
    return 0


def _hub_first(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Tell the hub, if one is named, from the folders of articles: it comes first, before a corpus."""
    return (
        (words[0], list(words[1:]))
        if len(words) > 1 or (words and "://" in words[0])
        else (None, list(words))
    )


def _tell_joined(project: Project, done: Joining) -> None:
    name, team = escaped(done.place.name), escaped(done.team.name)
    note(f"{name} is in {team}; annotations: {escaped(str(done.place.database))}")
    if done.taken_along:
        count = done.taken_along
        note(f"{count} annotation{'s' * (count != 1)} that {escaped(done.place.name)} had made went along")
    if done.besides:
        count = done.besides
        note(f"{count} other record{'s' * (count != 1)} went along: corrections, lines, flags and the like")
    if done.other_scheme:
        complain("the scheme here isn't the team's: tags that it lacks are kept and shown by their names")
    named = [project.address] if project.address is not None else project.roots
    note(f"claimreader {' '.join(escaped(str(root)) for root in named)} goes on with them")


def _status(options: argparse.Namespace) -> int:
    from annotations.model.records import ArticleRef
    from annotations.services.team import open_work, place_in_team, state
    from annotations.team.errors import HubError

    options.roots = options.words
    project = open_project(options)
    place = place_in_team(project)
    code = 0
    with indexed(project) as index, open_work(place) as work:
        try:
            came = work.exchange()
            if came.begun:
                complain(came.begun)
            for line in work.hub.passed_over():
                complain(line)
        except HubError as error:
            complain(str(error))
            code = 1
        told = state(work, (ArticleRef(*text) for text in index.opened.texts()))
    if options.json:
        write_line(json_line(told))
        return code
    if on_terminal():
        with keeping_order() as write:
            for row in _rows(told, terminal_width()):
                write(row)
    else:
        for line in _lines(told):
            write_line(line)
    return code


def _rows(told: TeamState, width: int) -> Iterator[str]:
    from tui.presenters.team import team_rows

    return team_rows(told, width)


def _lines(told: TeamState) -> Iterator[str]:
    for member in told.members:
        state = "active" if member.active else "inactive"
        counts = member.assigned, member.begun, member.done
        values = (member.name, state, *counts, member.last, member.missing, member.fault)
        yield "\t".join(field(str(value)) for value in values)


def _assign(options: argparse.Namespace) -> int:
    import msgspec

    from annotations.model.records import ArticleRef
    from annotations.services.team import assign, assignment, open_work, place_in_team
    from annotations.team.errors import HubError
    from tui.presenters.team import assignment_rows

    options.roots = options.words
    project = open_project(options)
    place = place_in_team(project)
    with indexed(project) as index, open_work(place) as work:
        try:
            work.exchange()
        except HubError as error:
            complain(str(error))
        team = work.team()
        if options.article or options.inactive or options.active:
            rows = [index.opened.find(name) for name in options.article]
            named = [ArticleRef(row.entry.id, row.sha256) for row in rows]
            team = assign(work, named, options.to, inactive=options.inactive, active=options.active)
        texts = (ArticleRef(*text) for text in index.opened.texts())
        write_records(
            assignment(work, team, texts),
            as_json=options.json,
            record_of=msgspec.structs.asdict,
            rows=lambda listed: assignment_rows(listed, terminal_width()),
            fields=lambda each: "\t".join(
                [each.id, ",".join(each.readers), ",".join(each.begun), ",".join(each.done)]
            ),
        )
    return 0


def _done(options: argparse.Namespace) -> int:
    from annotations.model.records import ArticleRef
    from annotations.services.team import mark_done, place_in_team

    names, options.roots = options.words, []
    project = open_project(options)
    place_in_team(project)
    with indexed(project) as index:
        rows = [index.opened.find(name) for name in names]
    refs = [ArticleRef(row.entry.id, row.sha256) for row in rows]
    news = mark_done(project, refs, reopen=options.reopen)
    word = "open again" if options.reopen else "done"
    for article in news:
        note(f"{escaped(article.id)}: {word}")
    if not news:
        note(f"nothing changes: {'they are open' if options.reopen else 'they are done already'}")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from annotations.services.team import publish
    from annotations.team.errors import HubError

    options.roots = options.words
    try:
        sent = publish(open_project(options))
    except HubError as error:
        complain(str(error))
        return 1
    if sent:
        note("gold is published: everybody sees it beside their own word, once it is said")
    else:
        note("nothing changes: gold is published as it is")
    return 0


def _leave(options: argparse.Namespace) -> int:
    from annotations.services.team import leave

    options.roots = options.words
    project = open_project(options)
    place = leave(project)
    note(f"{escaped(place.name)} has left; the annotations stay in {escaped(str(place.database))}")
    return 0
