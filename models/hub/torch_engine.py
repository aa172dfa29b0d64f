"""transformers and torch: the reference, and the engine for GPUs.

Weights are float32 on a processor and bfloat16 on a GPU that has it. `torch.compile` is not used:
its gain needs fixed shapes, and sentences have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.errors import ModelDamaged, ModelError, OutOfMemory
from models.hub.architecture import Architecture
from models.hub.codec import Frame
from models.hub.engine import Search, Written, is_out_of_memory, require_known, too_large
from models.hub.quiet import quiet

Model = Any  # a transformers model; its methods have no usable types
Generation = Any  # its GenerationConfig
Output = Any  # what its `generate` returns


def load_torch_engine(
    folder: Path, architecture: Architecture, frame: Frame, threads: int
) -> TorchEngine:
    """Load a model from a folder, safetensors only.

    Raises:
        ModelDamaged: The files do not make a model.
        OutOfMemory: It is too large for the device.
    """
    import transformers

    kind = {"seq2seq": "AutoModelForSeq2SeqLM", "causal": "AutoModelForCausalLM"}
    loader = getattr(transformers, kind[architecture.kind])
    torch.set_num_threads(threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        with quiet():
            model = loader.from_pretrained(
                folder,
                dtype=_weight_type(device),
                use_safetensors=True,
                trust_remote_code=False,
                local_files_only=True,
            ).to(device)
    except Exception as error:  # transformers raises anything over odd files
        if is_out_of_memory(error):
            raise too_large(folder, device.type) from error
        raise ModelDamaged(f"the model in {folder} cannot be loaded: {error}") from error
    model.train(False)
    # What a model's own settings ask for (sampling, forced tokens) would be merged into ours.
    model.generation_config = _settings()
    return TorchEngine(model, frame, encoder=architecture.kind == "seq2seq")


class TorchEngine:
    """Beam search by `generate` (see `models.hub.engine.Engine`)."""

    def __init__(self, model: Model, frame: Frame, *, encoder: bool) -> None:
        self._model = model
        self._frame = frame
        self._encoder = encoder

    @property
    def on_gpu(self) -> bool:
        """See `Engine.on_gpu`."""
        return bool(self._model.device.type == "cuda")

    def decode(self, prompts: Sequence[Sequence[int]], search: Search) -> list[tuple[Written, ...]]:
        """See `Engine.decode`."""
        require_known(prompts, self._model.config.vocab_size)
        try:
            with torch.inference_mode():
                return self._generate(prompts, search)
        except (MemoryError, RuntimeError, IndexError) as error:
            if not is_out_of_memory(error):
                raise ModelError(f"the model failed: {error}") from error
            reason = str(error)
        # Not in the clause above, where the error holds on to all tensors of the batch.
        if self.on_gpu:
            torch.cuda.empty_cache()
        raise OutOfMemory(f"{len(prompts)} texts at once do not fit: {reason}")

    def _generate(
        self, prompts: Sequence[Sequence[int]], search: Search
    ) -> list[tuple[Written, ...]]:
        ids, mask = self._padded(prompts)
        inputs = {"input_ids": ids, "attention_mask": mask}
        begun = ids.shape[1]
        if self._encoder:
            start = torch.tensor(self._frame.start, device=ids.device)
            inputs["decoder_input_ids"] = start.expand(len(prompts), -1)
            begun = len(start)
        output = self._model.generate(**inputs, generation_config=self._config(search))
        answers = output.sequences[:, begun:]
        ended = torch.isin(answers, torch.tensor(self._frame.end, device=ids.device))
        tokens, ends = answers.tolist(), ended.tolist()
        scores = self._scores(output, search, ended)
        written = [self._written(*row, search) for row in zip(tokens, ends, scores, strict=True)]
        many = search.hypotheses
        return [tuple(written[at : at + many]) for at in range(0, len(written), many)]

    def _padded(self, prompts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Ids and attention mask, (prompts, tokens): answers must follow a decoder's prompt."""
        width = max(map(len, prompts))
        rows, masks = [], []
        for prompt in prompts:
            pad, kept = [self._frame.pad] * (width - len(prompt)), [1] * len(prompt)
            none = [0] * len(pad)
            rows.append([*prompt, *pad] if self._encoder else [*pad, *prompt])
            masks.append([*kept, *none] if self._encoder else [*none, *kept])
        device = self._model.device
        return torch.tensor(rows, device=device), torch.tensor(masks, device=device)

    def _config(self, search: Search) -> Generation:
        return _settings(
            num_beams=search.beams,
            num_return_sequences=search.hypotheses,
            do_sample=False,
            early_stopping=search.beams > 1,  # CTranslate2 ends its search so, too
            length_penalty=search.length_penalty,
            max_new_tokens=search.limit,
            min_new_tokens=search.shortest or None,
            no_repeat_ngram_size=search.no_repeat or None,
            suppress_tokens=list(self._frame.banned) or None,
            renormalize_logits=True,
            eos_token_id=list(self._frame.end),
            pad_token_id=self._frame.pad,
            decoder_start_token_id=self._frame.start[0] if self._frame.start else None,
            return_dict_in_generate=True,
            output_scores=True,
        )

    def _scores(self, output: Output, search: Search, ended: Tensor) -> list[float]:
        """Mean log-probability per token, the end mark included, of each answer."""
        steps = len(output.scores)
        ends = ended[:, :steps].float().cumsum(1)
        lengths = (ends.cumsum(1) <= 1).sum(1).clamp(max=steps)  # up to the first end mark
        if search.beams > 1:
            sums = output.sequences_scores * lengths.float() ** search.length_penalty
        else:
            each = self._model.compute_transition_scores(
                output.sequences, output.scores, normalize_logits=False
            )
            counted = torch.arange(steps, device=each.device) < lengths.unsqueeze(1)
            sums = each.masked_fill(~counted, 0.0).sum(1)
        scores: list[float] = (sums / lengths).tolist()
        return scores

    def _written(
        self, tokens: list[int], ends: list[bool], score: float, search: Search
    ) -> Written:
        complete = any(ends)
        kept = tokens[: ends.index(True)] if complete else tokens[: search.limit]
        return Written(tuple(kept), score, complete)


def _weight_type(device: torch.device) -> torch.dtype:
    if device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.bfloat16  # float16 overflows in T5
    return torch.float32


def _settings(**options: object) -> Generation:
    """A GenerationConfig with nothing but these options."""
    from transformers import GenerationConfig

    return GenerationConfig(**options)  # type: ignore[no-untyped-call]  # it has no types
