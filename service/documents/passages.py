"""Passages into English: sentences together, markup put back, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from service.documents.inline import Element, Nodes, count_elements, join, text_of
from service.documents.placeholders import protect, release, without_masks
from service.documents.placing import Sentence, place, to_find
from service.documents.segments import Layout, Passage, Piece, pieces

Translate = Callable[[Sequence[str]], Sequence[str]]
"""Sentences in, as many translations out, in the same order."""

_MOST_ELEMENTS = 60  # in a sentence that is translated whole
_LETTER = re.compile(r"[^\W\d_]")


def translate_texts(
    texts: Sequence[str], translate: Translate, layout: Layout = "lines"
) -> list[str]:
    """Texts of any length in English, their white space between sentences kept."""
    passages = [Passage((text,), layout) for text in texts]
    return [text_of(nodes) for nodes in translate_passages(passages, translate)]


def count_sentences(passages: Iterable[Passage]) -> int:
    """How many sentences there are to translate."""
    return sum(piece.is_sentence for passage in passages for piece in pieces(passage))


def translate_passages(passages: Sequence[Passage], translate: Translate) -> list[Nodes]:
    """Passages in English, with all their markup."""
    cut = [pieces(Passage(protect(each.nodes), each.layout)) for each in passages]
    sentences = [sentence for parts in cut for sentence in _sentences(parts)]
    translated = iter(_translate_sentences(sentences, translate))
    return [
        release(join(next(translated) if piece.is_sentence else piece.nodes for piece in parts))
        for parts in cut
    ]


def _sentences(parts: Sequence[Piece]) -> Iterator[Sentence]:
    """The sentences of a passage, each with a look at its neighbours."""
    nodes = [(), *(part.nodes for part in parts), ()]
    for index, part in enumerate(parts):
        if part.is_sentence:
            yield Sentence.between(nodes[index], part.nodes, nodes[index + 2])


def _translate_sentences(sentences: Sequence[Sentence], translate: Translate) -> list[Nodes]:
    """First whole sentences, then what their elements say, then, if need be, part by part."""
    simple = [each for each in sentences if count_elements(each.nodes) <= _MOST_ELEMENTS]
    whole = _translations([each.text for each in simple], translate)
    alone = _translations(
        [
            text
            for each in simple
            for nodes in to_find(each.nodes)
            if (text := each.masks.text(nodes)) not in whole[each.text]
        ],
        translate,
    )
    placed = [
        place(each.nodes, whole[each.text], each, alone) if each.text in whole else None
        for each in sentences
    ]
    broken = [each for each, nodes in zip(sentences, placed, strict=True) if nodes is None]
    parts = _translations([leaf for each in broken for leaf in _leaves(each.nodes)], translate)
    return [
        _part_by_part(each.nodes, parts) if nodes is None else nodes
        for each, nodes in zip(sentences, placed, strict=True)
    ]


def _translations(texts: Iterable[str], translate: Translate) -> dict[str, str]:
    """Translations by text; what has no letters is its own. Blanks around a text are kept."""
    unique = list(dict.fromkeys(texts))
    known = {text: text for text in unique}
    wanted = [text for text in unique if _LETTER.search(without_masks(text))]
    if wanted:
        for text, said in zip(wanted, translate([t.strip() for t in wanted]), strict=True):
            lead = text[: len(text) - len(text.lstrip())]
            known[text] = lead + said + text[len(text.rstrip()) :]
    return known


def _leaves(nodes: Nodes) -> list[str]:
    return [
        leaf
        for node in nodes
        for leaf in ([node] if isinstance(node, str) else _leaves(node.children))
    ]


def _part_by_part(nodes: Nodes, translations: Mapping[str, str]) -> Nodes:
    """Each text between two tags translated alone: no good style, but nothing can be lost."""
    return tuple(
        translations[node]
        if isinstance(node, str)
        else Element(node.mark, _part_by_part(node.children, translations), node.word)
        for node in nodes
    )
