"""Whether an article bears a written statement out: its numbers, dates and names are all there.

What is compared are facts of fixed form, which small models get wrong most and readers trust most;
who did what to whom is not judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from service.checks.reading import english
from service.checks.reading.quantities import Moment, Quantity
from service.checks.reading.text import Text
from service.extractive import content_words

MOST_SOURCES = 5  # sentences that a written one may draw on

_WORD = re.compile(r"[^\W_]+")
_AT_HOME = frozenset(["vietnam", "vietnamese"])
"""What a page of the Vietnamese press need not say of what it writes about."""
_LIKE_A_NAME = 4  # letters that a name and what is made of it have in common: "Ghana", "Ghanaian"
_ENDINGS = frozenset(
    ["", "a", "ai", "an", "e", "ean", "ese", "i", "ia", "ian", "ish", "istan", "n", "s", "y"]
)


def find_sources(text: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """The few sentences that say what a text says: its numbers and names first, then its words.

    Returns:
        Indices in rising order; none where no sentence shares a word with the text.
    """
    facts = _facts(text)
    missing = {*facts, *content_words(text)}
    said = [missing & {*_facts(sentence), *content_words(sentence)} for sentence in sentences]
    found: set[int] = set()
    while len(found) < MOST_SOURCES and any(words & missing for words in said):
        open_facts = missing & facts
        best = max(
            range(len(said)),
            key=lambda index: (len(said[index] & open_facts), len(said[index] & missing)),
        )
        found.add(best)
        missing -= said[best]
    return tuple(sorted(found))


def is_borne_out(text: str, sources: Sequence[str]) -> bool:
    """Whether every number, date and name of a text is found in its sources."""
    together = "\n".join(sources)
    written, read = english.read(Text.of(text)), english.read(Text.of(together))
    return (
        all(_is_counted(quantity, read.quantities, read.values) for quantity in written.quantities)
        and all(_is_dated(moment, read.moments) for moment in written.moments)
        and _unknown_names(text, together) == []
    )


def _facts(text: str) -> set[str]:
    """Names and numbers as words, the way they are most likely written."""
    figures = {f"{value}" for value in english.read(Text.of(text)).values}
    return {*_names(text), *figures}


def _is_counted(quantity: Quantity, read: Collection[Quantity], values: Collection[object]) -> bool:
    if quantity.written == "small" and 2 in quantity.values:
        return True  # "the two sides": those who were named
    alike = [other for other in read if set(other.values) & set(quantity.values)]
    if not alike:
        return any(value in values for value in quantity.values)
    return any("" in (quantity.unit, other.unit) or quantity.unit == other.unit for other in alike)


def _is_dated(moment: Moment, read: Collection[Moment]) -> bool:
    if not moment.certain:
        return True  # a score or a ratio, whose numbers are compared
    return any(
        moment.month == other.month
        and (moment.day is None or other.day is None or moment.day == other.day)
        for other in read
    )


def _unknown_names(text: str, source: str) -> list[str]:
    known = _AT_HOME.union(_plain_words(source), _initials(source))
    return [
        name
        for name in _names(text)
        if name not in known and not any(_is_derived(name, word) for word in known)
    ]


def _names(text: str) -> list[str]:
    """Capitalised words, but not one that merely opens the sentence."""
    words = _WORD.findall(text)
    opening = len(words) > 1 and not words[1][0].isupper()
    names = [word for word in words[opening:] if word[0].isupper()]
    return [name for word in names if content_words(word) for name in _plain_words(word)]


def _is_derived(name: str, word: str) -> bool:
    """Whether two words are a country and its people: "Vietnam" and "Vietnamese".

    >>> _is_derived("russian", "russia"), _is_derived("iran", "iraq")
    (True, False)
    """
    common = 0
    while common < min(len(name), len(word)) and name[common] == word[common]:
        common += 1
    return common >= _LIKE_A_NAME and {name[common:], word[common:]} <= _ENDINGS


def _initials(text: str) -> Iterator[str]:
    """What runs of capitalised words are called for short: "un" for United Nations."""
    run = ""
    for word in [*_WORD.findall(text), ""]:
        if word[:1].isupper():
            run += word[0].casefold()
            continue
        for start in range(len(run)):
            for end in range(start + 2, len(run) + 1):
                yield run[start:end]
        if word not in ("of", "and", "the", "for"):
            run = ""


def _plain_words(text: str) -> list[str]:
    """Words in lower case without diacritics, as names are often written in English."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _WORD.findall("".join(mark for mark in plain if not unicodedata.combining(mark)))
