"""HTML as lines: one for each line a reader sees, with what the markup says of it.

Parsed with lxml (libxml2), which does not expand entities of a page's own, never goes to the
network, and gives up on markup nested over 255 deep; that, and tags with thousands of attributes,
which cost quadratic time, are refused. Scripts, styles and hidden elements are not lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from service.errors import ExtractionError
from service.extraction.metadata import read_facts
from service.extraction.page import CELL_SEPARATOR, OUTSIDE_HINTS, Facts, Hint, PageLine

_INVISIBLE_TAGS = """
script style noscript template svg math iframe object canvas head select textarea audio video map
datalist
"""
_BLOCK_TAGS = """
address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol p pre section
summary table tbody td tfoot th thead tr ul
"""
_INVISIBLE = frozenset(_INVISIBLE_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_RUNNING_TEXT = frozenset({"p", "li", "td", "h1", "h2", "h3", "h4", "blockquote", "figcaption"})
_TAG_HINTS = {
    "nav": Hint.FURNITURE,
    "form": Hint.FURNITURE,
    "button": Hint.FURNITURE,
    "aside": Hint.RELATED,
    "footer": Hint.SITE,
    "figcaption": Hint.CAPTION,
    "time": Hint.DATE,
    "h1": Hint.TITLE,
}
_UNHINTED = frozenset({"html", "body", "main", "article", "img", "input"})  # no hints by class here
_NAME_HINTS = (  # of classes and ids, tried in this order
    (Hint.CAPTION, r"caption|image-?desc|photo-?desc|pic-?desc|chu-?thich|note-?im(?:g|age)"),
    (Hint.COMMENTS, r"comment|binh-?luan|y-?kien|^respond|\breply"),
    (Hint.RELATED, r"relate(?:d|-)|relate$|lien-?quan|box-?tin|other-?news|tin-?khac|more-?news"
     r"|most-?(?:read|view)|xem-?nhieu|doc-?nhieu|recommend|suggest|cung-?(?:chuyen-?)?muc"
     r"|^sidebar|^widget|timeline|list-?news|item-?news|news-?item|bottom-?news"),
    (Hint.SITE, r"footer|copyright|site-?(?:info|title|header)|masthead|\blogo|bottom-?info"),
    (Hint.FURNITURE, r"share|social|toolbar|^tool|\bprint|^tags?$|tag-?list|--tag$|tag-?box|menu"
     r"|\bnav|banner|\bads?\b|advert|quang-?cao|login|\bsearch|paginat|subscri|newsletter"
     r"|\brating|player"),
    (Hint.SECTION, r"breadcrumb|cat-?links|^category$|\bcate?\b|chuyen-?muc"),
    (Hint.LEAD, r"sapo|\blead\b|standfirst|\bdesc(?:ription)?$|-desc\b|excerpt|chapeau"),
    (Hint.AUTHOR, r"author|byline|tac-?gia|writer|nguoi-?viet"),
    (Hint.DATE, r"\b(?:date|time|datetime|posted-?on|ngay(?:-?dang)?)\b|pub(?:lish)?-?(?:date|time)"
     r"|news-?date|-date\b|-time\b"),
    (Hint.TITLE, r"(?:article|detail|entry|news|cms|post)[-_]*(?:title|headline)|title-?(?:detail"
     r"|article|post)|headline"),
)  # fmt: skip
_LONGEST = {  # characters; a container with more is named for something else
    Hint.CAPTION: 1000,
    Hint.SECTION: 200,
    Hint.LEAD: 1500,
    Hint.AUTHOR: 150,
    Hint.DATE: 150,
    Hint.TITLE: 400,
}
_LONG_TEXT = 80  # characters of a text node that count as prose
_MOST_OUTSIDE = 0.4  # share of a page's prose above which a container's name is not believed
_HUGE_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_MOST_ATTRIBUTES = 500
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CELL_LENGTH = 60  # characters; in longer cells a table is layout, not data


def html_lines(page: str, name: str) -> tuple[tuple[PageLine, ...], Facts]:
    """The lines of an HTML page and what its metadata say.

    Raises:
        ExtractionError: The markup is empty or built to break parsers.
    """
    root = _parse(page, name)
    return tuple(_Reader(root).lines()), read_facts(root)


def _parse(page: str, name: str) -> etree._Element:
    for tag in _HUGE_TAG.finditer(page):
        if len(tag.group().split()) > _MOST_ATTRIBUTES:
            raise ExtractionError(f"{name}: a tag with over {_MOST_ATTRIBUTES} attributes")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    text = unicodedata.normalize("NFC", page)
    root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ExtractionError(f"{name}: markup nested over 255 deep")
    if root is None:
        raise ExtractionError(f"{name}: no markup on the page")
    return root


@dataclass(slots=True)
class _Piece:
    """Text on its way to a line, and whether it is in a link."""

    text: str
    linked: bool


@dataclass(slots=True)
class _Scope:
    """What holds inside an element."""

    hint: Hint | None = None
    linked: bool = False
    data_table: bool = False
    cell: bool = False  # of a data table, which is part of its row's line
    apart: bool = False  # on lines of its own


@dataclass(slots=True)
class _Reader:
    """Walks a document in reading order and cuts it into lines."""

    root: etree._Element
    prose: int = field(init=False)
    pieces: list[_Piece] = field(default_factory=list)
    ready: list[PageLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.prose = _prose_length(self.root)

    def lines(self) -> Iterator[PageLine]:
        """Every line, in reading order."""
        scopes = [_Scope()]
        skipping: etree._Element | None = None
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            if event == "start":
                if skipping is None and _is_invisible(element):
                    skipping = element
                elif skipping is None:
                    scopes.append(self._enter(element, scopes[-1]))
            elif skipping is None or skipping is element:
                inner = _Scope() if skipping is element else scopes.pop()
                skipping = None
                self._leave(element, inner, scopes[-1])
            yield from self._emitted()
        self._flush(scopes[-1])
        yield from self._emitted()

    def _emitted(self) -> list[PageLine]:
        lines, self.ready = self.ready, []
        return lines

    def _enter(self, element: etree._Element, outer: _Scope) -> _Scope:
        own = _hint(element)
        if own in OUTSIDE_HINTS and outer.hint not in OUTSIDE_HINTS and self._holds_text(element):
            own = None
        linked = outer.linked or element.tag == "a"
        table = outer.data_table if element.tag != "table" else _is_data_table(element)
        hint = outer.hint if own is None or outer.hint in OUTSIDE_HINTS else own
        cell = table and (outer.cell or _is_cell(element))
        apart = self._begins_line(element, own)
        if table and _is_cell(element):
            self._add(CELL_SEPARATOR if element.getprevious() is not None else None, False)
        elif cell:
            self._add(" " if apart else None, False)
        elif apart or (element.tag == "a" and self._only_links()):
            self._flush(outer)
        self._add(element.text, linked)
        return _Scope(hint, linked, table, cell, apart)

    def _leave(self, element: etree._Element, inner: _Scope, outer: _Scope) -> None:
        ends_line = element.tag == "br" or inner.apart
        if ends_line and (inner.cell or (element.tag == "br" and outer.hint is Hint.TITLE)):
            self._add(" ", outer.linked)
        elif ends_line:
            self._flush(inner)
        elif _sets_off(element):
            self._add(" ", outer.linked)
        self._add(element.tail, outer.linked)

    def _holds_text(self, element: etree._Element) -> bool:
        """Whether much of the page's prose is in an element, whatever its name says."""
        return _prose_length(element) > _MOST_OUTSIDE * self.prose

    def _begins_line(self, element: etree._Element, own: Hint | None) -> bool:
        """Whether an element stands on lines of its own: a block, or a date beside the text."""
        if element.tag in _BLOCKS:
            return True
        parent = element.getparent()
        return own is not None and (parent is None or parent.tag not in _RUNNING_TEXT)

    def _only_links(self) -> bool:
        """Whether links alone are on the line so far: those of a menu, not of a sentence."""
        return bool(self.pieces) and all(
            piece.linked or not piece.text.strip() for piece in self.pieces
        )

    def _add(self, text: str | None, linked: bool) -> None:
        if text:
            self.pieces.append(_Piece(text, linked))

    def _flush(self, scope: _Scope) -> None:
        text = " ".join("".join(piece.text for piece in self.pieces).split())
        if text.strip(CELL_SEPARATOR):
            linked = sum(len(piece.text.strip()) for piece in self.pieces if piece.linked)
            linked_all = linked >= 0.9 * len(text)
            row = scope.data_table and linked < 0.5 * len(text)  # else a menu or list of stories
            self.ready.append(PageLine(text, 1, 0, scope.hint, linked_all, row))
        self.pieces.clear()


def _is_invisible(element: etree._Element) -> bool:
    if element.tag in _INVISIBLE or element.get("hidden") is not None:
        return True
    return _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _hint(element: etree._Element) -> Hint | None:
    """What an element's tag, class and id say of the text in it."""
    hint = _TAG_HINTS.get(str(element.tag)) or _named_hint(element)
    if hint in _LONGEST and sum(map(len, element.itertext())) > _LONGEST[hint]:
        return None
    return hint


def _named_hint(element: etree._Element) -> Hint | None:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().replace("_", "-")
    if element.tag in _UNHINTED or not names.strip():
        return None
    return _hint_of_names(names)


@lru_cache(maxsize=4096)
def _hint_of_names(names: str) -> Hint | None:
    for hint, pattern in _NAME_HINTS:
        if any(re.search(pattern, name) for name in names.split()):
            return hint
    return None


def _prose_length(element: etree._Element) -> int:
    """Characters in longer stretches of text under an element."""
    texts = (text.strip() for text in element.itertext())
    return sum(len(text) for text in texts if len(text) >= _LONG_TEXT)


def _is_cell(element: etree._Element) -> bool:
    return element.tag in ("td", "th")


def _is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data, several short cells a row, rather than the layout of a page."""
    rows = table.findall(".//tr")
    cells = [cell for row in rows for cell in row if _is_cell(cell)]
    if len(rows) < 2 or len(cells) < 2 * len(rows):
        return False
    if table.find(".//table") is not None or table.find(".//img") is not None:
        return False
    texts = (" ".join(" ".join(cell.itertext()).split()) for cell in cells)
    return all(len(text) <= _CELL_LENGTH for text in texts)


def _sets_off(element: etree._Element) -> bool:
    """Whether a style sheet sets an inline element off from what follows, as it does datelines."""
    return "location" in element.get("class", "")
