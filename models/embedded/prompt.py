"""The prompt the adapter was trained on, and the way back from tokens to text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from tokenizers import Tokenizer

from models.protocols import Hints

BEGIN, END = "<bos>", "<eos>"
CUE = "\nEnglish: "
HINTS = "\nTerms: "
SUMMARY_CUE = "\nSummary: "
SOURCE = 1  # where the text's tokens begin in a prompt
COMFORTABLE = 140
"""Source tokens up to which a text is best translated whole. The adapter was trained on sentences;
of longer texts it leaves clauses out (docs/model.md)."""


class Prompt:
    """`<bos>` + tokens of the text + tokens of the cue, which is tokenised on its own.

    Hints stand between text and cue, as "Terms: Bộ Quốc phòng = Ministry of National Defence; …"
    on a line of their own. A summary is asked for by another cue after an English text.
    """

    def __init__(self, tokenizer_file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.encode_special_tokens = True  # "<eos>" in a page is text like any other
        self._begin = self._id(BEGIN)
        self.end = self._id(END)
        self._cue = self._ids(CUE)
        self._hints = self._ids(HINTS)
        self._summary_cue = self._ids(SUMMARY_CUE)

    def encode(self, text: str, hints: Hints = (), longest: int | None = None) -> list[int]:
        """Token ids of the whole prompt. Line breaks, which would end it early, become spaces.

        Args:
            text: What is to be translated.
            hints: See `models.protocols.Segment`.
            longest: Tokens the prompt may have; the last hints are left out of one that has more.
        """
        body = [self._begin, *self._ids(" ".join(text.split()))]
        while hints:
            ids = [*body, *self._hints, *self._listed(hints), *self._cue]
            if longest is None or len(ids) <= longest:
                return ids
            hints = hints[:-1]
        return body + self._cue

    def encode_article(self, text: str) -> list[int]:
        """Token ids of the prompt that asks for a summary of an English text."""
        return [self._begin, *self._ids(" ".join(text.split())), *self._summary_cue]

    def _listed(self, hints: Hints) -> list[int]:
        listed = "; ".join(f"{source} = {target}" for source, target in hints)
        return self._ids(" ".join(listed.split()))

    def encode_answer(self, text: str) -> list[int]:
        """Token ids of an answer with its end mark."""
        return [*self._ids(text), self.end]

    def decode(self, ids: Sequence[int]) -> str:
        """Text of tokens, as the tokenizer joins it."""
        return str(self._tokenizer.decode(list(ids))).strip()

    def answer(self, ids: Sequence[int]) -> str:
        """Text of an answer, on one line: the model now and then breaks it after a quotation."""
        return " ".join(self.decode(ids).split())

    def is_comfortable(self, text: str) -> bool:
        """Whether a text is best translated whole."""
        return self.size(text) <= COMFORTABLE

    def size(self, text: str) -> int:
        """Tokens of a text by itself."""
        return len(self.source_tokens(text))

    def source_tokens(self, text: str) -> list[int]:
        """Token ids of a text as a prompt has it, by itself."""
        return self._ids(" ".join(text.split()))

    def words(self, text: str) -> tuple[str, list[int]]:
        """The text as a prompt has it, and for each of its tokens the index of its word there.

        Words are what single blanks divide.
        """
        text = " ".join(text.split())
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        blanks = [0, *accumulate(char == " " for char in text)]  # before each character
        return text, [
            blanks[start + (text[start : start + 1] == " ")] for start, _ in encoding.offsets
        ]

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _id(self, token: str) -> int:
        identity = self._tokenizer.token_to_id(token)
        assert identity is not None, f"the tokenizer has no {token}"
        return int(identity)
