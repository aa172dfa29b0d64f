"""Fixtures for tiny hub models: built and trained once, and kept between runs."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hub import tiny, toy

Models = Callable[[str], Path]
STEPS = {"marian": 450, "t5": 300, "qwen2": 300}


@pytest.fixture(scope="session")
def tiny_model(pytestconfig: pytest.Config) -> Models:
    """The folder of a tiny model by architecture; those in STEPS know the toy language."""
    assert pytestconfig.cache is not None
    sources = b"".join(Path(module.__file__).read_bytes() for module in (tiny, toy))
    recipe = hashlib.sha256(sources + repr(STEPS).encode()).hexdigest()[:12]
    shelf = pytestconfig.cache.mkdir(f"hub-{recipe}")

    def model(name: str) -> Path:
        folder = shelf / name
        if not folder.is_dir():
            partial = shelf / f"{name}.{os.getpid()}"
            shutil.rmtree(partial, ignore_errors=True)
            tiny.build(name, partial)
            if name in STEPS:
                tiny.train(name, partial, STEPS[name])
            partial.rename(folder)
        return folder

    return model
