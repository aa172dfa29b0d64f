"""A passage cut into sentences, none of which cuts through markup that it is not all of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Literal

from service.documents.inline import Nodes, cut, spans, text_of
from service.sentences import split

Layout = Literal["lines", "flowing", "whole"]
"""What ends a sentence: its marks and line breaks, its marks alone, line breaks alone."""

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is translated without a look at others."""

    nodes: Nodes
    layout: Layout = "flowing"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or what stands between two."""

    nodes: Nodes
    is_sentence: bool


def pieces(passage: Passage) -> list[Piece]:
    """The passage in consecutive pieces; joined, they are the passage again."""
    text = text_of(passage.nodes)
    stretches = _whole(list(_sentences(text, passage.layout)), list(spans(passage.nodes)))
    offsets = [offset for stretch in stretches for offset in stretch]
    parts = cut(passage.nodes, offsets)
    return [Piece(nodes, index % 2 == 1) for index, nodes in enumerate(parts) if nodes]


def _sentences(text: str, layout: Layout) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end."""
    lines = [(0, text)] if layout == "flowing" else _lines(text)
    for start, line in lines:
        stripped = line.strip()
        if layout != "whole":
            for offset, sentence in split(line):
                yield start + offset, start + offset + len(sentence)
        elif stripped:
            begin = start + line.index(stripped)
            yield begin, begin + len(stripped)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match.group()) for match in _LINE.finditer(text))


def _whole(
    sentences: Sequence[tuple[int, int]], markup: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The stretches to translate: sentences, and as one those that share a piece of markup.

    Markup that is around whole sentences does not count.
    """
    if len(sentences) < 2:
        return list(sentences)
    joined: set[int] = set()  # indices of sentences joined to the next one
    for start, end in markup:
        first = bisect_right(sentences, start, key=itemgetter(1))
        last = bisect_left(sentences, end, key=itemgetter(0)) - 1
        if first < last and (start > sentences[first][0] or end < sentences[last][1]):
            joined.update(range(first, last))
    stretches = [sentences[0]]
    for index, (_, sentence) in enumerate(pairwise(sentences)):
        if index in joined:
            stretches[-1] = (stretches[-1][0], sentence[1])
        else:
            stretches.append(sentence)
    return stretches
