"""What a file says decides what it is read as."""

from __future__ import annotations

import pytest
from documents.standins import LIMIT, translated

from service.documents import Format, read_document
from service.errors import UnreadableInput


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Xin chào", "a.docx", Format.TXT),
        ("<p>Xin chào</p>", "a.txt", Format.HTML),
        ("\ufeff  <!DOCTYPE html>", "a", Format.HTML),
        ("Xin <b>chào</b>", "a.html", Format.HTML),
        ("Xin <b>chào</b>", "a.txt", Format.TXT),
        ('msgid ""\nmsgstr ""\n', "a.txt", Format.PO),
        ("1\n00:00:01,000 --> 00:00:02,000\nXin chào", "a.txt", Format.SRT),
        ('<xliff version="2.0" srcLang="vi"/>', "a.html", Format.XLIFF),
        (
            '<tmx><body><tu><tuv lang="vi"><seg>x</seg></tuv></tu></body></tmx>',
            "a.xliff",
            Format.TMX,
        ),
    ],
)
def test_what_a_file_says_decides_not_its_name(text, name, expected):
    assert read_document(text.encode(), name, LIMIT).form is expected


@pytest.mark.parametrize("text", ["#" * 4000, "# " * 2000, "\t" * 4000 + "a"])
def test_hostile_openings_take_no_longer_than_others(text):
    assert read_document(text.encode(), "a.txt", LIMIT).form is Format.TXT  # years, with "#"s


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 other zip", "ZIP"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b'<?xml version="1.0"?><office/>', "XML of a kind"),
        (b"x" * (LIMIT + 1), "limit"),
    ],
)
def test_what_is_not_known_is_refused_with_the_reason(data, complaint):
    with pytest.raises(UnreadableInput, match=complaint):
        read_document(data, "a.txt", LIMIT)


def test_text_in_an_old_code_page_is_read():
    text = "Thủ tướng thăm Hà Nội hôm qua."
    assert translated(text.encode("utf-16")) == "Yesterday the prime minister visited Hanoi."
