"""Articles and annotations that no wrong unit, no lost mark and no naive quoting survives.

The texts hold harakat, an emoji outside the BMP, ZWNJ and ZWJ, decomposed letters, tabs, no-break spaces,
U+2028, text that was CRLF once, markup, formulas and bidi controls.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.import_plan import ImportPlan
from annotations.model.article import Article, sentence_at
from annotations.model.origin import FROM
from annotations.model.records import Annotation, ArticleRef, Link, Suggested, target_for
from annotations.model.scheme import DEFAULT
from annotations.store.base import Change
from annotations.text.folding import is_boundary

FIRST = Article(
    "a.txt",
    "وصل 3000 جندي 🚨 إلى مُعَسْكَر الوَزِير.\n"
    "قال «مُحَمَّدٌ» إنّ ٣٠ قُتلوا 👩‍🚀 و\u0627\u0653خرين می\u200cروند.\n"
    "\n"
    "=SUM(A1)\tو <b>نفى</b> & قال 'لا'\u00a0ثم\u2028انتهى \U0001f1f8\U0001f1fe؟\n",
    metadata={"title": "وصول الجنود «نبأ»", "source": "وكالة", "url": "https://example.org/a?x=1&y=2"},
)
SECOND = Article("folder/ب 2.txt", "نفى المتحدث 🚨🚨 ذلك.\nوقال: لا.\nكرّر: لا.")
THIRD = Article("../../evil\u202e.txt", "نَصٌّ ثالث. -1+1")
ALL = (FIRST, SECOND, THIRD)

ARTICLES = Articles.of(ALL)

names = st.sampled_from(
    ["claim", "event", "quantity", "blame", "not_claim", "وسم آخر", "a,b", "x<y&z", "_u41_", "with space"]
)
"""Tags: of the scheme, and such as other tools may bring."""

free_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
) | st.sampled_from(["=1+1", "'quoted'", "سطر\nثان\r\nثالث", " space ", "12", "[1]", "\u2028", "🚨", "a\tb"])


def spans(article: Article) -> st.SearchStrategy[tuple[int, int]]:
    """Spans that cut no grapheme cluster."""
    ends = [at for at in range(len(article.text) + 1) if is_boundary(article.text, at)]
    pairs = [(start, end) for start in ends for end in ends if start < end]
    return st.sampled_from(pairs)


SPANS = {article.id: spans(article) for article in ALL}


numbers = st.fixed_dictionaries(
    {
        "value": st.floats(-1e9, 1e9),
        "unit": st.none() | free_text,
        "min": st.none(),
        "max": st.none(),
        "what": st.none(),
        "approx": st.booleans(),
        "quote": st.none() | free_text,
    }
)

marks = st.sampled_from(
    [
        (),
        (Suggested("claimant", "verb-then-subject"),),
        (Suggested("reported_as", "=rule"), Suggested("tags", 'قاعدة، "أولى"')),
    ]
)
"""Values that were taken from suggestions."""


def _in_an_export(annotation: Annotation) -> tuple[str, int, int, str, str]:
    """Return what the lines of an export are sorted by."""
    target = annotation.target
    return annotation.article.id, target.start, target.end, annotation.created, annotation.uuid


@st.composite
def annotations(draw: st.DrawFn) -> list[Annotation]:
    """Some annotations of the three articles, in the order of an export, with links between them and to
    elsewhere.
    """
    count = draw(st.integers(1, 6))
    uuids = [f"0199a000-0000-7000-8000-{index:012}" for index in range(count - 1)]
    uuids.append(draw(st.sampled_from(["0199b000-0000-7000-8000-000000000000", "x#odd <id>"])))
    made = []
    for uuid in uuids:
        article = draw(st.sampled_from(ALL))
        start, end = draw(SPANS[article.id])
        begin, stop = draw(SPANS[article.id])
        attributes = {
            "reported_as": draw(st.none() | st.sampled_from(["asserted", "denied", "alleged"])),
            "claimant": draw(st.none() | free_text),
            "when": draw(st.none() | st.just("2024-10-27")),
            "source_span": draw(
                st.none() | st.just({"start": begin, "end": stop, "quote": article.text[begin:stop]})
            ),
            "numbers": draw(st.none() | st.lists(numbers, min_size=1, max_size=2)),
            "of another scheme": draw(st.none() | free_text | st.booleans() | st.integers(0, 9)),
        }
        made.append(
            Annotation(
                uuid=uuid,
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, start, end, sentence_at(article, start)),
                tags=tuple(sorted(draw(st.sets(names, max_size=3)))),
                attributes={key: value for key, value in attributes.items() if value is not None},
                note=draw(st.just("") | free_text),
                links=tuple(
                    Link(draw(st.sampled_from(["contradicts", "يكرر"])), to)
                    for to in draw(st.lists(st.sampled_from([*uuids, "elsewhere"]), unique=True, max_size=2))
                ),
                suggested=draw(marks),
                annotator=draw(st.sampled_from(["analyst-1", "محلل ٢", "=me"])),
                created=f"2026-11-2{draw(st.integers(0, 9))}T10:00:00.000Z",
                updated="2026-11-30T23:59:59.999Z",
                rev=draw(st.integers(1, 9)),
                extra=draw(
                    st.sampled_from([{}, {"reviewed": {"by": "x"}}, {FROM: "0199b000-0000-7000-8000-0"}])
                ),
            )
        )
    return sorted(made, key=_in_an_export)


class StoredAnnotations:
    """Where annotations are for the planner to look at: the reading half of a store."""

    def __init__(self, annotations: Sequence[Annotation] = (), gone: Sequence[str] = ()) -> None:
        self.gone = gone
        self.annotations = {annotation.uuid: annotation for annotation in annotations}

    def get(self, uuid: str) -> Annotation | None:
        return self.annotations.get(uuid)

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        return [
            annotation
            for annotation in self.annotations.values()
            if article_id in {None, annotation.article.id}
        ]

    def deleted(self) -> Sequence[str]:
        return self.gone

    def apply(self, changes: Sequence[Change]) -> None:
        for change in changes:
            assert change.annotation is not None
            current = self.annotations.get(change.uuid)
            assert (current.rev if current else 0) == change.base_rev
            self.annotations[change.uuid] = change.annotation


def read(
    name: str, path: Path, articles: Articles = ARTICLES, stored: StoredAnnotations | None = None
) -> ImportPlan:
    """Plan the import of a file; nothing is stored beforehand unless it is given."""
    return registry.read(name, path, articles, DEFAULT, stored or StoredAnnotations(), "me")  # type: ignore[arg-type]


def sample() -> list[Annotation]:
    """A fixed set, in the order of an export: overlaps, several tags, links, numbers, notes, spans over line
    ends.
    """
    text = FIRST.text

    def annotation(
        number: int, article: Article, quote: str, tags: str, annotator: str = "analyst-1", **more: Any
    ) -> Annotation:
        start = article.text.index(quote)
        return Annotation(
            uuid=f"0199a000-0000-7000-8000-{number:012}",
            article=ArticleRef(article.id, article.sha256),
            target=target_for(article.text, start, start + len(quote), sentence_at(article, start)),
            tags=tuple(tags.split()),
            annotator=annotator,
            created=f"2026-11-2{number}T10:00:00.000Z",
            updated=f"2026-11-2{number}T11:00:00.000Z",
            **more,
        )

    cue = text.index("قال")
    return [
        annotation(5, THIRD, "نَصٌّ", "claim"),
        annotation(
            1,
            FIRST,
            "وصل 3000 جندي 🚨 إلى مُعَسْكَر الوَزِير.",
            "claim quantity",
            note="ملاحظة «أولى»\nثانية <b>",
            attributes={
                "reported_as": "asserted",
                "claimant": "الوزير",
                "numbers": [
                    {
                        "value": 3000.0,
                        "min": None,
                        "max": None,
                        "unit": "جندي",
                        "what": None,
                        "approx": False,
                        "quote": "3000",
                    }
                ],
            },
            links=(
                Link("contradicts", "0199a000-0000-7000-8000-000000000002"),
                Link("updates", "0199a000-0000-7000-8000-000000000004"),
            ),
            suggested=(Suggested("claimant", "verb-then-subject"), Suggested("tags", "quantity")),
            rev=3,
        ),
        annotation(6, FIRST, "3000 جندي 🚨", "claim quantity", "محلل ٢"),
        annotation(
            2,
            FIRST,
            "الوَزِير.\nقال «مُحَمَّدٌ» إنّ ٣٠ قُتلوا",
            "claim event",
            attributes={
                "reported_as": "denied",
                "source_span": {"start": cue, "end": cue + 3, "quote": "قال"},
            },
        ),
        annotation(3, FIRST, "=SUM(A1)\tو <b>نفى</b> & قال 'لا'", "not_claim", "=me", note="=1+1"),
        annotation(
            4,
            SECOND,
            "نفى المتحدث 🚨🚨 ذلك.",
            "claim",
            attributes={"status": "false", "when": "2024-10-27"},
            extra={"reviewed": True},
        ),
    ]
