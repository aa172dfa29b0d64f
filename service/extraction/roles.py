"""What part each unit of a page plays, once it is known where the article stands.

The page falls into four zones: above the title, between title and text, the text, and below. The
same line means different things in each: a name is an author between title and text, a reader below
the comments; a date is this article's above the text, another article's below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.article import LineKind
from service.extraction.block import is_signature, is_teaser, text_resumes
from service.extraction.cues import Cue, is_masthead
from service.extraction.layout import Layout
from service.extraction.names import looks_like_name, looks_like_section
from service.extraction.page import Hint
from service.extraction.pictures import is_caption
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
_STILL_ARTICLE = frozenset(
    {LineKind.BODY, LineKind.BYLINE, LineKind.CAPTION, LineKind.DATELINE, LineKind.REPEAT}
)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)] ?[^\W\d_]")
_PICTURES_BY = re.compile(r"\s*[-–]?\s*\bảnh ?:", re.IGNORECASE)
_TEASER_WORDS = 6  # from which a line outside the text is a headline, not a label
_SHORTEST_LEAD = 10  # words of a standfirst without a full stop
_MENU = 5  # labels in a row
_LINES_UNDER = 60  # of the text in which a name is looked for
_LAST_LINES = 6  # credits, captions and the like that may stand under a text


@dataclass(slots=True)
class _Past:
    """What has been decided above the unit in hand."""

    kinds: list[LineKind] = field(default_factory=list)
    paragraphs: int = 0  # of the body
    dated: bool = False
    signed: bool = False  # under the text
    at_end: int = 0  # lines under the text that still belong to it, -1 when something else came
    under_heading: bool = False  # of other stories, in the text
    in_comments: bool = False

    def add(self, layout: Layout, index: int, kind: LineKind) -> None:
        """Take notice of a decision."""
        unit = layout.units[index]
        self.kinds.append(kind)
        self.paragraphs += kind is LineKind.BODY
        self.dated = self.dated or kind is LineKind.DATELINE
        self.under_heading = unit.cue is Cue.RELATED_HEADING or (
            self.under_heading and kind is LineKind.RELATED
        )
        if index >= layout.block.end:
            self._add_below(layout, index, kind)

    def _add_below(self, layout: Layout, index: int, kind: LineKind) -> None:
        unit, above = layout.units[index], layout.units[index - 1]
        self.signed = self.signed or kind is LineKind.BYLINE
        if kind not in _STILL_ARTICLE and unit.cue is not Cue.RELATED_LINK:
            self.at_end = -1
        elif self.at_end >= 0 and not (unit.row or (unit.is_bullet and kind is LineKind.BODY)):
            self.at_end = self.at_end + 1 if self.at_end < _LAST_LINES else -1
        if unit.cue is Cue.COMMENTS:
            self.in_comments = True
        elif kind is LineKind.RELATED or (
            unit.cue is Cue.RELATED_HEADING and above.cue is not Cue.COMMENTS  # a tab of theirs
        ):
            self.in_comments = False


def assign_roles(layout: Layout) -> list[LineKind]:
    """The kind of every unit."""
    past = _Past()
    for index in range(len(layout.units)):
        if index == layout.title:
            kind = LineKind.TITLE
        elif index < layout.opening:
            kind = _above(layout, index)
        elif index < layout.block.start:
            kind = _between(layout, index, past)
        elif index in layout.block:
            kind = _within(layout, index, past)
        else:
            kind = _below(layout, index, past)
        past.add(layout, index, kind)
    return past.kinds


def _by_hint(unit: Unit) -> LineKind | None:
    """What markup says, but the heading of a list of stories is none of them."""
    if unit.hint is Hint.RELATED and unit.cue in (Cue.RELATED_HEADING, Cue.FURNITURE):
        return LineKind.FURNITURE
    return _HINTED.get(unit.hint) if unit.hint else None


def _above(layout: Layout, index: int) -> LineKind:
    """The kind of a unit over the title, or over the text of a page without one."""
    unit, near = layout.units[index], layout.opening - index
    hinted = _by_hint(unit)
    if hinted is not None:
        return hinted
    if layout.repeats_title(unit):
        return LineKind.REPEAT
    if unit.stamp:
        ours = near <= 6 and not _is_dated_below(layout, index)
        return LineKind.DATELINE if ours else LineKind.FURNITURE
    if is_masthead(unit.text) and unit.hint is not Hint.AUTHOR:
        return LineKind.SITE
    if unit.cue is not None:
        return _CUED.get(unit.cue, LineKind.BYLINE if near <= 3 else LineKind.FURNITURE)
    if near <= 4 and not _in_menu(layout, index):
        if looks_like_section(unit.text):
            return LineKind.SECTION
        if near <= 3 and looks_like_name(unit.text):
            return LineKind.BYLINE
    if unit.words >= _TEASER_WORDS or unit.ends_sentence:
        return LineKind.RELATED if unit.text.count("|") < 2 else LineKind.FURNITURE
    return LineKind.SITE if index == 0 and unit.words > 1 else LineKind.FURNITURE


def _is_dated_below(layout: Layout, index: int) -> bool:
    """Whether a full date stands nearer to the text; the first of a page is often today's."""
    below = layout.units[index + 1 : layout.block.start]
    return any(unit.stamp and unit.stamp.day for unit in below)


def _in_menu(layout: Layout, index: int) -> bool:
    """Whether a label stands in a run of labels: a menu, not the section of the article."""

    def is_part(place: int) -> bool:
        unit = layout.units[place]
        label = unit.words <= _TEASER_WORDS and not unit.ends_sentence and not unit.stamp
        return label and unit.gap <= layout.tightest_gap

    first, last = index, index + 1
    while first > max(0, index - _MENU) and is_part(first):
        first -= 1
    while last < min(len(layout.units), index + _MENU) and is_part(last):
        last += 1
    return last - first >= _MENU


def _between(layout: Layout, index: int, past: _Past) -> LineKind:
    """The kind of a unit between title and block: date, author, standfirst, first picture."""
    unit = layout.units[index]
    hinted = _by_hint(unit)
    if hinted is not None:
        return hinted
    if unit.stamp:
        return LineKind.BODY if index in layout.days else LineKind.DATELINE
    if layout.repeats_title(unit):
        return LineKind.REPEAT
    if is_signature(unit):
        return LineKind.BYLINE
    if unit.cue is not None:
        return _CUED[unit.cue]
    if looks_like_section(unit.text):
        return LineKind.SECTION
    if past.under_heading and not unit.ends_sentence:
        return LineKind.RELATED
    if is_caption(layout, index):
        return LineKind.CAPTION
    lead = unit.ends_sentence or unit.words >= _SHORTEST_LEAD or unit.hint is Hint.LEAD
    lead = lead or _opens_numbered(layout, index)
    return LineKind.BODY if lead else LineKind.FURNITURE


def _opens_numbered(layout: Layout, index: int) -> bool:
    """Whether numbered headings alone stand from here down to the first paragraph."""
    return all(_NUMBERED.match(unit.text) for unit in layout.units[index : layout.block.start])


def _within(layout: Layout, index: int, past: _Past) -> LineKind:
    """The kind of a unit in the run of text."""
    unit = layout.units[index]
    hinted = _by_hint(unit)
    if hinted is not None:
        return hinted
    if unit.linked:
        return LineKind.RELATED if unit.words >= 4 else LineKind.FURNITURE
    if index in layout.tables or index in layout.days:
        return LineKind.BODY
    if unit.stamp:
        ours = not past.paragraphs or index in layout.times
        return LineKind.DATELINE if ours else LineKind.RELATED
    if is_signature(unit):
        return _signed(layout, index, past)
    if unit.cue is Cue.COUNTER and _in_table(layout, index):
        return LineKind.BODY
    if unit.cue is not None and not (unit.cue is Cue.SECTION and unit.words > _TEASER_WORDS):
        return _CUED[unit.cue]
    headline = not unit.ends_sentence and not unit.is_open
    if is_teaser(layout.units, index) or (past.under_heading and headline):
        return LineKind.RELATED
    if layout.repeats_title(unit) and headline and not past.paragraphs:
        return LineKind.REPEAT
    return LineKind.CAPTION if is_caption(layout, index) else LineKind.BODY


def _signed(layout: Layout, index: int, past: _Past) -> LineKind:
    """A name at either end of the text is the author's; within it, a picture's or a heading."""
    unit = layout.units[index]
    if unit.cue is Cue.CREDIT and past.paragraphs > 1 and text_resumes(layout.units, index):
        sourced = unit.text.lower().startswith(("nguồn:", "(nguồn:"))
        return LineKind.CAPTION if sourced else LineKind.BODY
    if unit.cue is Cue.CREDIT or unit.hint is Hint.AUTHOR or index > layout.last_sentence:
        return LineKind.BYLINE
    below = layout.units[index + 1 : min(layout.block.end, index + _LINES_UNDER)]
    spoken_of = any(unit.text in other.text for other in below)
    return LineKind.BYLINE if past.paragraphs <= 1 and not spoken_of else LineKind.CAPTION


def _in_table(layout: Layout, index: int) -> bool:
    """Whether a number stands among other short cells of a table."""
    near = layout.near(index, before=2, after=2)
    return sum(unit.words <= _TEASER_WORDS and not unit.ends_sentence for unit in near) >= 2


def _below(layout: Layout, index: int, past: _Past) -> LineKind:
    """The kind of a unit under the text: credits and last captions, then everything else."""
    unit = layout.units[index]
    hinted = _by_hint(unit)
    if hinted is not None:
        return hinted
    if past.at_end >= 0:
        last = _last_of_article(layout, index, past)
        if last is not None:
            return last
    if unit.cue is not None and unit.cue in _CUED and unit.cue is not Cue.CAPTION:
        return _CUED[unit.cue]
    if unit.hint is Hint.AUTHOR and not (past.in_comments or past.signed):
        return LineKind.BYLINE  # markup says so, even under a list of other stories
    if index in layout.openings or is_teaser(layout.units, index):
        return LineKind.RELATED
    if past.in_comments and (unit.ends_sentence or not _is_headline(unit)):
        return LineKind.FURNITURE
    if unit.stamp:
        return LineKind.RELATED if LineKind.RELATED in past.kinds[-2:] else LineKind.FURNITURE
    if unit.linked or unit.words >= _TEASER_WORDS or unit.ends_sentence:
        return LineKind.RELATED
    return LineKind.FURNITURE


def _last_of_article(layout: Layout, index: int, past: _Past) -> LineKind | None:
    """The kind of a line that still belongs to the text above it, None if it does not."""
    unit = layout.units[index]
    if index in layout.signed_rows and past.kinds[-1] is LineKind.BODY:
        return LineKind.BODY
    if is_signature(unit) or _signs_pictures(unit, past):
        return LineKind.BYLINE
    if unit.cue is Cue.CAPTION:
        return LineKind.CAPTION
    if unit.stamp:
        return LineKind.DATELINE if unit.stamp.day and not past.dated else None
    if unit.cue is not None:
        return None
    if _is_last_caption(layout, index):
        return LineKind.CAPTION
    return LineKind.BODY if _goes_on(layout, index, past) else None


def _signs_pictures(unit: Unit, past: _Past) -> bool:
    """Whether a line such as "Ảnh: QUANG HẢI" or "HÀ AN - Ảnh: QUANG HẢI" stands under the text."""
    if unit.cue is not Cue.CAPTION:
        return False
    author = _PICTURES_BY.split(unit.text, maxsplit=1)
    alone = len(author) == 2 and (not author[0] or looks_like_name(author[0]))
    return alone and past.kinds[-1] in (LineKind.BODY, LineKind.BYLINE)


def _is_last_caption(layout: Layout, index: int) -> bool:
    """Whether a line under the text is a caption and not the first headline of a list."""
    below = layout.near(index, before=0, after=1)
    listed = any(unit.stamp or (unit.cue is None and not unit.ends_sentence) for unit in below)
    return index not in layout.openings and not listed and is_caption(layout, index)


def _goes_on(layout: Layout, index: int, past: _Past) -> bool:
    """Whether an item stands under a colon or another item, a colon over an item, or a sentence."""
    unit, above = layout.units[index], layout.units[index - 1]
    under_text = past.kinds[-1] is LineKind.BODY
    if unit.is_bullet:
        return under_text and (above.is_bullet or above.is_open)
    if unit.text.endswith(":"):
        items = layout.near(index, before=0, after=1)
        listed = any(item.is_bullet and not item.linked for item in items)
        return under_text and not past.signed and listed
    dated = any(other.stamp for other in layout.near(index, before=0, after=1))
    return unit.ends_sentence and not past.signed and not dated


def _is_headline(unit: Unit) -> bool:
    """Whether a unit outside the text is long enough for a headline and looks like one."""
    return unit.words >= _TEASER_WORDS and (unit.is_bullet or not unit.text[0].islower())
