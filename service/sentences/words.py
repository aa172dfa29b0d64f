"""A paragraph as words between white space, each with the marks around it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from service.sentences.vocabulary import FIRST_WORDS

_STOPS = ".!?…"
OPENERS = "\"'“‘«„(["
CLOSERS = "\"'”’»)]"
_AFTER_BODY = _STOPS + CLOSERS + "/"
DASHES = "-–—−"

# A full stop without the space that should follow it: "hai nước.Thượng tướng".
_GLUED = re.compile(r"(?<=[^\W\d_])[.!?][\"”’»)]{0,2}(?=[\"“(]?([^\W\d_]+))")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_LONGEST_SYLLABLE = 8

# A Vietnamese syllable with its diacritics taken off (đ → d).
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uy[aeu]|o(?:ai|ao|ay|eo)|u(?:ay|oi|ou)|[iy]eu|a[iouy]|e[ou]|i[aeu]|o[aeio]|u[aeiouy]|ye|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?\Z"
)

_VOWELS = frozenset("aeiouy")


class Word(NamedTuple):
    """Text between white space: `lead` “ ( … , `body`, and `mark`, from the first stop on."""

    start: int
    end: int
    lead: str
    body: str
    mark: str


def words_of(text: str) -> list[Word]:
    """The words of a paragraph, those apart that stand glued together; bodies are composed."""
    cuts = _glued(text)
    words = []
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        while cuts and cuts[-1] < end:
            cut = cuts.pop()
            words.append(_word(start, text[start:cut]))
            start = cut
        words.append(_word(start, text[start:end]))
    if unicodedata.is_normalized("NFC", text):
        return words
    return [word._replace(body=unicodedata.normalize("NFC", word.body)) for word in words]


def _word(start: int, token: str) -> Word:
    end = start + len(token)
    mark = ""
    if token[-1] in _AFTER_BODY:
        stem = token.rstrip(_AFTER_BODY)
        mark = token[len(stem) :].lstrip(CLOSERS + "/")
        token = token[: len(token) - len(mark)]
    body = token.lstrip(OPENERS)
    return Word(start, end, token[: len(token) - len(body)], body, mark)


def _glued(text: str) -> list[int]:
    """Offsets, last first, where a sentence ends although no white space follows.

    Only between two words of which one at least is plainly Vietnamese, so that addresses, file
    names and versions stay whole.
    """
    ends = []
    for match in _GLUED.finditer(text):
        left = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_SYLLABLE), match.start())
        right = match.group(1)
        if (
            left
            and len(left.group()) > 1
            and left.group().islower()
            and right.istitle()
            and (right in FIRST_WORDS or not (left.group() + right).isascii())
            and not has_no_vowel(left.group())
        ):
            ends.append(match.end())
    return ends[::-1]


def _plain(word: str) -> str:
    """The word in lower case without diacritics."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def has_no_vowel(word: str) -> bool:
    """Whether a word is consonants only: "ThS", "Nxb"."""
    return word.isalpha() and _VOWELS.isdisjoint(_plain(word))


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese; punctuation after it does not count."""
    return bool(_SYLLABLE.match(_plain(word.rstrip(",;:"))))
