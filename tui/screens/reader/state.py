"""The reader is at one sentence of one article, in one mode; here stand the modes and the ways between them.

The mode is one of four frozen records. `Browse` and `EditAttributes` are where one can stay; `Select` and
`Prompt` lie over one of these two, and leaving them leads back to it:

    Browse          -- v, or a mouse drag -->  Select          -- Enter, a tag's key, Esc -->  what is below
    Browse          -- m, / -->                Prompt          -- Enter, Esc -->               what is below
    Browse          -- a -->                   EditAttributes  -- a, Esc -->                   Browse
    EditAttributes  -- Enter on a row -->      Prompt or Select, over the details
    Prompt          -- Tab -->                 Select, from which Esc leads back to the Prompt
    any of them     -- another article -->     Browse

`Transitions` alone says what it means to leave a mode: what was being typed is kept as a draft of the words
that it was begun for, a selection is dropped, and typing that a selection interrupted comes back when that is
left by Esc. The look of a mode is the screen's matter, which is told of each change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotations.model.spans import Selection, Step
from tui.presenters.attributes import Field
from tui.session.drafts import Question

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from tui.widgets.article.view import ArticleView
    from tui.widgets.bidi_input import Completion

NO_FIELD = Field("", None)
"""The row of the details while nobody is in them."""


@dataclass(frozen=True, slots=True)
class Browse:
    """The cursor goes from sentence to sentence."""


@dataclass(frozen=True, slots=True)
class EditAttributes:
    """The details have the focus."""

    field: Field = NO_FIELD
    """The row under their cursor."""


Resting = Browse | EditAttributes
"""The modes in which nothing is selected and nothing is typed."""


@dataclass(frozen=True, slots=True)
class Search:
    """Words are being looked for in the article while they are typed."""

    origin: int
    """The code point from which hits are counted: a slip while typing must not skip any."""
    hits: Sequence[tuple[int, int]] = ()
    """Spans in code points, in order."""
    hit: int = -1
    """The number of the hit in sight; -1: there is none."""
    seen_to: int | None = None
    """The end of the sentence in which one was at the hit in sight already: Enter goes to one behind it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line is being typed: the answer to a question, or what to find."""

    target: Question | Search
    """A question, which has its kind, its article and the words that the answer is about; or a search."""
    over: Resting
    label: str = ""
    """The question as the user reads it."""
    fact: str = ""
    """A few words behind the line; if there are none, a draft is called one there."""
    keys: tuple[tuple[str, str], ...] = ()
    """Keys of this line, beside those of every line, each with what it does."""
    answer: Callable[[Question, str], bool] | None = field(default=None, compare=False)
    """Says what was typed where it was begun; False: it isn't said, and stays in the line."""
    completer: Callable[[str], Completion | None] | None = field(default=None, compare=False)
    """Completes what is typed."""

    @property
    def question(self) -> Question | None:
        """The question that is answered; None: something is being looked for."""
        return self.target if isinstance(self.target, Question) else None


class Interrupted(NamedTuple):
    """A line that gave way to a selection, with what was typed in it."""

    prompt: Prompt
    typed: str


@dataclass(frozen=True, slots=True)
class Select:
    """Words of the text are being selected."""

    selection: Selection
    over: Resting
    size: Step = "word"
    """The step of the free end."""
    editing: Annotation | None = None
    """The annotation whose span it will be; None: that of an annotation to be made."""
    label: str = ""
    """The name of words that somebody asked for, in the user's language."""
    use: Callable[[int, int], None] | None = field(default=None, compare=False)
    """Takes the words that were asked for, code points; None: nobody has asked."""
    column: int | None = None
    """The column of the view, kept while one goes from row to row."""
    interrupted: Interrupted | None = None
    """The line that was being typed when words of the text were wanted instead."""

    @property
    def told(self) -> tuple[object, ...]:
        """All that the line of keys tells of it."""
        return self.label, self.size, self.editing


Mode = Browse | EditAttributes | Select | Prompt


def resting(mode: Mode) -> Resting:
    """Return the mode that remains when nothing is typed or selected any more."""
    return mode.over if isinstance(mode, Select | Prompt) else mode


class ReaderState:
    """All parts of the reader read here what it is doing.

    Args:
        place: the article's place in the listing; -1: it has none.
        article: the article that is read.
        view: shows it. It has the cursor, which it also moves itself when the wheel scrolls it out of view.
    """

    def __init__(self, place: int, article: Article, view: ArticleView) -> None:
        self.place = place
        self.article = article
        self.mode: Mode = Browse()
        self.chosen = 0
        """The number of the sentence's current annotation, modulo how many there are."""
        self.tagged: int | None = None
        """The sentence whose type was set last, as long as the cursor stands where that has led it."""
        self._view = view

    @property
    def cursor(self) -> int:
        """The sentence under the cursor, 0-based."""
        return self._view.cursor

    @property
    def group(self) -> Sequence[Annotation]:
        """The annotations of the sentence under the cursor, oldest first."""
        return self._view.group

    def group_of(self, sentence: int) -> Sequence[Annotation]:
        """Return the annotations of a sentence, oldest first."""
        return self._view.group_of(sentence)

    @property
    def current(self) -> Annotation | None:
        """The annotation that keys act on: the one chosen with Tab, else the first of the sentence."""
        group = self.group
        return group[self.chosen % len(group)] if group else None

    def current_of(self, annotator: str) -> Annotation | None:
        """Return the current annotation if it is this annotator's, else his first one of the sentence.

        Nobody writes on another's.
        """
        own = [annotation for annotation in self.group if annotation.annotator == annotator]
        current = self.current
        return current if current in own else own[0] if own else None

    def next_annotation(self, wanted: Callable[[Annotation], bool]) -> tuple[int, int]:
        """Return the next sentence with an annotation that is wanted, and which of its group that is.

        Without one it is (-1, -1).
        """
        for sentence in range(self.cursor + 1, len(self.article.units)):
            for number, annotation in enumerate(self._view.group_of(sentence)):
                if wanted(annotation):
                    return sentence, number
        return -1, -1

    @property
    def resting(self) -> Resting:
        """The mode that remains when nothing is typed or selected any more."""
        return resting(self.mode)

    @property
    def in_details(self) -> bool:
        """True while the details have the focus, perhaps with a line or a selection over them."""
        return isinstance(self.resting, EditAttributes)

    @property
    def field(self) -> Field:
        """The row under the cursor of the details."""
        here = self.resting
        return here.field if isinstance(here, EditAttributes) else NO_FIELD

    @property
    def question(self) -> Question | None:
        """The question that is being answered."""
        return self.mode.question if isinstance(self.mode, Prompt) else None

    @property
    def key_place(self) -> str:
        """The place of the table of keys whose keys work now; while one types, of those its ways out."""
        if isinstance(self.mode, Select):
            return "select"
        return "details" if self.in_details else "reader"

    def go_to_field(self, row: Field) -> None:
        """Put the cursor of the details on a row, whatever lies over them."""
        now = EditAttributes(row)
        self.mode = replace(self.mode, over=now) if isinstance(self.mode, Select | Prompt) else now

    def aim_prompt(self, target: Question | Search) -> None:
        """Let the line that is being typed be for another hit, or for its question as it is asked now."""
        assert isinstance(self.mode, Prompt)
        self.mode = replace(self.mode, target=target)


class KeepsTyped(Protocol):
    """Keeps what was typed and not said, see `tui.screens.reader.drafts`."""

    def keep_typed(self, question: Question, typed: str) -> bool:
        """Keep what was typed and left; returns whether there is anything to keep."""

    def drop(self, question: Question) -> None:
        """Forget a draft, since it was said."""


class Transitions:
    """The ways from mode to mode.

    Args:
        state: what is changed.
        drafts: keeps what was typed and not said.
        typed: returns what stands in the line that is typed.
        show: shows the mode that is entered, given the one before.
    """

    def __init__(
        self,
        state: ReaderState,
        drafts: KeepsTyped,
        typed: Callable[[], str],
        show: Callable[[Mode, Mode], None],
    ) -> None:
        self._state = state
        self._drafts = drafts
        self._typed = typed
        self._show = show

    def enter(self, mode: Mode) -> None:
        """Be in a mode, and have it shown."""
        before, self._state.mode = self._state.mode, mode
        self._show(before, mode)

    def leave_prompt(self) -> Question | None:
        """Type no more. What was typed stays as a draft of what it was begun for, which is returned then."""
        prompt = self._state.mode
        if not isinstance(prompt, Prompt):
            return None
        question = prompt.question
        kept = question is not None and self._drafts.keep_typed(question, self._typed())
        self.enter(prompt.over)
        return question if kept else None

    def finish_prompt(self) -> None:
        """Type no more, since it has been said: it is no draft any more, whatever it was begun for."""
        prompt = self._state.mode
        assert isinstance(prompt, Prompt)
        if prompt.question is not None:
            self._drafts.drop(prompt.question)
        self.enter(prompt.over)

    def interrupt_prompt(self, select: Select) -> None:
        """Select words instead of typing; what was typed stays as a draft, and Esc brings the line back."""
        prompt, typed = self._state.mode, self._typed()
        assert isinstance(prompt, Prompt)
        if prompt.question is not None:
            self._drafts.keep_typed(prompt.question, typed)
        self.enter(replace(select, interrupted=Interrupted(prompt, typed)))

    def leave_selection(self) -> Interrupted | None:
        """Select no more; nothing of the selection stays. Returns the line that it had interrupted."""
        select = self._state.mode
        if not isinstance(select, Select):
            return None
        self.enter(select.over)
        return select.interrupted

    def leave_attributes(self) -> None:
        """Leave the details, and what lies over them: what is typed stays a draft, a selection is dropped."""
        self.leave_prompt()
        self.leave_selection()
        if isinstance(self._state.mode, EditAttributes):
            self.enter(Browse())
