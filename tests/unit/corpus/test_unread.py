"""Files that aren't read are counted and told with what helps; none is left out in silence."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from corpus_tools import Make, indexed, messages

from annotations.composition import Project
from annotations.corpus import CorpusError, open_corpus
from annotations.corpus.formats import KINDS, PAGE_PARTS, SUFFIXES, ending_of
from annotations.corpus.problems import Problems
from annotations.corpus.records import Problem
from annotations.corpus.unread import counts, told
from annotations.extras import REMEDY
from annotations.services.corpus_check import look

TEXT = "قال الوزير إن الوضع هادئ."
UNKNOWN = "not a format that claimreader reads"


def line(folder: Path, said: str) -> str:
    return f"{folder}: {said}"


def test_files_of_unknown_kinds_are_one_line_by_number(make: Make) -> None:
    folder = make({"a.txt": TEXT, "x.zzz": "x", "y/z.ZZZ": "x", "q.qqq": "x", "README": "x", ".hidden": "x"})
    assert messages(folder) == [
        line(folder, f"4 files not read: 2 .zzz, 1 without an ending, 1 .qqq: {UNKNOWN}")
    ]


def test_one_line_for_each_remedy(make: Make) -> None:
    names = ["1.jpg", "2.mp4", "3.jpg", "a.zip", "b.rar", "c.doc", "d.7z", "e.tar.gz", "f.numbers"]
    folder = make({"a.txt": TEXT, **dict.fromkeys(names, "x")})
    assert messages(folder) == [
        line(folder, "4 files not read: 1 .7z, 1 .rar, 1 .tar, 1 .zip: unpack archives first"),
        line(folder, "3 files not read: 2 .jpg, 1 .mp4: pictures, sound and video have no text"),
        line(folder, "1 .doc not read: save as .docx"),
        line(folder, "1 .numbers not read: export as .csv"),
    ]


def test_what_is_missing_is_named_with_one_command(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("trafilatura", "pyarrow"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    folder = make({"a.txt": TEXT, "a.html": "x", "b.htm": "x", "c.parquet": "x"})
    assert messages(folder) == [
        line(
            folder,
            f"3 files not read: 1 .htm, 1 .html, 1 .parquet: needs trafilatura and pyarrow: {REMEDY}",
        )
    ]


def test_more_than_eight_endings_are_counted(make: Make) -> None:
    folder = make({"a.txt": TEXT, **{f"{n}.k{chr(97 + n)}": "x" for n in range(20)}})
    (said,) = messages(folder)
    assert said.startswith(line(folder, "20 files not read: 1 .ka, 1 .kb,"))
    assert said.endswith(f"1 .kh and 12 more: {UNKNOWN}")


def test_what_a_page_was_saved_with_is_one_short_line(make: Make) -> None:
    parts = {f"خبر_files/{name}": "x" for name in ("a.js", "b.css", "c.png", "d", "deep/e.woff2", "f.json")}
    folder = make(
        {"خبر.html": f"<article>{f'<p>{TEXT}</p>' * 9}</article>", **parts, "other_files/a.png": "x"}
    )
    assert messages(folder) == [
        line(folder, "1 .png not read: pictures, sound and video have no text"),
        line(folder, "6 files not read: parts of saved web pages"),
    ]


def test_what_lies_around_on_every_disk_is_not_counted(make: Make) -> None:
    names = ("Thumbs.db", "desktop.ini", ".DS_Store", "~$مقال.docx", "mine.json.journal", "__init__.py")
    assert messages(make({"a.txt": TEXT, **dict.fromkeys(names, "x")})) == []


def test_exports_of_ours_are_not_counted_and_others_are(make: Make) -> None:
    folder = make(
        {"a.txt": TEXT, "x.jsonld": '[{"@context":["http://www.w3.org/ns/anno.jsonld",{"claimreader":'}
    )
    for name, origin in (("ours.qdpx", "claimreader"), ("theirs.qdpx", "NVivo")):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("project.qde", f'<Project origin="{origin}"/>')
    (folder / "damaged.qdpx").write_bytes(b"PK\3\4damaged")
    assert messages(folder) == [line(folder, "2 .qdpx not read: annotations, which claimreader import reads")]


@pytest.mark.parametrize(
    ("name", "suffix", "ending"),
    [
        ("a.PDF", ".pdf", ".pdf"),
        ("1. خبر عن الحرب", ". خبر عن الحرب", ""),
        ("log.3", ".3", ""),
        ("a.", ".", ""),
        ("dump.gz", "", ".gz"),
        ("a.averylongending", ".averylongending", ""),
        ("a", "", ""),
    ],
)
def test_an_ending_is_what_a_person_takes_for_one(name: str, suffix: str, ending: str) -> None:
    assert ending_of(name, suffix) == ending


def test_endings_without_end_are_counted_in_bounds() -> None:
    problems = Problems()
    for number in range(5000):
        problems.add_unread(f".x{number}")
    assert len(problems.all()) <= 1001
    assert sum(counts(problems.all()).values()) == 5000


def test_a_folder_with_nothing_to_read_says_what_is_there(make: Make) -> None:
    folder = make({"a.zip": "x", "b.jpg": "x"})
    with pytest.raises(
        CorpusError,
        match=r"no articles in .*corpus: 1 \.jpg not read: .*; 1 \.zip not read: unpack archives"
        r" first; expected \.txt, .* or another of \d+ endings: claimreader help formats$",
    ):
        open_corpus([folder])
    nothing = look(Project([folder]))
    assert nothing is not None
    assert nothing.problems[1] == "1 .zip not read: unpack archives first"


def test_a_file_that_is_named_is_an_error_with_what_helps(make: Make) -> None:
    folder = make({"a.zip": "x", "b.doc": "x", "c.xyz": "x"})
    for name, remedy in (
        ("a.zip", "unpack archives first"),
        ("b.doc", "save as .docx"),
        ("c.xyz", UNKNOWN),
    ):
        with pytest.raises(CorpusError, match=rf"{name}: not read: {remedy}; expected \.txt"):
            open_corpus([folder / name])


def test_a_file_with_nothing_of_its_kind_is_counted_and_named_alone_it_says_why() -> None:
    noted = Problems()
    noted.add_stranger("/c/a.json", "no list of articles")
    noted.add_stranger("/c/b.json", "no list of articles")
    noted.add_unread(".zip")
    assert told(noted.all(), "/c") == [
        Problem("/c", "2 .json not read: no article found inside", 2),
        Problem("/c", "1 .zip not read: unpack archives first", 1),
    ]
    alone = Problems()
    alone.add_stranger("/c/a.json", "no list of articles")
    assert told(alone.all(), "/c/a.json", {"/c/a.json"}) == [
        Problem("/c/a.json", "not read: no list of articles", 1)
    ]


def test_the_index_counts_anew_at_each_update(make: Make, cache: Path) -> None:
    folder = make({"a.txt": TEXT, "x.zip": "x", "y.zip": "x", "z.jpg": "x"})
    index = indexed(cache, folder)
    said = [str(problem) for problem in index.problems()]
    assert said == messages(folder)
    assert said[0] == line(folder, "2 .zip not read: unpack archives first")
    assert index.not_read() == {".zip": 2, ".jpg": 1}
    (folder / "x.zip").unlink()
    (folder / "n.doc").write_text("x")
    assert indexed(cache, folder).not_read() == {".doc": 1, ".jpg": 1, ".zip": 1}


def test_no_kind_is_read_under_an_ending_that_has_another_remedy() -> None:
    from annotations.corpus.unread import _REMEDIES, remedy_for

    assert len(SUFFIXES) == sum(len(kind.suffixes) for kind in KINDS)
    for suffix in SUFFIXES:
        assert remedy_for(suffix) not in set(_REMEDIES.values())
    assert PAGE_PARTS not in SUFFIXES


def test_all_brings_every_library_that_a_format_names() -> None:
    from importlib.metadata import requires

    from tui.commands.version_report import extras

    lines = [line.replace(" ", "") for line in requires("claimreader") or []]
    of_all = {re.split(r"[\[>]", line)[0].lower() for line in lines if "extra==" in line}
    assert {name.lower() for name in extras()} - of_all == set()
