"""From bytes to text."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.decode import decode
from service.errors import UnreadableInput
from service.legacy_text import _VNI_LETTERS, _VNI_MARKS, _tcvn3_table

TEXT = (
    "Sáng nay, tại Hà Nội, hai bên nhất trí thúc đẩy hợp tác quốc phòng.\n"
    "Đường về Huế mưa gió, thủy thủ giữ vững tay lái; ngư dân được cứu kịp thời.\n"
)


def as_tcvn3(text: str) -> bytes:
    """Small letters only: the code page has no accented capitals."""
    codes = {letter: code for code, letter in _tcvn3_table().items()}
    return bytes(codes.get(char, ord(char) if char.isascii() else 63) for char in text)


def as_vni(text: str) -> str:
    """VNI text as Windows-1252 shows it."""
    letters = {letter: shown for shown, letter in _VNI_LETTERS.items()}
    marks = {mark: shown for shown, mark in _VNI_MARKS.items()}

    def shown(char: str) -> str:
        if char in letters or char.isascii():
            return letters.get(char, char)
        vowel, *rest = unicodedata.normalize("NFD", char)
        horn = "\u031b" in rest
        shape_first = sorted(rest, key=lambda mark: mark not in "\u0302\u0306")
        mark = "".join(mark for mark in shape_first if mark != "\u031b")
        base = letters[unicodedata.normalize("NFC", vowel + "\u031b")] if horn else vowel
        sign = marks[mark] if mark else ""
        return base + (sign.upper() if vowel.isupper() else sign)

    return "".join(map(shown, text))


def as_windows_1258(text: str) -> bytes:
    """Tones as combining characters, as the code page has them."""

    def separate(char: str) -> str:
        marks = [mark for mark in unicodedata.normalize("NFD", char) if mark in TONES]
        bare = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in TONES)
        return unicodedata.normalize("NFC", bare) + "".join(marks)

    return "".join(map(separate, text)).encode("cp1258")


TONES = "\u0300\u0301\u0303\u0309\u0323"
SMALL = TEXT.lower()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("utf-32"), TEXT),
        (as_windows_1258(TEXT), TEXT),
        (as_vni(TEXT).encode("cp1252"), TEXT),
        (as_tcvn3(SMALL), SMALL),
    ],
    ids=[
        "UTF-8",
        "UTF-8 with mark",
        "UTF-16",
        "UTF-16LE",
        "UTF-16BE",
        "UTF-32",
        "Windows-1258",
        "VNI",
        "TCVN3",
    ],
)
def test_text_is_read_in_every_encoding_vietnamese_comes_in(data, text):
    assert text == decode(data)


@pytest.mark.parametrize(
    ("misread", "text"),
    [
        (as_tcvn3(SMALL).decode("latin-1"), SMALL),
        (as_vni(TEXT), TEXT),
        (as_windows_1258(TEXT).decode("cp1252", errors="replace"), TEXT),
        ("".join(map(chr, TEXT.encode())), TEXT),
    ],
    ids=["TCVN3", "VNI", "Windows-1258", "UTF-8"],
)
def test_text_an_earlier_program_misread_is_mended(misread, text):
    assert text == decode(misread.encode())


def test_a_word_in_capitals_stays_in_capitals_out_of_tcvn3():
    assert decode(b"TH\xa4NG B\xb8O: " + as_tcvn3("hòa bình")) == "THÔNG BÁO: hòa bình"


@pytest.mark.parametrize(
    "text",
    [
        "Le café à Paris, où l’été est chaud.",
        "Müller und Söhne fährt über Österreich.",
        "El Niño año mañana",
        "Hà Nam, Tô Hà, ô tô",
        "Giá 5 € – “rẻ”",
        "Ngày 24-4, ông José Martí đến.",
    ],
)
def test_text_that_was_read_right_is_left_alone(text):
    assert text == decode(text.encode())


def test_only_the_misread_lines_of_a_page_are_mended():
    page = f"Đã đúng từ đầu.\n{as_vni('Hai bên nhất trí hợp tác')}\nLe café à Paris\n"
    assert decode(page.encode()) == "Đã đúng từ đầu.\nHai bên nhất trí hợp tác\nLe café à Paris\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "nothing but white space"),
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"PK\x03\x04\x14", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1", "Office document"),
        (b"{\\rtf1 Xin", "an RTF document"),
        (bytes(range(256)) * 4, "binary data"),
        (b"abc\x01\x02\x03def", "control characters"),
        (codecs.BOM_UTF16_LE + b"abc", "UTF-16-LE but broken at byte"),
        ("Ngày 24-4".encode() + b"\xff", r"not UTF-8 \(byte 0xff at 10, line 1\)"),
        ("一二三".encode("gb18030"), "no Vietnamese code page"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, reason):
    with pytest.raises(UnreadableInput, match=f"^bài.txt: .*{reason}"):
        decode(data, name="bài.txt")


def test_a_page_over_the_limit_is_refused_with_both_sizes():
    with pytest.raises(UnreadableInput, match="more than 1,000 bytes, the limit"):
        decode(b"a" * 1001, limit=1000)
    assert decode(b"a" * 1000, limit=1000)


@given(st.text(alphabet="aăâbđeêghimnoôơprtuưvyáàảãạấầắằéèếềộờợứừựýỳ ,.\n", min_size=1))
def test_utf8_comes_back_as_it_was(text):
    if text.strip():
        assert text == decode(text.encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        text = decode(data)
    except UnreadableInput:
        return
    assert text.strip()
