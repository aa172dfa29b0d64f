"""Which English sentences can stand in a summary, and what is trimmed off them."""

import pytest

from service.standalone import (
    Surroundings,
    has_whole_quotations,
    is_dangling,
    is_fit,
    trimmed,
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("(QK7 Online) - On May 5, the talks began.", "On May 5, the talks began."),
        ("Hanoi (VNA) – The talks began.", "The talks began."),
        ("VNA - The talks began.", "The talks began."),
        ("TTO - The talks began.", "The talks began."),
        ("NDO – The talks began.", "The talks began."),
        ("SKĐS - “We are ready,” he said.", "“We are ready,” he said."),
        ("VOV.VN - The talks began.", "The talks began."),
        ("Hanoi, October 5 (VNA) - The talks began.", "The talks began."),
        ("Hanoi, 5 Oct. 2025 (VNA) - The talks began.", "The talks began."),
        ("👉 The talks began.", "The talks began."),
        ("▶️ TTO - The talks began.", "The talks began."),
        ("(CNN)Five people were released.", "Five people were released."),
        ("The talks began, according to the Vietnam News Agency.", "The talks began."),
        ("  The talks began. ", "The talks began."),
        ("* The talks began.", "The talks began."),
        ("Vietnam - South Korea ties grew.", "Vietnam - South Korea ties grew."),
        ("ASEAN - China talks began.", "ASEAN - China talks began."),
        ("NATO - Russia talks began.", "NATO - Russia talks began."),
        ("EU - Vietnam trade grew.", "EU - Vietnam trade grew."),
        ("Boeing 737 (USA) - A plane.", "Boeing 737 (USA) - A plane."),
        ("€5 was paid for the TTO - Ha Noi line.", "€5 was paid for the TTO - Ha Noi line."),
        ("He (left) - a general - spoke.", "He (left) - a general - spoke."),
        ("He flew by Paris (France) - Hanoi.", "He flew by Paris (France) - Hanoi."),
        ("He left AFP - Agence France-Presse.", "He left AFP - Agence France-Presse."),
        ("Prices rose, according to the bank.", "Prices rose, according to the bank."),
    ],
)
def test_only_the_agencys_dateline_and_credit_are_trimmed(sentence, expected):
    assert trimmed(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "General Giang received Deputy Minister Kim in Hanoi.",
        'The minister said the pact was "a milestone" for both armies.',
        "“We are ready to help,” General Giang told the officers.",
        "A type I bronze drum was returned to the museum.",
        "Lò Mí My, 22, won two gold medals on Sunday.",
        "General Giang gave our reporter an interview on Sunday.",
        "The ministry asked who would pay for it (about 3 million USD).",
        "Speaking in Hanoi, General Giang thanked the South Korean delegation.",
        "Flooding in Huế has closed three roads since Sunday.",
        "Highly valued for its silk, the village drew merchants from afar.",
    ],
)
def test_a_whole_statement_is_fit(sentence):
    assert is_fit(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "The talks went well.",  # fewer than six words
        "word " * 200 + "end.",
        "General Giang received Deputy Minister Kim in Hanoi",  # a heading
        "GENERAL GIANG RECEIVED DEPUTY MINISTER KIM TODAY.",
        "Will the two armies train together next year?",
        "Examining the relations between Vietnam and Japan, Vietnam's role in ASEAN.",
        "Highly valued the relationship between Vietnam and Japan, Vietnam's role in ASEAN.",
        "Expressed his thanks to the people and the army of the country.",
        "“We are ready to help and we will come soon.",
        'The minister said "this is only the first step.',
        "“The water rose so fast that nobody could run away.”",  # nobody says who spoke
        "The agreement (signed in Seoul last week is in force.",
        "Photo: General Giang and Deputy Minister Kim in Hanoi.",
        "General Giang and Deputy Minister Kim at the talks (Photo: VNA).",
        "Reporters: Nguyễn Văn An and Trần Thị Bình in Hanoi.",
        "According to the Vietnam News Agency on Monday.",
        "Readers can write to news@example.vn about this matter.",
        "In this case I think that we must wait.",
        "- Naturalisation is not wrong in this case.",
        "Major General Thái Công Hậu: Scholarships are the first reason.",
        "You may not see it, but prices rose.",
    ],
)
def test_what_an_editor_would_strike_is_not_fit(sentence):
    assert not is_fit(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“a” and “b” (c) [d]", True),
        ('"a" and "b"', True),
        ("“a", False),
        ("a”", False),
        ('a "b', False),
        ("(a", False),
    ],
)
def test_quotations_and_brackets_must_close(sentence, expected):
    assert has_whole_quotations(sentence) is expected


@pytest.mark.parametrize(
    "sentence",
    [
        "He also thanked the hosts.",
        "It was the third visit.",
        "This is the third visit.",
        "These ships will stay for a week.",
        "Their talks lasted two hours.",
        "However, prices fell.",
        "Meanwhile, exports rose.",
        "On this occasion, General Giang invited the guests.",
        "At the same time, exports rose.",
        "In addition, 40 officers will be trained.",
        "After that, the guests left.",
        "Of these, 12 were children.",
        "Nearly 80% of them were children.",
        "The two sides agreed to train together.",
        "Both sides agreed to train together.",
        "Both ministers and their delegations were present.",
        "His Majesty also thanked the hosts.",
        "Later on, prices fell.",
        "Later that day, the guests left.",
        "Earlier today, he met the minister.",
        "Later on Monday, they left for Da Nang.",
        "In response to this, exports were halted.",
        "In response to such concerns, exports were halted.",
        "For his part, Kim promised support.",
        "“We will help,” he said.",
        "That evening, the delegation left for Da Nang.",
        "Recruitment was not without problems, however.",
        "What haunts her is the noise.",
        "Born in 1980, she is the first woman in the post.",
        "If he violates the terms, the court may decide anew.",
        "More worryingly, prices rose again.",
        "The remaining 214 stand empty.",
        "The last two will arrive next year.",
        "Once there, they had their phones taken away.",
    ],
)
def test_an_opening_that_points_back_dangles(sentence):
    assert is_dangling(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "General Giang also thanked the hosts.",
        "This year, exports rose.",
        "This academic year, 17 schools took part.",
        "His Majesty King Norodom Sihamoni arrived in Hanoi.",
        "Their Majesties the King and Queen of Thailand arrived.",
        "Her Royal Highness Princess Sirindhorn opened the school.",
        "His Excellency, Mr Kim Seon Ho, met the press.",
        "Both Vietnam and Laos agreed to raise trade.",
        "Both the Ministry of Defence and the police were called.",
        "Both exports and imports rose.",
        "Earlier today, Vietnam beat Yemen 1-0.",
        "Later this year, Vietnam and its partners will meet.",
        "Later in 2024, two ports were opened.",
        "Earlier on Monday, General Giang met the minister.",
        "In response to a reporter's question, General Giang denied it.",
        "The two-day visit ended on Friday.",
        "Hereditary diseases are rare.",
        "“We will help,” General Giang said.",
        "After General Giang arrived, he met the minister.",
        "Whatever the price, buyers came.",
        "Thatched roofs were blown away.",
        "Items worth 3 million USD were seized.",
    ],
)
def test_an_opening_that_says_who_or_what_does_not_dangle(sentence):
    assert not is_dangling(sentence)


ARTICLE = [
    "General Phan Văn Giang received Deputy Minister Kim Seon Ho in Hanoi.",
    "A memorandum on training was signed by officers of the general staff.",
    "The memorandum is valid for five years.",
    "Giang promised more exchanges.",
    "At the reception, gifts were exchanged.",
    "The storm is expected to make landfall.",
    "Ho Chi Minh City will host a fair.",
]


@pytest.mark.parametrize(
    ("index", "chosen", "expected"),
    [
        (0, [], True),
        (2, [], False),  # which memorandum?
        (2, [1], True),
        (3, [], False),  # Giang who?
        (3, [0], True),
        (3, [2], True),  # the sentence before always does
        (4, [0], False),  # no reception was mentioned
        (4, [3], True),
        (5, [], True),  # everyone meets the storm here
        (6, [], True),
    ],
)
def test_a_sentence_stands_when_what_it_takes_for_granted_was_read(index, chosen, expected):
    assert Surroundings.of(ARTICLE).stands(index, chosen) is expected


def test_the_first_sentence_may_point_but_not_to_a_person():
    assert Surroundings.of(["In the two days of talks, much was said."]).stands(0, [])
    assert not Surroundings.of(["He said much in two days of talks."]).stands(0, [])


def test_what_follows_a_first_sentence_left_blank_points_back_to_it():
    article = ["", "The two sides also agreed to meet again.", "The delegates saw the port."]
    assert Surroundings.of(article).needs == (None, "", None)
