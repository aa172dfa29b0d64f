"""Reads the dates, weekdays and times of a Vietnamese sentence.

"24-4" is the 24th of April, but "5-3" may be a score and "2/3" a fraction; "tháng 3/2023" is March
2023; "thứ Ba" is Tuesday, "thứ ba" Tuesday or the third; "14 giờ 30" is half past two.
"""

from __future__ import annotations

import re

from service.checks.reading.quantities import Clock, Half, Moment, Reading, Weekday
from service.checks.reading.text import Text

MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_COUNTS_TOO = frozenset({"một", "hai", "ba", "năm"})  # "mỗi tháng hai lần"
_WEEKDAYS = {
    "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "2": 2, "3": 3, "4": 4, "5": 5,
    "6": 6, "7": 7,
}  # fmt: skip

_SPELLED = re.compile(
    r"(?:(?<![\d.,/])(?P<day>\d{1,2})\s?(?:[-/]\s?)?)?\btháng\s?"
    r"(?P<month>\d{1,2}(?![\d%]|[.,]\d)|giêng|mười một|mười hai|mười|một|hai|ba|tư|năm(?! \d{4})|"
    r"sáu|bảy|bẩy|tám|chín|chạp)(?!\w)"
    r"(?:(?:,? năm |\s?[-/.,]\s?| )(?P<year>(?:1[5-9]|20)\d\d)(?!\d))?"
)
_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})\s?(?P<sep>[-/.–])\s?(?P<month>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s?(?P=sep)\s?(?P<year>\d{4}|\d{2}(?!\d)))?(?![\d%/])(?![.,]\d)"
)
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})\s?[/-]\s?(?P<year>(?:19|20)\d\d)(?![\d/])")
_BEFORE_DATE = re.compile(
    r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|khuya|sớm|mùng|mồng|dịp|lễ|qua)[ (]*\Z"
)
_BEFORE_SCORE = re.compile(r"(?:thắng|thua|hòa|hoà|dẫn|tỷ số|tỉ số|gỡ)[ (]*\Z")
_BEFORE_MONTH = re.compile(r"(?:vào|hồi|đầu|cuối|giữa|từ|đến|tới|của) *\Z")
_NOT_A_MONTH = re.compile(r"(?:hàng|hằng|mỗi|một|mấy|các|nhiều|từng|cả|trong|vài|số|quý) *\Z")
_AFTER_COUNT = re.compile(
    r" *(?:lần|triệu|nghìn|ngàn|tỷ|tỉ|đồng|usd|người|con|chiếc|tuổi|giờ|phút|giây|ngày|tuần|tháng|"
    r"năm(?! \d)|km|cm|mm|m|kg|ha|tấn|tạ|mét|lít|độ|cấp)(?!\w)"
)

_CLOCK_HINT = re.compile(r"giờ|\d[:hg]")
_CLOCK = re.compile(
    r"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])"
    r"(?:(?P<sep>\s?giờ\s?|h|g|:)(?P<minute>[0-5]\d)(?!\d)(?:\s?phút)?(?:\s?giờ)?|"
    r"\s?giờ (?P<half>rưỡi)|\s?(?:giờ|h)(?!\w))"
    r"(?:\s?(?P<part>sáng|trưa|chiều|tối|đêm|khuya|am|pm|[ap]\.m)(?!\w))?"
)
_WEEKDAY = re.compile(
    r"(?P<before>(?:sáng|trưa|chiều|tối|đêm|hôm|ngày|vào|từ|đến|tới) )?"
    r"(?:\bthứ (?P<day>hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w|[.,]\d)|(?P<sunday>\bchủ nhật\b))"
    r"(?P<after> tuần| ngày| vừa qua| tới|,? \(?\d)?"
)


def read(text: Text, reading: Reading) -> bytearray:
    """Add the dates, weekdays and times of a sentence; marks the characters they take."""
    taken = bytearray(len(text.text))
    if "thứ" in text.low or "chủ nhật" in text.low:
        _read_weekdays(text, reading, taken)
    if text.has_digits and _CLOCK_HINT.search(text.low):
        _read_clocks(text, reading, taken)
    if "tháng" in text.low:
        for match in _SPELLED.finditer(text.low):
            _add(_spelled(text, match), reading, taken)
    if text.has_digits:
        for match in _NUMERIC.finditer(text.low):
            _add(_numeric(text, match), reading, taken)
        for match in _MONTH_YEAR.finditer(text.low):
            _add(_month_year(text, match), reading, taken)
    return taken


def _add(moment: Moment | None, reading: Reading, taken: bytearray) -> None:
    if moment is not None and not any(taken[moment.start : moment.end]):
        reading.moments.append(moment)
        _take(taken, moment.start, moment.end)


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


def _spelled(text: Text, match: re.Match[str]) -> Moment | None:
    """The date of "24 tháng 4 năm 2024" or "tháng Tư"; uncertain for "mỗi tháng hai lần"."""
    word = match["month"]
    month = int(word) if word.isdecimal() else MONTHS[word]
    day = int(match["day"]) if match["day"] else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    before = text.low[: match.start()]
    certain = bool(
        word in ("giêng", "chạp")
        or match["year"]
        or text.text[match.start("month")].isupper()
        or _BEFORE_DATE.search(before)
        or (day is not None and day > 12)
    )
    if not certain and day is None:
        certain = (
            (word not in _COUNTS_TOO or bool(_BEFORE_MONTH.search(before)))
            and not _NOT_A_MONTH.search(before)
            and not _AFTER_COUNT.match(text.low, match.end())
        )
    year = int(match["year"]) if match["year"] else None
    return Moment(match.start(), match.end(), day, month, year, certain)


def _numeric(text: Text, match: re.Match[str]) -> Moment | None:
    """The date of "24-4", "24/04/2024"; with a full stop only after "ngày" and the like."""
    before = text.low[: match.start()]
    day, month = int(match["day"]), int(match["month"])
    year = int(match["year"]) if match["year"] else None
    if not 1 <= day <= 31 or before[-1:].isdecimal() or before.endswith((".", ",", "/")):
        return None
    certain = (year is not None and year > 1000) or bool(_BEFORE_DATE.search(before))
    if not certain and (match["sep"] == "." or _AFTER_COUNT.match(text.low, match.end())):
        return None  # "2.5", "3-5 triệu đồng", "2 - 3 km"
    if year is None and _BEFORE_SCORE.search(before):
        return None
    return Moment(match.start(), match.end(), day, month, year, certain)


def _month_year(text: Text, match: re.Match[str]) -> Moment | None:
    """The date of "3/2023"; not after "quý" or "số"."""
    before = text.low[: match.start()]
    month = int(match["month"])
    if not 1 <= month <= 12 or before[-1:].isdecimal() or before.endswith(("-", "/", ".", ",")):
        return None
    if before.endswith(("quý ", "số ", "khóa ")):
        return None
    return Moment(match.start(), match.end(), None, month, int(match["year"]), False)


def _read_clocks(text: Text, reading: Reading, taken: bytearray) -> None:
    for match in _CLOCK.finditer(text.low):
        hour, part = int(match["hour"]), match["part"]
        minute = "30" if match["half"] and part else match["minute"]
        if minute is None and part is None:
            continue  # may be a duration: read as a number of hours
        reading.clocks.append(
            Clock(
                match.start(), match.end(), hour, int(minute) if minute else None, _half(hour, part)
            )
        )
        _take(taken, match.start(), match.end())


def _half(hour: int, part: str | None) -> Half:
    if hour > 12:
        return "pm"
    if part in ("sáng", "am", "a.m"):
        return "am"
    if part in ("chiều", "tối", "pm", "p.m") or (part in ("đêm", "khuya") and 6 <= hour < 12):
        return "pm"
    return "am" if part in ("đêm", "khuya") else ""


def _read_weekdays(text: Text, reading: Reading, taken: bytearray) -> None:
    for match in _WEEKDAY.finditer(text.low):
        if match["sunday"]:
            if text.text[match.start("sunday") :][:8] != "chủ Nhật":  # "Đảng Dân chủ Nhật Bản"
                start, end = match.span("sunday")
                reading.weekdays.append(Weekday(start, end, 8, certain=True))
            continue
        start, end = match.start("day") - len("thứ "), match.end("day")
        certain = bool(match["before"] or match["after"] or text.text[match.start("day")].isupper())
        reading.weekdays.append(Weekday(start, end, _WEEKDAYS[match["day"]], certain))
        if certain:
            _take(taken, start, end)
