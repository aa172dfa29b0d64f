"""The house terms that people edit over HTTP: a TSV file over the glossaries of the settings."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from service.api.problems import Problem
from service.api.writing import write_whole
from service.errors import GlossaryError
from service.glossary import Glossary, Term, parse_terms

HEADING = "vi\ten\talternatives\tnote\n"


class HouseTerms:
    """The terms in force. Replaced as a whole; a request keeps those it began with.

    Args:
        path: Where the edited terms are kept.
        below: The glossary they go over.
    """

    def __init__(self, path: Path, below: Glossary) -> None:
        self._path = path
        self._below = below
        self._writing = threading.Lock()
        try:
            self._text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self._text = HEADING
        except (OSError, UnicodeDecodeError) as error:
            raise GlossaryError(str(path), 0, f"cannot be read: {error}") from error
        self._edited = Glossary(parse_terms(self._text, str(path)))
        self._current = self.over(self._edited.terms)

    @property
    def current(self) -> Glossary:
        """All terms in force: the edited ones over those of the settings."""
        return self._current

    @property
    def text(self) -> str:
        """The edited terms, as they were put."""
        return self._text

    @property
    def version(self) -> str:
        """A digest of the edited terms."""
        return self._edited.version

    def over(self, terms: Sequence[Term]) -> Glossary:
        """Terms of one request, or edited ones, over everything below them."""
        return Glossary((*terms, *self._below.terms)) if terms else self._below

    def with_terms(self, terms: Sequence[Term]) -> Glossary:
        """The terms of one request over those in force."""
        return Glossary((*terms, *self._current.terms)) if terms else self._current

    def put(self, text: str, expected: str | None) -> int:
        """Replace the edited terms; returns how many there are now.

        Args:
            text: The new terms, tab-separated.
            expected: The version they replace, if the caller says so.

        Raises:
            GlossaryError: A line is malformed, or the file cannot be written.
            Problem: 412, somebody else has replaced them meanwhile.
        """
        edited = Glossary(parse_terms(text, "the terms"))
        with self._writing:
            if expected is not None and expected != self.version:
                raise Problem(412, f"the terms have changed: their version is {self.version}")
            self._store(text)
            self._text, self._edited = text, edited
            self._current = self.over(edited.terms)
        return len(edited)

    def _store(self, text: str) -> None:
        try:
            write_whole(self._path, text.encode())
        except OSError as error:
            raise GlossaryError(str(self._path), 0, f"cannot be written: {error}") from error
