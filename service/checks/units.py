"""Do the numbers keep their units and currencies?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding
from service.checks.reading.measures import MEASURES
from service.checks.reading.quantities import Quantity, Reading
from service.checks.reading.text import Pair

_PERCENT = re.compile(
    r"%|per\s?cent|pct\b|\bpoints?\b|\bpp\b|\b(?:hundredth|third|quarter|fifth|tenth|half)"
)
"""Where a per cent may be; "ba phần trăm giây" are three hundredths of a second."""
_LENGTH_OF_SPEED = {"km/h": "km", "mph": "mi", "m/s": "m"}


def check(pair: Pair, source: Reading, target: Reading) -> Iterator[Finding]:
    """A number that the translation gives with another unit of the same kind.

    A unit that is not found next to its number is taken to be elsewhere in the sentence; but a
    per cent that is said nowhere is lost.
    """
    for quantity in source.quantities:
        if quantity.unit not in MEASURES:
            continue
        same = [other for other in source.quantities if _same_value(quantity, other)]
        twins = [other for other in target.quantities if _same_value(quantity, other)]
        is_share = quantity.unit == "%" and any(quantity.values)  # "zero duty" needs no per cent
        if is_share and twins and not _PERCENT.search(pair.target.low):
            yield _finding(pair, quantity, twins[0], "“{}” lost its per cent")
            continue
        units = {other.unit for other in same}
        wrong = [o for o in twins if _contradicts(quantity, o) and o.unit not in units]
        if not wrong or (len(wrong) < len(twins) and len(twins) <= len(same)):
            continue
        said = f"“{{}}” {quantity.unit} became {wrong[0].unit}"
        yield _finding(pair, quantity, wrong[0], said)


def _finding(pair: Pair, quantity: Quantity, other: Quantity, said: str) -> Finding:
    source_span = pair.source.span(quantity.start, quantity.end)
    target_span = pair.target.span(other.start, other.end)
    return Finding("unit", "serious", said.format(source_span.text), source_span, target_span)


def _same_value(quantity: Quantity, other: Quantity) -> bool:
    return bool(quantity.values) and not set(quantity.values).isdisjoint(other.values)


def _contradicts(quantity: Quantity, other: Quantity) -> bool:
    """Whether two units measure the same thing but differ."""
    if other.unit in _LENGTH_OF_SPEED.values():  # "240 miles an hour" may be torn apart
        unit = _LENGTH_OF_SPEED.get(quantity.unit, quantity.unit)
        quantity = quantity._replace(unit=unit)
    left, right = MEASURES.get(quantity.unit), MEASURES.get(other.unit)
    return (
        left is not None
        and right is not None
        and left.dimension == right.dimension
        and quantity.unit != other.unit
    )
