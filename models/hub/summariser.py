"""Hub models that summarise English news."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.errors import InputTooLong
from models.hub.codec import Codec
from models.hub.engine import Engine, Search
from models.hub.usage import Writing
from models.protocols import Signature, SummaryDraft

_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_NO_END = re.compile(  # a full stop after a title, an initial or an abbreviation
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Lt|Col|Maj|Gen|Capt|Sgt|Sen|Rep|Gov))\.\s+$"
)
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

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> tuple[SummaryDraft, ...]:
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
        written = split(self._codec.decode(best.tokens))
        if not best.complete:
            written = written[:-1]  # cut in the middle
        return tuple(SummaryDraft(text) for text in written[:max_sentences])

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


def split(text: str) -> list[str]:
    """The sentences of an English text.

    >>> split("Gen. Giang met Mr. Austin. They agreed on 2.5 per cent. More soon.")
    ['Gen. Giang met Mr. Austin.', 'They agreed on 2.5 per cent.', 'More soon.']
    """
    text = " ".join(text.replace(BREAK, " ").split())
    found, start = [], 0
    for match in _END.finditer(text):
        if not _NO_END.search(text[start : match.end()]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return [*found, text[start:]] if text[start:] else found
