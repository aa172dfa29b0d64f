"""The units of XLIFF 2.1 (OASIS, 2018): `<unit>`, made of `<segment>`s.

What the format has no word for is in attributes of a namespace of our own, which it allows on
units, and which other tools keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from service.exchange.dialect import Dialect
from service.exchange.languages import SOURCE, TARGET
from service.exchange.markup import Document, Writer, local_name
from service.exchange.unit import Unit, facts, unit_from

_OURS = "urn:bantin:exchange"
_CODES = frozenset({"cp", "ec", "em", "ph", "sc", "sm"})
_CONFIRMED = frozenset({"final", "reviewed"})
_UNFINISHED = "initial"  # only where a tool says so: segments without a state count as that, too


def _frame(original: str) -> Mapping[str, Mapping[str, str]]:
    namespaces = {
        "xmlns": "urn:oasis:names:tc:xliff:document:2.0",  # 2.1 kept it
        "xmlns:bantin": _OURS,
    }
    return {
        "xliff": {"version": "2.1", "srcLang": SOURCE, "trgLang": TARGET, **namespaces},
        "file": {"id": "1", "original": original},
    }


def _write(out: Writer, unit: Unit, number: int) -> None:
    """Write one unit; a person's translation counts as final."""
    head = {"id": str(number)} if unit.id is None else {"id": str(number), "name": unit.id}
    head |= {f"bantin:{name}": value for name, value in facts(unit).items()}
    with out.element("unit", head):
        if unit.note is not None:
            with out.element("notes", {}):
                out.text("note", {}, unit.note)
        state = "final" if unit.machine is None else "translated"
        with out.element("segment", {"state": state}):
            out.text("source", {"xml:space": "preserve"}, unit.source)
            out.text("target", {"xml:space": "preserve"}, unit.target)


def _languages(element: etree._Element) -> tuple[str | None, str | None]:
    root = element.getroottree().getroot()
    return root.get("srcLang"), root.get("trgLang")


def _read(document: Document, element: etree._Element) -> Iterator[Unit]:
    """The translated segments of a `<unit>`."""
    segments = element.findall("{*}segment")
    notes = [document.text(note, ()) for note in element.iterfind("{*}notes/{*}note")]
    note = "\n".join(notes) or None
    ours = f"{{{_OURS}}}"
    given = {
        str(key).removeprefix(ours): str(value)
        for key, value in element.attrib.items()
        if str(key).startswith(ours)
    }
    name = element.get("name")
    if name is None and (len(segments) > 1 or not given):
        name = element.get("id")
    whole = _whole_target(document, element)
    for number, segment in enumerate(segments, start=1):
        source, target = segment.find("{*}source"), segment.find("{*}target")
        if source is None:
            raise ValueError("<segment> has no <source>")
        if target is not None and segment.get("state") != _UNFINISHED:
            texts = document.text(source, _CODES), document.text(target, _CODES)
            identity = name if len(segments) == 1 else f"{name}:{segment.get('id', number)}"
            unit = unit_from(given, texts, identity, note, element.sourceline, whole)
            confirmed = segment.get("state") in _CONFIRMED
            yield replace(unit, machine=None) if confirmed else unit


def _whole_target(document: Document, unit: etree._Element) -> str:
    """The translation of a unit, whatever segments a tool made of it."""
    texts = []
    for part in unit.iterchildren("{*}segment", "{*}ignorable"):
        target = part.find("{*}target")
        if target is None and local_name(part) == "ignorable":
            target = part.find("{*}source")  # spaces, the same in both languages
        if target is not None:
            texts.append(document.text(target, _CODES))
    return "".join(texts)


XLIFF_2 = Dialect("unit", _frame, _write, _languages, _read)
