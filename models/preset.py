"""What a catalogue entry is: facts to choose by, and a family that knows how to load the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from models.decoding import Decoding
from models.protocols import Signature, Summariser, Translator

Engine = Literal["fast", "transformers"]
Role = Literal["translator", "summariser"]
Progress = Callable[[str, int, int], None]
"""(stage, units done, units in all)"""


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


class Family(Protocol):
    """How models of one kind are prepared and loaded."""

    def signature(self, options: Options) -> Signature:
        """What will make the outputs; costs no loading.

        Raises:
            ModelNotFound: It is only known once the model has been prepared.
        """

    def is_ready(self, options: Options) -> bool:
        """Whether everything is on this machine; says nothing of its integrity."""

    def prepare(self, options: Options) -> None:
        """Fetch or build whatever is missing. Only this may use the network."""

    def translator(self, options: Options) -> Translator:
        """Load it to translate.

        Raises:
            ModelNotFound: It does not translate, or its files are not here.
        """

    def summariser(self, options: Options) -> Summariser:
        """Load it to summarise.

        Raises:
            ModelNotFound: It does not summarise, or its files are not here.
        """


@dataclass(frozen=True, slots=True)
class Preset:
    """A catalogue entry. `memory` is the process' peak in MiB, `disk` what it takes up in MiB.

    Memory is 0 where nobody knows. `restriction` says what a licence forbids or asks for; such a
    model is only fetched by people who accept that. `uses_gpu` says whether it goes to a GPU where
    there is one. `companion` is the summariser that goes with a translator.
    """

    name: str
    role: Role
    about: str
    licence: str
    quality: str
    parameters: str
    memory: int
    disk: int
    family: Family
    restriction: str = ""
    origin: str = "part of Bantin"
    uses_gpu: bool = False
    companion: str | None = None

    def signature(self, options: Options) -> Signature:
        """See `Family.signature`."""
        return self.family.signature(options)

    def is_ready(self, options: Options) -> bool:
        """See `Family.is_ready`."""
        return self.family.is_ready(options)

    def prepare(self, options: Options) -> None:
        """See `Family.prepare`."""
        self.family.prepare(options)

    def load(self, options: Options) -> Translator:
        """See `Family.translator`."""
        return self.family.translator(options)

    def load_summariser(self, options: Options) -> Summariser:
        """See `Family.summariser`."""
        return self.family.summariser(options)
