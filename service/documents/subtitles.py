"""SubRip subtitles (.srt): numbers and times stay to the letter, so does the number of lines.

There is no standard; the format is as SubRip writes it and players read it: blocks of a number, a
line with two times, and lines of text, with a blank line between blocks.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.documents.draft import Draft
from service.documents.inline import Nodes
from service.documents.segments import Passage
from service.documents.strings import read_string, written_string
from service.errors import ExchangeError

_TIMES = re.compile(
    r"^[ \t]*\d+:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d+:\d\d:\d\d[,.]\d{1,3}[^\r\n]*(?:\r?\n|\Z)",
    re.MULTILINE,
)
_NUMBER = re.compile(r"(?:\A|\n)[ \t]*\d+\Z")
_LINE = re.compile(r"(?P<dash>[ \t]*(?:[-–—][ \t]*)?)(?P<text>.*)")
_BLANK = re.compile(r"<[^<>]*+>|(?<=\S)(?P<blank>\s+)")  # none within a tag


def read_srt(text: str, name: str) -> Draft:
    """What is said, subtitle by subtitle; in a dialogue, turn by turn.

    Raises:
        ExchangeError: The file has no subtitles.
    """
    if not _TIMES.search(text):
        raise ExchangeError(f"{name}: the file has no line with times, as every subtitle has")
    parts = list(_parts(text))
    turns = [part for part in parts if isinstance(part, _Turn)]

    def finish(english: Sequence[Nodes]) -> bytes:
        said = iter(english)
        return "".join(
            part if isinstance(part, str) else part.saying(written_string(next(said)))
            for part in parts
        ).encode()

    return Draft(tuple(Passage(read_string(" ".join(turn.lines))) for turn in turns), finish)


@dataclass(slots=True)
class _Turn:
    """What one person says in one subtitle: lines, after a dash in a dialogue."""

    dash: str
    lines: list[str]
    line_break: str

    def saying(self, text: str) -> str:
        """The turn with other words, in as many lines of about one length."""
        blanks = deque(match.span() for match in _BLANK.finditer(text) if match["blank"])
        lines = []
        done = 0
        for number in range(1, len(self.lines)):
            ideal = len(text) * number / len(self.lines)
            while len(blanks) > 1 and abs(blanks[1][0] - ideal) < abs(blanks[0][0] - ideal):
                blanks.popleft()
            if blanks:
                start, end = blanks.popleft()
                lines.append(text[done:start])
                done = end
        return self.dash + self.line_break.join([*lines, text[done:]])


def _parts(text: str) -> Iterator[str | _Turn]:
    """The file in consecutive parts: what people say, and everything between."""
    times = [match.span() for match in _TIMES.finditer(text)]
    yield text[: times[0][1]]
    for (_, start), (end, after) in pairwise([*times, (len(text), len(text))]):
        words = text[start:end].rstrip()
        if end < len(text):  # the last line is the number of the next subtitle
            words = _NUMBER.sub("", words).rstrip()
        yield from _turns(words)
        yield text[start + len(words) : after]


def _turns(words: str) -> Iterator[str | _Turn]:
    line_break = "\r\n" if "\r\n" in words else "\n"
    turn: _Turn | None = None
    for number, line in enumerate(words.splitlines()):
        match = _LINE.fullmatch(line.rstrip(" \t"))
        assert match is not None  # anything matches
        if turn is not None and not match["dash"].strip() and match["text"]:
            turn.lines.append(match["text"])
            continue
        if turn is not None:
            yield turn
        if number:
            yield line_break
        if match["text"]:
            turn = _Turn(match["dash"], [match["text"]], line_break)
        else:
            turn = None
            yield match["dash"]
    if turn is not None:
        yield turn
