"""Text with markup inside, as every format here sees it: a tree of texts and elements.

What an element stands for (`<b>`, a Word run, a placeholder) only its format knows; here it is a
`mark`, told from others by identity. Trees can be cut anywhere and joined again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from typing import cast

_WORD = "\ufffc"  # the object replacement character


@dataclass(frozen=True, slots=True)
class Element:
    """Markup around `children`; without any text inside it is an atom, to be put somewhere.

    A `word` is an atom that speaks in its sentence, as a placeholder does, and counts as one
    character; others, such as a footnote's sign, hang on the word before them.
    """

    mark: object
    children: Nodes = ()
    word: bool = False

    @property
    def is_atom(self) -> bool:
        """Whether there is no text inside."""
        return self.word or not text_of(self.children)


Node = str | Element
Nodes = tuple[Node, ...]


def text_of(nodes: Nodes) -> str:
    """The text alone, with one character for each word that is not text."""
    return "".join(_texts(nodes))


def cut(nodes: Nodes, offsets: Sequence[int]) -> list[Nodes]:
    """The tree in pieces, cut at offsets of its text, which ascend.

    An atom where a cut is made goes to the right, unless it ends an element that ends there.
    Elements that are cut are in every piece they reach; `join` makes them one again.
    """
    pieces: list[list[Node]] = [[] for _ in range(len(offsets) + 1)]
    at = current = 0
    for node in nodes:
        while current < len(offsets) and offsets[current] <= at:
            current += 1
        end = at + length_of(node)
        inside_until = bisect_left(offsets, end, current)
        inside = [offset - at for offset in offsets[current:inside_until]]
        for shift, part in enumerate(_parts(node, inside)):
            pieces[current + shift].append(part)
        at, current = end, inside_until
    return [tuple(piece) for piece in pieces]


def join(pieces: Iterable[Nodes]) -> Nodes:
    """One tree from consecutive pieces."""
    joined: list[Node] = []
    for key, group in groupby(chain.from_iterable(pieces), key=_belonging):
        parts = list(group)
        if key is str:
            joined.append("".join(cast(list[str], parts)))
        elif len(parts) == 1:
            joined += parts
        else:
            whole = cast(list[Element], parts)
            joined.append(replace(whole[0], children=join(part.children for part in whole)))
    return tuple(node for node in joined if node != "")


def length_of(node: Node) -> int:
    """Characters of text in a node."""
    if isinstance(node, str):
        return len(node)
    return len(_WORD) if node.word else sum(map(length_of, node.children))


def count_elements(nodes: Nodes) -> int:
    """How many elements there are, those within others too."""
    return sum(1 + count_elements(node.children) for node in nodes if isinstance(node, Element))


def spans(nodes: Nodes, at: int = 0) -> Iterator[tuple[int, int]]:
    """Where in the text each element that has text begins and ends."""
    for node in nodes:
        length = length_of(node)
        if isinstance(node, Element) and length and not node.word:
            yield at, at + length
            yield from spans(node.children, at)
        at += length


def _texts(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.word:
            yield _WORD
        else:
            yield from _texts(node.children)


def _parts(node: Node, offsets: Sequence[int]) -> Iterator[Node]:
    """A node cut at offsets that all lie inside it."""
    if not offsets:
        yield node
    elif isinstance(node, str):
        for start, end in pairwise((0, *offsets, len(node))):
            yield node[start:end]
    else:
        for children in cut(node.children, offsets):
            yield replace(node, children=children)


def _belonging(node: Node) -> object:
    """The same for neighbours that make one node."""
    return str if isinstance(node, str) else id(node.mark)
