"""Looks at the text of one article and at nothing else: `claimreader show`.

What people have said of articles is among the annotations, and to read a hundred thousand of these takes
1.7 s. Of a text it changes but one thing: a damaged one is read repaired if somebody wanted that. So a text
that isn't damaged is as its file has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.text.damage import damage_of

if TYPE_CHECKING:
    from annotations.composition import Project


def sound_text(project: Project, reference: str) -> str | None:
    """Return the text of the article that an id, any unique beginning of one, or a path means.

    Returns:
        None if it looks damaged: `annotations.services.articles.find_article` reads it as it is to be read.

    Raises:
        CorpusError: there is none, or there are several.
        ArticleError: it can't be read.
    """
    record = project.corpus.record(project.corpus.find(reference))
    return None if record.bad or damage_of(record.text) else record.text
