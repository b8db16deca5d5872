"""Reports of annotations and articles in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from annotations.exchange.articles import Articles
from annotations.exchange.report.assembling import assembled
from annotations.exchange.report.formats import REPORT_FORMATS
from annotations.exchange.report.material import Making, Material
from annotations.exchange.report.messages import ENGLISH, Words
from annotations.exchange.report.wording import Digits, Wording
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT

DAY = date(2026, 11, 29)


def making(title: str = "", **more: Any) -> Making:
    """Say how a report was made."""
    facts = {"articles": 9, "annotated": 3, "sentences": 50, "decided": 20, "scheme": "", **more}
    return Making(name=title, day=DAY, version="1.2.3", **facts)


def material(annotations: Iterable[Annotation], articles: Articles, title: str = "", **more: Any) -> Material:
    """Return the material of a report."""
    made = more.pop("making", None) or making(title)
    return assembled(annotations, articles.metadata, DEFAULT, made, **more)


def write_report(
    annotations: Iterable[Annotation],
    articles: Articles,
    target: Path,
    *,
    words: Words = ENGLISH,
    digits: Digits = "western",
    force: bool = False,
    **more: Any,
) -> None:
    """Write a report in the format that the file's name ends with."""
    form = next(form for form in REPORT_FORMATS.values() if form.suffix == target.suffix)
    form.writer()(material(annotations, articles, **more), Wording(words, digits), target, force=force)
