"""While a claimant is typed, names are offered: the rest of the best one behind the caret, more above.

Which names there are, and in which order, is the matter of `annotations.services.claimants`. Here is what a
person does with them: go on typing, take the one behind the caret, or choose one with the arrows, which puts
it into the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.services.attributes import CLAIMANT
from annotations.services.claimants import completion, offered, phrases, rest_of, used_in
from annotations.services.tagging import with_span
from tui.i18n import _
from tui.widgets.bidi_input import Completion

if TYPE_CHECKING:
    from tui.screens.context import SessionContext
    from tui.screens.reader.details import DetailsController
    from tui.screens.reader.prompts import Prompts
    from tui.screens.reader.state import ReaderState
    from tui.screens.reader.suggesting import Suggesting
    from tui.session.drafts import Question


class ClaimantLine:
    """Offers names for the claimant that is being typed.

    Args:
        context: has the names.
        state: has the article.
        details: shows what is offered.
        prompts: has the line.
        suggesting: says who is suggested.
    """

    def __init__(
        self,
        context: SessionContext,
        state: ReaderState,
        details: DetailsController,
        prompts: Prompts,
        suggesting: Suggesting,
    ) -> None:
        self._context = context
        self._state = state
        self._details = details
        self._prompts = prompts
        self._suggesting = suggesting
        self._proposed: Sequence[str] = ()
        """The name that is suggested for the sentence."""
        self._of_article: Sequence[str] = ()
        self._of_sentence: Sequence[str] = ()
        self._names: Sequence[str] = ()
        """The names that are offered now."""
        self._typed = ""
        """The text of the line before one of them was chosen."""
        self._matched: tuple[str | None, list[str]] = (None, [])
        """The letters that were looked up last, with the names that fit."""
        self._at = -1
        """The one that was chosen; -1: none was."""

    def read_names(self) -> Iterator[int]:
        """Read the names of the corpus, if that isn't done; for a worker, which may stop at any step."""
        names = self._context.session.annotations.claimants
        return iter(()) if names.complete else names.fill()

    def begin(self, question: Question, typed: str) -> None:
        """Offer names for a question that is about to be asked, with what stands in its line at first."""
        article = self._state.article
        annotations = self._context.annotations(article)
        me = self._context.project.annotator
        self._of_article = used_in(
            [
                annotation
                for annotation in annotations
                if annotation is not with_span(question.start, question.end, annotations, me)
            ]
        )
        proposed = self._suggesting.by_field.get(CLAIMANT)
        self._proposed = [proposed.value] if proposed is not None else []
        self._matched = (None, [])
        self._of_sentence = [*self._proposed, *phrases(article.text[question.start : question.end])]
        self._offer(typed if typed != question.before else "")

    def complete(self, typed: str) -> Completion | None:
        """Return what is typed may become, for the line; an empty one the name that is suggested."""
        if not typed:
            name = next(iter(self._proposed), "")
            return Completion(name, name) if name else None
        whole = completion(typed, self._matching(typed))
        return Completion(whole, rest_of(typed, whole)) if whole else None

    def changed(self, typed: str, *, completed: bool) -> None:
        """Offer what fits what has been typed."""
        self._offer(typed)
        self._details.update()
        self._prompts.say_fact(self.fact(completed=completed))

    @staticmethod
    def fact(*, completed: bool = False) -> str:
        """Return what Tab does now."""
        return _("Tab: take it") if completed else _("Tab: from the text")

    def choose(self, step: int) -> None:
        """Put the next or the previous of the offered names into the line, or what was typed again."""
        count = len(self._names)
        if count:
            self._at = (self._at + 1 + step) % (count + 1) - 1
            self._prompts.fill_in(self._typed if self._at < 0 else self._names[self._at])
            self._show()
            self._details.update()

    def _offer(self, typed: str) -> None:
        self._typed, self._at, self._names = typed, -1, self._matching(typed)
        self._show()

    def _show(self) -> None:
        self._details.offered_names = (self._names, self._at)

    def _matching(self, typed: str) -> list[str]:
        """Return what fits; the line asks for its completion, then the list for the same letters."""
        if self._matched[0] != typed:
            known = self._context.session.annotations.claimants
            article = self._of_article if typed else [*self._proposed, *self._of_article]
            self._matched = typed, offered(typed, article, known, self._of_sentence)
        return self._matched[1]
