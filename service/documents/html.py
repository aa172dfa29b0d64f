"""HTML: pages and fragments. Tags stay as they are, to the letter; only words change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from operator import itemgetter

from service.documents.draft import Draft
from service.documents.inline import Element, Node, Nodes, text_of
from service.documents.pairs import DEEPEST
from service.documents.segments import Passage
from service.documents.tags import Token, attributes, tokens, unescaped


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


_INLINE = _listed(
    "a abbr acronym b bdi bdo big cite data del dfn em font i img ins label mark q s small span"
    " strike strong sub sup time tt u wbr"
)
_VOID = _listed("area base br col embed hr img input link meta source track wbr")
_LITERAL = _listed("code kbd samp var")  # speak in sentences, but are no words
_SKIPPED = _listed("canvas math noscript object svg template")
_SPOKEN = _listed("alt aria-label placeholder summary title")  # are read by people
_DESCRIBING = re.compile(r"(?:og:|twitter:)?(?:title|description)", re.IGNORECASE)
_CHARSET = re.compile(r"(charset\s*+=\s*+)[^\s;]++", re.IGNORECASE)
_VIETNAMESE = re.compile(r"vi(?:[-_]vn)?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Unended:
    """How an element ends that needs no end tag, as the HTML standard has it."""

    starts: frozenset[str]  # elements that begin after it
    ends: frozenset[str]  # elements that it is in, and that end with it
    nests: frozenset[str] = frozenset()  # elements within which neither says anything of it


_BLOCKS = _listed(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li dd dt main menu nav ol p pre search section"
    " summary table ul"
)
_ROWS = _listed("thead tbody tfoot")
_TABLE, _LISTS, _DEFINITIONS = _listed("table"), _listed("ul ol menu dir"), _listed("dl")
_CELLS = _listed("td th")
_UNENDED = {
    "p": _Unended(_BLOCKS, _BLOCKS - {"p"} | _CELLS | _listed("body caption html")),
    "li": _Unended(_listed("li"), _LISTS, _LISTS),
    **dict.fromkeys(("dt", "dd"), _Unended(_listed("dt dd"), _DEFINITIONS, _DEFINITIONS)),
    **dict.fromkeys(_CELLS, _Unended(_CELLS | _ROWS | {"tr"}, _TABLE | _ROWS | {"tr"}, _TABLE)),
    "tr": _Unended(_ROWS | {"tr"}, _TABLE | _ROWS, _TABLE),
    **dict.fromkeys(_ROWS, _Unended(_ROWS, _TABLE, _TABLE)),
    "option": _Unended(_listed("option optgroup"), _listed("optgroup select datalist")),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the passage of this number goes, as text or within quotation marks."""

    passage: int
    quoted: bool = False


Part = str | Slot
Template = tuple[Part, ...]
"""A piece of a page, as it is written but for its passages."""


def read_html(page: str, *, is_file: bool = False) -> Draft:
    """What is to be translated on a page.

    Args:
        page: A page or a part of one.
        is_file: Whether it comes back as a file, which must name the encoding it has then, UTF-8.
    """
    reader = _Reader(is_file)
    for token in tokens(page):
        reader.take(token)
    template = reader.end()

    def finish(english: Sequence[Nodes]) -> bytes:
        return _filled(template, english).encode()

    return Draft(tuple(reader.passages), finish)


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """Inline markup: how it opens and how it closes, each empty where that is elsewhere."""

    opening: Template
    closing: str = ""


@dataclass(slots=True)
class _Open:
    """An inline element that is being read; `opening` is empty once a passage has it."""

    name: str
    opening: Template
    raw_at: int = 0  # where it begins in what was read of the passage
    nodes: list[Node] = field(default_factory=list)

    def closed(self, closing: str = "") -> Element:
        """What was read so far, as an element."""
        return Element(Tag(self.opening, closing), tuple(self.nodes))


@dataclass(slots=True)
class _Skipped:
    """An element that is kept as it is: its name, its text, and what is open in it that counts."""

    name: str
    is_word: bool
    depth: int = 0
    parts: list[str] = field(default_factory=list)

    def ends_before(self, token: Token) -> bool:
        """Whether a tag shows that the element, which has no end tag, has ended."""
        if self.depth or self.name not in _UNENDED or token.kind not in ("open", "close"):
            return False
        unended = _UNENDED[self.name]
        return token.name in (unended.starts if token.kind == "open" else unended.ends)

    def take(self, token: Token) -> bool:
        """Add a token; returns whether the element ends with it."""
        self.parts.append(token.text)
        if token.kind == "close" and token.name == self.name and not self.depth:
            return True
        nests = _UNENDED[self.name].nests if self.name in _UNENDED else (self.name,)
        if token.name in nests:
            self.depth = max(0, self.depth + {"open": 1, "close": -1}.get(token.kind, 0))
        return False


class _Reader:
    """Reads a page token by token; passages end where block elements begin or end."""

    def __init__(self, is_file: bool) -> None:
        self._is_file = is_file
        self.passages: list[Passage] = []
        self._template: list[Part] = []
        self._raw: list[Part] = []  # the passage being read, as it is written
        self._nodes: list[Node] = []
        self._stack: list[_Open] = []
        self._skipped: _Skipped | None = None
        self._preformatted = 0

    def take(self, token: Token) -> None:
        """Read one token."""
        if self._skipped is not None:
            self._skip(token, self._skipped)
        elif token.kind == "text":
            self._add(unescaped(token.text), token.text)
        elif token.kind == "other":
            self._add(Element(Tag((token.text,))), token.text)
        elif token.kind == "close":
            self._close(token)
        elif token.name in _SKIPPED | _LITERAL or _is_kept(token):
            is_word = token.name in _LITERAL | _INLINE
            if token.name in _VOID or (token.name in _SKIPPED and token.text.endswith("/>")):
                self._add(Element(Tag((token.text,)), word=is_word), token.text)
            else:
                self._skipped = _Skipped(token.name, is_word, parts=[token.text])
        else:
            self._open(token)

    def end(self) -> Template:
        """The whole page, read to its end."""
        if self._skipped is not None:
            self._add(Element(Tag(tuple(self._skipped.parts))), *self._skipped.parts)
        self._end_passage()
        return tuple(self._template)

    def _add(self, node: Node, *raw: Part) -> None:
        (self._stack[-1].nodes if self._stack else self._nodes).append(node)
        self._raw += raw

    def _open(self, token: Token) -> None:
        tag = self._tag(token)
        if token.name not in _INLINE:
            self._end_passage()
            self._template += tag
            self._preformatted += token.name == "pre"
        elif token.name in _VOID or len(self._stack) == DEEPEST:
            self._add(Element(Tag(tag)), *tag)
        else:
            self._stack.append(_Open(token.name, tag, len(self._raw)))
            self._raw += tag

    def _close(self, token: Token) -> None:
        if token.name not in _INLINE:
            self._end_passage()
            self._template.append(token.text)
            self._preformatted = max(0, self._preformatted - (token.name == "pre"))
        elif token.name not in (open_tag.name for open_tag in self._stack):
            self._add(Element(Tag((token.text,))), token.text)
        else:
            self._close_inline(token)

    def _close_inline(self, token: Token) -> None:
        """End an inline element; those opened since then, and still open, go on after it."""
        going_on: list[_Open] = []
        while self._stack[-1].name != token.name:
            inner = self._stack.pop()
            self._add(inner.closed())
            going_on.append(_Open(inner.name, ()))
        ended = self._stack.pop()
        element = ended.closed(token.text)
        if (
            ended.name == "sup"
            and ended.opening
            and not _LETTER.search(text_of(tuple(ended.nodes)))
        ):
            # a note's number: a model would take it for a part of the sentence
            element = Element(Tag((*self._raw[ended.raw_at :], token.text)))
        self._add(element, token.text)
        self._stack += reversed(going_on)

    def _end_passage(self) -> None:
        """A block begins or ends; inline elements that are still open go on in the next passage."""
        going_on = [_Open(each.name, ()) for each in self._stack]
        while self._stack:
            self._add(self._stack.pop().closed())
        nodes = tuple(self._nodes)
        if _LETTER.search(text_of(nodes)):
            self._template.append(Slot(len(self.passages)))
            self.passages.append(Passage(nodes, "lines" if self._preformatted else "flowing"))
        else:
            self._template += self._raw
        self._nodes, self._raw, self._stack = [], [], going_on

    def _skip(self, token: Token, skipped: _Skipped) -> None:
        if skipped.ends_before(token):
            self._keep(skipped)
            self.take(token)
        elif skipped.take(token):
            self._keep(skipped)

    def _keep(self, skipped: _Skipped) -> None:
        """A skipped element has ended."""
        self._skipped = None
        text = "".join(skipped.parts)
        if skipped.is_word:
            self._add(Element(Tag((text,)), word=True), text)
        else:
            self._end_passage()
            self._template.append(text)

    def _tag(self, token: Token) -> Template:
        """A tag, with what its attributes say in English."""
        places = {name: (start, end) for name, start, end in attributes(token.text)}
        values = {name: _value(token.text, *place) for name, place in places.items()}
        parts: list[Part] = []
        done = 0
        for name, (start, end) in sorted(places.items(), key=itemgetter(1)):
            said = self._in_english(token.name, name, values)
            if said is not None:
                parts += [token.text[done:start] + '"', said, '"']
                done = end
        return (*parts, token.text[done:])

    def _in_english(self, tag: str, name: str, values: Mapping[str, str]) -> Part | None:
        """What an attribute is to say instead; None where it stays."""
        value = values[name]
        if name in ("lang", "xml:lang"):
            return "en" if _VIETNAMESE.fullmatch(value) else None
        if name in _SPOKEN or (tag == "meta" and name == "content" and _describes(values)):
            if not _LETTER.search(value):
                return None
            self.passages.append(Passage((value,)))
            return Slot(len(self.passages) - 1, quoted=True)
        if tag == "meta" and self._is_file:
            return _in_utf_8(name, values)
        return None


def _describes(meta: Mapping[str, str]) -> bool:
    """Whether people read what a `<meta>` holds."""
    return any(_DESCRIBING.fullmatch(meta.get(key, "")) for key in ("name", "property"))


def _in_utf_8(name: str, meta: Mapping[str, str]) -> str | None:
    """A declaration of another encoding, changed to UTF-8; None for all else."""
    said = value = meta[name]
    if name == "charset":
        said = "utf-8"
    elif name == "content" and meta.get("http-equiv", "").strip().lower() == "content-type":
        said = _CHARSET.sub(r"\1utf-8", value)
    return escape(said) if said.lower() != value.strip().lower() else None


def _is_kept(token: Token) -> bool:
    """Whether a tag asks not to be translated, as HTML and as others have it."""
    values = {
        name: _value(token.text, start, end).lower() for name, start, end in attributes(token.text)
    }
    return values.get("translate") == "no" or "notranslate" in values.get("class", "").split()


def _value(tag: str, start: int, end: int) -> str:
    """What an attribute says whose value, quotes and all, is at `[start, end)`."""
    quotes = tag[start:end][:1] in ("'", '"')
    return unescaped(tag[start + quotes : end - quotes])


def _filled(template: Template, english: Sequence[Nodes]) -> str:
    """A piece of the page with its passages in English."""
    return "".join(
        part if isinstance(part, str) else _written(english[part.passage], english, part.quoted)
        for part in template
    )


def _written(nodes: Nodes, english: Sequence[Nodes], quoted: bool = False) -> str:
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(escape(node, quote=quoted))
        else:
            assert isinstance(node.mark, Tag)
            parts.append(_filled(node.mark.opening, english))
            parts.append(_written(node.children, english) + node.mark.closing)
    return "".join(parts)
