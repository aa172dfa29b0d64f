"""Two marks that together surround text, as one element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from service.documents.inline import Element, Node, Nodes

DEEPEST = 16  # elements within one another

Role = tuple[Literal["open", "close"], Hashable]
"""Whether a mark opens or closes, and what it has in common with its partner."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The mark of an element that is surrounded by two."""

    opening: object
    closing: object


def pair(nodes: Sequence[Node], role: Callable[[object], Role | None]) -> Nodes:
    """The tree with atoms that are partners made elements around what is between them.

    What is never closed, crosses another pair, or lies too deep, stays an atom.
    """
    closings = _partners(nodes, role)
    done: list[Node] = []
    begun: list[tuple[int, int]] = []  # where an opening is in `done`, and its closing in `nodes`
    for index, node in enumerate(nodes):
        if begun and begun[-1][1] == index:
            at, _ = begun.pop()
            mark = Pair(cast(Element, done[at]).mark, cast(Element, node).mark)
            done[at:] = [Element(mark, tuple(done[at + 1 :]))]
            continue
        if index in closings and len(begun) < DEEPEST:
            begun.append((len(done), closings[index]))
        done.append(node)
    return tuple(done)


def _partners(nodes: Sequence[Node], role: Callable[[object], Role | None]) -> dict[int, int]:
    """The index of each opening that is closed, and that of its closing; none cross others."""
    closings: dict[int, int] = {}
    begun: list[tuple[int, Hashable]] = []
    keys: Counter[Hashable] = Counter()  # of what has begun
    for index, node in enumerate(nodes):
        kind, key = (role(node.mark) if isinstance(node, Element) else None) or (None, None)
        if kind == "open":
            begun.append((index, key))
            keys[key] += 1
        elif kind == "close" and keys[key]:
            opening, last = begun.pop()
            while last != key:  # it is never closed, or crosses this pair
                keys[last] -= 1
                opening, last = begun.pop()
            keys[key] -= 1
            closings[opening] = index
    return closings
