"""The contract of translators, run on every one there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from contracts.translator import SENTENCES, TranslatorContract, best
from hub import tiny
from tiny_models import tiny_model

from models import catalogue
from models.decoding import Decoding
from models.hub.checkpoints import LocalFolder
from models.hub.family import HubFamily
from models.preset import Options
from models.protocols import Translator

__all__ = ["tiny_model"]

ENGINES = ("fast", "transformers")
TRANSLATORS = (
    "scripted",
    "embedded",
    *(f"{name}-{engine}" for name in tiny.BUILDERS for engine in ENGINES),
)


@pytest.fixture(scope="module", params=TRANSLATORS)
def translator(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Each translator, loaded once."""
    if request.param == "scripted":
        return catalogue.find("scripted").load(Options(cache=tmp_path_factory.mktemp("none")))
    if request.param == "embedded":
        return request.getfixturevalue("embedded")
    return hub_translator(request, tmp_path_factory)


def hub_translator(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Translator:
    name, engine = request.param.split("-")
    folder = request.getfixturevalue("tiny_model")(name)
    return loaded(name, folder, Options(cache=tmp_path_factory.mktemp("cache"), engine=engine))


def loaded(name: str, folder: Path, options: Options) -> Translator:
    family = HubFamily(name, "translator", LocalFolder(folder), tiny.usage(name, folder))
    return family.translator(options)


class TestEveryTranslator(TranslatorContract):
    """See the contract."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["marian", "qwen2"])  # with an encoder and without
def test_a_thousand_texts_at_once_are_answered_as_each_is_alone(name, engine, tiny_model, tmp_path):
    options = Options(cache=tmp_path, engine=engine, decoding=Decoding(beams=1))
    translator = loaded(name, tiny_model(name), options)
    texts = [f"{SENTENCES[at % 5]} {at}" for at in range(1_000)]
    found = best(translator, texts)
    assert len(found) == 1_000
    assert [found[at] for at in (0, 7, 499, 999)] == [
        best(translator, [texts[at]])[0] for at in (0, 7, 499, 999)
    ]
