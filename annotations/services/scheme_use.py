"""Says what annotations use of a scheme, and what they use that it hasn't: `claimreader scheme check`.

A tag that a scheme has lost stays on the annotations that have it and is shown as `?`. That is seen one
sentence at a time; here it is counted.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from annotations.model.scheme import Scheme
from annotations.store.base import AnnotationReader


class SchemeUse(NamedTuple):
    """The number of annotations that have each tag, attribute and value."""

    tags: Counter[str]
    attributes: Counter[str]
    values: dict[str, Counter[str]]
    """By attribute; of values that are texts, as those of a choice are."""


class Lacking(NamedTuple):
    """Something that annotations have and the scheme hasn't."""

    kind: str
    """"tag", "attribute" or "value"."""
    name: str
    """Its id, or attribute=value."""
    times: int
    """Annotations that have it."""


def scheme_use(store: AnnotationReader) -> SchemeUse:
    """Count what all annotations use, by anyone."""
    use = SchemeUse(Counter(), Counter(), {})
    for article_id in store.article_ids():
        for annotation in store.list(article_id):
            use.tags.update(annotation.tags)
            for name, value in annotation.attributes.items():
                if value is None:
                    continue
                use.attributes[name] += 1
                if isinstance(value, str):
                    use.values.setdefault(name, Counter())[value] += 1
    return use


def lacking(use: SchemeUse, scheme: Scheme) -> list[Lacking]:
    """Return what is used and isn't in the scheme, the most used of each kind first."""
    attributes = {attribute.id: attribute for attribute in scheme.attributes}
    return [
        *(Lacking("tag", tag, n) for tag, n in use.tags.most_common() if tag not in scheme.by_id),
        *(
            Lacking("attribute", name, n)
            for name, n in use.attributes.most_common()
            if name not in attributes
        ),
        *(
            Lacking("value", f"{name}={value}", n)
            for name, values in use.values.items()
            if name in attributes and attributes[name].kind == "choice"
            for value, n in values.most_common()
            if value not in attributes[name].values
        ),
    ]
