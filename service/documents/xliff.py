"""XLIFF 1.2 and 2.x: what has no translation yet gets one, marked as a machine's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from service.documents.draft import Draft
from service.documents.inline import Nodes
from service.documents.segments import Layout, Passage
from service.documents.xml import Codes, parse, read_nodes, serialise, write_nodes
from service.errors import ExchangeError
from service.exchange.languages import TARGET, check_languages
from service.exchange.markup import local_name

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CODES_1 = Codes(
    words=frozenset({"x", "ph"}),
    marks=frozenset({"it"}),
    openings=frozenset({"bpt", "bx"}),
    closings=frozenset({"ept", "ex"}),
    key=lambda code: code.get("rid") or code.get("id"),
)
_CODES_2 = Codes(
    words=frozenset({"ph"}),
    marks=frozenset({"cp"}),
    openings=frozenset({"sc", "sm"}),
    closings=frozenset({"ec", "em"}),
    key=lambda code: code.get("startRef") or code.get("id"),
)
_UNFINISHED = frozenset({"new", "needs-translation", "initial"})


def read_xliff(data: bytes, name: str) -> Draft:
    """The untranslated units of a file.

    Raises:
        ExchangeError: The file is no XLIFF, or not from Vietnamese to English.
    """
    tree = parse(data, name)
    root = tree.getroot()
    if local_name(root) != "xliff":
        raise ExchangeError(f"{name}: the file is no XLIFF but begins with <{local_name(root)}>")
    version = root.get("version", "")
    if version.startswith("2."):
        units, codes = list(_units_2(root, name)), _CODES_2
    elif version.startswith("1."):
        units, codes = list(_units_1(root, name)), _CODES_1
    else:
        raise ExchangeError(f"{name}: XLIFF version {version or 'unknown'} is none of 1.x and 2.x")
    passages = tuple(
        Passage(read_nodes(_words(unit), codes, name), _layout(unit)) for unit in units
    )

    def finish(english: Sequence[Nodes]) -> bytes:
        for unit, nodes in zip(units, english, strict=True):
            _write(unit, nodes)
        return serialise(tree)

    return Draft(passages, finish)


def _units_1(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for file in root.iterfind("{*}file"):
        _check(file, "source-language", "target-language", name)
        for unit in file.iter("{*}trans-unit"):
            if not _is_kept(unit) and _wants_translation(unit):
                yield unit


def _units_2(root: etree._Element, name: str) -> Iterator[etree._Element]:
    _check(root, "srcLang", "trgLang", name)
    for segment in root.iter("{*}segment"):
        if not _is_kept(segment) and _wants_translation(segment):
            yield segment


def _check(element: etree._Element, source: str, target: str, name: str) -> None:
    """Refuse other languages; say that the target is English where nothing is said."""
    try:
        check_languages(element.get(source), element.get(target))
    except ValueError as error:
        raise ExchangeError(f"{name}, line {element.sourceline}: {error}") from error
    element.set(target, element.get(target) or TARGET)


def _is_kept(element: etree._Element) -> bool:
    """Whether the file asks that this is not translated; the nearest that says so decides."""
    for each in (element, *element.iterancestors()):
        if each.get("translate"):
            return each.get("translate") == "no"
    return False


def _wants_translation(unit: etree._Element) -> bool:
    """Whether there is a text and no translation."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    if source is None or not "".join(map(str, source.itertext())).strip():
        return False
    if target is None or not "".join(map(str, target.itertext())).strip():
        return True
    return (target.get("state") or unit.get("state")) in _UNFINISHED


def _words(unit: etree._Element) -> etree._Element:
    """What is to be translated: with its segments marked, if some tool did that."""
    marked = unit.find("{*}seg-source")
    found = unit.find("{*}source") if marked is None else marked
    assert found is not None  # units without are left out
    return found


def _layout(unit: etree._Element) -> Layout:
    preserve = [each.get(_SPACE) for each in (unit, *unit.iterancestors()) if each.get(_SPACE)]
    return "lines" if preserve[:1] == ["preserve"] else "flowing"


def _write(unit: etree._Element, nodes: Nodes) -> None:
    """Put a translation in its place, marked as not yet seen by a person."""
    source = _words(unit)
    old = unit.find("{*}target")
    if old is not None:
        unit.remove(old)
    namespace = etree.QName(source).namespace
    target = etree.Element(etree.QName(namespace, "target"), nsmap=source.nsmap)
    target.tail = source.tail
    unit.insert(unit.index(source) + 1, target)
    write_nodes(target, nodes)
    if local_name(unit) == "segment":
        unit.set("state", "translated")
    else:
        target.set("state", "needs-review-translation")
        target.set("state-qualifier", "leveraged-mt")
