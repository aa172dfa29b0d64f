"""A sentence and its translation, prepared once for all checks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from service.article import Span

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_VIETNAMESE_LETTER = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
_DIGIT = re.compile(r"\d")


def words(text: str) -> frozenset[str]:
    """A set of words, written as a text."""
    return frozenset(text.split())


def lower(text: str) -> str:
    """Lower case that keeps every character in its place (Turkish İ would become two)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[0] for char in text)


def has_vietnamese_letter(low: str) -> bool:
    """Whether a lower-case word has a letter that no other language of the news has."""
    return _VIETNAMESE_LETTER.search(low) is not None


@lru_cache(maxsize=1)
def _base_letters() -> dict[int, str]:
    """Accented Latin letters and the plain ones they stand on: ễ → e, đ → d, ł → l."""
    table = {ord(letter): base for letter, base in zip("đĐłŁøØ", "dDlLoO", strict=True)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


def fold(text: str) -> str:
    """Lower case without diacritics, character for character: "Đặng Hữu" → "dang huu"."""
    return lower(text if text.isascii() else text.translate(_base_letters()))


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a pair.

    Its words are numbers ("330.000") and runs of letters. `words` has them in lower case, and
    `starts` and `ends` say where they stand; `low` is the whole text in lower case, character for
    character. Lists instead of an object for each word make the checks twice as fast.
    """

    text: str
    low: str
    words: list[str]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    has_digits: bool

    @classmethod
    def of(cls, text: str) -> Text:
        """Prepare a text, which should be in NFC."""
        low = lower(text)
        matches = [*_WORD.finditer(low)]
        words = [match[0] for match in matches]
        starts, ends = zip(*map(re.Match.span, matches), strict=True) if matches else ((), ())
        return cls(text, low, words, starts, ends, _DIGIT.search(text) is not None)

    def written(self, index: int) -> str:
        """A word as it is written."""
        return self.text[self.starts[index] : self.ends[index]]

    def is_capital(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.starts[index]].isupper()

    def gap(self, index: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.ends[index - 1] : self.starts[index]]

    def span(self, start: int, end: int) -> Span:
        """The stretch from `start` to `end`."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Pair:
    """A Vietnamese sentence and its English translation."""

    source: Text
    target: Text

    @classmethod
    def of(cls, source: str, target: str) -> Pair:
        """Prepare both sides."""
        return cls(Text.of(source), Text.of(target))
