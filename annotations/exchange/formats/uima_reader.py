"""Reads the annotations of a CAS, of our own layers and of whatever layers a project has.

A layer is any type of annotation but those of the text itself (tokens, sentences, parts of speech, what
INCEpTION keeps for itself). A layer says what it says in features: one of them is the tag, by its name or by
how few values it has; a note is one, a relation's ends and a slot's targets are links, and the others are
attributes. A layer without any is a tag by itself.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem

from annotations.exchange import ExchangeError
from annotations.exchange.formats.uima_guard import (
    Guarded,
    guarded_json,
    guarded_type_system,
    guarded_xmi,
    type_system_of,
)
from annotations.exchange.formats.uima_types import (
    DEPENDENT,
    DOCUMENT,
    GOVERNOR,
)
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.layer_choice import is_of_a_person, link_label, said, tag_feature, unpacked
from annotations.model.records import Link

_MOST_VIEWS = 100
_BUILT_IN = frozenset({"begin", "end", "sofa", "xmiID", "type"})


def read_xmi(data: bytes, types: bytes | None) -> tuple[Guarded, Any]:
    """Return the CAS of an XMI.

    Args:
        data: the file.
        types: its type system; None if there is none, and it has to do by itself.

    Raises:
        ExchangeError: one of them is broken, or isn't what it should be.
    """
    guarded, elements = guarded_xmi(data)
    if types is None:
        system = type_system_of(elements)
    else:
        guarded_type_system(types)
        system = _by_cassis("the type system", lambda: load_typesystem(io.BytesIO(types)))
    return guarded, _by_cassis(
        "the XMI", lambda: load_cas_from_xmi(io.BytesIO(data), typesystem=system, lenient=True)
    )


def read_json(data: bytes) -> tuple[Guarded, Any]:
    """Return the CAS of a JSON file.

    Raises:
        ExchangeError: it is broken, or isn't what it should be.
    """
    guarded, _ = guarded_json(data)
    return guarded, _by_cassis("the JSON", lambda: load_cas_from_json(io.BytesIO(data)))


def _by_cassis(what: str, read: Any) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types and offsets, which the guard has named
            return read()
    except Exception as error:  # the library checks little, so a damaged file ends in any of Python's errors
        why = " ".join(str(error).split())[:120]
        raise ExchangeError(f"{what} is damaged: {type(error).__name__}: {why}") from None


def _annotations(cas: Any, sofa: str) -> list[Any]:
    """Return all annotations of a view, by the one way that all versions of the library have."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        structures = cas.get_view(sofa).select_all()  # older ones yield what has no place, too
    return [item for item in structures if hasattr(item, "begin")]


def annotations_of(
    guarded: Guarded, cas: Any, place: str, document: str, annotator: str | None
) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield the annotations of a CAS.

    Args:
        guarded: what the guard has found.
        cas: the CAS.
        place: the file, for messages.
        document: the name of the article as the archive has it.
        annotator: who made it, as far as the file's place says so.
    """
    for view in cas.views[:_MOST_VIEWS]:
        text = view.sofa.sofaString
        if not isinstance(text, str) or not text:
            continue
        annotations = _annotations(cas, view.sofa.sofaID)
        metadata = next((item for item in annotations if _is_document(item)), None)
        own = _string(metadata, "documentId")
        kept = [item for item in annotations if is_of_a_person(item.type.name)]
        relations = [item for item in kept if _is_relation(item)]
        links, unusable = _links(relations, place)
        yield from unusable
        by_layer: dict[str, list[Any]] = {}
        for item in kept:
            if not _is_relation(item):
                by_layer.setdefault(item.type.name, []).append(item)
        known = {"title": _string(metadata, "documentTitle")}
        for layer, items in by_layer.items():
            features = [_features(item) for item in items]
            tag = tag_feature(features)
            for item, given in zip(items, features, strict=True):
                where = f"{place}, annotation {item.xmiID}"
                if item.xmiID in guarded.misplaced:
                    yield ImportNote(where, guarded.misplaced[item.xmiID])
                    continue
                try:
                    payload, tags = unpacked(given, where)
                except ExchangeError as error:
                    yield ImportNote(where, str(error))
                    continue
                words = said(layer, tag, given)
                fields: dict[str, Any] = {
                    "article": own if payload is not None else None,
                    "name": own or document,
                    "text": text,
                    "start": item.begin,
                    "end": item.end,
                    "tags": tags or words.tags,
                    "key": _key(place, item),
                    "local_links": (*links.get(item.xmiID, ()), *_slots(item, place)),
                    "known": known,
                }
                if payload is None:
                    fields |= {"attributes": words.attributes, "note": words.note}
                    yield IncomingAnnotation(place=where, annotator=annotator, **fields)
                else:
                    fields["note"] = words.note or payload.note
                    fields["attributes"] = payload.attributes | words.attributes
                    yield payload.incoming(where, **fields)


def _names(item: Any) -> Iterator[str]:
    return (feature.name for feature in item.type.all_features if feature.name not in _BUILT_IN)


def _features(item: Any) -> dict[str, Any]:
    """Return the features of an annotation that hold texts, lists of texts, or numbers."""
    features: dict[str, Any] = {}
    for name in _names(item):
        value = item[name]
        if isinstance(value, str | bool | int | float):
            features[name] = value
        elif strings := _strings(value):
            features[name] = strings
    return features


def _slots(item: Any, place: str) -> Iterator[Link]:
    """Yield the links that the features of an annotation are: slots, and a chain's next."""
    for name in _names(item):
        if item[name] is not None:
            relation = _string(item, "referenceRelation") or item.type.name.rpartition(".")[2]
            yield from _targets(item[name], relation if name == "next" else name, place)


def _targets(value: Any, name: str, place: str) -> Iterator[Link]:
    """Yield the links of a feature that leads to other annotations: a slot's, or a chain's next."""
    elements = getattr(value, "elements", None)
    for element in elements if isinstance(elements, list) else [value]:
        target, role = element, name
        if hasattr(element, "target"):
            target, role = element.target, getattr(element, "role", None) or name
        if hasattr(target, "begin") and hasattr(target, "xmiID"):
            yield Link(str(role), _key(place, target))


def _links(relations: Iterable[Any], place: str) -> tuple[dict[int, list[Link]], list[ImportNote]]:
    """Return the links that relations are, by the number of the annotation that they go out from."""
    links: dict[int, list[Link]] = {}
    unusable: list[ImportNote] = []
    for item in relations:
        governor, dependent = item[GOVERNOR], item[DEPENDENT]
        if not hasattr(governor, "xmiID") or not hasattr(dependent, "xmiID"):
            unusable.append(ImportNote(f"{place}, annotation {item.xmiID}", "a relation without two ends"))
            continue
        label = link_label(item.type.name, ((name, item[name]) for name in _names(item)))
        link = Link(label, _key(place, dependent))
        links.setdefault(governor.xmiID, []).append(link)
    return links, unusable


def _key(place: str, item: Any) -> str:
    return f"{place} {item.xmiID}"


def _strings(value: Any) -> list[str]:
    """Return the texts of an array of strings; nothing if it is something else."""
    elements = getattr(value, "elements", None)
    return [text for text in elements if isinstance(text, str)] if isinstance(elements, list) else []


def _is_relation(item: Any) -> bool:
    return hasattr(item, GOVERNOR) and hasattr(item, DEPENDENT)


def _is_document(item: Any) -> bool:
    kind: Any = item.type
    while kind is not None:
        if kind.name == DOCUMENT:
            return True
        kind = kind.supertype
    return False


def _string(item: Any, feature: str) -> str | None:
    value = getattr(item, feature, None)
    return value if isinstance(value, str) and value else None
