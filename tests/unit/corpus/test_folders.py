"""Which files are articles, what they are called, in which order, and what is never one."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from corpus_tools import Make, messages, texts

import seeds
from annotations.corpus import CorpusError, open_corpus
from annotations.corpus.own_files import MANIFEST
from annotations.corpus.problems import Problems
from annotations.exchange import files
from annotations.exchange.formats.csv_table import COLUMNS


def ids(*roots: Path) -> list[str]:
    return [entry.id for entry in open_corpus(roots).entries]


def test_the_shipped_seeds_are_five_articles() -> None:
    corpus = open_corpus([seeds.FOLDER])
    assert [entry.id[:3] for entry in corpus.entries] == ["000", "001", "002", "003", "004"]
    assert corpus.problems == []
    for entry in corpus.entries:
        article = corpus.read(entry)
        assert article.text.encode() == entry.path.read_bytes()
        assert (article.id, article.path, article.encoding) == (entry.id, str(entry.path), "utf-8")


def test_articles_are_listed_without_being_opened(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make({"a.txt": "أ", "b.TXT": "ب"})
    monkeypatch.setattr("annotations.corpus.file_content.open_file", None)
    assert ids(folder) == ["a.txt", "b.TXT"]


def test_the_order_is_that_of_the_names_code_points(make: Make) -> None:
    names = ["a.txt", "a/b.txt", "a-b.txt", "a/a/z.txt", "b.md", "ا.txt", "a0.txt", "A.txt"]
    assert ids(make(dict.fromkeys(names, "x"))) == sorted(names)


def test_what_is_never_an_article(make: Make) -> None:
    folder = make(
        {
            "1.txt": "مقال",
            ".hidden.txt": "x",
            ".git/a.txt": "x",
            "annotations.json": '[{"text": "x"}]',
            "annotations.json.bak": "x",
            "annotations.json.2026.json": '[{"text": "x"}]',
            "claimreader.toml": "x",
            "other.py": "x",
            "README": "x",
            "my-tags.json": '{"_default": {"1": {"uuid": "x"}}, "_meta": {}}',
            "export.jsonl": '{"schema": "claimreader/1", "uuid": "x", "text": "x"}\n',
            "tight.ndjson": '{"schema":"claimreader/1","text":"x"}\n',
            "export.csv": "\ufeff# claimreader export of 2026\nid,text\n1,x\n",
            "report.md": "# claimreader report\n",
            "report.html": "<!-- # claimreader report -->\n<p>x",
            "table.csv": "\ufeff" + ",".join(COLUMNS) + ",certainty\nx\n",
            "table.tsv": "\t".join(COLUMNS) + "\tcertainty\nx\n",
            f"brat/{MANIFEST}": '{"claimreader":"brat"}\n{"file":"1.txt"}\n{"file":"data/2.jsonl"}\n',
            "brat/1.txt": "x",
            "brat/data/2.jsonl": '{"text": "x"}',
        }
    )
    assert ids(folder) == ["1.txt"]
    strangers = "2 files not read: 1 without an ending, 1 .py: not a format that claimreader reads"
    assert messages(folder) == [f"{folder}: {strangers}"], "what is ours isn't counted"


def test_an_export_named_as_a_manifest_hides_nothing_else(make: Make) -> None:
    folder = make({MANIFEST: '{"schema": "claimreader/1", "file": "1.txt", "text": "x"}\n', "1.txt": "مقال"})
    assert ids(folder) == ["1.txt"]
    make({MANIFEST: '{"claimreader":"brat"}\n{"file":"2.txt"}\nnonsense\n', "2.txt": "x"})
    assert ids(folder) == ["1.txt"]


def test_the_marks_are_those_that_exports_bear() -> None:
    assert files.MANIFEST == MANIFEST
    assert files.manifest_line(claimreader="brat").startswith(b'{"claimreader":')
    assert (
        ",".join(COLUMNS)
        .encode()
        .startswith(b"article,title,source,published,url,sentence,start,end,quote,tags,")
    )


def test_json_lines_that_quote_our_schema_later_are_articles(make: Make) -> None:
    folder = make({"a.jsonl": '{"text": "ذكر \\"schema\\":\\"claimreader/1\\""}\n'})
    assert ids(folder) == ["a.jsonl:1"]


def test_two_roots_put_their_names_first(make: Make) -> None:
    folder = make({"north/1.txt": "أ", "south/1.txt": "ب", "x/south/1.txt": "ج", "2.txt": "د"})
    assert ids(folder / "north") == ["1.txt"]
    assert ids(folder / "south", folder / "north") == ["north/1.txt", "south/1.txt"]
    assert ids(folder / "south", folder / "x/south") == ["corpus/south/1.txt", "x/south/1.txt"]
    assert ids(folder / "2.txt") == ["2.txt"]
    assert ids(folder / "2.txt", folder / "north/1.txt", folder / "south/1.txt") == [
        "2.txt",
        "north/1.txt",
        "south/1.txt",
    ]


def test_a_root_inside_another_one_is_not_read_twice(make: Make) -> None:
    folder = make({"a/1.txt": "أ", "2.txt": "ب"})
    assert ids(folder, folder / "a", folder / "2.txt", folder) == ["2.txt", "a/1.txt"]


def test_a_folder_is_called_by_its_own_name_however_it_is_given(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make({"a/1.txt": "أ", "b/1.txt": "ب"})
    monkeypatch.chdir(folder / "a")
    assert ids(Path(), Path("../b")) == ["a/1.txt", "b/1.txt"]


def test_names_are_the_same_on_every_system(make: Make) -> None:
    composed = unicodedata.normalize("NFC", "أخبار.txt")
    folder = make({unicodedata.normalize("NFD", composed): "أ"})
    latin = os.fsencode(folder) + b"/\xe1.txt"
    Path(os.fsdecode(latin)).write_bytes(b"x")
    assert ids(folder) == ["\\xe1.txt", composed]
    assert len(texts(open_corpus([folder]))) == 2


def test_two_files_whose_names_look_alike_are_two_articles(make: Make) -> None:
    composed = unicodedata.normalize("NFC", "آ.txt")
    folder = make({composed: "أول", unicodedata.normalize("NFD", composed): "ثان"})
    assert len(texts(open_corpus([folder]))) == 2
    assert len({file.name for file in open_corpus([folder]).files(Problems())}) == 2


def test_what_is_not_there_is_an_error(make: Make) -> None:
    folder = make({"a/notes.py": "x", "a/b/.x.txt": "x", "picture.png": "x"})
    with pytest.raises(CorpusError, match="nowhere: no such file or folder"):
        open_corpus([folder / "nowhere"])
    with pytest.raises(CorpusError, match=r"pictur\.png: no such file or folder; perhaps picture\.png"):
        open_corpus([folder / "pictur.png"])
    with pytest.raises(CorpusError, match=r"no articles in .*corpus: .*1 \.png not read: .*; expected \.txt"):
        open_corpus([folder])
    with pytest.raises(
        CorpusError, match=r"picture\.png: not read: pictures, .* have no text; expected \.txt"
    ):
        open_corpus([folder / "picture.png"])
    with pytest.raises(CorpusError, match="no such encoding; try utf-8"):
        open_corpus([folder], encoding="klingon")
    with pytest.raises(CorpusError, match="no such encoding"):
        open_corpus([folder], encoding="rot13")
    with pytest.raises(CorpusError, match="there is no such field"):
        open_corpus([folder], fields={"headline": "x"})
    with pytest.raises(CorpusError, match="no folder"):
        open_corpus([])


def test_a_folder_of_unreadable_articles_says_why(make: Make) -> None:
    with pytest.raises(CorpusError, match=r"no articles in .*corpus: .*a\.txt: empty"):
        open_corpus([make({"a.txt": ""})]).entries  # noqa: B018 - the property raises


def test_an_article_is_found_by_a_unique_prefix_or_a_path(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(
        {"001_a.txt": "أ", "002_b.txt": "ب", "002.txt": "ج", "sub/x.txt": "د", "r.jsonl": '{"text":"ه"}'}
    )
    corpus = open_corpus([folder])
    assert corpus.find("001").id == "001_a.txt"
    assert corpus.find("002_").id == "002_b.txt"
    assert corpus.find("sub/x.txt").id == "sub/x.txt"
    assert corpus.find(str(folder / "sub" / "x.txt")).id == "sub/x.txt"
    monkeypatch.chdir(folder / "sub")
    assert corpus.find("x.txt").id == "sub/x.txt"
    assert corpus.find("../r.jsonl").id == "r.jsonl:1"
    with pytest.raises(CorpusError, match=r"002 may be 2 articles: 002\.txt, 002_b\.txt"):
        corpus.find("002")
    with pytest.raises(CorpusError, match="no article zzz"):
        corpus.find("zzz")
