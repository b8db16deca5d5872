"""Shows one annotated article in a notebook, from right to left: what is marked, by colour and by letter.

The page needs nothing else: no script, no picture, nothing from elsewhere. Colours are half transparent, so
that they can be read on light and on dark ground. What comes from an article, a scheme or a person is
escaped, and a character that would act or hide is a sign, as in a terminal (`annotations.text.sanitising`).
Notebooks set what stands between dollars as mathematics, which may have links in it: not here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from annotations.text.sanitising import in_cells

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme, Tag

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_GREY = "#808080"
_FACE = (
    "font-family:'Noto Naskh Arabic','Amiri','Segoe UI','Geeza Pro',serif;line-height:1.9;"
    "max-width:46em;text-align:right"
)
_NO_MATHS = "tex2jax_ignore mathjax_ignore"
"""Classes whose text MathJax leaves alone, in its versions 2 and 3 (`ignoreClass`, `ignoreHtmlClass`)."""
_LONGEST_TITLE = 300


class AnnotatedArticle:
    """An article with its annotations; a notebook shows it from right to left.

    Args:
        article: the article.
        annotations: of it, by anyone, in the order of the text.
        scheme: names and colours of its tags.
    """

    def __init__(self, article: Article, annotations: Sequence[Annotation], scheme: Scheme) -> None:
        self._article = article
        self.annotations = tuple(annotations)
        """All of its annotations, by anyone, in the order of the text."""
        self._scheme = scheme

    @property
    def id(self) -> str:
        """The id of the article."""
        return self._article.id

    @property
    def text(self) -> str:
        """The text, in whose code points every offset counts."""
        return self._article.text

    @property
    def title(self) -> str | None:
        """The title, as corrected; None if none is known."""
        return self._article.title

    @property
    def source(self) -> str | None:
        """The source, as corrected; None if none is known."""
        return self._article.source

    @property
    def published(self) -> str | None:
        """The day on which it was published, such as 2024-10-27; None if that isn't known."""
        return self._article.published

    @property
    def url(self) -> str | None:
        """The address; None if none is known."""
        return self._article.url

    def __repr__(self) -> str:
        return f"<article {self.id!r}: {len(self.annotations)} annotations>"

    def _repr_html_(self) -> str:
        facts = " · ".join(filter(None, [self.source, self.published, self.id]))
        fitting = [a for a in self.annotations if self._fits(a)]
        unfit = len(self.annotations) - len(fitting)
        title = _safe((self.title or "")[:_LONGEST_TITLE])
        parts = [
            f'<div dir="rtl" lang="ar" class="{_NO_MATHS}" style="{_FACE}">',
            f'<div style="font-size:1.3em;font-weight:bold">{title}</div>',
            f'<div style="opacity:.7"><bdi>{_safe(facts)}</bdi></div>',
            *self._paragraphs(fitting),
            self._legend(fitting),
        ]
        if unfit:
            parts.append(
                f'<div dir="ltr" style="opacity:.7">{unfit} not shown: the article has changed</div>'
            )
        return "".join([*parts, "</div>"])

    def _fits(self, annotation: Annotation) -> bool:
        target = annotation.target
        return self.text[target.start : target.end] == target.quote

    def _paragraphs(self, annotations: Sequence[Annotation]) -> Iterator[str]:
        furniture = [(s.start, s.end) for s in self._article.sentences if s.boilerplate]
        start = 0
        for line in self.text.split("\n"):
            end = start + len(line)
            if line.strip():
                dim = any(first < end and start < last for first, last in furniture)
                style = "margin:.4em 0;opacity:.55" if dim else "margin:.4em 0"
                yield f'<p dir="auto" style="{style}">{self._marked(start, end, annotations)}</p>'
            start = end + 1

    def _marked(self, start: int, end: int, annotations: Sequence[Annotation]) -> str:
        here = [a for a in annotations if a.target.start < end and a.target.end > start]
        shown = in_cells(self.text[start:end])
        places = {place for a in here for place in (a.target.start, a.target.end)}
        cuts = sorted({start, end, *(place for place in places if start < place < end)})
        return "".join(
            self._piece(shown[first - start : last - start], last, [a for a in here if _covers(a, first)])
            for first, last in pairwise(cuts)
        )

    def _piece(self, shown: str, end: int, annotations: Sequence[Annotation]) -> str:
        if not annotations:
            return _escaped(shown)
        tags = self._tags(annotations)
        colour = next((_colour(tag) for tag in tags.values() if tag is not None), _GREY)
        ending = [a for a in annotations if a.target.end == end]
        letters = "".join(tag.key if tag else "?" for tag in self._tags(ending).values())
        sign = (
            f'<sup style="{_ground(colour)};font-weight:bold"><bdi>{_safe(letters)}</bdi></sup>'
            if letters
            else ""
        )
        style = f"{_ground(colour)};color:inherit;padding:.1em 0"
        return (
            f'<mark title="{_safe(self._words(annotations))}" style="{style}">{_escaped(shown)}</mark>{sign}'
        )

    def _tags(self, annotations: Iterable[Annotation]) -> Mapping[str, Tag | None]:
        """Return the tags by id, in the order of the scheme but for `claim`, which says the least, last."""
        ids = {tag for annotation in annotations for tag in annotation.tags}
        known = [tag.id for tag in self._scheme.tags if tag.id in ids]
        order = [*(tag for tag in known if tag != "claim"), *(tag for tag in known if tag == "claim")]
        return {tag: self._scheme.by_id.get(tag) for tag in [*order, *sorted(ids.difference(known))]}

    def _words(self, annotations: Iterable[Annotation]) -> str:
        said = []
        for annotation in annotations:
            claimant = annotation.attributes.get("claimant")
            parts = [
                ", ".join(annotation.tags),
                claimant if isinstance(claimant, str) else "",
                annotation.note,
            ]
            said.append(" · ".join(filter(None, [*parts, annotation.annotator])))
        return " | ".join(said)

    def _legend(self, annotations: Sequence[Annotation]) -> str:
        items = "".join(
            f'<span style="{_ground(_colour(tag))};margin-left:1em">'
            f"<b><bdi>{_safe(tag.key if tag else '?')}</bdi></b> <bdi>{_safe(name)}</bdi></span>"
            for name, tag in self._tags(annotations).items()
        )
        return f'<div style="margin-top:.8em;font-size:.9em">{items}</div>' if items else ""


def _covers(annotation: Annotation, place: int) -> bool:
    return annotation.target.start <= place < annotation.target.end


def _ground(colour: str) -> str:
    return f"background:{colour}33;border-bottom:2px solid {colour}"


def _colour(tag: Tag | None) -> str:
    return tag.color if tag is not None and _COLOUR.fullmatch(tag.color) else _GREY


def _safe(text: str) -> str:
    return _escaped(in_cells(text))


def _escaped(shown: str) -> str:
    return html.escape(shown, quote=True)
