"""What commands send to a terminal: nothing of an article acts there, and JSON is the same JSON."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from annotations.composition import article_record
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store

CONTROLS = "\x7f\x80\x9b\u061c\u200e\u202e\u2028\u2067\u2069\ufeff"
TEXT = f"عنوان{CONTROLS}\nقال{CONTROLS}الوزير\x1b[31m إن\r\x9b31m العدد 3000 جندي. ونفت موسكو.\n"
OURS = re.compile(rb"\x1b\[8[lh]|\x1b\[>[qc]|\r?\x1b\[K|\x1b\[1m(?=[a-z])|\x1b\[22m|\r(?=indexing:)|\r*\n")
"""The order of cells, the question which terminal it is, progress, a table's head, the kernel's line ends."""
ACTING = re.compile(rb"[\0-\x08\x0b-\x1f\x7f]")

EXPORTS = [
    ["export", "--format", name] for name in ("jsonl", "csv", "doccano", "label-studio", "webannotation")
]
AS_JSON = [["sentences", "--json"], ["list", "--json"], ["search", "--json", "جندي"]]
ON_FILE = [["verify"], ["verify", "--json"], ["history", "--json"], ["history"]]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One hostile article with a claim, whose quote the article no longer has."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    article = Article("a.txt", TEXT.replace("\r", "\n"))
    for name in ("annotations.json", "other.json"):
        with open_store(folder / name, annotator="me") as store:
            store.remember_article(article_record(article))
            start, now = article.text.index("قال"), timestamp()
            one = Annotation(
                uuid=new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, start, start + 40, 1),
                tags=("claim", name),
                note=CONTROLS + "\x1b\r",
                annotator="me",
                created=now,
                updated=now,
            )
            store.apply([Change(one.uuid, 0, one)], by="me")
    return folder


def on_a_terminal(arguments: list[str], home: Path) -> bytes:
    """Return what a command sends to a terminal besides its own sequences and line ends."""
    environment = {"CLAIMREADER_HOME": str(home)}
    with Terminal([COMMAND, *arguments], env=environment, columns=200) as terminal:
        assert terminal.wait_for_end() in (0, 1), terminal.text
        return OURS.sub(b"\n", terminal.sent)


def into_a_pipe(arguments: list[str], home: Path) -> bytes:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home)}
    done = subprocess.run([COMMAND, *arguments], env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("arguments", [*EXPORTS, *AS_JSON, *ON_FILE], ids=" ".join)
def test_nothing_of_an_article_acts(arguments: list[str], corpus: Path, tmp_path: Path) -> None:
    if arguments[0] == "verify":
        (corpus / "a.txt").write_text(TEXT.replace("\r", "").replace("قال", "قالت"), encoding="utf-8")
    sent = on_a_terminal([*arguments, "--corpus", str(corpus)], tmp_path)
    assert len(sent) > 60
    assert not ACTING.search(sent)
    assert not set(CONTROLS) & set(sent.decode())


def test_nothing_of_a_disagreement_acts(corpus: Path, tmp_path: Path) -> None:
    files = [str(corpus / name) for name in ("annotations.json", "other.json")]
    for arguments in (["compare", "--json"], ["compare"]):
        sent = on_a_terminal([*arguments, *files], tmp_path)
        assert b"other.json" in sent
        assert not ACTING.search(sent)
        assert not set(CONTROLS) & set(sent.decode())


@pytest.mark.parametrize("arguments", [["export"], ["sentences", "--json"], ["history", "--json"]])
def test_json_on_a_terminal_is_the_same_json(arguments: list[str], corpus: Path, tmp_path: Path) -> None:
    arguments = [*arguments, "--corpus", str(corpus)]
    piped = into_a_pipe(arguments, tmp_path)
    assert "\x9b".encode() in piped
    sent = on_a_terminal(arguments, tmp_path).decode().splitlines()
    shown = [json.loads(line) for line in sent if line.startswith("{")]
    assert shown == [json.loads(line) for line in piped.decode().split("\n") if line]


def test_csv_has_its_mark_and_line_ends_in_a_pipe_alone(corpus: Path, tmp_path: Path) -> None:
    arguments = ["export", "--format", "csv", "--corpus", str(corpus)]
    piped = into_a_pipe(arguments, tmp_path)
    assert piped.startswith(b"\xef\xbb\xbfarticle,")
    assert b"\r\n" in piped
    sent = on_a_terminal(arguments, tmp_path)
    assert sent.startswith(b"article,")
    assert b"\\u202e" in sent


def test_verify_shapes_arabic_for_a_terminal_only(corpus: Path, tmp_path: Path) -> None:
    (corpus / "a.txt").write_text(TEXT.replace("\r", "").replace("قال", "قالت"), encoding="utf-8")
    arguments = ["verify", "--corpus", str(corpus)]
    assert "الوزير" in into_a_pipe(arguments, tmp_path).decode()
    sent = on_a_terminal(arguments, tmp_path).decode()
    assert "الوزير" not in sent
    assert re.search("[\ufe80-\ufefc]{4}", sent)
