"""Times of the 24-hour clock as people say them: "15 giờ 30" is "3 giờ 30 chiều".

The built-in model takes the hour off by one or two in three of four such times ("15 giờ" came out
as "4 p.m."), and in none that names the part of the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HOUR = r"(?P<hour>1[2-9]|2[0-3])"
_TIME = re.compile(
    rf"(?<![\d.,:/–-]){_HOUR}(?: giờ(?: (?P<minute>[0-5]?\d)(?: phút)?(?!\w|[/.:-]\d| tháng))?"
    r"|[hg](?:(?P<glued>[0-5]\d)['’′]?)?|:(?P<digital>[0-5]\d))(?!\w|:| ?[-–] ?\d+(?:[hg:]| giờ))"
)
_RANGE = re.compile(
    r"(?P<from>\b[Tt]ừ )?(?<![\d.,:/–-])(?P<first>\d|1\d|2[0-3])(?P<unit> giờ|[hg])?"
    rf" ?(?:[-–]|đến|tới) ?{_HOUR}(?: giờ|[hg])(?!\w|:| \d)"
)
_AT = re.compile(
    r"(?:\A|\b(?:lúc|hồi|vào|từ|đến|tới|trước|khoảng|qua|nay)|[,(;:]) ?\Z", re.IGNORECASE
)
_AT_CLOCK = re.compile(r"\b(?:lúc|hồi|vào|từ) \Z", re.IGNORECASE)
_LASTS = re.compile(
    r"(?:\b(?:trong|suốt|kéo dài|mất|hơn|gần|cả|thêm|mỗi|tổng cộng|liên tục|sau|cách|ngủ|chờ|dài|đủ"
    r"|quá|vượt|tới|lên đến|lên tới|ít nhất|tối đa|tối thiểu|sớm|muộn|chậm)|\d ngày,?)"
    r"(?: khoảng| hơn| và)? \Z",
    re.IGNORECASE,
)
_DAY_FOLLOWS = re.compile(r",? (?:ngày|cùng ngày|hôm|nay|trưa|chiều|tối|đêm)\b")
_LASTING = re.compile(
    r" (?:bay|liên tục|liền|đồng hồ|làm việc|lao động|học|mỗi|một|mà|chờ|di chuyển|lái|vật lộn|nữa"
    r"|sau|trước|kể|tập|đi|chạy)\b|/"
)
_ZONE = re.compile(r" (?:giờ )?\(?(?:UTC|GMT|[A-Z]{1,3}[SD]?T)\b| \d+ giây")
_PART_FOLLOWS = re.compile(r" (?:trưa|chiều|tối|đêm)\b")


def as_said(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The times of a Vietnamese sentence from noon on, [start, end), and how they are said.

    >>> list(as_said("Lúc 15h30 ngày 2/9"))
    [((4, 9), '3 giờ 30 chiều')]
    """
    for match in _RANGE.finditer(text):
        first, last = int(match["first"]), int(match["hour"])
        if first < last and (match["from"] or match["unit"]):
            last_said = _said(last, name_part=_PART_FOLLOWS.match(text, match.end()) is None)
            yield match.span(), f"{match['from'] or ''}{_said(first)} đến {last_said}"
    for match in _TIME.finditer(text):
        minute = match["minute"] or match["glued"] or match["digital"]
        if _is_time(match, has_minutes=minute is not None):
            part = _PART_FOLLOWS.match(text, match.end()) is None
            yield match.span(), _said(int(match["hour"]), minute, name_part=part)


def _is_time(match: re.Match[str], *, has_minutes: bool) -> bool:
    """Whether this is a time rather than how long something lasts."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _ZONE.match(after) or after.startswith(" sáng"):
        return False  # a time zone goes well with 24 hours; "12 giờ sáng" is midnight or an error
    if _DAY_FOLLOWS.match(after):
        return True
    if _LASTS.search(before) or _LASTING.match(after):
        return False
    at = _AT.search(before) is not None
    mark = match.group()[2]  # after the hour: a blank, "h", "g" or ":"
    if mark == "g":
        return at and has_minutes  # else grams
    if mark == ":":
        return _AT_CLOCK.search(before) is not None
    return at or has_minutes or mark == "h"


def _said(hour: int, minute: str | None = None, *, name_part: bool = True) -> str:
    spoken = f"{hour - 12 if hour > 12 else hour} giờ"
    if minute is not None and int(minute):
        spoken += f" {minute}"
    return f"{spoken} {_part(hour)}" if name_part else spoken


def _part(hour: int) -> str:
    """What Vietnamese calls an hour's part of the day."""
    for first, part in ((22, "đêm"), (18, "tối"), (13, "chiều"), (11, "trưa")):
        if hour >= first:
            return part
    return "sáng"
