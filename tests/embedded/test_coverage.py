"""Passages the model does not look at while it writes are those its translation leaves out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models import catalogue
from models.embedded import build
from models.embedded.cache import Prompts, TreeCache
from models.embedded.coverage import BEHIND, SourceWords
from models.embedded.network import Network
from models.embedded.parts import Adapter
from models.embedded.prompt import SOURCE, Prompt
from models.protocols import translate_all

TEXT = "Bộ trưởng cảm ơn phía bạn, chúc mừng năm mới và mời ông sang thăm."
WORDS = TEXT.split()


def looks(passed_over: str) -> np.ndarray:
    """One token a word: all looked at, but for those of a passage."""
    start = WORDS.index(passed_over.split()[0])
    coverage = np.full(len(WORDS), 0.7, dtype=np.float32)
    coverage[start : start + len(passed_over.split())] = 0.01
    return coverage


def found(text: str, coverage: np.ndarray) -> tuple[str, ...]:
    return SourceWords(text, range(len(text.split()))).passages(coverage)


@pytest.mark.parametrize(
    ("passed_over", "told"),
    [
        ("chúc mừng năm mới và mời", ("chúc mừng năm mới và mời",)),
        ("cảm ơn phía bạn,", ("cảm ơn phía bạn",)),
        ("mời ông sang thăm.", ("mời ông sang thăm.",)),
        ("Bộ trưởng cảm ơn phía", ("Bộ trưởng cảm ơn phía",)),
        ("năm mới và", ()),
    ],
)
def test_four_words_in_a_row_without_attention_are_a_passage(passed_over, told):
    assert found(TEXT, looks(passed_over)) == told


def test_passages_apart_are_told_apart():
    coverage = np.minimum(looks("Bộ trưởng cảm ơn"), looks("mời ông sang thăm."))
    assert found(TEXT, coverage) == ("Bộ trưởng cảm ơn", "mời ông sang thăm.")


def test_stretches_that_overlap_are_one_passage():
    coverage = np.array([0, 0.12, 0, 0, 0.12, 0, 0.9], dtype=np.float32)
    assert found("một hai ba bốn năm sáu bảy", coverage) == ("một hai ba bốn năm sáu",)


def test_a_word_is_looked_at_when_any_of_its_tokens_is():
    text = "Ông Tuốc-mê-ni-xtan đến"
    places = [0, 1, 1, 1, 1, 1, 1, 1, 2]
    coverage = np.array([0.5, 0.9, 0, 0, 0, 0, 0, 0, 0.5], dtype=np.float32)
    assert SourceWords(text, places).passages(coverage) == ()


def test_marks_that_stand_alone_are_no_words():
    text = "năm 2021 - 2023 – tại Hà Nội"
    coverage = np.array([0.5, 0, 0, 0, 0, 0, 0.5, 0.5], dtype=np.float32)
    assert found(text, coverage) == ()


def test_words_passed_over_count_once_the_model_is_well_past_them():
    said, passed = 4, 5
    text = " ".join(["lời"] * 30)
    coverage = np.zeros((3, 30), dtype=np.float32)
    coverage[:, :said] = 0.7
    coverage[1, said + passed + BEHIND - 1] = 0.7  # it has just come past them
    coverage[2, said + passed + BEHIND] = 0.7
    behind, everything = SourceWords(text, range(30)).passed_over(coverage)
    assert behind.tolist() == [0, passed - 1, passed]
    assert everything.tolist() == [26, 25, 25]


@pytest.mark.parametrize("text", ["", "Vâng.", "Xin chào bạn."])
def test_a_text_of_a_few_words_has_no_passages(text):
    assert found(text, np.zeros(len(text.split(" ")), dtype=np.float32)) == ()


ADAPTER = Adapter(catalogue.weights_folder() / catalogue.DEFAULT)


def test_each_token_has_its_word():
    prompt = Prompt(ADAPTER.tokenizer)
    text, places = prompt.words("  Ông Tuốc-mê-ni-xtan \n trả 3,5 tỷ 🙂 đồng ")
    assert text == "Ông Tuốc-mê-ni-xtan trả 3,5 tỷ 🙂 đồng"
    assert sorted(set(places)) == list(range(7))
    assert places == sorted(places)
    assert len(places) == prompt.size(text)


WHOLE = {
    "Ngày 12-3, tại Huế, Thiếu tướng Lê Văn Nam tiếp Đại sứ Pháp, cảm ơn phía bạn đã giúp rà phá bom mìn "
    "ở Quảng Trị, và mời các chuyên gia Pháp sang dự hội thảo vào tháng 5.": (
        "On March 12, in Hue, Major General Lê Văn Nam received the French Ambassador, thanked France for "
        "helping to clear bombs and mines in Quang Tri, and invited French experts to attend a seminar in May.",
        "thanked France for helping to clear bombs and mines in Quang Tri, ",
        "giúp rà phá bom mìn",
    ),
    "Do mưa lớn kéo dài, nước sông dâng nhanh, chính quyền đã sơ tán 300 hộ dân, trong khi bộ đội dùng xuồng "
    "chở gạo và thuốc men tới các thôn bị cô lập.": (
        "Because of prolonged heavy rain, the river rose quickly, the authorities evacuated 300 households, "
        "while soldiers used boats to carry rice and medicine to isolated villages.",
        "the authorities evacuated 300 households, ",
        "sơ tán 300 hộ dân",
    ),
    "Theo báo cáo, trong quý I xuất khẩu gạo tăng 12%, giá cà phê lập kỷ lục mới, còn xuất khẩu thủy sản giảm "
    "nhẹ vì thiếu đơn hàng từ châu Âu.": (
        "According to the report, rice exports rose by 12% in the first quarter, coffee prices set a new "
        "record, and seafood exports fell slightly for lack of orders from Europe.",
        "coffee prices set a new record, ",
        "lập kỷ lục mới",
    ),
}


@pytest.fixture(scope="module")
def network(engine_cache: Path) -> Network:
    built = build.ensure(ADAPTER, engine_cache / "models", lambda stage, done, total: None)
    return Network(build.load(built))


def left_out(network: Network, vietnamese: str, english: str) -> tuple[str, ...]:
    """What a given translation leaves out, the model made to write it."""
    prompt, cache = Prompt(ADAPTER.tokenizer), TreeCache(1, 1)
    text, places = prompt.words(vietnamese)
    ids = prompt.encode(text)
    with torch.inference_mode():
        read = Prompts(torch.tensor([len(ids)]), len(ids))
        network.hidden(torch.tensor(ids), torch.arange(len(ids)), read)
        cache.put_prompts(0, read)
        for at, token in enumerate(prompt.encode_answer(english)[:-1]):
            network.hidden(torch.tensor([token]), torch.tensor([len(ids) + at]), cache.grow(1))
    return SourceWords(text, places, SOURCE).passages(cache.coverage(1)[0, 0].numpy())


@pytest.mark.parametrize("vietnamese", WHOLE, ids=lambda text: text[:20])
def test_a_clause_that_is_taken_out_of_a_whole_translation_is_found(network, vietnamese):
    english, clause, passage = WHOLE[vietnamese]
    assert left_out(network, vietnamese, english) == ()
    (told,) = left_out(network, vietnamese, english.replace(clause, ""))
    assert passage in told


def test_the_engine_says_of_each_hypothesis_what_it_leaves_out(embedded, monkeypatch):
    source = "Hà Nội là thủ đô của Việt Nam và là thành phố lớn thứ hai cả nước."
    ((whole, *_),) = translate_all(embedded, [source])
    assert whole.uncovered == ()
    attention = []

    def note(words: SourceWords, coverage: np.ndarray) -> tuple[str, ...]:
        attention.append(words.attention(coverage))
        return (f"{len(attention)}",)

    monkeypatch.setattr(SourceWords, "passages", note)
    ((*hypotheses,),) = translate_all(embedded, [source])
    assert sorted(h.uncovered for h in hypotheses) == [(f"{n + 1}",) for n in range(len(attention))]
    for each in attention:
        assert each.shape == (len(source.split()),)
        assert 0.1 < each.mean() <= each.max() <= 1


def test_a_list_is_said_to_its_end(embedded):
    # Without docking the translation is "Navy, Air Force and Border Guard".
    source = "Hải quân | Không quân | Biên phòng | Cảnh sát biển | Thông tin | Hậu cần | Tình báo"
    ((said, *_),) = translate_all(embedded, [source])
    assert said.uncovered == ()
    assert all(part in said.text for part in ("Navy", "Coast Guard", "Logistics", "Intelligence"))
