"""Text to token ids and back, as each kind of model was trained.

Both engines are given the same ids, so all that differs between them is arithmetic. What is special
about a model (language codes, forced first tokens, prefixes, chat templates) is settled here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from models.errors import ModelDamaged
from models.hub.architecture import Architecture
from models.hub.quiet import quiet
from models.hub.tones import on_second_vowel
from models.hub.usage import Usage

Tokenizer = Any  # a transformers tokenizer; its methods have no usable types
Config = Any  # a transformers configuration; its fields have none
Generation = Any  # a transformers GenerationConfig; the same

LONGEST = 512  # tokens of a text: what these models were trained on, whatever their positions
MARK = "\ue000text\ue001"  # stands for the text while a chat template is filled in
PROBE = "the news"  # every tokenizer knows a letter of it
SENTENCEPIECE = ("sentencepiece.bpe.model", "spiece.model")


@dataclass(frozen=True, slots=True)
class Frame:
    """What decoding is framed by: ids an answer begins with, ends with, and must not contain."""

    start: tuple[int, ...]
    end: tuple[int, ...]
    pad: int
    banned: tuple[int, ...] = ()


class Codec(Protocol):
    """A model's language."""

    @property
    def frame(self) -> Frame:
        """What an answer is framed by."""

    def encode(self, text: str) -> tuple[int, ...]:
        """The prompt for a text."""

    def decode(self, ids: Sequence[int]) -> str:
        """The text of an answer."""

    def length(self, prompt: Sequence[int]) -> int:
        """Tokens of the text itself in a prompt."""

    def room(self, prompt: Sequence[int]) -> int:
        """Most tokens an answer to a prompt may have; 0 if the prompt itself is too long."""


def load_codec(folder: Path, architecture: Architecture, usage: Usage) -> Codec:
    """The codec of a model in a folder.

    Raises:
        ModelDamaged: The tokenizer's files are missing or broken, lack a language or belong to
            another model, or settings are missing; says which.
    """
    try:
        with quiet():
            codec = _load(folder, architecture, usage)
    except Exception as error:  # transformers raises anything over odd files
        raise ModelDamaged(f"the tokenizer in {folder} cannot be used: {error}") from error
    return codec


def _load(folder: Path, architecture: Architecture, usage: Usage) -> Codec:
    from transformers import AutoConfig, AutoTokenizer

    languages = {"src_lang": usage.source_language} if usage.source_language else {}
    tokenizer = AutoTokenizer.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False, **languages
    )
    _require_vocabulary(tokenizer)
    config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    settings = _generation_config(folder, config)
    codec: Codec
    if architecture.kind == "causal":
        codec = ChatCodec(tokenizer, settings, architecture, usage)
    else:
        normalise = _normaliser(folder, tokenizer)
        codec = Seq2SeqCodec(tokenizer, settings, architecture, usage, normalise)
    _require_frame(codec.frame, config.vocab_size)
    return codec


class _Tokens:
    """What both codecs share."""

    def __init__(self, tokenizer: Tokenizer, usage: Usage) -> None:
        self._tokenizer = tokenizer
        self._second_vowel = usage.tones == "second vowel"
        self._answer_prefix = usage.answer_prefix.strip()
        self._special = _longest_first(_commands(tokenizer))

    def decode(self, ids: Sequence[int]) -> str:
        """See `Codec.decode`; exactly as the tokenizer joins it, on one line."""
        marian = {"use_source_tokenizer": False} if hasattr(self._tokenizer, "spm_target") else {}
        text = self._tokenizer.decode(
            list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False, **marian
        )
        return " ".join(str(text).split()).removeprefix(self._answer_prefix).strip()

    def _clean(self, text: str) -> str:
        """One line, and nothing in it that the tokenizer would take for a command."""
        text = " ".join(text.split())
        if self._second_vowel:
            text = on_second_vowel(text)
        for token in self._special:
            if token in text:
                text = text.replace(token, f"{token[0]} {token[1:]}")
        return text

    def _plain(self, text: str, *, special: bool = False) -> tuple[int, ...]:
        encoded = self._tokenizer(text, add_special_tokens=special, verbose=False)
        return tuple(encoded["input_ids"])

    def _end(self, config: Generation) -> tuple[int, ...]:
        """Ids of the end mark: the settings', or else the tokenizer's."""
        end = _as_tuple(config.eos_token_id) or _as_tuple(self._tokenizer.eos_token_id)
        if not end:
            raise ModelDamaged("generation_config.json lacks eos_token_id, as does the tokenizer")
        return end

    def _token(self, *spellings: str) -> int:
        """The id of a token that must exist, in one of its spellings."""
        for spelling in spellings:
            found = self._tokenizer.convert_tokens_to_ids(spelling)
            if found is not None and found != self._tokenizer.unk_token_id:
                return int(found)
        raise ModelDamaged(f"the tokenizer has no token {spellings[0]!r}")


class Seq2SeqCodec(_Tokens):
    """For encoders with decoders: Marian, M2M100 and NLLB, mBART, T5, BART, Pegasus."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        config: Generation,
        architecture: Architecture,
        usage: Usage,
        normalise: Callable[[str], str],
    ) -> None:
        super().__init__(tokenizer, usage)
        self._prefix = usage.prefix
        self._prefix_ids = (self._token(usage.prefix_token),) if usage.prefix_token else ()
        self._normalise = normalise
        self._positions = architecture.positions
        pad = int(config.pad_token_id or 0)
        self._frame = Frame(
            start=self._start(config, usage.target_language),
            end=self._end(config),
            pad=pad,
            banned=(pad,) if architecture.model_type == "marian" else (),
        )
        self._overhead = len(self.encode(""))

    @property
    def frame(self) -> Frame:
        """See `Codec.frame`."""
        return self._frame

    def encode(self, text: str) -> tuple[int, ...]:
        """See `Codec.encode`."""
        text = self._prefix + self._normalise(self._clean(text))
        return self._prefix_ids + self._plain(text, special=True)

    def length(self, prompt: Sequence[int]) -> int:
        """See `Codec.length`."""
        return max(0, len(prompt) - self._overhead)

    def room(self, prompt: Sequence[int]) -> int:
        """See `Codec.room`; encoder and decoder have positions of their own."""
        if len(prompt) > min(LONGEST, self._positions):
            return 0
        return self._positions - len(self._frame.start)

    def _start(self, config: Generation, language: str) -> tuple[int, ...]:
        """The decoder's start mark and the token forced after it, if any.

        mBART's 25-language models start with the language itself, as they were trained.
        """
        if config.decoder_start_token_id is None:
            raise ModelDamaged("generation_config.json lacks decoder_start_token_id")
        start = int(config.decoder_start_token_id)
        if not language:
            return (start, *_as_tuple(config.forced_bos_token_id))
        target = self._token(language, f"__{language}__")
        if type(self._tokenizer).__name__ == "MBartTokenizer":
            return (target,)
        return (start, target)


class ChatCodec(_Tokens):
    """For models that chat: the text is put into an instruction and that into the template."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        config: Generation,
        architecture: Architecture,
        usage: Usage,
    ) -> None:
        super().__init__(tokenizer, usage)
        if not tokenizer.chat_template:
            raise ModelDamaged("the tokenizer has no chat template; an instruction model has one")
        head, tail = _around(tokenizer, usage.instruction)
        around = head.removesuffix(usage.instruction) + tail
        self._special = _longest_first([*self._special, *_turn_marks(tokenizer, around)])
        self._head, self._tail = self._plain(head), self._plain(tail)
        self._positions = architecture.positions
        end = self._end(config)
        # Any token will do: padding before a prompt is not read, and the tokenizer's own may be
        # one that was added to it and not to the model.
        self._frame = Frame((), end, pad=end[0])

    @property
    def frame(self) -> Frame:
        """See `Codec.frame`."""
        return self._frame

    def encode(self, text: str) -> tuple[int, ...]:
        """See `Codec.encode`."""
        return self._head + self._plain(self._clean(text)) + self._tail

    def length(self, prompt: Sequence[int]) -> int:
        """See `Codec.length`."""
        return len(prompt) - len(self._head) - len(self._tail)

    def room(self, prompt: Sequence[int]) -> int:
        """See `Codec.room`; prompt and answer share their positions."""
        if self.length(prompt) > LONGEST:
            return 0
        return max(0, self._positions - len(prompt))


def _require_vocabulary(tokenizer: Tokenizer) -> None:
    """Refuse the tokenizer transformers makes of nothing where files are missing.

    It is asked, not the folder: names of vocabulary files are many, and bytes need none.
    """
    ids = tokenizer(PROBE, add_special_tokens=False)["input_ids"]
    pieces = set(tokenizer.convert_ids_to_tokens(ids)) - set(tokenizer.all_special_tokens)
    if not any(letter.isalpha() for piece in pieces for letter in piece):
        raise ModelDamaged(
            "its files are missing, so that it knows no word; save them there with transformers:"
            " tokenizer.save_pretrained(folder)"
        )


def _require_frame(frame: Frame, vocabulary: int) -> None:
    """Refuse marks the model has no vectors for; they would fail only once it runs."""
    beyond = [at for at in (*frame.start, *frame.end, frame.pad) if not 0 <= at < vocabulary]
    if beyond:
        raise ModelDamaged(
            f"config.json says vocab_size is {vocabulary}, and token {beyond[0]} begins, ends or"
            " pads answers"
        )


def _around(tokenizer: Tokenizer, instruction: str) -> tuple[str, str]:
    """What a chat template puts before a text, the instruction included, and after it."""
    from jinja2 import TemplateError  # which transformers fills in templates with

    try:
        filled = tokenizer.apply_chat_template(
            [{"role": "user", "content": instruction + MARK}],
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,
        )
    except TemplateError as error:
        raise ModelDamaged(f"its chat template fails: {error}") from error
    head, *tails = str(filled).split(MARK)
    if len(tails) != 1:
        raise ModelDamaged("its chat template does not pass a text on once and as it is")
    return head, tails[0]


def _commands(tokenizer: Tokenizer) -> list[str]:
    """Special tokens: those that have a role, and those that are only marked as special."""
    added = tokenizer.added_tokens_decoder.values()
    return [*tokenizer.all_special_tokens, *(token.content for token in added if token.special)]


def _turn_marks(tokenizer: Tokenizer, template: str) -> list[str]:
    """Added tokens a chat template uses, which are commands whether marked as special or not."""
    added = [token.content for token in tokenizer.added_tokens_decoder.values()]
    return [token for token in added if token.strip() and token in template]


def _longest_first(tokens: Iterable[str]) -> list[str]:
    return sorted(set(tokens), key=len, reverse=True)


def _generation_config(folder: Path, config: Config) -> Generation:
    """The folder's generation settings; older models keep them in `config.json`."""
    from transformers import GenerationConfig

    if (folder / "generation_config.json").is_file():
        return GenerationConfig.from_pretrained(folder)
    return GenerationConfig.from_model_config(config)


def _as_tuple(value: int | list[int] | None) -> tuple[int, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (int(value),)


def _normaliser(folder: Path, tokenizer: Tokenizer) -> Callable[[str], str]:
    """SentencePiece's own normaliser where transformers' rebuilt tokenizer has lost it (mBART)."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    models = [folder / name for name in SENTENCEPIECE if (folder / name).is_file()]
    if backend is None or backend.normalizer is not None or not models:
        return str
    from sentencepiece import SentencePieceNormalizer

    normaliser = SentencePieceNormalizer(model_file=str(models[0]))
    return lambda text: str(normaliser.normalize(text))
