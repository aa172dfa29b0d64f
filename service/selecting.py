"""A summariser that is given the sentences that matter most where it cannot read all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.protocols import Signature, Summariser, SummaryDraft
from service.extractive import weigh

VERSION = 1  # raise when other sentences are selected, so that what is remembered is written anew
MISFITS = 8  # sentences that did not fit, after which there is no room for more


class SelectingSummariser:
    """See `models.protocols.Summariser`. An article of any length fits it."""

    def __init__(self, writer: Summariser) -> None:
        self._writer = writer

    @property
    def signature(self) -> Signature:
        """See `Summariser.signature`."""
        return signed(self._writer.signature)

    def fits(self, sentences: Sequence[str]) -> bool:
        """See `Summariser.fits`."""
        return True

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        """See `Summariser.summarise`.

        Of an article too long to read, sentences are taken in the order of their worth while they
        fit. None is written of one no sentence of which can be read.
        """
        return self._writer.summarise(title, self._selected(title, sentences), max_sentences)

    def _selected(self, title: str | None, sentences: Sequence[str]) -> Sequence[str]:
        """The sentences, blank where one is left out, so that the others keep their places."""
        if self._writer.fits(sentences):
            return sentences
        worth = weigh(title, sentences)
        selected = [""] * len(sentences)
        misfits = 0
        for index in sorted(range(len(sentences)), key=lambda each: -worth[each]):
            selected[index] = sentences[index]
            if not self._writer.fits(selected):
                selected[index] = ""
                misfits += 1
            if misfits == MISFITS:
                break
        return selected


def signed(signature: Signature) -> Signature:
    """A writer's signature with how its sentences are selected."""
    return replace(signature, decoding=f"{signature.decoding}|selected:{VERSION}")
