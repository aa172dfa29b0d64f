"""The catalogue: every entry says what it is, and says clearly what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hub import tiny
from tiny_models import tiny_model

from models import catalogue
from models.errors import ModelDamaged, ModelNotFound
from models.preset import Options
from models.protocols import translate_all

__all__ = ["tiny_model"]

PRESETS = catalogue.presets()
FROM_THE_HUB = [name for name, preset in PRESETS.items() if "huggingface.co" in preset.origin]
RESTRICTED = {"envit5", "vinai-vi2en", "nllb-600m", "nllb-1.3b", "gemma3-1b", "pegasus"}


@pytest.mark.parametrize("name", PRESETS)
def test_every_entry_says_what_it_is(name):
    preset = PRESETS[name]
    assert preset.name == name
    assert all((preset.about, preset.licence, preset.quality, preset.parameters, preset.origin))


def test_restricted_licences_are_marked():
    assert {name for name, preset in PRESETS.items() if preset.restriction} == RESTRICTED


@pytest.mark.parametrize("name", FROM_THE_HUB)
def test_a_model_that_is_not_here_says_how_to_get_it(name, tmp_path):
    options = Options(cache=tmp_path)
    preset = PRESETS[name]
    assert not preset.is_ready(options)
    with pytest.raises(ModelNotFound, match="bantin models prepare"):
        preset.signature(options)


@pytest.mark.parametrize("name", FROM_THE_HUB)
def test_published_qualities_name_their_source(name):
    quality = PRESETS[name].quality
    assert quality.startswith("unknown") or "(" in quality


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ModelNotFound, match=rf"'gpt-9'.*{catalogue.DEFAULT}"):
        catalogue.find("gpt-9")


@pytest.mark.parametrize("name", ["", "~nobodyxyz", "~nobodyxyz/model"])
def test_a_name_that_is_no_folder_either_is_an_unknown_one(name):
    with pytest.raises(ModelNotFound, match=f"no model is called '{name}' and no folder either"):
        catalogue.find(name)


def test_listing_models_imports_nothing_heavy():
    script = (
        "import sys; from models import catalogue; catalogue.presets();"
        "print([name for name in ('torch', 'transformers', 'ctranslate2', 'huggingface_hub')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_folder_is_a_model_by_its_path(tiny_model, tmp_path):
    preset = catalogue.find(str(tiny_model("marian")))
    options = Options(cache=tmp_path)
    preset.prepare(options)
    assert preset.is_ready(options)
    ((best, *_),) = translate_all(preset.load(options), ["bộ trưởng thăm hà nội"])
    assert best.text == "the minister visits hanoi"
    assert preset.signature(options).name == str(tiny_model("marian").resolve())


def test_a_folder_may_say_how_its_model_is_used(tiny_model, tmp_path):
    folder = copied(tiny_model("t5"), tmp_path / "t5")
    (folder / "bantin.json").write_text(json.dumps({"prefix": "vi: "}))
    translator = catalogue.find(str(folder)).load(Options(cache=tmp_path))
    ((best, *_),) = translate_all(translator, ["đại sứ rời lào"])
    assert best.text == "the ambassador leaves laos"


@pytest.mark.parametrize(
    ("spoil", "error", "says"),
    [
        (lambda folder: (folder / "config.json").unlink(), ModelNotFound, "config.json is missing"),
        (lambda folder: (folder / "config.json").write_text("{"), ModelDamaged, "cannot be read"),
        (
            lambda folder: (folder / "config.json").write_text('{"model_type": "mamba"}'),
            ModelNotFound,
            "type 'mamba'.*it knows.*marian",
        ),
        (
            lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"),
            ModelNotFound,
            "safetensors.*can run code",
        ),
        (
            lambda folder: (folder / "model.safetensors").write_bytes(b"broken"),
            ModelDamaged,
            "cannot be loaded",
        ),
        (lambda folder: (folder / "vocab.json").unlink(), ModelDamaged, "tokenizer"),
        (
            lambda folder: (folder / "bantin.json").write_text('{"prefx": "vi: "}'),
            ModelDamaged,
            "prefx",
        ),
    ],
    ids=[
        "no config",
        "bad config",
        "unknown type",
        "pickle",
        "bad weights",
        "no vocabulary",
        "typo",
    ],
)
def test_a_folder_that_will_not_do_says_why(tmp_path, spoil, error, says):
    folder = tiny.build("marian", tmp_path / "model")
    spoil(folder)
    with pytest.raises(error, match=says):
        catalogue.find(str(folder)).load(Options(cache=tmp_path / "cache", engine="transformers"))


def copied(source: Path, target: Path) -> Path:
    import shutil

    return shutil.copytree(source, target)


def test_the_image_builds_the_default_model():
    recipe = (Path(__file__).parents[1] / "Dockerfile").read_text("utf-8")
    assert f"bantin models prepare {catalogue.DEFAULT} " in recipe
