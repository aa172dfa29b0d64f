"""What the built-in model is made of, and the digest of it all; torch-free."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from models.artifacts import file_digest
from models.errors import ModelDamaged

BASE_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
BUILDER = "2"  # raise when the built files' layout or the engine's arithmetic changes


@dataclass(frozen=True, slots=True)
class Adapter:
    """Files of a trained adapter in `models/weights/NAME`."""

    folder: Path

    @property
    def name(self) -> str:
        """Catalogue name, such as "vien-v3"."""
        return self.folder.name

    @property
    def weights(self) -> Path:
        """Low-rank matrices of each projection."""
        return self.folder / "lora.safetensors"

    @property
    def kept(self) -> Path:
        """Vocabulary ids of the base that are kept."""
        return self.folder / "kept_token_ids.json"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer, reduced to the kept tokens and renumbered."""
        return self.folder / "tokenizer.json"

    @property
    def ranges(self) -> Path:
        """Largest input each channel of each product saw in calibration."""
        return self.folder / "input_ranges.safetensors"

    @property
    def lexicon(self) -> Path:
        """What its search compares words with; adapters before vien-v4 have none."""
        return self.folder / "lexicon.safetensors"

    @property
    def has_lexicon(self) -> bool:
        """Whether it comes with a lexicon."""
        return self.lexicon.is_file()

    @property
    def training(self) -> Path:
        """What it was trained on and how the loss fell; vien-v0 has no such record."""
        return self.folder / "training.json"

    @property
    def follows_hints(self) -> bool:
        """Whether hints were among its training prompts."""
        if not self.training.is_file():
            return False
        return float(json.loads(self.training.read_text("utf-8"))["mix"]["hinted"]) > 0

    def kept_tokens(self) -> list[int]:
        """Ids of the base in the order of the new ids."""
        ids: list[int] = json.loads(self.kept.read_text("utf-8"))
        return ids

    def digest(self) -> str:
        """Sixteen hexadecimal digits for everything the translations depend on.

        Raises:
            ModelDamaged: A file is missing.
        """
        total = hashlib.sha256(f"{BUILDER}:{BASE_SHA256}".encode())
        parts = [self.weights, self.kept, self.tokenizer, self.ranges]
        if self.has_lexicon:
            parts.append(self.lexicon)
        for path in parts:
            try:
                total.update(bytes.fromhex(file_digest(path)))
            except FileNotFoundError as error:
                raise ModelDamaged(f"{path.name} is missing from {self.folder}") from error
        return total.hexdigest()[:16]
