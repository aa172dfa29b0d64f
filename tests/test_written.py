"""What a model wrote is cut into sentences where an editor would."""

from __future__ import annotations

import pytest

from models.written import split


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One. Two.", ["One.", "Two."]),
        ("Gen. Giang met Mr. Austin. They talked.", ["Gen. Giang met Mr. Austin.", "They talked."]),
        ("It cost 2.5 dong. J. Smith paid.", ["It cost 2.5 dong.", "J. Smith paid."]),
        ("In Hanoi. Đặng Minh left.", ["In Hanoi.", "Đặng Minh left."]),
        ("It cost 3.5 tr. đồng, he said.", ["It cost 3.5 tr. đồng, he said."]),
        ('He said: "Yes." She left.', ['He said: "Yes."', "She left."]),
    ],
)
def test_summaries_are_cut_into_sentences(text, sentences):
    assert split(text) == sentences
