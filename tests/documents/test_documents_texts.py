"""Texts are cut into sentences, and trees of markup are put together again, without loss."""

from __future__ import annotations

import pytest
from documents.standins import lossy, said
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents import translate_texts
from service.documents.inline import Element, cut, join, text_of
from service.documents.passages import translate_passages
from service.documents.placeholders import protect, release
from service.documents.segments import Passage, pieces


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Một câu.", "[Một câu.]"),
            ("Câu một. Câu hai.", "[Câu một.] [Câu hai.]"),
            ("Câu một.\nCâu hai.", "[Câu một.]\n[Câu hai.]"),
            ("\r\n  Thụt vào\r\n\r\n", "\r\n  [Thụt vào]\r\n\r\n"),
            ("dòng này\ndòng kia", "[dòng này]\n[dòng kia]"),
            ("", ""),
            ("\n \n", "\n \n"),
            ("12 – 5", "12 – 5"),
            ("Ừ.\n5.", "[Ừ.]\n5."),  # no word to a model, but somebody may have corrected it
        ],
    )
    def test_white_space_between_sentences_stays(self, text, expected):
        assert translate_texts([text], said) == [expected]

    @pytest.mark.parametrize(
        ("layout", "expected"),
        [
            ("lines", "[một hai]\n[ba bốn.] [Năm sáu]"),
            ("flowing", "[một hai\nba bốn.] [Năm sáu]"),
            ("whole", "[một hai]\n[ba bốn. Năm sáu]"),
        ],
    )
    def test_what_a_line_break_means_can_be_chosen(self, layout, expected):
        text = "một hai\nba bốn. Năm sáu"
        assert translate_texts([text], said, layout) == [expected]

    @pytest.mark.parametrize(
        "kept",
        [
            "{0}",
            "{name}",
            "{{ user.name }}",
            "%s",
            "%(count)d",
            "%1$s",
            "%-08.3f",
            "%(gia)010.2f",
            "${total}",
            "https://example.vn/tin?a=1&b=2",
            "toa.soan@example.vn",
            "⟦7⟧",
        ],
    )
    @pytest.mark.parametrize("translate", [said, lossy])
    def test_placeholders_and_addresses_stay_whatever_the_model_does(self, kept, translate):
        result = translate_texts([f"Xin chào {kept}, mời vào. Câu hai."], translate)[0]
        assert result.count(kept) == 1

    def test_a_percentage_is_no_placeholder(self):
        seen = []

        def note(texts):
            seen.extend(texts)
            return texts

        translate_texts(["Tăng 5% so với năm trước và 10% dân số."], note)
        assert seen == ["Tăng 5% so với năm trước và 10% dân số."]

    @pytest.mark.parametrize("start", ["%", "%(a)", "%1$", "%.", "{", "⟦", "a@", "http://"])
    @pytest.mark.parametrize("row", ["0", "1", ".", "-", "a.", "%"])
    def test_no_text_takes_long_to_look_through(self, start, row):
        text = "Giá " + start + row * 20_000  # minutes, were it quadratic
        assert text_of(release(protect((text,)))) == text

    def test_a_sentence_ends_after_an_address(self):
        result = translate_texts(["Xem https://example.vn/tin. Sau đó quay lại."], said)[0]
        assert result == "[Xem https://example.vn/tin.] [Sau đó quay lại.]"

    def test_each_sentence_is_asked_for_once(self):
        asked = []

        def note(texts):
            asked.extend(texts)
            return texts

        translate_texts(["Câu một. Câu hai.", "Câu hai. Câu một."], note)
        assert asked == ["Câu một.", "Câu hai."]

    @given(st.text(alphabet="ab .\n\r\tÀđ?!{}%s⟦0⟧", max_size=60))
    def test_what_says_nothing_new_comes_back_to_the_letter(self, text):
        assert translate_texts([text], lambda texts: list(texts)) == [text]


def trees(depth=3):
    leaf = st.text(alphabet="ab c.\n", max_size=6)
    atom = st.builds(lambda word: Element(object(), word=word), st.booleans())
    return st.recursive(
        st.lists(leaf | atom, max_size=4),
        lambda inner: st.lists(
            leaf | atom | inner.map(lambda nodes: Element(object(), join([tuple(nodes)]))),
            max_size=4,
        ),
        max_leaves=12,
    ).map(lambda nodes: join([tuple(nodes)]))


class TestTrees:
    @given(trees(), st.data())
    def test_a_tree_cut_anywhere_joins_to_itself(self, tree, data):
        length = len(text_of(tree))
        offsets = sorted(data.draw(st.lists(st.integers(0, length), max_size=5)))
        assert join(cut(tree, offsets)) == tree

    @given(trees())
    def test_the_pieces_of_a_passage_are_the_passage(self, tree):
        assert join(piece.nodes for piece in pieces(Passage(tree))) == tree

    @given(trees(), st.sampled_from([said, lossy, lambda texts: ["x y" for _ in texts]]))
    @settings(max_examples=200)
    def test_no_element_is_lost_doubled_or_moved_into_another(self, tree, translate):
        (english,) = translate_passages([Passage(tree)], translate)
        assert sorted(_nesting(english)) == sorted(_nesting(tree))


def _nesting(tree, inside=0):
    for node in tree:
        if isinstance(node, Element):
            yield inside, id(node.mark)
            yield from _nesting(node.children, id(node.mark))
