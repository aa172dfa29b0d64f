"""The contract of translators, run on every one there is."""

from __future__ import annotations

import pytest
from contracts.translator import TranslatorContract
from hub import tiny
from tiny_models import tiny_model

from models import catalogue
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
    family = HubFamily(name, "translator", LocalFolder(folder), tiny.usage(name, folder))
    return family.translator(Options(cache=tmp_path_factory.mktemp("cache"), engine=engine))


class TestEveryTranslator(TranslatorContract):
    """See the contract."""
