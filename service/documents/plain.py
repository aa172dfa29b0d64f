"""Plain text: line breaks, blank lines and indents stay where they are."""

from __future__ import annotations

from collections.abc import Sequence

from service.documents.draft import Draft
from service.documents.inline import Nodes, text_of
from service.documents.segments import Layout, Passage


def read_text(text: str, layout: Layout = "lines") -> Draft:
    """A text, line by line unless line breaks mean something else in it."""

    def finish(english: Sequence[Nodes]) -> bytes:
        return text_of(english[0]).encode()

    return Draft((Passage((text,), layout),), finish)
