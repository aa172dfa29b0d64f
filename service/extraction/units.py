"""Lines put together where a page breaks them inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise

from service.extraction.captions import caption_score, unpunctuated_score
from service.extraction.cues import Cue, read_cue
from service.extraction.dates import Stamp, read_stamp
from service.extraction.names import looks_like_name
from service.extraction.page import Hint, PageLine

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_OPEN_END = re.compile(r"[:;,][\"'”’»)\]]*$")
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?…]+[\"”’)]? +\w")
_LONG_ENOUGH_TO_WRAP = 30  # characters
_WIDEST_WRAP = 140
_RAGGED_BY = 8  # characters: a syllable and a space
_SENTENCE = 10  # words from which a line with words of furniture may be one
_PARAGRAPH = 8  # words
_ALSO_PROSE = frozenset({Cue.SITE, Cue.FURNITURE, Cue.RELATED_LINK})
_ADDRESS = re.compile(  # a reader spoken to, pages to go to, what a masthead says
    r"^\W*(mời|xem|đọc|vui lòng|xin vui lòng)\b|\b(bạn|độc giả|quý vị|website|fanpage|all rights)\b"
    r"|bản quyền (nội dung|thuộc)|bản quyền ©|©|/gp-|ghi rõ nguồn|https?:|@",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[,.;:)](?:\s|$)")


@dataclass(frozen=True)
class Unit:
    """A paragraph, headline or label of the page: one line, or several that belong together.

    `lines` are their places on the page; `gap`, `indented` are the first line's.
    """

    text: str
    lines: tuple[int, ...]
    gap: int = 0
    indented: bool = False
    hint: Hint | None = None
    linked: bool = False
    row: bool = False
    in_prose: bool = False  # a sentence among paragraphs of text

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def cue(self) -> Cue | None:
        """What its words give it away as; a paragraph may open with words of furniture."""
        cue = read_cue(self.text)
        return None if self.in_prose and cue in _ALSO_PROSE else cue

    @cached_property
    def stamp(self) -> Stamp | None:
        """The time stamp that it is, with next to nothing else on its line."""
        if self.cue in (Cue.SITE, Cue.FURNITURE, Cue.RELATED_LINK):
            return None
        return read_stamp(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether it closes like a sentence."""
        return bool(_SENTENCE_END.search(self.text))

    @cached_property
    def is_running(self) -> bool:
        """Whether it holds more than one sentence."""
        return _INNER_STOP.search(self.text) is not None

    @cached_property
    def is_question(self) -> bool:
        """Whether it is a single question, as headlines, subheadings and interviewers ask."""
        return self.text.endswith("?") and not self.is_running

    @cached_property
    def is_open(self) -> bool:
        """Whether it closes with a mark that promises more: a colon, a semicolon, a comma."""
        return bool(_OPEN_END.search(self.text))

    @cached_property
    def caption_score(self) -> float:
        """What its words say for a caption, and where it has no full stop, its length."""
        score = caption_score(self.text)
        return score if self.ends_sentence else score + unpunctuated_score(self.words)

    @cached_property
    def is_truncated(self) -> bool:
        """Whether it is cut off with dots, as teasers are."""
        return self.text.endswith(("...", "…", "[...]", "[…]")) and self.words >= 6

    @cached_property
    def is_paragraph(self) -> bool:
        """Whether it is a sentence of some length, and nothing says that it is no text."""
        sentence = self.ends_sentence and self.words >= _PARAGRAPH and not self.linked
        return sentence and self.cue is None and self.hint in (None, Hint.LEAD)

    @cached_property
    def is_picture(self) -> bool:
        """Whether its words or its markup say that it is a caption."""
        return self.cue is Cue.CAPTION or self.hint is Hint.CAPTION

    @cached_property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return (
            re.match(r"[-–—•●○▪■◆*+]\s*\S|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)]\s", self.text)
            is not None
        )


def join_wrapped(lines: Sequence[PageLine]) -> tuple[Unit, ...]:
    """The units of a page; lines are joined where they were broken for width or around a link."""
    width = _wrap_width(lines)
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if groups and _continues(lines[index - 1], line, width):
            groups[-1].append(index)
        else:
            groups.append([index])
    return _with_prose_marked([_unit(lines, group) for group in groups])


def _with_prose_marked(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units, sentences of some length told apart that open like furniture and are text."""
    marked = list(units)
    for candidate, run in groupby(range(len(units)), lambda index: _may_be_prose(units[index])):
        places = list(run)
        if candidate and _is_in_prose(units, places[0], places[-1] + 1):
            for index in places:
                marked[index] = replace(units[index], in_prose=True)
    return tuple(marked)


def _is_in_prose(units: Sequence[Unit], start: int, end: int) -> bool:
    """Whether a paragraph follows, or one stands above and a signature below."""
    above, below = units[max(0, start - 1) : start], units[end : end + 1]
    if any(unit.is_paragraph for unit in below):
        return True
    signed = any(unit.cue is Cue.CREDIT or looks_like_name(unit.text) for unit in below)
    return signed and any(unit.is_paragraph for unit in above)


def _may_be_prose(unit: Unit) -> bool:
    """Whether a unit that opens like furniture reads like a sentence and speaks to no reader."""
    if unit.cue not in _ALSO_PROSE:
        return False
    plain = unit.hint is None and not unit.linked and not unit.row
    sentence = unit.ends_sentence and unit.words >= _SENTENCE and not unit.is_question
    return plain and sentence and _ADDRESS.search(unit.text) is None


def _unit(lines: Sequence[PageLine], group: list[int]) -> Unit:
    first = lines[group[0]]
    text = " ".join(lines[index].plain for index in group)
    return Unit(
        re.sub(r" (?=[,.;:!?)](?:\s|$))", "", text) if len(group) > 1 else text,
        tuple(group),
        first.gap,
        first.indent > 0,
        first.hint,
        all(lines[index].linked for index in group),
        first.row,
    )


def _continues(before: PageLine, line: PageLine, width: int | None) -> bool:
    """Whether a line goes on with the sentence or paragraph of the line before."""
    if line.gap or line.hint is not before.hint or line.linked != before.linked:
        return False
    last, text = before.plain, line.plain
    if len(last) < _LONG_ENOUGH_TO_WRAP or read_stamp(last) or read_stamp(text):
        return False
    unfinished = not _SENTENCE_END.search(last)
    if width is not None and before.width <= width and not line.indent:
        full = before.width + 1 + len(text.split()[0]) > width
        if full:
            return unfinished or read_cue(text) is None
    on = text[0].islower() or _PUNCTUATION.match(text)
    return bool(on) and unfinished and last[-1] not in ":;" and read_cue(text) is None


def _wrap_width(lines: Sequence[PageLine]) -> int | None:
    """The column at which a page's lines were broken, None if they were not.

    The right edge of wrapped text is ragged by a word; lines of other lengths, such as a licence
    in one piece, are few.
    """
    lengths = sorted(line.width for line in lines if line.width >= _LONG_ENOUGH_TO_WRAP)
    broken = sum(
        not line.gap and line.plain[0].islower() and not _SENTENCE_END.search(before.plain)
        for before, line in pairwise(lines)
    )
    if broken < 3 or broken < 0.2 * len(lengths):
        return None
    edges = (
        length
        for place, length in enumerate(reversed(lengths[2:]))
        if length - lengths[-place - 3] <= _RAGGED_BY and length <= _WIDEST_WRAP
    )
    return next(edges, None)
