"""After an article changed an annotation is where its words are, or a person is asked, or it is listed."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seeds
from annotations.model.article import Article
from annotations.model.quote_search import find_again, most_errors
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.services.reanchoring import RelocationPlan, plan_relocations
from annotations.text.approximate_search import likeness, matches
from annotations.text.folding import is_boundary
from annotations.text.numbers import numbers_in

TEXT = (seeds.FOLDER / "002_3ab0a48c1437315e.txt").read_text(encoding="utf-8")
ARTICLE = Article("002.txt", TEXT)


def annotation(article: Article, start: int, end: int, **attributes: object) -> Annotation:
    return Annotation(
        uuid=f"u{start}-{end}",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, start, end, 0),
        tags=("claim",),
        attributes=attributes,
        annotator="a",
        created="2026-11-21T00:00:00.000Z",
        updated="2026-11-21T00:00:00.000Z",
    )


def planned(annotations: Sequence[Annotation], *articles: Article) -> RelocationPlan:
    by_id = {article.id: article for article in articles}
    return plan_relocations(
        annotations, by_id.get, lambda sha: [article.id for article in articles if article.sha256 == sha]
    )


SENTENCES = [annotation(ARTICLE, sentence.start, sentence.end) for sentence in ARTICLE.sentences]


def test_what_fits_is_left_alone() -> None:
    assert planned(SENTENCES, ARTICLE) == RelocationPlan([], [], [])


def test_a_renamed_article_takes_its_annotations_along() -> None:
    found = planned(SENTENCES, Article("moved/002.txt", TEXT))
    assert [step.kind for step in found.relocations] == ["renamed"] * len(SENTENCES)
    assert {step.new.article.id for step in found.relocations} == {"moved/002.txt"}
    assert [step.new.target for step in found.relocations] == [old.target for old in SENTENCES]


def test_two_articles_that_changed_names_are_renames_and_no_changes() -> None:
    other = Article("003.txt", "نص آخر تماما.")
    found = planned(SENTENCES, Article("002.txt", other.text), Article("003.txt", TEXT))
    assert {(step.kind, step.new.article.id) for step in found.relocations} == {("renamed", "003.txt")}


def test_a_text_that_is_there_twice_is_no_rename() -> None:
    found = planned(SENTENCES, Article("a.txt", TEXT), Article("b.txt", TEXT))
    assert (len(found.relocations), len(found.absent)) == (0, len(SENTENCES))


def test_annotations_of_an_article_that_is_gone_are_counted() -> None:
    assert planned(SENTENCES) == RelocationPlan([], [], SENTENCES)


@pytest.mark.parametrize("added", ["عاجل: ", "سطر جديد في أول المقال.\n\n", "س" * 5000 + "\n"])
def test_every_sentence_moves_silently_when_something_is_put_before(added: str) -> None:
    changed = Article("002.txt", added + TEXT)
    found = planned(SENTENCES, changed)
    assert not found.orphans
    for step in found.relocations:
        assert step.kind == "moved", step.old.target.quote
        assert step.new.target.start == step.old.target.start + len(added)
        assert changed.text[step.new.target.start : step.new.target.end] == step.old.target.quote
        assert step.new.article.sha256 == changed.sha256
        assert step.new.uuid == step.old.uuid
        sentence = changed.sentences[step.new.target.sentence or 0]
        assert sentence.start <= step.new.target.start < sentence.end or step.new.target.sentence == 0


def test_of_equal_quotes_the_one_with_its_surroundings_is_meant() -> None:
    text = (
        "أعلن الجيش مقتل عشرة جنود في الشمال صباح اليوم. "
        + "ثم أعلن الحزب مقتل عشرة جنود في الجنوب مساء أمس."
    )
    article = Article("a", text)
    second = text.rindex("مقتل عشرة جنود")
    quote = annotation(article, second, second + len("مقتل عشرة جنود"))
    changed = Article("a", "تحديث جديد للخبر. " + text)
    (step,) = planned([quote], changed).relocations
    assert (step.kind, step.new.target.start) == ("moved", second + len("تحديث جديد للخبر. "))


def test_of_equal_quotes_in_equal_surroundings_none_is_taken_silently() -> None:
    line = "قال المتحدث إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء. "
    article = Article("a", line * 3)
    at = len(line) + line.index("القوات")
    (step,) = planned([annotation(article, at, at + 6)], Article("a", "جديد. " + line * 5)).relocations
    assert step.kind == "uncertain"


def test_a_changed_sentence_is_shown_and_not_taken_silently() -> None:
    old = SENTENCES[5]
    changed = Article(
        "002.txt",
        TEXT.replace(old.target.quote, old.target.quote.replace("كوريا", "جمهورية كوريا", 1)[:-3] + "."),
    )
    assert changed.text != TEXT
    (step,) = planned([old], changed).relocations
    assert step.kind == "uncertain"
    assert abs(step.new.target.start - old.target.start) < 20
    assert changed.text[step.new.target.start : step.new.target.end] == step.new.target.quote


@pytest.mark.parametrize(
    ("before", "quote", "after", "now"),
    [
        ("قال ", "لينس", " إن النظام جديد.", "وصل الصينيون والصينسيون إلى المؤتمر."),  # "Linus" in "chines"
        ("كتب ", "سلم", " إلى الجميع هنا.", "رأى المسلمون أن الأمر مختلف."),
        ("في ", "يوم", " واحد فقط من العام.", "كل يومين يتغير شيء ما."),
    ],
)
def test_a_short_quote_is_never_found_silently_in_other_words(
    before: str, quote: str, after: str, now: str
) -> None:
    article = Article("a", before + quote + after)
    found = planned([annotation(article, len(before), len(before) + len(quote))], Article("a", now))
    assert [step.kind for step in found.relocations] in ([], ["uncertain"])
    assert len(found.relocations) + len(found.orphans) == 1


def test_what_is_nowhere_is_an_orphan() -> None:
    found = planned(SENTENCES[3:6], Article("002.txt", "نص جديد لا علاقة له بما كان."))
    assert (found.relocations, found.orphans) == ([], SENTENCES[3:6])


def test_spans_among_the_attributes_move_along_or_a_person_is_asked() -> None:
    text = "قال الوزير أمس إن القوات وصلت إلى الحدود الشمالية فجر اليوم، بحسب الوزير نفسه."
    article = Article("a", text)
    at = text.index("القوات")
    speaker = {"start": 4, "end": 10, "quote": "الوزير"}
    old = annotation(article, at, len(text), source_span=speaker, certainty="high")
    (step,) = planned([old], Article("a", "عاجل: " + text)).relocations
    assert step.kind == "moved"
    assert step.new.attributes == {"source_span": speaker | {"start": 10, "end": 16}, "certainty": "high"}
    (step,) = planned([old], Article("a", text.replace("الوزير", "المسؤول"))).relocations
    assert (step.kind, step.new.attributes, step.lost) == (
        "uncertain",
        {"certainty": "high"},
        ["source_span"],
    )


CLAIM = "أعلنت كييف أن نحو 3000 جندي وصلوا إلى الحدود. ونفت موسكو ذلك في بيان أصدرته أمس."


def counted(text: str = CLAIM) -> Annotation:
    """An annotation of the first sentence with the numbers that it states."""
    end = text.index(".") + 1
    return annotation(Article("a", text), 0, end, numbers=numbers_in(text[:end]), certainty="high")


def stated(one: Annotation) -> list[float]:
    return [item["value"] for item in one.attributes.get("numbers", ())]


def test_a_number_that_the_text_states_no_more_is_asked_about_and_does_not_go_along() -> None:
    old = counted()
    assert stated(old) == [3000.0]
    (step,) = planned([old], Article("a", CLAIM.replace("3000", "4000"))).relocations
    assert step.kind == "uncertain"
    assert [item["value"] for item in step.numbers] == [3000.0]
    assert step.new.attributes == {"certainty": "high"}
    assert "4000" in step.new.target.quote


def test_a_number_whose_words_still_stand_goes_along_silently_or_not() -> None:
    (step,) = planned([counted()], Article("a", "عاجل: " + CLAIM)).relocations
    assert (step.kind, step.numbers, stated(step.new)) == ("moved", [], [3000.0])
    (step,) = planned([counted()], Article("a", CLAIM.replace("الحدود", "الحدود الشمالية"))).relocations
    assert (step.kind, step.numbers, stated(step.new)) == ("uncertain", [], [3000.0])


def test_a_number_that_is_written_otherwise_now_takes_its_new_words() -> None:
    (step,) = planned([counted()], Article("a", CLAIM.replace("3000", "ثلاثة آلاف"))).relocations
    (number,) = step.new.attributes["numbers"]
    assert (step.numbers, number["value"], number["quote"]) == ([], 3000.0, "نحو ثلاثة آلاف جندي")


def test_of_several_numbers_only_the_one_that_is_gone_is_taken_off() -> None:
    text = "قتل 12 جنديا وجرح 30 مدنيا في القصف على المدينة. وعاد الهدوء."
    (step,) = planned([counted(text)], Article("a", text.replace("30", "35"))).relocations
    assert ([item["value"] for item in step.numbers], stated(step.new)) == ([30.0], [12.0])


def test_a_number_without_words_is_a_person_s_own_and_stays() -> None:
    own = {"value": 7.0, "min": None, "max": None, "unit": None, "what": None, "approx": False, "quote": None}
    old = msgspec.structs.replace(counted(), attributes={"numbers": [own]})
    (step,) = planned([old], Article("a", CLAIM.replace("3000", "4000"))).relocations
    assert (step.numbers, stated(step.new)) == ([], [7.0])


def test_a_span_that_could_be_one_of_several_is_asked_about() -> None:
    text = "قال الوزير أمس إن القوات وصلت. وقال الوزير أيضا إنها باقية هنا حتى الربيع القادم."
    start = text.index("القوات")
    old = annotation(
        Article("a", text), start, text.index(".") + 1, source_span={"start": 4, "end": 10, "quote": "الوزير"}
    )
    (step,) = planned([old], Article("a", text.replace("قال الوزير أمس", "أمس قال الوزير"))).relocations
    assert (step.kind, step.lost) == ("uncertain", ["source_span"])
    (step,) = planned([old], Article("a", "عاجل: " + text)).relocations
    assert (step.kind, step.new.attributes["source_span"]["start"]) == ("moved", 10), (
        "as far along as the rest"
    )


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_after_any_edits_every_span_and_number_inside_stands_or_is_told(rng: random.Random) -> None:
    olds = [
        msgspec.structs.replace(
            one,
            attributes={
                "numbers": numbers_in(one.target.quote),
                "source_span": {
                    "start": one.target.start,
                    "end": one.target.start + 5,
                    "quote": one.target.quote[:5],
                },
            },
        )
        for one in SENTENCES
        if len(one.target.quote) > 5
    ]
    text = TEXT
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(["", "4", "كلمة ", "٩"]) + text[at + rng.choice([0, 1, 4]) :]
    for step in planned(olds, Article("002.txt", text)).relocations:
        new, before = step.new.attributes, step.old.attributes
        span = new.get("source_span")
        assert (span is None) == ("source_span" in step.lost)
        assert span is None or text[span["start"] : span["end"]] == span["quote"]
        kept = new.get("numbers", [])
        assert len(kept) + len(step.numbers) == len(before["numbers"])
        assert all(item["quote"] in step.new.target.quote for item in kept)
        assert step.kind == "uncertain" or not (step.lost or step.numbers)


def test_everything_else_of_an_annotation_stays() -> None:
    old = msgspec.structs.replace(SENTENCES[4], note="ملاحظة", rev=7, extra={"x": 1})
    (step,) = planned([old], Article("002.txt", "سطر. " + TEXT)).relocations
    changed = {"article": step.new.article, "target": step.new.target}
    assert step.new == msgspec.structs.replace(old, **changed)


@settings(max_examples=25)  # a test measures no time
@given(st.randoms(use_true_random=False))
def test_after_any_edits_every_annotation_is_somewhere_and_every_span_holds(rng: random.Random) -> None:
    text = TEXT
    for _ in range(rng.randint(1, 12)):
        start = rng.randrange(len(text))
        end = min(len(text), start + rng.choice([0, 1, 5, 80, 600]))
        text = text[:start] + rng.choice(["", "كلمة ", "\n", "ً", "س" * 40]) + text[end:]
    changed = Article("002.txt", text)
    found = planned(SENTENCES, changed)
    assert len(found.relocations) + len(found.orphans) == len(SENTENCES) or text == TEXT
    for step in found.relocations:
        target = step.new.target
        assert text[target.start : target.end] == target.quote
        assert is_boundary(text, target.start)
        assert is_boundary(text, target.end)
        if step.kind == "moved":
            assert target.quote == step.old.target.quote


def slow_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


LETTERS = st.text(alphabet="ابج ", max_size=14)


@given(LETTERS, st.text(alphabet="ابج ", min_size=1, max_size=7), st.integers(0, 4))
def test_matches_are_what_comparing_every_part_finds(text: str, pattern: str, most: int) -> None:
    parts = {(i, j) for i in range(len(text) + 1) for j in range(i, len(text) + 1)}
    fewest = min(slow_distance(pattern, text[i:j]) for i, j in parts)
    found = list(matches(text, pattern, most))
    for match in found:
        assert slow_distance(pattern, text[match.start : match.end]) == match.errors <= most
    if text:
        assert bool(found) == (fewest <= most) or fewest == len(pattern)
        if found:
            assert min(match.errors for match in found) == fewest
        assert likeness(text, pattern) == 1 - fewest / len(pattern)


def test_short_quotes_must_fit_better_than_long_ones() -> None:
    assert [most_errors(length) for length in (3, 7, 8, 31, 32, 100, 5000)] == [0, 0, 2, 7, 16, 50, 256]


def test_a_sentence_is_found_in_a_long_text_by_one_pass() -> None:
    target = SENTENCES[7].target
    text = ("حشو لا صلة له. " * 20_000) + TEXT.replace("كوريا", "كورية")
    place = find_again(text, target)
    assert place is not None
    assert text[place.start : place.end] == target.quote.replace("كوريا", "كورية")


@pytest.mark.parametrize(
    "value",
    [{"start": "4", "end": 10, "quote": "الوزير"}, {"start": 4, "end": 10, "quote": 7}, {"quote": "الوزير"}],
)
def test_what_another_program_made_of_a_span_moves_along_as_it_is(value: object) -> None:
    text = "قال الوزير أمس إن القوات وصلت إلى الحدود الشمالية فجر اليوم، بحسب الوزير نفسه."
    old = annotation(Article("a", text), text.index("القوات"), len(text), source_span=value)
    (step,) = planned([old], Article("a", "عاجل: " + text)).relocations
    assert (step.kind, step.new.attributes) == ("moved", {"source_span": value})
