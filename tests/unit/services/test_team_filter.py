"""A filter finds the articles that are mine, a colleague's, or open, from one picture of the team."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

import seeds
from annotations.corpus import open_corpus
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.index import Index
from annotations.services.team_filter import (
    NoSuchMemberError,
    TeamTerm,
    WhoseArticles,
    member_of,
    split,
)
from annotations.services.team_picture import TeamPicture
from annotations.team.assignment import readers_of
from annotations.team.team_file import new_team

ME, OTHER, THIRD = "noor", "سعاد", "nabil"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path))
    kept = ArticleIndex(open_corpus([seeds.FOLDER]))
    for _step in kept.update():
        pass
    yield kept.opened
    kept.close()


def pictured(
    begun: dict[str, set[str]] | None = None, done: dict[str, set[str]] | None = None
) -> TeamPicture:
    team = new_team("event", ME)
    return TeamPicture(ME, team, (THIRD, ME, OTHER), begun or {}, done or {}, {}, {})


def kept(index: Index, picture: TeamPicture, typed: str, whose: WhoseArticles | None = None) -> list[str]:
    keys = (whose or WhoseArticles()).keep(index.listing().load(), split(typed)[1], picture, index)
    return [row.sha256 for row in index.rows(keys)]


@pytest.mark.parametrize(
    ("typed", "words", "terms"),
    [
        ("صاروخ", "صاروخ", ()),
        ("mine:", "", (TeamTerm("mine"),)),
        ("mine: صاروخ  open:", "صاروخ", (TeamTerm("mine"), TeamTerm("open"))),
        ("-mine: by:نور", "", (TeamTerm("mine", negative=True), TeamTerm("by", "نور"))),
        ('by:"أبو علي" مصر', "مصر", (TeamTerm("by", "أبو علي"),)),
        ("by:“أبو علي” مصر", "مصر", (TeamTerm("by", "أبو علي"),)),
        ('"mine: open:" -"by:x"', '"mine: open:" -"by:x"', ()),
        ("by: مصر", "مصر", ()),
        ("mine:x goldmine: 12:30", "mine:x goldmine: 12:30", ()),
        ("MINE:", "", (TeamTerm("mine"),)),
    ],
)
def test_what_is_said_of_the_team_stands_among_words(
    typed: str, words: str, terms: tuple[TeamTerm, ...]
) -> None:
    assert split(typed) == (words, terms)


def test_the_beginning_of_a_name_is_enough_if_it_is_one_member_s_alone() -> None:
    picture = pictured()
    assert member_of(picture, "no") == member_of(picture, "NOOR") == ME
    assert member_of(picture, "سع") == OTHER
    for typed, fitting in (("n", (THIRD, ME)), ("x", ())):
        with pytest.raises(NoSuchMemberError) as raised:
            member_of(picture, typed)
        assert raised.value.fitting == fitting


def test_by_the_rule_alone_every_article_is_one_member_s(index: Index) -> None:
    picture = pictured()
    texts = [sha256 for _, sha256 in index.texts()]
    for name, typed in ((ME, "mine:"), (OTHER, "by:سعاد"), (THIRD, "by:nab")):
        wanted = [text for text in texts if readers_of(picture.team, text, picture.members) == (name,)]
        assert kept(index, picture, typed) == wanted
        assert kept(index, picture, f"-{typed}") == [text for text in texts if text not in wanted]
    assert kept(index, picture, "open:") == texts
    assert kept(index, picture, "-open:") == []


def test_what_somebody_has_begun_stays_his_and_what_is_done_is_not_open(index: Index) -> None:
    texts = [sha256 for _, sha256 in index.texts()]
    first, second, *others = texts
    picture = pictured(begun={first: {OTHER}}, done={second: {ME}})
    whose = WhoseArticles()
    assert first in kept(index, picture, "by:سعاد", whose)
    assert first not in kept(index, picture, "mine:", whose)
    assert second in kept(index, picture, "mine:", whose)
    assert kept(index, picture, "open:", whose) == [first, *others]
    assert second not in kept(index, picture, "mine: open:", whose)
    work = whose.look(picture, index).work
    assert sum(each.assigned for each in work.values()) == len(texts)
    assert (work[OTHER].begun, work[OTHER].done) == (1, 0)
    assert (work[ME].begun, work[ME].done) == (1, 1)


def test_what_is_said_of_no_text_changes_nothing(index: Index) -> None:
    picture = pictured()
    strange = pictured(begun={"not-a-digest": {ME, OTHER}}, done={"not-a-digest": {OTHER}})
    strange = strange._replace(team=picture.team)
    for typed in ("mine:", "by:سعاد", "open:"):
        assert kept(index, strange, typed) == kept(index, picture, typed)
    assert WhoseArticles().look(strange, index).work == WhoseArticles().look(picture, index).work


def test_the_rule_is_reckoned_once_for_a_team_and_the_rest_once_a_change(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotations.services import team_picture

    reckoned: list[str] = []

    def counting(*args: object, **more: object) -> tuple[str, ...]:
        reckoned.append(str(args[1]))
        return readers_of(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(team_picture, "readers_of", counting)
    whose, picture = WhoseArticles(), pictured()
    texts = [sha256 for _, sha256 in index.texts()]
    for typed in ("mine:", "by:سعاد", "open: mine:"):
        kept(index, picture, typed, whose)
    assert len(reckoned) == len(texts)
    changed = picture._replace(done={texts[0]: {OTHER}})
    for typed in ("mine:", "by:سعاد", "mine:"):
        kept(index, changed, typed, whose)
    assert reckoned[len(texts) :] == [texts[0]]
    assert texts[0] in kept(index, changed, "by:سعاد", whose)


def test_nothing_is_left_of_no_articles(index: Index) -> None:
    assert not WhoseArticles().keep(array("q"), split("mine:")[1], pictured(), index)
