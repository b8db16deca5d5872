"""`claimreader search`, `index` and `list` in a pipe: what other programs read."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from terminal import COMMAND

import seeds


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home")}


def run(home: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], env=home, capture_output=True, text=True, check=False)


def texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in seeds.FOLDER.glob("*.txt")}


def test_search_gives_the_offsets_of_every_hit(home: dict[str, str]) -> None:
    done = run(home, "search", "اوكرانيا", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found
    for one in found:
        text = texts()[one["article"]]
        assert all("وكراني" in text[start:end] for start, end in one["hits"])
        assert len(one["hits"]) == text.count("أوكراني") + text.count("اوكراني")
        assert text[one["start"] :].startswith(one["snippet"])
    assert sorted(one["article"] for one in found) == sorted(
        name for name, text in texts().items() if "أوكراني" in text
    )


def test_search_finds_all_words_and_phrases(home: dict[str, str]) -> None:
    both = run(home, "search", "صاروخ الناتو").stdout.splitlines()
    assert {line.split("\t")[0] for line in both} == {
        name for name, text in texts().items() if ("صاروخ" in text or "صواريخ" in text) and "الناتو" in text
    }
    phrase = run(home, "search", '"كوريا الشمالية"').stdout.splitlines()
    assert {line.split("\t")[0] for line in phrase} == {
        name for name, text in texts().items() if "كوريا الشمالية" in text
    }


def test_search_says_when_there_is_nothing(home: dict[str, str]) -> None:
    done = run(home, "search", "زززز")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no article has زززز" in done.stderr
    empty = run(home, "search", "،،")
    assert empty.returncode == 2
    assert "no word" in empty.stderr


def test_index_is_made_once_and_anew_when_asked(home: dict[str, str], tmp_path: Path) -> None:
    first = json.loads(run(home, "index", "--json").stdout)
    path = Path(first["index"])
    assert first["articles"] == 5
    assert path.is_relative_to(tmp_path / "home")
    (tmp_path / "first").hardlink_to(path)  # so that no new file gets its inode
    assert run(home, "index").stdout == f"5\t{path}\n"
    assert path.samefile(tmp_path / "first")
    assert run(home, "index", "--rebuild").stdout == f"5\t{path}\n"
    assert not path.samefile(tmp_path / "first")
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.execute("UPDATE articles SET source = 'changed by hand'")
    assert "changed by hand" not in run(home, "list").stdout


def test_what_cannot_be_read_is_told_once_and_the_rest_works(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text("خبر جديد\n\nنص الخبر هنا.\n", encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"%PDF-1.7")
    for command in (["list"], ["search", "الخبر"], ["index"]):
        done = run(home, *command, str(folder))
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) == 1
        assert done.stderr.count("bad.txt: not text: a PDF") == 1
    (folder / "good.txt").unlink()
    none = run(home, "list", str(folder))
    assert none.returncode == 2
    assert none.stdout == ""
    assert "no articles in corpus" in none.stderr
    assert "bad.txt" in none.stderr


def test_list_says_the_same_from_the_index_as_from_the_articles(home: dict[str, str]) -> None:
    from annotations.corpus import open_corpus

    corpus = open_corpus([seeds.FOLDER])
    articles = [corpus.read(entry) for entry in corpus.entries]
    listed = [json.loads(line) for line in run(home, "list", "--json").stdout.splitlines()]
    assert [(one["id"], one["title"], one["source"], one["published"]) for one in listed] == [
        (article.id, article.title, article.source, article.published) for article in articles
    ]
    assert [one["sentences"] for one in listed] == [
        sum(not sentence.boilerplate for sentence in article.sentences) for article in articles
    ]


@pytest.fixture
def some_news(tmp_path: Path) -> Path:
    folder = tmp_path / "some news"
    folder.mkdir()
    for name, text in {
        "a.txt": "نشرت القوات صواريخ قرب كوريا.\n",
        "b.txt": "عادت قواتها من كوريا، وقالت قواتها ذلك.\n",
        "c.txt": "أعلن الوزير مصرع جندي في كوريا.\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("قوات", ["b.txt", "a.txt"]),
        ("-قوات", ["c.txt"]),
        ("-القوات كوريا", ["c.txt"]),
        ("كوريا -صاروخ", ["b.txt", "c.txt"]),
        ('-"القوات صواريخ"', ["b.txt", "c.txt"]),
        ('"القوات صواريخ"', ["a.txt"]),
        ('"صاروخ نشرت"~1', ["a.txt"]),
        ('"كوريا نشرت"~1', []),
        ("صوار*", ["a.txt"]),
        ("صوار", []),
        ("مصر", []),
    ],
)
def test_search_takes_signs_also_before_its_first_word(
    home: dict[str, str], some_news: Path, query: str, articles: list[str]
) -> None:
    done = run(home, "search", query, str(some_news))
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == articles
    assert done.returncode == (0 if articles else 1)
    assert bool(done.stderr) == (not articles)


def test_an_option_is_no_word_to_leave_out(home: dict[str, str]) -> None:
    assert run(home, "search", "-h").stdout.startswith("usage: claimreader search")
    done = run(home, "search", "قوات", "--nosuch")
    assert done.returncode == 2
    assert "--nosuch: no such option" in done.stderr


@pytest.mark.parametrize(
    "query", ["ا" * 10_000, '"' * 5_000, "NEAR(قوات, 2) OR *", "((((", "ا* " * 3_000, '-"', "~5", "--", "−"]
)
def test_no_query_ends_in_an_error(home: dict[str, str], some_news: Path, query: str) -> None:
    done = run(home, "search", *([query] if query != "--" else ["--", "--"]), str(some_news))
    assert done.returncode in {0, 1, 2}
    assert "should not have happened" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1
