"""Files that callers may fetch for a while: translated documents.

They lie in a folder of their own that goes with the server, under names nobody can guess.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from service.errors import Overloaded

SECONDS = 3_600.0  # that a file is kept
MOST_FILES = 1_000
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the drawer: where, what it is called and what it is."""

    path: Path
    name: str
    media_type: str
    size: int
    until: float


class Drawer:
    """A bounded store of files that expire.

    Args:
        folder: Where they lie.
        seconds: How long a file is kept.
        most_files: How many there may be.
        most_bytes: How large they may be together.
    """

    def __init__(
        self,
        folder: Path,
        seconds: float = SECONDS,
        most_files: int = MOST_FILES,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._folder = folder
        self._seconds = seconds
        self._most_files = most_files
        self._most_bytes = most_bytes
        self._kept: dict[str, Kept] = {}
        self._changing = threading.Lock()

    def put(self, data: bytes, name: str, media_type: str) -> str:
        """Keep a file; returns the key it can be fetched with.

        Raises:
            Overloaded: The drawer or the disk is full.
        """
        key = secrets.token_urlsafe(24)
        kept = Kept(
            self._folder / key, name, media_type, len(data), time.monotonic() + self._seconds
        )
        with self._changing:
            self._throw_away()
            size = sum(each.size for each in self._kept.values()) + kept.size
            if len(self._kept) >= self._most_files or size > self._most_bytes:
                raise Overloaded("as many documents are kept already as may be; try again later")
            try:
                kept.path.write_bytes(data)
            except OSError as error:
                kept.path.unlink(missing_ok=True)
                raise Overloaded(f"the document cannot be kept: {error.strerror}") from error
            self._kept[key] = kept
        return key

    def get(self, key: str) -> Kept | None:
        """A file, if it is still there."""
        with self._changing:
            self._throw_away()
            return self._kept.get(key)

    def _throw_away(self) -> None:
        """Delete what has expired."""
        now = time.monotonic()
        for key, kept in list(self._kept.items()):
            if kept.until < now:
                del self._kept[key]
                kept.path.unlink(missing_ok=True)


@contextmanager
def open_drawer() -> Iterator[Drawer]:
    """A drawer in a temporary folder."""
    with TemporaryDirectory(prefix="bantin-documents-") as folder:
        yield Drawer(Path(folder))
