"""XLIFF, the format in which texts travel to a translator and back, in versions 1.2 and 2.1.

One unit is one sentence. What a translator has approved counts as a person's word even where it is
the model's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import BinaryIO, Literal

from lxml import etree

from service.exchange.dialect import Dialect
from service.exchange.languages import check_languages
from service.exchange.markup import Document, Writer, local_name
from service.exchange.unit import Unit, writable
from service.exchange.xliff1 import XLIFF_1
from service.exchange.xliff2 import XLIFF_2

Version = Literal["1.2", "2.1"]

_WRITTEN: Mapping[Version, Dialect] = {"1.2": XLIFF_1, "2.1": XLIFF_2}
_READ: Mapping[str | None, Dialect] = {
    "1.1": XLIFF_1,
    "1.2": XLIFF_1,
    "2.0": XLIFF_2,
    "2.1": XLIFF_2,
}


def write_xliff(
    units: Iterable[Unit], stream: BinaryIO, version: Version, original: str = "article"
) -> int:
    """Write units as they come; returns how many.

    Args:
        units: Sentences with their translations.
        stream: Where to write.
        version: Of XLIFF.
        original: What the text is called, for people.

    Raises:
        ExchangeError: A unit holds a character that XML cannot carry.
    """
    form = _WRITTEN[version]
    out = Writer(stream)
    count = 0
    with ExitStack() as frame:
        for tag, attributes in form.frame(original).items():
            frame.enter_context(out.element(tag, attributes))
        for count, unit in enumerate(writable(units), start=1):
            out.raw("\n")
            form.write(out, unit, count)
        out.raw("\n")
    return count


def read_xliff(stream: BinaryIO, name: str) -> Iterator[Unit]:
    """The translated units of a file, as they are read, whatever its version.

    Left out is what has no translation yet, or one that is marked as still to be done.

    Args:
        stream: The file.
        name: What to call it in errors.

    Raises:
        ExchangeError: The file is no XLIFF, or not from Vietnamese to English.
    """
    document = Document(stream, name)
    form: Dialect | None = None

    def check_root(root: etree._Element) -> None:
        nonlocal form
        if local_name(root) != "xliff":
            raise document.error(root, f"the file is no XLIFF but begins with <{local_name(root)}>")
        form = _READ.get(root.get("version"))
        if form is None:
            raise document.error(
                root, f"XLIFF version {root.get('version')} is none of {', '.join(map(str, _READ))}"
            )

    for element in document.records([XLIFF_1.record, XLIFF_2.record], check_root):
        assert form is not None  # check_root saw to it
        try:
            check_languages(*form.languages(element))
            units = list(form.read(document, element))
        except ValueError as error:
            raise document.error(element, str(error)) from error
        yield from (unit for unit in units if unit.source.strip() and unit.target.strip())
