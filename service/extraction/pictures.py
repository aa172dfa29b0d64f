"""Whether a line without a picture credit is a caption: its words, its place, its company."""

from __future__ import annotations

from service.extraction.layout import Layout
from service.extraction.page import CELL_SEPARATOR, Hint

_WITHOUT_STOP = 2.0  # score from which a line is a caption; the other choice is a subheading
_LONGEST = 60  # words
_REPEATED = 3.0  # as alt text and caption
_REPEATS_TITLE = 2.0
_ODD_GAP = 1.0  # more empty lines above than usual, where a picture was
_INDENTED = 1.0
_IN_LIST = -3.0
_LAST = -1.0  # a text seldom ends with a picture


def is_caption(layout: Layout, index: int) -> bool:
    """Whether a unit that carries no picture credit is a caption all the same."""
    unit = layout.units[index]
    if unit.words > _LONGEST or unit.is_open or unit.is_bullet or unit.is_question:
        return False
    if unit.row or CELL_SEPARATOR in unit.text:
        return False
    if unit.text.endswith("./.") or unit.text[0].islower() or unit.hint is Hint.LEAD:
        return False
    score = unit.caption_score
    score += _REPEATED * layout.is_repeated(unit)
    score += _REPEATS_TITLE * (layout.repeats_title(unit) and unit.ends_sentence)
    score += _ODD_GAP * (unit.gap > layout.usual_gap) + _INDENTED * unit.indented
    score += _IN_LIST * _in_list(layout, index)
    score += _LAST * (index == layout.last_sentence)
    return score >= (layout.least_caption_score if unit.ends_sentence else _WITHOUT_STOP)


def _in_list(layout: Layout, index: int) -> bool:
    """Whether a line is an item after a colon or between other short lines."""
    if index > 0 and layout.units[index - 1].is_open:
        return True
    near = layout.near(index, before=1, after=1)
    return all(unit.words <= 6 and not unit.ends_sentence for unit in near)
