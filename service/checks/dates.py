"""Are the source's days, months, weekdays and times in the translation, and no others?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from service.article import Finding
from service.checks import day_parts
from service.checks.reading.quantities import Clock, Moment, Reading, Weekday
from service.checks.reading.text import Pair

_MONTH_NAMES = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY_NAMES = (
    "", "", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


def check(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    """Dates, weekdays and times changed, lost or added."""
    if source.moments or target.moments:
        yield from _check_months(pair, source, target)
    if source.weekdays or target.weekdays:
        yield from _check_weekdays(pair, source, target)
    if source.clocks:
        yield from _check_clocks(pair, source, target)
    if target.clocks:
        yield from _check_hours(pair, source, target)
    yield from day_parts.check(pair)
    if " giờ" in pair.source.low and not target.clocks:
        yield from _check_durations(pair)


def _check_months(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    known = {moment.month for moment in source.moments}
    known.update(moment.day for moment in source.moments if not moment.certain and moment.day)
    if "tháng" in pair.source.low:  # "các tháng 2, 3 và 4"
        known.update(
            int(quantity.values[0])
            for quantity in source.quantities
            if quantity.written == "digits" and quantity.values
        )
    said = {moment.month for moment in target.moments}
    added = [
        moment for moment in target.moments if moment.certain and moment.month not in known
        and not _copied(pair, moment)
    ]  # fmt: skip
    for moment in source.moments:
        problem = _problem(moment, said, target, pair)
        if problem is None:
            continue
        instead = added.pop(0) if added and moment.month not in said else None
        shown = pair.source.text[moment.start : moment.end]
        if instead:
            problem = f"became {_MONTH_NAMES[instead.month]}"
        elif not moment.certain:
            continue
        yield Finding(
            "date",
            "serious",
            f"“{shown}” {problem}",
            pair.source.span(moment.start, moment.end),
            pair.target.span(instead.start, instead.end) if instead else None,
        )
    for moment in added:
        name = _MONTH_NAMES[moment.month]
        span = pair.target.span(moment.start, moment.end)
        yield Finding("date", "serious", f"{name} is not in the source", target=span)
    yield from _check_days(pair, source, target)


def _check_days(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    """Days that the source does not have: "tháng 3" is March, not March 3."""
    known = {value for quantity in source.quantities for value in quantity.values}
    for moment in source.moments:
        known.update(part for part in (moment.day, not moment.certain and moment.month) if part)
    for moment in target.moments:
        named = moment.day is not None and moment.month in {m.month for m in source.moments}
        if named and moment.day not in known and "rằm" not in pair.source.low:
            span = pair.target.span(moment.start, moment.end)
            detail = f"the day {moment.day} after {span.text} is not in the source"
            yield Finding("date", "serious", detail, target=span)


def _copied(pair: Pair, moment: Moment) -> bool:
    """Whether an English month name stands in the source too, as in a title."""
    return pair.target.low[moment.start : moment.end] in pair.source.low


def _problem(moment: Moment, said: set[int], target: Reading, pair: Pair) -> str | None:
    """What is wrong with a date in the translation, None if nothing."""
    values = target.values
    if not moment.certain:
        if moment.month in values and (moment.day is None or moment.day in values):
            return None  # a score, a range, a number of months
        if moment.day and Decimal(moment.day) / Decimal(moment.month) in values:
            return None  # a fraction
    elif "lunar" in pair.target.low and (moment.month in values or moment.day in values):
        return None
    if moment.month not in said:
        return "is missing"
    if moment.day is not None and moment.day not in values:
        return f"lost its day, {moment.day}"
    if moment.year is not None and not {moment.year, moment.year % 100} & values:
        return f"lost its year, {moment.year}"
    return None


def _check_weekdays(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    known = {weekday.day for weekday in source.weekdays}
    said = {weekday.day for weekday in target.weekdays}
    added = [
        weekday for weekday in target.weekdays if weekday.day not in known
        and pair.target.low[weekday.start : weekday.end] not in pair.source.low
    ]  # fmt: skip
    for weekday in source.weekdays:
        if weekday.day in said or _is_ordinal(weekday, target):
            continue
        instead = added.pop(0) if added else None
        if instead is None and not weekday.certain:
            continue
        shown = pair.source.text[weekday.start : weekday.end]
        yield Finding(
            "date",
            "serious" if instead else "warning",
            f"“{shown}” became {_DAY_NAMES[instead.day]}" if instead else f"“{shown}” is missing",
            pair.source.span(weekday.start, weekday.end),
            pair.target.span(instead.start, instead.end) if instead else None,
        )
    for weekday in added:
        yield Finding(
            "date",
            "serious",
            f"{_DAY_NAMES[weekday.day]} is not in the source",
            None,
            pair.target.span(weekday.start, weekday.end),
        )


def _is_ordinal(weekday: Weekday, target: Reading) -> bool:
    return weekday.day <= 7 and weekday.day in target.values


def _check_clocks(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    for clock in source.clocks:
        shown = pair.source.text[clock.start : clock.end]
        span = pair.source.span(clock.start, clock.end)
        if not _time_said(clock, target):
            yield Finding("date", "serious", f"the time “{shown}” is missing or changed", span)
            continue
        for other in target.clocks:
            if _other_half(clock, other, target):
                yield Finding(
                    "date",
                    "serious",
                    f"“{shown}” became {other.half}",
                    span,
                    pair.target.span(other.start, other.end),
                )
                break


def _check_hours(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    """Hours of the 24-hour clock in the wrong half of the day, and those that no clock has.

    "15h" is no 3 a.m., unless the source has that hour too, and "15 a.m." is no time at all.
    """
    in_hours = [q for q in source.quantities if q.unit == "h" and q.values]
    afternoons = [quantity for quantity in in_hours if 12 < quantity.values[0] < 24]
    known = {clock.hour for clock in source.clocks}.union(*(q.values for q in in_hours))
    said = {clock.hour for clock in target.clocks if clock.half == "pm"}
    for clock in target.clocks:
        span = pair.target.span(clock.start, clock.end)
        has_half = span.text.lower().endswith("m")
        if has_half and clock.hour > 12 and span.text.lower() not in pair.source.low:
            yield Finding("date", "serious", f"“{span.text}” is no time of day", target=span)
        elif clock.half == "am" and not clock.minute and clock.hour not in known | said:
            for quantity in afternoons:
                if quantity.values[0] == clock.hour + 12:
                    source_span = pair.source.span(quantity.start, quantity.end)
                    detail = f"“{source_span.text}” o'clock became “{span.text}”"
                    yield Finding("date", "serious", detail, source_span, span)


_AT_HOUR = re.compile(
    r"(?:(?:lúc|hồi|ngay sau|ngay trước|đúng) (\d{1,2}) giờ(?: \d{1,2} phút)?"
    r"|\A(?:vào |khoảng )?(\d{1,2}) giờ(?: \d{1,2} phút)?,)"
    r"(?! (?:đồng hồ|liền|liên tục|mỗi|qua|trước|tới))"
)


def _check_durations(pair: Pair) -> Iterator[Finding]:
    """A time of day that has become a number of hours: "lúc 11 giờ", "for 11 hours"."""
    for match in _AT_HOUR.finditer(pair.source.low):
        hour = match[1] or match[2]
        hours = re.search(rf"\b{hour} hours?\b", pair.target.low)
        if hours:
            source = pair.source.span(match.start(), match.end())
            target = pair.target.span(hours.start(), hours.end())
            detail = f"the time “{source.text}” became “{target.text}”"
            yield Finding("date", "serious", detail, source, target)


def _time_said(clock: Clock, target: Reading) -> bool:
    minute = clock.minute or 0
    if {clock.hour * 100 + minute, clock.hour + Decimal(minute) / 100} & target.values:
        return True  # 1430, 14.30
    hours = {clock.hour, clock.hour % 12, clock.hour % 12 + 12}
    if not hours & target.values:
        return False
    return not clock.minute or clock.minute in target.values or (60 - clock.minute) in target.values


def _other_half(clock: Clock, other: Clock, target: Reading) -> bool:
    """Whether the translation puts a time in the wrong half of the day.

    A time without "sáng" or "chiều" follows the 24-hour clock: 11:20 is in the morning.
    """
    if not other.half or other.hour % 12 != clock.hour % 12:
        return False
    if (other.minute or 0) != (clock.minute or 0):
        return False
    if not clock.half:
        return other.half == "pm" and clock.minute is not None and 4 <= clock.hour < 12
    return not any(  # "từ 6 giờ sáng đến 6 giờ tối" has both
        twin.half == clock.half and twin.hour % 12 == clock.hour % 12 for twin in target.clocks
    )
