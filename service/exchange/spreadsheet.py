"""CSV as spreadsheet programs read and write it.

Written as UTF-8 with a byte order mark, without which Excel takes Vietnamese for Western European.
A text that a spreadsheet would take for a formula gets an apostrophe before it, and loses it when
read (OWASP, "CSV Injection").
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import BinaryIO, TextIO, cast

from service.errors import ExchangeError
from service.exchange.unit import Unit, facts, unit_from

_COLUMNS = ("id", "source", "target", "note", "who", "when", "signature", "mark", "source-mark")
_ALSO_CALLED = {
    "vi": "source",
    "vietnamese": "source",
    "tiếng việt": "source",
    "en": "target",
    "english": "target",
}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_csv(units: Iterable[Unit], stream: BinaryIO) -> int:
    """Write units as they come, below a line of column names; returns how many."""
    count = 0
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, _COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for unit in units:
        row = facts(unit) | {"source": unit.source, "target": unit.target}
        row |= {"id": unit.id or "", "note": unit.note or ""}
        writer.writerow({name: _guarded(value) for name, value in row.items()})
        count += 1
    text.detach()
    return count


def read_csv(stream: BinaryIO, name: str) -> Iterator[Unit]:
    """The units of a file, as they are read; rows without a translation are left out.

    The first line names the columns: `source` and `target` (or `vi` and `en`), and the others of
    `write_csv` if they are there. They may be parted by commas, semicolons or tabs.

    Args:
        stream: The file.
        name: What to call it in errors.

    Raises:
        ExchangeError: The file is no such table.
    """
    with _decoded(stream) as text:
        line = 1
        try:
            delimiter, columns = _heading(text.readline())
            rows = csv.reader(text, delimiter=delimiter, strict=True)
            line = 2
            for row in rows:
                unit = _unit(columns, row, line)
                if unit is not None:
                    yield unit
                line = rows.line_num + 2
        except UnicodeDecodeError as error:
            raise ExchangeError(f"{name}, after line {line}: no text in UTF-8 or UTF-16") from error
        except (csv.Error, ValueError) as error:
            raise ExchangeError(f"{name}, line {line}: {error}") from error


def _unit(columns: Sequence[str], row: Sequence[str], line: int) -> Unit | None:
    """The unit of a row; None where one of the two texts is missing."""
    if row and len(row) != len(columns):
        raise ValueError(f"{len(row)} columns, but the first line names {len(columns)}")
    given = {name: _plain(value) for name, value in zip(columns, row, strict=False) if value}
    texts = given.get("source", ""), given.get("target", "")
    if not all(text.strip() for text in texts):
        return None
    return unit_from(given, texts, given.get("id"), given.get("note"), line)


def _heading(line: str) -> tuple[str, list[str]]:
    """What parts the columns, and their names."""
    delimiter = max(",;\t", key=line.count)
    given = [column.strip().casefold() for column in next(csv.reader([line], delimiter=delimiter))]
    columns = [_ALSO_CALLED.get(column, column) for column in given]
    if not given:
        raise ValueError("the file is empty")
    for wanted in ("source", "target"):
        if wanted not in columns:
            raise ValueError(f"no column is called {wanted!r}, only {', '.join(map(repr, given))}")
    return delimiter, columns


@contextmanager
def _decoded(stream: BinaryIO) -> Iterator[TextIO]:
    """The text of a file; Excel's "Unicode text" is UTF-16. The file itself is left open."""
    buffered = BufferedReader(cast(RawIOBase, stream))
    wide = buffered.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    text = TextIOWrapper(buffered, encoding="utf-16" if wide else "utf-8-sig", newline="")
    try:
        yield text
    finally:
        text.detach()
        buffered.detach()


def _guarded(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) else value


def _plain(value: str) -> str:
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
