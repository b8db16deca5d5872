"""How far several people agree: the figures against two libraries, what counts, and what costs most."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations
from pathlib import Path

import krippendorff
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student
from sklearn.metrics import cohen_kappa_score
from store_tools import ME, TEXT, make, opened, put

from annotations.composition import Project
from annotations.model.records import Annotation, Suggested, new_uuid, target_for
from annotations.services.agreement_measures import (
    Crossed,
    Measure,
    Pairings,
    alpha,
    disagreement,
    jackknifed,
    kappa,
    masi,
    nominal,
    percent,
)
from annotations.services.team_agreement import (
    TeamAgreement,
    as_text,
    compare_files_of_many,
    compare_people,
    compared,
)
from annotations.store.errors import StoreError

TAGS = ["claim", "event", "not_claim", "rule"]
people_with_gaps = st.integers(2, 6).flatmap(
    lambda people: st.lists(
        st.tuples(*[st.none() | st.frozensets(st.sampled_from(TAGS), max_size=3)] * people),
        min_size=2,
        max_size=30,
    )
)


Item = tuple[frozenset[str] | None, ...]


def as_data(items: list[Item], values: list[frozenset[str]]) -> list[list[float]]:
    numbers = {each: float(number) for number, each in enumerate(values)}
    return [[np.nan if each is None else numbers[each] for each in side] for side in zip(*items, strict=True)]


@given(people_with_gaps)
def test_alpha_is_that_of_krippendorff(items: list[Item]) -> None:
    pairable = {s for item in items if sum(s is not None for s in item) > 1 for s in item if s is not None}
    values = sorted({s for item in items for s in item if s is not None}, key=sorted)
    counted = Counter(items)
    got, by_sets = Pairings.of(counted).alpha(), Pairings.of(counted, masi).alpha(masi)
    if len(pairable) < 2:
        assert got is by_sets is None
        return
    data = as_data(items, values)

    def metric(a: np.ndarray, b: np.ndarray, **_: object) -> np.ndarray:
        flat = [masi(values[int(x)], values[int(y)]) for x, y in np.broadcast(a, b)]
        return np.array(flat).reshape(np.broadcast(a, b).shape)

    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert got == pytest.approx(expected, abs=1e-9)
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=metric)
    assert by_sets == pytest.approx(expected, abs=1e-9)


@given(st.lists(people_with_gaps, min_size=1, max_size=6))
def test_alpha_without_a_part_is_that_of_the_rest(parts: list[list[Item]]) -> None:
    """The short way of the intervals against reckoning anew."""
    groups = [[item for item in part if len(item) == len(parts[0][0])] for part in parts]
    for distance in (nominal, masi):
        paired = [Pairings.of(Counter(group), distance) for group in groups]
        without = Pairings.together(paired).alphas_without(paired, distance)
        for number, value in enumerate(without):
            rest = Counter(item for at, group in enumerate(groups) if at != number for item in group)
            expected = Pairings.of(rest, distance).alpha(distance)
            assert value == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(
    st.lists(st.tuples(*[st.none() | st.sampled_from("abc")] * 2), max_size=30),
    st.lists(st.tuples(*[st.none() | st.sampled_from("abc")] * 2), max_size=10),
)
def test_kappa_without_a_part_is_that_of_the_rest(
    rest: list[tuple[str | None, str | None]], part: list[tuple[str | None, str | None]]
) -> None:
    whole, gone = Crossed.of(Counter(rest + part)), Crossed.of(Counter(part))
    assert (whole.percent(gone), whole.kappa(gone)) == (percent(Counter(rest)), kappa(Counter(rest)))


def test_alpha_of_the_example_in_krippendorffs_paper() -> None:
    """Four observers and twelve units: Krippendorff (2011), "Computing Alpha-Reliability", section C."""
    rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert alpha(Counter(zip(*rows, strict=True))) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ((), (), 0),
        (("claim",), ("claim",), 0),
        (("claim",), ("event",), 1),
        (("claim",), ("claim", "event"), 1 - 1 / 2 * 2 / 3),
        (("claim", "rule"), ("claim", "event"), 1 - 1 / 3 * 1 / 3),
        ((), ("claim",), 1),
    ],
)
def test_how_far_two_sets_are_apart(a: tuple[str, ...], b: tuple[str, ...], apart: float) -> None:
    assert masi(frozenset(a), frozenset(b)) == masi(frozenset(b), frozenset(a)) == pytest.approx(apart)


def test_a_disagreement_is_the_same_whoever_is_called_what() -> None:
    """Added in another order fractions differ in their last digit, and with it what is listed first."""
    sets = [frozenset(tags) for size in range(4) for tags in combinations(("claim", "event", "rule"), size)]
    for labels in combinations(sets, 4):
        sums = {disagreement(Counter(order), masi) for order in permutations(labels)}
        assert len(sums) == 1, labels


@pytest.mark.parametrize("groups", [5, 8, 30, 200])
def test_the_interval_is_that_of_a_mean(groups: int) -> None:
    """Of a mean the jackknife's interval is Student's own."""
    values = [number * number % 17 / 17 for number in range(groups)]
    mean, error = np.mean(values), np.std(values, ddof=1) / np.sqrt(groups)
    without = [(sum(values) - value) / (groups - 1) for value in values]
    measure = jackknifed(float(mean), without, "")
    half = student.ppf(0.975, groups - 1) * error
    assert (measure.low, measure.high) == pytest.approx((mean - half, mean + half), rel=2e-3)


def test_too_few_have_no_interval() -> None:
    assert jackknifed(0.5, [0.5] * 4, "").why == "too few sentences for an interval"
    assert jackknifed(0.5, [0.5] * 9 + [None], "").low is None
    assert jackknifed(None, [], "nothing").why == "nothing"


def said(by: str, sentence: int, *tags: str, article: int = 0, end: int = 10, day: int = 2) -> Annotation:
    """Make an annotation of a sentence, made on a day of November 2026."""
    first = make()
    return msgspec.structs.replace(
        first,
        uuid=new_uuid(),
        article=msgspec.structs.replace(first.article, id=f"art-{article}", sha256=f"{article:064x}"),
        target=target_for(TEXT * 99, sentence * 20, sentence * 20 + end, sentence),
        tags=tuple(sorted(tags)),
        annotator=by,
        updated=f"2026-11-{day:02}T10:00:00.000Z",
    )


def three() -> dict[str, list[Annotation]]:
    """Return what three people say of ten sentences: one is seen differently by one, another by all."""
    people = {
        name: [said(name, n, "claim" if n % 2 else "event") for n in range(8)]
        for name in ("أحمد", "سعاد", "منى")
    }
    people["منى"][3] = said("منى", 3, "event")
    people["أحمد"][4] = said("أحمد", 4, "rule")
    people["سعاد"][4] = said("سعاد", 4, "claim", "event")
    people["أحمد"].append(said("أحمد", 8, "claim"))
    return people


def by_name(agreement: TeamAgreement) -> dict[str, int]:
    return {row.name: row.differing for row in (agreement.labels, agreement.sets, *agreement.tags)}


def test_only_what_two_have_decided_counts() -> None:
    agreement = compare_people(three())
    assert [(each.name, each.sentences, each.shared) for each in agreement.people] == [
        ("أحمد", 9, 8),
        ("سعاد", 8, 8),
        ("منى", 8, 8),
    ]
    assert agreement.labels.units == agreement.sets.units == 8
    assert by_name(agreement) == {"labels": 2, "sets": 2, "claim": 2, "event": 2, "rule": 1}


def test_the_costliest_sentence_comes_first() -> None:
    first, second = compare_people(three()).disagreements
    assert (first.sentence, second.sentence) == (4, 3)
    # {rule}, {claim, event}, {event}: 1 + 1 + 2/3 apart; {claim}, {claim}, {event}: 1 + 1.
    assert first.share == pytest.approx((8 / 3) / (8 / 3 + 2))
    assert first.share + second.share == pytest.approx(1)
    assert [(each.name, each.tags) for each in first.said] == [
        ("أحمد", ("rule",)),
        ("سعاد", ("claim", "event")),
        ("منى", ("event",)),
    ]


def test_other_words_under_the_same_tag_are_a_difference_that_costs_alpha_nothing() -> None:
    people = three()
    people["منى"][0] = said("منى", 0, "event", end=12)
    agreement = compare_people(people)
    assert [(seen.sentence, seen.share) for seen in agreement.disagreements][-1] == (0, 0.0)
    assert agreement.labels.differing == 2
    [first, *_] = [pair for pair in agreement.pairs if "منى" in (pair.a, pair.b)]
    assert first.exact.value < first.overlapping.value  # type: ignore[operator] # both are defined


def test_articles_and_weeks() -> None:
    people = {
        name: [said(name, n, "claim", article=n % 2, day=2 + 7 * (n // 4)) for n in range(8)]
        for name in "abc"
    }
    people["c"][1] = said("c", 1, "event", article=1, day=2)
    agreement = compare_people(people)
    assert [(row.name, row.units, row.differing) for row in agreement.articles] == [
        ("art-1", 4, 1),
        ("art-0", 4, 0),
    ]
    assert [(row.name, row.units, row.differing) for row in agreement.weeks] == [
        ("2026-W45", 4, 1),
        ("2026-W46", 4, 0),
    ]
    assert agreement.weeks[1].alpha.value is None


def test_the_matrix_is_that_of_scikit_learn() -> None:
    people = three()
    agreement = compare_people(people)
    assert [(pair.a, pair.b) for pair in agreement.pairs] == [
        ("أحمد", "سعاد"),
        ("أحمد", "منى"),
        ("سعاد", "منى"),
    ]
    for pair in agreement.pairs:
        ours, theirs = (["+".join(each.tags) for each in people[name][:8]] for name in (pair.a, pair.b))
        assert pair.kappa.value == pytest.approx(cohen_kappa_score(ours, theirs), abs=1e-9)
        assert pair.units == 8
        both = sum(len(each.tags) for name in (pair.a, pair.b) for each in people[name][:8])
        alike = sum(len(set(a.split("+")) & set(b.split("+"))) for a, b in zip(ours, theirs, strict=True))
        assert pair.exact.value == pair.overlapping.value == pytest.approx(2 * alike / both)


def without_intervals(agreement: TeamAgreement) -> TeamAgreement:
    data = msgspec.to_builtins(agreement)

    def bare(value: object) -> object:
        if isinstance(value, dict):
            if set(value) == set(Measure.__struct_fields__):
                why = "" if value["value"] is not None else value["why"]
                return {"value": value["value"], "low": None, "high": None, "why": why}
            return {key: bare(each) for key, each in value.items()}
        return [bare(each) for each in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(bare(data), TeamAgreement)


def test_the_figures_come_before_their_intervals() -> None:
    people = {
        name: [said(name, n, "claim" if n % (3 + len(name)) else "event") for n in range(40)]
        for name in ("a", "bb")
    }
    first, whole = compared(people)
    assert first == without_intervals(whole) != whole
    assert first.labels.alpha.low is None
    assert whole == compare_people(people)
    assert whole.labels.alpha.low is not None


def test_what_each_has_marked_and_when_stands_with_the_difference() -> None:
    people = three()
    people["منى"][0] = said("منى", 0, "event", end=12)
    seen = compare_people(people).disagreements[-1]
    assert seen.week == "2026-W45"
    assert [(each.spans, each.quotes) for each in seen.said] == [
        ((("event", 0, end),), ((TEXT * 99)[:end],)) for end in (10, 10, 12)
    ]


def test_more_sentences_than_are_left_out_one_at_a_time() -> None:
    people = {
        name: [said(name, n, "claim" if (n * n + number) % 3 else "event") for n in range(450)]
        for number, name in enumerate("ab")
    }
    agreement = compare_people(people)
    assert agreement.labels.units == 450
    low, high = agreement.labels.alpha.low, agreement.labels.alpha.high
    assert low is not None
    assert high is not None
    assert low < agreement.labels.alpha.value < high  # type: ignore[operator] # it is defined


def write(path: Path, annotations: list[Annotation]) -> Path:
    with opened(path) as store:
        for annotation in annotations:
            put(store, annotation)
    return path


def test_files_of_three_and_one_file_of_three(tmp_path: Path) -> None:
    people = three()
    files = [write(tmp_path / f"{number}.json", people[name]) for number, name in enumerate(people)]
    merged = write(tmp_path / "merged.json", [each for name in people for each in people[name]])
    project = Project(annotator=ME)
    apart, read = compare_files_of_many(project, files)
    together, _ = compare_files_of_many(project, [merged])
    assert apart == together == compare_people(people)
    assert [file.path for file in read] == files


def test_one_person_is_not_compared(tmp_path: Path) -> None:
    file = write(tmp_path / "one.json", [said("أحمد", n, "claim") for n in range(3)])
    with pytest.raises(StoreError, match="all by أحمد; two people at least are compared"):
        compare_files_of_many(Project(annotator=ME), [file, file, file])


def test_without_what_was_suggested(tmp_path: Path) -> None:
    aided = [
        msgspec.structs.replace(said("a", n, "claim"), suggested=(Suggested("tags", "rule"),))
        for n in range(3)
    ]
    files = [
        write(tmp_path / f"{name}.json", it)
        for name, it in (
            ("a", [*aided, said("a", 4, "claim")]),
            ("b", [said("b", n, "claim") for n in range(5)]),
            ("c", [said("c", n, "claim") for n in range(5)]),
        )
    ]
    agreement, _ = compare_files_of_many(Project(annotator=ME), files, unaided=True)
    assert agreement.people[0].sentences == 1


def test_what_is_written_of_it() -> None:
    lines = as_text(compare_people(three())).split("\n")
    assert "labels                           8         2" in "\n".join(lines)
    assert any(
        line.startswith("art-0:5  57.1%  أحمد: rule; سعاد: claim, event; منى: event") for line in lines
    )


def test_numbers_stay_when_all_agree() -> None:
    people = {name: [said(name, n, "claim") for n in range(6)] for name in "abc"}
    agreement = compare_people(people)
    assert agreement.labels.alpha.value is None
    assert agreement.disagreements == ()
    assert "no sentence is seen differently" in as_text(agreement)
