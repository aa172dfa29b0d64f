"""What is said of a user's folder that holds no model, or a damaged one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.errors import ModelDamaged, ModelNotFound
from models.hub.architecture import inspect
from models.hub.checkpoints import LocalFolder
from models.hub.codec import load_codec
from models.hub.usage import Usage


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


def test_the_advice_for_weights_in_another_format_makes_a_whole_folder(tmp_path):
    configured(tmp_path, model_type="t5")
    with pytest.raises(
        ModelNotFound, match=r" model\.save_pretrained.* tokenizer\.save_pretrained"
    ):
        inspect(tmp_path)


@pytest.mark.parametrize("configuration", [None, {}, {"tokenizer_class": ...}])
@pytest.mark.parametrize(
    ("kind", "tokenizer"),
    [
        ("t5", "T5Tokenizer"),
        ("bart", "BartTokenizer"),
        ("mbart", "MBartTokenizer"),
        ("m2m_100", "NllbTokenizer"),
        ("marian", "MarianTokenizer"),
        ("pegasus", "PegasusTokenizer"),
        ("qwen2", "Qwen2Tokenizer"),
        ("gemma", "GemmaTokenizer"),
        ("llama", "LlamaTokenizer"),
    ],
)
def test_a_folder_without_its_tokenizers_files_is_damaged(folder, kind, tokenizer, configuration):
    """What transformers makes of it is a tokenizer that knows no word."""
    configured(folder, model_type=kind, max_position_embeddings=64)
    if configuration is not None:
        named = configuration and {"tokenizer_class": tokenizer}
        (folder / "tokenizer_config.json").write_text(json.dumps(named), "utf-8")
    with pytest.raises(ModelDamaged, match="files are missing|cannot be used"):
        load_codec(folder, inspect(folder), Usage())
