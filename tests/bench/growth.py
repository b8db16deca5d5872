"""The cost of a history that has grown: `history` and `verify` against `list`, after 50,000 changes.

    python tests/bench/growth.py [--changes 50000] [--annotations 12500] [--rounds 5] [--keep FOLDER]

A store as two years of work leave it is made once: each annotation is tagged, gets a claimant, a number and a
note, and some are deleted and brought back. Then the installed program is timed in turns, so that a machine
whose clock changes is as fast for one command as for another; what counts are the ratios of one round.

Bars: each of both commands takes at most 3 times what `list` takes (median of the rounds).
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from annotations.composition import article_record
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp
from annotations.services.undo import undo
from annotations.store import disk
from annotations.store.base import Change
from annotations.store.tinydb_store import MAX_JOURNAL, open_store

COMMAND = str(Path(sys.executable).parent / "claimreader")
BAR = 3.0
ANNOTATOR = "analyst-1"

_TEXT = (
    "وقال المتحدث باسم الجيش إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء منها خلال الليل بينما نفت "
    "وزارة الدفاع سقوط قتلى وأعلنت الوكالة أن 1500 جندي وصلوا إلى الحدود وأكد شهود عيان وقوع انفجارات"
)
_WORDS = _TEXT.split()


def _articles(folder: Path, number: int) -> Iterator[Article]:
    """Write articles of 40 sentences."""
    chosen = random.Random(11)
    for place in range(number):
        sentences = [" ".join(chosen.choices(_WORDS, k=chosen.randint(8, 24))) + "." for _ in range(40)]
        text = f"خبر رقم {place}\n\n2 أكتوبر 2024\n\n" + " ".join(sentences) + "\n"
        (folder / f"{place:05d}.txt").write_text(text, encoding="utf-8")
        yield Article(f"{place:05d}.txt", text)


def _made(articles: list[Article], number: int) -> Iterator[Annotation]:
    """Make annotations, in turns over the articles' sentences."""
    per_article = -(-number // len(articles))
    made = 0
    for article in articles:
        units = article.units
        for place in range(min(per_article, number - made)):
            unit = units[place % len(units)]
            now = timestamp()
            yield Annotation(
                uuid=new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, unit.start, unit.end, place % len(units)),
                tags=("claim",),
                annotator=ANNOTATOR,
                created=now,
                updated=now,
            )
            made += 1


def make(folder: Path, changes: int, annotations: int) -> Path:
    """Make a corpus and a store with that many changes in its history; return the corpus."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    articles = list(_articles(corpus, max(1, annotations // 40)))
    disk.flush = lambda fd: None  # type: ignore[assignment]  # 50,000 flushes take minutes, and prove nothing
    with open_store(corpus / "annotations.json", annotator=ANNOTATOR) as store:
        store.pause_checkpoints()
        for article in articles:
            store.remember_article(article_record(article))
        edits = (
            lambda it: msgspec.structs.replace(it, tags=("claim", "quantity")),
            lambda it: msgspec.structs.replace(it, attributes={"claimant": "المتحدث باسم الجيش"}),
            lambda it: msgspec.structs.replace(it, attributes={**it.attributes, "reported_as": "asserted"}),
            lambda it: msgspec.structs.replace(it, note="يُراجع مع البيان الأصلي للوزارة"),
            lambda it: msgspec.structs.replace(it, note=""),
        )
        uuids = []
        written = 0
        for annotation in islice(_made(articles, annotations), changes):
            store.apply([Change(annotation.uuid, 0, annotation)], by=ANNOTATOR)
            uuids.append(annotation.uuid)
        step = 0
        while store.info().seq < changes:
            for uuid in islice(uuids, changes - store.info().seq):
                current = store.get(uuid)
                if current is None:
                    continue
                changed = msgspec.structs.replace(edits[step % len(edits)](current), updated=timestamp())
                store.apply([Change(uuid, current.rev, changed)], by=ANNOTATOR)
                written += 1
                if written % 1000 == 0:
                    undo(store, ANNOTATOR)
                if len(store._journal) >= MAX_JOURNAL:
                    store.checkpoint()
            step += 1
        store.checkpoint()
    return corpus


def timed(*arguments: str, env: dict[str, str]) -> tuple[float, float]:
    """Run the program; return seconds, and the most memory it had in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{arguments}: {said.decode()}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> None:
    """Make the store, time the commands, and fail where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=50_000)
    parser.add_argument("--annotations", type=int, default=12_500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="where the store is made, or lies already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        corpus = folder / "corpus"
        if not corpus.exists():
            corpus = make(folder, options.changes, options.annotations)
        env = os.environ | {"CLAIMREADER_HOME": str(folder / "home")}
        history = corpus / "annotations.json.history"
        size = sum(path.stat().st_size for path in history.iterdir())
        print(f"history: {size / 1e6:.1f} MB in {len(list(history.iterdir()))} segments")
        timed("list", str(corpus), env=env)  # which makes the index
        times: dict[str, list[float]] = {"list": [], "history": [], "verify": []}
        memory: dict[str, float] = {}
        for _ in range(options.rounds):
            for command, each in times.items():
                named = ["--corpus", str(corpus)] if command == "history" else [str(corpus)]
                seconds, memory[command] = timed(command, *named, env=env)
                each.append(seconds)
        failed = False
        for command, each in times.items():
            ratios = [seconds / base for seconds, base in zip(each, times["list"], strict=True)]
            middle = statistics.median(ratios)
            failed |= middle > BAR
            print(
                f"{command:8} {statistics.median(each):6.2f} s  {middle:5.2f} times list "
                f"({min(ratios):.2f} to {max(ratios):.2f})  {memory[command]:.0f} MiB"
            )
    sys.exit(failed)


if __name__ == "__main__":
    main()
