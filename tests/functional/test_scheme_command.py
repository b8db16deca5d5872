"""`claimreader scheme`: what a person gets who begins, checks, shows and changes a scheme."""

import json
import os
import subprocess
from pathlib import Path

import msgspec
import pytest
from store_tools import make
from terminal import COMMAND, Terminal

from annotations.model.scheme import DEFAULT
from annotations.scheme_file.loader import load
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text("عنوان الخبر\nقال الوزير إن العدد 3000 جندي.", encoding="utf-8")
    return folder


@pytest.fixture
def annotated(corpus: Path) -> Path:
    with open_store(corpus / "annotations.json", annotator="me") as store:
        for number, tags in enumerate([("blame", "claim"), ("claim", "rumour")]):
            annotation = make(number, article="good.txt", tags=tags)
            store.apply([Change(annotation.uuid, 0, annotation)], by="me")
    return corpus


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home), "CLAIMREADER_ANNOTATOR": "me"}
    command = [COMMAND, "scheme", *map(str, arguments)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=home, encoding="utf-8"
    )


def test_without_more_it_writes_the_default_scheme_to_edit(tmp_path: Path) -> None:
    done = run(home=tmp_path)
    (tmp_path / "mine.toml").write_text(done.stdout, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert load(tmp_path / "mine.toml") == DEFAULT
    assert done.stdout.startswith("# The scheme of a claimreader project")


def test_it_is_written_beside_the_articles_and_never_over_one_that_is_there(
    corpus: Path, tmp_path: Path
) -> None:
    path = corpus / "claimreader.toml"
    assert run("-o", corpus, "--scheme", "factcheck", home=tmp_path).returncode == 0
    assert "quote" in load(path).by_id
    path.write_text(mine := "# mine\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("-o", path, home=tmp_path)
    assert done.returncode == 2
    assert "is there already; --force replaces it" in done.stderr
    assert path.read_text(encoding="utf-8") == mine
    assert run("-o", path, "--force", home=tmp_path).returncode == 0
    assert load(path) == DEFAULT


def test_force_replaces_no_article_and_no_annotations(annotated: Path, tmp_path: Path) -> None:
    for name in ("good.txt", "annotations.json"):
        before = (annotated / name).read_bytes()
        done = run("-o", annotated / name, "--force", "--corpus", annotated, home=tmp_path)
        assert done.returncode == 2
        assert (annotated / name).read_bytes() == before


def test_a_file_called_as_a_ready_scheme_wins(tmp_path: Path) -> None:
    (tmp_path / "conflict").write_text('[[tags]]\nid = "claim"\nkey = "c"\n')
    done = run("show", "--scheme", "conflict", "--json", home=tmp_path)
    assert [tag["id"] for tag in json.loads(done.stdout)["tags"]] == ["claim"]
    (tmp_path / "conflict").unlink()
    (tmp_path / "conflict").mkdir()  # of articles, as it may be
    done = run("show", "--scheme", "conflict", "--json", home=tmp_path)
    assert "battle" in [tag["id"] for tag in json.loads(done.stdout)["tags"]]


def test_the_ready_ones_are_listed_with_a_sentence_each(tmp_path: Path) -> None:
    listed = [json.loads(line) for line in run("list", "--json", home=tmp_path).stdout.splitlines()]
    assert [ready["name"] for ready in listed] == ["factcheck", "conflict", "media-bias"]


def test_every_mistake_is_told_and_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[tags]]\nid = "claim"\nkey = "j"\ncolor = "red"\n')
    done = run("check", path, home=tmp_path)
    assert done.returncode == 1
    assert [line.partition("mine.toml, ")[2].partition(";")[0] for line in done.stdout.splitlines()] == [
        'line 3: key "j" of "claim" is "next sentence" already',
        'line 4: "red" is no colour',
    ]


def test_warnings_name_what_annotations_have_and_keys_that_do_something_else(
    annotated: Path, tmp_path: Path
) -> None:
    path = annotated / "claimreader.toml"
    path.write_text(
        '[[tags]]\nid = "claim"\nkey = "c"\n[[tags]]\nid = "blame"\nkey = "1"\n'
        '[[attributes]]\nid = "x"\nkind = "text"\nkey = "w"\n'
    )
    done = run("check", path, annotated, home=tmp_path)
    assert done.returncode == 0
    clash, not_claim, rumour = done.stdout.splitlines()
    assert clash.startswith("warning: scheme: in the details w is")
    assert "there is no tag not_claim" in not_claim
    assert rumour.startswith("warning: tag rumour is not in the scheme, and on 1 annotation;")
    assert "no mistakes; 2 tags, 1 attributes" in done.stderr


def test_a_plan_changes_nothing_and_apply_says_how_to_take_it_back(annotated: Path, tmp_path: Path) -> None:
    before = (annotated / "annotations.json").read_bytes()
    planned = run("rename", "blame", "accusation", annotated, home=tmp_path)
    assert planned.returncode == 0
    assert planned.stdout.splitlines() == [
        "rename blame accusation: 1 annotation changes (1 by analyst-1)",
        f"{annotated / 'claimreader.toml'}: is made, the scheme so far with this change",
        "on the screen it is called as before: تحميل مسؤولية; change that in the file, if it has to change",
    ]
    assert "nothing was changed; --apply does it" in planned.stderr
    assert (annotated / "annotations.json").read_bytes() == before
    assert not (annotated / "claimreader.toml").exists()
    done = run("rename", "blame", "accusation", annotated, "--apply", home=tmp_path)
    assert done.returncode == 0
    assert "claimreader scheme undo takes all of it back" in done.stderr
    history = subprocess.run(
        [COMMAND, "history", "--corpus", annotated], capture_output=True, text=True, check=True
    )
    assert '"accusation"' in history.stdout.splitlines()[-1]
    assert run("show", annotated, home=tmp_path).stdout.count("accusation") == 2  # its id and its label


def test_a_merge_is_undone_in_a_later_session(annotated: Path, tmp_path: Path) -> None:
    assert run("merge", "rumour", "blame", annotated, "--apply", home=tmp_path).returncode == 0
    exported = run("show", annotated, home=tmp_path)
    assert exported.returncode == 0
    done = run("undo", annotated, "--apply", home=tmp_path)
    assert "1 annotations are as they were" in done.stderr
    with open_store(annotated / "annotations.json", annotator="me", readonly=True) as store:
        assert sorted(annotation.tags for annotation in store.list()) == [
            ("blame", "claim"),
            ("claim", "rumour"),
        ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rename", "blame"), "two names are needed"),
        (("shw",), "shw is not one of list, check, show, rename, merge, undo"),
        (("check", "missing.toml"), "missing.toml: no such file"),
        (("--scheme", "factchek"), "--scheme factchek: no such file; perhaps factcheck"),
        (("-o", "nowhere/x.toml"), "there is no folder nowhere"),
        (("undo", "--apply"), "nothing to take back"),
    ],
)
def test_what_is_wrong_is_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert said in line


def test_on_a_terminal_it_is_as_wide_as_that_and_stands_right_in_arabic(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").touch()
    with Terminal(
        [COMMAND, "scheme", "show", "--scheme", "conflict", "--lang", "ar"],
        env={"CLAIMREADER_HOME": str(tmp_path)}, columns=90, rows=200,
    ) as terminal:  # fmt: skip
        terminal.wait_for("reports-on")
        rows = [row.rstrip() for row in terminal.text.splitlines() if row.strip()]
    battle = next(row for row in rows if "battle" in row)
    assert battle.endswith("battle  1")
    assert len(battle) == 90


def test_a_value_with_a_line_end_makes_no_line_of_its_own(corpus: Path, tmp_path: Path) -> None:
    (corpus / "claimreader.toml").write_text(
        '[[attributes]]\nid = "status"\nkind = "choice"\nvalues = ["open"]\n', encoding="utf-8"
    )
    annotation = make(1, article="good.txt", tags=("claim",))
    annotation = msgspec.structs.replace(annotation, attributes={"status": "x\nclaimreader: all is well"})
    with open_store(corpus / "annotations.json", annotator="me") as store:
        store.apply([Change(annotation.uuid, 0, annotation)], by="me")
    done = run("check", corpus / "claimreader.toml", corpus, home=tmp_path)
    assert [line for line in done.stdout.splitlines() if not line.startswith("warning: ")] == []
    assert "status=x\\nclaimreader: all is well is not in the scheme" in done.stdout
