"""The same weights through transformers and torch, in float32.

What the fast engine is tested against, and the path for GPUs and for people who prefer it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from models.decoding import Decoding
from models.embedded import base as base_weights
from models.embedded.merge import PROJECTIONS, merged_embedding, merged_layers
from models.embedded.network import FEED, GLOBAL_LAYERS, HEAD, HEADS, HIDDEN, LAYERS, MAX_POSITIONS
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.errors import InputTooLong
from models.protocols import Ending, Hypothesis, Outcome, Segment, Signature, Source
from models.repetition import before_repetition

if TYPE_CHECKING:
    from models.preset import Options

Model = Any  # a transformers model; its methods have no usable types

BATCH = 8  # segments at once
STEP = 32  # tokens
NORMS = {
    "attn_norm": "input_layernorm",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}


def load_reference(adapter: Adapter, signature: Signature, options: Options) -> ReferenceTranslator:
    """The reference engine; merges the weights in memory and keeps nothing on disk."""
    torch.set_num_threads(options.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    with base_weights.unpacked(partial(options.progress, "base")) as base:
        model = _model(base, adapter, options).to(device)
    return ReferenceTranslator(
        model,
        Prompt(adapter.tokenizer),
        signature,
        options.decoding,
        follows_hints=adapter.follows_hints,
    )


class ReferenceTranslator:
    """Batched beam search by `generate` (see `models.protocols.Translator`)."""

    def __init__(
        self,
        model: Model,
        prompt: Prompt,
        signature: Signature,
        decoding: Decoding,
        *,
        follows_hints: bool,
    ) -> None:
        self._model = model
        self._prompt = prompt
        self._signature = signature
        self._decoding = decoding
        self._follows_hints = follows_hints

    @property
    def signature(self) -> Signature:
        """See `Translator.signature`."""
        return self._signature

    @property
    def follows_hints(self) -> bool:
        """See `Translator.follows_hints`."""
        return self._follows_hints

    def fits(self, text: str) -> bool:
        """See `Translator.fits`."""
        return self._prompt.is_comfortable(text)

    def run(self, source: Source) -> Iterator[Outcome]:
        """See `Translator.run`."""
        while segments := source.take(BATCH, wait=True):
            fitting = [segment for segment in segments if self._is_readable(segment)]
            for segment in segments:
                if segment not in fitting:
                    yield Outcome(segment.key, error=InputTooLong(segment.text[:60]))
            wanted = [segment for segment in fitting if not source.abandoned(segment.key)]
            # One limit for all of a batch: a text's must not hang on its company.
            for limit, same in groupby(sorted(wanted, key=self._limit), self._limit):
                yield from self._translate(list(same), limit)

    def _is_readable(self, segment: Segment) -> bool:
        return len(self._encode(segment)) + self._limit(segment) <= MAX_POSITIONS

    def _encode(self, segment: Segment) -> list[int]:
        longest = MAX_POSITIONS - self._limit(segment)
        return self._prompt.encode(segment.text, segment.hints, longest)

    def _limit(self, segment: Segment) -> int:
        """Most tokens to write, in steps, so that texts of about one length go together."""
        limit = self._decoding.limit(self._prompt.size(segment.text))
        return -(-limit // STEP) * STEP

    def _translate(self, segments: Sequence[Segment], limit: int) -> Iterator[Outcome]:
        prompts = [self._encode(segment) for segment in segments]
        width = max(map(len, prompts))
        padding = [width - len(ids) for ids in prompts]
        device = self._model.device
        beams = self._decoding.beams
        with torch.inference_mode():
            generated = self._model.generate(
                input_ids=torch.tensor(
                    [[0] * pad + ids for pad, ids in zip(padding, prompts, strict=True)],
                    device=device,
                ),
                attention_mask=torch.tensor(
                    [[0] * pad + [1] * len(ids) for pad, ids in zip(padding, prompts, strict=True)],
                    device=device,
                ),
                num_beams=beams,
                num_return_sequences=beams,
                do_sample=False,
                length_penalty=self._decoding.length_penalty,
                max_new_tokens=limit,
                eos_token_id=self._prompt.end,
                pad_token_id=0,
                return_dict_in_generate=True,
                output_scores=beams > 1,
            )
        scores = generated.sequences_scores.tolist() if beams > 1 else [0.0] * len(segments)
        answers = generated.sequences[:, width:].tolist()
        for row, segment in enumerate(segments):
            these = range(row * beams, (row + 1) * beams)
            hypotheses = tuple(self._hypothesis(answers[at], scores[at]) for at in these)
            yield Outcome(segment.key, hypotheses)

    def _hypothesis(self, ids: list[int], score: float) -> Hypothesis:
        if self._prompt.end not in ids:
            kept = before_repetition(ids)
            ending: Ending = "repetition" if kept else "length"
            written = ids[: kept or None]
            return Hypothesis(self._prompt.answer(written), score, len(written), ending)
        written = ids[: ids.index(self._prompt.end)]
        return Hypothesis(self._prompt.answer(written), score, len(written))


def _model(base: base_weights.BaseWeights, adapter: Adapter, options: Options) -> Model:
    """A transformers model with the merged weights."""
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    embedding = merged_embedding(base, adapter)
    config = Gemma3TextConfig(
        vocab_size=len(embedding),
        hidden_size=HIDDEN,
        intermediate_size=FEED,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=1,
        head_dim=HEAD,
        query_pre_attn_scalar=HEAD,
        sliding_window=MAX_POSITIONS,
        layer_types=[
            "full_attention" if index in GLOBAL_LAYERS else "sliding_attention"
            for index in range(LAYERS)
        ],
        tie_word_embeddings=True,
        bos_token_id=2,
        eos_token_id=1,
        pad_token_id=0,
    )
    state: dict[str, Tensor] = {
        "model.embed_tokens.weight": embedding,
        "lm_head.weight": embedding,
        "model.norm.weight": base("output_norm.weight") - 1,
    }
    for index, layer in enumerate(merged_layers(base, adapter)):
        prefix = f"model.layers.{index}"
        for name, projection in PROJECTIONS.items():
            state[f"{prefix}.{projection}.weight"] = layer[name]
        for name, norm in NORMS.items():
            # GGUF stores the factor; transformers adds one to what it stores.
            state[f"{prefix}.{norm}.weight"] = layer[name] - 1
        options.progress("layers", index + 1, LAYERS)
    model = Gemma3ForCausalLM(config)
    model.load_state_dict(state)
    model.train(False)
    return model
