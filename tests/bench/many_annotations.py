"""A store of a million annotations: what opening it, a save, a checkpoint and the commands cost.

    python tests/bench/many_annotations.py [--annotations 1000000] [--keep FOLDER] [--commands]

Articles, annotations and their history are made once, as two years of a team would leave them, and kept in
FOLDER or the user's cache; so is what claimreader keeps of them. Each figure is of a process of its own, CPU
time first, for a busy machine adds only to the other. Exit status 1 if a bar is missed: with its cache the
store is open, and the first article's annotations are there, after 0.5 s, in 300 MiB at most; the board's
first rows after 1 s. `--commands` also times `export`, `history` and `verify`, for which the articles are
indexed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path

import corpora
import msgspec
from generate import articles

from annotations.composition import filed_record
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for, to_document
from annotations.model.scheme import DEFAULT
from annotations.services.claim_index import ClaimIndex
from annotations.store import journal, table_cache
from annotations.store.base import Change
from annotations.store.storage import dump
from annotations.store.tinydb_store import open_store

VERSION = 1
"""Of what is made here: raise it when any of it changes."""
PER_ARTICLE = 20
SEGMENT = 1 << 20
"""Bytes of a segment of the history."""
SAVES = 50
FIRST = "0000003"
"""The article that is opened first."""
STORE = "01930000-0000-7000-8000-000000000000"
CLAIMANTS = ("المتحدث باسم الجيش", "وزارة الدفاع", "شهود عيان", "رئيس الوزراء", "الأمم المتحدة")
OPEN, MEMORY, BOARD = 0.5, 300, 1.0
"""Bars: seconds, MiB, seconds."""


def annotated(text: str, number: int) -> tuple[Article, list[Annotation]]:
    """Make an article as the corpus will have it, and its annotations."""
    article = Article(f"{number:07}", text, metadata={"title": text[: text.index("\n")], "source": "وكالة"})
    sentences = article.sentences
    return article, [
        _annotation(article, place % len(sentences), number * PER_ARTICLE + place, place // len(sentences))
        for place in range(PER_ARTICLE)
    ]


def _annotation(article: Article, index: int, serial: int, annotator: int) -> Annotation:
    sentence = article.sentences[index]
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(1_767_225_600 + serial))
    numbers = {"numbers": [{"value": serial % 900, "what": "قتيل"}]} if serial % 3 == 0 else {}
    return Annotation(
        uuid=str(uuid.UUID(int=(0x0193 << 112) | (serial << 80) | (7 << 76) | (8 << 60) | serial)),
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, sentence.start, sentence.end, index),
        tags=tuple(sorted(("claim", corpora.TAGS[serial % len(corpora.TAGS)]))),
        attributes={
            "reported_as": "asserted",
            "claimant": CLAIMANTS[serial % len(CLAIMANTS)],
            **numbers,
        },
        annotator=f"analyst-{annotator + 1}",
        created=moment,
        updated=moment,
    )


class History:
    """Writes the segments of a history.

    Args:
        folder: where.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: list[bytes] = []
        self._size = 0
        self.last = 0

    def add(self, annotation: Annotation) -> None:
        """Add the change that made an annotation."""
        self.last += 1
        op = journal.Op(journal.ANNOTATIONS, str(self.last), to_document(annotation), annotation.uuid, None)
        made = annotation.created, annotation.annotator, STORE, "edit", (op,)
        self._lines.append(journal.encode(journal.JournalEntry(self.last, *made)))
        self._size += len(self._lines[-1])
        if self._size > SEGMENT:
            self.end()

    def end(self) -> None:
        """End a segment."""
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        data = packer.compress(b"".join(self._lines)) + packer.flush()
        (self._folder / f"{self.last}.jsonl.gz").write_bytes(data)
        self._lines, self._size = [], 0


def write(folder: Path, count: int) -> None:
    """Write the corpus, the annotations file and its history."""
    corpus, past = folder / "corpus", folder / "annotations.json.history"
    for made in (corpus, past, folder / "home"):
        made.mkdir(parents=True, exist_ok=True)
    history, filed = History(past), []
    with (corpus / "articles.jsonl").open("wb") as texts, (folder / "annotations.json").open("wb") as main:
        main.write(b'{"_default": {\n')
        for number, text in enumerate(articles(-(-count // PER_ARTICLE))):
            article, said = annotated(text, number)
            record = {"id": article.id, "title": article.own_title, "text": text, "source": "وكالة"}
            texts.write(msgspec.json.encode(record) + b"\n")
            filed.append(dump(filed_record(article)))
            for annotation in said:
                history.add(annotation)
                line = b'"%d": %s' % (history.last, dump(to_document(annotation)))
                main.write((b",\n" if history.last > 1 else b"") + line)
        history.end()
        main.write(b'\n},\n"articles": {\n')
        main.write(b",\n".join(b'"%d": %s' % pair for pair in enumerate(filed, 1)))
        line_of_descent = {"checkpoint": "0" * 16, "line": [], "session": STORE}
        meta = {"format": 1, "store": STORE, "seq": history.last, **line_of_descent}
        main.write(b'\n},\n"_meta": {\n"1": %s\n}}\n' % dump(meta))
    (folder / "done").touch()


def peak() -> float:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, what: str) -> Iterator[tuple[str, float]]:
    """Yield what is measured in this process, by name; times in seconds of CPU, memory in MiB."""
    main = folder / "annotations.json"
    began = time.process_time()
    with open_store(main, annotator="me", readonly=what != "save") as store:
        yield "open s", time.process_time() - began
        first = store.list(FIRST)
        yield "open, first article s", time.process_time() - began
        yield "open MiB", peak()
        if what == "board":
            began = time.process_time()
            rows = ClaimIndex(store, DEFAULT).fill()
            next(rows)
            yield "board's first rows s", time.process_time() - began
        if what == "save":
            store.pause_checkpoints()
            saves = []
            for number in range(SAVES):
                current = store.get(first[0].uuid)
                assert current is not None
                noted = msgspec.structs.replace(current, note=str(number))
                began = time.process_time()
                store.apply([Change(current.uuid, current.rev, noted)], by="me")
                saves.append(time.process_time() - began)
            yield "save s", sorted(saves)[SAVES // 2]
            began, since = time.process_time(), time.time()
            store.checkpoint()
            yield "checkpoint s", time.process_time() - began
            yield "checkpoint, by the clock s", time.time() - since
            yield "save, checkpoint MiB", peak()


def command(folder: Path, *arguments: str) -> Iterator[tuple[str, float]]:
    """Yield what a command takes: seconds to the first line, seconds of CPU, lines, MiB."""
    began, lines, first = time.time(), 0, 0.0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = [corpora.program(), *arguments, "--db", str(folder / "annotations.json")]
    with subprocess.Popen(run, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in process.stdout:
            first = first or time.time() - began
            lines += 1
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield f"{arguments[0]}: first line, by the clock s", first
    yield f"{arguments[0]} s", after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    yield f"{arguments[0]} lines", lines
    yield f"{arguments[0]} MiB, the most of the commands so far", after.ru_maxrss / 1024


def main() -> int:
    """Print what was measured, a line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotations", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--measure", choices=["open", "board", "save"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.keep or corpora.cache() / f"annotations-{options.annotations}-{VERSION}"
    if options.measure:
        for name, value in measure(folder, options.measure):
            print(f"{name}\t{value:.4f}", flush=True)
        return 0
    if not (folder / "done").exists():
        print(f"making {folder}", file=sys.stderr, flush=True)
        write(folder, options.annotations)
    os.environ["CLAIMREADER_HOME"] = str(folder / "home")
    table_cache.path_of((folder / "annotations.json").resolve()).unlink(missing_ok=True)
    figures: dict[str, float] = {}
    for title, what in (("without a cache, ", "open"), ("", "open"), ("", "board"), ("", "save")):
        run = [sys.executable, __file__, "--measure", what, "--keep", str(folder)]
        for line in subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
            name, value = line.split("\t")
            figures[title + name] = float(value)
            print(f"{title}{name}: {value}", flush=True)
    if options.commands:
        corpus = str(folder / "corpus")
        subprocess.run([corpora.program(), "index", corpus], check=True, stdout=subprocess.DEVNULL)
        for arguments in (("export", corpus), ("history", "--corpus", corpus), ("verify", corpus)):
            for name, value in command(folder, *arguments):
                print(f"{name}: {value:.2f}", flush=True)
    kept = figures["open, first article s"] <= OPEN and figures["open MiB"] <= MEMORY
    return int(not (kept and figures["board's first rows s"] <= BOARD))


if __name__ == "__main__":
    sys.exit(main())
