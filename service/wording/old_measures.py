"""Counts and weights that English has no word for, in thousands and kilograms.

The built-in model makes every "tạ", a hundred kilograms, a tonne and every "lạng", a hundred
grams, a kilogram; "2 vạn" became 200,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COUNTS = ("một", "hai", "ba", "bốn", "", "sáu", "bảy", "tám", "chín", "mười")  # năm is a year too
_FIGURE = r"\d{1,3}(?:,\d)?"
_INSIDE_A_NUMBER = (
    *("mươi", "mười", "chục", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "linh", "lẻ"),
    *("vài", "dăm", "đôi", "đến", "tới", "Thứ", "thứ"),
)
_BEFORE = "".join(f"(?<!{word} )" for word in _INSIDE_A_NUMBER)
_AMOUNT = (
    rf"(?<![\w.,-]){_BEFORE}(?:(?P<figure>{_FIGURE})"
    rf"(?:(?P<to> ?[-–] ?| đến )(?P<last>{_FIGURE}))?"
    rf"|(?P<word>(?i:{'|'.join(filter(None, _COUNTS))}))|(?P<other>(?i:nửa|hàng|nhiều|mấy|vài)))"
)
_NO_MORE = rf"(?!\w| (?:\d|(?:{'|'.join(filter(None, _COUNTS))}|năm)\b))"  # "3 lạng 5"
_TEN_THOUSANDS = re.compile(
    rf"{_AMOUNT} vạn(?P<half> rưỡi)?{_NO_MORE}(?! (?:sự|vật|dặm|lý|tuế|cổ|thọ)\b)"
)
_WEIGHT = re.compile(
    rf"{_AMOUNT} (?P<unit>tạ|yến|lạng)(?P<half> rưỡi)?{_NO_MORE}"
    r"(?! (?:vàng|bạc|sào|người nửa cân)\b)"
)
_WEIGHTS = {"tạ": (100, "kg"), "yến": (10, "kg"), "lạng": (100, "gam")}


def in_metric(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Old measures of a Vietnamese sentence, and what they come to.

    >>> list(in_metric("Hơn 2 vạn người chia 1,5 tạ gạo"))
    [((4, 9), '20.000'), ((21, 27), '150 kg')]
    """
    for match in _TEN_THOUSANDS.finditer(text):
        if (match["other"] or "").lower() == "nửa":
            continue
        yield match.span(), "hàng chục nghìn" if match["other"] else _written(match, 10_000)
    for match in _WEIGHT.finditer(text):
        if (match["other"] or "nửa").lower() != "nửa":
            continue
        size, unit = _WEIGHTS[match["unit"]]
        priced = match["word"] and text[: match.start()].endswith(("đồng ", "USD "))
        yield match.span(), f"{'mỗi ' if priced else ''}{_written(match, size)} {unit}"


def _written(match: re.Match[str], size: int) -> str:
    """An amount so many times larger, in digits."""
    if match["last"]:
        return f"{_digits(match['figure'], size)}{match['to']}{_digits(match['last'], size)}"
    half = size // 2 if match["half"] else 0
    if match["figure"]:
        return _digits(match["figure"], size, half)
    count = _COUNTS.index(match["word"].lower()) + 1 if match["word"] else 0.5
    return _digits(str(count).replace(".", ","), size, half)


def _digits(figure: str, size: int, more: int = 0) -> str:
    return f"{round(float(figure.replace(',', '.')) * size) + more:,}".replace(",", ".")
