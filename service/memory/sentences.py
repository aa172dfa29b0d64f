"""The sentences that anything was said to, each kept once, with the sketch it is found by."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from service.memory.keys import sentence_key
from service.memory.schema import part, sentence
from service.memory.statements import chunks, insert
from service.similarity import sketch

SKETCH_SIZE = 8


def identify(connection: Connection, texts: Iterable[str]) -> dict[str, int]:
    """The ids of sentences; those never seen before are put in.

    Rows are written in the order of their keys, here and wherever else several are written, so
    that two processes writing the same rows wait for each other in turn and not crosswise.
    """
    texts_by_key = {sentence_key(text): text for text in texts}
    ids = _known(connection, texts_by_key)
    missing = sorted(texts_by_key.keys() - ids.keys())
    if missing:
        rows = [{"key": key, "text": texts_by_key[key]} for key in missing]
        connection.execute(insert(connection, sentence).on_conflict_do_nothing(), rows)
        added = _known(connection, missing)
        _index(connection, {ids_: texts_by_key[key] for key, ids_ in added.items()})
        ids |= added
    return {texts_by_key[key]: found for key, found in ids.items()}


def _known(connection: Connection, keys: Collection[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for chunk in chunks(keys):
        rows = connection.execute(
            select(sentence.c.key, sentence.c.id).where(sentence.c.key.in_(chunk))
        )
        found |= {row.key: row.id for row in rows}
    return found


def _index(connection: Connection, texts: dict[int, str]) -> None:
    """Note the sketches of new sentences."""
    rows = sorted(
        (number, identity)
        for identity, text in texts.items()
        for number in sketch(text, SKETCH_SIZE)
    )
    connection.execute(
        insert(connection, part).on_conflict_do_nothing(),
        [{"hash": number, "sentence_id": identity} for number, identity in rows],
    )
