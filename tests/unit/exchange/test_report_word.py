"""The report as a Word document: read back, it says what the page says, from the right where it is Arabic."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from exchange_samples import ARTICLES, sample
from reports import write_report

from annotations.exchange.articles import Articles
from annotations.exchange.report.messages import ARABIC, ENGLISH, LANGUAGES, Words
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for

HOSTILE = (
    "\u202eمقلوب\u202c \x1b[31m \0 =1+1 <w:p/> ]]> & \" ' {{7*7}} \ufffe \u2028 \u200b5\u200b0 </w:t></w:r> "
    "INCLUDETEXT"
)


def word(
    folder: Path, annotations: list[Annotation] | None = None, articles: Articles = ARTICLES, **more: Any
) -> Any:
    target = folder / "report.docx"
    write_report(sample() if annotations is None else annotations, articles, target, force=True, **more)
    return docx.Document(str(target))


def texts(document: Any) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def hostile_claim() -> tuple[list[Annotation], Articles]:
    article = Article(
        "a.txt", f"نص {HOSTILE} آخر", metadata=dict.fromkeys(("title", "source", "url", "published"), HOSTILE)
    )
    claim = Annotation(
        uuid="u1",
        article=ArticleRef("a.txt", article.sha256),
        target=target_for(article.text, 0, len(article.text)),
        tags=("claim",),
        attributes={"claimant": HOSTILE, "numbers": [{"value": 3, "unit": HOSTILE}]},
        note=HOSTILE,
        annotator="me",
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
    )
    return [claim], Articles.of([article])


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_it_has_the_headings_and_claims_of_the_page(words: Words, tmp_path: Path) -> None:
    document = word(tmp_path, words=words, title="شمال")
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        words.summary,
        words.questions,
        words.matrix,
        words.quantities,
        words.timeline,
        words.sources,
        words.claims,
        words.making,
        words.notes,
    ]
    assert document.paragraphs[0].style.name == "Title"
    assert "شمال" in document.paragraphs[0].text
    said = "".join(texts(document).split())
    for annotation in sample():
        if "claim" in annotation.tags:
            assert "".join(annotation.target.quote.split()) in said


def test_the_head_of_every_table_repeats_and_no_row_is_cut(tmp_path: Path) -> None:
    document = word(tmp_path)
    assert len(document.tables) >= 6
    for table in document.tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row.trPr.find(qn("w:tblHeader")) is not None for row in others)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) <= 10_320, "182 mm, the paper between the margins"


def test_every_link_leads_to_a_bookmark_or_to_the_web(tmp_path: Path) -> None:
    document = word(tmp_path)
    body = document.element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors <= set(names)
    assert {"n1", "c2", "q1"} <= anchors
    out = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert out
    assert all(address.startswith("https://example.org/a?x=1&y=2") for address in out)


def test_in_arabic_paragraphs_tables_and_runs_go_from_the_right(tmp_path: Path) -> None:
    document = word(tmp_path, words=ARABIC)
    body = document.element.body
    paragraphs = list(body.iter(qn("w:p")))
    assert all(p.pPr is not None and p.pPr.find(qn("w:bidi")) is not None for p in paragraphs)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert body.sectPr.find(qn("w:bidi")) is not None
    for run in body.iter(qn("w:r")):
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        if re.search("[\u0621-\u064a]", text) and "/ب" not in text and "ب 2" not in text:  # ids of articles
            assert run.rPr.find(qn("w:rtl")) is not None, text
    amounts = [
        run
        for run in body.iter(qn("w:r"))
        if "".join(node.text or "" for node in run.iter(qn("w:t"))) == "3,000"
    ]
    assert amounts
    assert all(run.rPr.find(qn("w:rtl")) is None for run in amounts), "digits are a run from the left"


def test_in_english_only_what_is_arabic_goes_from_the_right(tmp_path: Path) -> None:
    document = word(tmp_path, words=ENGLISH)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is None for table in document.tables)
    quoted = [p for p in document.element.body.iter(qn("w:p")) if "الوَزِير." in "".join(p.itertext())]
    assert any(p.pPr.find(qn("w:bidi")) is not None for p in quoted)
    assert document.element.body.sectPr.find(qn("w:bidi")) is None


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_what_goes_against_its_paragraph_stands_between_marks_of_direction(
    words: Words, tmp_path: Path
) -> None:
    against = 0
    for paragraph in word(tmp_path, words=words).element.body.iter(qn("w:p")):
        rtl = paragraph.pPr.find(qn("w:bidi")) is not None
        runs = list(paragraph.iter(qn("w:r")))
        texts_of = ["".join(node.text or "" for node in run.iter(qn("w:t"))) for run in runs]
        for at, (run, text) in enumerate(zip(runs, texts_of, strict=True)):
            known = text and text not in "\u200e\u200f" and run.rPr is not None
            if known and (run.rPr.find(qn("w:rtl")) is not None) != rtl:
                mark = "\u200f" if rtl else "\u200e"
                assert texts_of[at - 1] == texts_of[at + 1] == mark
                against += 1
    assert against > 10


def test_looks_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    order = ["b", "bCs", "sz", "szCs", "u", "rtl"]
    for run in word(tmp_path, words=ARABIC).element.body.iter(qn("w:rPr")):
        names = [child.tag.rpartition("}")[2] for child in run]
        assert names == sorted(names, key=order.index)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    annotations, articles = hostile_claim()
    document = word(tmp_path, annotations, articles, title=HOSTILE)
    said = texts(document)
    assert "U+202E" in said
    assert "<w:p/>" in said
    assert "U+0000" in said
    assert not re.search("[\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]", said)
    tags = {node.tag.rpartition("}")[2] for node in document.element.body.iter() if isinstance(node.tag, str)}
    assert not tags & {"fldSimple", "object", "drawing", "altChunk", "fldChar", "instrText"}
    assert not [relation for relation in document.part.rels.values() if relation.is_external]
    with zipfile.ZipFile(tmp_path / "report.docx") as package:
        assert not [name for name in package.namelist() if "vba" in name or "embed" in name]


def test_the_plots_are_pictures_with_words_for_those_who_do_not_see_them(tmp_path: Path) -> None:
    article = Article("a.txt", "نص ما.", metadata={"published": "2025-05-03"})
    bare = Article("b.txt", "نص ما.")
    claims = [
        Annotation(
            uuid=of.id,
            article=ArticleRef(of.id, of.sha256),
            target=target_for(of.text, 0, len(of.text)),
            tags=("claim",),
            attributes={"numbers": [{"min": value, "unit": "جندي", "quote": ""}]},
            annotator="me",
            created="2026-11-22T10:00:00.000Z",
            updated="2026-11-22T10:00:00.000Z",
        )
        for of, value in ((article, 40.0), (bare, 900.0))
    ]
    document = word(tmp_path, claims, Articles.of([article, bare]))
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "جندي: amounts over time"
    assert "? = no date" in texts(document)
    (image,) = document.part.package.image_parts
    assert image.blob.startswith(b"\x89PNG")


def test_pages_are_numbered(tmp_path: Path) -> None:
    footer = word(tmp_path).sections[0].footer._element
    assert [field.text.strip() for field in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
