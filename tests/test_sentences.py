"""Sentences: exactly those of the gold, nothing lost, nothing added."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.article import Paragraph, Sentence
from service.sentences import clauses, rejoin, sentences, split

GOLD = Path(__file__).parent / "golden" / "sentences"
SEEDS = Path(__file__).parent.parent / "seeds"


def paragraphs_of(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    return [block.strip("\n").split("\n") for block in text.split("\n\n") if block.strip("\n")]


def gold(name):
    paragraphs = paragraphs_of(GOLD / f"{name}.txt")
    assert paragraphs, f"{name} holds no expectation"
    return [pytest.param(paragraph, id=paragraph[0][:40]) for paragraph in paragraphs]


def texts(text):
    return [sentence for _, sentence in split(text)]


@pytest.mark.parametrize("expected", gold("seeds"))
def test_the_sentences_of_the_seeds_are_found(expected):
    assert texts(" ".join(expected)) == expected


@pytest.mark.parametrize("expected", gold("hard_cases") + gold("second_look"))
def test_hard_cases_are_split_as_marked(expected):
    assert texts(" ".join(expected)) == expected


@pytest.mark.parametrize("expected", gold("articles"))
def test_articles_are_split_as_marked(expected):
    assert texts(" ".join(expected)) == expected


@pytest.mark.parametrize("expected", gold("seeds"))
def test_hard_wrapped_lines_do_not_end_sentences(expected):
    """Every space becomes a line break, and the sentences stay the same."""
    wrapped = " ".join(expected).replace(" ", "\n")
    assert [text.replace("\n", " ") for text in texts(wrapped)] == expected


@pytest.mark.parametrize("expected", gold("hard_cases"))
def test_decomposed_text_splits_as_composed_text_does(expected):
    decomposed = unicodedata.normalize("NFD", " ".join(expected))
    assert [unicodedata.normalize("NFC", text) for text in texts(decomposed)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\u00a0", []),
        ("Một câu", ["Một câu"]),
        ("...", ["..."]),
        ("Hai\u00a0câu.\u00a0Ở đây.", ["Hai\u00a0câu.", "Ở đây."]),
        ("Hội nghị bế mạc . Đoàn ra về .", ["Hội nghị bế mạc .", "Đoàn ra về ."]),
        ("Có rau . . . Giá rẻ.", ["Có rau . . .", "Giá rẻ."]),
        ("Hai bên gồm:\n- Bộ A;\n- Bộ B.", ["Hai bên gồm:", "- Bộ A;", "- Bộ B."]),
        ("Việt Nam\n- Hàn Quốc lần\nthứ 7. Xong.", ["Việt Nam\n- Hàn Quốc lần\nthứ 7.", "Xong."]),
        ("Xong. 中国 cử đoàn.", ["Xong.", "中国 cử đoàn."]),
    ],
)
def test_odd_text_is_split_sensibly(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    "degree", ["BSCKII", "BSCKI", "BSCK2", "BSNT", "ThS.BSNT", "PGSTS", "TTND", "TTƯT", "NNƯT.TS"]
)
def test_degrees_written_together_stay_with_their_bearer(degree):
    text = f"Thạc sĩ, {degree}. Nguyễn Thị Hà, Trưởng khoa Nhi, khuyến cáo."
    assert texts(text) == [text]
    assert texts("Em học ĐHCN. Trường ở Hà Nội.") == ["Em học ĐHCN.", "Trường ở Hà Nội."]


@pytest.mark.parametrize(
    "text",
    [
        "Lễ hội diễn ra tại TT. Củ Chi, TP.HCM.",
        "Dự lễ có HT. Thích Minh Nhật và ĐĐ. Thích Huệ Tâm.",
        "Theo Cty. Minh Phú, tôm tăng giá.",
        "Theo Đ/c. Nguyễn Văn Nam, mọi việc tốt.",
        "Phát biểu có đ/c. Nguyễn Văn Nam.",
    ],
)
def test_townships_monks_companies_and_comrades_stay_with_their_names(text):
    assert texts(text) == [text]


def test_a_sentence_may_end_with_a_short_form_before_words_that_open_one():
    text = "Họ kiện Cty. Theo đơn, hàng bị lỗi."
    assert texts(text) == ["Họ kiện Cty.", "Theo đơn, hàng bị lỗi."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quan hệ hai nước.Thượng tướng nói.", ["quan hệ hai nước.", "Thượng tướng nói."]),
        ("Họp hôm nay.Theo đó, giá tăng.", ["Họp hôm nay.", "Theo đó, giá tăng."]),
        ("Tốt chưa?Ông cười.", ["Tốt chưa?", "Ông cười."]),
        ("Xem VOV.VN, Zing.Vn, Node.Js.", ["Xem VOV.VN, Zing.Vn, Node.Js."]),
        ("Ở Tp.Đà Nẵng, ThS.Đỗ Hà nói.", ["Ở Tp.Đà Nẵng, ThS.Đỗ Hà nói."]),
    ],
)
def test_a_forgotten_space_after_a_full_stop_is_seen(text, expected):
    assert texts(text) == expected


def test_a_quotation_stays_whole_with_its_speaker():
    text = "“Nước lên nhanh. Không ai kịp chạy”, bà kể."
    assert texts(text) == [text]


def test_a_quotation_that_never_closes_is_split():
    text = "“Nước lên nhanh. Không ai kịp chạy."
    assert texts(text) == ["“Nước lên nhanh.", "Không ai kịp chạy."]


def test_a_very_long_quotation_is_split():
    quotation = " ".join(["Chúng tôi sẽ làm lại từ đầu."] * 30)
    assert len(texts(f"“{quotation}”, ông nói.")) == 30


def test_sentences_count_through_the_article():
    article = [Paragraph(0, "  Một. Hai."), Paragraph(1, ""), Paragraph(2, "Ba.")]
    assert sentences(article) == (
        Sentence(0, 0, 2, "Một."),
        Sentence(1, 0, 7, "Hai."),
        Sentence(2, 2, 0, "Ba."),
    )


# Text with what splitting turns on, and any other character besides.
MARKS = [*" \n\t\u00a0.!?…,;:-–“”\"'‘’()[]/", "v.v...", "./.", "TP.", "GS.TS.", "\r\n"]
WORDS = ["ông", "Ông", "Theo", "A", "II", "5", "3.500", "nước", "Hà Nội", "và", "nhưng", "😀", "中"]
VIETNAMESE = st.lists(st.sampled_from(MARKS + WORDS), max_size=60).map("".join)
TEXT = st.one_of(VIETNAMESE, st.text(max_size=200))


@given(TEXT)
def test_rejoining_gives_the_paragraph_back(text):
    assert rejoin(text, split(text)) == text


@given(TEXT)
def test_only_white_space_lies_outside_sentences(text):
    inside = "".join(texts(text))
    assert "".join(inside.split()) == "".join(text.split())


@given(TEXT)
def test_sentences_are_where_they_say_and_trimmed(text):
    for start, sentence in split(text):
        assert text[start : start + len(sentence)] == sentence == sentence.strip() != ""


@given(st.lists(VIETNAMESE, max_size=5))
def test_indices_count_up_and_offsets_point_into_the_paragraph(bodies):
    article = [Paragraph(index, body) for index, body in enumerate(bodies)]
    found = sentences(article)
    assert [sentence.index for sentence in found] == list(range(len(found)))
    assert all(
        bodies[sentence.paragraph].startswith(sentence.text, sentence.start) for sentence in found
    )


def test_translations_take_the_place_of_sentences_and_keep_the_white_space():
    text = "  Một.\nHai.  "
    assert rejoin(text, split(text), ["One.", "Two."]) == "  One.\nTwo.  "


def test_a_missing_replacement_is_an_error():
    text = "Một. Hai."
    with pytest.raises(ValueError, match="zip"):
        rejoin(text, split(text), ["One."])


def fits_in(limit):
    return lambda piece: len(piece) <= limit


@given(TEXT, st.integers(min_value=1, max_value=40))
def test_every_clause_fits_and_nothing_is_lost(text, limit):
    pieces = clauses(text, fits_in(limit))
    assert rejoin(text, pieces) == text
    assert "".join("".join(piece for _, piece in pieces).split()) == "".join(text.split())
    assert all(len(piece) <= limit for _, piece in pieces)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Hai bên ký; ba bên về", 12, ["Hai bên ký;", "ba bên về"]),
        ("“Đi ngay. Về, rồi nghỉ”, bà nói", 24, ["“Đi ngay.", "Về, rồi nghỉ”, bà nói"]),
        ("Ông nói hai và ba, bốn và năm", 20, ["Ông nói hai và ba,", "bốn và năm"]),
        ("Gió to nhưng thuyền vẫn đi", 20, ["Gió to", "nhưng thuyền vẫn đi"]),
        ("cam quýt và bưởi chanh", 15, ["cam quýt", "và bưởi chanh"]),
        ("một hai ba bốn", 8, ["một hai", "ba bốn"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("Giá 3,5 tỷ", 100, ["Giá 3,5 tỷ"]),
    ],
)
def test_a_long_sentence_is_cut_at_the_best_mark_near_its_middle(text, limit, expected):
    assert [piece for _, piece in clauses(text, fits_in(limit))] == expected


def test_a_combining_mark_stays_with_its_letter():
    pieces = clauses("ở" + "o\u031b\u0309" * 8, fits_in(6))
    assert not any(unicodedata.combining(piece[0]) for _, piece in pieces)


def test_what_can_never_fit_is_cut_to_single_characters():
    assert clauses("ab c", lambda piece: False) == ((0, "a"), (1, "b"), (3, "c"))


def test_a_sentence_of_five_thousand_words_is_cut_with_few_questions():
    """Halving asks about twice as often as there are pieces, not once a word."""
    asked = []

    def fits(piece):
        asked.append(piece)
        return len(piece.split()) <= 50

    pieces = clauses(" ".join(["từ"] * 5000), fits)
    assert len(pieces) <= 200
    assert len(asked) < 2 * len(pieces)
