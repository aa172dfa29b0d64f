"""A page as lines: what the classifier sees, whether the page came as text or as HTML."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from service.normalise import tidy

CELL_SEPARATOR = " | "  # between the cells of a row


class Hint(Enum):
    """What markup says of a line. Text dumps have none of it."""

    TITLE = auto()
    DATE = auto()
    AUTHOR = auto()
    LEAD = auto()
    CAPTION = auto()
    SECTION = auto()
    RELATED = auto()
    COMMENTS = auto()
    FURNITURE = auto()
    SITE = auto()


OUTSIDE_HINTS = frozenset({Hint.RELATED, Hint.COMMENTS, Hint.FURNITURE, Hint.SITE})


@dataclass(frozen=True, slots=True)
class PageLine:
    """A non-empty line of a page.

    `text` is as on the page but stripped and in NFC; `gap` counts the empty lines above, `indent`
    the white space in front; `linked` says that all of it is a link, `row` that markup says it is a
    row of a table of data.
    """

    text: str
    gap: int = 0
    indent: int = 0
    hint: Hint | None = None
    linked: bool = False
    row: bool = False

    @property
    def plain(self) -> str:
        """The text with its odd spaces and invisible characters gone."""
        return tidy(self.text)

    @property
    def width(self) -> int:
        """The column at which the line ends."""
        return self.indent + len(self.plain)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page's metadata say of its article; text dumps have none."""

    title: str | None = None
    published: date | None = None
    author: str | None = None


def text_lines(page: str) -> tuple[PageLine, ...]:
    """The non-empty lines of a text dump."""
    lines: list[PageLine] = []
    gap = 0
    for raw in unicodedata.normalize("NFC", page).splitlines():
        if not tidy(raw):
            gap += 1
            continue
        lines.append(PageLine(raw.strip(), gap, len(raw) - len(raw.lstrip())))
        gap = 0
    return tuple(lines)
