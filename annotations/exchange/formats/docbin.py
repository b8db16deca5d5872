"""spaCy DocBin: a Doc per article, its spans in `doc.spans["sc"]` with a span per tag.

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
    found = list(tokens(article.text, [(one.target.start, one.target.end) for one in document.annotations]))
    words = [article.text[token.start : token.end] for token in found]
    doc = Doc(vocab, words=words, spaces=[token.space for token in found])
    first = {token.start: index for index, token in enumerate(found)}
    last = {token.end: index + 1 for index, token in enumerate(found)}
    spans = []
    for one in document.annotations:
        for tag in one.tags or (NO_TAG,):
            span = Span(doc, first[one.target.start], last[one.target.end], label=tag, span_id=one.uuid)
            job.agree(span.text, one)
            spans.append(span)
    doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
    known = job.articles.metadata(article.id)
    doc.user_data[KEY] = {
        "article": article.id,
        "sha256": article.sha256,
        **{key: known.get(key) for key in ARTICLE_KEYS},
        "annotations": {one.uuid: pack(one) for one in document.annotations},
    }
    return doc
