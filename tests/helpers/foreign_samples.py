"""Small files as other annotation tools write them, made by us after their documents; all say the same.

Each is about the second article of `exchange_samples`: "ذلك" behind two emoji, which every unit of offsets
puts elsewhere, is a `claim`, and the whole text is `event` where a tool has labels of whole texts.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange_samples import SECOND

TEXT = SECOND.text
QUOTE = "ذلك"
START = TEXT.index(QUOTE)
END = START + len(QUOTE)
UTF16 = 2
"""Units that the two emoji before the quote take more than code points."""

SPAN = {"start": START, "end": END}
WHOLE = {"start": START + UTF16, "end": END + UTF16}
"""The span in UTF-16 units."""


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def as_lines(*values: Any) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


def as_table(*rows: list[str], mark: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode()


def label_studio_min() -> bytes:
    task = {"text": TEXT, "source": "وكالة", "id": 4, "label": [SPAN | {"text": QUOTE, "labels": ["claim"]}]}
    signed = {"annotator": 3, "annotation_id": 9, "created_at": "2026-11-20T10:00:00.000000Z"}
    return as_json([task | {"sentiment": "event"} | signed | {"updated_at": None, "lead_time": 4.5}])


def label_studio_csv() -> bytes:
    head = ["annotation_id", "annotator", "created_at", "id", "label", "lead_time", "text", "topic"]
    label = json.dumps([SPAN | {"text": QUOTE, "labels": ["claim"]}])
    return as_table(head, ["9", "3", "2026-11-20T10:00:00Z", "4", label, "4.5", TEXT, "event"])


def label_studio_choices() -> bytes:
    span = {"from_name": "label", "to_name": "text", "type": "labels", "id": "r1"}
    choice = {"from_name": "topic", "to_name": "text", "type": "choices", "id": "r2"}
    results = [
        span | {"value": SPAN | {"text": QUOTE, "labels": ["claim"]}},
        choice | {"value": {"choices": ["event"]}},
    ]
    return as_json(
        [{"id": 1, "data": {"text": TEXT}, "annotations": [{"completed_by": 3, "result": results}]}]
    )


def doccano_array() -> bytes:
    rows = [{"id": 1, "text": "لا شيء هنا", "label": []}]
    label = [[WHOLE["start"], WHOLE["end"], "claim"]]
    return as_json([*rows, {"id": 2, "text": TEXT, "label": label, "Comments": ["ملاحظة"]}])


def doccano_table() -> bytes:
    return as_table(["id", "text", "label"], ["1", TEXT, "event#claim"], ["2", "بلا وسم", ""])


def prodigy_choices() -> bytes:
    options = [{"id": "event", "text": "حدث"}, {"id": "other", "text": "آخر"}]
    task = {"text": TEXT, "spans": [], "options": options, "_view_id": "choice"}
    refused = {"text": TEXT, "spans": [SPAN | {"label": "claim"}], "answer": "reject"}
    return as_lines(task | {"accept": ["event"], "answer": "accept"}, refused, refused | {"answer": "ignore"})


def conll_with_spaces() -> bytes:
    words = TEXT.replace(".", " .").replace(":", " :").split()
    return "".join(f"{word} -X- _ {'B-claim' if word == QUOTE else 'O'}\n" for word in words).encode()


def hypothesis_rows() -> bytes:
    selectors = [
        {"type": "RangeSelector", "startContainer": "/div[1]", "endContainer": "/div[1]"},
        {"type": "TextPositionSelector", "start": 912, "end": 915},
        {"type": "TextQuoteSelector", "exact": QUOTE, "prefix": "🚨🚨 ", "suffix": ".\n"},
    ]
    row = {"id": "x1", "user": "acct:lina@hypothes.is", "uri": SECOND.id, "tags": ["claim"]}
    row |= {"text": "ملاحظة", "created": "2026-11-20T10:00:00.0+00:00", "target": [{"selector": selectors}]}
    page = {"id": "x2", "user": "acct:lina@hypothes.is", "uri": SECOND.id, "target": [{"source": "x"}]}
    return as_json({"total": 3, "rows": [row, page, page | {"references": ["x1"]}]})


def argilla_2() -> bytes:
    spans = [SPAN | {"label": "claim"}]
    responses = {"spans": [{"value": spans, "user_id": "u1"}], "topic": [{"value": "event", "user_id": "u1"}]}
    record = {"id": "1", "status": "completed", "fields": {"text": TEXT}, "suggestions": {}, "metadata": {}}
    only = {"id": "2", "fields": {"text": "x"}, "responses": {}, "suggestions": {"topic": {"value": "event"}}}
    return as_json([record | {"responses": responses}, only])


def argilla_feedback() -> bytes:
    values = {"spans": {"value": [SPAN | {"label": "claim"}]}, "topic": {"value": ["event"]}}
    answers = [{"user_id": "u1", "status": "submitted", "values": values}]
    answers.append({"user_id": "u2", "status": "discarded", "values": {"topic": {"value": "other"}}})
    return as_lines({"fields": {"text": TEXT}, "responses": answers, "suggestions": [], "external_id": None})


def argilla_1() -> bytes:
    record = {"text": TEXT, "tokens": TEXT.split(), "prediction": None, "status": "Validated"}
    return as_lines(record | {"annotation": [["claim", START, END]], "annotation_agent": "u1", "id": "1"})


def potato_lines() -> bytes:
    span = {"schema": "kind", "annotation": "claim", "span": QUOTE} | WHOLE
    labels = {"topic": {"event": "true", "other": "false"}, "why": {"text_box": "سبب طويل"}}
    row = {"user_id": "lina", "instance_id": "1", "displayed_text": TEXT, "behavioral_data": {}}
    return as_lines(row | {"label_annotations": labels, "span_annotations": [span]})


def potato_table() -> bytes:
    head = ["user", "instance_id", "displayed_text", "topic:::event", "topic:::other"]
    return as_table(head, ["lina", "1", TEXT, "true", ""])


def lighttag() -> bytes:
    signed = [{"annotator": "lina", "annotator_id": 4, "timestamp": "2026-11-20T10:00:00Z"}]
    kept = WHOLE | {"tag": "claim", "value": QUOTE, "correct": None, "annotated_by": signed}
    wrong = {
        "start": 0,
        "end": 3,
        "tag": "other",
        "value": TEXT[:3],
        "correct": False,
        "annotated_by": signed,
    }
    classes = [{"classname": "event", "classified_by": signed}]
    example = {"example_id": "e", "content": TEXT, "metadata": {}, "seen_by": signed}
    return as_json(
        {"name": "job", "examples": [example | {"annotations": [kept, wrong], "classifications": classes}]}
    )


def tagtog() -> bytes:
    signed = {"state": "", "who": ["user:lina"], "prob": 1}
    entity = {"classId": "e_1", "part": "s1v1", "offsets": [{"start": WHOLE["start"], "text": QUOTE}]}
    guessed = entity | {"confidence": {"state": "pre-added", "who": ["ml:model"], "prob": 0.4}}
    document = {"annotatable": {"parts": ["s1v1"]}, "anncomplete": True, "sources": [], "relations": []}
    document |= {"metas": {"m_1": {"value": True, "confidence": signed}}}
    document |= {"entities": [entity | {"confidence": signed, "fields": {}}, guessed]}
    page = f'<!DOCTYPE html><html id="a1" data-origid="none"><body><article><pre id="s1v1">{TEXT}</pre>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("p/annotations-legend.json", json.dumps({"e_1": "claim", "m_1": "event"}))
        archive.writestr("p/plain.html/pool/a1.plain.html", page + "</article></body></html>")
        archive.writestr("p/ann.json/master/pool/a1.ann.json", json.dumps(document))
    return data.getvalue()


def taguette_table() -> bytes:
    head = ["id", "document", "tag", "content"]
    return as_table(head, ["1", "ب 2", "claim", QUOTE], ["1", "ب 2", "إنكار", QUOTE])


def taguette_project() -> bytes:
    """Its tables; "لا" stands twice, so that only what is around it tells which is meant."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        """CREATE TABLE documents(id INTEGER PRIMARY KEY, name TEXT, contents TEXT, project_id INTEGER);
        CREATE TABLE highlights(id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
            end_offset INTEGER, snippet TEXT);
        CREATE TABLE tags(id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
        CREATE TABLE highlight_tags(highlight_id INTEGER, tag_id INTEGER);
        INSERT INTO tags VALUES (1, 1, 'claim', ''), (2, 1, 'إنكار', '');
        INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 1);"""
    )
    contents = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    whole = TEXT.replace("\n", "").encode()
    start, last = whole.index(QUOTE.encode()), whole.rindex("لا".encode())
    database.execute("INSERT INTO documents VALUES (1, 'ب 2.docx', ?, 1)", [contents])
    rows = [(1, 1, start, start + len(QUOTE.encode()), f"<b>{QUOTE}</b>"), (2, 1, last, last + 4, "لا")]
    database.executemany("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", rows)
    database.commit()
    data = database.serialize()
    database.close()
    return data


SAMPLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "min.json": ("label-studio", label_studio_min),
    "min.csv": ("label-studio", label_studio_csv),
    "choices.json": ("label-studio", label_studio_choices),
    "array.json": ("doccano", doccano_array),
    "classes.csv": ("doccano-classification", doccano_table),
    "choice.jsonl": ("prodigy", prodigy_choices),
    "spaces.conll": ("conll", conll_with_spaces),
    "rows.json": ("hypothesis", hypothesis_rows),
    "two.json": ("argilla", argilla_2),
    "feedback.jsonl": ("argilla", argilla_feedback),
    "one.jsonl": ("argilla", argilla_1),
    "annotated_instances.jsonl": ("potato", potato_lines),
    "annotated_instances.csv": ("potato", potato_table),
    "examples.json": ("lighttag", lighttag),
    "anndoc.zip": ("tagtog", tagtog),
    "highlights.csv": ("taguette", taguette_table),
    "project.sqlite3": ("taguette", taguette_project),
}
"""Each file by its name: the format that reads it, and what makes it."""


def written(name: str, folder: Path) -> Path:
    """Write a sample; its annotator's folder is called as Potato calls one."""
    path = folder / name
    path.write_bytes(SAMPLES[name][1]())
    return path
