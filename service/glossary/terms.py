"""What the glossary's rooms hand one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.article import Span
from service.glossary.vietnamese import WORD

TermState = Literal["applied", "missed", "conflicting"]


@dataclass(frozen=True, slots=True)
class Term:
    """A Vietnamese term, the English asked for and what else is right."""

    vietnamese: str
    english: str
    alternatives: tuple[str, ...] = ()
    note: str = ""
    general: bool = False
    """A word of any field rather than a name or title that another could be taken for."""

    @property
    def is_name(self) -> bool:
        """Whether every word has a capital, so that it is only found written like that.

        "Hòa Bình" is a province, "hòa bình" is peace; "Đại tướng" may be written either way.
        """
        return all(
            word[0].isupper() or word[0].isdecimal() for word in WORD.findall(self.vietnamese)
        )


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found in a source sentence, at `[start, end)`.

    `forms` are its English forms and `rivals` the longer forms of other terms that end in one of
    them ("Lieutenant General" for "General"), both as `english.plain` writes them.
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
