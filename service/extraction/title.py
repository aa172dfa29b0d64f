"""Which line above the text is its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.extraction.block import Block
from service.extraction.cues import Cue
from service.extraction.names import looks_like_name, looks_like_section
from service.extraction.page import Hint
from service.extraction.stories import word_pairs
from service.extraction.units import Unit

_LEAST = 1.5  # score from which a line is taken for a title
_PARAGRAPHS = 4  # of the text that a title is compared with
_UNDER = 40  # units in which they are looked for
_LEAD = 2  # paragraphs straight under a dated headline, which the text may stand apart from,
_UNDER_DATED = 8  # units in which they are looked for
_WITHIN = 30  # units of the block that may stand over the title: teasers with full stops
_STATEMENT = (".", ".”", '."')  # the ends of lines that are seldom titles
_LICENCE = re.compile(r"©|/GP", re.IGNORECASE)
_NOT_A_TITLE = frozenset(
    {Hint.CAPTION, Hint.RELATED, Hint.FURNITURE, Hint.COMMENTS, Hint.SITE, Hint.LEAD, Hint.DATE}
)


def find_title(units: Sequence[Unit], block: Block, announced: str | None) -> int | None:
    """The unit that is the title of the text in the block.

    Args:
        units: The page.
        block: Where the text stands.
        announced: What the page's metadata call the article, if anything.
    """
    last = block.start + min((block.end - block.start) // 3, _WITHIN)
    candidates = [index for index in range(last + 1) if _is_possible(units, index)]
    above = [index for index in candidates if index < block.start]
    nearest = max(
        (index for index in above if not _opens_like_furniture(units[index])), default=None
    )
    dated = max((index for index in above if _is_dated(units, index)), default=None)
    shared = {index: _shared(units, index, block, with_lead=index == dated) for index in candidates}
    scores = {
        index: _score(units, index, block, announced) + 6.0 * share + 1.5 * (index == nearest)
        for index, share in shared.items()
        if share or not _opens_like_furniture(units[index])
    }
    best = max(scores, key=lambda index: scores[index], default=None)
    return best if best is not None and scores[best] >= _LEAST else None


def _is_possible(units: Sequence[Unit], index: int) -> bool:
    if index >= len(units):
        return False
    unit = units[index]
    if unit.hint is Hint.TITLE:
        return True
    if unit.hint in _NOT_A_TITLE or unit.row:
        return False
    if unit.stamp or unit.is_truncated or unit.is_open:
        return False
    if _opens_like_furniture(unit):
        return _reads_like_headline(unit) and _is_dated(units, index)
    return (
        unit.cue in (None, Cue.SECTION)
        and 2 <= unit.words <= 40
        and not looks_like_section(unit.text)
        and not looks_like_name(unit.text)
    )


def _opens_like_furniture(unit: Unit) -> bool:
    return unit.cue in (Cue.SITE, Cue.FURNITURE) and unit.hint is not Hint.TITLE


def _reads_like_headline(unit: Unit) -> bool:
    """Whether a line that opens like furniture goes on like a headline: "Clip: Cá sấu vào nhà"."""
    plain = unit.hint is None and not unit.linked and not unit.text.endswith(_STATEMENT)
    return plain and 6 <= unit.words <= 30 and not _LICENCE.search(unit.text)


def _is_dated(units: Sequence[Unit], index: int) -> bool:
    """Whether a full date stands beside a line, as it does beside a headline."""
    if units[index].text.endswith(_STATEMENT):
        return False
    near = (*units[max(0, index - 1) : index], *units[index + 1 : index + 3])
    return any(unit.stamp and unit.stamp.day for unit in near)


def _score(units: Sequence[Unit], index: int, block: Block, announced: str | None) -> float:
    """What speaks for a line besides the words it shares with the text."""
    unit = units[index]
    score = 1.0 if 6 <= unit.words <= 30 else -1.5 if unit.words < 4 else 0.0
    score -= 4.0 * unit.text.endswith(_STATEMENT)
    score += 6.0 * (unit.hint is Hint.TITLE)
    score += 5.0 * (announced is not None and _announces(announced, unit.text))
    score += 1.0 * any(other.stamp is not None for other in units[max(0, index - 2) : index + 3])
    score -= 0.15 * max(0, block.start - index)
    return score - 3.0 * (index >= block.start)


def _shared(units: Sequence[Unit], index: int, block: Block, with_lead: bool) -> float:
    """Share of a line's word pairs that the first paragraphs under it take up.

    Args:
        units: The page.
        index: The line.
        block: Where the text stands.
        with_lead: Whether what stands straight under the line counts, where that is more.
    """
    own, first = units[index].text, max(index + 1, block.start)
    below = [
        unit
        for unit in units[first : min(block.end, first + _UNDER)]
        if unit.ends_sentence and not unit.is_question and unit.text.rstrip(".") != own.rstrip(".")
    ]
    shared = _taken_up(own, below[:_PARAGRAPHS])
    if not with_lead:
        return shared
    under = units[index + 1 : min(block.end, index + 1 + _UNDER_DATED)]
    return max(shared, _taken_up(own, [unit for unit in under if unit.is_paragraph][:_LEAD]))


def _taken_up(headline: str, paragraphs: Sequence[Unit]) -> float:
    """Share of a headline's word pairs that are in the paragraphs."""
    text = {pair for unit in paragraphs for pair in word_pairs(unit.text)}
    pairs = word_pairs(headline)
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _announces(announced: str, text: str) -> bool:
    """Whether metadata give this text as the title, perhaps with the site's name behind it."""
    return announced.lower().startswith(text.lower().rstrip(". "))
