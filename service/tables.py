"""The tables of words that come with Bantin: `service/data/*.tsv`."""

from __future__ import annotations

from importlib import resources


def rows(table: str) -> list[list[str]]:
    """The rows of a table, without its head and its remarks."""
    text = resources.files("service").joinpath("data", table).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if not line.startswith("#")]
