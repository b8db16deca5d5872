"""The app's part in the two review lists: what has to be found out for them, in workers, and how they open.

Articles that changed are looked for once the annotations have been read and the index is up to date: it knows
the digest of every article as it is now, so that only changed ones are read. What is certain is done then; it
is said in one line, and the library goes on saying how much there is to look at.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from annotations.store.errors import StoreError
from tui.config.bindings import first
from tui.i18n import _, plural
from tui.textual_ext.app import TerminalApp
from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.services.reanchoring import DisplacedAnnotations
    from tui.screens.context import SessionContext
    from tui.screens.reader.screen import ReaderScreen
    from tui.session.session import Session


class Reviewing(TerminalApp):
    """What `ClaimReader` does about the review lists."""

    if TYPE_CHECKING:
        session: Session
        context: SessionContext

        say: Callable[..., None]

        @property
        def _reader(self) -> ReaderScreen | None:
            """The reader if it is on screen."""

        read: Callable[[int, Article], Awaitable[None]]
        _refresh: Callable[[], None]
        list_again: Callable[[], None]

    _indexed = False
    _refused = -1
    """The key that was not saved, since the article had changed under it."""
    _draft = -1
    """Which draft was gone to last."""

    class TextsCompared(Message):
        """It is known which annotations don't fit their articles any more."""

        def __init__(self, findings: DisplacedAnnotations | None, failure: str = "") -> None:
            super().__init__()
            self.findings = findings
            self.failure = failure

    class TextsMoved(Message):
        """What was certain has been moved, or a part of it before something failed."""

        def __init__(self, findings: DisplacedAnnotations, moved: int, renamed: int, failure: str) -> None:
            super().__init__()
            self.findings = findings
            self.moved = moved
            self.renamed = renamed
            self.failure = failure

    def begin_reviews(self) -> None:
        """Do what had to wait for the annotations."""
        self._compare_texts()
        if self.session.colleague is not None:
            self.call_next(self.action_review)

    def on_library_screen_indexed(self) -> None:
        """Do what had to wait for the index; once more each time that the corpus has been listed again."""
        self._indexed = True
        self.session.annotations.displaced.findings = None
        self._compare_texts()

    def text_changed(self) -> None:
        """Say that the article which is being read has changed, and show it as it is now.

        Nothing that is being typed is taken from under a person: the old text stays until that has ended. The
        corpus is listed again, and then the annotations follow the words.
        """
        reader = self._reader
        said = _("not saved: the article has changed on the disk. Leave it and open it again")
        if reader is not None and not reader.is_typing:
            article = self.session.reread(reader.place)
            if not isinstance(article, str):
                reader.visit(reader.place, article)
                said = _("not saved: the article has changed on the disk. This is its text now")
        self.say(said, error=True)
        self._refused = self.keys.typed
        self.list_again()

    def _compare_texts(self) -> None:
        if (
            self._indexed
            and self.session.annotations.loaded
            and self.session.annotations.displaced.findings is None
        ):
            self._find_changed()

    @work(thread=True, exclusive=True, group="texts", exit_on_error=False)
    def _find_changed(self) -> None:
        worker = get_current_worker()
        try:
            findings = _findings(self.session)
            if not worker.is_cancelled:  # else another one looks with a newer index
                self.post_message(self.TextsCompared(findings))
        except Exception as error:  # whatever it is, one can read without this; it is told
            self.post_message(self.TextsCompared(None, told(error)))

    def on_reviewing_texts_compared(self, event: TextsCompared) -> None:
        """Begin to move what is certain, or say what there is to look at."""
        session, findings = self.session, event.findings
        if findings is None:
            self.say(event.failure, error=True)
            return
        session.take_findings(findings)
        try:
            if (findings.moved or findings.renamed) and not session.annotations.readonly:
                session.reanchoring.prepare()
                self._move(findings)
            else:
                self._say_looked([])
        except StoreError as error:
            self.say(str(error), error=True)
        self._refresh()

    @work(thread=True, exclusive=True, group="texts", exit_on_error=False)
    def _move(self, findings: DisplacedAnnotations) -> None:
        """Move what is certain, beside the keys: 10,000 annotations take a second."""
        moved, renamed, failure = 0, 0, ""
        try:
            moved = self.session.reanchoring.carry(findings.moved)
            renamed = self.session.reanchoring.carry(findings.renamed)
        except Exception as error:
            failure = told(error)
        self.post_message(self.TextsMoved(findings, moved, renamed, failure))

    def on_reviewing_texts_moved(self, event: TextsMoved) -> None:
        """Show what has been moved, and say so."""
        findings, moved, renamed = event.findings, event.moved, event.renamed
        said = []
        if moved:
            self.session.reanchoring.show(findings.moved)
            said.append(
                plural("{n:,} annotation moved with the text", "{n:,} annotations moved with the text", moved)
            )
        if renamed:
            self.session.reanchoring.show(findings.renamed)
            said.append(
                plural(
                    "{n:,} annotation with a renamed file", "{n:,} annotations with a renamed file", renamed
                )
            )
        if event.failure:
            self.say(event.failure, error=True)
        else:
            self._say_looked(said)
        self._refresh()

    def _say_looked(self, said: list[str]) -> None:
        session = self.session
        displaced = (
            session.annotations.displaced.findings.displaced
            if session.annotations.displaced.findings is not None
            else ()
        )
        if session.annotations.readonly and (still := sum(1 for _one in displaced)):
            said.append(
                plural(
                    "{n:,} annotation not moved with the text, since nothing can be saved: v",
                    "{n:,} annotations not moved with the text, since nothing can be saved: v",
                    still,
                )
            )
        elif session.annotations.displaced.waiting:
            said.append(_("{n:,} to look at: v").format(n=session.annotations.displaced.waiting))
        if said:
            if refused := self._refused == self.keys.typed:  # what a key did not do stands until the next one
                said.insert(0, _("not saved: the article has changed"))
            self.say(", ".join(said), error=refused)

    async def open_annotation(self, annotation: Annotation) -> None:
        """Open the reader on the sentence of an annotation."""
        opened = await self.open_at(annotation.article.id, annotation.target.start)
        if opened and self._reader is not None:
            self._reader.choose(annotation)

    async def action_draft(self) -> None:
        """Go to what was begun to be typed and left, one after the other, the oldest first."""
        drafts = self.session.drafts.all()
        if not drafts:
            self.say(_("no drafts: nothing was begun to be typed and left"))
            return
        self._draft = (self._draft + 1) % len(drafts)
        asked = drafts[self._draft].question
        annotation = self.session.annotations.pending.get(asked.uuid) if asked.uuid else None
        start = annotation.target.start if annotation is not None else asked.start
        if await self.open_at(asked.article_id, start, here=True) and self._reader is not None:
            if annotation is not None:
                self._reader.choose(annotation)
            key = first("reader.note" if asked.kind == "note" else "reader.attributes")
            said = _("draft {n} of {all}: {key} brings it back")
            self.say(said.format(n=self._draft + 1, all=len(drafts), key=key))

    async def open_at(self, article_id: str, offset: int, *, here: bool = False) -> bool:
        """Open the reader on the sentence of a code point of an article; returns whether it could be.

        Args:
            article_id: which article, listed or not.
            offset: the code point.
            here: read it in the reader that is open, if there is one; else Esc comes back to where one is.
        """
        from annotations.corpus import CorpusError
        from annotations.model.article import sentence_at

        session = self.session
        try:
            place = session.listing.find(article_id)
            article = _unlisted(session, article_id) if place is None else session.article(place)
        except CorpusError as error:
            self.say(str(error), error=True)
            return False
        if article is None:
            self.say(_("this article isn't in the corpus any more: {id}").format(id=article_id))
            return False
        if isinstance(article, str):
            self.say(article, error=True)
            return False
        if article.units:
            session.positions.put(article_id, sentence_at(article, offset))
        number = -1 if place is None else place  # before the first article of the list
        if here and self._reader is not None:
            self._reader.visit(number, article)
        else:
            await self.read(number, article)
        return True

    async def action_board(self) -> None:
        """Open the claims board, or go back to the one from which the reader was opened."""
        from tui.screens.board.screen import BoardScreen

        if not self.session.annotations.loaded:
            self.say(_("the annotations are still being read"))
        elif any(isinstance(screen, BoardScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, BoardScreen):
                await self.pop_screen()
        else:
            await self.push_screen(BoardScreen(self.context))

    def leave(self, screens: int = 1) -> None:
        """Go back to where one was, and show there what was changed meanwhile.

        Nothing is waited for: a screen that leaves because of a message of its own would wait for itself.
        """
        for _screen in range(screens):
            self.pop_screen()
        self._refresh()

    async def action_review(self) -> None:
        """Open the list of what the colleague sees differently."""
        from tui.screens.review.disagreements import ReviewScreen

        if self.session.colleague is None:
            self.say(_("to settle disagreements with a colleague: claimreader CORPUS --review FILE"))
        elif not self.session.annotations.loaded:
            self.say(_("the annotations are still being read"))
        else:
            await self.push_screen(ReviewScreen(self.context, self.session.colleague))

    async def action_changed(self) -> None:
        """Open the list of annotations whose article has changed."""
        from tui.screens.review.changed_articles import ChangedArticlesScreen

        await self.push_screen(ChangedArticlesScreen(self.context))


def _findings(session: Session) -> DisplacedAnnotations:
    """Look at the articles that have annotations; may take long."""
    from annotations.corpus import ArticleError
    from annotations.corpus.listing import ArticleRow
    from annotations.services.reanchoring import find_displaced

    index, corpus = session.articles.index, session.project.corpus

    def row(article_id: str) -> ArticleRow | None:
        key = index.key(article_id)
        return next(iter(index.rows([key])), None) if key is not None else None

    def sha256_of(article_id: str) -> str | None:
        found = row(article_id)
        return found.sha256 if found else None

    def read(article_id: str) -> Article | None:
        found = row(article_id)
        try:
            return corpus.read(found.entry) if found else None
        except ArticleError:
            return None

    return find_displaced(
        session.annotations.store, sha256_of, read, lambda sha: [one.entry.id for one in index.same_text(sha)]
    )


def _unlisted(session: Session, article_id: str) -> Article | str | None:
    """Read an article that the library doesn't list now, or say why it can't be; None: there is none.

    Raises:
        CorpusError: the index can't be read.
    """
    from annotations.corpus import ArticleError

    index = session.articles.index
    key = index.key(article_id)
    row = next(iter(index.rows([key])), None) if key is not None else None
    try:
        return session.project.corpus.read(row.entry) if row else None
    except ArticleError as error:
        return str(error)
