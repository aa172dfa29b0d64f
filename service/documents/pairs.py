"""Two marks that together surround text, as one element."""

from __future__ import annotations

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

    What is never closed, or crosses another pair, stays an atom.
    """
    done: list[Node] = []
    begun: list[tuple[int, Hashable]] = []  # where an opening atom is in `done`, and its key
    for node in nodes:
        kind, key = (role(node.mark) if isinstance(node, Element) else None) or (None, None)
        if kind == "open" and len(begun) < DEEPEST:
            begun.append((len(done), key))
        elif kind == "close" and any(key == other for _, other in begun):
            while begun[-1][1] != key:
                begun.pop()
            at, _ = begun.pop()
            opening = cast(Element, done[at])
            mark = Pair(opening.mark, cast(Element, node).mark)
            done[at:] = [Element(mark, tuple(done[at + 1 :]))]
            continue
        done.append(node)
    return tuple(done)
