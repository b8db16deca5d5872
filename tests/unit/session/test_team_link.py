"""What goes on beside the keys in a team: a hub that hangs holds up nothing, and news are one value."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from store_tools import make, make_beside, put_beside

from annotations.composition import Project
from annotations.model.records import Annotation, ArticleRef, Change, new_uuid
from annotations.model.side_records import LATER
from annotations.services.saving import save
from annotations.services.team import TeamWork, found, join
from annotations.team.errors import HubError, UnwritableError
from annotations.team.hubs import FeedCard
from annotations.team.hubs.folder import FolderHub
from tui.session.annotation_service import AnnotationService
from tui.session.team_link import TeamLink


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A team of noor, who leads it."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "1.txt").write_text("قال الوزير إن العدد كبير.", encoding="utf-8")
    found(Project([corpus], annotator="noor"), str(tmp_path / "hub"))
    join(Project([corpus], annotator="noor"))
    with_place = Project([corpus], annotator="noor")
    yield with_place
    with_place.close()


class HangingHub:
    """A hub that answers nothing until it is let go."""

    tells = False

    def __init__(self, hub: FolderHub, let_go: threading.Event) -> None:
        self._hub = hub
        self._let_go = let_go

    def cards(self) -> Sequence[FeedCard]:
        self._let_go.wait(60)
        return self._hub.cards()

    def begin(self, card: FeedCard) -> None:
        self._let_go.wait(60)
        self._hub.begin(card)

    def ends(self, feed: str) -> Sequence[bytes]:
        return self._hub.ends(feed)

    def push(self, feed: str, lines: Sequence[bytes]) -> None:
        self._hub.push(feed, lines)

    def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        return self._hub.pull(have)

    def passed_over(self) -> Sequence[str]:
        return self._hub.passed_over()

    def state(self, feeds: Collection[str]) -> bytes:
        return self._hub.state(feeds)

    def resume(self, state: bytes) -> None:
        self._hub.resume(state)

    def wait(self, timeout: float) -> bool:
        return self._hub.wait(timeout)

    def team(self) -> bytes | None:
        self._let_go.wait(60)
        return self._hub.team()

    def write_team(self, data: bytes) -> None:
        raise HubError("not asked for")

    def close(self) -> None:
        self._hub.close()


class TellingHub(FolderHub):
    """A hub that says at once when something has come."""

    tells = True

    def __init__(self, folder: Path, session: str) -> None:
        super().__init__(folder, session)
        self.news = threading.Event()
        self.looks = 0

    def cards(self) -> Sequence[FeedCard]:
        self.looks += 1
        return super().cards()

    def wait(self, timeout: float) -> bool:
        told = self.news.wait(timeout)
        self.news.clear()
        return told


def say(annotations: AnnotationService, by: str = "noor") -> Annotation:
    annotation = msgspec.structs.replace(
        make(), uuid=new_uuid(), annotator=by, article=ArticleRef("1.txt", "0" * 64)
    )
    annotations.pending.apply([Change(annotation.uuid, 0, annotation)], by=by)
    return annotation


def until(true: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator] # a lambda
        assert time.monotonic() < end
        time.sleep(0.01)


def link_of(project: Project, annotations: AnnotationService, told: list[int]) -> TeamLink:
    assert project.place is not None
    return TeamLink(project.place, annotations, lambda: 0, lambda: told.append(1))


def test_a_hub_that_hangs_holds_up_neither_saves_nor_the_end(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    real = FolderHub(Path(project.place.hub), "x")  # type: ignore[union-attr] # it has one
    monkeypatch.setattr("annotations.services.team.open_hub", lambda *_: HangingHub(real, let_go))
    annotations = AnnotationService(project)
    annotations.load()
    link = link_of(project, annotations, [])
    link.start()
    until(lambda: threading.active_count() > 1)
    for _ in range(20):
        say(annotations)
    assert len(annotations.store.list()) == 20
    began = time.monotonic()
    link.stop(0.05)
    assert time.monotonic() - began < 20  # and not a minute
    let_go.set()
    link.stop(30)


def test_what_is_not_sent_is_counted_and_goes_out(project: Project) -> None:
    hub = Path(project.place.hub)  # type: ignore[union-attr] # it has one
    annotations = AnnotationService(project)
    annotations.load()
    told: list[int] = []
    link = link_of(project, annotations, told)
    link.start()
    until(lambda: link.news.team is not None)
    assert link.label == ""
    hub.rename(hub.with_name("away"))
    say(annotations)
    until(lambda: link.news.unsent == 1)
    assert link.label == "1 not sent"
    say(annotations)
    until(lambda: link.label == "2 not sent")
    hub.with_name("away").rename(hub)
    until(lambda: link.label == "")
    assert told
    link.stop(30)
    lines = [line for path in hub.rglob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 3  # that I have come, and two


def test_a_hub_that_is_away_is_asked_once_a_turn(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question may take the 20 seconds after which a server is given up."""

    class AwayHub(FolderHub):
        asked = 0

        def team(self) -> bytes | None:
            AwayHub.asked += 1
            if away.is_set():
                raise HubError("it is away")
            return super().team()

    away = threading.Event()
    hub = AwayHub(Path(project.place.hub), "x")  # type: ignore[union-attr] # it has one
    monkeypatch.setattr("annotations.services.team.open_hub", lambda *_: hub)
    annotations = AnnotationService(project)
    annotations.load()
    assert project.place is not None
    link = TeamLink(project.place, annotations, lambda: 0, lambda: None)
    with_work = TeamWork(project.place, annotations.store, lambda changes: None)
    news = link._turn(with_work)
    assert (news.away, AwayHub.asked) == ("", 1)
    link.news = news
    away.set()
    for turn in (2, 3):
        news = link._turn(with_work)
        assert (news.away, AwayHub.asked) == ("it is away", turn)
        assert news.picture is not None
        assert news.team is not None
    with_work.close()
    # And at a start while it is away the rules are those of the last time.
    again = TeamWork(project.place, annotations.store, lambda changes: None)
    assert again.team().lead == "noor"
    assert again.kept_team() is not None
    again.close()


def test_a_hub_that_tells_is_asked_when_something_comes_or_is_saved_and_not_before(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.session.team_link._OFTEN", 3600.0)
    hub = TellingHub(Path(project.place.hub), "x")  # type: ignore[union-attr] # it has one
    monkeypatch.setattr("annotations.services.team.open_hub", lambda *_: hub)
    annotations = AnnotationService(project)
    annotations.load()
    link = link_of(project, annotations, [])
    link.start()
    until(lambda: link.news.team is not None)
    said = say(annotations)
    until(lambda: said.uuid in "".join(path.read_text() for path in Path(hub._folder).rglob("*.jsonl")))
    looks = hub.looks
    hub.news.set()
    until(lambda: hub.looks > looks)
    link.stop(30)


def test_a_database_that_was_copied_goes_on_in_a_feed_of_its_own_and_says_so_once(
    project: Project, tmp_path: Path
) -> None:
    def session(of: Project) -> str:
        annotations = AnnotationService(of)
        annotations.load()
        say(annotations)
        link = link_of(of, annotations, [])
        link.start()
        until(lambda: link.news.team is not None)
        link.stop(30)
        of.close()
        said = link.take_said()
        assert link.take_said() == ""
        return said

    assert session(project) == ""
    home = project.database.parent
    shutil.copytree(home, tmp_path / "before")
    assert session(project) == ""
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "before", home)  # as on another machine, or from a backup
    assert "gone different ways" in session(project)
    assert session(project) == ""


def test_a_hub_that_may_only_be_read_still_brings_what_colleagues_say(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullHub(FolderHub):
        is_full = False

        def push(self, feed: str, lines: Sequence[bytes]) -> None:
            if FullHub.is_full:
                raise UnwritableError("no space left")
            super().push(feed, lines)

        def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
            pulled.append(1)
            return super().pull(have)

    pulled: list[int] = []
    hub = FullHub(Path(project.place.hub), "x")  # type: ignore[union-attr] # it has one
    monkeypatch.setattr("annotations.services.team.open_hub", lambda *_: hub)
    annotations = AnnotationService(project)
    annotations.load()
    link = link_of(project, annotations, [])
    work = TeamWork(link.place, annotations.store, lambda changes: None)
    link.news = link._turn(work)
    assert (link.news.away, link.news.unsent) == ("", 0)
    FullHub.is_full = True
    say(annotations)
    before = len(pulled)
    link.news = link._turn(work)
    assert (link.news.away, link.news.unsent) == ("no space left", 1)
    assert len(pulled) == before + 1
    FullHub.is_full = False
    link.news = link._turn(work)
    assert (link.news.away, link.news.unsent) == ("", 0)
    work.close()


@pytest.fixture
def colleague(project: Project, tmp_path: Path) -> Iterator[TeamLink]:
    """The link of suad, who has joined and said something."""
    join(Project(project.roots, annotator="suad"), str(tmp_path / "hub"))
    with_place = Project(project.roots, annotator="suad")
    link = link_of(with_place, loaded(with_place), [])
    say(link._annotations, "suad")
    turn(link)
    yield link
    with_place.close()


def loaded(project: Project) -> AnnotationService:
    annotations = AnnotationService(project)
    annotations.load()
    return annotations


def turn(link: TeamLink) -> None:
    """Take one turn, as the thread does."""
    pending = link._annotations.pending
    work = TeamWork(
        link.place, link._annotations.store, lambda changes: save(pending, changes, by=link.place.name)
    )
    link.news = link._turn(work)
    work.close()


def test_what_was_there_before_the_first_turn_is_not_news_though_that_was_cut_short(
    project: Project, colleague: TeamLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutHub(FolderHub):
        is_cut = True

        def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
            if CutHub.is_cut:
                raise HubError("the program ended here")
            return super().pull(have)

    monkeypatch.setattr(
        "annotations.services.team.open_hub", lambda address, session: CutHub(Path(address), session)
    )
    link = link_of(project, loaded(project), [])
    turn(link)
    assert link.news.away == "the program ended here"
    CutHub.is_cut = False
    turn(link)
    assert (link.news.away, link.news.came, link.label) == ("", {}, "")
    say(colleague._annotations, "suad")
    turn(colleague)
    turn(link)
    assert link.news.came == {"suad": 1}


def test_gold_is_news_to_those_who_annotate_and_not_to_the_lead(
    project: Project, colleague: TeamLink
) -> None:
    lead = link_of(project, loaded(project), [])
    turn(lead)
    turn(colleague)
    with_gold = project.of_gold()
    gold = link_of(with_gold, loaded(with_gold), [])
    say(gold._annotations, "gold")
    gold.publish()
    turn(gold)
    assert gold.take_published()
    turn(lead)
    turn(colleague)
    assert (lead.label, colleague.label) == ("", "\u2068gold\u2069 \u2066+2\u2069")
    with_gold.close()


def test_what_another_process_has_taken_in_is_news_to_who_reads(
    project: Project, colleague: TeamLink
) -> None:
    """`team status` in another terminal receives into the same mirror, and leaves nothing to receive."""
    reader = link_of(project, loaded(project), [])
    turn(reader)
    version = reader.news.version
    say(colleague._annotations, "suad")
    turn(colleague)
    turn(link_of(project, reader._annotations, []))  # as the other process does
    turn(reader)
    assert (reader.news.came, reader.news.version) == ({"suad": 1}, version + 1)
    turn(reader)
    assert reader.news.version == version + 1


def test_the_first_that_a_colleague_says_is_news(project: Project, tmp_path: Path) -> None:
    lead = link_of(project, loaded(project), [])
    turn(lead)
    join(Project(project.roots, annotator="suad"), str(tmp_path / "hub"))
    with_place = Project(project.roots, annotator="suad")
    other = link_of(with_place, loaded(with_place), [])
    say(other._annotations, "suad")
    turn(other)
    turn(lead)
    assert lead.news.came == {"suad": 2}  # that she has come, and one
    with_place.close()


def test_gold_that_is_decided_while_gold_is_sent_waits_for_the_next_turn(
    project: Project, colleague: TeamLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_gold = project.of_gold()
    gold = link_of(with_gold, loaded(with_gold), [])
    say(gold._annotations, "gold")

    class SlowHub(FolderHub):
        def push(self, feed: str, lines: Sequence[bytes]) -> None:
            super().push(feed, lines)
            if len(said) < 1:
                said.append(say(gold._annotations, "gold"))
                gold.publish()  # F9 again

    said: list[Annotation] = []
    monkeypatch.setattr(
        "annotations.services.team.open_hub", lambda address, session: SlowHub(Path(address), session)
    )
    gold.publish()
    turn(gold)
    assert (gold.news.publications, gold.news.unpublished) == (1, 1)
    turn(gold)
    assert (gold.news.publications, gold.news.unpublished) == (2, 0)
    turn(gold)
    assert gold.news.publications == 2
    with_gold.close()


def test_gold_that_a_full_hub_did_not_take_is_published_when_it_does(
    project: Project, colleague: TeamLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullHub(FolderHub):
        errors: ClassVar = [UnwritableError("no space left"), HubError("it is away")]

        def push(self, feed: str, lines: Sequence[bytes]) -> None:
            if FullHub.errors:
                raise FullHub.errors.pop()
            super().push(feed, lines)

    monkeypatch.setattr(
        "annotations.services.team.open_hub", lambda address, session: FullHub(Path(address), session)
    )
    with_gold = project.of_gold()
    gold = link_of(with_gold, loaded(with_gold), [])
    say(gold._annotations, "gold")
    gold.publish()
    for said in ("it is away", "no space left", ""):
        assert gold.news.publications == 0
        turn(gold)
        assert gold.news.away == said
    assert (gold.news.publications, gold.news.unpublished) == (1, 0)
    with_gold.close()


def test_a_flag_is_nothing_to_be_published(project: Project, colleague: TeamLink) -> None:
    with_gold = project.of_gold()
    gold = link_of(with_gold, loaded(with_gold), [])
    say(gold._annotations, "gold")
    gold.publish()
    turn(gold)
    put_beside(gold._annotations.store, LATER.name, make_beside(LATER.name), by="gold")
    turn(gold)
    assert gold.news.unpublished == 0
    say(gold._annotations, "gold")
    turn(gold)
    assert gold.news.unpublished == 1
    with_gold.close()
