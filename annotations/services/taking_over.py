"""Takes over what a colleague has said: an annotation of one's own is made of it, and theirs stays as it is.

Nobody changes another's annotation, so a key on one makes one's own: the same words, tags, attributes and
note, signed by who takes it, with the uuid of the other under `from`
(`annotations.model.origin`), which every rewrite, merge, export and import keeps. Three things
don't come along:

- **Links.** That two annotations contradict each other is a judgement of who holds the link, and its other
  end may lie in a sentence that I may not see yet.
- **Marks of suggestions.** I have taken nothing from the program. `compare --unaided` leaves the annotation
  out for its `from`.
- **Keys of other programs**, which may be about that one document.

Of exactly the same words one has one annotation: if there is one of mine, it says afterwards what theirs
says, and keeps its uuid and its links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from annotations.model.article import Article, sentence_at
from annotations.model.origin import with_origin
from annotations.model.records import Annotation, Change, says_something, timestamp
from annotations.services.tagging import untagged, with_span


class NothingToTakeError(Exception):
    """An annotation says nothing that could be taken over, or its words aren't those of this text."""


def take_over(
    article: Article, theirs: Annotation, mine: Sequence[Annotation], annotator: str
) -> Change | None:
    """Return the change that makes a colleague's annotation one's own; None if one says the same already.

    Args:
        article: the text that both are about.
        theirs: what is taken over.
        mine: the annotations of the article, or those of the sentence.
        annotator: who takes it.

    Raises:
        NothingToTakeError: it says no more than a link, or it is about other words than stand there.
    """
    start, end = theirs.target.start, theirs.target.end
    if theirs.article.sha256 != article.sha256 or article.text[start:end] != theirs.target.quote:
        raise NothingToTakeError
    said: dict[str, Any] = {
        "tags": theirs.tags,
        "attributes": {name: value for name, value in theirs.attributes.items() if value is not None},
        "note": theirs.note,
    }
    current = with_span(start, end, mine, annotator)
    if current is not None and said == _said(current):
        return None
    now = timestamp()
    base = current or untagged(article, start, end, sentence_at(article, start), annotator, now)
    taken = with_origin(msgspec.structs.replace(base, **said, suggested=(), updated=now), theirs.uuid)
    if not says_something(msgspec.structs.replace(taken, links=())):
        raise NothingToTakeError
    return Change(taken.uuid, current.rev if current is not None else 0, taken)


def _said(annotation: Annotation) -> dict[str, Any]:
    attributes = {name: value for name, value in annotation.attributes.items() if value is not None}
    return {"tags": annotation.tags, "attributes": attributes, "note": annotation.note}
