"""The words of a review: who says what of a sentence, in a row and below it, and what gold says.

Sides that say the same stand together: nine people seldom say nine things.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotations.services.adjudication import MINE, THEIRS, Review, Side
from annotations.services.gold import signs_of
from tui.i18n import _, one_by_one
from tui.presenters.annotation import label_of, value_of
from tui.presenters.cases import Passage, parts_beyond
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme

_NOTHING = "-"


class ReviewWords:
    """Says what people say of the sentences of a review.

    Args:
        scheme: names tags and attributes.
        with_colleague: whether it is between my file and a colleague's; else people are named as they sign.
    """

    def __init__(self, scheme: Scheme, *, with_colleague: bool) -> None:
        self._scheme = scheme
        self._with_colleague = with_colleague
        self._attributes = {attribute.id: attribute for attribute in scheme.attributes}

    def in_row(self, sides: Sequence[Side]) -> str:
        """Return who says what in one line: `1,3 quantity · 2 not_claim`."""
        said: dict[str, list[int]] = {}
        for side in sides:
            said.setdefault(self._tags(side.annotations), []).append(side.number)
        return " · ".join(f"{_numbers(numbers)} {tags}" for tags, numbers in said.items()) or _NOTHING

    def passages(self, sides: Sequence[Side]) -> list[Passage]:
        """Return what each marked, and in it what none of the others did."""
        passages: list[Passage] = []
        for together in _alike(sides):
            own = together[0].annotations
            others = [annotation for side in sides if side not in together for annotation in side.annotations]
            passages += self.said([self._name(side) for side in together], own, others)
        return passages

    def said(
        self, names: Sequence[str], own: Sequence[Annotation], others: Sequence[Annotation]
    ) -> list[Passage]:
        """Return what some say alike, under their names.

        Args:
            names: whose word it is.
            own: the annotations.
            others: those of the others, against which it is held.
        """
        if not own:
            return [Passage((_("{name}: nothing").format(name=one_by_one(names)),))]
        return [
            Passage(
                (*self._head(names, annotation), *self._beside(annotation, others)),
                annotation.target.quote,
                parts_beyond(annotation, others),
            )
            for annotation in own
        ]

    def _head(self, names: Sequence[str], annotation: Annotation) -> Sequence[str]:
        """Return the names with the tags; those of several stand in a line of their own."""
        tags = with_signs(self._tags([annotation]))
        return (f"{names[0]}: {tags}",) if len(names) == 1 else (one_by_one(names), tags)

    def _beside(self, annotation: Annotation, others: Sequence[Annotation]) -> Iterable[str]:
        """Yield the values that another one who marks the same doesn't have, and the note."""
        there = _place(annotation)
        same = [other for other in others if _place(other) == there]
        for name, value in annotation.attributes.items():
            if any(other.attributes.get(name) != value for other in same):
                attribute = self._attributes.get(name)
                yield f"{label_of(attribute, name)}: {value_of(attribute, value)}"
        if annotation.note:
            yield with_signs(annotation.note)

    def _name(self, side: Side) -> str:
        if self._with_colleague and side.number == MINE:
            return _("1 mine")
        name = f"\u2068{with_signs(side.name)}\u2069"
        if self._with_colleague and side.number == THEIRS:
            return _("2 {name}").format(name=name)
        return f"{_number(side)} {name}"

    def _tags(self, annotations: Sequence[Annotation]) -> str:
        tags = self._scheme.ordered({tag for annotation in annotations for tag in annotation.tags})
        # A type makes a claim of it anyway, and the column is narrow.
        return "+".join(tag for tag in tags if tag != "claim" or len(tags) == 1) or _NOTHING


def figures(review: Review) -> list[str]:
    """Return how far people agree, as short as the top bar needs it."""
    said = [_("agree {share}").format(share=_percent(review.percent))]
    if review.kappa is not None or review.alpha is None:
        said.append(_("kappa {value}").format(value=_figure(review.kappa)))
    return [*said, _("alpha {value}").format(value=_figure(review.alpha))]


def _numbers(numbers: Sequence[int]) -> str:
    """Return numbers of sides as short as can be: `1-3,5`, and `+2` for two that have none."""
    runs: list[list[int]] = []
    for number in sorted(filter(None, numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs]
    unnamed = sum(not number for number in numbers)
    return ",".join([*said, *([f"+{unnamed}"] if unnamed else [])])


def _number(side: Side) -> str:
    return str(side.number or "…")


def _alike(sides: Sequence[Side]) -> list[list[Side]]:
    """Put the sides together that mark the same and have the same notes."""
    groups: dict[object, list[Side]] = {}
    for side in sides:
        notes = tuple(sorted(annotation.note for annotation in side.annotations))
        groups.setdefault((signs_of(side.annotations), notes), []).append(side)
    return list(groups.values())


def _place(annotation: Annotation) -> tuple[int, int, tuple[str, ...]]:
    return annotation.target.start, annotation.target.end, annotation.tags


def _percent(value: float | None) -> str:
    return _("undefined") if value is None else f"{value:.0%}"


def _figure(value: float | None) -> str:
    return _("undefined") if value is None else f"{value:.2f}"
