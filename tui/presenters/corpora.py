"""Puts corpora into words: what they are called, and what is there where there is nothing to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.formats import KINDS
from tui.i18n import _, enumerated, plural
from tui.presenters.stored import with_signs

if TYPE_CHECKING:
    from annotations.services.corpus_check import NothingToRead

_KINDS = 5
"""Kinds of files that are named where there is no article."""

_NAMED = 8
"""Kinds of files that are named of those that are read: more make no line."""

_REMEDIES = 2
"""Lines on what helps."""


def short_path(path: Path) -> str:
    """Return a path with the home folder as `~`; nothing in it is made harmless yet."""
    text, home = str(path), str(Path.home())
    return "~" + text[len(home) :] if text.startswith(f"{home}/") else text


def shown_roots(roots: Sequence[Path]) -> str:
    """Return the folders and files of a corpus as they stand in a line: harmless, each in its direction."""
    return enumerated(f"\u2066{with_signs(short_path(root))}\u2069" for root in roots)


def nothing_lines(roots: Sequence[Path], nothing: NothingToRead) -> Sequence[str]:
    """Say that there is no article, what is there instead, and what would be read."""
    kinds = [
        plural("{n:,} file of the kind {{kind}}", "{n:,} files of the kind {{kind}}", count).format(
            kind=f"\u2066{with_signs(suffix)}\u2069"
        )
        if suffix
        else plural("{n:,} file without a kind", "{n:,} files without a kind", count)
        for suffix, count in nothing.kinds[:_KINDS]
    ]
    if nothing.more or len(nothing.kinds) > _KINDS:
        kinds.append(_("and more"))
    there = enumerated(kinds) or _("it is empty")
    said = _("no articles in {folder}").format(folder=shown_roots(roots))
    some = [kind.suffixes[0] for kind in KINDS]
    named = [*some[:_NAMED], _("and more")] if len(some) > _NAMED else some
    reads = _("articles are files of the kinds {kinds}").format(kinds=enumerated(named))
    return [said, there, reads, *map(with_signs, nothing.problems[:_REMEDIES])]
