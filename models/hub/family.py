"""Prepares and loads hub models (see `models.preset.Family`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from models import artifacts
from models.errors import ModelNotFound
from models.hub import conversion
from models.hub.checkpoints import Checkpoint, Origin
from models.hub.codec import Codec
from models.hub.engine import Engine
from models.hub.usage import Usage, Writing, usage_of
from models.preset import Options, Role
from models.protocols import Signature, Summariser, Translator


@dataclass(frozen=True, slots=True)
class HubFamily:
    """One model of the hub, or of a folder.

    Attributes:
        name: Catalogue name, or the folder's path.
        role: What it does.
        origin: Where its files are.
        usage: How it wants its texts; None to see from its files.
        writing: How it writes summaries.
        licence: Named in signatures where it restricts what may be done with the outputs.
    """

    name: str
    role: Role
    origin: Origin
    usage: Usage | None = None
    writing: Writing = field(default_factory=Writing)
    licence: str = ""

    def signature(self, options: Options) -> Signature:
        """See `Family.signature`."""
        return self._signature(self.origin.find(options.cache), options)

    def is_ready(self, options: Options) -> bool:
        """See `Family.is_ready`."""
        try:
            digest = self.origin.find(options.cache).digest
        except ModelNotFound:
            return False
        if options.engine == "transformers":
            return True
        return artifacts.recorded(conversion.folder_for(options.cache, digest)) is not None

    def prepare(self, options: Options) -> None:
        """See `Family.prepare`."""
        checkpoint = self.origin.fetch(options.cache, options.progress)
        if options.engine == "fast":
            options.progress("convert", 0, 1)
            conversion.ensure(checkpoint.folder, checkpoint.digest, options.cache)
            options.progress("convert", 1, 1)

    def translator(self, options: Options) -> Translator:
        """See `Family.translator`."""
        from models.hub.translator import HubTranslator

        self._require("translator")
        signature, engine, codec = self._loaded(options)
        return HubTranslator(engine, codec, signature, options.decoding)

    def summariser(self, options: Options) -> Summariser:
        """See `Family.summariser`."""
        from models.hub.summariser import HubSummariser

        self._require("summariser")
        signature, engine, codec = self._loaded(options)
        return HubSummariser(engine, codec, signature, self.writing)

    def _require(self, role: Role) -> None:
        if self.role != role:
            raise ModelNotFound(f"{self.name} is a {self.role}, not a {role}")

    def _signature(self, checkpoint: Checkpoint, options: Options) -> Signature:
        decoding = str(options.decoding if self.role == "translator" else self.writing)
        engine = "ctranslate2-int8" if options.engine == "fast" else "transformers"
        licence = f"|licence:{self.licence}" if self.licence else ""
        return Signature(self.name, checkpoint.digest, f"{decoding}|engine:{engine}{licence}")

    def _loaded(self, options: Options) -> tuple[Signature, Engine, Codec]:
        """Everything a model needs to run; only what is used is verified and loaded."""
        from models.hub.architecture import inspect
        from models.hub.codec import load_codec

        fast = options.engine == "fast"
        checkpoint = (self.origin.find if fast else self.origin.verified)(options.cache)
        architecture = inspect(checkpoint.folder)
        usage = self.usage or usage_of(checkpoint.folder, architecture.model_type)
        codec = load_codec(checkpoint.folder, architecture, usage)
        engine: Engine
        if fast:
            from models.hub.ctranslate import load_ctranslate_engine

            converted = conversion.ensure(checkpoint.folder, checkpoint.digest, options.cache)
            engine = load_ctranslate_engine(
                converted.folder, architecture, codec.frame, options.threads
            )
        else:
            from models.hub.torch_engine import load_torch_engine

            engine = load_torch_engine(
                checkpoint.folder, architecture, codec.frame, options.threads
            )
        return self._signature(checkpoint, options), engine, codec
