"""`claimreader sentences`: the units of the articles with their offsets (code points) and kinds."""

from __future__ import annotations

import argparse
import sys

import msgspec

from tui.commands.opening import articles, on_terminal, printable, project, terminal_width


def run(options: argparse.Namespace) -> int:
    """Print one line a sentence."""
    count = 0
    rows = on_terminal() and not options.json
    if rows:
        from tui.commands.rows import fitted, keeping_order

        width = terminal_width()
        with keeping_order():
            for article in articles(project(options)):
                count += 1
                for index, unit in enumerate(article.sentences):
                    left = f"{printable(article.id)[:12]:<12} {index + 1:>4} {unit.kind:<15} "
                    print(left + fitted(article.text[unit.start : unit.end], max(1, width - len(left)), right=True))
        return 0 if count else 2
    for article in articles(project(options)):
        count += 1
        for index, unit in enumerate(article.sentences):
            text = article.text[unit.start : unit.end]
            if options.json:
                record = {"article": article.id, "index": index, "start": unit.start, "end": unit.end, "kind": unit.kind, "text": text}
                sys.stdout.write(msgspec.json.encode(record).decode() + "\n")
            else:
                print(f"{article.id}\t{index + 1}\t{unit.start}-{unit.end}\t{unit.kind}\t{' '.join(text.split())}")
    return 0 if count else 2
