"""Nothing from outside acts on a terminal: every command and every error, with the worst in every field.

What comes out is read by an allow-list: text, line feeds, tabs, the kernel's line ends, and our own sequences
where a command has some. Everything else is a failure, whoever wrote it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

from annotations.composition import article_record
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp
from annotations.store.base import Change
from annotations.store.tinydb_store import open_store
from annotations.text.sanitising import acts

NASTY = (
    "\x1b]52;c;ZXZpbA==\x07\x1b[31m\x1bc\x9b31m\x07\r\x08\x7f\x0e\x85\u2028\u202e\u2066\u200f\u061c"
    "\u200b\ufeff\u3164\U000e0041\n\tx"
)
BIDI = "\u202e\u2066\u200f\u061c\U000e0041"
HIDDEN = "\u200b\u3164\U000e0041\ufeff\u00ad"
"""What a tag's or an annotator's name may hold, which may hold no control and no bidi control."""
NAME = NASTY.replace("\n", "").replace("\x85", "")
TEXT = f"عنوان{NASTY}\nقال{NASTY}الوزير إن العدد 3000 جندي. ونفت موسكو ذلك.\n"

OURS = re.compile(r"\x1b\[8[lh]|\x1b\[>[qc]|\x1b\[(?:1;31|[12]|22)?m|\r?\x1b\[K|\r(?=indexing:)|\r+\n")
"""The order of cells, the question which terminal it is, the styles of `tui.terminal.colours`, a line of
progress, the kernel's line ends."""
WIDTHS = re.compile(r"\r(?:[^\s\x1b]+\x1b\[6n)?")
"""How `doctor` asks which column the cursor is in behind a letter of ours."""
SCREEN = re.compile(
    r"\x1b\[(?:[0-9;]*m|[0-9;]*H|\?(?:25|7|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]|[>?0-9]*\$?[pu]|<u)"
    r"|\x1b\]22;[a-z-]+\x07"
)
"""What the reader draws with: colours, places, modes, questions, the pointer's shape."""


def acting(shown: str) -> list[str]:
    """What a terminal would act on, or hide."""
    return [f"{char!a} after {shown[max(0, at - 40):at]!a}" for at, char in enumerate(shown) if
            char not in "\n\t" and (acts(char) or char == "\u200c")]  # fmt: skip


def hostile_record(number: int) -> str:
    names = ("title", "source", "url", "author", "section")
    fields = {name: f"{name}{NASTY}" for name in names}
    text = f"{TEXT}{number}"
    return json.dumps({"id": f"id{number}{NASTY}", "text": text, "published": f"2024-10-27{NASTY}", **fields})


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, of the worst name, with a corpus, annotations, a colleague's, and files that are wrong."""
    top = tmp_path_factory.mktemp("hostile") / f"folder{NAME}"
    corpus = top / "corpus"
    corpus.mkdir(parents=True)
    name = f"article{NAME}.txt"
    (corpus / name).write_text(TEXT, encoding="utf-8", newline="")
    (corpus / "records.jsonl").write_text(f"{hostile_record(1)}\n{hostile_record(2)}\n", encoding="utf-8")
    (corpus / f"binary{NAME}.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (corpus / f"empty{NAME}.txt").touch()
    (corpus / f"broken{NAME}.jsonl").write_text(f'{{"id": "{NASTY}', encoding="utf-8")
    (corpus / f"loop{NAME}").symlink_to(corpus)
    (corpus / os.fsdecode(b"latin\xe9\x9b31m.txt")).write_text("نص", encoding="utf-8")
    article = Article(name, TEXT.replace("\r\n", "\n").replace("\r", "\n"))
    start, now = article.text.index("قال"), timestamp()
    for file, tag in (("mine.json", "claim"), ("theirs.json", "event")):
        with open_store(top / file, annotator="me") as store:
            store.remember_article(article_record(article))
            annotation = Annotation(
                uuid="0199d5a0-0000-7000-8000-000000000001" if tag == "claim" else new_uuid(),
                article=ArticleRef(article.id, article.sha256),
                target=target_for(article.text, start, start + 60, 1),
                tags=(tag, f"tag{HIDDEN}"),
                attributes={"claimant": f"who{NASTY}", f"key{NASTY}": NASTY},
                note=NASTY,
                annotator=f"me{HIDDEN}",
                created=now,
                updated=now,
                extra={f"more{NASTY}": NASTY},
            )
            store.apply([Change(annotation.uuid, 0, annotation)], by=f"me{HIDDEN}")
    (top / f"garbage{NAME}.json").write_text(NASTY)
    (top / f"foreign{NAME}.json").write_text(json.dumps({"_default": {NASTY: {NASTY: NASTY}}, NASTY: {}}))
    (top / f"scheme{NAME}.toml").write_text(f'[[tags]]\nid = "{BIDI}x"\n"{BIDI}" = 1\n', encoding="utf-8")
    line = {
        "schema": "claimreader/1",
        "uuid": NASTY,
        "article": {"id": NASTY},
        "target": NASTY,
        "tags": [NASTY],
    }
    (top / f"import{NAME}.jsonl").write_text(json.dumps(line) + "\n" + NASTY, encoding="utf-8")
    (top / f"import{NAME}.csv").write_text(f"article,start,end,quote,tags\n{BIDI},1,2,{BIDI},{BIDI}\n")
    (top / f"import{NAME}.xyz").write_text(NASTY)
    return top


ESC = "\x1b"
C, M, T = "{place}/corpus", "{place}/mine.json", "{place}/theirs.json"
DATA = [
    ["list", C],
    ["list", C, "--json"],
    ["list", C, "--db", M],
    ["show", "article", "--corpus", C],
    ["show", "article", "--corpus", C, "--visual"],
    ["show", "article", "--corpus", C, "--logical"],
    ["show", "id1", "--corpus", C],
    ["sentences", C],
    ["sentences", C, "--json"],
    ["suggest", C],
    ["suggest", C, "--json"],
    ["suggest", C, "--pairs"],
    ["suggest", C, "--annotations"],
    ["search", "العدد", C],
    ["search", "العدد", C, "--json"],
    ["search", "--lines", "العدد", C, "--all", "--sort", "before"],
    ["search", "--lines", "العدد", C, "--all", "--json"],
    ["index", C, "--rebuild"],
    ["index", C, "--json"],
    *(["export", C, "--db", M, "--format", name] for name in ("jsonl", "csv", "doccano", "webannotation")),
    ["export", "--formats"],
    ["export", "--json-schema"],
    ["export", C, "--db", M, "--format", "brat", "-o", "{place}/{new}"],
    ["export", C, "--db", M, "-o", "{place}/{new}.jsonl", "--loss", "{place}/{new}.loss"],
    ["report", C, "--db", M, "-o", "{place}/{new}.html"],
    ["history", "--db", M],
    ["history", "--db", M, "--json"],
    ["history", "0199d5a0", "--db", M],
    ["verify", C, "--db", M],
    ["verify", C, "--db", M, "--json"],
    ["compare", M, T],
    ["compare", M, T, "--json"],
    ["merge", M, T, "-o", "{place}/{new}.json"],
    ["restore", "--db", M],
    ["restore", "--db", M, "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["import", "{place}/import{name}.jsonl", "--corpus", C, "--db", M],
    ["import", "{place}/import{name}.csv", "--corpus", C, "--db", M],
]  # fmt: skip
ERRORS = [
    ["{nasty}"],
    ["{nasty}", "list"],
    ["list", "{nasty}"],
    ["list", "--{nasty}"],
    ["list", C, "--db", "{place}/garbage{name}.json"],
    ["list", C, "--db", "{place}/foreign{name}.json"],
    ["list", C, "--db", "{place}/{nasty}/x.json"],
    ["list", C, "--encoding", "{nasty}"],
    ["list", C, "--field", "{nasty}"],
    ["list", C, "--field", "{nasty}={nasty}"],
    ["list", C, "--lang", "{nasty}"],
    ["list", C, "--annotator", "{nasty}"],
    ["show", "{nasty}", "--corpus", C],
    ["show", "a", "--width", "{nasty}", "--corpus", C],
    ["show", "", "--corpus", C],
    ["search", "{nasty}", C],
    ["search", "{nasty}كلمة", C],
    ["sentences", "{nasty}", C],
    ["export", C, "--format", "{nasty}"],
    ["export", C, "--since", "{nasty}"],
    ["export", C, "--tag", "{nasty}", "--article", "{nasty}", "--by", "{nasty}"],
    ["export", C, "--db", M, "-o", "{place}/{nasty}/x"],
    ["export", C, "--db", M, "-o", "{place}/mine.json"],
    ["export", C, "--scheme", "{place}/scheme{name}.toml"],
    ["export", C, "--scheme", "{nasty}"],
    ["report", C, "-o", "{place}/{nasty}/x.html"],
    ["history", "{nasty}", "--db", M],
    ["verify", C, "--db", "{place}/garbage{name}.json"],
    ["verify", C, "--db", "{place}/foreign{name}.json"],
    ["verify", "{nasty}"],
    ["compare", "{nasty}", M],
    ["compare", "{place}/garbage{name}.json", M],
    ["merge", "{nasty}", M, "-o", "{nasty}"],
    ["merge", M, "{place}/garbage{name}.json", "-o", "{place}/z.json"],
    ["import", "{nasty}"],
    ["import", "{place}/import{name}.xyz", "--corpus", C, "--db", M],
    ["import", "{place}/import{name}.jsonl", "--corpus", C, "--db", M, "--format", "{nasty}"],
    ["index", "{nasty}"],
    ["restore", "{nasty}", "--db", M],
    ["restore", "--db", "{place}/garbage{name}.json"],
    ["doctor", "{nasty}"],
    ["--review", "{nasty}", C],
    ["--scheme", "{place}/scheme{name}.toml", C],
    ["--db", "{place}/garbage{name}.json", C],
]  # fmt: skip


def filled(arguments: list[str], place: Path, new: str) -> list[str]:
    parts = {"place": str(place), "name": NAME, "nasty": NASTY.replace("\0", ""), "new": f"{new}{NAME}"}
    return [argument.format(**parts) for argument in arguments]


def label(arguments: list[str]) -> str:
    return " ".join(arguments).replace("{place}/", "").replace("{nasty}", "NASTY").replace("{name}", "")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'terminal = "x{BIDI}"\nlanguage = "{BIDI}"\n[keys]\n"{BIDI}" = "{BIDI}"\n', encoding="utf-8"
    )
    return {"CLAIMREADER_HOME": str(tmp_path), "USER": f"me{BIDI}", "TERM": "xterm-256color"}


@pytest.mark.parametrize("arguments", [*DATA, *ERRORS], ids=label)
def test_nothing_from_outside_acts_on_a_terminal(
    arguments: list[str], place: Path, environment: dict[str, str]
) -> None:
    with Terminal([COMMAND, *filled(arguments, place, "t")], env=environment, columns=100) as terminal:
        if arguments[0] == "doctor" and len(arguments) == 1:
            terminal.wait_for("Which reads right?")
            terminal.type(f"{BIDI}\x1b]0;x\x07\r")
        terminal.wait_for_end()
        shown = terminal.sent.decode("utf-8")
    if arguments == ["doctor"]:  # the sample in each way, and what is typed, which the kernel echoes
        shown = shown.partition("The same text in each way")[0] + shown.rpartition("expected a number")[2]
    if "doctor" in arguments:
        shown = WIDTHS.sub("", shown)
    if arguments[0].startswith("-"):  # the reader
        shown = SCREEN.sub("", shown)
    assert shown
    assert "Traceback" not in shown
    assert "should not have happened" not in shown
    assert not acting(OURS.sub("\n", shown))


@pytest.mark.parametrize("arguments", [*DATA, *ERRORS], ids=label)
def test_no_message_acts_where_the_data_goes_into_a_pipe(
    arguments: list[str], place: Path, environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [COMMAND, *filled(arguments, place, "p")],
        env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    said = done.stderr.decode("utf-8")
    assert "Traceback" not in said
    assert "should not have happened" not in said
    assert not acting(said)
    if arguments in ERRORS:
        assert said.startswith("claimreader: ")


def test_data_for_a_program_is_as_it_is_stored(place: Path, environment: dict[str, str]) -> None:
    def piped(*arguments: str) -> str:
        command = [COMMAND, *filled(list(arguments), place, "d")]
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
        return done.stdout.decode("utf-8")

    stored = TEXT.replace("\r\n", "\n").replace("\r", "\n")
    assert piped("show", "article", "--corpus", C) == stored
    assert "".join(NASTY.split()) in "".join(piped("sentences", C).split())
    [first, *_] = [json.loads(line) for line in piped("export", C, "--db", M).split("\n") if line]
    assert first["note"] == NASTY
    listed = [json.loads(line) for line in piped("list", "--json", C).split("\n") if line]
    assert any("".join(NAME.split()) in "".join(record["id"].split()) for record in listed)
    assert any("\x1b" in (record["title"] or "") for record in listed)


def test_nothing_from_outside_acts_in_the_reader(place: Path, environment: dict[str, str]) -> None:
    command = [COMMAND, *filled([C, "--db", M], place, "r")]
    with Terminal(command, env=environment, columns=120) as terminal:
        terminal.wait_for(" articles")
        terminal.type("G")
        # The article with the annotation, with its details, its lists, the board, and back.
        paste = f"\x1b[200~{NASTY}\x1b[201~"
        walk = ["jk", "\r", "\r", "a", ESC, "i", ESC, "o", ESC, "t", ESC, "m", ESC, "g", "jk", ESC, "]", "j"]
        walk += ["m", paste, "\r", paste, "y", "[", "/", ESC, ESC, "/", paste, ESC, "e", ESC, "?", ESC]
        for keys in walk:
            terminal.type(keys)
            terminal.settle(0.3)
        terminal.type("\x1b")
        terminal.settle(0.3)
        terminal.type("\x11")  # ctrl+q leaves from everywhere
        terminal.wait_for_end()
        shown = terminal.sent.decode("utf-8")
    copied = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")
    assert len(copied.findall(shown)) <= 1
    shown = OURS.sub("\n", SCREEN.sub("", copied.sub("", shown)))
    assert "52;c;ZXZpbA" in shown  # it was there to be seen
    assert not acting(shown.replace("\r", ""))
