"""The built-in model at work: continuous batching over a few single-threaded workers.

Each worker owns some slots and decodes whatever is in them, one token a step; a finished sentence's
slot is filled with the next one at once, so that no sentence waits for the slowest of its batch.
Workers share the weights and nothing else. One thread each is faster than all threads on every
product, because nothing has to be waited for thousands of times a second, and it stays fast on a
machine that others use too.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch

from models.decoding import Decoding
from models.embedded.cache import Prompts, TreeCache, round_up
from models.embedded.coverage import SourceWords
from models.embedded.lexicon import Said
from models.embedded.network import MAX_POSITIONS, Network
from models.embedded.prompt import Prompt
from models.embedded.search import Beams, Ended, Search
from models.errors import InputTooLong
from models.protocols import Hypothesis, Outcome, Segment, Source

ROWS = 96  # beams running in a worker: more make products no faster and caches larger
ADMIT = 4  # prompts read at once, so that short lists spread over the workers


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt's token ids, the most tokens its answer may have, and what it is to say all of.

    `said` is for this one answer: it grows with it.
    """

    ids: list[int]
    limit: int
    source: SourceWords | None = None
    said: Said | None = None


class Engine:
    """Answers prompts; see `models.protocols.Translator.run`, whose rules hold here."""

    def __init__(
        self,
        network: Network,
        prompt: Prompt,
        ask: Callable[[Segment], Asked],
        decoding: Decoding,
        workers: int,
        *,
        rows: int = ROWS,
    ) -> None:
        """Take what to run and how.

        Args:
            network: The model.
            prompt: Turns answers into text.
            ask: The prompt of a segment; may raise `InputTooLong`, which befalls that one alone.
            decoding: How to search.
            workers: How many threads.
            rows: Beams running in each; keys and values are kept for all of them.
        """
        self._network = network
        self._prompt = prompt
        self._ask = ask
        self._decoding = decoding
        self._workers = workers
        self._rows = rows

    def run(self, source: Source) -> Iterator[Outcome]:
        """Answer what `source` gives until it ends."""
        torch.set_num_threads(1)  # each worker is one thread; see the module's docstring
        results: queue.SimpleQueue[Outcome | _Done] = queue.SimpleQueue()
        shared = _Shared(source)
        for _ in range(self._workers):
            threading.Thread(target=self._work, args=(shared, results), daemon=True).start()
        running = self._workers
        try:
            while running:
                result = results.get()
                if isinstance(result, Outcome):
                    yield result
                    continue
                running -= 1
                if result.error is not None:
                    raise result.error
        finally:
            shared.stop()

    def _work(self, shared: _Shared, results: queue.SimpleQueue[Outcome | _Done]) -> None:
        try:
            with torch.inference_mode():
                # No name is kept for the worker: its caches must be gone before the last word,
                # for a process that ends while another thread frees tensors is aborted.
                for outcome in _Worker(
                    self._network, self._prompt, self._ask, self._decoding, self._rows
                ).run(shared):
                    results.put(outcome)
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            results.put(_Done(error))
        else:
            results.put(_Done())


class _Done:
    """A worker's last word."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


class _Shared:
    """A source several workers take from; one waits for work while the others go on decoding."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._stopped = False

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        if self._over.is_set() or not self._lock.acquire(blocking=wait):
            return ()
        try:
            segments = () if self._over.is_set() else self._source.take(room, wait)
        finally:
            self._lock.release()
        if wait and not segments:
            self._over.set()
        return segments

    def abandoned(self, key: int) -> bool:
        return self._stopped or self._source.abandoned(key)

    def stop(self) -> None:
        """The caller wants nothing more: running searches are given up."""
        self._stopped = True
        self._over.set()


class _Worker:
    """Slots, their cache and their beams."""

    def __init__(
        self,
        network: Network,
        prompt: Prompt,
        ask: Callable[[Segment], Asked],
        decoding: Decoding,
        rows: int,
    ) -> None:
        self._network = network
        self._prompt = prompt
        self._ask = ask
        self._decoding = decoding
        self._slots = max(1, rows // decoding.beams)
        self._cache = TreeCache(self._slots, decoding.beams)
        self._beams = Beams(self._slots, prompt.end, decoding, MAX_POSITIONS)

    def run(self, shared: _Shared) -> Iterator[Outcome]:
        """Decode what the source gives until it ends."""
        while True:
            room = min(ADMIT, self._slots - len(self._beams))
            segments = shared.take(room, wait=len(self._beams) == 0) if room else ()
            if not segments and not len(self._beams):
                return
            yield from self._admit(segments)
            yield from self._retire(shared)
            if len(self._beams):
                self._step()
                yield from self._retire(shared)

    def _admit(self, segments: Sequence[Segment]) -> Iterator[Outcome]:
        """Read the prompts of new segments; those that are too long come back as errors.

        Prompts read together are padded to one width, which depends on each prompt alone:
        attention rounds differently at different widths.
        """
        by_width: dict[int, list[tuple[list[int], Search]]] = {}
        for segment in segments:
            try:
                asked = self._ask(segment)
            except InputTooLong as error:
                yield Outcome(segment.key, error=error)
                continue
            wanted = min(segment.alternatives, self._decoding.beams)
            search = Search(
                segment.key, len(asked.ids), asked.limit, wanted, asked.source, asked.said
            )
            by_width.setdefault(round_up(len(asked.ids)), []).append((asked.ids, search))
        for width, admitted in by_width.items():
            self._read(width, [ids for ids, _ in admitted], [search for _, search in admitted])

    def _read(self, width: int, prompts: list[list[int]], searches: list[Search]) -> None:
        lengths = torch.tensor([len(ids) for ids in prompts])
        padded = torch.tensor([ids + [0] * (width - len(ids)) for ids in prompts])
        positions = torch.arange(width).expand_as(padded)
        attend = Prompts(lengths, width)
        hidden = self._network.hidden(padded.flatten(), positions.flatten(), attend)
        last = hidden.view(*padded.shape, -1)[torch.arange(len(prompts)), lengths - 1]
        occupied = len(self._beams) + len(searches)
        self._cache.put_prompts(len(self._beams), attend)
        self._beams.start(searches, self._network.logits(last), self._cache.coverage(occupied))

    def _step(self) -> None:
        tokens, positions = self._beams.next_tokens()
        attend = self._cache.grow(len(self._beams))
        rows = torch.from_numpy(positions).repeat_interleave(self._decoding.beams)
        hidden = self._network.hidden(torch.from_numpy(tokens).flatten(), rows, attend)
        coverage = self._cache.coverage(len(self._beams))
        parents = self._beams.step(self._network.logits(hidden), coverage)
        self._cache.follow(torch.from_numpy(parents))

    def _retire(self, shared: _Shared) -> Iterator[Outcome]:
        """Hand out finished searches and free their slots."""
        over = set(self._beams.finished())
        for slot in reversed(range(len(self._beams))):
            search = self._beams.searches[slot]
            if slot in over:
                ended = self._beams.results(slot)
                yield Outcome(search.key, tuple(map(self._hypothesis, ended)))
            elif not shared.abandoned(search.key):
                continue
            self._cache.move(self._beams.close(slot), slot)

    def _hypothesis(self, ended: Ended) -> Hypothesis:
        text = self._prompt.answer(ended.tokens)
        return Hypothesis(text, ended.score, len(ended.tokens), ended.ending, ended.uncovered)
