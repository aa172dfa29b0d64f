"""Texts with XML tags come back with what is no text to the letter."""

from __future__ import annotations

import pytest
from documents.standins import said

from service.documents import read_fragment, translate_passages


def translated(text):
    draft = read_fragment(text)
    return draft.finish(translate_passages(draft.passages, said)).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a><![CDATA[nếu x > y]]></a>", "<a><![CDATA[nếu x > y]]></a>"),
        ("<a>Nếu <![CDATA[x > y]]> thì thôi.</a>", "<a>[Nếu <![CDATA[x > y]]> thì thôi.]</a>"),
        ("<?x a > b ?><a>Một câu.</a>", "<?x a > b ?><a>[Một câu.]</a>"),
        ("<a>Một câu.</a><![CDATA[x", "<a>[Một câu.]</a><![CDATA[x"),
    ],
)
def test_sections_and_instructions_end_where_xml_ends_them(text, expected):
    assert translated(text) == expected


@pytest.mark.parametrize("hostile", ["<![CDATA[", "<?", "<![CDATA[>", "<?>", "<![CDATA[x]]>"])
def test_hostile_markup_comes_back_as_it_was(hostile):
    page = "<p>Một câu.</p>" + hostile * (100_000 // len(hostile))
    assert translated(page) == page.replace("Một câu.", "[Một câu.]")
