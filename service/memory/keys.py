"""Names for sentences and answers that never clash: digests of unambiguous bytes."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def frame(*fields: str) -> bytes:
    """Join fields so that no two different lists of fields give the same bytes.

    Each field goes in as UTF-8 behind its length in bytes (eight bytes, big end first), so that a
    separator within a field cannot be taken for one between fields.

    >>> frame("a|b") == frame("a", "b")
    False
    """
    parts = []
    for text in fields:
        data = text.encode("utf-8", "surrogatepass")
        parts += [len(data).to_bytes(8, "big"), data]
    return b"".join(parts)


def sentence_key(sentence: str) -> bytes:
    """The name of a sentence, 32 bytes: what a person's correction is known by."""
    return sha256(frame(sentence)).digest()


def entry_key(sentence: str, signature: str, glossary: str) -> bytes:
    """The name of what one model, given one version of the terms, says to a sentence."""
    return sha256(frame(sentence, signature, glossary)).digest()


def summary_key(signature: str, title: str | None, sentences: Sequence[str], most: int) -> bytes:
    """The name of what one model writes of an article in at most so many sentences."""
    named = () if title is None else (title,)
    return sha256(frame(signature, str(most), str(len(named)), *named, *sentences)).digest()
