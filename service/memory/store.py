"""The translation memory: what was said to a sentence before, by people and by models.

A person's correction is known by the sentence alone and wins whatever the model; a model's answer
is known by the sentence, the model with its options, and the terms it was given. Sentences are
compared as they come: normalise them first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from sqlalchemy import Connection

from service.characters import foreign_character
from service.errors import TranslationMemoryError
from service.memory import corrections, entries, fuzzy, suggestions, summaries, upkeep
from service.memory.database import Database
from service.memory.keys import summary_key
from service.memory.statements import chunks
from service.memory.summaries import Drafts
from service.memory.values import (
    Correction,
    Entry,
    Remembered,
    Revision,
    Similar,
    Stats,
    Suggestion,
)

T = TypeVar("T")
P = TypeVar("P")  # where a listing goes on


class Memory:
    """An open translation memory. Several processes and threads may use one at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, location: str | Path, *, patience: float = 30.0) -> Self:
        """Open a memory; a new one is made where there is none.

        Args:
            location: A file, or a database such as `postgresql+psycopg://user@host/database`.
            patience: Seconds to wait for a lock that another process holds.

        Raises:
            TranslationMemoryError: The file or database cannot be used; it says why and what to
                do. So may every other method.
        """
        return cls(Database(location, patience))

    def close(self) -> None:
        """Let go of the file or the server."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def get_many(
        self, sentences: Collection[str], signature: str, glossary: str
    ) -> dict[str, Remembered]:
        """What is known for sentences: people's corrections, else what this very model said.

        Args:
            sentences: Normalised sentences.
            signature: The model's signature, as text.
            glossary: The version of the terms it is given.

        Returns:
            Answers by sentence; a sentence nothing was said to is left out.
        """
        with self._database.reading() as connection:
            corrected = corrections.find(connection, sentences)
            rest = [text for text in sentences if text not in corrected]
            return corrected | entries.find(connection, rest, signature, glossary)

    def put_many(self, said: Iterable[Entry]) -> int:
        """Remember what models said; a stream is stored batch by batch.

        Putting the same entry in again changes nothing. An entry with a character that no
        database or exchange format can hold (U+0000, say) is left out and translated anew when it
        is met again.

        Returns:
            How many entries are in the memory now that were given.
        """
        stored = 0
        for batch in chunks(entry for entry in said if _keepable(entry.sentence, entry.text)):
            with self._database.writing() as connection:
                entries.store(connection, batch)
            stored += len(batch)
        return stored

    def summary(
        self, signature: str, title: str | None, sentences: Sequence[str], most: int
    ) -> Drafts | None:
        """What the model of that signature wrote of an article, if it is remembered."""
        with self._database.reading() as connection:
            return summaries.find(connection, summary_key(signature, title, sentences, most))

    def put_summary(
        self,
        signature: str,
        title: str | None,
        sentences: Sequence[str],
        most: int,
        drafts: Drafts,
    ) -> None:
        """Remember what a model wrote of an article, unless no database could hold it."""
        if not _keepable(*(sentence.text for draft in drafts for sentence in draft)):
            return
        with self._database.writing() as connection:
            key = summary_key(signature, title, sentences, most)
            summaries.store(connection, key, drafts, _now())

    def correct(self, sentence: str, text: str, who: str, when: datetime | None = None) -> bool:
        """Put a person's translation in force; False where the very same is in force already."""
        return self.correct_many([Correction(sentence, text, who, when or _now())]) == 1

    def correct_many(self, said: Iterable[Correction]) -> int:
        """Put people's translations in force, later ones over earlier ones.

        Returns:
            How many were not in force already.

        Raises:
            TranslationMemoryError: One says nothing, or of nothing: it would win over every model.
        """
        stored = 0
        for batch in chunks(checked(correction) for correction in said):
            with self._database.writing() as connection:
                stored += corrections.store(connection, batch)
        return stored

    def merge_corrections(self, said: Iterable[Correction]) -> int:
        """Put what people said elsewhere in force, unless this memory is past it.

        It is where the same words are in force, where the sentence's history holds them with the
        same time, and where something was said to the sentence, or undone, since then. Times are
        compared to the second: files carry no more.

        Returns:
            How many went in force.

        Raises:
            TranslationMemoryError: One says nothing, or of nothing: it would win over every model.
        """
        stored = 0
        for batch in chunks(checked(correction) for correction in said):
            with self._database.writing() as connection:
                stored += corrections.merge(connection, batch)
        return stored

    def undo(self, sentence: str, who: str, when: datetime | None = None) -> Revision | None:
        """Take back the correction in force, so that the one before it is, or the model's answer.

        Returns:
            What was taken back; None where nothing was in force.
        """
        with self._database.writing() as connection:
            return corrections.undo(connection, sentence, who, when or _now())

    def history(self, sentence: str) -> tuple[Revision, ...]:
        """Every correction of a sentence in order, undone ones too."""
        with self._database.reading() as connection:
            return corrections.history(connection, sentence)

    def suggest(self, sentence: str, text: str, who: str, when: datetime | None = None) -> None:
        """Keep somebody's proposal for people to look at; it is never applied."""
        said = Suggestion(sentence, text, who, when or _now())
        _refuse_foreign(sentence, text, who)
        with self._database.writing() as connection:
            suggestions.store(connection, said)

    def similar(self, sentence: str, limit: int = 5, threshold: float = 0.7) -> tuple[Similar, ...]:
        """Sentences much like this one and what was said to them, best first.

        They are for people to look at and never applied. The very same sentence is not among
        them: that is what `get_many` is for.

        Args:
            sentence: A normalised sentence.
            limit: The most to return.
            threshold: The least similarity, from 0 to 1. Below 0.7 some may be missed.
        """
        with self._database.reading() as connection:
            return fuzzy.similar(connection, sentence, limit, threshold)

    def corrections(self) -> Iterator[Correction]:
        """The corrections in force, in the order they were made, in a stream."""
        return self._listing(corrections.page, 0)

    def entries(self) -> Iterator[Entry]:
        """All models' answers, those to one sentence together, in a stream."""
        return self._listing(entries.page, entries.START)

    def suggestions(self, sentence: str | None = None) -> Iterator[Suggestion]:
        """Suggestions for one sentence, or all, in the order they were made, in a stream."""
        return self._listing(partial(suggestions.page, text=sentence), 0)

    def check_writable(self) -> None:
        """Take the right to write and give it back; nothing changes.

        Raises:
            TranslationMemoryError: Nothing can be stored now.
        """
        with self._database.writing():
            pass

    def stats(self) -> Stats:
        """Count what the memory holds."""
        with self._database.reading() as connection:
            return upkeep.stats(connection)

    def clear(self, what: Literal["models", "all"]) -> None:
        """Forget what models said, or everything, people's corrections included."""
        with self._database.writing(alone=True) as connection:
            upkeep.clear(connection, everything=what == "all")
        self._database.shrink()

    def _listing(
        self, page: Callable[[Connection, P], tuple[list[T], P | None]], start: P
    ) -> Iterator[T]:
        """Read page by page, each in a transaction of its own, so that writers need not wait."""
        after: P | None = start
        while after is not None:
            with self._database.reading() as connection:
                found, after = page(connection, after)
            yield from found


def _now() -> datetime:
    return datetime.now(UTC)


def _keepable(*texts: str) -> bool:
    return not any(foreign_character(text) for text in texts)


def _refuse_foreign(*texts: str) -> None:
    for text in texts:
        if code := foreign_character(text):
            raise TranslationMemoryError(f"no memory can hold the character {code} in {text!r}")


def checked(correction: Correction) -> Correction:
    """The correction, if a memory takes it.

    Raises:
        TranslationMemoryError: It has no words, or a character that no memory can hold.
    """
    _refuse_foreign(correction.sentence, correction.text, correction.who)
    if not (correction.sentence.strip() and correction.text.strip()):
        raise TranslationMemoryError(
            f"a correction needs a sentence and what it means, not {correction.sentence!r} and"
            f" {correction.text!r}"
        )
    return correction
