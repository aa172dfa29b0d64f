"""Where on the page the article stands: the run of lines with the most evidence of prose.

Each unit gets a number, positive for running text and negative for what does not occur within an
article; the article is the run with the largest sum (maximum subsequence segmentation, Pasternack
and Roth, "Extracting Article Text from the Web with Maximum Subsequence Segmentation", WWW 2009).
So a caption or a subheading inside an article costs little, a list of dated teasers a lot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.extraction.captions import caption_score
from service.extraction.cues import Cue
from service.extraction.insets import inset_sizes
from service.extraction.live import day_headings, entry_times
from service.extraction.names import looks_like_name
from service.extraction.page import OUTSIDE_HINTS, Hint
from service.extraction.stories import NEW_PAIRS, announced_pairs
from service.extraction.tables import table_sizes
from service.extraction.units import Unit

_LEAST = 7.0  # evidence of a sentence of eight words
_MOST_PROSE = 40.0  # words of one paragraph that count
_PARAGRAPH = 10.0  # evidence from which a unit is one
_STAMP = -40.0  # a date after text: another story's,
_ENTRY_TIME = -1.0  # unless it stands over an entry of a live report or a chronology
_OUTSIDE = -40.0  # markup says it is no article,
_INSET = -4.0  # unless it is a box within the text, however long
_SIGNATURE = -25.0
_OTHER_STORY = -45.0  # more than a standfirst brings
_SECTION = -15.0  # a short line, which is a subheading as often as a story
_LABEL = -4.0  # a short line that may be a headline, a label, a cell
_TABLE = -8.0  # a table within a text, however long
_HEADLINE_WORDS = 9
_TEASER_WORDS = 7  # of a headline, where other stories are to be expected
_RESUMES_WITHIN = 4  # units under a line in which the text has gone on
_LIKE_A_CAPTION = 2.5
_CARRIED_OUT = re.compile(r"\s+thực hiện$", re.IGNORECASE)  # behind the names of interviewers
_CUES = {
    Cue.COMMENTS: -60.0,
    Cue.SITE: -40.0,
    Cue.RELATED_HEADING: -12.0,
    Cue.RELATED_LINK: -3.0,
    Cue.FURNITURE: -6.0,
    Cue.SECTION: -6.0,
    Cue.CREDIT: -6.0,
    Cue.COUNTER: -2.0,
    Cue.CAPTION: 0.0,
}
_AFTER_SIGNATURE = 0.35  # what prose weighs once the author has signed,
_AFTER_OTHER_STORY = 0.5  # once another story has begun,
_AFTER_END = 0.6  # and anywhere below a signature or comments


@dataclass(frozen=True, slots=True)
class Block:
    """The units from `start` up to, not including, `end`."""

    start: int
    end: int

    def __contains__(self, index: int) -> bool:
        return self.start <= index < self.end


@dataclass(slots=True)
class _Run:
    """A stretch of the page under consideration, and what has happened in it."""

    start: int
    late: bool = False  # begun below a list of stories or comments
    total: float = 0.0
    paragraphs: int = 0
    signed: bool = False
    other_story: bool = False

    def weight(self, ended: bool) -> float:
        """What a paragraph counts for here."""
        if self.signed:
            return _AFTER_SIGNATURE
        story = _AFTER_OTHER_STORY if self.other_story else 1.0
        return story * (_AFTER_END if self.late or ended else 1.0)


def find_block(units: Sequence[Unit]) -> Block | None:
    """The main run of text, None if the page has no sentence of any length."""
    shared = announced_pairs(units)
    insets, tables = inset_sizes(units), table_sizes(units)
    times = entry_times(units) | day_headings(units)
    best, best_total = None, _LEAST
    run = _Run(0)
    listed = ended = False
    for index, unit in enumerate(units):
        if run.total <= 0.0:
            run = _Run(index, late=listed or ended)
        opens = shared.get(index, -1) >= _pairs_needed(ended or run.other_story, listed)
        if index in times and not ended:  # readers' comments have times too
            value = _ENTRY_TIME
        elif index in insets:
            value = _INSET / insets[index]
        elif index in tables:
            value = max(_LABEL, _TABLE / tables[index])
        else:
            value = _evidence(units, index, run, opens)
        if value >= _PARAGRAPH:
            value *= run.weight(ended)
            run.paragraphs += 1
        run.signed = run.signed or unit.text.endswith("./.")
        heads_list = unit.cue is Cue.RELATED_HEADING and index not in insets
        listed = listed or (run.paragraphs > 0 and heads_list)
        commented = run.paragraphs >= 2 and unit.cue is Cue.COMMENTS
        ended = ended or run.signed or commented
        run.total += value
        if run.total > best_total:
            best, best_total = Block(run.start, index + 1), run.total
    return best


def _pairs_needed(ended: bool, listed: bool) -> int:
    """How many new word pairs a headline must share with its text to open another story.

    Fewer where other stories are to be expected: after a signature, comments or another story, and
    below a heading such as "Tin liên quan".
    """
    if ended:
        return 0
    return 1 if listed else NEW_PAIRS


def _evidence(units: Sequence[Unit], index: int, run: _Run, opens_story: bool) -> float:
    """How much a unit speaks for belonging to the run that stands above it."""
    unit = units[index]
    if unit.hint in OUTSIDE_HINTS:
        return _OUTSIDE
    if unit.stamp:
        return _STAMP if run.paragraphs else -3.0
    if run.paragraphs >= 2 and _signs_off(units, index):
        run.signed = True
        return _SIGNATURE
    if opens_story and run.paragraphs:
        short = unit.words < _HEADLINE_WORDS and not (run.signed or run.other_story)
        if short or caption_score(unit.text) > _LIKE_A_CAPTION or _text_goes_on(units, index):
            return _SECTION
        run.other_story = True
        return _OTHER_STORY
    if unit.is_question and not run.paragraphs:
        return -4.0  # a headline
    return _own_evidence(units, index)


def _text_goes_on(units: Sequence[Unit], index: int) -> bool:
    """Whether two paragraphs or more follow a line: a standfirst is one."""
    below = [unit for unit in units[index + 1 : index + 4] if unit.hint is not Hint.CAPTION]
    paragraphs = [unit.ends_sentence and unit.words >= 8 and not unit.stamp for unit in below]
    return sum(paragraphs[:2]) == 2


def _signs_off(units: Sequence[Unit], index: int) -> bool:
    """Whether a unit is a signature under a text, not a name or a label within it."""
    unit, above = units[index], units[index - 1]
    if not is_signature(unit) or text_resumes(units, index):
        return False
    below = units[index + 1 : index + 2]
    text_below = any(other.ends_sentence and other.words >= 8 for other in below)
    if unit.cue is not Cue.CREDIT and text_below:
        return False
    return above.ends_sentence or above.words >= 8 or above.cue in (Cue.CREDIT, Cue.CAPTION)


def text_resumes(units: Sequence[Unit], index: int) -> bool:
    """Whether the text goes on under what reads like a signature: a subheading, a quoted speaker.

    Two paragraphs follow then, and over the second stands no date, no label and no headline; or
    one straight below, and then the author.
    """
    below = units[index + 1 : index + 3]
    if len(below) == 2 and below[0].is_paragraph and is_signature(below[1]):
        return True
    paragraphs = 0
    for unit in units[index + 1 : index + 1 + _RESUMES_WITHIN]:
        if unit.stamp or unit.cue is not None or unit.hint in OUTSIDE_HINTS:
            return False
        paragraph = unit.ends_sentence and unit.words >= 8
        if not paragraph and unit.words >= _TEASER_WORDS and unit.hint is not Hint.CAPTION:
            return False
        paragraphs += paragraph and unit.hint is not Hint.CAPTION
        if paragraphs == 2:
            return True
    return False


def _own_evidence(units: Sequence[Unit], index: int) -> float:
    """What a unit says by itself and by its next neighbour."""
    unit = units[index]
    if unit.hint is Hint.CAPTION:
        return 0.0
    if unit.linked:
        return -10.0
    if unit.cue is not None:
        return _CUES[unit.cue]
    return -30.0 if is_teaser(units, index) else _prose(unit)


def is_signature(unit: Unit) -> bool:
    """Whether a unit names an author or a source."""
    if unit.cue is not None:
        return unit.cue is Cue.CREDIT
    return unit.hint is Hint.AUTHOR or looks_like_name(_CARRIED_OUT.sub("", unit.text))


def is_teaser(units: Sequence[Unit], index: int) -> bool:
    """Cut off with dots beside a date, said twice over a date, or a dated standfirst."""
    unit = units[index]
    near = (*units[max(0, index - 1) : index], *units[index + 1 : index + 2])
    if unit.is_truncated:
        return any(other.stamp or other.is_truncated for other in near)
    if unit.ends_sentence:
        dated = len(near) == 2 and near[1].stamp is not None
        return dated and _is_headline(near[0])
    after = units[index + 1 : index + 3]
    return bool(after) and after[0].text == unit.text and any(other.stamp for other in after)


def _is_headline(unit: Unit) -> bool:
    return unit.words >= 6 and not (unit.cue or unit.stamp or unit.ends_sentence)


def _prose(unit: Unit) -> float:
    """Words of running text; little for what may be a headline, a caption or a label."""
    if unit.ends_sentence:
        return min(unit.words, _MOST_PROSE) if unit.words >= 8 and not unit.is_question else 4.0
    if unit.is_open and unit.words >= 6:
        return min(0.6 * unit.words, _MOST_PROSE)
    if unit.words >= 30:
        return 15.0
    return -2.0 if unit.is_bullet else _LABEL
