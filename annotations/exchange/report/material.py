"""All that a report is made of, as `annotations.services.report` has gathered it, before a word is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from annotations.exchange.report.claims import ReportedClaim
from annotations.insight.figures import Figure
from annotations.insight.sides import Question
from annotations.insight.wire_copies import Voices
from annotations.model.people import People
from annotations.model.scheme import Scheme


class AnnotatorShare(NamedTuple):
    """The part of one annotator in a report."""

    name: str
    annotations: int
    claims: int
    first: str
    """The first day, in ISO 8601."""
    last: str


class PairAgreement(NamedTuple):
    """The agreement of two annotators on the tags of sentences."""

    a: str
    b: str
    sentences: int
    """Those that both decided."""
    percent: float | None
    kappa: float | None
    low: float | None
    high: float | None
    """The 95 % interval of kappa."""


class SetAside(NamedTuple):
    """An article that was left out."""

    label: str
    why: Literal["irrelevant", "duplicate"]
    of: str = ""
    """The label of the article that it repeats."""


class Making(NamedTuple):
    """Facts about what a report covers, and how it was made."""

    name: str
    """Of the corpus."""
    day: date
    """On which the report was made."""
    version: str
    articles: int
    """In the corpus, without those set aside."""
    annotated: int
    sentences: int
    """That count, in the annotated articles."""
    decided: int
    scheme: str
    """The name of the scheme's file; empty for the default."""
    annotators: Sequence[AnnotatorShare] = ()
    agreements: Sequence[PairAgreement] = ()
    set_aside: Sequence[SetAside] = ()
    narrowed: Literal["", "article", "listed"] = ""
    """The part of the annotations that was chosen; empty: all of them."""


class Disputed(NamedTuple):
    """A question with the claims that answer it."""

    question: Question
    claims: Sequence[ReportedClaim]


class Material(NamedTuple):
    """All that a report is made of."""

    claims: Sequence[ReportedClaim]
    """Its rows, in the order of article and text."""
    scheme: Scheme
    making: Making
    labels: Mapping[str, str]
    """The names of the articles, by id: their titles, else their first words."""
    questions: Sequence[Disputed]
    people: People
    voices: Voices
    figures: Sequence[Figure]
    """The amounts that the claims state."""
