"""Where on a page a story begins: a headline whose words the paragraph under it takes up anew.

A headline and the first paragraph under it share words that nothing above them has. Captions and
subheadings hardly do that, their people and things having been named before. Measured on 440
articles written for the project, put one after another: 85 % of headlines share two or more new
word pairs with what follows, 2 % of captions and under 1 % of short sentences do. So the teasers of
other stories are told from the article's own sections, even with no date and no heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.extraction.units import Unit

NEW_PAIRS = 2
_REACH = 3  # units under a headline where its text may begin: dates and authors stand between
_SHORTEST, _LONGEST = 4, 40  # words of a headline
_WORD = re.compile(r"\w+")

Pair = tuple[str, str]


def word_pairs(text: str) -> list[Pair]:
    """Neighbouring words, folded; a Vietnamese word is mostly two syllables."""
    words = _WORD.findall(text.lower())
    return list(pairwise(words))


def announced_pairs(units: Sequence[Unit]) -> dict[int, int]:
    """For each line that may be a headline: the new word pairs that the text under it takes up."""
    seen: set[Pair] = set()
    shared: dict[int, int] = {}
    for index, unit in enumerate(units):
        if may_open(unit) and not _is_said_twice(units, index):
            text = _text_below(units, index)
            if text is not None:
                new = {pair for pair in word_pairs(unit.text) if pair not in seen}
                shared[index] = len(new.intersection(word_pairs(text)))
        if unit.ends_sentence:
            seen.update(word_pairs(unit.text))
    return shared


def story_openings(units: Sequence[Unit]) -> frozenset[int]:
    """The units that are headlines of stories which begin there."""
    shared = announced_pairs(units)
    return frozenset(index for index, pairs in shared.items() if pairs >= NEW_PAIRS)


def may_open(unit: Unit) -> bool:
    """Whether a unit can be a headline."""
    if unit.row or unit.cue is not None or unit.stamp or unit.is_open or unit.text[0].islower():
        return False
    statement = unit.text.endswith((".", ".”", '."')) and not unit.is_truncated
    return not (statement or unit.is_running) and _SHORTEST <= unit.words <= _LONGEST


def _is_said_twice(units: Sequence[Unit], index: int) -> bool:
    """Whether a line stands twice in a row, as captions do; headlines do over a date."""
    text = units[index].text
    if index + 1 < len(units) and units[index + 1].text == text:
        return True
    dated = any(unit.stamp for unit in units[index + 1 : index + 2])
    return index > 0 and units[index - 1].text == text and not dated


def _text_below(units: Sequence[Unit], index: int) -> str | None:
    """The first sentence-like unit under a headline, unless another headline comes before it."""
    for unit in units[index + 1 : index + 1 + _REACH]:
        if unit.ends_sentence and unit.words >= 8:
            return unit.text
        if (
            unit.cue is None
            and not unit.stamp
            and unit.words >= _SHORTEST
            and not unit.ends_sentence
        ):
            return None
    return None
