"""The length of a run of a state machine, and the folder of its hundreds of files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

SETTINGS = settings(
    max_examples=int(os.environ.get("CLAIMREADER_TORTURE", "100")),
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
"""For a machine that is to find nothing."""
UNTIL_FOUND = settings(SETTINGS, max_examples=5000, phases=[Phase.generate], report_multiple_bugs=False)
"""For a control, which is to find a fault that was made on purpose: it stops at the first."""

_MEMORY = Path("/dev/shm")  # noqa: S108 - hundreds of files, none to keep


def folder_in_memory() -> Path:
    """Make a folder in memory, where there is such a place; who asks takes it away."""
    return Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
