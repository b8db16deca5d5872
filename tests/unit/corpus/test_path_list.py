"""Lists of paths, as `find` writes them: what they may look like, and what becomes of a bad line."""

import io
import json
import unicodedata
from pathlib import Path

import pytest
from corpus_tools import Make
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.composition import Project
from annotations.corpus import CorpusError, open_corpus
from annotations.corpus.path_list import LONGEST_LIST, paths_from
from annotations.paths import database_path


def json_line(value: object) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"


def read(data: bytes) -> list[Path]:
    return paths_from(io.BytesIO(data))


def test_a_list_is_one_path_a_line_or_divided_by_nul() -> None:
    assert read(b"a b.txt\n\nc\r\n") == [Path("a b.txt"), Path("c")]
    assert read(b"a\0b\nc\0") == [Path("a"), Path("b\nc")]
    assert read(b"\xef\xbb\xbfa\na\nb") == [Path("a"), Path("b")]
    assert bytes(read(b"\xe1.txt\n")[0]) == b"\xe1.txt"


@given(st.lists(st.binary(min_size=1).filter(lambda name: b"\0" not in name and name.strip()), min_size=1))
@example([b"\xef\xbb\xbf"])
def test_what_find_print0_writes_comes_back(names: list[bytes]) -> None:
    paths = list(dict.fromkeys(Path(name.decode("utf-8", "surrogateescape")) for name in names))
    assert read(b"".join(name + b"\0" for name in names)) == paths


def test_what_is_no_list_is_said() -> None:
    for data in (b"", b"\n \n", b"\0\0"):
        with pytest.raises(CorpusError, match="held no path; expected a list of paths, one a line"):
            read(data)
    with pytest.raises(CorpusError, match="more than 64 MB are no list"):
        read(bytes(LONGEST_LIST + 1))


def test_a_bad_path_of_a_list_is_one_line_and_the_rest_works(make: Make) -> None:
    folder = make({"a.txt": "أ", "b.txt": "ب", "1.png": "x", "2.png": "x", "3.gif": "x"})
    (folder / "loop.txt").symlink_to("loop.txt")
    long = folder / ("x" * 300 + ".txt")
    listed = [folder / name for name in ("a.txt", "gone.txt", "1.png", "2.png", "3.gif", "loop.txt", "b.txt")]
    corpus = open_corpus([], listed=[*listed, long])
    assert [entry.id for entry in corpus.entries] == ["a.txt", "b.txt"]
    said = [str(problem).removeprefix(f"{folder}/") for problem in corpus.problems]
    assert [line.partition(":")[0] for line in said] == ["gone.txt", "loop.txt", long.name, "-"]
    assert said[3].startswith("-: 3 files not read: 2 .png, 1 .gif: pictures")
    with pytest.raises(CorpusError, match=r"gone\.txt: no such file"):
        open_corpus([folder / "gone.txt"], listed=[folder / "a.txt"])
    with pytest.raises(CorpusError, match=r"no articles in .*: .*gone\.txt: no such file"):
        open_corpus([], listed=[folder / "gone.txt"])


def test_what_is_ours_is_no_article_of_a_list_either(make: Make) -> None:
    """As for `find . -type f`, which lists all that claimreader keeps beside the articles."""
    manifest = ({"claimreader": "1"}, {"file": "a.txt", "article": "a"}, {"file": "a.ann", "article": "a"})
    folder = make({
        "a.txt": "أ",
        "annotations.json": '{"_default":{}}',
        "annotations.json.journal": "x",
        "annotations.json.history/1.jsonl": '{"text":"x"}',
        "claimreader.toml": "x",
        "brat/a.txt": "أ",
        "brat/a.ann": "",
        "brat/claimreader.jsonl": "".join(map(json_line, manifest)),
    })  # fmt: skip
    corpus = open_corpus([], listed=sorted(path for path in folder.rglob("*") if path.is_file()))
    assert [entry.path for entry in corpus.entries] == [folder / "a.txt"]
    assert not corpus.problems


def test_namesakes_in_a_list_are_told_apart(make: Make) -> None:
    composed = unicodedata.normalize("NFC", "آ.txt")
    decomposed = unicodedata.normalize("NFD", composed)
    folder = make({"x/a.txt": "أ", "y/a.txt": "ب", "b.txt": "ج", composed: "د", decomposed: "ه"})
    corpus = open_corpus([], listed=sorted(folder.rglob("*.txt")))
    ids = [entry.id for entry in corpus.entries]
    assert len(set(ids)) == 5
    assert {"b.txt", "x/a.txt", "y/a.txt"} < set(ids)


def test_the_annotations_of_a_list_are_in_the_users_folder_whatever_its_order(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    folder = make({"a.txt": "أ", "b.txt": "ب"})
    first, second = folder / "a.txt", folder / "b.txt"
    both = database_path([first, second], listed=True)
    assert both == database_path([second, folder / "." / "a.txt"], listed=True)
    assert both.is_relative_to(tmp_path / "home")
    assert Project([], listed=[first]).database == database_path([first], listed=True) != both
    assert Project([], listed=[first]).database.is_relative_to(tmp_path / "home")
    assert Project([first]).database == folder / "annotations.json"
