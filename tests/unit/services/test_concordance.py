"""Every hit of a corpus as a row: where it is, the words around it, what counts, and the orders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.composition import Project
from annotations.corpus import index as index_module
from annotations.corpus import kept_orders
from annotations.corpus.article_index import ArticleIndex
from annotations.model.article_corrections import Corrections
from annotations.model.records import ArticleRef, timestamp
from annotations.model.side_records import ArticleCorrection, correction_uuid
from annotations.services.concordance import (
    AROUND,
    ORDERS,
    Concordance,
    Hit,
    line_of,
    sorted_hits,
    words_after,
    words_before,
)
from annotations.services.concordance_query import read_query
from annotations.services.indexing import bring_up_to_date

pytestmark = pytest.mark.usefixtures("home")

RECORDS = [
    {
        "id": "wadi-1",
        "title": "انهيار السد",
        "source": "الساحل",
        "published": "2025-05-03",
        "text": "قالت الوزارة إن السد انهار.\nونفت شركة بناء السدود ذلك.",
    },
    {
        "id": "wadi-2",
        "title": "خبر",
        "source": "صوت النهر",
        "published": "2025-05-09",
        "text": "تحدث الخبراء عن السد القديم، وعن بوابات\tالسد\nالغربي.",
    },
    {"id": "other", "title": "السد", "source": "الساحل", "text": "لا شيء هنا."},
    {"id": "undated", "title": "خبر آخر", "text": "امتلأ السد بالماء."},
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ArticleIndex]:
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    project = Project([tmp_path], annotator="me")
    article_index = ArticleIndex(project.corpus)
    bring_up_to_date(project, article_index, tell=lambda _: None, warn=pytest.fail)
    yield article_index
    article_index.close()


def hits(index: ArticleIndex, typed: str) -> list[Hit]:
    return [hit for found in Concordance(index.opened, read_query(typed)) for hit in found]


def ids(found: list[Hit]) -> list[str]:
    return [hit.article.id for hit in found]


def test_every_hit_is_given_in_the_order_of_the_corpus_with_its_place(index: ArticleIndex) -> None:
    found = hits(index, "السد")
    assert ids(found) == ["wadi-1", "wadi-1", "wadi-2", "wadi-2", "undated"]
    for hit in found:
        text = next(record["text"] for record in RECORDS if record["id"] == hit.article.id)
        assert text[hit.start : hit.end] == hit.hit in {"السد", "السدود"}
    assert [hit.sentence for hit in found] == [0, 1, 0, 0, 0]
    assert (found[0].article.title, found[0].article.source) == ("انهيار السد", "الساحل")
    assert found[-1].article.published is None


def test_the_words_around_a_hit_are_those_of_its_line_with_white_space_as_one_space(
    index: ArticleIndex,
) -> None:
    found = hits(index, "السد")
    assert (found[0].before, found[0].after) == ("قالت الوزارة إن ", " انهار.")
    assert (found[1].before, found[1].after) == ("ونفت شركة بناء ", " ذلك.")
    assert (found[3].before, found[3].after) == ("تحدث الخبراء عن السد القديم، وعن بوابات ", "")


def test_two_words_that_stand_side_by_side_are_one_hit(tmp_path: Path) -> None:
    text = "عادت بيونغ يانغ. زار يانغ بيونغ، وقال بيونغ بيونغ يانغ يانغ."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    article_index = ArticleIndex(Project([tmp_path], annotator="me").corpus)
    list(article_index.update())
    found = [hit.hit for hit in hits(article_index, "بيونغ يانغ")]
    article_index.close()
    assert found == ["بيونغ يانغ", "يانغ بيونغ", "بيونغ", "بيونغ يانغ", "يانغ"]


def test_forms_of_one_word_that_stand_side_by_side_are_as_many_hits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ذهبت للسد وبالسد والسد وكالسد.", encoding="utf-8")
    article_index = ArticleIndex(Project([tmp_path], annotator="me").corpus)
    list(article_index.update())
    assert len(hits(article_index, "السد")) == 4
    article_index.close()


def test_a_title_alone_is_no_row(index: ArticleIndex) -> None:
    assert "other" not in ids(hits(index, "السد"))


def test_a_long_line_is_cut_between_words_and_a_long_word_between_graphemes(tmp_path: Path) -> None:
    words = " ".join(f"كلمة{number}" for number in range(100))
    (tmp_path / "a.txt").write_text(f"{words} السد {words}\n{'بَ' * 400} السد {'تُ' * 400}", encoding="utf-8")
    article_index = ArticleIndex(Project([tmp_path], annotator="me").corpus)
    list(article_index.update())
    first, second = hits(article_index, "السد")
    article_index.close()
    for side in (first.before, first.after):
        assert AROUND // 2 < len(side) <= AROUND
        assert all(word in words.split() for word in side.split())
    for side in (second.before, second.after):
        assert AROUND // 2 < len(side) <= AROUND + 1
        assert not side.strip().startswith("َ"), "no mark without its letter"
    assert second.after.endswith("ُ")


@pytest.mark.parametrize(
    ("term", "left"),
    [
        ("source:الساحل", ["wadi-1", "wadi-1"]),
        ("source:النهر", ["wadi-2", "wadi-2"]),
        ('source:"صوت النهر"', ["wadi-2", "wadi-2"]),
        ("source:نهر", []),
        ("source:الساحل source:صوت", ["wadi-1", "wadi-1", "wadi-2", "wadi-2"]),
        ("from:2025-05-04", ["wadi-2", "wadi-2"]),
        ("from:٢٠٢٥-٠٥-٠٤", ["wadi-2", "wadi-2"]),
        ("to:2025-05-03", ["wadi-1", "wadi-1"]),
        ("from:2025-05 to:2025-05", ["wadi-1", "wadi-1", "wadi-2", "wadi-2"]),
        ("to:2024", []),
        ("from:3/5/2025 to:3/5/2025", ["wadi-1", "wadi-1"]),
        ("date:2025-05-09", ["wadi-2", "wadi-2"]),
        ("article:wadi-2", ["wadi-2", "wadi-2"]),
        ("source:", ["wadi-1", "wadi-1", "wadi-2", "wadi-2", "undated"]),
    ],
)
def test_a_term_says_in_which_articles_hits_count(index: ArticleIndex, term: str, left: list[str]) -> None:
    assert ids(hits(index, f"{term} السد")) == left
    assert ids(hits(index, f"السد {term}")) == left


def test_a_term_inside_of_a_phrase_is_words_and_what_is_no_date_is_told() -> None:
    asked = read_query('"قال source:الساحل" السد -الغربي')
    assert (asked.words, asked.source) == ('"قال source:الساحل" السد -الغربي', ())
    assert read_query("«قال to:2025» السد").words == "«قال to:2025» السد"
    assert read_query("http://source:8080").words == "http://source:8080"
    assert read_query("السد from:gestern").problem == "from:gestern"
    assert read_query("السد from:20").problem == ""
    assert not read_query("source:الساحل")
    assert not read_query("-السد"), "what isn't wanted has no hits"


def test_hits_in_boilerplate_are_marked(tmp_path: Path) -> None:
    text = "عنوان الخبر\n\nانهار السد أمس بعد أن امتلأ بالماء.\n\nاقرأ أيضا: السد القديم\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    article_index = ArticleIndex(Project([tmp_path], annotator="me").corpus)
    list(article_index.update())
    found = hits(article_index, "السد")
    article_index.close()
    assert [hit.boilerplate for hit in found] == [False, True]


def test_an_article_that_is_set_aside_has_no_rows_and_is_counted(index: ArticleIndex) -> None:
    now = timestamp()
    aside = ArticleCorrection(
        uuid=correction_uuid("wadi-1"),
        article=ArticleRef("wadi-1", "0" * 64),
        annotator="me",
        created=now,
        updated=now,
        set_aside="irrelevant",
    )
    corrections: Corrections = {"wadi-1": aside}
    index.corpus.corrections = corrections
    concordance = Concordance(index.opened, read_query("السد"))
    found = [hit for each in concordance for hit in each]
    assert ids(found) == ["wadi-2", "wadi-2", "undated"]
    assert concordance.aside == 1


def test_an_article_that_was_read_before_is_passed_over(index: ArticleIndex) -> None:
    known: set[str] = set()
    first = Concordance(index.opened, read_query("السد"), known)
    assert sum(map(len, first)) == 5
    assert first.looked_at == first.articles
    assert sum(map(len, Concordance(index.opened, read_query("السد"), known))) == 0


def test_it_says_before_it_looks_for_very_many_articles(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Concordance(index.opened, read_query("السد"))
    right = [(hit.article.id, hit.start) for each in whole for hit in each]
    monkeypatch.setattr(kept_orders, "AT_LEAST", 1)
    monkeypatch.setattr(index_module, "FIRST", 1)
    index.opened.clear()
    list(index.update())
    concordance = Concordance(index.opened, read_query("السد"))
    concordance.brief = True
    coming, found = iter(concordance), list[tuple[str, int]]()
    for each in coming:
        found += [(hit.article.id, hit.start) for hit in each]
        if concordance.waits:
            break
    assert [id_ for id_, _ in found] == ["wadi-1", "wadi-1"]
    assert concordance.articles == 0
    concordance.brief = False
    assert found + [(hit.article.id, hit.start) for each in coming for hit in each] == right
    assert concordance.articles == concordance.looked_at == whole.articles == 4


def test_the_orders_go_by_the_nearest_words_folded(index: ArticleIndex) -> None:
    found = hits(index, "السد")
    assert words_before(found[0]) == ["ان", "الوزاره", "قالت"]
    assert words_after(found[1]) == ["ذلك"], "what is written onto the hit decides nothing"
    before = [words_before(hit)[0] for hit in sorted_hits(found, "before")]
    assert before == sorted(before)
    after = [words_after(hit)[:1] for hit in sorted_hits(found, "after")]
    assert after == sorted(after)
    assert after[0] == [], "the line's end comes first"
    assert ids(sorted_hits(found, "date")) == ["wadi-2", "wadi-2", "wadi-1", "wadi-1", "undated"]
    assert ids(sorted_hits(found, "source")) == ["wadi-1", "wadi-1", "wadi-2", "wadi-2", "undated"]
    assert sorted_hits(found, "corpus") == found
    for order in ORDERS:
        assert sorted_hits(sorted_hits(found, order), order) == sorted_hits(found, order)


def test_words_with_a_prefix_are_sorted_by_the_word_before_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ذهب المهندس للسد. أحاط الماء بالسد. قرب السد.", encoding="utf-8")
    article_index = ArticleIndex(Project([tmp_path], annotator="me").corpus)
    list(article_index.update())
    found = hits(article_index, "السد")
    article_index.close()
    assert {words_before(hit)[0] for hit in found} <= {"المهندس", "الماء", "قرب"}
    assert [hit.hit for hit in found] == ["للسد", "بالسد", "السد"]


def test_what_a_program_is_given_says_all_of_the_row(index: ArticleIndex) -> None:
    line = line_of(hits(index, "السد")[1])
    assert (line.article, line.index, line.before, line.hit, line.after) == (
        "wadi-1",
        1,
        "ونفت شركة بناء ",
        "السدود",
        " ذلك.",
    )
    assert (line.source, line.published, line.boilerplate) == ("الساحل", "2025-05-03", False)
