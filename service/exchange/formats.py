"""Every format by its name and by the endings of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from service.errors import ExchangeError
from service.exchange.unit import Unit


class Format(StrEnum):
    """A format that sentences with their translations travel in."""

    TMX = "tmx"
    XLIFF_1 = "xliff-1.2"
    XLIFF_2 = "xliff-2.1"
    CSV = "csv"
    DOCX = "docx"


MEDIA_TYPES = {
    Format.TMX: "application/x-tmx+xml",
    Format.XLIFF_1: "application/x-xliff+xml",
    Format.XLIFF_2: "application/xliff+xml",
    Format.CSV: "text/csv; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_SUFFIXES = {
    ".tmx": Format.TMX,
    ".xlf": Format.XLIFF_1,
    ".xliff": Format.XLIFF_2,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".docx": Format.DOCX,
}


def format_of(path: Path) -> Format:
    """The format of a file by its ending; `.xlf` is written as XLIFF 1.2, `.xliff` as 2.1.

    Raises:
        ExchangeError: It has none of the endings we know.
    """
    try:
        return _SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(_SUFFIXES)
        raise ExchangeError(
            f"{path}: its format is not known by its name; known: {known}"
        ) from None


def write(units: Iterable[Unit], stream: BinaryIO, form: Format, title: str | None = None) -> int:
    """Write units to an open file; returns how many.

    Args:
        units: Sentences with their translations; taken as they are written.
        stream: Where to write.
        form: The format.
        title: What the text is called, for formats that can say so.

    Raises:
        ExchangeError: A unit holds a character that the format cannot carry.
    """
    match form:
        case Format.TMX:
            from service.exchange.tmx import write_tmx

            return write_tmx(units, stream)
        case Format.XLIFF_1 | Format.XLIFF_2:
            from service.exchange.xliff import write_xliff

            return write_xliff(
                units, stream, "1.2" if form is Format.XLIFF_1 else "2.1", title or "article"
            )
        case Format.CSV:
            from service.exchange.spreadsheet import write_csv

            return write_csv(units, stream)
        case Format.DOCX:
            from service.exchange.word import write_docx

            return write_docx(units, stream, title)


def read(stream: BinaryIO, form: Format, name: str) -> Iterator[Unit]:
    """Read units from an open file, one by one where the format allows it.

    Args:
        stream: The file.
        form: The format; any version of XLIFF is read as either.
        name: What to call the file in errors.

    Raises:
        ExchangeError: The file is wrong; it says where, and what is wrong.
    """
    match form:
        case Format.TMX:
            from service.exchange.tmx import read_tmx

            return read_tmx(stream, name)
        case Format.XLIFF_1 | Format.XLIFF_2:
            from service.exchange.xliff import read_xliff

            return read_xliff(stream, name)
        case Format.CSV:
            from service.exchange.spreadsheet import read_csv

            return read_csv(stream, name)
        case Format.DOCX:
            from service.exchange.word import read_docx

            return read_docx(stream, name)


def write_file(units: Iterable[Unit], path: Path, title: str | None = None) -> int:
    """Write a file in the format of its name, whole or not at all; returns how many units.

    Raises:
        ExchangeError: The file cannot be written, or a unit not in this format.
    """
    form = format_of(path)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with draft.open("xb") as stream:
            count = write(units, stream, form, title)
        draft.replace(path)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):  # mostly there is none any more
            draft.unlink()
    return count


def read_file(path: Path) -> Iterator[Unit]:
    """Read a file in the format of its name, as `read` does."""
    form = format_of(path)
    try:
        with path.open("rb") as stream:
            yield from read(stream, form, str(path))
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read: {error.strerror}") from error
