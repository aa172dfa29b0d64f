"""The corpus the server serves: a folder of pages, read when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from service.api.problems import Problem
from service.article import Article
from service.decode import decode
from service.extract import extract

ENDINGS = (".txt", ".html", ".htm")
KEPT = 512  # extracted articles kept in memory


class Shelf:
    """Pages by id, the file's name without its ending (with it, where another file has that id).

    Ids are only looked up among the files that are there: no path is made of what callers send.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._articles: OrderedDict[tuple[Path, int], Article] = OrderedDict()

    def ids(self) -> list[str]:
        """All ids, sorted."""
        return sorted(self._paths())

    def text(self, id: str) -> str:
        """A page.

        Raises:
            Problem: 404.
            UnreadableInput: It is no text.
        """
        return decode(self._bytes(self._path(id)), id, self._most_bytes)

    def article(self, id: str) -> Article:
        """The article on a page.

        Raises:
            Problem: 404.
            UnreadableInput, ExtractionError: There is none.
        """
        path = self._path(id)
        key = path, path.stat().st_mtime_ns
        article = self._articles.get(key)
        if article is None:
            article = self._articles[key] = extract(self.text(id), id=id)
            if len(self._articles) > KEPT:
                self._articles.popitem(last=False)
        return article

    def _path(self, id: str) -> Path:
        path = self._paths().get(id)
        if path is None:
            raise Problem(404, f"there is no article {id!r} in the corpus")
        return path

    def _paths(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path in sorted(self._folder.glob("*")):
            if path.suffix.lower() in ENDINGS:
                found[path.name if path.stem in found else path.stem] = path
        return found

    def _bytes(self, path: Path) -> bytes:
        with path.open("rb") as stream:
            return stream.read(self._most_bytes + 1)
