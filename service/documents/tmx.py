"""TMX: units that have Vietnamese and no English get it, marked as a machine's."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from service.documents.draft import Draft
from service.documents.inline import Nodes
from service.documents.segments import Passage
from service.documents.xml import Codes, parse, read_nodes, serialise, write_nodes
from service.errors import ExchangeError
from service.exchange.languages import SOURCE, TARGET, is_language
from service.exchange.markup import XML_LANG, local_name
from service.exchange.tmx import MODEL

_CODES = Codes(
    words=frozenset({"ph"}),
    marks=frozenset({"it", "ut"}),
    openings=frozenset({"bpt"}),
    closings=frozenset({"ept"}),
    key=lambda code: code.get("i"),
)


def read_tmx(data: bytes, name: str) -> Draft:
    """The untranslated units of a file.

    Raises:
        ExchangeError: The file is no TMX, or has no Vietnamese in it.
    """
    tree = parse(data, name)
    root = tree.getroot()
    if local_name(root) != "tmx":
        raise ExchangeError(f"{name}: the file is no TMX but begins with <{local_name(root)}>")
    segments = []
    some_vietnamese = False
    for unit in root.iter("{*}tu"):
        source, target = _segment(unit, SOURCE), _segment(unit, TARGET)
        some_vietnamese = some_vietnamese or source is not None
        if source is not None and (target is None or not "".join(map(str, target.itertext()))):
            segments.append(source)
    if not some_vietnamese:
        raise ExchangeError(f"{name}: no unit has a text in Vietnamese (vi)")

    def finish(english: Sequence[Nodes]) -> bytes:
        for source, nodes in zip(segments, english, strict=True):
            _write(source, nodes)
        return serialise(tree)

    return Draft(tuple(Passage(read_nodes(each, _CODES, name)) for each in segments), finish)


def _segment(unit: etree._Element, language: str) -> etree._Element | None:
    """What a unit says in a language."""
    for variant in unit.iterfind("{*}tuv"):
        if is_language(variant.get(XML_LANG) or variant.get("lang"), language):
            return variant.find("{*}seg")
    return None


def _write(source: etree._Element, nodes: Nodes) -> None:
    """Add the English variant after the Vietnamese one."""
    variant = source.getparent()
    assert variant is not None
    unit = variant.getparent()
    assert unit is not None
    empty = _segment(unit, TARGET)
    if empty is not None and (old := empty.getparent()) is not None:
        unit.remove(old)
    said = {XML_LANG: TARGET, "changeid": MODEL}
    target = etree.Element(variant.tag, said, nsmap=variant.nsmap)
    target.tail = variant.tail
    write_nodes(etree.SubElement(target, source.tag), nodes)
    unit.insert(unit.index(variant) + 1, target)
