"""Counts and weights that English has no word for, in thousands and kilograms.

The built-in model makes every "tạ", a hundred kilograms, a tonne and every "lạng", a hundred
grams, a kilogram; "2 vạn" became 200,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COUNTS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_FIGURE = r"\d{1,3}(?:,\d)?"
_NUMBER = rf"(?<![\w.,])(?<!mươi )(?<!trăm )(?:(?P<figure>{_FIGURE})|(?P<word>{'|'.join(_COUNTS)})"
_TEN_THOUSANDS = re.compile(
    rf"{_NUMBER}|hàng|nhiều|mấy|vài) vạn(?P<half> rưỡi)?"
    r"(?!\w| (?:sự|vật|dặm|lý|tuế|cổ|thọ)\b)",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    rf"{_NUMBER}|(?P<part>nửa))(?:(?P<to> ?[-–] ?)(?P<last>{_FIGURE}))?"
    r" (?P<unit>tạ|yến|lạng)(?P<half> rưỡi)?(?!\w| (?:vàng|bạc|sào)\b)",
    re.IGNORECASE,
)
_WEIGHTS = {"tạ": (100, "kg"), "yến": (10, "kg"), "lạng": (100, "gam")}


def in_metric(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Old measures of a Vietnamese sentence, and what they come to.

    >>> list(in_metric("Hơn 2 vạn người chia 1,5 tạ gạo"))
    [((4, 9), '20.000'), ((21, 27), '150 kg')]
    """
    for match in _TEN_THOUSANDS.finditer(text):
        if match["figure"] or match["word"]:
            yield match.span(), _written(_value(match) * 10_000)
        else:
            yield match.span(), "hàng chục nghìn"
    for match in _WEIGHT.finditer(text):
        size, unit = _WEIGHTS[match["unit"].lower()]
        weight = _written(_value(match) * size)
        if match["last"]:
            weight += match["to"] + _written(_number(match["last"]) * size)
        yield match.span(), f"{weight} {unit}"


def _value(match: re.Match[str]) -> float:
    half = 0.5 if match["half"] else 0
    if match["figure"]:
        return _number(match["figure"]) + half
    return _COUNTS.index(match["word"].lower()) + 1 + half if match["word"] else 0.5


def _number(figure: str) -> float:
    return float(figure.replace(",", "."))


def _written(number: float) -> str:
    return f"{round(number):,}".replace(",", ".")
