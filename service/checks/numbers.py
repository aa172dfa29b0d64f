"""Are the source's numbers in the translation, and no others?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding, Severity
from service.checks.reading import telephones, vietnamese
from service.checks.reading.measures import MEASURES, mentions_unit
from service.checks.reading.quantities import Number, Quantity, Reading
from service.checks.reading.text import Pair

_CONVERSION_TOLERANCE = 0.05
_ALL = re.compile(
    r"\b(?:all|every|everyone|entire|entirely|full|fully|whole|wholly|total|hundred)\b"
)
_DOUBLED = re.compile(r"\b(?:re)?doubl(?:e|es|ed|ing)\b|\btwice\b|\btwo-?fold\b")
_EVE = re.compile(r"\beve\b")
_CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LIST = re.compile(rf"(?: [^\W\d_]+){{1,4}}? (?:[{_CAPITAL}]|\d)[^.;:]*?(?:,| và | với )")

_QUARTER = re.compile(r"(?:\bquý|\blần thứ)\s?\Z")
_FIRST = re.compile(r"\b(?:q1|1q|opening|maiden|inaugural|debut)\b")

# 0 and 1 are said in too many ways to be missed, but not in scores and not of the dead.
_SOURCE_SCORE = re.compile(
    r"\b(?:thắng|thua|hòa|hoà|(?<!hướng )dẫn|tỷ số|tỉ số)\b[^\d.;]{0,40}(?<![\d,/-])"
    r"(?P<score>(\d{1,2})-(\d{1,2}))(?![\d%/-]|[.,]\d| (?:ngày|tuần|tháng|năm|người|giờ|phút))"
)
_TARGET_SCORE = re.compile(r"(?<![\d.,/-])(\d{1,2})(?:[-–:]| to | - )(\d{1,2})(?![\d%/-]|[.,]\d)")
_ONE_PERSON = re.compile(
    r"\b(?:1|một) (?:người|chiến sĩ|binh sĩ|nạn nhân|ngư dân|công nhân|học sinh|hành khách)"
    r"(?: \w+){0,2}? (?:chết|tử vong|thiệt mạng|hy sinh|bị thương|mất tích)\b"
)
_ONE = re.compile(r"\b(?:one|1|another|single|sole|lone)\b")
_PERSONS = re.compile(
    r" (?:\w+ ){0,2}?(?:people|persons|men|women|children|soldiers|troops|servicemen|victims|"
    r"fishermen|workers|students|passengers)\b"
)

_BELOW_ZERO = re.compile(
    r"(?:(?<![\d°º%] )(?<!°c )(?<![\w°º%)])[-−–]|\bâm )(?P<degrees>\d+(?:[.,]\d+)?)\s?(?:°|º|độ\b)"
)
_BELOW_ZERO_SAID = re.compile(
    r"(?<!\w)[-−–]\s?\d|\b(?:minus|below|negative|subzero|sub|freezing|frost)\b"
)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ANNIVERSARY = re.compile(r"\b(?P<ordinal>(?P<number>\d{1,2})(?:st|nd|rd|th) anniversary)\b")

_HALVES = {"year": 6, "h": 30, "min": 30}
"""Half of a unit in the next smaller one."""


def check(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    """Numbers changed, lost or added."""
    dialled, shown = telephones.in_both(pair)
    missing = [
        quantity
        for quantity in source.quantities
        if not _said(pair, quantity, target) and not _within(quantity, dialled)
    ]
    added = [
        quantity
        for quantity in target.quantities
        if not _known(pair, quantity, source, target) and not _within(quantity, shown)
    ]
    yield from _check_score(pair, missing)
    yield from _check_below_zero(pair, target)
    yield from _check_one_person(pair, added)
    yield from _check_anniversary(pair, source)
    for quantity in missing:
        converted = _converted(quantity, added)
        if converted is not None:
            added.remove(converted)
            yield Finding(
                "unit",
                "info",
                f"{_show(pair.source.text, quantity)} was converted to "
                f"{_show(pair.target.text, converted)}",
                pair.source.span(quantity.start, quantity.end),
                pair.target.span(converted.start, converted.end),
            )
            continue
        yield from _lost(pair, quantity, added)
    for quantity in added:
        if quantity.written == "small" or _is_title(pair, quantity):
            continue
        detail = f"{_show(pair.target.text, quantity)} is not in the source"
        span = pair.target.span(quantity.start, quantity.end)
        yield Finding("number", "serious", detail, target=span)


def _within(quantity: Quantity, spans: telephones.Spans) -> bool:
    """Whether a number is part of one of these stretches."""
    return any(start <= quantity.start < end for start, end in spans)


def _check_score(pair: Pair, missing: list[Quantity]) -> Iterator[Finding]:
    """A score that is another though each of its numbers is said: 0-0 and 1-1."""
    match = _SOURCE_SCORE.search(pair.source.low)
    if match is None or any(match.start() < lost.start < match.end() for lost in missing):
        return
    scores = [*_TARGET_SCORE.finditer(pair.target.low)]
    if scores and not any({*other.groups()} == {match[2], match[3]} for other in scores):
        source, target = pair.source.span(*match.span("score")), pair.target.span(*scores[0].span())
        detail = f"the score “{source.text}” became “{target.text}”"
        yield Finding("number", "serious", detail, source, target)


def _check_below_zero(pair: Pair, target: Reading) -> Iterator[Finding]:
    """A temperature that lost its minus."""
    match = _BELOW_ZERO.search(pair.source.low)
    if match is None or _BELOW_ZERO_SAID.search(pair.target.low):
        return
    degrees = vietnamese.parse(match["degrees"])
    span = pair.source.span(*match.span())
    for said in target.quantities:
        if not set(degrees).isdisjoint(said.values):
            detail = f"“{span.text}” lost its minus"
            yield Finding("number", "serious", detail, span, pair.target.span(*said[:2]))
            return


def _check_one_person(pair: Pair, added: list[Quantity]) -> Iterator[Finding]:
    """One person killed or hurt, of whom the translation makes several."""
    match = _ONE_PERSON.search(pair.source.low)
    if match is None or _ONE.search(pair.target.low):
        return
    for several in added:
        counted = several.written == "small" and _PERSONS.match(pair.target.low, several.end)
        if counted:
            source, span = pair.source.span(*match.span()), pair.target.span(*several[:2])
            detail = f"“{source.text}” became “{span.text}”"
            yield Finding("number", "serious", detail, source, span)
            return


def _check_anniversary(pair: Pair, source: Reading) -> Iterator[Finding]:
    """An anniversary that takes its number from the day: Teachers' Day, 20/11, is no twentieth."""
    years = [int(year) for year in _YEAR.findall(pair.source.low)]
    for match in _ANNIVERSARY.finditer(pair.target.low):
        number = int(match["number"])
        day = re.search(rf"(?<![\d/.,-])0?{number}[/-]\d{{1,2}}(?!\d)", pair.source.low)
        counted = any(number in quantity.values for quantity in source.quantities)
        if day is None or counted or any(year + number in years for year in years):
            continue
        span, said = pair.source.span(*day.span()), pair.target.span(*match.span())
        yield Finding("number", "serious", f"“{span.text}” became “{said.text}”", span, said)


def _is_title(pair: Pair, quantity: Quantity) -> bool:
    """Whether a number in words is part of a name, which has a capital inside a sentence."""
    return quantity.start > 0 and pair.target.text[quantity.start].isupper()


def _said(pair: Pair, quantity: Quantity, target: Reading) -> bool:
    """Whether the translation has this number in any reading."""
    values = quantity.values
    if not values or values[0] == 0:
        return True
    said = target.values - target.ranks if quantity.order == "cardinal" else target.values
    if any(value in said for value in values):
        return True
    if quantity.parts and all(part in target.values for part in quantity.parts):
        return True
    if quantity.written == "vague":
        return not target.magnitudes or values[0] in target.magnitudes
    if quantity.unit in _HALVES and values[0] % 1:
        return _said_in_parts(quantity, target)
    if quantity.unit == "h":
        return values[0] - 12 in target.values or values[0] + 12 in target.values
    if values[0] == 1 and _QUARTER.search(pair.source.low, 0, quantity.start):
        return _FIRST.search(pair.target.low) is not None
    if values[0] == 1:  # "1 lít" may be "a litre", "per litre"
        return quantity.unit not in MEASURES or mentions_unit(pair.target.low, quantity.unit)
    if values[0] == 100:
        doubled = quantity.unit == "%" and _DOUBLED.search(pair.target.low)
        return bool(doubled or _ALL.search(pair.target.low))
    if values[0] in (29, 30) and pair.source.low.startswith(" tết", quantity.end):
        return _EVE.search(pair.target.low) is not None
    if values[0] <= 12 and any(moment.month == values[0] for moment in target.moments):
        return True  # "các tháng 2, 3 và 4"
    if quantity.written != "small":
        return False
    if pair.source.low.endswith("thứ ", 0, quantity.start) and target.weekdays:
        return True
    return _is_listed(pair, quantity)


def _said_in_parts(quantity: Quantity, target: Reading) -> bool:
    """Whether "2 năm rưỡi" is 2 years and 6 months, "8 giờ rưỡi" 8:30."""
    whole, half = quantity.values[0] // 1, _HALVES[quantity.unit]
    wholes = {whole, whole - 12, whole + 12} if quantity.unit == "h" else {whole}
    return half in target.values and not wholes.isdisjoint(target.values)


def _is_listed(pair: Pair, quantity: Quantity) -> bool:
    """Whether the things counted are then named, so that English may leave out their number.

    "hai quần đảo Hoàng Sa và Trường Sa", "hai năm 2022 và 2023".
    """
    return _LIST.match(pair.source.text, quantity.end) is not None


def _known(pair: Pair, quantity: Quantity, source: Reading, target: Reading) -> bool:
    """Whether the source supports a number of the translation."""
    if not quantity.values:  # a telephone number, a version: 024.3974.6688
        digits = pair.target.text[quantity.start : quantity.end]
        return digits in pair.source.text and not vietnamese.parse(digits)
    if quantity.values[0] in (0, 1) or any(value in source.values for value in quantity.values):
        return True
    return any(clock.start <= quantity.start < clock.end for clock in target.clocks)


def _lost(pair: Pair, quantity: Quantity, added: list[Quantity]) -> Iterator[Finding]:
    """A number that is not in the translation, paired with what stands in its place if any."""
    span = pair.source.span(quantity.start, quantity.end)
    shown = _show(pair.source.text, quantity)
    instead = next((other for other in added if _comparable(quantity, other)), None)
    if instead is not None:
        added.remove(instead)
        yield Finding(
            "number",
            "serious",
            f"{shown} became {_show(pair.target.text, instead)}",
            span,
            pair.target.span(instead.start, instead.end),
        )
    else:
        severity: Severity = "warning" if quantity.written == "small" else "serious"
        yield Finding("number", severity, f"{shown} is missing", span)


def _comparable(quantity: Quantity, other: Quantity) -> bool:
    if other.values == (1,):
        return False  # "first", "one"
    return (quantity.written == "small") == (other.written == "small") or other.written == "digits"


def _converted(quantity: Quantity, added: list[Quantity]) -> Quantity | None:
    """The number of another unit that says the same: 160 km/h and 100 miles per hour."""
    measure = MEASURES.get(quantity.unit)
    if measure is None:
        return None
    for other in added:
        candidate = MEASURES.get(other.unit)
        if candidate is None or candidate.dimension != measure.dimension or not other.values:
            continue
        if other.unit == quantity.unit:
            continue  # 51.16 seconds are no conversion of 49 seconds
        if measure.size and candidate.size and quantity.values[0]:
            expected = float(quantity.values[0]) * measure.size / candidate.size
            if abs(float(other.values[0]) / expected - 1) <= _CONVERSION_TOLERANCE:
                return other
    return None


def _show(text: str, quantity: Quantity) -> str:
    """A number as written, and its value where the notation hides it."""
    written = text[quantity.start : quantity.end]
    if not quantity.values or written.isdecimal():
        return f"“{written}”"
    return f"“{written}” ({_figure(quantity.values[0])})"


def _figure(value: Number) -> str:
    """A value in English notation: 1,500,000 or 2.5."""
    if isinstance(value, int):
        return str(value) if 1000 <= value <= 2100 else f"{value:,}"
    return f"{float(value):,.4g}"
