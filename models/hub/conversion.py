"""Converts a model to CTranslate2's format, once."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

from models import artifacts
from models.artifacts import Artifact
from models.errors import ModelDamaged, ModelError
from models.hub.engine import is_out_of_memory, too_large
from models.hub.quiet import quiet

VERSION = "1"  # raise when conversion changes what a converted model computes
QUANTISATION = "int8"


def folder_for(cache: Path, digest: str, quantisation: str = QUANTISATION) -> Path:
    """Where the converted form of a model with this digest lies."""
    return cache / "hub" / f"ctranslate2-{quantisation}-{VERSION}-{digest}"


def ensure(source: Path, digest: str, cache: Path, quantisation: str = QUANTISATION) -> Artifact:
    """The converted form of the model in `source`, made now if missing or damaged.

    Args:
        source: A folder with a model in transformers' format.
        digest: Of that model.
        cache: Where converted models are kept.
        quantisation: One of CTranslate2's: "int8", "float32".

    Raises:
        ModelError: It cannot be converted, or does not fit into memory.
    """

    def make(partial: Path) -> Mapping[str, str]:
        convert(source, partial, quantisation)
        return {"source": digest, "quantisation": quantisation}

    return artifacts.ensure(folder_for(cache, digest, quantisation), make)


def convert(source: Path, target: Path, quantisation: str) -> None:
    """Write the model in `source` to `target` in CTranslate2's format."""
    from safetensors import SafetensorError

    from models.hub.converter import FolderConverter

    try:
        with quiet(), contextlib.redirect_stdout(io.StringIO()):
            FolderConverter(source).convert(str(target), quantization=quantisation, force=True)
    except SafetensorError as error:
        raise ModelDamaged(f"the weights in {source} are damaged: {error}") from error
    except Exception as error:  # transformers raises anything over odd files
        if is_out_of_memory(error):
            raise too_large(source, "cpu") from error
        raise ModelError(
            f"CTranslate2 cannot convert the model in {source} ({error});"
            " set BANTIN_ENGINE=transformers"
        ) from error
