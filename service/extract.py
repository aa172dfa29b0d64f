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
from service.extraction.layout import Layout
from service.extraction.names import looks_like_name
from service.extraction.page import Facts, PageLine, text_lines
from service.extraction.roles import assign_roles
from service.extraction.title import find_title
from service.extraction.units import Unit, join_wrapped
from service.language import UNDETERMINED, detect_language

Form = Literal["text", "html"]

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|br|span|table|article|section)\b[^>]*>", re.I
)
_LABEL = re.compile(r"^(?:tác giả|vai trò|người viết|bởi|by)\b[:,]?\s+", re.I)
_LAYOUT_BARS = " |·•"
_FEW = 3  # lines
_SURE = 0.4  # confidence from which another language is believed


def extract(page: str, *, id: str, name: str | None = None, form: Form | None = None) -> Article:
    """The article on a page.

    Args:
        page: A text dump or HTML.
        id: What the article is called.
        name: What errors call the page; without it, the article's id.
        form: "text" or "html"; None looks at the page.

    Raises:
        ExtractionError: There is no article on the page; says what was found instead.
        WrongLanguage: The article is not in Vietnamese.
    """
    name = name or id
    lines, facts = _read(page, form or sniff(page), name)
    units = join_wrapped(lines)
    if not units:
        raise ExtractionError(f"{name}: no text on the page")
    block = _text_block(units, name)
    title = find_title(units, block, facts.title)
    layout = Layout(units, block, title)
    kinds = assign_roles(layout)
    body = [index for index, kind in enumerate(kinds) if kind is LineKind.BODY]
    prose = [index for index in body if index not in layout.tables]  # figures are in no language
    spoken = [units[index].text for index in prose or body or range(len(units))]
    _check_language(spoken, name, strict=bool(body))
    if not body:
        raise ExtractionError(f"{name}: no article on the page, only {_inventory(kinds)}")
    return _article(id, lines, units, kinds, facts)


def _text_block(units: Sequence[Unit], name: str) -> Block:
    """Where the text stands; a page of a few lines, such as a headline alone, is text as it is."""
    block = find_block(units)
    if block is not None:
        return block
    if len(units) <= _FEW and any(unit.cue is None and unit.words >= 4 for unit in units):
        return Block(0, len(units))
    kinds = assign_roles(Layout(units, Block(len(units), len(units)), None))
    _check_language([unit.text for unit in units], name, strict=False)
    raise ExtractionError(f"{name}: no article on the page, only {_inventory(kinds)}")


def sniff(page: str) -> Form:
    """Whether a page is HTML or text, by its first tags."""
    return "html" if len(_MARKUP.findall(page[:20_000])) >= 2 else "text"


def _read(page: str, form: Form, name: str) -> tuple[Sequence[PageLine], Facts]:
    if form == "text":
        return text_lines(page), Facts()
    from service.extraction.markup import html_lines  # lxml is loaded only for HTML

    return html_lines(page, name)


def _check_language(texts: Sequence[str], name: str, strict: bool) -> None:
    """Refuse what is in another language; with `strict`, also what is in no language known here."""
    language, confidence = detect_language("\n".join(texts))
    if language == "vi" or confidence < _SURE or (language == UNDETERMINED and not strict):
        return
    found = "an undetermined language" if language == UNDETERMINED else f"language “{language}”"
    raise WrongLanguage(
        f"{name}: the text is in {found} (confidence {confidence:.2f}), not in Vietnamese", language
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


def _names_beside_dates(units: Sequence[Unit], kinds: Sequence[LineKind]) -> list[str]:
    """Authors that stand on the line of the date: "HỮU LONG | 20/10/2025 08:00"."""
    beside = (
        _LABEL.sub("", unit.stamp.rest)
        for unit, kind in zip(units, kinds, strict=True)
        if kind is LineKind.DATELINE and unit.stamp
    )
    return [rest for rest in beside if looks_like_name(rest)]


def _byline(units: Sequence[Unit], kinds: Sequence[LineKind]) -> str | None:
    """Authors and sources, one a line, each once, without the bars of the layout."""
    lines = _texts(units, kinds, LineKind.BYLINE) or _names_beside_dates(units, kinds)
    credits = [_LABEL.sub("", text).strip(_LAYOUT_BARS) for text in lines]
    return "\n".join(dict.fromkeys(credits)) or None
