"""The units of XLIFF 1.2 (OASIS, 2008): `<trans-unit>`, in which some tools mark segments.

What the format has no word for is in a `<context-group>`, which other tools keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from service.exchange.dialect import Dialect
from service.exchange.languages import SOURCE, TARGET
from service.exchange.markup import Document, Writer
from service.exchange.unit import Machine, Unit, facts, unit_from

_OURS = "x-bantin-"
_CODES = frozenset({"bpt", "bx", "ept", "ex", "it", "ph", "x"})
_CONFIRMED = frozenset({"final", "signed-off"})
_UNFINISHED = frozenset({"new", "needs-translation"})
_BY_MACHINE = frozenset({"leveraged-mt", "mt-suggestion"})


def _frame(original: str) -> Mapping[str, Mapping[str, str]]:
    languages = {"source-language": SOURCE, "target-language": TARGET}
    return {
        "xliff": {"version": "1.2", "xmlns": "urn:oasis:names:tc:xliff:document:1.2"},
        "file": {"original": original, "datatype": "plaintext", **languages},
        "body": {},
    }


def _write(out: Writer, unit: Unit, number: int) -> None:
    """Write one unit; a person's translation counts as approved."""
    human = unit.machine is None
    head = {"id": str(number), "approved": "yes" if human else "no", "xml:space": "preserve"}
    if unit.id is not None:
        head["resname"] = unit.id
    state = {"xml:lang": TARGET, "state": "final" if human else "needs-review-translation"}
    if not human:
        state["state-qualifier"] = "leveraged-mt"
    with out.element("trans-unit", head):
        out.text("source", {"xml:lang": SOURCE}, unit.source)
        out.text("target", state, unit.target)
        if unit.note is not None:
            out.text("note", {}, unit.note)
        with out.element("context-group", {"purpose": "information"}):
            for name, value in facts(unit).items():
                out.text("context", {"context-type": _OURS + name}, value)


def _languages(element: etree._Element) -> tuple[str | None, str | None]:
    file = next(element.iterancestors("{*}file"), None)
    if file is None:
        return None, None
    return file.get("source-language"), file.get("target-language")


def _read(document: Document, element: etree._Element) -> Iterator[Unit]:
    """The translated parts of a `<trans-unit>`: its marked segments, or else the whole."""
    target = element.find("{*}target")
    if target is None or target.get("state") in _UNFINISHED:
        return
    given = {
        context.get("context-type", "").removeprefix(_OURS): context.text or ""
        for context in element.iterfind("{*}context-group/{*}context")
        if context.get("context-type", "").startswith(_OURS)
    }
    confirmed = element.get("approved") == "yes" or target.get("state") in _CONFIRMED
    by_machine = target.get("state-qualifier") in _BY_MACHINE
    notes = [document.text(note, ()) for note in element.iterfind("{*}note")]
    note = "\n".join(notes) or None
    name = element.get("resname") or (None if given else element.get("id"))
    whole = document.text(target, _CODES)
    for identity, texts in _segments(document, element, target, name):
        unit = unit_from(given, texts, identity, note, element.sourceline, whole)
        if confirmed:
            yield replace(unit, machine=None)
        elif by_machine and "mark" not in given:
            yield replace(unit, machine=Machine(""))
        else:
            yield unit


def _segments(
    document: Document, element: etree._Element, target: etree._Element, name: str | None
) -> Iterator[tuple[str | None, tuple[str, str]]]:
    """The name and the two texts of each segment."""
    source = element.find("{*}source")
    if source is None:
        raise ValueError("<trans-unit> has no <source>")
    marked = element.find("{*}seg-source")
    sources = {} if marked is None else _marks(document, marked)
    targets = _marks(document, target)
    if not sources or not targets:
        yield name, (document.text(source, _CODES), document.text(target, _CODES))
    for key in sources:
        if key in targets:
            yield f"{name or element.get('id')}:{key}", (sources[key], targets[key])


def _marks(document: Document, element: etree._Element) -> dict[str, str]:
    """The texts of marked segments by their names."""
    return {
        found.get("mid", ""): document.text(found, _CODES)
        for found in element.iterfind(".//{*}mrk[@mtype='seg']")
    }


XLIFF_1 = Dialect("trans-unit", _frame, _write, _languages, _read)
