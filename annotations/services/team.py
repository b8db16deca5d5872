"""A team on one corpus: it is begun, joined and left, and what each has done is told: `claimreader team`.

Who joins works on in annotations of his own, in the data folder, since the corpus may be shared; what he has
said in it before goes along. Everything else is derived: who is a member, what each has begun and done, from
what each has published (`annotations.team.mirror`); who reads what, by a rule
(`annotations.team.assignment`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from annotations.file_reading import read_bytes, replace_file
from annotations.model.records import Annotation, ArticleRef, InvalidAnnotationError, timestamp
from annotations.model.side_records import DONE, AnyChange, Done, done_uuid
from annotations.paths import cache_folder
from annotations.scheme_file.loader import SchemeError, read_text, source_text
from annotations.scheme_file.team_table import TeamTable, read_team_table, with_team_table
from annotations.services.saving import save
from annotations.services.taking_along import take_along
from annotations.services.team_picture import MemberWork, TeamPicture, by_rule, whose_articles
from annotations.store import history_entries
from annotations.store.recovery import Paths
from annotations.team import joined, team_file
from annotations.team.assignment import readers_of
from annotations.team.colleagues import Colleagues, Said
from annotations.team.errors import HubError, TeamError, TeamFileError
from annotations.team.hub_address import open_hub
from annotations.team.hubs import Hub
from annotations.team.joined import GOLD, Joined
from annotations.team.membership import Exchanged, Membership
from annotations.team.mirror import Mirror, missing_lines
from annotations.team.team_file import Team
from annotations.text.sanitising import escaped
from annotations.text.similar import perhaps

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.services.agreement_items import SentenceStarts
    from annotations.store.base import AnnotationReader, Store

SESSION = f"{os.getpid():x}"
"""Names this run where its store has no session yet."""


class Rules(NamedTuple):
    """The rules of a team that its lead may set; None: as it is, or as it stands beside the corpus."""

    name: str | None = None
    share: float | None = None
    readers: int | None = None
    blind: bool | None = None


_AS_IT_WAS = Rules()

_KEPT_TEAM = "team.toml"
"""The name of the copy of the lead's word in a person's folder."""


class Found(NamedTuple):
    """A team that was begun, or whose rules were changed."""

    team: Team
    hub: str
    is_new: bool
    table: Path | None
    """The file beside the corpus that names the hub now; None if it can't be written."""


class Joining(NamedTuple):
    """The outcome of joining."""

    place: Joined
    team: Team
    taken_along: int
    """Annotations that the person had made before, which are in his own file now."""
    besides: int
    """Other records that went along, such as corrections of articles."""
    other_scheme: bool
    """True if the scheme here isn't the team's."""


class MemberState(msgspec.Struct, frozen=True):
    """The state of one member, as far as it is known; nothing of it says what he has said."""

    name: str
    is_me: bool
    active: bool
    """False if he has left, or the lead calls him inactive."""
    assigned: int
    """Articles of this corpus that are his to read."""
    begun: int
    done: int
    """Those of them that he has begun, and is done with."""
    last: str
    """The time of his last change (UTC, by his clock); empty: not known."""
    missing: int
    """Lines of his that are known to be and haven't come."""
    fault: str


class TeamState(msgspec.Struct, frozen=True):
    """The team as it is seen from here."""

    team: str
    name: str
    lead: str
    hub: str
    share: float
    readers: int
    blind: bool
    unsent: int | None
    """Changes of mine that the hub doesn't have; None: it is away, so that this isn't known."""
    articles: int
    members: tuple[MemberState, ...]


# ------------------------------------------------------------------ beginning, joining, leaving


def found(project: Project, hub: str | None, rules: Rules = _AS_IT_WAS) -> Found:
    """Begin a team, or change the rules of the one that I lead.

    Args:
        project: its corpus; who annotates is the lead.
        hub: a folder that all share; None: what `[team]` beside the corpus names.
        rules: what is said now; what is not is as it was, or as `[team]` has it.

    Raises:
        TeamError: there is a team already, which another one leads.
        HubError: the hub can't be used.
        TeamFileError: a rule is out of bounds.
        SchemeError: the scheme can't be read.
    """
    table = team_table(project)
    address = _address(project, hub, table)
    with closing(open_hub(address, SESSION)) as carrier:
        team, is_new, changes = _begun(project, carrier, rules, table)
    written = _write_table(project, TeamTable(hub=address, lead=team.lead, **changes))
    return Found(team, address, is_new, written)


def _begun(
    project: Project, carrier: Hub, rules: Rules, table: TeamTable
) -> tuple[Team, bool, dict[str, Any]]:
    """Write the lead's word on the team; return it, whether it is the first one, and what `[team]` keeps."""
    lead = project.annotator
    if table.lead not in (None, lead):
        raise TeamError(
            f"{escaped(table.lead or '')} leads, as [team] beside the corpus says, not {escaped(lead)}"
        )
    data = carrier.team()
    scheme = source_text(project.scheme_file) if project.scheme_file is not None else ""
    if data is not None:
        team = team_file.decode(data)
        if team.lead != lead:
            raise TeamError(f"{escaped(team.lead)} leads the team there; claimreader team join joins it")
    else:
        name = rules.name or table.name or project.name
        team = team_file.new_team(name, lead)
    changes: dict[str, Any] = {
        field: value
        for field in Rules._fields
        if (value := _first(getattr(rules, field), getattr(table, field))) is not None
    }
    team = msgspec.structs.replace(team, scheme=_without_team(scheme), **changes)
    carrier.write_team(team_file.encode(team))
    return team, data is None, changes


def join(project: Project, hub: str | None = None, *, again: bool = False) -> Joining:
    """Join a team: from now on my annotations of this corpus are in a file of my own, and are published.

    Args:
        project: its corpus; who annotates joins.
        hub: see `found`.
        again: take part under a name that is in use there, since it is mine: from another machine.

    Raises:
        TeamError: there is no team, or the name is taken.
        HubError: the hub can't be reached.
        TeamFileError: what is there is no team.
        StoreError: my annotations can't be read, or not be saved.
    """
    name = project.annotator
    if name in team_file.RESERVED:
        raise TeamError(team_file.no_name(name))
    if not project.can_be_named and project.address is None:
        raise TeamError("name the folder of articles that the team reads")
    address = _address(project, hub, team_table(project))
    with closing(open_hub(address, SESSION)) as carrier:
        team = _team_of(carrier, address)
        known = joined.place_of(project.places, name)
        if known is None or known.team != team.team:
            if not again and any(card.member == name and card.team == team.team for card in carrier.cards()):
                raise TeamError(
                    f"somebody called {escaped(name)} has joined already; if that was you, on another "
                    "machine, add --again; else choose another name with --annotator"
                )
            place = joined.new_place(project.places, team.team, address, name)
        else:
            place = known._replace(hub=address)
    taken, besides = take_along(project.database, place.database, name)
    _remember(place)
    with open_work(place) as work:
        work.exchange()
        if work.membership.say_left(left=False):  # who comes back is a member again for everybody
            work.exchange()
    return Joining(place, team, taken, besides, _is_other_scheme(project, team))


def leave(project: Project) -> Joined:
    """Leave the team: colleagues are told, and what I haven't done falls to them; my file stays.

    Raises:
        TeamError: I am in none.
        HubError: the hub can't be reached, so that nobody would be told.
        NotSavedError: it can't be saved.
    """
    place = place_in_team(project)
    with open_work(place) as work:
        work.exchange()
        if work.membership.say_left(left=True):
            work.exchange()
    try:
        joined.forget(place)
    except OSError as error:
        raise TeamError(f"{error.filename}: {error.strerror}") from None
    return place


def gold_project(project: Project) -> Project:
    """Return the project of a team's gold: the same corpus, with the annotations that the lead decides on.

    Raises:
        TeamError: I am in no team, or don't lead it.
        HubError: who leads it isn't known: the hub can't be reached, and was never before.
    """
    place = place_in_team(project)
    team = kept_team(place)
    if team is None or team.lead != place.name:  # the lead's word may be a newer one
        with closing(open_hub(place.hub, SESSION)) as hub:
            team = _team_of(hub, place.hub)
    if team.lead != place.name:
        raise TeamError(f"{escaped(team.lead)} leads the team, and alone decides on its gold")
    return project.of_gold()


def publish(project: Project) -> int:
    """Show gold to everybody as it is now; returns how many lines were sent.

    Raises:
        TeamError: I am in no team, don't lead it, or there is no gold.
        HubError: the hub can't be reached.
        StoreError: another claimreader has the gold open.
    """
    gold = gold_project(project)
    if not Paths.of(gold.database).exist():
        raise TeamError("there is no gold yet: claimreader --gold opens what people see differently")
    assert gold.place is not None
    with open_work(gold.place) as work:
        return work.exchange().sent


def mark_done(project: Project, articles: Sequence[ArticleRef], *, reopen: bool = False) -> list[ArticleRef]:
    """Say that I am done with articles, or that I am not; returns those for which that is news.

    It is sent at once, or by the next start if the hub is away.

    Raises:
        TeamError: I am in no team.
        NotSavedError: it can't be saved.
    """
    place = place_in_team(project)
    with open_work(place) as work:
        changes, news = done_changes(work.store, place.name, articles, reopen=reopen)
        if changes:
            work.save(changes)
        with suppress(HubError):
            work.exchange()
    return news


def done_changes(
    store: AnnotationReader, name: str, articles: Iterable[ArticleRef], *, reopen: bool = False
) -> tuple[list[AnyChange], list[ArticleRef]]:
    """Return the changes that say somebody is done with articles, or isn't, and which articles change so."""
    changes: list[AnyChange] = []
    news: list[ArticleRef] = []
    now = timestamp()
    for article in articles:
        uuid = done_uuid(name, article.sha256)
        record = store.find(DONE.name, uuid)
        if isinstance(record, Done) == (not reopen):
            continue
        news.append(article)
        if isinstance(record, Done):
            changes.append(DONE.drop(record))
        else:
            done = Done(uuid=uuid, annotator=name, created=now, updated=now, article=article)
            changes.append(DONE.put(done))
    return changes, news


class Assigned(msgspec.Struct, frozen=True):
    """One article, and who reads it."""

    id: str
    readers: tuple[str, ...]
    named: bool
    """True if the lead has named them; else the rule says so."""
    begun: tuple[str, ...]
    done: tuple[str, ...]


def assignment(work: TeamWork, team: Team, articles: Iterable[ArticleRef]) -> Iterator[Assigned]:
    """Yield who reads which article of a corpus, and how far each is, in the order of the articles."""
    members = active_members(work)
    begun, done = begun_and_done(work)
    for article in articles:
        sha256 = article.sha256
        having, through = begun.get(sha256, set()), done.get(sha256, set())
        yield Assigned(
            article.id,
            readers_of(team, sha256, members, begun=having, done=through),
            sha256 in team.assigned,
            tuple(sorted(having)),
            tuple(sorted(through)),
        )


def assign(
    work: TeamWork,
    articles: Sequence[ArticleRef],
    to: Sequence[str],
    *,
    inactive: Sequence[str] = (),
    active: Sequence[str] = (),
) -> Team:
    """Name the readers of articles, and say who is inactive; returns the team as it is then.

    Args:
        work: my part; I lead.
        articles: whose readers are named.
        to: the members who read them; none: those that the rule says.
        inactive: members whose undone articles fall to the others.
        active: members who are so no more.

    Raises:
        TeamError: I don't lead, or a name is no member's.
        HubError: the hub can't be written.
    """
    team = work.team()
    if team.lead != work.place.name:
        raise TeamError(f"{escaped(team.lead)} leads the team, and alone says who reads what")
    known = {work.place.name, *work.membership.members()} - {GOLD}
    for name in (*to, *inactive, *active):
        if name not in known:
            raise TeamError(f"{escaped(name)} is no member{perhaps(name, known)}")
    assigned = dict(team.assigned)
    for article in articles:
        if to:
            assigned[article.sha256] = tuple(dict.fromkeys(to))
        else:
            assigned.pop(article.sha256, None)
    idle = tuple(name for name in dict.fromkeys([*team.inactive, *inactive]) if name not in active)
    changed = msgspec.structs.replace(team, assigned=assigned, inactive=idle)
    if changed != team:
        work.hub.write_team(team_file.encode(changed))
    return changed


# ------------------------------------------------------------------ taking part


class TeamWork:
    """One person's part in a team, opened: sends, receives, and knows what colleagues have published.

    Args:
        place: where this is.
        store: the person's own annotations, open.
        save: makes changes of them.
    """

    def __init__(
        self, place: Joined, store: AnnotationReader, save: Callable[[Sequence[AnyChange]], object]
    ) -> None:
        self.place = place
        self.store = store
        self._known: Team | None = None
        self._data: bytes | None = None
        """The lead's word on the team as it was asked for last, and as it was written."""
        self.save = save
        self.hub: Hub = open_hub(place.hub, SESSION)
        self.mirror = Mirror(mirror_path(place))
        self._hub_state = self.mirror.kept(place.hub)
        self.hub.resume(self._hub_state)
        paths = Paths.of(place.database)
        entries = partial(history_entries.entries, paths.journal, paths.history)
        self.membership = Membership(store, entries, save, self.hub, self.mirror, place.team, place.name)

    def exchange(self) -> Exchanged:
        """Send what is new here, and take in what is new there.

        Raises:
            HubError: the hub can't be reached, or has no team: a drive that is away leaves an empty folder.
        """
        self._asked_team()
        came = self.membership.exchange()
        self._keep_hub_state(came)
        return came

    def receive(self) -> Exchanged:
        """Take in what is new there, and send nothing: another claimreader has my annotations and sends them.

        Raises:
            HubError: as `exchange`.
        """
        self._asked_team()
        came = Exchanged(0, self.membership.receive(), "")
        self._keep_hub_state(came)
        return came

    def _keep_hub_state(self, came: Exchanged) -> None:
        """Keep how far the hub was read; where lines are missing, or can't be read, it is read again."""
        if not (came.sent or came.news or not self._hub_state):
            return
        feeds = self.mirror.feeds()
        state = self.hub.state({feed.feed for feed in feeds if not feed.missing and not feed.fault})
        if state != self._hub_state:
            self.mirror.keep(self.place.hub, state)
            self._hub_state = state

    def team(self) -> Team:
        """Return the lead's word on the team as it stands at the hub, or while that is away as it stood last.

        Raises:
            HubError: the hub can't be reached, and was never before.
            TeamFileError: what is there is no team.
        """
        try:
            return self._asked_team()
        except HubError:
            if (kept := self.kept_team()) is not None:
                return kept
            raise

    def kept_team(self) -> Team | None:
        """Return the lead's word on the team as it stood when the hub was asked last; None: it never was.

        Who has just found the hub away asks here: another question would have to wait as long.
        """
        if self._known is None:
            self._known = kept_team(self.place)
        return self._known

    def _asked_team(self) -> Team:
        data = _team_data(self.hub, self.place.hub)
        if self._known is None or data != self._data:
            team = team_file.decode(data)
            with suppress(OSError):  # it is only kept for when the hub is away
                replace_file(Path(self.place.folder, _KEPT_TEAM), team_file.encode(team).decode("utf-8"))
            self._known, self._data = team, data
        return self._known

    def close(self) -> None:
        """Let go of the hub and of what is known of colleagues; the store is the caller's."""
        self.mirror.close()
        self.hub.close()


@contextmanager
def open_work(place: Joined) -> Iterator[TeamWork]:
    """Take part for the time of a command, which has the annotations for itself.

    Raises:
        StoreError: another claimreader has them open.
        HubError: the hub's address is none.
    """
    from annotations.store.tinydb_store import open_store

    with open_store(place.database, annotator=place.name) as store:
        work = TeamWork(place, store, partial(_save, store, place.name))
        try:
            yield work
        finally:
            work.close()


def mirror_path(place: Joined) -> Path:
    """Return the file in the cache that has what colleagues have published."""
    # Gold's has what the lead has published, too, whom the lead's own counts as no colleague.
    return cache_folder() / f"{Path(place.folder).name}{'-gold' * place.is_gold}.sqlite"


def place_in_team(project: Project) -> Joined:
    """Return my place in the team that reads a corpus.

    Raises:
        TeamError: I have none.
    """
    if project.place is None:
        others = [place.name for place in joined.places_of(project.places)]
        known = f"; {', '.join(map(escaped, others))} has joined here: --annotator" if others else ""
        raise TeamError(
            f"{escaped(project.annotator)} is in no team on {project.name}; claimreader team join{known}"
        )
    return project.place


def state(work: TeamWork, articles: Iterable[ArticleRef]) -> TeamState:
    """Return the team as it is seen from here, after an exchange.

    Args:
        work: my part.
        articles: those of the corpus.

    Raises:
        HubError: the hub can't be reached, and was never before.
        TeamFileError: what is there is no team.
    """
    team, me = work.team(), work.place.name
    try:
        unsent: int | None = work.membership.unsent()
    except HubError:
        unsent = None
    missing = missing_lines(work.mirror.feeds())
    left = work.membership.members()
    pictured = picture(work, team)
    texts = [(place, bytes.fromhex(article.sha256)) for place, article in enumerate(articles)]
    counted = whose_articles(pictured, lambda: texts, by_rule(pictured, lambda: texts)).work
    states = tuple(
        MemberState(
            name,
            name == me,
            name in pictured.members and name not in team.inactive,
            *counted.get(name, MemberWork()),
            pictured.last.get(name, ""),
            missing.get(name, 0),
            pictured.faults.get(name, ""),
        )
        for name in sorted({me, *left} - {GOLD})
    )
    return TeamState(
        team.team,
        team.name,
        team.lead,
        work.place.hub,
        team.share,
        team.readers,
        team.blind,
        unsent,
        len(texts),
        states,
    )


class KnownTeam(Protocol):
    """Stands for what is known of a team here, without asking its hub: by a `TeamWork`, or by a session."""

    @property
    def place(self) -> Joined:
        """Return my place in it."""

    @property
    def store(self) -> AnnotationReader:
        """Return my own annotations."""

    @property
    def mirror(self) -> Mirror:
        """Return what colleagues have published."""


class TeamAtHand(NamedTuple):
    """Holds what a running session has of a team: open annotations, and tables that its thread keeps up."""

    place: Joined
    store: AnnotationReader
    mirror: Mirror


def said_by_all(
    work: KnownTeam, team: Team, starts: SentenceStarts, breathe: Callable[[], object] = lambda: None
) -> dict[str, list[Annotation]]:
    """Return what each member says, by name, as far as I may see it (`in_sight`).

    Gold is no member: where it is made, the lead's word is among those that have come from the hub.

    Args:
        work: what is known here.
        team: the rules.
        starts: where the sentences of the articles start.
        breathe: is called for each annotation, so that a thread can let another one have a turn.
    """
    me = work.place.name
    said: dict[str, list[Annotation]] = {}
    if not work.place.is_gold:
        said[me] = [annotation for annotation in work.store.list() if annotation.annotator == me]
    for name, annotation in in_sight(work, team, starts):
        breathe()
        if name != GOLD:
            said.setdefault(name, []).append(annotation)
    return {name: said[name] for name in sorted(said)}


def in_sight(work: KnownTeam, team: Team, starts: SentenceStarts) -> Iterator[Said]:
    """Yield what colleagues and gold say of the whole corpus, as far as I may see it.

    The lead sees all, and in a team that isn't blind so does everybody.

    Args:
        work: what is known here.
        team: the rules.
        starts: where the sentences of the articles start, by the ids that my annotations have.
    """
    colleagues, me = Colleagues(work.mirror, blind=team.blind), work.place.name
    if team.sees_all(me):
        yield from colleagues.all_published()
        return
    mine: dict[str, list[Annotation]] = {}
    for annotation in work.store.list():
        if annotation.annotator == me:
            mine.setdefault(annotation.article.sha256, []).append(annotation)
    done = {record.article.sha256 for record in work.store.records(DONE) if record.annotator == me}
    for sha256 in sorted({*mine, *done}):
        own, is_done = mine.get(sha256, []), sha256 in done
        bounds = None if is_done else starts(own[-1].article.id, sha256)
        yield from colleagues.of(sha256).visible(own, bounds, done=is_done)


@contextmanager
def colleagues_annotations(project: Project) -> Iterator[Callable[[str], bool]]:
    """Give what says whether the annotation of a uuid is or was a colleague's, and nothing of what it says.

    Where that can't be told, since nothing of colleagues has been kept here, it is taken to be one.
    """
    if project.place is None:
        yield lambda uuid: False
        return
    try:
        mirror = Mirror(mirror_path(project.place), readonly=True)
    except sqlite3.Error:
        yield lambda uuid: True
        return
    with closing(mirror):
        colleagues = Colleagues(mirror, blind=True)

        def is_colleague_s(uuid: str) -> bool:
            try:
                return colleagues.find(uuid) is not None
            except (sqlite3.Error, InvalidAnnotationError):
                return True

        yield is_colleague_s


def active_members(work: TeamWork) -> list[str]:
    """Return the members who haven't left, the lead's inactive ones among them; gold is no member."""
    left = work.membership.members()
    return [name for name in sorted({work.place.name, *left}) if name != GOLD and not left.get(name)]


def picture(work: TeamWork, team: Team) -> TeamPicture:
    """Make the team's work known, as far as it has come here."""
    begun, done = begun_and_done(work)
    feeds = work.mirror.feeds()
    return TeamPicture(
        work.place.name,
        team,
        tuple(active_members(work)),
        begun,
        done,
        {feed.member: feed.last for feed in feeds},
        {feed.member: feed.fault for feed in feeds if feed.fault},
    )


def begun_and_done(work: TeamWork) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return who has begun, and who is done with, which text (its sha256): colleagues and I."""
    begun = work.mirror.begun()
    done: dict[str, set[str]] = {}
    for record in work.mirror.done():
        done.setdefault(record.article.sha256, set()).add(record.annotator)
    mine = work.membership.own_texts()
    for sha256 in mine.begun:
        begun.setdefault(sha256, set()).add(work.place.name)
    for sha256 in mine.done:
        done.setdefault(sha256, set()).add(work.place.name)
    return begun, done


# ------------------------------------------------------------------ what lies beside the corpus


def team_table(project: Project) -> TeamTable:
    """Return what `[team]` beside a corpus says; nothing where there is none.

    Raises:
        SchemeError: the file can't be read.
    """
    file = project.scheme_file
    return TeamTable() if file is None else read_team_table(file)


def _address(project: Project, hub: str | None, table: TeamTable) -> str:
    """Return the hub's address; a folder's is absolute.

    Raises:
        TeamError: none is named, or it lies among the articles.
    """
    address = hub or table.hub or (project.place.hub if project.place is not None else None)
    if address is None:
        raise TeamError("no hub is named: a folder that all share, such as ~/shared/team, or postgresql://..")
    if "://" in address:
        return address
    path = Path(address).expanduser().resolve()
    if any(path.is_relative_to(root.resolve()) for root in project.roots if root.is_dir()):
        raise TeamError(f"{path}: it lies among the articles; choose a folder beside them")
    return str(path)


def _write_table(project: Project, table: TeamTable) -> Path | None:
    path = project.scheme_file or project.own_scheme_file
    hub = table.hub or ""
    if "://" not in hub:
        near = path.resolve().parent.parent
        if Path(hub).is_relative_to(near):  # it moves with the corpus
            hub = os.path.relpath(hub, path.resolve().parent)
    try:
        text = source_text(path) if path.exists() else ""
        changed = with_team_table(text, msgspec.structs.replace(table, hub=hub))
        read_text(changed, str(path))
        if changed != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, changed)
    except OSError:
        return None
    project.reread_scheme()
    return path


def _team_of(hub: Hub, address: str) -> Team:
    return team_file.decode(_team_data(hub, address))


def _team_data(hub: Hub, address: str) -> bytes:
    data = hub.team()
    if data is None:
        raise HubError(
            f"{address}: there is no team; is the drive there? A lead begins one with claimreader team init"
        )
    return data


def kept_team(place: Joined) -> Team | None:
    """Return the lead's word as it stood last; None if it has never been read here."""
    with suppress(OSError, TeamFileError):
        return team_file.decode(read_bytes(Path(place.folder, _KEPT_TEAM), team_file.LARGEST))
    return None


def _without_team(scheme: str) -> str:
    """Return a scheme's text without `[team]`, which is no part of it."""
    import tomlkit

    if "team" not in scheme:
        return scheme
    document = tomlkit.parse(scheme)
    document.pop("team", None)
    return tomlkit.dumps(document)


def _is_other_scheme(project: Project, team: Team) -> bool:
    """Say whether the scheme here means something else than the team's."""
    try:
        theirs = read_text(team.scheme, "the team's scheme") if team.scheme.strip() else None
    except SchemeError:
        return True
    from annotations.model.scheme import DEFAULT

    return project.scheme != (theirs or DEFAULT)


def _remember(place: Joined) -> None:
    try:
        Path(place.folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        joined.remember(place)
    except OSError as error:
        raise TeamError(
            f"{error.filename}: {error.strerror}; set CLAIMREADER_HOME to another folder"
        ) from None


def _save(store: Store, name: str, changes: Sequence[AnyChange]) -> None:
    save(store, changes, by=name)


def _first(*values: object) -> object:
    return next((value for value in values if value is not None), None)
