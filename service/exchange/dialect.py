"""What the versions of XLIFF differ in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from service.exchange.markup import Document, Writer
from service.exchange.unit import Unit


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of XLIFF.

    `record` is the element that holds a unit, `frame` the elements around all units with their
    attributes, for a text of a given name. `languages` tells what a unit is from and to. `read`
    raises a `ValueError` where a unit says what none of ours says.
    """

    record: str
    frame: Callable[[str], Mapping[str, Mapping[str, str]]]
    write: Callable[[Writer, Unit, int], None]
    languages: Callable[[etree._Element], tuple[str | None, str | None]]
    read: Callable[[Document, etree._Element], Iterator[Unit]]
