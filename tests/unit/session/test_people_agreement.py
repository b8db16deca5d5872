"""A session reckons agreement from what it has open, as the command line does, and keeps to the same gate."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from agreeing_team import agreeing_team, sit_down
from sample_corpus import NAME, Said, samples, say

from annotations.composition import Project
from annotations.model.side_records import DONE, Done
from annotations.services.saving import save
from annotations.services.team import done_changes, open_work, place_in_team
from annotations.services.team_agreement import SeenDifferently, TeamAgreement, compare_team
from annotations.store.base import Change
from annotations.team.errors import TeamError
from annotations.team.joined import GOLD
from annotations.team.team_file import Team, new_team
from tui.session.people_agreement import NoAgreementError, PeopleAgreement
from tui.session.session import Session
from tui.session.team_link import TeamNews

LEAD, MINE, OTHER = "نور", "suad", "منى"
CLAIM, EVENT = ("claim",), ("event",)
SAID: dict[str, list[Said]] = {
    LEAD: [(2, CLAIM), (3, CLAIM), (4, CLAIM), (5, EVENT)],
    MINE: [(2, CLAIM), (3, EVENT)],
    OTHER: [(3, CLAIM), (4, EVENT), (5, EVENT)],
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return samples(tmp_path / "news")


class Link:
    """The part that a session takes in a team, as far as it is asked here."""

    def __init__(self, project: Project, team: Team | None) -> None:
        self.place = place_in_team(project)
        self.news = TeamNews(team=team)


Opening = Callable[..., Any]


@pytest.fixture
def team(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Return what opens a session of a member, which has received what the others have sent."""
    agreeing_team(tmp_path, news, SAID, monkeypatch)

    @contextmanager
    def opened(name: str, *, known: bool = True, blind: bool = True) -> Iterator[tuple[Session, Link]]:
        project = sit_down(tmp_path, name, news, monkeypatch)
        with open_work(place_in_team(project)) as work:
            work.receive()
        with closing(project):
            session = Session(project)
            rules = msgspec.structs.replace(new_team("event", LEAD), blind=blind)
            link = Link(project, rules if known else None)
            session.team = link  # type: ignore[assignment] # what is asked of it is the same
            session.annotations.load()
            yield session, link

    return opened


def whole(agreement: PeopleAgreement) -> TeamAgreement:
    *_, last = agreement.reckoned()
    return last


def sentences(agreement: TeamAgreement) -> list[int | None]:
    return sorted(seen.sentence or 0 for seen in agreement.disagreements)


@pytest.mark.parametrize("name", [LEAD, MINE, OTHER])
def test_it_is_what_the_command_line_says(
    name: str, team: Opening, tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = compare_team(sit_down(tmp_path, name, news, monkeypatch))
    with team(name) as (session, _):  # whose store holds the lock meanwhile
        assert whole(session.people_agreement) == expected


def test_of_a_sentence_that_i_have_not_decided_nothing_is_told(team: Opening) -> None:
    with team(MINE) as (session, _):
        agreement = whole(session.people_agreement)
        assert sentences(agreement) == [3]
        assert agreement.sets.units == 2
        assert {each.name: each.sentences for each in agreement.people} == {LEAD: 2, MINE: 2, OTHER: 1}


def test_the_lead_and_a_team_that_is_not_blind_see_all(team: Opening) -> None:
    with team(LEAD) as (session, _):
        assert sentences(whole(session.people_agreement)) == [3, 4]
    with team(MINE, blind=False) as (session, _):
        assert sentences(whole(session.people_agreement)) == [3, 4]


def test_where_gold_is_made_it_is_what_the_lead_sees_at_the_own_desk(
    team: Opening, tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with team(LEAD) as (session, _):
        expected = whole(session.people_agreement)
    project = sit_down(tmp_path, LEAD, news, monkeypatch).of_gold()
    say(project.database, GOLD, [(3, EVENT)])
    with open_work(place_in_team(project)) as work:
        work.receive()
    with closing(project):
        session = Session(project)
        session.team = Link(project, new_team("event", LEAD))  # type: ignore[assignment] # as above
        session.annotations.load()
        agreement = whole(session.people_agreement)
        assert agreement == expected
        assert [each.name for each in agreement.people] == sorted([LEAD, MINE, OTHER])
        assert all(session.people_agreement.may_see(seen) for seen in agreement.disagreements)


def test_where_nobody_is_blind_others_are_compared_though_i_have_said_nothing(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {LEAD: SAID[LEAD], OTHER: SAID[OTHER], MINE: list[Said]()}
    agreeing_team(tmp_path, news, said, monkeypatch, blind=False)
    by_lead, by_me = (compare_team(sit_down(tmp_path, name, news, monkeypatch)) for name in (LEAD, MINE))
    assert sentences(by_me) == [4]
    assert by_me == by_lead


def mark(session: Session, by: str) -> None:
    """Note that somebody is done with the article."""
    pending = session.annotations.pending
    reference = pending.list(NAME)[0].article
    changes, _ = done_changes(pending, by, [reference])
    save(pending, changes, by=by)


def test_of_an_article_that_i_am_done_with_all_is_told(team: Opening) -> None:
    with team(MINE) as (session, _):
        mark(session, MINE)
        assert sentences(whole(session.people_agreement)) == [3, 4]


def test_that_another_one_is_done_opens_nothing(team: Opening) -> None:
    """A record of another's in my file, as a merge brings it."""
    with team(MINE) as (session, _):
        mark(session, OTHER)
        [record] = session.annotations.pending.records(DONE)
        assert isinstance(record, Done)
        assert record.annotator == OTHER
        assert sentences(whole(session.people_agreement)) == [3]


def test_what_may_be_seen_ends_with_my_decision(team: Opening) -> None:
    with team(MINE) as (session, link):
        agreement = session.people_agreement
        [seen] = whole(agreement).disagreements
        undecided = SeenDifferently(seen.article, 4, "", 0.0, (), seen.sha256, seen.end, seen.end + 5)
        assert agreement.may_see(seen)
        assert not agreement.may_see(undecided)
        [mine] = [each for each in session.annotations.about(NAME) if each.tags == EVENT]
        session.annotations.save(None, [Change(mine.uuid, mine.rev, None)])
        assert not agreement.may_see(seen)
        link.news = TeamNews(team=new_team("event", MINE))
        assert agreement.may_see(seen)


def test_its_stand_changes_with_news_and_with_what_i_say(team: Opening) -> None:
    with team(MINE) as (session, link):
        agreement = session.people_agreement
        stands = [agreement.stand, agreement.stand]
        link.news = link.news._replace(version=1)
        stands.append(agreement.stand)
        mark(session, MINE)
        stands.append(agreement.stand)
        assert stands[0] == stands[1]
        assert stands[1] != stands[2] != stands[3]


def missing(session: Session) -> str:
    with pytest.raises(NoAgreementError) as error:
        whole(session.people_agreement)
    return error.value.missing


def test_before_the_team_is_known_nothing_is_told(team: Opening) -> None:
    with team(MINE, known=False) as (session, _):
        assert missing(session) == "team"


def test_what_colleagues_have_sent_may_be_being_made_anew(
    team: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with team(MINE) as (session, _):
        monkeypatch.setattr("annotations.services.team.mirror_path", lambda place: Path("/nowhere/at/all"))
        assert missing(session) == "team"


def test_nobody_else_has_decided_the_same(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreeing_team(tmp_path, news, {LEAD: [(2, CLAIM)], MINE: [(3, CLAIM)]}, monkeypatch)
    project = sit_down(tmp_path, MINE, news, monkeypatch)
    with pytest.raises(TeamError, match="nothing to compare yet"):
        compare_team(project)
    with closing(project):
        session = Session(project)
        session.team = Link(project, new_team("event", LEAD))  # type: ignore[assignment] # as above
        assert missing(session) == "decided"


def test_without_a_team_those_who_share_a_file_are_compared(news: Path) -> None:
    for name in (MINE, OTHER):
        say(news / "annotations.json", name, SAID[name])
    with closing(Project([news], annotator=MINE)) as project:
        assert sentences(whole(Session(project).people_agreement)) == [3]


def test_keys_have_their_turn_and_the_collector_works_again_afterwards(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (MINE, OTHER):
        say(news / "annotations.json", name, SAID[name])
    rests: list[float] = []
    monkeypatch.setattr("tui.session.people_agreement._WORK", -1.0)  # each moment is long enough
    monkeypatch.setattr("time.sleep", rests.append)
    with closing(Project([news], annotator=MINE)) as project:
        steps = Session(project).people_agreement.reckoned()
        next(steps)
        before = len(rests)
        assert before > 5
        assert not gc.isenabled()
        next(steps)
        assert len(rests) > before
        steps.close()  # as when the screen is left meanwhile
        assert gc.isenabled()


def test_one_person_alone_is_not_compared(news: Path) -> None:
    say(news / "annotations.json", MINE, SAID[MINE])
    with closing(Project([news], annotator=MINE)) as project:
        assert missing(Session(project)) == "people"
