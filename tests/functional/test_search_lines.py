"""`claimreader search --lines`: every hit a row, for a person, for a program, and with the worst of texts."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus_tools import without_spaces
from terminal import COMMAND, Terminal, logical

RECORDS: list[Mapping[str, str]] = [
    {
        "id": "wadi-1",
        "title": "انهيار السد",
        "source": "الساحل",
        "published": "2025-05-03",
        "text": "قالت الوزارة إن السد انهار يوم الجمعة.\nونفت شركة بناء السد ذلك.",
    },
    {
        "id": "wadi-2",
        "source": "صوت النهر",
        "published": "2025-05-09",
        "text": "تحدث الخبراء عن السد القديم.\n\nاقرأ أيضا: أسرار السد العالي",
    },
]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}


@pytest.fixture
def news(tmp_path: Path) -> str:
    return written(tmp_path, RECORDS)


def written(folder: Path, records: list[Mapping[str, str]]) -> str:
    path = folder / "news.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return str(path)


def run(home: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], env=home, capture_output=True, text=True, check=False)


def test_into_a_pipe_each_hit_is_a_line_of_seven_fields(home: dict[str, str], news: str) -> None:
    done = run(home, "search", "--lines", "السد", news)
    assert done.returncode == 0
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows == [
        ["wadi-1", "1", "16", "20", "قالت الوزارة إن", "السد", "انهار يوم الجمعة."],
        ["wadi-1", "2", "54", "58", "ونفت شركة بناء", "السد", "ذلك."],
        ["wadi-2", "1", "16", "20", "تحدث الخبراء عن", "السد", "القديم."],
    ]
    assert "left out: 1 hit in boilerplate; --all prints them, too" in done.stderr
    with_all = run(home, "search", "--lines", "السد", news, "--all")
    assert len(with_all.stdout.splitlines()) == 4
    assert "left out" not in with_all.stderr


def test_json_has_all_that_is_known_of_a_hit_and_its_offsets_are_those_of_the_text(
    home: dict[str, str], news: str
) -> None:
    done = run(home, "search", "--lines", "السد", news, "--json", "--all")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    texts = {record["id"]: record["text"] for record in RECORDS}
    for one in found:
        assert texts[one["article"]][one["start"] : one["end"]] == one["hit"]
        assert one["before"] + one["hit"] + one["after"] in texts[one["article"]]
    assert [one["boilerplate"] for one in found] == [False, False, False, True]
    assert found[0] == {
        "article": "wadi-1",
        "title": "انهيار السد",
        "source": "الساحل",
        "published": "2025-05-03",
        "index": 0,
        "boilerplate": False,
        "start": 16,
        "end": 20,
        "before": "قالت الوزارة إن ",
        "hit": "السد",
        "after": " انهار يوم الجمعة.",
    }


def test_they_can_be_sorted_and_kept_to_sources_and_days(home: dict[str, str], news: str) -> None:
    def ids(*arguments: str) -> list[str]:
        lines = run(home, "search", "--lines", *arguments, news).stdout.splitlines()
        return [line.split("\t")[0] for line in lines]

    assert ids("السد", "--sort", "date") == ["wadi-2", "wadi-1", "wadi-1"]
    assert ids("السد", "--sort", "source") == ["wadi-1", "wadi-1", "wadi-2"]
    assert ids("السد", "--sort", "after") == ["wadi-2", "wadi-1", "wadi-1"]
    assert ids("السد source:النهر") == ["wadi-2"]
    assert ids("السد to:2025-05-03") == ["wadi-1", "wadi-1"]


def test_nothing_found_and_what_is_no_query_have_their_exit_codes(home: dict[str, str], news: str) -> None:
    none = run(home, "search", "--lines", "قطقطقط", news)
    assert (none.returncode, none.stdout) == (1, "")
    assert "no article has قطقطقط" in none.stderr
    only_boilerplate = run(home, "search", "--lines", "أسرار", news)
    assert only_boilerplate.returncode == 1
    assert "left out: 1 hit in boilerplate" in only_boilerplate.stderr
    for wrong, said in (
        (["--lines", "source:الساحل"], "no word to look for"),
        (["--lines", "السد from:gestern"], "from:gestern is no date like 2025-05-03"),
        (["السد", "--sort", "date"], "--sort goes with --lines"),
        (["السد", "--all"], "--all goes with --lines"),
        (["--lines", "السد", "--sort", "size"], "size is not one of before, after, date, source"),
    ):
        done = run(home, "search", *wrong, news)
        assert done.returncode == 2
        assert said in done.stderr


def test_an_article_that_lost_its_spaces_is_indexed_and_found_as_it_stands(
    home: dict[str, str], tmp_path: Path
) -> None:
    glued = without_spaces()
    latin = "abcdefghij" * 300
    news = written(
        tmp_path,
        [
            {"id": "glued", "text": glued},
            {"id": "latin", "text": f"قالت الوزارة {latin} أمس"},
            {"id": "other", "text": "قالت الوزارة إن السد انهار"},
        ],
    )
    assert run(home, "index", news).returncode == 0
    files = [path for path in Path(home["CLAIMREADER_HOME"]).rglob("*") if path.is_file()]
    assert 0 < sum(path.stat().st_size for path in files) < 2_000_000
    finding = {glued: "glued", f'"{glued}"': "glued", latin: "latin", f"{latin[:2100]}*": "latin"}
    for typed, id_ in finding.items():
        done = run(home, "search", typed, news, "--json")
        assert [json.loads(line)["article"] for line in done.stdout.splitlines()] == [id_]
        (line,) = run(home, "search", "--lines", typed, news, "--json").stdout.splitlines()
        hit = json.loads(line)
        assert (hit["article"], hit["end"] - hit["start"]) == (id_, len(glued if id_ == "glued" else latin))
    for typed in (glued[:300], glued[:1100], f"و{glued}", "وا" * 600, "و" * 5000, "پو" * 1000, latin[:2100]):
        done = run(home, "search", typed, news)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1
    assert "other" in run(home, "search", f"الوزارة -{glued} -{latin}", news).stdout


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_on_a_terminal_hits_stand_below_each_other_and_are_read_from_the_right(
    home: dict[str, str], news: str, columns: int
) -> None:
    with Terminal([COMMAND, "search", "--lines", "السد", news], env=home, columns=columns) as terminal:
        assert terminal.wait_for_end() == 0
        rows = [row for row in terminal.screen.display if row.startswith("wadi")]
        assert len(rows) == 3
        assert len({row.index("ﺪﺴﻟﺍ") for row in rows}) == 1
        for row in rows:
            assert len(row.rstrip()) <= columns
        assert "قالت الوزارة إن السد انهار يوم الجمعة." in logical(rows[0])
        assert logical(rows[0]).index("قالت") < logical(rows[0]).index("انهار")


def test_a_hostile_title_source_id_and_text_do_nothing_anywhere(home: dict[str, str], tmp_path: Path) -> None:
    nasty = "\x1b]52;c;ZXZpbA==\x07\x1b[31m\x9b2J\r\x08\u202e\u2066\u200f\u200b\u3164\U000e0041\n\t"
    record = {
        "id": f"id{nasty}",
        "title": f"عنوان{nasty}",
        "source": f"مصدر{nasty}",
        "published": f"2025-05-03{nasty}",
        "text": f"قال{nasty}الوزير {nasty}إن \x1b[2Jالعدد\u200b 3000\u202e 12\u202c جندي\u202e.{nasty}",
    }
    news = written(tmp_path, [record])
    piped = run(home, "search", "--lines", "العدد", news, "--all")
    assert piped.returncode == 0
    assert all(len(line.split("\t")) == 7 for line in piped.stdout.splitlines())
    assert len(piped.stdout.splitlines()) == 1
    with Terminal([COMMAND, "search", "--lines", "العدد", news, "--all"], env=home, columns=130) as terminal:
        assert terminal.wait_for_end() == 0
        row = next(row for row in terminal.screen.display if "ﺩﺪﻌﻟﺍ" in row)
        assert row.startswith("id")
        assert "3000" in row
        assert " 12" in row, "an override turns nothing round"
        assert sum("3000" in row for row in terminal.screen.display) == 1
