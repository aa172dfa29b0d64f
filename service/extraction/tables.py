"""Where the tables of an article stand: the rows markup tells, and cells that a dump left alone.

By themselves their lines are labels, counters and names, as menus and signatures are. What tells a
dumped table is that one short line in three is a figure, and that a paragraph follows: next to
menus, tickers and widgets stand headlines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from service.extraction.cues import Cue
from service.extraction.page import OUTSIDE_HINTS
from service.extraction.units import Unit

_NO_ROW = frozenset({Cue.COMMENTS, Cue.FURNITURE, Cue.RELATED_HEADING, Cue.RELATED_LINK, Cue.SITE})
_CELL_WORDS = 6  # of a cell, figures apart
_LEAST_CELLS = 6  # lines of a dumped table
_FIGURES = 1 / 3  # of the lines of a dumped table
_UNDER_TABLE = frozenset({Cue.CREDIT, Cue.CAPTION})


def table_sizes(units: Sequence[Unit]) -> dict[int, int]:
    """For each row or cell of a table: how many units the table has."""
    tables = (*_runs(units, _is_row), *_dumped_tables(units))
    return {index: len(table) for table in tables for index in table}


def _runs(units: Sequence[Unit], belongs: Callable[[Unit], bool]) -> Iterator[range]:
    """The stretches of neighbours that belong."""
    for inside, group in groupby(range(len(units)), lambda index: belongs(units[index])):
        places = list(group)
        if inside:
            yield range(places[0], places[-1] + 1)


def _is_row(unit: Unit) -> bool:
    """Whether markup says that a unit is a row, and nothing says that it is furniture."""
    return unit.row and unit.hint not in OUTSIDE_HINTS and unit.cue not in _NO_ROW


def _dumped_tables(units: Sequence[Unit]) -> Iterator[range]:
    """Stretches of short lines, many of them figures, that end in a figure over a paragraph."""
    for run in _runs(units, _may_be_cell):
        figures = [index for index in run if _has_digit(units[index].text)]
        if not figures or not _text_follows(units, run.stop):
            continue
        table = range(run.start, figures[-1] + 1)  # below it may stand a subheading
        if len(table) >= _LEAST_CELLS and len(figures) >= _FIGURES * len(table):
            yield table


def _may_be_cell(unit: Unit) -> bool:
    """Whether a unit is a label, a figure or a short row of them."""
    if unit.row or unit.linked or unit.hint or unit.stamp or unit.ends_sentence:
        return False
    if unit.cue not in (None, Cue.COUNTER):
        return False
    return sum(not _has_digit(word) for word in unit.text.split()) <= _CELL_WORDS


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _text_follows(units: Sequence[Unit], index: int) -> bool:
    """Whether a paragraph comes next, sources and pictures of the table apart."""
    below = (units[at] for at in range(index, len(units)))
    first = next((unit for unit in below if unit.cue not in _UNDER_TABLE), None)
    return first is not None and first.ends_sentence and first.words >= 8 and first.cue is None
