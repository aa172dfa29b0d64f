"""Files about the whole corpus, put together from those of its articles."""

from __future__ import annotations

from hashlib import blake2b
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from service.corpus.folder import OutputFolder
from service.corpus.formats import Form, units
from service.corpus.index_page import PAGE, index_page, page_name
from service.corpus.ledger import Ledger
from service.corpus.seen import Seen
from service.corpus.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.exchange import Unit


def corpus_files(forms: tuple[Form, ...]) -> list[str]:
    """What the files about the whole corpus are called; there may be further index pages."""
    wanted = {"corpus.jsonl": Form.JSONL in forms, "corpus.tmx": Form.TMX in forms}
    return [*(name for name in wanted if wanted[name]), page_name(1), "run.json"]


def write_corpus(
    folder: OutputFolder, ledger: Ledger, written: Written, forms: tuple[Form, ...]
) -> None:
    """Write what is wanted of corpus.jsonl and corpus.tmx, and the index pages.

    Articles are in the order they were read.

    Raises:
        OutputError: Something else is in the place of an index page.
    """
    if Form.JSONL in forms:
        with folder.writing("corpus.jsonl") as stream:
            for row in ledger.rows():
                if row.error is None:
                    stream.write((folder.root / folder.article(row.stem, ".json")).read_bytes())
    if Form.TMX in forms:
        from service.exchange import Format, write

        with folder.writing("corpus.tmx") as stream:
            write(_distinct_units(folder, ledger), stream, Format.TMX)
    _write_index(folder, ledger, written)


def _distinct_units(folder: OutputFolder, ledger: Ledger) -> Iterator[Unit]:
    """Every text of the corpus with its translation, once."""
    with Seen.open() as seen:
        for row in ledger.rows():
            data = folder.report(row.stem) if row.error is None else None
            for unit in units(data) if data else ():
                if seen.add(blake2b(unit.source.encode(), digest_size=16).digest()):
                    yield unit


def _write_index(folder: OutputFolder, ledger: Ledger, written: Written) -> None:
    """Pages of a thousand articles each: index.html, index-2.html and so on."""
    totals, rows = ledger.totals(), ledger.rows()
    pages = max(1, ceil((totals.articles + totals.failed) / PAGE))
    for number in range(1, pages + 1):
        written.claim(page_name(number))
        with folder.writing(page_name(number)) as stream:
            body = index_page(islice(rows, PAGE), totals, folder, number, pages)
            stream.write(body.encode("utf-8", "surrogatepass"))
