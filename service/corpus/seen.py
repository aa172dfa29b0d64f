"""A set of keys that may be larger than memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Self


class Seen:
    """Keys seen so far, in a private table that moves to disk as it grows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """An empty set, gone afterwards."""
        with closing(sqlite3.connect("")) as connection:
            connection.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
            yield cls(connection)

    def add(self, key: bytes) -> bool:
        """Add a key; whether it is new."""
        return self.add_many([key]) == 1

    def add_many(self, keys: Iterable[bytes]) -> int:
        """Add keys; how many are new."""
        statement = "INSERT OR IGNORE INTO seen VALUES (?)"
        return self._connection.executemany(statement, ((key,) for key in keys)).rowcount
