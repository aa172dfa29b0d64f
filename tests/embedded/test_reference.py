"""The fast engine against transformers in float32, on the same weights."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from sacrebleu.metrics.chrf import CHRF

from models import catalogue
from models.decoding import Decoding
from models.embedded.cache import Prompts
from models.embedded.calibrate import _float_weights
from models.embedded.linear import FloatLinear, Int8Linear, has_int8, quantise_weight
from models.embedded.network import Network
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.embedded.reference import ReferenceTranslator
from models.protocols import Signature, Translator, translate_all

FLORES = Path(__file__).parents[1] / "quality/flores-dev"
SENTENCES = (FLORES / "vi.txt").read_text("utf-8").splitlines()[:8]


@pytest.fixture(scope="module")
def reference(engine_cache: Path) -> Translator:
    return catalogue.find(catalogue.DEFAULT).load(
        catalogue.Options(cache=engine_cache / "models", engine="transformers", threads=2)
    )


def test_our_network_in_float32_is_the_model(reference):
    network = Network(
        _float_weights(Adapter(catalogue.weights_folder() / catalogue.DEFAULT)),
        lambda name, weight, scale: FloatLinear(weight, scale),
    )
    ids = torch.tensor(reference._prompt.encode(SENTENCES[0]))
    with torch.inference_mode():
        expected = reference._model(input_ids=ids.unsqueeze(0)).logits[0]
        hidden = network.hidden(
            ids, torch.arange(len(ids)), Prompts(torch.tensor([len(ids)]), len(ids))
        )
        torch.testing.assert_close(network.logits(hidden), expected, rtol=1e-3, atol=1e-2)


def test_both_engines_say_much_the_same(reference, embedded):
    fast = [hypotheses[0].text for hypotheses in translate_all(embedded, SENTENCES)]
    slow = [hypotheses[0].text for hypotheses in translate_all(reference, SENTENCES)]
    assert CHRF().corpus_score(fast, [slow]).score > 75


class Looping:
    """A transformers model that says one token for ever."""

    device = torch.device("cpu")

    def generate(self, *, input_ids, num_beams, max_new_tokens, **_):
        rows = input_ids.repeat_interleave(num_beams, 0)
        said = torch.full((len(rows), max_new_tokens), 400)
        return SimpleNamespace(
            sequences=torch.cat([rows, said], 1), sequences_scores=torch.zeros(len(rows))
        )


def test_a_loop_is_cut_and_named_and_its_length_is_not_that_of_its_company():
    prompt = Prompt(catalogue.weights_folder() / catalogue.DEFAULT / "tokenizer.json")
    signature = Signature("reference", "0", "beam:4")
    limits = []

    class Watched(Looping):
        def generate(self, **settings):
            limits.append(settings["max_new_tokens"])
            return super().generate(**settings)

    translator = ReferenceTranslator(Watched(), prompt, signature, Decoding(), follows_hints=True)
    short, long = "Trời mưa.", "Hai bên đã ký thỏa thuận về hợp tác quốc phòng. " * 8
    alone = translate_all(translator, [short])[0]
    assert translate_all(translator, [short, long])[0] == alone
    assert limits == [32, 32, max(limits)]
    assert max(limits) > 32
    assert (alone[0].ending, alone[0].tokens) == ("repetition", 1)


@pytest.mark.skipif(not has_int8(), reason="this processor has no 8-bit instructions")
def test_integer_products_differ_from_float_ones_by_rounding_alone():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(17, 640, generator=generator)
    weight, scale = quantise_weight(torch.randn(300, 640, generator=generator))
    exact = FloatLinear(weight, scale)(x)
    error = (Int8Linear(weight, scale)(x) - exact).norm() / exact.norm()
    assert error < 0.01


@pytest.mark.parametrize("kind", [Int8Linear, FloatLinear])
@pytest.mark.parametrize("rows", [1, 2, 7, 64])
def test_a_row_of_a_product_does_not_depend_on_the_others(rows, kind, request):
    if kind is Int8Linear and not has_int8():
        pytest.skip("this processor has no 8-bit instructions")
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(64, 640, generator=generator)
    threads = torch.get_num_threads()
    request.addfinalizer(lambda: torch.set_num_threads(threads))
    torch.set_num_threads(1)  # as in the engine's workers
    product = kind(*quantise_weight(torch.randn(300, 640, generator=generator)))
    assert torch.equal(product(x[:rows]), product(x)[:rows])
