"""Every model Bantin can use, by name: what it is, what it costs, how to load it.

Nothing heavy is imported until a model is loaded; a signature is known before that, so that the
memory can answer without a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.decoding import Decoding, summarising
from models.embedded.parts import Adapter
from models.errors import ModelNotFound
from models.preset import Engine, Options, Preset, Progress, Role, silent
from models.protocols import Signature, Summariser, Translator

__all__ = [
    "DEFAULT",
    "DEFAULT_SUMMARISER",
    "Decoding",
    "Engine",
    "Options",
    "Preset",
    "Progress",
    "find",
    "presets",
    "silent",
    "weights_folder",
]

DEFAULT = "vien-v3"
DEFAULT_SUMMARISER = "vien-v3-summaries"


def presets() -> dict[str, Preset]:
    """All models by name."""
    from models.hub.presets import presets as from_the_hub

    return {preset.name: preset for preset in (*_embedded(), *from_the_hub(), *_scripted())}


def find(name: str) -> Preset:
    """The model of that name, or in the folder of that path.

    Raises:
        ModelNotFound: There is none; says which there are.
    """
    known = presets()
    if name in known:
        return known[name]
    if name and (path := _expanded(name)).is_dir():
        from models.hub.presets import folder

        return folder(path)
    raise ModelNotFound(
        f"no model is called {name!r} and no folder either; there are {', '.join(sorted(known))}"
    )


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # "~lan" where nobody is called so: the name of a file, if anything
        return Path(name)


def weights_folder() -> Path:
    """Where the weights that come with Bantin lie."""
    return Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class _EmbeddedFamily:
    """The built-in model (see `models.preset.Family`).

    `weights` is the adapter's folder; `name` is that of what it is asked for.
    """

    name: str
    weights: str
    role: Role = "translator"

    def signature(self, options: Options) -> Signature:
        if self.role == "summariser":
            decoding = summarising(options.decoding)
        else:
            decoding = f"{options.decoding}|{self._engine(options)}"
        return Signature(self.name, self._adapter.digest(), decoding)

    def _engine(self, options: Options) -> str:
        """What an engine's search goes by besides the model's scores (docs/model.md)."""
        if options.engine != "fast":
            return f"engine:{options.engine}"
        return "cov:2|lex:1" if self._adapter.has_lexicon else "cov:2"

    def is_ready(self, options: Options) -> bool:
        from models.embedded import build

        return build.is_ready(self._adapter, options.cache)

    def prepare(self, options: Options) -> None:
        from models.embedded import build

        build.ensure(self._adapter, options.cache, options.progress)

    def translator(self, options: Options) -> Translator:
        if self.role != "translator":
            raise ModelNotFound(f"{self.name} is a summariser, not a translator")
        signature = self.signature(options)
        if options.engine == "transformers":
            from models.embedded.reference import load_reference

            return load_reference(self._adapter, signature, options)
        from models.embedded.loading import load_engine

        return load_engine(self._adapter, signature, options)

    def summariser(self, options: Options) -> Summariser:
        if self.role != "summariser":
            raise ModelNotFound(f"{self.name} is a translator, not a summariser")
        from models.embedded.loading import load_summariser

        return load_summariser(self._adapter, self.signature(options), options)

    @property
    def _adapter(self) -> Adapter:
        return Adapter(weights_folder() / self.weights)


@dataclass(frozen=True, slots=True)
class _ScriptedFamily:
    """A stand-in (see `models.preset.Family`)."""

    stand_in: Translator

    def signature(self, options: Options) -> Signature:
        return self.stand_in.signature

    def is_ready(self, options: Options) -> bool:
        return True

    def prepare(self, options: Options) -> None:
        return None

    def translator(self, options: Options) -> Translator:
        return self.stand_in

    def summariser(self, options: Options) -> Summariser:
        raise ModelNotFound(f"{self.stand_in.signature.name} is a translator, not a summariser")


def _embedded() -> tuple[Preset, ...]:
    return (
        _built_in(
            DEFAULT,
            "Built in: Gemma 3 270M with an adapter trained for Vietnamese news; offline.",
            companion=DEFAULT_SUMMARISER,
        ),
        _built_in(
            DEFAULT_SUMMARISER,
            "Built in: the same weights, asked for a summary of the English.",
            weights=DEFAULT,
            role="summariser",
        ),
        _built_in(
            "vien-v2",
            "The adapter before, for translations remembered from it.",
            companion="vien-v2-summaries",
        ),
        _built_in(
            "vien-v2-summaries",
            "The adapter before, asked for a summary of the English.",
            weights="vien-v2",
            role="summariser",
        ),
        _built_in("vien-v1", "The second adapter, for translations remembered from it."),
        _built_in("vien-v0", "The first adapter, for translations remembered from it."),
    )


def _built_in(
    name: str,
    about: str,
    *,
    weights: str | None = None,
    role: Role = "translator",
    companion: str | None = None,
) -> Preset:
    return Preset(
        name=name,
        role=role,
        about=about,
        licence="Gemma Terms of Use (weights), this project's licence (adapter)",
        quality="see docs/model.md" if role == "translator" else "see docs/summaries.md",
        parameters="135 M after pruning the vocabulary",
        memory=1_300,
        disk=136,
        family=_EmbeddedFamily(name, weights or name, role),
        companion=companion,
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
            family=_ScriptedFamily(stand_in),
        )
        for stand_in, about in (
            (ScriptedTranslator("scripted"), "Stand-in for tests: repeats its input at once."),
            (
                ScriptedTranslator("scripted-slow", seconds=0.05),
                "Stand-in for tests: repeats its input, 50 ms a sentence.",
            ),
        )
    )
