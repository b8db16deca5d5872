"""Makes the report for people: it gathers what is said, sees whether it may be written there, and writes it.

The command line and the screen both call `write_report`; neither has a rule of its own. It may be called in a
worker thread, with `tell` for how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.exchange.articles import Articles
from annotations.exchange.filters import Filter, in_text_order, named
from annotations.exchange.report.assembling import assembled
from annotations.exchange.report.formats import find
from annotations.exchange.report.material import (
    AnnotatorShare,
    Making,
    Material,
    PairAgreement,
    SetAside,
)
from annotations.exchange.report.messages import words_in
from annotations.exchange.report.wording import Digits, Wording
from annotations.insight.wire_copies import fingerprints, voices
from annotations.model.outline import progress
from annotations.model.records import CLAIM
from annotations.services.agreement import compare_with
from annotations.services.article_corrections import ids_set_aside, set_aside
from annotations.services.following import followed
from annotations.services.output_paths import OutputPaths
from annotations.services.people import people_of
from annotations.version import VERSION

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.model.article import Article
    from annotations.model.records import Annotation

_PAIRS = 3
"""Pairs of annotators whose agreement is said: more are a matter of `claimreader compare`."""


class ReportProgress(NamedTuple):
    """The articles that a report has read; when it has read all of them, it is written."""

    articles: int
    articles_total: int


class WrittenReport(NamedTuple):
    """The report that was written."""

    format: str
    target: Path
    claims: int
    """The rows: what two annotators say of the same words is one."""
    articles: int


def write_report(
    project: Project,
    target: Path | str,
    *,
    name: str = "",
    language: str = "en",
    digits: Digits = "western",
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    force: bool = False,
    today: date | None = None,
    tell: Callable[[ReportProgress], None] = lambda _: None,
) -> WrittenReport:
    """Write the claims that are saved as a report.

    Args:
        project: whose annotations.
        target: the file.
        name: of the format, see `annotations.exchange.report.formats`; empty: as the file's name ends.
        language: of the report, see `annotations.exchange.report.messages.words_in`.
        digits: of its numbers and dates.
        wanted: which annotations; of them those that are tagged as claims go in.
        force: replace the file, if it is the user's own.
        today: the day that the report says it was made on; None for today.
        tell: called with each article that was read; what it raises ends the report, and nothing is written.

    Raises:
        ThereAlreadyError: something is at the path, and `force` isn't set.
        ExchangeError: the path may not be written, see `output_paths`; or the format isn't known, or needs a
            library that isn't there.
        StoreError: the annotations can't be read, or the path can't be written.
        CorpusError: nothing of the corpus can be read.
    """
    form = find(name, Path(target))
    path = OutputPaths(project).check(target, binary=form.binary, force=force)
    write = form.writer()
    material = gather(project, wanted, today=today or date.today(), tell=tell)
    write(material, Wording(words_in(language), digits), path, force=force)
    articles = {claim.annotation.article.id for claim in material.claims}
    return WrittenReport(form.name, path, len(material.claims), len(articles))


def gather(
    project: Project,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    *,
    today: date,
    tell: Callable[[ReportProgress], None] = lambda _: None,
) -> Material:
    """Return all that a report is made of.

    Args:
        project: whose annotations.
        wanted: which annotations; of them those that are tagged as claims go in.
        today: the day on which the report is made.
        tell: called with each article that was read.

    Raises:
        StoreError: the annotations can't be read.
        CorpusError: nothing of the corpus can be read.
    """
    return _Gathering(project, wanted, tell).material(today)


class _Gathering:
    """Reads the annotations of a report article by article, and what is known of these articles."""

    def __init__(self, project: Project, wanted: Filter, tell: Callable[[ReportProgress], None]) -> None:
        self._project = project
        self._wanted = wanted
        self._tell = tell
        self._store = followed(project)
        self._articles = Articles.of_corpus(project.corpus, self._store.articles())
        self._labels: dict[str, str] = {}
        self._facts: dict[str, Mapping[str, Any]] = {}
        self._annotations: list[Annotation] = []
        self._sentences = self._decided = 0

    def material(self, today: date) -> Material:
        """Return what was asked for."""
        copies = voices({article.id: fingerprints(article.text, article.units) for article in self._read()})
        return assembled(
            self._annotations,
            self._known,
            self._project.scheme,
            self._making(today),
            labels=self._labels,
            people=people_of(self._project.scheme, self._store),
            voices=copies,
            nouns=self._project.nouns,
        )

    def _read(self) -> Iterator[Article]:
        """Read the annotated articles; yields those whose text is there."""
        articles = named(self._store, self._wanted)
        for number, article_id in enumerate(articles):
            self._tell(ReportProgress(number, len(articles)))
            if set_aside(self._project.corrections, article_id):
                continue
            said = sorted(filter(self._wanted.wants, self._store.list(article_id)), key=in_text_order)
            if not said:
                continue
            self._annotations += said
            article = self._articles.get(article_id)
            self._labels[article_id] = self._label(article_id)
            if article is not None:
                counted = progress(article.outline, said)
                self._sentences += counted.total
                self._decided += counted.decided
                yield article
        self._tell(ReportProgress(len(articles), len(articles)))

    def _known(self, article_id: str) -> Mapping[str, Any]:
        if article_id not in self._facts:
            self._facts[article_id] = self._articles.metadata(article_id)
        return self._facts[article_id]

    # ------------------------------------------------------------------ how it was made

    def _making(self, today: date) -> Making:
        project = self._project
        scheme = project.scheme_file
        aside = [*self._set_aside()]
        return Making(
            name=project.name,
            day=today,
            version=VERSION,
            articles=len(project.corpus.entries) - len(aside),
            annotated=len(self._labels),
            sentences=self._sentences,
            decided=self._decided,
            scheme=scheme.name if scheme else "",
            annotators=[*self._shares()],
            agreements=[*self._agreements()],
            set_aside=aside,
            narrowed="article" if self._wanted.articles else "" if self._wanted.uuids is None else "listed",
        )

    def _set_aside(self) -> Iterator[SetAside]:
        """Yield the articles of the corpus that are left out; of one article alone only that."""
        there, corrections = {entry.id for entry in self._project.corpus.entries}, self._project.corrections
        for article_id in sorted(ids_set_aside(corrections) & there):
            correction = corrections[article_id]
            if correction.set_aside and article_id in (self._wanted.articles or (article_id,)):
                original = correction.duplicate_of or ""
                of = self._label(original) if original else ""
                yield SetAside(self._label(article_id), correction.set_aside, of)

    def _label(self, article_id: str) -> str:
        article = self._articles.get(article_id)
        return article.label if article else str(self._known(article_id).get("title") or article_id)

    def _shares(self) -> Iterator[AnnotatorShare]:
        for name, said in self._by_annotator().items():
            claims = sum(CLAIM in annotation.tags for annotation in said)
            first = min(annotation.created for annotation in said)
            last = max(annotation.updated for annotation in said)
            yield AnnotatorShare(name, len(said), claims, first[:10], last[:10])

    def _agreements(self) -> Iterator[PairAgreement]:
        """Yield the agreement of each two annotators, if they are not many."""
        said = self._by_annotator()
        pairs = [*combinations(said, 2)]
        for a, b in pairs if len(pairs) <= _PAIRS else ():
            labels = compare_with(self._project.corpus, said[a], said[b]).agreements[0]
            percent, kappa = labels.percent.value, labels.kappa
            yield PairAgreement(a, b, labels.units, percent, kappa.value, kappa.low, kappa.high)

    def _by_annotator(self) -> dict[str, list[Annotation]]:
        said: dict[str, list[Annotation]] = {}
        for annotation in self._annotations:
            said.setdefault(annotation.annotator, []).append(annotation)
        return dict(sorted(said.items(), key=lambda item: (-len(item[1]), item[0])))
