"""Writes the report as a Word document: headings, tables whose heads repeat, links, bookmarks, page numbers.

Written by python-docx (an optional extra). In Arabic the paragraphs and tables run from the right (`w:bidi`,
`w:bidiVisual`), and Arabic runs are marked as such (`w:rtl`), without which Word puts their punctuation and
digits in another order; Word knows no isolates, so an amount's signs and digits are a run from the left of
their own. Where a row comes from is a numbered note at the end, which its number leads to: python-docx has no
footnotes. The plots are left to the page, and their tables hold what they show.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from annotations.exchange.files import check_target, write_file
from annotations.exchange.report.content import document
from annotations.exchange.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Line,
    Notes,
    Paragraph,
    Plot,
    Run,
    Table,
)
from annotations.exchange.report.material import Material
from annotations.exchange.report.sanitising import is_arabic, isolated_runs, plain
from annotations.exchange.report.wording import Wording

_WIDTH = 182
"""Millimetres between the margins of a sheet of A4."""
_SMALL, _TEXT, _CELL = Pt(8.5), Pt(11), Pt(8.5)
_MARK = "claimreader report"
"""What the document says of its origin in its properties."""


def write(material: Material, wording: Wording, target: Path, *, force: bool = False) -> None:
    """Write the report.

    Args:
        material: all that it is made of.
        wording: its language.
        target: the file.
        force: replace the file.

    Raises:
        ExchangeError: the file is there and may not be replaced.
        NotSavedError: it can't be written; whatever stood there still does.
    """
    check_target(target, folder=False, force=force, binary=True)
    word = _WordDocument(document(material, wording), wording)
    write_file(target, lambda temporary: word.save(temporary))


class _WordDocument:
    """A report on its way into a Word document.

    Args:
        report: what it says.
        wording: its language.
    """

    def __init__(self, report: Document, wording: Wording) -> None:
        self._words = wording.words
        self._rtl = wording.words.direction == "rtl"
        self._bookmarks = 0
        self._word = new_document()
        self._set_up(report)
        self._paragraph([Run(report.title)], "Title")
        for about in report.about:
            self._paragraph(about)
        for section in report.sections:
            self._heading([Run(section.title)], 1, section.anchor)
            self._blocks(section.blocks)
            for part in section.parts:
                self._heading(part.title, 2, part.anchor)
                self._blocks(part.blocks)
        self._paragraph([Run(report.foot)], size=_SMALL)

    def save(self, path: Path) -> None:
        """Write the file."""
        with path.open("wb") as file:
            self._word.save(file)

    # ------------------------------------------------------------------ the document as a whole

    def _set_up(self, report: Document) -> None:
        properties = self._word.core_properties
        properties.title, properties.author, properties.comments = plain(report.title), "", _MARK
        properties.language = self._words.lang
        section = self._word.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(14)
        section.top_margin = section.bottom_margin = Mm(16)
        self._flag(section._sectPr, "w:bidi")
        normal = self._word.styles["Normal"]
        normal.font.size = _TEXT
        properties_of_runs = normal.element.get_or_add_rPr()
        properties_of_runs.append(_element("w:szCs", val=str(int(_TEXT.pt * 2))))
        properties_of_runs.append(_element("w:lang", val="en-GB", bidi="ar-SA"))
        self._number_pages(section.footer.paragraphs[0])

    def _number_pages(self, paragraph: Any) -> None:
        paragraph.alignment = 1
        self._directed(paragraph, rtl=self._rtl)
        for place, field in enumerate(("PAGE", "NUMPAGES")):
            if place:
                paragraph.add_run(" / ")
            for piece in ("begin", field, "end"):
                run = paragraph.add_run()
                if piece == field:
                    run._r.append(_element("w:instrText", text=f" {field} "))
                else:
                    run._r.append(_element("w:fldChar", fldCharType=piece))

    # ------------------------------------------------------------------ blocks

    def _blocks(self, blocks: Sequence[Block]) -> None:
        plots = 0
        for block in blocks:
            match block:
                case Paragraph(lines, small):
                    for line in lines:
                        self._paragraph(line, size=_SMALL if small else None)
                case Bullets(lines):
                    for line in lines:
                        self._paragraph(line, "List Bullet")
                case Facts(facts):
                    for name, lines in facts:
                        self._paragraph([Run(name, "strong")])
                        for line in lines:
                            self._paragraph(line)
                case Table():
                    self._table(block)
                case Notes(notes):
                    for note in notes:
                        first, *rest = note.lines
                        self._paragraph([Run(f"[{note.number}] "), *first], anchor=note.anchor)
                        for line in rest:
                            self._paragraph(line, size=_SMALL)
                case Plot():
                    plots += 1
        if plots:
            self._paragraph([Run(self._words.no_plot)], size=_SMALL)

    def _heading(self, line: Line, level: int, anchor: str) -> None:
        self._paragraph(line, f"Heading {level}", anchor=anchor)

    def _paragraph(
        self, line: Line, style: str | None = None, *, size: Pt | None = None, anchor: str = ""
    ) -> None:
        paragraph = self._word.add_paragraph(style=style)
        self._directed(paragraph, rtl=self._rtl)
        self._fill(paragraph, line, size, anchor)

    def _table(self, block: Table) -> None:
        table = self._word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        table.autofit = False
        if self._rtl:
            # Where the schema has it: behind the style, which is first (ECMA-376, 17.4.60).
            table._tbl.tblPr.insert(1, _element("w:bidiVisual"))
        share = _WIDTH / sum(block.widths)
        widths = [Mm(width * share) for width in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        head = table.rows[0]
        self._flag(head._tr.get_or_add_trPr(), "w:cantSplit", always=True)
        self._flag(head._tr.get_or_add_trPr(), "w:tblHeader", always=True)
        for cell, name, width in zip(head.cells, block.columns, widths, strict=True):
            cell.width = width
            self._directed(cell.paragraphs[0], rtl=self._rtl)
            self._fill(cell.paragraphs[0], [Run(name, "strong")], _CELL)
        for row in block.rows:
            self._row(table, row.cells, row.anchor, widths)
        self._word.add_paragraph()

    def _row(self, table: Any, cells: Sequence[Any], anchor: str, widths: Sequence[Any]) -> None:
        written = table.add_row()
        self._flag(written._tr.get_or_add_trPr(), "w:cantSplit", always=True)
        # A row's cells are looked up once: python-docx walks the whole table for each look.
        for place, (target, cell, width) in enumerate(zip(written.cells, cells, widths, strict=True)):
            target.width = width
            for number, line in enumerate(cell.lines or [[]]):
                paragraph = target.add_paragraph() if number else target.paragraphs[0]
                quoted = cell.quote and any(run.look == "quote" and is_arabic(run.text) for run in line)
                self._directed(paragraph, rtl=self._rtl or quoted)
                paragraph.paragraph_format.space_after = Pt(1)
                self._fill(paragraph, line, _CELL, "" if place or number else anchor)

    # ------------------------------------------------------------------ runs

    def _fill(self, paragraph: Any, line: Line, size: Pt | None = None, anchor: str = "") -> None:
        if anchor:
            self._bookmarks += 1
            number = str(self._bookmarks)
            paragraph._p.append(_element("w:bookmarkStart", id=number, name=anchor))
        for run in line:
            self._run(paragraph, run, size)
        if anchor:
            paragraph._p.append(_element("w:bookmarkEnd", id=number))

    def _run(self, paragraph: Any, run: Run, size: Pt | None) -> None:
        holder = self._holder(paragraph, run.to)
        if run.look == "amount":
            pieces = [(piece, bool(number % 2)) for number, piece in enumerate(isolated_runs(run.text))]
        else:
            pieces = [(run.text, run.look == "code")]
        for text, from_left in pieces:
            if not text:
                continue
            written = paragraph.add_run(plain(text))
            if holder is not paragraph._p:
                holder.append(written._r)
            if size is not None:
                written.font.size = size
                written._r.get_or_add_rPr().append(_element("w:szCs", val=str(int(size.pt * 2))))
            if run.look in ("strong", "tag", "mark"):
                written.bold = True
                written._r.get_or_add_rPr().append(_element("w:bCs"))
            if run.to:
                written.font.underline = True
            if not from_left and (is_arabic(text) or (self._rtl and not any(map(str.isalpha, text)))):
                written._r.get_or_add_rPr().append(_element("w:rtl"))

    def _holder(self, paragraph: Any, to: str) -> Any:
        """Return what holds a run: the paragraph, or a link in it."""
        if not to:
            return paragraph._p
        link = _element("w:hyperlink")
        if to.startswith("#"):
            link.set(qn("w:anchor"), to[1:])
        else:
            related = paragraph.part.relate_to(to, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), related)
        paragraph._p.append(link)
        return link

    # ------------------------------------------------------------------ directions

    def _directed(self, paragraph: Any, *, rtl: bool) -> None:
        if rtl:
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(_element("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _flag(self, element: Any, name: str, *, always: bool = False) -> None:
        if always or self._rtl:
            element.append(_element(name))


def _element(name: str, text: str = "", **attributes: str) -> Any:
    """Return an element of a Word document; attributes are of its name space."""
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    if text:
        element.text = text
    return element
