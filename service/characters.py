"""Which characters a text may have to be kept in any database, sent in any file, and printed."""

from __future__ import annotations

import re

# What XML cannot carry (https://www.w3.org/TR/xml/#charsets), and PostgreSQL only in part.
_FOREIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def foreign_character(text: str) -> str | None:
    r"""The first character of a text that could not be kept or sent, by its number; None: all can.

    >>> foreign_character("a\0b")
    'U+0000'
    """
    found = _FOREIGN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def printable(text: str) -> str:
    r"""A text in which what no UTF-8 can hold is spelled out.

    Half a surrogate pair in JSON, and each byte of a file name that is not in UTF-8, is such.

    >>> printable("tin\udce9.txt")
    'tin\\udce9.txt'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
