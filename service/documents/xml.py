"""XML trees from strangers, and the markup inside their texts.

No entity is expanded, no document type definition is loaded, no address is followed, and the
parser's own limits on depth and size stay on.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from lxml import etree

from service.documents.inline import Element, Node, Nodes
from service.documents.pairs import DEEPEST, Pair, Role, pair
from service.errors import ExchangeError
from service.exchange.markup import local_name


@dataclass(frozen=True, slots=True)
class Codes:
    """The inline elements of a format, by what they are.

    `words` stand for something that is said, such as a placeholder; `openings` and `closings`
    are two elements that together surround text and have the same `key`. What is not named here
    surrounds its own text.
    """

    words: frozenset[str]
    marks: frozenset[str]
    openings: frozenset[str]
    closings: frozenset[str]
    key: Callable[[etree._Element], str | None]

    def role(self, mark: object) -> Role | None:
        """Whether a mark opens or closes, and with what other."""
        assert isinstance(mark, etree._Element)
        kind, key = local_name(mark), self.key(mark)
        if key is None or kind not in self.openings | self.closings:
            return None
        return ("open" if kind in self.openings else "close"), key


def parse(data: bytes, name: str) -> etree._ElementTree:
    """The tree of an XML file.

    Raises:
        ExchangeError: The file is not XML, defines entities, or is nested too deep.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        tree = etree.parse(BytesIO(data), parser)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(
            f"{name}, line {error.lineno}: not well-formed XML: {error.msg}"
        ) from error
    definition = tree.docinfo.internalDTD
    if definition is not None and any(True for _ in definition.iterentities()):
        raise ExchangeError(f"{name}: the file defines entities, which is not allowed")
    return tree


def serialise(tree: etree._ElementTree) -> bytes:
    """The tree as a file in UTF-8."""
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def read_nodes(element: etree._Element, codes: Codes, name: str, depth: int = 0) -> Nodes:
    """The text of an element with the markup inside.

    Raises:
        ExchangeError: The markup is nested too deep, or uses an entity.
    """
    if depth > DEEPEST:
        raise ExchangeError(f"{name}, line {element.sourceline}: markup nested over {DEEPEST} deep")
    nodes: list[Node] = [element.text or ""]
    for child in element:
        if isinstance(child, etree._Entity):
            raise ExchangeError(
                f"{name}, line {element.sourceline}: the entity {child.text} is not defined"
            )
        if isinstance(child.tag, str):
            kind = local_name(child)
            if kind in codes.words:
                nodes.append(Element(child, word=True))
            elif kind in codes.marks | codes.openings | codes.closings:
                nodes.append(Element(child))
            else:
                nodes.append(Element(child, read_nodes(child, codes, name, depth + 1)))
        nodes.append(child.tail or "")
    return pair([node for node in nodes if node != ""], codes.role)


def write_nodes(element: etree._Element, nodes: Nodes) -> None:
    """Put text with markup into an element; the marks of the source are copied."""
    for node in nodes:
        if isinstance(node, str):
            _append_text(element, node)
        elif isinstance(node.mark, Pair):
            _append_copy(element, cast(etree._Element, node.mark.opening))
            write_nodes(element, node.children)
            _append_copy(element, cast(etree._Element, node.mark.closing))
        else:
            mark = cast(etree._Element, node.mark)
            if node.children:
                inner = etree.SubElement(element, mark.tag, mark.attrib, nsmap=mark.nsmap)
                write_nodes(inner, node.children)
            else:
                _append_copy(element, mark)


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _append_copy(element: etree._Element, mark: etree._Element) -> None:
    copy = deepcopy(mark)
    copy.tail = None
    element.append(copy)
