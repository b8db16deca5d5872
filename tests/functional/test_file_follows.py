"""`annotations.json` follows the keys while the program runs: any other program may read it at any time."""

import os
from pathlib import Path

from terminal import COMMAND, Terminal
from tinydb import TinyDB

ARTICLE = "قال المتحدث إن القوات تقدمت. وسيطرت على ثلاثة أحياء. ولم يعلق الجيش. وقتل خمسة مدنيين.\n"


def tags(path: Path) -> int:
    """Return how many annotations TinyDB by itself finds in the file."""
    if not path.exists():
        return 0
    with TinyDB(path, access_mode="r") as database:
        return len(database.all())


def test_three_pauses_in_a_fresh_folder(tmp_path: Path) -> None:
    corpus = tmp_path / "news"
    corpus.mkdir()
    (corpus / "a.txt").write_text(ARTICLE, encoding="utf-8")
    environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_DB": ""}
    with Terminal([COMMAND, str(corpus)], env={**os.environ, **environment}) as reader:
        reader.wait_for("1 article")
        reader.type("\r")
        for number in (1, 2, 3):
            reader.type("2")
            reader.wait_for(f"decided {number}/4")
            reader.wait_until(lambda number=number: tags(corpus / "annotations.json") == number)
        reader.type("qq")
        assert reader.wait_for_end() == 0
