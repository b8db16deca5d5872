"""How far an article is can be said from the index alone, and it is what the article itself says."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations.corpus import open_corpus
from annotations.corpus.index import Index
from annotations.corpus.indexing import update
from annotations.model.article import Article, by_sentence
from annotations.model.outline import ArticleProgress, body_start, counted, from_bytes, progress
from annotations.model.records import Annotation, ArticleRef, target_for

LINES = [
    "عنوان المقال",
    "قال الوزير إن الوضع صعب. وأضاف أنه سيتغير.",
    "اقرأ المزيد",
    "",
    "جملة أخيرة في النص.",
]


def annotation(article: Article, start: int, *tags: str) -> Annotation:
    return Annotation(
        uuid=str(start),
        article=ArticleRef(article.id, ""),
        target=target_for(article.text, start, start + 1),
        tags=tags,
        annotator="a",
        created="",
        updated="",
    )


@given(st.lists(st.sampled_from(LINES), max_size=8), st.lists(st.integers(0, 400), max_size=6, unique=True))
def test_an_outline_counts_what_the_sentences_count(lines: list[str], starts: list[int]) -> None:
    article = Article("a", "\n".join(lines))
    annotations = [
        annotation(article, start, *(("claim",) if start % 2 else ()))
        for start in starts
        if start < len(article.text)
    ]
    touched = by_sentence(article, annotations)
    body = [index for index, one in enumerate(article.sentences) if not one.boilerplate]
    found = progress(from_bytes(article.outline.tobytes()), annotations)
    assert found == ArticleProgress(
        decided=sum(index in touched for index in body),
        total=len(body),
        claims=sum("claim" in one.tags for index in body for one in touched.get(index, ())),
    )
    assert counted(article.outline) == len(body)
    assert body_start(article.outline) == (article.sentences[body[0]].start if body else 0)


def test_the_index_keeps_the_outline_of_every_article(tmp_path: Path) -> None:
    corpus = open_corpus([seeds.FOLDER])
    with Index(corpus, tmp_path / "index.sqlite") as index:
        for _ in update(index):
            pass
        articles = {entry.id: corpus.read(entry) for entry in corpus.entries}
        outlines = list(index.outlines())
        assert [id_ for _, id_, _, _ in outlines] == list(articles)
        for row, (key, id_, sentences, packed) in zip(index.listing(), outlines, strict=True):
            assert row.outline == packed
            assert from_bytes(packed) == articles[id_].outline
            assert row.sentences == sentences == counted(articles[id_].outline)
            assert row.titled == (articles[id_].title is not None)
            assert index.key(id_) == key
        index.close()
