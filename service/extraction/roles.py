"""What part each unit of a page plays, once it is known where the article stands.

The page falls into four zones: above the title, between title and text, the text, and below. The
same line means different things in each: a name is an author between title and text, a reader below
the comments; a date is this article's above the text, another article's below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.article import LineKind
from service.extraction.block import Block, is_signature, is_teaser
from service.extraction.captions import caption_score
from service.extraction.cues import Cue
from service.extraction.names import looks_like_name, looks_like_section
from service.extraction.page import Hint
from service.extraction.stories import story_openings
from service.extraction.units import Unit

_HINTED = {
    Hint.RELATED: LineKind.RELATED,
    Hint.COMMENTS: LineKind.FURNITURE,
    Hint.FURNITURE: LineKind.FURNITURE,
    Hint.SITE: LineKind.SITE,
    Hint.CAPTION: LineKind.CAPTION,
    Hint.SECTION: LineKind.SECTION,
}
_CUED = {
    Cue.RELATED_HEADING: LineKind.FURNITURE,
    Cue.RELATED_LINK: LineKind.RELATED,
    Cue.COMMENTS: LineKind.FURNITURE,
    Cue.FURNITURE: LineKind.FURNITURE,
    Cue.SITE: LineKind.SITE,
    Cue.COUNTER: LineKind.COUNTER,
    Cue.SECTION: LineKind.SECTION,
    Cue.CAPTION: LineKind.CAPTION,
}
_CAPTION_AFTER_TEXT = 2.5  # scores from which a line is a caption; see captions.py
_CAPTION_UNPUNCTUATED = 2.0  # without a full stop the other choice is a subheading
_LONGEST_CAPTION = 60  # words, without a picture credit
_TEASER_WORDS = 6  # from which a line outside the text is a headline, not a label


@dataclass(frozen=True)
class Layout:
    """The units of a page, where its text stands and which unit is its title."""

    units: Sequence[Unit]
    block: Block
    title: int | None

    @cached_property
    def said(self) -> Counter[str]:
        """How often each text stands on the page, full stops apart."""
        return Counter(unit.text.rstrip(". ") for unit in self.units)

    @cached_property
    def openings(self) -> frozenset[int]:
        """The headlines under which stories begin."""
        return story_openings(self.units)

    @cached_property
    def usual_gap(self) -> int:
        """The number of empty lines that usually stands between lines of the text."""
        gaps = Counter(unit.gap for unit in self.units[self.block.start + 1 : self.block.end])
        return gaps.most_common(1)[0][0] if gaps else 0

    def repeats_title(self, unit: Unit) -> bool:
        """Whether a unit says the title again."""
        return self.title is not None and _same(unit.text, self.units[self.title].text)


def _same(text: str, other: str) -> bool:
    return text.rstrip(". ").lower() == other.rstrip(". ").lower()


def assign_roles(layout: Layout) -> list[LineKind]:
    """The kind of every unit."""
    opening = layout.block.start if layout.title is None else layout.title
    kinds = [_above(layout, index, opening) for index in range(opening)]
    for index in range(opening, len(layout.units)):
        if index == layout.title:
            kinds.append(LineKind.TITLE)
        elif index < layout.block.start:
            kinds.append(_between(layout, index))
        elif index in layout.block:
            kinds.append(_within(layout, index, kinds))
        else:
            kinds.append(_below(layout, index, kinds))
    return kinds


def _above(layout: Layout, index: int, opening: int) -> LineKind:
    """The kind of a unit over the title, or over the text of a page without one."""
    unit = layout.units[index]
    if unit.hint in _HINTED:
        return _by_hint(unit)
    if layout.repeats_title(unit):
        return LineKind.REPEAT
    near = opening - index
    if unit.stamp:
        return LineKind.DATELINE if _is_last_stamp(layout, index, opening) else LineKind.FURNITURE
    if unit.cue is Cue.CREDIT:
        return LineKind.BYLINE if near <= 3 else LineKind.FURNITURE
    if unit.cue is not None:
        return _CUED[unit.cue]
    if near <= 4 and (looks_like_section(unit.text) or unit.hint is Hint.SECTION):
        return LineKind.SECTION if not _in_menu(layout, index) else LineKind.FURNITURE
    if near <= 3 and looks_like_name(unit.text) and layout.title is not None:
        return LineKind.BYLINE
    if unit.text.count("|") >= 2:
        return LineKind.FURNITURE
    if unit.words >= _TEASER_WORDS or unit.ends_sentence:
        return LineKind.RELATED
    return LineKind.SITE if index == 0 and unit.words > 1 else LineKind.FURNITURE


def _by_hint(unit: Unit) -> LineKind:
    """What markup says, but the heading of a list of stories is none of them."""
    if unit.hint is Hint.RELATED and unit.cue in (Cue.RELATED_HEADING, Cue.FURNITURE):
        return LineKind.FURNITURE
    return _HINTED[unit.hint] if unit.hint else LineKind.FURNITURE


def _is_last_stamp(layout: Layout, index: int, opening: int) -> bool:
    """Whether no other stamp is nearer to the text; the first of a page is often today's date."""
    later = layout.units[index + 1 : layout.block.start]
    stamp = layout.units[index].stamp
    near = opening - index <= 6
    return near and not (stamp and any(unit.stamp and unit.stamp.day for unit in later))


def _in_menu(layout: Layout, index: int) -> bool:
    """Whether a label stands in a run of five or more: a menu, not the section of the article."""
    first, last = index, index + 1
    tightest = min(unit.gap for unit in layout.units[1 : layout.block.start + 1])
    while first > 0 and _is_label(layout.units[first]) and layout.units[first].gap <= tightest:
        first -= 1
    while last < index + 5 and _is_label(layout.units[last]) and layout.units[last].gap <= tightest:
        last += 1
    return last - first >= 5


def _is_label(unit: Unit) -> bool:
    return unit.words <= 6 and not unit.ends_sentence and not unit.stamp


def _between(layout: Layout, index: int) -> LineKind:
    """The kind of a unit between title and block: date, author, standfirst, first picture."""
    unit = layout.units[index]
    if unit.hint in _HINTED:
        return _by_hint(unit)
    if unit.stamp:
        return LineKind.DATELINE
    if layout.repeats_title(unit):
        return LineKind.REPEAT
    if is_signature(unit):
        return LineKind.BYLINE
    if unit.cue is not None:
        return _CUED[unit.cue]
    if looks_like_section(unit.text):
        return LineKind.SECTION
    if is_caption(layout, index):
        return LineKind.CAPTION
    if unit.ends_sentence or unit.words >= 10 or unit.hint is Hint.LEAD:
        return LineKind.BODY
    return LineKind.FURNITURE


def _within(layout: Layout, index: int, before: Sequence[LineKind]) -> LineKind:
    """The kind of a unit in the run of text."""
    unit = layout.units[index]
    if unit.hint in _HINTED:
        return _by_hint(unit)
    if unit.linked:
        return LineKind.RELATED if unit.words >= 4 else LineKind.FURNITURE
    if unit.stamp:
        opening = LineKind.BODY not in before[layout.title or 0 :]
        return LineKind.DATELINE if opening else LineKind.RELATED
    if unit.cue is Cue.COUNTER and _in_table(layout, index):
        return LineKind.BODY
    if is_signature(unit):
        return _signed(layout, index, before)
    if unit.cue is not None and not (unit.cue is Cue.SECTION and unit.words > 6):
        return _CUED[unit.cue]
    if is_teaser(layout.units, index):
        return LineKind.RELATED
    if _follows_related_heading(layout, index, before):
        return LineKind.RELATED
    if layout.repeats_title(unit) and not unit.ends_sentence and LineKind.BODY not in before:
        return LineKind.REPEAT
    return LineKind.CAPTION if is_caption(layout, index) else LineKind.BODY


def _signed(layout: Layout, index: int, before: Sequence[LineKind]) -> LineKind:
    """A name at either end of the text is the author's; within it, a picture's or a subheading."""
    unit = layout.units[index]
    if unit.cue is Cue.CREDIT or unit.hint is Hint.AUTHOR:
        return LineKind.BYLINE
    opens = before[layout.title or 0 :].count(LineKind.BODY) <= 1 and not _is_mentioned(
        layout, index
    )
    ends = not any(later.ends_sentence for later in layout.units[index + 1 : layout.block.end])
    return LineKind.BYLINE if opens or ends else LineKind.CAPTION


def _is_mentioned(layout: Layout, index: int) -> bool:
    """Whether the text below speaks of a name: then it is not the author's."""
    name = layout.units[index].text
    return any(name in unit.text for unit in layout.units[index + 1 : layout.block.end])


def _in_table(layout: Layout, index: int) -> bool:
    """Whether a number stands among other short cells of a table."""
    near = (*layout.units[max(0, index - 2) : index], *layout.units[index + 1 : index + 3])
    return sum(unit.words <= 6 and not unit.ends_sentence for unit in near) >= 2


def _follows_related_heading(layout: Layout, index: int, before: Sequence[LineKind]) -> bool:
    """Whether a headline stands under "Đọc thêm" in the middle of the text."""
    unit = layout.units[index]
    if unit.ends_sentence or unit.is_open:
        return False
    for earlier in range(index - 1, layout.block.start, -1):
        if layout.units[earlier].cue is Cue.RELATED_HEADING:
            return True
        if before[earlier] is not LineKind.RELATED:
            return False
    return False


def _below(layout: Layout, index: int, before: Sequence[LineKind]) -> LineKind:
    """The kind of a unit under the text: credits and last captions, then everything else."""
    unit = layout.units[index]
    if unit.hint in _HINTED:
        return _by_hint(unit)
    if _still_at_the_end(layout, index, before):
        if is_signature(unit):
            return LineKind.BYLINE
        if unit.cue is Cue.CAPTION or (unit.cue is None and _is_last_caption(layout, index)):
            return LineKind.CAPTION
        if unit.stamp and unit.stamp.day and not _has_dateline(before):
            return LineKind.DATELINE
        if unit.cue is None and _goes_on(layout, index, before):
            return LineKind.BODY
    if unit.cue is not None and unit.cue not in (Cue.CREDIT, Cue.CAPTION):
        return _CUED[unit.cue]
    if index in layout.openings or is_teaser(layout.units, index):
        return LineKind.RELATED
    if _among_comments(layout, index, before) and (unit.ends_sentence or not _is_headline(unit)):
        return LineKind.FURNITURE
    if unit.stamp:
        return LineKind.RELATED if LineKind.RELATED in before[-2:] else LineKind.FURNITURE
    if unit.linked or unit.words >= _TEASER_WORDS or unit.ends_sentence:
        return LineKind.RELATED
    return LineKind.FURNITURE


def _is_headline(unit: Unit) -> bool:
    """Whether a unit outside the text is long enough for a headline and looks like one."""
    return unit.words >= _TEASER_WORDS and (unit.is_bullet or not unit.text[0].islower())


def _still_at_the_end(layout: Layout, index: int, before: Sequence[LineKind]) -> bool:
    """Whether nothing but credits, captions and counters stands between the text and a unit."""
    since = range(layout.block.end, index)
    passed = {LineKind.BYLINE, LineKind.CAPTION, LineKind.BODY, LineKind.DATELINE}
    return len(since) <= 6 and all(
        before[earlier] in passed or layout.units[earlier].cue is Cue.RELATED_LINK
        for earlier in since
    )


def _is_last_caption(layout: Layout, index: int) -> bool:
    """Whether a line under the text is a caption and not the first headline of a list."""
    after = layout.units[index + 1 : index + 2]
    listed = any(unit.stamp or (unit.cue is None and not unit.ends_sentence) for unit in after)
    return index not in layout.openings and not listed and is_caption(layout, index)


def _goes_on(layout: Layout, index: int, before: Sequence[LineKind]) -> bool:
    """Whether an item stands under a colon or another item, or a last short sentence."""
    unit, above = layout.units[index], layout.units[index - 1]
    if unit.is_bullet:
        return before[-1] is LineKind.BODY and (above.is_bullet or above.is_open)
    below = layout.units[index + 1 : index + 2]
    unsigned = LineKind.BYLINE not in before[layout.block.end :]
    return unit.ends_sentence and unsigned and not any(other.stamp for other in below)


def _has_dateline(before: Sequence[LineKind]) -> bool:
    return LineKind.DATELINE in before


def _among_comments(layout: Layout, index: int, before: Sequence[LineKind]) -> bool:
    """Whether comments have begun and no list of other stories since."""
    for earlier in range(index - 1, layout.block.end - 1, -1):
        unit = layout.units[earlier]
        if unit.cue is Cue.COMMENTS:
            return True
        heading = (
            unit.cue is Cue.RELATED_HEADING and layout.units[earlier - 1].cue is not Cue.COMMENTS
        )
        if heading or before[earlier] is LineKind.RELATED:
            return False
    return False


def is_caption(layout: Layout, index: int) -> bool:
    """Whether a line with no picture credit reads and stands like a caption."""
    unit = layout.units[index]
    if unit.words > _LONGEST_CAPTION or unit.is_open or unit.is_bullet or unit.hint is Hint.LEAD:
        return False
    if unit.text.endswith("./.") or unit.is_question:
        return False
    score = caption_score(unit.text)
    score += 3.0 * (layout.said[unit.text.rstrip(". ")] > 1)
    score += 2.0 * (layout.repeats_title(unit) and unit.ends_sentence)
    score += 1.0 * (unit.gap > layout.usual_gap) + 1.0 * unit.indented
    score -= 3.0 * _in_list(layout, index)
    if unit.ends_sentence:
        return score >= _CAPTION_AFTER_TEXT
    return score + _length_without_stop(unit.words) >= _CAPTION_UNPUNCTUATED


def _length_without_stop(words: int) -> float:
    """Subheadings are short: what the length of an unpunctuated line says for a caption."""
    if words <= 8:
        return -1.0
    return 0.0 if words < 10 else 1.0 if words < 16 else 2.5


def _in_list(layout: Layout, index: int) -> bool:
    """Whether a line is an item after a colon or between other short lines."""
    before = layout.units[max(0, index - 1) : index]
    after = layout.units[index + 1 : index + 2]
    if before and before[0].is_open:
        return True
    return all(unit.words <= 6 and not unit.ends_sentence for unit in (*before, *after))
