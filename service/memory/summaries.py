"""What models wrote of articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from models.protocols import SummaryDraft
from service.memory.schema import summary
from service.memory.statements import insert

Drafts = Sequence[tuple[SummaryDraft, ...]]


def find(connection: Connection, key: bytes) -> Drafts | None:
    """The drafts of that name, if there are any."""
    stored = connection.execute(select(summary.c.drafts).where(summary.c.key == key)).scalar()
    if stored is None:
        return None
    return [
        tuple(SummaryDraft(text, tuple(sources)) for text, sources in draft)
        for draft in json.loads(stored)
    ]


def store(connection: Connection, key: bytes, drafts: Drafts, when: datetime) -> None:
    """Put drafts in; the same name always means the same drafts."""
    written = [[(each.text, each.sources) for each in draft] for draft in drafts]
    row = {"key": key, "drafts": json.dumps(written, ensure_ascii=False), "created": when}
    connection.execute(insert(connection, summary).values(row).on_conflict_do_nothing())
