"""Files as other tools write them: their units, their ids, their habits."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from exchange_samples import ALL, ARTICLES, SECOND, StoredAnnotations, read, sample

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.import_plan import ImportPlan
from annotations.exchange.offsets import Utf16
from annotations.model.article import Article
from annotations.model.records import Annotation, Link
from annotations.model.scheme import DEFAULT

TEXT = SECOND.text


def written(path: Path, *objects: Any, lines: bool = True) -> Path:
    text = (
        "\n".join(json.dumps(item, ensure_ascii=False) for item in objects) if lines else json.dumps(objects)
    )
    path.write_text(text, encoding="utf-8")
    return path


def only(plan: ImportPlan) -> Annotation:
    assert not plan.faults, [*plan.lines()]
    assert len(plan.new) == 1
    return plan.new[0].annotation


def test_doccano_counts_utf_16_units(tmp_path: Path) -> None:
    start = TEXT.index("ذلك")
    path = written(
        tmp_path / "x.jsonl",
        {"id": 1, "text": TEXT, "label": [[start + 2, start + 5, "claim"]], "Comments": []},
    )
    assert only(read("doccano", path)).target.quote == "ذلك"


def test_doccano_relations_become_links(tmp_path: Path) -> None:
    entities = [
        {"id": 7, "label": "claim", "start_offset": 0, "end_offset": 3},
        {"id": 9, "label": "event", "start_offset": 4, "end_offset": 11},
    ]
    path = written(
        tmp_path / "x.jsonl",
        {
            "text": TEXT,
            "entities": entities,
            "relations": [
                {"id": 1, "from_id": 7, "to_id": 9, "type": "about"},
                {"id": 2, "from_id": 7, "to_id": 99, "type": "about"},
            ],
        },
    )
    plan = read("doccano", path)
    first, second = (entry.annotation for entry in plan.new)
    assert first.links == (Link("about", second.uuid),)
    assert len(plan.faults) == 1


def test_a_sentence_alone_is_found_in_the_corpus_unless_it_stands_twice(tmp_path: Path) -> None:
    path = written(tmp_path / "x.jsonl", {"text": "نفى المتحدث 🚨🚨 ذلك.", "label": ["claim", "event"]})
    annotation = only(read("doccano-classification", path))
    assert (annotation.article.id, annotation.target.start, annotation.tags) == (
        SECOND.id,
        0,
        ("claim", "event"),
    )
    twice = Articles.of([*ALL, Article("copy.txt", SECOND.text)])
    assert "several places" in str(read("doccano-classification", path, twice).faults[0])


def test_label_studio_export_with_its_own_users_and_fields(tmp_path: Path) -> None:
    start = TEXT.index("ذلك")
    region = {
        "id": "abc",
        "from_name": "ner",
        "to_name": "body",
        "type": "labels",
        "origin": "manual",
        "value": {"start": start, "end": start + 3, "text": "ذلك", "labels": ["Claim"]},
    }
    doubt = region | {
        "from_name": "certainty",
        "type": "choices",
        "value": {"start": start, "end": start + 3, "choices": ["possible"]},
    }
    task = {
        "id": 41,
        "data": {"body": TEXT, "url": "https://x"},
        "annotations": [
            {
                "id": 1,
                "completed_by": {"id": 3, "email": "lina@example.org"},
                "result": [region, doubt],
                "was_cancelled": False,
                "created_at": "2026-11-20T10:00:00.5Z",
                "updated_at": "2026-11-20T12:00:00+02:00",
            },
            {"id": 2, "completed_by": 5, "result": [region], "was_cancelled": True},
        ],
    }
    annotation = only(read("label-studio", written(tmp_path / "x.json", task, lines=False)))
    assert (annotation.tags, annotation.annotator, annotation.attributes) == (
        ("Claim",),
        "lina@example.org",
        {"certainty": "possible"},
    )
    assert (annotation.created, annotation.updated) == (
        "2026-11-20T10:00:00.500Z",
        "2026-11-20T10:00:00.000Z",
    )


def test_what_was_changed_in_label_studio_wins_over_what_travelled_with_it(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    registry.export("label-studio", sample(), ARTICLES, DEFAULT, path)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    task = next(item for item in tasks if item["data"]["article"] == SECOND.id)
    result = task["annotations"][0]["result"]
    result[0]["value"]["labels"] = ["claim", "prediction"]
    task["annotations"][0]["result"] = [item for item in result if item["from_name"] != "when"]
    plan = read("label-studio", written(path, *tasks, lines=False), stored=StoredAnnotations(sample()))
    assert (plan.same, len(plan.new), len(plan.conflicts)) == (5, 0, 1)
    changed = plan.changes(theirs=True)[0].annotation
    assert changed is not None
    assert changed.tags == ("claim", "prediction")
    assert changed.attributes == {"status": "false"}
    assert changed.extra == {"reviewed": True}
    assert plan.changes() == []


def test_prodigy_tasks_of_its_recipes(tmp_path: Path) -> None:
    path = written(
        tmp_path / "x.jsonl",
        {
            "text": TEXT,
            "_input_hash": 1,
            "_task_hash": 2,
            "spans": [{"start": 0, "end": 3, "token_start": 0, "token_end": 0, "label": "CLAIM"}],
            "answer": "accept",
            "_session_id": "d-lina",
            "_timestamp": 1763712000,
        },
        {"text": TEXT, "spans": [{"start": 4, "end": 11, "label": "X"}], "answer": "reject"},
        {"text": "كرّر: لا.", "options": [{"id": "claim"}], "accept": ["claim"], "answer": "accept"},
    )
    plan = read("prodigy", path)
    assert [(entry.annotation.target.quote, entry.annotation.annotator) for entry in plan.new] == [
        ("نفى", "d-lina"),
        ("كرّر: لا.", "me"),
    ]


def test_brat_events_attributes_and_broken_spans(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    second = TEXT.index("وقال") + 1  # the line end before it has two characters there
    lines = [
        "T1\tClaim 0 3\tنفى",
        f"T2\tSpeech {second} {second + 4}\tوقال",
        f"T3\tClaim 0 3;{second} {second + 4}\tنفى وقال",
        "E1\tSpeech:T2 About:T1",
        "A1\tNegated E1",
        "A2\tcertainty T1 possible",
        "#1\tAnnotatorNotes T1\tملاحظة",
        "N1\tReference T1 Wikipedia:1\tx",
    ]
    (tmp_path / "b.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    plan = read("brat", tmp_path)
    claim, speech, broken = (entry.annotation for entry in plan.new)
    assert (claim.target.quote, claim.attributes, claim.note) == ("نفى", {"certainty": "possible"}, "ملاحظة")
    assert (speech.target.quote, speech.attributes, speech.links) == (
        "وقال",
        {"Negated": True},
        (Link("About", claim.uuid),),
    )
    assert broken.target.quote == TEXT[: TEXT.index("وقال") + 4]
    assert "several parts" in str(plan.remarks[0])
    assert "no place here" in str(plan.faults[0])


def test_web_annotations_of_a_page_are_found_by_their_words(tmp_path: Path) -> None:
    def item(exact: str, prefix: str, **more: Any) -> dict[str, Any]:
        selector = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": ""}
        return {
            "type": "Annotation",
            "body": {"type": "TextualBody", "value": "رأي"},
            "target": {"source": SECOND.id, "selector": selector},
        } | more

    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": [
            item("المتحدث", "نفى "),
            item("لا", ""),
            item("ليس هنا", ""),
            {"type": "Annotation", "target": "https://x"},
        ],
    }
    plan = read("webannotation", written(tmp_path / "x.json", page))
    assert [entry.annotation.target.quote for entry in plan.new] == ["المتحدث"]
    assert plan.new[0].annotation.note == "رأي"
    assert len(plan.moved) == 1
    assert len(plan.faults) == 3


@pytest.mark.parametrize(
    "scheme",
    [
        ["B-claim", "I-claim", "O"],
        ["I-claim", "E-claim", "O"],
        ["B-claim", "E-claim", "O"],
        ["B-claim", "L-claim", "O"],
    ],
)
def test_conll_in_the_schemes_of_doccano(scheme: list[str], tmp_path: Path) -> None:
    words = ["كرّر", ":", "لا."]
    path = tmp_path / "x.conll"
    path.write_text(
        "\n".join(f"{word} -X- _ {mark}" for word, mark in zip(words, scheme, strict=True)) + "\n",
        encoding="utf-8",
    )
    assert only(read("conll", path)).target.quote == "كرّر:"


def test_a_project_of_nvivo_counts_utf_16_units_and_nests_its_codes(tmp_path: Path) -> None:
    guid = "11111111-1111-4111-8111-11111111111{}"
    units = Utf16(TEXT)
    start, end = (units.to_units(at) for at in (TEXT.index("ذلك"), TEXT.index("ذلك") + 3))
    project = (
        '<?xml version="1.0"?><Project origin="NVivo" xmlns="urn:QDA-XML:project:1.0">'
        f'<Users><User guid="{{{guid.format(1)}}}" name="Lina"/></Users>'
        f'<CodeBook><Codes><Code guid="{guid.format(2)}" name="Claims" isCodable="false">'
        f'<Code guid="{guid.format(3)}" name="denied" isCodable="true"/></Code></Codes></CodeBook>'
        f'<Sources><TextSource guid="{guid.format(4)}" name="t" plainTextPath="internal://a.txt">'
        f'<PlainTextSelection guid="{guid.format(5).upper()}" name="ذلك" startPosition="{start}"'
        f' endPosition="{end}" creatingUser="{guid.format(1)}"><Coding guid="{guid.format(6)}">'
        f'<CodeRef targetGUID="{guid.format(3)}"/></Coding></PlainTextSelection>'
        "</TextSource></Sources></Project>"
    )
    path = tmp_path / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Project.qde", project)
        archive.writestr("sources/a.txt", b"\xef\xbb\xbf" + TEXT.encode())
    plan = read("refi-qda", path)
    annotation = only(plan)
    assert (annotation.target.quote, annotation.tags, annotation.annotator, annotation.uuid) == (
        "ذلك",
        ("Claims/denied",),
        "Lina",
        guid.format(5),
    )
    assert "UTF-16" in str(plan.remarks[0])


def test_a_table_with_a_quote_and_a_tag_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = ["quote;tags;article", "3000 جندي 🚨;claim, quantity;a.txt", "'=SUM(A1);x;a.txt", "جن;x;a.txt", ""]
    path.write_bytes("\r\n".join(rows).encode("utf-8-sig"))
    plan = read("csv", path)
    assert [(entry.annotation.target.quote, entry.annotation.tags) for entry in plan.new] == [
        ("3000 جندي 🚨", ("claim", "quantity")),
        ("=SUM(A1)", ("x",)),
    ]
    assert "is not in a.txt" in str(plan.faults[0]), "a part of a word is no match"


def standoff(folder: Path, *lines: str) -> ImportPlan:
    (folder / "x.txt").write_text(TEXT, encoding="utf-8")
    (folder / "x.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read("brat", folder)


def test_notes_of_brat_are_notes_and_those_on_a_relation_are_at_its_beginning(tmp_path: Path) -> None:
    first, second = "T1\tclaim 0 3\tنفى", "T2\tevent 4 11\tالمتحدث"
    notes = ("#1\tAnnotatorNotes T2\tعن المتحدث", "#2\tAnnotatorNotes R1\tغير واضح")
    plan = standoff(tmp_path, first, second, "R1\tcontradicts Arg1:T1 Arg2:T2", *notes)
    assert not plan.faults
    one, two = (entry.annotation for entry in plan.new)
    assert (one.note, two.note) == ("contradicts: غير واضح", "عن المتحدث")
    assert one.links == (Link("contradicts", two.uuid),)


def test_attributes_of_brat_that_have_no_place_are_named(tmp_path: Path) -> None:
    spans = ("T1\tclaim 0 3\tنفى", "T2\tevent 4 11\tالمتحدث", "R1\tcontradicts Arg1:T1 Arg2:T2")
    plan = standoff(tmp_path, *spans, "A1\tNegation T1", "A2\tStrength R1 weak", "A3\tNegation T9")
    assert plan.new[0].annotation.attributes == {"Negation": True}
    assert [str(fault) for fault in plan.faults] == [
        "x.ann, R1: a link has no attributes: Strength is left out",
        "x.ann, T9: there is none, and it has Negation",
    ]


def test_events_and_equivalences_of_brat_are_links(tmp_path: Path) -> None:
    spans = ("T1\tDeny 0 3\tنفى", "T2\tSpeaker 4 11\tالمتحدث", "T3\tThing 15 18\tذلك")
    plan = standoff(tmp_path, *spans, "E1\tDeny:T1 Who:T2 What:T3", "A1\tNegation E1", "*\tEquiv T2 T3")
    assert not plan.faults
    one, two, three = (entry.annotation for entry in plan.new)
    assert one.links == (Link("Who", two.uuid), Link("What", three.uuid))
    assert (one.tags, one.attributes) == (("Deny",), {"Negation": True})
    assert two.links == (Link("Equiv", three.uuid),)


def test_a_span_of_brat_in_several_parts_is_one_and_that_is_said(tmp_path: Path) -> None:
    plan = standoff(tmp_path, "T1\tclaim 0 3;15 18\tنفى ذلك")
    assert only(plan).target.quote == "نفى المتحدث 🚨🚨 ذلك"
    assert "several parts" in str(plan.remarks[0])
