"""Real files of each format with bytes changed, lost and doubled: each costs itself only, in one line."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

import seeds
from annotations.corpus import ArticleError, CorpusError, open_corpus
from annotations.corpus.index import Index, index_path
from annotations.corpus.indexing import update

DATA = Path(__file__).parents[2] / "data" / "articles"
TEXTS = [path.read_text(encoding="utf-8")[:1500] for path in sorted(seeds.FOLDER.glob("*.txt"))]
ROWS = [
    {"id": f"a{number}", "title": f"عنوان {number}", "text": text, "date": "2024-11-05T10:00:00Z"}
    for number, text in enumerate(TEXTS)
]


def parquet() -> bytes:
    import pyarrow
    import pyarrow.parquet

    sink = io.BytesIO()
    table = pyarrow.Table.from_pylist(ROWS * 3)
    pyarrow.parquet.write_table(table, sink, row_group_size=5, compression="snappy")
    return sink.getvalue()


def table(delimiter: str) -> bytes:
    sink = io.StringIO()
    writer = csv.DictWriter(sink, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return sink.getvalue().encode()


def word() -> bytes:
    import docx

    document = docx.Document()
    for paragraph in TEXTS[0].split("\n"):
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def mail(number: int = 1) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "وكالة <a@b.example>", f"عنوان {number}"
    message.set_content(TEXTS[number], cte="quoted-printable")
    message.add_alternative(f"<p>{TEXTS[number]}</p>", subtype="html", cte="base64")
    return message.as_bytes()


def saved_page() -> bytes:
    message = EmailMessage()
    message.set_content(FORMATS[".html"]().decode(), subtype="html", cte="quoted-printable")
    message.make_related()
    message["Snapshot-Content-Location"] = "https://news.example/1"
    return message.as_bytes()


def captions() -> str:
    return "\n".join(
        f"{number}\n00:00:{number:02}.000 --> 00:00:{number + 1:02}.000\n<i>{line}</i>\n"
        for number, line in enumerate(TEXTS[0].split("\n"), 1)
    )


FORMATS: dict[str, Callable[[], bytes]] = {
    ".txt": lambda: b"---\ntitle: x\n---\n" + TEXTS[0].encode(),
    ".md": lambda: TEXTS[1].encode("cp1256", "replace"),
    ".html": f"<html><title>ع</title><body><article><p>{TEXTS[2]}</p></article></body>".encode,
    ".jsonl": lambda: b"".join(json.dumps(row).encode() + b"\n" for row in ROWS),
    ".ndjson": lambda: "\n".join(json.dumps(row) for row in ROWS).encode("utf-16"),
    ".json": lambda: json.dumps(ROWS, ensure_ascii=False).encode(),
    ".csv": lambda: table(","),
    ".tsv": lambda: table("\t"),
    ".parquet": parquet,
    ".pdf": (DATA / "qt-dejavu.pdf").read_bytes,
    ".docx": word,
    ".odt": (DATA / "libreoffice.odt").read_bytes,
    ".eml": mail,
    ".mbox": lambda: b"\n".join(
        b"From a@b Tue Nov  5 10:00:00 2024\n" + mail(number) for number in (1, 2, 3)
    ),
    ".mhtml": saved_page,
    ".srt": lambda: captions().replace(".000", ",000").encode("cp1256", "replace"),
    ".vtt": ("WEBVTT\n\n" + captions()).encode,
    ".txt.gz": lambda: gzip.compress(TEXTS[0].encode()),
    ".jsonl.gz": lambda: gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)),
    ".parquet.gz": lambda: gzip.compress(parquet()),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change a file as disks, networks, editors and enemies do."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 50))):
        at = (
            chance.randrange(len(changed) + 1)
            if chance.random() < 0.6
            else chance.randrange(min(200, len(changed) + 1))
        )
        if chance.random() < 0.2:
            at = max(0, len(changed) - chance.randrange(200))  # where Parquet and gzip keep what they are
        length = chance.choice((1, 1, 1, 4, 300))
        piece = bytes(changed[at : at + length])
        match chance.randrange(6):
            case 0 | 1:
                changed[at : at + length] = chance.randbytes(len(piece))
            case 2:
                del changed[at : at + length]
            case 3:
                changed[at:at] = piece * 3
            case 4:
                del changed[at:]
            case _:
                changed[at:at] = chance.choice(
                    (b"\0", b'"', b"\xff", b"{", b"[", b"\n", b"\x1f\x8b", b"\xd8")
                )
        if not changed:
            changed = bytearray(b"\0")
    return bytes(changed)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_with_wrong_bytes_costs_itself_only(tmp_path: Path, suffix: str) -> None:
    data = FORMATS[suffix]()
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(15):
        (folder / f"bad{number}{suffix}").write_bytes(mutated(data, random.Random(f"{suffix} {number}")))
    (folder / "bad").mkdir()
    (folder / "bad" / f"whole{suffix}").write_bytes(data)
    (folder / "zz.txt").write_text("سليم", encoding="utf-8")
    corpus = open_corpus([folder])
    lines = []
    read = 0
    for entry in corpus.entries:
        try:
            article = corpus.read(entry)
        except ArticleError as error:
            lines.append(str(error))
        else:
            article.text.encode()
            read += entry.path.name == "zz.txt" or entry.path.parent.name == "bad"
    lines += map(str, corpus.problems)
    assert read > 1
    for line in lines:
        assert line.startswith(str(folder)), line
        assert "\n" not in line, line
        assert len(line) < 700, line
    index = Index(corpus, index_path(corpus, tmp_path / "cache"))
    for _ in update(index):
        pass
    assert "zz.txt" in {row.entry.id for row in index.listing()}
    index.close()


def test_a_parquet_file_with_a_row_that_is_no_utf_8_gives_the_others(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    good, bad, nearly = "نص سليم".encode(), b"\xff\xfe bad", "نص سليم".encode()[:-1]
    column = pyarrow.array([good, bad, nearly]).view(pyarrow.binary()).cast(pyarrow.binary())
    text = pyarrow.Array.from_buffers(pyarrow.string(), 3, column.buffers())
    pyarrow.parquet.write_table(pyarrow.table({"text": text}), tmp_path / "1.parquet")
    (tmp_path / "2.txt").write_text("سليم", encoding="utf-8")
    corpus = open_corpus([tmp_path])
    assert [entry.id for entry in corpus.entries] == ["1.parquet:1", "1.parquet:3", "2.txt"]
    unread, damaged = corpus.problems
    assert unread.message.startswith("row 2: byte 0 is not utf-8")
    assert damaged.message.startswith("record 3: damaged: 1 byte is no utf-8")
    assert [corpus.read(entry).text for entry in corpus.entries] == ["نص سليم", "نص سلي\ufffd", "سليم"]


def test_what_no_library_should_raise_costs_the_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotations.corpus.formats import text

    (tmp_path / "1.txt").write_text("أول", encoding="utf-8")
    (tmp_path / "2.jsonl").write_text('{"text": "ثان"}', encoding="utf-8")
    corpus = open_corpus([tmp_path])
    assert len(corpus.entries) == 2

    def fail(*_: object) -> None:
        raise KeyError("a\nb")

    monkeypatch.setattr(text, "read", fail)
    with pytest.raises(ArticleError, match=r"1\.txt: damaged, or not what its name says: KeyError: 'a\\nb'$"):
        corpus.read(corpus.entries[0])
    monkeypatch.setattr("annotations.corpus.formats.jsonl.records", fail)
    again = open_corpus([tmp_path])
    assert [entry.id for entry in again.entries] == ["1.txt"]
    assert [str(problem) for problem in again.problems] == [
        f"{tmp_path / '2.jsonl'}: damaged, or not what its name says: KeyError: 'a\\nb'"
    ]


@pytest.mark.parametrize("filling", ["\0", " ", "[", "<p>"])
@pytest.mark.parametrize(
    "name", ["b.jsonl.gz", "b.json.gz", "b.csv.gz", "b.txt.gz", "b.parquet.gz", "b.html.gz"]
)
def test_a_bomb_is_said_after_a_part_of_it(tmp_path: Path, name: str, filling: str) -> None:
    packed = gzip.compress(filling.encode() * (4 << 20))
    (tmp_path / name).write_bytes(packed * (160 // (4 * len(filling))))  # 160 MB
    (tmp_path / "1.txt").write_text("سليم", encoding="utf-8")
    corpus = open_corpus([tmp_path])
    entries = corpus.entries
    problems = [str(problem) for problem in corpus.problems]
    for entry in entries:
        try:
            assert corpus.read(entry).id == "1.txt"
        except ArticleError as error:
            problems.append(str(error))
    assert 1 <= len(problems) <= 2  # a line of 64 MB of its own may be said first
    assert all(line.startswith(str(tmp_path / name)) for line in problems)


def test_a_bomb_is_not_read_to_its_end(tmp_path: Path) -> None:
    line = b'{"text": "' + b"x" * (1 << 20) + b'"}\n'
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line) * 200)  # 200 MB in 200 KB
    (tmp_path / "1.txt").write_text("سليم", encoding="utf-8")
    corpus = open_corpus([tmp_path])
    assert 100 < len(corpus.entries) < 140
    assert "more than 50 times as large" in str(corpus.problems[0])
    assert "--max-size" in str(corpus.problems[0])
    meant = open_corpus([tmp_path], max_size=1 << 30)
    assert len(meant.entries) == 201


def test_a_file_is_read_up_to_the_size_that_was_named(tmp_path: Path) -> None:
    line = b'{"text": "xyz"}\n'
    (tmp_path / "a.jsonl").write_bytes(line * 100)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line * 100))
    (tmp_path / "c.txt").write_bytes(b"x" * 1600)
    (tmp_path / "d.txt").write_text("سليم", encoding="utf-8")
    assert len(open_corpus([tmp_path], max_size=1600).entries) == 202
    corpus = open_corpus([tmp_path], max_size=1599)
    assert {entry.path.name for entry in corpus.entries} <= {"b.jsonl.gz", "d.txt"}
    assert [str(problem).replace(f"{tmp_path}/", "") for problem in corpus.problems] == [
        "a.jsonl: has 1600 bytes, more than 1599 bytes: --max-size SIZE reads more",
        "b.jsonl.gz: has more than 1599 bytes unpacked: --max-size SIZE reads more",
        "c.txt: has 1600 bytes, more than 1599 bytes: --max-size SIZE reads more",
    ]


def test_a_sparse_file_of_20_gb_is_a_line(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.csv", "c.parquet", "d.json"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(20 << 30)
    (tmp_path / "e.txt").write_text("سليم", encoding="utf-8")
    corpus = open_corpus([tmp_path])
    assert [entry.id for entry in corpus.entries] == ["e.txt"]
    assert {problem.message for problem in corpus.problems} == {
        "has 20 GB, more than 1 GB: --max-size SIZE reads more"
    }
    with pytest.raises(CorpusError):
        print(open_corpus([tmp_path / "a.jsonl"]).entries)
