"""CTranslate2's converter, taught what transformers 5 changed.

Found by comparing both engines on every architecture (tests/hub/test_hub_engines.py):

- BART, mBART and Pegasus configurations need not say any more whether layers are normalised first.
- T5 configurations claim tied embeddings always; whether outputs are scaled is said elsewhere.
- Tokenizers leave language tokens out of their vocabulary (M2M100), or list it by other means.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ctranslate2.converters import (  # type: ignore[import-untyped]  # it has no types
    TransformersConverter,
)

Untyped = Any  # transformers and CTranslate2 have no usable types

NORMALISATION: Mapping[str, Mapping[str, bool]] = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "mbart": {"normalize_before": True, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
}


class FolderConverter(TransformersConverter):  # type: ignore[misc]  # it comes without types
    """Converts the model in a folder; never runs code that came with it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), trust_remote_code=False)
        self._size = 0

    def load_model(self, model_class: Untyped, path: str, **options: Untyped) -> Untyped:
        """Load the model and complete its configuration."""
        model = model_class.from_pretrained(path, use_safetensors=True, **options)
        config = model.config
        self._size = config.vocab_size
        for name, value in NORMALISATION.get(config.model_type, {}).items():
            if not hasattr(config, name):
                setattr(config, name, value)
        if hasattr(config, "scale_decoder_outputs"):
            config.tie_word_embeddings = config.scale_decoder_outputs
        return model

    def load_tokenizer(self, tokenizer_class: Untyped, path: str, **options: Untyped) -> Untyped:
        """Load the tokenizer and complete its vocabulary."""
        return WholeVocabulary(tokenizer_class.from_pretrained(path, **options), self._size)


class WholeVocabulary:
    """A tokenizer that knows a name for every id of its model, each name once."""

    num_madeup_words = 0

    def __init__(self, tokenizer: Untyped, size: int) -> None:
        self._tokenizer = tokenizer
        self._size = size
        self.special_tokens_map: Mapping[str, list[str]] = {}

    def __getattr__(self, name: str) -> Untyped:
        return getattr(self._tokenizer, name)

    def get_vocab(self) -> dict[str, int]:
        """Name → id, for all ids below the model's vocabulary size."""
        ids: dict[str, int] = {}
        known = {at: name for name, at in self._tokenizer.get_vocab().items()}
        for at in range(self._size):
            name = known.get(at) or self._tokenizer.convert_ids_to_tokens(at)
            ids[name if name and name not in ids else f"<unused {at}>"] = at
        return ids
