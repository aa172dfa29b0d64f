"""Counting what the memory holds, and forgetting it."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, distinct, func, select, text

from service.memory.schema import (
    correction,
    entry,
    maker,
    part,
    sentence,
    suggestion,
    summary,
)
from service.memory.values import Stats

_TABLES = (sentence, part, maker, entry, correction, suggestion, summary)


def stats(connection: Connection) -> Stats:
    """Count sentences, answers by model, corrections in force, suggestions and summaries."""
    by_maker = select(entry.c.maker_id, func.count().label("entries")).group_by(entry.c.maker_id)
    counted = by_maker.subquery()
    by_signature = (
        select(maker.c.signature, func.sum(counted.c.entries))
        .join(counted, counted.c.maker_id == maker.c.id)
        .group_by(maker.c.signature)
        .order_by(maker.c.signature)
    )
    standing = select(func.count(distinct(correction.c.sentence_id))).where(
        correction.c.undone_at.is_(None)
    )
    return Stats(
        sentences=_count(connection, sentence),
        entries={row[0]: int(row[1]) for row in connection.execute(by_signature)},
        corrections=int(connection.execute(standing).scalar_one()),
        suggestions=_count(connection, suggestion),
        summaries=_count(connection, summary),
        size=_size(connection),
    )


def clear(connection: Connection, everything: bool) -> None:
    """Delete models' answers, or all there is, and the sentences nothing is said to any more.

    To be called in a transaction that writes alone: nobody may say something to a sentence that is
    about to go.
    """
    connection.execute(delete(entry))
    connection.execute(delete(maker))
    connection.execute(delete(summary))
    if everything:
        connection.execute(delete(correction))
        connection.execute(delete(suggestion))
    spoken_to = select(correction.c.sentence_id).union(select(suggestion.c.sentence_id))
    connection.execute(delete(sentence).where(sentence.c.id.not_in(spoken_to)))
    connection.execute(delete(part).where(part.c.sentence_id.not_in(select(sentence.c.id))))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _size(connection: Connection) -> int:
    """Bytes on disk."""
    if connection.dialect.name == "sqlite":
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())
    relations = [func.pg_total_relation_size(table.name) for table in _TABLES]
    return sum(int(size) for size in connection.execute(select(*relations)).one())
