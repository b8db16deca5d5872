"""The lead decides on gold with single keys, publishes it, and who annotates sees it beside the own word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_corpus import stored
from store_tools import opened
from team_members import LEAD, OTHER, TeamMembers
from terminal import Terminal

from annotations.model.records import timestamp
from annotations.model.side_records import CORRECTIONS, ArticleCorrection, correction_uuid

THIRD = "ليلى"


@pytest.fixture
def team(tmp_path: Path) -> TeamMembers:
    members = TeamMembers(tmp_path, (LEAD, OTHER, THIRD), ("--share", "1", "--readers", "3"))
    members.say(LEAD, [(3, ("claim",)), (4, ("claim", "quantity")), (5, ("claim",)), (6, ("claim",))])
    members.say(OTHER, [(3, ("claim", "event")), (4, ("not_claim",)), (5, ("claim",))])
    members.say(THIRD, [(3, ("claim", "event")), (4, ("claim", "quantity")), (5, ("claim",))])
    return members


def gold_of(team: TeamMembers) -> list[tuple[int, str, str]]:
    said = stored(team.database(LEAD).with_name("gold.json"))
    return sorted((each["target"]["sentence"], each["annotator"], "+".join(each["tags"])) for each in said)


def leave(terminal: Terminal, times: int = 1) -> None:
    for _ in range(times):
        terminal.type("\x11")
    assert terminal.wait_for_end() == 0


def test_the_lead_decides_publishes_and_comes_back_to_his_own_desk(team: TeamMembers) -> None:
    with team.reader(LEAD, columns=80) as lead:
        lead.wait_for("5 articles")
        lead.type("w")
        lead.wait_for("2,3 event")
        lead.wait_for("1,3 quantity · 2 not_claim")
        lead.type("2")
        lead.wait_for("settled 1/4")
        lead.type("9")
        lead.wait_for("nobody with the number 9 has decided this sentence")
        lead.type("+")
        lead.wait_for("settled 2/4")
        lead.type("a")
        lead.wait_for("on which all agree: 1")
        lead.wait_for("settled 3/4")
        lead.type("a")
        lead.wait_for("decided by one person alone: 1")
        lead.wait_for("settled 4/4")
        lead.type("u")
        lead.wait_for("settled 3/4")
        lead.type("r")
        lead.wait_for("settled 4/4")
        lead.type("a")
        lead.wait_for("nothing is left on which all agree")
        lead.type("\x1b[20~")  # F9
        lead.wait_for("published: everybody sees gold")
        lead.type("q")
        lead.wait_for("gold · saved")
        lead.type("q")  # to the own annotations
        lead.wait_until(lambda: "gold" not in lead.text and "4/24" in lead.text)
        leave(lead)
    assert gold_of(team) == [
        (3, "gold", "claim+event"),
        (4, "gold", "claim+quantity"),
        (4, "gold", "not_claim"),
        (5, "gold", "claim"),
        (6, "gold", "claim"),
    ]
    with team.reader(OTHER) as other:
        other.wait_for("gold +")
        other.type("jj\r")
        other.wait_for("★")
        assert other.text.count("★") == 3, "of sentence 7 the own word is still to be said"
        leave(other)


def test_gold_is_opened_at_once_where_one_says_so_and_only_by_the_lead(team: TeamMembers) -> None:
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("settled 0/4")
        leave(lead)
    refused = team.run(OTHER, "team", "publish", str(team.event), code=2)
    assert refused.stderr == f"claimreader: {LEAD} leads the team, and alone decides on its gold\n"


def test_an_article_that_the_lead_has_set_aside_is_left_out(team: TeamMembers) -> None:
    with opened(team.database(LEAD)) as store:
        article, now = store.list()[0].article, timestamp()
        aside = ArticleCorrection(
            uuid=correction_uuid(article.id),
            article=article,
            annotator=LEAD,
            created=now,
            updated=now,
            set_aside="irrelevant",
        )
        store.apply([CORRECTIONS.put(aside)], by=LEAD)
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("1 article set aside")
        assert "quantity" not in lead.text
        leave(lead)


def test_gold_waits_for_the_articles_where_nothing_is_indexed_yet(team: TeamMembers) -> None:
    for index in (team.folder / "homes" / LEAD).glob("event-*.sqlite*"):
        index.unlink()
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("settled 0/4")
        assert "left out" not in lead.text
        leave(lead)


def test_publish_says_where_there_is_no_gold_and_where_nothing_changes(team: TeamMembers) -> None:
    none = team.run(LEAD, "team", "publish", str(team.event), code=2)
    assert (
        none.stderr
        == "claimreader: there is no gold yet: claimreader --gold opens what people see differently\n"
    )
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("settled 0/4")
        lead.type("1")
        lead.wait_for("settled 1/4")
        lead.wait_for("not published")
        leave(lead)
    with team.reader(OTHER) as other:
        other.wait_for("5 articles")
        assert "gold" not in other.text
        leave(other)
    assert "gold is published" in team.run(LEAD, "team", "publish", str(team.event)).stderr
    assert "nothing changes" in team.run(LEAD, "team", "publish", str(team.event)).stderr
    exported = team.run(
        LEAD, "export", str(team.event), "--db", str(team.database(LEAD).with_name("gold.json"))
    )
    assert [json.loads(line)["annotator"] for line in exported.stdout.splitlines()] == ["gold"]


def test_a_note_of_gold_reaches_those_who_annotate(team: TeamMembers) -> None:
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("settled 0/4")
        lead.type("c")
        lead.wait_for("Enter keep it")
        lead.type("see rule 4 of the guidelines\r")
        lead.wait_for("saved")
        lead.type("q")
        lead.wait_for("settled 0/4")  # a note decides nothing
        lead.type("\x1b[20~")
        lead.wait_for("published: everybody sees gold")
        leave(lead)
    with team.reader(OTHER, rows=40) as other:
        other.wait_for("gold +")
        other.type("jj\r")
        other.wait_for("★")
        other.type("jj")
        other.wait_for("see rule 4 of the")
        leave(other)


def test_gold_is_decided_while_the_hub_is_away_and_published_when_it_is_back(team: TeamMembers) -> None:
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("settled 0/4")
        leave(lead)
    away = team.hub.rename(team.hub.with_name("away"))
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("the team's hub is away")
        lead.wait_for("settled 0/4")
        lead.type("1")
        lead.wait_for("settled 1/4")
        lead.type("\x1b[20~")  # F9
        lead.wait_for("not published yet: the team's hub is away")
        away.rename(team.hub)
        lead.wait_for("published: everybody sees gold")
        leave(lead)


def test_news_are_said_and_come_when_they_are_asked_for(team: TeamMembers) -> None:
    with team.reader(LEAD, "--gold") as lead:
        lead.wait_for("settled 0/4")
        lead.type("1")
        lead.wait_for("settled 1/4")
        team.say(OTHER, [(8, ("rule",))])
        lead.wait_for("newer: F5")
        lead.type("\x1b[15~")  # F5
        lead.wait_for("settled 1/5")
        leave(lead)
