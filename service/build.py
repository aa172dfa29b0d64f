"""The composition root: settings in, a ready pipeline out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models import catalogue
from models.decoding import Decoding
from models.fallback import Doubtful, FallbackTranslator, joint_signature
from models.protocols import Hypothesis, Signature, Summariser, Translator
from service import wording
from service.checks import check
from service.dispatch import Dispatcher
from service.errors import SettingsError
from service.glossary import Glossary, load_glossary
from service.memory import Memory
from service.pipeline import Method, Pipeline
from service.remembering import RememberingSummariser
from service.selecting import SelectingSummariser, signed
from service.settings import NO_SUMMARISER, Settings
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
    glossary = load_glossary(settings.glossary)
    signature, load = _translator(settings, options, glossary)
    with Memory.open(settings.memory) as memory:
        dispatcher = Dispatcher(load, settings.queue_limit)
        desk = TranslationDesk(dispatcher, wording.signed(signature), memory, glossary)
        writer = _summariser(settings, options, memory)
        is_named = settings.summariser not in (None, NO_SUMMARISER)
        prefers: Method = "abstractive" if is_named else "extractive"
        pipeline = Pipeline(desk, writer, prefers, settings.min_confidence)
        try:
            yield Workshop(settings, dispatcher, memory, glossary, pipeline)
        finally:
            dispatcher.close()


def _translator(
    settings: Settings, options: catalogue.Options, glossary: Glossary
) -> tuple[Signature, Callable[[], Translator]]:
    """What translates, known by its signature before it is loaded."""
    preset = catalogue.find(settings.model)
    if settings.fallback is None:
        return preset.signature(options), lambda: preset.load(options)
    second = catalogue.find(settings.fallback)
    signature = joint_signature(preset.signature(options), second.signature(options))
    return signature, lambda: FallbackTranslator(
        preset.load(options), second.load(options), _doubtful(glossary)
    )


def _doubtful(glossary: Glossary) -> Doubtful:
    def is_doubtful(source: str, hypothesis: Hypothesis) -> bool:
        matches = glossary.find(source)
        found = check(source, hypothesis.text, matches, hypothesis.uncovered)
        return any(finding.severity == "serious" for finding in found)

    return is_doubtful


def summariser_name(settings: Settings) -> str | None:
    """What writes summaries: the one that is set, else the one that goes with the translator.

    None when summaries are extracted.
    """
    if settings.summariser == NO_SUMMARISER:
        return None
    return settings.summariser or catalogue.find(settings.model).companion


def _summariser(
    settings: Settings, options: catalogue.Options, memory: Memory
) -> Summariser | None:
    name = summariser_name(settings)
    if name is None:
        return None
    preset = catalogue.find(name)
    if preset.role != "summariser":
        raise SettingsError(f"{preset.name} is a {preset.role}, not a summariser")

    def load() -> Summariser:
        return SelectingSummariser(preset.load_summariser(options))

    return RememberingSummariser(signed(preset.signature(options)), load, memory)
