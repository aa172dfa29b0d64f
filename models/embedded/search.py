"""Beam search over many sentences at once, each at its own step.

Beams that pass over a stretch of their source lose to those that say it, and what ends without it
to what does not: a score is docked for each word, as long as nothing has looked at it. Beams whose
words say more of the source's own, by a lexicon, go before those that are as likely and say less.

The bookkeeping is NumPy on (slots, beams) arrays; Python loops run over slots for what was said and
passed over, and over hypotheses that end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.decoding import Decoding
from models.embedded.coverage import Floats, Ints, SourceWords
from models.embedded.lexicon import Said
from models.protocols import Ending
from models.repetition import LONGEST_PERIOD, SHORTEST_LOOP, TIMES

CHUNK = 128  # logits are scanned for their best in chunks of this many
DOCKED = 0.5  # nats for each word of the source that is passed over
MOST_DOCKED = 6.0  # nats: a source may hold what cannot be said
SAYING = 0.04  # what a nat of the source's words counts while a beam goes on: more may yet be said;
SAID = 0.15  # and the mean of them, of a hypothesis, beside its score per token


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished hypothesis: token ids without the end mark, and its score per token.

    Of a complete one, `rank` is the score less what it is docked for the words of its source that
    it passed over, and less for each word that it does not say; `uncovered` are those passed over,
    by passages. One that was stopped is wrong enough without them.
    """

    tokens: tuple[int, ...]
    score: float
    ending: Ending
    rank: float
    uncovered: tuple[str, ...] = ()


@dataclass(slots=True)
class Search:
    """One sentence being decoded."""

    key: int
    position: int  # of the next token in the model's sequence
    limit: int  # most tokens to write
    wanted: int  # complete hypotheses to wait for
    source: SourceWords | None = None  # None: it may leave out what it likes
    said: Said | None = None  # None: its words are not compared with the source's
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
        return tuple(sorted(self._searches[slot].ended or self._cut_off(slot), key=_order))

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
        continued = _continued(logits, totals, 2 * beams)
        docked = self._docked(slots, coverage, logits.shape[1])
        found = _best(continued, docked, self._saying(slots, continued.tokens), self._end)
        is_end = found.tokens == self._end
        self._collect(slots, found, is_end, coverage)
        # 2 × beams candidates hold at least `beams` that go on: each beam ends at most once.
        going_on = found.take(np.argsort(is_end, axis=1, kind="stable")[:, :beams])
        history = np.take_along_axis(self._tokens[slots], going_on.parents[:, :, None], axis=1)
        history[np.arange(len(slots)), :, self._written[slots]] = going_on.tokens
        self._tokens[slots] = history
        self._totals[slots] = going_on.totals
        self._written[slots] += 1
        for row, slot in enumerate(slots):
            if (said := self._searches[slot].said) is not None:
                said.follow(going_on.parents[row], going_on.tokens[row])
        self._stop_repetition(slots)
        return going_on.parents

    def _docked(self, slots: Ints, coverage: Tensor, beams: int) -> _Docked:
        """What each beam loses by what it has passed over; `beams` is 1 before the first token.

        A search of one beam has nothing to choose by it.
        """
        docked = _Docked(*torch.zeros(2, len(slots), beams))
        if self._decoding.beams == 1:
            return docked
        for row, slot in enumerate(slots):
            search = self._searches[slot]
            if search.source is not None:
                seen = coverage[slot, :beams, : search.position].numpy()
                behind, all_passed = map(_nats, search.source.passed_over(seen))
                docked.going_on[row] = behind
                docked.ending[row] = all_passed - behind
        return docked

    def _saying(self, slots: Ints, tokens: Tensor) -> Tensor:
        """What each continuation gains by what is said with it; like tokens, (slots, beams, n)."""
        gains = torch.zeros(tokens.shape)
        for row, slot in enumerate(slots):
            if (said := self._searches[slot].said) is not None:
                gains[row] = SAYING * torch.from_numpy(said.nats_with(tokens[row].numpy()))
        return gains

    def _collect(
        self, slots: Ints, found: _Candidates, is_end: NDArray[np.bool_], coverage: Tensor
    ) -> None:
        """Keep the hypotheses that end among the best `beams` candidates."""
        for row, place in np.argwhere(is_end[:, : self._decoding.beams]):
            slot, parent = slots[row], found.parents[row, place]
            search, written = self._searches[slot], int(self._written[slot])
            seen = coverage[slot, parent, : search.position].numpy()
            said = 0.0 if search.said is None else SAID * float(search.said.mean()[parent])
            search.ended.append(
                Ended(
                    tuple(self._tokens[slot, parent, :written].tolist()),
                    float(found.totals[row, place]) / self._length(written + 1),
                    "complete",
                    float(found.ranks[row, place]) / self._length(written + 1) + said,
                    search.source.passages(seen) if search.source is not None else (),
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
                        Ended(tuple(tail[:kept].tolist()), -np.inf, "repetition", -np.inf)
                    )

    def _is_over(self, slot: int) -> bool:
        search = self._searches[slot]
        written = int(self._written[slot])
        running = self._totals[slot] / self._length(written + 1)
        if written >= search.limit or running.max() == -np.inf:
            return True
        complete = [hypothesis.rank for hypothesis in search.ended if np.isfinite(hypothesis.rank)]
        if len(complete) < search.wanted:
            return False
        if search.said is not None:
            running = running + SAID * search.said.mean()
        return max(complete) >= float(running.max())

    def _cut_off(self, slot: int) -> list[Ended]:
        written = int(self._written[slot])
        scores = (self._totals[slot] / self._length(written)).tolist()
        return [
            Ended(tuple(self._tokens[slot, beam, :written].tolist()), score, "length", score)
            for beam, score in enumerate(scores)
        ]

    def _length(self, tokens: int) -> float:
        return math.pow(tokens, self._decoding.length_penalty)


def _nats(words: Ints) -> Tensor:
    """What so many words passed over are docked."""
    return (torch.from_numpy(words) * DOCKED).clamp(max=MOST_DOCKED)


def _order(hypothesis: Ended) -> tuple[bool, float]:
    return hypothesis.ending != "complete", -hypothesis.rank


@dataclass(frozen=True, slots=True)
class _Docked:
    """What each beam's score loses for words it passed over, (slots, beams), in nats.

    `going_on` for those well behind; `ending` what it loses besides if it ends.
    """

    going_on: Tensor
    ending: Tensor


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The best continuations of each slot, best first, each array (slots, candidates).

    Summed log-probabilities, the same less what was docked, the beams gone on from, the tokens.
    """

    totals: Floats
    ranks: Floats
    parents: Ints
    tokens: Ints

    def take(self, places: Ints) -> _Candidates:
        """Those at these places of each slot."""
        return _Candidates(
            np.take_along_axis(self.totals, places, axis=1),
            np.take_along_axis(self.ranks, places, axis=1),
            np.take_along_axis(self.parents, places, axis=1),
            np.take_along_axis(self.tokens, places, axis=1),
        )


@dataclass(frozen=True, slots=True)
class _Continued:
    """The likeliest tokens after each beam, with the summed log-probabilities they lead to.

    Both are (slots, beams, count).
    """

    scores: Tensor
    tokens: Tensor


def _continued(logits: Tensor, totals: Tensor, count: int) -> _Continued:
    """The `count` likeliest of each beam; logits are (slots, beams, vocabulary)."""
    slots, beams, vocabulary = logits.shape
    normaliser = logits.logsumexp(dim=-1)
    scores, tokens = _top(logits.view(slots * beams, vocabulary), count)
    scores = scores.view(slots, beams, count) + (totals - normaliser).unsqueeze(-1)
    return _Continued(scores, tokens.view(slots, beams, count))


def _best(continued: _Continued, docked: _Docked, saying: Tensor, end: int) -> _Candidates:
    """The best continuations over all beams of each slot, as many as each beam has.

    Args:
        continued: What there is to choose from.
        docked: What is taken off each beam.
        saying: What each continuation gains; it counts for which are the best, not in their ranks.
        end: The token that ends a hypothesis.
    """
    scores, tokens = continued.scores.flatten(1), continued.tokens.flatten(1)
    count = continued.tokens.shape[-1]
    off = docked.going_on.unsqueeze(-1) + (continued.tokens == end) * docked.ending.unsqueeze(-1)
    ranks = scores - off.flatten(1)
    best = (ranks + saying.flatten(1)).topk(count, dim=1).indices
    return _Candidates(
        scores.gather(1, best).numpy(),
        ranks.gather(1, best).numpy(),
        (best // count).numpy(),
        tokens.gather(1, best).numpy(),
    )


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
