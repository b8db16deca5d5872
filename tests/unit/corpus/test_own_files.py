"""Files of ours are never articles, and no article comes twice, whatever it is called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from corpus_tools import Make

from annotations.composition import Project
from annotations.corpus import CorpusError, open_corpus
from annotations.services.tagging import press

SCHEME = 'guidelines = "guide.md"\n[[tags]]\nid = "claim"\nkey = "c"\n'
ARTICLE = "تقدمت القوات في المدينة.\n"


def ids(folder: Path, **options: object) -> list[str]:
    corpus = Project([folder], **options).corpus  # type: ignore[arg-type]  # passed on as they are
    listed = [entry.id for entry in corpus.entries]
    assert not [problem for problem in corpus.problems if not problem.unread]
    return listed


@pytest.mark.parametrize(
    ("scheme", "hidden"),
    [
        (SCHEME, "guide.md"),
        (SCHEME.replace("guide.md", "docs/guide.txt"), "docs/guide.txt"),
        ("\ufeff" + SCHEME.replace("\n", "\r\n"), "guide.md"),
        (SCHEME.replace("key", "unknown"), "guide.md"),
        (SCHEME.replace("guide.md", "../corpus/guide.md"), ""),
        (SCHEME.replace("guide.md", "gone.md"), ""),
        (SCHEME.replace("guide.md", "guide.md\\n"), ""),
        (SCHEME.replace("guide.md", "guide\\u0000.md"), ""),
        (SCHEME.replace('"guide.md"', "1"), ""),
        ("no TOML", ""),
    ],
)
def test_the_guidelines_of_a_scheme_are_no_article(make: Make, scheme: str, hidden: str) -> None:
    files = {"1.txt": ARTICLE, "docs/guide.txt": ARTICLE, "guide.md": ARTICLE}
    folder = make({**files, "claimreader.toml": scheme})
    assert ids(folder) == [name for name in files if name != hidden]


def test_the_guidelines_of_a_scheme_of_a_subfolder_or_of_one_that_was_named_are_none(make: Make) -> None:
    folder = make({
        "1.txt": ARTICLE,
        "sub/2.txt": ARTICLE, "sub/claimreader.toml": SCHEME, "sub/guide.md": ARTICLE,
        "other/mine.toml": SCHEME, "other/guide.md": ARTICLE,
    })  # fmt: skip
    assert ids(folder) == ["1.txt", "other/guide.md", "sub/2.txt"]
    assert ids(folder, scheme=folder / "other" / "mine.toml") == ["1.txt", "sub/2.txt"]


def test_guidelines_that_are_given_themselves_are_read(make: Make) -> None:
    folder = make({"guide.md": ARTICLE, "claimreader.toml": SCHEME})
    assert [entry.id for entry in open_corpus([folder / "guide.md"]).entries] == ["guide.md"]
    with pytest.raises(CorpusError, match="no articles"):
        print(open_corpus([folder]).entries)


def test_settings_and_state_are_none(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    state = {
        name: json.dumps({"text": ARTICLE}) for name in ("positions.json", "terminals.json", "settled-1.json")
    }
    folder = make({"1.txt": ARTICLE, **{f"home/{name}": text for name, text in state.items()}, **state})
    monkeypatch.setenv("CLAIMREADER_HOME", str(folder / "home"))
    assert ids(folder) == ["1.txt", *sorted(f"{name}:1" for name in state)]
    monkeypatch.setenv("CLAIMREADER_HOME", str(folder))
    assert not {f"{name}:1" for name in state} & set(ids(folder))


def test_annotations_under_another_name_and_all_beside_them_are_none(make: Make) -> None:
    folder = make({"1.txt": ARTICLE})
    project = Project([folder], database=str(folder / "mine.json"), annotator="a")
    store = project.store()
    article = project.corpus.read(project.corpus.entries[0])
    store.apply([press(article, 0, "claim", [], "a", project.scheme)], by="a")
    store.checkpoint()  # type: ignore[attr-defined]  # the durable store's
    store._journal.rotate(store._paths.history, 1)  # type: ignore[attr-defined]  # as when it has grown
    project.close()
    made = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"mine.json", "1.jsonl"} <= made
    assert ids(folder) == ["1.txt"]


def test_a_link_to_an_article_is_not_a_second_one(make: Make) -> None:
    folder = make({"b.txt": ARTICLE, "sub/c.txt": ARTICLE, ".hidden/d.txt": ARTICLE})
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "a2.txt").symlink_to("a.txt")
    (folder / "e.txt").symlink_to(folder / "sub" / "c.txt")
    (folder / "sub" / "f.txt").symlink_to(folder / "b.txt")
    (folder / "shown.txt").symlink_to(".hidden/d.txt")
    (folder / "z.md").symlink_to("b.txt")
    assert ids(folder) == ["b.txt", "shown.txt", "sub/c.txt"]
    corpus = Project([folder]).corpus
    assert corpus.find(str(folder / "a.txt")).id == "b.txt"


def test_of_two_links_to_one_text_outside_the_first_counts(make: Make, tmp_path: Path) -> None:
    folder = make({"1.txt": ARTICLE})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "o.txt").write_text(ARTICLE)
    for name in ("x.txt", "m.txt"):
        (folder / name).symlink_to(tmp_path / "out" / "o.txt")
    (folder / "n").symlink_to(tmp_path / "out")
    assert ids(folder) == ["1.txt", "m.txt"]


def test_a_second_hard_link_is_no_second_article(make: Make) -> None:
    folder = make({"b.txt": ARTICLE, "other.txt": ARTICLE})
    os.link(folder / "b.txt", folder / "c.txt")
    os.link(folder / "b.txt", folder / "a.txt")
    assert ids(folder) == ["a.txt", "other.txt"]


def test_a_folder_inside_one_that_a_link_leads_to_comes_once(make: Make, tmp_path: Path) -> None:
    folder = make({"1.txt": ARTICLE})
    (tmp_path / "out" / "in").mkdir(parents=True)
    (tmp_path / "out" / "in" / "2.txt").write_text(ARTICLE)
    (folder / "a").symlink_to(tmp_path / "out" / "in")
    (folder / "b").symlink_to(tmp_path / "out")
    assert ids(folder) == ["1.txt", "a/2.txt"]
