"""Writes Label Studio's tasks, one per article with an annotation per annotator, and its labelling config.

Offsets of `<Text>` are code points (label-studio-frontend, selection-tools.js). A region's attributes are
further results with the region's id (`perRegion`). What Label Studio has no control for goes along in `meta`,
which it keeps and exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Any

from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.formats import label_studio_reader
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.formats.label_studio_reader import CONTROLS, LABELS, TEXT
from annotations.exchange.round_trip_payload import KEY, pack
from annotations.exchange.streams import encoded
from annotations.exchange.xml_text import XmlText, is_safe
from annotations.model.records import Annotation
from annotations.model.scheme import Attribute, Scheme

COMPANION = ".config.xml"
COMPANION_IS = "the labelling config, to paste under Settings, Labeling Interface, Code"

read_annotations = label_studio_reader.read_annotations


def stream(job: ExportJob) -> Iterator[bytes]:
    """Yield the file, a task at a time."""
    yield b"["
    numbers = count(1)
    for index, document in enumerate(job.documents()):
        yield b",\n" if index else b"\n"
        yield encoded(_task(job, document, numbers)).rstrip(b"\n")
    yield b"\n]\n"


def companion(job: ExportJob) -> bytes:
    """Return the labelling config, with the tags and link types that only the tasks have, too."""
    return config(job.scheme, sorted(job.met_tags), sorted(job.met_links)).encode()


def config(scheme: Scheme, more_tags: Sequence[str] = (), link_types: Sequence[str] = ()) -> str:
    """Return the labelling config (XML) of a scheme.

    A value that XML can't hold has no control there: the tasks carry it in their `meta`.
    """
    xml = XmlText()
    with xml.element("View"):
        xml.break_line(2)
        # One value an element, each quoted: a tag of a hostile file can't become markup.
        with xml.element("Labels", name=LABELS, toName=TEXT, allowEmpty="true", choice="multiple"):
            for tag in scheme.tags:
                xml.break_line(4)
                hint = f"{tag.arabic}: {tag.description}"
                xml.empty("Label", value=tag.id, background=tag.color, hotkey=tag.key or None, hint=hint)
            for name in more_tags:
                if name not in scheme.by_id:
                    xml.break_line(4)
                    xml.empty("Label", value=name)
            xml.break_line(2)
        xml.break_line(2)
        with xml.element("Relations"):
            for kind in link_types or ["contradicts"]:
                xml.break_line(4)
                xml.empty("Relation", value=kind)
            xml.break_line(2)
        xml.break_line(2)
        with xml.element("View", style="direction: rtl"):
            xml.empty("Text", name=TEXT, value="$text")
        for attribute in _shown(scheme):
            _write_control(xml, attribute)
        xml.break_line()
    xml.break_line()
    return xml.take()


def _write_control(xml: XmlText, attribute: Attribute) -> None:
    named = {"name": attribute.id, "toName": TEXT, "perRegion": "true"}
    xml.break_line(2)
    xml.empty("Header", value=attribute.label)
    xml.break_line(2)
    if attribute.kind == "choice":
        with xml.element("Choices", **named, choice="single"):
            for value in filter(is_safe, attribute.values):
                xml.break_line(4)
                xml.empty("Choice", value=value)
            xml.break_line(2)
    else:
        xml.empty("Number" if attribute.kind == "number" else "TextArea", **named)


def _shown(scheme: Scheme) -> list[Attribute]:
    """Return the attributes that have a control: not those that are called as another control is."""
    return [
        attribute
        for attribute in scheme.attributes
        if attribute.kind in CONTROLS and attribute.id not in {LABELS, TEXT}
    ]


def _task(job: ExportJob, document: AnnotatedArticle, numbers: Iterator[int]) -> dict[str, Any]:
    article = document.article
    known = {key: job.articles.metadata(article.id).get(key) for key in ARTICLE_KEYS}
    ordered = sorted(document.annotations, key=lambda annotation: annotation.annotator)
    # Label Studio gives its own ids on import, but its converters want some.
    return {
        "id": next(numbers),
        # in this order, by which `annotations.corpus.own_files` knows it: a task takes no key that isn't its
        # own
        "data": {"sha256": article.sha256, "article": article.id, TEXT: article.text} | known,
        "annotations": [
            {
                "was_cancelled": False,
                "ground_truth": False,
                "result": _results(job, article.text, list(group)),
            }
            for _, group in groupby(ordered, key=lambda annotation: annotation.annotator)
        ],
    }


def _results(job: ExportJob, text: str, annotations: list[Annotation]) -> list[dict[str, Any]]:
    kinds = {attribute.id: attribute.kind for attribute in _shown(job.scheme)}
    regions = {annotation.uuid: _region_id(annotation.uuid) for annotation in annotations}
    results: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    for annotation in annotations:
        span = {
            "start": annotation.target.start,
            "end": annotation.target.end,
            "text": annotation.target.quote,
        }
        job.agree(text[annotation.target.start : annotation.target.end], annotation)
        job.met_tags.update(annotation.tags)
        base = {"id": regions[annotation.uuid], "to_name": TEXT, "origin": "manual"}
        shown: dict[str, dict[str, Any]] = {}
        for name, value in annotation.attributes.items():
            control = CONTROLS.get(kinds.get(name, ""))
            if isinstance(value, str) and not is_safe(value):
                continue
            if control is not None and isinstance(value, float if control.key == "number" else str):
                key = {control.key: value if control.key == "number" else [value]}
                shown[name] = base | {"from_name": name, "type": control.type, "value": span | key}
        drawn = {link.to for link in annotation.links if link.to in regions}
        drawn -= {link.to for link in annotation.links if not is_safe(link.type)}
        payload = pack(annotation, attributes=shown, links=drawn, note=True)
        meta = {KEY: payload} | ({"text": [annotation.note]} if annotation.note else {})
        label = {
            "from_name": LABELS,
            "type": "labels",
            "value": span | {"labels": annotation.tags},
            "meta": meta,
        }
        results += [base | label, *shown.values()]
        for link in annotation.links:
            if link.to in drawn:
                job.met_links.add(link.type)
                ends = {"from_id": regions[annotation.uuid], "to_id": regions[link.to]}
                relations.append({"type": "relation", "direction": "right", "labels": [link.type]} | ends)
    return results + relations


def _region_id(uuid: str) -> str:
    """Return an id that Label Studio leaves alone: it cuts ids at `#` (Tree.cleanUpId)."""
    return re.sub(r"[^\w-]", "_", uuid)
