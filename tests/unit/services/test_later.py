"""A flag on a sentence: set and taken away by one key, never a decision, and kept with its words."""

from __future__ import annotations

from pathlib import Path

import msgspec
from store_tools import opened

from annotations.model.article import Article
from annotations.model.side_records import LATER, Flag, SideChange
from annotations.services.later import by_article, fits, following, press, sentence_of
from annotations.services.reanchoring import find_displaced, relocate
from annotations.services.tagging import rest
from annotations.services.undo import undo

TEXT = "قال الوزير إن العدد 3000 جندي. ونفت العاصمة ذلك.\nوأضاف أن القوات وصلت إلى الميناء مساء أمس."
ARTICLE = Article("a.txt", TEXT)


def made(index: int, by: str = "me", article: Article = ARTICLE) -> Flag:
    (change,) = press(article, index, [], by)
    assert isinstance(change.record, Flag)
    return change.record


def test_a_press_flags_the_sentence_and_the_next_one_takes_the_flag_away() -> None:
    flag = made(1)
    assert (flag.target.quote, sentence_of(ARTICLE, flag)) == ("ونفت العاصمة ذلك.", 1)
    assert press(ARTICLE, 1, [flag], "me") == [SideChange("later", flag.uuid, flag.rev, None)]
    (another,) = press(ARTICLE, 0, [flag], "me")
    assert another.record is not None


def test_a_colleague_s_flag_stays() -> None:
    (change,) = press(ARTICLE, 1, [made(1, "colleague")], "me")
    assert change.record is not None
    assert change.record.annotator == "me"


def test_a_flag_set_twice_on_two_machines_goes_with_one_press() -> None:
    assert len(press(ARTICLE, 1, [made(1), made(1)], "me")) == 2


def test_the_rest_of_an_article_leaves_flagged_sentences_undecided() -> None:
    decided = {change.annotation.target.sentence for change in rest(ARTICLE, 0, [], "me", but={1})}
    assert decided == {0, 2}


def test_one_goes_through_the_flags_in_the_order_of_the_list_and_round() -> None:
    other = Article("b.txt", TEXT)
    flags = {"a.txt": [made(0), made(2)], "b.txt": [made(1, article=other)], "gone": [made(0)]}
    flags["gone"] = [
        msgspec.structs.replace(
            flags["gone"][0], article=msgspec.structs.replace(flags["gone"][0].article, id="gone")
        )
    ]
    order = {"b.txt": 0, "a.txt": 1}
    seen, at = [], ("", -1)
    for _ in range(5):
        flag = following(flags, order, *at)
        assert flag is not None
        at = (flag.article.id, flag.target.start)
        seen.append((flag.article.id, flag.target.sentence))
    assert seen == [("b.txt", 1), ("a.txt", 0), ("a.txt", 2), ("gone", 0), ("b.txt", 1)]
    assert following({}, {}, "a.txt", 0) is None


def test_only_one_s_own_flags_are_listed(tmp_path: Path) -> None:
    with opened(tmp_path / "annotations.json") as store:
        mine, theirs = made(2), made(1, "colleague")
        store.apply([LATER.put(mine), LATER.put(theirs)], by="me")
        first = made(0)
        store.apply([LATER.put(first)], by="me")
        assert by_article(store, "me") == {"a.txt": [first, mine]}


def test_a_flag_follows_its_words_and_its_article_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    with opened(tmp_path / "annotations.json") as store:
        flag = made(1)
        store.apply([LATER.put(flag)], by="me")
        longer = Article("a.txt", "خبر عاجل من المدينة.\n" + TEXT)
        assert not fits(longer, flag)
        found = find_displaced(
            store, lambda ids: dict.fromkeys(ids, longer.sha256), lambda _: longer, lambda _: []
        )
        assert [follower.kind for follower in found.followers] == ["moved"]
        relocate(store, found.moved, found.records, by="me", followers=found.going("moved"))
        (moved,) = store.records(LATER)
        assert fits(longer, moved)
        assert (moved.target.quote, moved.target.sentence) == (flag.target.quote, 2)
        undo(store, "me")
        assert store.records(LATER)[0].target == flag.target
        again = find_displaced(
            store, lambda ids: dict.fromkeys(ids, longer.sha256), lambda _: longer, lambda _: []
        )
        assert not again.followers, "what was put back isn't moved again"


def test_a_flag_goes_with_a_renamed_file_and_stays_where_its_words_are_gone(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "annotations.json") as store:
        store.apply([LATER.put(made(1))], by="me")
        found = find_displaced(store, lambda _: {}, lambda _: None, lambda _: ["new/name.txt"])
        relocate(store, found.renamed, found.records, by="me", followers=found.going("renamed"))
        (renamed,) = store.records(LATER)
        assert renamed.article.id == "new/name.txt"
        gone = Article("new/name.txt", "نص آخر تماما لا يشبه ما كان هنا من قبل.")
        found = find_displaced(
            store, lambda ids: dict.fromkeys(ids, gone.sha256), lambda _: gone, lambda _: []
        )
        assert (list(found.followers), list(found.lost_flags)) == ([], [renamed])
