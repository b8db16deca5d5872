"""The wheel and the source archive that the tests here are about: `make dist` has put them into `dist/`."""

from __future__ import annotations

from pathlib import Path

import pytest

DIST = Path(__file__).parents[2] / "dist"


def only(pattern: str) -> Path:
    """Return the one file of `dist/` of that kind."""
    built = sorted(DIST.glob(pattern))
    if len(built) != 1:
        pytest.fail(f"dist/ has {len(built)} files {pattern}, and not one: make dist")
    return built[0]


@pytest.fixture(scope="session")
def wheel() -> Path:
    """The wheel, which `make dist` builds from the source archive."""
    return only("*.whl")


@pytest.fixture(scope="session")
def source() -> Path:
    """The source archive."""
    return only("*.tar.gz")
