"""The folder a run writes to. A file is there whole or not at all, whenever the run is killed.

OUT/articles/STEM.json      what is known of an article: the report of `--json`, its changes
OUT/articles/STEM.html …    renderings of that
OUT/corpus.jsonl, corpus.tmx, index.html, run.json
OUT/.bantin/                the ledger, what runs have written, a lock, files being written
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from service.errors import OutputError

ARTICLES = "articles"
_HIDDEN = ".bantin"


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """Where results go. `endings` are those of an article's files."""

    root: Path
    endings: tuple[str, ...] = (".json",)

    @property
    def ledger(self) -> Path:
        """Where the ledger of the runs is kept."""
        return self.root / _HIDDEN / "ledger.sqlite3"

    @property
    def written(self) -> Path:
        """Where the names of the files are kept that runs have written."""
        return self.root / _HIDDEN / "written.sqlite3"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out, and clear away what a killed run left unfinished.

        Raises:
            OutputError: Another run is at work here, or the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        hidden = self.root / _HIDDEN
        with _plain_errors(self.root):
            hidden.mkdir(parents=True, exist_ok=True)
            lock = FileLock(hidden / "lock", timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                raise OutputError(f"{self.root}: another run is writing to this folder") from error
            shutil.rmtree(hidden / "unfinished", ignore_errors=True)
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Write a file; it gets its name when it is whole.

        Raises:
            OutputError: It cannot be written.
        """
        place = self.root / name
        unfinished = self.root / _HIDDEN / "unfinished"
        part = unfinished / uuid4().hex
        with _plain_errors(place):
            unfinished.mkdir(parents=True, exist_ok=True)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with part.open("wb") as stream:
                    yield stream
                part.replace(place)
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def article(self, stem: str, ending: str) -> Path:
        """Where a file of an article is, seen from the folder."""
        return Path(ARTICLES, f"{stem}{ending}")

    def article_names(self, stem: str) -> list[str]:
        """What the files of an article are called, from the folder."""
        return [self.article(stem, ending).as_posix() for ending in self.endings]

    def has_article(self, stem: str) -> bool:
        """Whether all files of an article are in place and have something in them."""
        try:
            return all((self.root / name).stat().st_size for name in self.article_names(stem))
        except OSError:
            return False

    def report(self, stem: str) -> dict[str, Any] | None:
        """What an earlier run wrote of an article, if anything.

        After a power cut that may be an empty file, or zeros: nothing, then.

        Raises:
            OutputError: It is there and cannot be read.
        """
        file = self.root / self.article(stem, ".json")
        try:
            found = json.loads(file.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        except OSError as error:
            raise OutputError(f"{file}: {error}; delete it and run again") from error
        return found if isinstance(found, dict) else None


@contextmanager
def _plain_errors(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{place}: {error.strerror or error}") from error
