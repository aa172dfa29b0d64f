"""Times over the entries of a live report and days over those of a chronology.

The dates of other stories stand on lines of their own beside paragraphs, too. But in a report a
text ends above each time and a text begins under it, where a list of stories has headlines. In a
chronology each day is later than the one before, where lists begin with the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from service.extraction.page import OUTSIDE_HINTS
from service.extraction.units import Unit

_LEAST = 3  # entries of a report or a chronology
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


def day_headings(units: Sequence[Unit]) -> frozenset[int]:
    """The places of full dates over the entries of a chronology, which are part of its text."""
    found: set[int] = set()
    run: list[tuple[int, date]] = []
    for index, day in (*_days_over_text(units), (len(units), date.min)):
        if run and day > run[-1][1] and _ends_text(units[index - 1]):
            run.append((index, day))
            continue
        if _is_chronology(units, run):
            found.update(place for place, _ in run)
        run = [(index, day)]
    return frozenset(found)


def _days_over_text(units: Sequence[Unit]) -> Iterator[tuple[int, date]]:
    """Where full dates stand over a text: under one, or under the article's own date."""
    dated = False
    for index, unit in enumerate(units):
        day = unit.stamp.day if unit.stamp else None
        if day and _heads_text(units, index) and (dated or _ends_text(units[index - 1])):
            yield index, day
        dated = dated or day is not None


def _is_chronology(units: Sequence[Unit], run: Sequence[tuple[int, date]]) -> bool:
    """Whether a run of days is long enough; days after the article's are those of comments."""
    if len(run) < _LEAST:
        return False
    above = _days(units[: run[0][0]])
    return not above or run[-1][1] <= max(above)


def _heads_entry(units: Sequence[Unit], index: int) -> bool:
    """Whether a unit is a time, with nothing beside it, between the end and the start of texts."""
    return _heads_text(units, index) and _ends_text(units[index - 1])


def _heads_text(units: Sequence[Unit], index: int) -> bool:
    """Whether a unit is a time, with nothing beside it, over the start of a text."""
    stamp = units[index].stamp
    if stamp is None or stamp.relative or stamp.rest or units[index].hint in OUTSIDE_HINTS:
        return False
    below = [unit for unit in units[index + 1 : index + 3] if not unit.is_picture]
    return bool(below) and _is_paragraph(below[0])


def _ends_text(unit: Unit) -> bool:
    return unit.is_picture or _is_sentence(unit)


def _is_sentence(unit: Unit) -> bool:
    """Whether a unit ends a text, as headlines and teasers do not."""
    return unit.ends_sentence and not unit.is_question and not unit.is_truncated


def _is_paragraph(unit: Unit) -> bool:
    return _is_sentence(unit) and unit.words >= _SENTENCE and not unit.linked and unit.cue is None
