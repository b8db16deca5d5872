"""A team on the samples, each at a machine of their own, who have said what they think of article 002."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from sample_corpus import Said, say

from annotations.composition import Project
from annotations.services.team import Rules, found, join, open_work, place_in_team


def sit_down(home: Path, name: str, news: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Sit down at somebody's machine; return the corpus as it is there."""
    place = home / "homes" / name[:40]
    place.mkdir(parents=True, exist_ok=True)
    (place / "welcomed").touch()
    monkeypatch.setenv("CLAIMREADER_HOME", str(place))
    return Project([news], annotator=name)


def agreeing_team(
    home: Path,
    news: Path,
    said: Mapping[str, Iterable[Said]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    blind: bool = True,
) -> None:
    """Let people begin a team, the first of whom leads it, and say and send what they think."""
    for number, (name, sentences) in enumerate(said.items()):
        project = sit_down(home, name, news, monkeypatch)
        if not number:
            found(project, str(home / "shared"), Rules(blind=blind))
        join(project)
        project = sit_down(home, name, news, monkeypatch)
        say(project.database, name, sentences)
        with open_work(place_in_team(project)) as work:
            work.exchange()
