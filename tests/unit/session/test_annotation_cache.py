"""What is kept up with every change is at all times what reading everything anew would give."""

from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Article, by_sentence, sentence_at
from annotations.model.outline import progress
from annotations.model.records import CLAIM, NOT_CLAIM, Annotation, ArticleRef, age, target_for
from annotations.model.scheme import DEFAULT
from tui.session.annotation_cache import AnnotationCache
from tui.widgets.article.painter import Painter
from tui.widgets.article.span_index import SpanIndex

SENTENCES = [
    "وصلت القوات إلى الميناء.",
    "قال الوزير إن العدد 3000.",
    "إعلان",
    "نفت موسكو ذلك.",
    "ولم يصب أحد.",
]
ARTICLE = Article("a.txt", "\n".join(SENTENCES))
OTHER = "b.txt"


def annotation(
    number: int, start: int, length: int, tag: str, created: int, rev: int, article: str
) -> Annotation:
    end = min(len(ARTICLE.text), start + length)
    return Annotation(
        uuid=f"uuid-{number}",
        article=ArticleRef(article, ARTICLE.sha256),
        target=target_for(ARTICLE.text, start, end, sentence_at(ARTICLE, start)),
        tags=(tag,),
        annotator="me",
        rev=rev,
        created=f"2026-11-22T10:00:0{created}.000Z",
        updated=f"2026-11-22T10:00:0{created}.000Z",
    )


annotations = st.builds(
    annotation,
    st.integers(0, 6),
    st.integers(0, len(ARTICLE.text) - 1),
    st.integers(1, 40),
    st.sampled_from([CLAIM, NOT_CLAIM]),
    st.integers(0, 3),
    st.integers(1, 9),
    st.sampled_from([ARTICLE.id, ARTICLE.id, OTHER]),
)
# One step: annotations that are put in or replaced, and uuids of those that go.
steps = st.lists(
    st.tuples(st.lists(annotations, max_size=3), st.sets(st.integers(0, 6), max_size=2)), max_size=8
)


@given(steps, st.booleans())
def test_annotations_and_progress(steps: list[tuple[list[Annotation], set[int]]], looked_at: bool) -> None:
    store: dict[str, Annotation] = {}

    def read(article_id: str) -> Sequence[Annotation]:
        return sorted((one for one in store.values() if one.article.id == article_id), key=age)

    kept = AnnotationCache(read, store.get)
    if looked_at:
        kept.count(ARTICLE.id, ARTICLE.outline)
    for came, went in steps:
        touched = []
        for one in came:
            touched += [known for known in [store.get(one.uuid)] if known] + [one]
            store[one.uuid] = one
        touched += [one for number in went if (one := store.pop(f"uuid-{number}", None))]
        kept.renew(touched)
        assert list(kept.annotations(ARTICLE.id)) == read(ARTICLE.id)
        assert list(kept.annotations(OTHER)) == read(OTHER)
        assert kept.count(ARTICLE.id, ARTICLE.outline).progress == progress(ARTICLE.outline, read(ARTICLE.id))
        before = {id(one) for one in kept.annotations(ARTICLE.id)}
        kept.renew([annotation(9, 0, 1, CLAIM, 0, 1, ARTICLE.id)])  # of which nothing is there
        assert {id(one) for one in kept.annotations(ARTICLE.id)} == before


def test_how_far_an_article_is_follows_its_text() -> None:
    one = annotation(0, 0, 5, CLAIM, 0, 1, ARTICLE.id)
    kept = AnnotationCache(lambda _: [one], lambda _: one)
    assert kept.count(ARTICLE.id, ARTICLE.outline).progress.total == 4  # إعلان doesn't count
    longer = Article("a.txt", "\n".join([*SENTENCES, "وأضاف المصدر أن المعركة مستمرة."]))
    assert kept.count(ARTICLE.id, longer.outline).progress.total == 5


@given(st.lists(annotations, max_size=8), st.lists(annotations, max_size=8))
def test_what_is_painted(before: list[Annotation], after: list[Annotation]) -> None:
    def unlike(found: list[Annotation]) -> list[Annotation]:
        return sorted({one.uuid: msgspec.structs.replace(one) for one in found}.values(), key=age)

    old, new = unlike(before), unlike(after)
    paint = Painter(ARTICLE, DEFAULT, by_sentence(ARTICLE, old), frozenset(), 0)
    paint.take_out(old)
    paint.put_in(new[::-1])
    assert paint.groups == by_sentence(ARTICLE, new)
    for start in range(0, len(ARTICLE.text), 7):
        assert sorted(map(age, paint.spans.over(start, start + 5))) == sorted(
            map(age, SpanIndex(new).over(start, start + 5))
        )


def test_what_a_worker_reads_while_something_changes_is_not_kept() -> None:
    old = annotation(1, 0, 5, CLAIM, 0, 1, OTHER)
    new = annotation(2, 0, 5, CLAIM, 1, 1, OTHER)
    stored: list[Annotation] = [old]
    overtaken = True

    def read(article_id: str) -> Sequence[Annotation]:
        nonlocal overtaken
        found = [*stored]
        if overtaken:  # a key saves another one while this is being read
            overtaken = False
            stored.append(new)
            cache.renew([new])
        return found

    cache = AnnotationCache(read, lambda uuid: next((it for it in stored if it.uuid == uuid), None))
    assert cache.annotations(OTHER) == [old]
    assert cache.annotations(OTHER) == [old, new]
    assert cache.annotations(OTHER) is cache.annotations(OTHER)
