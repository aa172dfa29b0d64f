"""Time stamps as Vietnamese sites write them, and what else stands on their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from service.extraction.names import looks_like_name, looks_like_section

_MONTHS_VI = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTHS_EN = "jan feb mar apr may jun jul aug sep oct nov dec"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAY = r"(?<!\d)(?P<d>\d{1,2})"
_WORDED = "|".join(sorted(_MONTHS_VI, key=len, reverse=True))  # "mười hai" before "mười"
_MONTH_VI = rf"(?:tháng|thg\.?)\s*(?P<m>\d{{1,2}}|{_WORDED})"
_MONTH_EN = rf"(?P<m>{_MONTHS_EN.replace(' ', '|')})[a-z]*\.?"

_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)(?:T(?=\d\d:))?",
        rf"{_DAY}\s?[-/.]\s?(?P<m>\d{{1,2}})\s?[-/.]\s?{_YEAR}(?!\d)",
        rf"{_DAY}/(?P<m>\d{{1,2}})/(?P<y>\d\d)(?![\d/])",
        rf"{_DAY}\s?[-/.]\s?{_MONTH_EN}\s?[-/.]\s?{_YEAR}(?!\d)",
        rf"{_DAY}\s+{_MONTH_VI}[,\s]+(?:năm\s+)?{_YEAR}\b",
        rf"\b{_MONTH_VI}\s+(?P<d>\d{{1,2}}),?\s+{_YEAR}\b",
        rf"{_DAY}\s+{_MONTH_EN},?\s+{_YEAR}\b",
        rf"\b{_MONTH_EN}\s+(?P<d>\d{{1,2}}),?\s+{_YEAR}\b",
    )
)
_PARTIAL = re.compile(r"(?<![\d/.-])\d{1,2}[-/]\d{1,2}(?![\d/.-])")
_RELATIVE = re.compile(
    r"\b(?:khoảng\s+)?(?:\d+|một|vài)\s+(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s+trước\b"
    r"|\bhôm (?:qua|nay|kia)\b|\bvừa xong\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:])\d{1,2}(?::\d\d(?::\d\d(?:\.\d+)?)?|h\d\d|\s*giờ(?:\s*\d{1,2}\s*phút)?)(?![\d:])"
    r"(?:\s*(?:AM|PM|SA|CH)\b)?",
    re.IGNORECASE,
)
_CLOCK_ONLY = re.compile(r"\d{1,2}[:h]\d\d(?::\d\d)?")
_TRIMMINGS = re.compile(
    r"""[(\[]?\s*(?:GMT|UTC)\s*[+-]?\s*\d{0,2}(?::?\d\d)?\s*[)\]]?|(?<=\d)\s*[+]\d\d:?\d\d\b
    |(?:\b|^)(?:thứ\s*(?:hai|ba|tư|năm|sáu|bảy|[2-7])|ch[ủu]\s*nhật|CN|T[2-7])\b
    |\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b
    |\b(?:cập\s*nhật|đăng|xuất\s*bản|phát\s*hành|ngày|thời\s*gian|post(?:ed)?|publish(?:ed)?
        |updated?)(?:\s+(?:lần\s+cuối|đăng|tải|tin|bài|cập\s*nhật|xuất\s*bản|lúc|vào|ngày|on|at))*\b
    |\b(?:lúc|vào\s+lúc)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_UPDATE = re.compile(r"\bcập\s*nhật|\bupdated?\b", re.IGNORECASE)
_BAR = re.compile(r"\||•| [-–—] |\d\s+[-–—]")
_SEPARATORS = " \t,.;:+|-–—•·/()[]"
_CENTURY = 2000  # of years in two digits
_LONGEST = 120  # characters of a line that may be a stamp
_LONGEST_REST = 6  # words that may stand behind a bar


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that says when.

    `day` is None for "2 giờ trước" and for dates without a year. `rest` is what the line says
    besides, "HỮU LONG" of "HỮU LONG | 20/10/2025 08:00". `updated` tells "Cập nhật" from the
    date of publication, `relative` "2 giờ trước" from a time by the clock or calendar.
    """

    day: date | None
    rest: str
    updated: bool = False
    relative: bool = False


def find_date(text: str) -> date | None:
    """The first full date in a text."""
    found = _first_date(text)
    return found[0] if found else None


def read_stamp(text: str) -> Stamp | None:
    """The time stamp that a line is, None when it is something else."""
    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return None
    rest = text
    found = _first_date(text)
    if found:
        rest = text[: found[1]] + " " + text[found[2] :]
    said = found is not None
    for pattern in (_RELATIVE, _PARTIAL, _TIME):
        rest, times = pattern.subn(" ", rest)
        said = said or bool(times and (pattern is not _TIME or _CLOCK_ONLY.search(text)))
    if not said:
        return None
    rest = " ".join(_TRIMMINGS.sub(" ", rest).split()).strip(_SEPARATORS)
    if not _may_accompany(rest, text, dated=found is not None):
        return None
    day = found[0] if found else None
    return Stamp(day, rest, bool(_UPDATE.search(text)), bool(_RELATIVE.search(text)))


def _may_accompany(rest: str, text: str, dated: bool) -> bool:
    """Whether the rest of a line is what stands beside a date, not a headline that has one."""
    if not rest or looks_like_section(rest) or (dated and looks_like_name(rest)):
        return True
    words = len(rest.split())
    apart = words <= _LONGEST_REST and _BAR.search(text) is not None
    return dated and not text.endswith(".") and (words == 1 or apart)


def _first_date(text: str) -> tuple[date, int, int] | None:
    """The first full date with where it starts and ends."""
    best: tuple[date, int, int] | None = None
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _as_date(match.group("d"), match.group("m"), match.group("y"))
            if day is not None and (best is None or match.start() < best[1]):
                best = (day, match.start(), match.end())
    return best


def _as_date(day: str, month: str, year: str) -> date | None:
    """A date, day first as Vietnamese write it, month first where only that makes sense."""
    number = _month_number(month)
    full_year = int(year) if len(year) == 4 else _CENTURY + int(year)
    for candidate_day, candidate_month in ((int(day), number), (number, int(day))):
        try:
            return date(full_year, candidate_month, candidate_day)
        except ValueError:
            continue
    return None


def _month_number(month: str) -> int:
    if month.isdigit():
        return int(month)
    folded = month.lower()
    if folded in _MONTHS_VI:
        return _MONTHS_VI[folded]
    return _MONTHS_EN.split().index(folded[:3]) + 1
