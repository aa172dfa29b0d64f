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
"""What line breaks mean: the end of a sentence, no more than a blank, or a blank in a text that is
not to be split at all."""

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
    if layout == "whole":
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        if end > start:
            yield start, end
        return
    lines = _LINE.finditer(text) if layout == "lines" else [re.match(r"(?s).*", text)]
    for line in lines:
        assert line is not None  # ".*" matches anything
        for offset, sentence in split(line.group()):
            start = line.start() + offset
            yield start, start + len(sentence)


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
