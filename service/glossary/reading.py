"""Glossary files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from service.errors import GlossaryError
from service.glossary.terms import Term
from service.glossary.vietnamese import WORD, words_of

_COLUMNS = ("vi", "en", "alternatives", "note")


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
        key = (words_of(term.vietnamese), term.is_name)
        if key in lines:
            raise GlossaryError(name, number, f"repeats “{term.vietnamese}” of line {lines[key]}")
        lines[key] = number
        yield term


def _parse(fields: list[str], name: str, number: int) -> Term:
    if not 2 <= len(fields) <= len(_COLUMNS):
        count = len(fields)
        raise GlossaryError(name, number, f"has {count} columns, not 2 to 4 divided by tabs")
    vietnamese, english, alternatives, note = [*fields, "", ""][:4]
    if not WORD.search(vietnamese) or not WORD.search(english):
        column = "English" if WORD.search(vietnamese) else "Vietnamese"
        raise GlossaryError(name, number, f"has no {column} term")
    others = tuple(other.strip() for other in alternatives.split("|")) if alternatives else ()
    if not all(WORD.search(other) for other in others):
        raise GlossaryError(name, number, "has an empty alternative")
    return Term(vietnamese, english, others, note)
