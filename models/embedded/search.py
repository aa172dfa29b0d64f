"""Beam search over many sentences at once, each at its own step.

The bookkeeping is NumPy on (slots, beams) arrays; a Python loop runs only over hypotheses that end.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.decoding import Decoding
from models.protocols import Ending
from models.repetition import LONGEST_PERIOD, SHORTEST_LOOP, TIMES

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CHUNK = 128  # logits are scanned for their best in chunks of this many


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished hypothesis: token ids without the end mark, and its score per token.

    `uncovered` are the passages of its source that it left out.
    """

    tokens: tuple[int, ...]
    score: float
    ending: Ending
    uncovered: tuple[str, ...] = ()


LeftOut = Callable[[Floats], tuple[str, ...]]
"""The passages of a source that a hypothesis left out, by what each token of its prompt got of the
model's attention at most."""


@dataclass(slots=True)
class Search:
    """One sentence being decoded."""

    key: int
    position: int  # of the next token in the model's sequence
    limit: int  # most tokens to write
    wanted: int  # complete hypotheses to wait for
    left_out: LeftOut = lambda coverage: ()
    ended: list[Ended] = field(default_factory=list)


class Beams:
    """The running beams of the occupied slots, always 0 … n-1.

    Tokens (slots, beams, steps), summed log-probabilities (slots, beams), steps written (slots,).
    """

    def __init__(self, slots: int, end: int, decoding: Decoding, steps: int) -> None:
        self._decoding = decoding
        self._end = end
        self._tokens = np.zeros((slots, decoding.beams, steps), dtype=np.int64)
        self._totals = np.zeros((slots, decoding.beams), dtype=np.float32)
        self._written = np.zeros(slots, dtype=np.int64)
        self._searches: list[Search] = []

    def __len__(self) -> int:
        return len(self._searches)

    @property
    def searches(self) -> tuple[Search, ...]:
        """What each occupied slot decodes."""
        return tuple(self._searches)

    def start(self, searches: list[Search], logits: Tensor, coverage: Tensor) -> None:
        """Open slots for searches, given the logits after each prompt (searches, vocabulary).

        Coverage is that of all occupied slots, see `step`.
        """
        first = len(self._searches)
        self._searches += searches
        slots = np.arange(first, len(self._searches))
        self._written[slots] = 0
        self._totals[slots] = -np.inf
        self._totals[slots, 0] = 0.0  # the beams are one until they have written a token
        self._advance(slots, logits.unsqueeze(1), coverage)

    def step(self, logits: Tensor, coverage: Tensor) -> Ints:
        """Extend every beam.

        Args:
            logits: Those after each beam's latest token, (slots·beams, vocabulary).
            coverage: What each beam has looked at, (slots, beams, nodes); see
                `models.embedded.cache`.

        Returns:
            For each beam the beam it goes on from, (slots, beams).
        """
        slots = np.arange(len(self))
        return self._advance(slots, logits.view(len(self), self._decoding.beams, -1), coverage)

    def next_tokens(self) -> tuple[Ints, Ints]:
        """Tokens to feed (slots, beams) and their positions (slots,)."""
        slots = np.arange(len(self))
        last = self._written[slots] - 1
        positions = np.array([search.position for search in self._searches]) + last
        return self._tokens[slots, :, last], positions

    def finished(self) -> list[int]:
        """Slots whose search is over, in rising order."""
        return [slot for slot in range(len(self)) if self._is_over(slot)]

    def results(self, slot: int) -> tuple[Ended, ...]:
        """The hypotheses of a slot, best first; running ones if none came to an end."""
        return tuple(sorted(self._searches[slot].ended or self._cut_off(slot), key=_rank))

    def close(self, slot: int) -> int:
        """Free a slot; the last occupied slot moves into it. Returns which slot that was."""
        last = len(self) - 1
        for array in (self._tokens, self._totals, self._written):
            array[slot] = array[last]
        self._searches[slot] = self._searches[last]
        self._searches.pop()
        return last

    def _advance(self, slots: Ints, logits: Tensor, coverage: Tensor) -> Ints:
        """Take the best continuations of `slots`; logits are (slots, beams or 1, vocabulary)."""
        beams = self._decoding.beams
        totals = torch.from_numpy(self._totals[slots, : logits.shape[1]])
        scores, parents, tokens = _best(logits, totals, 2 * beams)
        is_end = tokens == self._end
        self._collect(slots, scores, parents, is_end, coverage)
        # 2 × beams candidates hold at least `beams` that go on: each beam ends at most once.
        keep = np.argsort(is_end, axis=1, kind="stable")[:, :beams]
        parents = np.take_along_axis(parents, keep, axis=1)
        tokens = np.take_along_axis(tokens, keep, axis=1)
        scores = np.take_along_axis(scores, keep, axis=1)
        history = np.take_along_axis(self._tokens[slots], parents[:, :, None], axis=1)
        history[np.arange(len(slots)), :, self._written[slots]] = tokens
        self._tokens[slots] = history
        self._totals[slots] = scores
        self._written[slots] += 1
        self._stop_repetition(slots)
        return parents

    def _collect(
        self,
        slots: Ints,
        scores: Floats,
        parents: Ints,
        is_end: NDArray[np.bool_],
        coverage: Tensor,
    ) -> None:
        """Keep the hypotheses that end among the best `beams` candidates."""
        for row, rank in np.argwhere(is_end[:, : self._decoding.beams]):
            slot, parent = slots[row], parents[row, rank]
            search, written = self._searches[slot], int(self._written[slot])
            search.ended.append(
                Ended(
                    tuple(self._tokens[slot, parent, :written].tolist()),
                    float(scores[row, rank]) / self._length(written + 1),
                    "complete",
                    search.left_out(coverage[slot, parent, : search.position].numpy()),
                )
            )

    def _stop_repetition(self, slots: Ints) -> None:
        """End beams that have begun to say the same thing over and over."""
        for slot in slots:
            written = int(self._written[slot])
            for beam in range(self._decoding.beams):
                tail = self._tokens[slot, beam, :written]
                if np.isfinite(self._totals[slot, beam]) and (kept := _before_repetition(tail)):
                    self._totals[slot, beam] = -np.inf
                    self._searches[slot].ended.append(
                        Ended(tuple(tail[:kept].tolist()), -np.inf, "repetition")
                    )

    def _is_over(self, slot: int) -> bool:
        search = self._searches[slot]
        written = int(self._written[slot])
        best_running = float(self._totals[slot].max())
        if written >= search.limit or best_running == -np.inf:
            return True
        complete = [
            hypothesis.score for hypothesis in search.ended if np.isfinite(hypothesis.score)
        ]
        if len(complete) < self._awaited(search):
            return False
        return max(complete) >= best_running / self._length(written + 1)

    def _awaited(self, search: Search) -> int:
        """How many complete hypotheses to wait for: more while they leave something out.

        Those that come next are often as good and whole.
        """
        whole = sum(h.ending == "complete" and not h.uncovered for h in search.ended)
        return search.wanted if whole else max(search.wanted, self._decoding.beams)

    def _cut_off(self, slot: int) -> list[Ended]:
        written = int(self._written[slot])
        return [
            Ended(
                tuple(self._tokens[slot, beam, :written].tolist()),
                float(self._totals[slot, beam]) / self._length(written),
                "length",
            )
            for beam in range(self._decoding.beams)
        ]

    def _length(self, tokens: int) -> float:
        return math.pow(tokens, self._decoding.length_penalty)


def _rank(hypothesis: Ended) -> tuple[bool, float]:
    return hypothesis.ending != "complete", -hypothesis.score


def _best(logits: Tensor, totals: Tensor, count: int) -> tuple[Floats, Ints, Ints]:
    """The best continuations over all beams of each slot.

    Args:
        logits: (slots, beams, vocabulary).
        totals: Summed log-probabilities so far, (slots, beams).
        count: How many to return.

    Returns:
        Scores, the beams they go on from, and their tokens, each (slots, count), best first.
    """
    slots, beams, vocabulary = logits.shape
    normaliser = logits.logsumexp(dim=-1)
    scores, tokens = _top(logits.view(slots * beams, vocabulary), count)
    scores = scores.view(slots, beams, count) + (totals - normaliser).unsqueeze(-1)
    best = scores.view(slots, beams * count).topk(count, dim=1)
    parents = best.indices // count
    tokens = tokens.view(slots, beams * count).gather(1, best.indices)
    return best.values.numpy(), parents.numpy(), tokens.numpy()


def _top(logits: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Exact top `count` of each row, by way of chunk maxima: a tenth of the time of `topk`.

    The `count` largest values lie in the `count` chunks with the largest maxima.
    """
    rows, size = logits.shape
    whole = size // CHUNK * CHUNK
    if whole < count * CHUNK:
        best = logits.topk(count, dim=1)
        return best.values, best.indices
    maxima = logits[:, :whole].view(rows, -1, CHUNK).amax(dim=-1)
    chunks = maxima.topk(count, dim=1).indices
    places = (chunks.unsqueeze(-1) * CHUNK + torch.arange(CHUNK)).view(rows, -1)
    places = torch.cat([places, torch.arange(whole, size).expand(rows, -1)], dim=1)
    best = logits.gather(1, places).topk(count, dim=1)
    return best.values, places.gather(1, best.indices)


def _before_repetition(tokens: Ints) -> int:
    """`models.repetition.before_repetition` for a text that was asked after each of its tokens.

    So a loop has just filled what makes it one, which is quickly seen.

    >>> _before_repetition(np.array([7, 8] + [1, 2, 3] * 6))
    5
    >>> _before_repetition(np.arange(40))
    0
    """
    length = len(tokens)
    if length < SHORTEST_LOOP:
        return 0
    same_as_last = np.flatnonzero(tokens[-LONGEST_PERIOD - 1 : -1] == tokens[-1])
    for place in same_as_last[::-1]:  # the shortest period first
        period = min(LONGEST_PERIOD, length - 1) - int(place)
        span = max(TIMES * period, -(-SHORTEST_LOOP // period) * period)
        if span <= length and np.array_equal(tokens[-span + period :], tokens[-span:-period]):
            return length - span + period
    return 0
