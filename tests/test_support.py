"""A written statement holds where its numbers, dates and names are the article's."""

from __future__ import annotations

import pytest

from service.support import MOST_SOURCES, Evidence, is_borne_out


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Exports rose 5.5% to 1,200 tonnes.", "Exports reached 1200 tonnes, up 5.5%.", True),
        ("Exports rose 5%.", "Exports rose 5.5%.", False),
        ("Exports rose 5%.", "Exports rose by 5 tonnes.", False),
        ("It cost 2.5 million VND.", "It cost 2,500,000 VND.", True),
        ("It cost 2.5 million VND.", "It cost 2.5 billion VND.", False),
        ("A Su-30 crashed.", "Two Su-30s flew; a Su-30 crashed.", True),
        ("The Su-30 crashed.", "The Su-27 crashed.", False),
        ("The Su-30MK2 crashed.", "An SU 30MK2 crashed.", True),
        ("Mid-2024 prices rose.", "Prices rose in mid-2024.", True),
        ("The Covid-19 wave ended.", "The wave of Covid 19 ended.", True),
        ("A ship came.", "A ship came with A1" + "A" * 60_000 + "x.", True),  # in linear time
        ("It cost VND120 billion.", "It cost 120 billion VND.", True),
        ("Three ships came.", "3 ships came.", True),
        ("Three ships came.", "Four ships came.", False),
        ("Forty-five others were jailed.", "Another 45 were jailed.", True),
        ("The two sides agreed.", "Laos and Cambodia agreed.", True),
        ("They met on March 14.", "On the morning of March 14 they met.", True),
        ("They met on March 14.", "On April 14 they met.", False),
        ("They met in March.", "They met on March 14, 2024.", True),
        ("They won 3-1.", "The match ended 3-1.", True),
        ("General Phan Van Giang spoke.", "General Phan Văn Giang spoke.", True),
        ("General Giang spoke in Seoul.", "General Giang spoke in Hanoi.", False),
        ("Officials met in Hanoi.", "Men of both ministries met in Hanoi.", True),
        ("Đà Nẵng hosts ships.", "Da Nang hosts ships.", True),
        ("The Russian navy came.", "Ships of Russia came.", True),
        ("Ships of the Iraqi navy came.", "Ships of the Iranian navy came.", False),
        ("Ships of Ghana came.", "Ghanaian ships came.", True),
        ("Lao ships came.", "Ships of Laos came.", True),
        ("Ships of Thailand came.", "Thai ships came.", True),
        ("Canadian ships came.", "Ships of Canada came.", True),
        ("Ships of Nigeria came.", "Ships of Niger came.", False),
        ("An Indiana firm came.", "An Indian firm came.", False),
        ("The UN agreed.", "The United Nations agreed.", True),
        ("The UK agreed.", "The United Nations agreed.", False),
        (
            "The UN agreed.",
            "He met the union. United as ever, they agreed. Nations looked on.",
            False,
        ),
        ("It joined the FAO.", "It joined the Food and Agriculture Organization.", True),
        ("Ships came to Vietnam.", "Ships came to Da Nang.", True),
        ("Nothing of note.", "", True),
        ("Laos signed the pact.", "Thailand signed the pact.", False),
        ("Russia attacked Kharkiv.", "Ukraine attacked Kharkiv.", False),
        ("Ukraine attacked Kharkiv.", "Russia attacked Kharkiv.", False),
        ("Giang praised Japan.", "Kishida praised Japan.", False),
        ("Giang praised Japan.", "Phan Văn Giang praised Japan.", True),
        ("Thai ships came.", "Ships of Laos came.", False),
        ("NATO agreed.", "The European Union agreed.", False),
        ("NATO agreed.", "The North Atlantic Treaty Organization agreed.", True),
        ("Long queues formed.", "People stood in a queue.", True),
        ("Minister Le spoke.", "The minister spoke at the Long Ethics Forum.", False),
        ("The Norwegian minister came.", "The minister of Norway came.", True),
        ("The Portuguese minister came.", "The minister of Portugal came.", True),
        ("The Belgian king came.", "The king of Belgium came.", True),
        ("The Argentine president came.", "The president of Argentina came.", True),
        ("The Scottish team won.", "The team of Scotland won.", True),
        ("The Peruvian team won.", "The team of Peru won.", True),
        ("The Mexican team won.", "The team of Mexico won.", True),
        ("The Kazakh team won.", "The team of Kazakhstan won.", True),
    ],
)
def test_numbers_dates_and_names_must_be_in_the_sources(text, source, expected):
    assert is_borne_out(text, [source]) is expected


ARTICLE = [
    "General Phan Van Giang received the guests in Hanoi.",
    "The guests praised the weather.",
    "South Korea will train 40 officers from 2025.",
    "The ministers had dinner.",
]


def test_sources_are_those_with_the_numbers_and_names():
    assert Evidence(ARTICLE).sources("Giang was told 40 officers will be trained.") == (0, 2)


def test_sources_beyond_the_facts_are_those_with_the_words():
    assert Evidence(ARTICLE).sources("The weather was praised.") == (1,)


def test_a_text_that_shares_no_word_has_no_source():
    assert Evidence(ARTICLE).sources("Completely unrelated gibberish.") == ()


def test_sources_are_few():
    letters = "abcdefghij"
    sentences = [f"Word{letter} alone." for letter in letters]
    text = " ".join(f"Word{letter}" for letter in letters)
    assert len(Evidence(sentences).sources(text)) == MOST_SOURCES


def test_an_article_bears_out_what_its_sentences_say_together():
    evidence = Evidence(ARTICLE)
    assert evidence.bears_out("Giang heard that South Korea will train 40 officers.")
    assert not evidence.bears_out("Giang heard that South Korea will train 41 officers.")


def test_a_long_list_of_names_is_read_in_no_time():
    names = " ".join(f"Name{number}" for number in range(3_000))
    assert is_borne_out("Name2999 spoke.", [names])
