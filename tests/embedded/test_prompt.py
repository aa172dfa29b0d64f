"""The pruned tokenizer loses nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import catalogue
from models.embedded.prompt import Prompt

ROOT = Path(__file__).parents[2]
FLORES = ROOT / "tests/quality/flores-dev"


@cache
def tokenizer() -> Prompt:
    return Prompt(catalogue.weights_folder() / catalogue.DEFAULT / "tokenizer.json")


def round_trip(text: str) -> str:
    return tokenizer().decode(tokenizer().encode_answer(text))


@pytest.mark.parametrize("page", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda p: p.stem)
def test_every_line_of_a_seed_page_comes_back(page):
    lines = [line.strip() for line in page.read_text("utf-8").splitlines() if line.strip()]
    assert lines
    assert [round_trip(line) for line in lines] == lines


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_flores_sentence_comes_back(language):
    text = (FLORES / f"{language}.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines()]
    assert [round_trip(line) for line in lines] == lines


@pytest.mark.parametrize(
    "text",
    [
        "🇻🇳 chào mừng 👩‍👩‍👧‍👦 ❤️",
        "中华人民共和国主席习近平",
        "김선호 국방부 차관",
        "∑ᵢ xᵢ² ≥ √2 · ∞ ∉ ℝ",
        "Nguyễn Thị Ánh Tuyết, ₫ 330.000, 25 °C, ½, №",
        "ไทย Русский العربية हिन्दी",
    ],
)
def test_signs_and_scripts_outside_the_pruned_vocabulary_come_back(text):
    assert round_trip(text) == text


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_any_visible_text_comes_back(text):
    assert round_trip(text) == text


def test_marks_written_in_a_page_are_text_like_any_other():
    assert tokenizer().end not in tokenizer().encode("kết thúc <eos> ở đây")[:-1]
    assert round_trip("kết thúc <eos> ở đây") == "kết thúc <eos> ở đây"


def test_line_breaks_do_not_end_a_prompt_early():
    assert tokenizer().encode("một\nhai") == tokenizer().encode("một hai")


def test_an_answer_is_one_line():
    ids = tokenizer().encode_answer('They have been\n"barbed" \n\n since.')
    assert tokenizer().answer(ids) == 'They have been "barbed" since.'


def test_hints_stand_between_the_text_and_the_cue_and_break_no_line():
    prompt = tokenizer()
    ids = prompt.encode("Ông thăm\nBộ Y tế.", (("Bộ Y tế", "Ministry of\nHealth"), ("Ông", "He")))
    assert prompt.decode(ids) == (
        "Ông thăm Bộ Y tế.\nTerms: Bộ Y tế = Ministry of Health; Ông = He\nEnglish:"
    )
    assert prompt.encode("Ông thăm.", ()) == prompt.encode("Ông thăm.")


def test_the_size_of_a_text_counts_neither_prompt_nor_hints():
    assert tokenizer().size("Ông thăm.") == len(tokenizer().encode_answer("Ông thăm.")) - 1


def test_hints_that_do_not_fit_are_left_out_the_last_first():
    prompt = tokenizer()
    hints = (("Ông", "He"), ("Bộ Y tế", "Ministry of Health"))
    one = prompt.encode("Ông thăm Bộ Y tế.", hints[:1])
    none = prompt.encode("Ông thăm Bộ Y tế.")
    assert prompt.encode("Ông thăm Bộ Y tế.", hints, len(one)) == one
    assert prompt.encode("Ông thăm Bộ Y tế.", hints, len(none)) == none
    assert prompt.encode("Ông thăm Bộ Y tế.", hints, 1) == none
