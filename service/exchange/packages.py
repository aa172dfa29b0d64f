"""Word files of strangers: whatever python-docx says of a damaged one, as our error."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from lxml import etree

from service.errors import ExchangeError

_COMPLAINTS = (
    *(BadZipFile, zlib.error, LZMAError, EOFError, OSError),  # damaged; the last is bzip2's
    RuntimeError,  # encrypted, compressed in an unknown way, or parts in too long a chain
    *(OpcError, KeyError, ValueError, etree.XMLSyntaxError),  # whole, but no document
)


@contextmanager
def word_document(name: str) -> Iterator[None]:
    """Open a document within this.

    Raises:
        ExchangeError: It is no Word document, is damaged, or is encrypted.
    """
    try:
        yield
    except _COMPLAINTS as error:
        raise ExchangeError(f"{name}: no Word document (.docx): {error}") from error
    except AttributeError as error:  # python-docx takes every part for what its name says
        raise ExchangeError(
            f"{name}: no Word document (.docx): a part of it is something else than its name says"
        ) from error
