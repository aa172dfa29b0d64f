"""Paragraphs into sentences, and together again."""

from __future__ import annotations

from collections.abc import Sequence

from service.article import Paragraph, Sentence
from service.sentences.ends import ends_after
from service.sentences.quotations import held_offsets
from service.sentences.words import words_of

Piece = tuple[int, str]
"""A stretch of a text: the offset it starts at, in characters, and what it says."""


def sentences(paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    """The sentences of an article, counted through."""
    found = (
        (paragraph.index, start, text)
        for paragraph in paragraphs
        for start, text in split(paragraph.text)
    )
    return tuple(
        Sentence(index, paragraph, start, text)
        for index, (paragraph, start, text) in enumerate(found)
    )


def split(text: str) -> tuple[Piece, ...]:
    """The sentences of one paragraph.

    No sentence starts or ends with white space, and only white space lies between them (none,
    where the page forgot it).
    """
    words = words_of(text)
    if not words:
        return ()
    first = 0
    found = []
    held = held_offsets(text)
    for at in range(len(words) - 1):
        gap = text[words[at].end : words[at + 1].start]
        if ends_after(words, first, at, gap) and not held(words[at].end):
            found.append((first, at))
            first = at + 1
    found.append((first, len(words) - 1))
    return tuple((words[a].start, text[words[a].start : words[b].end]) for a, b in found)


def rejoin(text: str, pieces: Sequence[Piece], replacements: Sequence[str] | None = None) -> str:
    """The text again, with its own white space around its pieces.

    Args:
        text: What was split.
        pieces: What `split` or `clauses` made of it.
        replacements: One for each piece, such as its translation; without them the result is
            `text` itself.
    """
    if replacements is None:
        replacements = [piece for _, piece in pieces]
    parts = []
    end = 0
    for (start, piece), replacement in zip(pieces, replacements, strict=True):
        parts += [text[end:start], replacement]
        end = start + len(piece)
    return "".join([*parts, text[end:]])
