"""What is typed and not said: kept for its place and no other, from one start to the next."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.session.drafts import MOST_DRAFTS, MOST_TEXT, Drafts, Question, brought_back, placed
from tui.session.state_file import JsonState

NOTE = Question("note", "a.txt", 10, 20, "x" * 10)
CLAIMANT = Question("attribute", "a.txt", 10, 20, "x" * 10, uuid="u1", field="claimant")


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def said(drafts: Drafts) -> list[tuple[str, str]]:
    return [(draft.question.article_id, draft.text) for draft in drafts.all()]


def file_of(home: Path) -> Path:
    return next((home / "drafts").glob("*.json"))


def test_it_is_there_at_the_next_start_and_gone_once_said(database: Path, home: Path) -> None:
    first = Drafts(database)
    first.put(NOTE, "نصف ملاحظة")
    first.put(CLAIMANT, "موسكو")
    assert first.keep()
    assert file_of(home).stat().st_mode & 0o777 == 0o600
    second = Drafts(database)
    assert [(draft.question, draft.text) for draft in second.all()] == [
        (NOTE, "نصف ملاحظة"),
        (CLAIMANT, "موسكو"),
    ]
    second.drop(NOTE)
    second.drop(CLAIMANT)
    assert second.keep()
    assert not list((home / "drafts").iterdir()), "not a file more than there are drafts"


def test_each_database_has_its_own(tmp_path: Path) -> None:
    one, other = Drafts(tmp_path / "a" / "annotations.json"), Drafts(tmp_path / "b" / "annotations.json")
    one.put(NOTE, "one")
    assert one.keep()
    other.put(NOTE, "other")
    assert other.keep()
    assert said(Drafts(tmp_path / "a" / "annotations.json")) == [("a.txt", "one")]


def test_what_another_session_has_kept_meanwhile_stays(database: Path) -> None:
    one, other = Drafts(database), Drafts(database)
    one.put(NOTE, "one")
    assert one.keep()
    other.put(CLAIMANT, "other")
    assert other.keep()
    assert len(Drafts(database)) == 2


def test_an_emptied_line_and_what_stands_there_already_are_no_drafts(database: Path) -> None:
    drafts, asked = Drafts(database), replace(NOTE, before="said")
    assert drafts.put(asked, "said and more")
    assert not drafts.put(asked, "said")
    assert not len(drafts)
    assert drafts.put(asked, "x")
    assert not drafts.put(asked, "")
    assert not len(drafts)


def test_a_folder_that_cannot_be_written_is_told_and_all_is_kept_once_it_can(
    database: Path, home: Path
) -> None:
    home.write_text("a file where the folder would be")
    drafts = Drafts(database)
    drafts.put(NOTE, "text")
    assert not drafts.keep()
    assert str(home) in drafts.trouble
    home.unlink()
    assert drafts.keep()
    assert said(Drafts(database)) == [("a.txt", "text")]


HOSTILE = [
    "",
    "null",
    "[]",
    "{",
    "[" * 100_000,
    '{"drafts": 3}',
    '{"drafts": [3, null, {}, {"kind": "x"}, {"text": "x"}]}',
    "\ufeff{}",
]


@pytest.mark.parametrize("content", HOSTILE)
def test_whatever_stands_in_the_file_is_let_go(database: Path, home: Path, content: str) -> None:
    drafts = Drafts(database)
    drafts.put(NOTE, "text")
    assert drafts.keep()
    file_of(home).write_text(content, encoding="utf-8")
    assert said(Drafts(database)) == []


def test_damaged_drafts_among_good_ones_are_left_out(database: Path, home: Path) -> None:
    drafts = Drafts(database)
    drafts.put(NOTE, "good")
    assert drafts.keep()
    found = json.loads(file_of(home).read_text(encoding="utf-8"))
    (good,) = found["drafts"]
    wrong = {
        "kind": [3, "find", None],
        "start": [-1, 1.5, "1", True, 1 << 60, 30],
        "uuid": [None, 3],
        "item": [-1, "x", True],
        "text": ["", None, 3, "x" * (MOST_TEXT + 1)],
        "quote": [None],
    }
    found["drafts"] = [good | {key: value} for key, values in wrong.items() for value in values] + [good]
    file_of(home).write_text(json.dumps(found), encoding="utf-8")
    assert said(Drafts(database)) == [("a.txt", "good")]


def test_no_pipe_is_waited_for_and_no_link_is_written_through(
    database: Path, home: Path, tmp_path: Path
) -> None:
    drafts = Drafts(database)
    drafts.put(NOTE, "text")
    assert drafts.keep()
    file = file_of(home)
    file.unlink()
    os.mkfifo(file)
    assert said(Drafts(database)) == []
    file.unlink()
    victim = tmp_path / "victim"
    victim.write_text("mine")
    file.symlink_to(victim)
    drafts.put(NOTE, "text once more")
    assert drafts.keep()
    assert victim.read_text() == "mine"
    assert said(Drafts(database)) == [("a.txt", "text once more")]


def test_a_file_of_any_size_is_refused_before_it_is_read(database: Path, home: Path) -> None:
    drafts = Drafts(database)
    drafts.put(NOTE, "text")
    assert drafts.keep()
    with file_of(home).open("ab") as file:
        file.truncate(1 << 40)  # sparse
    assert JsonState(file_of(home)).read() == {}


def test_the_oldest_go_first_where_there_are_too_many(database: Path) -> None:
    drafts = Drafts(database)
    for number in range(MOST_DRAFTS + 5):
        drafts.put(replace(NOTE, start=number, end=number + 10), str(number))
    assert len(drafts) == MOST_DRAFTS
    assert drafts.all()[0].text == "5"


@given(st.text(min_size=1, max_size=80), st.text(max_size=40))
def test_any_line_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str, quote: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    drafts = Drafts(folder / "annotations.json")
    asked = Question("note", quote, 0, 5, quote)
    drafts.put(asked, text)
    assert drafts.keep()
    (draft,) = Drafts(folder / "annotations.json").all()
    assert draft == (asked, text)


# ---------------------------------------------------------------------- which draft a question brings back

SENTENCE = (0, 50)


def back(database: Path, asked: Question, now: Question, alive: dict[str, tuple[int, int]]) -> str | None:
    drafts = Drafts(database)
    drafts.put(asked, "typed")
    found = brought_back(drafts.of("a.txt"), now, SENTENCE, alive)
    return found.text if found else None


@pytest.mark.parametrize(
    ("asked", "now", "alive", "comes"),
    [
        (NOTE, NOTE, {}, True),
        (NOTE, replace(NOTE, uuid="u1"), {"u1": (10, 20)}, True),  # made on these words since
        (replace(NOTE, uuid="u1"), NOTE, {}, True),  # undone since
        (replace(NOTE, uuid="u1"), replace(NOTE, uuid="u1", start=15), {"u1": (15, 25)}, True),  # moved since
        (replace(NOTE, uuid="u1"), replace(NOTE, uuid="u2"), {"u1": (10, 20), "u2": (10, 20)}, False),
        (NOTE, replace(NOTE, start=0, end=30), {}, True),  # words of this sentence, which nothing else finds
        (NOTE, replace(NOTE, start=60, end=70), {}, True),
        (CLAIMANT, NOTE, {"u1": (10, 20)}, False),
        (CLAIMANT, replace(CLAIMANT, field="when"), {"u1": (10, 20)}, False),
        (
            replace(CLAIMANT, field="numbers", item=1, before="5"),
            replace(CLAIMANT, field="numbers"),
            {"u1": (10, 20)},
            True,
        ),
        (
            replace(CLAIMANT, field="numbers", item=1, before="5"),
            replace(CLAIMANT, field="numbers", item=1, before="7"),
            {"u1": (10, 20)},
            False,  # another number now
        ),
    ],
)
def test_a_draft_comes_back_at_its_place_only(
    database: Path, asked: Question, now: Question, alive: dict[str, tuple[int, int]], comes: bool
) -> None:
    assert back(database, asked, now, alive) == ("typed" if comes else None)


def test_a_draft_of_another_sentence_stays_there(database: Path) -> None:
    drafts = Drafts(database)
    drafts.put(replace(NOTE, start=100, end=110), "typed")
    assert brought_back(drafts.of("a.txt"), NOTE, SENTENCE, {}) is None


def test_a_draft_goes_along_with_its_words_when_the_text_changes(database: Path) -> None:
    drafts = Drafts(database)
    text = "قال الوزير إن القوات وصلت. ثم قال الوزير إنها عادت."
    second = text.rindex("قال الوزير")
    drafts.put(Question("note", "a.txt", second, second + 10, "قال الوزير"), "typed")
    ((_, now),) = placed(drafts.of("a.txt"), "جديد. " + text, ())
    assert (now.start, now.end) == (second + 6, second + 16)
    assert not placed(drafts.of("a.txt"), text, ())
    assert not placed(drafts.of("a.txt"), "شيء آخر", ()), "nothing is guessed"


def test_long_ones_are_brought_back_like_short_ones(database: Path) -> None:
    first = Drafts(database)
    for start in range(20):
        first.put(replace(NOTE, start=start, end=start + 10), "ن" * MOST_TEXT)
    assert first.keep()
    assert len(Drafts(database)) == 20
