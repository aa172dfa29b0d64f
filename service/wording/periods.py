"""Centuries, decades, quarters and festive days in the forms a model reads best.

Of centuries in Roman figures the built-in model mistakes every other one, and it makes the "20/11"
behind Teachers' Day a twentieth anniversary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.syllables import CAPITAL

_ROMAN = {"I": 1, "V": 5, "X": 10}
_NUMBER = r"(?P<number>[IVX]+)(?!\w)"
_CENTURY = re.compile(
    r"\bthế kỷ (?:thứ )?(?P<numbers>[IVX]+(?!\w)(?:(?: ?[-–,] ?| và | đến | hay )[IVX]+(?!\w))*)"
)
_QUARTER = re.compile(r"\bquý (?P<number>I{1,3}|IV)(?= ?/ ?\d{4}| năm \d{4})", re.IGNORECASE)
_DECADE = re.compile(
    r"\b(?:những năm|thập niên|thập kỷ) (?P<years>[1-9]0) (?:của )?thế kỷ (?:XX|20|trước)\b",
    re.IGNORECASE,
)
_FESTIVE_DAY = re.compile(
    rf"\b(?P<named>[Nn]gày (?!Chủ nhật|Thứ |Mùng|Rằm)(?:{CAPITAL}\w+ |thành lập |truyền thống )"
    r"[^\d,.;:()]{2,60}?)"
    r" ?\(?(?:ngày )?(?P<day>(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2]))\)?(?![/\d-])"
)


def numbered(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Periods of a Vietnamese sentence that are better put otherwise, and how.

    >>> list(numbered("Vào thế kỷ XVIII"))
    [((11, 16), '18')]
    """
    for match in _DECADE.finditer(text):
        yield match.span(), f"những năm 19{match['years']}"
    for match in _CENTURY.finditer(text):
        yield match.span("numbers"), re.sub(_NUMBER, _in_digits, match["numbers"])
    for match in _QUARTER.finditer(text):
        yield match.span("number"), _in_digits(match)
    for match in _FESTIVE_DAY.finditer(text):
        yield match.span(), f"{match['named']} (ngày {match['day'].replace('-', '/')})"


def _in_digits(roman: re.Match[str]) -> str:
    """A Roman figure under forty in digits: "XIX" as "19"."""
    values = [_ROMAN[letter] for letter in roman["number"].upper()]
    after = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, after, strict=True)))
