"""How much finished work a killed run may lose: what was not stored yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.protocols import Hypothesis, Outcome, Signature, Source
from service import translate
from service.dispatch import Dispatcher
from service.glossary import Glossary
from service.memory import Entry, Memory
from service.translate import STORE_EVERY, TranslationDesk


class Speaker:
    """Says the same to every text."""

    signature = Signature("speaker", "none", "speaker")
    follows_hints = False

    def fits(self, text: str) -> bool:
        return True

    def run(self, source: Source) -> Iterator[Outcome]:
        while segments := source.take(1, wait=True):
            for segment in segments:
                yield Outcome(segment.key, (Hypothesis("Here is a sentence.", -0.2, 5),))


def stored(folder: Path, monkeypatch: pytest.MonkeyPatch, sentences: int) -> list[int]:
    """How many translations went into the memory at once, each time."""
    speaker, batches = Speaker(), list[int]()
    put_many = Memory.put_many

    def counted(memory: Memory, entries: list[Entry]) -> int:
        batches.append(len(entries))
        return put_many(memory, entries)

    monkeypatch.setattr(Memory, "put_many", counted)
    with Memory.open(folder / "memory.sqlite3") as memory:
        dispatcher = Dispatcher(lambda: speaker)
        desk = TranslationDesk(dispatcher, speaker.signature, memory, Glossary(()))
        letters = [chr(ord("a") + at) * 3 for at in range(sentences)]
        desk.translate([f"Đây là câu văn có tên {letter}." for letter in letters])
        dispatcher.close()
    return batches


def test_sentences_are_stored_when_the_last_time_is_too_long_ago(tmp_path, monkeypatch):
    monkeypatch.setattr(translate, "STORE_SECONDS", 0.0)
    assert [size for size in stored(tmp_path, monkeypatch, 4) if size] == [1, 1, 1, 1]


def test_sentences_that_come_quickly_are_stored_by_the_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(translate, "STORE_SECONDS", 60.0)
    assert stored(tmp_path, monkeypatch, STORE_EVERY + 3) == [STORE_EVERY, 3]
