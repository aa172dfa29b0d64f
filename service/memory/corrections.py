"""What people said: every correction is kept, the last one not undone is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
    new = []
    for said in corrections:
        identity = ids[said.sentence]
        if standing.get(identity) != said.text:
            standing[identity] = said.text
            new.append(said)
    _insert(connection, ids, new)
    return len(new)


def merge(connection: Connection, corrections: Sequence[Correction]) -> int:
    """Put in what people said elsewhere, except what this memory is past; how many went in."""
    ids = identify(connection, (said.sentence for said in corrections))
    _lock(connection, ids.values())
    histories = _histories(connection, ids.values())
    new = []
    for said in corrections:
        history = histories[ids[said.sentence]]
        if not _is_past(history, said):
            history.append(Revision(said.text, said.who, said.when))
            new.append(said)
    _insert(connection, ids, new)
    return len(new)


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
    return tuple(_revision(row) for row in connection.execute(query))


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


def _histories(
    connection: Connection, sentence_ids: Collection[int]
) -> defaultdict[int, list[Revision]]:
    """All that people said to these sentences, in order, by the sentences' ids."""
    found: defaultdict[int, list[Revision]] = defaultdict(list)
    for chunk in chunks(sentence_ids):
        query = select(correction).where(correction.c.sentence_id.in_(chunk))
        for row in connection.execute(query.order_by(correction.c.id)):
            found[row.sentence_id].append(_revision(row))
    return found


def _is_past(history: Sequence[Revision], said: Correction) -> bool:
    """Whether a sentence's history holds these words of then, or something said or undone since.

    >>> monday, tuesday = datetime(2024, 9, 9, 12, 0, 0, 5), datetime(2024, 9, 10)
    >>> history = [Revision("Hello.", "Lan", monday), Revision("Hi.", "Minh", tuesday)]
    >>> _is_past(history, Correction("Xin chào.", "Hello.", "Lan", datetime(2024, 9, 9, 12)))
    True
    """
    in_force = [step.text for step in history if step.undone_at is None][-1:]
    when = _second(said.when)
    return in_force == [said.text] or any(
        (step.text == said.text and _second(step.when) == when)
        or _second(max(step.when, step.undone_at or step.when)) > when
        for step in history
    )


def _second(moment: datetime) -> datetime:
    """A time as exact as files carry it."""
    return moment.replace(microsecond=0)


def _insert(
    connection: Connection, ids: Mapping[str, int], corrections: Sequence[Correction]
) -> None:
    rows = [
        {
            "sentence_id": ids[said.sentence],
            "text": said.text,
            "who": said.who,
            "moment": said.when,
        }
        for said in corrections
    ]
    if rows:
        connection.execute(insert(correction), rows)


def _lock(connection: Connection, sentence_ids: Collection[int]) -> None:
    """Let nobody else correct these sentences until the transaction ends.

    SQLite lets only one process write at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        for chunk in chunks(sorted(sentence_ids)):
            query = select(sentence.c.id).where(sentence.c.id.in_(chunk)).order_by(sentence.c.id)
            connection.execute(query.with_for_update(key_share=True)).all()


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.text, row.who, row.moment, row.undone_by, row.undone_at)


def _remembered(row: Row[Any]) -> Remembered:
    return Remembered(text=row.text, origin="human", when=row.moment, who=row.who)
