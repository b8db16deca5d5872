"""Export, then import: the same annotations come back, minus exactly what the loss report names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from exchange_samples import ARTICLES, StoredAnnotations, annotations
from hypothesis import HealthCheck, given, settings

from annotations.exchange import registry
from annotations.exchange.import_plan import ImportPlan
from annotations.exchange.losses import ANNOTATION, FIELDS, SPAN, ExportReport
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT

TWO_WAY = [name for name, form in registry.FORMATS.items() if form.imports]


def exported(name: str, annotations: list[Annotation], folder: Path) -> tuple[Path, ExportReport]:
    target = folder / f"out{registry.FORMATS[name].suffix}"
    report = registry.export(name, iter(annotations), ARTICLES, DEFAULT, target, force=True)
    return target, report


def read_back(name: str, path: Path, stored: StoredAnnotations | None = None) -> ImportPlan:
    return registry.read(name, path, ARTICLES, DEFAULT, stored or StoredAnnotations(), "importer")  # type: ignore[arg-type]


def said(annotation: Annotation, without: set[str]) -> dict[str, Any]:
    """What an annotation says, but for what was named as lost."""
    target = msgspec.structs.asdict(annotation.target)
    record = msgspec.structs.asdict(annotation) | {
        "article": annotation.article,
        "links": sorted(annotation.links, key=str),
        "span": target,
        "dates": (annotation.created, annotation.updated, annotation.rev),
    }
    return {key: record[key] for key in (*FIELDS, "article", "span") if key not in without}


@pytest.mark.parametrize("name", TWO_WAY)
@given(chosen=annotations())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_out_comes_back_minus_the_losses(
    name: str, chosen: list[Annotation], tmp_path: Path
) -> None:
    path, report = exported(name, chosen, tmp_path)
    lost = {loss.what: loss for loss in report.losses}
    gone = {uuid for loss in report.losses if loss.what == ANNOTATION for uuid in loss.annotations}
    assert report.annotations == len(chosen) - len(gone)
    if report.annotations == 0:
        return
    plan = read_back(name, path)
    assert not plan.faults
    assert not plan.moved
    came = [annotation.annotation for annotation in plan.new]
    assert len(came) == report.annotations

    known = {annotation.uuid for annotation in chosen}
    by_span = {
        (annotation.article.id, annotation.target.start, annotation.target.end): annotation
        for annotation in came
        if annotation.uuid not in known
    }
    by_uuid = {annotation.uuid: annotation for annotation in came}
    uuids = {annotation.uuid: annotation.uuid for annotation in came}
    renamed = set(lost["uuid"].annotations) if "uuid" in lost else set()
    for annotation in chosen:
        if annotation.uuid in renamed - gone:
            match = _same_place(annotation, by_span, report)
            uuids[match.uuid] = annotation.uuid
            by_uuid[annotation.uuid] = match
    for annotation in chosen:
        if annotation.uuid in gone:
            continue
        back = by_uuid[annotation.uuid]
        fewer = {loss.what for loss in report.losses if annotation.uuid in loss.annotations}
        if "links" in fewer:
            kept = [msgspec.structs.replace(link, to=uuids.get(link.to, link.to)) for link in back.links]
            count = sum(
                loss.annotations.count(annotation.uuid) for loss in report.losses if loss.what == "links"
            )
            assert set(kept) <= set(annotation.links)
            assert len(annotation.links) - len(kept) == count
        elif renamed:
            kept = [msgspec.structs.replace(link, to=uuids.get(link.to, link.to)) for link in back.links]
            assert sorted(map(str, kept)) == sorted(map(str, annotation.links))
            fewer.add("links")
        if "attributes" in fewer:
            count = sum(
                loss.annotations.count(annotation.uuid) for loss in report.losses if loss.what == "attributes"
            )
            assert len(annotation.attributes) - len(back.attributes) == count
            assert back.attributes.items() <= annotation.attributes.items()
        assert said(back, fewer) == said(annotation, fewer)


def _same_place(
    annotation: Annotation, by_span: dict[tuple[str, int, int], Annotation], report: ExportReport
) -> Annotation:
    start, end, quote = annotation.target.start, annotation.target.end, annotation.target.quote
    if any(loss.what == SPAN and annotation.uuid in loss.annotations for loss in report.losses):
        start, end = start + len(quote) - len(quote.lstrip()), end - (len(quote) - len(quote.rstrip()))
    return by_span[annotation.article.id, start, end]


@pytest.mark.parametrize("name", TWO_WAY)
@given(chosen=annotations())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_importing_what_is_here_changes_nothing(name: str, chosen: list[Annotation], tmp_path: Path) -> None:
    path, report = exported(name, chosen, tmp_path)
    if report.annotations == 0:
        return
    plan = read_back(name, path, StoredAnnotations(chosen))
    # What the format should carry, and couldn't here, makes a difference that a person has to look at.
    carried = registry.FORMATS[name].carries | {SPAN}
    different = {uuid for loss in report.losses if loss.what in carried for uuid in loss.annotations}
    assert plan.same >= report.annotations - len(different), list(plan.lines())
    assert not plan.changes()[len(different) :]


@given(chosen=annotations())
@settings(max_examples=60)
def test_native_lines_come_back_byte_for_byte(
    chosen: list[Annotation], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("native")
    path, _ = exported("jsonl", chosen, folder)
    back = [entry.annotation for entry in read_back("jsonl", path).new]
    again = io.BytesIO()
    registry.export("jsonl", back, ARTICLES, DEFAULT, again)
    assert again.getvalue() == path.read_bytes()
