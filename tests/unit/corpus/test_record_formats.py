"""JSON lines, JSON, CSV and TSV: every record is found, read again by its place, named when it is broken."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from corpus_tools import Make, messages, texts
from hypothesis import given
from hypothesis import strategies as st

from annotations.corpus import Corpus, encoding, open_corpus
from annotations.corpus.formats import json_cutting
from annotations.corpus.formats.json_cutting import split_objects

ROWS = [
    {
        "id": "n1",
        "headline": "الأول",
        "body": "نص\nمن سطرين",
        "outlet": "وكالة",
        "date": "2024-10-27",
        "link": "http://a",
    },
    {
        "id": "n2",
        "headline": "الثاني",
        "body": 'فيه "اقتباس"، وفاصلة; و\tجدولة',
        "outlet": "",
        "date": "",
        "link": "",
    },
    {
        "id": "n3",
        "headline": "الثالث",
        "body": "س" * 70_000,
        "outlet": "قناة",
        "date": "12 آذار 2024",
        "link": "x",
    },
]
TEXTS = {row["id"]: row["body"] for row in ROWS}


def as_csv(delimiter: str) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return file.getvalue()


JSONL = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
FORMS: dict[str, bytes] = {
    "a.jsonl": JSONL.encode(),
    "a.NDJSON": ("\ufeff" + JSONL.replace("\n", "\r\n\r\n") + "\n").encode(),
    "utf16.jsonl": JSONL.encode("utf-16"),
    "escaped.jsonl": "\n".join(map(json.dumps, ROWS)).encode(),
    "a.json": json.dumps(ROWS, ensure_ascii=False, indent=1).encode(),
    "lines.json": JSONL.encode(),
    "cp1256.json": json.dumps(ROWS, ensure_ascii=False).encode("cp1256"),
    "a.csv": as_csv(",").encode(),
    "excel.csv": ("\ufeff" + as_csv(";")).encode(),
    "cp1256.csv": as_csv(";").encode("cp1256"),
    "a.tsv": as_csv("\t").encode(),
    "excel.tsv": as_csv("\t").encode("utf-16"),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FORMS)
def test_every_record_is_found_and_read_again_by_its_place(make: Make, name: str, *, packed: bool) -> None:
    data = FORMS[name]
    folder = make({f"{name}.gz": gzip.compress(data)} if packed else {name: data})
    corpus = open_corpus([folder])
    assert texts(corpus) == TEXTS
    assert corpus.problems == []
    first = corpus.read(corpus.entries[0]).metadata
    assert first == {
        "title": "الأول", "source": "وكالة", "published": "2024-10-27", "url": "http://a"
    }  # fmt: skip


def test_a_record_is_read_without_what_stands_before_it(make: Make) -> None:
    rows = [json.dumps({"text": f"مقال {number}"}) for number in range(5)]
    folder = make({"a.jsonl": "\n".join(rows)})
    corpus = open_corpus([folder])
    last = corpus.entries[-1]
    path = folder / "a.jsonl"
    path.write_bytes(b"{" + b"x" * (last.start - 2) + b"\n" + path.read_bytes()[last.start :])
    status = path.stat()
    again = last._replace(mtime=status.st_mtime_ns)
    assert corpus.read(again).text == "مقال 4"


def test_a_record_without_an_id_is_called_by_its_file_and_line(make: Make) -> None:
    folder = make({"b/a.jsonl": '\n{"text": "أ"}\n{"text": "ب"}', "b/c.csv": 'text\n"أ\nب"\nج\n'})
    assert list(texts(open_corpus([folder]))) == ["b/a.jsonl:2", "b/a.jsonl:3", "b/c.csv:2", "b/c.csv:4"]


def test_one_object_is_one_article(make: Make) -> None:
    folder = make({"1.json": '{"text": "أ", "tags": ["x", {"y": "]"}]}', "2.json": '{"content": ["أ", "ب"]}'})
    assert texts(open_corpus([folder])) == {"1.json:1": "أ", "2.json:1": "أ\nب"}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jsonl", '{"text": "أ"}\n{"text": \n\n["x"]\n{"text": "ب"}',
         ["line 2: not JSON", "line 4: not a JSON object"]),
        ("a.jsonl", '{"text": "أ"}\n{"text": ""}\n{"n": 1, "m": 2}',
         ['line 2: no text in the field "text"', "line 3: no field for the text among: n, m"]),
        ("a.jsonl", '{"text": "أ"}\n{"text": "\\ud83d"}\n{"text": "\\u0000"}',
         ["line 2: character 0 is half", "line 3: not text: a NUL at character 0"]),
        ("a.jsonl", b'{"text": "\xd8\xa3"}\n{"text": "\xff"}', ["line 2: byte 25 is not utf-8"]),
        ("a.json", '[{"text": "أ"}, {"text": "ب"', ["a.json: ends early, in or after record 2"]),
        ("a.json", '[{"text": "أ"}]]', ["a.json: not JSON: a bracket is closed"]),
        ("a.json", '[{"text": "أ"}, {text: 1}]', ["record 2: not JSON"]),
        ("a.csv", 'text,n\nأ,1\n"ب" ب,2\nت,3\n', ["line 3: not a row"]),
        ("a.csv", 'text,n\nأ,1\n"ب,2\nت,3\n', ["lines 3-4: not a row: unexpected end of data"]),
        ("a.csv", "text,n\nأ,1\nب، و, ج,2\n", ["line 3: 3 fields, the header has 2"]),
        ("a.csv", "x,y\n1,2\n", ["line 2: no field for the text among: x, y (say which: --field text=NAME)"]),
    ],
)  # fmt: skip
def test_what_is_broken_is_named_and_the_rest_is_read(
    make: Make, name: str, data: str | bytes, expected: list[str]
) -> None:
    problems = messages(make({name: data, "whole.txt": "سليم"}))
    assert len(problems) == len(expected), problems
    for message, part in zip(problems, expected, strict=True):
        assert part in message
    corpus = open_corpus([make({})])
    assert "سليم" in texts(corpus).values()
    if not name.endswith("csv") or "x,y" not in str(data):
        assert "أ" in texts(corpus).values()


def test_a_file_without_records_is_said(make: Make) -> None:
    assert messages(make({"a.json": "[]", "b.csv": "text\n"})) == [
        "a.json: holds no record",
        "b.csv: holds no record",
    ]


class Dribble(io.BytesIO):
    """Gives a few bytes at a time, so that every cut between two reads is tried."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(3 if size != 0 else 0)


@given(
    st.lists(
        st.dictionaries(
            st.text(), st.recursive(st.text() | st.integers(), st.lists, max_leaves=5), max_size=3
        )
    )
)
def test_objects_are_cut_out_of_an_array_wherever_the_reads_fall(rows: list[dict[str, object]]) -> None:
    data = json.dumps(rows, ensure_ascii=False).encode()
    cut = list(split_objects(Dribble(data)))
    assert [json.loads(part) for _, part in cut] == rows
    assert all(data[start : start + len(part)] == part for start, part in cut)


def test_a_record_of_more_than_the_limit_costs_that_record_only(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotations.corpus.formats import jsonl

    monkeypatch.setattr(jsonl, "LIMIT", 100)
    monkeypatch.setattr(json_cutting, "LIMIT", 100)
    folder = make({"a.jsonl": '{"text": "أ"}\n{"text": "' + "س" * 400 + '"}\n{"text": "ب"}\n'})
    corpus: Corpus = open_corpus([folder])
    assert texts(corpus) == {"a.jsonl:1": "أ", "a.jsonl:3": "ب"}
    assert [problem.message for problem in corpus.problems] == [
        "line 2: one text of more than 64 MB: split it"
    ]


def test_a_file_that_changed_since_it_was_listed_is_not_read_at_old_places(make: Make) -> None:
    folder: Path = make({"a.jsonl": '{"text": "أ"}\n{"text": "ب"}'})
    corpus = open_corpus([folder])
    entry = corpus.entries[1]
    make({"a.jsonl": '{"text": "أخرى"}\n{"text": "ب"}'})
    with pytest.raises(Exception, match="has changed since it was listed"):
        corpus.read(entry)


TEXT_WITH_NUL = "قال الوزير\0 إن " + "العدد كبير " * 20


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", TEXT_WITH_NUL),
        ("a.csv", f"text,n\n{TEXT_WITH_NUL},1\n"),
        ("a.jsonl", json.dumps({"text": TEXT_WITH_NUL}) + "\n"),
        ("a.jsonl", f'{{"text": "{TEXT_WITH_NUL}"}}\n'),
        ("a.json", f'[{{"text": "{TEXT_WITH_NUL}"}}]'),
    ],
    ids=["txt", "csv", "jsonl, escaped", "jsonl", "json"],
)
def test_a_stray_nul_costs_no_text_in_any_format(make: Make, name: str, data: str) -> None:
    assert list(texts(open_corpus([make({name: data})])).values()) == [TEXT_WITH_NUL]


def test_utf16_is_no_remedy_for_a_record(make: Make) -> None:
    folder = make({"a.jsonl": '{"text": "\\u0000"}', "b.csv": b"text,n\n" + b"\1\0" * 20})
    record, file = messages(folder)
    assert "utf-16" not in record
    assert file == "b.csv: not text: it holds NUL bytes (if it is UTF-16, say --encoding utf-16-be)"


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.txt", "قال الوزير إن القوات ".encode() + b"\xff\xff" + " وصلت".encode(), ""),
        ("a.jsonl", '{"text": "أ"}\n{"text": "قال الوزير '.encode() + b'\xff\xff"}\n', "record 2: "),
        ("a.json", '[{"text": "أ"}, {"text": "قال الوزير '.encode() + b'\xff\xff"}]', "record 2: "),
        ("a.csv", 'text,n\nأ,1\n"قال\nالوزير '.encode() + b'\xff\xff",2\n', "record 3: "),
    ],
)
def test_an_article_with_bad_bytes_is_read_and_a_line_says_so(
    make: Make, name: str, data: bytes, place: str
) -> None:
    folder = make({name: data})
    first = data.index(b"\xff")
    line = f"damaged: 2 bytes are no utf-8, the first at byte {first}; shown as U+FFFD"
    corpus = open_corpus([folder])
    article = corpus.read(corpus.entries[-1])
    assert article.text.count("\ufffd") == 2
    assert article.text.startswith("قال")
    assert article.bad_bytes == line
    assert messages(folder)[-1:] == ([f"{name}: {place}{line}"] if place else [])
    assert [str(problem).endswith(place + line) for problem in corpus.problems] == [True]


def test_the_bad_bytes_of_several_records_are_one_line(make: Make) -> None:
    rows = b"".join(f'{{"text": "خبر رقم {n} '.encode() + b'\xff"}\n' for n in range(3))
    (line,) = messages(make({"a.jsonl": rows}))
    first = rows.index(b"\xff")
    assert line == (
        f"a.jsonl: records 1-3: damaged: 3 bytes are no utf-8, the first at byte {first}; shown as U+FFFD"
    )


def test_utf16_without_a_mark_is_read_in_every_format(make: Make) -> None:
    for order in ("utf-16-le", "utf-16-be"):
        folder = make({"a.csv": as_csv(";").encode(order), "a.jsonl": JSONL.encode(order)})
        assert [line for line in messages(folder) if "ids that were given" not in line] == []


def test_the_encoding_of_a_file_is_found_once_until_it_changes(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    detected: list[int] = []
    detect = encoding.detect

    def noting(data: bytes, *, complete: bool = True) -> str:
        detected.append(len(data))
        return detect(data, complete=complete)

    monkeypatch.setattr(encoding, "detect", noting)
    said = [f"قال رئيس الحكومة إنها وافقت على خطة مجلس المدينة {number}" for number in range(9)]
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in said)
    folder = make({"a.jsonl": "\ufeff" + lines})
    corpus = open_corpus([folder])
    assert [corpus.read(entry).text for entry in corpus.entries] == said
    assert len(detected) == 1
    (folder / "a.jsonl").write_bytes(lines.encode("cp1256"))
    changed = open_corpus([folder])
    assert [changed.read(entry).text for entry in changed.entries] == said
    assert changed.read(changed.entries[0]).encoding == "cp1256"
    assert len(detected) == 2
