"""Whether an article bears a written statement out: its numbers, dates and names are all there.

What is compared are facts of fixed form, which small models get wrong most and readers trust most;
who did what to whom is not judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from service.checks.countries import NATIONS
from service.checks.reading import english
from service.checks.reading.quantities import Moment, Quantity
from service.checks.reading.text import Text, fold
from service.extractive import content_words
from service.proper_names import GIVEN_NAMES, PROPER_NAMES, SURNAMES

MOST_SOURCES = 5  # sentences that a written one may draw on

_WORD = re.compile(r"[^\W_]+")
_AT_HOME = frozenset(["vietnam", "vietnamese"])
"""What a page of the Vietnamese press need not say of what it writes about."""
_SHORTEST_STEM = 4
_ENDINGS = frozenset(
    frozenset(pair)
    for pair in (
        ("", "an"), ("", "ese"), ("", "i"), ("", "ian"), ("", "ish"), ("", "istan"), ("", "n"),
        ("", "s"), ("", "stan"), ("a", "ese"), ("a", "ian"), ("e", "ian"), ("o", "an"),
        ("y", "ian"),
    )
)  # fmt: skip
"""Of a country and its people: "Ghana", "Ghanaian"; "Canada", "Canadian"; "Italy", "Italian"."""
_PEOPLES = {
    "argentine": "argentina",
    "belgian": "belgium",
    "british": "britain",
    "burmese": "myanmar",
    "chinese": "china",
    "cypriot": "cyprus",
    "czech": "czechia",
    "danish": "denmark",
    "dutch": "netherlands",
    "emirati": "emirates",
    "english": "england",
    "filipino": "philippines",
    "finnish": "finland",
    "french": "france",
    "german": "germany",
    "greek": "greece",
    "icelandic": "iceland",
    "irish": "ireland",
    "lao": "laos",
    "laotian": "laos",
    "norwegian": "norway",
    "panamanian": "panama",
    "peruvian": "peru",
    "philippine": "philippines",
    "polish": "poland",
    "portuguese": "portugal",
    "scottish": "scotland",
    "slovak": "slovakia",
    "spanish": "spain",
    "swedish": "sweden",
    "swiss": "switzerland",
    "thai": "thailand",
    "turkish": "turkiye",
    "welsh": "wales",
}
_ENGLISH_WORDS = frozenset(["dung", "hang", "hung", "loan", "long", "son", "tan", "tram", "van"])
_KNOWN_NAMES = frozenset(
    fold(name)
    for name in (*_PEOPLES, *_PEOPLES.values(), *NATIONS, *PROPER_NAMES, *GIVEN_NAMES, *SURNAMES)
) - _ENGLISH_WORDS  # fmt: skip
"""What is a name even where it opens a sentence, when any word has a capital."""
_DESIGNATION = re.compile(r"\b(?P<letters>[A-Z][A-Za-z]*)-?(?P<figures>\d[A-Z\d]*)s?\b")
_PART = re.compile(r"\d[A-Z\d]*|[^\W\d_]+")
_GLUED = re.compile(rf"\b({'|'.join(map(str.upper, sorted(english.CURRENCY_CODES)))})(?=\d)")
_WITHIN_NAMES = frozenset(["of", "and", "the", "for"])


class Evidence:
    """An article's sentences, read once for all that is stated about them."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        self._said = [{*_facts(sentence), *content_words(sentence)} for sentence in sentences]

    def sources(self, text: str) -> tuple[int, ...]:
        """The few sentences that say what a text says: its numbers and names first, then its words.

        Returns:
            Indices in rising order; none where no sentence shares a word with the text.
        """
        facts = _facts(text)
        missing = {*facts, *content_words(text)}
        found: set[int] = set()
        while len(found) < MOST_SOURCES and any(words & missing for words in self._said):
            open_facts = missing & facts
            shared = [(len(words & open_facts), len(words & missing)) for words in self._said]
            best = max(range(len(shared)), key=lambda index: shared[index])
            found.add(best)
            missing -= self._said[best]
        return tuple(sorted(found))

    def bears_out(self, text: str) -> bool:
        """Whether what a text states is found in its sources."""
        return is_borne_out(text, [self._sentences[index] for index in self.sources(text)])


def is_borne_out(text: str, sources: Sequence[str]) -> bool:
    """Whether every number, date and name of a text is found in its sources."""
    together = "\n".join(sources)
    written, read = english.read(Text.of(text)), english.read(Text.of(together))
    return (
        all(_is_counted(quantity, read.quantities, read.values) for quantity in written.quantities)
        and all(_is_dated(moment, read.moments) for moment in written.moments)
        and _unknown(text, together) == []
        and _designations(text) <= {"".join(pair) for pair in pairwise(_plain_parts(together))}
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


def _unknown(text: str, source: str) -> list[str]:
    """The names that a source says neither in full nor, if in capitals, by their initials."""
    words = _AT_HOME.union(_plain_words(source))
    runs = list(_initials(source))
    shortened = {
        word.casefold() for word in _WORD.findall(text) if len(word) > 1 and word.isupper()
    }
    return [
        name
        for name in _names(text)
        if name not in words
        and not any(_are_related(name, word) for word in words)
        and not (name in shortened and any(name in run for run in runs))
    ]


def _names(text: str) -> list[str]:
    """Capitalised words, but not one that merely opens the sentence."""
    words = _WORD.findall(_GLUED.sub(r"\1 ", text))
    opening = len(words) > 1 and not words[1][0].isupper() and not _is_known_name(words[0])
    names = [word for word in words[opening:] if word[0].isupper()]
    return [name for word in names if content_words(word) for name in _plain_words(word)]


def _is_known_name(word: str) -> bool:
    """Whether a word that opens a sentence is an acronym, a country, a people or a person.

    Others may be any word, which the article need not have: "Officials met", "Noise fell".
    """
    return (len(word) > 1 and word.isupper()) or not _KNOWN_NAMES.isdisjoint(_plain_words(word))


def _designations(text: str) -> set[str]:
    """Names with figures, written one way: "su30" for Su-30 and Su-30s."""
    return {
        f"{match['letters']}{match['figures']}".lower()
        for match in _DESIGNATION.finditer(text)
        if match["letters"].lower() not in english.CURRENCY_CODES
    }


def _plain_parts(text: str) -> list[str]:
    """Runs of letters, and of figures with the capitals among them, in lower case: su, 30mk2."""
    return [part.lower() for part in _PART.findall(text)]


def _are_related(name: str, word: str) -> bool:
    """Whether two words are a country and its people.

    >>> _are_related("russian", "russia"), _are_related("laos", "lao")
    (True, True)
    >>> _are_related("iran", "iraq"), _are_related("nigeria", "niger")
    (False, False)
    """
    if name in (_PEOPLES.get(word), word) or word == _PEOPLES.get(name):
        return True
    common = 0
    while common < min(len(name), len(word)) and name[common] == word[common]:
        common += 1
    return common >= _SHORTEST_STEM and {name[common:], word[common:]} in _ENDINGS


def _initials(text: str) -> Iterator[str]:
    """Initials of each run of capitalised words, which names are shortened to: "un"."""
    run = ""
    for word in [*re.findall(r"[^\W_]+|[.;:!?\n]", text), "\n"]:
        if word[0].isupper():
            run += word[0].casefold()
        elif word not in _WITHIN_NAMES:
            if len(run) > 1:
                yield run
            run = ""


def _plain_words(text: str) -> list[str]:
    """Words in lower case without diacritics, as names are often written in English."""
    return _WORD.findall(fold(unicodedata.normalize("NFC", text)))
