"""What runs a model: token ids in, token ids out. Two implementations decode alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.errors import ModelError, OutOfMemory


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

    @property
    def on_gpu(self) -> bool:
        """Whether it runs on a GPU, which is the quicker the more it is given at once."""

    def decode(self, prompts: Sequence[Sequence[int]], search: Search) -> list[tuple[Written, ...]]:
        """Hypotheses for each prompt, best first.

        Raises:
            OutOfMemory: The batch is too large for the device.
            ModelError: The engine failed.
        """


def require_known(prompts: Sequence[Sequence[int]], vocabulary: int) -> None:
    """Refuse tokens a model has no vectors for, before they crash it (and a GPU with it).

    Whole tokenizers are not refused for one: BART's published ones know a mask their models lack.

    Raises:
        ModelError: The tokenizer is another model's, or was added to.
    """
    largest = max(max(prompt, default=0) for prompt in prompts)
    if largest >= vocabulary:
        raise ModelError(
            f"the tokenizer wrote token {largest} and the model knows only {vocabulary};"
            " they are not of one model"
        )


def is_out_of_memory(error: Exception) -> bool:
    """Whether an engine's error means that memory ran out.

    Engines raise a RuntimeError for that, as for everything else; only its words tell.
    """
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(words in said for words in _OUT_OF_MEMORY)


def too_large(folder: Path, device: str) -> OutOfMemory:
    """The error for a model that does not fit into a device: "cpu" or "cuda"."""
    advice = "hide the GPU (CUDA_VISIBLE_DEVICES=) or " if device == "cuda" else ""
    return OutOfMemory(f"the model in {folder} does not fit into memory; {advice}use a smaller one")


_OUT_OF_MEMORY = (
    "out of memory",  # CUDA, in CTranslate2's and torch's words
    "alloc_failed",  # cuBLAS
    "allocate memory",  # torch's processor allocator
    "not enough memory",  # the same on Windows
)
