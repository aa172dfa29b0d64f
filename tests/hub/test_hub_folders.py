"""What is said of a user's folder that holds no model, or a damaged one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hub import tiny

from models.errors import ModelDamaged, ModelError, ModelNotFound
from models.hub.architecture import inspect
from models.hub.checkpoints import LocalFolder
from models.hub.codec import load_codec
from models.hub.conversion import convert
from models.hub.torch_engine import load_torch_engine
from models.hub.usage import Usage, usage_of


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
    with pytest.raises(
        ModelDamaged, match=r"files are missing|cannot be used: (?!.*chat template)"
    ):
        load_codec(folder, inspect(folder), Usage())


@pytest.fixture
def odd(tiny_model, tmp_path):
    """A tiny model of one's own, to be made odd: its settings, or a file of it."""

    def make(name: str, files: dict[str, str] | None = None, **settings) -> Path:
        made = shutil.copytree(tiny_model(name), tmp_path / "odd")
        for file in ("config.json", "generation_config.json"):
            known = json.loads((made / file).read_text("utf-8"))
            tiny.write(made / file, known | settings)
        for file, content in (files or {}).items():
            (made / file).write_text(content, "utf-8")
        return made

    return make


@pytest.mark.parametrize(
    ("name", "settings", "says"),
    [
        ("t5", {"decoder_start_token_id": None}, r"generation_config\.json lacks decoder_start"),
        ("t5", {"decoder_start_token_id": 9_999}, r"vocab_size is \d+, and token 9999"),
        ("bart", {"vocab_size": 2}, r"config\.json says vocab_size is 2, and token 2"),
        ("bart", {"d_model": "64"}, r"d_model"),
    ],
)
def test_settings_that_make_no_sense_are_named(odd, name, settings, says):
    with pytest.raises(ModelDamaged, match=says):
        tiny.codec(name, odd(name, **settings))


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ raise_exception('one turn is not enough') }}", "fails: one turn is not enough"),
        ("{{ messages[0].content | upper }}", "does not pass a text on once and as it is"),
        ("{{ messages[0].content * 2 }}", "does not pass a text on once and as it is"),
        ("hello", "does not pass a text on once and as it is"),
    ],
)
def test_a_chat_template_that_loses_the_text_is_refused(odd, template, says):
    with pytest.raises(ModelDamaged, match=says):
        tiny.codec("qwen2", odd("qwen2", {"chat_template.jinja": template}))


@pytest.mark.parametrize("name", ["bart", "qwen2"])
def test_where_settings_name_no_end_mark_the_tokenizers_ends_answers(odd, name):
    codec = tiny.codec(name, odd(name, eos_token_id=None))
    assert codec.decode(codec.frame.end) == ""
    assert len(codec.frame.end) == 1


def test_a_folder_without_any_end_mark_is_damaged(odd):
    folder = odd("qwen2", eos_token_id=None)
    named = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    unmarked = {"eos_token": None, "tokenizer_class": "PreTrainedTokenizerFast"}
    tiny.write(folder / "tokenizer_config.json", named | unmarked)
    with pytest.raises(ModelDamaged, match="lacks eos_token_id"):
        tiny.codec("qwen2", folder)


def test_a_model_of_impossible_settings_is_an_error_on_either_engine(odd, tmp_path):
    folder = odd("t5", num_heads=0)
    frame = tiny.codec("t5", folder).frame
    with pytest.raises(ModelError, match="cannot convert"):
        convert(folder, tmp_path / "converted", "int8")
    with pytest.raises(ModelDamaged, match="cannot be loaded"):
        load_torch_engine(folder, inspect(folder), frame, 1)


@pytest.mark.parametrize("content", ["null", "[]", "3", "{", '{"prefix": 1}', '{"prefixes": ""}'])
def test_a_usage_file_that_is_malformed_is_named(tmp_path, content):
    (tmp_path / "bantin.json").write_text(content, "utf-8")
    with pytest.raises(ModelDamaged, match=r"bantin\.json"):
        usage_of(tmp_path, "t5")
