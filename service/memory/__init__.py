"""The translation memory on disk. `Memory` is the door; `docs/memory.md` says what is promised."""

from service.memory.keys import entry_key, sentence_key
from service.memory.store import Memory
from service.memory.values import (
    Correction,
    Entry,
    Remembered,
    Revision,
    Similar,
    Stats,
    Suggestion,
)

__all__ = [
    "Correction",
    "Entry",
    "Memory",
    "Remembered",
    "Revision",
    "Similar",
    "Stats",
    "Suggestion",
    "entry_key",
    "sentence_key",
]
