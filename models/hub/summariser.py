"""Hub models that summarise English news."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import InputTooLong
from models.hub.codec import Codec
from models.hub.engine import Engine, Search
from models.hub.usage import Writing
from models.protocols import Signature, SummaryDraft
from models.written import split

BREAK = "<n>"  # how Pegasus writes a line break


class HubSummariser:
    """Writes a summary with a sequence-to-sequence model (see `models.protocols.Summariser`).

    An article longer than the model can read is read from its beginning, by whole sentences, as
    these models were trained.
    """

    def __init__(
        self, engine: Engine, codec: Codec, signature: Signature, writing: Writing
    ) -> None:
        self._engine = engine
        self._codec = codec
        self._signature = signature
        self._writing = writing

    @property
    def signature(self) -> Signature:
        """See `Summariser.signature`."""
        return self._signature

    def fits(self, sentences: Sequence[str]) -> bool:
        """See `Summariser.fits`; true, for what is too long is read from its beginning."""
        return True

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        """See `Summariser.summarise`; these models were not trained on titles."""
        read = self._readable([sentence for sentence in sentences if sentence.strip()])
        if not read:
            return ()
        writing = self._writing
        search = Search(
            beams=writing.beams,
            hypotheses=1,
            limit=writing.longest,
            length_penalty=writing.length_penalty,
            shortest=writing.shortest,
            no_repeat=writing.no_repeat,
        )
        ((best,),) = self._engine.decode([self._codec.encode(read)], search)
        written = split(self._codec.decode(best.tokens).replace(BREAK, " "))
        if not best.complete:
            written = written[:-1]  # cut in the middle
        return (tuple(SummaryDraft(text) for text in written[:max_sentences]),)

    def _readable(self, sentences: Sequence[str]) -> str:
        """As many sentences from the beginning as the model can read.

        Raises:
            InputTooLong: Not even the first one fits.
        """
        text = ""
        for sentence in sentences:
            longer = f"{text} {sentence}".strip()
            if not self._codec.room(self._codec.encode(longer)):
                if not text:
                    raise InputTooLong(f"the first sentence is too long: {sentence[:60]}…")
                break
            text = longer
        return text
