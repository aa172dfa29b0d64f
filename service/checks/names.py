"""Are the source's names in the translation, as they were written?

Checked are names in Latin script (Vidal, Kim Seon Ho), Vietnamese persons with or without their
diacritics, acronyms (UTC) and designations (Su-30MK2, H5N1). Names that English has its own words
for (Bắc Kinh, Đại học Quốc gia) are left to the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from service.article import Finding
from service.checks.name_forms import (
    ACRONYM_WORDS,
    AMBIGUOUS_SYLLABLES,
    CHINESE_SURNAMES,
    ENDINGS,
    EXONYMS,
    LOAN_WORDS,
    NO_PERSON,
    NO_SURNAMES,
    TAKES_I,
    VIETNAMESE_ACRONYMS,
)
from service.checks.reading.measures import MEASURES
from service.checks.reading.quantities import ROMAN
from service.checks.reading.text import Pair, fold, has_vietnamese_letter, words
from service.proper_names import FAMILY_NAMES
from service.syllables import CAPITAL, SMALL, is_bare_syllable, is_syllable
from service.wording.place_names import plain_districts

_DESIGNATION = re.compile(
    r"(?<![^\W_])(?=[\w./-]*\d)[A-ZĐa-z]{1,12}(?:[-.]?\d+[A-Za-z]*)+(?:[-/]\d*[A-Z]*\d*)*(?![^\W_])"
)
_UNIT_POWER = re.compile(r"[dcmk]?m[23]|[a-z]{1,2}\d|[A-Za-zĐđ]{1,3}\d{5,}")
_FORMULA = re.compile(r"[A-Z][a-z]?O?\d|H2[SO]|PM\d.*|F\d|U\d\d")
_DESIGN_BUREAUS = words("An Be Il Ka La Mi Po Su Tu Yak")
"""That name aircraft: Su-30. Some are Vietnamese syllables too."""
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINERS = re.compile(r"[\s\-–.‑/]")
_SPELLED = re.compile(r"(?:-[^\W\d_A-Z]+)+")
"""How a name goes on that is spelled by syllables."""
_CLUSTER = re.compile(r"^(?:(x)[tcpmnl]?h?[lr]?|(b|c|d|g|k|p|ph|s|t|th|v)[lr])(?=\w)")
"""How foreign syllables may begin where no Vietnamese ones do: Bra-xin, Xri Lan-ca, Xtốc-khôm."""
_CHAIN = re.compile(r"\w+(?:-\w+)*")
_AREA = re.compile(
    rf"\b((?!(?:The|In|At|On|To|From|An?|For)\b){CAPITAL}{SMALL}+(?: {CAPITAL}{SMALL}+)*)"
    r"(?= (?i:district|commune|ward|town|hamlet)\b)"
)
"""A Vietnamese area in English: "Ky Son district"."""
_SMALL_WORDS = frozenset({"of", "and", "the", "for", "on", "in", "to"})
_SIMILAR = 0.6


def check(pair: Pair) -> Iterator[Finding]:
    """Names changed or lost."""
    source = pair.source
    if not any(source.text[start].islower() for start in source.starts):
        return  # a headline in capitals
    capitals = [index for index, start in enumerate(source.starts) if source.text[start].isupper()]
    names = _Names(pair, capitals)
    yield from names.check_designations()
    yield from names.check_persons()
    yield from names.check_places()
    yield from names.check_foreign()
    yield from names.check_acronyms()


class _Names:
    """The names of one sentence; those found by one check are left alone by the next."""

    def __init__(self, pair: Pair, capitals: list[int]) -> None:
        self._pair = pair
        self._capitals = capitals
        self._target = fold(pair.target.text)
        self._said = [
            self._target[start:end]
            for start, end in zip(pair.target.starts, pair.target.ends, strict=True)
        ]
        self._words = frozenset(self._said)
        self._checked: list[tuple[int, int]] = []

    def check_designations(self) -> Iterator[Finding]:
        """Letters and digits in one word: Su-30MK2, H5N1, F-16, DK1/15."""
        text = self._pair.source
        if not text.has_digits:
            return
        for match in _DESIGNATION.finditer(text.text):
            word = match.group()
            if not _is_designation(word):
                continue
            self._checked.append(match.span())
            if self._squeezed(word) in self._squeezed(self._target):
                continue
            letters = word[: len(word) - len(word.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ"))]
            digits = re.findall(r"\d+", word)
            if letters in VIETNAMESE_ACRONYMS and all(d in self._target for d in digits):
                continue  # QL1 is National Highway 1
            span = text.span(*match.span())
            yield Finding("name", "serious", f"“{word}” is missing or changed", span)

    def check_persons(self) -> Iterator[Finding]:
        """Vietnamese persons by their full names."""
        source = self._pair.source
        for first, last in self._persons():
            start, end = source.starts[first], source.ends[last]
            self._checked.append((start, end))
            parts = [fold(source.written(index)) for index in range(first, last + 1)]
            missing = [part for part in parts if part not in self._words]
            missing = [part for part in missing if not _in_compound(part, parts, self._words)]
            if missing == [parts[0]] and source.words[first] in NO_SURNAMES:
                continue
            by_given_name = parts[-1] in self._words and len(missing) == len(parts) - 1
            may_be_chinese = len(missing) == len(parts) and source.words[first] in CHINESE_SURNAMES
            if missing and not by_given_name and not may_be_chinese:
                instead = next(filter(None, map(self._similar, missing)), None)
                yield self._finding(start, end, instead)

    def check_places(self) -> Iterator[Finding]:
        """Districts and communes in whose place another stands; of China's the English differs."""
        source, squeezed = self._pair.source, self._squeezed(self._target)
        places = [(span, self._squeezed(place)) for span, place in plain_districts(source.text)]
        for (start, end), place in places:
            if place in squeezed or self._is_in_checked(start):
                continue
            self._checked.append((start, end))
            others = {name for _, name in places}
            instead = next((at for at in self._areas() if self._name_at(at) not in others), None)
            if instead is not None:
                span = self._pair.target.span(*instead)
                detail = f"“{source.text[start:end]}” became “{span.text}”"
                yield Finding("name", "serious", detail, source.span(start, end), span)

    def _areas(self) -> Iterator[tuple[int, int]]:
        """Where the translation names a district or the like as Vietnamese ones are named."""
        for match in _AREA.finditer(self._pair.target.text):
            if all(map(is_bare_syllable, fold(match[1]).split())):
                yield match.span(1)

    def _name_at(self, place: tuple[int, int]) -> str:
        return self._squeezed(self._pair.target.text[slice(*place)])

    def _persons(self) -> Iterator[tuple[int, int]]:
        """First and last word of each name of three or four words that begins with a surname."""
        source = self._pair.source
        following = 0
        for index in self._capitals:
            if index < following or source.words[index] not in FAMILY_NAMES:
                continue
            last = index
            while self._continues_name(last + 1):
                last += 1
            if not 2 <= last - index <= 3:
                continue  # more are a title: "Nền Văn Minh Lưu Vực Sông Ấn"
            if (source.words[index], source.words[index + 1]) in NO_PERSON:
                continue
            following = last + 1
            yield index, last

    def _continues_name(self, index: int) -> bool:
        source = self._pair.source
        return (
            index < len(source.words)
            and source.is_capital(index)
            and source.gap(index) == " "
            and not source.written(index)[1:].isupper()
            and _is_vietnamese(source.words[index])
        )

    def check_foreign(self) -> Iterator[Finding]:
        """Names in Latin script that are not Vietnamese."""
        source = self._pair.source
        previous, seen = -2, set[str]()  # the last word of a foreign name
        for index in self._capitals:
            word = source.words[index]
            follows = previous == index - 1 and source.gap(index) in (" ", "-", "'", "’")
            if _is_vietnamese(word) and not (
                follows and word.isascii() and len(word) > 1 and word not in AMBIGUOUS_SYLLABLES
            ):
                continue
            written = source.written(index)
            if written.isupper():
                continue  # an acronym
            previous = index
            if word in seen or word in LOAN_WORDS or len(word) < 2 or self._is_checked(index):
                continue
            seen.add(word)
            if self._is_spelled_out(index) or self._is_said(fold(written)):
                continue
            if index and fold(source.words[index - 1]) + fold(written) in self._words:
                continue  # Mê Kông is the Mekong
            if not self._is_chain(index):
                start, end = source.starts[index], source.ends[index]
                yield self._finding(start, end, self._similar(fold(written)))

    def _is_spelled_out(self, index: int) -> bool:
        """Whether a word is spelled the Vietnamese way, Bra-xin, Irắc, or goes on in digits."""
        source = self._pair.source
        word, after = source.words[index], source.text[source.ends[index] :]
        if after[:1].isdigit() or has_vietnamese_letter(word):
            return True
        rest = _SPELLED.match(after)
        if rest is None or not word.isascii():
            return rest is not None
        return all(map(_is_spelled_syllable, [word, *rest.group()[1:].lower().split("-")]))

    def _is_chain(self, index: int) -> bool:
        """Whether a word is part of a name joined by hyphens that the translation joins its way."""
        source = self._pair.source
        chain = next(m for m in _CHAIN.finditer(source.text) if m.end() >= source.ends[index])
        return "-" in chain.group() and self._squeezed(chain.group()) in self._squeezed(
            self._target
        )

    def _is_said(self, name: str) -> bool:
        """Whether the translation has a name, whole, inflected or in its English form."""
        if name in self._words or self._is_compound(name):
            return True
        for form in EXONYMS.get(name, ()):
            if any(f"{form}{ending}" in self._words for ending in ("", "n", "an", "ian")):
                return True
        return any(word[:3] == name[:3] and _is_form(word, name) for word in self._words)

    def _is_compound(self, name: str) -> bool:
        """Whether a name is written as two words: MetroRail, "Metro Rail"."""
        said = self._said
        return any(
            name.startswith(word) and word + said[index + 1] == name
            for index, word in enumerate(said[:-1])
        )

    def check_acronyms(self) -> Iterator[Finding]:
        """Acronyms that English keeps."""
        source, seen = self._pair.source, set[str]()
        for index in self._capitals:
            word = source.written(index)
            if len(word) < 2 or not (word.isascii() and word.isupper()) or word in seen:
                continue
            seen.add(word)
            if self._is_checked(index) or self._is_local(index, word):
                continue
            low = word.lower()
            said = low in self._words or f"{low}s" in self._words or self._is_expanded(word)
            if not said and self._words.isdisjoint(ACRONYM_WORDS.get(word, ())):
                yield self._finding(source.starts[index], source.ends[index], self._near(word))

    def _is_local(self, index: int, word: str) -> bool:
        """Whether capitals are Vietnamese, a unit, a numeral or part of a decree's number."""
        source = self._pair.source
        if word in VIETNAMESE_ACRONYMS or word in MEASURES or word.lower() in ROMAN:
            return True
        start, end = source.starts[index], source.ends[index]
        around = source.text[max(0, start - 1) : start] + source.text[end : end + 1].rstrip(".")
        if any(char in "-/.Đ&" or char.isdigit() for char in around):
            return True  # 57-NQ/TW
        if source.text[end : end + 1] == "." and source.text[end + 1 : end + 2].isalnum():
            return True  # TP.HCM
        if source.text[end + 1 : end + 2].isdigit():
            return True
        neighbours = source.text[max(0, start - 3) : start] + source.text[end : end + 4]
        return is_bare_syllable(word.lower()) and neighbours.isupper()  # "THANH BÌNH"

    def _is_expanded(self, acronym: str) -> bool:
        """Whether words of the translation have these initials: "European Union" for EU."""
        target = self._pair.target
        initials = "".join(
            word[0]
            for index, word in enumerate(target.words)
            if target.is_capital(index) or word not in _SMALL_WORDS
        )
        return acronym.lower() in initials

    def _near(self, acronym: str) -> int | None:
        """Other capitals that seem to stand in an acronym's place."""
        target = self._pair.target
        for index in range(len(target.words)):
            word = target.written(index)
            if len(word) < 2 or not word[:-1].isupper() or word in self._pair.source.text:
                continue
            if SequenceMatcher(None, acronym, word).ratio() >= 0.5:
                return index
        return None

    def _is_checked(self, index: int) -> bool:
        return self._is_in_checked(self._pair.source.starts[index])

    def _is_in_checked(self, start: int) -> bool:
        return any(first <= start < last for first, last in self._checked)

    def _similar(self, name: str) -> int | None:
        """The word of the translation that seems to stand in a name's place."""
        best, best_ratio = None, _SIMILAR
        source = fold(self._pair.source.text)
        for index, word in enumerate(self._said):
            if not self._pair.target.is_capital(index) or abs(len(word) - len(name)) > 4:
                continue
            if re.search(rf"\b{re.escape(word)}\b", source):
                continue
            ratio = SequenceMatcher(None, name, word).ratio()
            if ratio >= best_ratio:
                best, best_ratio = index, ratio
        return best

    def _finding(self, start: int, end: int, instead: int | None) -> Finding:
        source, target = self._pair.source.span(start, end), self._pair.target
        if instead is None:
            return Finding("name", "serious", f"“{source.text}” is missing", source)
        span = target.span(target.starts[instead], target.ends[instead])
        return Finding("name", "serious", f"“{source.text}” became “{span.text}”", source, span)

    @staticmethod
    def _squeezed(text: str) -> str:
        """A text without what may or may not stand inside a designation: "su30mk2"."""
        return _JOINERS.sub("", fold(text))


def _is_vietnamese(low: str) -> bool:
    """Whether a lower-case word may be a Vietnamese syllable, with or without its diacritics."""
    return is_bare_syllable(low) if low.isascii() else is_syllable(low)


def _is_spelled_syllable(low: str) -> bool:
    """Whether a word may be a syllable of a foreign name spelled by syllables."""
    simple = _CLUSTER.sub(lambda match: match[1] or match[2], low)
    return _is_vietnamese(re.sub(r"^c(?=[eiy])", "k", simple))


def _is_designation(word: str) -> bool:
    """Whether letters with digits are a name, no unit, formula, quarter or word."""
    letters = _LETTERS.match(word)
    if letters is None or _UNIT_POWER.fullmatch(word) or _FORMULA.fullmatch(word):
        return False
    name = letters.group()
    if not name[0].isupper() or name.lower() in ROMAN:
        return False  # "quý III-2025"
    if name in _DESIGN_BUREAUS and word[len(name)] == "-":
        return True
    return name.isupper() or not _is_vietnamese(name.lower())  # "Hằng Nga-6" is Chang'e-6


def _in_compound(part: str, parts: list[str], words: frozenset[str]) -> bool:
    """Whether two syllables are written as one word: Hà Nội, Hanoi."""
    at = parts.index(part)
    return (at + 1 < len(parts) and part + parts[at + 1] in words) or (
        at > 0 and parts[at - 1] + part in words
    )


def _is_form(word: str, name: str) -> bool:
    """Whether an English word is an adjective, a plural or another spelling of a name."""
    if _romanised(word) == _romanised(name):
        return True
    if word.startswith(name):
        ending = word[len(name) :]
        if ending in ENDINGS or (ending in ("i", "is") and name.endswith(TAKES_I)):
            return True
    for ending in ("istan", "stan", "land", "us", "es", "a", "o", "e", "y", "s", "um"):
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            stem = name.removesuffix(ending)
            if word.startswith(stem) and (
                word[len(stem) :] in ENDINGS or (word == stem and len(stem) > 3)
            ):
                return True
            break
    return _is_corrected(word, name)


def _romanised(name: str) -> str:
    """A name without what romanisations of Russian differ in: Sergei, Sergey; Aleksei, Alexey."""
    return re.sub(r"(?:[eiy]y|[ei]i|i)$", "y", name.replace("ks", "x"))


def _is_corrected(word: str, name: str) -> bool:
    """Whether a word is a name with one letter put in, as editors do: Valetta, Valletta."""
    if len(word) != len(name) + 1 or len(name) < 5:
        return False
    at = next((index for index, char in enumerate(name) if word[index] != char), len(name))
    if word[:at] + word[at + 1 :] != name:
        return False
    inside = at < len(name) > 8 and word[at] in "aeiouy"
    return inside or word[at] == "h" or word[at] == word[at - 1]
