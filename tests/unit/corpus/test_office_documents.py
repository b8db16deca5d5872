"""Word documents and OpenDocument texts: all that is read, in its order, and nothing that was deleted."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from corpus_tools import Make, messages, texts
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from annotations.corpus import open_corpus

ODT = Path(__file__).parents[2] / "data" / "articles" / "libreoffice.odt"

TRACKED = f"""<w:p {nsdecls("w")}><w:r><w:t xml:space="preserve">قبل </w:t></w:r>
<w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve">مضاف </w:t></w:r></w:ins>
<w:del w:id="2" w:author="a"><w:r><w:delText>محذوف</w:delText></w:r></w:del>
<w:hyperlink><w:r><w:t>رابط</w:t></w:r></w:hyperlink>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"""

BOX = f"""<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>
<mc:Choice><w:txbxContent><w:p><w:r><w:t>في الإطار</w:t></w:r></w:p></w:txbxContent></mc:Choice>
<mc:Fallback><w:txbxContent><w:p><w:r><w:t>في الإطار</w:t></w:r></w:p></w:txbxContent></mc:Fallback>
</mc:AlternateContent></w:r><w:r><w:t>خارجه</w:t></w:r></w:p>"""

CONTROL = f"""<w:sdt {nsdecls("w")}><w:sdtContent><w:p><w:r><w:t>ضمن عنصر تحكم</w:t></w:r></w:p>
</w:sdtContent></w:sdt>"""


def document() -> bytes:
    word = docx.Document()
    word.add_heading("وزير الخارجية يؤكد", 0)
    paragraph = word.add_paragraph("قال الوزير إن ")
    paragraph.add_run("الاتفاق").bold = True
    paragraph.add_run(" لم يُوقّع.")
    word.add_paragraph("بند أول", style="List Bullet")
    for xml in (TRACKED, BOX, CONTROL):
        word.element.body.insert(len(word.element.body) - 1, parse_xml(xml))
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ("المدينة", "القتلى", "غزة", "12"), strict=True):
        cell.text = text
    word.core_properties.title = "Microsoft Word - خبر.doc"
    word.core_properties.author = "هيئة التحرير"
    word.core_properties.created = datetime(2024, 11, 5, 10, 0)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """Return a document with another part of a name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({info.filename: archive.read(info) for info in archive.infolist()} | {name: content})


LINES = [
    "وزير الخارجية يؤكد",
    "قال الوزير إن الاتفاق لم يُوقّع.",
    "بند أول",
    "قبل مضاف رابط",
    "خارجه",
    "في الإطار",
    "ضمن عنصر تحكم",
    "المدينة\tالقتلى",
    "غزة\t12",
]


@pytest.mark.parametrize("name", ["a.docx", "a.docx.gz"])
def test_a_word_document_is_read_as_it_stands(make: Make, name: str) -> None:
    data = document()
    folder = make({name: gzip.compress(data) if name.endswith("gz") else data})
    corpus = open_corpus([folder])
    record = corpus.record(corpus.entries[0])
    assert record.text.split("\n") == LINES
    assert record.metadata == {
        "title": "وزير الخارجية يؤكد",
        "author": "هيئة التحرير",
        "published": corpus.record(corpus.entries[0]).metadata["published"],
    }
    assert record.metadata["published"].startswith("2024-11-05")


def test_footnotes_stand_at_the_end(make: Make) -> None:
    notes = f"""<?xml version="1.0"?><w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:t>المصدر: الوزارة</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    word = docx.Document()
    word.add_paragraph("النص")
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), word.part.package)
    word.part.relate_to(part, kind)
    file = io.BytesIO()
    word.save(file)
    assert texts(open_corpus([make({"a.docx": file.getvalue()})])) == {"a.docx": "النص\nالمصدر: الوزارة"}


def test_a_libreoffice_document_is_read_as_it_stands(make: Make) -> None:
    corpus = open_corpus([make({"a.odt": ODT.read_bytes()})])
    record = corpus.record(corpus.entries[0])
    assert record.text.split("\n") == [
        "وزير الخارجية يؤكد",
        "قال الوزير إن الاتفاق لم يُوقّع.",
        "بند أول",
        "قبلمضاف رابط",  # as it stands: the blank wasn't marked to be kept when it was made
        "المدينة\tالقتلى",
        "غزة\t12",
    ]
    assert record.metadata["title"] == "عنوان الوثيقة"
    assert record.metadata["author"] == "هيئة التحرير"


def test_notes_spaces_and_deletions_of_an_opendocument(make: Make) -> None:
    names = {
        "office": "office:1.0", "text": "text:1.0", "draw": "drawing:1.0", "table": "table:1.0",
    }  # fmt: skip
    spaces = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for key, name in names.items()
    )
    content = f"""<office:document-content {spaces}><office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>محذوف</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:p>قال<text:s text:c="2"/>الوزير<text:note><text:note-citation>1</text:note-citation><text:note-body>
<text:p>الحاشية</text:p></text:note-body></text:note><office:annotation><text:p>تعليق</text:p></office:annotation>
 أمس<text:line-break/>ثم<draw:frame><draw:text-box><text:p>الإطار</text:p></draw:text-box></draw:frame></text:p>
</office:text></office:body></office:document-content>"""
    folder = make({"a.odt": zipped({"content.xml": content.encode()})})
    assert texts(open_corpus([folder])) == {"a.odt": "قال  الوزير أمس\nثم\nالإطار\nالحاشية"}


def test_harmful_and_damaged_documents_cost_one_line(make: Make) -> None:
    whole = document()
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    folder = make({
        "bomb.docx": changed(whole, "word/document.xml", b"<a>" + b"\0" * (100 << 20)),
        "bomb.odt": zipped({"content.xml": b" " * (300 << 20)}),
        "cut.docx": whole[:-2000],
        "cut.odt": ODT.read_bytes()[:9000],
        "empty.docx": zipped({"x": b""}),
        "entities.docx": changed(whole, "word/document.xml", laughs),
        "entities.odt": zipped({"content.xml": laughs}),
        "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "no.docx": b"hello",
        "ok.txt": b"x",
    })  # fmt: skip
    told = messages(folder)
    assert [line.partition(":")[0] for line in told] == sorted(
        {path.name for path in folder.iterdir()} - {"ok.txt"}
    )
    by_name = {line.partition(": ")[0]: line.partition(": ")[2] for line in told}
    assert "times as large when it is unpacked" in by_name["bomb.docx"]
    assert by_name["bomb.odt"] == "becomes 300 MB when it is unpacked, more than 256 MB: not read"
    for name in ("entities.docx", "entities.odt"):
        assert "DOCTYPE" in by_name[name]
    assert by_name["locked.docx"].startswith("encrypted, or an old Office file: open it in Word")
    for name in ("cut.docx", "cut.odt", "no.docx"):
        assert by_name[name].startswith("damaged, or no document of")
    assert all("\n" not in line and len(line) < 300 for line in told)


def test_our_own_report_in_word_is_no_article(make: Make) -> None:
    word = docx.Document()
    word.add_paragraph("x")
    word.core_properties.comments = "claimreader report"
    file = io.BytesIO()
    word.save(file)
    assert list(texts(open_corpus([make({"report.docx": file.getvalue(), "a.docx": document()})]))) == [
        "a.docx"
    ]
