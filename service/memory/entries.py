"""What models said: stored in batches, found by key, listed in a stream."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, case, func, or_, select, tuple_

from models.protocols import Ending
from service.memory.keys import entry_key
from service.memory.schema import entry, maker, sentence
from service.memory.sentences import identify
from service.memory.statements import BATCH, chunks, insert
from service.memory.values import Entry, Remembered
from service.passages import read_passages, write_passages

Position = tuple[int, bytes]  # in a listing: a sentence's id and an entry's key
START: Position = (0, b"")


def find(
    connection: Connection, sentences: Collection[str], signature: str, glossary: str
) -> dict[str, Remembered]:
    """What this very model, given these terms, said to the sentences; unknown ones are left out."""
    by_key = {entry_key(text, signature, glossary): text for text in sentences}
    found: dict[str, Remembered] = {}
    for chunk in chunks(by_key):
        for row in connection.execute(_answers().where(entry.c.key.in_(chunk))):
            found[by_key[row.key]] = _remembered(row)
    return found


def newest(connection: Connection, sentence_ids: Collection[int]) -> dict[int, Remembered]:
    """For each sentence what any model said last."""
    found: dict[int, Remembered] = {}
    for chunk in chunks(sentence_ids):
        query = _answers().where(entry.c.sentence_id.in_(chunk)).order_by(entry.c.created)
        found |= {row.sentence_id: _remembered(row) for row in connection.execute(query)}
    return found


def store(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put answers in; one that is there already is replaced only where it differs."""
    ids = identify(connection, (said.sentence for said in entries))
    makers = _makers(connection, {(said.signature, said.glossary) for said in entries})
    now = datetime.now(UTC)
    rows = {
        key: {
            "key": key,
            "sentence_id": ids[said.sentence],
            "maker_id": makers[said.signature, said.glossary],
            "text": said.text,
            "score": said.score,
            "tokens": said.tokens,
            "ending": said.ending,
            "uncovered": write_passages(said.uncovered),
            "created": said.created or now,
        }
        for said in entries
        for key in [entry_key(said.sentence, said.signature, said.glossary)]
    }
    statement = insert(connection, entry)
    new = statement.excluded
    answer = ("text", "score", "tokens", "ending")
    # What is known to be left out is not forgotten for a file that does not say it.
    known = case(
        (entry.c.text == new.text, func.coalesce(new.uncovered, entry.c.uncovered)),
        else_=new.uncovered,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={name: new[name] for name in (*answer, "created")} | {"uncovered": known},
        where=or_(
            *(entry.c[name].is_distinct_from(new[name]) for name in answer),
            new.uncovered.is_not(None) & entry.c.uncovered.is_distinct_from(new.uncovered),
        ),
    )
    connection.execute(statement, [rows[key] for key in sorted(rows)])


def page(connection: Connection, after: Position) -> tuple[list[Entry], Position | None]:
    """The next entries of a listing in the order of their sentences, and where it goes on."""
    query = (
        select(entry, sentence.c.text.label("source"), maker.c.signature, maker.c.glossary)
        .join(sentence, sentence.c.id == entry.c.sentence_id)
        .join(maker, maker.c.id == entry.c.maker_id)
        .where(tuple_(entry.c.sentence_id, entry.c.key) > after)
        .order_by(entry.c.sentence_id, entry.c.key)
        .limit(BATCH)
    )
    rows = connection.execute(query).all()
    entries = [
        Entry(
            row.source,
            row.signature,
            row.glossary,
            row.text,
            row.score,
            row.tokens,
            row.ending,
            row.created,
            read_passages(row.uncovered),
        )
        for row in rows
    ]
    return entries, (rows[-1].sentence_id, rows[-1].key) if rows else None


def _makers(connection: Connection, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The ids of models with their terms; new ones are put in."""
    query = select(maker)
    known = {(row.signature, row.glossary): row.id for row in connection.execute(query)}
    missing = sorted(wanted - known.keys())
    if missing:
        rows = [{"signature": signature, "glossary": glossary} for signature, glossary in missing]
        connection.execute(insert(connection, maker).on_conflict_do_nothing(), rows)
        known = {(row.signature, row.glossary): row.id for row in connection.execute(query)}
    return known


def _answers() -> Select[Any]:
    return select(entry, maker.c.signature).join(maker, maker.c.id == entry.c.maker_id)


def _remembered(row: Row[Any]) -> Remembered:
    return Remembered(
        text=row.text,
        origin="memory",
        when=row.created,
        signature=row.signature,
        score=row.score,
        tokens=row.tokens,
        ending=cast(Ending, row.ending),
        uncovered=read_passages(row.uncovered),
    )
