"""How alike two sentences are, and a small print of a sentence by which its like is found.

Words are compared, not characters: Vietnamese is written in short syllables from a small alphabet,
so that two sentences with nothing in common still share 40 % of their characters, in order, but
hardly 10 % of their words.
"""

from __future__ import annotations

import re
from binascii import crc32
from heapq import nsmallest
from itertools import pairwise

from rapidfuzz.distance import Indel

_WORD = re.compile(r"\w+")
_SIGN = 1 << 31  # databases know 32-bit integers with a sign only


def words(text: str) -> list[str]:
    """The words of a sentence in lower case, without punctuation.

    >>> words("Chiều 8/9, tại TP.HCM")
    ['chiều', '8', '9', 'tại', 'tp', 'hcm']
    """
    return _WORD.findall(text.casefold())


def similarity(first: str, second: str) -> float:
    """How alike two sentences are, from 0 (no word in common) to 1 (the same words in order).

    Twice the longest common subsequence of words over the words of both. Neighbouring sentences
    of an article hardly ever reach 0.4.
    """
    return Indel.normalized_similarity(words(first), words(second))


def sketch(text: str, size: int) -> tuple[int, ...]:
    """A print of a sentence: the `size` smallest hashes of its pairs of neighbouring words.

    The more word pairs two sentences share, the more likely do their sketches share a number; how
    likely is measured in `docs/memory.md`. This is the bottom-k sketch of min-wise hashing
    (Broder, "On the resemblance and containment of documents", 1997).
    """
    pairs = pairwise(["", *words(text), ""])
    hashes = {crc32(" ".join(pair).encode("utf-8", "surrogatepass")) for pair in pairs}
    return tuple(value - _SIGN for value in nsmallest(size, hashes))
