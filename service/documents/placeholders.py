"""What no translation may touch: placeholders of programs, addresses.

A model is shown each as "⟦0⟧", "⟦1⟧": our model keeps these, and the blanks around them, where it
drops "{0}" and glues "{name}" to the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.documents.inline import Element, Node, Nodes

_PLACEHOLDER = re.compile(
    r"""
      \{\{[^{}]{1,80}\}\}                                    # {{ name }}
    | [$%#]?\{[^{}\s][^{}]{0,80}\} | \{\}                     # {name} {0:.2f} ${x} %{count} {}
    # possessive and bounded: "0" is a flag and a digit, and a long row of them took minutes
    | %\([^()\s]{1,80}\)[-+ #0]{0,5}+\d{0,4}+(?:\.\d{1,4}+)?+[a-zA-Z]  # %(name)s
    | (?<![\d%])%(?:\d{1,3}+\$)?+[-+#0]{0,5}+\d{0,4}+(?:\.\d{1,4}+)?+  # %s %1$s %.2f
      (?:hh|ll|[hlLqjzt])?[diouxXeEfFgGcsaA@](?![^\W\d_])
    | (?<![\d%])%%
    | ⟦\d+⟧                                                  # what looks like our own masks
    | https?://[^\s<>"”’»]+[^\s<>"”’».,;:!?)\]}…]
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    """,
    re.VERBOSE,
)
_MASK = re.compile(r"⟦(\d{1,4})⟧")


@dataclass(frozen=True, slots=True, eq=False)
class Placeholder:
    """Text to be kept to the letter."""

    text: str


def protect(nodes: Nodes) -> Nodes:
    """The tree with its placeholders as atoms."""
    return tuple(
        part
        for node in nodes
        for part in (_parts(node) if isinstance(node, str) else (_protected(node),))
    )


def release(nodes: Nodes) -> Nodes:
    """The tree with its placeholders as text again."""
    released: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            text = node
        elif isinstance(node.mark, Placeholder):
            text = node.mark.text
        else:
            released.append(Element(node.mark, release(node.children), node.word))
            continue
        if released and isinstance(released[-1], str):
            text = released.pop() + text  # type: ignore[operator] # its type was just seen
        released.append(text)
    return tuple(released)


class Masks:
    """The atoms of a sentence that are words, numbered, and the masks that stand for them."""

    def __init__(self, sentence: Nodes) -> None:
        self._atoms = tuple(_words(sentence))
        self._numbers = {id(atom): number for number, atom in enumerate(self._atoms)}

    def text(self, nodes: Nodes) -> str:
        """The text of the sentence or of a part of it, with masks."""
        return "".join(
            node
            if isinstance(node, str)
            else f"⟦{self._numbers[id(node)]}⟧"
            if id(node) in self._numbers
            else self.text(node.children)
            for node in nodes
        )

    def restore(self, text: str) -> Nodes:
        """Text with its masks as atoms again."""
        parts: list[Node] = []
        end = 0
        for match in _MASK.finditer(text):
            parts += [text[end : match.start()], self._atoms[int(match[1])]]
            end = match.end()
        return tuple(part for part in (*parts, text[end:]) if part != "")


def masks(text: str) -> list[str]:
    """The masks in a text, sorted."""
    return sorted(_MASK.findall(text))


def without_masks(text: str) -> str:
    """The words of a text."""
    return _MASK.sub(" ", text)


def _words(nodes: Nodes) -> Iterator[Element]:
    for node in nodes:
        if isinstance(node, Element):
            if node.word:
                yield node
            else:
                yield from _words(node.children)


def _parts(text: str) -> Iterator[Node]:
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        yield Element(Placeholder(match.group()), word=True)
        end = match.end()
    if end < len(text):
        yield text[end:]


def _protected(element: Element) -> Element:
    return Element(element.mark, protect(element.children), element.word)
