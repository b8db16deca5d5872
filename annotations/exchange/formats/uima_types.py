"""Names the types of UIMA that INCEpTION shows a text with, and the two layers that hold what we say of it.

INCEpTION makes layers of an imported type system by its features: primitives and arrays of strings are a span
layer, and a type with `Governor` and `Dependent` of one range is a relation layer (its `TypeSystemAnalysis`).
So the type system that lies beside an export has our two layers and the three types that every text needs,
and no more: whatever else stood there would become a layer of the user's project.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cassis import TypeSystem

from annotations.exchange.round_trip_payload import KEY
from annotations.model.scheme import Attribute, Scheme

SPAN_LAYER = "webanno.custom.Claim"
RELATION_LAYER = "webanno.custom.ClaimLink"
GOVERNOR, DEPENDENT = "Governor", "Dependent"
"""A relation's two ends, by the names that INCEpTION wants: from the first to the second."""

TAGS, NOTE, LABEL = "tags", "note", "label"
PAYLOAD = KEY

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"  # noqa: S105 - a word, no password

ANNOTATION, STRING, DOUBLE = "uima.tcas.Annotation", "uima.cas.String", "uima.cas.Double"
STRING_ARRAY, BOOLEAN, DOCUMENT = "uima.cas.StringArray", "uima.cas.Boolean", "uima.tcas.DocumentAnnotation"

_RANGES = {"choice": STRING, "text": STRING, "date": STRING, "number": DOUBLE}
"""Kinds of attribute that are features of their own; the others are in the payload."""

_TAKEN = frozenset({TAGS, NOTE, PAYLOAD, "begin", "end", "sofa", "self", "type", "xmiID"})
_FEATURE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ABOUT_PAYLOAD = "What INCEpTION has no place for, for the way back to claimreader: leave it, and hide it"


def is_feature_name(name: str) -> bool:
    """Say whether a name can be that of a feature, for UIMA, INCEpTION and dkpro-cassis alike.

    dkpro-cassis writes a Python class out of a type's features, so nothing but a plain name may come to it.
    """
    return _FEATURE.fullmatch(name) is not None and not keyword.iskeyword(name)


def shown_attributes(scheme: Scheme) -> Mapping[str, str]:
    """Return the ids of the attributes that are features of the layer, with the type of their values."""
    return {
        attribute.id: _RANGES[attribute.kind]
        for attribute in scheme.attributes
        if attribute.kind in _RANGES and attribute.id not in _TAKEN and is_feature_name(attribute.id)
    }


def type_system(scheme: Scheme) -> Any:
    """Return the type system of an export: the text's own types, and the two layers of a scheme."""
    types = TypeSystem()
    metadata = types.create_type(METADATA, DOCUMENT)
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        types.create_feature(metadata, name, STRING)
    types.create_feature(metadata, "isLastSegment", BOOLEAN)
    types.create_feature(types.create_type(SENTENCE, ANNOTATION), "id", STRING)
    types.create_feature(types.create_type(TOKEN, ANNOTATION), "id", STRING)
    span = types.create_type(SPAN_LAYER, ANNOTATION, "A span of claimreader, with its tags and attributes")
    tags = ", ".join(tag.id for tag in scheme.tags)
    types.create_feature(span, TAGS, STRING_ARRAY, description=f"Any of: {tags}" if tags else None)
    described: Iterable[Attribute] = scheme.attributes
    ranges = shown_attributes(scheme)
    for attribute in described:
        if attribute.id in ranges:
            values = f": {', '.join(attribute.values)}" if attribute.values else ""
            types.create_feature(
                span, attribute.id, ranges[attribute.id], description=f"{attribute.label}{values}"
            )
    types.create_feature(span, NOTE, STRING, description="A note in free words")
    types.create_feature(span, PAYLOAD, STRING, description=_ABOUT_PAYLOAD)
    relation = types.create_type(RELATION_LAYER, ANNOTATION, "A link between two spans of claimreader")
    types.create_feature(relation, GOVERNOR, SPAN_LAYER)
    types.create_feature(relation, DEPENDENT, SPAN_LAYER)
    types.create_feature(relation, LABEL, STRING, description="What the first says of the second")
    return types
