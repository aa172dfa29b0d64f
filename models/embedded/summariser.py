"""The built-in model as a summariser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.decoding import Decoding
from models.embedded.engine import Asked, Engine
from models.embedded.network import MAX_POSITIONS, Network
from models.embedded.prompt import Prompt
from models.errors import InputTooLong
from models.protocols import ListSource, Segment, Signature, SummaryDraft
from models.written import split

LONGEST = 128  # tokens of a summary; those it was trained on have at most 121


class EmbeddedSummariser:
    """Writes what an English article says in two or three sentences (see `Summariser`).

    An article longer than the model can read is read from its beginning, by whole sentences.
    """

    def __init__(
        self, network: Network, prompt: Prompt, signature: Signature, decoding: Decoding
    ) -> None:
        self._engine = Engine(network, prompt, self._ask, decoding, workers=1)
        self._prompt = prompt
        self._decoding = decoding
        self._signature = replace(signature, decoding=described(decoding))

    @property
    def signature(self) -> Signature:
        """See `Summariser.signature`."""
        return self._signature

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        """See `Summariser.summarise`; the title is not read.

        Raises:
            InputTooLong: Not even the first sentence fits.
        """
        read = self._readable([sentence for sentence in sentences if sentence.strip()])
        if not read:
            return ()
        segment = Segment(0, read, alternatives=self._decoding.beams)
        (outcome,) = self._engine.run(ListSource([segment]))
        if outcome.error is not None:
            raise outcome.error
        return [
            tuple(SummaryDraft(text) for text in split(hypothesis.text)[:max_sentences])
            for hypothesis in outcome.hypotheses
            if hypothesis.ending == "complete"
        ]

    def _readable(self, sentences: Sequence[str]) -> str:
        """As many sentences from the beginning as the model can read."""
        read = " ".join(sentences[:1])
        for longer in self._longer(sentences):
            if not self._fits(longer):
                break
            read = longer
        return read

    def _longer(self, sentences: Sequence[str]) -> Iterator[str]:
        return (" ".join(sentences[:count]) for count in range(2, len(sentences) + 1))

    def _fits(self, text: str) -> bool:
        return len(self._prompt.encode_article(text)) + LONGEST <= MAX_POSITIONS

    def _ask(self, segment: Segment) -> Asked:
        if not self._fits(segment.text):
            raise InputTooLong(f"the first sentence is too long: {segment.text[:60]}…")
        return Asked(self._prompt.encode_article(segment.text), LONGEST)


def described(decoding: Decoding) -> str:
    """The options that change a summary, for its signature."""
    return f"beam:{decoding.beams}|lp:{decoding.length_penalty:g}|max:{LONGEST}"
