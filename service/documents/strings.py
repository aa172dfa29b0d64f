"""Strings of programs and subtitles: text with a few tags in it, which are kept to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.documents.inline import Element, Node, Nodes
from service.documents.pairs import Pair, Role, pair
from service.documents.tags import Token, attributes, tokens

_CODE = re.compile(r"(?P<entity>&(?:#\w+|\w+);)|\{\\[^{}]*\}")  # "&amp;", and "{\an8}" of subtitles


def read_string(text: str) -> Nodes:
    """A string with its tags as markup; entities stay as they are."""
    nodes: list[Node] = []
    for token in tokens(text):
        nodes += _codes(token.text) if token.kind == "text" else [Element(token)]
    return pair(nodes, token_role)


def written_string(nodes: Nodes) -> str:
    """The string again."""
    return "".join(
        node if isinstance(node, str) else _written(node.mark, written_string(node.children))
        for node in nodes
    )


def _codes(text: str) -> Iterator[Node]:
    end = 0
    for match in _CODE.finditer(text):
        yield text[end : match.start()]
        yield Element(Token("other", match.group()), word=match["entity"] is not None)
        end = match.end()
    yield text[end:]


def token_role(mark: object) -> Role | None:
    """Tags open and close by their names; one that ends in "/>" does neither."""
    assert isinstance(mark, Token)
    if mark.kind == "close":
        return "close", mark.name
    if mark.kind == "open" and not _is_empty(mark.text):
        return "open", mark.name
    return None


def _is_empty(tag: str) -> bool:
    """Whether a tag stands for a whole element; `<a href=/tin/>` ends in a value."""
    last = len(tag) - 1
    return tag.endswith("/>") and all(end < last for _, _, end in attributes(tag))


def _written(mark: object, inside: str) -> str:
    if isinstance(mark, Pair):
        return _written(mark.opening, inside) + _written(mark.closing, "")
    assert isinstance(mark, Token)
    return mark.text + inside
