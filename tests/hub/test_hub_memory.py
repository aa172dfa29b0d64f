"""Devices and their memory: what runs where, how much at once, and what happens when it is too much.

No GPU is needed: the devices are stand-ins that run out of memory at a size they are given.
"""

from __future__ import annotations

import weakref
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ctranslate2
import pytest
import torch
import transformers
from hub.test_hub_translator import SIGNATURE, LetterCodec

from models.decoding import Decoding
from models.errors import OutOfMemory
from models.hub.architecture import Architecture
from models.hub.codec import Frame
from models.hub.ctranslate import Seq2SeqEngine, load_ctranslate_engine
from models.hub.engine import Engine, Search, is_out_of_memory
from models.hub.room import CELLS, MOST, Room
from models.hub.torch_engine import TorchEngine, load_torch_engine
from models.hub.translator import HubTranslator
from models.protocols import ListSource, Segment, translate_all

ARCHITECTURE = Architecture("seq2seq", "marian", 512)
FRAME = Frame(start=(2,), end=(0,), pad=1)
LETTERS = 600  # ids, one for each letter
BEAMS = 2
SEARCH = Search(beams=BEAMS, hypotheses=1, limit=8)
CUDA_IS_FULL = "CUDA failed with error out of memory"


class Device:
    """A device that answers with the first letter of each text; `fits` cells go in at once."""

    def __init__(self, fits: int) -> None:
        self.fits = fits
        self.asked: list[int] = []  # cells, batch by batch

    def take(self, cells: int) -> None:
        self.asked.append(cells)
        if cells > self.fits:
            raise torch.OutOfMemoryError(CUDA_IS_FULL)

    @property
    def refused(self) -> int:
        return sum(cells > self.fits for cells in self.asked)


class TorchModel:
    """What transformers would run on the device."""

    device = torch.device("cpu")  # where its tensors really are
    config = SimpleNamespace(vocab_size=LETTERS)

    def __init__(self, memory: Device) -> None:
        self._memory = memory

    def generate(self, input_ids: torch.Tensor, **options: Any) -> SimpleNamespace:
        config = options["generation_config"]
        self._memory.take(input_ids.numel() * config.num_beams)
        rows, many = len(input_ids), config.num_return_sequences
        answers = torch.stack(
            [torch.full((rows,), 2), input_ids[:, 0], torch.full((rows,), 0)], dim=1
        ).repeat_interleave(many, dim=0)
        return SimpleNamespace(
            sequences=answers, scores=(0, 0), sequences_scores=torch.zeros(rows * many)
        )


class OnGpu(TorchEngine):
    """An engine that believes it is on a GPU."""

    on_gpu = True


class CTranslateModel:
    """What CTranslate2 would run on the device."""

    device = "cuda"

    def __init__(self, memory: Device) -> None:
        self._memory = memory

    def translate_batch(self, prompts: list[list[str]], **options: Any) -> list[SimpleNamespace]:
        try:
            self._memory.take(len(prompts) * max(map(len, prompts)) * options["beam_size"])
        except torch.OutOfMemoryError as error:
            raise RuntimeError(str(error)) from error
        many = options["num_hypotheses"]
        return [
            SimpleNamespace(hypotheses=[[prompt[0], "0"]] * many, scores=[0.0] * many)
            for prompt in prompts
        ]


def engine(kind: str, device: Device) -> Engine:
    if kind == "transformers":
        return OnGpu(TorchModel(device), FRAME, encoder=True)
    names = [str(at) for at in range(LETTERS)]
    return Seq2SeqEngine(CTranslateModel(device), names, FRAME, ARCHITECTURE)


@pytest.fixture(params=["transformers", "ctranslate2"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each engine."""
    return str(request.param)


def translator(kind: str, device: Device) -> HubTranslator:
    return HubTranslator(engine(kind, device), LetterCodec(), SIGNATURE, Decoding(beams=BEAMS))


TEXTS = [f"{'abcdef'[at % 6]}{at:039}" for at in range(4_000)]  # of 40 tokens


def first_letters(said: list[tuple[Any, ...]]) -> list[str]:
    return [best.text for best, *_ in said]


def test_on_a_gpu_batches_grow_until_one_is_too_much_and_stay_at_half_of_it(kind):
    device = Device(fits=20_000)
    assert first_letters(translate_all(translator(kind, device), TEXTS)) == [t[0] for t in TEXTS]
    text = 40 * BEAMS
    largest = list(dict.fromkeys(accumulate(device.asked, max)))
    assert largest == [room // text * text for room in (CELLS, 2 * CELLS, 4 * CELLS)]
    assert device.refused == 1
    after = device.asked[device.asked.index(largest[-1]) + 1 :]
    assert max(after) <= largest[-1] // 2 + text


def test_what_was_learnt_is_remembered(kind):
    device = Device(fits=20_000)
    told = translator(kind, device)
    translate_all(told, TEXTS)
    asked = len(device.asked)
    translate_all(told, TEXTS)
    assert device.refused == 1
    assert len(device.asked) - asked < asked


def test_a_device_too_small_for_the_first_batch_is_given_less(kind):
    device = Device(fits=1_000)
    told = translator(kind, device)
    assert first_letters(translate_all(told, TEXTS[:200])) == [text[0] for text in TEXTS[:200]]
    refused = device.refused
    translate_all(told, TEXTS[200:400])
    assert 1 <= refused == device.refused


def test_a_text_that_is_too_much_even_alone_fails_alone_and_makes_no_batch_of_others_smaller(kind):
    device = Device(fits=199)
    texts = ["b" * 100, *(["a" * 4] * 50)]
    outcomes = list(
        translator(kind, device).run(ListSource([Segment(at, t) for at, t in enumerate(texts)]))
    )
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    assert [outcome.key for outcome in failed] == [0]
    assert isinstance(failed[0].error, OutOfMemory)
    assert len(outcomes) == 51
    assert max(cells for cells in device.asked if cells <= device.fits) > 100


def test_a_text_with_a_token_the_model_does_not_know_fails_alone(kind):
    texts = ["abc", f"a{chr(LETTERS)}c", "def"]
    segments = [Segment(at, text) for at, text in enumerate(texts)]
    outcomes = translator(kind, Device(fits=20_000)).run(ListSource(segments))
    errors = {outcome.key: str(outcome.error) for outcome in outcomes if outcome.error is not None}
    assert list(errors) == [1]
    assert "token 600 and the model knows only 600" in errors[1]


def test_an_error_holds_no_tensors_of_the_batch_that_was_too_much():
    """Or the halves would be tried with the whole still in memory."""
    held: list[weakref.ref[torch.Tensor]] = []

    class Full(TorchModel):
        def generate(self, input_ids: torch.Tensor, **options: Any) -> SimpleNamespace:
            cache = torch.zeros(8)
            held.append(weakref.ref(cache))
            raise torch.OutOfMemoryError(CUDA_IS_FULL)

    with pytest.raises(OutOfMemory) as caught:
        OnGpu(Full(Device(0)), FRAME, encoder=True).decode([[5, 6]], SEARCH)
    assert "1 texts at once" in str(caught.value)
    assert [reference() for reference in held] == [None]


def test_on_a_processor_batches_do_not_grow():
    room = Room(grows=False)
    room.fitted(CELLS)
    assert room.cells == CELLS


def test_batches_that_are_not_full_teach_nothing():
    room = Room(grows=True)
    room.fitted(CELLS // 2)
    assert room.cells == CELLS


def test_batches_grow_to_a_bound():
    room = Room(grows=True)
    for _ in range(20):
        room.fitted(room.cells)
    assert room.cells == MOST


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (RuntimeError(CUDA_IS_FULL), True),
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to"), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to"), True),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), False),
        (RuntimeError("unsupported memory format option Preserve"), False),
    ],
)
def test_what_says_that_memory_ran_out(error, expected):
    assert is_out_of_memory(error) is expected


class Loaded(BaseException):
    """A model was loaded, with these options."""


def loaded(*arguments: object, **options: object) -> None:
    raise Loaded(options)


@pytest.mark.parametrize(("devices", "device"), [(0, "cpu"), (2, "cuda")])
def test_the_fast_engine_goes_where_there_is_a_gpu(tmp_path, monkeypatch, devices, device):
    (tmp_path / "shared_vocabulary.json").write_text('["0", "1", "2"]')
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: devices)
    monkeypatch.setattr(ctranslate2, "Translator", loaded)
    with pytest.raises(Loaded) as caught:
        load_ctranslate_engine(tmp_path, ARCHITECTURE, FRAME, 3)
    assert caught.value.args[0] == {"device": device, "intra_threads": 3}


class OnShelf:
    """A model that is read, and tells where it is put."""

    def __init__(self, weights: torch.dtype) -> None:
        self.weights = weights

    def to(self, device: torch.device) -> None:
        raise Loaded(device.type, self.weights)


@pytest.mark.parametrize(
    ("gpu", "bfloat", "expected"),
    [
        (False, False, ("cpu", torch.float32)),
        (True, True, ("cuda", torch.bfloat16)),
        (True, False, ("cuda", torch.float32)),
    ],
)
def test_torch_goes_where_there_is_a_gpu(tmp_path, monkeypatch, gpu, bfloat, expected):
    loader = transformers.AutoModelForSeq2SeqLM
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: bfloat)
    monkeypatch.setattr(loader, "from_pretrained", lambda *_, dtype, **__: OnShelf(dtype))
    with pytest.raises(Loaded) as caught:
        load_torch_engine(tmp_path, ARCHITECTURE, FRAME, 1)
    assert caught.value.args == expected


def too_large(*arguments: object, **options: object) -> None:
    raise RuntimeError(CUDA_IS_FULL)


def test_a_model_too_large_for_its_gpu_is_not_called_damaged(tmp_path, monkeypatch):
    (tmp_path / "shared_vocabulary.json").write_text("[]")
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    monkeypatch.setattr(ctranslate2, "Translator", too_large)
    monkeypatch.setattr(transformers.AutoModelForSeq2SeqLM, "from_pretrained", too_large)
    for load in (load_ctranslate_engine, load_torch_engine):
        with pytest.raises(OutOfMemory, match="use a smaller one"):
            load(Path(tmp_path), ARCHITECTURE, FRAME, 1)
