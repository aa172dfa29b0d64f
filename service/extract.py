"""From a page to an article: `extract`.

A page is a careless text dump or HTML. Every non-empty line of it ends up in `Article.lines` with
the part it plays; title, date, byline, paragraphs and captions are made of those that are the
article. `docs/extraction.md` tells what each kind of line is and how they are told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from service.article import Article, Line, LineKind, Paragraph
from service.errors import ExtractionError, WrongLanguage
from service.extraction.block import Block, find_block
from service.extraction.page import Facts, PageLine, text_lines
from service.extraction.roles import Layout, assign_roles
from service.extraction.title import find_title
from service.extraction.units import Unit, join_wrapped
from service.language import UNDETERMINED, detect_language

Form = Literal["text", "html"]

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|br|span|table|article|section)\b[^>]*>", re.I
)
_LABEL = re.compile(r"^(?:tác giả|người viết|bởi|by)\b[:,]?\s+", re.I)
_LAYOUT_BARS = " |·•"
_SURE = 0.4  # confidence from which another language is believed


def extract(page: str, *, id: str, form: Form | None = None) -> Article:
    """The article on a page.

    Args:
        page: A text dump or HTML.
        id: What the article, and errors about it, are called.
        form: "text" or "html"; None looks at the page.

    Raises:
        ExtractionError: There is no article on the page; says what was found instead.
        WrongLanguage: The article is not in Vietnamese.
    """
    lines, facts = _read(page, form or sniff(page), id)
    units = join_wrapped(lines)
    if not units:
        raise ExtractionError(f"{id}: no text on the page")
    block = find_block(units) or Block(0, len(units))
    title = find_title(units, block, facts.title)
    kinds = assign_roles(Layout(units, block, title))
    _check_language(units, kinds, id)
    if LineKind.BODY not in kinds:
        raise ExtractionError(f"{id}: no article on the page, only {_inventory(kinds)}")
    return _article(id, lines, units, kinds, facts)


def sniff(page: str) -> Form:
    """Whether a page is HTML or text, by its first tags."""
    return "html" if len(_MARKUP.findall(page[:20_000])) >= 2 else "text"


def _read(page: str, form: Form, id: str) -> tuple[Sequence[PageLine], Facts]:
    if form == "text":
        return text_lines(page), Facts()
    from service.extraction.markup import html_lines  # lxml is loaded only for HTML

    return html_lines(page, id)


def _check_language(units: Sequence[Unit], kinds: Sequence[LineKind], id: str) -> None:
    """Refuse an article in another language; a page without an article is judged as a whole."""
    body = [unit.text for unit, kind in zip(units, kinds, strict=True) if kind is LineKind.BODY]
    language, confidence = detect_language("\n".join(body or [unit.text for unit in units]))
    if language == "vi" or (body and confidence < _SURE):
        return
    if language == UNDETERMINED and not body:
        return
    found = "an undetermined language" if language == UNDETERMINED else f"language “{language}”"
    raise WrongLanguage(
        f"{id}: the text is in {found} (confidence {confidence:.2f}), not in Vietnamese", language
    )


def _inventory(kinds: Iterable[LineKind]) -> str:
    """What a page without an article has: "3 section, 12 furniture"."""
    return ", ".join(f"{count} {kind.value}" for kind, count in Counter(kinds).most_common())


def _article(
    id: str,
    lines: Sequence[PageLine],
    units: Sequence[Unit],
    kinds: Sequence[LineKind],
    facts: Facts,
) -> Article:
    by_line = {line: kind for unit, kind in zip(units, kinds, strict=True) for line in unit.lines}
    titles = _texts(units, kinds, LineKind.TITLE)
    body = _texts(units, kinds, LineKind.BODY)
    return Article(
        id=id,
        title=titles[0] if titles else facts.title,
        published=facts.published or _published(units, kinds),
        byline=_byline(units, kinds) or facts.author,
        paragraphs=tuple(Paragraph(index, text) for index, text in enumerate(body)),
        captions=tuple(dict.fromkeys(_texts(units, kinds, LineKind.CAPTION))),
        lines=tuple(Line(line.text, by_line[index]) for index, line in enumerate(lines)),
    )


def _texts(units: Sequence[Unit], kinds: Sequence[LineKind], wanted: LineKind) -> list[str]:
    return [unit.text for unit, kind in zip(units, kinds, strict=True) if kind is wanted]


def _published(units: Sequence[Unit], kinds: Sequence[LineKind]) -> date | None:
    """The date on the page; the day of publication rather than of an update."""
    stamps = [
        unit.stamp
        for unit, kind in zip(units, kinds, strict=True)
        if kind is LineKind.DATELINE and unit.stamp and unit.stamp.day
    ]
    stamps.sort(key=lambda stamp: stamp.updated)
    return stamps[0].day if stamps else None


def _byline(units: Sequence[Unit], kinds: Sequence[LineKind]) -> str | None:
    """Authors and sources, one a line, each once, without the bars of the layout."""
    lines = _texts(units, kinds, LineKind.BYLINE)
    credits = [_LABEL.sub("", text).strip(_LAYOUT_BARS) for text in lines]
    return "\n".join(dict.fromkeys(credits)) or None
