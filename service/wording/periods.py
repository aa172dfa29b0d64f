"""Centuries, decades, quarters and festive days in the forms a model reads best.

Of centuries in Roman figures the built-in model mistakes every other one, and it makes the "20/11"
behind Teachers' Day a twentieth anniversary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ROMAN = {"I": 1, "V": 5, "X": 10}
_NUMBER = r"(?P<number>[IVX]+)(?!\w)"
_JOINED = r"(?: ?[-–,] ?| và | đến | hay )"
_CENTURY = re.compile(
    rf"\b[Tt]hế [Kk][ỷỉ] (?:thứ )?(?P<numbers>[IVX]+(?!\w)(?:{_JOINED}[IVX]+(?!\w))*)"
)
_QUARTER = re.compile(
    rf"\b[Qq]uý (?P<numbers>(?:IV|I{{1,3}})(?!\w)(?:{_JOINED}(?:quý )?(?:IV|I{{1,3}})(?!\w))*)"
    r"(?= ?/ ?\d{4}| năm \d{4})"
)
_DECADE = re.compile(
    r"\b(?:những năm|thập niên|thập kỷ) (?P<years>[1-9]0) (?:của )?thế kỷ (?:XX|20|trước)\b",
    re.IGNORECASE,
)
_FESTIVE = (
    "Quốc tế|Quốc khánh|Nhà giáo|Thầy thuốc|Phụ nữ|Gia đình|Báo chí|Giải phóng|Thương binh"
    "|Doanh nhân|Biên phòng|Chiến thắng|Toàn dân|Toàn quốc|Pháp luật|Khoa học|Sách|Môi trường"
    "|Thế giới|Hội|Du lịch|Dân số|Người cao tuổi|Người khuyết tật|Chuyển đổi số|Văn hóa|Sân khấu"
    "|Sinh viên|Cách mạng|[Tt]hành lập|[Tt]ruyền thống"
)
_FESTIVE_DAY = re.compile(
    rf"\b(?P<named>[Nn]gày (?:{_FESTIVE})\b"
    r"(?:(?! (?:có|hơn|gần|là|đạt|ghi|tới|với|vào) )[^\d,.;:()]){0,60}?)"
    r" ?\(?(?:ngày )?(?P<day>(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2]))\)?(?![/\d-]| số )"
)


def restated(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Periods of a Vietnamese sentence that are better put otherwise, and how.

    >>> list(restated("Vào thế kỷ XVIII"))
    [((11, 16), '18')]
    """
    for match in _DECADE.finditer(text):
        yield match.span(), f"những năm 19{match['years']}"
    for period in (_CENTURY, _QUARTER):
        for match in period.finditer(text):
            yield match.span("numbers"), re.sub(_NUMBER, _in_digits, match["numbers"])
    for match in _FESTIVE_DAY.finditer(text):
        yield match.span(), f"{match['named']} (ngày {match['day'].replace('-', '/')})"


def _in_digits(roman: re.Match[str]) -> str:
    """A Roman figure under forty in digits: "XIX" as "19"."""
    values = [_ROMAN[letter] for letter in roman["number"].upper()]
    after = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, after, strict=True)))
