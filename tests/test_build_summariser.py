"""Which model writes summaries is a setting; unset, they are extracted unless asked for."""

from __future__ import annotations

import os

import pytest

from models import catalogue
from service.build import open_workshop
from service.errors import SettingsError
from service.settings import Settings


def opened(**settings) -> tuple[str | None, str]:
    """What can write summaries with these settings, and how they are made; nothing is loaded."""
    with open_workshop(Settings.read(os.environ, **settings)) as workshop:
        summariser = workshop.pipeline.summariser
        return summariser.signature.name if summariser else None, workshop.pipeline.prefers


def test_the_built_in_model_can_write_summaries_and_does_when_asked():
    assert opened() == (catalogue.DEFAULT_SUMMARISER, "extractive")


def test_a_model_without_a_companion_cannot():
    assert opened(model="scripted") == (None, "extractive")


def test_a_summariser_that_is_named_writes_them():
    named = {"model": "scripted", "summariser": catalogue.DEFAULT_SUMMARISER}
    assert opened(**named) == (catalogue.DEFAULT_SUMMARISER, "abstractive")


def test_writing_can_be_ruled_out():
    assert opened(summariser="extractive") == (None, "extractive")


def test_a_translator_is_refused_as_a_summariser():
    with pytest.raises(SettingsError, match="scripted is a translator, not a summariser"):
        opened(summariser="scripted")
