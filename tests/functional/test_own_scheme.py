"""A project's own scheme beside its articles: its keys work, its mistakes are one line."""

import json
import string
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

SCHEME = """
[[tags]]
id = "claim"
label = "claim"
arabic = "ادعاء"
key = "c"
color = "#5fafff"
description = "says that something is so"

[[tags]]
id = "rumour"
label = "rumour"
arabic = "شائعة"
key = "{key}"
color = "#ffd75f"
description = "nobody stands for it"
implies = ["claim"]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("عنوان الخبر\nقال الوزير إن العدد 3000 جندي. ونفت موسكو.", encoding="utf-8")
    return folder


def test_its_keys_tag(corpus: Path, tmp_path: Path) -> None:
    (corpus / "claimreader.toml").write_text(SCHEME.replace("{key}", "b"), encoding="utf-8")
    with Terminal([COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/3")
        terminal.type("b")
        terminal.wait_for("decided 1/3")
        terminal.type("2")
        terminal.wait_for("no tag is on key 2")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    stored = json.loads((corpus / "annotations.json").read_text(encoding="utf-8"))["_default"].values()
    assert [one["tags"] for one in stored] == [["claim", "rumour"]]


FREE = sorted(set(string.punctuation) - set("/?[]=.,"))


def test_every_punctuation_mark_is_a_tag_key_that_works(corpus: Path, tmp_path: Path) -> None:
    """Also in the tag picker, on the board and in the list of keys; those that have a use are refused."""
    tags = "".join(
        f"[[tags]]\nid = 'tag_{number}'\nlabel = 'label {number}'\nkey = {json.dumps(mark)}\n"
        for number, mark in enumerate(FREE)
    )
    (corpus / "claimreader.toml").write_text(tags, encoding="utf-8")
    environment = {"CLAIMREADER_HOME": str(tmp_path)}
    with Terminal([COMMAND, str(corpus)], env=environment, columns=120, rows=70) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("decided 0/3")
        for mark in FREE[::2]:
            terminal.type(mark + "k")
        terminal.type("t")
        for mark in FREE[1::2]:
            terminal.type(mark)
        terminal.type("\r")
        terminal.type("?")
        terminal.wait_for("tag: label 0")
        terminal.type("qqq")
        assert terminal.wait_for_end() == 0
    [stored] = json.loads((corpus / "annotations.json").read_text(encoding="utf-8"))["_default"].values()
    assert sorted(stored["tags"]) == sorted(f"tag_{number}" for number in range(len(FREE)))


@pytest.mark.parametrize("key", ["/", "?", "[", "]", "=", ".", ","])
def test_a_punctuation_mark_that_has_a_use_is_refused(corpus: Path, tmp_path: Path, key: str) -> None:
    (corpus / "claimreader.toml").write_text(SCHEME.replace("{key}", key), encoding="utf-8")
    with Terminal([COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path)}) as terminal:
        assert terminal.wait_for_end() == 2
        assert f'key "{key}" of "rumour" is ' in terminal.sent.decode()


def test_a_key_that_the_settings_gave_to_a_tag_of_the_table_is_taken(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[keys]\n"reader.claim" = "b"\n')
    (corpus / "claimreader.toml").write_text(SCHEME.replace("{key}", "b"), encoding="utf-8")
    with Terminal([COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path)}) as terminal:
        assert terminal.wait_for_end() == 2
        assert 'key "b" of "rumour" is "claim" already' in terminal.sent.decode()


@pytest.mark.parametrize(("key", "named"), [("j", "next sentence"), ("c", "claim")])
def test_a_key_that_is_taken_is_one_line(corpus: Path, tmp_path: Path, key: str, named: str) -> None:
    (corpus / "claimreader.toml").write_text(SCHEME.replace("{key}", key), encoding="utf-8")
    with Terminal([COMMAND, str(corpus)], env={"CLAIMREADER_HOME": str(tmp_path)}) as terminal:
        assert terminal.wait_for_end() == 2
        assert "claimreader.toml" in terminal.unwrapped
        assert named in terminal.unwrapped
        assert "Traceback" not in terminal.unwrapped
