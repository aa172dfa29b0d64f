"""Documents into English, each in its own format: text, HTML, Word, SRT, PO, XLIFF and TMX.

`docs/documents.md` says what becomes of each part of them.
"""

from service.documents.draft import Draft
from service.documents.formats import (
    MEDIA_TYPES,
    SUFFIXES,
    Document,
    Format,
    read_document,
)
from service.documents.fragments import read_fragment
from service.documents.html import read_html
from service.documents.passages import (
    Translate,
    count_sentences,
    translate_passages,
    translate_texts,
)
from service.documents.plain import read_text
from service.documents.segments import Layout, Passage

__all__ = [
    "MEDIA_TYPES",
    "SUFFIXES",
    "Document",
    "Draft",
    "Format",
    "Layout",
    "Passage",
    "Translate",
    "count_sentences",
    "read_document",
    "read_fragment",
    "read_html",
    "read_text",
    "translate_passages",
    "translate_texts",
]
