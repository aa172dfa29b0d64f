"""Sentences with their translations, to and from other tools' files.

TMX, XLIFF 1.2 and 2.1, CSV and Word; `docs/exchange.md` says what each carries.
"""

from service.exchange.formats import (
    MEDIA_TYPES,
    Format,
    format_of,
    read,
    read_file,
    write,
    write_file,
)
from service.exchange.unit import Machine, Unit

__all__ = [
    "MEDIA_TYPES",
    "Format",
    "Machine",
    "Unit",
    "format_of",
    "read",
    "read_file",
    "write",
    "write_file",
]
