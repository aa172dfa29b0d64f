"""The memory's tables, and how an older memory becomes a newer one.

Migrations are statements in a tuple, and the version of a memory is how many of them it has seen.
Alembic is made for a team that runs migrations on a server; here the program itself brings a file
up to date on the first opening, with a handful of tables, in one transaction on both databases,
and must not spend a start-up of a few hundred milliseconds on a framework for it.

So the tables are here twice: as queries see them today, and as each release made or changed them. A
test holds the two together, and another opens a memory of the first release.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    insert,
    inspect,
    select,
    text,
    update,
)


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC whichever database keeps it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a time of any zone into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone with a time: say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_metadata = MetaData()

version = Table("memory_version", _metadata, Column("version", Integer, primary_key=True))

sentence = Table(  # every sentence anything was said to, once
    "memory_sentence",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
)

maker = Table(  # what made answers: a model with its options, and the terms it was given
    "memory_maker",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("signature", Text, nullable=False),
    Column("glossary", Text, nullable=False),
)

entry = Table(  # a model's answers
    "memory_entry",
    _metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("sentence_id", BigInteger, nullable=False),
    Column("maker_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("ending", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("uncovered", Text),
)

correction = Table(  # people's corrections, all of them; the last one not undone is in force
    "memory_correction",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("sentence_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("moment", Moment, nullable=False),
    Column("undone_by", Text),
    Column("undone_at", Moment),
)

suggestion = Table(
    "memory_suggestion",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("sentence_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("moment", Moment, nullable=False),
)

summary = Table(  # what a model wrote of an article
    "memory_summary",
    _metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("drafts", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

part = Table(  # the numbers of each sentence's sketch, by which similar sentences are found
    "memory_part",
    _metadata,
    Column("hash", Integer, primary_key=True),
    Column("sentence_id", BigInteger, primary_key=True),
)

_WORDS = {  # the same things in the words of each database
    "sqlite": {
        "identity": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "bytes": "BLOB",
        "real": "REAL",
        "moment": "TIMESTAMP",
        "clustered": " WITHOUT ROWID",
    },
    "postgresql": {
        "identity": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "bytes": "BYTEA",
        "real": "DOUBLE PRECISION",
        "moment": "TIMESTAMP WITH TIME ZONE",
        "clustered": "",
    },
}


def _digest(column: str) -> str:
    """PostgreSQL's digest of a text of any length, in the words that an index may have.

    Its usual words, `convert_to`, are refused there; these give the text's bytes as they are.
    """
    return f"sha256(decode(replace({column}, '\\', '\\\\'), 'escape'))"


class _OnServer(str):
    """A statement for PostgreSQL alone."""


# Once released, a migration is never edited: a change is a new tuple at the end.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE memory_sentence ("
        " id {identity},"
        " key {bytes} NOT NULL UNIQUE,"
        " text TEXT NOT NULL)",
        "CREATE TABLE memory_maker ("
        " id {identity},"
        " signature TEXT NOT NULL,"
        " glossary TEXT NOT NULL,"
        " UNIQUE (signature, glossary))",
        "CREATE TABLE memory_entry ("
        " key {bytes} PRIMARY KEY,"
        " sentence_id BIGINT NOT NULL REFERENCES memory_sentence,"
        " maker_id BIGINT NOT NULL REFERENCES memory_maker,"
        " text TEXT NOT NULL,"
        " score {real} NOT NULL,"
        " tokens INTEGER NOT NULL,"
        " ending TEXT NOT NULL,"
        " created {moment} NOT NULL){clustered}",
        "CREATE INDEX memory_entry_sentence ON memory_entry (sentence_id, key)",
        "CREATE TABLE memory_correction ("
        " id {identity},"
        " sentence_id BIGINT NOT NULL REFERENCES memory_sentence,"
        " text TEXT NOT NULL,"
        " who TEXT NOT NULL,"
        " moment {moment} NOT NULL,"
        " undone_by TEXT,"
        " undone_at {moment})",
        "CREATE INDEX memory_correction_sentence ON memory_correction (sentence_id, id)",
        "CREATE TABLE memory_suggestion ("
        " id {identity},"
        " sentence_id BIGINT NOT NULL REFERENCES memory_sentence,"
        " text TEXT NOT NULL,"
        " who TEXT NOT NULL,"
        " moment {moment} NOT NULL,"
        " UNIQUE (sentence_id, text, who))",
        "CREATE TABLE memory_part ("
        " hash INTEGER NOT NULL,"
        " sentence_id BIGINT NOT NULL,"
        " PRIMARY KEY (hash, sentence_id)){clustered}",
    ),
    (
        "CREATE TABLE memory_summary ("
        " key {bytes} PRIMARY KEY,"
        " drafts TEXT NOT NULL,"
        " created {moment} NOT NULL){clustered}",
    ),
    ("ALTER TABLE memory_entry ADD COLUMN uncovered TEXT",),
    (  # a text in an index of PostgreSQL's has 2,704 bytes at most; SQLite sets no limit
        _OnServer(
            "ALTER TABLE memory_suggestion"
            " DROP CONSTRAINT memory_suggestion_sentence_id_text_who_key"
        ),
        _OnServer(
            "CREATE UNIQUE INDEX memory_suggestion_digest ON memory_suggestion"
            f" (sentence_id, {_digest('text')}, {_digest('who')})"
        ),
        _OnServer("ALTER TABLE memory_maker DROP CONSTRAINT memory_maker_signature_glossary_key"),
        _OnServer(
            "CREATE UNIQUE INDEX memory_maker_digest ON memory_maker"
            f" ({_digest('signature')}, {_digest('glossary')})"
        ),
    ),
)


def version_of(connection: Connection) -> int | None:
    """How many migrations a database has seen: 0 for an empty one, None for another program's."""
    tables = inspect(connection).get_table_names()
    if version.name in tables:
        return int(connection.execute(select(version.c.version)).scalar_one())
    if tables and connection.dialect.name == "sqlite":
        return None  # a server's database is often shared with others, a file is not
    return 0


def migrate(connection: Connection) -> None:
    """Bring a memory, or an empty database, up to this program's version.

    To be called in a transaction that writes alone. When two processes open a new memory at once,
    the second waits for the first and then finds the work done.
    """
    seen = version_of(connection) or 0
    if seen == 0:
        connection.execute(text("CREATE TABLE memory_version (version INTEGER PRIMARY KEY)"))
        connection.execute(insert(version).values(version=0))
    words = _WORDS[connection.dialect.name]
    is_server = connection.dialect.name == "postgresql"
    for statement in chain.from_iterable(MIGRATIONS[seen:]):
        if is_server or not isinstance(statement, _OnServer):
            connection.execute(text(statement.format_map(words)))
    connection.execute(update(version).values(version=len(MIGRATIONS)))
