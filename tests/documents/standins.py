"""Stand-ins for a model, and documents translated by them."""

from __future__ import annotations

import re

from service.documents import read_document

LIMIT = 1_000_000
WORDS = {
    "Hà Nội": "Hanoi",
    "Thủ tướng": "the Prime Minister",
    "Thủ tướng thăm Hà Nội hôm qua.": "Yesterday the prime minister visited Hanoi.",
}


def said(texts):
    """What the tests have for a model: it marks what it was given."""
    return [WORDS.get(text, f"[{text}]") for text in texts]


def lossy(texts):
    """A model that drops every mask."""
    return [re.sub("⟦.*?⟧", "", f"[{text}]") for text in texts]


def backwards(texts):
    """A model that says the words in the opposite order."""
    return [" ".join(reversed(text.rstrip(".").split())) + "." for text in texts]


def translated(data, name="page", translate=said):
    if isinstance(data, str):
        data = data.encode()
    return read_document(data, name, LIMIT).translated(translate).decode()
