"""What runs a model: token ids in, token ids out. Two implementations decode alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Search:
    """How to decode a batch.

    Attributes:
        beams: Beams to keep; 1 is greedy search.
        hypotheses: How many to return, at most `beams`.
        limit: Most tokens to write, the end mark included.
        length_penalty: Exponent of the length by which a hypothesis' score is divided.
        shortest: Fewest tokens to write.
        no_repeat: No sequence of so many tokens is written twice; 0 allows it.
    """

    beams: int
    hypotheses: int
    limit: int
    length_penalty: float = 1.0
    shortest: int = 0
    no_repeat: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """An answer: ids without the end mark, mean log-probability per token, ended by itself."""

    tokens: tuple[int, ...]
    score: float
    complete: bool


class Engine(Protocol):
    """Decodes batches. The search ends once `beams` hypotheses have ended."""

    def decode(self, prompts: Sequence[Sequence[int]], search: Search) -> list[tuple[Written, ...]]:
        """Hypotheses for each prompt, best first.

        Raises:
            OutOfMemory: The batch is too large for the device.
            ModelError: The engine failed.
        """
