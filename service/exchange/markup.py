"""XML read and written piece by piece, in little memory; what strangers wrote is not trusted.

No entity is expanded, no document type definition is loaded, no address is followed, and the
parser's own limits on depth and size stay on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from service.errors import ExchangeError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_CHUNK = 1 << 16  # bytes


class Document:
    """An XML file being read; every complaint about it names file and line."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def records(
        self, tags: Collection[str], check_root: Callable[[etree._Element], None]
    ) -> Iterator[etree._Element]:
        """Every element with one of these local names, in any namespace, when it is complete.

        It is emptied when the next one is asked for, so that a file of any length fits in memory.
        `check_root` is called with the root element before the first.

        Raises:
            ExchangeError: The file is not XML, or brings entities.
        """
        parser = etree.XMLPullParser(
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        checked = False
        try:
            while chunk := self._stream.read(_CHUNK):
                parser.feed(chunk)
                for _, element in parser.read_events():
                    if not checked:
                        self._check(element.getroottree().getroot(), check_root)
                        checked = True
                    yield element
                    _forget(element)
            root = parser.close()
        except etree.XMLSyntaxError as error:
            raise ExchangeError(
                f"{self._name}, line {error.lineno}: not well-formed XML: {error.msg}"
            ) from error
        if not checked:
            self._check(root, check_root)

    def error(self, element: etree._Element, reason: str) -> ExchangeError:
        """A complaint about an element of the file."""
        return ExchangeError(f"{self._name}, line {element.sourceline}: {reason}")

    def text(self, element: etree._Element, codes: Collection[str]) -> str:
        """The text of an element, without the contents of inline elements named in `codes`.

        Those hold codes of another format, such as `<b>` written as text, and nobody's words.

        Raises:
            ExchangeError: It uses an entity; none is ever defined.
        """
        parts = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str):
                raise self.error(element, f"the entity {child.text} is not defined")
            if local_name(child) not in codes:
                parts.append(self.text(child, codes))
            parts.append(child.tail or "")
        return "".join(parts)

    def _check(self, root: etree._Element, check_root: Callable[[etree._Element], None]) -> None:
        definition = root.getroottree().docinfo.internalDTD
        if definition is not None and any(True for _ in definition.iterentities()):
            raise self.error(root, "the file defines entities, which is not allowed")
        check_root(root)


class Writer:
    """An XML file being written; names are written as they are given, prefixes included."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.raw('<?xml version="1.0" encoding="UTF-8"?>\n')

    def raw(self, markup: str) -> None:
        """Write markup as it is."""
        self._stream.write(markup.encode())

    @contextmanager
    def element(self, tag: str, attributes: Mapping[str, str]) -> Iterator[None]:
        """Write an element around what is written within."""
        given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        self.raw(f"<{tag}{given}>")
        yield
        self.raw(f"</{tag}>")

    def text(self, tag: str, attributes: Mapping[str, str], text: str) -> None:
        """Write an element that holds text alone."""
        with self.element(tag, attributes):
            self.raw(escape(text, {"\r": "&#13;"}))


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def _forget(element: etree._Element) -> None:
    """Free an element that was dealt with, and the siblings before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
