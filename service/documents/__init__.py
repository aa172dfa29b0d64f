"""Documents into English, each in its own format: text, HTML, Word, SRT, PO, XLIFF and TMX.

`docs/documents.md` says what becomes of each part of them.
"""

from service.documents.formats import (
    MEDIA_TYPES,
    SUFFIXES,
    Document,
    Format,
    format_of,
    read_document,
)
from service.documents.passages import (
    Translate,
    count_sentences,
    translate_passages,
    translate_texts,
)
from service.documents.segments import Layout, Passage

__all__ = [
    "MEDIA_TYPES",
    "SUFFIXES",
    "Document",
    "Format",
    "Layout",
    "Passage",
    "Translate",
    "count_sentences",
    "format_of",
    "read_document",
    "translate_passages",
    "translate_texts",
]
