"""Servers to call: in this process, and over a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from running import Running, running
from starlette.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"

Serve = Callable[..., Running]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server with the scripted model and everything in `tmp_path`."""
    return Settings(
        cache=tmp_path / "cache",
        memory=str(tmp_path / "memory.sqlite3"),
        model="scripted",
        corpus=SEEDS,
        house_terms=tmp_path / "terms.tsv",
        allowed_hosts=("testserver", "127.0.0.1", "localhost"),
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a server in this process."""
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """Starts servers with some settings changed; all are stopped at the end."""
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(running(replace(settings, **changes)))
