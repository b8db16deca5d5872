"""INCEpTION's documents: ours as dkpro-cassis reads them, and those of other projects as they come."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import pytest
from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem
from exchange_samples import ALL, ARTICLES, FIRST, SECOND, StoredAnnotations, sample

from annotations.corpus import open_corpus
from annotations.exchange import ExchangeError, registry
from annotations.exchange.articles import Articles
from annotations.exchange.format_detection import guess
from annotations.exchange.import_plan import ImportPlan
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.model.scheme import DEFAULT

CLAIM = "webanno.custom.Claim"
LINK = "webanno.custom.ClaimLink"
NAMES = {name: f"de.tudarmstadt.ukp.dkpro.core.api.{name}" for name in ("segmentation.type", "ner.type")}


def read(path: Path, name: str = "", articles: Articles = ARTICLES) -> ImportPlan:
    return registry.read(name, path, articles, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]


def exported(name: str, folder: Path, annotations: list[Annotation] | None = None) -> Path:
    target = folder / name
    registry.export(name, sample() if annotations is None else annotations, ARTICLES, DEFAULT, target)
    return target


def said(plan: ImportPlan) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((entry.annotation.target.quote, entry.annotation.tags) for entry in plan.new)


def only(plan: ImportPlan) -> Annotation:
    assert not plan.faults, [*plan.lines()]
    assert len(plan.new) == 1
    return plan.new[0].annotation


# ---------------------------------------------------------------- ours, as others read them


def test_dkpro_cassis_finds_every_quote_tag_and_link_by_our_type_system(tmp_path: Path) -> None:
    folder = exported("cas-xmi", tmp_path)
    types = load_typesystem(folder / "TypeSystem.xml")
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.xmi")):
        cas = load_cas_from_xmi(path, typesystem=types)  # strict: an unknown type would be an error
        assert cas.typecheck() == []
        for span in cas.select(CLAIM):
            found[json.loads(span.claimreader)["uuid"]] = span.get_covered_text(), span
        assert cas.sofa_string in {article.text for article in ALL}
    for annotation in sample():
        quote, span = found[annotation.uuid]
        assert quote == annotation.target.quote
        assert (span.tags.elements if span.tags else []) == list(annotation.tags)
        assert (span.note or "") == annotation.note
        assert span.claimant == annotation.attributes.get("claimant")


def test_offsets_in_the_file_count_utf_16(tmp_path: Path) -> None:
    folder = exported(
        "cas-xmi", tmp_path, [annotation for annotation in sample() if annotation.uuid[-1] == "4"]
    )
    data = next(folder.glob("*.xmi")).read_text(encoding="utf-8")
    # "نفى المتحدث 🚨🚨 ذلك.": 19 code points, of which two take two units
    assert len("نفى المتحدث 🚨🚨 ذلك.") == 19
    assert 'begin="0" end="21"' in data.partition("Claim ")[2].partition(">")[0]


def test_the_type_system_makes_two_layers_in_inception_and_no_more(tmp_path: Path) -> None:
    types = load_typesystem(exported("cas-xmi", tmp_path) / "TypeSystem.xml")
    assert {kind.name for kind in types.get_types() if kind.name.startswith("webanno.")} == {CLAIM, LINK}
    # a relation layer has two ends of one type by these names; a span layer has none that leads anywhere
    ends = {feature.name: feature.rangeType.name for feature in types.get_type(LINK).features}
    assert ends == {"Governor": CLAIM, "Dependent": CLAIM, "label": "uima.cas.String"}
    ranges = {feature.rangeType.name for feature in types.get_type(CLAIM).features}
    assert ranges <= {"uima.cas.String", "uima.cas.StringArray", "uima.cas.Double"}


def test_sentences_and_tokens_cover_the_text_and_every_span_ends_with_a_token(tmp_path: Path) -> None:
    folder = exported("cas-json", tmp_path)
    with (folder / "a.analyst-1.json").open("rb") as file:
        cas = load_cas_from_json(file)
    kind = NAMES["segmentation.type"]
    tokens = [(token.begin, token.end) for token in cas.select(f"{kind}.Token")]
    assert "".join(FIRST.text[start:end] for start, end in tokens) == "".join(FIRST.text.split())
    sentences = [(sentence.begin, sentence.end) for sentence in cas.select(f"{kind}.Sentence")]
    assert sentences == [(sentence.start, sentence.end) for sentence in FIRST.sentences]
    # the span of another annotator of the article too: both documents have the same tokens
    assert {annotation.target.start for annotation in sample() if annotation.article.id == "a.txt"} <= {
        start for start, _ in tokens
    }


def test_a_document_is_called_as_its_article_is(tmp_path: Path) -> None:
    folder = exported("cas-json", tmp_path)
    with (folder / "a.analyst-1.json").open("rb") as file:
        cas = load_cas_from_json(file)
    (metadata,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    assert (metadata.documentId, metadata.documentTitle) == ("a.txt", "وصول الجنود «نبأ»")


def test_characters_that_xml_cannot_hold_are_named_as_lost_and_in_json_are_not(tmp_path: Path) -> None:
    article = Article("c.txt", "قال الوزير\x0b ذلك كله.")
    one = msgspec.structs.replace(
        sample()[0],
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, 4, 15, 0),
        note="a\x0bb",
        attributes={"claimant": "\x01"},
    )
    articles = Articles.of([article])
    for name, lost in (("cas-xmi", {"span"}), ("cas-json", set())):
        report = registry.export(name, [one], articles, DEFAULT, tmp_path / name)
        assert {loss.what for loss in report.losses} == lost
        back = only(read(tmp_path / name, articles=articles))
        assert (back.target.quote, back.note, back.attributes) == (one.target.quote, one.note, one.attributes)


def test_an_export_in_the_folder_of_the_articles_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST.text, encoding="utf-8")
    for name in ("cas-xmi", "cas-json", "webanno-tsv"):
        folder = exported(name, tmp_path)
        for path in list(folder.iterdir()):  # and each file by itself, without its manifest
            if path.suffix in {".json", ".tsv"}:
                (tmp_path / f"{name}-{path.name}").write_bytes(path.read_bytes())
    assert [entry.id for entry in open_corpus([tmp_path]).entries] == ["a.txt"]


def test_inception_is_a_name_for_its_format() -> None:
    assert registry.find("inception").name == "cas-xmi"


# ---------------------------------------------------------------- of other projects


def xmi(body: str, text: str = SECOND.text, spaces: str = "") -> bytes:
    escaped = escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
        'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
        'xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" '
        f'xmi:version="2.0"{spaces}><cas:NULL xmi:id="0"/>{body}'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{escaped}"/>'
        f'<cas:View sofa="1" members="{" ".join(ids(body))}"/></xmi:XMI>'
    ).encode()


def ids(body: str) -> list[str]:
    return [part.partition('"')[0] for part in body.split('xmi:id="')[1:]]


# نفى المتحدث 🚨🚨 ذلك.: نفى 0-3, المتحدث 4-11, 🚨 12-14 and 14-16, ذلك 17-20 in UTF-16
FOREIGN = (
    '<seg:Token xmi:id="2" sofa="1" begin="0" end="3"/>'
    '<seg:Sentence xmi:id="3" sofa="1" begin="0" end="21"/>'
    '<ner:NamedEntity xmi:id="4" sofa="1" begin="4" end="11" value="PER" identifier="http://w/Q1"/>'
    '<custom:Stance xmi:id="5" sofa="1" begin="17" end="20" stance="against" comment="لماذا؟" sure="true"/>'
    '<custom:Stance xmi:id="6" sofa="1" begin="17" end="20" stance="against"/>'
    '<custom:Says xmi:id="7" sofa="1" begin="17" end="20" Governor="4" Dependent="5" kind="denies"/>'
)


@pytest.mark.parametrize("named", [True, False])
def test_layers_of_a_project_come_in_with_features_and_relations(named: bool, tmp_path: Path) -> None:
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi(FOREIGN))
    plan = read(path, "cas-xmi" if named else "")
    assert not plan.faults, [*plan.lines()]
    by_number = {entry.place.rpartition(" ")[2]: entry.annotation for entry in plan.new}
    assert by_number.keys() == {"4", "5", "6"}
    entity, stance, other = by_number["4"], by_number["5"], by_number["6"]
    assert (entity.target.quote, entity.tags) == ("المتحدث", ("PER",))
    assert entity.attributes == {"identifier": "http://w/Q1"}
    assert [(link.type, link.to) for link in entity.links] == [("denies", stance.uuid)]
    assert (stance.target.quote, stance.tags, stance.note) == ("ذلك", ("against",), "لماذا؟")
    assert (other.target.quote, other.tags) == ("ذلك", ("against",)), "stacked"


def test_a_layer_without_features_is_a_tag_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi('<custom:Rumour xmi:id="4" sofa="1" begin="0" end="3"/>'))
    assert only(read(path)).tags == ("Rumour",)


def test_slots_are_links_with_their_roles(tmp_path: Path) -> None:
    body = (
        '<custom:Frame xmi:id="4" sofa="1" begin="0" end="3" value="denial" roles="5"/>'
        '<custom:RolesLink xmi:id="5" role="speaker" target="6"/>'
        '<custom:Speaker xmi:id="6" sofa="1" begin="4" end="11"/>'
    )
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi(body))
    plan = read(path)
    assert said(plan) == [("المتحدث", ("Speaker",)), ("نفى", ("denial",))]
    frame = next(entry.annotation for entry in plan.new if entry.annotation.tags == ("denial",))
    assert [link.type for link in frame.links] == ["speaker"]


def test_an_offset_inside_of_a_character_costs_that_annotation_only(tmp_path: Path) -> None:
    body = (
        '<custom:A xmi:id="4" sofa="1" begin="13" end="16"/><custom:A xmi:id="5" sofa="1" begin="0" end="3"/>'
        '<custom:A xmi:id="6" sofa="1" begin="0" end="999"/>'
    )
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi(body))
    plan = read(path)
    assert said(plan) == [("نفى", ("A",))]
    assert sorted(str(fault) for fault in plan.faults) == [
        "doc.xmi, annotation 4: the offset 13 lies inside of a character",
        "doc.xmi, annotation 6: the span 0-999 is not inside the text of 41 UTF-16 units",
    ]


def of_project(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_an_archive_of_a_project_says_who_annotated_and_what_is_left_out(tmp_path: Path) -> None:
    path = of_project(
        tmp_path / "project.zip",
        {
            "exportedproject123.json": b'{"name": "p"}',
            "source/ب.txt": SECOND.text.encode(),
            "annotation/ب.txt/INITIAL_CAS.zip": zipped({"x.xmi": xmi(FOREIGN)}),
            "annotation/ب.txt/lina.zip": zipped({"lina.xmi": xmi(FOREIGN)}),
            "annotation/ب.txt/omar.xmi": xmi('<custom:A xmi:id="4" sofa="1" begin="0" end="3"/>'),
            "annotation_ser/ب.txt/lina.ser": b"\xac\xed",
        },
    )
    assert guess(path) == "cas-xmi"
    plan = read(path)
    assert {(entry.annotation.annotator, entry.annotation.target.quote) for entry in plan.new} == {
        ("lina", "المتحدث"),
        ("lina", "ذلك"),
        ("omar", "نفى"),
    }
    assert [str(fault) for fault in plan.faults] == [
        "annotation/ب.txt/INITIAL_CAS.zip: is the document as it was imported, by nobody; left out"
    ]


def test_an_archive_with_nothing_that_can_be_read_says_what_to_choose(tmp_path: Path) -> None:
    path = of_project(
        tmp_path / "project.zip",
        {"exportedproject1.json": b"{}", "annotation_ser/d/lina.ser": b"x", "source/d": b"x"},
    )
    with pytest.raises(ExchangeError, match="Settings, Export, Secondary format"):
        read(path)


def test_what_every_annotator_began_with_comes_once_and_what_one_changed_is_theirs(tmp_path: Path) -> None:
    one = [annotation for annotation in sample() if annotation.uuid[-1] == "4"]
    folder = exported("cas-xmi", tmp_path, one)
    data, types = next(folder.glob("*.xmi")).read_bytes(), (folder / "TypeSystem.xml").read_bytes()
    changed = data.replace(b"<tags>claim</tags>", b"<tags>not_claim</tags>")
    assert changed != data
    path = of_project(
        tmp_path / "project.zip",
        {
            "annotation/d/lina.zip": zipped({"d.xmi": data, "TypeSystem.xml": types}),
            "annotation/d/omar.zip": zipped({"d.xmi": data, "TypeSystem.xml": types}),
            "annotation/d/sara.zip": zipped({"d.xmi": changed, "TypeSystem.xml": types}),
        },
    )
    plan = read(path)
    assert not plan.faults
    assert [(entry.annotation.annotator, entry.annotation.tags) for entry in plan.new] == [
        ("analyst-1", ("claim",)),
        ("sara", ("not_claim",)),
    ]
    assert plan.new[0].annotation.uuid == one[0].uuid != plan.new[1].annotation.uuid


def test_the_article_is_found_by_its_name_if_its_text_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.xmi"
    text = "عنوان المنصة\n" + FIRST.text
    start = len("عنوان المنصة\n".encode("utf-16-le")) // 2
    body = f'<custom:A xmi:id="4" sofa="1" begin="{start + 4}" end="{start + 8}"/>'
    path.write_bytes(xmi(body, text))
    plan = read(path)
    assert [entry.annotation.target.quote for entry in plan.new] == ["3000"]
    assert plan.new[0].annotation.target.start == 4


def test_a_keyword_of_python_as_a_feature_is_one_line_with_a_way(tmp_path: Path) -> None:
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi('<custom:A xmi:id="4" sofa="1" begin="0" end="3" class="x"/>'))
    with pytest.raises(ExchangeError, match=r"'class' of webanno\.custom\.A .* export it as WebAnno TSV"):
        read(path)


# ---------------------------------------------------------------- hostile


def test_a_feature_whose_name_is_code_never_runs(tmp_path: Path) -> None:
    hit = tmp_path / "hit"
    code = f"a=open({str(hit)!r},'w') or attr_dict, b"
    types = (
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>'
        "<name>webanno.custom.A</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
        f"<featureDescription><name>{code}</name><rangeTypeName>uima.cas.String</rangeTypeName>"
        "</featureDescription></features></typeDescription></types></typeSystemDescription>"
    )
    (tmp_path / "TypeSystem.xml").write_text(types, encoding="utf-8")
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi('<custom:A xmi:id="4" sofa="1" begin="0" end="3"/>'))
    with pytest.raises(ExchangeError, match="can't be read as the name of a feature"):
        read(path)
    cas = {
        "%TYPES": {"a.B": {"%NAME": "a.B", "%SUPER_TYPE": "uima.tcas.Annotation", code: {"%RANGE": "x"}}},
        "%FEATURE_STRUCTURES": [],
        "%VIEWS": {},
    }
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(cas), encoding="utf-8")
    with pytest.raises(ExchangeError, match="can't be read as the name of a feature"):
        read(path)
    assert not hit.exists()


def test_a_document_type_and_its_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "doc.xmi"
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    path.write_bytes(xmi(FOREIGN).replace(b"?><xmi", b"?>" + bomb + b"<xmi"))
    with pytest.raises(ExchangeError, match="document type declaration"):
        read(path)
    path.write_bytes(xmi(FOREIGN))
    (tmp_path / "TypeSystem.xml").write_bytes(bomb + b"<typeSystemDescription>&b;</typeSystemDescription>")
    with pytest.raises(ExchangeError, match="document type declaration"):
        read(path)


def test_a_zip_that_becomes_very_large_costs_that_member_only(tmp_path: Path) -> None:
    big = b'<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI">' + b" " * (20 << 20)
    path = of_project(
        tmp_path / "p.zip",
        {"annotation/d/a.xmi": big, "annotation/d/b.xmi": xmi(FOREIGN), "annotation/d/c.zip": b"PK\x03\x04"},
    )
    plan = read(path)
    assert len(plan.new) == 3
    assert sorted(str(fault).partition(":")[0] for fault in plan.faults) == [
        "annotation/d/a.xmi",
        "annotation/d/c.zip",
    ]


def test_elements_inside_each_other_and_offsets_without_end_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi("<custom:A>" * 5000 + "</custom:A>" * 5000))
    with pytest.raises(ExchangeError, match="inside each other"):
        read(path)
    body = "".join(f'<custom:A xmi:id="{at}" sofa="1" begin="0" end="9999"/>' for at in range(2, 2000))
    path.write_bytes(xmi(body))
    with pytest.raises(ExchangeError, match="more than 1,000 annotations lie outside"):
        read(path)


def test_a_folder_with_one_damaged_document_brings_the_others(tmp_path: Path) -> None:
    folder = exported("cas-xmi", tmp_path)
    path = next(folder.glob("folder*.xmi"))
    path.write_bytes(path.read_bytes()[:-40])
    plan = read(folder)
    assert len(plan.new) == len(sample()) - 1
    assert [fault.place for fault in plan.faults] == [path.name]
    assert "broken or cut short" in plan.faults[0].message
