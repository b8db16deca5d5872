"""Every example of the help topic `library` runs as it stands there."""

import re
from pathlib import Path

import pytest
from sample_claims import claims, save
from sample_corpus import samples

TOPIC = Path(__file__).parents[3] / "tui" / "help" / "library.md"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    (tmp_path / "articles").mkdir()
    corpus = samples(tmp_path / "articles" / "event")
    save(corpus, [*claims(corpus, annotator="mona"), *claims(corpus, annotator="omar")])
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = BLOCK.findall(TOPIC.read_text(encoding="utf-8"))
    assert len(blocks) > 5
    for block in blocks:
        exec(compile(block, str(TOPIC), "exec"), names)  # noqa: S102 - our own examples
    assert len(names["claims"]) == 12  # type: ignore[arg-type]  # a frame
    assert (tmp_path / "claims.csv").exists()
