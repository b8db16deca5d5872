"""The native export: the same keys and types on every line, and nothing dropped."""

import json

import msgspec

from annotations.exchange.formats.jsonl import json_schema, line
from annotations.model.records import Annotation, ArticleRef, Link, target_for
from annotations.model.scheme import DEFAULT

TEXT = "وصل 3000 جندي 🚨 إلى مُعَسْكَر."
PLAIN = Annotation(
    uuid="01a", article=ArticleRef("a.txt", "00"), target=target_for(TEXT, 0, 8), tags=("claim",),
    annotator="me",
    created="2026-11-22T10:00:00.000Z", updated="2026-11-22T10:00:00.000Z",
)  # fmt: skip
FULL = msgspec.structs.replace(
    PLAIN,
    attributes={"claimant": "الوزير", "numbers": [{"value": 3000, "unit": "جندي", "quote": "3000"}],
                "source_span": {"start": 0, "end": 3, "quote": "وصل"}, "from_another_scheme": 1},
    links=(Link("contradicts", "01b"),),
    extra={"reviewed": True},
)  # fmt: skip


def written(annotation: Annotation) -> dict:  # type: ignore[type-arg]
    return json.loads(line(annotation, {"title": "عنوان"}, DEFAULT))  # type: ignore[no-any-return]


def test_the_schema_comes_first_and_the_article_has_what_is_known() -> None:
    record = written(PLAIN)
    assert next(iter(record)) == "schema"
    assert record["schema"] == "claimreader/1"
    assert record["article"] == {
        "id": "a.txt",
        "sha256": "00",
        "title": "عنوان",
        "source": None,
        "published": None,
        "url": None,
    }


def test_every_line_has_every_attribute_of_the_scheme() -> None:
    names = {attribute.id for attribute in DEFAULT.attributes}
    assert names == written(PLAIN)["attributes"].keys()
    assert all(value is None for value in written(PLAIN)["attributes"].values())
    assert names <= written(FULL)["attributes"].keys()


def test_numbers_have_one_shape_and_are_floats() -> None:
    number = written(FULL)["attributes"]["numbers"][0]
    assert number == {
        "value": 3000.0,
        "min": None,
        "max": None,
        "unit": "جندي",
        "what": None,
        "approx": False,
        "quote": "3000",
    }
    assert b'"value":3000.0' in line(FULL, {}, DEFAULT)


def test_what_this_version_does_not_know_is_exported_too() -> None:
    assert written(FULL)["reviewed"] is True
    assert written(FULL)["attributes"]["from_another_scheme"] == 1


def test_arabic_is_written_as_arabic_on_one_line() -> None:
    text = line(FULL, {"title": "سطر\nثان"}, DEFAULT)
    assert b"\n" not in text
    assert "الوزير".encode() in text


def test_the_json_schema_names_every_key_and_requires_it() -> None:
    schema = json_schema(DEFAULT)
    definition = schema["$defs"]["Annotation"]
    assert set(definition["required"]) == written(PLAIN).keys()
    assert set(schema["$defs"]["Attributes"]["required"]) == written(PLAIN)["attributes"].keys()
