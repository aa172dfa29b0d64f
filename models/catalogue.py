"""Every model Bantin can use, by name: what it is, what it costs, how to load it.

Nothing heavy is imported until a model is loaded; a signature is known before that, so that the
memory can answer without a model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from models.embedded.decoding import Decoding
from models.embedded.parts import Adapter
from models.errors import ModelNotFound
from models.protocols import Signature, Translator

Engine = Literal["fast", "transformers"]
Progress = Callable[[str, int, int], None]
"""(stage, units done, units in all)"""

DEFAULT = "vien-v0"


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to load a model: where built files are kept, and what it may use."""

    cache: Path
    threads: int = 1
    engine: Engine = "fast"
    decoding: Decoding = field(default_factory=Decoding)
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Preset:
    """A catalogue entry. `memory` is the process' peak in MiB, `disk` what it takes up in MiB."""

    name: str
    role: Literal["translator", "summariser"]
    about: str
    licence: str
    quality: str
    parameters: str
    memory: int
    disk: int
    signature: Callable[[Options], Signature]
    load: Callable[[Options], Translator]
    is_ready: Callable[[Options], bool]


def presets() -> dict[str, Preset]:
    """All models by name."""
    return {preset.name: preset for preset in (*_embedded(), *_scripted())}


def find(name: str) -> Preset:
    """The model of that name.

    Raises:
        ModelNotFound: There is none; says which there are.
    """
    known = presets()
    if name not in known:
        raise ModelNotFound(f"no model is called {name!r}; there are {', '.join(sorted(known))}")
    return known[name]


def weights_folder() -> Path:
    """Where the weights that come with Bantin lie."""
    return Path(__file__).parent / "weights"


def _embedded() -> tuple[Preset, ...]:
    def adapter(name: str) -> Adapter:
        return Adapter(weights_folder() / name)

    def signature(options: Options, name: str = DEFAULT) -> Signature:
        engine = "" if options.engine == "fast" else f"|engine:{options.engine}"
        return Signature(name, adapter(name).digest(), f"{options.decoding}{engine}")

    def load(options: Options, name: str = DEFAULT) -> Translator:
        if options.engine == "transformers":
            from models.embedded.reference import load_reference

            return load_reference(adapter(name), signature(options), options)
        from models.embedded.loading import load_engine

        return load_engine(adapter(name), signature(options), options)

    def is_ready(options: Options, name: str = DEFAULT) -> bool:
        from models.embedded import build

        return build.is_ready(adapter(name), options.cache)

    return (
        Preset(
            name=DEFAULT,
            role="translator",
            about="Built in: Gemma 3 270M with an adapter trained for Vietnamese news; offline.",
            licence="Gemma Terms of Use (weights), this project's licence (adapter)",
            quality="see docs/model.md",
            parameters="135 M after pruning the vocabulary",
            memory=700,
            disk=136,
            signature=signature,
            load=load,
            is_ready=is_ready,
        ),
    )


def _scripted() -> tuple[Preset, ...]:
    from models.scripted import ScriptedTranslator

    return tuple(
        Preset(
            name=stand_in.name,
            role="translator",
            about=about,
            licence="this project's licence",
            quality="none: it does not translate",
            parameters="none",
            memory=0,
            disk=0,
            signature=lambda _, stand_in=stand_in: stand_in.signature,  # type: ignore[misc]
            load=lambda _, stand_in=stand_in: stand_in,  # type: ignore[misc]
            is_ready=lambda _: True,
        )
        for stand_in, about in (
            (ScriptedTranslator("scripted"), "Stand-in for tests: repeats its input at once."),
            (
                ScriptedTranslator("scripted-slow", seconds=0.05),
                "Stand-in for tests: repeats its input, 50 ms a sentence.",
            ),
        )
    )
