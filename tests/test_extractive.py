"""The choice of sentences: what an article is about, once, in order, at a readable length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extractive import Recipe, choose
from service.standalone import Surroundings, is_fit

LEAD = "Two navies held a rescue exercise off Da Nang on Monday."
ARTICLE = [
    LEAD,
    "Sailors enjoyed a football match against a local school team.",
    "A restaurant near the port offered the crews fresh seafood.",
    "Rescue helicopters of both navies lifted 12 people off a burning ship in the exercise.",
    "A choir of pupils sang three old songs on the quay.",
]


def test_the_sentence_that_shares_the_articles_subject_is_chosen():
    assert choose(None, ARTICLE, 2) == (0, 3)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Sailors enjoyed a football match", (0, 1)), ("A choir of pupils sang old songs", (0, 4))],
)
def test_the_title_draws_the_choice(title, expected):
    assert choose(title, ARTICLE, 2, Recipe(title=3.0)) == expected


def test_the_first_sentence_leads_if_it_can():
    """However strongly the title draws elsewhere; but not when it cannot stand."""
    title = ARTICLE[4]
    assert choose(title, ARTICLE, 1) == (0,)
    assert choose(title, ["He sang for many hours on Monday.", *ARTICLE[1:]], 1) == (4,)


def test_what_was_said_is_not_said_again():
    assert choose(None, [LEAD, LEAD, f"On Monday, {LEAD}"], 3) == (0,)


def test_a_figure_outweighs_a_courtesy():
    article = [
        LEAD,
        "Admiral Lee thanked the navy of Vietnam for its warm welcome.",
        "Admiral Lee promised the navy of Vietnam 30 million dollars.",
    ]
    assert choose(None, article, 2) == (0, 2)


def sentence_of(letter, words):
    return " ".join(f"{letter}{number}" for number in range(words)).capitalize() + "."


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [((40, 40, 40), 2), ((30, 30, 30), 3), ((60, 60, 10), 2), ((20, 20, 50), 3)],
)
def test_sentences_after_the_second_must_fit_the_length_of_a_summary(lengths, expected):
    """Thirty words for each of the three sentences asked for."""
    article = [sentence_of(letter, length) for letter, length in zip("abc", lengths, strict=True)]
    assert len(choose(None, article, 3)) == expected


@pytest.mark.parametrize("most", [0, 1, 2, 3, 100])
def test_no_more_sentences_are_chosen_than_asked_for(most):
    assert len(choose("Navies", ARTICLE, most)) <= most


def test_a_first_sentence_that_points_back_leads_where_nothing_else_can_stand():
    article = [
        "His plan for the port of Da Nang was approved on Monday.",
        "It will cost 3 billion USD and take five years.",
        "They expect that 40 ships will call there each week.",
    ]
    assert choose(None, article, 3) == (0, 1, 2)
    assert choose(None, ["", *article[1:]], 3) == ()


@pytest.mark.parametrize("article", [[], [""], ["", "", ""], ["?"], ["He did."]])
def test_nothing_is_chosen_where_nothing_can_stand(article):
    assert choose("Title", article, 3) == ()


OPENINGS = [
    "General Giang said",
    "He said",
    "The two sides said",
    "However, ships",
    "The port",
    "VNA",
]
ENDS = ["that 12 ships came.", "“we will help.", "nothing of it?", "that trade grew by 5%.", "no"]
SENTENCES = st.lists(
    st.tuples(
        st.sampled_from(OPENINGS),
        st.lists(st.sampled_from(["navy", "army", "trade", "storm", "port"]), max_size=12),
        st.sampled_from(ENDS),
    ).map(lambda parts: f"{parts[0]} {' '.join(parts[1])} {parts[2]}"),
    max_size=25,
)


@given(
    st.none() | st.text(max_size=40), SENTENCES | st.lists(st.text(max_size=80)), st.integers(0, 6)
)
def test_chosen_sentences_are_fit_in_order_and_understood(title, article, most):
    chosen = choose(title, article, most)
    surroundings = Surroundings.of(article)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) <= most
    for index in chosen:
        assert is_fit(article[index])
        assert index == 0 or surroundings.stands(
            index, [other for other in chosen if other < index]
        )
