"""Which format a document is in, by what it says, and the way there and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from service.decode import decode
from service.documents.draft import Draft
from service.documents.inline import text_of
from service.documents.passages import Translate, count_sentences, translate_passages
from service.errors import UnreadableInput


class Format(StrEnum):
    """A format that documents come in and go back in."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    SRT = "srt"
    PO = "po"
    XLIFF = "xliff"
    TMX = "tmx"


MEDIA_TYPES = {
    Format.TXT: "text/plain; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.SRT: "application/x-subrip; charset=utf-8",
    Format.PO: "text/x-gettext-translation; charset=utf-8",
    Format.XLIFF: "application/xliff+xml",
    Format.TMX: "application/x-tmx+xml",
}
SUFFIXES = {
    ".txt": Format.TXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".docx": Format.DOCX,
    ".srt": Format.SRT,
    ".po": Format.PO,
    ".pot": Format.PO,
    ".xliff": Format.XLIFF,
    ".xlf": Format.XLIFF,
    ".tmx": Format.TMX,
}
_KNOWN = f"known are {', '.join(Format)}"
_HEAD = 4096  # characters looked at
_ROOTS = (
    (re.compile(r"<(?:\w+:)?xliff[\s>]"), Format.XLIFF),
    (re.compile(r"<(?:\w+:)?tmx[\s>]"), Format.TMX),
)
_HTML = re.compile(r"<!doctype html|<(?:html|head|body|article|div|p|h[1-6]|table|ul)[\s>]", re.I)
_PO = re.compile(r"""(?:\#.*+\s*+)*+msg(?:ctxt|id)\s+\"""")
_SRT = re.compile(r"\s*+(?:\d+[ \t]*\r?\n)?[ \t]*\d+:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its format, and what is to be translated."""

    form: Format
    draft: Draft

    @property
    def characters(self) -> int:
        """Characters to translate."""
        return sum(len(text_of(passage.nodes)) for passage in self.draft.passages)

    @property
    def sentences(self) -> int:
        """Sentences to translate."""
        return count_sentences(self.draft.passages)

    def translated(self, translate: Translate) -> bytes:
        """The document in English, in the format it came in."""
        return self.draft.finish(translate_passages(self.draft.passages, translate))


def read_document(data: bytes, name: str, limit: int) -> Document:
    """Read a document; its format is told by what it says, not by its name.

    Args:
        data: The file as it came.
        name: What it is called. Its ending decides only whether text without a tag at its
            beginning is HTML all the same.
        limit: Largest size accepted, bytes.

    Raises:
        UnreadableInput: Empty, too large, or in none of the formats known here.
        ExchangeError: The file breaks the rules of its format.
    """
    form, text = _recognised(data, name, limit)
    match form:
        case Format.DOCX:
            from service.documents.word import read_docx

            return Document(form, read_docx(data, name))
        case Format.XLIFF:
            from service.documents.xliff import read_xliff

            return Document(form, read_xliff(data, name))
        case Format.TMX:
            from service.documents.tmx import read_tmx

            return Document(form, read_tmx(data, name))
        case Format.HTML:
            from service.documents.html import read_html

            return Document(form, read_html(text, is_file=True))
        case Format.PO:
            from service.documents.gettext import read_po

            return Document(form, read_po(text, name))
        case Format.SRT:
            from service.documents.subtitles import read_srt

            return Document(form, read_srt(text, name))
        case Format.TXT:
            from service.documents.plain import read_text

            return Document(form, read_text(text))


def _recognised(data: bytes, name: str, limit: int) -> tuple[Format, str]:
    """The format of a file by its contents, and its text, which of a Word document is none."""
    if len(data) > limit:
        raise UnreadableInput(f"{name}: more than {limit:,} bytes, the limit")
    if data.startswith(b"PK\x03\x04"):
        if b"word/" in data:
            return Format.DOCX, ""
        raise UnreadableInput(f"{name}: a ZIP archive that is no Word document; {_KNOWN}")
    text = decode(data, name, limit)
    return _format_of(text, name), text


def _format_of(text: str, name: str) -> Format:
    head = text[:_HEAD]
    opening = head.lstrip("\ufeff \t\r\n")
    if opening.startswith("<"):
        for root, form in _ROOTS:
            if root.search(head):
                return form
        if _HTML.search(head):
            return Format.HTML
        if opening.startswith("<?xml"):
            raise UnreadableInput(f"{name}: XML of a kind not known here; {_KNOWN}")
    if _PO.match(head):
        return Format.PO
    if _SRT.match(head):
        return Format.SRT
    ending = SUFFIXES.get(PurePath(name).suffix.lower())
    return Format.HTML if ending is Format.HTML else Format.TXT
