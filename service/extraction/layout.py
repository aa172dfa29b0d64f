"""A page with its landmarks: where its text stands and which line is its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.extraction.block import Block, is_signature
from service.extraction.live import day_headings, entry_times
from service.extraction.stories import story_openings
from service.extraction.tables import table_sizes
from service.extraction.units import Unit

_CAPTION = 2.5  # score from which a sentence is a caption; see captions.py
_AMONG_CAPTIONS = 2.0  # where captions with a full stop are known to stand
_SURE_CAPTION = 4.0


@dataclass(frozen=True)
class Layout:
    """The units of a page, the block of its text, and the place of its title, if it has one."""

    units: Sequence[Unit]
    block: Block
    title: int | None

    @property
    def opening(self) -> int:
        """Where the article begins: at its title, or without one at its text."""
        return self.block.start if self.title is None else self.title

    @property
    def text(self) -> Sequence[Unit]:
        """The units of the block."""
        return self.units[self.block.start : self.block.end]

    def near(self, index: int, before: int, after: int) -> tuple[Unit, ...]:
        """The neighbours of a unit, itself not among them."""
        above = self.units[max(0, index - before) : index]
        return (*above, *self.units[index + 1 : index + 1 + after])

    @cached_property
    def openings(self) -> frozenset[int]:
        """The headlines under which stories begin."""
        return story_openings(self.units)

    @cached_property
    def times(self) -> frozenset[int]:
        """The times over the entries of a live report."""
        return entry_times(self.units)

    @cached_property
    def days(self) -> frozenset[int]:
        """The days over the entries of a chronology."""
        return day_headings(self.units)

    @cached_property
    def tables(self) -> frozenset[int]:
        """The rows and cells of tables."""
        return frozenset(table_sizes(self.units))

    @cached_property
    def signed_rows(self) -> frozenset[int]:
        """The rows of tables that an author signs; below forms and counters stands no name."""
        rows: set[int] = set()
        signed = False
        for index in reversed(range(len(self.units))):
            unit = self.units[index]
            if not (unit.row and index in self.tables):
                signed = is_signature(unit)
            elif signed:
                rows.add(index)
        return frozenset(rows)

    @cached_property
    def last_sentence(self) -> int:
        """Place of the last unit in the block that closes like a sentence."""
        ends = (index for index in self._places() if self.units[index].ends_sentence)
        return max(ends, default=self.block.start)

    def _places(self) -> range:
        return range(self.block.start, self.block.end)

    @cached_property
    def usual_gap(self) -> int:
        """The number of empty lines that usually stands between lines of the text."""
        gaps = Counter(unit.gap for unit in self.text[1:])
        return gaps.most_common(1)[0][0] if gaps else 0

    @cached_property
    def tightest_gap(self) -> int:
        """The smallest number of empty lines between lines down to the text."""
        return min((unit.gap for unit in self.units[1 : self.block.start + 1]), default=0)

    @cached_property
    def least_caption_score(self) -> float:
        """The score that makes a sentence a caption; a site writes all its captions one way."""
        plain = [unit for unit in self.text if unit.cue is None and not unit.is_open]
        if any(not unit.ends_sentence and unit.caption_score >= _SURE_CAPTION for unit in plain):
            return _SURE_CAPTION
        if any(unit.ends_sentence and self.is_repeated(unit) for unit in plain):
            return _AMONG_CAPTIONS
        return _CAPTION

    @cached_property
    def _said(self) -> Counter[str]:
        return Counter(_bare(unit.text) for unit in self.units)

    def is_repeated(self, unit: Unit) -> bool:
        """Whether a unit's text stands on the page more than once, full stops apart."""
        return self._said[_bare(unit.text)] > 1

    def repeats_title(self, unit: Unit) -> bool:
        """Whether a unit says the title again."""
        return self.title is not None and _bare(unit.text) == _bare(self.units[self.title].text)


def _bare(text: str) -> str:
    return text.rstrip(". ").lower()
