"""The index of amounts: a claim comes first, what was read stays beside it, rows keep their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest

from annotations.insight.wire_copies import Voices
from annotations.model.article import Article
from annotations.model.people import People
from annotations.model.records import Annotation, ArticleRef, Target, target_for
from annotations.services.figure_index import ORDERS, FigureIndex
from annotations.services.figures import FoundFigure
from tui.presenters.figures import counts_of_list

TEXT = "قالت نقابة الأطباء إن 40 شخصا قتلوا في السيول.\nقال رئيس البلدية إن عدد القتلى 300 شخص."


class Memory:
    """A source of annotations."""

    def __init__(self, annotations: Sequence[Annotation] = ()) -> None:
        self.annotations = {annotation.uuid: annotation for annotation in annotations}
        self.asked_for: list[str | None] = []
        """The articles whose annotations were listed."""

    def get(self, uuid: str) -> Annotation | None:
        return self.annotations.get(uuid)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        return ()

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        self.asked_for.append(article_id)
        return [known for known in self.annotations.values() if known.article.id == article_id]

    def article_ids(self) -> Sequence[str]:
        return sorted({annotation.article.id for annotation in self.annotations.values()})

    def article(self, article_id: str) -> Mapping[str, Any] | None:
        return {"id": article_id, "source": "الساحل", "published": "2025-05-03"}


def claim(uuid: str, article: Article, sentence: int, **attributes: Any) -> Annotation:
    unit = article.units[sentence]
    return Annotation(
        uuid=uuid,
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, unit.start, unit.end, sentence),
        tags=("claim",),
        attributes=attributes,
        annotator="analyst-1",
        created="2026-01-01T00:00:00.000Z",
        updated="2026-01-01T00:00:00.000Z",
    )


def filled(source: Memory, *articles: Article) -> FigureIndex:
    index = FigureIndex(source)
    for _rows in index.fill():
        pass
    for article in articles:
        index.read(article)
    return index


def listed(index: FigureIndex, noun: str = "قتيل", order: str = ORDERS[0], text: str = "") -> list[str]:
    rows = index.find(noun, order, text).rows
    return [entry.figure.quote for row in rows if (entry := index.figure(row)) is not None]


def shown(index: FigureIndex, noun: str = "قتيل") -> list[FoundFigure]:
    return [entry for row in index.find(noun).rows if (entry := index.figure(row)) is not None]


def corpus_of(count: int) -> Memory:
    articles = [Article(f"{number}.txt", TEXT) for number in range(count)]
    return Memory([claim(f"u{number}", article, 0) for number, article in enumerate(articles)])


ARTICLE = Article("a.txt", TEXT)


def test_a_row_stays_the_same_when_somebody_tags_its_sentence_and_takes_that_back() -> None:
    source = Memory()
    index = filled(source, ARTICLE)
    before = list(index.find("قتيل").rows)
    source.annotations["u1"] = claim("u1", ARTICLE, 0, claimant="نقابة الأطباء")
    index.mark(["a.txt"])
    index.update()
    assert sorted(index.find("قتيل").rows) == sorted(before)
    tagged = [entry.figure.tagged for row in sorted(before) if (entry := index.figure(row))]
    assert tagged == [True, False]
    del source.annotations["u1"]
    index.mark(["a.txt"])
    index.update()
    assert list(index.find("قتيل").rows) == before
    left = [entry.figure.tagged for row in before if (entry := index.figure(row))]
    assert left == [False, False]


def test_what_a_claim_covers_is_listed_once_and_under_the_noun_that_was_noted() -> None:
    noted = {"value": 41.0, "min": None, "max": None, "unit": "جندي", "what": None, "approx": False}
    source = Memory([claim("u1", ARTICLE, 0, numbers=[noted | {"quote": "40 شخصا"}])])
    index = filled(source, ARTICLE)
    assert dict(index.noun_counts()) == {"جندي": 1, "قتيل": 1}
    (row,) = index.find("جندي").rows
    entry = index.figure(row)
    assert entry is not None
    assert entry.figure.value == 41


def test_a_claim_on_another_text_of_the_article_says_what_it_said() -> None:
    older = claim("u1", Article("a.txt", TEXT.replace("40", "41")), 0)
    index = filled(Memory([older]), ARTICLE)
    assert sorted(listed(index)) == ["300 شخص", "41 شخصا"]
    assert len(index.find("قتيل").rows) == 2


@pytest.mark.parametrize(
    ("order", "quotes"),
    [
        ("as of", ["40 شخصا", "300 شخص", "7 أشخاص"]),
        ("number", ["7 أشخاص", "40 شخصا", "300 شخص"]),
        ("claimant", ["300 شخص", "40 شخصا", "7 أشخاص"]),
        ("article", ["40 شخصا", "300 شخص", "7 أشخاص"]),
    ],
)
def test_rows_stand_in_the_order_that_was_asked_for(order: str, quotes: list[str]) -> None:
    first = Article("a.txt", TEXT, metadata={"published": "2025-05-03"})
    index = filled(Memory(), first, Article("b.txt", "قتل 7 أشخاص."))
    assert listed(index, order=order) == quotes


def test_all_words_of_a_filter_have_to_be_there_in_any_spelling() -> None:
    index = filled(Memory(), ARTICLE)
    assert listed(index, text="الاطباء السيول") == ["40 شخصا"]
    assert listed(index, text="الأطباء البلدية") == []


def test_copies_of_one_text_count_as_one_voice() -> None:
    other = Article("b.txt", TEXT)
    index = filled(Memory(), ARTICLE, other)
    assert index.find("قتيل").voices == 2
    listed_once = index.find("قتيل", voices=Voices([("a.txt", "b.txt")]))
    assert (listed_once.voices, listed_once.copies) == (1, 1)
    assert counts_of_list(listed_once) == "4 amounts · 2 claimants · 1 article · 1 copy"


def test_a_claimant_has_a_series_in_the_order_of_time_and_nobody_comes_last() -> None:
    articles = [
        Article(
            f"{day}.txt",
            f"قالت نقابة الأطباء إن {day}0 شخصا قتلوا.",
            metadata={"published": f"2025-05-0{day}"},
        )
        for day in (4, 2)
    ]
    index = filled(Memory(), *articles, Article("z.txt", "قتل 7 أشخاص."))
    series = index.find("قتيل").series
    assert [(name, [point.day for point in points]) for name, points in series] == [
        ("نقابة الأطباء", ["2025-05-02", "2025-05-04"]),
        ("", [""]),
    ]


def many(count: int) -> Memory:
    """Return claims with noted numbers, as a desk has them after a year."""
    quote = "قال رئيس البلدية إن عدد القتلى بلغ 300 شخص."
    return Memory(
        [
            Annotation(
                uuid=f"u{number}",
                article=ArticleRef(f"{number % 500:03}.txt", "0" * 64),
                target=Target(number * 60, number * 60 + len(quote), quote),
                tags=("claim",),
                attributes={"claimant": f"شاهد {number % 40}"},
                annotator="analyst-1",
                created="2026-01-01T00:00:00.000Z",
                updated="2026-01-01T00:00:00.000Z",
            )
            for number in range(count)
        ]
    )


def test_spellings_that_are_one_person_have_one_series_and_are_found_by_each() -> None:
    article = Article("000_a.txt", TEXT)
    source = Memory(
        [
            claim("a", article, 0, claimant="نقابة الأطباء"),
            claim("b", article, 1, claimant="النقابة"),
        ]
    )
    index = filled(source, article)
    (noun, _), *_rest = index.noun_counts()
    assert index.find(noun).claimants == 2
    people = People([["نقابة الأطباء", "النقابة"]])
    listed = index.find(noun, people=people)
    assert (listed.claimants, [name for name, _ in listed.series]) == (1, ["نقابة الأطباء"])
    assert len(index.find(noun, text="نقابة", people=people).rows) == 2
    assert len(index.find(noun, text="الأطباء", people=people).rows) == 2
    assert len(index.find(noun, text="الأطباء").rows) == 1


def test_the_first_rows_of_many_claims_are_there_at_once() -> None:
    source = many(20_000)
    index = FigureIndex(source)
    next(index.fill())
    assert index.find("قتيل").rows
    assert source.asked_for == ["000.txt"], "the claims of the other 499 articles aren't read before"


def test_who_leaves_while_claims_are_read_and_comes_back_sees_each_amount_once() -> None:
    index = FigureIndex(corpus_of(3))
    begun = index.fill()
    next(begun)
    next(begun)
    assert [*index.fill()]
    assert dict(index.noun_counts()) == {"قتيل": 3}


def test_a_claim_that_changes_while_claims_are_read_is_there_once_as_it_is_now() -> None:
    source = corpus_of(40)
    for number in range(40):  # of one article, so that it is read in several turns
        source.annotations[f"u{number}"] = claim(f"u{number}", Article("0.txt", TEXT), 0)
    source.annotations["v"] = claim("v", Article("1.txt", TEXT), 0)
    index = FigureIndex(source)
    begun = index.fill()
    next(begun)  # the first turn of the first article
    for number in range(40):
        del source.annotations[f"u{number}"]
    index.mark(["0.txt"])
    index.update()
    assert [*begun]
    assert [(entry.figure.article, entry.figure.quote) for entry in shown(index)] == [("1.txt", "40 شخصا")]


def test_two_numbers_that_were_typed_for_one_claim_stay_two_when_it_changes() -> None:
    typed = [
        {"value": value, "min": None, "max": None, "unit": "قتيلا", "what": None, "approx": False}
        for value in (7.0, 9.0)
    ]
    source = Memory([claim("u1", ARTICLE, 0, numbers=typed)])
    index = filled(source)
    before = sorted(entry.figure.value or 0 for entry in shown(index))
    index.mark(["a.txt"])
    index.update()
    assert sorted(entry.figure.value or 0 for entry in shown(index)) == before
    assert {7, 9} <= set(before)


def test_an_article_set_aside_shows_no_amounts_and_comes_back_with_what_holds_then() -> None:
    article, aside = Article("a.txt", TEXT), set[str]()
    source = Memory([claim("1", article, 0)])
    index = FigureIndex(source, is_aside=lambda article_id: article_id in aside)
    for _rows in index.fill():
        pass
    index.read(article)
    there = len(index)
    assert there > 1
    aside.add("a.txt")
    index.forget(["a.txt"])
    index.update()
    assert (len(index), index.has_read("a.txt")) == (0, False)
    index.read(article)
    assert len(index) == 0, "read or not, it is not shown"
    aside.clear()
    index.forget(["a.txt"])
    index.update()
    index.read(article)
    assert len(index) == there
    unread = FigureIndex(source, is_aside=lambda article_id: True)
    assert list(unread.fill()) == []


def test_amounts_in_claims_that_overlap_or_lie_within_each_other_are_none_of_their_own() -> None:
    article = Article("a.txt", "\n".join(f"قتل {n} شخصا في القرية رقم {n} من الوادي." for n in range(20, 60)))
    plain = filled(Memory(), article)
    units = article.units

    def over(uuid: str, start: int, end: int) -> Annotation:
        claimed = claim(uuid, article, 0)
        return msgspec.structs.replace(claimed, target=target_for(article.text, start, end, 0))

    claims = [
        over("all", units[2].start, units[6].end),
        over("within", units[3].start, units[4].end),
        over("across", units[5].start, units[9].end),
        over("apart", units[20].start, units[20].end),
    ]
    index = filled(Memory(claims), article)
    covered = {*range(2, 10), 20}
    untagged = {entry.figure.start for entry in shown(index) if not entry.figure.tagged}
    assert untagged == {
        entry.figure.start
        for entry in shown(plain)
        if not any(units[n].start <= entry.figure.start < units[n].end for n in covered)
    }
    assert len(untagged) == 31
