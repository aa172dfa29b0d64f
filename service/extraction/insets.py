"""Boxes that markup sets into an article: other stories, advertisements, words said again.

Lists of other stories under an article look the same, and there the text ends. A box within the
text is of a few lines, has a paragraph straight above it, and the text goes on straight below.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from service.extraction.page import Hint
from service.extraction.units import Unit

_BOXED = frozenset({Hint.RELATED, Hint.FURNITURE})
_MOST_UNITS = 12  # of a box
_NEAR = 5  # units on each side in which the text is looked for, pictures among them
_SUBHEADING = 8  # words


def inset_sizes(units: Sequence[Unit]) -> dict[int, int]:
    """For each unit of a box within a text: how many units the box has."""
    sizes: dict[int, int] = {}
    for boxed, group in groupby(range(len(units)), lambda index: _may_be_boxed(units[index])):
        box = list(group)
        hinted = any(units[index].hint in _BOXED for index in box)
        if boxed and hinted and _is_within_text(units, box[0], box[-1] + 1):
            sizes.update(dict.fromkeys(box, len(box)))
    return sizes


def _may_be_boxed(unit: Unit) -> bool:
    return unit.hint in _BOXED or (unit.linked and unit.hint is None)


def _is_within_text(units: Sequence[Unit], start: int, end: int) -> bool:
    """Whether a text ends in a paragraph above and goes on with one or a subheading below."""
    above = [unit for unit in units[max(0, start - _NEAR) : start] if not unit.is_picture]
    below = [unit for unit in units[end : end + _NEAR] if not unit.is_picture]
    if end - start > _MOST_UNITS or not above or above[-1].text.endswith("./."):
        return False
    return above[-1].is_paragraph and _begins_text(below)


def _begins_text(units: Sequence[Unit]) -> bool:
    """Whether a paragraph comes first, or two under a subheading: a headline has a standfirst."""
    if not units or units[0].is_paragraph:
        return bool(units)
    plain = units[0].hint is None and units[0].cue is None and not units[0].linked
    subheading = plain and not units[0].stamp and units[0].words <= _SUBHEADING
    return subheading and len(units) > 2 and units[1].is_paragraph and units[2].is_paragraph
