"""CSV and Word: tables that people edit by hand."""

from __future__ import annotations

import csv
import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from test_exchange import BY_LAN, UNITS, received, sent
from translate.storage.csvl10n import csvfile

from service.errors import ExchangeError
from service.exchange import Format, Unit, word

HELLO = Unit("Xin chào.", "Hello.")


class TestCsv:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("source,target\r\nXin chào.,Hello.\r\n", id="commas"),
            pytest.param("source;target\nXin chào.;Hello.\n", id="semicolons"),
            pytest.param("Source\tTarget\nXin chào.\tHello.", id="tabs"),
            pytest.param("Tiếng Việt,English\nXin chào.,Hello.", id="columns by their languages"),
            pytest.param('"en","vi","more"\n"Hello.","Xin chào.","?"\n', id="another order"),
            pytest.param("vi,en\n\nXin chào.,Hello.\n\n,\nKhông,\n", id="empty lines and texts"),
        ],
    )
    def test_it_is_read_as_people_and_programs_write_it(self, text):
        assert received(text.encode(), Format.CSV) == [HELLO]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_it_is_read_in_the_encodings_that_excel_writes(self, encoding):
        assert received("vi,en\nXin chào.,Hello.".encode(encoding), Format.CSV) == [HELLO]

    def test_excel_takes_it_for_unicode(self):
        assert sent([], Format.CSV).startswith(b"\xef\xbb\xbf")

    @pytest.mark.parametrize("text", ["=1+1", "+84 24", "- Theo TTXVN", "@TTXVN", "'=1", "''-"])
    def test_a_text_that_looks_like_a_formula_is_none_for_a_spreadsheet(self, text):
        unit = Unit(text, text)
        data = sent([unit], Format.CSV)
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert rows[0]["target"] == "'" + text
        assert received(data, Format.CSV) == [unit]

    def test_an_apostrophe_that_guards_nothing_is_kept(self):
        unit = Unit("'Tôi'", "'Tis")
        assert received(sent([unit], Format.CSV), Format.CSV) == [unit]

    def test_translate_toolkit_reads_the_same_texts(self):
        file = csvfile.parsestring(sent(UNITS, Format.CSV))
        assert [(unit.source, unit.target) for unit in file.units] == [
            (unit.source, unit.target) for unit in UNITS
        ]

    @pytest.mark.parametrize(
        ("data", "line", "reason"),
        [
            pytest.param(
                b"vi,fr\na,b\n", 1, "no column is called 'target', only 'vi', 'fr'", id="French"
            ),
            pytest.param(b"", 1, "the file is empty", id="nothing"),
            pytest.param(
                b"vi,en\na,b\nc,d,e\n",
                3,
                "3 columns, but the first line names 2",
                id="a comma too many",
            ),
            pytest.param(b'vi,en\n"a\nb",c\n"d"e,f\n', 4, "expected after", id="a stray quote"),
            pytest.param(
                b'vi,en\na,b\n"c,d\n', 3, "unexpected end of data", id="a quote not closed"
            ),
            pytest.param(
                "vi,en,when\na,b,hôm qua\n".encode(), 2, "isoformat string: 'hôm qua'", id="no date"
            ),
        ],
    )
    def test_a_wrong_file_is_refused_with_line_and_reason(self, data, line, reason):
        with pytest.raises(ExchangeError, match=f"^a file, line {line}: .*{reason}"):
            received(data, Format.CSV)

    def test_another_encoding_is_refused(self):
        data = "vi,en\nXin chào.,Hello.".encode("cp1258")
        with pytest.raises(ExchangeError, match="no text in UTF-8"):
            received(data, Format.CSV)


def edited(units: list[Unit], edit) -> bytes:
    """A document of ours after somebody has worked on it."""
    document = docx.Document(io.BytesIO(sent(units, Format.DOCX)))
    edit(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


class TestWord:
    def test_tracked_changes_are_read_as_if_they_were_accepted(self):
        def edit(document):
            paragraph = document.tables[0].cell(1, 2).paragraphs[0]._p
            for element in list(paragraph.iterfind("{*}r")):
                paragraph.remove(element)
            for part in (
                run("Talks "),
                f'<w:del w:id="1" w:author="Lan">{run("were", "delText")}</w:del>',
                f'<w:ins w:id="2" w:author="Lan">{run("took place")}</w:ins>',
                f'<w:moveFrom w:id="3" w:author="Lan">{run(" today")}</w:moveFrom>',
            ):
                name = part.removeprefix("<").split(">")[0].split(" ")[0]
                paragraph.append(parse_xml(part.replace(name, f"{name} {nsdecls('w')}", 1)))

        (found,) = received(edited([BY_LAN], edit), Format.DOCX)
        assert found.target == "Talks took place"

    def test_a_row_deleted_with_changes_tracked_is_gone(self):
        def edit(document):
            row = document.tables[0].rows[1]._tr
            row.get_or_add_trPr().append(
                parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="Lan"/>')
            )

        assert received(edited([BY_LAN, HELLO], edit), Format.DOCX) == [HELLO]

    @pytest.mark.parametrize(("change", "text"), [("del", "One two."), ("ins", "One \ntwo.")])
    def test_a_tracked_paragraph_mark_is_read_as_if_it_were_accepted(self, change, text):
        def edit(document):
            cell = document.tables[0].cell(1, 2)
            cell.paragraphs[0].runs[0].text = "One "
            cell.add_paragraph("two.")
            mark = f'<w:rPr {nsdecls("w")}><w:{change} w:id="1" w:author="Lan"/></w:rPr>'
            cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(mark))

        (found,) = received(edited([Unit("Một hai.", "One two.")], edit), Format.DOCX)
        assert found.target == text

    def test_text_around_the_table_and_other_tables_do_not_matter(self):
        def edit(document):
            document.add_paragraph("Kind regards, the desk")
            other = document.add_table(rows=1, cols=2)
            other.cell(0, 0).text = "Version"
            document.tables[0]._tbl.addprevious(other._tbl)

        assert received(edited([HELLO], edit), Format.DOCX) == [HELLO]

    def test_an_empty_translation_is_left_out(self):
        def edit(document):
            document.tables[0].cell(1, 2).text = " "

        assert received(edited([HELLO, BY_LAN], edit), Format.DOCX) == [BY_LAN]

    def test_the_heading_is_repeated_on_every_page_and_the_languages_are_told_to_the_spelling_checker(
        self,
    ):
        xml = zipfile.ZipFile(io.BytesIO(sent([HELLO], Format.DOCX)))
        assert b"w:tblHeader" in xml.read("word/document.xml")
        assert b'<w:lang w:val="vi-VN"/>' in xml.read("word/styles.xml")

    def test_a_document_without_such_a_table_is_refused(self):
        def edit(document):
            document.tables[0].cell(0, 2).text = "Français"

        with pytest.raises(ExchangeError, match="a file: no table has the columns 'Tiếng Việt'"):
            received(edited([HELLO], edit), Format.DOCX)

    def test_a_day_that_no_calendar_has_is_refused_with_its_row(self):
        def edit(document):
            document.tables[0].cell(2, 4).text = "Lan, 20240230T120000Z"

        with pytest.raises(ExchangeError, match=r"^a file, row 3: .*day"):
            received(edited([HELLO, BY_LAN], edit), Format.DOCX)

    def test_a_document_that_unpacks_to_too_much_is_refused_unread(self, monkeypatch):
        monkeypatch.setattr(word, "_MOST", 1 << 20)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b" " * (2 << 20))
        with pytest.raises(ExchangeError, match="unpacks to 2 MiB, more than 1"):
            received(stream.getvalue(), Format.DOCX)

    def test_a_table_without_rows_does_not_matter(self):
        def edit(document):
            document.tables[0]._tbl.addprevious(document.add_table(rows=0, cols=2)._tbl)

        assert received(edited([HELLO], edit), Format.DOCX) == [HELLO]

    @pytest.mark.parametrize("damage", ["overwritten", "encrypted"])
    def test_a_damaged_or_locked_document_is_refused(self, damage):
        data = bytearray(sent([HELLO], Format.DOCX))
        text = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml")
        if damage == "overwritten":
            start = text.header_offset + 30 + len(text.filename)
            data[start : start + 40] = b"\xff" * 40
        else:  # a flag in the header of the file within, and in its entry of the directory
            data[text.header_offset + 6] |= 1
            data[data.index(b"word/document.xml", text.header_offset + 100) - 38] |= 1
        with pytest.raises(ExchangeError, match=r"a file: no Word document \(\.docx\)"):
            received(bytes(data), Format.DOCX)

    def test_a_spreadsheet_is_no_word_document(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("xl/workbook.xml", b"<workbook/>")
        with pytest.raises(ExchangeError, match=r"a file: no Word document \(\.docx\)"):
            received(stream.getvalue(), Format.DOCX)

    def test_a_damaged_document_is_refused(self):
        data = sent([HELLO], Format.DOCX)
        with pytest.raises(ExchangeError, match=r"a file: no Word document .*decompressing"):
            received(data[:60] + b"\xff" * 40 + data[100:], Format.DOCX)
