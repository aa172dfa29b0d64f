"""The built-in model as a summariser."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future

from models.decoding import LONGEST_SUMMARY, Decoding
from models.embedded.engine import Asked, Engine
from models.embedded.network import MAX_POSITIONS, Network
from models.embedded.prompt import Prompt
from models.errors import InputTooLong
from models.protocols import Hypothesis, Outcome, Segment, Signature, SummaryDraft
from models.written import split

ROWS = 32  # beams running in a worker; articles are long, and so is what is kept of each
IDLE = 30.0  # seconds without an article after which the engine's caches are freed


class EmbeddedSummariser:
    """Writes what an English article says in two or three sentences (see `Summariser`).

    Articles that several threads ask for at once share the engine's batches.
    """

    def __init__(
        self,
        network: Network,
        prompt: Prompt,
        signature: Signature,
        decoding: Decoding,
        workers: int,
    ) -> None:
        engine = Engine(network, prompt, self._ask, decoding, workers, rows=ROWS)
        self._counter = _Counter(engine)
        self._prompt = prompt
        self._decoding = decoding
        self._signature = signature

    @property
    def signature(self) -> Signature:
        """See `Summariser.signature`."""
        return self._signature

    def fits(self, sentences: Sequence[str]) -> bool:
        """See `Summariser.fits`."""
        tokens = len(self._prompt.encode_article(_joined(sentences)))
        return tokens + LONGEST_SUMMARY <= MAX_POSITIONS

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        """See `Summariser.summarise`; the title is not read."""
        article = _joined(sentences)
        if not article:
            return ()
        if not self.fits(sentences):
            raise InputTooLong(f"an article is too long to sum up at once: {article[:60]}…")
        return [
            tuple(SummaryDraft(text) for text in split(hypothesis.text)[:max_sentences])
            for hypothesis in self._counter.answer(article, self._decoding.beams)
            if hypothesis.ending == "complete"
        ]

    def _ask(self, segment: Segment) -> Asked:
        return Asked(self._prompt.encode_article(segment.text), LONGEST_SUMMARY)


class _Counter:
    """Where threads hand texts in and wait for their answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._round: _Round | None = None

    def answer(self, text: str, alternatives: int) -> tuple[Hypothesis, ...]:
        """The engine's hypotheses, best first; blocks until they are there.

        The engine runs in a thread of its own and ends when no text has come for a while, so that
        its caches are freed. When it breaks down, all who wait are told so, and the next text
        starts it anew.
        """
        with self._lock:
            future = self._round.hand_in(text, alternatives) if self._round else None
            if future is None:
                self._round = _Round()
                future = self._round.hand_in(text, alternatives)
                threading.Thread(target=self._round.run, args=(self._engine,), daemon=True).start()
        assert future is not None, "a round that has just begun takes texts"
        return future.result()


class _Round:
    """Texts on their way through one run of the engine, to which it is the `Source`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handed_in: queue.SimpleQueue[Segment | None] = queue.SimpleQueue()
        self._waiting: list[Future[tuple[Hypothesis, ...]]] = []
        self._is_over = False

    def hand_in(self, text: str, alternatives: int) -> Future[tuple[Hypothesis, ...]] | None:
        """What will hold the answer; None when this round takes no more."""
        with self._lock:
            if self._is_over:
                return None
            future: Future[tuple[Hypothesis, ...]] = Future()
            self._waiting.append(future)  # first: the engine may answer as soon as it is put
            self._handed_in.put(Segment(len(self._waiting) - 1, text, alternatives))
            return future

    def run(self, engine: Engine) -> None:
        """Answer what is handed in until nothing more comes."""
        try:
            for outcome in engine.run(self):
                self._settle(outcome)
        except Exception as error:  # noqa: BLE001 - raised again in the callers' threads
            with self._lock:
                self._is_over = True
            self._handed_in.put(None)  # a worker may be waiting still
            for future in self._waiting:
                if not future.done():
                    future.set_exception(error)

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        """See `models.protocols.Source.take`."""
        taken: list[Segment] = []
        while len(taken) < room:
            try:
                first = wait and not taken
                segment = self._handed_in.get(first, IDLE if first else None)
            except queue.Empty:
                if first and not self._ends():
                    continue
                break
            if segment is None:
                break
            taken.append(segment)
        return taken

    def abandoned(self, key: int) -> bool:
        """Nothing is ever abandoned."""
        return False

    def _ends(self) -> bool:
        """Close the round, unless something was handed in at the last moment."""
        with self._lock:
            self._is_over = self._handed_in.empty()
            return self._is_over

    def _settle(self, outcome: Outcome) -> None:
        future = self._waiting[outcome.key]
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome.hypotheses)


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence.strip())
