"""Passages of a source on their way to and from a file or database: a JSON list of strings."""

from __future__ import annotations

import json

Passages = tuple[str, ...] | None
"""None where it is not known whether there are any."""


def write_passages(passages: Passages) -> str | None:
    """Passages as text."""
    return None if passages is None else json.dumps(passages, ensure_ascii=False)


def read_passages(text: str | None) -> Passages:
    """Passages from text.

    Raises:
        ValueError: It is none that we write.
    """
    if text is None:
        return None
    try:
        passages = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or nested without end
        passages = None
    if not isinstance(passages, list) or not all(isinstance(each, str) for each in passages):
        raise ValueError(f"{text[:60]!r} is no list of passages")
    return tuple(passages)
