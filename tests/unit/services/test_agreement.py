"""How far two people agree: the figures against two libraries, and what is undefined said so."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import krippendorff
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score
from store_tools import ME, TEXT, content, make, numbered, opened, put

from annotations.composition import Project
from annotations.model.records import Annotation, Suggested, target_for
from annotations.services.adjudication import WithColleague, review_of, settle
from annotations.services.agreement import as_text, compare, compare_files, names_of
from annotations.services.agreement_measures import alpha, f1, kappa, percent
from annotations.services.annotation_files import AnnotationsFile

LABELS = ["claim", "event", "not_claim", "rule"]
pairs = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=2, max_size=40)
gappy = st.lists(
    st.tuples(st.none() | st.sampled_from(LABELS), st.none() | st.sampled_from(LABELS)),
    min_size=2,
    max_size=40,
)


@given(pairs)
def test_kappa_and_per_cent_are_those_of_scikit_learn(labels: list[tuple[str, str]]) -> None:
    ours, theirs = zip(*labels, strict=True)
    assert percent(Counter(labels)) == pytest.approx(accuracy_score(ours, theirs))
    got = kappa(Counter(labels))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by zero where we say None
        expected = cohen_kappa_score(ours, theirs)
    assert got is None if np.isnan(expected) else got == pytest.approx(expected)


@given(gappy)
def test_alpha_is_that_of_krippendorff_with_gaps(labels: list[tuple[str | None, str | None]]) -> None:
    got = alpha(Counter(labels))
    numbers = {label: float(number) for number, label in enumerate(LABELS)} | {None: np.nan}
    data = [[numbers[label] for label in side] for side in zip(*labels, strict=True)]
    pairable = {label for a, b in labels if a is not None and b is not None for label in (a, b)}
    if len(pairable) < 2:
        assert got is None
    else:
        assert got == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def test_undefined_is_none() -> None:
    assert percent(Counter()) is kappa(Counter()) is alpha(Counter()) is f1(0, 0, 0, 0) is None
    assert kappa(Counter({("claim", "claim"): 9})) is None
    assert alpha(Counter({("claim", None): 9, (None, "claim"): 9})) is None
    assert f1(0, 3, 0, 0) == 0


def said(sentence: int, *tags: str, start: int = 0, end: int = 10, by: str = ME) -> Annotation:
    """Make an annotation of a sentence."""
    target = target_for(TEXT * 99, start + sentence * 20, end + sentence * 20, sentence)
    return msgspec.structs.replace(make(), target=target, tags=tuple(sorted(tags)), annotator=by)


SAME_IN_EVERY_RUN = """
import hashlib, msgspec
from annotations.model.records import Annotation, ArticleRef, Target
from annotations.services.agreement import compare

def said(number, *tags):
    target = Target(20 * number, 20 * number + 10, "x" * 10)
    about = ArticleRef("a", "0" * 64)
    return Annotation(
        uuid=f"{tags}{number}", article=about, target=target, tags=tags, annotator="a", created="", updated=""
    )

tags = ("blame", "claim", "control", "event", "quantity", "rule")
ours = [said(number, *tags[number % 3 : number % 5 + 2]) for number in range(30)]
theirs = [said(number, *tags[number % 2 : number % 4 + 2]) for number in range(30)]
print(hashlib.sha256(msgspec.json.encode(compare(ours, theirs))).hexdigest())
"""


def test_the_same_files_give_the_same_figures_in_every_run() -> None:
    def figures(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", SAME_IN_EVERY_RUN], env=environment, capture_output=True, check=True
        ).stdout

    assert len({figures(seed) for seed in "123"}) == 1


def test_two_files(path: Path) -> None:
    ours = (
        [said(n, "claim", "event") for n in range(10)]
        + [said(n, "not_claim") for n in range(10, 20)]
        + [said(20, "claim")]
    )
    theirs = [said(n, "claim", "event", end=10 if n % 2 else 12) for n in range(8)]
    theirs += [said(n, "not_claim") for n in range(8, 20)] + [said(21, "claim")]
    result = compare(ours, theirs)
    labels, *tags = result.agreements
    assert [it.name for it in tags] == ["claim", "event", "not_claim"]
    assert (labels.units, labels.a, labels.b) == (20, 21, 21)
    assert labels.percent.value == pytest.approx(0.9)
    assert labels.kappa.value == pytest.approx(0.8)
    assert labels.percent.low is not None
    assert labels.percent.low < 0.9 < (labels.percent.high or 0) <= 1
    marked = 10 * 2 + 10 + 1, 8 * 2 + 12 + 1
    assert result.exact.value == pytest.approx(2 * (4 * 2 + 10) / sum(marked))
    assert result.overlapping.value == pytest.approx(2 * (8 * 2 + 10) / sum(marked))
    assert [it.sentence for it in result.disagreements] == [0, 2, 4, 6, 8, 9, 20, 21]
    assert result == compare(ours, theirs), "the same files give the same intervals"
    mirrored = compare(theirs, ours)
    assert mirrored.agreements[0].kappa.value == labels.kappa.value
    assert mirrored.exact.value == result.exact.value
    assert msgspec.json.decode(msgspec.json.encode(result))["agreements"][0]["name"] == "labels"


def test_what_is_undefined_is_said_with_its_reason() -> None:
    result = compare([said(1, "claim"), said(2, "claim")], [said(1, "claim"), said(2, "claim")])
    assert result.agreements[0].kappa.value is None
    text = as_text(result)
    assert "undefined" in text
    assert "one and the same label" in text
    nothing = compare([], [])
    assert nothing.exact.value is None
    assert "nobody has marked a span" in as_text(nothing)
    assert "nan" not in as_text(nothing).lower()


def test_what_differs_is_said_with_names_and_words_and_per_cent_as_per_cent() -> None:
    ours = [said(1, "claim", "quantity"), said(2, "claim"), said(3, "claim")]
    theirs = [said(1, "claim", "event"), said(2, "claim"), said(4, "rule"), said(5)]
    lines = as_text(compare(ours, theirs), ("Huda", "Sami")).split("\n")
    assert lines[1].split()[:5] == ["labels", "2", "3", "4", "50.0%"]
    seen = lines[lines.index("4 sentences seen differently:") + 1 :]
    assert [line.partition("  ")[2] for line in seen[::2]] == [
        "only Huda: quantity; only Sami: event; both: claim",
        "Huda: claim; Sami: nothing said",
        "Sami: rule; Huda: nothing said",
        "Sami: no tag; Huda: nothing said",
    ]
    assert seen[1].strip() == ours[0].target.quote


def test_the_same_tags_on_other_words_are_said_to_be_that() -> None:
    text = as_text(compare([said(1, "claim")], [said(1, "claim", end=9)]))
    assert "both: claim, on other words" in text


def test_people_are_called_by_name_where_each_file_has_one() -> None:
    def file(*names: str) -> AnnotationsFile:
        each = [said(number, "claim", by=name) for number, name in enumerate(names)]
        return AnnotationsFile(Path("a.json"), each, {}, "")

    assert names_of((file("Huda"), file("Sami", "Sami"))) == ("Huda", "Sami")
    assert names_of((file("Huda"), file("Huda"))) == ("A", "B")
    assert names_of((file("Huda", "Sami"), file("Sami"))) == ("A", "B")
    assert names_of((file(), file("Sami"))) == ("A", "B")


def test_intervals_cover_what_they_should() -> None:
    """An interval of per cent agreement comes near the one that the binomial law gives."""
    ours = [said(n, "claim") for n in range(100)]
    theirs = [said(n, "claim" if n % 5 else "event") for n in range(100)]
    measure = compare(ours, theirs).agreements[0].percent
    assert measure.low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.02)
    assert measure.high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.02)


def test_a_sentence_is_that_of_the_text_where_the_text_is_at_hand() -> None:
    a, b = [said(1, "claim")], [said(2, "claim"), said(7, "rule")]
    assert compare(a, b).agreements[0].units == 0
    result = compare(a, b, starts=lambda *_: [25, 60, 100])
    assert result.agreements[0].units == 1
    assert [(one.sentence, one.start) for one in result.disagreements] == [(0, 0), (2, 100)]
    before_the_first = compare(a, [said(1, "rule", start=7)], starts=lambda *_: [25, 60]).disagreements
    assert [(one.sentence, one.start, one.end) for one in before_the_first] == [(0, 0, 60)]
    of_this_text = {a[0].article.sha256: [0]}
    assert compare(a, b, starts=lambda _, sha256: of_this_text.get(sha256)).agreements[0].units == 1
    assert compare(a, b, starts=lambda _, sha256: {}.get(sha256)).agreements[0].units == 0


def test_without_the_text_spans_that_share_a_letter_are_about_one_thing() -> None:
    whole, parts = [said(1, "claim", end=30)], [said(1, "claim", end=5), said(1, "rule", start=29, end=31)]
    assert compare(whole, parts).agreements[0].units == 1
    beside = [said(1, "claim", start=30, end=33)]
    assert compare(whole, beside).agreements[0].units == 0


Marks = list[tuple[int, int, str]]
"""Where each annotation starts, how long it is, and its tag."""

marks = st.lists(
    st.tuples(st.integers(0, 160), st.integers(1, 30), st.sampled_from(LABELS)), min_size=1, max_size=8
)


@given(marks, marks, st.data())
def test_the_number_of_a_sentence_decides_nothing(ours: Marks, theirs: Marks, data: st.DataObject) -> None:
    """Whatever number the annotations carry: the figures and the disagreements are the same."""

    sides = [
        [
            msgspec.structs.replace(said(0, tag, start=start, end=start + length), uuid=f"{side}{count}")
            for count, (start, length, tag) in enumerate(side_marks)
        ]
        for side, side_marks in (("a", ours), ("b", theirs))
    ]
    numbers = st.none() | st.integers(0, 99)
    others = [[numbered(one, data.draw(numbers)) for one in side] for side in sides]
    for starts in (None, [0, 25, 50, 90]):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("annotations.services.agreement.RESAMPLES", 10)
            made = [compare(*both, starts=lambda *_, known=starts: known) for both in (sides, others)]
        plain = [
            msgspec.structs.replace(
                it, disagreements=tuple(msgspec.structs.replace(d, sentence=None) for d in it.disagreements)
            )
            for it in made
        ]
        assert plain[0] == plain[1]
        for one, other in zip(
            review_of(made[0], *sides).disputes, review_of(made[1], *others).disputes, strict=True
        ):
            now = {it.uuid for it in one.now(lambda _: sides[0])}
            mine, mine_moved = one.sides[0].annotations, other.sides[0].annotations
            assert now == {it.uuid for it in mine} == {it.uuid for it in other.now(lambda _: others[0])}
            rule = WithColleague
            assert rule.fingerprint(one, mine) == rule.fingerprint(other, mine_moved)
            assert rule.agreed(one, mine) == rule.agreed(other, mine_moved)


def test_a_hostile_tag_does_nothing_in_the_report() -> None:
    text = as_text(compare([said(1, "\x1b[2J\u202e")], [said(1, "x")]))
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("take", ["a", "b", "both"])
def test_settling_a_disagreement(path: Path, take: str) -> None:
    ours, theirs = (
        [said(1, "claim")],
        [said(1, "event", by="analyst-2"), said(1, "rule", start=2, by="analyst-2")],
    )
    with opened(path) as store:
        mine = put(store, ours[0])
        taken = {"a": [mine], "b": theirs, "both": [mine, *theirs]}[take]
        rejected = {"a": theirs, "b": [mine], "both": []}[take]
        store.apply(settle(store, taken, rejected), by=ME, kind="settle")
        assert set(content(store)) == {annotation.uuid for annotation in taken}
        assert settle(store, store.list(), []) == []


def test_what_was_taken_from_a_suggestion_can_be_left_out(tmp_path: Path) -> None:
    mark = (Suggested("tags", "figure"),)
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, second in zip(paths, ("event", "rule"), strict=True):
        with opened(path) as store:
            put(store, msgspec.structs.replace(said(1, "claim", "quantity"), suggested=mark))
            put(store, said(2, "claim", second))
            attribute = (Suggested("claimant", "verb-then-subject"),)
            put(store, msgspec.structs.replace(said(3, "claim"), suggested=attribute))
    project = Project([], database=str(paths[0]))
    every, _ = compare_files(project, *paths)
    unaided, files = compare_files(project, *paths, unaided=True)
    assert (every.agreements[0].units, unaided.agreements[0].units) == (3, 2)
    assert every.agreements[0].percent.value == pytest.approx(2 / 3)
    assert unaided.agreements[0].percent.value == pytest.approx(1 / 2)
    assert [len(file.annotations) for file in files] == [2, 2]
