"""PO files of GNU gettext: messages without a translation get one; all others stay.

Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polib

from service.documents.draft import Draft
from service.documents.inline import Nodes
from service.documents.segments import Passage
from service.documents.strings import read_string, written_string
from service.errors import ExchangeError

_ENGLISH_PLURAL = "nplurals=2; plural=(n != 1);"
_MESSAGE = re.compile(r"^[ \t]*msgid\s", re.MULTILINE)


def read_po(text: str, name: str) -> Draft:
    """The untranslated messages of a file.

    Raises:
        ExchangeError: The file breaks its format.
    """
    if not _MESSAGE.search(text):  # polib would take it for the name of a file
        raise ExchangeError(f"{name}: the file is no PO file: it has no msgid")
    try:
        file = polib.pofile(text)
    except (OSError, ValueError, UnicodeError) as error:
        raise ExchangeError(f"{name}: {error}") from error
    entries = [entry for entry in file if not (entry.obsolete or _is_translated(entry))]
    sources = [(entry.msgid, entry.msgid_plural) for entry in entries]
    passages = tuple(
        Passage(read_string(text), "lines") for both in sources for text in both if text
    )

    def finish(english: Sequence[Nodes]) -> bytes:
        said = iter([written_string(nodes) for nodes in english])
        for entry in entries:
            first = next(said) if entry.msgid else ""
            if entry.msgid_plural:
                entry.msgstr_plural = {0: first, 1: next(said)}
            else:
                entry.msgstr = first
        file.metadata["Language"] = "en"
        if any(entry.msgid_plural for entry in file):
            file.metadata["Plural-Forms"] = _ENGLISH_PLURAL
        file.metadata["Content-Type"] = "text/plain; charset=UTF-8"
        return str(file).encode()

    return Draft(passages, finish)


def _is_translated(entry: polib.POEntry) -> bool:
    """Whether somebody said something, however doubtful."""
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))
