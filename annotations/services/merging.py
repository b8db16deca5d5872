"""Merging two annotations files: whether the result and its report may be written there, then the merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.services.merge_files import merge_files
from annotations.services.output_paths import OutputPaths

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.services.merge_rules import Merged


def merge_into(
    project: Project, a: Path, b: Path, out: Path, *, report: Path | str | None = None, force: bool = False
) -> tuple[Merged, str]:
    """Merge two annotations files; returns what was merged, and the report as text.

    Args:
        project: whose annotator merges, and whose files are safe.
        a: one file.
        b: the other.
        out: a new file, or `a` or `b`.
        report: a file for the conflicts, as JSON: an object with the key `conflicts`.
        force: replace the report's file, if it is the user's own.

    Raises:
        ThereAlreadyError: the report's file is there, and `force` isn't set.
        ExchangeError: a path may not be written, see `output_paths`; nothing was merged.
        StoreError: see `merge_files`.
    """
    OutputPaths(project, a, b).check_database(out, (a, b))
    if report is not None:
        report = OutputPaths(project, a, b, out).check(report, force=force)
    merged, text = merge_files(a, b, out, by=project.annotator)
    if isinstance(report, Path):
        from annotations.exchange.files import write_stream

        # the first key says that this is no article of the corpus beside which it may lie
        found = {"claimreader": "conflicts", "conflicts": merged.conflicts}
        write_stream(report, [msgspec.json.encode(found) + b"\n"])
    return merged, text
