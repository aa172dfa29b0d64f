"""Sentences much like one asked about, found among millions by their sketches."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import Indel
from sqlalchemy import Connection, func, select

from service.memory import corrections, entries
from service.memory.schema import part, sentence
from service.memory.sentences import SKETCH_SIZE
from service.memory.statements import BATCH
from service.memory.values import Similar
from service.similarity import sketch, words


def similar(connection: Connection, text: str, limit: int, threshold: float) -> tuple[Similar, ...]:
    """The sentences most like `text`, best first, with what was last said to each."""
    candidates = _candidates(connection, text)
    ranked = process.extract(
        text,
        candidates,
        scorer=Indel.normalized_similarity,
        processor=words,
        limit=None,
    )
    alike = [match for match in ranked if match[1] >= threshold and match[0] != text]
    ids = [identity for _, _, identity in alike]
    answers = entries.newest(connection, ids) | corrections.of(connection, ids)
    known = [
        Similar(found, degree, answers[identity])
        for found, degree, identity in alike
        if identity in answers
    ]
    return tuple(known[:limit])


def _candidates(connection: Connection, text: str) -> Mapping[int, str]:
    """Sentences whose sketches share the most numbers with this one's, by id."""
    shared = (
        select(part.c.sentence_id)
        .where(part.c.hash.in_(sketch(text, SKETCH_SIZE)))
        .group_by(part.c.sentence_id)
        .order_by(func.count().desc(), part.c.sentence_id.desc())
        .limit(BATCH)
        .subquery()
    )
    query = select(sentence.c.id, sentence.c.text).join(
        shared, shared.c.sentence_id == sentence.c.id
    )
    return {row.id: row.text for row in connection.execute(query)}
