"""Memories to test: the same promises hold wherever one is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from postgres import postgres_server, postgres_url

from service.memory import Memory

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path) -> str:
    """Where a new memory may be kept."""
    if request.param == "sqlite":
        return str(tmp_path / "memory.db")
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def memory(location) -> Iterator[Memory]:
    """An open, empty memory."""
    with Memory.open(location) as opened:
        yield opened
