"""Finds the loop a model has fallen into, in a finished answer."""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST_LOOP = 16  # tokens a repetition must fill: ",000,000,000" is a number, not a loop
LONGEST_PERIOD = 24
TIMES = 3


def before_repetition(tokens: Sequence[int]) -> int:
    """How many tokens to keep of an answer that ends in a loop; 0 if it does not.

    A loop is a period of at most LONGEST_PERIOD tokens said at least TIMES times over at least
    SHORTEST_LOOP tokens; its first round is kept.

    >>> before_repetition([7, 8] + [1, 2, 3] * 6)
    5
    >>> before_repetition(range(40))
    0
    """
    for period in range(1, min(LONGEST_PERIOD, len(tokens) // TIMES) + 1):
        start = len(tokens) - period
        while start > 0 and tokens[start - 1] == tokens[start - 1 + period]:
            start -= 1
        if len(tokens) - start >= max(TIMES * period, SHORTEST_LOOP):
            return start + period
    return 0
