"""Any value under any name of settings.toml or claimreader.toml is taken, or is one harmless line."""

from __future__ import annotations

import datetime
import enum
import math
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.model.scheme import Scheme
from annotations.scheme_file.loader import ATTRIBUTE_FIELDS, KINDS, TAG_FIELDS, SchemeError, load
from annotations.scheme_file.toml_positions import _statement_ends, line_of
from annotations.text.sanitising import is_name
from tui.config import preferences, settings
from tui.config.actions import KEYS
from tui.config.keymap import resolve
from tui.terminal import detection


class Huge(enum.Enum):
    """Integers of more digits than Python writes, and so Hypothesis: in hexadecimal it reads them."""

    HUGE = "0x" + "f" * 5000


HUGE = Huge.HUGE

WORDS = ("claim", "c", "8", "#", "auto", "ar", "en", "dark", "pc", "k", "ctrl+q", "F5", ",", " ", "", *KINDS)
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=8), st.just("س" * 300), st.just("\x1b[2J\u202e\n"))
plain = st.one_of(
    texts, st.integers(), st.just(HUGE), st.booleans(), st.floats(), st.dates(), st.times(),
    st.datetimes(timezones=st.none() | st.just(datetime.UTC)),
)  # fmt: skip
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)


def names(known: Mapping[str, object] | tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(known)) | texts


def tables(known: Mapping[str, object] | tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(names(known), values, max_size=6)


schemes = st.fixed_dictionaries(
    {"tags": st.lists(tables(TAG_FIELDS), max_size=3) | values},
    optional={
        "attributes": st.lists(tables(ATTRIBUTE_FIELDS), max_size=3) | values,
        "guidelines": values,
        "claimants": st.fixed_dictionaries({"same": st.lists(st.lists(texts)) | values}) | values,
    },
)
likely = st.builds(
    lambda tags, attributes: {"tags": tags, "attributes": attributes},
    st.lists(
        st.fixed_dictionaries(
            {"id": st.sampled_from("abcd"), "key": st.sampled_from("89#,'\\=") | texts},
            optional={"implies": st.lists(st.sampled_from("abcde"), max_size=2), "exclusive": st.booleans(),
                      "label": texts, "color": st.just("#AAbbcc") | texts},
        ),
        min_size=1, max_size=3,
    ),
    st.lists(
        st.fixed_dictionaries(
            {"id": st.sampled_from("xyz"), "kind": st.sampled_from(KINDS)},
            optional={"values": st.lists(texts, max_size=2), "key": texts},
        ),
        max_size=2,
    ),
)  # fmt: skip


def quoted(text: str) -> str:
    return '"' + "".join(char if char.isalnum() else f"\\U{ord(char):08X}" for char in text) + '"'


def toml(value: object, indent: str = "") -> str:
    """Write a value as TOML, lists over several lines."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case int():
            return str(value)
        case Huge():
            return value.value
        case float():
            return "nan" if math.isnan(value) else f"{value}" if math.isfinite(value) else f"{value:+}"
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case list():
            return (
                "[\n" + "".join(f"{indent}  {toml(one, indent)},  # ] {{\n" for one in value) + f"{indent}]"
            )
        case dict():
            return "{" + ", ".join(f"{quoted(key)} = {toml(one)}" for key, one in value.items()) + "}"
    raise TypeError(value)


def document(data: Mapping[str, object]) -> str:
    return "".join(f"# a comment [\n{quoted(name)} = {toml(value)}\n" for name, value in data.items())


def one_line(message: str) -> None:
    assert message.isprintable(), ascii(message)
    assert "should not have happened" not in message


@given(schemes | likely)
@example({"tags": [{"id": "a", "key": "8", "color": HUGE}]})
def test_a_scheme_of_any_values_is_one_or_is_refused_in_a_line(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claimreader.toml")
        path.write_text(document(data), encoding="utf-8")
        try:
            scheme = load(path, reserved={"j": "next sentence"}, reserved_in_details={"u": "undo"})
        except SchemeError as error:
            one_line(str(error).removeprefix(f"{path}, line "))
            return
    assert isinstance(scheme, Scheme)
    for tag in scheme.tags:
        assert scheme.toggled(scheme.toggled((), tag.id), tag.id) is not None
        assert scheme.by_key[tag.key] == tag


SETTINGS = ("lang", "theme", "keyboard", "annotator", "terminal", "keys")


@given(tables(SETTINGS), tables(tuple(key.id for key in KEYS)) | values)
@example({"theme": HUGE, "annotator": "س" * 300}, {"reader.claim": [HUGE, "k\n"], "reader.next": "k\n"})
@example({"terminal": [HUGE]}, HUGE)
def test_settings_of_any_values_are_taken_or_said_in_a_line_each(data: dict[str, Any], keys: object) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMREADER_HOME", folder)
        Path(folder, "settings.toml").write_text(document({**data, "keys": keys}), encoding="utf-8")
        found = preferences.read()
        mapped = resolve(found.keys)
        for problem in (*found.problems, *mapped.problems, detection.recall({}).problem):
            one_line(problem)
        assert found.theme in (None, *preferences.THEMES)
        assert found.annotator is None or is_name(found.annotator)
        assert [key.id for key in mapped.keys] == [key.id for key in KEYS]
        try:
            settings.put("theme", "light")
        except settings.SettingsError as error:
            one_line(str(error))
        else:
            assert settings.get("theme") == "light"


def places(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*place, key))


@given(st.dictionaries(texts, values, max_size=4))
def test_the_line_of_a_value_is_that_in_which_its_statement_begins(data: dict[str, Any]) -> None:
    text = document(data)
    for end in _statement_ends(text):
        tomllib.loads(text[:end])
    lines = text.split("\n")
    for place in places(data):
        if place:
            assert lines[line_of(text, place) - 1].startswith(f"{quoted(place[0])} = ")
