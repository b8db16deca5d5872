"""Looks a CAS over before dkpro-cassis gets it: what it holds is plain, small and inside of its text.

dkpro-cassis trusts its files. It writes a Python class out of each type's feature names and runs it, so that
a name that is no name would run as code; it follows document types; and each offset that lies outside of the
text costs it a walk through the whole text. So names, nesting and offsets are checked here first, and an XMI
that comes without a type system gets one that is made of its own elements.
"""

from __future__ import annotations

import io
import keyword
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from cassis import TypeSystem
from lxml import etree

from annotations.exchange import ExchangeError
from annotations.exchange.formats.uima_types import (
    ANNOTATION,
    DEPENDENT,
    GOVERNOR,
    STRING,
    STRING_ARRAY,
)
from annotations.exchange.offsets import Utf16

_XMI, _CAS = "{http://www.omg.org/XMI}", "{http:///uima/cas.ecore}"
_ID = f"{_XMI}id"
_DEEPEST = 8
"""Elements inside each other; a type system has five, an XMI three."""
_MISPLACED = 1000
"""Annotations that may lie outside of their text, each of which is named, before the file is refused."""
_TYPES = 5000
"""Types that a type system may have; DKPro Core's has four hundred."""

_TOP, _ANCHORED = "uima.cas.TOP", "uima.cas.AnnotationBase"
_ENDS = frozenset({GOVERNOR, DEPENDENT, "target", "first", "next"})
"""The features by which INCEpTION's layers lead to other annotations."""

_BUILT_IN = ("uima.cas.", "uima.tcas.")


class Guarded(NamedTuple):
    """The faults of a CAS that are known before it is read."""

    misplaced: Mapping[int, str]
    """Why an annotation can't be where it says it is, by its id."""


class _Element(NamedTuple):
    """A type that an XMI uses, as far as its elements tell."""

    attributes: dict[str, set[str] | None]
    """Of each the numbers that stand in it, which may be those of other elements; None if it holds more."""
    children: dict[str, None]
    ids: set[str]


def guarded_xmi(data: bytes) -> tuple[Guarded, dict[str, _Element]]:
    """Look an XMI over, and return its elements by the names of their types.

    Raises:
        ExchangeError: it is no XMI, is broken, or holds what no XMI needs.
    """
    texts: dict[str, str] = {}
    places: list[tuple[str, str, str, str]] = []
    elements: dict[str, _Element] = {}
    for depth, element in _parsed(data, "the XMI"):
        name = str(element.tag)
        if depth == 0:
            if name != f"{_XMI}XMI":
                raise ExchangeError("it is XML, but no XMI")
            continue
        if name == f"{_CAS}Sofa":
            texts[element.get(_ID, "")] = element.get("sofaString", "")
        elif depth == 1 and not name.startswith((_XMI, _CAS)):
            given = elements.setdefault(_type_name(name), _Element({}, {}, set()))
            given.ids.add(element.get(_ID, ""))
            for key, value in element.attrib.items():
                if key != _ID:
                    _note_numbers(given.attributes, str(key), str(value))
            given.children.update(dict.fromkeys(str(child.tag) for child in element))
            if "begin" in element.attrib:
                place = (element.get(_ID, ""), element.get("sofa", ""))
                places.append((*place, element.get("begin", ""), element.get("end", "")))
    for name, shape in elements.items():
        _check_names(name, [*shape.attributes, *shape.children])
    return Guarded(_misplaced(texts, places)), elements


def _note_numbers(attributes: dict[str, set[str] | None], key: str, value: str) -> None:
    numbers = attributes.setdefault(key, set())
    if numbers is not None:
        given = value.split(" ")
        if all(number.isdecimal() for number in given):
            numbers.update(given)
        else:
            attributes[key] = None


def type_system_of(elements: Mapping[str, _Element]) -> Any:
    """Return a type system for an XMI without one: a feature is a string or a list of them.

    It leads to other annotations if it is called as a relation's end or a chain's next is, or has the numbers
    of links only, which are what a slot holds: elements with a target.
    """
    types = TypeSystem()
    slots = {number for shape in elements.values() if "target" in shape.attributes for number in shape.ids}
    for name, shape in elements.items():
        if name.startswith(_BUILT_IN):
            continue
        kind = (
            ANNOTATION if "begin" in shape.attributes else _ANCHORED if "sofa" in shape.attributes else _TOP
        )
        made = types.create_type(name, kind)
        for feature in shape.children:
            types.create_feature(made, feature, STRING_ARRAY)
        for feature, numbers in shape.attributes.items():
            if feature in {"begin", "end", "sofa"} or feature in shape.children:
                continue
            if numbers and numbers <= slots:
                types.create_feature(made, feature, "uima.cas.FSArray")
            elif numbers and feature in _ENDS:
                types.create_feature(made, feature, _TOP)
            else:
                types.create_feature(made, feature, STRING)
    return types


def guarded_type_system(data: bytes) -> None:
    """Look a type system in XML over.

    Raises:
        ExchangeError: it is broken, or holds what no type system needs.
    """
    count = 0
    for _, element in _parsed(data, "the type system"):
        tag = str(element.tag).rpartition("}")[2]
        if tag == "typeDescription":
            count += 1
            if count > _TYPES:
                raise ExchangeError(f"the type system has more than {_TYPES:,} types")
            features = element.iterfind("{*}features/{*}featureDescription/{*}name")
            name = (element.findtext("{*}name") or "").strip()
            _check_names(name, [(feature.text or "").strip() for feature in features])


def guarded_json(data: bytes) -> tuple[Guarded, dict[str, Any]]:
    """Look a CAS in JSON over, and return it.

    Raises:
        ExchangeError: it is none, is broken, or holds what none needs.
    """
    try:
        cas = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError(f"the JSON is broken or cut short: {error}") from None
    if not isinstance(cas, dict) or "%FEATURE_STRUCTURES" not in cas:
        raise ExchangeError("it is JSON, but no UIMA CAS")
    types, structures = cas.get("%TYPES"), cas["%FEATURE_STRUCTURES"]
    if not isinstance(types, dict) or len(types) > _TYPES:
        raise ExchangeError("it has no types (%TYPES); export it with its type system")
    for name, shape in types.items():
        if not isinstance(shape, dict):
            raise ExchangeError(f"the type {name[:80]} is no object")
        _check_names(name, [key for key in shape if not key.startswith("%")])
    entries = structures.items() if isinstance(structures, dict) else ((None, item) for item in structures)
    texts: dict[str, str] = {}
    places: list[tuple[str, str, str, str]] = []
    for number, item in entries if isinstance(structures, dict | list) else ():
        if not isinstance(item, dict):
            raise ExchangeError("one of its feature structures is no object")
        identity = str(item.get("%ID") if number is None else number)
        if item.get("%TYPE") == "uima.cas.Sofa":
            text = item.get("sofaString")
            texts[identity] = text if isinstance(text, str) else ""
        elif "begin" in item:
            places.append((identity, str(item.get("@sofa")), str(item["begin"]), str(item.get("end"))))
        _check_names("a", [key.lstrip("@#^") for key in item if not key.startswith("%")])
    return Guarded(_misplaced(texts, places)), cas


def _parsed(data: bytes, what: str) -> Iterator[tuple[int, Any]]:
    """Yield each element at its end, with its depth, and forget those that stand directly in the first.

    Raises:
        ExchangeError: it is broken, has a document type, or elements far inside each other.
    """
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    depth = 0
    try:
        for event, element in etree.iterparse(io.BytesIO(data), ("start", "end"), huge_tree=False, **options):
            if event == "start":
                if depth == 0 and element.getroottree().docinfo.internalDTD is not None:
                    raise ExchangeError(f"{what} has a document type declaration, which none needs")
                depth += 1
                if depth > _DEEPEST:
                    raise ExchangeError(f"{what} has more than {_DEEPEST} elements inside each other")
                continue
            depth -= 1
            yield depth, element
            if depth == 1 and len(element):
                element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"{what} is broken or cut short: {_one_line(error)}") from None
    except (ValueError, LookupError, AssertionError) as error:  # as of an encoding that is none
        raise ExchangeError(f"{what} can't be read: {_one_line(error)}") from None


def _check_names(name: str, features: Iterable[str]) -> None:
    """Refuse a type whose names are none.

    Raises:
        ExchangeError: it says which.
    """
    if not name or len(name) > 500 or not all(part.isidentifier() for part in name.split(".")):
        raise ExchangeError(f"{name[:80]!r} is no name of a type")
    for feature in features:
        if not feature.isidentifier() or keyword.iskeyword(feature) or feature.startswith("__"):
            raise ExchangeError(
                f"{feature[:80]!r} of {name[:80]} can't be read as the name of a feature; "
                "rename it in the project, or export it as WebAnno TSV"
            )


def _misplaced(texts: Mapping[str, str], places: Iterable[tuple[str, str, str, str]]) -> Mapping[int, str]:
    """Return why annotations aren't inside of their texts, by their ids."""
    misplaced: dict[int, str] = {}
    measures = {sofa: _Measure(text) for sofa, text in texts.items()}
    for identity, sofa, begin, end in places:
        measure = measures.get(sofa) or next(iter(measures.values()), None)
        why = "it has no text" if measure is None else measure.fault(begin, end)
        if not why:
            continue
        try:
            misplaced[int(identity)] = why
        except ValueError:
            raise ExchangeError(f"{identity[:80]!r} is no number of an annotation") from None
        if len(misplaced) > _MISPLACED:
            raise ExchangeError(f"more than {_MISPLACED:,} annotations lie outside of its text")
    return misplaced


class _Measure:
    """A text in UTF-16 units: its length, and where a pair of surrogates would be cut."""

    def __init__(self, text: str) -> None:
        units = Utf16(text)
        self._length = units.to_units(len(text))
        astral = [at for at, char in enumerate(text) if char > "\uffff"] if not units.is_same() else []
        self._inside = [units.to_units(at) + 1 for at in astral]

    def fault(self, begin: str, end: str) -> str:
        """Say what is wrong with the ends of an annotation; nothing if they are right."""
        try:
            ends = int(begin), int(end)
        except ValueError:
            return f"{begin[:20]}-{end[:20]} are no offsets"
        if not 0 <= ends[0] <= ends[1] <= self._length:
            return f"the span {begin[:20]}-{end[:20]} is not inside the text of {self._length} UTF-16 units"
        for offset in ends:
            at = bisect_left(self._inside, offset)
            if at < len(self._inside) and self._inside[at] == offset:
                return f"the offset {offset} lies inside of a character"
        return ""


def _type_name(tag: str) -> str:
    """Return a type's name from the name of its element: `{http:///webanno/custom.ecore}Claim`."""
    space, _, short = tag[1:].rpartition("}")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return short if package in {"", "uima.noNamespace"} else f"{package}.{short}"


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
