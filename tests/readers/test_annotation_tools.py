"""Label Studio, spaCy, brat parsers, CoNLL readers and the W3C selectors of anchorpoint read what we
write.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import anchorpoint
import spacy
from bratly.io import read_document_collection_from_folder
from exchange_samples import ALL
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface
from seqeval.metrics.sequence_labeling import get_entities
from spacy.tokens import DocBin

from annotations.exchange.files import manifest
from annotations.model.records import Annotation

Export = Callable[[str], Path]
TEXTS = {article.id: article.text for article in ALL}


def spans(annotations: list[Annotation]) -> set[tuple[str, int, int, str]]:
    return {
        (one.article.id, one.target.start, one.target.end, tag) for one in annotations for tag in one.tags
    }


def test_label_studio_accepts_config_and_tasks(export: Export) -> None:
    path = export("label-studio")
    interface = LabelInterface(path.with_name(f"{path.stem}.config.xml").read_text(encoding="utf-8"))
    interface.validate()
    tasks = json.loads(path.read_text(encoding="utf-8"))
    assert len(tasks) == len(TEXTS)
    for task in tasks:
        for annotation in task["annotations"]:
            assert not interface._validate_object(annotation, return_errors=True)


def test_label_studio_converts_our_tasks(
    export: Export, annotations: list[Annotation], tmp_path: Path
) -> None:
    path = export("label-studio")
    config = path.with_name(f"{path.stem}.config.xml").read_text(encoding="utf-8")
    converter = Converter(config, project_dir=None)
    converter.convert_to_json_min(str(path), str(tmp_path), is_dir=False)
    found = set()
    for task in json.loads((tmp_path / "result.json").read_text(encoding="utf-8")):
        for region in task["label"]:
            assert task["text"][region["start"] : region["end"]] == region["text"]
            found |= {(task["article"], region["start"], region["end"], label) for label in region["labels"]}
    assert found == spans(annotations)


def test_spacy_reads_every_span(export: Export, annotations: list[Annotation]) -> None:
    found = set()
    for doc in DocBin().from_disk(export("spacy")).get_docs(spacy.blank("ar").vocab):
        known = doc.user_data["claimreader"]
        assert doc.text == TEXTS[known["article"]]
        for span in doc.spans["sc"]:
            found.add((known["article"], span.start_char, span.end_char, span.label_))
            assert span.id_ in known["annotations"]
    assert found == spans(annotations)


def test_seqeval_finds_every_span_in_the_conll_files(export: Export, annotations: list[Annotation]) -> None:
    folder = export("conll")
    found: dict[str, int] = {}
    for entry in manifest(folder):
        lines = (folder / entry["file"]).read_text(encoding="utf-8").splitlines()
        tags = [line.split("\t")[1] if line else "O" for line in lines]
        for label, _, _ in get_entities(tags):
            found[label] = found.get(label, 0) + 1
    wanted: dict[str, int] = {}
    for *_, tag in spans(annotations):
        wanted[tag] = wanted.get(tag, 0) + 1
    assert found == wanted


def test_anchorpoint_finds_the_quote_by_either_selector(export: Export) -> None:
    for item in json.loads(export("webannotation").read_text(encoding="utf-8")):
        words, position = item["target"]["selector"]
        text = TEXTS[item["claimreader"]["article"]["id"]]
        by_place = anchorpoint.TextPositionSelector(start=position["start"], end=position["end"])
        by_words = anchorpoint.TextQuoteSelector(
            exact=words["exact"], prefix=words["prefix"], suffix=words["suffix"]
        )
        assert text[by_place.start : by_place.end] == words["exact"]
        assert by_words.select_text(text) == words["exact"]


def test_bratly_finds_the_text_of_every_line(export: Export, annotations: list[Annotation]) -> None:
    folder = export("brat")
    found = read_document_collection_from_folder(str(folder))
    assert len(found) == len(TEXTS)
    count = 0
    for document in found.documents:
        assert document.check_ann_compatibility_with_txt()
        lines = [one for one in document.annotation_collections[0].annotations if one.id.startswith("T")]
        count += len(lines)
    assert count == len(spans(annotations))
