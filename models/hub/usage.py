"""How a model wants its texts: prefixes, language codes, instructions. Plain facts, no code."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

from models.errors import ModelDamaged

FILE = "bantin.json"  # in a folder: what this model needs and its other files do not say

TRANSLATE = (
    "Translate this Vietnamese news text into English. Keep every number, date, name and title."
    " Answer with the translation only.\n\n"
)


@dataclass(frozen=True, slots=True)
class Usage:
    """What is put around a text.

    Attributes:
        prefix: Said before the text ("vi: ").
        prefix_token: One token before the text, which names the target language ("<2en>").
        source_language: Code for the tokenizer ("vie_Latn").
        target_language: Code the answer begins with ("eng_Latn").
        answer_prefix: Said by the model before its answer and taken off ("en: ").
        tones: "second vowel" if texts are to be spelt "hoà", not "hòa".
        instruction: What a model that chats is asked; the text follows.
    """

    prefix: str = ""
    prefix_token: str = ""
    source_language: str = ""
    target_language: str = ""
    answer_prefix: str = ""
    tones: str = ""
    instruction: str = TRANSLATE


@dataclass(frozen=True, slots=True)
class Writing:
    """How a summariser writes: lengths in tokens, and the search it was published with."""

    beams: int = 4
    length_penalty: float = 1.0
    shortest: int = 0
    longest: int = 142
    no_repeat: int = 3  # no sequence of so many tokens twice

    def __str__(self) -> str:
        return (
            f"beam:{self.beams}|lp:{self.length_penalty:g}"
            f"|tokens:{self.shortest}-{self.longest}|norepeat:{self.no_repeat}"
        )


def usage_of(folder: Path, model_type: str) -> Usage:
    """How to use the model in a local folder: what its FILE says, else what its kind is used to.

    Raises:
        ModelDamaged: The file is malformed; names the field.
    """
    path = folder / FILE
    if not path.is_file():
        return _BY_MODEL_TYPE.get(model_type, Usage())
    known = {field.name for field in fields(Usage)}
    try:
        values = json.loads(path.read_text("utf-8"))
        if not isinstance(values, dict):
            raise ValueError(f"it holds {values!r}")
        unknown = sorted(set(values) - known)
        if unknown or not all(isinstance(value, str) for value in values.values()):
            raise ModelDamaged(
                f"{path}: {', '.join(unknown) or 'a value is no text'}; there are {sorted(known)}"
            )
        return Usage(**values)
    except ValueError as error:
        raise ModelDamaged(f"{path} is no JSON object: {error}") from error


_BY_MODEL_TYPE = {
    "m2m_100": Usage(source_language="vi", target_language="en"),
    "nllb": Usage(source_language="vie_Latn", target_language="eng_Latn"),
    "mbart": Usage(source_language="vi_VN", target_language="en_XX"),
}
