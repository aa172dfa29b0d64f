"""A summariser that writes nothing twice, and is not loaded before it must write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from models.protocols import Signature, Summariser, SummaryDraft
from service.memory import Memory


class RememberingSummariser:
    """See `models.protocols.Summariser`. Many threads may call it, if they may call the model."""

    def __init__(
        self, signature: Signature, load: Callable[[], Summariser], memory: Memory
    ) -> None:
        self._signature = signature
        self._load = load
        self._memory = memory
        self._writer: Summariser | None = None
        self._loading = threading.Lock()

    @property
    def signature(self) -> Signature:
        """See `Summariser.signature`."""
        return self._signature

    def fits(self, sentences: Sequence[str]) -> bool:
        """See `Summariser.fits`; to know, the model is loaded."""
        return self._loaded().fits(sentences)

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        """See `Summariser.summarise`.

        Raises:
            ModelError: The model cannot be loaded or cannot read this.
            TranslationMemoryError: The memory cannot be used.
        """
        name = str(self._signature), title, sentences, max_sentences
        known = self._memory.summary(*name)
        if known is not None:
            return known
        drafts = self._loaded().summarise(title, sentences, max_sentences)
        self._memory.put_summary(*name, drafts)
        return drafts

    def _loaded(self) -> Summariser:
        with self._loading:
            if self._writer is None:
                self._writer = self._load()
            return self._writer
