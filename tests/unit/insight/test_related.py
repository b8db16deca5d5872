"""Which passages are about the same matter, why, and in which order."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.insight.figures import Figure, Origin, figures_in
from annotations.insight.related import Frequencies, Passage, RelatedPassage, rank, terms_of
from annotations.insight.reversals import Stance, admits, in_full, reversals
from annotations.model.people import People
from annotations.text.sentences import Sentence

QUOTES = [
    "قالت نقابة الصيادين إن 40 شخصا قتلوا في سيول وادي الرمل",
    "وقال رئيس البلدية إن عدد قتلى سيول وادي الرمل بلغ 300 شخص",
    "وبحسب الشرطة فإن 40 قتيلا سقطوا في وادي الرمل",
    "تشققات في جسم السد قبل انهياره",
    "ظهرت تشققات السد قبل شهر من السيول",
    "افتتح الوزير معرض الكتاب في المدينة",
]


def passage(place: int, quote: str, *names: str) -> Passage:
    return Passage(f"{place}.txt", 0, len(quote), terms_of(quote), frozenset(names))


PASSAGES = [passage(place, quote) for place, quote in enumerate(QUOTES)]
FREQUENCIES = Frequencies(it.terms for it in PASSAGES)


def figures_of(of: Passage) -> list[Figure]:
    quote = QUOTES[int(of.article.removesuffix(".txt"))]
    return figures_in(Origin(of.article), quote, [Sentence(0, len(quote), "body")])


def ranked(subject: Passage, others: list[Passage] | None = None, **more: object) -> list[RelatedPassage]:
    return rank(
        subject,
        PASSAGES if others is None else others,
        FREQUENCIES.of,
        FREQUENCIES.total,
        figures_of=figures_of,
        **more,  # type: ignore[arg-type]
    )


def test_the_same_noun_comes_first_and_figures_that_differ_are_told_from_those_that_agree() -> None:
    found = ranked(PASSAGES[0])
    reasons = {it.passage.article: it.reason.by for it in found}
    assert reasons["1.txt"] == "figures"
    assert reasons["2.txt"] == "noun"
    assert {it.passage.article for it in found[:2]} == {"1.txt", "2.txt"}
    assert found[0].reason.first is not None
    assert found[0].reason.words == ("قتيل",)


def test_rare_words_are_named_as_the_reason_and_strangers_are_not_related() -> None:
    found = ranked(PASSAGES[3])
    assert [it.passage.article for it in found] == ["4.txt"]
    assert found[0].reason.by == "words"
    assert set(found[0].reason.words) == terms_of("تشققات السد")
    assert ranked(PASSAGES[5]) == []


def test_nothing_is_related_to_itself_nor_to_what_overlaps_it() -> None:
    inside = Passage("3.txt", 3, 12, terms_of(QUOTES[3]))
    assert ranked(inside, [PASSAGES[3]]) == []


def test_another_article_comes_before_the_same_one() -> None:
    same = Passage("3.txt", 500, 540, terms_of(QUOTES[4]))
    found = ranked(PASSAGES[3], [same, PASSAGES[4]])
    assert [it.passage.article for it in found] == ["4.txt", "3.txt"]


def test_a_name_that_was_accepted_comes_before_one_that_was_not() -> None:
    subject = passage(3, QUOTES[3], "وزير الري", "حركة الضفة")
    one = Passage("7.txt", 0, 5, terms_of(QUOTES[4]), frozenset({"حركة الضفة"}))
    other = Passage("8.txt", 0, 5, terms_of(QUOTES[4]), frozenset({"وزير الري"}))
    plain = rank(subject, [one, other], FREQUENCIES.of, FREQUENCIES.total)
    assert [(it.passage.article, it.reason.words) for it in plain] == [
        ("7.txt", ("حركة الضفة",)),
        ("8.txt", ("وزير الري",)),
    ]
    accepted = frozenset({"وزير الري"})
    trusted = rank(subject, [one, other], FREQUENCIES.of, FREQUENCIES.total, accepted=accepted)
    assert [it.passage.article for it in trusted] == ["8.txt", "7.txt"]


@given(st.lists(st.sets(st.sampled_from(["a1", "b2", "c3", "d4", "e5"])), min_size=1, max_size=8))
def test_the_order_depends_on_the_words_alone(words: list[set[str]]) -> None:
    passages = [Passage(f"{place}", 0, 1, frozenset(it)) for place, it in enumerate(words)]
    frequencies = Frequencies(it.terms for it in passages)
    found = rank(passages[0], passages, frequencies.of, frequencies.total)
    again = rank(passages[0], passages[::-1], frequencies.of, frequencies.total)
    assert found == again
    assert all(it.passage.terms & passages[0].terms for it in found)
    assert passages[0] not in [it.passage for it in found]


# ---------------------------------------------------------------------- denied, then admitted


def stance(place: int, claimant: str, how: str, day: str = "") -> Stance:
    return Stance(PASSAGES[place], claimant, how == "denied", how == "admitted", day)


def turned(*stances: Stance, people: People | None = None) -> list[tuple[str, str]]:
    found = reversals(stances, people or People(), ranked)
    return [(it.denied.passage.article, it.admitted.passage.article) for it in found]


def test_who_denies_and_later_admits_the_same_has_turned() -> None:
    denial, admission = (
        stance(3, "وزير الري", "denied", "2025-05-03"),
        stance(4, "وزير الري", "admitted", "2025-05-20"),
    )
    assert turned(denial, admission) == [("3.txt", "4.txt")]
    early = stance(4, "وزير الري", "admitted", "2025-05-01")
    assert turned(denial, early) == []
    assert turned(denial, stance(4, "نقابة المهندسين", "admitted", "2025-05-20")) == []
    assert turned(denial, stance(5, "وزير الري", "admitted", "2025-05-20")) == []
    assert turned(denial, stance(4, "وزير الري", "", "2025-05-20")) == []
    assert turned(stance(3, "", "denied"), stance(4, "", "admitted")) == []


def test_one_person_is_known_by_the_list_of_people_and_by_the_name_in_short() -> None:
    denial = stance(3, "الوزير سالم الدرعي", "denied")
    assert turned(denial, stance(4, "وزير الري سالم الدرعي", "admitted")) == [("3.txt", "4.txt")]
    assert turned(denial, stance(4, "الدرعي", "admitted")) == []
    people = People([("الدرعي", "الوزير سالم الدرعي")])
    assert turned(denial, stance(4, "الدرعي", "admitted"), people=people) == [("3.txt", "4.txt")]


def test_a_title_alone_is_the_last_one_named_in_full() -> None:
    before = ["الوزير سالم الدرعي", "نقابة الصيادين"]
    assert in_full("الوزير", before) == "الوزير سالم الدرعي"
    assert in_full("المتحدث", before) == "المتحدث"
    assert in_full("الوزير", []) == "الوزير"


def test_admitting_is_told_from_confirming() -> None:
    assert all(map(admits, ["أقر", "اعترفت", "ويقر", "يعترفون", "معترفا", "أقرّ"]))
    assert not any(map(admits, ["أكد", "قال", "استقر", "قرر", "نفى", "عرف"]))
