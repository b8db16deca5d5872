"""The answers to the library's queries: which of them are shown, and when."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from tui.screens.library.workers import IndexingController, IndexingResult, ListQuery, ListQueryController


class Screen:
    """Runs workers when it is told to, and what they report at once."""

    is_current = True

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.workers = SimpleNamespace(cancel_group=lambda *_: None)

    def run_worker(self, work: Callable[[], None], **_: object) -> None:
        self.waiting.append(work)

    def call_later(self, do: Callable[..., None], *arguments: object) -> None:
        do(*arguments)

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


class Library:
    """A query controller, and what it has shown."""

    def __init__(self) -> None:
        self.broken = ""
        self.asked: list[tuple[str, str]] = []
        self.shown: list[ListQuery] = []
        self.failures: list[str] = []
        self.screen = Screen()
        self.session = SimpleNamespace(
            listing=(),
            articles=SimpleNamespace(listing=self._list),
            annotations=SimpleNamespace(read_progress=None),
            flags_of=None,
            worth_of=None,
        )
        session: Any = self.session
        screen: Any = self.screen
        self.queries = ListQueryController(
            session, screen, lambda query, _: self.shown.append(query), self.failures.append
        )

    def _list(self, text: str, order: str, *_: object, **_more: object) -> object:
        self.asked.append((text, order))
        if self.broken:
            from annotations.corpus import CorpusError

            raise CorpusError(self.broken)
        return object()


def test_of_several_queries_only_the_last_is_carried_out_after_the_first() -> None:
    library = Library()
    for text in ("ا", "ال", "الج"):
        library.queries.ask(ListQuery(text))
    assert not library.queries.answered.is_set()
    library.screen.work()
    assert library.asked == [("ا", "file"), ("الج", "file")]
    assert library.shown == [ListQuery("الج")]
    assert library.queries.answered.is_set()
    assert not library.queries.busy


def test_another_order_of_the_same_articles_lets_no_key_wait() -> None:
    library = Library()
    library.queries.ask(ListQuery(order="title"))
    assert library.queries.answered.is_set()


def test_what_comes_while_an_article_is_read_is_shown_afterwards() -> None:
    library = Library()
    library.screen.is_current = False
    library.queries.ask(ListQuery("جسر"))
    library.screen.work()
    assert not library.shown
    library.screen.is_current = True
    library.queries.show_result()
    library.queries.show_result()
    assert library.shown == [ListQuery("جسر")]


def test_a_failure_is_said_once_until_there_is_a_list_again() -> None:
    library = Library()
    library.broken = "the index can't be read"
    for _ in range(2):
        library.queries.ask(ListQuery())
        library.screen.work()
    assert library.failures == ["the index can't be read"]
    library.broken = ""
    library.queries.ask(ListQuery())
    library.screen.work()
    library.broken = "the index can't be read"
    library.queries.ask(ListQuery())
    library.screen.work()
    assert len(library.failures) == 2


def test_indexing_that_was_stopped_says_so_and_shows_no_more() -> None:
    library = Library()
    session: Any = library.session
    screen: Any = library.screen
    shown: list[object] = []
    ended: list[IndexingResult] = []
    indexing = IndexingController(session, screen, library.queries, shown.append, ended.append)
    assert indexing.running
    indexing.stop()
    assert not indexing.running
    assert ended == [IndexingResult(stopped=True)]
    indexing._take(SimpleNamespace(articles=1))  # type: ignore[arg-type]  # as the thread had sent it before
    assert not shown
