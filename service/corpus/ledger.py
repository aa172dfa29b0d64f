"""What a run has done so far, kept in the output folder, so that another can go on from there.

An SQLite file with one row for each article. A row says "done" only after all files of the article
are in place, so that whatever moment a run is killed at, the next one does that article again or
not at all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

from service.corpus.job import Outcome
from service.corpus.seen import Seen
from service.errors import OutputError

_TABLES = """
CREATE TABLE IF NOT EXISTS article (
    stem TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    run INTEGER NOT NULL,
    position INTEGER NOT NULL,
    digest TEXT NOT NULL,
    maker TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    title TEXT,
    sentences INTEGER NOT NULL DEFAULT 0,
    findings TEXT NOT NULL DEFAULT '{}',
    keys BLOB NOT NULL DEFAULT x''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS article_order ON article (run, position);
"""
_VERSION = 1  # of the tables


@dataclass(frozen=True, slots=True)
class Row:
    """An article of this run, for pages and reports. `error` is None where all went well."""

    stem: str
    id: str
    name: str
    error: str | None
    title: str | None
    sentences: int
    findings: dict[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all articles of this run, those of earlier runs that were kept included."""

    articles: int
    failed: int
    sentences: int
    unique: int
    findings: dict[str, int]


class Ledger:
    """An open ledger, in the middle of a run. For one thread."""

    def __init__(self, connection: sqlite3.Connection, maker: str) -> None:
        self._connection = connection
        self._maker = maker
        self._position = 0
        (last,) = connection.execute("SELECT coalesce(max(run), 0) FROM article").fetchone()
        self._run = last + 1

    @classmethod
    @contextmanager
    def open(cls, file: Path, maker: str) -> Iterator[Self]:
        """Begin a run.

        Args:
            file: Where the ledger is kept.
            maker: Everything but the page that decides what the files of an article say.

        Raises:
            OutputError: The file is damaged or cannot be written.
        """
        try:
            connection = sqlite3.connect(file, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                if version > _VERSION:
                    raise OutputError(f"{file}: was written by a newer Bantin; use that one")
                connection.executescript(_TABLES)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
                yield cls(connection, maker)
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise OutputError(
                f"{file}: {error}; without that file everything is written again, from memory"
            ) from error

    def admit(
        self, id: str, stem: str, name: str, digest: str, is_there: Callable[[str], bool]
    ) -> tuple[str, bool]:
        """Give the next article its place.

        Args:
            id: What it is called.
            stem: What its files are to be called; numbered when that is taken in this run, with the
                number that it has had if it was read from there before.
            name: Where it was read.
            digest: Of its page.
            is_there: Whether all files of a stem are in place.

        Returns:
            The stem it has got, and whether its files are those of an earlier run and stay.
        """
        stem, known = self._free(stem, name)
        kept = known == (digest, self._maker, "done") and is_there(stem)
        self._position += 1
        place = {"stem": stem, "id": id, "name": name, "run": self._run, "digest": digest}
        place |= {"position": self._position, "maker": self._maker}
        self._connection.execute(
            "INSERT INTO article (stem, id, name, run, position, digest, maker, state) VALUES"
            " (:stem, :id, :name, :run, :position, :digest, :maker, 'waiting')"
            " ON CONFLICT (stem) DO UPDATE SET id = :id, name = :name, run = :run,"
            " position = :position"
            + ("" if kept else ", digest = :digest, maker = :maker, state = 'waiting'"),
            place,
        )
        return stem, kept

    def record(self, outcome: Outcome) -> None:
        """Write down what became of an article."""
        self._connection.execute(
            "UPDATE article SET state = ?, error = ?, title = ?, sentences = ?, findings = ?,"
            " keys = ? WHERE stem = ?",
            (
                "done" if outcome.error is None else "failed",
                outcome.error,
                outcome.title,
                outcome.sentences,
                json.dumps(dict(outcome.findings)),
                outcome.keys,
                outcome.stem,
            ),
        )

    def rows(self) -> Iterator[Row]:
        """The articles of this run whose fate is known, in the order they were read."""
        for row in self._connection.execute(
            "SELECT stem, id, name, error, title, sentences, findings FROM article"
            " WHERE run = ? AND state != 'waiting' ORDER BY position",
            (self._run,),
        ):
            stem, id, name, error, title, sentences, findings = row
            yield Row(stem, id, name, error, title, sentences, json.loads(findings))

    def totals(self) -> Totals:
        """Sums over this run's articles."""
        articles = failed = sentences = 0
        findings: Counter[str] = Counter()
        for row in self.rows():
            if row.error is not None:
                failed += 1
            else:
                articles += 1
                sentences += row.sentences
                findings.update(row.findings)
        return Totals(articles, failed, sentences, self._distinct(), dict(findings.most_common()))

    def _free(self, wanted: str, name: str) -> tuple[str, tuple[str, str, str] | None]:
        """A stem that no article of this run has, and what is known of it from an earlier run.

        Best the one of the article that was read from there before, whatever the order then.
        """
        free: tuple[str, tuple[str, str, str] | None] | None = None
        for number in count(1):
            stem = wanted if number == 1 else f"{wanted}-{number}"
            row = self._connection.execute(
                "SELECT run, name, digest, maker, state FROM article WHERE stem = ?", (stem,)
            ).fetchone()
            if row is None:
                break
            run, read_from, *known = row
            if run != self._run and (free is None or read_from == name):
                free = stem, tuple(known)
                if read_from == name:
                    break
        return free or (stem, None)

    def _distinct(self) -> int:
        """Distinct texts of this run's articles."""
        rows = self._connection.execute(
            "SELECT keys FROM article WHERE run = ? AND state = 'done'", (self._run,)
        )
        with Seen.open() as seen:
            return sum(seen.add_many(_cut(keys, 8)) for (keys,) in rows)


def articles_of(file: Path) -> Iterator[tuple[str, str]]:
    """The stem of every article that a ledger knows, and where it was read."""
    with closing(sqlite3.connect(file)) as connection:
        yield from connection.execute("SELECT stem, name FROM article")


def _cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))
