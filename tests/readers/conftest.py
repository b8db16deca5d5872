"""The readers are given one sample of annotations, exported once in every format."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from exchange_samples import ARTICLES, sample

from annotations.exchange import registry
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT


@pytest.fixture(scope="session")
def annotations() -> list[Annotation]:
    return sample()


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the path of the sample in a format."""
    folder = tmp_path_factory.mktemp("exports")

    def path(name: str) -> Path:
        target = folder / f"{name}{registry.FORMATS[name].suffix}"
        if not target.exists():
            registry.export(name, sample(), ARTICLES, DEFAULT, target)
        return target

    return path
