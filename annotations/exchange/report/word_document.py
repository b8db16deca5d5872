"""Writes the report as a Word document: headings, tables whose heads repeat, links, bookmarks, page numbers.

Written by python-docx (an optional extra), which brings styles, properties and the package. Paragraphs and
tables are made as XML by ourselves: its own calls take half a minute for a thousand claims, and know neither
bookmarks nor links nor directions. In Arabic the paragraphs and tables run from the right (`w:bidi`,
`w:bidiVisual`), and Arabic runs are marked as such (`w:rtl`), without which Word puts their punctuation and
digits in another order. Word knows no isolates: an amount's signs and digits are a run from the left of their
own, and what goes against its paragraph stands between marks of direction (UAX #9, LRM and RLM), so that it
takes nothing beside it along. Where a row comes from is a numbered note at the end, which its number leads
to: python-docx has no footnotes. Plots are pictures (`png_plot`), and the tables below them hold what they
show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm

from annotations.corpus.own_files import REPORT_MARK
from annotations.exchange.files import check_target, write_file
from annotations.exchange.report.content import document
from annotations.exchange.report.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Facts,
    Line,
    Notes,
    Paragraph,
    Plot,
    Row,
    Run,
    Table,
)
from annotations.exchange.report.material import Material
from annotations.exchange.report.png_plot import png, undated_label
from annotations.exchange.report.sanitising import is_arabic, isolated_runs, plain
from annotations.exchange.report.wording import Wording

_WIDTH = 10_300
"""Twentieths of a point between the margins of a sheet of A4: 182 mm."""
_TEXT, _SMALL = 22, 17
"""Half points: 11 and 8.5."""
_LRM, _RLM = "\u200e", "\u200f"
"""Marks of direction, of the text around them."""
_SPACES = nsdecls("w", "r")
_NAME = re.compile(r"(<w:\w+)")


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
    write_file(target, word.save)


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
        self._addresses: dict[str, str] = {}
        """The ids of links to the web, by address."""
        self._word = docx.Document()
        self._set_up(report)
        self._end = self._word.element.body.sectPr
        for xml in self._parts(report):
            self._end.addprevious(parse_xml(xml))

    def save(self, path: Path) -> None:
        """Write the file."""
        with path.open("wb") as file:
            self._word.save(file)

    # ------------------------------------------------------------------ the document as a whole

    def _set_up(self, report: Document) -> None:
        properties = self._word.core_properties
        properties.title, properties.author, properties.comments = plain(report.title)[:255], "", REPORT_MARK
        properties.language = self._words.lang
        section = self._word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(14)
        section.top_margin = section.bottom_margin = Mm(16)
        if self._rtl:
            section._sectPr.insert_element_before(_element("<w:bidi/>"), "w:rtlGutter", "w:docGrid")
        look = self._word.styles["Normal"].element.get_or_add_rPr()
        for size in look.xpath("w:sz | w:szCs | w:lang"):
            look.remove(size)
        for xml in (f'<w:sz w:val="{_TEXT}"/>', f'<w:szCs w:val="{_TEXT}"/>', '<w:lang w:bidi="ar-SA"/>'):
            look.append(_element(xml))
        number = section.footer.paragraphs[0]._p
        number.getparent().replace(number, _element(self._page_number()))

    def _page_number(self) -> str:
        field = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'.format
        pages = (
            f"{field('begin')}<w:r><w:instrText> {name} </w:instrText></w:r>{field('end')}"
            for name in ("PAGE", "NUMPAGES")
        )
        slash = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
        return f'<w:p><w:pPr>{self._bidi(self._rtl)}<w:jc w:val="center"/></w:pPr>{slash.join(pages)}</w:p>'

    def _parts(self, report: Document) -> Iterator[str]:
        yield self._paragraph([Run(report.title)], "Title")
        for about in report.about:
            yield self._paragraph(about)
        for section in report.sections:
            yield self._paragraph([Run(section.title)], "Heading1", anchor=section.anchor)
            yield from self._blocks(section.blocks)
            for part in section.parts:
                yield self._paragraph(part.title, "Heading2", anchor=part.anchor)
                yield from self._blocks(part.blocks)
        yield self._paragraph([Run(report.foot)], size=_SMALL)

    # ------------------------------------------------------------------ blocks

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case Paragraph(lines, small):
                    size = _SMALL if small else 0
                    yield from (self._paragraph(line, size=size, keep=small) for line in lines)
                case Bullets(lines):
                    yield from (self._paragraph(line, "ListBullet") for line in lines)
                case Facts(facts):
                    for name, lines in facts:
                        yield self._paragraph([Run(name, "strong")])
                        yield from map(self._paragraph, lines)
                case Table():
                    yield self._table(block)
                    yield self._paragraph([])
                case Notes(notes):
                    for note in notes:
                        first, *rest = note.lines
                        yield self._paragraph([Run(f"[{note.number}] "), *first], anchor=note.anchor)
                        yield from (self._paragraph(line, size=_SMALL) for line in rest)
                case Plot():
                    yield self._picture(block)
                    if any(point.day is None for point in block.points):
                        said = f"{undated_label()} = {self._words.undated}"
                        yield self._paragraph([Run(said)], size=_SMALL)

    def _picture(self, block: Plot) -> str:
        inline = self._word.part.new_pic_inline(BytesIO(png(block.points)), width=Mm(150), height=None)
        inline.docPr.set("descr", plain(block.name))
        drawn = serialize_for_reading(inline)
        center = '<w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr>'
        return f"<w:p {_SPACES}>{center}<w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"

    def _table(self, block: Table) -> str:
        share = _WIDTH / sum(block.widths)
        widths = [round(width * share) for width in block.widths]
        visual = "<w:bidiVisual/>" if self._rtl else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        names = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self._paragraph([Run(name, 'strong')], size=_SMALL, tight=True)}</w:tc>"
            for name, width in zip(block.columns, widths, strict=True)
        )
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{names}</w:tr>"
        rows = "".join(self._row(row, widths) for row in block.rows)
        return (
            f'<w:tbl {_SPACES}><w:tblPr><w:tblStyle w:val="TableGrid"/>{visual}'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f"<w:tblCaption w:val={quoteattr(plain(block.name))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
        )

    def _row(self, row: Row, widths: Sequence[int]) -> str:
        cells = "".join(
            self._cell(cell, width, "" if place else row.anchor)
            for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True))
        )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def _cell(self, cell: Cell, width: int, anchor: str) -> str:
        paragraphs = "".join(
            self._paragraph(
                line,
                size=_SMALL,
                tight=True,
                anchor="" if number else anchor,
                arabic=cell.quote and any(run.look == "quote" and is_arabic(run.text) for run in line),
            )
            for number, line in enumerate(cell.lines or [[]])
        )
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'

    # ------------------------------------------------------------------ paragraphs

    def _paragraph(
        self,
        line: Line,
        style: str = "",
        *,
        size: int = 0,
        anchor: str = "",
        tight: bool = False,
        arabic: bool = False,
        keep: bool = False,
    ) -> str:
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        named += "<w:keepNext/>" if keep else ""
        after = '<w:spacing w:after="20"/>' if tight else ""
        rtl = self._rtl or arabic
        runs = "".join(self._run(run, size, rtl) for run in line)
        if anchor:
            self._bookmarks += 1
            begin = f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{anchor}"/>'
            runs = f'{begin}{runs}<w:bookmarkEnd w:id="{self._bookmarks}"/>'
        return f"<w:p {_SPACES}><w:pPr>{named}{self._bidi(rtl)}{after}</w:pPr>{runs}</w:p>"

    @staticmethod
    def _bidi(rtl: bool) -> str:
        return "<w:bidi/>" if rtl else ""

    def _run(self, run: Run, size: int, rtl: bool) -> str:
        if run.look == "amount":
            pieces = [(piece, bool(number % 2)) for number, piece in enumerate(isolated_runs(run.text))]
        else:
            pieces = [(run.text, run.look == "code")]
        written = "".join(self._piece(run, text, size, rtl, from_left) for text, from_left in pieces if text)
        if not run.to or not written:
            return written
        if run.to.startswith("#"):
            return f"<w:hyperlink w:anchor={quoteattr(run.to[1:])}>{written}</w:hyperlink>"
        return f'<w:hyperlink r:id="{self._address(run.to)}">{written}</w:hyperlink>'

    @staticmethod
    def _piece(run: Run, text: str, size: int, rtl_around: bool, from_left: bool) -> str:
        """Write a piece of a run; its looks stand in the order of the schema (ECMA-376, 17.3.2)."""
        rtl = not from_left and (is_arabic(text) or (rtl_around and not any(map(str.isalpha, text))))
        sizes = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
        mark = f"<w:r><w:rPr>{sizes}</w:rPr><w:t>{_RLM if rtl_around else _LRM}</w:t></w:r>"
        looks = (
            "<w:b/><w:bCs/>" if run.look in ("strong", "tag", "mark") else "",
            sizes,
            '<w:u w:val="single"/>' if run.to else "",
            "<w:rtl/>" if rtl else "",
        )
        lines = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in plain(text).split("\n"))
        written = f"<w:r><w:rPr>{''.join(looks)}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"
        return written if rtl == rtl_around else f"{mark}{written}{mark}"

    def _address(self, address: str) -> str:
        if address not in self._addresses:
            self._addresses[address] = self._word.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._addresses[address]


def _element(xml: str) -> Any:
    """Return an element of a Word document."""
    return parse_xml(_NAME.sub(f"\\1 {_SPACES}", xml, count=1))
