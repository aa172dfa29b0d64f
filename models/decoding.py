"""How models decode; torch-free, so that a signature costs no start-up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoding:
    """Options that change what is decoded.

    `beams` ≥ 1; `length_penalty` is the exponent of the length by which a hypothesis' summed
    log-probability is divided; a translation may have at most `growth` tokens per source token
    plus `slack`.
    """

    beams: int = 4
    length_penalty: float = 1.0
    growth: float = 1.5
    slack: int = 24

    def __str__(self) -> str:
        return f"beam:{self.beams}|lp:{self.length_penalty:g}|max:{self.growth:g}n+{self.slack}"

    def limit(self, source_tokens: int) -> int:
        """The longest translation allowed, in tokens."""
        return int(source_tokens * self.growth) + self.slack


LONGEST_SUMMARY = 128
"""Tokens; the summaries the built-in model was trained on have at most 121."""


def summarising(decoding: Decoding) -> str:
    """The options that change a summary of the built-in model, for its signature."""
    return f"beam:{decoding.beams}|lp:{decoding.length_penalty:g}|max:{LONGEST_SUMMARY}"
