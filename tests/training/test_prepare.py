"""Training pairs are cleaned, kept apart from evaluation sets, and carry the terms they share."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from models.training.prepare import prepare
from models.training.terms import TermList, find_form, read_dictionaries, read_glossary

GLOSSARY = "vi\ten\talternatives\tnote\n# Posts\nBộ Quốc phòng\tMinistry of National Defence\tDefence Ministry|MoD\n"
LONG_VI = "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba"
LONG_EN = "one two three four five six seven eight nine ten"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "glossary.tsv").write_text(GLOSSARY, "utf-8")
    (tmp_path / "test.txt").write_text(f"{LONG_VI}\n{LONG_EN}\n", "utf-8")
    return folder


def run(data: Path):
    return prepare([data], data.parent / "glossary.tsv", [data.parent / "test.txt"])


def test_faulty_pairs_are_dropped_and_counted_by_reason(data):
    lines = [
        "Xin chào.\tHello.",
        "Xin chào.\tHello.",
        "\tnothing",
        "Ngắn.\t" + "much too long for that " * 5,
        "The same long line of English text on both sides.\t" * 2,
        f"Rằng {LONG_VI}.\tShort enough to be another pair altogether, is it not?",
        f"Câu khác hẳn, không có trong tập kiểm tra nào.\tHe counted: {LONG_EN}",
        "no tab in this line",
    ]
    (data / "news.tsv").write_text("\n".join(line.rstrip("\t") for line in lines), "utf-8")
    pairs, dropped = run(data)
    assert [(pair["vi"], pair["en"]) for pair in pairs] == [("Xin chào.", "Hello.")]
    assert dropped == {
        ("news", "duplicate"): 1,
        ("news", "empty"): 1,
        ("news", "lengths"): 1,
        ("news", "untranslated"): 1,
        ("news", "in an evaluation set"): 2,
    }


def test_text_is_composed_and_its_blanks_are_single(data):
    decomposed = unicodedata.normalize("NFD", "Hà  Nội đẹp.")
    (data / "news.tsv").write_text(f"{decomposed}\tHanoi is \u00a0beautiful.", "utf-8")
    ((pair,), _) = run(data)
    assert (pair["vi"], pair["en"]) == ("Hà Nội đẹp.", "Hanoi is beautiful.")


def test_titles_sentences_and_captions_of_articles_are_pairs_and_summaries_go_with_them(data):
    articles = data / "own"
    articles.mkdir()
    text = "T\tTiêu đề\tHeadline\nB\tCâu một.\tOne.\nC\tẢnh\tPhoto\nS\tA summary.\n"
    (articles / "a.txt").write_text(text, "utf-8")
    *pairs, summary = run(data)[0]
    assert [(pair["source"], pair["en"]) for pair in pairs] == [
        ("own", "Headline"), ("own", "One."), ("own", "Photo"),
    ]  # fmt: skip
    assert summary == {
        "article": ["One."],
        "summary": "A summary.",
        "source": "own.summaries",
        "held_back": False,
    }


def test_what_is_kept_out_of_training_stays_out_when_files_are_added(data):
    rows = [f"Câu thứ {at} nói một điều.\tSentence {at} says one thing." for at in range(900)]
    (data / "news.tsv").write_text("\n".join(rows), "utf-8")
    before = {pair["vi"] for pair in run(data)[0] if pair["held_back"]}
    (data / "a.tsv").write_text("Hà Nội đẹp.\tHanoi is beautiful.\n", "utf-8")
    after = {pair["vi"] for pair in run(data)[0] if pair["held_back"]}
    assert 0 < len(before) < 30
    assert before <= after


def test_other_line_marks_do_not_end_a_pair(data):
    (data / "news.tsv").write_text('Ông nói\u2028"Không".\tHe said\u0085 no.\n', "utf-8")
    ((pair,), _) = run(data)
    assert (pair["vi"], pair["en"]) == ('Ông nói "Không".', "He said no.")


def test_a_summary_that_quotes_an_evaluation_set_is_left_out(data):
    (data / "own").mkdir()
    text = f"B\tCâu một.\tOne.\nS\tHe counted: {LONG_EN}\n"
    (data / "own" / "a.txt").write_text(text, "utf-8")
    assert [pair["source"] for pair in run(data)[0]] == ["own"]


def test_a_pair_carries_the_terms_both_sides_contain_and_the_forms_that_may_replace_them(data):
    (data / "dict_words.tsv").write_text("hợp tác\tto cooperate\nhòa bình\tpeace\n", "utf-8")
    line = "Bộ Quốc phòng hợp tác vì hòa bình.\tThe Ministry of National Defence cooperates."
    (data / "news.tsv").write_text(line, "utf-8")
    ((pair,), _) = run(data)
    assert pair["terms"] == [
        ("Bộ Quốc phòng", "Ministry of National Defence"),
        ("hợp tác", "cooperate"),
    ]
    assert pair["swaps"] == {"Ministry of National Defence": ["Defence Ministry"]}


def test_the_longest_term_wins_whatever_its_case():
    terms = TermList([("bộ", ["ministry"]), ("bộ trưởng", ["minister"])])
    assert terms.pairs("Bộ trưởng", "The minister of a ministry") == [("Bộ trưởng", "minister")]


@pytest.mark.parametrize(
    ("form", "english", "found"),
    [
        ("army", "The Army marched", True),
        ("result", "good results", True),
        ("cooperate", "they cooperated", True),
        ("art", "a party", False),
        ("C++", "wrote C++ code", True),
    ],
)
def test_a_form_is_found_as_a_word_with_a_regular_ending(form, english, found):
    assert (find_form(form, english) is not None) is found


def test_the_shipped_glossary_is_read():
    path = Path(__file__).parents[2] / "service/data/defence_diplomacy.vi-en.tsv"
    pairs = read_glossary(path).pairs("Đại tướng đến Hà Nội", "The General is in Hanoi")
    assert ("Đại tướng", "General") in pairs


def test_single_syllables_of_a_dictionary_are_left_out(tmp_path):
    path = tmp_path / "dict_x.tsv"
    path.write_text("nhà\thouse\nnhà nước\tstate\n", "utf-8")
    assert read_dictionaries([path]).pairs("nhà, nhà nước", "house, state") == [
        ("nhà nước", "state")
    ]


def test_the_command_writes_a_json_object_a_pair(data, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (data / "news.tsv").write_text("Xin chào.\tHello.", "utf-8")
    (own / "long.tsv").write_text("Tạm biệt.\tGoodbye.", "utf-8")
    out = tmp_path / "pairs.jsonl"
    command = [
        sys.executable,
        "-m",
        "models.training.prepare",
        data,
        tmp_path / "glossary.tsv",
        out,
    ]
    evaluation = ["--evaluation", tmp_path / "test.txt"]
    subprocess.run([*command, "--own", own, *evaluation], check=True)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(line["source"], line["en"]) for line in lines] == [
        ("news", "Hello."), ("long", "Goodbye."),
    ]  # fmt: skip
