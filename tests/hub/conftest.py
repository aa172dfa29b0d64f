"""A hub to fetch tiny models from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hub import server
from tiny_models import tiny_model

__all__ = ["tiny_model"]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[server.Hub]:
    """A hub on this machine that `huggingface_hub` talks to."""
    from huggingface_hub import constants

    with server.serving() as running:
        monkeypatch.setattr(constants, "ENDPOINT", running.url)
        template = running.url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
        yield running
