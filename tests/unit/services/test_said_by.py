"""What chosen people say: colleagues through the gate, gold of the lead or as published, nothing saved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import msgspec
import pytest
from store_tools import put

from annotations.composition import Project
from annotations.corpus import open_corpus
from annotations.exchange import registry
from annotations.model.article import Article
from annotations.model.records import (
    Annotation,
    ArticleRef,
    Change,
    Link,
    new_uuid,
    target_for,
    timestamp,
)
from annotations.services.export import export
from annotations.services.report import write_report
from annotations.services.said_by import BLIND, said_by
from annotations.services.team import Rules, found, join, mark_done, open_work, place_in_team, state
from annotations.store import history_entries
from annotations.store.base import NotSavedError, Store
from annotations.store.recovery import Paths
from annotations.store.tinydb_store import open_store
from annotations.team.errors import TeamError, TeamFileError
from annotations.team.hubs.folder import FolderHub
from annotations.team.joined import GOLD, Joined
from annotations.team.membership import Membership
from annotations.team.mirror import Mirror

LEAD, OTHER, THIRD = "نور", "سعاد", "ali"
TEXTS = {
    "a.txt": "قال الناطق إن القوات تقدمت. وسيطرت على ثلاثة أحياء. ونفى الخصم ذلك.",
    "b.txt": "قتل خمسة جنود في القصف. وأعلنت الوزارة الحداد.",
}


class Team:
    """Machines of several people who read copies of one corpus."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, blind: bool) -> None:
        self.folder = folder
        self.hub = folder / "hub"
        self._monkeypatch = monkeypatch
        self.told: list[str] = []
        found(self.at(LEAD), str(self.hub), Rules(blind=blind))
        for name in (LEAD, OTHER, THIRD):
            join(self.at(name), str(self.hub))

    def corpus(self, name: str) -> Path:
        folder = self.folder / "corpora" / name
        if not folder.exists():
            folder.mkdir(parents=True)
            for id_, text in TEXTS.items():
                (folder / id_).write_text(text, encoding="utf-8")
        return folder

    def at(self, name: str) -> Project:
        """Sit down at somebody's machine."""
        self._monkeypatch.setenv("CLAIMREADER_HOME", str(self.folder / "homes" / name))
        return Project([self.corpus(name)], annotator=name)

    def article(self, name: str, id_: str) -> Article:
        corpus = open_corpus([self.corpus(name)])
        return corpus.read(next(entry for entry in corpus.entries if entry.id == id_))

    def say(
        self, name: str, id_: str, sentence: int, tag: str = "claim", links: Sequence[str] = ()
    ) -> Annotation:
        """Say something of a sentence at somebody's machine, and send it."""
        project = self.at(name)
        annotation = said_of(self.article(name, id_), sentence, name, tag, links)
        with open_work(place_in_team(project)) as work:
            work.save([Change(annotation.uuid, 0, annotation)])
            work.exchange()
        return annotation

    def seen(self, name: str, *chosen: str) -> set[str]:
        """Return the uuids that somebody gets who asks for what people say."""
        with self.view(name, *chosen) as view:
            return {annotation.uuid for annotation in view.list()}

    @contextmanager
    def view(self, name: str, *chosen: str) -> Iterator[Store]:
        project = self.at(name)
        self.told.clear()
        try:
            yield said_by(project, chosen, tell=self.told.append)
        finally:
            project.close()

    def publish_gold(self, *annotations: Annotation) -> None:
        """Have what the lead has decided sent as a feed of its own."""
        place = self.place(LEAD)
        with open_store(place.gold, annotator=GOLD) as store:
            put_all(store, annotations)
            entries = partial(
                history_entries.entries, Paths.of(place.gold).journal, Paths.of(place.gold).history
            )
            with closing(Mirror(self.folder / "gold.sqlite")) as mirror:
                hub = FolderHub(self.hub, "gold")
                save = partial(store.apply, by=GOLD)
                Membership(store, entries, save, hub, mirror, place.team, GOLD).exchange()

    def place(self, name: str) -> Joined:
        return place_in_team(self.at(name))


def put_all(store: Store, annotations: Sequence[Annotation]) -> None:
    for annotation in annotations:
        put(store, annotation)


def said_of(
    article: Article, sentence: int, name: str, tag: str = "claim", links: Sequence[str] = ()
) -> Annotation:
    place, now = article.sentences[sentence], timestamp()
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, place.start, place.end, sentence),
        tags=(tag,),
        links=tuple(Link("contradicts", to) for to in links),
        annotator=name,
        created=now,
        updated=now,
    )


Begin = Callable[..., Team]


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    def team(*, blind: bool = True) -> Team:
        return Team(tmp_path, monkeypatch, blind=blind)

    return team


# ------------------------------------------------------------------ who


def test_in_an_open_team_a_name_is_a_members_and_all_is_everybodys(begin: Begin) -> None:
    team = begin(blind=False)
    mine, hers = team.say(OTHER, "a.txt", 0), team.say(LEAD, "a.txt", 1)
    his = team.say(THIRD, "b.txt", 0)
    assert team.seen(OTHER, OTHER) == {mine.uuid}
    assert team.seen(OTHER, LEAD) == {hers.uuid}
    assert team.seen(OTHER, LEAD, THIRD) == {hers.uuid, his.uuid}
    assert team.seen(OTHER, "all") == {mine.uuid, hers.uuid, his.uuid}
    assert team.told == []


def test_who_is_blind_gets_only_what_he_has_decided_and_the_lead_all(begin: Begin) -> None:
    team = begin()
    hers = [team.say(LEAD, "a.txt", sentence) for sentence in (0, 1)]
    his = team.say(THIRD, "b.txt", 0)
    assert team.seen(OTHER, "all") == team.seen(OTHER, LEAD) == set()
    assert team.told == [BLIND]  # and no number of what isn't in it
    mine = team.say(OTHER, "a.txt", 1)
    assert team.seen(OTHER, LEAD) == {hers[1].uuid}
    assert team.seen(OTHER, "all") == {mine.uuid, hers[1].uuid}
    assert team.seen(OTHER, OTHER) == {mine.uuid}
    assert team.told == []
    article = team.article(OTHER, "a.txt")
    mark_done(team.at(OTHER), [ArticleRef(article.id, article.sha256)])
    assert team.seen(OTHER, LEAD) == {each.uuid for each in hers}
    assert team.seen(LEAD, "all") == {mine.uuid, his.uuid, *(each.uuid for each in hers)}
    assert team.told == []


def test_a_link_tells_nothing_of_a_sentence_that_is_undecided(begin: Begin) -> None:
    team = begin()
    mine = team.say(OTHER, "a.txt", 0)
    hidden = team.say(LEAD, "a.txt", 1)
    hers = team.say(LEAD, "a.txt", 0, links=[hidden.uuid, mine.uuid])
    with team.view(OTHER, LEAD) as view:
        (seen,) = view.list()
        assert (seen.uuid, [link.to for link in seen.links]) == (hers.uuid, [mine.uuid])
    shown = team.say(OTHER, "a.txt", 1)
    with team.view(OTHER, LEAD) as view:
        links = [link.to for link in next(each for each in view.list() if each.uuid == hers.uuid).links]
        assert links == [hidden.uuid, mine.uuid]
        assert [each.uuid for each in view.linking(hidden.uuid)] == [hers.uuid]
        assert view.get(shown.uuid) is None


def test_nobody_is_called_so(begin: Begin) -> None:
    team = begin()
    with pytest.raises(TeamError, match="--by سعاس: nobody in the team is called so; perhaps سعاد"):
        team.seen(LEAD, "سعاس")
    with pytest.raises(TeamError, match=f"nobody in the team is called so; there are: ali, {OTHER}, {LEAD}"):
        team.seen(LEAD, "\x1b]0;x\x07")
    with pytest.raises(TeamError) as raised:
        team.seen(LEAD, "\x1b]0;x\x07")
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("name", ["all", "gold"])
def test_nobody_can_have_the_name_of_all_or_of_gold(begin: Begin, name: str) -> None:
    team = begin()
    with pytest.raises(TeamError, match=f"nobody can be called {name}: "):
        join(team.at(name), str(team.hub))
    with pytest.raises(TeamFileError, match=f"nobody can be called {name}: "):
        found(team.at(name), str(team.folder / "hub2"))


def test_who_is_in_my_file_without_being_a_member_is_known(begin: Begin) -> None:
    team = begin()
    merged = said_of(team.article(OTHER, "b.txt"), 0, "zaid")
    with open_store(team.place(OTHER).database, annotator=OTHER) as store:
        put(store, merged)
    assert team.seen(OTHER, "zaid") == team.seen(OTHER, "all") == {merged.uuid}


# ------------------------------------------------------------------ gold


def test_without_gold_it_is_said_who_makes_it(begin: Begin) -> None:
    team = begin()
    with pytest.raises(TeamError, match="--by gold: there is none yet; you lead the team"):
        team.seen(LEAD, "gold")
    with pytest.raises(TeamError, match=f"--by gold: there is none yet; {LEAD} leads the team"):
        team.seen(OTHER, "gold")


def test_gold_is_the_leads_file_and_for_others_what_was_published(begin: Begin) -> None:
    team = begin()
    mine = team.say(OTHER, "a.txt", 0)
    gold = [said_of(team.article(LEAD, "a.txt"), sentence, GOLD, "event") for sentence in (0, 1)]
    team.publish_gold(*gold)
    later = said_of(team.article(LEAD, "b.txt"), 0, GOLD)
    with open_store(team.place(LEAD).gold, annotator=GOLD) as store:
        put(store, later)  # not published yet
    assert team.seen(LEAD, "gold") == {later.uuid, *(each.uuid for each in gold)}
    assert team.seen(OTHER, "gold") == {gold[0].uuid}  # of the other sentence he has said nothing
    assert team.told == [BLIND]
    assert team.seen(OTHER, "all") == team.seen(LEAD, "all") == {mine.uuid}  # gold is no member
    assert team.seen(OTHER, "all", "gold") == {mine.uuid, gold[0].uuid}


def test_on_another_machine_the_lead_has_what_was_published(begin: Begin) -> None:
    team = begin()
    gold = said_of(team.article(LEAD, "a.txt"), 0, GOLD)
    team.publish_gold(gold)
    for path in Path(team.place(LEAD).folder).glob("gold.json*"):
        path.unlink()
    assert team.seen(LEAD, "gold") == {gold.uuid}


# ------------------------------------------------------------------ texts


def test_an_article_is_the_one_that_has_its_text_here(begin: Begin) -> None:
    team = begin(blind=False)
    (team.corpus(LEAD) / "a.txt").rename(team.corpus(LEAD) / "theirs.txt")
    hers = team.say(LEAD, "theirs.txt", 0)
    with team.view(OTHER, LEAD) as view:
        assert [(each.uuid, each.article.id) for each in view.list("a.txt")] == [(hers.uuid, "a.txt")]
        assert view.article_ids() == ["a.txt"]


def test_what_is_said_of_another_text_is_left_out_and_that_is_said(begin: Begin) -> None:
    team = begin(blind=False)
    (team.corpus(LEAD) / "a.txt").write_text("نص آخر تماما. وجملة أخرى.", encoding="utf-8")
    team.say(LEAD, "a.txt", 0)
    kept = team.say(LEAD, "b.txt", 0)
    assert team.seen(OTHER, LEAD) == {kept.uuid}
    assert team.told == ["1 annotation of colleagues left out, of texts that are not here"]


@pytest.mark.parametrize("whose", [LEAD, OTHER])
def test_what_is_said_of_no_text_costs_only_itself(begin: Begin, whose: str) -> None:
    """At the desk in whose file another program has written it, and at all others."""
    team = begin()
    good = team.say(OTHER, "a.txt", 0)
    strange = said_of(team.article(OTHER, "a.txt"), 1, OTHER)
    strange = msgspec.structs.replace(strange, article=ArticleRef("x.txt", "not-a-digest"))
    with open_work(place_in_team(team.at(OTHER))) as work:
        work.save([Change(strange.uuid, 0, strange)])
        work.exchange()
    own = {strange.uuid} if whose == OTHER else set()
    assert team.seen(whose, "all") == {good.uuid} | own
    corpus = open_corpus([team.corpus(whose)])
    articles = [ArticleRef(entry.id, corpus.read(entry).sha256) for entry in corpus.entries]
    with open_work(place_in_team(team.at(whose))) as work:
        work.exchange()
        told = {each.name: (each.begun, each.fault) for each in state(work, articles).members}
    refused = "line 3: a record that names no text was refused"
    assert told == {LEAD: (0, ""), OTHER: (1, refused if whose == LEAD else ""), THIRD: (0, "")}


def test_a_text_whose_file_is_gone_is_known_as_long_as_i_have_annotated_it(
    begin: Begin, tmp_path: Path
) -> None:
    team = begin()
    hers = team.say(LEAD, "a.txt", 0)
    article = team.article(OTHER, "a.txt")
    with open_store(team.place(OTHER).database, annotator=OTHER) as store:
        record = {"id": "a.txt", "sha256": article.sha256, "title": "عنوان", "length": len(article.text)}
        store.remember_article(record)
        put(store, said_of(article, 0, OTHER))
    (team.corpus(OTHER) / "a.txt").unlink()
    project = team.at(OTHER)
    project.look_at(said_by(project, [LEAD], tell=team.told.append))
    export(project, "jsonl", tmp_path / "out.jsonl")
    project.close()
    (line,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (line["uuid"], line["article"]["title"]) == (hers.uuid, "عنوان")
    (team.corpus(OTHER) / "a.txt").write_text("نص جديد.", encoding="utf-8")  # another text has its name now
    assert team.seen(OTHER, LEAD) == set()


# ------------------------------------------------------------------ what is asked


def test_while_the_hub_is_away_what_had_come_is_used(begin: Begin) -> None:
    team = begin(blind=False)
    hers = team.say(LEAD, "a.txt", 0)
    assert team.seen(OTHER, LEAD) == {hers.uuid}
    team.say(LEAD, "a.txt", 1)
    team.hub.rename(team.folder / "away")
    assert team.seen(OTHER, LEAD) == {hers.uuid}
    assert len(team.told) == 1
    assert team.told[0].endswith("; what had come before is used")


def test_it_is_read_beside_who_has_the_annotations_open_and_leaves_no_trace(begin: Begin) -> None:
    team = begin(blind=False)
    hers, mine = team.say(LEAD, "a.txt", 0), team.say(OTHER, "a.txt", 1)
    place = team.place(OTHER)
    sent = {path: path.read_bytes() for path in team.hub.rglob("*") if path.is_file()}
    with open_store(place.database, annotator=OTHER) as store:
        before = store.info().seq
        assert team.seen(OTHER, "all") == {hers.uuid, mine.uuid}
        assert store.info().seq == before
        assert [each.uuid for each in store.list()] == [mine.uuid]
    assert {path: path.read_bytes() for path in team.hub.rglob("*") if path.is_file()} == sent


def test_nothing_can_be_saved_to_it(begin: Begin) -> None:
    team = begin(blind=False)
    hers = team.say(LEAD, "a.txt", 0)
    with team.view(OTHER, LEAD) as view:
        with pytest.raises(NotSavedError):
            view.apply([Change(hers.uuid, hers.rev, None)], by=OTHER)
        with pytest.raises(NotSavedError):
            view.remember_article({"id": "a.txt"})


# ------------------------------------------------------------------ without a team


@pytest.fixture
def merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project whose file has the annotations of two."""
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    corpus = tmp_path / "event"
    corpus.mkdir()
    for id_, text in TEXTS.items():
        (corpus / id_).write_text(text, encoding="utf-8")
    project = Project([corpus], annotator=OTHER)
    article = project.corpus.read(project.corpus.entries[0])
    with open_store(project.database, annotator=OTHER) as store:
        put_all(store, [said_of(article, number, name) for number, name in enumerate((OTHER, THIRD))])
    return project


def names_in(project: Project, *chosen: str) -> list[str]:
    try:
        return sorted(each.annotator for each in said_by(project, chosen, tell=pytest.fail).list())
    finally:
        project.close()


def test_without_a_team_people_are_those_of_the_file(merged: Project) -> None:
    assert names_in(merged, THIRD) == [THIRD]
    assert names_in(merged, "all") == names_in(merged, THIRD, OTHER) == [THIRD, OTHER]
    with pytest.raises(TeamError, match="--by alli: nobody of that name has annotated; perhaps ali"):
        names_in(merged, "alli")
    with pytest.raises(TeamError, match="--by gold: there is none without a team; who leads settles"):
        names_in(merged, "gold")


def test_gold_that_is_in_the_file_is_an_annotators(merged: Project) -> None:
    with open_store(merged.database, annotator=GOLD) as store:
        put(store, said_of(merged.corpus.read(merged.corpus.entries[1]), 0, GOLD))
    assert names_in(merged, "gold") == [GOLD]


# ------------------------------------------------------------------ what becomes of it


@pytest.mark.parametrize("name", [name for name, form in registry.FORMATS.items() if form.library != "spacy"])
def test_every_format_writes_it_with_links_between_people(begin: Begin, name: str) -> None:
    team = begin(blind=False)
    mine = team.say(OTHER, "a.txt", 0, "claim")
    team.say(LEAD, "a.txt", 1, "claim", links=[mine.uuid])
    for chosen, many in (("all", 2), (LEAD, 1)):  # of the latter the link leads out of what is written
        project = team.at(OTHER)
        project.look_at(said_by(project, [chosen], tell=team.told.append))
        form = registry.FORMATS[name]
        report = export(project, name, team.folder / f"{many}{form.suffix}")
        project.close()
        assert report.annotations == many, report.lines()
        assert not report.stale


def test_a_report_says_who_says_what(begin: Begin) -> None:
    team = begin(blind=False)
    team.say(OTHER, "a.txt", 0), team.say(LEAD, "b.txt", 1)
    project = team.at(OTHER)
    project.look_at(said_by(project, ["all"], tell=team.told.append))
    written = write_report(project, team.folder / "page.html")
    project.close()
    assert (written.claims, written.articles) == (2, 2)
    assert LEAD in (team.folder / "page.html").read_text(encoding="utf-8")


def test_the_higher_revision_of_one_annotation_holds(begin: Begin) -> None:
    team = begin(blind=False)
    hers = team.say(LEAD, "a.txt", 0)
    with open_store(team.place(OTHER).database, annotator=OTHER) as store:
        put(store, msgspec.structs.replace(hers, note="as it was merged"))
        assert len(store.list()) == 1
    with open_work(team.place(LEAD)) as work:
        (now,) = work.store.list()
        work.save([Change(now.uuid, now.rev, msgspec.structs.replace(now, note="since then"))])
        work.exchange()
    with team.view(OTHER, "all") as view:
        assert [each.note for each in view.list()] == ["since then"]


def test_two_articles_of_one_text_keep_what_is_said_apart(begin: Begin) -> None:
    team = begin(blind=False)
    for name in (LEAD, OTHER):
        shutil.copy(team.corpus(name) / "a.txt", team.corpus(name) / "again.txt")
    first, again = team.say(LEAD, "a.txt", 0), team.say(LEAD, "again.txt", 0)
    with team.view(OTHER, LEAD) as view:
        assert [each.uuid for each in view.list("a.txt")] == [first.uuid]
        assert [each.uuid for each in view.list("again.txt")] == [again.uuid]
