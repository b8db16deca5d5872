"""Runs a part of the tests with the oldest libraries that `pyproject.toml` allows: `make test-lowest`.

uv works the versions out (`--resolution lowest-direct`: the lowest of each library that is named, what these
need as new as it may be) and puts them into an environment of their own. The tests are those in which each
library does its work, two minutes of them, since a bound is wrong where an import or a call fails.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")
EXTRAS = (
    "docx", "feeds", "html", "inception", "pandas", "parquet", "pdf",
    "polars", "postgresql", "warc", "watch", "web", "xlsx",
)  # fmt: skip
"""Without spacy, which is large; `make test-readers` has it in its newest version."""

TOOLS = ("babel", "hypothesis", "pyte", "pytest", "pytest-asyncio", "pytest-xdist", "syrupy", "time-machine")
"""Those of the group `test` that the tests below need, at its versions."""

TESTS = (
    "tests/unit/bidi/test_bidi_levels.py",  # python-bidi
    "tests/unit/bidi/test_bidi_shaping.py",  # arabic-reshaper
    "tests/unit/config",  # tomlkit
    "tests/unit/corpus/test_arrivals.py",  # watchfiles
    "tests/unit/corpus/test_database_index.py",  # psycopg
    "tests/unit/corpus/test_extras.py",  # pyarrow, trafilatura, lxml_html_clean
    "tests/unit/corpus/test_news_feeds.py",  # feedparser
    "tests/unit/corpus/test_office_documents.py",  # python-docx
    "tests/unit/corpus/test_page_fields.py",
    "tests/unit/corpus/test_pdf.py",  # pypdfium2
    "tests/unit/corpus/test_web_archives.py",  # warcio, brotli
    "tests/unit/exchange/test_exchange_round_trip.py",  # msgspec, pyarrow, XlsxWriter
    "tests/unit/exchange/test_inception.py",  # dkpro-cassis
    "tests/unit/exchange/test_report_content.py",  # jinja2
    "tests/unit/exchange/test_report_word.py",  # python-docx
    "tests/unit/library",  # pandas, polars
    "tests/unit/services/test_recoding.py",  # tomlkit
    "tests/unit/store/test_store_lock.py",  # filelock
    "tests/unit/store/test_store_saving.py",  # tinydb, uuid-utils
    "tests/unit/team/test_postgresql_hub.py",  # psycopg
    "tests/unit/test_paths.py",  # platformdirs
    "tests/unit/text/test_dates_arabic.py",  # hijridate
    "tests/unit/textual_ext",  # textual, rich
    "tests/unit/web",  # textual-serve
    "tests/functional/pilot/test_keystroke.py",
    "tests/functional/test_database_corpus.py",  # psycopg
)


def main() -> int:
    """Make the environment and run the tests in it; returns pytest's exit code."""
    folder = ROOT / ".venv-lowest"
    python = folder / "bin" / "python"
    extras = [argument for extra in EXTRAS for argument in ("--extra", extra)]
    subprocess.run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True)
    wanted, lowest = folder / "tools.in", folder / "lowest.txt"
    wanted.write_text("\n".join(tools()) + "\n", encoding="utf-8")
    resolved = ["--quiet", "--no-header", "--resolution", "lowest-direct", "--output-file", lowest]
    subprocess.run([UV, "pip", "compile", *resolved, *extras, "pyproject.toml", wanted], cwd=ROOT, check=True)
    into = ["--quiet", "--python", python]
    subprocess.run([UV, "pip", "install", *into, "--requirement", lowest], check=True)
    subprocess.run([UV, "pip", "install", *into, "--no-deps", "--editable", ROOT], check=True)
    print(" ".join(line.split()[0] for line in lowest.read_text().splitlines() if "==" in line))
    command = [python, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", *TESTS, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def tools() -> list[str]:
    """Return the tools of the tests as `pyproject.toml` pins them."""
    pinned = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["test"]
    return [line for line in pinned if line.partition("==")[0] in TOOLS]


if __name__ == "__main__":
    sys.exit(main())
