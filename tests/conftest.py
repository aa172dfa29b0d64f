"""Every test has its own memory and settings; the built model is made once and kept between runs."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from models import catalogue
from models.protocols import Translator

# Read once, when huggingface_hub is first imported, which a fixture of any scope may cause.
os.environ["HF_HUB_OFFLINE"] = "1"

# How long an example takes depends on what else the machine does; it says nothing of the code.
hypothesis.settings.register_profile("bantin", deadline=None)
hypothesis.settings.load_profile("bantin")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the user's settings or touches the user's memory."""
    for name in [name for name in os.environ if name.startswith("BANTIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANTIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("BANTIN_MEMORY", str(tmp_path / "memory.sqlite3"))
    monkeypatch.setenv("BANTIN_HOUSE_TERMS", str(tmp_path / "terms.tsv"))


@pytest.fixture(scope="session")
def engine_cache(pytestconfig: pytest.Config) -> Path:
    """A settings cache folder (BANTIN_CACHE) in which the built-in model is built."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("bantin")
    catalogue.find(catalogue.DEFAULT).load(catalogue.Options(cache=folder / "models"))
    return folder


@pytest.fixture(scope="session")
def embedded(engine_cache: Path) -> Translator:
    """The built-in model, loaded once."""
    return catalogue.find(catalogue.DEFAULT).load(
        catalogue.Options(cache=engine_cache / "models", threads=2)
    )
