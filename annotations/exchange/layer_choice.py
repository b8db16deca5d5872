"""Says which layers of INCEpTION are a person's, and which of their features is the tag, and which a note.

A layer may have any features. The one that says what kind of thing a span is has one of few names in nearly
every project, or else few values; a layer without such a feature is a kind by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from math import isfinite
from typing import Any, NamedTuple, TypeGuard

import msgspec

from annotations.exchange import ExchangeError
from annotations.exchange.round_trip_payload import KEY, RoundTripPayload, unpack

TEXT_ITSELF = (
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.structure.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "de.tudarmstadt.ukp.inception.",
    "org.dkpro.core.api.",
    "uima.",
)
"""The beginnings of types that say something of the text or of INCEpTION, and nothing of a person's."""

TAGS, NOTE = "tags", "note"
_TAG_NAMES = (
    "tags",
    "tag",
    "value",
    "label",
    "labels",
    "category",
    "class_",
    "type_",
    "type",
    "kind",
    "referencetype",
)
_NOTE_NAMES = frozenset({"note", "notes", "comment", "comments", "remark", "remarks"})
_LONGEST = 60
"""Code points of a value that may be a tag."""
_FEW = 30
"""Values of a feature that says a kind."""


class Said(NamedTuple):
    """The tags, attributes and note of an annotation, as its features have them."""

    tags: tuple[str, ...]
    attributes: dict[str, Any]
    note: str


def tag_feature(annotations: Collection[Mapping[str, Any]]) -> str | None:
    """Return the feature that is the tag of a layer; None if none says a kind, so that the layer does.

    Args:
        annotations: of the layer, each with what its features hold: texts, lists of texts, numbers.
    """
    if any(annotation.get(KEY) for annotation in annotations):
        return TAGS
    values: dict[str, Counter[str]] = {}
    for annotation in annotations:
        for name, value in annotation.items():
            texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
            values.setdefault(name, Counter()).update(text for text in texts if text)
    by_name = {name.lower(): name for name in values}
    for name in (by_name[name] for name in _TAG_NAMES if name in by_name):
        if _says_a_kind(values[name], _FEW):
            return name
    most = min(_FEW, max(1, len(annotations) // 2))
    likely = {
        name: texts for name, texts in values.items() if not _is_note(name) and _says_a_kind(texts, most)
    }
    return min(likely, key=lambda name: len(likely[name]), default=None)


def said(layer: str, tag: str | None, features: Mapping[str, Any]) -> Said:
    """Return what an annotation says.

    Args:
        layer: the name of its type, of which the last part is the tag where no feature is.
        tag: the feature that is the tag.
        features: what they hold: texts, lists of texts, numbers.
    """
    tags: tuple[str, ...] = ()
    attributes: dict[str, Any] = {}
    notes: list[str] = []
    ours = bool(features.get(KEY))
    for feature, value in features.items():
        if feature == KEY or value is None or value in ("", []):
            continue
        texts = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        if feature == tag and texts:
            tags = tuple(texts)
        elif texts and (feature == NOTE or (not ours and _is_note(feature))):
            notes += texts
        elif not isinstance(value, float) or isfinite(value):
            attributes[feature.removesuffix("_")] = value
    if not tags and not ours:
        tags = (layer.rpartition(".")[2],)
    return Said(tags, attributes, "\n".join(notes))


def unpacked(features: Mapping[str, Any], place: str) -> tuple[RoundTripPayload | None, tuple[str, ...]]:
    """Return what claimreader has packed into an annotation, and the tags if they are in there.

    Raises:
        ExchangeError: it isn't as claimreader packs it.
    """
    packed = features.get(KEY)
    if not isinstance(packed, str) or not packed:
        return None, ()
    try:
        value = msgspec.json.decode(packed)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ExchangeError(f'"{KEY}" is damaged: {error}') from None
    tags = value.get(TAGS) if isinstance(value, dict) else None
    try:
        return unpack(value, place), tuple(tags) if _are_texts(tags) else ()
    except ExchangeError as error:
        raise ExchangeError(str(error).removeprefix(f"{place}: ")) from None


def _are_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_of_a_person(layer: str) -> bool:
    """Say whether a layer holds what people have said, and not what the text is made of."""
    return not layer.startswith(TEXT_ITSELF)


def link_label(layer: str, features: Iterable[tuple[str, Any]]) -> str:
    """Return what a relation says: a feature of a name that says it, else its first text, else its layer."""
    ordered = sorted(features, key=lambda item: item[0].lower() not in _TAG_NAMES)
    texts = (value for _, value in ordered if isinstance(value, str) and value)
    return next(texts, "") or layer.rpartition(".")[2]


def _is_note(name: str) -> bool:
    return name.lower().removesuffix("_") in _NOTE_NAMES


def _says_a_kind(texts: Counter[str], most: int) -> bool:
    return 0 < len(texts) <= most and all(len(text) <= _LONGEST and "\n" not in text for text in texts)
