"""Plain text: line breaks, blank lines and indents stay where they are."""

from __future__ import annotations

from collections.abc import Sequence

from service.documents.draft import Draft
from service.documents.inline import Nodes, text_of
from service.documents.segments import Passage


def read_plain(text: str) -> Draft:
    """A text, line by line."""

    def finish(english: Sequence[Nodes]) -> bytes:
        return text_of(english[0]).encode()

    return Draft((Passage((text,), "lines"),), finish)
