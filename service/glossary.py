"""House terms: what a Vietnamese term is called in English, and whether a translation says so.

A glossary is a tab-separated file with the columns `vi`, `en`, `alternatives` (divided by "|") and
`note`; the last two may be left out. `en` is the form asked for, the alternatives are accepted as
well. Several glossaries are layered, the first that has a term decides.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Literal

from service.article import Span
from service.errors import GlossaryError
from service.syllables import is_syllable, strip_diacritics

_BUILT_IN = "defence_diplomacy.vi-en.tsv"
_COLUMNS = ("vi", "en", "alternatives", "note")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = " \t\xa0.()‑–—-"  # may stand between the words of a term, whatever the term has there

TermState = Literal["applied", "missed", "conflicting"]


@dataclass(frozen=True, slots=True)
class Term:
    """A Vietnamese term, the English asked for and what else is right."""

    vietnamese: str
    english: str
    alternatives: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_name(self) -> bool:
        """Whether every word has a capital, so that it is only found written like that.

        "Hòa Bình" is a province, "hòa bình" is peace; "Đại tướng" may be written either way.
        """
        return all(
            word[0].isupper() or word[0].isdecimal() for word in _WORD.findall(self.vietnamese)
        )


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found in a source sentence, at `[start, end)`.

    `forms` are its English forms and `rivals` the longer forms of other terms that end in one of
    them ("Lieutenant General" for "General"), both as `_plain` writes them.
    """

    term: Term
    start: int
    end: int
    forms: tuple[str, ...]
    rivals: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of a term in a translation.

    `target` is where it is said, if it is; a conflicting term was given the English of `other`.
    """

    match: TermMatch
    state: TermState
    target: Span | None = None
    other: Term | None = None


class Glossary:
    """Terms to be found in sentences. Where a term comes twice, the first one counts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[tuple[tuple[str, ...], bool], Term] = {}
        overridden = []
        for term in terms:
            key = (_words(term.vietnamese), term.is_name)
            kept = self._terms.setdefault(key, term)
            if kept.english != term.english:
                overridden.append((kept, term))
        self.overridden = tuple(overridden)
        self._longest: dict[str, int] = {}
        for words, _ in self._terms:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        self._marks = {
            term: _marks(term.vietnamese, list(_WORD.finditer(term.vietnamese)))
            for term in self._terms.values()
        }
        self._forms = {term: _forms(term) for term in self._terms.values()}
        self._rivals = _rivals(self._forms)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, in the order in which they were given."""
        return tuple(self._terms.values())

    @cached_property
    def version(self) -> str:
        """A digest of what the terms say: it changes if and only if a term does."""
        digest = hashlib.sha256()
        for term in sorted(self._terms.values(), key=lambda term: term.vietnamese):
            for field in (term.vietnamese, term.english, *term.alternatives):
                data = field.encode()
                digest.update(len(data).to_bytes(4, "big") + data)
            digest.update(b"\0\0\0\0")
        return digest.hexdigest()[:16]

    def __len__(self) -> int:
        return len(self._terms)

    def find(self, source: str) -> tuple[TermMatch, ...]:
        """The terms in a Vietnamese sentence, the longest at each place, none overlapping."""
        words = list(_WORD.finditer(source))
        keys = [_key(word.group()) for word in words]
        present = frozenset(keys)
        shouts = source.isupper()
        matches = []
        index = 0
        while index < len(words):
            found = self._longest_at(source, words, keys, index, shouts)
            if found is None:
                index += 1
                continue
            term, size = found
            start, end = words[index].start(), words[index + size - 1].end()
            rivals = _absent(self._rivals[term], present)
            matches.append(TermMatch(term, start, end, self._forms[term], rivals))
            index += size
        return tuple(matches)

    def _longest_at(
        self,
        source: str,
        words: Sequence[re.Match[str]],
        keys: Sequence[str],
        index: int,
        shouts: bool,
    ) -> tuple[Term, int] | None:
        """The longest term that starts at a word, and how many words it has."""
        longest = min(self._longest.get(keys[index], 0), len(words) - index)
        for size in range(longest, 0, -1):
            key = tuple(keys[index : index + size])
            name, other = self._terms.get((key, True)), self._terms.get((key, False))
            if name is None and other is None:
                continue
            inside = words[index : index + size]
            marks = _marks(source, inside)
            capital = all(not word.group()[0].islower() for word in inside)
            alone = size > 1 or shouts or not _in_longer_name(source, words, index)
            spoken = capital and alone and not (shouts and other is not None)
            if name is not None and spoken and self._marks[name] == marks:
                return name, size
            if other is not None and self._marks[other] == marks:
                return other, size
        return None


def load_glossary(house: Sequence[Path] = ()) -> Glossary:
    """The terms that come with Bantin, below those of the house's own files.

    Raises:
        GlossaryError: If a file cannot be read or a line is malformed.
    """
    text = resources.files("service").joinpath("data", _BUILT_IN).read_text(encoding="utf-8")
    own = [term for path in house for term in read_terms(path)]
    return Glossary([*own, *parse_terms(text, _BUILT_IN)])


def _absent(
    rivals: Iterable[tuple[str, Term]], present: frozenset[str]
) -> tuple[tuple[str, Term], ...]:
    """The rivals whose English the words of the source do not ask for."""
    asked = {form for form, rival in rivals if present.issuperset(_words(rival.vietnamese))}
    return tuple((form, rival) for form, rival in rivals if form not in asked)


def _in_longer_name(source: str, words: Sequence[re.Match[str]], index: int) -> bool:
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


def read_terms(path: Path) -> list[Term]:
    """The terms of a glossary file.

    Raises:
        GlossaryError: If the file cannot be read or a line is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GlossaryError(str(path), 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise GlossaryError(str(path), line, "is not UTF-8") from error
    return list(parse_terms(text, str(path)))


def parse_terms(text: str, name: str) -> Iterator[Term]:
    """The terms of a glossary given as text; `name` says in errors where it is from.

    Blank lines, lines that begin with "#" and a heading line are passed over.

    Raises:
        GlossaryError: If a line is malformed or repeats a term.
    """
    lines: dict[tuple[tuple[str, ...], bool], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [unicodedata.normalize("NFC", field.strip()) for field in line.split("\t")]
        if tuple(fields) == _COLUMNS[: len(fields)]:
            continue
        term = _parse(fields, name, number)
        key = (_words(term.vietnamese), term.is_name)
        if key in lines:
            raise GlossaryError(name, number, f"repeats “{term.vietnamese}” of line {lines[key]}")
        lines[key] = number
        yield term


def _parse(fields: list[str], name: str, number: int) -> Term:
    if not 2 <= len(fields) <= len(_COLUMNS):
        count = len(fields)
        raise GlossaryError(name, number, f"has {count} columns, not 2 to 4 divided by tabs")
    vietnamese, english, alternatives, note = [*fields, "", ""][:4]
    if not _WORD.search(vietnamese) or not _WORD.search(english):
        column = "English" if _WORD.search(vietnamese) else "Vietnamese"
        raise GlossaryError(name, number, f"has no {column} term")
    others = tuple(other.strip() for other in alternatives.split("|")) if alternatives else ()
    if not all(_WORD.search(other) for other in others):
        raise GlossaryError(name, number, "has an empty alternative")
    return Term(vietnamese, english, others, note)


def uses(matches: Iterable[TermMatch], target: str) -> tuple[TermUse, ...]:
    """Which of the terms found in a source its translation says, and which it does not."""
    words = list(_WORD.finditer(target))
    plain, starts = _plain_with_offsets(target, words)
    return tuple(_use(match, target, plain, starts) for match in matches)


def _use(match: TermMatch, target: str, plain: str, starts: Sequence[tuple[int, int]]) -> TermUse:
    conflict: tuple[Term, int, int] | None = None
    for form in match.forms:
        at = plain.find(form)
        while at >= 0:
            end = at + len(form)
            rival = next((pair for pair in match.rivals if plain.endswith(pair[0], 0, end)), None)
            if rival is None:
                return TermUse(match, "applied", _span(target, plain, starts, at, end))
            conflict = conflict or (rival[1], end - len(rival[0]), end)
            at = plain.find(form, at + 1)
    if conflict is not None:
        other, start, end = conflict
        return TermUse(match, "conflicting", _span(target, plain, starts, start, end), other)
    return TermUse(match, "missed")


def _span(target: str, plain: str, starts: Sequence[tuple[int, int]], start: int, end: int) -> Span:
    """The stretch of the target that stands for `plain[start:end]`, which begins at a blank."""
    first = plain.count(" ", 0, start + 1) - 1
    last = plain.count(" ", 0, end - 1) - 1
    return Span(starts[first][0], starts[last][1], target[starts[first][0] : starts[last][1]])


def _plain_with_offsets(
    target: str, words: Sequence[re.Match[str]]
) -> tuple[str, list[tuple[int, int]]]:
    stems, offsets = [], []
    for index, word in enumerate(words):
        stem = _stem(word.group())
        if not stem or _is_possessive(target, words, index):
            continue
        stems.append(stem)
        offsets.append(word.span())
    return f" {' '.join(stems)} ", offsets


def _plain(english: str) -> str:
    """English as it is compared: " chief of general staff " for "Chiefs of the General Staff"."""
    return _plain_with_offsets(english, list(_WORD.finditer(english)))[0]


def _is_possessive(text: str, words: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a word is the s of "Vietnam's"."""
    start = words[index].start()
    return words[index].group() in ("s", "S") and start > 0 and text[start - 1] in "'’"


_ARTICLES = frozenset({"the", "a", "an"})
_SPELLINGS = {
    "defense": "defence", "center": "centre", "program": "programme", "labor": "labour",
    "honor": "honour", "color": "colour", "armor": "armour", "armored": "armoured",
    "neighbor": "neighbour", "theater": "theatre", "meter": "metre", "kilometer": "kilometre",
    "men": "man", "turkey": "turkiye",
}  # fmt: skip


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
    elif stem.endswith("ies"):
        stem = stem[:-3] + "y"
    elif stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    stem = _SPELLINGS.get(stem, stem)
    for ending in ("ing", "ed", "e"):
        if stem.endswith(ending) and len(stem) - len(ending) > 3:
            stem = stem.removesuffix(ending)
            break
    return stem.replace("iz", "is")


_COMMON_WORDS = frozenset({"anh", "ý", "áo"})
_PREPOSITIONS = frozenset({"of", "for", "in", "to", "at", "on", "and"})


def _forms(term: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(form) for form in (term.english, *term.alternatives)))


def _rivals(
    forms: dict[Term, tuple[str, ...]],
) -> dict[Term, tuple[tuple[str, Term], ...]]:
    """For each term, the longer English of related ones that ends in its own.

    "Lieutenant General" is a rival of "General", for Trung tướng and Đại tướng have a word in
    common; "State Bank of Vietnam" is none of "Vietnam".
    """
    by_last: dict[str, list[tuple[str, Term]]] = {}
    for term, own in forms.items():
        by_last.setdefault(own[0].split()[-1], []).append((own[0], term))
    return {
        term: tuple(
            dict.fromkeys(
                (other, rival)
                for form in own
                for other, rival in by_last.get(form.split()[-1], ())
                if other not in own and _extends(other, form) and _are_related(term, rival)
            )
        )
        for term, own in forms.items()
    }


def _extends(longer: str, form: str) -> bool:
    """Whether a form is another one with words put before it, none of them a preposition."""
    added = longer.removesuffix(form).split()
    return longer.endswith(form) and bool(added) and _PREPOSITIONS.isdisjoint(added)


def _are_related(term: Term, other: Term) -> bool:
    """Whether two Vietnamese terms have a word in common."""
    return not set(_words(term.vietnamese)).isdisjoint(_words(other.vietnamese))


def _marks(text: str, words: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """The commas and slashes between words, "" where there is only a blank or a hyphen."""
    return tuple(
        text[left.end() : right.start()].strip(_BETWEEN) for left, right in pairwise(words)
    )


def _words(vietnamese: str) -> tuple[str, ...]:
    return tuple(_key(word) for word in _WORD.findall(vietnamese))


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


@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    """A word as it is looked up: in lower case, "hoà" as "hòa", "kỹ" as "kĩ"."""
    low = unicodedata.normalize("NFC", word).lower()
    if low.isascii():
        return low
    low = _TONED.sub(lambda match: _TONES[match.group()], low)
    return _Y_FOR_I.sub(lambda match: match.group().translate(_I), low)
