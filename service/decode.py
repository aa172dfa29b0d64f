"""From bytes to text: UTF-8, UTF-16, and the Vietnamese code pages; everything else is refused.

A wrong decoding is worse than none: what cannot be read for certain raises `UnreadableInput` that
says what it looks like and where it breaks.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from service.errors import UnreadableInput
from service.legacy_text import CONVERTERS, from_misread_utf8, marked_words, vietnamese_share

DEFAULT_LIMIT = 10_000_000  # bytes; a news page is some ten thousand
_SURE = 0.85  # share of Vietnamese syllables a right decoding reaches
_EVIDENCE = 2  # words that must speak for a legacy encoding

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (docx, xlsx and epub files are ZIP archives too)"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a Windows program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a WAV, AVI or WebP file"),
)
_BOMS = (  # the longer first: the UTF-32 mark opens with the UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# letters that no Western code page has: with one of them a line was read right
_UNICODE_ONLY = re.compile("[ăĂđĐơƠưƯ\u0300-\u036f\u1ea0-\u1ef9]")


def decode(data: bytes, name: str = "input", limit: int = DEFAULT_LIMIT) -> str:
    """The text of a page.

    Text in TCVN3, VNI or Windows-1258 becomes Unicode, also where an earlier program read it as
    Western and saved that as UTF-8.

    Args:
        data: The page as it came.
        name: What errors call it.
        limit: Largest size accepted, bytes.

    Raises:
        UnreadableInput: Empty, too large, binary, or in no encoding known here.
    """
    if not data:
        raise UnreadableInput(f"{name}: empty")
    if len(data) > limit:
        raise UnreadableInput(f"{name}: more than {limit:,} bytes, the limit")
    for opening, kind in _SIGNATURES:
        if data.startswith(opening):
            raise UnreadableInput(f"{name}: not text but {kind}")
    text = _as_unicode(data, name)
    controls = len(_CONTROLS.findall(text))
    if controls > 0.001 * len(text):
        raise UnreadableInput(f"{name}: binary data, {controls:,} control characters in it")
    if not text.strip():
        raise UnreadableInput(f"{name}: nothing but white space")
    return repair(text)


def _as_unicode(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], encoding, name)
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return _strictly(data, unmarked, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise UnreadableInput(f"{name}: binary data, with zero bytes in it") from error
        return _from_code_page(data, name, error)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"{name}: marked as {encoding.upper()} but broken at byte {error.start:,}"
        ) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in its high bytes, nearly all of a few values, many zero."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    sample = data[:4096]
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        in_range = sum(byte in b"\x00\x01\x03\x1e\x20" for byte in high)
        if in_range > 0.95 * len(high) and high.count(0) > 0.3 * len(high) > low.count(0):
            return encoding
    return None


def repair(text: str) -> str:
    """Text with lines mended that an earlier program read in the wrong code page.

    Lines that are Vietnamese already are left alone, so a page that mixes both comes out right. A
    Western line is no valid UTF-8 once it is back in bytes, so that mistake is undone first.
    """
    lines = [from_misread_utf8(line) for line in text.split("\n")]
    suspects = [line for line in lines if not line.isascii() and not _UNICODE_ONLY.search(line)]
    convert = _best_converter([line for line in suspects if vietnamese_share(line) < 0.5])
    if convert is None:
        return "\n".join(lines)
    mended = {line: convert(line) for line in suspects}
    return "\n".join(
        mended[line] if vietnamese_share(mended.get(line, "")) > vietnamese_share(line) else line
        for line in lines
    )


def _from_code_page(data: bytes, name: str, failure: UnicodeDecodeError) -> str:
    """Text that is no UTF-8 and must then be in a Vietnamese code page."""
    western = "".join(map(_western_char, data))
    convert = _best_converter(western.split("\n"))
    if convert is None:
        line = data.count(b"\n", 0, failure.start) + 1
        raise UnreadableInput(
            f"{name}: not UTF-8 (byte 0x{data[failure.start]:02x} at {failure.start:,}, "
            f"line {line:,}) and in no Vietnamese code page known here"
        )
    return convert(western)


def _western_char(byte: int) -> str:
    """The character of a byte in Windows-1252, in Latin-1 where that has gaps."""
    return bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte)


def _best_converter(lines: list[str]) -> Callable[[str], str] | None:
    """What makes Vietnamese of misread lines; None when nothing does."""
    best, best_share = None, _SURE
    for convert in CONVERTERS:
        text = "\n".join(map(convert, lines))
        share, words = vietnamese_share(text), len(marked_words(text))
        if words >= _EVIDENCE and share > best_share:
            best, best_share = convert, share
    return best
