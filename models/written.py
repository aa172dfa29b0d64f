"""What a model wrote, taken apart."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[]?([^\W_]))")
_NO_END = re.compile(  # a full stop after a title, an initial or an abbreviation
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Lt|Col|Maj|Gen|Capt|Sgt|Sen|Rep|Gov))\.\s+$"
)


def split(text: str) -> list[str]:
    """The sentences of an English text.

    >>> split("Gen. Giang met Mr. Austin. They agreed on 2.5 per cent. More soon.")
    ['Gen. Giang met Mr. Austin.', 'They agreed on 2.5 per cent.', 'More soon.']
    """
    text = " ".join(text.split())
    found, start = [], 0
    for match in _END.finditer(text):
        if not match[1].islower() and not _NO_END.search(text[start : match.end()]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return [*found, text[start:]] if text[start:] else found
