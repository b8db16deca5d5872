"""`verify` finds what is off, and nothing where nothing is; `--repair` loses nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_tools import ME, TEXT, beside, changes, content, drop, make, note, opened, plain, put

from annotations.model.records import Annotation, ArticleRef, Link, target_for
from annotations.services.verification import repair, verify
from annotations.store.base import StoreError


def true(number: int = 0, **changes: Any) -> Annotation:
    """Make an annotation whose article is TEXT."""
    annotation = make(number)
    article = msgspec.structs.replace(annotation.article, sha256=hashlib.sha256(TEXT.encode()).hexdigest())
    return msgspec.structs.replace(annotation, article=article, **changes)


@pytest.fixture
def sound(path: Path) -> list[Annotation]:
    """A file with two sessions behind it and nothing wrong."""
    with opened(path) as store:
        made = [put(store, true(number)) for number in range(3)]
    with opened(path) as store:
        note(store, made[0], "ملاحظة")
        drop(store, made[1])
    return made


def wrong(path: Path, text: str | None = TEXT) -> list[str]:
    return [str(finding) for finding in verify(path, lambda article: text) if finding.wrong]


def edit(path: Path, change: Any) -> None:
    """Change the first annotation in the file as another program would."""
    data = json.loads(path.read_text())
    first = next(iter(data["_default"].values()))
    change(data, first)
    path.write_text(json.dumps(data))


def test_nothing_is_wrong(path: Path, sound: list[Annotation]) -> None:
    before = {it: it.read_bytes() for it in path.parent.rglob("*") if it.is_file()}
    assert verify(path, lambda article: TEXT) == []
    assert {it: it.read_bytes() for it in path.parent.rglob("*") if it.is_file()} == before
    assert [it.wrong for it in verify(path.with_name("none.json"))] == [False]


STATED = "أرسلت بيونغ يانغ 3000 جندي إلى روسيا. وقالت كييف إنهم 4000 جندي."


def counting(path: Path, number: dict[str, Any], end: int = STATED.index(".") + 1) -> list[tuple[str, bool]]:
    """What is found about a number of the first sentence: whether it is wrong, and what."""
    made = make()
    one = msgspec.structs.replace(
        made,
        article=ArticleRef(made.article.id, hashlib.sha256(STATED.encode()).hexdigest()),
        target=target_for(STATED, 0, end),
        attributes={"numbers": [number]},
    )
    with opened(path) as store:
        put(store, one)
    return [(finding.what, finding.wrong) for finding in verify(path, lambda article: STATED)]


def number(value: float | None, quote: str | None, **more: Any) -> dict[str, Any]:
    empty = {"min": None, "max": None, "unit": "جندي", "what": None, "approx": False}
    return empty | {"value": value, "quote": quote} | more


def test_a_number_that_stands_there_is_sound(path: Path) -> None:
    assert counting(path, number(3000.0, "3000 جندي")) == []


def test_a_number_that_a_person_typed_is_his_own(path: Path) -> None:
    assert counting(path, number(2999.0, None)) == []


def test_a_number_whose_words_are_nowhere_is_wrong(path: Path) -> None:
    ((what, is_wrong),) = counting(path, number(5000.0, "5000 جندي"))
    assert is_wrong
    assert what.startswith("number 5,000 جندي: its words '5000 جندي' are not in ")


def test_a_number_of_other_words_of_the_article_is_worth_knowing(path: Path) -> None:
    ((what, is_wrong),) = counting(path, number(4000.0, "4000 جندي"))
    assert not is_wrong
    assert "are not among those that are annotated" in what


def test_a_number_that_says_something_else_than_its_words_is_worth_knowing(path: Path) -> None:
    ((what, is_wrong),) = counting(path, number(None, "3000 جندي", min=2000.0))
    assert not is_wrong
    assert what == "number ≥2,000 جندي: its words '3000 جندي' read as 3,000 جندي"


def test_a_quote_that_is_not_there(path: Path, sound: list[Annotation]) -> None:
    found = wrong(path, "x" + TEXT)
    assert len(found) == 4
    assert "has changed since" in found[0]
    assert "at 0-12, not" in found[1]
    assert "not in the corpus" in wrong(path, None)[0]


def test_a_quote_inside_an_attribute(path: Path) -> None:
    span = {"start": 0, "end": 4, "quote": "xxxx"}
    with opened(path) as store:
        put(store, true(attributes={"source": span, "numbers": [{"value": 3, "start": 1, "quote": 2}]}))
    (found,) = wrong(path)
    assert "not 'xxxx'" in found


def test_what_another_program_or_the_disk_changed(path: Path, sound: list[Annotation]) -> None:
    edit(path, lambda data, first: first.update(note="altered"))
    (found,) = wrong(path)
    assert found.startswith(sound[0].uuid)
    assert "claimreader history" in found


def test_a_link_to_nowhere_and_a_uuid_that_is_none(path: Path) -> None:
    with opened(path) as store:
        put(store, true(links=(Link("repeats", "nowhere\x1b"),), uuid="not-a-uuid"))
    found = wrong(path)
    assert len(found) == 2
    assert all(line.isprintable() for line in found)


def test_missing_changes_damaged_lines_and_unusable_backups(path: Path, sound: list[Annotation]) -> None:
    journal = beside(path, ".journal")
    whole = journal.read_bytes()
    lines = changes(whole)
    beside(path, ".history").mkdir()
    (beside(path, ".history") / "2.jsonl").write_bytes(lines[0] + lines[1][:50] + b"\n")
    journal.write_bytes(whole.replace(lines[0], b"").replace(lines[1], b""))
    beside(path, ".bak").write_bytes(b"{")
    found = wrong(path)
    assert any("damaged line" in line for line in found)
    assert any("changes 2 to 2 are missing" in line for line in found)
    assert any("can't be used" in line for line in found)


def test_repair_parts_annotations_with_one_uuid(path: Path, sound: list[Annotation]) -> None:
    edit(path, lambda data, first: data["_default"].update({"70": first | {"note": "twin"}}))
    assert any("uuid of another" in line for line in wrong(path))
    done = repair(path, by=ME)
    assert any("of its own" in line for line in done)
    assert sorted(it["note"] for it in plain(path).values()) == ["", "twin", "ملاحظة"]
    assert wrong(path) == []
    assert repair(path, by=ME) == []


def test_repair_restores_a_damaged_file_and_keeps_it(path: Path, sound: list[Annotation]) -> None:
    with opened(path) as store:
        expected = content(store)
    harmed = path.read_bytes()[:-20] + b"oops}}\n"
    path.write_bytes(harmed)
    (found,) = wrong(path)
    assert "line " in found
    assert "--repair" in found
    done = repair(path, by=ME)
    assert "restored from" in done[0]
    assert plain(path) == expected
    assert wrong(path) == []
    assert [it.read_bytes() for it in path.parent.glob("*.damaged-*")] == [harmed]


def test_repair_removes_what_a_crash_left_over(path: Path, sound: list[Annotation]) -> None:
    beside(path, ".tmp").write_bytes(b"{")
    assert any("left over" in str(it) for it in verify(path))
    repair(path, by=ME)
    assert verify(path) == []


def test_repair_is_refused_while_somebody_works(path: Path, sound: list[Annotation]) -> None:
    with (
        opened(path),
        pytest.raises(StoreError, match=r"not repaired: .*open in another claimreader \(.*pid"),
    ):
        repair(path, by="other")


def test_hidden_characters_of_an_article_are_told_of_and_are_not_wrong(
    sound: list[Annotation], path: Path
) -> None:
    def told(text: str) -> list[str]:
        found = verify(path, lambda article: text)
        return [f"{one.where}: {one.what}" for one in found if "hidden" in one.what and not one.wrong]

    assert told(TEXT) == []
    assert told(TEXT + "5\u200b00") == ["art-1: 1 hidden character that changes what is seen"]
    assert told(TEXT + "\u202e21\u202c") == ["art-1: 2 hidden characters that change what is seen"]
    assert told(TEXT + "5\u200b" * 5000) == [
        "art-1: 1,000 or more hidden characters that change what is seen"
    ]
