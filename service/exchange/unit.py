"""A sentence with its translation, on its way from one tool to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from math import isfinite
from typing import cast, get_args
from unicodedata import normalize

from models.protocols import Ending
from service.characters import foreign_character
from service.errors import ExchangeError
from service.passages import Passages, read_passages, write_passages

_ENDINGS = get_args(Ending)


@dataclass(frozen=True, slots=True)
class Machine:
    """The model that made a translation: its signature, or "" where another tool did not say.

    What else is known of the translation is None where a format does not carry it; `uncovered` are
    the passages of the source that the model passed over.
    """

    signature: str
    glossary: str | None = None
    score: float | None = None
    tokens: int | None = None
    ending: Ending | None = None
    uncovered: Passages = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A Vietnamese text and its English translation.

    `machine` says that a model made the translation and nobody has touched or confirmed it since;
    without it, it is a person's. `place` says where alone it holds, for tools that keep different
    translations of one sentence apart. `line` is that of the file it was read from.
    """

    source: str
    target: str
    id: str | None = None
    who: str | None = None
    when: datetime | None = None
    note: str | None = None
    machine: Machine | None = None
    place: str | None = None
    line: int | None = field(default=None, compare=False)


def writable(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units one by one, for formats made of XML.

    Raises:
        ExchangeError: One holds a character that XML cannot carry.
    """
    for number, unit in enumerate(units, start=1):
        for text in (unit.source, unit.target, unit.id, unit.who, unit.note):
            if text is not None and (code := foreign_character(text)):
                raise ExchangeError(f"unit {number} holds {code}, which XML cannot carry: {text!r}")
        yield unit


def machine_facts(unit: Unit) -> dict[str, str]:
    """What a file carries so that `machine_from` can tell who made a translation."""
    machine = unit.machine
    given = {"mark": _mark(unit.target), "source-mark": _mark(_collapsed(unit.source))}
    if machine is not None:
        given["signature"] = machine.signature
        details = {
            "glossary": machine.glossary,
            "score": machine.score,
            "tokens": machine.tokens,
            "ending": machine.ending,
            "uncovered": write_passages(machine.uncovered),
        }
        given |= {name: str(value) for name, value in details.items() if value is not None}
    return given


def facts(unit: Unit) -> dict[str, str]:
    """The same with person and time, for formats that have no place of their own for those."""
    given = machine_facts(unit)
    if unit.who is not None:
        given["who"] = unit.who
    if unit.when is not None:
        given["when"] = write_time(unit.when)
    return given


def machine_from(
    given: Mapping[str, str], texts: tuple[str, str], whole: str | None = None
) -> Machine | None:
    """The model whose untouched words these are, from `machine_facts`; None for a person's.

    Of words in other pieces or with other spaces than the model's, or below another source, no
    more is told than whose they are: score, tokens and the rest are those of what was sent.

    Args:
        given: The facts.
        texts: Source and target.
        whole: The target that this is a part of, where a tool parted what was sent.

    Raises:
        ValueError: A fact is none that we write.
    """
    source, target = texts
    if "signature" not in given or _is_touched(given, target if whole is None else whole):
        return None
    as_sent = given.get("mark") in (None, _mark(target)) and _is_of(source, given)
    known = given if as_sent else {}
    ending = known.get("ending")
    if ending is not None and ending not in _ENDINGS:
        raise ValueError(f"{ending!r} is no way for a translation to end")
    return Machine(
        signature=given["signature"],
        glossary=known.get("glossary"),
        score=_score(known["score"]) if "score" in known else None,
        tokens=_tokens(known["tokens"]) if "tokens" in known else None,
        ending=cast(Ending | None, ending),
        uncovered=read_passages(known.get("uncovered")),
    )


def unit_from(
    given: Mapping[str, str],
    texts: tuple[str, str],
    identity: str | None,
    note: str | None,
    line: int | None,
    whole: str | None = None,
) -> Unit:
    """A unit from its source and target and from `facts`.

    When the target is no longer what we wrote, the facts are about another text: a person has been
    at work, and the file does not tell who. Nor has anybody named there seen another source.

    Args:
        given: The facts.
        texts: Source and target.
        identity: What the unit is called.
        note: What somebody remarked.
        line: Where in the file it is.
        whole: The target that this is a part of, where a tool parted what was sent.

    Raises:
        ValueError: A fact is none that we write.
    """
    source, target = texts
    touched = _is_touched(given, target if whole is None else whole)
    known = given if _is_of(source, given) and not touched else {}
    return Unit(
        source=source,
        target=target,
        id=identity,
        who=known.get("who"),
        when=read_time(known["when"]) if "when" in known else None,
        note=note,
        machine=machine_from(given, texts, whole),
        line=line,
    )


def write_time(moment: datetime) -> str:
    """A time as ISO 8601 has it, in UTC, as short as TMX wants it.

    >>> write_time(datetime(2024, 9, 8, 12, tzinfo=UTC))
    '20240908T120000Z'
    """
    moment = moment.astimezone(UTC)
    return f"{moment.year:04}{moment:%m%dT%H%M%SZ}"  # "%Y" writes the year 1 as "1"


def read_time(text: str) -> datetime:
    """A time in any of ISO 8601's forms, in UTC; without a zone it is UTC already.

    Raises:
        ValueError: It is none, or none that UTC has a year for.
    """
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is before the year 1 or after 9999 in UTC") from error


def _score(text: str) -> float:
    score = float(text)
    if not isfinite(score):
        raise ValueError(f"{text!r} is no score")
    return score


def _tokens(text: str) -> int:
    tokens = int(text)
    if not 0 <= tokens < 1 << 31:  # what every database can count
        raise ValueError(f"{text!r} is no number of tokens")
    return tokens


def _is_touched(given: Mapping[str, str], target: str) -> bool:
    """Whether the words are others; tools add and drop spaces by themselves."""
    return "mark" in given and given["mark"] not in (_mark(target), _mark(_collapsed(target)))


def _is_of(source: str, given: Mapping[str, str]) -> bool:
    """Whether the facts are of this source, and not of another that somebody changed to it."""
    return given.get("source-mark") in (None, _mark(_collapsed(source)))


def _collapsed(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _mark(text: str) -> str:
    """A print of a text: where a file comes back with another, it no longer fits.

    The letter before it keeps spreadsheets from taking it for a number and rounding it.
    """
    return "b" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15]
