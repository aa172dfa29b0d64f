"""How English is compared: without case, diacritics, articles, endings and American spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.glossary.vietnamese import WORD
from service.syllables import strip_diacritics

_ARTICLES = frozenset({"the", "a", "an"})
_SPELLINGS = {
    "defense": "defence", "center": "centre", "program": "programme", "labor": "labour",
    "honor": "honour", "color": "colour", "armor": "armour", "armored": "armoured",
    "neighbor": "neighbour", "theater": "theatre", "meter": "metre", "kilometer": "kilometre",
    "men": "man", "turkey": "turkiye",
}  # fmt: skip


def plain(english: str) -> str:
    """English as it is compared: " chief of general staff " for "Chiefs of the General Staff"."""
    return plain_with_offsets(english)[0]


def plain_with_offsets(english: str) -> tuple[str, list[tuple[int, int]]]:
    """See `plain`; also where in the text each of its words stands."""
    stems, offsets = [], []
    words = list(WORD.finditer(english))
    for index, word in enumerate(words):
        stem = _stem(word.group())
        if not stem or _is_possessive(english, words, index):
            continue
        stems.append(stem)
        offsets.append(word.span())
    return f" {' '.join(stems)} ", offsets


def _is_possessive(text: str, words: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a word is the s of "Vietnam's"."""
    start = words[index].start()
    return words[index].group() in ("s", "S") and start > 0 and text[start - 1] in "'’"


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """A word without case, diacritics, ending and American spelling; "" for an article."""
    stem = strip_diacritics(word).lower()
    if stem in _ARTICLES:
        return ""
    stem = _SPELLINGS.get(stem, stem)
    if len(stem) <= 3:
        return stem
    if stem.endswith("men"):
        stem = stem[:-3] + "man"
    elif stem.endswith("ies") or (stem.endswith("ied") and len(stem) > 5):
        stem = stem[:-3] + "y"
    elif stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    stem = _SPELLINGS.get(stem, stem)
    for ending in ("ing", "ed", "e"):
        if stem.endswith(ending) and len(stem) - len(ending) > 3:
            stem = stem.removesuffix(ending)
            break
    return stem.replace("iz", "is")
