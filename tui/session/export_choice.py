"""The screen proposes for an export or a report the format and folder of the last one, and a name.

The export itself is `annotations.services.export`, a report `annotations.services.report`. Nothing here knows
of widgets.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.exchange import registry
from annotations.exchange.files import safe_name
from annotations.exchange.report.formats import REPORT_FORMATS, ReportFormat
from annotations.paths import outputs_folder, state_folder
from annotations.team.team_file import EVERYBODY, GOLD
from tui.session.state_file import JsonState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.composition import Project
    from annotations.exchange.format import Format

OUTPUTS: Mapping[str, Format | ReportFormat] = {
    **registry.FORMATS,
    **{f"report-{name}": form for name, form in REPORT_FORMATS.items()},
}
"""All that the screen can write, by the names under which it offers them: exports, then reports."""


class ExportChoice(NamedTuple):
    """Holds what was chosen last, which is proposed the next time."""

    format: str = "jsonl"
    folder: str = ""


def last_choice() -> ExportChoice:
    """Return the last choice as far as it can be read and still makes sense."""
    kept = _state().read()
    name, folder = str(kept.get("format")), str(kept.get("folder") or "")
    try:
        there = bool(folder) and Path(folder).is_dir()
    except ValueError:  # no path at all
        there = False
    return ExportChoice(name if name in OUTPUTS else "jsonl", folder if there else "")


def keep_choice(choice: ExportChoice) -> None:
    """Remember a choice; where that can't be written, the next export proposes less."""
    _state().write(choice._asdict())


def _state() -> JsonState:
    return JsonState(state_folder() / "export.json", durable=False)


MINE = ""
WHOSE = (MINE, EVERYBODY, GOLD)
"""The people whose annotations may go out of a team, as `--by` names them: mine alone as a rule."""


def proposed(project: Project, choice: ExportChoice, article_id: str | None, whose: str = MINE) -> str:
    """Return the path to propose: the folder used last, or the current one, and a name that says what it is.

    Args:
        project: whose annotations.
        choice: the format, and a folder or none.
        article_id: of the article, if it is only about one.
        whose: of `WHOSE`, so that what others say doesn't take the place of what I say.
    """
    form = OUTPUTS[choice.format]
    name = safe_name(article_id) if article_id else "-".join(project.name.replace(",", " ").split())
    kind = "-report" if isinstance(form, ReportFormat) else ""
    kind = f"{'-' * bool(whose)}{whose}{kind}"
    name = f"{Path(name).name or 'annotations'}{kind}{form.suffix or '-' + form.name}"
    path = str(Path(choice.folder or outputs_folder() or Path.cwd()) / name)
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + "/") else path
