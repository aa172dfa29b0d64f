"""Term pairs that a sentence and its translation both contain: the hints an adapter learns from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 8  # syllables
_SHORTEST_ENGLISH = 4  # letters; below that a match is more often chance than meaning

TermPair = tuple[str, str]


class TermList:
    """Vietnamese terms with the English forms each may have, the first one preferred."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._forms: dict[tuple[str, ...], list[str]] = {}
        for vietnamese, forms in entries:
            known = self._forms.setdefault(_syllables(vietnamese), [])
            known.extend(form for form in forms if form not in known)

    def pairs(self, vietnamese: str, english: str) -> list[TermPair]:
        """Terms of the sentence, as it writes them, each with the form its translation uses."""
        words = list(_WORD.finditer(vietnamese))
        keys = [word.group().lower() for word in words]
        found = []
        index = 0
        while index < len(words):
            size, form = self._longest_at(keys, index, english)
            if form is not None:
                text = vietnamese[words[index].start() : words[index + size - 1].end()]
                found.append((text, form))
            index += size
        return found

    def alternatives(self, vietnamese: str, form: str) -> list[str]:
        """Other English forms of a term."""
        return [other for other in self._forms.get(_syllables(vietnamese), ()) if other != form]

    def _longest_at(self, keys: list[str], index: int, english: str) -> tuple[int, str | None]:
        for size in range(min(_LONGEST, len(keys) - index), 0, -1):
            for form in self._forms.get(tuple(keys[index : index + size]), ()):
                if find_form(form, english) is not None:
                    return size, form
        return 1, None


def find_form(form: str, english: str) -> re.Match[str] | None:
    """Where a form stands in an English text, whatever its case and regular ending."""
    return re.search(rf"(?<!\w){re.escape(form)}(?=(?:s|es|d|ed)?(?!\w))", english, re.IGNORECASE)


def read_glossary(path: Path) -> TermList:
    """The project's glossary: columns vi, en, alternatives divided by "|"."""
    entries = []
    for line in path.read_text("utf-8").split("\n"):
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 2 or fields[0] == "vi":
            continue
        others = fields[2].split("|") if len(fields) > 2 and fields[2] else []
        entries.append((fields[0], [fields[1], *others]))
    return TermList(entries)


def read_dictionaries(paths: Iterable[Path]) -> TermList:
    """Word lists of "vi TAB en" lines; entries too short to be told from chance are left out."""
    entries = []
    for path in paths:
        for line in path.read_text("utf-8").split("\n"):
            vietnamese, _, english = line.partition("\t")
            english = english.removeprefix("to ").strip()
            if len(_syllables(vietnamese)) > 1 and len(english) >= _SHORTEST_ENGLISH:
                entries.append((vietnamese, [english]))
    return TermList(entries)


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))
