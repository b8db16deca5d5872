"""A question has sides: who stands on which, since when, and who turned; no claim is lost on the way."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.figure_records import Figure, differ
from annotations.insight.nouns import Nouns, noun_class
from annotations.insight.sides import Member, Question, day_of, question
from annotations.model.links import TYPES, contradicting
from annotations.model.people import People
from annotations.model.records import Annotation, ArticleRef, Link, Target

NOBODY = People()


def claim(
    uuid: str,
    claimant: str = "",
    how: str = "",
    *,
    number: dict[str, Any] | None = None,
    quote: str = "انهارت بوابات السد",
    published: str = "2025-05-03",
    source: str = "الساحل",
    links: tuple[tuple[str, str], ...] = (),
    article: str = "001_a.txt",
    **more: Any,
) -> Member:
    """Make a claim of made-up news."""
    attributes = {"claimant": claimant, "reported_as": how, **more}
    attributes = {name: value for name, value in attributes.items() if value}
    if number:
        attributes["numbers"] = [number]
    annotation = Annotation(
        uuid=uuid,
        article=ArticleRef(article, "0" * 64),
        target=Target(0, len(quote), quote, sentence=17),
        tags=("claim",),
        attributes=attributes,
        links=tuple(Link(kind, to) for kind, to in links),
        annotator="analyst-1",
        created="2026-11-21T09:00:00.000Z",
        updated="2026-11-21T09:00:00.000Z",
    )
    return Member(annotation, source, published)


def people_counted(value: float | None = None, unit: str = "قتيلا", **more: Any) -> dict[str, Any]:
    return {"value": value, "min": None, "max": None, "unit": unit, "what": None, "approx": False, **more}


def stands(asked: Question) -> dict[str, list[str]]:
    return {side.label: [stand.claimant for stand in side.stands] for side in asked.sides}


def test_confirmed_denied_and_neither_are_sides_with_who_stands_there_since_when() -> None:
    asked = question(
        [
            claim("a", "نقابة المهندسين", "asserted"),
            claim("b", "وزارة الري", "denied", links=(("contradicts", "a"),)),
            claim("c", "رئيس الوزراء", "questioned", published="2025-05-04"),
            claim("d", "إدارة السد", "denied", published="2025-05-01", source="وكالة الجبل"),
        ],
        NOBODY,
    )
    assert stands(asked) == {
        "confirmed": ["نقابة المهندسين"],
        "denied": ["إدارة السد", "وزارة الري"],
        "neither": ["رئيس الوزراء"],
    }
    assert asked.sides[1].stands[0].since == "2025-05-01"
    assert asked.sides[1].stands[0].place == "001_a:18"
    assert (asked.claims, asked.sources, asked.turned) == (4, 2, ())
    assert asked.title == "انهارت بوابات السد"


def test_what_is_alleged_is_said_by_its_claimant_and_the_way_of_reporting_stays_known() -> None:
    asked = question([claim("a", "هند", "alleged"), claim("b", "سامي", "denied")], NOBODY)
    assert stands(asked) == {"confirmed": ["هند"], "denied": ["سامي"]}
    assert asked.sides[0].stands[0].reported_as == "alleged"


def test_each_figure_is_a_side_smallest_first_and_a_denial_is_one_though_it_names_a_figure() -> None:
    asked = question(
        [
            claim("a", "رئيس البلدية", number=people_counted(300, approx=True)),
            claim("b", "الدفاع المدني", number=people_counted(40)),
            claim("c", "وزارة الري", "denied", number=people_counted(300)),
            claim("d", "شهود", "asserted"),
            claim("e", "نقابة الأطباء", number=people_counted(min=120)),
            claim("f", "مستشفى الوادي", number=people_counted(40)),
        ],
        NOBODY,
    )
    assert [(side.kind, len(side.stands)) for side in asked.sides] == [
        ("figure", 2), ("figure", 1), ("figure", 1), ("confirmed", 1), ("denied", 1),
    ]  # fmt: skip
    assert asked.title == "قتيل"
    assert asked.sides[0].label == "\u206640\u2069 قتيلا"


def test_one_figure_is_no_side_of_its_own() -> None:
    asked = question([claim("a", number=people_counted(40)), claim("b", "سامي", "denied")], NOBODY)
    assert [side.kind for side in asked.sides] == ["denied", "neither"]


def test_figures_are_compared_within_the_noun_that_most_claim_whatever_its_form() -> None:
    killed, dead, wounded = (
        people_counted(*counted) for counted in ((40, "قتيلا"), (60, "ضحية"), (7, "جريحا"))
    )
    members = [claim("a", number=killed), claim("b", number=dead), claim("c", number=wounded)]
    asked = question(members, NOBODY)
    assert [side.kind for side in asked.sides] == ["figure", "figure", "neither"]
    assert asked.title == "قتيل"
    own = question(members, NOBODY, nouns=Nouns([["متضرر", "قتيل", "ضحية", "جريح"]]))
    assert [side.kind for side in own.sides] == ["figure"] * 3
    assert own.title == "متضرر"


def test_a_reversal_is_told_with_since_when_each_side_was_held() -> None:
    members = [
        claim("a", "وزارة الري", "denied", published="2025-05-03"),
        claim("b", "الوزارة", "denied", published="2025-05-05"),
        claim("c", "وزير الري", "confirmed", published="2025-05-20"),
        claim("d", "شهود", "asserted"),
    ]
    assert question(members, NOBODY).turned == ()
    asked = question(members, People([["وزارة الري", "الوزارة", "وزير الري"]]))
    (turned,) = asked.turned
    assert turned.claimant == "وزارة الري"
    assert (asked.sides[turned.first.side].kind, turned.first.since) == ("denied", "2025-05-03")
    assert (asked.sides[turned.then.side].kind, turned.then.since) == ("confirmed", "2025-05-20")
    assert turned.then.annotation == "c"
    assert [claimant for claimant, _ in asked.sides[1].by_claimant()] == ["وزارة الري"]


def test_nobody_turns_without_a_date_on_one_day_or_between_figures_that_meet() -> None:
    def turned(*members: Member) -> int:
        return len(question(members, NOBODY).turned)

    assert not turned(claim("a", "هند", "denied", published=""), claim("b", "هند", "confirmed"))
    assert not turned(claim("a", "هند", "denied"), claim("b", "هند", "confirmed"))
    month = claim("a", "هند", "denied", published="", when="2025-05")
    assert not turned(month, claim("b", "هند", "confirmed"))  # may have been before it or after it
    later = "2025-06-01"
    growing = people_counted(min=30), people_counted(40)
    assert not turned(
        claim("a", "هند", number=growing[0]), claim("b", "هند", number=growing[1], published=later)
    )
    apart = people_counted(40), people_counted(400)
    assert (
        turned(claim("a", "هند", number=apart[0]), claim("b", "هند", number=apart[1], published=later)) == 1
    )
    assert not turned(claim("a", "", "denied"), claim("b", "", "confirmed", published=later))  # who knows who
    assert not turned(claim("a", "هند", "denied"), claim("b", "هند", "questioned", published=later))


def test_about_and_a_mere_scale_are_sides_but_who_names_a_number_within_them_has_not_turned() -> None:
    about = people_counted(3000, approx=True)
    asked = question(
        [
            claim("a", "هند", number=about),
            claim("b", "هند", number=people_counted(2900), published="2025-06-01"),
        ],
        NOBODY,
    )
    assert [side.figure and side.figure["value"] for side in asked.sides] == [2900, 3000]
    assert asked.turned == ()
    beyond = people_counted(2600)
    asked = question(
        [claim("a", "هند", number=about), claim("b", "هند", number=beyond, published="2025-06-01")], NOBODY
    )
    assert len(asked.turned) == 1
    dozens = people_counted(min=10, approx=True)
    asked = question(
        [
            claim("a", "هند", number=dozens),
            claim("b", "هند", number=people_counted(7), published="2025-06-01"),
        ],
        NOBODY,
    )
    assert (len(asked.sides), asked.turned) == (2, ())


def test_units_of_one_measure_are_one_question_and_each_side_keeps_the_unit_that_was_stated() -> None:
    def of_wave(feet: float) -> Question:
        return question(
            [
                claim("a", "هند", number=people_counted(6, "أمتار")),
                claim("b", "هند", number=people_counted(feet, "قدما"), published="2025-06-01"),
                claim("c", "سامي", number=people_counted(9, "أمتار")),
            ],
            NOBODY,
        )

    asked = of_wave(20)
    assert [side.figure and side.figure["unit"] for side in asked.sides] == ["أمتار", "قدما", "أمتار"]
    assert (asked.title, asked.turned) == ("متر", ())
    assert len(of_wave(40).turned) == 1


@given(
    st.lists(
        st.tuples(st.integers(1, 4000), st.sampled_from(["قتيلا", "أمتار", "قدما", "كم"]), st.booleans()),
        min_size=2,
        max_size=2,
    )
)
def test_a_reversal_of_figures_is_what_differs_in_the_quantities(said: list[tuple[int, str, bool]]) -> None:
    (first, then) = (people_counted(value, unit, approx=about) for value, unit, about in said)
    asked = question(
        [claim("a", "هند", number=first), claim("b", "هند", number=then, published="2025-06-01")], NOBODY
    )
    records = [
        Figure(article="a", start=0, end=1, quote="", value=value, approx=about, noun=noun_class(unit))
        for value, unit, about in said
    ]
    assert bool(asked.turned) == differ(*records)


def test_claims_of_one_stance_that_contradict_each_other_are_sides_by_their_words() -> None:
    asked = question(
        [
            claim("a", "هند", "asserted", quote="أصابت صاعقة بوابة السد"),
            claim("b", "سامي", "asserted", quote="فجر مجهولون بوابة السد", links=(("contradicts", "a"),)),
            claim("c", "رامي", "asserted", quote="سمعنا انفجارا", links=(("supports", "b"),)),
            claim("d", "ليلى", "asserted", quote="رأينا الماء"),
        ],
        NOBODY,
    )
    assert stands(asked) == {
        "confirmed": ["ليلى"],
        "أصابت صاعقة بوابة السد": ["هند"],
        "فجر مجهولون بوابة السد": ["سامي", "رامي"],
    }
    assert asked.title == "بوابة السد"


def test_a_title_has_words_that_members_share_without_names_and_a_sign_where_some_are_left_out() -> None:
    asked = question(
        [
            claim("a", "وزارة الري", "denied", quote="نفت وزارة الري انهيار بوابات السد الكبير مساء الأحد"),
            claim("b", "شهود", "asserted", quote="قال شهود إن انهيار بوابات سد الوادي الكبير حدث ليلا"),
        ],
        NOBODY,
    )
    assert asked.title == "انهيار بوابات السد الكبير"
    nothing = question([claim("a", quote="رأينا الماء"), claim("b", quote="سمعنا صوتا")], NOBODY)
    assert nothing.title == "رأينا الماء"
    left_out = question(
        [claim("a", quote="انهارت بوابات قديمة للسد"), claim("b", quote="انهارت كل الجسور للسد")], NOBODY
    )
    assert left_out.title == "انهارت … للسد"


def test_copies_of_one_text_are_one_source_and_unknown_publishers_each_their_own() -> None:
    members = [
        claim("a", article="000_a.txt", source="الساحل"),
        claim("b", article="001_b.txt", source="صوت النهر"),
        claim("c", article="002_c.txt", source=""),
        claim("d", article="003_d.txt", source=""),
    ]
    assert question(members, NOBODY).sources == 4
    copies = {"000_a.txt": "wire", "001_b.txt": "wire"}
    asked = question(members, NOBODY, voice=lambda article: copies.get(article, article))
    assert (asked.sources, asked.copies) == (3, 1)
    ((side),) = asked.sides
    assert [stand.copy_of for stand in side.stands] == ["", "000_a", "", ""]


def test_the_day_of_a_claim_is_its_own_where_it_has_one_else_its_articles() -> None:
    assert day_of(claim("a", when="2025-04").annotation, "2025-05-03") == "2025-04"
    assert day_of(claim("a", when="أمس").annotation, "2025-05-03T10:00:00") == "2025-05-03"
    assert day_of(claim("a").annotation, "9 رجب 1446") == ""


def test_what_supports_one_of_a_dispute_belongs_to_it_and_without_a_contradiction_there_is_none() -> None:
    members = [
        claim("a"),
        claim("b", links=(("contradicts", "a"),)),
        claim("c", links=(("supports", "b"),)),
        claim("d", links=(("reports-on", "c"),)),
        claim("e"),
        claim("f", links=(("repeats", "e"),)),
    ]
    known = {member.annotation.uuid for member in members}
    (group,) = contradicting([member.annotation for member in members], known.__contains__)
    assert sorted(group) == ["a", "b", "c"]


uuids = st.sampled_from([f"u{number}" for number in range(7)])
hows = st.sampled_from(["", "asserted", "denied", "alleged", "confirmed", "questioned", "verlautbart"])
days = st.sampled_from(["", "2025-05-03", "2025-05", "2025-06-01T09:00:00", "أمس"])
ends = st.one_of(st.none(), st.integers(0, 60), st.just("viele"))
figures = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"value": ends, "min": ends, "max": ends, "unit": st.sampled_from(["قتيلا", "جندي", ""])}
    ),
)
quotes = st.text("اب سد ءة\n\u202e1", min_size=1, max_size=20)


@st.composite
def disputes(draw: st.DrawFn) -> list[Member]:
    chosen = draw(st.lists(uuids, min_size=1, unique=True))
    return [
        claim(
            uuid,
            draw(st.sampled_from(["", "هند", "سامي", "السيدة هند"])),
            draw(hows),
            number=draw(figures),
            quote=draw(quotes),
            published=draw(days),
            source=draw(st.sampled_from(["", "الساحل"])),
            links=tuple(draw(st.lists(st.tuples(st.sampled_from(TYPES), uuids), max_size=3))),
            certainty=draw(st.sampled_from(["", "denied", "certain"])),
        )
        for uuid in chosen
    ]


@given(disputes())
def test_no_member_is_lost_each_stands_on_one_side_and_order_does_not_matter(members: list[Member]) -> None:
    people = People([["هند", "السيدة هند"]])
    asked = question(members, people)
    standing = [stand.annotation for side in asked.sides for stand in side.stands]
    assert sorted(standing) == sorted(member.annotation.uuid for member in members)
    assert all(side.stands and side.label for side in asked.sides)
    assert asked.claims == len(members)
    assert 1 <= asked.sources <= len(members)
    assert question(members[::-1], people) == asked
    for turned in asked.turned:
        assert turned.first.side != turned.then.side
        assert turned.first.since < turned.then.since
    shown = [stand for side in asked.sides for _, told in side.by_claimant() for stand in told]
    assert len(shown) == len(members)


@given(
    st.sampled_from([["denied"], {"denied": 1}, [[]], 5, 1e308, True]), st.sampled_from(["how", "certainty"])
)
def test_what_a_file_has_in_the_place_of_a_choice_is_no_side_and_hides_no_other(
    value: Any, name: str
) -> None:
    strange = (
        claim("u2", "سامي كوفان", how=value) if name == "how" else claim("u2", "سامي كوفان", certainty=value)
    )
    asked = question([claim("u1", "نادر", how="denied", links=(("contradicts", "u2"),)), strange], NOBODY)
    assert stands(asked) == {"denied": ["نادر"], "neither": ["سامي كوفان"]}
