"""Every amount of an article is one figure: as a person noted it where a claim covers it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.insight.figures import Figure, Origin, differ, figures_of, line_of
from annotations.insight.nouns import Nouns
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.reporting import attributions
from annotations.text.sentences import Sentence

TABLE = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data/figures/seeds.jsonl").read_text("utf-8").splitlines()
]
ORIGIN = Origin("a.txt", "الساحل", "2025-05-03", "سيول في وادي الرمل")


def figures(text: str, *claims: Annotation, origin: Origin = ORIGIN, **more: Any) -> list[Figure]:
    article = Article(origin.article, text)
    return figures_of(origin, text, article.units, claims, **more)


def claim(text: str, words: str, uuid: str = "u1", **attributes: Any) -> Annotation:
    start = text.index(words)
    return Annotation(
        uuid=uuid,
        article=ArticleRef("a.txt", "0" * 64),
        target=target_for(text, start, start + len(words)),
        tags=("claim",),
        attributes=attributes,
        annotator="analyst-1",
        created=f"2026-01-01T00:00:00.00{uuid[-1]}Z",
        updated="2026-01-01T00:00:00.000Z",
    )


def number(quote: str, **values: Any) -> dict[str, Any]:
    unset = {"value": None, "min": None, "max": None, "unit": None, "what": None, "approx": False}
    return unset | values | {"quote": quote}


@pytest.mark.parametrize("name", sorted({row["article"] for row in TABLE}))
def test_every_amount_of_the_samples_is_there_under_its_noun_with_its_bounds(name: str) -> None:
    article = Article(name, (seeds.FOLDER / name).read_text("utf-8"))
    got = [
        {key: getattr(figure.setting if key == "period" else figure, key) for key in TABLE[0]}
        for figure in figures_of(Origin(name), article.text, article.units)
    ]
    assert got == [row for row in TABLE if row["article"] == name]


def test_the_table_of_the_samples_quotes_them() -> None:
    texts = {row["article"]: (seeds.FOLDER / row["article"]).read_text("utf-8") for row in TABLE}
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["quote"] for row in TABLE)


def test_boilerplate_has_no_figures_until_somebody_tags_it() -> None:
    text = "قتل 12 شخصا في السيول.\nنزح 40 شخصا من القرية."
    first = text.index("\n")
    units = [Sentence(0, first, "body"), Sentence(first + 1, len(text), "related")]
    assert [figure.quote for figure in figures_of(ORIGIN, text, units)] == ["12 شخصا"]
    tagged = figures_of(ORIGIN, text, units, [claim(text, "نزح 40 شخصا")])
    assert [figure.quote for figure in tagged] == ["12 شخصا", "40 شخصا"]


# ---------------------------------------------------------------------- what a person said of them


def test_what_a_person_noted_holds() -> None:
    text = "قال رئيس البلدية إن نحو 300 شخص قتلوا في السيول."
    noted = number("نحو 300 شخص", min=250, max=350, approx=True, unit="شخص", what="مقتل")
    attributes = {
        "claimant": "رئيس بلدية وادي الرمل",
        "numbers": [noted],
        "when": "2025-05-04",
        "where": "وادي الرمل",
    }
    (figure,) = figures(text, claim(text, text, **attributes))
    assert (figure.value, figure.min, figure.max, figure.noun) == (None, 250, 350, "قتيل")
    assert (figure.claimant, figure.place, figure.as_of) == (
        "رئيس بلدية وادي الرمل",
        "وادي الرمل",
        "2025-05-04",
    )
    assert figure.tagged
    assert figure.annotation == "u1"
    assert text[figure.start : figure.end] == figure.quote == "نحو 300 شخص"


def test_a_claim_whose_numbers_nobody_noted_has_those_of_its_text() -> None:
    text = "قال رئيس البلدية إن 300 شخص قتلوا. وأضاف أن 12 منزلا دمرت."
    figure, other = figures(text, claim(text, "قال رئيس البلدية إن 300 شخص قتلوا.", claimant="رئيس البلدية"))
    assert (figure.quote, figure.noun, figure.claimant, figure.tagged) == (
        "300 شخص",
        "قتيل",
        "رئيس البلدية",
        True,
    )
    assert (other.quote, other.noun, other.claimant, other.tagged) == ("12 منزلا", "منزل مدمر", None, False)


def test_a_claim_on_a_few_words_is_read_with_those_around_them() -> None:
    text = "وذكرت النقابة أن عدد القتلى بلغ 34 شخصا."
    (figure,) = figures(text, claim(text, "34 شخصا"))
    assert (figure.noun, figure.start) == ("قتيل", text.index("34"))


def test_a_number_that_was_typed_and_stands_nowhere_is_said_of_the_whole_claim() -> None:
    text = "لم يسلم أحد من سكان القرية."
    (figure,) = figures(text, claim(text, text, numbers=[number("", value=70, unit="قتيل")]))
    assert (figure.value, figure.noun, figure.start, figure.end) == (70, "قتيل", 0, len(text))


def test_several_annotations_of_one_amount_are_one_figure_and_the_one_that_notes_it_counts() -> None:
    text = "قتل 12 شخصا في السيول."
    noted = claim(text, text, "u2", numbers=[number("12 شخصا", value=13, unit="شخص")], claimant="شاهد")
    (figure,) = figures(text, claim(text, text, "u1"), noted)
    assert (figure.value, figure.annotation) == (13, "u2")


def test_what_is_no_claim_covers_nothing() -> None:
    text = "قتل 12 شخصا في السيول."
    other = Annotation(
        uuid="u1",
        article=ArticleRef("a.txt", "0" * 64),
        target=target_for(text, 0, len(text)),
        tags=("not_claim",),
        annotator="analyst-1",
        created="2026-01-01T00:00:00.000Z",
        updated="2026-01-01T00:00:00.000Z",
    )
    (figure,) = figures(text, other)
    assert not figure.tagged
    assert figure.annotation is None


# ---------------------------------------------------------------------- dates


def test_as_of_is_the_day_in_the_sentence_else_that_of_the_article() -> None:
    text = "بلغ عدد القتلى 12 شخصا في 4 مايو 2025.\nوارتفع عدد القتلى إلى 15 شخصا."
    assert [figure.as_of for figure in figures(text)] == ["2025-05-04", "2025-05-03"]


def test_a_date_that_is_none_is_null() -> None:
    origin = Origin.of_record("a.txt", {"published": "منذ ساعتين", "source": ""})
    (figure,) = figures("قتل 12 شخصا.", origin=origin)
    assert (figure.published, figure.as_of, figure.source) == (None, None, None)


# ---------------------------------------------------------------------- who says it


def test_the_claimant_of_an_untagged_amount_is_who_is_read_to_say_it() -> None:
    text = "قالت نقابة الأطباء إن 12 شخصا قتلوا.\nوأصيب 40 شخصا."
    said = attributions(text, Article("a.txt", text).units)
    assert [(one.claimant, one.tagged) for one in figures(text, attributions=said)] == [
        ("نقابة الأطباء", False),
        (None, False),
    ]


# ---------------------------------------------------------------------- a line of JSON


def test_a_line_has_a_null_where_only_a_bound_holds() -> None:
    (figure,) = figures("قتل ما لا يقل عن 12 شخصا.")
    line = line_of(figure)
    assert (line.value, line.min, line.max, line.unit, line.noun) == (None, 12, None, "شخصا", "قتيل")


# ---------------------------------------------------------------------- which differ


def figure(noun: str = "قتيل", **values: Any) -> Figure:
    return Figure(article="a.txt", start=0, end=1, quote="", noun=noun, **values)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (figure(value=40), figure(value=300), True),
        (figure(value=40), figure(min=30), False),
        (figure(value=40), figure(min=41), True),
        (figure(max=400), figure(value=40), False),
        (figure(max=400), figure(min=500), True),
        (figure(value=3000, approx=True), figure(value=2900), False),
        (figure(value=3000, approx=True), figure(value=1500), True),
        (figure(value=40), figure(min=1000, approx=True), False),  # آلاف: no number at all
        (figure(value=40), figure("جريح", value=300), False),
        (figure(value=40), figure("جندي قتيل", value=300), False),
        (figure(value=40, place="نوران"), figure(value=300, place="وادي الرمل"), False),
        (figure("متر", value=6), figure("قدم", value=20), False),
        (figure("متر", value=6), figure("قدم", value=30), True),
        (figure("", value=6), figure("", value=20), False),
        (figure(), figure(value=20), False),
    ],
)
def test_two_differ_when_they_count_the_same_and_their_intervals_dont_meet(
    one: Figure, other: Figure, *, expected: bool
) -> None:
    assert differ(one, other) is expected
    assert differ(other, one) is expected


def test_figures_of_different_years_dont_differ() -> None:
    text = "قتل 12 شخصا في سيول عام 1998.\nوقتل 40 شخصا في سيول عام 2011.\nوقتل 70 شخصا."
    old, later, now = figures(text)
    assert not differ(old, later)
    assert differ(old, now)


def test_this_year_is_that_of_the_article() -> None:
    text = "قتل 12 شخصا هذا العام.\nوقتل 40 شخصا العام الماضي.\nوقتل 70 شخصا عام 2024."
    this, last, named = figures(text)
    assert not differ(this, last)
    assert not differ(this, named)
    assert differ(last, named)


def test_a_project_may_count_more_words_under_one_noun() -> None:
    text = "أرسلت نوران 12 بحارا.\nوأرسلت نوران 40 غواصا."
    assert [one.noun for one in figures(text)] == ["بحار", "غواص"]
    assert [one.noun for one in figures(text, nouns=Nouns([["بحار", "غواص"]]))] == ["بحار", "بحار"]


ARABIC = st.text(st.sampled_from("ابتجدقلمنهويى ةء0123456789.،:«»\n()%$ أإعشرينمئةألف"), max_size=120)


@given(ARABIC)
def test_any_text_gives_figures_that_quote_it(text: str) -> None:
    found = figures(text)
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert [one.order for one in found] == sorted(one.order for one in found)


def test_whose_amount_it_is_says_the_shortest_claim_around_it() -> None:
    text = "قالت البلدية إن مدير الإغاثة أعلن أن السيول قتلت 12 شخصا، وقال نادر كوفان إن 7 منازل انهارت."
    article = Article("a.txt", text)
    read = figures(text, attributions=attributions(text, article.units))
    assert [(figure.quote[:2].strip(), figure.claimant) for figure in read] == [
        ("12", "مدير الإغاثة"),
        ("7", "نادر كوفان"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "12 جنديا و",
        "مليون ",
        "50% ",
        "في عام 2011 قتل 12 شخصا و",
        "قال الوزير إن 3 جنود قتلوا، و",
    ],
)
def test_in_one_sentence_four_times_the_amounts_take_about_four_times_as_long(piece: str) -> None:
    small, large = (_seconds(piece * size) for size in (300, 1_200))
    assert large < 9 * small + 0.05  # quadratic would be 16


@pytest.mark.parametrize("noted", [False, True])
def test_four_times_the_claims_of_an_article_take_about_four_times_as_long(noted: bool) -> None:
    small, large = (_seconds("12 جنديا. " * size, claimed=True, noted=noted) for size in (300, 1_200))
    assert large < 9 * small + 0.05


def _seconds(text: str, *, claimed: bool = False, noted: bool = False) -> float:
    claims = []
    if noted:
        every = [number("12", value=12, unit="جندي") for _ in range(text.count("12"))]
        claims = [claim(text, text, numbers=every)]
    elif claimed:
        claims = [
            msgspec.structs.replace(claim(text, "12"), uuid=str(at), target=target_for(text, at, at + 9))
            for at in range(0, len(text) - 9, 10)
        ]
    units = [Sentence(0, len(text), "body")]
    said = attributions(text, units)
    times = []
    for _ in range(3):
        begun = time.process_time()
        figures_of(ORIGIN, text, units, claims, said)
        times.append(time.process_time() - begun)
    return min(times)
