"""`--repair-text`: what the installed program says of damaged texts, and what it remembers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_command_line import run

import seeds

GOOD = sorted(seeds.FOLDER.glob("*.txt"))[1].read_text(encoding="utf-8")
DAMAGED = "".join(bytes([byte]).decode("cp1256") for byte in GOOD.encode())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "bad.txt").write_bytes(GOOD.encode()[:1000] + b"\xff" + GOOD.encode()[1000:-1])
    (folder / "utf16.txt").write_bytes(GOOD.encode("utf-16-be"))
    return folder


def test_list_says_what_is_damaged_and_every_article_is_listed(corpus: Path, tmp_path: Path) -> None:
    done = run("list", "--json", corpus, home=tmp_path)
    assert done.returncode == 0
    listed = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert listed == ["bad.txt", "damaged.txt", "good.txt", "utf16.txt"]
    bad, damaged = done.stderr.splitlines()
    assert "bad.txt: damaged: " in bad
    assert " no utf-8, " in bad
    assert " byte " in bad
    assert damaged.endswith(
        "damaged.txt: text looks damaged: UTF-8 read as Windows-1256; --repair-text repairs it"
    )


def test_show_gives_the_text_as_it_is_and_says_that_it_is_damaged(corpus: Path, tmp_path: Path) -> None:
    done = run("show", "damaged.txt", "--corpus", corpus, home=tmp_path)
    assert done.stdout.rstrip("\n") == DAMAGED.rstrip("\n")
    assert "--repair-text repairs it" in done.stderr
    assert "\ufffd" in run("show", "bad.txt", "--corpus", corpus, home=tmp_path).stdout


@pytest.mark.parametrize("command", [["show", "damaged.txt", "--corpus"], ["list"], ["export"], ["index"]])
def test_a_repair_is_remembered_by_later_starts_without_the_option(
    command: list[str], corpus: Path, tmp_path: Path
) -> None:
    done = run(*command, corpus, "--repair-text", "--annotator", "me", home=tmp_path)
    assert done.returncode == 0
    assert "damaged.txt: read repaired from now on (UTF-8 read as Windows-1256)" in done.stderr
    later = run("show", "damaged.txt", "--corpus", corpus, home=tmp_path)
    assert later.stdout.rstrip("\n") == GOOD.rstrip("\n")
    assert later.stderr == ""
    assert (corpus / "damaged.txt").read_text(encoding="utf-8") == DAMAGED
    sentences = run("sentences", "--json", corpus, home=tmp_path).stdout.splitlines()
    for line in map(json.loads, sentences):
        if line["article"] == "damaged.txt":
            assert GOOD[line["start"] : line["end"]] == line["text"]
    found = run("search", "--json", GOOD.split()[3], corpus, home=tmp_path).stdout.splitlines()
    assert "damaged.txt" in [json.loads(line)["article"] for line in found]
    listed = run("list", corpus, home=tmp_path)
    assert "looks damaged" not in listed.stderr


def test_without_the_option_nothing_is_written(corpus: Path, tmp_path: Path) -> None:
    for command in (["list"], ["show", "damaged.txt", "--corpus"], ["sentences"], ["index"]):
        run(*command, corpus, home=tmp_path)
    assert sorted(path.name for path in corpus.iterdir()) == [
        "bad.txt",
        "damaged.txt",
        "good.txt",
        "utf16.txt",
    ]


def test_a_corpus_without_damage_is_read_as_before(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_text(GOOD, encoding="utf-8")
    done = run("list", corpus, "--repair-text", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in corpus.iterdir()] == ["good.txt"]
