"""A team is begun, joined and left; what each has done is told, and nothing of what he has said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from store_tools import ME, drop_beside, make, make_beside, opened, put, put_beside

import seeds
from annotations.composition import Project
from annotations.corpus import open_corpus
from annotations.model.records import Annotation, ArticleRef, new_uuid
from annotations.model.side_records import (
    CORRECTIONS,
    DONE,
    FEEDS,
    FIXED,
    LATER,
    LINES,
    PEOPLE,
    SIDE_TABLES,
    TRUST,
    Done,
    done_uuid,
)
from annotations.services.team import (
    Rules,
    TeamState,
    assign,
    assignment,
    found,
    join,
    leave,
    mark_done,
    open_work,
    place_in_team,
    state,
)
from annotations.team import joined
from annotations.team.errors import HubError, TeamError, TeamFileError
from annotations.team.team_file import decode

LEAD, OTHER = "نور", "سعاد"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "shared" / "event"
    folder.mkdir(parents=True)
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    return tmp_path / "shared" / "team"


At = Callable[[str], Project]
"""Sits down at somebody's machine; returns the corpus as it is there."""


@pytest.fixture
def at(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    def machine(name: str, home: str = "") -> Project:
        monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "homes" / (home or name)))
        return Project([corpus], annotator=name)

    return machine


def articles(corpus: Path) -> list[ArticleRef]:
    opened_corpus = open_corpus([corpus])
    return [ArticleRef(entry.id, opened_corpus.read(entry).sha256) for entry in opened_corpus.entries]


def told(project: Project, corpus: Path) -> TeamState:
    with open_work(place_in_team(project)) as work:
        work.exchange()
        return state(work, articles(corpus))


def say(project: Project, article: ArticleRef) -> Annotation:
    annotation = msgspec.structs.replace(
        make(), uuid=new_uuid(), article=article, annotator=project.annotator
    )
    with opened(project.database) as store:
        put(store, annotation)
    return annotation


def test_a_team_begins_and_is_joined(at: At, corpus: Path, hub: Path) -> None:
    begun = found(at(LEAD), str(hub), Rules(name="المكتب", share=0.4))
    assert begun.is_new
    assert decode((hub / "team.toml").read_bytes()) == begun.team
    assert (begun.team.lead, begun.team.name, begun.team.share, begun.team.blind) == (
        LEAD,
        "المكتب",
        0.4,
        True,
    )
    assert 'hub = "../team"' in (corpus / "claimreader.toml").read_text()  # it moves with the corpus
    join(at(LEAD))
    joining = join(at(OTHER))
    assert joining.team == begun.team
    assert not joining.other_scheme
    assert at(OTHER).database == joining.place.database
    assert not joining.place.database.is_relative_to(corpus)
    assert [member.name for member in told(at(OTHER), corpus).members] == [OTHER, LEAD]


def test_everybody_is_told_the_same_of_the_work(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub), Rules(share=1.0))
    for name in (LEAD, OTHER):
        join(at(name))
    first, second, *_ = articles(corpus)
    say(at(OTHER), first)
    mark_done(at(OTHER), [second])
    there, here = told(at(OTHER), corpus), told(at(LEAD), corpus)

    def counted(told_of: TeamState) -> dict[str, tuple[int, int, int]]:
        return {each.name: (each.assigned, each.begun, each.done) for each in told_of.members}

    assert counted(there) == counted(here) == {OTHER: (5, 2, 1), LEAD: (5, 0, 0)}
    assert there.unsent == here.unsent == 0


def test_what_i_had_said_goes_along_and_what_others_had_said_does_not(
    at: At, corpus: Path, hub: Path
) -> None:
    first, second, *_ = articles(corpus)
    mine = say(at(OTHER), first)
    say_as = msgspec.structs.replace(mine, uuid=new_uuid(), annotator="غيرها", article=second)
    with opened(corpus / "annotations.json") as store:
        put(store, say_as)
    found(at(LEAD), str(hub))
    joining = join(at(OTHER))
    assert joining.taken_along == 1
    with opened(at(OTHER).database) as store:
        assert [each.uuid for each in store.list()] == [mine.uuid]
    with opened(corpus / "annotations.json") as store:
        assert len(store.list()) == 2  # it is left as it was
    assert join(at(OTHER)).taken_along == 0


def test_all_that_makes_up_ones_corpus_goes_along_in_one_step_and_once(
    at: At, corpus: Path, hub: Path
) -> None:
    beside = corpus / "annotations.json"
    mine, theirs = {}, {}
    with opened(beside) as store:
        put(store, make(article="bare-1"))  # the one with fixed lines
        for table in SIDE_TABLES:
            mine[table] = put_beside(store, table, make_beside(table, 1)).uuid
            other = msgspec.structs.replace(make_beside(table, 2), annotator="غيرها")
            if isinstance(other, Done):
                other = msgspec.structs.replace(other, uuid=done_uuid(other.annotator, other.article.sha256))
            theirs[table] = put_beside(store, table, other).uuid
    found(at(LEAD), str(hub))
    joining = join(at(ME))
    expected = {table.name: {mine[table.name]} for table in (LATER, PEOPLE, TRUST, FIXED, DONE)}
    expected |= {table.name: {mine[table.name], theirs[table.name]} for table in (CORRECTIONS, LINES)}
    assert (joining.taken_along, joining.besides) == (1, 9)
    with opened(joining.place.database) as store:
        for name, table in SIDE_TABLES.items():
            kept = {record.uuid for record in store.records(table)}
            assert kept == expected[name] if table.is_a_persons else not kept & {mine[name], theirs[name]}
        assert len({event.seq for event in store.history() if event.kind == "import"}) == 1
        drop_beside(store, LATER.name, store.records(LATER)[0])
    leave(at(ME))
    with opened(beside) as store:
        new = put_beside(store, LATER.name, make_beside(LATER.name, 3))
    joining = join(at(ME), again=True)
    assert (joining.taken_along, joining.besides) == (0, 1)
    with opened(joining.place.database) as store:
        assert [flag.uuid for flag in store.records(LATER)] == [new.uuid]  # what was deleted stays so


def test_a_name_is_one_persons(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub))
    join(at(OTHER))
    join(at(OTHER))  # again, here: nothing changes
    with pytest.raises(TeamError, match="somebody called سعاد has joined already"):
        join(at(OTHER, "another machine"))
    join(at(OTHER, "another machine"), again=True)
    with pytest.raises(TeamError, match="nobody can be called gold"):
        join(at("gold"))


def test_who_leaves_is_out_and_his_file_stays(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub))
    join(at(LEAD))
    join(at(OTHER))
    place = leave(at(OTHER))
    assert place.database.exists()
    assert at(OTHER).place is None
    with pytest.raises(TeamError, match="سعاد is in no team on event"):
        place_in_team(at(OTHER))
    members = {each.name: each.active for each in told(at(LEAD), corpus).members}
    assert members == {OTHER: False, LEAD: True}
    assert [each.assigned for each in told(at(LEAD), corpus).members if each.name == LEAD] == [5]


def members(project: Project, corpus: Path) -> dict[str, tuple[bool, int]]:
    return {each.name: (each.active, each.assigned) for each in told(project, corpus).members}


def test_who_has_left_and_joins_again_is_a_member_for_everybody(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub), Rules(share=1.0))
    join(at(LEAD))
    join(at(OTHER))
    leave(at(OTHER))
    assert members(at(LEAD), corpus) == {OTHER: (False, 0), LEAD: (True, 5)}
    with pytest.raises(TeamError, match="has joined already"):
        join(at(OTHER))
    join(at(OTHER), again=True)
    both = {OTHER: (True, 5), LEAD: (True, 5)}
    assert members(at(LEAD), corpus) == members(at(OTHER), corpus) == both
    leave(at(OTHER))
    assert members(at(LEAD), corpus) == {OTHER: (False, 0), LEAD: (True, 5)}


def test_who_has_left_may_join_again_from_another_machine(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub), Rules(share=1.0))
    join(at(LEAD))
    join(at(OTHER))
    leave(at(OTHER))
    join(at(OTHER, "another machine"), again=True)
    both = {OTHER: (True, 5), LEAD: (True, 5)}
    assert members(at(LEAD), corpus) == members(at(OTHER, "another machine"), corpus) == both


def test_who_has_left_at_one_machine_has_left_at_the_other_until_he_joins_there(
    at: At, corpus: Path, hub: Path
) -> None:
    found(at(LEAD), str(hub), Rules(share=1.0))
    join(at(LEAD))
    join(at(OTHER))
    join(at(OTHER, "another machine"), again=True)
    leave(at(OTHER))
    mark_done(at(OTHER, "another machine"), articles(corpus)[:1])  # what was said later says nothing of that
    alone = {OTHER: (False, 0), LEAD: (True, 5)}
    assert members(at(LEAD), corpus) == members(at(OTHER, "another machine"), corpus) == alone
    join(at(OTHER, "another machine"))
    both = {OTHER: (True, 5), LEAD: (True, 5)}
    assert members(at(LEAD), corpus) == members(at(OTHER, "another machine"), corpus) == both


def test_done_is_said_at_once_and_taken_back(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub))
    join(at(LEAD))
    join(at(OTHER))
    first, *_ = articles(corpus)

    def of_lead() -> int:
        with open_work(place_in_team(at(OTHER))) as work:
            work.receive()  # what has come to the hub by now
            return len(list(work.mirror.done()))

    assert mark_done(at(LEAD), [first]) == [first]
    assert of_lead() == 1
    assert mark_done(at(LEAD), [first]) == []
    with opened(at(LEAD).database) as store:
        assert [each.article for each in store.records(DONE)] == [first]
        assert len(store.records(FEEDS)) == 1
    assert mark_done(at(LEAD), [first], reopen=True) == [first]
    assert of_lead() == 0
    hub.rename(hub.with_name("away"))
    assert mark_done(at(LEAD), [first]) == [first]
    hub.with_name("away").rename(hub)
    assert of_lead() == 0


def test_the_lead_alone_changes_the_rules(at: At, corpus: Path, hub: Path) -> None:
    begun = found(at(LEAD), str(hub), Rules(share=0.1))
    with pytest.raises(TeamError, match="نور leads"):
        found(at(OTHER), str(hub), Rules(share=1.0))
    (corpus / "claimreader.toml").unlink()
    with pytest.raises(TeamError, match="نور leads the team there"):
        found(at(OTHER), str(hub), Rules(share=1.0))
    changed = found(at(LEAD), str(hub), Rules(blind=False))
    assert not changed.is_new
    assert changed.team == msgspec.structs.replace(begun.team, blind=False)


@pytest.mark.parametrize(
    ("rules", "said"),
    [(Rules(share=2.0), "share 2.0"), (Rules(readers=0), "readers 0"), (Rules(name="a\nb"), "is no name")],
)
def test_a_rule_out_of_bounds_begins_nothing(
    rules: Rules, said: str, at: At, corpus: Path, hub: Path
) -> None:
    with pytest.raises(TeamFileError, match=said):
        found(at(LEAD), str(hub), rules)
    assert not hub.exists()
    assert not (corpus / "claimreader.toml").exists()


def test_no_hub_among_the_articles(at: At, corpus: Path) -> None:
    with pytest.raises(TeamError, match="it lies among the articles"):
        found(at(LEAD), str(corpus / "team"))


def test_nothing_to_join(at: At, corpus: Path, hub: Path) -> None:
    with pytest.raises(TeamError, match="no hub is named"):
        join(at(OTHER))
    with pytest.raises(HubError, match="there is no team"):
        join(at(OTHER), str(hub))
    with pytest.raises(HubError, match="ftp://: not a hub"):
        join(at(OTHER), "ftp://example.org/team")
    assert joined.places_of([corpus]) == []


def test_a_database_that_is_named_is_nobodys_place(at: At, corpus: Path, hub: Path, tmp_path: Path) -> None:
    found(at(LEAD), str(hub))
    join(at(LEAD))
    assert at(LEAD).place is not None
    assert Project([corpus], annotator=LEAD, database=str(tmp_path / "mine.json")).place is None
    assert Project([corpus], annotator="غيرها").place is None


def test_another_scheme_is_told(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub))
    file = corpus / "claimreader.toml"
    file.write_text('[[tags]]\nid = "claim"\nkey = "1"\n' + file.read_text())
    assert join(at(OTHER)).other_scheme


def test_the_lead_says_who_reads_what(at: At, corpus: Path, hub: Path) -> None:
    found(at(LEAD), str(hub))
    join(at(LEAD))
    join(at(OTHER))
    first, second, *_ = articles(corpus)
    with open_work(place_in_team(at(LEAD))) as work:
        work.exchange()
        by_rule = {each.id: each.readers for each in assignment(work, work.team(), articles(corpus))}
        team = assign(work, [first, second], [OTHER])
        assert team == work.team()
        listed = {each.id: each for each in assignment(work, team, articles(corpus))}
        assert [listed[each.id].readers for each in (first, second)] == [(OTHER,), (OTHER,)]
        assert [each.named for each in listed.values()] == [True, True, False, False, False]
        without = assign(work, [first], [], inactive=[OTHER])
        listed = {each.id: each for each in assignment(work, without, articles(corpus))}
        assert {each.readers for each in listed.values()} == {(LEAD,)}
        assert assign(work, [second], [], active=[OTHER]).inactive == ()
        again = {each.id: each.readers for each in assignment(work, work.team(), articles(corpus))}
        assert again == by_rule
        with pytest.raises(TeamError, match="سعاس is no member; perhaps سعاد"):
            assign(work, [first], ["سعاس"])
    with open_work(place_in_team(at(OTHER))) as work, pytest.raises(TeamError, match="نور leads the team"):
        assign(work, [first], [OTHER])
