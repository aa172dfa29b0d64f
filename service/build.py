"""The composition root: settings in, a ready pipeline out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models import catalogue
from models.embedded.decoding import Decoding
from service.dispatch import Dispatcher
from service.glossary import Glossary, load_glossary
from service.memory import Memory
from service.pipeline import Pipeline
from service.settings import Settings
from service.translate import TranslationDesk


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything that is open while Bantin works."""

    settings: Settings
    dispatcher: Dispatcher
    memory: Memory
    glossary: Glossary
    pipeline: Pipeline


def model_options(
    settings: Settings, progress: catalogue.Progress | None = None
) -> catalogue.Options:
    """How the models are to be loaded."""
    return catalogue.Options(
        cache=settings.cache / "models",
        threads=settings.threads,
        engine=settings.engine,
        decoding=Decoding(beams=settings.beams),
        progress=progress or catalogue.silent,
    )


@contextmanager
def open_workshop(
    settings: Settings, progress: catalogue.Progress | None = None
) -> Iterator[Workshop]:
    """Open memory and glossaries; the model is loaded when a sentence needs it.

    Args:
        settings: What to use.
        progress: Told of a model being built.

    Raises:
        ModelError, ServiceError: Something named in the settings cannot be used.
    """
    options = model_options(settings, progress)
    preset = catalogue.find(settings.model)
    glossary = load_glossary(settings.glossary)
    with Memory.open(settings.memory) as memory:
        dispatcher = Dispatcher(lambda: preset.load(options), settings.queue_limit)
        desk = TranslationDesk(dispatcher, preset.signature(options), memory, glossary)
        try:
            yield Workshop(settings, dispatcher, memory, glossary, Pipeline(desk))
        finally:
            dispatcher.close()
