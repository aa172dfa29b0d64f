"""How much of a source its translation says, by the words themselves.

A table learnt from pairs (`models.training.lexicon`) has for each English token the Vietnamese ones
it may stand for, and how likely each is: IBM Model 1 (Brown et al., 1993). The sum over a
translation's tokens tells what it says of its source. Where the model does not know a word it
prefers a likelier English one; the table, which has no idea what is likely English, tells the two
apart. Such a score beside the model's own is that of Och et al. (2004, "A Smorgasbord of Features
for Statistical Machine Translation").
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embedded.coverage import Floats, Ints

EMPTY = 0  # the padding's id stands for the empty word, which says what no other token does
STEP = 0.025  # nats: log-probabilities are stored as so many steps below 0
UNSAID = 1e-3  # added to each probability: more than this the least likely word cannot cost


class Lexicon:
    """The table of a vocabulary, as `write` wrote it."""

    def __init__(self, path: Path) -> None:
        from safetensors.numpy import load_file

        table = load_file(path)
        self._starts, self._targets = table["starts"], table["targets"]
        self._steps = table["steps"]
        self._size = len(self._starts) - 1

    def of(self, source: Sequence[int]) -> Said:
        """What is said of a source, given its tokens, before anything is."""
        stretches = [slice(self._starts[token], self._starts[token + 1]) for token in source]
        targets = [self._targets[stretch] for stretch in stretches]
        distinct, rows = np.unique(np.concatenate([[EMPTY], *targets]), return_inverse=True)
        places = np.repeat(np.arange(len(source)), [len(each) for each in targets])
        steps = np.concatenate([self._steps[:0], *(self._steps[stretch] for stretch in stretches)])
        likely = np.zeros((len(distinct) + 1, len(source)), dtype=np.float32)
        likely[rows[1:], places] = np.exp(-STEP * steps.astype(np.float32))
        row_of = np.full(self._size, len(distinct), dtype=np.int32)
        row_of[distinct] = np.arange(len(distinct))
        return Said(row_of, likely)


class Said:
    """What the beams of one search say of their source, as they grow.

    `row_of` (vocabulary,) leads from a token to its row of `likely` (rows, source tokens), the
    probability of each source token where it stands; the last row is that of all other tokens.
    """

    def __init__(self, row_of: NDArray[np.int32], likely: Floats) -> None:
        self._row_of, self._likely = row_of, likely
        self._said = likely[row_of[[EMPTY]]]  # (beams, source tokens); one until a token is written

    def follow(self, parents: Ints, tokens: Ints) -> None:
        """Go on from these beams with these tokens, each (beams,)."""
        self._said = self._said[parents] + self._likely[self._row_of[tokens]]

    def nats(self) -> Floats:
        """The log-probability of the whole source by what each beam says, (beams,)."""
        return _nats(self._said)

    def nats_with(self, tokens: Ints) -> Floats:
        """The same for each of the tokens that each beam may go on with, (beams, tokens)."""
        return _nats(self._said[:, None, :] + self._likely[self._row_of[tokens]])

    def mean(self) -> Floats:
        """The mean log-probability of a source token by what each beam says, (beams,)."""
        mean: Floats = self.nats() / max(1, self._said.shape[-1])
        return mean


def _nats(said: Floats) -> Floats:
    nats: Floats = np.log(said + np.float32(UNSAID)).sum(axis=-1)
    return nats


def write(path: Path, size: int, sources: Ints, targets: Ints, steps: Ints) -> None:
    """Write a table; it is sorted by source, so that a source's tokens are found at once.

    Args:
        path: Where to.
        size: Of the vocabulary, at most 65,536.
        sources: Source tokens,
        targets: target tokens where they may stand,
        steps: and the log-probability of each source token there, in `STEP`s below 0, at most 255.
    """
    from safetensors.numpy import save_file

    order = np.lexsort((targets, sources))
    table: dict[str, np.ndarray] = {
        "starts": np.searchsorted(sources[order], np.arange(size + 1)).astype(np.uint32),
        "targets": targets[order].astype(np.uint16),
        "steps": steps[order].astype(np.uint8),
    }
    save_file(table, path)
