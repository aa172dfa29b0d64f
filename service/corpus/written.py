"""Which files runs have written to a folder: the only ones that are not read, and are replaced.

Kept beside the ledger and not in it, so that whoever deletes the ledger to have all written again
need not clear the folder too.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from service.corpus.folder import ARTICLES, OutputFolder
from service.corpus.formats import Form, endings
from service.corpus.ledger import articles_of
from service.errors import OutputError

_ENDINGS = endings(tuple(Form))
_OF_ALL = re.compile(r"corpus\.(jsonl|tmx)|index(-\d+)?\.html|run\.json")


class Written:
    """The names of a folder's files that are runs'. For one thread."""

    def __init__(self, connection: sqlite3.Connection, root: Path) -> None:
        self._connection = connection
        self._root = root

    @classmethod
    @contextmanager
    def open(cls, folder: OutputFolder) -> Iterator[Self]:
        """The names for a run; where an earlier Bantin kept none, those its ledger vouches for.

        Raises:
            OutputError: They cannot be kept.
        """
        try:
            with closing(sqlite3.connect(folder.written, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")  # a file outlives a power cut, too
                written = cls(connection, folder.root)
                if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    with written._at_once():
                        connection.execute(
                            "CREATE TABLE file (name TEXT PRIMARY KEY) WITHOUT ROWID"
                        )
                        written._add(_vouched_for(folder))
                yield written
        except sqlite3.Error as error:
            raise OutputError(f"{folder.written}: {error}; delete it and run again") from error

    def claim(self, *names: str) -> None:
        """Keep names of files, before they are written.

        Raises:
            OutputError: One of them is there, and not of a run.
        """
        new = [name for name in names if not _has(self._connection, name)]
        for name in new:
            place = self._root / name
            if os.path.lexists(place):
                raise OutputError(
                    f"{place}: is there and was not written by a run; move it away or write to"
                    " another folder"
                )
        if new:
            with self._at_once():
                self._add(new)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        with self._connection:  # commits, or takes back
            yield

    def _add(self, names: Iterable[str]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO file VALUES (?)", ((name,) for name in names)
        )


class Results:
    """Tells from pages what runs have written among them, to whatever folder."""

    def __init__(self) -> None:
        self._known: dict[Path, sqlite3.Connection] = {}

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """Ask as long as this is open."""
        results = cls()
        try:
            yield results
        finally:
            for connection in results._known.values():
                connection.close()

    def has(self, file: Path) -> bool:
        """Whether a run has written a file."""
        file = Path(os.path.abspath(file))
        if _OF_ALL.fullmatch(file.name) and self._has(OutputFolder(file.parent), file):
            return True
        return file.suffix in _ENDINGS and any(
            self._has(OutputFolder(place.parent), file)
            for place in file.parents
            if place.name == ARTICLES
        )

    def _has(self, folder: OutputFolder, file: Path) -> bool:
        if os.path.exists(folder.written):
            try:
                return _has(self._reader(folder.written), _name(folder, file))
            except sqlite3.Error:
                pass  # whoever writes to that folder is told
        return os.path.exists(folder.ledger) and (
            file.parent == folder.root or file.with_suffix(".json").is_file()
        )

    def _reader(self, file: Path) -> sqlite3.Connection:
        if file not in self._known:
            # Whoever closes this, at the end of a run or later, may be another thread.
            self._known[file] = sqlite3.connect(file, check_same_thread=False)
        return self._known[file]


def _has(connection: sqlite3.Connection, name: str) -> bool:
    row = connection.execute("SELECT 1 FROM file WHERE name = ?", (name,)).fetchone()
    return row is not None


def _vouched_for(folder: OutputFolder) -> Iterator[str]:
    """Files in place that runs of an earlier Bantin have written, as far as its ledger tells.

    A page beside its own report is none of them.
    """
    if not folder.ledger.exists():
        return
    if (folder.root / "run.json").exists():  # written by every run, and by none before the others
        yield from (file.name for file in folder.root.iterdir() if _OF_ALL.fullmatch(file.name))
    for stem, page in articles_of(folder.ledger):
        for ending in _ENDINGS:
            file = folder.root / folder.article(stem, ending)
            if file.exists() and file.resolve() != Path(page).resolve():
                yield _name(folder, file)


def _name(folder: OutputFolder, file: Path) -> str:
    return file.relative_to(folder.root).as_posix()
