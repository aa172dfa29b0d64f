"""Which passages of a source its translation leaves out, by what the model looked at.

While the model writes, one of its heads attends to the source's word that is being translated, as
a word alignment would (`ALIGNING_HEAD` in `models.embedded.cache`). What that head never looks at
is hardly ever said: on human translations out of which a clause was taken, passages without
attention tell the cut ones from the whole (docs/checks.md has the figures). Coverage as a notion
is that of Tu et al. (arXiv:1601.04811), its use in a search that of Wu et al. (arXiv:1609.08144).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS = 4  # in a row, of which so little was looked at that they count as passed over
LITTLE = 0.06  # their mean attention
SOME = 0.2  # a word that had so much was looked at
BEHIND = 6  # words before the last one looked at: nearer ones may yet come, for order differs

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class SourceWords:
    """The words of a source and what the model looked at of them.

    Coverage is, for each token of a prompt, the most attention it had at any step, from 0 to 1.
    Marks that stand alone are no words.
    """

    def __init__(self, text: str, places: Sequence[int], first: int = 0) -> None:
        """Take a source as a prompt has it.

        Args:
            text: Its words divided by single blanks.
            places: For each token of it the index of the word it belongs to, rising.
            first: Which token of the prompt is its first.
        """
        self._words = text.split(" ")
        self._tokens = slice(first, first + len(places))
        words, starts = np.unique(np.asarray(places, dtype=np.int64), return_index=True)
        spoken = [any(map(str.isalnum, self._words[word])) for word in words]
        self._spoken, self._starts, self._is_spoken = words[spoken], starts, spoken

    def attention(self, coverage: Floats) -> Floats:
        """The most attention that any token of each word had, (…, words), of (…, tokens)."""
        if not len(self._spoken):
            return coverage[..., :0]
        by_word = np.maximum.reduceat(coverage[..., self._tokens], self._starts, axis=-1)
        said: Floats = by_word[..., self._is_spoken]
        return said

    def passages(self, coverage: Floats) -> tuple[str, ...]:
        """The passages that were passed over, by the coverage of one hypothesis (tokens,)."""
        spoken, words = self._spoken, self._words
        return tuple(
            " ".join(words[spoken[start] : spoken[end - 1] + 1]).strip(",;:")
            for start, end in _passages(self.attention(coverage))
        )

    def passed_over(self, coverage: Floats) -> tuple[Ints, Ints]:
        """How many words of such passages there are, of the coverage of each beam (beams, tokens).

        Returns:
            Those well behind the last word looked at, to which a translation is not likely to come
            back, and all there are; each (beams,).
        """
        attention = self.attention(coverage)
        count = attention.shape[-1]
        inside = np.zeros(attention.shape, dtype=np.bool_)
        if count >= WORDS:
            low = in_a_row(attention) < LITTLE
            for offset in range(WORDS):
                inside[:, offset : offset + low.shape[-1]] |= low
        places = np.arange(count)
        last = np.where(attention >= SOME, places, -1).max(axis=-1, initial=-1, keepdims=True)
        return (inside & (places < last - BEHIND)).sum(axis=-1), inside.sum(axis=-1)


def in_a_row(attention: Floats) -> Floats:
    """The mean attention of every WORDS words in a row (…, words), for at least as many words."""
    windows = np.lib.stride_tricks.sliding_window_view(attention, WORDS, axis=-1)
    mean: Floats = windows.mean(axis=-1)
    return mean


def _passages(attention: Floats) -> list[tuple[int, int]]:
    """Stretches [start, end) of words in which every WORDS in a row had LITTLE attention."""
    if len(attention) < WORDS:
        return []
    found: list[tuple[int, int]] = []
    for start in np.flatnonzero(in_a_row(attention) < LITTLE).tolist():
        first = found.pop()[0] if found and start <= found[-1][1] else start
        found.append((first, start + WORDS))
    return [_trimmed(attention, start, end) for start, end in found]


def _trimmed(attention: Floats, start: int, end: int) -> tuple[int, int]:
    while attention[start] >= SOME:
        start += 1
    while attention[end - 1] >= SOME:
        end -= 1
    return start, end
