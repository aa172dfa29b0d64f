"""A memory made by any release opens in every later one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, TypeDecorator, create_engine, inspect, text
from sqlalchemy.types import TypeEngine

from models.protocols import SummaryDraft
from service.errors import TranslationMemoryError
from service.memory import Entry, Memory, Revision, schema

GOLDEN = Path(__file__).parent / "golden"
TABLES = schema.version.metadata.sorted_tables


@contextmanager
def connected(location: str) -> Iterator[Connection]:
    """The database itself, past the memory."""
    engine = create_engine(location if "://" in location else f"sqlite:///{location}")
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def run(location: str, statement: str) -> None:
    with connected(location) as connection:
        connection.execute(text(statement))


def plain(kind: TypeEngine) -> TypeEngine:
    """The database's type that a type of ours is kept as."""
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def test_migrations_make_the_tables_that_queries_are_written_for(location):
    Memory.open(location).close()
    with connected(location) as connection:
        found = inspect(connection)
        made = {
            table: {
                (column["name"], column["type"].python_type, column["nullable"])
                for column in found.get_columns(table)
                if column["name"] not in found.get_pk_constraint(table)["constrained_columns"]
            }
            for table in found.get_table_names()
        }
        keys = {
            table: found.get_pk_constraint(table)["constrained_columns"]
            for table in found.get_table_names()
        }
    assert made == {
        table.name: {
            (column.name, plain(column.type).python_type, column.nullable)
            for column in table.columns
            if not column.primary_key
        }
        for table in TABLES
    }
    assert keys == {table.name: table.primary_key.columns.keys() for table in TABLES}


@pytest.fixture
def earlier(tmp_path) -> Callable[[int], str]:
    """A file as an earlier version made it."""

    def restore(version: int) -> str:
        path = tmp_path / "memory.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript((GOLDEN / f"memory-{version}.sql").read_text("utf-8"))
        return str(path)

    return restore


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS) + 1))
def test_what_every_version_stored_is_still_found(earlier, version):
    noon = datetime(2024, 9, 8, 12, 0, tzinfo=UTC)
    with Memory.open(earlier(version)) as memory:
        (entry,) = memory.entries()
        assert replace(entry, uncovered=None) == Entry(
            "Xin chào.", "model", "terms", "Hello.", -0.25, 3, "complete", noon
        )
        assert memory.history("Tạm biệt.") == (
            Revision("Bye.", "Lan", noon),
            Revision("Goodbye.", "Minh", noon, "Lan", noon),
        )
        assert [suggestion.text for suggestion in memory.suggestions()] == ["Hi."]
        assert [match.sentence for match in memory.similar("Xin chào bạn.", threshold=0.5)] == [
            "Xin chào."
        ]


def test_summaries_are_found_since_they_are_stored(earlier):
    with Memory.open(earlier(2)) as memory:
        found = memory.summary("writer", "Tiêu đề", ("Hello.", "Goodbye."), 3)
    assert found == [(SummaryDraft("He greeted them.", (0,)),)]


def test_passages_left_out_are_found_since_they_are_stored(earlier):
    with Memory.open(earlier(3)) as memory:
        found = memory.get_many(["Xin chào."], "model", "terms")["Xin chào."]
    assert found.uncovered == ("chào",)


def test_a_later_migration_keeps_what_is_there(location, monkeypatch):
    with Memory.open(location) as memory:
        memory.correct("Tạm biệt.", "Goodbye.", "Minh")
    added = (*schema.MIGRATIONS, ("ALTER TABLE memory_correction ADD COLUMN reason TEXT",))
    monkeypatch.setattr(schema, "MIGRATIONS", added)
    with Memory.open(location) as memory:
        assert memory.get_many(["Tạm biệt."], "model", "terms")["Tạm biệt."].text == "Goodbye."
    run(location, "UPDATE memory_correction SET reason = 'house style'")


def test_a_migration_that_fails_leaves_the_memory_as_it_was(location, monkeypatch):
    with Memory.open(location) as memory:
        memory.correct("Tạm biệt.", "Goodbye.", "Minh")
    broken = ("ALTER TABLE memory_correction ADD COLUMN reason TEXT", "ALTER TABLE nowhere")
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(TranslationMemoryError):
            Memory.open(location)
    with Memory.open(location) as memory:
        assert memory.stats().corrections == 1
    with pytest.raises(Exception, match="reason"):
        run(location, "UPDATE memory_correction SET reason = 'house style'")


def test_a_memory_of_a_newer_release_is_refused(location):
    Memory.open(location).close()
    run(location, "UPDATE memory_version SET version = 99")
    with pytest.raises(TranslationMemoryError, match=r"newer Bantin .*version 99"):
        Memory.open(location)


def test_suggestions_of_a_server_may_be_longer_once_it_is_brought_up_to_date(
    postgres_url, monkeypatch
):
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:3])
        with Memory.open(postgres_url) as memory:
            memory.suggest("Tạm biệt.", r"Good\bye.", "a reader")
    long = "".join(str(number) for number in range(3000))
    with Memory.open(postgres_url) as memory:
        for text in (r"Good\bye.", long, long):
            memory.suggest("Tạm biệt.", text, "a reader")
        assert [said.text for said in memory.suggestions()] == [r"Good\bye.", long]


def test_a_database_shared_with_other_programs_can_hold_a_memory(postgres_url):
    run(postgres_url, "CREATE TABLE entry (id INTEGER)")
    with Memory.open(postgres_url) as memory:
        assert memory.correct("Tạm biệt.", "Goodbye.", "Minh")
