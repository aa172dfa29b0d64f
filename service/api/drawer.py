"""Files that callers may fetch for a while: translated documents.

They lie in a folder of the server's own under names nobody can guess, each with a label beside it,
so that a server that starts again still has them.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from service.api.writing import write_whole
from service.errors import Overloaded

SECONDS = 3_600.0  # that a file is kept
MOST_FILES = 1_000
MOST_BYTES = 1 << 30
_LABEL = ".json"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the drawer: where, what it is called and what it is; `until` is in Unix time."""

    path: Path
    name: str
    media_type: str
    size: int
    until: float


class Drawer:
    """A bounded store of files that expire. May be used by several threads at once.

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
        self._changing = threading.Lock()
        self._kept = {
            path.name: kept
            for path in folder.glob("*")
            if path.suffix != _LABEL and (kept := self._labelled(path)) is not None
        }

    def put(self, data: bytes, name: str, media_type: str) -> str:
        """Keep a file; returns the key it can be fetched with.

        Raises:
            Overloaded: The drawer or the disk is full.
        """
        key = secrets.token_urlsafe(24)
        until = time.time() + self._seconds
        kept = Kept(self._folder / key, name, media_type, len(data), until)
        with self._changing:
            self._throw_away()
            size = sum(each.size for each in self._kept.values()) + kept.size
            if len(self._kept) >= self._most_files or size > self._most_bytes:
                raise Overloaded("as many documents are kept already as may be; try again later")
            label = {"name": name, "media_type": media_type, "until": until}
            try:
                write_whole(kept.path, data)
                write_whole(_label(kept.path), json.dumps(label).encode())
            except OSError as error:  # what has no label is no file
                raise Overloaded(f"the document cannot be kept: {error.strerror}") from error
            self._kept[key] = kept
        return key

    def get(self, key: str) -> Kept | None:
        """A file, if it is still there."""
        with self._changing:
            self._throw_away()
            return self._kept.get(key)

    def _labelled(self, path: Path) -> Kept | None:
        """A file of a server before this one; what has no label is thrown away."""
        try:
            label = json.loads(_label(path).read_text(encoding="utf-8"))
            size = path.stat().st_size
            return Kept(path, label["name"], label["media_type"], size, float(label["until"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("a document kept before is lost: %s", error)
            _delete(path)
            return None

    def _throw_away(self) -> None:
        """Delete what has expired."""
        now = time.time()
        for key, kept in list(self._kept.items()):
            if kept.until < now:
                del self._kept[key]
                _delete(kept.path)


def _label(path: Path) -> Path:
    return path.with_suffix(_LABEL)


def _delete(path: Path) -> None:
    """Without its label first, so that nothing that is left over counts as a file."""
    _label(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
