"""Words are looked for in the article while they are typed: all hits are lit, and the cursor goes to one.

Enter ends the typing at that hit, so that the next key tags its sentence. All hits stay lit then, and a key
of the text goes to the next sentence that has one. So it is, too, where an article is opened at a hit, of a
filter or of a concordance: who comes from there has typed the words already, and wants to read and to tag.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.corpus.query import Query
from annotations.model.article import sentence_at
from annotations.text.searching.words import TextWords
from tui.config.bindings import first
from tui.i18n import _, one_by_one
from tui.screens.reader.state import Prompt, Search

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self._words: tuple[str, TextWords] = "", TextWords("")
        """The article's text and its words: a megabyte isn't cut anew with each key."""
        self.lit: Sequence[tuple[int, int]] = ()
        """The hits that stay lit while nothing is typed: spans in code points, in order."""

    def begin(self) -> None:
        """Ask what to find in the article; what was found last stands in the line."""
        article = self._state.article
        origin, end = 0, 0
        if article.units:
            unit = article.units[self._state.cursor]
            origin, end = unit.start, unit.end
        keys = (("Enter", _("to the text")), ("↓ ↑", _("next, previous hit")), ("Esc", _("end here")))
        self._prompts.show(Search(origin), _("find"), self._last_query, keys=keys)
        self.lit = ()
        self._look_for(self._last_query, seen_to=end)

    def arrive(self, query: str, offset: int) -> None:
        """Light what a query finds, with the cursor at the hit of a code point; the keys are the text's."""
        self._last_query = query
        hits = self._hits(query)
        if hits:
            self._walk_to(hits, bisect_left(hits, (offset, 0)) % len(hits))

    def walk(self, direction: int) -> None:
        """Go to the next or the previous sentence that has what was looked for last, round the article's end.

        A type's key goes on by itself, perhaps to a sentence that has a hit: that is the next one then, and
        isn't passed over.
        """
        state, hits = self._state, self.lit or self._hits(self._last_query)
        if not hits:
            said = _("“{words}” is not in this article") if self._last_query.strip() else ""
            asked = _("{key} finds words").format(key=first("reader.find"))
            self._prompts.tell(one_by_one(filter(None, (said.format(words=self._last_query), asked))))
            return
        units = state.article.units
        here = units[state.cursor if state.tagged is None else state.tagged]
        if direction > 0:
            hit = bisect_left(hits, (here.end, 0)) % len(hits)
        else:
            last = hits[bisect_left(hits, (here.start, 0)) - 1][0]
            hit = bisect_left(hits, (units[sentence_at(state.article, last)].start, 0))
        self._walk_to(hits, hit)

    def _walk_to(self, hits: Sequence[tuple[int, int]], hit: int) -> None:
        offset = hits[hit][0]
        self._show_lit(hits)
        self._navigation.go(sentence_at(self._state.article, offset))
        self._view.find(offset)
        self._say_which(hit, len(hits))

    def _show_lit(self, hits: Sequence[tuple[int, int]]) -> None:
        self.lit = hits
        self._view.show_hits(hits)

    def _say_which(self, hit: int, count: int) -> None:
        key = first("reader.next-hit") or f"{first('reader.find')} Enter"
        said = _("hit {n} of {all}; {key} goes to the next").format(n=hit + 1, all=count, key=key)
        self._prompts.tell(said)

    def forget(self) -> None:
        """Light nothing any more: another article is read."""
        self.lit = ()

    def changed(self) -> None:
        """Look for what stands in the line.

        Word of a letter may come after a key that was typed behind it, which has looked for it by then.
        """
        if self._prompts.typed != self._last_query:
            self._look_for(self._prompts.typed)

    def submitted(self) -> None:
        """Go back to the text at the hit in sight, or at the next one if one was at that already."""
        self.changed()
        search = self._search
        if not search.hits:
            if not self._prompts.typed.strip():
                self._prompts.leave()
            return
        if search.seen_to is not None:
            hit = bisect_left(search.hits, (search.seen_to, 0)) % len(search.hits)
            self._state.aim_prompt(replace(search, hit=hit))
            self._show_hit()
        self.lit = search.hits
        hit = self._search.hit
        self._prompts.leave()
        self._say_which(hit, len(search.hits))

    def step(self, step: int) -> None:
        """Go to the next or the previous hit, round the article's end."""
        self.changed()
        search = self._search
        hit = (search.hit + step) % len(search.hits) if search.hits else search.hit
        self._state.aim_prompt(replace(search, hit=hit, seen_to=None))
        if search.hits:
            self._show_hit()
            self._view.moved = time.perf_counter()

    @property
    def is_on(self) -> bool:
        """True while something is being looked for."""
        mode = self._state.mode
        return isinstance(mode, Prompt) and isinstance(mode.target, Search)

    @property
    def _search(self) -> Search:
        mode = self._state.mode
        assert isinstance(mode, Prompt)
        assert isinstance(mode.target, Search)
        return mode.target

    def _look_for(self, query: str, *, seen_to: int = 0) -> None:
        """Light all hits and go to the first one from where the cursor was when finding began.

        Args:
            query: what to look for.
            seen_to: the end of the sentence whose hits count as seen, as a code point.
        """
        self._last_query = query
        search, hits = self._search, self._hits(query)
        self._view.show_hits(hits)
        hit = bisect_left(hits, (search.origin, 0)) % len(hits) if hits else -1
        seen = bool(hits) and search.origin <= hits[hit][0] < seen_to
        self._state.aim_prompt(replace(search, hits=hits, hit=hit, seen_to=seen_to if seen else None))
        self._show_hit()

    def _hits(self, typed: str) -> list[tuple[int, int]]:
        """Return the hits of a query; while it is typed, its last word may be the beginning of one."""
        query, text = Query(typed), self._state.article.text
        if not query:
            return []
        if self._words[0] is not text:
            self._words = text, TextWords(text)
        hits = query.hits_among(self._words[1])
        return hits or (Query(query.completed).hits_among(self._words[1]) if query.completed else [])

    def _show_hit(self) -> None:
        search = self._search
        if not search.hits:
            self._view.find(None)
            self._prompts.say_fact(_("nothing found") if self._prompts.typed.strip() else "")
            return
        self._prompts.say_fact(f" {search.hit + 1}/{len(search.hits)} ")
        offset = search.hits[search.hit][0]
        self._navigation.go(sentence_at(self._state.article, offset))
        self._view.find(offset)
