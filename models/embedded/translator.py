"""The built-in model as a translator."""

from __future__ import annotations

from collections.abc import Iterator

from models.decoding import Decoding
from models.embedded.coverage import SourceWords
from models.embedded.engine import Asked, Engine
from models.embedded.lexicon import Lexicon
from models.embedded.network import MAX_POSITIONS, Network
from models.embedded.prompt import SOURCE, Prompt
from models.errors import InputTooLong
from models.protocols import Outcome, Segment, Signature, Source


class EmbeddedTranslator:
    """Vietnamese to English with the built-in model (see `models.protocols.Translator`)."""

    def __init__(
        self,
        network: Network,
        prompt: Prompt,
        signature: Signature,
        decoding: Decoding,
        workers: int,
        *,
        lexicon: Lexicon | None,
        follows_hints: bool,
    ) -> None:
        """Take what translates, and how; `lexicon` is None for an adapter that has none."""
        self._engine = Engine(network, prompt, self._ask, decoding, workers)
        self._prompt = prompt
        self._decoding = decoding
        self._lexicon = lexicon
        self._follows_hints = follows_hints
        self._signature = signature

    @property
    def signature(self) -> Signature:
        """See `Translator.signature`."""
        return self._signature

    @property
    def follows_hints(self) -> bool:
        """See `Translator.follows_hints`."""
        return self._follows_hints

    def fits(self, text: str) -> bool:
        """See `Translator.fits`."""
        return self._prompt.is_comfortable(text)

    def run(self, source: Source) -> Iterator[Outcome]:
        """See `Translator.run`."""
        return self._engine.run(source)

    def _ask(self, segment: Segment) -> Asked:
        text, places = self._prompt.words(segment.text)
        tokens = len(places)
        limit = self._decoding.limit(tokens)
        ids = self._prompt.encode(segment.text, segment.hints, MAX_POSITIONS - limit)
        if len(ids) + limit > MAX_POSITIONS:
            reason = f"{tokens} tokens are too many at once: {segment.text[:60]}…"
            raise InputTooLong(reason)
        words = SourceWords(text, places, SOURCE)
        if self._lexicon is None or self._decoding.beams == 1:  # one beam has nothing to choose
            return Asked(ids, limit, words)
        return Asked(ids, limit, words, self._lexicon.of(ids[SOURCE : SOURCE + tokens]))
