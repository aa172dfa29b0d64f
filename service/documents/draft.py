"""A document taken apart: what is to be translated, and how to put it together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.documents.inline import Nodes
from service.documents.segments import Passage


@dataclass(frozen=True, slots=True)
class Draft:
    """What every format reads a document as; `finish` takes the passages in English."""

    passages: tuple[Passage, ...]
    finish: Callable[[Sequence[Nodes]], bytes]
