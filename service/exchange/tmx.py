"""TMX 1.4b, the format in which translation memories travel.

Specification: "TMX 1.4b Specification" (LISA, 2005; kept by GALA). Bantin's own facts are written
as `<prop>`s, which other tools keep or ignore. Files are read with the habits of OmegaT, Trados and
others: languages in any case and region, inline codes, several Englishes, properties of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import BinaryIO

from lxml import etree

from service.errors import ExchangeError
from service.exchange.languages import SOURCE, TARGET, is_language
from service.exchange.markup import XML_LANG, Document, Writer, local_name
from service.exchange.unit import (
    Machine,
    Unit,
    machine_facts,
    machine_from,
    read_time,
    writable,
    write_time,
)

_VERSIONS = ("1.1", "1.2", "1.3", "1.4", "1.4b")  # the last is none, but aligners write it
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_OURS = "x-bantin-"
MODEL = "bantin:model"  # who speaks for a model: tools that drop our properties keep this
_MODEL_BEFORE = "bantin"  # the same in older files; it may be a person's login
_PLACE = ("file", "path", "id", "prev", "next")  # OmegaT's, of translations for one place alone


def write_tmx(units: Iterable[Unit], stream: BinaryIO) -> int:
    """Write units as they come; returns how many.

    Raises:
        ExchangeError: A unit holds a character that XML cannot carry.
    """
    out = Writer(stream)
    out.raw('<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n')
    count = 0
    with out.element("tmx", {"version": "1.4"}):
        with out.element("header", _header()):
            pass
        with out.element("body", {}):
            for unit in writable(units):
                out.raw("\n")
                _write(out, unit)
                count += 1
            out.raw("\n")
    return count


def read_tmx(stream: BinaryIO, name: str) -> Iterator[Unit]:
    """The units of a file, as they are read, without those that lack one of our languages or texts.

    Args:
        stream: The file.
        name: What to call it in errors.

    Raises:
        ExchangeError: The file is no TMX, or all its units are of other languages.
    """
    document = Document(stream, name)
    others: set[str] = set()
    seen = found = False

    def check_root(root: etree._Element) -> None:
        if local_name(root) != "tmx":
            raise document.error(root, f"the file is no TMX but begins with <{local_name(root)}>")
        if root.get("version") not in _VERSIONS:
            raise document.error(root, f"TMX version {root.get('version')} is none of 1.1 to 1.4")

    for element in document.records(["tu"], check_root):
        seen = True
        unit = _unit(document, element)
        if unit is None:
            others |= {_language(variant) for variant in element.iterfind("{*}tuv")}
        else:
            found = True
            if unit.source.strip() and unit.target.strip():
                yield unit
    if seen and not found:
        raise ExchangeError(
            f"{name}: no unit has both Vietnamese (vi) and English (en); there is"
            f" {', '.join(sorted(others)) or 'no language'}"
        )


def _header() -> dict[str, str]:
    return {
        "creationtool": "bantin",
        "creationtoolversion": version("bantin"),
        "segtype": "sentence",
        "o-tmf": "bantin",
        "adminlang": "en",
        "srclang": SOURCE,
        "datatype": "plaintext",
    }


def _write(out: Writer, unit: Unit) -> None:
    """Write a `<tu>`: notes come first, then properties, then languages."""
    said = {"xml:lang": TARGET}
    if unit.when is not None:
        said["changedate"] = write_time(unit.when)
    who = unit.who if unit.machine is None else MODEL
    if who is not None:
        said["changeid"] = who
    with out.element("tu", {} if unit.id is None else {"tuid": unit.id}):
        if unit.note is not None:
            out.text("note", {}, unit.note)
        for key, value in machine_facts(unit).items():
            out.text("prop", {"type": _OURS + key}, value)
        with out.element("tuv", {"xml:lang": SOURCE}):
            out.text("seg", {}, unit.source)
        with out.element("tuv", said):
            out.text("seg", {}, unit.target)


def _unit(document: Document, element: etree._Element) -> Unit | None:
    """The unit of a `<tu>`; None without a text in both languages."""
    source = _variant(element, SOURCE)
    target = _variant(element, TARGET)
    if source is None or target is None:
        return None
    props = {prop.get("type", ""): prop.text or "" for prop in element.iterfind("{*}prop")}
    ours = {key.removeprefix(_OURS): props[key] for key in props if key.startswith(_OURS)}
    texts = _text(document, source), _text(document, target)
    notes = [document.text(note, ()) for note in element.iterfind("{*}note")]
    place = "; ".join(f"{key}: {props[key]}" for key in _PLACE if key in props)
    who, when = _attribute("id", target, element), _attribute("date", target, element)
    try:
        machine = machine_from(ours, texts)
        is_models = _is_models(who, ours)
        if is_models and "mark" not in ours:
            machine = Machine("")
        return Unit(
            source=texts[0],
            target=texts[1],
            id=element.get("tuid"),
            who=None if is_models else who,
            when=None if when is None else read_time(when),
            note="\n".join(notes) or None,
            machine=machine,
            place=place or None,
            line=element.sourceline,
        )
    except ValueError as error:
        raise document.error(element, str(error)) from error


def _is_models(who: str | None, ours: Mapping[str, str]) -> bool:
    """Whether a model is named as the one who spoke, and not a person called like it."""
    if who == _MODEL_BEFORE:
        return "signature" in ours or "mark" not in ours
    return who == MODEL


def _variant(element: etree._Element, language: str) -> etree._Element | None:
    """The first `<tuv>` in a language."""
    variants = element.iterfind("{*}tuv")
    return next((found for found in variants if is_language(_language(found), language)), None)


def _language(variant: etree._Element) -> str:
    """A variant's language tag; before TMX 1.4 it was in `lang`."""
    return variant.get(XML_LANG) or variant.get("lang") or "no language"


def _attribute(kind: str, *elements: etree._Element) -> str | None:
    """Who ("id") or when ("date") said this last: of the change, else of the creation."""
    values = (element.get(f"{act}{kind}") for act in ("change", "creation") for element in elements)
    return next((value for value in values if value), None)


def _text(document: Document, variant: etree._Element) -> str:
    segment = variant.find("{*}seg")
    if segment is None:
        raise document.error(variant, "<tuv> has no <seg>")
    return document.text(segment, _CODES)
