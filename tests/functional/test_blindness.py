"""A colleague's word on a sentence that I haven't decided is nowhere: on no screen, in no command's output.

The commands are those of `tui.cli.COMMANDS`, the formats those of the registry, the screens all classes of
screens that there are: a new one is walked, or the test fails. What a colleague has said has a marker that
nobody else's words have. Its author sees it everywhere in the same walk, so that the walk can find it; and
once I have decided, it is where it should be. Whatever is found here is mended at the gate,
`annotations.team.colleagues`.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import pkgutil
import shlex
import shutil
import subprocess
import types
import weakref
import zipfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from library_pilot import at_rest
from team_of_two import LEAD, OTHER, TeamOfTwo, at_sentence, in_time, rows_of
from terminal import COMMAND
from textual.app import App
from textual.screen import Screen

import tui
from annotations.exchange.registry import FORMATS
from annotations.model.records import Change, Link, new_uuid, target_for
from annotations.services.team import join
from annotations.team.colleagues import SaidOfText, SaidOnce
from annotations.team.mirror import Mirror
from tui.cli import COMMANDS
from tui.screens.context import SessionContext
from tui.screens.review.disagreements import ReviewScreen
from tui.session.colleague import Colleague
from tui.session.session import Session

MARK = "zzmark"
ARTICLE, HIDDEN, MINE, OPEN = "002", 5, 7, 9
"""The sentences of the article: that in which the colleague alone has spoken, I alone, and both."""


class World(NamedTuple):
    """A team in which somebody has said what another one may not see yet."""

    team: TeamOfTwo
    me: str
    author: str


def world_of(folder: Path, monkeypatch: pytest.MonkeyPatch, me: str = OTHER, *, blind: bool = True) -> World:
    """Make a team; the other one says what is marked, I say something of other sentences and link to it."""
    team, author = TeamOfTwo(folder, monkeypatch, blind=blind), LEAD if me == OTHER else OTHER
    article, elsewhere = team.article(ARTICLE), team.article("003")
    start = article.units[HIDDEN].start
    amount = {"value": 7.0, "unit": f"{MARK}_unit", "quote": "7"}
    theirs = team.say(
        author,
        article,
        HIDDEN,
        tags=("claim", "quantity", f"{MARK}_tag"),
        note=f"{MARK}_note",
        attributes={"claimant": f"{MARK}_who", f"{MARK}_own": f"{MARK}_value", "numbers": [amount]},
    )
    words = target_for(article.text, start, start + 9, HIDDEN)
    team.say(
        author, article, HIDDEN, target=words, note=f"{MARK}_words", links=(Link("updates", theirs.uuid),)
    )
    gone = team.say(author, article, HIDDEN, uuid=new_uuid(), note=f"{MARK}_gone")
    team.save(author, [Change(gone.uuid, gone.rev, None)])
    team.say(author, article, OPEN, tags=("claim",), note="nothing of it is hidden")
    claimed = team.say(author, elsewhere, 6, attributes={"claimant": "الوزير"})
    against = (Link("contradicts", claimed.uuid), Link("contradicts", theirs.uuid))
    team.say(author, article, MINE, attributes={"claimant": "وزير"}, links=against)
    there = team.say(me, elsewhere, 4, attributes={"claimant": "الوزير"})
    links = (Link("contradicts", theirs.uuid), Link("supports", gone.uuid), Link("contradicts", there.uuid))
    said: dict[str, Any] = {"tags": ("claim", "quantity"), "attributes": {"claimant": "وزير"}, "links": links}
    team.say(me, article, MINE, **said)
    team.say(me, article, OPEN)
    for name in (me, author):
        team.receive(name)
    team.sit(me)
    return World(team, me, author)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return world_of(tmp_path, monkeypatch)


# ---------------------------------------------------------------------------------------------- the commands

CALLS: dict[str, list[str]] = {
    "list": ["list CORPUS", "list CORPUS --json", "list CORPUS --annotators"],
    "show": [f"show {ARTICLE} --corpus CORPUS", f"show {ARTICLE} --corpus CORPUS --json"],
    "sentences": ["sentences CORPUS", "sentences CORPUS --json"],
    "search": [
        "search كوريا CORPUS --json",
        "search كوريا CORPUS --lines",
        f"search 'by:{LEAD} كوريا' CORPUS --lines",
        f"search by:{LEAD} CORPUS",
        f"search by:{OTHER} CORPUS",
    ],
    "figures": ["figures CORPUS", "figures CORPUS --json", "figures CORPUS --by all --json"],
    "suggest": ["suggest CORPUS --json", "suggest CORPUS --pairs", "suggest CORPUS --explain"],
    "index": ["index CORPUS --rebuild --json"],
    "export": [f"export CORPUS --format {name} -o out/{name}" for name in FORMATS]
    + ["export CORPUS", "export CORPUS --by all"],
    "import": ["import mine.jsonl --corpus CORPUS", "import mine.jsonl --corpus CORPUS --apply"],
    "report": [f"report CORPUS -o out/report.{ending} --lang en" for ending in ("html", "docx", "csv")]
    + ["report CORPUS --by all -o out/report.html --lang en"],
    "history": ["history --corpus CORPUS", "history --corpus CORPUS --json"],
    "verify": ["verify CORPUS", "verify CORPUS --json --all"],
    "restore": ["restore CORPUS"],
    "merge": [
        "merge mine.json third.json -o out/ours.json",
        "merge mine.json third.json -o out/o.json --json",
    ],
    "compare": ["compare mine.json third.json", "compare CORPUS --team", "compare CORPUS --team --json"],
    "team": [
        "team status CORPUS",
        "team status CORPUS --json",
        "team assign CORPUS",
        "team done 004 --corpus CORPUS",
        "team init CORPUS",
        "team join CORPUS",
    ],
    "serve": ["serve --help"],  # what it serves is the reader, whose screens are walked
    "scheme": ["scheme show --corpus CORPUS", "scheme show --corpus CORPUS --json"],
    "tour": ["tour --help"],  # on the samples
    "doctor": ["doctor --json"],
    "completion": ["completion bash"],
    "help": ["help team"],
}
"""The commands as they are typed, in the order in which they are."""


def outputs(world: World, who: str, folder: Path, calls: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Type commands as somebody; yields each with all that it has printed and written."""
    corpus, home = str(world.team.corpus), world.team.homes / who
    environment = os.environ | {"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    database = next(home.rglob("annotations.json"))
    here = folder / who
    (here / "out").mkdir(parents=True, exist_ok=True)
    shutil.copy(database, here / "mine.json")
    shutil.copy(database, here / "third.json")

    def typed(call: str) -> subprocess.CompletedProcess[bytes]:
        words = [corpus if word == "CORPUS" else word for word in shlex.split(call)]
        me = ["--annotator", who] * ("--help" not in words and takes_annotator(words[0]))
        return subprocess.run(
            [COMMAND, *words, *me],
            cwd=here, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    typed("export CORPUS -o mine.jsonl --force")
    for call in calls:
        done = typed(call)
        if done.returncode == 2 and b"pipx install" in done.stderr:
            continue  # a format whose library isn't there
        assert done.returncode in ((0, 1, 2) if call in REFUSED else (0, 1)), (call, done.stderr)
        written = b"".join(map(all_bytes, sorted((here / "out").rglob("*"))))
        yield call, done.stdout + done.stderr + written
        shutil.rmtree(here / "out")
        (here / "out").mkdir()


REFUSED = {"team init CORPUS", "restore CORPUS"}
"""Commands that tell who isn't the lead, or what to choose from, and do nothing."""


def takes_annotator(command: str) -> bool:
    module = importlib.import_module(f"tui.commands.{command}{'_' * (command == 'import')}")
    return "--annotator" not in module.USAGE.without


def all_bytes(path: Path) -> bytes:
    """Return what is in a file, also packed; nothing of a folder."""
    if path.is_dir():
        return b""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return str(parquet.read_table(path).to_pylist()).encode()
    return path.read_bytes()


def test_the_walk_has_every_command() -> None:
    assert set(CALLS) == set(COMMANDS)


def test_no_command_says_what_is_hidden_and_the_team_is_compared_once_it_is_decided(
    world: World, tmp_path: Path
) -> None:
    calls = [call for command in COMMANDS for call in CALLS[command]]
    found = [call for call, said in outputs(world, world.me, tmp_path / "me", calls) if MARK.encode() in said]
    assert found == []
    world.team.say(world.me, world.team.article(ARTICLE), HIDDEN, tags=("event",))
    calls = [*CALLS["list"], *CALLS["export"][:1], *CALLS["report"][:1], *CALLS["compare"], *CALLS["team"]]
    found = [call for call, said in outputs(world, world.me, tmp_path / "me", calls) if MARK.encode() in said]
    assert found == [call for call in CALLS["compare"] if "--team" in call]


def test_the_author_finds_it_in_every_export_and_report(world: World, tmp_path: Path) -> None:
    calls = [*CALLS["export"], *CALLS["report"], *CALLS["history"], *CALLS["figures"]]
    without = [
        call
        for call, said in outputs(world, world.author, tmp_path / "author", calls)
        if MARK.encode() not in said
    ]
    assert without == []


# ---------------------------------------------------------------------------------------------- the screens

Go = Callable[[Any, Any], Awaitable[None]]
"""Does what a person does from the library on, or from the reader at a sentence."""


def keys(*names: str) -> Go:
    async def press(app: Any, pilot: Any) -> None:
        for name in names:
            await pilot.press(name)
            await answered(app, pilot)

    return press


def in_reader(*names: str, sentence: int = MINE) -> Go:
    async def press(app: Any, pilot: Any) -> None:
        await at_sentence(app, pilot, ARTICLE, sentence)
        await keys(*names)(app, pilot)

    return press


async def answered(app: Any, pilot: Any) -> None:
    event = getattr(app.screen, "answered", None)
    if event is not None:
        await asyncio.wait_for(event.wait(), 30)
    await pilot.pause()


async def filter_by_colleague(app: Any, pilot: Any) -> None:
    for text in ("open:", "mine:", f"by:{LEAD}", f"by:{OTHER} كوريا"):
        app.screen._filter(text)
        await in_time(pilot, lambda text=text: app.screen.listed.text == text)


async def review(app: Any, pilot: Any) -> None:
    said = app.session.annotations.pending.list()
    another = [msgspec.structs.replace(each, tags=("event",), annotator="third") for each in said]
    app.session.colleague = Colleague("third.json", another, {})
    await app.action_review()
    await in_time(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen._settlement.disputes)


async def tick_two(app: Any, pilot: Any) -> None:
    await keys("g", "a", "equals_sign")(app, pilot)


def agreement(*names: str) -> Go:
    async def press(app: Any, pilot: Any) -> None:
        await keys("g", "w")(app, pilot)
        await in_time(pilot, lambda: app.screen.agreement is not None and not app.screen._reckoning)
        await keys(*names)(app, pilot)

    return press


ROUTES: dict[str, Sequence[Go]] = {
    "LibraryScreen": [keys(), filter_by_colleague],
    "ReaderScreen": [
        *(in_reader(sentence=sentence) for sentence in (HIDDEN, MINE, OPEN)),
        in_reader("a", sentence=HIDDEN),
        in_reader("y", sentence=HIDDEN),
        in_reader("f7", sentence=HIDDEN),
        in_reader("v", sentence=HIDDEN),
        in_reader("m", sentence=HIDDEN),
        in_reader("a", "w", sentence=MINE),
    ],
    "ColleaguesDialog": [in_reader("f7", sentence=OPEN)],
    "OtherEndScreen": [in_reader("f7", "l", "1", sentence=OPEN), in_reader("l", "2")],
    "LinkDialog": [in_reader("l"), keys("g", "l")],
    "TagPicker": [in_reader("t", sentence=HIDDEN)],
    "LineKindDialog": [in_reader("z", sentence=HIDDEN)],
    "TextPage": [in_reader("i", sentence=HIDDEN)],
    "Picker": [
        keys("o"),
        keys("f2"),
        keys("e"),
        in_reader("e", sentence=HIDDEN),
        in_reader("f2", sentence=HIDDEN),
    ],
    "ExportDialog": [keys("e", "enter")],
    "ArticleDialog": [in_reader("f3"), keys("i")],
    "Annotators": [keys("p")],
    "Help": [keys("question_mark"), in_reader("question_mark")],
    "TopicPage": [keys("question_mark", "enter", "enter")],
    "OpenCorpusDialog": [keys("f")],
    "BoardScreen": [keys("g"), keys("g", "j"), keys("g", "j", "j"), keys("g", "s")],
    "SidesScreen": [keys("g", "t"), keys("g", "t", "j")],
    "MatrixScreen": [keys("g", "t", "m")],
    "PeopleDialog": [tick_two],
    "AgreementScreen": [agreement(), agreement("j"), agreement("end")],
    "KappaMatrixScreen": [agreement("m")],
    "CostliestScreen": [agreement("j", "enter")],
    "FigureScreen": [keys("g", "f")],
    "ConcordanceScreen": [keys("slash", *"mine:", "enter", "h")],
    "ReviewScreen": [review],
    "ChangedArticlesScreen": [keys("v")],
}
"""How each screen is come to from the library, in one way or several."""


def screens_there_are() -> set[str]:
    """Return the names of the classes of screens that are shown themselves."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    known, more = set[type](), [Screen]
    while more:
        for below in more.pop().__subclasses__():
            if below not in known:
                known.add(below)
                more.append(below)
    ours = {known_ for known_ in known if known_.__module__.startswith("tui.")}
    return {
        screen.__name__ for screen in ours if not any(issubclass(other, screen) for other in ours - {screen})
    }


def test_the_walk_has_every_screen() -> None:
    assert set(ROUTES) == screens_there_are()


class Walk(NamedTuple):
    """What was met: the rows of each way, and what else lies in the widgets."""

    rows: dict[str, str]
    beyond: dict[str, list[str]]
    copied: list[str]

    def marked(self) -> set[str]:
        """Return the screens whose rows have the mark."""
        return {name.partition(" ")[0] for name, rows in self.rows.items() if MARK in rows}


async def walked(world: World, who: str, routes: Mapping[str, Sequence[Go]] = ROUTES) -> Walk:
    """Walk screens as somebody."""
    walk = Walk({}, {}, [])
    async with world.team.reading(who, (180, 50)) as (app, pilot):
        app.copy_to_clipboard = lambda text, about="": walk.copied.append(text)  # type: ignore[method-assign]
        for name, ways in routes.items():
            for number, go in enumerate(ways):
                await go(app, pilot)
                await at_rest(pilot)  # what is found by workers comes later
                assert type(app.screen).__name__ == name, (name, number, type(app.screen).__name__)
                walk.rows[f"{name} {number}"] = rows_of(app)
                walk.beyond[f"{name} {number}"] = strings_of(app.screen)
                await back_to_the_library(app, pilot)
        walk.beyond["session"] = strings_of(app.session)
    return walk


async def back_to_the_library(app: Any, pilot: Any) -> None:
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    await app.screen.action_escape()
    app.screen._filter("")
    await in_time(pilot, lambda: not app.screen.listed.text and not app.screen.queries.busy)


_ELSEWHERE = (App, SessionContext, Screen)
_CLOSED = (SaidOfText, SaidOnce, Mirror)
"""The gate itself, which has what it doesn't let out."""
_NOT_DATA = (
    type, types.ModuleType, types.FrameType, types.CodeType, types.CoroutineType, types.GeneratorType,
    asyncio.Future, asyncio.AbstractEventLoop, weakref.ref,
)  # fmt: skip


def strings_of(root: object) -> list[str]:
    """Return the marked strings that hang on an object: hidden cells, tooltips, rows and caches."""
    known, more, found = {id(root)}, [root], list[str]()
    keep = [root]
    while more:
        here = more.pop()
        if isinstance(here, str):
            if MARK in here:
                found.append(here)
            continue
        if isinstance(here, bytes):
            if MARK.encode() in here:
                found.append(str(here[:80]))
            continue
        if isinstance(here, types.FunctionType):
            below: Sequence[object] = [here.__closure__, here.__defaults__, here.__kwdefaults__]
        else:
            below = gc.get_referents(here)
        for each in below:
            if isinstance(each, (*_CLOSED, *_NOT_DATA)) or (
                isinstance(each, _ELSEWHERE) and each is not root
            ):
                continue
            if isinstance(each, Session) and not isinstance(root, Session):
                continue
            if id(each) not in known:
                known.add(id(each))
                keep.append(each)
                more.append(each)
    return found


async def test_no_screen_shows_what_is_hidden(world: World) -> None:
    walk = await walked(world, world.me)
    assert walk.marked() == set()
    assert {name: found for name, found in walk.beyond.items() if found} == {}
    assert [text for text in walk.copied if MARK in text] == []
    assert walk.copied


async def test_its_author_meets_it_on_the_same_walk(world: World) -> None:
    walk = await walked(world, world.author)
    assert walk.marked() >= {
        "ReaderScreen", "LinkDialog", "OtherEndScreen", "TagPicker", "BoardScreen", "SidesScreen",
        "MatrixScreen", "PeopleDialog", "ReviewScreen",
    }  # fmt: skip
    assert {name.partition(" ")[0] for name, found in walk.beyond.items() if found} >= {
        "FigureScreen", "ReaderScreen", "session",
    }  # fmt: skip


SEEN: dict[str, Sequence[Go]] = {
    "ReaderScreen": [in_reader(sentence=HIDDEN), in_reader()],
    "BoardScreen": [keys("g"), keys("g", "j"), keys("g", "j", "j")],
    "LinkDialog": [in_reader("l")],
}
"""The screens on which colleagues are seen: the details, and the other ends of my links. Below the dialog for
links one sees the reader."""
DIALOG: dict[str, Sequence[Go]] = {"ColleaguesDialog": [in_reader("f7", sentence=HIDDEN)]}
COMPARED: dict[str, Sequence[Go]] = {name: ROUTES[name] for name in ("AgreementScreen", "CostliestScreen")}
"""The screens that have what two people have decided."""


async def test_once_i_have_decided_it_is_where_it_should_be(world: World) -> None:
    world.team.say(world.me, world.team.article(ARTICLE), HIDDEN, tags=("event",))
    walk = await walked(world, world.me, SEEN | DIALOG | COMPARED)
    assert walk.marked() == {*SEEN, *DIALOG, *COMPARED}


async def test_a_team_that_isn_t_blind_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_of(tmp_path, monkeypatch, blind=False)
    walk = await walked(world, world.me, SEEN | DIALOG)
    assert walk.marked() == {*SEEN, *DIALOG}
    [whole] = [said for call, said in outputs(world, world.me, tmp_path, CALLS["compare"][2:3])]
    assert MARK.encode() not in whole  # only what two have decided is compared


async def test_the_lead_sees_all_where_people_are_compared_and_is_blind_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_of(tmp_path, monkeypatch, LEAD)
    walk = await walked(world, LEAD, SEEN)
    assert walk.marked() == set()
    assert not any(walk.beyond.values())
    third = "ماجد"
    join(world.team.sit(third))
    world.team.say(third, world.team.article(ARTICLE), HIDDEN, tags=("event",))
    calls = [*CALLS["list"], *CALLS["export"][:1], *CALLS["report"][:1], *CALLS["compare"], *CALLS["team"]]
    found = [call for call, said in outputs(world, LEAD, tmp_path, calls) if MARK.encode() in said]
    assert found == [call for call in CALLS["compare"] if "--team" in call]
