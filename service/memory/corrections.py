"""What people said: every correction is kept, the last one not undone is in force."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from service.memory.keys import sentence_key
from service.memory.schema import correction, sentence
from service.memory.sentences import identify
from service.memory.statements import BATCH, chunks
from service.memory.values import Correction, Remembered, Revision


def find(connection: Connection, sentences: Collection[str]) -> dict[str, Remembered]:
    """The corrections in force; sentences without one are left out."""
    by_key = {sentence_key(text): text for text in sentences}
    found: dict[str, Remembered] = {}
    for chunk in chunks(by_key):
        query = (
            _standing()
            .add_columns(sentence.c.key)
            .join(sentence, sentence.c.id == correction.c.sentence_id)
            .where(sentence.c.key.in_(chunk))
        )
        found |= {by_key[row.key]: _remembered(row) for row in connection.execute(query)}
    return found


def of(connection: Connection, sentence_ids: Collection[int]) -> dict[int, Remembered]:
    """The corrections in force by the ids of their sentences."""
    found: dict[int, Remembered] = {}
    for chunk in chunks(sentence_ids):
        query = _standing().where(correction.c.sentence_id.in_(chunk))
        found |= {row.sentence_id: _remembered(row) for row in connection.execute(query)}
    return found


def store(connection: Connection, corrections: Sequence[Correction]) -> int:
    """Put corrections in, except where the same words are in force already; how many went in."""
    ids = identify(connection, (said.sentence for said in corrections))
    _lock(connection, ids.values())
    standing = {key: said.text for key, said in of(connection, ids.values()).items()}
    rows = []
    for said in corrections:
        identity = ids[said.sentence]
        if standing.get(identity) != said.text:
            standing[identity] = said.text
            rows.append(
                {
                    "sentence_id": identity,
                    "text": said.text,
                    "who": said.who,
                    "moment": said.when,
                }
            )
    if rows:
        connection.execute(insert(correction), rows)
    return len(rows)


def undo(connection: Connection, text: str, who: str, when: datetime) -> Revision | None:
    """Take the correction in force back; the one before it, if any, is in force again."""
    ids = connection.execute(
        select(sentence.c.id).where(sentence.c.key == sentence_key(text))
    ).scalars()
    identity = ids.one_or_none()
    if identity is None:
        return None
    _lock(connection, [identity])
    last = connection.execute(
        select(correction)
        .where(correction.c.sentence_id == identity, correction.c.undone_at.is_(None))
        .order_by(correction.c.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return None
    connection.execute(
        update(correction).where(correction.c.id == last.id).values(undone_by=who, undone_at=when)
    )
    return Revision(last.text, last.who, last.moment, who, when)


def history(connection: Connection, text: str) -> tuple[Revision, ...]:
    """All that people said to a sentence, in order."""
    query = (
        select(correction)
        .join(sentence, sentence.c.id == correction.c.sentence_id)
        .where(sentence.c.key == sentence_key(text))
        .order_by(correction.c.id)
    )
    return tuple(
        Revision(row.text, row.who, row.moment, row.undone_by, row.undone_at)
        for row in connection.execute(query)
    )


def page(connection: Connection, after: int) -> tuple[list[Correction], int | None]:
    """The next corrections in force of a listing, and where it goes on."""
    later = correction.alias()
    overruled = select(later.c.id).where(
        later.c.sentence_id == correction.c.sentence_id,
        later.c.undone_at.is_(None),
        later.c.id > correction.c.id,
    )
    query = (
        _standing()
        .add_columns(sentence.c.text.label("source"))
        .join(sentence, sentence.c.id == correction.c.sentence_id)
        .where(correction.c.id > after, ~overruled.exists())
        .limit(BATCH)
    )
    rows = connection.execute(query).all()
    found = [Correction(row.source, row.text, row.who, row.moment) for row in rows]
    return found, rows[-1].id if rows else None


def _standing() -> Select[Any]:
    """Corrections not undone, oldest first: the last one of a sentence is in force."""
    return select(correction).where(correction.c.undone_at.is_(None)).order_by(correction.c.id)


def _lock(connection: Connection, sentence_ids: Collection[int]) -> None:
    """Let nobody else correct these sentences until the transaction ends.

    SQLite lets only one process write at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        for chunk in chunks(sorted(sentence_ids)):
            query = select(sentence.c.id).where(sentence.c.id.in_(chunk)).order_by(sentence.c.id)
            connection.execute(query.with_for_update(key_share=True)).all()


def _remembered(row: Row[Any]) -> Remembered:
    return Remembered(text=row.text, origin="human", when=row.moment, who=row.who)
