"""What is said of a user's folder that holds no model, or a damaged one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.errors import ModelDamaged, ModelNotFound
from models.hub.architecture import inspect
from models.hub.checkpoints import LocalFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.safetensors").touch()
    return tmp_path


def configured(folder: Path, **config) -> Path:
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return folder


@pytest.mark.parametrize("positions", ["abc", -1, [4]])
@pytest.mark.parametrize("kind", ["llama", "bart"])
def test_a_model_that_does_not_say_how_long_a_text_may_be_is_damaged(folder, kind, positions):
    configured(folder, model_type=kind, max_position_embeddings=positions)
    with pytest.raises(ModelDamaged, match="max_position_embeddings"):
        inspect(folder)


def test_a_causal_model_without_positions_is_damaged(folder):
    with pytest.raises(ModelDamaged, match="max_position_embeddings is None"):
        inspect(configured(folder, model_type="llama"))


def test_a_model_nothing_here_can_run_is_named(folder):
    with pytest.raises(ModelNotFound, match="'whisper', which Bantin cannot run"):
        inspect(configured(folder, model_type="whisper"))


def test_a_cache_that_cannot_be_written_only_costs_time(folder, tmp_path):
    configured(folder, model_type="llama", max_position_embeddings=64)
    taken = tmp_path / "a-file"
    taken.touch()
    assert LocalFolder(folder).find(taken / "cache").digest
