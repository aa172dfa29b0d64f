"""HTML cut into tags and text, without loss and in one pass.

Tags end where the HTML standard ends them (https://html.spec.whatwg.org/#tokenization). Python's
own parser takes hours for some pages of a megabyte, and libraries that build a tree write another
page than they read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

TokenKind = Literal["text", "open", "close", "other"]

CDATA = "<![CDATA["

_TAG = re.compile(  # where a name begins, `_begins_name` knows
    r"""<(?P<slash>/?)(?P<name>[^\s/>]++)
        (?:[\s/]++ | [^\s/>][^\s/>=]*+ (?:\s*+=\s*+ (?:"[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+))?+)*+
        >""",
    re.VERBOSE,
)
_PHP = re.compile(r"<\?(?:php\b|=)", re.IGNORECASE)
_RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_ENDLESS_NUMBER = re.compile("&#[0-9]{4000,}+;?")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s/>][^\s/>=]*+)
        (?:\s*+=\s*+
        (?:"(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>[^\s>"'][^\s>]*+)))?+""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a page as it is written; `name` is that of a tag, in lower case."""

    kind: TokenKind
    text: str
    name: str = ""


def tokens(page: str, *, xml: bool = False) -> Iterator[Token]:
    """The page in consecutive tokens. A tag that never ends is text.

    Args:
        page: The text.
        xml: Whether it has CDATA sections, processing instructions and names in any script, and no
            element is text to its end. In HTML, sections and instructions end at the first ">",
            except that PHP is left whole.
    """
    at = written = 0
    while (at := page.find("<", at)) >= 0:
        token = _token_at(page, at, xml)
        if token is None:
            at += 1
            continue
        if token.kind == "text":  # a tag that the page ends in: there is no other after it
            break
        if at > written:
            yield Token("text", page[written:at])
        yield token
        at = written = at + len(token.text)
        if token.kind == "open" and token.name in _RAW_TEXT and not xml:
            at = _end_of_raw_text(page, at, token.name)
            yield Token("other", page[written:at])
            written = at
    if written < len(page):
        yield Token("text", page[written:])


def attributes(tag: str) -> Iterator[tuple[str, int, int]]:
    """Each attribute that has a value: its name, and where the value with its quotes is."""
    name = re.match(r"<[^\s/>]+", tag)
    for match in _ATTRIBUTE.finditer(tag, name.end() if name else 0):
        value = match.lastgroup
        if value is None or value == "name":
            continue
        quotes = 0 if value == "bare" else 1
        yield match["name"].lower(), match.start(value) - quotes, match.end(value) + quotes


def unescaped(text: str) -> str:
    """Text with its character references resolved; what names no character becomes U+FFFD."""
    return unescape(_ENDLESS_NUMBER.sub("\ufffd", text))  # which `int` refuses to read


def _token_at(page: str, at: int, xml: bool) -> Token | None:
    """The tag, comment or declaration at a "<"; None where the sign is only a sign."""
    after = page[at + 1 : at + 3]
    if page.startswith("<!--", at):
        return Token("other", page[at : _after(page, "-->", at + 2)])
    if xml and page.startswith(CDATA, at):
        return Token("other", page[at : _after(page, "]]>", at)])
    if (xml and after[:1] == "?") or _PHP.match(page, at):
        return Token("other", page[at : _after(page, "?>", at)])
    if after[:1] in ("!", "?"):
        return Token("other", page[at : _after(page, ">", at)])
    slash = after[:1] == "/"
    if not _begins_name(after[slash : slash + 1], xml):
        return Token("other", page[at : _after(page, ">", at)]) if slash else None
    match = _TAG.match(page, at)
    if match is None:
        return Token("text", page[at:])
    return Token("close" if match["slash"] else "open", match.group(), match["name"].lower())


def _begins_name(character: str, xml: bool) -> bool:
    if xml:
        return character.isalpha() or character in ("_", ":")
    return character.isascii() and character.isalpha()


def _after(page: str, mark: str, at: int) -> int:
    found = page.find(mark, at)
    return len(page) if found < 0 else found + len(mark)


def _end_of_raw_text(page: str, at: int, name: str) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, at)
    return len(page) if found is None else found.start()
