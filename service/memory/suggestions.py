"""What people propose: kept to be looked at, never applied."""

from __future__ import annotations

from sqlalchemy import Connection, select

from service.memory.keys import sentence_key
from service.memory.schema import sentence, suggestion
from service.memory.sentences import identify
from service.memory.statements import BATCH, insert
from service.memory.values import Suggestion


def store(connection: Connection, said: Suggestion) -> None:
    """Put a suggestion in; the same one by the same person is kept once."""
    (identity,) = identify(connection, [said.sentence]).values()
    connection.execute(
        insert(connection, suggestion).on_conflict_do_nothing(),
        {
            "sentence_id": identity,
            "text": said.text,
            "who": said.who,
            "moment": said.when,
        },
    )


def page(
    connection: Connection, after: int, text: str | None
) -> tuple[list[Suggestion], int | None]:
    """The next suggestions of a listing, of one sentence or all, and where it goes on."""
    query = (
        select(suggestion, sentence.c.text.label("source"))
        .join(sentence, sentence.c.id == suggestion.c.sentence_id)
        .where(suggestion.c.id > after)
        .order_by(suggestion.c.id)
        .limit(BATCH)
    )
    if text is not None:
        query = query.where(sentence.c.key == sentence_key(text))
    rows = connection.execute(query).all()
    found = [Suggestion(row.source, row.text, row.who, row.moment) for row in rows]
    return found, rows[-1].id if rows else None
