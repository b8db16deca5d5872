"""Repairs damaged texts, when a person asks for it, and remembers that with the annotations.

The decision is part of what is said of an article as a whole (`ArticleCorrection.repair`: the names of the
steps, see `annotations.text.damage`), so that every later start reads the same text, another machine does
after a merge, and undo takes it back. The file stays as it is. Offsets and sha256 are those of the repaired
text from then on; annotations that were made on the damaged one are then displaced, as after any change of a
text: see `annotations.services.reanchoring`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from annotations.model.records import ArticleRef, timestamp
from annotations.model.side_records import CORRECTIONS, ArticleCorrection, SideChange, correction_uuid
from annotations.services.article_corrections import correction_of
from annotations.services.saving import save
from annotations.text.damage import enumerated, repaired

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus.records import DamagedArticle
    from annotations.model.article import Article


def decide(
    article_id: str,
    sha256: str,
    current: ArticleCorrection | None,
    annotator: str,
    steps: Sequence[str],
) -> Sequence[SideChange]:
    """Return the changes after which an article's text is repaired by steps, by none as its file has it.

    Args:
        article_id: the article's id.
        sha256: of the text that its file has; needed if nothing has been said of the article yet.
        current: its correction, if it has one.
        annotator: who decides.
        steps: see `annotations.text.damage`.
    """
    now = timestamp()
    before = current or ArticleCorrection(
        uuid=correction_uuid(article_id),
        article=ArticleRef(article_id, sha256),
        annotator=annotator,
        created=now,
        updated=now,
    )
    after = msgspec.structs.replace(before, repair=tuple(steps), annotator=annotator, updated=now)
    if after.repair == before.repair:
        return []
    if not after.says_something:
        return [CORRECTIONS.drop(current)] if current else []
    return [CORRECTIONS.put(after, current.rev if current else 0)]


def turn(article: Article, current: ArticleCorrection | None, annotator: str) -> Sequence[SideChange]:
    """Return the changes that repair an article, or take its repair back; none if nothing can be repaired."""
    if article.repair:
        return decide(article.id, article.sha256, current, annotator, ())
    steps = article.damage.steps if article.damage else ()
    return decide(article.id, article.sha256, current, annotator, steps) if steps else []


_PREVIEWED = 4000
"""Code points from which the first line of a repaired text is taken."""


def first_line(article: Article) -> str:
    """Return the first line of an article as it is, or would be, repaired."""
    steps = article.damage.steps if article.damage else ()
    text = article.text[:_PREVIEWED].lstrip()
    return repaired(text, steps).lstrip().partition("\n")[0]


def repair_texts(
    project: Project,
    article: str | None,
    *,
    damaged_articles: Callable[[], Sequence[DamagedArticle]],
    tell: Callable[[str], None],
) -> None:
    """Have all damaged texts of a project repaired, or one, from now on: `--repair-text`.

    What a person has decided before stays. The store is opened to write and closed again.

    Args:
        project: whose articles.
        article: the one that is meant, as a person names it; None for all.
        damaged_articles: returns those of all, see `annotations.corpus.index.Index.damaged`.
        tell: called with a line that says what was decided.

    Raises:
        NotSavedError: it can't be saved, for another process has the annotations or the disk is full.
        CorpusError: there is no such article, or none at all.
    """
    project.read_corrections()
    looks_damaged = _one(project, article) if article is not None else damaged_articles()
    damaged = [each for each in looks_damaged if each.damage.steps]
    if not damaged:
        return
    try:
        store = project.store()
        changes: list[SideChange] = []
        for each in damaged:
            current = correction_of(project.words(store), each.id)
            changes += decide(each.id, each.sha256, current, project.annotator, each.damage.steps)
        save(store, changes, by=project.annotator)
        unfit = sum(len(store.list(each.id)) for each in damaged)
    finally:
        project.close()
    project.read_corrections()
    for each in damaged[:_NAMED]:
        tell(f"{each.id}: read repaired from now on ({enumerated(each.damage)})")
    if len(damaged) > _NAMED:
        tell(f"and {len(damaged) - _NAMED:,} more articles")
    if unfit:
        tell(f"{unfit:,} annotations were made on damaged text: the reader shows where they may go (v)")


_NAMED = 10
"""Articles that are named one by one."""


def _one(project: Project, reference: str) -> list[DamagedArticle]:
    """Return the article that is meant, if it looks damaged and isn't repaired."""
    from annotations.corpus.records import DamagedArticle

    entry = project.corpus.find(reference)
    article = project.corpus.read(entry)
    if article.repair or article.damage is None:
        return []
    return [DamagedArticle(article.id, str(entry.path), entry.number, article.damage, article.sha256)]
