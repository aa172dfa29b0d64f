"""Which passages of a source its translation leaves out, by what the model looked at.

While the model writes, one of its heads attends to the source's word that is being translated, as
a word alignment would (`ALIGNING_HEAD` in `models.embedded.cache`). What that head never looks at
is hardly ever said: on human translations out of which a clause was taken, passages without
attention tell the cut ones from the whole (docs/checks.md has the figures). Coverage as a notion
is that of Tu et al. (arXiv:1601.04811), its use on finished hypotheses that of Wu et al.
(arXiv:1609.08144).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS = 4  # in a row, of which so little was looked at that they count as passed over
LITTLE = 0.06  # their mean attention
SOME = 0.2  # a word at either end of a passage that had so much does not belong to it
FEWEST = 3  # words of a passage

Floats = NDArray[np.float32]


def uncovered(text: str, places: Sequence[int], coverage: Floats) -> tuple[str, ...]:
    """Passages of a text that were passed over.

    Args:
        text: The source, its words divided by single blanks.
        places: For each token of it the index of the word it belongs to.
        coverage: For each token the most attention it had at any step, from 0 to 1.
    """
    words = text.split(" ")
    spoken, attention = by_word(text, places, coverage)
    passages = _passages(attention)
    return tuple(" ".join(words[spoken[a] : spoken[b - 1] + 1]).strip(",;:") for a, b in passages)


def by_word(text: str, places: Sequence[int], coverage: Floats) -> tuple[list[int], Floats]:
    """The indices of a text's words, marks that stand alone left out, and each one's attention.

    See `uncovered` for what is taken.
    """
    words = text.split(" ")
    attention = np.zeros(len(words), dtype=np.float32)
    np.maximum.at(attention, places, coverage)
    spoken = [at for at, word in enumerate(words) if any(map(str.isalnum, word))]
    return spoken, attention[spoken]


def in_a_row(attention: Floats) -> Floats:
    """The mean attention of every WORDS words in a row, for at least as many words."""
    return np.convolve(attention, np.full(WORDS, 1 / WORDS, dtype=np.float32), "valid")


def _passages(attention: Floats) -> list[tuple[int, int]]:
    """Stretches [start, end) of words in which every WORDS in a row had LITTLE attention."""
    if len(attention) < WORDS:
        return []
    found: list[tuple[int, int]] = []
    for start in np.flatnonzero(in_a_row(attention) < LITTLE).tolist():
        if found and start == found[-1][1] - WORDS + 1:
            found[-1] = (found[-1][0], start + WORDS)
        else:
            found.append((start, start + WORDS))
    trimmed = [_trimmed(attention, start, end) for start, end in found]
    return [(start, end) for start, end in trimmed if end - start >= FEWEST]


def _trimmed(attention: Floats, start: int, end: int) -> tuple[int, int]:
    while attention[start] >= SOME:
        start += 1
    while attention[end - 1] >= SOME:
        end -= 1
    return start, end
