"""Where the memory is kept: an SQLite file or a PostgreSQL database, its transactions and errors.

SQLite writes ahead to a log (WAL): readers never wait, writers wait for each other, and a process
killed in the middle of a transaction leaves no trace of it. That log needs shared memory, so that
the file must not be on a network drive: machines share a memory through PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from math import ceil
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from service.errors import TranslationMemoryError
from service.memory import schema

_WRITES = "bantin_writes"  # the execution option of connections that are going to write
_WRITERS_LOCK = 0x62616E74696E  # "bantin": a number that nothing else is likely to lock
_MOVE_AWAY = (  # the log holds what a process that was killed stored last
    "move FILE, FILE-wal and FILE-shm away together and a new memory is begun"
)

_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: "is locked by another process: wait for it to end, or end it",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full: make room and run again, what was"
    " stored before is kept",
    sqlite3.SQLITE_IOERR: "cannot be read or written, the disk reports an error",
    sqlite3.SQLITE_READONLY: "is read-only: allow writing to the file and its directory, or name"
    " another file",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: allow writing to the file and its directory, or"
    " name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged: `sqlite3 FILE .recover` may save what it and FILE-wal"
    f" hold; then {_MOVE_AWAY}",
    sqlite3.SQLITE_NOTADB: f"is no SQLite database, or damaged: {_MOVE_AWAY}",
}

_POSTGRESQL_REASONS = {  # by the beginning of the SQLSTATE
    "28": "refuses the user name or password",
    "3D000": "does not exist: create it with `createdb`",
    "42501": "does not give this user the rights it needs: grant them",
    "53100": "cannot grow, the server's disk is full: make room and run again, what was stored"
    " before is kept",
    "53300": "has no connection left: allow more on the server",
    "55P03": "is locked by another process: wait for it to end, or end it",
    "57P": "is being shut down or restarted: run again when it is back",
}


class Database:
    """An open database: connections, transactions, errors in plain words."""

    def __init__(self, location: str | Path, patience: float) -> None:
        """Open a file or connect to a server, and bring its tables up to date.

        Raises:
            TranslationMemoryError: See `Memory.open`.
        """
        url = _address(location)
        self.is_file = url.get_backend_name() == "sqlite"
        self.name = str(url.database) if self.is_file else url.render_as_string()
        if self.is_file:
            self._reader = self._file(url, patience)
        else:
            self._reader = self._server(url, patience)
        self._writer = self._reader.execution_options(**{_WRITES: True})
        try:
            self._bring_up_to_date(patience)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give back all connections."""
        self._reader.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._plain_errors(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, alone: bool = False) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing when an error is raised.

        Args:
            alone: Whether nobody else may write meanwhile. In a file nobody ever does.
        """
        self._refuse_lost_file()
        with self._plain_errors(), self._writer.begin() as connection:
            if not self.is_file:
                lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
                connection.execute(select(lock(_WRITERS_LOCK)))
            yield connection

    def shrink(self) -> None:
        """Give a file's unused space back to the disk; a server does so by itself."""
        if self.is_file:
            self._without_transaction("VACUUM")
            self._without_transaction("PRAGMA wal_checkpoint(TRUNCATE)")

    def _file(self, url: URL, patience: float) -> Engine:
        try:
            Path(self.name).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._error(f"has no directory and none can be made: {error.strerror}") from error
        self._refuse_orphaned_log()
        engine = create_engine(url, connect_args={"timeout": patience})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _refuse_orphaned_log(self) -> None:
        """Keep SQLite from deleting a log whose file is gone: it may hold what was stored last."""
        log = Path(f"{self.name}-wal")
        try:
            holds_something = log.stat().st_size > 0
        except OSError:
            return
        if holds_something and not Path(self.name).exists():
            raise self._error(
                f"is gone but its log is there, with what was stored last: put the file back, or"
                f" move {log} to where the file went"
            )

    def _refuse_lost_file(self) -> None:
        """Store nothing in a file that was deleted or replaced: SQLite would, and lose it."""
        if self.is_file and _file_identity(self.name) != self._opened:
            raise self._error(
                "was moved, deleted or replaced while in use: put it back, or start again with"
                " what is there now"
            )

    def _server(self, url: URL, patience: float) -> Engine:
        options = [url.query.get("options"), f"-c lock_timeout={ceil(patience * 1000)}"]
        arguments = {
            "options": " ".join(str(option) for option in options if option),
            "connect_timeout": max(2, ceil(patience)),
            "application_name": "bantin",
        }
        try:
            return create_engine(
                url,
                connect_args=arguments,
                pool_pre_ping=True,
                isolation_level="READ COMMITTED",  # after a wait for a lock, see what was stored
            )
        except ModuleNotFoundError as error:
            raise self._error(
                "is on PostgreSQL, and its client is not installed: pip install 'bantin[postgres]'"
            ) from error

    def _bring_up_to_date(self, patience: float) -> None:
        with self.reading() as connection:
            version = schema.version_of(connection)
        self._opened = _file_identity(self.name)  # only now is there a file
        if version is None:
            raise self._error("is an SQLite database of another program: name another file")
        if version > len(schema.MIGRATIONS):
            raise self._error(
                f"was written by a newer Bantin (memory version {version}, this one knows"
                f" {len(schema.MIGRATIONS)}): use that one, or name another file"
            )
        if version < len(schema.MIGRATIONS):
            if self.is_file:
                self._write_ahead(patience)
            with self.writing(alone=True) as connection:
                schema.migrate(connection)

    def _write_ahead(self, patience: float) -> None:
        """Turn the file's write-ahead log on, for good.

        When two processes do so at once, SQLite tells one of them at once that the file is busy,
        without the wait it has for every other lock.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                return self._without_transaction("PRAGMA journal_mode=WAL")
            except TranslationMemoryError as error:
                if not _is_busy(error.__cause__) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _without_transaction(self, statement: str) -> None:
        with self._plain_errors(), closing(self._reader.raw_connection()) as connection:
            connection.cursor().execute(statement).close()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._error(_reason(error)) from error

    def _error(self, reason: str) -> TranslationMemoryError:
        return TranslationMemoryError(f"the translation memory {self.name} {reason}")


def _file_identity(name: str) -> tuple[int, int] | None:
    """What tells a file from every other, whatever their names; None where there is none."""
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _address(location: str | Path) -> URL:
    """The address of a file or a server as SQLAlchemy writes it."""
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(Path(location).expanduser().absolute()))
    try:
        url = make_url(location)
    except ArgumentError:
        url = None
    if url is not None and url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url is not None and url.get_backend_name() == "sqlite" and url.database:
        return URL.create("sqlite", database=str(Path(url.database).absolute()))
    scheme = location.partition("://")[0]
    raise TranslationMemoryError(
        f"a translation memory is a file or postgresql+psycopg://USER@HOST/DATABASE, not {scheme}://…"
    )


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Set a new connection up: transactions are begun by `_begin_sqlite` alone."""
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL, a power cut loses no consistency


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that will write takes the write lock at once.

    A transaction that read first and asks for the lock later is refused without a wait if another
    process has written in between.
    """
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _reason(error: Exception) -> str:
    """What befell a database, in words that say what to do."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        known = _SQLITE_REASONS.get(_sqlite_code(cause))
    else:
        known = _first_match(_POSTGRESQL_REASONS, getattr(cause, "sqlstate", None) or "")
    said = " ".join(str(cause).split())
    return f"{known} ({said})" if known else f"cannot be used: {said}"


def _first_match(reasons: Mapping[str, str], state: str) -> str | None:
    return next((known for start, known in reasons.items() if state.startswith(start)), None)


def _sqlite_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; its extended codes carry more in the upper bits."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_busy(error: BaseException | None) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, sqlite3.Error) and _sqlite_code(cause) == sqlite3.SQLITE_BUSY
