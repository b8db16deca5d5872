"""Writes a DocBin for spaCy: a Doc per article, its spans in `doc.spans["sc"]` with a span per tag.

`sc` is the key that spaCy's span categorizer reads; `doc.ents` could hold no overlaps. The tokens are cut at
the ends of the spans (see `tokens`), for `Doc.char_span` gives None where an end falls inside a token. A
span's id is its annotation's uuid; the rest of the annotation is plain JSON in
`doc.user_data["claimreader"]`, by uuid.
"""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span, SpanGroup

from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.round_trip_payload import KEY, pack
from annotations.exchange.tokens import tokens

SPANS_KEY = "sc"
NO_TAG = "(no tag)"


def save(job: ExportJob, path: Path) -> None:
    """Write the file. DocBin keeps all docs in memory, as packed arrays."""
    vocab = spacy.blank("ar").vocab
    docs = DocBin(store_user_data=True)
    for document in job.documents():
        docs.add(_doc(job, document, vocab))
    path.write_bytes(docs.to_bytes())


def _doc(job: ExportJob, document: AnnotatedArticle, vocab: spacy.vocab.Vocab) -> Doc:
    article = document.article
    pieces = list(
        tokens(
            article.text,
            [(annotation.target.start, annotation.target.end) for annotation in document.annotations],
        )
    )
    words = [article.text[token.start : token.end] for token in pieces]
    doc = Doc(vocab, words=words, spaces=[token.space for token in pieces])
    first = {token.start: index for index, token in enumerate(pieces)}
    last = {token.end: index + 1 for index, token in enumerate(pieces)}
    spans = []
    for annotation in document.annotations:
        for tag in annotation.tags or (NO_TAG,):
            span = Span(
                doc,
                first[annotation.target.start],
                last[annotation.target.end],
                label=tag,
                span_id=annotation.uuid,
            )
            job.agree(span.text, annotation)
            spans.append(span)
    doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
    known = job.articles.metadata(article.id)
    doc.user_data[KEY] = {
        "article": article.id,
        "sha256": article.sha256,
        **{key: known.get(key) for key in ARTICLE_KEYS},
        "annotations": {annotation.uuid: pack(annotation) for annotation in document.annotations},
    }
    return doc
