"""Writes the built-in model's merged weights as GGUF, so that llama.cpp runs the same model."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import gguf

from models.embedded import base
from models.embedded.merge import merged_embedding, merged_layers
from models.embedded.network import FEED, HEAD, HEADS, HIDDEN, LAYERS, MAX_POSITIONS
from models.embedded.parts import Adapter

NORMAL, CONTROL, BYTE = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL, gguf.TokenType.BYTE


def write(adapter: Adapter, target: Path) -> None:
    """Products in Q8_0 (8 bits, blocks of 32), norms in float32."""
    writer = gguf.GGUFWriter(target, "gemma3")
    writer.add_context_length(MAX_POSITIONS)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    writer.add_sliding_window(MAX_POSITIONS)
    _add_vocabulary(writer, adapter)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "base.gguf"
        base.assemble(whole, lambda done, total: None)
        weights = base.BaseWeights(whole)
        _add(writer, "token_embd.weight", merged_embedding(weights, adapter).numpy())
        _add(writer, "output_norm.weight", weights("output_norm.weight").numpy())
        for index, layer in enumerate(merged_layers(weights, adapter)):
            for name, tensor in layer.items():
                _add(writer, f"blk.{index}.{name}.weight", tensor.numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add(writer: gguf.GGUFWriter, name: str, tensor: object) -> None:
    if tensor.ndim == 1:
        writer.add_tensor(name, tensor)
        return
    kind = gguf.GGMLQuantizationType.Q8_0
    writer.add_tensor(name, gguf.quants.quantize(tensor, kind), raw_dtype=kind)


def _add_vocabulary(writer: gguf.GGUFWriter, adapter: Adapter) -> None:
    vocabulary = json.loads(adapter.tokenizer.read_text("utf-8"))["model"]["vocab"]
    tokens = sorted(vocabulary, key=vocabulary.__getitem__)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([float(-at) for at in range(len(tokens))])
    writer.add_token_types([_kind(token) for token in tokens])
    writer.add_bos_token_id(vocabulary["<bos>"])
    writer.add_eos_token_id(vocabulary["<eos>"])
    writer.add_add_space_prefix(False)


def _kind(token: str) -> int:
    if token in ("<bos>", "<eos>", "<pad>", "<unk>"):
        return CONTROL
    return BYTE if token.startswith("<0x") else NORMAL
