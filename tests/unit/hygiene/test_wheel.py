"""What a user installs.

The wheel holds all that is needed, the samples byte for byte, and works in an empty environment.
"""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("tui", "annotations", "seeds")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_three_packages_and_nothing_else(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    names = zipfile.ZipFile(wheel).namelist()
    held = [name for name in names if ".dist-info/" not in name and ".data/" not in name]
    [beside] = [name for name in names if ".data/" in name]
    assert beside.endswith(".data/data/share/man/man1/claimreader.1")
    assert sorted([*held, "tui/man/claimreader.1"]) == sorted(tracked)


def test_the_samples_are_in_it_byte_for_byte(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for path in sorted((ROOT / "seeds").glob("*.txt")):
            assert archive.read(f"seeds/{path.name}") == path.read_bytes()


def test_installed_elsewhere_it_lists_the_samples(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel],
        check=True,
        cwd=tmp_path,
    )
    done = subprocess.run(
        [tmp_path / "env" / "bin" / "claimreader", "list"],
        cwd=tmp_path,
        env={"CLAIMREADER_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == sorted(
        path.name for path in (ROOT / "seeds").glob("*.txt")
    )
