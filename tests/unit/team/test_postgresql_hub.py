"""PostgreSQL carries a team's feeds: what is lost is sent again, and the server itself refuses forgers."""

from __future__ import annotations

import random
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from team_tools import TEAM_ID, Come, Person, said_by

from annotations.composition import Project
from annotations.services.team import active_members, found, join, leave, open_work, place_in_team
from annotations.team import team_file
from annotations.team.errors import HubError, TakenError
from annotations.team.hub_address import open_hub, postgresql_script
from annotations.team.hubs import FeedCard
from annotations.team.record import FIRST, FeedOp, encode
from annotations.team.team_file import new_team

psycopg = pytest.importorskip("psycopg")

from postgresql_server import BINARIES, Server  # noqa: E402 - it needs psycopg

from annotations.team.hubs.postgresql import PostgresqlHub  # noqa: E402 - the same

pytestmark = pytest.mark.skipif(not BINARIES, reason="no PostgreSQL is installed")

AHMAD, SUAD, MARYAM = "أحمد", "سعاد", "مريم"
FEED = "0197f0aa-0000-7000-8000-00000000000f"
OTHER_FEED = "0197f0aa-0000-7000-8000-0000000000ff"


@pytest.fixture
def database(server: Server) -> str:
    return server.team(AHMAD, SUAD, MARYAM, lead=AHMAD)


HubOf = Callable[[str], PostgresqlHub]


@pytest.fixture
def hub_of(server: Server, database: str) -> Iterator[HubOf]:
    hubs: list[PostgresqlHub] = []

    def connected(role: str) -> PostgresqlHub:
        hubs.append(PostgresqlHub(server.address(database, role)))
        return hubs[-1]

    yield connected
    for hub in hubs:
        hub.close()


@pytest.fixture
def come(tmp_path: Path, hub_of: HubOf) -> Iterator[Come]:
    people: list[Person] = []

    def person(name: str) -> Person:
        member = name.partition("@")[0]
        people.append(Person(member, tmp_path / name, hub_of(member)))
        return people[-1]

    yield person
    for each in people:
        each.stop()


def lines(count: int, *, first: int = 1, prev: str = FIRST, note: str = "", feed: str = FEED) -> list[bytes]:
    made = []
    for seq in range(first, first + count):
        said = said_by(AHMAD, seq, note=note)
        op = FeedOp(said.uuid, 1, msgspec.Raw(msgspec.json.encode(said)))
        fields = [("v", 1), ("feed", feed), ("seq", seq), ("entry", seq), ("t", "2026-11-30T00:00:00.000Z")]
        fields += [("by", AHMAD), ("session", "s"), ("kind", "edit")]
        line, prev = encode(fields, [op], prev)
        made.append(line)
    return made


def pulled(hub: PostgresqlHub, have: int = 0) -> list[bytes]:
    return [line + b"\n" for _, line in hub.pull({FEED: have, "no uuid": 0})]


# ---------------------------------------------------------------- what is sent comes


def test_in_tables_what_one_saves_the_other_sees(come: Come) -> None:
    ahmad, suad = come(AHMAD), come(SUAD)
    first = ahmad.add(1)
    assert ahmad.exchange().sent == 2
    assert suad.exchange().news == {first.article.sha256}
    ahmad.edit(first, "ثلاثة مصادر")
    ahmad.exchange()
    suad.exchange()
    assert suad.view(AHMAD) == ahmad.own()
    assert ahmad.exchange() == suad.exchange() == (0, frozenset(), "")


def test_a_card_keeps_all_that_it_says(hub_of: HubOf) -> None:
    card = FeedCard(FEED, AHMAD, TEAM_ID, OTHER_FEED, "claimreader 1")
    hub_of(AHMAD).begin(card)
    hub_of(AHMAD).begin(card)
    assert list(hub_of(SUAD).cards()) == [card]


def test_more_than_a_page_comes_whole_and_in_order(hub_of: HubOf) -> None:
    hub = hub_of(AHMAD)
    hub.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    hub.begin(FeedCard(OTHER_FEED, AHMAD, TEAM_ID))
    sent, other = lines(1203), lines(3, feed=OTHER_FEED)
    hub.push(FEED, sent)
    hub.push(FEED, sent[-5:])
    hub.push(OTHER_FEED, other)
    assert pulled(hub_of(SUAD)) == sent
    assert pulled(hub_of(SUAD), 1200) == sent[1200:]
    assert len(list(hub_of(SUAD).pull({FEED: 1203, OTHER_FEED: 1}))) == 2
    assert list(hub.ends(FEED)) == [sent[-1].rstrip()]
    assert list(hub.ends("0197f0aa-0000-7000-8000-000000000abc")) == []


def test_lines_of_some_megabytes_come(hub_of: HubOf) -> None:
    hub = hub_of(AHMAD)
    hub.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    sent = lines(4, note="ن" * 1_500_000)
    hub.push(FEED, sent)
    assert pulled(hub_of(SUAD)) == sent


def test_lines_that_an_administrator_has_lost_are_sent_again(
    come: Come, server: Server, database: str
) -> None:
    ahmad, suad = come(AHMAD), come(SUAD)
    for number in range(5):
        ahmad.add(number)
        ahmad.exchange()
    server.execute(database, "delete from claimreader.record where seq in (2, 3, 4)")
    ahmad.exchange()  # nothing is known here of the loss
    suad.exchange()
    assert [feed.missing for feed in suad.mirror.feeds()] == [3]
    ahmad.hub = ahmad._hub = PostgresqlHub(server.address(database, AHMAD))
    ahmad.stop()
    ahmad.start()  # the next start looks
    ahmad.exchange()
    suad.exchange()
    assert suad.view(AHMAD) == ahmad.own()
    ahmad.hub.close()


# ---------------------------------------------------------------- two copies of one database


def test_two_copies_that_write_one_line_never_lose_one(hub_of: HubOf) -> None:
    here, there = hub_of(AHMAD), hub_of(AHMAD)
    here.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    common = lines(2)
    prev = common[-1][-19:-3].decode()
    mine, other = lines(2, first=3, prev=prev), lines(3, first=3, prev=prev)
    here.push(FEED, common)
    there.push(FEED, common)
    here.push(FEED, mine)
    with pytest.raises(TakenError):
        there.push(FEED, other)
    # Line 5 was nobody's: it isn't taken either, since it stands on the other's line 4.
    with pytest.raises(TakenError):
        there.push(FEED, other[2:])
    assert pulled(there) == [*common, *mine]


def test_a_line_behind_a_gap_is_not_taken(hub_of: HubOf) -> None:
    hub = hub_of(AHMAD)
    hub.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    with pytest.raises(HubError, match="lost lines"):
        hub.push(FEED, lines(1, first=4))
    assert pulled(hub) == []


def test_a_copied_database_goes_on_in_a_feed_of_its_own(come: Come, tmp_path: Path) -> None:
    ahmad, suad = come(AHMAD), come(SUAD)
    ahmad.add(1)
    ahmad.exchange()
    ahmad.store.checkpoint()
    ahmad.stop()
    shutil.copytree(tmp_path / AHMAD, tmp_path / f"{AHMAD}@2")
    ahmad.start()
    second = come(f"{AHMAD}@2")
    ahmad.add(2)
    second.add(3)
    ahmad.exchange()
    assert "gone different ways" in second.exchange().begun
    suad.exchange()
    assert set(suad.view(AHMAD)) == {*ahmad.own(), *second.own()}


def test_a_copy_that_sends_at_the_same_moment_goes_on_in_a_feed_of_its_own(
    come: Come, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahmad, suad = come(AHMAD), come(SUAD)
    ahmad.add(1)
    ahmad.exchange()
    ahmad.store.checkpoint()
    ahmad.stop()
    shutil.copytree(tmp_path / AHMAD, tmp_path / f"{AHMAD}@2")
    ahmad.start()
    second = come(f"{AHMAD}@2")
    ahmad.add(2)
    second.add(3)
    asked = second.hub.ends

    def overtaken(feed: str) -> object:
        ends = asked(feed)
        monkeypatch.undo()
        ahmad.exchange()  # after the second has asked, and before it sends
        return ends

    monkeypatch.setattr(second.hub, "ends", overtaken)
    assert "another place has written" in second.exchange().begun
    suad.exchange()
    assert set(suad.view(AHMAD)) == {*ahmad.own(), *second.own()}
    assert [feed.fault for feed in suad.mirror.feeds() if feed.fault] == []


# ---------------------------------------------------------------- connections and servers that die


def test_connections_that_are_killed_lose_nothing(come: Come, server: Server, database: str) -> None:
    people = [come(name) for name in (AHMAD, SUAD, MARYAM)]
    luck = random.Random(18)
    kill = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'claimreader'"
    for turn in range(60):
        person = luck.choice(people)
        own = person.store.list()
        if own and luck.random() < 0.4:
            person.edit(luck.choice(own), f"ملاحظة {turn}")
        elif own and luck.random() < 0.2:
            person.delete(luck.choice(own))
        else:
            person.add(turn)
        if turn % 7 == 3:
            server.execute(database, kill)
        if turn % 30 == 20:
            server.stop()
            person.add(turn)
            with pytest.raises(HubError, match="is the server there"):
                person.exchange()
            server.start()
        luck.choice(people).exchange()
    for _ in range(2):
        for person in people:
            person.exchange()
    for person in people:
        assert person.notices == []
        for other in people:
            assert other is person or person.view(other.name) == other.own()


def test_killed_in_the_middle_of_sending_all_is_there_once(
    hub_of: HubOf, server: Server, database: str
) -> None:
    hub = hub_of(AHMAD)
    hub.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    sent, stop = lines(600), threading.Event()

    def kill() -> None:
        while not stop.wait(0.01):
            server.execute(
                database, "select pg_terminate_backend(pid) from pg_stat_activity where state <> 'idle'"
                " and application_name = 'claimreader'"
            )  # fmt: skip

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        for start in range(0, 600, 20):
            for _ in range(100):
                try:
                    hub.push(FEED, sent[start : start + 20])
                    break
                except HubError:
                    continue
    finally:
        stop.set()
        killer.join()
    assert pulled(hub_of(SUAD)) == sent


def test_a_missing_server_is_one_line_in_bounded_time(tmp_path: Path) -> None:
    hub = PostgresqlHub(f"postgresql:///x?host={tmp_path}")
    began = time.monotonic()
    with pytest.raises(HubError, match="is the server there") as raised:
        hub.cards()
    assert "\n" not in str(raised.value)
    assert time.monotonic() - began < 20
    assert hub.wait(0)


def test_a_frozen_server_is_one_line_in_bounded_time(
    hub_of: HubOf, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.team.hubs.postgresql.HANGS", 0.3)
    monkeypatch.setattr("annotations.postgresql_connection._SETTINGS", {"connect_timeout": 2})
    hub = hub_of(AHMAD)
    assert hub.cards() == []
    server.freeze(True)
    try:
        with pytest.raises(HubError, match="is the server there"):
            hub.cards()
    finally:
        server.freeze(False)
    monkeypatch.undo()
    assert hub.cards() == []


def test_a_save_wakes_who_waits(come: Come) -> None:
    ahmad, suad = come(AHMAD), come(SUAD)
    ahmad.exchange()
    suad.exchange()
    ahmad.exchange()
    while ahmad.hub.wait(0) or suad.hub.wait(0):
        pass
    assert not suad.hub.wait(0.05)
    ahmad.add(1)
    ahmad.exchange()
    assert suad.hub.wait(30)
    assert suad.exchange().news
    assert not ahmad.hub.wait(0)  # nobody is woken by himself


def test_a_database_without_listen_is_asked_again_and_again(
    come: Come, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.team.hubs.postgresql._CHANNEL", "no channel")  # a syntax error
    ahmad, suad = come(AHMAD), come(SUAD)
    server.execute(database, "revoke execute on function pg_notify(text, text) from public")
    ahmad.add(1)
    ahmad.exchange()
    assert suad.hub.wait(0.01)
    suad.exchange()
    assert suad.view(AHMAD) == ahmad.own()


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize(
    "statement",
    [
        "insert into claimreader.record values ('FEED', 3, 'AHMAD', 'x')",
        "insert into claimreader.record values ('FEED', 3, 'SUAD', 'x')",
        "insert into claimreader.record values ('FEED', 1, 'AHMAD', 'x')"
        " on conflict (feed, seq) do update set body = 'x'",
        "insert into claimreader.record values ('OTHER_ONE', 1, 'SUAD', 'x')"
        " on conflict (feed, seq) do update set body = 'y'",
        "insert into claimreader.feed values ('FEED', 'SUAD', 'TEAM_ID')",
        "insert into claimreader.feed values (gen_random_uuid(), 'AHMAD', 'TEAM_ID')",
        "insert into claimreader.feed values (gen_random_uuid(), 'gold', 'TEAM_ID')",
        "update claimreader.record set body = 'x'",
        "update claimreader.feed set member = 'SUAD'",
        "delete from claimreader.record",
        "delete from claimreader.feed",
        "truncate claimreader.record",
        "truncate claimreader.feed, claimreader.record",
        "drop table claimreader.record",
        "alter table claimreader.record disable row level security",
        'set role "AHMAD"',
        "set role claimreader_lead",
        'set session authorization "AHMAD"',
        'grant "AHMAD" to "SUAD"',
        "set role claimreader_team;"
        " insert into claimreader.feed values (gen_random_uuid(), 'claimreader_team', 'TEAM_ID')",
        "insert into claimreader.team (body) values ('x')",
        "update claimreader.team set body = 'x'",
        "create table claimreader.more (x int)",
    ],
)
def test_a_forgery_is_refused(statement: str, hub_of: HubOf, server: Server, database: str) -> None:
    ahmad, suad = hub_of(AHMAD), hub_of(SUAD)
    ahmad.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    ahmad.push(FEED, lines(2))
    suad.begin(FeedCard(OTHER_FEED, SUAD, TEAM_ID))
    suad.push(OTHER_FEED, lines(1, feed=OTHER_FEED))
    ahmad.write_team(team_file.encode(new_team("t", AHMAD)))
    before = pulled(hub_of(MARYAM)), hub_of(MARYAM).cards(), hub_of(MARYAM).team()
    names = {"OTHER_ONE": OTHER_FEED, "FEED": FEED, "TEAM_ID": TEAM_ID, "AHMAD": AHMAD, "SUAD": SUAD}
    for name, value in names.items():
        statement = statement.replace(name, value)
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.IntegrityError)):
        server.execute(database, statement, role=SUAD)
    assert (pulled(hub_of(MARYAM)), hub_of(MARYAM).cards(), hub_of(MARYAM).team()) == before


def test_another_ones_feed_is_not_begun_nor_written(hub_of: HubOf) -> None:
    hub_of(AHMAD).begin(FeedCard(FEED, AHMAD, TEAM_ID))
    with pytest.raises(HubError, match=f"is {AHMAD}'s"):
        hub_of(SUAD).begin(FeedCard(FEED, SUAD, TEAM_ID))
    with pytest.raises(HubError, match="knows you as"):
        hub_of(SUAD).push(FEED, lines(1))


def test_who_signs_with_another_name_than_the_roles_is_told(hub_of: HubOf) -> None:
    with pytest.raises(HubError, match=f"knows you as {SUAD}, and you sign as noor") as raised:
        hub_of(SUAD).begin(FeedCard(FEED, "noor", TEAM_ID))
    assert "\n" not in str(raised.value)


def test_the_lead_alone_may_speak_for_gold(hub_of: HubOf) -> None:
    hub_of(AHMAD).begin(FeedCard(FEED, "gold", TEAM_ID))
    hub_of(AHMAD).push(FEED, lines(1))
    with pytest.raises(HubError, match="claimreader_lead"):
        hub_of(SUAD).begin(FeedCard(OTHER_FEED, "gold", TEAM_ID))
    assert [card.member for card in hub_of(SUAD).cards()] == ["gold"]


def test_nobody_hides_others_behind_feeds_without_end(hub_of: HubOf, server: Server, database: str) -> None:
    hub_of(AHMAD).begin(FeedCard(FEED, AHMAD, TEAM_ID))
    many = "insert into claimreader.feed select ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid,"
    rest = " current_user, '0197f0aa-0000-7000-8000-000000000001' from generate_series(1, 1000) as n"
    server.execute(database, many + rest, role=SUAD)
    members = [card.member for card in hub_of(MARYAM).cards()]
    assert AHMAD in members
    assert len(members) < 1000
    hub = hub_of(MARYAM)
    hub.cards()
    assert list(hub.passed_over()) == [f"{SUAD}: more than 200 feeds; those beyond them aren't read"]


def test_lines_that_never_hold_are_not_brought_again_and_again(
    come: Come, server: Server, database: str, hub_of: HubOf
) -> None:
    hub_of(SUAD).begin(FeedCard(FEED, SUAD, TEAM_ID))
    many = f"insert into claimreader.record select '{FEED}', n, current_user, repeat('x', 1000)"
    server.execute(database, f"{many} from generate_series(1, 1300) as n", role=SUAD)
    server.execute(database, f"{many} from generate_series(2000, 2100) as n", role=SUAD)
    hub, have = hub_of(MARYAM), {FEED: 0}
    assert [len(list(hub.pull(have))) for _ in range(3)] == [1401, 0, 0]
    server.execute(database, f"{many} from generate_series(1301, 1302) as n", role=SUAD)
    assert [len(list(hub.pull(have))) for _ in range(2)] == [2, 0]
    assert len(list(hub.pull({FEED: 1300}))) == 103  # others hold: from there on all is brought once more
    for _ in range(60):
        brought = len(list(hub.pull(have)))
        if brought:
            break
    assert brought == 1403  # at last all is, since what was brought may not have been taken in
    ahmad, maryam = come(AHMAD), come(MARYAM)
    ahmad.add(1)
    ahmad.exchange()
    maryam.exchange()
    assert maryam.view(AHMAD) == ahmad.own()


def test_lines_that_were_not_taken_in_come_again(hub_of: HubOf) -> None:
    hub = hub_of(AHMAD)
    hub.begin(FeedCard(FEED, AHMAD, TEAM_ID))
    sent = lines(3)
    hub.push(FEED, sent)
    reader = hub_of(SUAD)
    assert next(reader.pull({FEED: 0}))[1] + b"\n" == sent[0]  # and then the mirror fails
    assert pulled(reader) == sent


def test_the_script_runs_twice_and_keeps_what_is_there(hub_of: HubOf, server: Server, database: str) -> None:
    hub_of(AHMAD).begin(FeedCard(FEED, AHMAD, TEAM_ID))
    server.psql(database, postgresql_script())
    assert len(hub_of(SUAD).cards()) == 1


def test_without_tables_and_without_rights_it_is_said_what_to_do(server: Server, database: str) -> None:
    server.execute("postgres", "drop role if exists stranger", "create role stranger login")
    for name, remedy in (("postgres", "team init --sql"), (database, "grants claimreader_team")):
        hub = PostgresqlHub(server.address(name, "stranger"))
        with pytest.raises(HubError, match=remedy):
            hub.cards()
        hub.close()


# ---------------------------------------------------------------- the address


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://suad:hunter2@host/db",
        "postgres://suad:hunter2@host/db",
        "postgresql://host/db?password=hunter2",
        "postgresql://host/db?pass%77ord=hunter2",
        "postgresql://host/db?sslmode=require&sslpassword=hunter2",
        "postgresql://suad:hun/ter2@host/db",
        "postgresql://suad:hunter2@a,b/db",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(HubError, match=r"\.pgpass") as raised:
        open_hub(address, "s")
    assert "ter2" not in str(raised.value)


@pytest.mark.parametrize(
    "address",
    ["postgresql:///?service=claims", "postgres://noor@db.example.org/claims?sslmode=verify-full",
     "postgresql://[::1]:5433,db:5432/claims"],
)  # fmt: skip
def test_an_address_without_one_is_taken(address: str) -> None:
    assert isinstance(open_hub(address, "s"), PostgresqlHub)


def test_an_address_that_cannot_be_read_is_one_line() -> None:
    with pytest.raises(HubError, match="service=NAME"):
        open_hub("postgresql://host/db?nonsense=1", "s")


def test_without_psycopg_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "annotations.team.hubs.postgresql")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(HubError, match=r"needs psycopg\[binary\]"):
        open_hub("postgresql:///?service=claims", "s")


# ---------------------------------------------------------------- a team


def test_a_team_begins_in_a_database_and_is_joined(
    server: Server, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "event"
    corpus.mkdir()
    (corpus / "001.txt").write_text("قال الوزير إن النتائج نهائية.", encoding="utf-8")

    def at(name: str) -> Project:
        monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "homes" / name))
        monkeypatch.setenv("PGUSER", name)
        return Project([corpus], annotator=name)

    address = server.address(database)
    lead = at(AHMAD)
    done = found(lead, address)
    assert (done.hub, done.is_new) == (address, True)
    assert f'hub = "{address}"' in (done.table or corpus).read_text(encoding="utf-8")
    join(lead)
    monkeypatch.setenv("PGUSER", SUAD)
    with pytest.raises(HubError, match="knows you as"):
        join(Project([corpus], annotator=MARYAM))
    joining = join(at(SUAD))
    with open_work(joining.place) as work:
        work.exchange()
        assert work.mirror.members() == {AHMAD: False}
    leave(at(SUAD))
    join(at(SUAD), again=True)
    with open_work(place_in_team(at(AHMAD))) as work:
        work.exchange()
        assert active_members(work) == sorted([AHMAD, SUAD])
