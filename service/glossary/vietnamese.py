"""How Vietnamese terms are recognised: words, what stands between them, longer names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from service.syllables import is_syllable

WORD = re.compile(r"[^\W_]+")
_BETWEEN = " \t\xa0.()‑–—-"  # may stand between the words of a term, whatever the term has there
_COMMON_WORDS = frozenset({"anh", "ý", "áo"})
_TONES = {
    old: new
    for old_form, new_form in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(old_form.split(), new_form.split(), strict=True)
}
_TONED = re.compile("|".join(_TONES))
_Y_FOR_I = re.compile(r"(?<=[hklmst])[ỳýỷỹỵ]\Z")
_I = str.maketrans("ỳýỷỹỵ", "ìíỉĩị")


def words_of(vietnamese: str) -> tuple[str, ...]:
    """The words of a term as they are looked up; see `key_of`."""
    return tuple(key_of(word) for word in WORD.findall(vietnamese))


@lru_cache(maxsize=8192)
def key_of(word: str) -> str:
    """A word as it is looked up: in lower case, "hoà" as "hòa", "kỹ" as "kĩ"."""
    low = unicodedata.normalize("NFC", word).lower()
    if low.isascii():
        return low
    low = _TONED.sub(lambda match: _TONES[match.group()], low)
    return _Y_FOR_I.sub(lambda match: match.group().translate(_I), low)


def marks_between(text: str, words: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """The commas and slashes between words, "" where there is only a blank or a hyphen."""
    return tuple(
        text[left.end() : right.start()].strip(_BETWEEN) for left, right in pairwise(words)
    )


def in_longer_name(source: str, words: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a word is part of a longer Vietnamese name: Anh in "Trần Anh Tuấn".

    A word that is no name in lower case is none for sure at the beginning of a sentence: "Anh kể".
    """
    before = source[: words[index].start()].rstrip(" \"“'(-–")
    if words[index].group().lower() in _COMMON_WORDS and (not before or before[-1] in ".!?:"):
        return True
    for left, right in ((index - 1, index), (index, index + 1)):
        if left < 0 or right >= len(words):
            continue
        other = words[left if right == index else right].group()
        gap = source[words[left].end() : words[right].start()]
        if gap == " " and other[0].isupper() and is_syllable(other):
            return True
    return False
