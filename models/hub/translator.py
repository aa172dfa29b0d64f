"""Hub models as translators: the same behaviour on every engine and architecture."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.decoding import Decoding
from models.errors import InputTooLong, ModelError, OutOfMemory
from models.hub.codec import Codec
from models.hub.engine import Engine, Search, Written
from models.hub.room import CELLS, Room
from models.protocols import Hypothesis, Outcome, Segment, Signature, Source
from models.repetition import before_repetition

POOL = 128  # segments looked at together, to batch like with like; more where more fit
STEP = 16  # limits are rounded up to multiples of this, so that batches can share one

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """A segment ready to be decoded: its prompt, and how long its answer may become."""

    segment: Segment
    prompt: tuple[int, ...]
    limit: int
    beams: int

    @property
    def cells(self) -> int:
        """What it takes of a batch, if no prompt there is longer."""
        return len(self.prompt) * self.beams


class HubTranslator:
    """Vietnamese to English with a model from the hub (see `models.protocols.Translator`).

    A batch shares its search, so only segments with the same limit and beams are batched; both
    follow from the segment alone, and so does its translation.
    """

    def __init__(
        self, engine: Engine, codec: Codec, signature: Signature, decoding: Decoding
    ) -> None:
        self._engine = engine
        self._codec = codec
        self._signature = signature
        self._decoding = decoding
        self._room = Room(grows=engine.on_gpu)

    @property
    def signature(self) -> Signature:
        """See `Translator.signature`."""
        return self._signature

    @property
    def follows_hints(self) -> bool:
        """See `Translator.follows_hints`."""
        return False

    def fits(self, text: str) -> bool:
        """See `Translator.fits`."""
        prompt = self._codec.encode(text)
        return self._limit(prompt) <= self._codec.room(prompt)

    def run(self, source: Source) -> Iterator[Outcome]:
        """See `Translator.run`."""
        while segments := source.take(self._pool(), wait=True):
            jobs = []
            for segment in segments:
                prepared = self._prepare(segment)
                if isinstance(prepared, Outcome):
                    yield prepared
                else:
                    jobs.append(prepared)
            for batch in self._batches(jobs):
                wanted = [job for job in batch if not source.abandoned(job.segment.key)]
                yield from self._translate(wanted)

    def _pool(self) -> int:
        return POOL * max(1, self._room.cells // CELLS)

    def _prepare(self, segment: Segment) -> _Job | Outcome:
        """What to decode, or what can be said of a segment at once."""
        if not segment.text.strip():
            return Outcome(segment.key, (Hypothesis("", 0.0, 0),))
        prompt = self._codec.encode(segment.text)
        limit = self._limit(prompt)
        if limit > self._codec.room(prompt):
            reason = f"{self._codec.length(prompt)} tokens are too many at once"
            return Outcome(segment.key, error=InputTooLong(f"{reason}: {segment.text[:60]}…"))
        return _Job(segment, prompt, limit, max(self._decoding.beams, segment.alternatives))

    def _limit(self, prompt: Sequence[int]) -> int:
        limit = self._decoding.limit(self._codec.length(prompt))
        return min(-(-limit // STEP) * STEP, max(limit, self._codec.room(prompt)))

    def _batches(self, jobs: Sequence[_Job]) -> Iterator[list[_Job]]:
        """Jobs that can be decoded together, the longest first."""
        alike: dict[tuple[int, int], list[_Job]] = defaultdict(list)
        for job in jobs:
            alike[job.limit, job.beams].append(job)
        for _, same in sorted(alike.items(), reverse=True):
            same.sort(key=lambda job: -len(job.prompt))
            while same:
                size = self._room.texts(len(same[0].prompt), same[0].beams)
                yield same[:size]
                del same[:size]

    def _translate(self, jobs: Sequence[_Job]) -> Iterator[Outcome]:
        """Decode a batch; one that fails is halved, until what is at fault is found alone."""
        if not jobs:
            return
        cells = len(jobs) * max(job.cells for job in jobs)
        try:
            answers = self._engine.decode([job.prompt for job in jobs], self._search(jobs[0]))
        except ModelError as error:
            if len(jobs) == 1:
                yield Outcome(jobs[0].segment.key, error=error)
                return
            if isinstance(error, OutOfMemory):
                self._room.refused(cells)
                logger.warning("Out of memory with %d texts at once; going on with half", len(jobs))
        else:
            self._room.fitted(cells)
            yield from map(self._outcome, jobs, answers)
            return
        middle = len(jobs) // 2
        yield from self._translate(jobs[:middle])
        yield from self._translate(jobs[middle:])

    def _outcome(self, job: _Job, written: Sequence[Written]) -> Outcome:
        hypotheses = sorted(map(self._hypothesis, written), key=_rank)
        return Outcome(job.segment.key, tuple(hypotheses))

    def _search(self, job: _Job) -> Search:
        return Search(job.beams, job.beams, job.limit, self._decoding.length_penalty)

    def _hypothesis(self, written: Written) -> Hypothesis:
        kept = before_repetition(written.tokens)
        tokens = written.tokens[:kept] if kept else written.tokens
        text = self._codec.decode(tokens)
        if kept:
            return Hypothesis(text, written.score, len(tokens), "repetition")
        return Hypothesis(
            text, written.score, len(tokens), "complete" if written.complete else "length"
        )


def _rank(hypothesis: Hypothesis) -> tuple[bool, float]:
    return hypothesis.ending != "complete", -hypothesis.score
