"""Looks at a model's folder before anything is loaded: is it a model we can run, and safely?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models.errors import ModelDamaged, ModelNotFound

SEQ2SEQ = frozenset({"marian", "m2m_100", "mbart", "t5", "mt5", "umt5", "bart", "pegasus"})
CAUSAL = frozenset({"qwen2", "qwen3", "llama", "mistral", "gemma", "gemma2", "gemma3_text", "phi3"})
WEIGHTS = "*.safetensors"
RELATIVE = 512  # tokens a model without position embeddings (T5) was trained on

Kind = Literal["seq2seq", "causal"]


@dataclass(frozen=True, slots=True)
class Architecture:
    """What `config.json` says.

    Attributes:
        kind: Encoder and decoder, or decoder only.
        model_type: The name transformers has for it ("marian"), and "nllb" for M2M100 models whose
            tokenizer is NLLB's.
        positions: Most tokens in a sequence.
    """

    kind: Kind
    model_type: str
    positions: int


def inspect(folder: Path) -> Architecture:
    """What kind of model lies in a folder.

    Raises:
        ModelNotFound: There is no model, only weights in a format that can hide code, or a model
            that nothing here can run.
        ModelDamaged: `config.json` cannot be read, or does not say how long a text may be.
    """
    config = _read(folder / "config.json")
    if not any(folder.glob(WEIGHTS)):
        raise ModelNotFound(
            f"{folder} has no weights in safetensors format; other formats can run code when"
            " loaded and are refused. Convert them with transformers: model.save_pretrained(folder)"
            " and tokenizer.save_pretrained(folder)"
        )
    model_type = str(config.get("model_type"))
    if model_type in SEQ2SEQ:
        positions = config.get("max_position_embeddings") or config.get("n_positions") or RELATIVE
        if model_type == "m2m_100" and _tokenizer_class(folder).startswith("Nllb"):
            model_type = "nllb"
        return Architecture("seq2seq", model_type, _count(positions, folder))
    if model_type in CAUSAL:
        positions = config.get("max_position_embeddings")
        return Architecture("causal", model_type, _count(positions, folder))
    raise ModelNotFound(
        f"{folder} holds a model of type {model_type!r}, which Bantin cannot run; it knows"
        f" {', '.join(sorted(SEQ2SEQ | CAUSAL))}"
    )


def _count(positions: object, folder: Path) -> int:
    if isinstance(positions, int) and positions > 0:
        return positions
    raise ModelDamaged(f"{folder}/config.json: max_position_embeddings is {positions!r}, no count")


def _tokenizer_class(folder: Path) -> str:
    path = folder / "tokenizer_config.json"
    return str(_read(path).get("tokenizer_class", "")) if path.is_file() else ""


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelNotFound(f"{path.parent} holds no model: {path.name} is missing") from error
    except (OSError, ValueError) as error:
        raise ModelDamaged(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise ModelDamaged(f"{path} is no JSON object")
    return content
