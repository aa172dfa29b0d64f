"""Texts with XML tags of any kind: which elements are blocks shows in how they are used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from service.documents.draft import Draft
from service.documents.inline import Element, Node, Nodes, text_of
from service.documents.pairs import Pair, pair
from service.documents.segments import Layout, Passage
from service.documents.strings import token_role
from service.documents.tags import CDATA, Token, tokens, unescaped


def read_fragment(text: str, ignored: Collection[str] = (), layout: Layout = "flowing") -> Draft:
    """What is to be translated in a text with tags.

    An element with words of its own is a passage, with all its markup; one that holds only other
    elements is structure.

    Args:
        text: The text; it need not be well-formed.
        ignored: Names of elements that are not to be translated.
        layout: What line breaks mean.
    """
    nodes: list[Node] = [
        unescaped(token.text)
        if token.kind == "text"
        else Element(token, word=token.text.startswith(CDATA))
        for token in tokens(text, xml=True)
    ]
    passages: list[Passage] = []
    names = frozenset(name.lower() for name in ignored)
    outline = _outline(_kept(pair(nodes, token_role), names), passages, layout)

    def finish(english: Sequence[Nodes]) -> bytes:
        return _written(outline, english).encode()

    return Draft(tuple(passages), finish)


def _kept(nodes: Nodes, names: Collection[str]) -> Nodes:
    """The tree with elements of these names as words that stay."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or not isinstance(node.mark, Pair):
            kept.append(node)
            continue
        opening = node.mark.opening
        if isinstance(opening, Token) and opening.name in names:
            kept.append(Element(node, word=True))
        else:
            kept.append(Element(node.mark, _kept(node.children, names)))
    return tuple(kept)


def _outline(nodes: Nodes, passages: list[Passage], layout: Layout) -> Nodes:
    """The tree with the number of a passage in place of it."""
    if any(isinstance(node, str) and node.strip() for node in nodes):
        passages.append(Passage(nodes, layout))
        return (Element(len(passages) - 1),)
    return tuple(
        node
        if isinstance(node, str) or not text_of(node.children).strip()
        else Element(node.mark, _outline(node.children, passages, layout))
        for node in nodes
    )


def _written(nodes: Nodes, english: Sequence[Nodes]) -> str:
    return "".join(
        escape(node, quote=False)
        if isinstance(node, str)
        else _mark(node.mark, _written(node.children, english), english)
        for node in nodes
    )


def _mark(mark: object, inside: str, english: Sequence[Nodes]) -> str:
    match mark:
        case int():
            return _written(english[mark], english)
        case Token():
            return mark.text + inside
        case Pair():
            return _mark(mark.opening, inside, english) + _mark(mark.closing, "", english)
        case Element():
            return _written((mark,), english)
        case _:
            raise TypeError(f"no mark of a fragment: {mark!r}")
