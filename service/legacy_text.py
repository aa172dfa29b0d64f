"""Vietnamese from before Unicode: the TCVN3 (ABC) and VNI code pages, and text misread as Latin-1.

Both put Vietnamese letters where Western code pages have others, so such a text, read as Western,
shows "ViÖt Nam" (TCVN3) or "Vieät Nam" (VNI). A decoding is right when it yields Vietnamese
syllables; wrong ones hardly ever do. Tables: TCVN 5712:1993 (VN3 subset) and the VNI-Windows
character set, as their fonts use them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from service.syllables import is_syllable

_TCVN3 = {  # first byte of a run of letters
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB0: "\u0300\u0309\u0303\u0301\u0323àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}

_VNI_LETTERS = {
    "Ñ": "Đ", "Ö": "Ư", "Ô": "Ơ", "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
    "ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_MARKS = {  # what follows a vowel: circumflex or breve, and tone, as combining characters
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_VOWELS = "aeouyAEOUYôÔöÖ"

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _tcvn3_table() -> dict[int, str]:
    return {
        first + offset: letter
        for first, letters in _TCVN3.items()
        for offset, letter in enumerate(letters)
    }


@lru_cache(maxsize=1)
def _vni_pattern() -> re.Pattern[str]:
    marks = "".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper()
    return re.compile(f"([{_VNI_VOWELS}])([{marks}])|([{''.join(_VNI_LETTERS)}])")


def from_tcvn3(western: str) -> str:
    """TCVN3 text, given as it looks when read as Latin-1.

    The code page has no accented capitals, fonts showed its small letters as capitals; a word whose
    unaccented letters are all capitals is therefore put in capitals.
    """
    text = unicodedata.normalize("NFC", western.translate(_tcvn3_table()))
    return _WORD.sub(_raise_capitals, text)


def _raise_capitals(match: re.Match[str]) -> str:
    word = match.group()
    plain = [char for char in word if char.isascii()]
    return word.upper() if len(plain) > 1 and all(char.isupper() for char in plain) else word


def from_vni(western: str) -> str:
    """VNI text, given as it looks when read as Latin-1."""
    return unicodedata.normalize("NFC", _vni_pattern().sub(_vni_letter, western))


def _vni_letter(match: re.Match[str]) -> str:
    vowel, mark, letter = match.groups()
    if letter is not None:
        return _VNI_LETTERS[letter]
    return _VNI_LETTERS.get(vowel, vowel) + _VNI_MARKS[mark.lower()]


def from_misread_utf8(western: str) -> str:
    """UTF-8 that was read as Windows-1252, "Viá»‡t" for "Việt"; other text comes back as it is."""
    return _read_again(western, "utf-8")


def from_windows_1258(western: str) -> str:
    """Windows-1258, whose tones are combining characters, read as Latin-1; other text as it is."""
    return unicodedata.normalize("NFC", _read_again(western, "cp1258"))


def _read_again(western: str, encoding: str) -> str:
    """Text put back into the bytes Windows-1252 (or Latin-1, in its gaps) read, and read right."""
    if western.isascii():  # as most lines of a page's markup and scripts
        return western
    try:
        return b"".join(map(_western_byte, western)).decode(encoding)
    except UnicodeError:
        return western


def _western_byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


CONVERTERS: tuple[Callable[[str], str], ...] = (
    from_windows_1258,
    from_tcvn3,
    from_vni,
)
"""Out of each code page; they take text as Windows-1252 or Latin-1 shows it."""


def marked_words(text: str) -> list[str]:
    """The words with a letter outside ASCII."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def vietnamese_share(text: str) -> float:
    """Share of the marked words that are Vietnamese syllables, 0 without any.

    Capitals inside a word, as in "TÊn ChÝ" for "Tấn Chí", are a sign of misreading.
    """
    marked = marked_words(text)
    good = sum(is_syllable(word) and word in _usual_cases(word) for word in marked)
    return good / len(marked) if marked else 0.0


def _usual_cases(word: str) -> tuple[str, str, str]:
    return word.lower(), word.upper(), word.capitalize()
