"""Makes the README's pictures in a real terminal: `python tests/terminals/pictures.py`.

xterm, which shows cells as they are sent, with the dark theme as it is; the sample articles with six claims
that contradict each other, and a few sentences tagged by keys.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from display import Display, Window
from emulators import EMULATORS
from msgspec.structs import replace
from reading import save

sys.path.insert(0, str(Path(__file__).parent.parent / "helpers"))
from sample_claims import articles, claims, contradicting
from sample_claims import save as annotate
from sample_corpus import samples

from annotations.insight.trust import Trust
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.suggestions import read_along

FOLDER = Path(__file__).parent.parent / "pictures"
COMMAND = str(Path(sys.executable).parent / "claimreader")
COLUMNS, ROWS = 120, 32
TAGS = ("2", "c", "j", "4", "5", "k")
"""Keys in the third article: types go on to the next sentence, `c` stays, `k` goes back to a tagged one."""


def main() -> None:
    """Write reader.png, board.png and quantities.png."""
    display = Display()
    try:
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "run"
            run.mkdir()
            news = samples(Path(folder) / "news")
            annotate(news, contradicting(_with_claimants(news)))
            environment = {
                "CLAIMREADER_HOME": str(Path(folder) / "state"),
                "CLAIMREADER_ANNOTATOR": "analyst-1",
                "TERM": "xterm-256color",  # xterm has all colours, and says that it has 8
                "COLORTERM": "truecolor",
            }
            window = Window(
                display,
                EMULATORS["xterm"],
                [COMMAND, str(news)],
                run=run,
                columns=COLUMNS,
                rows=ROWS,
                environment=environment,
            )
            with window:
                window.settled(1.5)
                window.keys("j", "j", "Return", *TAGS)
                _save(window, "reader")
                window.keys("q", "g", "t")
                _save(window, "board")
                window.keys("t", "f")
                _save(window, "quantities")
    finally:
        display.close()


def _with_claimants(news: Path) -> list[Annotation]:
    """Return the claims, each with the claimant that the program suggests, if it suggests one."""
    known = {article.id: article for article in articles(news).values()}
    named = []
    for claim in claims(news):
        article = known[claim.article.id]
        reckoned = read_along(article, Trust(), DEFAULT)
        names = reckoned.names(claim.target.sentence or 0)
        attributes = claim.attributes | ({"claimant": names[0]} if names else {})
        named.append(replace(claim, attributes=attributes))
    return named


def _save(window: Window, name: str) -> None:
    path = FOLDER / f"{name}.png"
    save(window.cells(window.settled(), 0, 0, COLUMNS, ROWS), path)
    print(f"{path.name}: {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
