"""CTranslate2: the fast engine, int8 on any processor and on CUDA."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.errors import ModelDamaged, ModelError, OutOfMemory
from models.hub.architecture import Architecture
from models.hub.codec import Frame
from models.hub.engine import Engine, Search, Written, is_out_of_memory, require_known, too_large

Runner = Any  # a ctranslate2 Translator or Generator, which come without types


def load_ctranslate_engine(
    folder: Path, architecture: Architecture, frame: Frame, threads: int
) -> Engine:
    """Load a converted model.

    Raises:
        ModelDamaged: The files do not make a model.
        OutOfMemory: It is too large for the device.
    """
    import ctranslate2  # type: ignore[import-untyped]  # it has no types

    device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    try:
        vocabulary = _vocabulary(folder)
        if architecture.kind == "seq2seq":
            translator = ctranslate2.Translator(str(folder), device=device, intra_threads=threads)
            return Seq2SeqEngine(translator, vocabulary, frame, architecture)
        generator = ctranslate2.Generator(str(folder), device=device, intra_threads=threads)
        return CausalEngine(generator, vocabulary, frame)
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        if is_out_of_memory(error):
            raise too_large(folder, device) from error
        raise ModelDamaged(f"the converted model in {folder} cannot be loaded: {error}") from error


class _CTranslateEngine:
    """What both engines share (see `models.hub.engine.Engine`)."""

    _forced = 0  # tokens that begin each answer and are not part of it

    def __init__(self, runner: Runner, vocabulary: list[str], frame: Frame) -> None:
        self._runner = runner
        self._names = vocabulary
        self._ids = {name: at for at, name in enumerate(vocabulary)}
        self._end = self._tokens(frame.end)

    @property
    def on_gpu(self) -> bool:
        """See `Engine.on_gpu`."""
        return bool(self._runner.device == "cuda")

    def decode(self, prompts: Sequence[Sequence[int]], search: Search) -> list[tuple[Written, ...]]:
        """See `Engine.decode`."""
        require_known(prompts, len(self._names))
        try:
            results = self._run([self._tokens(prompt) for prompt in prompts], search)
        except (MemoryError, RuntimeError) as error:
            if is_out_of_memory(error):
                raise OutOfMemory(f"{len(prompts)} texts at once do not fit: {error}") from error
            raise ModelError(f"the model failed: {error}") from error
        return [
            tuple(self._written(*each, search) for each in zip(*result, strict=True))
            for result in results
        ]

    def _tokens(self, ids: Sequence[int]) -> list[str]:
        return [self._names[at] for at in ids]

    def _run(
        self, prompts: list[list[str]], search: Search
    ) -> list[tuple[list[list[str]], list[float]]]:
        """Tokens, the end mark included, and scores of each prompt's hypotheses."""
        raise NotImplementedError

    def _options(self, search: Search) -> dict[str, Any]:
        return {
            "beam_size": search.beams,
            "num_hypotheses": search.hypotheses,
            "length_penalty": search.length_penalty,
            "no_repeat_ngram_size": search.no_repeat,
            "end_token": self._end,
            "return_end_token": True,
            "return_scores": True,
        }

    def _written(self, tokens: list[str], score: float, search: Search) -> Written:
        complete = bool(tokens) and tokens[-1] in self._end
        # The search divided a sum by its length penalty, and counted forced tokens.
        score *= (len(tokens) + self._forced) ** search.length_penalty / max(1, len(tokens))
        kept = tokens[:-1] if complete else tokens
        return Written(tuple(self._ids[token] for token in kept), score, complete)


class Seq2SeqEngine(_CTranslateEngine):
    """Models with an encoder."""

    def __init__(
        self, runner: Runner, vocabulary: list[str], frame: Frame, architecture: Architecture
    ) -> None:
        super().__init__(runner, vocabulary, frame)
        # The start mark is known to CTranslate2, but for mBART it is what the prefix begins with:
        # the language, which then is no part of the answer.
        language_first = architecture.model_type == "mbart" and len(frame.start) == 1
        self._prefix = self._tokens(frame.start if language_first else frame.start[1:])
        self._forced = 0 if language_first else len(self._prefix)

    def _run(
        self, prompts: list[list[str]], search: Search
    ) -> list[tuple[list[list[str]], list[float]]]:
        results = self._runner.translate_batch(
            prompts,
            target_prefix=[self._prefix] * len(prompts) if self._prefix else None,
            max_input_length=0,
            max_decoding_length=search.limit + self._forced,
            min_decoding_length=search.shortest + self._forced,
            **self._options(search),
        )
        return [
            ([tokens[self._forced :] for tokens in result.hypotheses], result.scores)
            for result in results
        ]


class CausalEngine(_CTranslateEngine):
    """Models without an encoder."""

    def _run(
        self, prompts: list[list[str]], search: Search
    ) -> list[tuple[list[list[str]], list[float]]]:
        # Both would be counted from the beginning of the prompt. Only summarisers use them, and
        # those have encoders.
        assert not search.shortest
        assert not search.no_repeat
        results = self._runner.generate_batch(
            prompts,
            max_length=search.limit,
            include_prompt_in_result=False,
            **self._options(search),
        )
        return [(result.sequences, result.scores) for result in results]


def _vocabulary(folder: Path) -> list[str]:
    """Names by id, as the converter wrote them."""
    for name in ("shared_vocabulary.json", "vocabulary.json", "target_vocabulary.json"):
        if (folder / name).is_file():
            return list(json.loads((folder / name).read_text("utf-8")))
    raise ValueError("there is no vocabulary")
