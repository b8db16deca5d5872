"""Twenty annotations with something in every field go through each format: each is back, or a named loss.

`test_exchange_round_trip` draws such annotations; here they are fixed, each field is a test of its own, and
what a format says it carries is held against what it does.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from exchange_samples import ARTICLES, FIRST, SECOND, StoredAnnotations

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.import_plan import ImportPlan
from annotations.exchange.losses import ANNOTATION, FIELDS, SPAN, ExportReport
from annotations.model.article import Article, sentence_at
from annotations.model.origin import FROM
from annotations.model.records import Annotation, ArticleRef, Link, Suggested, target_for
from annotations.model.scheme import DEFAULT
from annotations.text.folding import is_boundary

TWO_WAY = [name for name, form in registry.FORMATS.items() if form.imports]
PARTS = [*FIELDS, SPAN]


def twenty() -> list[Annotation]:
    """Return an annotation of each of the first twenty words of two articles, in the order of an export."""
    places = [
        (article, match.start(), match.end())
        for article in (FIRST, SECOND)
        for match in re.finditer(r"[^\s.«»&<>/؟()=:']+", article.text)
        if is_boundary(article.text, match.start()) and is_boundary(article.text, match.end())
    ][-20:]
    uuids = [f"0199a000-0000-7000-8000-{number:012}" for number in range(20)]
    made = []
    for number, (article, start, end) in enumerate(places):
        span = {"start": start, "end": end, "quote": article.text[start:end]}
        amount = {
            "value": 3.0,
            "min": None,
            "max": None,
            "unit": "جندي",
            "what": None,
            "approx": True,
            "quote": "3",
        }
        made.append(
            Annotation(
                uuid=uuids[number],
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, start, end, sentence_at(article, start)),
                tags=("claim", ("event", "quantity", "وسم آخر")[number % 3]),
                attributes={
                    "claimant": f"الوزير {number}",
                    "status": ("verified", "false", "in_progress")[number % 3],
                    "when": "2024-10-27",
                    "numbers": [amount],
                    "source_span": span,
                    "of another scheme": number,
                },
                note=f"ملاحظة {number}",
                links=(Link("contradicts", uuids[number - 1]),),
                suggested=(Suggested("claimant", "verb-then-subject"),),
                annotator=("analyst-1", "محلل ٢")[number % 2],
                created=f"2026-11-20T10:00:{number:02}.000Z",
                updated=f"2026-11-21T10:00:{number:02}.000Z",
                rev=2 + number,
                extra={"reviewed": number, FROM: uuids[number]},
            )
        )
    return made


@cache
def there_and_back(name: str) -> tuple[ExportReport, ImportPlan]:
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"out{registry.FORMATS[name].suffix}"
        report = registry.export(name, twenty(), ARTICLES, DEFAULT, target)
        plan = registry.read(name, target, ARTICLES, DEFAULT, StoredAnnotations(), "importer")  # type: ignore[arg-type]
    return report, plan


def value(annotation: Annotation, field: str) -> Any:
    if field == SPAN:
        return annotation.article, annotation.target
    if field == "dates":
        return annotation.created, annotation.updated, annotation.rev
    return getattr(annotation, field)


@pytest.mark.parametrize("name", TWO_WAY)
def test_all_twenty_come_back_to_their_places(name: str) -> None:
    report, plan = there_and_back(name)
    assert report.annotations == 20
    assert not plan.faults
    assert not plan.moved
    assert [loss for loss in report.losses if loss.what == ANNOTATION] == []
    spans = {(entry.annotation.article.id, entry.annotation.target.start) for entry in plan.new}
    assert spans == {(each.article.id, each.target.start) for each in twenty()}
    assert len(plan.new) == 20


@pytest.mark.parametrize("field", PARTS)
@pytest.mark.parametrize("name", TWO_WAY)
def test_each_field_is_back_or_a_named_loss(name: str, field: str) -> None:
    report, plan = there_and_back(name)
    lost = [uuid for loss in report.losses if loss.what == field for uuid in loss.annotations]
    back = {
        (entry.annotation.article.id, entry.annotation.target.start): entry.annotation for entry in plan.new
    }
    uuids = {
        annotation.uuid: each.uuid
        for each in twenty()
        if (annotation := back[each.article.id, each.target.start]).uuid != each.uuid
    }
    for each in twenty():
        came = value(back[each.article.id, each.target.start], field)
        if field == "links":
            came = tuple(Link(link.type, uuids.get(link.to, link.to)) for link in came)
        if each.uuid not in lost:
            assert came == value(each, field)
        elif field in ("attributes", "links"):
            went = value(each, field)
            assert len(went) - len(came) == lost.count(each.uuid)
            assert all(item in went for item in came)
            if field == "attributes":
                assert came.items() <= went.items()


@pytest.mark.parametrize("name", TWO_WAY)
def test_what_a_format_says_it_carries_is_never_lost_here(name: str) -> None:
    report, _ = there_and_back(name)
    form = registry.FORMATS[name]
    lost = {loss.what for loss in report.losses}
    assert not lost & form.carries
    assert lost <= (set(FIELDS) - form.carries)
    assert set(FIELDS) - form.carries - form.partly <= lost


TEXT = "أكد مصدر أمني أن عدد القتلى بلغ 15 شخصا. ونفى المتحدث صحة هذه الأنباء.\n"
REPRINTED = [Article(name, TEXT) for name in ("first.txt", "مجموعة/2024-10-27T10:05-69f2d255", "third.txt")]
"""One text under three names, as newspapers print what an agency sends."""


@pytest.mark.parametrize("name", TWO_WAY)
def test_articles_of_one_text_keep_their_own_annotations(name: str, tmp_path: Path) -> None:
    articles = Articles.of(REPRINTED)
    made = [
        Annotation(
            uuid=f"0199a000-0000-7000-8000-{number:012}",
            article=ArticleRef(each.id, each.sha256),
            target=target_for(each.text, 0, 41, 0),
            tags=("claim",),
            annotator=f"analyst-{number}",
            created="2026-11-20T10:00:00.000Z",
            updated="2026-11-20T10:00:00.000Z",
        )
        for number, each in enumerate(REPRINTED)
    ]
    target = tmp_path / f"out{registry.FORMATS[name].suffix}"
    registry.export(name, made, articles, DEFAULT, target)
    plan = registry.read(name, target, articles, DEFAULT, StoredAnnotations(), "importer")  # type: ignore[arg-type]
    assert not plan.faults
    back = [(entry.annotation.article.id, entry.annotation.target.start) for entry in plan.new]
    assert sorted(back) == sorted((each.id, 0) for each in REPRINTED)


@pytest.mark.parametrize(
    "note", ["\\", "[1]", "a\\[2]", "*", "_", "|", ";", "->", "\\t", "{}", '"', "#", "</note>"]
)
@pytest.mark.parametrize("name", TWO_WAY)
def test_signs_that_formats_write_with_are_text_in_a_note(name: str, note: str, tmp_path: Path) -> None:
    only = msgspec.structs.replace(twenty()[0], note=note, links=())
    target = tmp_path / f"out{registry.FORMATS[name].suffix}"
    report = registry.export(name, [only], ARTICLES, DEFAULT, target)
    plan = registry.read(name, target, ARTICLES, DEFAULT, StoredAnnotations(), "importer")  # type: ignore[arg-type]
    [entry] = plan.new
    if "note" not in {loss.what for loss in report.losses}:
        assert entry.annotation.note == note
