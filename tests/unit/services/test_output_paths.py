"""Nothing that an analyst has is ever the price of an export, a report, a list of losses or a merged file.

Every way to name a thing that is kept is tried at every command that writes a file, with `--force`: whatever
is said, the files are as they were, byte for byte.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.composition import Project, article_record
from annotations.exchange import ExchangeError, ThereAlreadyError
from annotations.model.scheme import DEFAULT
from annotations.services.output_paths import OutputPaths
from annotations.services.tagging import press
from annotations.store import recovery
from tui.cli import main

SCHEME = 'guidelines = "rules.md"\n[[tags]]\nid = "claim"\nkey = "c"\n'
KEPT = (
    "corpus/annotations.json",
    "corpus/annotations.json.journal",
    "corpus/annotations.json.bak",
    "corpus/annotations.json.history/1.jsonl",
    "corpus/annotations.json.backups/2026-11-20.json",
    "corpus/annotations.json.damaged-17",
    "corpus/a.txt",
    "corpus/folder/b.jsonl",
    "corpus/claimreader.toml",
    "corpus/rules.md",
    "elsewhere/linked.html",
    "colleague/annotations.json",
    "home/settings.toml",
    "home/positions.json",
    "home/corpus-0123456789ab.sqlite",
    "home/settled-0123456789ab.json",
    "home/drafts/corpus-0123456789ab.json",
)
"""What is there and may never change, by its place below the test's folder."""

NEW = (
    "corpus/annotations.json.lock.jsonl",
    "corpus/annotations.json.tmp",
    "corpus/annotations.json.new",
    "corpus/Annotations.JSON.journal-2",
    "corpus/annotations.json. ",
    "corpus/annotations.json.history/2.jsonl",
    "corpus/sub/../annotations.json.restored",
    "colleague/annotations.json.journal",
    "home/terminals.json",
    "home/export.json",
    "home/positions.json.new",
    "home/drafts/other-0123456789ab.json",
)
"""Names that aren't there and are kept for the store or the program."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAIMREADER_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in KEPT:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if "annotations.json" not in name:
            path.write_text(f"نص {name}", encoding="utf-8")
    (tmp_path / "corpus" / "folder" / "b.jsonl").write_text('{"text": "نص آخر"}\n', encoding="utf-8")
    (tmp_path / "corpus" / "empty.json").write_bytes(b"")
    (tmp_path / "corpus" / "claimreader.toml").write_text(SCHEME)
    (tmp_path / "corpus" / "sub").mkdir()
    (tmp_path / "corpus" / "link.html").symlink_to(tmp_path / "elsewhere" / "linked.html")
    with_claim(tmp_path / "corpus")
    for name in KEPT:  # what the store has not made by itself
        path = tmp_path / name
        if "corpus/annotations.json." in name and not path.exists():
            path.write_text(f"kept {name}")
    (tmp_path / "colleague" / "x.txt").write_text("قال لا.", encoding="utf-8")
    with_claim(tmp_path / "colleague")
    (tmp_path / "out").mkdir()
    project = Project([tmp_path / "corpus"], annotator="me")
    yield project
    project.close()


def with_claim(corpus: Path) -> None:
    project = Project([corpus], annotator="me")
    store = project.store()
    article = project.corpus.read(project.corpus.find("a.txt" if (corpus / "a.txt").exists() else "x.txt"))
    store.remember_article(article_record(article))
    store.apply([press(article, 0, "claim", [], "me", DEFAULT)], by="me")
    project.close()


def tree(folder: Path) -> dict[str, bytes | str]:
    return {
        str(path.relative_to(folder)): f"-> {path.readlink()}" if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def as_export(path: str) -> list[str]:
    return ["export", "corpus", "-o", path, "--force"]


def as_losses(path: str) -> list[str]:
    return ["export", "corpus", "-o", "out/x.csv", "--format", "csv", "--loss", path, "--force"]


def as_report(path: str) -> list[str]:
    return ["report", "corpus", "-o", path, "--force"]


def as_conflicts(path: str) -> list[str]:
    files = ["corpus/annotations.json", "colleague/annotations.json"]
    return ["merge", *files, "-o", "out/merged.json", "--report", path, "--force", "--corpus", "corpus"]


def as_folder(path: str) -> list[str]:
    return ["export", "corpus", "--format", "brat", "-o", path, "--force"]


SINKS = [as_export, as_losses, as_report, as_conflicts, as_folder]


def plainly(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder))


def with_dots(path: Path, folder: Path) -> str:
    return f"out/../{path.relative_to(folder)}"


def by_link(path: Path, folder: Path) -> str:
    link = folder / "out" / "link.jsonl"
    link.symlink_to(path)
    return str(link)


def by_link_to_link(path: Path, folder: Path) -> str:
    (folder / "out" / "first").symlink_to(path)
    link = folder / "out" / "second.jsonl"
    link.symlink_to("first")
    return str(link)


def by_folder_link(path: Path, folder: Path) -> str:
    (folder / "out" / "in").symlink_to(path.parent)
    return f"out/in/{path.name}"


def by_hard_link(path: Path, folder: Path) -> str:
    link = folder / "out" / "hard.jsonl"
    link.hardlink_to(path)
    return str(link)


WAYS = [plainly, with_dots, by_link, by_link_to_link, by_folder_link, by_hard_link]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sink", SINKS)
def test_what_is_kept_is_never_replaced(
    project: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    sink: Callable[[str], list[str]],
    way: Callable[[Path, Path], str],
) -> None:
    for name in KEPT:
        target = way(tmp_path / name, tmp_path)
        before = tree(tmp_path)
        assert main(sink(target)) == 2, name
        said = capsys.readouterr().err
        assert said.startswith("claimreader: ")
        assert said.count("\n") == 1
        assert target in said
        assert tree(tmp_path) == before
        for made in (tmp_path / "out").iterdir():  # a link, by some ways
            made.unlink()


@pytest.mark.parametrize("sink", SINKS)
def test_a_file_of_the_corpus_that_can_not_be_read_is_kept_too(
    project: Project, tmp_path: Path, sink: Callable[[str], list[str]]
) -> None:
    (tmp_path / "corpus" / "broken.csv").write_bytes(b"\0\0")
    for name in ("corpus/empty.json", "corpus/broken.csv"):
        before = tree(tmp_path)
        assert main(sink(name)) == 2
        assert tree(tmp_path) == before


@pytest.mark.parametrize("sink", SINKS)
def test_names_of_the_store_and_the_program_are_never_taken(
    project: Project, tmp_path: Path, sink: Callable[[str], list[str]]
) -> None:
    before = tree(tmp_path)
    for name in NEW:
        assert main(sink(name)) == 2, name
    assert tree(tmp_path) == before


@pytest.mark.parametrize("sink", SINKS)
def test_a_link_to_nothing_makes_no_file(
    project: Project, tmp_path: Path, sink: Callable[[str], list[str]]
) -> None:
    (tmp_path / "out" / "dangling").symlink_to(tmp_path / "out" / "target")
    (tmp_path / "out" / "loop").symlink_to("loop")
    before = tree(tmp_path)
    for name in ("out/dangling", "out/loop"):
        assert main(sink(name)) == 2
    assert tree(tmp_path) == before


def test_a_merged_file_stands_at_a_new_name_or_at_one_of_the_two(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sides = ["corpus/annotations.json", "colleague/annotations.json"]
    (tmp_path / "mine.json").write_text("{}")
    (tmp_path / "out" / "dangling.json").symlink_to("nowhere.json")
    before = tree(tmp_path)
    refused = [name for name in (*KEPT, *NEW) if name not in sides]
    for name in [*refused, "mine.json", "out/dangling.json", "out", "out/new.txt", "missing/new.json"]:
        assert main(["merge", *sides, "-o", name, "--corpus", "corpus"]) == 2, name
        assert capsys.readouterr().err.count("\n") == 1
    assert tree(tmp_path) == before
    assert main(["merge", *sides, "-o", "out/new.json", "--report", "out/r.json"]) == 0
    assert (tmp_path / "out" / "r.json").read_bytes() == b'{"claimreader":"conflicts","conflicts":[]}\n'
    assert main(["merge", *sides, "-o", "out/newer.json", "--report", "out/r.json"]) == 2
    assert not (tmp_path / "out" / "newer.json").exists()
    (tmp_path / "out" / "mine").symlink_to(tmp_path / sides[0])
    assert main(["merge", *sides, "-o", "out/mine"]) == 0
    assert (tmp_path / "out" / "mine").is_symlink()


def test_innocent_names_beside_the_annotations_are_free_and_no_articles(
    project: Project, tmp_path: Path
) -> None:
    articles = [entry.id for entry in project.corpus.entries]
    for name, arguments in {
        "annotations.jsonl": [],
        "annotations-2026.csv": ["--format", "csv"],
        "my annotations.json": ["--format", "label-studio"],
        "standoff": ["--format", "brat"],
        "table": ["--format", "datasets"],
    }.items():
        assert main(["export", "corpus", "-o", f"corpus/{name}", *arguments]) == 0
        assert main(["export", "corpus", "-o", f"corpus/{name}", *arguments, "--force"]) == 0
    assert main(["report", "corpus", "-o", "corpus/report.html"]) == 0
    losses = ["--format", "csv", "-o", "corpus/y.csv", "--loss", "corpus/losses.json"]
    assert main(["export", "corpus", *losses]) == 0
    both = ["corpus/annotations.json", "colleague/annotations.json"]
    assert main(["merge", *both, "-o", "out/merged.json", "--report", "corpus/conflicts.json"]) == 0
    again = Project([tmp_path / "corpus"], annotator="me")
    assert [entry.id for entry in again.corpus.entries] == articles
    assert [str(problem) for problem in again.corpus.problems] == [
        str(one) for one in project.corpus.problems
    ]


def test_a_folder_that_holds_what_is_kept_is_never_replaced(project: Project, tmp_path: Path) -> None:
    """Not even where a manifest from elsewhere lists every file of it as an export's."""
    names = [path.relative_to(tmp_path / "corpus").as_posix() for path in (tmp_path / "corpus").rglob("*")]
    lines = "".join(f'{{"file":"{name}"}}\n' for name in names)
    (tmp_path / "corpus" / "claimreader.jsonl").write_text('{"claimreader":"brat"}\n' + lines)
    (tmp_path / "out" / "in").symlink_to(tmp_path / "corpus")
    before = tree(tmp_path)
    for name in ("corpus", "corpus/", ".", "..", "home", "out/in", "corpus/annotations.json.history"):
        assert main(as_folder(name)) == 2, name
    assert tree(tmp_path) == before


def test_links_in_an_older_export_are_not_ours_to_remove(project: Project, tmp_path: Path) -> None:
    assert main(as_folder("out/brat")) == 0
    (tmp_path / "out" / "brat" / "a.ann").unlink()
    (tmp_path / "out" / "brat" / "a.ann").symlink_to(tmp_path / "corpus" / "a.txt")
    before = tree(tmp_path)
    assert main(as_folder("out/brat")) == 2
    (tmp_path / "out" / "brat" / "a.ann").unlink()
    (tmp_path / "out" / "brat" / "a.ann").hardlink_to(tmp_path / "corpus" / "a.txt")
    assert main(as_folder("out/brat")) == 0  # the name goes, the article stays
    assert tree(tmp_path / "corpus") == {
        name.removeprefix("corpus/"): data for name, data in before.items() if name.startswith("corpus/")
    }


def test_a_link_to_a_file_or_folder_of_ones_own_stays_a_link(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out" / "real.jsonl").write_text("old")
    (tmp_path / "out" / "link.jsonl").symlink_to("real.jsonl")
    assert main(as_export("out/link.jsonl")) == 0
    (tmp_path / "out" / "folder").mkdir()
    (tmp_path / "out" / "link").symlink_to("folder")
    assert main(as_folder("out/link")) == 0
    assert (tmp_path / "out" / "link.jsonl").is_symlink()
    assert (tmp_path / "out" / "link").is_symlink()
    assert (tmp_path / "out" / "real.jsonl").read_bytes().startswith(b'{"schema"')
    assert (tmp_path / "out" / "folder" / "a.ann").is_file()


def test_devices_pipes_and_folders_are_one_line(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "out" / "pipe")
    for name, why in {
        "/dev/stdout": "device or pipe",
        "/dev/null": "device or pipe",
        "/dev/fd/1": "device or pipe",
        "/proc/self/fd/1": "device or pipe",
        "out/pipe": "device or pipe",
        "out": "is a folder",
        "out/new.jsonl/": "names a folder",
        "": "no name of a file",
        "/": "names a folder",
        "out/missing/x.jsonl": "no folder",
        "out/x.txt": "nothing is written as .txt",
    }.items():
        assert main(as_export(name)) == 2, name
        said = capsys.readouterr().err
        assert why in said
        assert said.count("\n") == 1
    assert not list((tmp_path / "out").glob("[!p]*"))


def test_binary_files_get_no_name_that_a_corpus_reads(project: Project, tmp_path: Path) -> None:
    for name in ("x.json", "x.HTML", "x.csv"):
        assert main(["export", "corpus", "--format", "refi-qda", "-o", f"out/{name}"]) == 2
    assert not list((tmp_path / "out").iterdir())


def test_an_own_file_is_replaced_only_with_force(project: Project, tmp_path: Path) -> None:
    mine = tmp_path / "out" / "mine.jsonl"
    mine.write_text("precious")
    paths = OutputPaths(project)
    with pytest.raises(ThereAlreadyError, match="--force replaces it"):
        paths.check(mine)
    assert paths.check(mine, force=True) == mine


def test_the_second_file_of_a_format_is_asked_about_too(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out" / "x.config.xml").hardlink_to(tmp_path / "corpus" / "a.txt")
    before = tree(tmp_path)
    assert main(["export", "corpus", "--format", "label-studio", "-o", "out/x.json", "--force"]) == 2
    assert tree(tmp_path) == before


@pytest.mark.parametrize("ending", recovery.ENDINGS)
def test_every_ending_that_the_store_knows_is_its_own(project: Project, tmp_path: Path, ending: str) -> None:
    for name in (f"annotations.json{ending}", f"ANNOTATIONS.JSON{ending}", f"annotations.json{ending}.new"):
        for folder in (False, True):
            with pytest.raises(ExchangeError, match="kept"):
                OutputPaths(project).check(tmp_path / "corpus" / name, folder=folder, force=True)


def test_names_that_a_forgiving_file_system_takes_for_one_are_one(tmp_path: Path) -> None:
    composed, apart = "\u0622راء.json", "\u0627\u0653راء.json"  # U+0622 is U+0627 U+0653 in NFC
    (tmp_path / "a.txt").write_text("نص")
    paths = OutputPaths(Project([tmp_path], database=str(tmp_path / composed), annotator="me"))
    for name in (apart, apart.upper(), f"{apart}.", f"{composed} ", f"{apart}:stream", f"{apart}.journal"):
        with pytest.raises(ExchangeError, match="kept"):
            paths.check(tmp_path / name)
    assert paths.check(tmp_path / "راء.json")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_the_name_is_the_answer_is_a_path_or_one_line(name: str) -> None:
    with contextlib.suppress(ExchangeError):
        assert OutputPaths(Project([Path(__file__).parent], annotator="me")).check(name, force=True)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_what_is_new_is_private_whatever_the_umask(project: Project, tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert main(as_export("out/x.jsonl")) == 0
        assert main(["export", "corpus", "--format", "label-studio", "-o", "out/y.json"]) == 0
        for name in ("brat", "conll", "datasets"):
            assert main(["export", "corpus", "--format", name, "-o", f"out/{name}"]) == 0
    finally:
        os.umask(before)
    modes = {path.is_dir(): set[int]() for path in (tmp_path, tmp_path / "corpus" / "a.txt")}
    for path in (tmp_path / "out").rglob("*"):
        modes[path.is_dir()].add(stat.S_IMODE(path.stat().st_mode))
    assert modes == {False: {0o600}, True: {0o700}}


def test_what_was_opened_to_others_stays_open(project: Project, tmp_path: Path) -> None:
    assert main(as_folder("out/brat")) == 0
    folder = tmp_path / "out" / "brat"
    folder.chmod(0o755)
    (folder / "a.ann").chmod(0o644)
    assert main(as_folder("out/brat")) == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert (modes["brat"], modes["a.ann"], modes["a.txt"]) == (0o755, 0o644, 0o600)


def test_every_file_that_the_program_keeps_for_itself_is_one_that_is_never_written_over(
    project: Project, tmp_path: Path
) -> None:
    from annotations.corpus.corpus import index_path
    from annotations.paths import cache_folder, state_folder
    from tui.config import settings
    from tui.session import export_choice
    from tui.session.first_start import MARK
    from tui.session.reading_positions import ReadingPositions
    from tui.session.review_decisions import ReviewDecisions
    from tui.terminal import detection as detected

    own = [
        export_choice._state().path,
        ReadingPositions(project.database)._state.path,
        settings.path(),
        detected._state().path,
        ReviewDecisions(project.database).path,
        index_path(project.corpus, cache_folder()),
        state_folder() / MARK,
        state_folder() / "crash.txt",
    ]
    for path in own:
        for name in (path, path.with_name(path.name + ".new")):
            with pytest.raises(ExchangeError, match=r"keeps its own files|never replaced|whatever name"):
                OutputPaths(project).check(name, force=True)
