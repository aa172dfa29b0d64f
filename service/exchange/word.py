"""A Word document with a table of both languages, in which editors correct the English.

Tracked changes are read as if they were accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO
from zipfile import ZipFile

import docx
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.shared import Mm, Pt
from docx.table import Table, _Row
from lxml import etree

from service.errors import ExchangeError
from service.exchange.packages import word_document
from service.exchange.unit import Unit, facts, unit_from, writable

_COLUMNS = {  # what each is called by us, then by others, in lower case
    "id": ("#", "id", "no.", "stt"),
    "source": ("Tiếng Việt", "vietnamese", "source", "vi"),
    "target": ("English", "tiếng anh", "target", "translation", "en"),
    "note": ("Note", "notes", "comment", "ghi chú"),
    "by": ("By",),
}
_WIDTHS = (15, 90, 90, 30, 42)  # millimetres, together as wide as A4 across has between margins
_STYLES = {  # of a column: name, language for the spelling checker, size in points
    "id": ("Bantin facts", "en-GB", 8),
    "source": ("Bantin Vietnamese", "vi-VN", 10.5),
    "target": ("Bantin English", "en-GB", 10.5),
    "note": ("Bantin note", "en-GB", 9),
    "by": ("Bantin facts", "en-GB", 8),
}
_BY = re.compile(
    r"(?P<machine>machine: )?(?P<who>.*?)"
    r"(?:, (?P<when>\d{8}T\d{6}Z))?"
    r"(?: ?\[(?P<mark>[0-9a-f]{16})(?: (?P<source_mark>[0-9a-f]{16}))?\])?"
)
_TEXT = qn("w:t")
_CHARACTERS = {  # elements that stand for a character
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
_MOST = 256 << 20  # bytes that a document may unpack to


def write_docx(units: Iterable[Unit], stream: BinaryIO, title: str | None = None) -> int:
    """Write a document with one row for each unit; returns how many.

    Raises:
        ExchangeError: A unit holds a character that XML cannot carry.
    """
    document = _blank()
    if title is not None:
        document.add_heading(title, level=1)
    table = document.add_table(rows=0, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    _add_row(document, table, {column: names[0] for column, names in _COLUMNS.items()})
    _make_heading(table.rows[0])
    count = 0
    for unit in writable(units):
        texts = {"source": unit.source, "target": unit.target, "by": _by(unit)}
        _add_row(document, table, texts | {"id": unit.id or "", "note": unit.note or ""})
        count += 1
    document.save(stream)
    return count


def read_docx(stream: BinaryIO, name: str) -> Iterator[Unit]:
    """The units of the first table that has a Vietnamese and an English column.

    Rows without a translation are left out.

    Args:
        stream: The file.
        name: What to call it in errors.

    Raises:
        ExchangeError: The file is no Word document, or has no such table.
    """
    with word_document(name):
        tables = _open(stream, name).tables
    for table in tables:
        first, rows = table._tbl.tr_lst[:1], table._tbl.tr_lst[1:]
        columns = _columns([_text(cell) for row in first for cell in row.tc_lst])
        if {"source", "target"} <= columns.keys():
            yield from _units(columns, rows, name)
            return
    raise ExchangeError(
        f"{name}: no table has the columns {_COLUMNS['source'][0]!r} and {_COLUMNS['target'][0]!r}"
    )


def _blank() -> DocumentObject:
    """A document of A4 pages across, with our styles."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    for name, language, size in dict.fromkeys(_STYLES.values()):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(size)
        etree.SubElement(style.element.get_or_add_rPr(), qn("w:lang"), {qn("w:val"): language})
    return document


def _add_row(document: DocumentObject, table: Table, texts: Mapping[str, str]) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call] # python-docx forgot its type
    for column, cell, width in zip(_COLUMNS, row.cells, _WIDTHS, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = _STYLES[column][0]
        paragraph.add_run(texts[column])


def _make_heading(row: _Row) -> None:
    """Let a row be repeated on every page, in bold."""
    for cell in row.cells:
        cell.paragraphs[0].runs[0].bold = True
    etree.SubElement(row._tr.get_or_add_trPr(), qn("w:tblHeader"))


def _by(unit: Unit) -> str:
    """Who or what made a translation, and marks that tell whether it was touched since."""
    given = facts(unit)
    by = given.get("who", "") if unit.machine is None else f"machine: {unit.machine.signature}"
    when = f", {given['when']}" if "when" in given else ""
    return f"{by}{when} [{given['mark']} {given['source-mark']}]"


def _open(stream: BinaryIO, name: str) -> DocumentObject:
    """Open a document after a look at how large it would become."""
    with ZipFile(stream) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _MOST:
        raise ExchangeError(f"{name}: unpacks to {size >> 20} MiB, more than {_MOST >> 20}")
    stream.seek(0)
    return docx.Document(stream)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Where each of our columns is."""
    found: dict[str, int] = {}
    for place, text in enumerate(heading):
        called = text.strip().casefold()
        for column, names in _COLUMNS.items():
            if called in (name.casefold() for name in names):
                found.setdefault(column, place)
    return found


def _units(columns: Mapping[str, int], rows: Sequence[CT_Row], name: str) -> Iterator[Unit]:
    """The units of a table's rows below its heading."""
    for number, row in enumerate(rows, start=2):
        if row.xpath("./w:trPr/w:del"):  # a row deleted with changes tracked
            continue
        try:
            unit = _unit(columns, [_text(cell) for cell in row.tc_lst], number)
        except ValueError as error:
            raise ExchangeError(f"{name}, row {number}: {error}") from error
        if unit is not None:
            yield unit


def _unit(columns: Mapping[str, int], cells: Sequence[str], row: int) -> Unit | None:
    """The unit of a row; None where one of the two texts is missing."""
    given = {column: cells[place] for column, place in columns.items() if place < len(cells)}
    texts = given.get("source", ""), given.get("target", "")
    if not all(text.strip() for text in texts):
        return None
    by = _BY.fullmatch(given.get("by", ""))
    known = {} if by is None else {name: text for name, text in by.groupdict().items() if text}
    if "source_mark" in known:
        known["source-mark"] = known.pop("source_mark")
    if known.pop("machine", None):
        known["signature"] = known.pop("who", "")
    return unit_from(known, texts, given.get("id") or None, given.get("note") or None, row)


def _text(cell: CT_Tc) -> str:
    """The text of a cell, with tracked insertions and without tracked deletions."""
    parts, between = [], ""
    for paragraph in cell.xpath(".//w:p"):
        runs = paragraph.xpath(".//w:r[not(ancestor::w:del) and not(ancestor::w:moveFrom)]")
        parts += [between, *map(_run_text, runs)]
        joined = paragraph.xpath("./w:pPr/w:rPr[w:del or w:moveFrom]")  # its mark is deleted
        between = "" if joined else "\n"
    return "".join(parts)


def _run_text(run: etree._Element) -> str:
    return "".join(
        child.text or "" if child.tag == _TEXT else _CHARACTERS.get(str(child.tag), "")
        for child in run
    )
