"""Checks the choice of annotations for an export, as it was typed: names are made exact, or refused.

A tag or an article that nothing is called by is a slip, and an empty export would hide it. A name of an
annotator is none of the program's: who hasn't annotated yet is no mistake, so there it is said who has.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotations.corpus import Corpus, CorpusError
from annotations.exchange import ExchangeError
from annotations.exchange.filters import Filter
from annotations.model.scheme import Scheme
from annotations.store.base import Store
from annotations.text.similar import perhaps

_SOME = 5
"""Names that a line names before it says that there are more."""


def made_exact(wanted: Filter, corpus: Corpus, scheme: Scheme, store: Store) -> tuple[Filter, list[str]]:
    """Check a filter against what there is.

    Args:
        wanted: as it was typed; an article by its id, any unique beginning of it, or its path.
        corpus: the articles; an article that is gone is known by its annotations.
        scheme: its tags are known, and those that annotations have from elsewhere.
        store: the annotations.

    Returns:
        The filter with ids of articles, and what a person should know, a line each.

    Raises:
        ExchangeError: there is no such tag.
        CorpusError: there is no such article, or there are several.
    """
    unknown = [tag for tag in wanted.tags if tag not in scheme.by_id]
    if unknown:
        met = {tag for annotation in store.list() for tag in annotation.tags}
        for tag in unknown:
            if tag not in met:
                known = list(dict.fromkeys([*scheme.by_id, *sorted(met)]))
                there_are = perhaps(tag, known) or f"; there are: {', '.join(known)}"
                raise ExchangeError(f"--tag {tag}: no such tag{there_are}")
    articles = tuple(_article(reference, corpus, store) for reference in wanted.articles)
    notes = []
    if wanted.annotators:
        names = {annotation.annotator for annotation in store.list()}
        notes = [
            f"--by {name}: nobody of that name has annotated{who_there_is(name, names)}"
            for name in wanted.annotators
            if name not in names
        ]
    return msgspec.structs.replace(wanted, articles=articles), notes


def _article(reference: str, corpus: Corpus, store: Store) -> str:
    annotated = store.article_ids()
    if reference in annotated:
        return reference
    try:
        return corpus.find(reference).id
    except CorpusError:
        gone = [article_id for article_id in annotated if article_id.startswith(reference)]
        if len(gone) != 1:
            raise
        return gone[0]


def who_there_is(name: str, known: Iterable[str]) -> str:
    """Return the end of a line that says that nobody is called so: who may be meant, else who there is."""
    names = sorted(known)
    if not names:
        return "; there is no annotation yet"
    more = ", ..." if len(names) > _SOME else ""
    return perhaps(name, names) or f"; there are: {', '.join(names[:_SOME])}{more}"
