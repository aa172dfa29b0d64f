"""Reads the pages named on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from service.article import Article
from service.characters import printable
from service.decode import decode
from service.errors import UnreadableInput
from service.settings import Settings

STDIN = "-"


def read_text(path: str, settings: Settings) -> str:
    """Text of a file, or of standard input for "-".

    Raises:
        UnreadableInput: It is missing, too large, binary, or in no encoding we know.
    """
    return decode(_read(path, settings.max_bytes), name_of(path), settings.max_bytes)


def read_lines(path: str, settings: Settings) -> list[str]:
    """The lines of a file, as `wc -l` and editors count them.

    What else Unicode calls a line break (U+2028, U+0085, a form feed) stands within lines that were
    pasted from web pages and documents.

    Raises:
        UnreadableInput: See `read_text`.
    """
    lines = read_text(path, settings).removesuffix("\n").split("\n")
    return [line.removesuffix("\r") for line in lines]


def read_article(path: str, settings: Settings) -> Article:
    """The article on a page.

    Raises:
        UnreadableInput: See `read_text`.
        ExtractionError: There is no Vietnamese article on it.
    """
    from service.extract import extract

    name = name_of(path)
    id = name if path == STDIN else Path(path).stem
    return extract(read_text(path, settings), id=printable(id), name=printable(name))


def name_of(path: str) -> str:
    """What a page is called in errors."""
    return "standard input" if path == STDIN else path


def _read(path: str, limit: int) -> bytes:
    """The bytes, and one more than the limit at most: enough to see that there are too many."""
    if path == STDIN:
        if sys.stdin is None:
            raise UnreadableInput(f"{name_of(path)}: closed")
        return sys.stdin.buffer.read(limit + 1)
    try:
        with Path(path).open("rb") as stream:
            return stream.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableInput(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise UnreadableInput(f"{path}: is a folder; name the files in it") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror}") from error
