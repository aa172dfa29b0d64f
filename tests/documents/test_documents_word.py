"""Word documents come back in English with their formats, links, notes, fields and pictures."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from documents.standins import said
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from service.documents import Format, read_document
from service.errors import ExchangeError, UnreadableInput

LIMIT = 10_000_000


def packed(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def translated(document):
    data = document if isinstance(document, bytes) else packed(document)
    result = read_document(data, "page.docx", LIMIT).translated(said)
    return docx.Document(io.BytesIO(result))


def with_paragraph(xml):
    document = docx.Document()
    paragraph = parse_xml(f"<w:p {nsdecls('w', 'r', 'm')}>{xml}</w:p>")
    document.element.body.insert(0, paragraph)
    return document


def shape(paragraph):
    """A paragraph as text with the names of all elements but runs and texts."""
    parts = []
    for child in paragraph:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text)
        elif name in ("rPr", "pPr"):
            continue
        elif name == "r":
            look = "".join(each.tag.rpartition("}")[2] for each in child.find(qn("w:rPr")) or ())
            inside = shape(child)
            parts.append(f"{{{look}:{inside}}}" if look else inside)
        else:
            inside = shape(child)
            parts.append(f"<{name}>{inside}</{name}>" if inside else f"<{name}/>")
    return "".join(parts)


def first(document):
    return shape(document.element.body[0])


def test_paragraphs_tables_headers_and_the_title_are_translated():
    document = docx.Document()
    document.core_properties.title = "Bản tin"
    document.add_heading("Tin mới", level=1)
    document.add_paragraph("Câu một. Câu hai.")
    document.add_table(1, 1).cell(0, 0).text = "Trong bảng"
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    result = translated(document)
    assert [each.text for each in result.paragraphs] == ["[Tin mới]", "[Câu một.] [Câu hai.]"]
    assert result.paragraphs[0].style.name == "Heading 1"
    assert result.tables[0].cell(0, 0).text == "[Trong bảng]"
    assert result.sections[0].header.paragraphs[0].text == "[Đầu trang]"
    assert result.core_properties.title == "[Bản tin]"


def test_a_document_without_properties_is_given_none():
    document = docx.Document()
    document.add_paragraph("Một câu.")
    relationships = document.part.package.rels
    (key,) = (key for key, each in relationships.items() if "core-properties" in each.reltype)
    del relationships[key]
    draft = read_document(packed(document), "page.docx", LIMIT)
    assert draft.sentences == 1
    with zipfile.ZipFile(io.BytesIO(draft.translated(said))) as archive:
        assert "docProps/core.xml" not in archive.namelist()


def test_formats_go_where_their_words_went():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Thủ tướng").bold = True
    paragraph.add_run(" thăm ")
    paragraph.add_run("Hà Nội").italic = True
    paragraph.add_run(" hôm qua.")
    (result,) = translated(document).paragraphs
    assert [(run.text, run.bold, run.italic) for run in result.runs] == [
        ("Yesterday ", None, None),
        ("the prime minister", True, None),
        (" visited ", None, None),
        ("Hanoi", None, True),
        (".", None, None),
    ]


def test_runs_that_word_split_for_its_own_reasons_are_one_text():
    xml = (
        "<w:r w:rsidR='1'><w:rPr><w:b/><w:lang w:val='vi-VN'/></w:rPr><w:t>Một c</w:t></w:r>"
        "<w:proofErr w:type='spellStart'/>"
        "<w:r w:rsidR='2'><w:rPr><w:b/></w:rPr><w:t>âu</w:t></w:r>"
        "<w:r><w:t xml:space='preserve'> </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>này.</w:t></w:r>"
    )
    result = translated(with_paragraph(xml))
    assert result.paragraphs[0].text == "[Một câu này.]"
    assert result.element.body[0].find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_the_language_of_the_styles_becomes_english():
    document = with_paragraph("<w:r><w:t>Một câu.</w:t></w:r>")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
        language.set(qn("w:bidi"), "ar-SA")
    result = translated(document)
    (default,) = result.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert (default.get(qn("w:val")), default.get(qn("w:bidi"))) == ("en-GB", "ar-SA")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            "<w:r><w:t>Một câu</w:t><w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r>",
            "[Một câu<footnoteReference/>.]",
        ),
        (
            "<w:hyperlink r:id='rId1'><w:r><w:t>Cả câu này.</w:t></w:r></w:hyperlink>",
            "<hyperlink>[Cả câu này.]</hyperlink>",
        ),
        (
            "<w:r><w:t>Cột một</w:t><w:tab/><w:t>Cột hai</w:t><w:br/><w:t>Dòng hai</w:t></w:r>",
            "[Cột một]<tab/>[Cột hai]<br/>[Dòng hai]",
        ),
        (
            "<w:r><w:t>Trang này</w:t></w:r><w:r><w:br w:type='page'/></w:r>",
            "[Trang này]<br/>",
        ),
        (
            "<w:bookmarkStart w:id='1' w:name='x'/><w:r><w:t>Một câu.</w:t></w:r>"
            "<w:bookmarkEnd w:id='1'/>",
            "<bookmarkStart/>[Một câu.]<bookmarkEnd/>",
        ),
        (
            "<w:r><w:t>Chữ mới</w:t></w:r><w:del w:id='1'><w:r><w:delText>cũ</w:delText></w:r></w:del>",
            "[Chữ mới]<del><delText/></del>",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Mục lục này</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "<fldChar/><instrText/><fldChar/>[Mục lục này]<fldChar/>",
        ),
        (
            "<w:sdt><w:sdtPr><w:alias w:val='a'/></w:sdtPr><w:sdtContent><w:r><w:t>Ô điền này"
            "</w:t></w:r></w:sdtContent></w:sdt>",
            "<sdt><sdtPr><alias/></sdtPr><sdtContent>[Ô điền này]</sdtContent></sdt>",
        ),
        (
            "<w:r><w:t>Bộ trưởng\n   Quốc phòng\r\n</w:t></w:r><w:r><w:t>đến thăm.</w:t></w:r>",
            "[Bộ trưởng Quốc phòng đến thăm.]",
        ),
        ("<w:r><w:t>2024</w:t></w:r><w:proofErr w:type='x'/>", "2024<proofErr/>"),
    ],
)
def test_what_is_no_text_stays_in_its_place(xml, expected):
    assert first(translated(with_paragraph(xml))) == expected


def test_text_boxes_are_translated_within_their_paragraph():
    box = (
        "<w:r><w:t>Bên ngoài hộp</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>Bên trong hộp</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    result = first(translated(with_paragraph(box)))
    assert "[Bên ngoài hộp]<pict>" in result
    assert "<p>[Bên trong hộp]</p>" in result


def replaced(data, part, change):
    """A package with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:  # fmt: skip
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry.filename, change(content) if entry.filename == part else content)
    return stream.getvalue()


NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def with_notes():
    """A document with a footnote, which python-docx knows nothing of."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = with_paragraph("<w:r><w:t>Một câu.</w:t></w:r>")
    blob = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>Chú thích này</w:t></w:r>"
        "</w:p></w:footnote></w:footnotes>"
    ).encode()
    part = Part(PackURI("/word/footnotes.xml"), NOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return packed(document)


def test_footnotes_are_translated():
    result = read_document(with_notes(), "page.docx", LIMIT).translated(said)
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        assert "[Chú thích này]" in archive.read("word/footnotes.xml").decode()


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 100 + '">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml"])
def test_a_document_type_definition_is_refused(part):
    def armed(content):
        head, mark, rest = content.partition(b"?>")
        if not mark:
            head, rest = b"<?xml version='1.0'", content
        return head + b"?>" + BOMB.encode() + rest.replace(b"c\xc3\xa2u", b"&b;").replace(b"n\xc3\xa0y", b"&b;")  # fmt: skip

    with pytest.raises(ExchangeError):
        read_document(replaced(with_notes(), part, armed), "page.docx", LIMIT)


def test_an_archive_that_unpacks_to_far_more_is_refused():
    data = replaced(
        with_notes(), "word/footnotes.xml", lambda content: content + b" " * (140 << 20)
    )
    assert len(data) < LIMIT
    with pytest.raises(UnreadableInput, match="unpacks to"):
        read_document(data, "page.docx", LIMIT)


def test_a_part_that_is_far_too_large_is_refused():
    data = replaced(with_notes(), "word/footnotes.xml", lambda content: content + b" " * (40 << 20))
    with pytest.raises(UnreadableInput, match="footnotes"):
        read_document(data, "page.docx", LIMIT)


def patched(data, at, new):
    """An archive with bytes of its first entry changed, where its directory describes it."""
    at += data.index(b"PK\x01\x02")
    return data[:at] + new + data[at + len(new) :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (patched(with_notes(), 8, b"\x01"), "encrypted"),
        (patched(with_notes(), 10, b"\x4d"), "compression method"),
        (with_notes()[:60] + b"\xff" * 40 + with_notes()[100:], "decompressing"),
        *(
            (replaced(with_notes(), part, lambda content: b"<a/>"), "something else")
            for part in ("[Content_Types].xml", "_rels/.rels", "docProps/core.xml")
        ),
    ],
    ids=["encrypted", "method", "damaged", "types", "relationships", "properties"],
)
def test_a_damaged_or_encrypted_document_is_refused_with_the_reason(data, reason):
    with pytest.raises(ExchangeError, match=rf"page.docx: no Word document .*{reason}"):
        read_document(data, "page.docx", LIMIT)


@pytest.mark.parametrize("length", [30, 300, -30])
def test_a_file_cut_short_is_refused(length):
    data = with_notes()[:length]
    with pytest.raises((ExchangeError, UnreadableInput)):
        read_document(data, "page.docx", LIMIT)


def test_a_word_document_is_known_by_its_contents():
    assert read_document(with_notes(), "a.txt", LIMIT).form is Format.DOCX


def test_a_spreadsheet_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnreadableInput, match="no Word document"):
        read_document(stream.getvalue(), "a.docx", LIMIT)
