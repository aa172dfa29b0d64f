"""Which line above the text is its title."""

from __future__ import annotations

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
_WITHIN = 30  # units of the block that may stand over the title: teasers with full stops
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
    nearest = max((index for index in candidates if index < block.start), default=None)
    scores = {
        index: _score(units, index, block, announced) + 1.5 * (index == nearest)
        for index in candidates
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
    return (
        unit.cue in (None, Cue.SECTION)
        and 2 <= unit.words <= 40
        and not looks_like_section(unit.text)
        and not looks_like_name(unit.text)
    )


def _score(units: Sequence[Unit], index: int, block: Block, announced: str | None) -> float:
    unit = units[index]
    score = 6.0 * _shared(units, index, block)
    score += 1.0 if 6 <= unit.words <= 30 else -1.5 if unit.words < 4 else 0.0
    score -= 4.0 * unit.text.endswith((".", ".”", '."'))
    score += 6.0 * (unit.hint is Hint.TITLE)
    score += 5.0 * (announced is not None and _announces(announced, unit.text))
    score += 1.0 * any(other.stamp is not None for other in units[max(0, index - 2) : index + 3])
    score -= 0.15 * max(0, block.start - index)
    return score - 3.0 * (index >= block.start)


def _shared(units: Sequence[Unit], index: int, block: Block) -> float:
    """Share of a line's word pairs that the first paragraphs under it take up."""
    own, first = units[index].text, max(index + 1, block.start)
    below = [
        unit
        for unit in units[first : min(block.end, first + _UNDER)]
        if unit.ends_sentence and not unit.is_question and unit.text.rstrip(".") != own.rstrip(".")
    ]
    text = {pair for unit in below[:_PARAGRAPHS] for pair in word_pairs(unit.text)}
    pairs = word_pairs(own)
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _announces(announced: str, text: str) -> bool:
    """Whether metadata give this text as the title, perhaps with the site's name behind it."""
    return announced.lower().startswith(text.lower().rstrip(". "))
