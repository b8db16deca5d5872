"""Imports a file: says what it would bring in, and brings it in as one step: `claimreader import FILE`.

First comes a plan, in which nothing is changed; a person looks at it and then has it carried out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.corpus.progress import Tell, untold
from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.services.saving import save

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.exchange.import_plan import ImportPlan

IMPORT = "import"
"""The kind under which the history has such a step."""


def plan_import(
    project: Project, path: Path, *, format_name: str = "", to_apply: bool = False, tell: Tell = untold
) -> ImportPlan:
    """Read a file and say what would come of importing it; nothing is changed.

    Args:
        project: whose corpus, scheme and annotations.
        path: the file or folder, of another program or of claimreader.
        format_name: its format; empty to go by what it looks like.
        to_apply: the plan is to be carried out, so that the annotations have to be held from now on.
        tell: called with how far it is.

    Raises:
        ExchangeError: the file can't be read, or isn't of this format.
        StoreError: the annotations can't be read.
        CorpusError: nothing of the corpus can be read.
    """
    store = project.store(readonly=not to_apply)
    articles = Articles.of_corpus(project.corpus, store.articles(filed=True))
    return registry.read(format_name, path, articles, project.scheme, store, project.annotator, tell)


def apply_import(project: Project, plan: ImportPlan, *, theirs: bool = False) -> int:
    """Carry a plan out, as one step of the history; returns how many annotations it has changed.

    Args:
        project: as it was planned with `to_apply`.
        plan: of `plan_import`.
        theirs: where both sides changed an annotation, take the file's side.

    Raises:
        NotSavedError: somebody else holds the annotations, or the disk would not take it; nothing has
            changed.
    """
    changes = plan.changes(theirs=theirs)
    if changes:
        save(
            project.store(),
            changes,
            by=project.annotator,
            kind=IMPORT,
            records=plan.articles.values(),
            layers=project.layers,
        )
    return len(changes)


def summary(plan: ImportPlan) -> dict[str, Any]:
    """Return a plan as `import --json` writes it: the counts, and all else as a person is told it."""
    return {
        "format": plan.format,
        "new": len(plan.new),
        "same": plan.same,
        "conflicts": len(plan.conflicts),
        "unusable": len(plan.faults),
        "unchecked": plan.unchecked,
        "told": list(plan.lines())[1:],
    }
