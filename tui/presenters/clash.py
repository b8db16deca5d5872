"""Writes the page that says that the annotations file and its journal don't belong together.

No bar has room for what a person has to know and decide then.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.i18n import _


def clash_page(name: str, sides: Sequence[str]) -> str:
    """Return the page's Markdown.

    Args:
        name: of the annotations file.
        sides: what was found of the two, a line each (`annotations.store.base.Info.apart_sides`).
    """
    return "\n\n".join(
        [
            "# " + _("{name} and its journal don't belong together").format(name=name),
            _(
                "It was replaced by another file: a backup, one of another project, or a merged one. "
                "Nothing was mixed. What the file has is shown, and nothing can be saved until you have "
                "said which of the two holds; the other one is kept."
            ),
            "\n".join(f"- {side}" for side in sides),
            _("Leave, and say so in the shell:"),
            "- claimreader restore",
        ]
    )
