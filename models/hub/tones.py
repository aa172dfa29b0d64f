"""Where tone marks stand in Vietnamese: "hòa" or "hoà"; some models know one spelling only."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ON_FIRST = re.compile(f"([oO])([{_TONES}])([aAeE])|([uU])([{_TONES}])([yY])")


def on_second_vowel(text: str) -> str:
    """Move the tones of oa, oe and uy to the second vowel, as VinAI's models were trained.

    >>> on_second_vowel("Hòa, KHỎE và Thúy; mùa, cười")
    'Hoà, KHOẺ và Thuý; mùa, cười'
    """
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ON_FIRST.sub(_moved, apart))


def _moved(match: re.Match[str]) -> str:
    first, tone, second = (group for group in match.groups() if group)
    return first + second + tone
