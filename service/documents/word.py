"""Word documents: words change, everything else in the package stays.

A paragraph is read as text in its main format; what is formatted otherwise, linked, inserted or
computed is markup, and what is no text (pictures, footnote signs) an atom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Literal
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from lxml import etree

from service.documents.draft import Draft
from service.documents.inline import Element, Node, Nodes, text_of
from service.documents.pairs import DEEPEST, Pair, Role, pair
from service.documents.segments import Passage
from service.documents.xml import parse, serialise
from service.errors import ExchangeError, UnreadableInput
from service.exchange.packages import word_document

_MOST_BYTES = 128 << 20  # that a document may unpack to
_MOST_IN_PART = 32 << 20  # that one part may, of those that are read
_MOST_PARTS = 5_000
_STORIES = re.compile(
    r"wordprocessingml\.(?:document\.main|header|footer|footnotes|endnotes|comments|styles)\+xml"
    r"|ms-word\.(?:document|template)\.macroEnabled\.main\+xml|wordprocessingml\.template\.main\+xml"
)
_LONGEST_PROPERTY = 255  # characters that Word allows
_LETTER = re.compile(r"[^\W\d_]")
_WRAPPED = re.compile(r"[\r\n]++\s*+")  # how a file breaks its lines: to Word a blank
_LINE, _TAB = "\n", "\v"  # both end a sentence, neither is ever part of one
_CHARACTERS = {
    qn("w:tab"): _TAB,
    qn("w:cr"): _LINE,
    qn("w:noBreakHyphen"): "\u2011",
}
_CONTAINERS = {  # inline elements with runs in them, and where in them
    qn("w:hyperlink"): None,
    qn("w:ins"): None,
    qn("w:moveTo"): None,
    qn("w:smartTag"): None,
    qn("w:fldSimple"): None,
    qn("w:customXml"): None,
    qn("w:dir"): None,
    qn("w:bdo"): None,
    qn("w:sdt"): qn("w:sdtContent"),
}
_FORGOTTEN = frozenset({qn("w:proofErr"), qn("w:lastRenderedPageBreak"), qn("w:softHyphen")})
_RANGES = ("bookmark", "commentRange", "permRange", "moveFromRange", "moveToRange")
_UNSEEN = frozenset({qn("w:lang"), qn("w:noProof"), qn("w:rPrChange")})  # parts of a format
_LANGUAGES = (qn("w:val"), qn("w:eastAsia"), qn("w:bidi"))


def read_docx(data: bytes, name: str) -> Draft:
    """What is to be translated in a document: all its paragraphs, notes and headers.

    Raises:
        ExchangeError: The file is no Word document, or breaks its format.
        UnreadableInput: It unpacks to more than is accepted.
    """
    with word_document(name):
        document = _open(data, name)
        title = _title(document)
    stories = list(_stories(document, name))
    paragraphs = [
        read
        for story in stories
        for element in story.root.iter(qn("w:p"))
        if (read := _Paragraph.read(element, name)) is not None
    ]

    def finish(english: Sequence[Nodes]) -> bytes:
        *texts, said = english
        for paragraph, nodes in zip(paragraphs, texts, strict=True):
            paragraph.write(nodes)
        if title:
            document.core_properties.title = text_of(said)[:_LONGEST_PROPERTY]
        for story in stories:
            story.close()
        stream = BytesIO()
        document.save(stream)
        return stream.getvalue()

    passages = [Passage(each.nodes, "lines") for each in paragraphs]
    return Draft((*passages, Passage((title,))), finish)


@dataclass(frozen=True, slots=True)
class _Story:
    """A part of the package with paragraphs in it, or the styles, which say their language."""

    part: Part
    root: etree._Element

    def close(self) -> None:
        """Say that the text is English now, and put the part back."""
        for language in self.root.iter(qn("w:lang")):
            for attribute in _LANGUAGES:
                if language.get(attribute, "").lower().startswith("vi"):
                    language.set(attribute, "en-GB")
        if not isinstance(self.part, XmlPart):
            self.part._blob = serialise(self.root.getroottree())  # there is no other way in


def _open(data: bytes, name: str) -> WordDocument:
    """Open a document after a look at how large it would become."""
    with ZipFile(BytesIO(data)) as archive:
        sizes = [entry.file_size for entry in archive.infolist()]
        if len(sizes) > _MOST_PARTS or sum(sizes) > _MOST_BYTES:
            raise UnreadableInput(
                f"{name}: unpacks to {len(sizes):,} files of {sum(sizes) >> 20} MiB, more than"
                f" {_MOST_PARTS:,} or {_MOST_BYTES >> 20}"
            )
        large = [e.filename for e in archive.infolist() if e.file_size > _MOST_IN_PART]
        if any(part.endswith((".xml", ".rels")) for part in large):
            raise UnreadableInput(f"{name}: {large[0]} has over {_MOST_IN_PART >> 20} MiB")
    return docx.Document(BytesIO(data))


def _title(document: WordDocument) -> str:
    """The title in the document's properties; empty where it has none."""
    relationships = document.part.package.rels.values()
    if all(each.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for each in relationships):
        return ""  # python-docx would add properties, with a title and an author of its own
    title: str = document.core_properties.title
    return title


def _stories(document: WordDocument, name: str) -> Iterator[_Story]:
    for part in document.part.package.iter_parts():
        if _STORIES.search(part.content_type):
            root = part.element if isinstance(part, XmlPart) else None
            if root is None:
                root = parse(part.blob, f"{name}, {part.partname}").getroot()
            if root.getroottree().docinfo.internalDTD is not None:
                raise ExchangeError(f"{name}, {part.partname}: has a document type definition")
            yield _Story(part, root)


@dataclass(frozen=True, slots=True, eq=False)
class _Format:
    """How a stretch of text looks: run properties, and what of them can be seen."""

    properties: etree._Element | None
    looks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Container:
    """An element around runs, and where in it they are."""

    element: etree._Element
    inside: etree._Element


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What stands in a run and is no text."""

    element: etree._Element
    properties: etree._Element | None


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """One end of a computed field, or all of it, which opens and closes nothing."""

    nodes: tuple[Element, ...]
    end: Literal["open", "close"] | None = None


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph as text with markup, and the format most of it has."""

    element: etree._Element
    nodes: Nodes
    properties: etree._Element | None

    @classmethod
    def read(cls, element: etree._Element, name: str) -> _Paragraph | None:
        """A paragraph with words in it, or None."""
        nodes = _read(element, name, 0)
        if not _LETTER.search(text_of(nodes)):
            return None
        main = _main_format(nodes)
        if main is None:
            return cls(element, nodes, None)
        return cls(element, _without(nodes, main.looks), main.properties)

    def write(self, nodes: Nodes) -> None:
        """Replace the content of the paragraph."""
        _empty(self.element)
        _write(self.element, nodes, self.properties)


def _read(parent: etree._Element, name: str, depth: int) -> Nodes:
    """The content of a paragraph or container, its texts as elements with their format."""
    if depth > DEEPEST:
        raise ExchangeError(f"{name}: runs nested over {DEEPEST} deep")
    nodes: list[Element] = []
    for child in parent:
        tag = str(child.tag)
        if tag == qn("w:r"):
            _read_run(child, nodes)
        elif tag in _CONTAINERS:
            place = _CONTAINERS[tag]
            inside = child if place is None else child.find(place)
            if inside is not None:
                mark = _Container(child, inside)
                nodes.append(Element(mark, _read(inside, name, depth + 1)))
        elif not (tag in _FORGOTTEN or tag.endswith("Pr")):
            nodes.append(Element(child, word=tag == qn("m:oMath")))
    return pair(tuple(_fields(nodes)), _role)


def _read_run(run: etree._Element, nodes: list[Element]) -> None:
    """Add what a run holds; text goes on in the element before, if it looks the same."""
    properties = run.find(qn("w:rPr"))
    looks = _looks(properties)
    for child in run:
        tag = str(child.tag)
        text = _CHARACTERS.get(tag)
        if tag == qn("w:t"):
            text = _WRAPPED.sub(" ", child.text or "")
        elif tag == qn("w:br") and child.get(qn("w:type"), "textWrapping") == "textWrapping":
            text = _LINE
        if text is None:
            if tag != qn("w:rPr") and tag not in _FORGOTTEN:
                nodes.append(Element(_Piece(child, properties)))
            continue
        last = nodes[-1] if nodes else None
        mark = last.mark if last is not None else None
        if last and isinstance(mark, _Format) and (mark.looks == looks or not text.strip(" ")):
            nodes[-1] = Element(mark, (text_of(last.children) + text,))
        else:
            nodes.append(Element(_Format(properties, looks), (text,)))


def _looks(properties: etree._Element | None) -> tuple[bytes, ...]:
    """What of run properties can be seen, in an order of its own."""
    if properties is None:
        return ()
    return tuple(
        sorted(
            etree.tostring(each, method="c14n", exclusive=True)
            for each in properties
            if each.tag not in _UNSEEN
        )
    )


def _fields(nodes: Iterable[Element]) -> Iterator[Element]:
    """Computed fields: all before what was computed as one atom, all after it as another."""
    code: list[Element] = []
    depth = 0
    for node in nodes:
        kind = _field_character(node)
        depth += {"begin": 1, "end": -1}.get(kind, 0) if code or kind == "begin" else 0
        if code or kind == "begin":
            code.append(node)
            if depth == 0 or (depth == 1 and kind == "separate"):
                yield Element(_Field(tuple(code), "open" if depth else None))
                code, depth = [], 0
        elif kind == "end":
            yield Element(_Field((node,), "close"))
        else:
            yield node
    yield from code


def _field_character(node: Element) -> str:
    if isinstance(node.mark, _Piece) and node.mark.element.tag == qn("w:fldChar"):
        return node.mark.element.get(qn("w:fldCharType"), "")
    return ""


def _role(mark: object) -> Role | None:
    """Fields and ranges (bookmarks, comments) open and close."""
    if isinstance(mark, _Field):
        return (mark.end, "field") if mark.end else None
    if isinstance(mark, etree._Element):
        for kind in _RANGES:
            if mark.tag == qn(f"w:{kind}Start"):
                return "open", (kind, mark.get(qn("w:id")))
            if mark.tag == qn(f"w:{kind}End"):
                return "close", (kind, mark.get(qn("w:id")))
    return None


def _main_format(nodes: Nodes) -> _Format | None:
    """The format that most of the text has which is not in a link or the like."""
    lengths: Counter[tuple[bytes, ...]] = Counter()
    formats: dict[tuple[bytes, ...], _Format] = {}
    for mark, text in _formatted(nodes):
        lengths[mark.looks] += len(text)
        formats.setdefault(mark.looks, mark)
    return formats[lengths.most_common(1)[0][0]] if lengths else None


def _formatted(nodes: Nodes) -> Iterator[tuple[_Format, str]]:
    for node in nodes:
        assert isinstance(node, Element)  # every text has its format still
        if isinstance(node.mark, _Format):
            yield node.mark, text_of(node.children)
        elif isinstance(node.mark, Pair):
            yield from _formatted(node.children)


def _without(nodes: Nodes, looks: tuple[bytes, ...]) -> Nodes:
    """The content with plain text for what looks like this."""
    plain: list[Node] = []
    for node in nodes:
        assert isinstance(node, Element)
        if isinstance(node.mark, _Format) and node.mark.looks == looks:
            plain += node.children
        elif isinstance(node.mark, Pair):
            plain.append(Element(node.mark, _without(node.children, looks)))
        else:
            plain.append(node)
    return tuple(plain)


def _empty(parent: etree._Element) -> None:
    """Take everything out but properties, which stay first."""
    for child in list(parent):
        if not str(child.tag).endswith("Pr"):
            parent.remove(child)


def _write(parent: etree._Element, nodes: Nodes, properties: etree._Element | None) -> None:
    """Add content; `properties` are those of text without a format of its own."""
    for node in nodes:
        if isinstance(node, str):
            _write_run(parent, node, properties)
            continue
        match node.mark:
            case _Format() as look:
                _write(parent, node.children, look.properties)
            case _Container() as container:
                _empty(container.inside)
                _write(container.inside, node.children, None)
                parent.append(container.element)
            case _Field() as field:
                _write(parent, field.nodes, properties)
            case Pair() as both:
                around = (Element(both.opening), Element(both.closing))
                _write(parent, around[:1], properties)
                _write(parent, node.children, properties)
                _write(parent, around[1:], properties)
            case _Piece() as piece:
                _run(parent, piece.properties).append(piece.element)
            case etree._Element() as element:
                parent.append(element)


def _write_run(parent: etree._Element, text: str, properties: etree._Element | None) -> None:
    run = _run(parent, properties)
    for part in re.split(rf"([{_LINE}{_TAB}])", text):
        if part == _LINE:
            etree.SubElement(run, qn("w:br"))
        elif part == _TAB:
            etree.SubElement(run, qn("w:tab"))
        elif part:
            words = etree.SubElement(run, qn("w:t"))
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            words.text = part


def _run(parent: etree._Element, properties: etree._Element | None) -> etree._Element:
    run = etree.SubElement(parent, qn("w:r"))
    if properties is not None:
        run.append(deepcopy(properties))
    return run
