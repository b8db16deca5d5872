"""What is bad costs itself only: it is said once, in one line, and everything else is read."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import ArticleError, open_corpus

WHOLE = {"0.txt": "سليم", "zz.txt": "سليم أيضا"}


def only(folder: Path) -> str:
    """Return the one problem of a corpus whose two whole articles are read all the same."""
    problems = messages(folder)
    assert len(problems) == 1, problems
    read = texts(open_corpus([folder]))
    assert {"0.txt", "zz.txt"} <= read.keys()
    return problems[0]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (random.Random(4).randbytes(5000), "not text|fits neither"),
        (b"%PDF-1.7\nabc", "not text: a PDF"),
        (b"PK\x03\x04abc", "not text: a ZIP or Office file"),
        (b"{\\rtf1 abc}", "not text: an RTF file"),
        (gzip.compress(b"abc"), "not text: gzipped"),
        (b"\xd8\xa7\x00", "not text: a NUL at character 1"),
        (b"", "empty"),
        (b" \n\t\r\n", "holds no text"),
        ("\ufeff".encode(), "holds no text"),
        (b"---\ntitle: x\n---\n", "holds no text"),
    ],
    ids=["random", "pdf", "zip", "rtf", "gzip", "nul", "empty", "blank", "mark", "front matter"],
)  # fmt: skip
def test_a_file_that_is_no_text(make: Make, data: bytes, expected: str) -> None:
    message = only(make({**WHOLE, "bad.txt": data}))
    assert message.startswith("bad.txt: ")
    assert any(part in message for part in expected.split("|")), message


def test_a_text_of_900_megabytes_is_not_read(make: Make) -> None:
    folder = make(WHOLE)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(900 << 20)
    assert only(folder) == "huge.txt: one text of more than 64 MB: split it"


@pytest.mark.parametrize("name", ["huge.jsonl", "huge.csv", "huge.json"])
def test_records_of_900_megabytes_of_nothing_are_refused_at_the_first_bytes(make: Make, name: str) -> None:
    folder = make(WHOLE)
    with (folder / name).open("wb") as file:
        file.truncate(900 << 20)
    assert only(folder).startswith(f"{name}: not text: it holds NUL bytes")


def test_a_gzip_bomb_is_not_unpacked(make: Make) -> None:
    bomb = b"".join(gzip.compress(bytes(1 << 20)) for _ in range(65))
    assert only(make({**WHOLE, "bomb.txt.gz": bomb})) == "bomb.txt.gz: one text of more than 64 MB: split it"


def test_a_loop_of_links_ends(make: Make) -> None:
    folder = make({**WHOLE, "a/b/1.txt": "في العمق"})
    (folder / "a" / "b" / "up").symlink_to(folder)
    assert only(folder) == "a/b/up: a link to a folder that holds it: not followed"


def test_a_link_to_itself_and_a_link_to_nothing(make: Make) -> None:
    folder = make(WHOLE)
    (folder / "self.txt").symlink_to("self.txt")
    assert "self.txt: can't be read" in only(folder)
    (folder / "self.txt").unlink()
    (folder / "lost.txt").symlink_to("nowhere")
    assert only(folder) == "lost.txt: is gone, or a link to nothing"


def test_a_link_to_a_folder_elsewhere_is_followed_once(make: Make, tmp_path: Path) -> None:
    folder = make(WHOLE)
    other = tmp_path / "other"
    (other / "sub").mkdir(parents=True)
    (other / "1.txt").write_text("من مكان آخر", encoding="utf-8")
    (other / "sub" / "back").symlink_to(folder)
    (folder / "link").symlink_to(other)
    (folder / "link2").symlink_to(other)
    (folder / "inside").mkdir()
    (folder / "inside" / "again").symlink_to(folder / "inside")
    corpus = open_corpus([folder])
    assert list(texts(corpus)) == ["0.txt", "link/1.txt", "zz.txt"]


def test_a_pipe_named_as_an_article_does_not_stop_everything(make: Make) -> None:
    folder = make(WHOLE)
    os.mkfifo(folder / "pipe.txt")
    assert only(folder) == "pipe.txt: not a regular file"


def as_nobody(check: Callable[[], None]) -> None:
    """Run a check as a user who isn't root, in a child; permissions mean nothing to root."""
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            check()
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_folder_and_a_file_that_may_not_be_read(make: Make, tmp_path: Path) -> None:
    folder = make({**WHOLE, "secret/1.txt": "سري", "shut.txt": "مغلق", "shut.jsonl": '{"text": "x"}'})
    (folder / "secret").chmod(0)
    (folder / "shut.txt").chmod(0)
    (folder / "shut.jsonl").chmod(0)
    opened = [tmp_path, *tmp_path.parents]
    modes = {path: path.stat().st_mode for path in opened if path.stat().st_uid == os.getuid()}
    for path, mode in modes.items():
        path.chmod(mode | 0o011)
    folder.chmod(0o755)

    def check() -> None:
        problems = messages(folder)
        assert problems == [
            "secret: can't be read: permission denied",
            "shut.jsonl: can't be read: permission denied",
            "shut.txt: can't be read: permission denied",
        ], problems
        assert list(texts(open_corpus([folder]))) == ["0.txt", "zz.txt"]

    try:
        as_nobody(check)
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
        (folder / "secret").chmod(0o755)


def test_duplicate_ids_are_kept_suffixed_and_said(make: Make) -> None:
    rows = "\n".join(json.dumps({"id": 17, "text": f"مقال {number}"}) for number in range(3))
    folder = make(
        {**WHOLE, "a.jsonl": rows, "b.jsonl": '{"id": "17", "text": "آخر"}\n{"id": "17~2", "text": "و"}'}
    )
    corpus = open_corpus([folder])
    read = texts(corpus)
    assert list(read) == ["0.txt", "17", "17~2", "17~3", "17~4", "17~2~2", "zz.txt"]
    assert read["17~3"] == "مقال 2"
    assert [problem.message for problem in corpus.problems] == [
        "ids that were given before; called here: 17~2, 17~3",
        "ids that were given before; called here: 17~4, 17~2~2",
    ]


def test_very_many_faults_of_one_kind_are_one_line(make: Make) -> None:
    rows = ['{"text": ""}' if number % 2 else '{"text": "أ"}' for number in range(1000)]
    message = only(make({**WHOLE, "a.jsonl": "\n".join(rows)}))
    assert message.startswith("a.jsonl: lines 2, 4, 6, ")
    assert message.endswith(' and 480 more: no text in the field "text"')


def test_faults_of_very_many_kinds_do_not_flood(make: Make) -> None:
    rows = "\n".join(json.dumps({f"field{number}": "x"}) for number in range(3000))
    problems = messages(make({**WHOLE, "a.jsonl": rows}))
    assert len(problems) == 51
    assert problems[-1] == "a.jsonl: lines 51-3000: can't be read either, for other reasons"


@pytest.mark.parametrize("kept", [3, 40, 200])
def test_a_gz_that_ends_early(make: Make, kept: int) -> None:
    rows = "".join(
        json.dumps({"text": f"{number} {random.Random(number).random()}"}) + "\n" for number in range(2000)
    )
    data = gzip.compress(rows.encode())
    message = only(make({**WHOLE, "a.jsonl.gz": data[:kept]}))
    assert message.startswith("a.jsonl.gz: the .gz is damaged: ")


def test_what_a_gz_gives_before_it_ends_is_read(make: Make) -> None:
    rows = "".join(
        json.dumps({"text": f"{number} {random.Random(number).random()}"}) + "\n" for number in range(9000)
    )
    data = gzip.compress(rows.encode())
    folder = make({"a.jsonl.gz": data[: len(data) // 2]})
    corpus = open_corpus([folder])
    assert len(corpus.entries) > 1000
    assert corpus.read(corpus.entries[1000]).text.startswith("1000 ")
    assert len(corpus.problems) == 1


def test_a_text_gz_with_a_wrong_checksum_is_not_shown_as_whole(make: Make) -> None:
    data = bytearray(gzip.compress("خبر".encode()))
    data[-5] ^= 1
    assert "a.txt.gz: the .gz is damaged" in only(make({**WHOLE, "a.txt.gz": bytes(data)}))


def test_a_file_that_vanishes_between_listing_and_opening(make: Make) -> None:
    folder = make({**WHOLE, "a.txt": "أ", "r.jsonl": '{"text": "ب"}'})
    corpus = open_corpus([folder])
    entries = {entry.id: entry for entry in corpus.entries}
    (folder / "a.txt").unlink()
    (folder / "r.jsonl").unlink()
    for name in ("a.txt", "r.jsonl:1"):
        with pytest.raises(ArticleError, match="is gone"):
            corpus.read(entries[name])
    assert corpus.read(entries["0.txt"]).text == "سليم"


def test_very_deep_json_is_an_error_of_its_own_line(make: Make) -> None:
    deep = '{"text": ' + "[" * 200_000 + "]" * 200_000 + "}"
    assert only(make({**WHOLE, "a.jsonl": deep})).startswith("a.jsonl: line 1: not JSON")


def test_a_deep_folder_is_walked(make: Make) -> None:
    folder = make(WHOLE)
    inner = folder
    for _ in range(1200):  # more than Python's recursion
        inner /= "d"
        inner.mkdir()
    (inner / "1.txt").write_text("في العمق", encoding="utf-8")
    try:
        assert len(texts(open_corpus([folder]))) == 3
    finally:
        subprocess.run(
            ["rm", "-r", folder / "d"], check=True
        )  # shutil.rmtree, by which pytest cleans up, recurses


def test_a_text_alone_is_that_of_its_article_and_says_what_is_damaged_in_it(make: Make) -> None:
    bad = "قالت الوزارة إن السد انهار".encode() + b"\xff"
    lines = b'{"text": "' + bad + b'"}\n' + json.dumps({"text": "سليم \ud800"}).encode() + b'\n{"text": "\\"'
    corpus = open_corpus([make({**WHOLE, "bad.txt": bad, "bad.jsonl": lines})])
    texts_alone = {entry.id: corpus.text(entry) for entry in corpus.entries}
    problems = corpus.problems
    again = open_corpus([corpus.roots[0].path])
    assert texts_alone == {entry.id: again.read(entry).text for entry in again.entries}
    assert problems == again.problems
    assert any("bad.txt" in problem.path and "damaged: 1 byte" in problem.message for problem in problems)
