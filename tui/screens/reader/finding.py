"""Words are looked for in the article while they are typed: all hits are lit, and the cursor goes to one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model.article import sentence_at
from annotations.text.folding import find
from tui.i18n import _
from tui.screens.reader.state import Prompt, Search

if TYPE_CHECKING:
    from tui.screens.reader.navigation import Navigation
    from tui.screens.reader.prompts import Prompts
    from tui.screens.reader.state import ReaderState
    from tui.widgets.article.view import ArticleView


class Finding:
    """Finds words.

    Args:
        state: has the search while its words are typed.
        view: lights the hits.
        prompts: has the line in which they are typed.
        navigation: goes to a hit.
    """

    def __init__(
        self, state: ReaderState, view: ArticleView, prompts: Prompts, navigation: Navigation
    ) -> None:
        self._state = state
        self._view = view
        self._prompts = prompts
        self._navigation = navigation
        self._last_query = ""

    def begin(self) -> None:
        """Ask what to find in the article; what was found last stands in the line."""
        article = self._state.article
        origin = article.units[self._state.cursor].start if article.units else 0
        keys = (("Enter ↓", _("next hit")), ("↑", _("previous hit")), ("Esc", _("end here")))
        self._prompts.show(Search(origin), _("find"), self._last_query, keys=keys)
        self._look_for(self._last_query, at_hit=True)

    def changed(self, query: str) -> None:
        """Look for what has been typed."""
        self._look_for(query, at_hit=False)

    def submitted(self) -> None:
        """Go on to the next hit; the first time stay at the one in sight, which has just been typed."""
        self.step(1 if self._search.at_hit else 0)

    def step(self, step: int) -> None:
        """Go to the next or the previous hit, round the article's end."""
        search = self._search
        hit = (search.hit + step) % len(search.hits) if search.hits else search.hit
        self._state.aim_prompt(replace(search, hit=hit, at_hit=True))
        if search.hits:
            self._show_hit()

    @property
    def has_hits(self) -> bool:
        """True while something is being looked for of which the article has some."""
        mode = self._state.mode
        return isinstance(mode, Prompt) and isinstance(mode.target, Search) and bool(mode.target.hits)

    @property
    def _search(self) -> Search:
        mode = self._state.mode
        assert isinstance(mode, Prompt)
        assert isinstance(mode.target, Search)
        return mode.target

    def _look_for(self, query: str, *, at_hit: bool) -> None:
        """Light all hits and go to the first one from where the cursor was when finding began."""
        self._last_query = query
        search, hits = self._search, find(self._state.article.text, query)
        self._view.show_hits(hits)
        hit = bisect_left(hits, (search.origin, 0)) % len(hits) if hits else -1
        self._state.aim_prompt(replace(search, hits=hits, hit=hit, at_hit=at_hit))
        self._show_hit()

    def _show_hit(self) -> None:
        search = self._search
        if not search.hits:
            self._prompts.say_fact(_("nothing found") if self._prompts.typed.strip() else "")
            return
        self._prompts.say_fact(f" {search.hit + 1}/{len(search.hits)} ")
        offset = search.hits[search.hit][0]
        self._navigation.go(sentence_at(self._state.article, offset))
        self._view.bring_in(offset)
