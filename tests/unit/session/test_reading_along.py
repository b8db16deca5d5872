"""What is suggested of the articles that are read: kept, renewed after a decision, and never waited for."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.model.article import Article
from annotations.model.records import Change
from annotations.services.suggestions import refuse
from tui.session import reading_along
from tui.session.session import Session

TEXT = "سد وادي الرمل\nونفت وزارة الري أن تكون البوابات قد تعطلت.\n"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    session = Session(Project([tmp_path], annotator="me"))
    session.annotations.load()
    return session


def test_nothing_is_suggested_before_it_is_reckoned_and_then_it_is_kept(session: Session) -> None:
    article, along = session.article(0), session.reading_along
    assert not isinstance(article, str)
    assert along.of(article) is None
    assert not along.is_current(article)
    along.reckon(article)
    reckoned = along.of(article)
    assert reckoned is not None
    assert along.is_current(article)
    assert {offer.field for offer in reckoned.offers(1, (), "me")} >= {"claimant", "reported_as"}
    along.reckon(article)
    assert along.of(article) is reckoned, "it isn't reckoned twice"
    session.project.close()


def test_a_refusal_is_taken_in_without_reading_the_article_again(session: Session) -> None:
    article, along = session.article(0), session.reading_along
    assert not isinstance(article, str)
    along.reckon(article)
    reckoned = along.of(article)
    assert reckoned is not None
    offer = next(offer for offer in reckoned.offers(1, (), "me") if offer.field == "claimant")
    session.annotations.save(article, refuse(article, 1, offer, "me"))
    assert not along.is_current(article)
    along.reckon(article)
    assert along.of(article) is reckoned
    assert "claimant" not in {offer.field for offer in reckoned.offers(1, (), "me")}
    session.project.close()


def test_a_book_is_not_read_along(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    article = session.article(0)
    assert not isinstance(article, str)
    monkeypatch.setattr(reading_along, "LONGEST", 10)
    assert session.reading_along.is_current(article)
    session.reading_along.reckon(article)
    assert session.reading_along.of(article) is None
    session.project.close()


def test_what_is_related_is_looked_for_again_once_claims_or_the_text_change(session: Session) -> None:
    from annotations.services.attributes import with_attributes

    article, along = session.article(0), session.reading_along
    assert not isinstance(article, str)
    session.articles.index  # noqa: B018 - made before it is asked
    along.look_for_related(article, 0, 12)
    assert along.is_related_current(article, 0, 12)
    edited = Article(article.id, article.text.replace("الرمل", "النخل"))
    assert along.known_related(edited, 0, 12) is None
    change = with_attributes(article, (0, 12), {"claimant": "وزارة الري"}, None, "me")
    assert change is not None
    session.annotations.save(article, [change])
    assert not along.is_related_current(article, 0, 12)
    assert along.known_related(article, 0, 12) is not None, "what was found is shown until then"
    session.project.close()


def test_names_that_are_claimants_are_kept_up_by_the_session(session: Session) -> None:
    from annotations.services.attributes import with_attributes

    article, names = session.article(0), session.annotations.claimants
    assert not isinstance(article, str)
    list(names.fill())
    change = with_attributes(article, (0, 12), {"claimant": "وزارة الري"}, None, "me")
    assert change is not None
    session.annotations.save(article, [change])
    assert names.starting_with("وزا", 3) == ["وزارة الري"]
    stored = session.annotations.store.get(change.uuid)
    assert stored is not None
    session.annotations.save(article, [Change(change.uuid, stored.rev, None)])
    assert names.starting_with("وزا", 3) == []
    session.project.close()


def test_an_article_that_cannot_be_reckoned_is_not_begun_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, along = session.article(0), session.reading_along
    assert not isinstance(article, str)

    def fail(*arguments: object) -> None:
        raise RecursionError

    with monkeypatch.context() as failing:
        failing.setattr("annotations.services.suggestions.read_along", fail)
        with pytest.raises(RecursionError):
            along.reckon(article)
    assert along.is_current(article)
    assert along.of(article) is None
    session.project.close()
