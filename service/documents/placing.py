"""Where markup goes in a translated sentence.

The sentence is translated whole, for the words around a link decide what the link says. What each
element holds is then looked for in the translation: as it is (names, numbers), as it is translated
alone, as what resembles that most; failing all, the place is taken that it has in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from service.documents.inline import Element, Node, Nodes, length_of
from service.documents.placeholders import Masks, masks

_ALIKE = 75.0  # out of 100: the least resemblance that counts as a find
_WORD = re.compile(r"⟦\d+⟧|[^\W_]+(?:['’.,-][^\W_]+)*")
_EDGES = " \t\n\r.,;:!?\"'“”‘’()[]…"
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)

Region = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its masks, and its text with them.

    `from_left` and `to_right` are the marks, by their identity, that began before it and that go
    on after it.
    """

    nodes: Nodes
    masks: Masks
    text: str
    from_left: frozenset[int]
    to_right: frozenset[int]

    @classmethod
    def between(cls, before: Nodes, nodes: Nodes, after: Nodes) -> Sentence:
        """A sentence, with what stands around it."""
        numbered = Masks(nodes)
        return cls(
            nodes,
            numbered,
            numbered.text(nodes),
            frozenset(_edge(before, -1)) & frozenset(_edge(nodes, 0)),
            frozenset(_edge(nodes, -1)) & frozenset(_edge(after, 0)),
        )


def to_find(nodes: Nodes) -> Iterator[Nodes]:
    """What must be looked for in a translation: elements that are not all of what they are in."""
    inner = _core(nodes)[1]
    for node in inner:
        if isinstance(node, Element) and not node.is_atom:
            if len(inner) > 1:
                yield node.children
            yield from to_find(node.children)


def place(nodes: Nodes, target: str, sentence: Sentence, alone: Mapping[str, str]) -> Nodes | None:
    """Markup on the translation of what it is on; None where it cannot be put whole.

    Args:
        nodes: The sentence, or a part of it.
        target: Its translation, with masks.
        sentence: The sentence.
        alone: Translations of what `to_find` named, by text with masks.
    """
    if masks(target) != masks(sentence.masks.text(nodes)):
        return None
    before, inner, after = _core(nodes)
    marked = [node for node in inner if isinstance(node, Element) and not node.word]
    if not marked:
        return (*before, *sentence.masks.restore(target), *after)
    if len(inner) == 1:
        regions: list[Region] | None = [(0, len(target))]
    else:
        regions = _regions(inner, target, sentence, alone)
    if regions is None:
        return None
    ordered = sorted(zip(regions, marked, strict=True), key=itemgetter(0))
    if any(id(each.mark) in sentence.to_right for _, each in ordered[:-1]) or any(
        id(each.mark) in sentence.from_left for _, each in ordered[1:]
    ):
        return None
    placed: list[Node] = [*before]
    end = 0
    for (start, stop), element in ordered:
        children = place(element.children, target[start:stop], sentence, alone)
        if children is None:
            return None
        placed += sentence.masks.restore(target[end:start])
        placed.append(Element(element.mark, children, element.word))
        end = stop
    return (*placed, *sentence.masks.restore(target[end:]), *after)


def _core(nodes: Nodes) -> tuple[Nodes, Nodes, Nodes]:
    """Atoms that stand before everything, the middle, atoms that stand after everything."""
    start, end = 0, len(nodes)
    while start < end and _hangs(nodes[start]):
        start += 1
    while end > start and _hangs(nodes[end - 1]):
        end -= 1
    return nodes[:start], nodes[start:end], nodes[end:]


def _edge(nodes: Nodes, side: int) -> Iterator[int]:
    """The marks around the first (0) or last (-1) of the nodes, by their identity."""
    while nodes and isinstance(edge := nodes[side], Element):
        yield id(edge.mark)
        nodes = edge.children


def _hangs(node: Node) -> bool:
    return isinstance(node, Element) and not node.word and node.is_atom


def _regions(
    nodes: Nodes, target: str, sentence: Sentence, alone: Mapping[str, str]
) -> list[Region] | None:
    """Where each element goes, in their order; None where they would run into each other."""
    length = max(1, sum(map(length_of, nodes)))
    taken: list[Region] = []
    at = 0
    before = ""
    for node in nodes:
        share = (at / length, (at + length_of(node)) / length)
        at += length_of(node)
        text = sentence.masks.text((node,))
        before, previous = text or before, before
        if isinstance(node, str) or node.word:
            continue
        if node.is_atom:
            region = _after_word(target, previous, share[0], taken)
        else:
            start, end = _find(text, alone.get(text), target, share, taken)
            region = (
                0 if id(node.mark) in sentence.from_left else start,
                len(target) if id(node.mark) in sentence.to_right else end,
            )
        if not _is_free(region, taken):
            return None
        taken.append(region)
    return taken


def _find(
    text: str,
    translated: str | None,
    target: str,
    share: tuple[float, float],
    taken: Sequence[Region],
) -> Region:
    """The best place for what an element says."""
    sayings = [text.strip(_EDGES)]
    if translated:
        sayings.append(translated.strip(_EDGES))
        sayings.append(_ARTICLE.sub("", sayings[-1], count=1))
    for saying in sayings:
        places = [place for place in _occurrences(saying, target) if _is_free(place, taken)]
        if places:
            return min(places, key=lambda place: abs(place[0] - share[0] * len(target)))
    alike = _resembling(sayings[-1], target)
    return alike if alike is not None and _is_free(alike, taken) else _proportional(target, share)


def _occurrences(saying: str, target: str) -> Iterator[Region]:
    """Where a text says something, as whole words, in any case."""
    wanted, text = saying.lower(), target.lower()
    if not wanted or len(text) != len(target):
        return
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (_inside_word(text, at) or _inside_word(text, end)):
            yield at, end
        at = text.find(wanted, end)


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _resembling(saying: str, target: str) -> Region | None:
    """The words of a text that are most like a saying."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(saying.casefold(), target.casefold(), score_cutoff=_ALIKE)
    if not saying or found is None or len(saying) > len(target):
        return None
    return _whole_words(target, found.dest_start, found.dest_end)


def _proportional(target: str, share: tuple[float, float]) -> Region:
    """The words that stand where they would if both languages had one word order."""
    return _whole_words(target, round(share[0] * len(target)), round(share[1] * len(target)))


def _whole_words(target: str, start: int, end: int) -> Region:
    """The words of which at least half lie between two offsets, or else the nearest one."""
    words = [match.span() for match in _WORD.finditer(target)]
    inside = [word for word in words if start <= sum(word) / 2 <= end]
    if not inside and words:
        inside = [min(words, key=lambda word: abs(sum(word) - start - end))]
    return (inside[0][0], inside[-1][1]) if inside else (len(target), len(target))


def _after_word(target: str, before: str, share: float, taken: Sequence[Region]) -> Region:
    """A place for an atom: after the word it follows, if that is there, or any near its share."""
    words = [match.span() for match in _WORD.finditer(target)]
    followed = [match.group() for match in _WORD.finditer(before)][-1:]
    kept = [word for word in words if [target[slice(*word)]] == followed]
    free = [end for _, end in kept or words if _is_free((end, end), taken)] or [len(target)]
    place = min(free, key=lambda place: abs(place - share * len(target)))
    return place, place


def _is_free(region: Region, taken: Sequence[Region]) -> bool:
    """Whether a region overlaps none of those taken; touching is allowed."""
    start, end = region
    return all(end <= other[0] or start >= other[1] for other in taken)
