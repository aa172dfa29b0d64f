"""Layered terms, to be found in sentences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import resources
from pathlib import Path

from service.glossary.reading import parse_terms, read_terms
from service.glossary.rivals import forms_of, rivals_of
from service.glossary.terms import Term, TermMatch
from service.glossary.vietnamese import WORD, in_longer_name, key_of, marks_between, words_of

_HOUSE_STYLE = "defence_diplomacy.vi-en.tsv"
_VOCABULARY = "press.vi-en.tsv"  # what words of all fields mean


class Glossary:
    """Terms to be found in sentences. Where a term comes twice, the first one counts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[tuple[tuple[str, ...], bool], Term] = {}
        overridden = []
        for term in terms:
            key = (words_of(term.vietnamese), term.is_name)
            kept = self._terms.setdefault(key, term)
            if kept.english != term.english:
                overridden.append((kept, term))
        self.overridden = tuple(overridden)
        self._longest: dict[str, int] = {}
        for words, _ in self._terms:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        self._marks = {
            term: marks_between(term.vietnamese, list(WORD.finditer(term.vietnamese)))
            for term in self._terms.values()
        }
        self._rivals = rivals_of(term for term in self._terms.values() if not term.general)

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
        words = list(WORD.finditer(source))
        keys = [key_of(word.group()) for word in words]
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
            rivals = _absent(self._rivals.get(term, ()), present)
            matches.append(TermMatch(term, start, end, forms_of(term), rivals))
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
            marks = marks_between(source, inside)
            capital = all(not word.group()[0].islower() for word in inside)
            alone = size > 1 or shouts or not in_longer_name(source, words, index)
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
    own = [term for path in house for term in read_terms(path)]
    vocabulary = [replace(term, general=True) for term in _built_in(_VOCABULARY)]
    return Glossary([*own, *_built_in(_HOUSE_STYLE), *vocabulary])


def _built_in(name: str) -> Iterator[Term]:
    text = resources.files("service").joinpath("data", name).read_text(encoding="utf-8")
    return parse_terms(text, name)


def _absent(
    rivals: Iterable[tuple[str, Term]], present: frozenset[str]
) -> tuple[tuple[str, Term], ...]:
    """The rivals whose English the words of the source do not ask for."""
    asked = {form for form, rival in rivals if present.issuperset(words_of(rival.vietnamese))}
    return tuple((form, rival) for form, rival in rivals if form not in asked)
