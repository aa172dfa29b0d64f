"""Times over the entries of a live report, told from the dates of other stories.

Both stand on lines of their own beside paragraphs. But in a report a text ends above each time and
a text begins under it, where a list of stories has headlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from service.extraction.page import OUTSIDE_HINTS
from service.extraction.units import Unit

_LEAST = 3  # entries of a report
_SENTENCE = 8  # words


def entry_times(units: Sequence[Unit]) -> frozenset[int]:
    """The places of times over entries: clock times, or with the day of the article."""
    places = [index for index in range(1, len(units)) if _heads_entry(units, index)]
    if not places:
        return frozenset()
    days = _days(units[: places[0]]) or _days([units[places[0]]])
    own = [index for index in places if _days([units[index]]) <= days]
    return frozenset(own) if len(own) >= _LEAST else frozenset()


def _days(units: Iterable[Unit]) -> set[date]:
    return {unit.stamp.day for unit in units if unit.stamp and unit.stamp.day}


def _heads_entry(units: Sequence[Unit], index: int) -> bool:
    """Whether a unit is a time, with nothing beside it, between the end and the start of texts."""
    stamp = units[index].stamp
    if stamp is None or stamp.relative or stamp.rest or units[index].hint in OUTSIDE_HINTS:
        return False
    below = [unit for unit in units[index + 1 : index + 3] if not unit.is_picture]
    above = units[index - 1]
    return (above.is_picture or _is_sentence(above)) and bool(below) and _is_paragraph(below[0])


def _is_sentence(unit: Unit) -> bool:
    """Whether a unit ends a text, as headlines and teasers do not."""
    return unit.ends_sentence and not unit.is_question and not unit.is_truncated


def _is_paragraph(unit: Unit) -> bool:
    return _is_sentence(unit) and unit.words >= _SENTENCE and not unit.linked and unit.cue is None
