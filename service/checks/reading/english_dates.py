"""Reads the dates, weekdays and times of an English sentence."""

from __future__ import annotations

import re

from service.checks.reading.quantities import Clock, Half, Moment, Reading, Weekday
from service.checks.reading.text import Text, words

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, day in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), start=2
    )
    for name in (day, day + "s")
}
_CALENDAR = _MONTHS.keys() | _WEEKDAYS.keys()
# "May", "March" and abbreviations are months for certain only after one of these or by a number.
_BEFORE_MONTH = words(
    "in on of since until till by from to last next this early mid late and through before after "
    "during between every around each for via as th st nd rd"
)
_CLOCK = re.compile(
    r"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?!\d))?\s?"
    r"(?P<mark>(?P<am>a\.?\s?m\b)|p\.?\s?m\b|o['’]clock|h\b)?"
)
_NUMERIC = re.compile(r"(?<![\d.,])(\d{1,4})[-/](\d{1,2})(?:[-/](\d{1,4}))?(?![\d.,]\d)")


def is_month(low: str) -> bool:
    """Whether a lower-case word is a month's name or abbreviation."""
    return low in _MONTHS


def read(text: Text, reading: Reading) -> None:
    """Add the dates, weekdays and times of a sentence."""
    if not _CALENDAR.isdisjoint(text.words):
        for index, word in enumerate(text.words):
            if word in _CALENDAR and text.is_capital(index):
                _read_name(text, index, reading)
    if text.has_digits:
        _read_clocks(text, reading)
        _read_numeric(text, reading)


def _read_name(text: Text, index: int, reading: Reading) -> None:
    """A month or a weekday."""
    word = text.words[index]
    start, end = text.starts[index], text.ends[index]
    if word in _WEEKDAYS:
        reading.weekdays.append(Weekday(start, end, _WEEKDAYS[word], certain=True))
        return
    before = text.words[index - 1] if index else ""
    after = text.words[index + 1] if index + 1 < len(text.words) else ""
    certain = (
        (len(word) > 3 and word != "march")
        or before in _BEFORE_MONTH
        or before[:1].isdecimal()
        or after[:1].isdecimal()
    )
    reading.moments.append(Moment(start, end, _day(text, index), _MONTHS[word], None, certain))


def _day(text: Text, index: int) -> int | None:
    """The day before or after a month's name: "8 September", "September 8"."""
    for right, neighbour in ((index, index - 1), (index + 1, index + 1)):
        if not 0 <= neighbour < len(text.words) or text.gap(right) != " ":
            continue
        word = text.words[neighbour]
        if word.isdecimal() and len(word) <= 2:
            return int(word)
    return None


def _read_clocks(text: Text, reading: Reading) -> None:
    for match in _CLOCK.finditer(text.low):
        mark, minute = match["mark"], match["minute"]
        if mark is None and (minute is None or ":" not in match.group()):
            continue
        hour = int(match["hour"])
        half: Half = "am" if match["am"] else "pm" if mark and mark.startswith("p") else ""
        if mark is None and hour > 12:
            half = "pm"
        clock = Clock(match.start(), match.end(), hour, int(minute) if minute else None, half)
        reading.clocks.append(clock)
        reading.values.update((hour, hour % 12, hour % 12 + 12, int(minute or 0)))


def _read_numeric(text: Text, reading: Reading) -> None:
    """Dates such as 24/4 or 2024-04-24, whose parts may be the month in either order."""
    for match in _NUMERIC.finditer(text.low):
        parts = [int(part) for part in match.groups() if part]
        reading.values.update(parts)
        reading.moments.extend(
            Moment(match.start(), match.end(), None, part, None, certain=False)
            for part in parts
            if 1 <= part <= 12
        )
