"""The cost of a save, an opening and a checkpoint, each as a ratio to something measured in the same run.

    python tests/bench/store.py [--quick]

Bars: a save at 10,000 and at 100,000 annotations within 2 times that at 100, and under 8 KiB; an opening
within 1.5 times `json.load` of the same file, and the memory it takes half the file at most; saves and reads
during a checkpoint of 100,000 within 4 times those without (p95).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import msgspec

from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp, to_document
from annotations.store.base import Change
from annotations.store.tinydb_store import TinyDBStore, open_store

TEXT = "وقال المتحدث باسم الجيش إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء منها خلال الليل. " * 10
SAVES = 300

# The most memory that a process had, in KiB, before and after it opened a store (Linux: getrusage would count
# the parent's).
PEAK = """
import re, sys
from pathlib import Path
from annotations.store.tinydb_store import open_store
peak = lambda: int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
store = open_store(Path(sys.argv[1]), annotator="", readonly=True)
print(peak() - before)
"""


def annotation(number: int) -> Annotation:
    """Make an annotation of ordinary length, 40 to an article."""
    start = number % 300
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef(f"art-{number // 40:05d}", "0" * 64),
        target=target_for(TEXT, start, start + 110, number % 40),
        tags=("claim", "quantity"),
        attributes={"reported_as": "asserted", "claimant": "المتحدث باسم الجيش"} if number % 3 else {},
        annotator="analyst-1",
        created=timestamp(),
        updated=timestamp(),
    )


def make(folder: Path, size: int) -> Path:
    """Write an annotations file of `size` documents, as TinyDB itself would."""
    path = folder / f"{size}" / "annotations.json"
    path.parent.mkdir()
    documents = {str(slot): to_document(annotation(slot)) for slot in range(1, size + 1)}
    path.write_text(json.dumps({"_default": documents}))
    return path


def save(store: TinyDBStore, mine: list[Annotation]) -> float:
    """Time one save in ms: in turn a new annotation, and a changed one."""
    if len(mine) % 2:
        old = mine[-1]
        change = Change(old.uuid, old.rev, msgspec.structs.replace(old, note="ملاحظة"))
    else:
        fresh = annotation(len(mine))
        change = Change(fresh.uuid, 0, fresh)
    began = time.perf_counter()
    (stored,) = store.apply([change], by="analyst-1")
    took = time.perf_counter() - began
    mine.append(stored)
    return took * 1000


def bench_save(paths: dict[int, Path]) -> bool:
    """Compare saves over sizes, one of each in turn, so that the disk's mood hits all alike."""
    stores = {size: open_store(path, annotator="analyst-1") for size, path in paths.items()}
    mine: dict[int, list[Annotation]] = {size: [] for size in stores}
    times: dict[int, list[float]] = {size: [] for size in stores}
    for store in stores.values():
        store.pause_checkpoints()
    for _ in range(SAVES):
        for size, store in stores.items():
            times[size].append(save(store, mine[size]))
    medians = {size: statistics.median(values) for size, values in times.items()}
    for size, path in paths.items():
        each = path.with_name("annotations.json.journal").stat().st_size / SAVES
        print(
            f"save at {size:>7,}: p50 {medians[size]:.3f} p99 {sorted(times[size])[-4]:.2f} ms, {each:.0f} B"
        )
        stores[size].close()
    worst = max(medians.values()) / medians[min(medians)]
    print(f"save: at most {worst:.2f} times that at {min(medians)} (bar 2)")
    return worst <= 2


def bench_open(paths: dict[int, Path]) -> bool:
    """Compare opening with `json.load`, in turn."""
    good = True
    for size, path in paths.items():
        plain, ours = [], []
        for _ in range(5 if size < 100_000 else 3):
            began = time.perf_counter()
            with path.open(encoding="utf-8") as file:
                json.load(file)
            plain.append(time.perf_counter() - began)
            began = time.perf_counter()
            store = open_store(path, annotator="analyst-1")
            ours.append(time.perf_counter() - began)
            store.close()
        ratio = statistics.median(ours) / statistics.median(plain)
        print(
            f"open {size:>7,}: {statistics.median(ours) * 1000:.1f} ms, {ratio:.2f} times json.load (bar 1.5)"
        )
        good = good and (ratio <= 1.5 or size < 1000)
    return good


def bench_memory(path: Path) -> bool:
    """Compare what an open store takes, at most, with the size of its file, in a process of its own."""
    store = open_store(path, annotator="analyst-1")
    store.apply([Change(uuid := store.list()[0].uuid, 1, store.get(uuid))], by="analyst-1")
    store.close()  # now the file is as we write it
    done = subprocess.run([sys.executable, "-c", PEAK, path], check=True, capture_output=True)
    took, size = int(done.stdout) * 1024, path.stat().st_size
    print(f"memory: {took / 1e6:.0f} MB for a file of {size / 1e6:.0f} MB, {took / size:.2f} of it (bar 0.5)")
    return took <= size / 2


def bench_checkpoint(path: Path) -> bool:
    """Compare a key's work, one save and one read of an article, with and without a checkpoint beside it."""
    store = open_store(path, annotator="analyst-1")
    store.pause_checkpoints()
    mine: list[Annotation] = []

    def key() -> float:
        time.sleep(
            0.005
        )  # the fastest typist leaves 100; this leaves the other thread something to hold on to
        began = time.perf_counter()
        save(store, mine)
        store.list("art-00007")
        return (time.perf_counter() - began) * 1000

    alone, beside, length = [], [], 0.0
    for _ in range(3):
        alone += [key() for _ in range(100)]
        thread = threading.Thread(target=store.checkpoint)
        began = time.perf_counter()
        thread.start()
        while thread.is_alive():
            beside.append(key())
        length = max(length, time.perf_counter() - began)
    store.close()
    p95 = [sorted(times)[int(len(times) * 0.95)] for times in (alone, beside)]
    print(f"checkpoint: up to {length:.2f} s, {len(beside)} keys beside it, the worst {max(beside):.1f} ms")
    print(f"key: p50 {statistics.median(alone):.2f} / {statistics.median(beside):.2f} ms alone / beside")
    print(f"key: p95 {p95[0]:.2f} / {p95[1]:.2f} ms, {p95[1] / p95[0]:.2f} times (bar 4)")
    return p95[1] <= 4 * p95[0]


def main() -> int:
    """Run all; 1 when a bar is missed."""
    sizes = (100, 10_000) if "--quick" in sys.argv else (100, 10_000, 100_000)
    with tempfile.TemporaryDirectory(dir=".") as folder:
        paths = {size: make(Path(folder), size) for size in sizes}
        results = [bench_save(paths), bench_open(paths), bench_memory(paths[sizes[-1]])]
        results.append(bench_checkpoint(paths[sizes[-1]]))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
