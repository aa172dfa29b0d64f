"""Where articles come from: files, folders, patterns, lists of these, JSON lines; compressed too.

Everything is read one article at a time, in an order that is the same on every run.
"""

from __future__ import annotations

import bz2
import glob
import gzip
import io
import json
import lzma
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from stat import S_ISREG
from typing import Any, BinaryIO, cast

from service.corpus.formats import Form as Output
from service.corpus.formats import endings
from service.corpus.written import Results
from service.errors import UnreadableInput
from service.extract import Form

STDIN = "-"
_PAGES: dict[str, Form | None] = {".txt": None, ".html": "html", ".htm": "html"}
_LINES = (".jsonl", ".ndjson")
_OPENERS: dict[str, Callable[[Path], Any]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)  # what a damaged file raises on reading
_PLAIN_ID = re.compile(r"\w[\w.-]{0,55}(?:/\w[\w.-]{0,55}){0,7}")  # names of 255 bytes at most
_TAKEN = tuple(f"{ending}/" for ending in endings(tuple(Output)))  # x.json is the file of x
_NAME_LENGTH = 46  # characters kept of an id that is no file name


@dataclass(frozen=True, slots=True)
class Item:
    """An article to be read. `name` says where it is, for people; `read` raises UnreadableInput.

    `is_lasting` says whether its id stays with it whatever comes before it in its file.
    Ids, names and messages may hold what no UTF-8 can: see `characters.printable`.
    """

    id: str
    name: str
    form: Form | None
    read: Callable[[], bytes]
    is_lasting: bool = True


@dataclass(frozen=True, slots=True)
class Passed:
    """What is left alone in a folder: a file of another ending, a pipe, a link to a folder."""

    name: str


def find_items(paths: Iterable[str], listing: BinaryIO, max_bytes: int) -> Iterator[Item | Passed]:
    """The articles that paths lead to.

    A path is a file, a folder, a pattern such as `2024/**/*.html`, or `-` for a list of those, one
    a line. What cannot be read is an item whose `read` says why.

    Args:
        paths: Where to look.
        listing: What `-` stands for.
        max_bytes: The most an article may have, unpacked.
    """
    with Results.open() as results:
        for path in paths:
            if path == STDIN:
                for line in listing:
                    listed = line.decode("utf-8", "surrogateescape").strip()
                    if listed:
                        yield from _from_path(listed, max_bytes, results)
            else:
                yield from _from_path(path, max_bytes, results)


def count_items(paths: Iterable[str], max_bytes: int) -> int | None:
    """How many articles paths lead to; None when only reading them all from a list would tell."""
    paths = list(paths)
    if STDIN in paths:
        return None
    found = find_items(paths, io.BytesIO(), max_bytes)
    return sum(isinstance(each, Item) for each in found)


def file_name(id: str) -> str:
    """A file name for an id, without its ending; different ids have different names.

    Ids that are names, or paths of names, are kept; of others, such as addresses, the readable part
    is kept and a digest added.

    >>> file_name("2024/05/hop-bao")
    '2024/05/hop-bao'
    >>> file_name("https://example.vn/tin?id=1")
    'https-example.vn-tin-id-1-05e10b98'
    """
    is_taken = any(folder in id.lower() for folder in _TAKEN)
    if _PLAIN_ID.fullmatch(id) and ".." not in id and not is_taken:
        return id
    readable = re.sub(r"[^\w.]+|\.\.+", "-", id)[:_NAME_LENGTH].strip("-.") or "article"
    return f"{readable}-{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _from_path(path: str, max_bytes: int, results: Results) -> Iterator[Item | Passed]:
    place = Path(path)
    if "\0" in path:
        yield _unreadable(path, "no path has a zero byte in it")
    elif os.path.isdir(path):  # Path.is_dir raises where a folder may not be entered
        yield from _from_folder(place, max_bytes, results)
    elif os.path.exists(path) or not glob.has_magic(path):
        yield from _from_file(place, _stem(place.name), max_bytes)
    else:
        yield from _from_pattern(path, max_bytes, results)


def _from_pattern(pattern: str, max_bytes: int, results: Results) -> Iterator[Item | Passed]:
    """Files a pattern fits; their ids are their paths below its part without wildcards."""
    parts = Path(pattern).parts
    fixed = next(at for at, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    found = sorted(set(map(Path, _fitting(parts))), key=str)
    files = [file for file in found if _may_be_file(file) and not results.has(file)]
    if not files:
        yield _unreadable(pattern, "no file fits this pattern")
    for file in files:
        yield from _from_file(file, _stem(file.relative_to(root).as_posix()), max_bytes)


def _fitting(parts: Sequence[str]) -> Iterator[str]:
    """What `glob.glob` finds for the parts of a pattern, some of it twice.

    But `**` does not follow links to folders, as they may lead around in circles.
    """
    if "**" not in parts:
        yield from glob.glob(os.path.join(*parts))
        return
    at = parts.index("**")
    rest = parts[at + 1 :] or ("*",)
    for top in glob.glob(os.path.join(*parts[:at], "")) if at else (".",):
        for here, folders, _ in os.walk(top):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from _fitting((glob.escape(here), *rest))


def _may_be_file(place: Path) -> bool:
    """Whether it is a file, or may not be looked at, so that reading it says why."""
    try:
        return S_ISREG(place.stat().st_mode)
    except FileNotFoundError:  # a link to nothing
        return False
    except OSError:
        return True


def _from_folder(folder: Path, max_bytes: int, results: Results) -> Iterator[Item | Passed]:
    """Pages and JSON lines in a folder and those below it, sorted.

    What is hidden, or the result of a run, is left out. Links to folders are not followed, as they
    may lead around in circles.
    """
    closed: list[OSError] = []  # folders that may not be read
    for here, folders, files in os.walk(folder, onerror=closed.append):
        below = _shown(here, folders)
        folders[:] = [place.name for place in below]
        yield from (Passed(str(place)) for place in below if place.is_symlink())
        for file in _shown(here, files):
            if results.has(file):
                continue
            if _kind(file.name) in (*_PAGES, *_LINES) and not _is_special(file):
                id = _stem(file.relative_to(folder).as_posix())
                yield from _from_file(file, id, max_bytes)
            else:
                yield Passed(str(file))
    for error in closed:
        yield _unreadable(str(error.filename or folder), _reason(error))


def _is_special(place: Path) -> bool:
    """Whether it is a named pipe or the like, which could be read for ever."""
    try:
        return not S_ISREG(place.stat().st_mode)
    except OSError:  # reading it says why
        return False


def _shown(folder: str, names: Iterable[str]) -> list[Path]:
    return [Path(folder, name) for name in sorted(names) if not name.startswith(".")]


def _from_file(file: Path, id: str, max_bytes: int) -> Iterator[Item]:
    kind = _kind(file.name)
    if kind in _LINES:
        yield from _from_lines(file, max_bytes)
    else:
        yield Item(id, str(file), _PAGES.get(kind), partial(_read, file, max_bytes))


def _from_lines(file: Path, max_bytes: int) -> Iterator[Item]:
    """One article a line: {"id": …, "text": …} or {"id": …, "html": …}."""
    number, longest = 0, 8 * max_bytes  # \u escapes take up to six bytes a letter
    try:
        with _open(file) as stream:
            while line := stream.readline(longest + 1):
                number += 1
                name = f"{file}, line {number}"
                if len(line) > longest:
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(longest)
                    yield _unreadable(name, f"has more than {longest:,} bytes")
                elif line.strip():
                    yield _from_line(line, name, f"{_stem(file.name)}-{number}")
    except _BROKEN as error:
        yield _unreadable(f"{file}, after line {number}", _reason(error))


def _from_line(line: bytes, name: str, default_id: str) -> Item:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:  # the latter where it is nested too deep
        return _unreadable(name, f"no JSON: {error}")
    if not isinstance(given, dict):
        return _unreadable(name, "no JSON object")
    pages = [key for key in ("text", "html") if isinstance(given.get(key), str)]
    if len(pages) != 1:
        return _unreadable(name, 'must have either "text" or "html", a string')
    id = given.get("id", default_id)
    if not isinstance(id, str | int) or not str(id).strip():
        return _unreadable(name, '"id" must be a string or a whole number')
    data = given[pages[0]].encode("utf-8", "surrogatepass")
    return Item(str(id), name, cast(Form, pages[0]), lambda: data, is_lasting="id" in given)


def _read(file: Path, max_bytes: int) -> bytes:
    """What a file holds, unpacked; one byte too many is enough to see that there are too many."""
    try:
        with _open(file) as stream:
            return stream.read(max_bytes + 1)
    except _BROKEN as error:
        raise UnreadableInput(f"{file}: {_reason(error)}") from error


def _open(file: Path) -> BinaryIO:
    return cast(BinaryIO, _OPENERS.get(file.suffix.lower(), partial(Path.open, mode="rb"))(file))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or f"damaged: {error}"


def _unreadable(name: str, reason: str) -> Item:
    def read() -> bytes:
        raise UnreadableInput(f"{name}: {reason}")

    return Item(name, name, None, read)


def _kind(name: str) -> str:
    """The ending that says what a file holds, not how it is compressed."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in _OPENERS else path.suffix


def _stem(name: str) -> str:
    """A path without the endings that we know.

    >>> _stem("2024/tin.01.html.gz")
    '2024/tin.01'
    """
    path = PurePath(name)
    for known in (_OPENERS, (*_PAGES, *_LINES)):
        if path.suffix.lower() in known:
            path = path.with_suffix("")
    return path.as_posix()
