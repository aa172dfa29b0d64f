"""Glossaries that callers keep here and name in their requests: one file each."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from service.api.problems import Problem
from service.api.writing import write_whole
from service.errors import GlossaryError
from service.glossary import Term, parse_terms

MOST = 1_000  # glossaries in all
MOST_ENTRIES = 10_000  # of one

EntriesFormat = Literal["tsv", "csv"]


@dataclass(frozen=True, slots=True)
class StoredGlossary:
    """A caller's glossary: Vietnamese terms and what they are called in English."""

    id: str
    name: str
    owner: str
    created: str
    entries: Mapping[str, str]

    @property
    def terms(self) -> tuple[Term, ...]:
        """The entries as terms."""
        return terms_of(self.entries)

    @property
    def tsv(self) -> str:
        """The entries as tab-separated lines."""
        return "\n".join(f"{source}\t{target}" for source, target in self.entries.items())


class Glossaries:
    """All callers' glossaries; nobody sees another's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, owner: str, entries: Mapping[str, str]) -> StoredGlossary:
        """Keep a glossary.

        Raises:
            GlossaryError: It says nothing, or cannot be stored.
            Problem: 413, there are too many.
        """
        if not entries or len(entries) > MOST_ENTRIES:
            raise GlossaryError(name, 0, f"has {len(entries)} entries, not 1 to {MOST_ENTRIES:,}")
        terms_of(entries)
        if sum(1 for _ in self._folder.glob("*.json")) >= MOST:
            raise Problem(413, f"there are {MOST:,} glossaries already; delete some")
        created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        glossary = StoredGlossary(str(uuid.uuid4()), name, owner, created, dict(entries))
        self._store(glossary)
        return glossary

    def get(self, id: str, owner: str) -> StoredGlossary:
        """A glossary.

        Raises:
            Problem: 404.
        """
        for path in self._folder.glob("*.json"):  # no path is made of what callers send
            if path.stem == id:
                glossary = _read(path)
                if glossary.owner == owner:
                    return glossary
        raise Problem(404, "Glossary not found")

    def all(self, owner: str) -> list[StoredGlossary]:
        """A caller's glossaries, the oldest first."""
        found = (_read(path) for path in self._folder.glob("*.json"))
        return sorted((each for each in found if each.owner == owner), key=lambda g: g.created)

    def delete(self, id: str, owner: str) -> None:
        """Forget a glossary.

        Raises:
            Problem: 404.
        """
        glossary = self.get(id, owner)
        (self._folder / f"{glossary.id}.json").unlink(missing_ok=True)

    def _store(self, glossary: StoredGlossary) -> None:
        try:
            said = json.dumps(asdict(glossary), ensure_ascii=False)
            write_whole(self._folder / f"{glossary.id}.json", said.encode())
        except OSError as error:
            reason = f"cannot be written: {error.strerror}"
            raise GlossaryError(str(self._folder), 0, reason) from error


def parse_entries(text: str, form: EntriesFormat) -> dict[str, str]:
    """The entries of a glossary as DeepL has them: a source and a target a line.

    Raises:
        GlossaryError: A line has something else, or repeats a source.
    """
    entries: dict[str, str] = {}
    for number, row in _rows(text, form):
        if len(row) != 2 and not (form == "csv" and len(row) == 4):
            raise GlossaryError(
                "entries", number, f"has {len(row)} columns, not a source and a target"
            )
        source, target = row[0].strip(), row[1].strip()
        if not source or not target:
            raise GlossaryError("entries", number, "has an empty source or target")
        if source in entries:
            raise GlossaryError("entries", number, f"repeats the source {source!r}")
        entries[source] = target
    return entries


def terms_of(entries: Mapping[str, str]) -> tuple[Term, ...]:
    """Entries as terms.

    Raises:
        GlossaryError: One has no words, or two are one term.
    """
    lines = "\n".join(f"{source}\t{target}" for source, target in entries.items())
    terms = tuple(parse_terms(lines, "entries"))
    if len(terms) != len(entries):
        raise GlossaryError("entries", 0, "a source begins with “#” or has a line break in it")
    return terms


def _rows(text: str, form: EntriesFormat) -> Iterator[tuple[int, Sequence[str]]]:
    if form == "csv":
        reader = csv.reader(io.StringIO(text.lstrip("\ufeff")))
        try:
            yield from ((reader.line_num, row) for row in reader if row)
        except csv.Error as error:
            raise GlossaryError("entries", reader.line_num, str(error)) from error
        return
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if line.strip():
            yield number, line.split("\t")


def _read(path: Path) -> StoredGlossary:
    try:
        return StoredGlossary(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise GlossaryError(str(path), 0, f"cannot be read: {error}") from error
