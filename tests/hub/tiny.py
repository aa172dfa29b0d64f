"""Tiny models of every architecture, saved in the layout the hub has for it.

Each has a tokenizer trained on the spot on the toy text and random weights; `train` teaches it the
toy language.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from hub.toy import TEXT, TRAINING

from models.hub.architecture import inspect
from models.hub.codec import Codec, load_codec
from models.hub.usage import Usage, usage_of

SIZE = {"d_model": 64, "encoder_layers": 2, "decoder_layers": 2}
HEADS = {"encoder_attention_heads": 4, "decoder_attention_heads": 4}
FEED = {"encoder_ffn_dim": 128, "decoder_ffn_dim": 128}
NO_DROPOUT = {"dropout": 0.0, "attention_dropout": 0.0, "activation_dropout": 0.0}
PIECES = 300
WILD = {"init_std": 0.2}  # random weights whose answers depend on what is asked

CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

USAGES = {
    "t5": Usage(prefix="vi: "),
    "qwen2": Usage(instruction="translate: "),
}


def usage(name: str, folder: Path) -> Usage:
    return USAGES.get(name) or usage_of(folder, inspect(folder).model_type)


def codec(name: str, folder: Path) -> Codec:
    return load_codec(folder, inspect(folder), usage(name, folder))


def marian(folder: Path) -> None:
    from transformers import MarianConfig, MarianMTModel

    for side in ("source", "target"):
        train_pieces(folder / f"{side}.spm", "unigram", pad_id=-1, bos_id=-1, eos_id=0, unk_id=1)
    pieces = pieces_of(folder / "source.spm")
    vocabulary = {piece: at for at, piece in enumerate([*pieces, "<pad>"])}
    write(folder / "vocab.json", vocabulary)
    write(
        folder / "tokenizer_config.json",
        {"source_lang": "vie", "target_lang": "eng", "tokenizer_class": "MarianTokenizer"},
    )
    pad = vocabulary["<pad>"]
    config = MarianConfig(
        vocab_size=len(vocabulary),
        max_position_embeddings=128,
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
        forced_eos_token_id=0,
        scale_embedding=True,
        activation_function="swish",
        **SIZE, **HEADS, **FEED, **NO_DROPOUT,
    )  # fmt: skip
    save(MarianMTModel(config), folder)


def m2m100(folder: Path) -> None:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    spm = folder / "sentencepiece.bpe.model"
    train_pieces(spm, "bpe", pad_id=-1, bos_id=0, eos_id=1, unk_id=2)
    words = ["<s>", "<pad>", "</s>", "<unk>", *pieces_of(spm)[3:]]
    write(folder / "vocab.json", {word: at for at, word in enumerate(words)})
    write(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "M2M100Tokenizer", "num_madeup_words": 8, "language_codes": "m2m100"},
    )
    tokenizer = M2M100Tokenizer.from_pretrained(folder)
    languages = [f"__{code}__" for code in tokenizer.lang_code_to_id]
    write(folder / "special_tokens_map.json", {"additional_special_tokens": languages})
    config = M2M100Config(
        vocab_size=len(words) + len(tokenizer.lang_token_to_id) + tokenizer.num_madeup_words,
        max_position_embeddings=128,
        **SIZE, **HEADS, **FEED, **NO_DROPOUT,
        **WILD,
    )  # fmt: skip
    save(M2M100ForConditionalGeneration(config), folder)


def nllb(folder: Path) -> None:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    train_pieces(folder / "sentencepiece.bpe.model", "bpe", pad_id=-1, bos_id=1, eos_id=2, unk_id=0)
    write(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "NllbTokenizer", "additional_special_tokens": FAIRSEQ_LANGUAGE_CODES},
    )
    tokenizer = NllbTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)  # the hub has tokenizer.json for it, too
    config = M2M100Config(
        vocab_size=len(tokenizer),
        max_position_embeddings=128,
        tokenizer_class="NllbTokenizer",
        **SIZE, **HEADS, **FEED, **NO_DROPOUT,
        **WILD,
    )  # fmt: skip
    save(M2M100ForConditionalGeneration(config), folder)


def mbart(folder: Path) -> None:
    """With nothing but the SentencePiece file, as VinAI's repository has it."""
    from transformers import AutoTokenizer, MBartConfig, MBartForConditionalGeneration

    train_pieces(
        folder / "sentencepiece.bpe.model", "unigram", pad_id=-1, bos_id=1, eos_id=2, unk_id=0
    )
    write(folder / "tokenizer_config.json", {"tokenizer_class": "MBartTokenizer"})
    tokenizer = AutoTokenizer.from_pretrained(folder)
    config = MBartConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=128,
        scale_embedding=True,
        tokenizer_class="MBartTokenizer",
        decoder_start_token_id=tokenizer.convert_tokens_to_ids("en_XX"),
        **SIZE, **HEADS, **FEED, **NO_DROPOUT,
        **WILD,
    )  # fmt: skip
    save(MBartForConditionalGeneration(config), folder)


def t5(folder: Path) -> None:
    from transformers import AutoTokenizer, T5Config, T5ForConditionalGeneration

    train_pieces(folder / "spiece.model", "unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    write(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "extra_ids": 10})
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    config = T5Config(
        vocab_size=-(-len(tokenizer) // 16) * 16,  # padded, as published ones are
        d_model=64,
        d_kv=16,
        d_ff=128,
        num_layers=2,
        num_heads=4,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    save(T5ForConditionalGeneration(config), folder)
    # As published configurations of this generation (T5 1.1, MADLAD, EnViT5) have it.
    saved = json.loads((folder / "config.json").read_text("utf-8"))
    del saved["scale_decoder_outputs"]
    write(folder / "config.json", saved | {"tie_word_embeddings": False})


def bart(folder: Path) -> None:
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizer

    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    train_bytes(folder, special)
    BartTokenizer.from_pretrained(folder).save_pretrained(folder)
    config = BartConfig(
        vocab_size=len(json.loads((folder / "vocab.json").read_text("utf-8"))),
        max_position_embeddings=128,
        forced_bos_token_id=0,
        **SIZE, **HEADS, **FEED, **NO_DROPOUT,
        **WILD,
    )  # fmt: skip
    save(BartForConditionalGeneration(config), folder)


def pegasus(folder: Path) -> None:
    from transformers import AutoTokenizer, PegasusConfig, PegasusForConditionalGeneration

    train_pieces(folder / "spiece.model", "unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    write(folder / "tokenizer_config.json", {"tokenizer_class": "PegasusTokenizer"})
    tokenizer = AutoTokenizer.from_pretrained(folder)
    config = PegasusConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=128,
        scale_embedding=True,
        activation_function="relu",
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
        forced_eos_token_id=1,
        **SIZE, **HEADS, **FEED, **NO_DROPOUT,
        **WILD,
    )  # fmt: skip
    save(PegasusForConditionalGeneration(config), folder)


def qwen2(folder: Path) -> None:
    from transformers import AutoTokenizer, Qwen2Config, Qwen2ForCausalLM

    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    train_bytes(folder, special)
    write(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "Qwen2Tokenizer",
            "eos_token": "<|im_end|>",
            "pad_token": "<|endoftext|>",
            "additional_special_tokens": ["<|im_start|>", "<|im_end|>"],
            "chat_template": CHAT,
        },
    )
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    config = Qwen2Config(
        vocab_size=-(-len(tokenizer) // 16) * 16,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=256,
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=[tokenizer.eos_token_id, tokenizer.pad_token_id],
        pad_token_id=tokenizer.pad_token_id,
    )
    save(Qwen2ForCausalLM(config), folder)


BUILDERS: dict[str, Callable[[Path], None]] = {
    build.__name__: build for build in (marian, m2m100, nllb, mbart, t5, bart, pegasus, qwen2)
}


def build(name: str, folder: Path) -> Path:
    """A model with random weights in a folder of its own."""
    torch.manual_seed(1)
    folder.mkdir(parents=True)
    BUILDERS[name](folder)
    return folder


def train(name: str, folder: Path, steps: int = 400) -> None:
    """Teach the model in a folder the toy language."""
    import transformers

    architecture = inspect(folder)
    words = codec(name, folder)
    kind = "AutoModelForSeq2SeqLM" if architecture.kind == "seq2seq" else "AutoModelForCausalLM"
    model = getattr(transformers, kind).from_pretrained(folder)
    torch.set_num_threads(1)
    torch.manual_seed(2)
    fit(model, words, steps)
    model.save_pretrained(folder)


def fit(model: Any, words: Codec, steps: int) -> None:
    """Adam with a linear decay; the loss is on the answer only."""
    examples = [(words.encode(source), words.encode(target)) for source, target in TRAINING]
    answers = [answer_ids(words, target) for _, target in TRAINING]
    pairs = [(prompt, answer) for (prompt, _), answer in zip(examples, answers, strict=True)]
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 30) * (1 - step / steps)
    )
    model.train()
    for _ in range(steps):
        chosen = [pairs[at] for at in torch.randperm(len(pairs))[:48].tolist()]
        loss = model(**batch(chosen, words, encoder=model.config.is_encoder_decoder)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        if model.config.model_type == "marian":  # as published: answers start from nothing
            model.get_input_embeddings().weight.data[words.frame.pad] = 0.0
    model.train(False)


def answer_ids(words: Codec, text: str) -> tuple[int, ...]:
    """Ids of an answer with its end mark: the prompt's own, less what surrounds them."""
    empty, full = words.encode(""), words.encode(text)
    before = sum(1 for _ in islice(_common(empty, full), len(empty)))
    kept = full[before : before + words.length(full)]
    return (*kept, words.frame.end[0])


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> Any:
    for left, right in zip(one, other, strict=False):
        if left != right:
            return
        yield left


def batch(
    pairs: list[tuple[tuple[int, ...], tuple[int, ...]]], words: Codec, *, encoder: bool
) -> dict[str, torch.Tensor]:
    if not encoder:
        return {
            "input_ids": rows([prompt + answer for prompt, answer in pairs], words.frame.pad),
            "labels": rows([(-100,) * len(prompt) + answer for prompt, answer in pairs], -100),
            "attention_mask": rows([(1,) * len(prompt + answer) for prompt, answer in pairs], 0),
        }
    start = words.frame.start
    return {
        "input_ids": rows([prompt for prompt, _ in pairs], words.frame.pad),
        "attention_mask": rows([(1,) * len(prompt) for prompt, _ in pairs], 0),
        "decoder_input_ids": rows([start + answer[:-1] for _, answer in pairs], words.frame.pad),
        "labels": rows([(-100,) * (len(start) - 1) + answer for _, answer in pairs], -100),
    }


def rows(lists: list[tuple[int, ...]], fill: int) -> torch.Tensor:
    width = max(map(len, lists))
    return torch.tensor([[*each, *[fill] * (width - len(each))] for each in lists])


def train_pieces(path: Path, kind: str, **ids: int) -> None:
    """A SentencePiece model with the normalisation published ones have (nmt_nfkc)."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT),
        model_prefix=str(path.with_suffix("")),
        model_type=kind,
        vocab_size=PIECES,
        hard_vocab_limit=False,
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
        **ids,
    )
    made = path.with_suffix("").with_name(path.with_suffix("").name + ".model")
    made.rename(path)
    made.with_suffix(".vocab").unlink()


def pieces_of(path: Path) -> list[str]:
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [model.IdToPiece(at) for at in range(model.GetPieceSize())]


def train_bytes(folder: Path, special: list[str]) -> None:
    """A byte-level BPE in `vocab.json` and `merges.txt`."""
    from tokenizers import ByteLevelBPETokenizer

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(TEXT, vocab_size=500, special_tokens=special, show_progress=False)
    tokenizer.save_model(str(folder))


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def save(model: Any, folder: Path) -> None:
    model.save_pretrained(folder)
