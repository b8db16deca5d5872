"""An export that is started from the screen: what goes out, where to, and how far it is.

Nothing here knows of widgets; `write` is meant for a worker thread.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.exchange import ExchangeError, registry
from annotations.exchange.articles import Articles
from annotations.exchange.files import safe_name
from annotations.exchange.filters import Filter, chosen, in_text_order
from annotations.file_reading import read_text, replace_file
from annotations.places import LARGEST_STATE, state_folder

if TYPE_CHECKING:
    from annotations.exchange.losses import Report
    from annotations.project import Project
    from annotations.records import Annotation


class StoppedError(Exception):
    """The user stopped the export; nothing was written."""


class Progress(NamedTuple):
    """How far an export is."""

    articles: int
    """Those that are done."""
    articles_total: int
    annotations: int


class Choice(NamedTuple):
    """What was chosen last, proposed the next time."""

    format: str = "jsonl"
    folder: str = ""


def last_choice() -> Choice:
    """Return the last choice as far as it can be read and still makes sense."""
    try:
        found = json.loads(read_text(_path(), LARGEST_STATE))
        name, folder = str(found["format"]), str(found["folder"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Choice()
    return Choice(name if name in registry.FORMATS else "jsonl", folder if Path(folder).is_dir() else "")


def keep_choice(choice: Choice) -> None:
    """Remember a choice; where that can't be written, the next export proposes less."""
    path = _path()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, json.dumps(choice._asdict()))


def _path() -> Path:
    return state_folder() / "export.json"


def proposed(project: Project, choice: Choice, article_id: str | None) -> str:
    """Return the path to propose: the folder used last, or the current one, and a name that says what it is.

    Args:
        project: whose annotations.
        choice: the format, and a folder or none.
        article_id: of the article, if it is only about one.
    """
    form = registry.FORMATS[choice.format]
    name = safe_name(article_id) if article_id else "-".join(project.name.replace(",", " ").split())
    name = f"{Path(name).name or 'annotations'}{form.suffix or '-' + form.name}"
    path = str(Path(choice.folder or Path.cwd()) / name)
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + "/") else path


def write(
    project: Project,
    name: str,
    target: Path,
    *,
    article_id: str | None = None,
    only: frozenset[str] | None = None,
    force: bool = False,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Write the annotations that are saved.

    Args:
        project: whose annotations.
        name: of the format.
        target: the file or folder.
        article_id: the only article, None for all of them.
        only: the uuids of the annotations that go out, None for all of them.
        force: replace what is there.
        tell: called with each annotation; may raise `StoppedError`.

    Raises:
        ThereAlreadyError: something is at the path, and `force` isn't set.
        ExchangeError: see `registry.export`; or the path is that of the annotations themselves.
        StoreError: the annotations can't be read, or the path can't be written.
        CorpusError: nothing of the corpus can be read any more.
        StoppedError: `tell` raised it; whatever stood at the path still does.
    """
    kept, wanted = project.database.resolve(), target.resolve()
    if wanted.parent == kept.parent and wanted.name.startswith(kept.name):  # its journal, too
        raise ExchangeError(f"{target} is where the annotations are kept; give it another name")
    store = project.store()
    if article_id is None:
        total, found = len(store.article_ids()), chosen(store, Filter())
    else:
        total, found = 1, iter(sorted(store.list(article_id), key=in_text_order))

    def telling() -> Iterator[Annotation]:
        articles, current = -1, None
        wanted = found if only is None else (one for one in found if one.uuid in only)
        for count, annotation in enumerate(wanted):
            if annotation.article.id != current:
                articles, current = articles + 1, annotation.article.id
            tell(Progress(articles, total, count))
            yield annotation

    articles = Articles.of_corpus(project.corpus, store.articles())
    return registry.export(name, telling(), articles, project.scheme, target, force=force)
