"""The reader's modes without a screen: what leaving each of them means, and where it leads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from annotations.model.spans import Selection
from tui.presenters.attributes import Field
from tui.screens.reader.state import (
    Browse,
    EditAttributes,
    Mode,
    Prompt,
    ReaderState,
    Resting,
    Search,
    Select,
    Transitions,
)
from tui.session.drafts import Question

NOTE = Question(kind="note", article_id="a.txt", start=0, end=4, quote="كلمة")
SEARCH = Search(origin=0)
WORDS = Selection(0, 4)
CLAIMANT = Field("claimant", None)


class Drafts:
    """What was kept and what was dropped; an empty line is no draft."""

    def __init__(self) -> None:
        self.kept: list[tuple[Question, str]] = []
        self.dropped: list[Question] = []

    def keep_typed(self, question: Question, typed: str) -> bool:
        if typed:
            self.kept.append((question, typed))
        return bool(typed)

    def drop(self, question: Question) -> None:
        self.dropped.append(question)


class Reader:
    """The state of a reader, and the modes that were shown."""

    def __init__(self) -> None:
        view: Any = SimpleNamespace(cursor=0, group=())
        article: Any = SimpleNamespace(id="a.txt")
        self.state = ReaderState(0, article, view)
        self.drafts = Drafts()
        self.typed = ""
        self.shown: list[Mode] = []
        self.go = Transitions(self.state, self.drafts, lambda: self.typed, self.show)

    def show(self, _before: Mode, mode: Mode) -> None:
        assert self.state.mode is mode, "what is shown is what is"
        self.shown.append(mode)

    def asks(self, over: Resting) -> Prompt:
        prompt = Prompt(NOTE, over, label="note")
        self.go.enter(prompt)
        return prompt


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("below", [Browse(), EditAttributes(CLAIMANT)])
def test_leaving_a_prompt_keeps_a_draft_and_leads_to_what_it_lay_over(reader: Reader, below: Resting) -> None:
    reader.asks(below)
    reader.typed = "نصف"
    assert reader.go.leave_prompt() == NOTE
    assert reader.state.mode == below
    assert reader.drafts.kept == [(NOTE, "نصف")]


def test_an_empty_line_leaves_no_draft(reader: Reader) -> None:
    reader.asks(Browse())
    assert reader.go.leave_prompt() is None
    assert reader.state.mode == Browse()


def test_what_was_looked_for_is_no_draft(reader: Reader) -> None:
    reader.go.enter(Prompt(SEARCH, Browse()))
    reader.typed = "كلمة"
    assert reader.state.question is None
    assert reader.go.leave_prompt() is None
    assert not reader.drafts.kept


def test_what_was_said_is_no_draft_under_the_name_that_it_has_now(reader: Reader) -> None:
    reader.asks(EditAttributes(CLAIMANT))
    changed = Question(kind="note", article_id="a.txt", start=0, end=4, quote="كلمة", before="قول آخر")
    reader.state.aim_prompt(changed)
    reader.go.finish_prompt()
    assert reader.drafts.dropped == [changed]
    assert reader.state.mode == EditAttributes(CLAIMANT)


def test_a_selection_that_interrupts_typing_keeps_a_draft_and_hands_the_line_back(reader: Reader) -> None:
    details = EditAttributes(CLAIMANT)
    prompt = reader.asks(details)
    reader.typed = "نصف"
    reader.go.interrupt_prompt(Select(WORDS, details))
    assert reader.drafts.kept == [(NOTE, "نصف")]
    assert reader.go.leave_selection() == (prompt, "نصف")
    assert reader.state.mode == details
    assert reader.go.leave_selection() is None, "nothing comes back twice"


def test_leaving_the_details_leaves_what_lies_over_them(reader: Reader) -> None:
    details = EditAttributes(CLAIMANT)
    reader.asks(details)
    reader.typed = "نصف"
    reader.go.interrupt_prompt(Select(WORDS, details))
    reader.go.leave_attributes()
    assert reader.state.mode == Browse()
    reader.asks(details)
    reader.go.leave_attributes()
    assert reader.state.mode == Browse()
    assert reader.drafts.kept == [(NOTE, "نصف")] * 2


def test_the_keys_are_those_of_the_mode_and_under_a_line_of_what_is_below(reader: Reader) -> None:
    places = []
    for mode in (
        Browse(), EditAttributes(), Select(WORDS, Browse()), Select(WORDS, EditAttributes()),
        Prompt(NOTE, Browse()), Prompt(SEARCH, Browse()), Prompt(NOTE, EditAttributes()),
    ):  # fmt: skip
        reader.go.enter(mode)
        places.append(reader.state.key_place)
    assert places == ["reader", "details", "select", "select", "reader", "reader", "details"]


def test_the_row_of_the_details_is_kept_under_what_lies_over_them(reader: Reader) -> None:
    reader.asks(EditAttributes())
    reader.state.go_to_field(CLAIMANT)
    assert isinstance(reader.state.mode, Prompt)
    assert reader.state.field == CLAIMANT
    reader.go.leave_prompt()
    assert reader.state.mode == EditAttributes(CLAIMANT)
    reader.go.leave_attributes()
    assert reader.state.field.id == ""
