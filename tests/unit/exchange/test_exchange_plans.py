"""What an import would do: moved spans shown, conflicts left to a person, deletions kept, nothing guessed."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
from exchange_samples import ALL, ARTICLES, FIRST, StoredAnnotations, read, sample

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.model.article import Article
from annotations.model.scheme import DEFAULT


def test_spans_that_moved_are_found_by_their_quote_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    registry.export("jsonl", sample(), ARTICLES, DEFAULT, path)
    longer = Articles.of([Article(FIRST.id, "سطر جديد 🚨.\n" + FIRST.text), *ALL[1:]])
    plan = read("jsonl", path, longer)
    assert len(plan.moved) == 4
    assert not plan.faults
    for entry in plan.new:
        target = entry.annotation.target
        article = longer.get(entry.annotation.article.id)
        assert article is not None
        assert article.text[target.start : target.end] == target.quote
        source = entry.annotation.attributes.get("source_span")
        assert source is None or article.text[source["start"] : source["end"]] == source["quote"]


def test_a_span_that_cuts_a_letter_from_its_marks_is_widened_and_named(tmp_path: Path) -> None:
    start = FIRST.text.index("مُعَسْكَر")
    task = {"text": FIRST.text, "article": FIRST.id, "label": [[start + 1, start + 4, "claim"]]}
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(task), encoding="utf-8")
    plan = read("doccano", path)
    assert plan.new[0].annotation.target.quote == "مُعَ"
    assert "cut a letter from its marks" in str(plan.remarks[0])


def test_an_article_that_is_gone_is_taken_unchecked_when_the_file_says_enough(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    registry.export("jsonl", sample(), ARTICLES, DEFAULT, path)
    plan = read("jsonl", path, Articles.of([]))
    assert (len(plan.new), plan.unchecked) == (6, 6)
    assert plan.articles[FIRST.id]["title"] == "وصول الجنود «نبأ»"


def test_what_was_deleted_here_does_not_come_back_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    registry.export("jsonl", sample(), ARTICLES, DEFAULT, path)
    plan = read("jsonl", path, stored=StoredAnnotations(sample()[1:], gone=[sample()[0].uuid]))
    assert (plan.same, len(plan.new), len(plan.conflicts)) == (5, 0, 1)
    assert "was deleted here" in [*plan.lines()][1]


def test_a_later_note_here_is_a_conflict_and_ours_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    registry.export("jsonl", sample(), ARTICLES, DEFAULT, path)
    ours = [
        msgspec.structs.replace(annotation, note="جديدة", rev=annotation.rev + 1)
        if annotation.uuid.endswith("1")
        else annotation
        for annotation in sample()
    ]
    listing = StoredAnnotations(ours)
    plan = read("jsonl", path, stored=listing)
    assert (plan.same, len(plan.conflicts)) == (5, 1)
    listing.apply(plan.changes())
    assert listing.annotations[ours[1].uuid].note == "جديدة"
    listing.apply(plan.changes(theirs=True))
    assert listing.annotations[ours[1].uuid].note == sample()[1].note
