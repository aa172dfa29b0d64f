"""A memory's contents on their way to and from other tools."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from service.exchange import Machine, Unit
from service.memory.keys import sentence_key
from service.memory.statements import chunks
from service.memory.store import Memory, checked
from service.memory.values import Correction, Entry


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the units of a file.

    `corrections` went into force, `entries` are models' answers put back, `known` were in force
    already or have been overruled or undone since, in the memory or further down the file, and
    `skipped` are those that nothing can be made of: a machine's words without all that is known
    about them, what holds for one place in one file alone, or no text at all.
    """

    corrections: int = 0
    entries: int = 0
    known: int = 0
    skipped: int = 0


def give(memory: Memory, models: bool = True) -> Iterator[Unit]:
    """What a memory holds, in a stream: people's corrections in force, then models' answers.

    Args:
        memory: An open memory.
        models: Whether models' answers are wanted.
    """
    for correction in memory.corrections():
        yield Unit(correction.sentence, correction.text, who=correction.who, when=correction.when)
    if models:
        for entry in memory.entries():
            machine = Machine(
                entry.signature,
                entry.glossary,
                entry.score,
                entry.tokens,
                entry.ending,
                entry.uncovered,
            )
            yield Unit(entry.sentence, entry.text, when=entry.created, machine=machine)


def take_whole(
    memory: Memory, read: Callable[[], Iterable[Unit]], who: str, normalise: Callable[[str], str]
) -> Taken:
    """Take all of a file, or nothing where something in it is wrong; see `take`.

    Where it gives a sentence several translations without a date, the last alone is taken: one
    after another they would overrule each other anew each time the file is read.

    Args:
        memory: An open memory.
        read: Reads the file from its beginning; called twice.
        who: Who says so, where the file does not tell.
        normalise: Makes a sentence what the memory knows it by.

    Raises:
        ExchangeError, TranslationMemoryError: The file is wrong, or holds what no memory takes.
    """
    overruled = _overruled(read(), who, normalise)
    units = (unit for number, unit in enumerate(read()) if number not in overruled)
    taken = take(memory, units, who, normalise)
    return replace(taken, known=taken.known + len(overruled))


def take(memory: Memory, units: Iterable[Unit], who: str, normalise: Callable[[str], str]) -> Taken:
    """Put the units of a file into a memory, batch by batch.

    A person's translation is a correction from now on, unless the file tells when it was said and
    the memory is past that; a model's that nobody has touched becomes again what that model said.

    Args:
        memory: An open memory.
        units: What a file holds.
        who: Who says so, where the file does not tell.
        normalise: Makes a sentence what the memory knows it by.
    """
    corrections = entries = known = skipped = 0
    for batch in chunks(units):
        dated = list(_spoken((unit for unit in batch if unit.when), who, normalise))
        undated = list(_spoken((unit for unit in batch if not unit.when), who, normalise))
        made = [entry for unit in batch if (entry := _entry(unit, normalise)) is not None]
        new = memory.merge_corrections(dated) + memory.correct_many(undated)
        said = len(dated) + len(undated)
        corrections += new
        known += said - new
        stored = memory.put_many(made)
        entries += stored
        skipped += len(batch) - said - stored
    return Taken(corrections, entries, known, skipped)


def _overruled(units: Iterable[Unit], who: str, normalise: Callable[[str], str]) -> Collection[int]:
    """The numbers of a file's units without a date that have another one after them.

    Raises:
        ExchangeError, TranslationMemoryError: See `take_whole`.
    """
    last: dict[bytes, int] = {}  # by the sentence's digest, as files may be long
    overruled = set()
    for number, unit in enumerate(units):
        for said in _spoken([unit], who, normalise):
            checked(said)
            if unit.when is None:
                key = sentence_key(said.sentence)
                if key in last:
                    overruled.add(last[key])
                last[key] = number
    return overruled


def _spoken(
    units: Iterable[Unit], who: str, normalise: Callable[[str], str]
) -> Iterator[Correction]:
    """What people said that holds everywhere."""
    for unit in units:
        sentence, text = normalise(unit.source), unit.target.strip()
        is_persons = unit.machine is None and unit.place is None
        if is_persons and sentence.strip() and text:
            yield Correction(sentence, text, unit.who or who, unit.when or datetime.now(UTC))


def _entry(unit: Unit, normalise: Callable[[str], str]) -> Entry | None:
    """What a model said, where the unit tells all about it."""
    machine = unit.machine
    if machine is None or unit.place is not None:
        return None
    if machine.glossary is None or machine.score is None:
        return None
    if machine.tokens is None or machine.ending is None:
        return None
    return Entry(
        normalise(unit.source),
        machine.signature,
        machine.glossary,
        unit.target,
        machine.score,
        machine.tokens,
        machine.ending,
        unit.when,
        machine.uncovered,
    )
