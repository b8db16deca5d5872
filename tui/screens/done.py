"""Says in the library and in the reader that one is done with an article; the team's colleagues see that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.config.bindings import undoable
from tui.i18n import _

if TYPE_CHECKING:
    from annotations.model.article import Article
    from tui.screens.context import SessionContext


def flip_done(context: SessionContext, article: Article) -> None:
    """Say that one is done with an article, or isn't any more; one undo takes it back."""
    session = context.session
    if session.project.place is None:
        context.notify(_("you are in no team on these articles: claimreader team join"), error=True)
        return
    from annotations.model.records import ArticleRef
    from annotations.services.team import done_changes

    if not context.can_write(article):
        return
    done = session.is_done(article.sha256)
    ref = ArticleRef(article.id, article.sha256)
    changes, _news = done_changes(session.annotations.pending, session.project.annotator, [ref], reopen=done)
    if context.save(article, changes):
        said = _("not done with this article any more; {undo} takes it back")
        context.notify(undoable(said if done else _("done with this article; {undo} takes it back")))
