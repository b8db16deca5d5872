"""What the list of quantities costs among 100,000 claims: its first rows, all of them, a noun, a row.

    python tests/bench/quantities.py

The bar: first rows in 0.2 s. Half of the claims have their number noted, the others leave it to be read. The
time is the processor's, since all but the first rows is work of a thread beside the keys.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotations.model.records import Annotation, ArticleRef, Target
from annotations.services.figure_index import FigureIndex

CLAIMS = 100_000
FIRST_ROWS = 0.2
AT_ONCE = 0.05
"""Seconds for which the screen reads before its first frame."""
SAID = (
    ("قال {who} إن {n} شخصا قتلوا في سيول وادي الرمل.", "شخصا"),
    ("أعلن {who} أن نوران أرسلت {n} جندي إلى وادي الرمل.", "جندي"),
    ("ذكر {who} أن {n} منزلا دمرت في القرية.", "منزلا"),
)


class Claims:
    """A source of made-up claims, held in memory as a store holds its own."""

    def __init__(self, count: int) -> None:
        draw = random.Random(3)
        self._claims = {claim.uuid: claim for claim in (_claim(number, draw) for number in range(count))}
        self._of: dict[str, list[Annotation]] = {}
        for claim in self._claims.values():
            self._of.setdefault(claim.article.id, []).append(claim)

    def get(self, uuid: str) -> Annotation | None:
        """Return a claim."""
        return self._claims.get(uuid)

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return no link."""
        return ()

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return the claims of an article."""
        return self._of[article_id or ""]

    def article_ids(self) -> Sequence[str]:
        """Return the articles."""
        return sorted(self._of)

    def article(self, article_id: str) -> Mapping[str, Any] | None:
        """Return what is remembered of an article."""
        return {"id": article_id, "source": "الساحل", "published": f"2025-0{1 + len(article_id) % 9}-03"}


def _claim(number: int, draw: random.Random) -> Annotation:
    form, unit = SAID[number % len(SAID)]
    amount = draw.randrange(11, 90_000)
    quote = form.format(who=f"شاهد {draw.randrange(200)}", n=amount)
    noted = {"value": float(amount), "unit": unit, "approx": False, "quote": f"{amount} {unit}"}
    return Annotation(
        uuid=f"u{number}",
        article=ArticleRef(f"{number // 100:05}.txt", "0" * 64),
        target=Target(number % 100 * 80, number % 100 * 80 + len(quote), quote, sentence=number % 100),
        tags=("claim", "quantity"),
        attributes={"claimant": f"شاهد {number % 200}"} | ({"numbers": [noted]} if number % 2 else {}),
        annotator="analyst-1",
        created="2026-01-01T00:00:00.000Z",
        updated="2026-01-01T00:00:00.000Z",
    )


def main() -> int:
    """Print what was measured; 1 if the first rows are over their bar."""
    index = FigureIndex(Claims(CLAIMS))
    batches, memory = index.fill(), _memory()

    def first_rows() -> None:
        end = time.process_time() + AT_ONCE
        for _rows in batches:
            if time.process_time() > end:
                break
        index.find(index.noun_counts()[0][0])

    first = _took(first_rows)
    rest = _took(lambda: [None for _rows in batches])
    noun = index.noun_counts()[0][0]
    found = _took(lambda: index.find(noun))
    rows = index.find(noun).rows
    row = _took(lambda: [index.figure(row) for row in rows[:1000]]) / 1000
    print(f"first rows, s                 {first:8.3f}  bar {FIRST_ROWS}")
    print(f"all {CLAIMS:,} claims, s         {rest:8.3f}")
    print(f"a noun of {len(rows):,} amounts, s   {found:8.3f}")
    print(f"a row, ms                     {row * 1000:8.3f}")
    print(f"memory, MiB                   {_memory() - memory:8.1f}")
    return int(first > FIRST_ROWS)


def _took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _memory() -> float:
    """Return the memory of this process in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    sys.exit(main())
