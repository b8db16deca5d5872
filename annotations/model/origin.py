"""Says from which annotation another one was made: nobody changes a colleague's, a key on it makes one's own.

The key `from` of a document has the uuid of the other one. It is no field of the record: an older version
keeps it as a key that it doesn't know, and what was made stands by itself when the other one is gone.
"""

from __future__ import annotations

import msgspec

from annotations.model.records import MAX_NAME, Annotation

FROM = "from"


def origin(annotation: Annotation) -> str:
    """Return the uuid of the annotation from which one was made; empty if it was made from none."""
    source = annotation.extra.get(FROM)
    return source if isinstance(source, str) and len(source) <= MAX_NAME else ""


def with_origin(annotation: Annotation, uuid: str) -> Annotation:
    """Return an annotation that says from which one it was made."""
    return msgspec.structs.replace(annotation, extra=annotation.extra | {FROM: uuid})
