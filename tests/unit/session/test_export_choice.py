"""What the screen proposes for an export: the last format and folder, and a name that is only a name."""

from pathlib import Path

import pytest

from annotations.composition import Project
from tui.session.export_choice import ExportChoice, keep_choice, last_choice, proposed

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("قال الوزير نعم.", encoding="utf-8")
    return Project([corpus], annotator="me")


def test_the_last_choice_is_proposed_again(project: Project, home: Path, tmp_path: Path) -> None:
    keep_choice(ExportChoice("csv", str(tmp_path)))
    assert last_choice() == ExportChoice("csv", str(tmp_path))
    assert proposed(project, last_choice(), None) == str(tmp_path / "corpus.csv")
    assert proposed(project, ExportChoice("brat", str(tmp_path)), "a.txt") == str(tmp_path / "a-brat")


@pytest.mark.parametrize(
    "kept",
    ["", "[]", "{", '{"format": "x", "folder": "/nowhere"}', '{"format": 3, "folder": null}', "[" * 9999],
)
def test_a_choice_that_makes_no_sense_is_forgotten(home: Path, kept: str) -> None:
    home.mkdir()
    (home / "export.json").write_text(kept)
    assert last_choice() == ExportChoice()


def test_no_article_id_leads_out_of_the_folder(project: Project, tmp_path: Path) -> None:
    for hostile in ("../../etc/passwd", "/etc/passwd", "~", "a\0b", "x" * 500):
        path = Path(proposed(project, ExportChoice("jsonl", str(tmp_path)), hostile))
        assert path.parent == tmp_path
        assert "\0" not in path.name
