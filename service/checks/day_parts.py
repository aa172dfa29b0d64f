"""Is a day's morning still its morning, and its evening no morning?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding
from service.checks.reading.text import Pair, words

_DATED = re.compile(
    r"(?<!ánh )(?<!bóng )\b(?P<part>sáng|trưa|chiều|tối|đêm)(?: sớm| muộn)?"
    r" (?:(?:ngày |mùng |mồng )?\d{1,2}\s?[-/.]\s?\d|ngày \d{1,2} tháng|(?:hôm )?(?:nay|qua)\b|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật\b)"
)
_ENGLISH = {
    "sáng": words("morning"),
    "trưa": words("afternoon"),
    "chiều": words("afternoon"),
    "tối": words("evening night"),
    "đêm": words("evening night"),
    "khuya": words("night"),
    "rạng": words("night"),  # "rạng sáng": the small hours
    "sớm": words("morning"),
    "hoàng hôn": words("evening"),
}
_VIETNAMESE = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b")
_HOUR = re.compile(r"(?<![\d.,:/-])([01]?\d|2[0-4])(?:\s?giờ\b|h(?![^\W\d])|:[0-5]\d)")
_SAID = re.compile(
    r"\b(?:(?:early|small) hours of (?:the |this )?morning|"  # may be those of a night
    r"(morning|afternoon|evening|night)s?|(?:to|over)(night))\b"
)


def check(pair: Pair) -> Iterator[Finding]:
    """A part of the day, named with its date, that became one no word of the source explains."""
    dated = _DATED.search(pair.source.low)
    if dated is None:
        return
    # "South China Morning Post" has capitals inside a sentence.
    said = [
        match
        for match in _SAID.finditer(pair.target.low)
        if match.lastindex and (match.start() == 0 or not pair.target.text[match.start()].isupper())
    ]
    parts = {match[1] or match[2] for match in said}
    if len(parts) == 1 and parts.isdisjoint(_explained(pair.source.low)):
        source = pair.source.span(*dated.span("part"))
        target = pair.target.span(*said[0].span())
        detail = f"“{source.text}” became “{target.text}”"
        yield Finding("date", "serious", detail, source, target)


def _explained(low: str) -> set[str]:
    """The parts of the day that a Vietnamese sentence may well name in English."""
    explained = {part for match in _VIETNAMESE.finditer(low) for part in _ENGLISH[match[0]]}
    for match in _HOUR.finditer(low):
        hour = int(match[1])
        explained |= _part_of(hour) if hour > 12 else _part_of(hour) | _part_of(hour + 12)
    return explained


def _part_of(hour: int) -> frozenset[str]:
    """What an hour of the 24-hour clock may be called."""
    if 5 <= hour < 12:
        return words("morning")
    if 12 <= hour < 19:
        return words("afternoon evening")
    return words("evening night morning") if hour % 24 < 5 else words("evening night")
