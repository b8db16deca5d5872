"""No file names the host of a package registry: where packages come from is set up on each machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOSTS = [
    ".".join(parts)
    for parts in (
        *(("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("crates", "io")),
        *(("deb", "debian", "org"), ("golang", "org"), ("conda", "anaconda", "org"), ("ghcr", "io")),
    )
]
"""In parts here, since this file is looked at, too."""
NAMED = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}\b" for host in HOSTS), re.IGNORECASE)


def naming(text: str) -> list[str]:
    return NAMED.findall(text)


def test_no_file_names_one() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    named = {
        name: hosts
        for name in filter(None, tracked)
        if (ROOT / name).is_file()
        and (hosts := naming((ROOT / name).read_bytes().decode("utf-8", "replace")))
    }
    assert named == {}


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_of_one_is_seen(host: str) -> None:
    assert naming(f"--index-url https://{host}/simple") == [host]
    assert naming(f"https://files.{host}/x") == [host]
    assert naming(f"my{host}") == []
