"""How a Vietnamese syllable is spelt, so that one can be told from anything else.

Vietnamese is written in syllables, each an onset, a rhyme and a tone. There are few enough of them
to say of any word whether it could be one. That is what tells Vietnamese from other languages, a
right decoding from a wrong one, and a word in a headline from an acronym.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LETTERS = "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isalpha())
CAPITAL = f"[A-Z{''.join(filter(str.isupper, LETTERS))}]"
SMALL = f"[a-z{''.join(filter(str.islower, LETTERS))}]"
"""Patterns for a letter; a range would hold both kinds, for they take turns in Unicode."""

TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")  # grave, acute, tilde, hook, dot below

_ONSETS = """b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"""

_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
"""

_FRONT_VOWELS = frozenset("eêiy")
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})  # spelt so before e, ê, i, y only
_BEFORE_OTHER = frozenset({"c", "g", "ng"})
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = frozenset("\u0301\u0323")  # a syllable closed by a stop is sắc or nặng


def _spelt(onset: str, rhyme: str) -> str | None:
    """The syllable of an onset and a rhyme, None where spelling does not allow the pair."""
    front = rhyme[0] in _FRONT_VOWELS
    if onset in _BEFORE_FRONT and not front:
        return None
    if onset in _BEFORE_OTHER and front:
        return "gi" + rhyme[1:] if onset == "g" and rhyme[0] == "i" else None  # gì, gìn, giếng
    if onset == "gi":
        return None if rhyme[0] in "iy" else onset + rhyme
    if onset == "qu":
        if rhyme[0] in "uưi":
            return "qu" + rhyme if rhyme in ("i", "it", "inh") else None
        return onset + rhyme
    if rhyme[0] == "y" and len(rhyme) > 1:
        return None  # yêu, yên stand without an onset
    return onset + rhyme


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    """Every spelling of a syllable, without its tone."""
    pairs = (_spelt(onset, rhyme) for onset in _ONSETS.split() for rhyme in _RHYMES.split())
    return (
        frozenset(filter(None, pairs))
        | frozenset(_RHYMES.split())
        | {"quyn", "quynh", "quyt", "quych"}
    )


@lru_cache(maxsize=1)
def _bare_syllables() -> frozenset[str]:
    """The same, typed without any diacritics."""
    return frozenset(strip_diacritics(syllable) for syllable in _syllables())


def strip_diacritics(text: str) -> str:
    """Text as typed on a keyboard without Vietnamese: "Việt" becomes "Viet", "đ" becomes "d"."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word, as spelt, is a Vietnamese syllable: "nghiêng" is one, "ngiêng" is not."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in TONE_MARKS]
    base = "".join(char for char in decomposed if char not in TONE_MARKS)
    spelling = unicodedata.normalize("NFC", base)
    if len(tones) > 1 or spelling not in _syllables():
        return False
    return not spelling.endswith(_STOPS) or (len(tones) == 1 and tones[0] in _STOP_TONES)


def is_bare_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable typed without diacritics."""
    return word.lower() in _bare_syllables()
