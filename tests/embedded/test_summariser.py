"""The built-in model sums English articles up, within what it can read."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import catalogue
from models.decoding import Decoding
from models.embedded import build
from models.embedded import summariser as room
from models.embedded.prompt import Prompt
from models.embedded.summariser import EmbeddedSummariser
from models.errors import InputTooLong, ModelNotFound
from models.protocols import Hypothesis, Outcome, Signature, Summariser
from service.support import Evidence

ARTICLE = [
    "On the morning of April 24, in Hanoi, General Phan Văn Giang, Minister of National Defence, "
    "received Kim Seon Ho, Deputy Minister of National Defence of South Korea.",
    "General Giang welcomed the guest and said that ties had developed well over 32 years.",
    "He thanked South Korea for clearing mines in 12 communes of Quang Tri province.",
    "Kim Seon Ho said South Korea would train 40 Vietnamese officers in field medicine next year.",
    "The two sides agreed to hold the 12th Defence Policy Dialogue in Seoul in 2025.",
]


@pytest.fixture(scope="module")
def options(engine_cache: Path) -> catalogue.Options:
    return catalogue.Options(cache=engine_cache / "models")


@pytest.fixture(scope="module")
def summariser(options) -> Summariser:
    return catalogue.find(catalogue.DEFAULT_SUMMARISER).load_summariser(options)


def test_it_is_a_summariser_with_the_translators_weights(summariser, options):
    assert isinstance(summariser, Summariser)
    translating = catalogue.find(catalogue.DEFAULT).signature(options)
    assert summariser.signature == catalogue.find(catalogue.DEFAULT_SUMMARISER).signature(options)
    assert summariser.signature.weights == translating.weights
    assert summariser.signature != translating


def test_it_does_not_load_the_translators_weights_again(embedded, options, monkeypatch):
    def load(built) -> None:
        pytest.fail(f"{built.folder} is in memory already, for {embedded.signature}")

    monkeypatch.setattr(build, "load", load)
    catalogue.find(catalogue.DEFAULT_SUMMARISER).load_summariser(options)


def test_a_summary_is_shorter_than_its_article_and_borne_out_by_it(summariser):
    drafts = summariser.summarise(None, ARTICLE, 3)
    assert drafts
    written = [sentence.text for sentence in drafts[0]]
    assert 1 <= len(written) <= 3
    assert len(" ".join(written).split()) < len(" ".join(ARTICLE).split()) * 2 / 3
    assert any(Evidence(ARTICLE).bears_out(text) for text in written)


def test_the_same_article_has_the_same_summary(summariser):
    assert summariser.summarise(None, ARTICLE, 3) == summariser.summarise("Title", ARTICLE, 3)


def test_articles_asked_for_at_once_each_get_their_own_summary(summariser):
    countries = ["South Korea", "Laos", "Chile", "Poland"]
    articles = [[text.replace("South Korea", each) for text in ARTICLE] for each in countries]
    with ThreadPoolExecutor(4) as pool:
        drafts = list(pool.map(lambda each: summariser.summarise(None, each, 3), articles))
    for country, (best, *_) in zip(countries, drafts, strict=True):
        said = " ".join(sentence.text for sentence in best)
        assert [other for other in countries if other in said] in ([country], [])


def test_no_more_sentences_than_asked_for(summariser):
    assert all(len(draft) == 1 for draft in summariser.summarise(None, ARTICLE, 1))


def test_blank_sentences_are_passed_over(summariser):
    with_blanks = ["", *ARTICLE[:2], " ", *ARTICLE[2:]]
    assert summariser.summarise(None, with_blanks, 3) == summariser.summarise(None, ARTICLE, 3)
    assert summariser.summarise(None, ["", " "], 3) == ()


def test_what_does_not_fit_is_refused(summariser):
    assert summariser.fits(ARTICLE)
    assert not summariser.fits(ARTICLE * 5)
    with pytest.raises(InputTooLong, match="On the morning of April 24"):
        summariser.summarise(None, ARTICLE * 5, 3)


def test_each_entry_does_one_thing(options):
    with pytest.raises(ModelNotFound, match="is a summariser, not a translator"):
        catalogue.find(catalogue.DEFAULT_SUMMARISER).load(options)
    with pytest.raises(ModelNotFound, match="is a translator, not a summariser"):
        catalogue.find(catalogue.DEFAULT).load_summariser(options)


class Scripted:
    """An engine of two workers that repeats what it is given, and breaks down at "poison"."""

    runs = 0

    def __init__(self, *_, **__):
        pass

    def run(self, source):
        Scripted.runs += 1
        while segments := source.take(2, wait=True):
            for segment in segments:
                if "poison" in segment.text:
                    raise RuntimeError("out of memory")
                yield Outcome(segment.key, (Hypothesis(segment.text, -0.1, 3),))


@pytest.fixture
def scripted(monkeypatch) -> Summariser:
    monkeypatch.setattr(room, "Engine", Scripted)
    monkeypatch.setattr(Scripted, "runs", 0)
    prompt = Prompt(catalogue.weights_folder() / catalogue.DEFAULT / "tokenizer.json")
    return EmbeddedSummariser(None, prompt, Signature("s", "0", "x"), Decoding(), 2)


def written(summariser: Summariser, text: str) -> str:
    ((sentence,),) = summariser.summarise(None, [text], 1)
    return sentence.text


def test_after_a_breakdown_it_goes_on(scripted):
    assert written(scripted, "One.") == "One."
    with pytest.raises(RuntimeError, match="out of memory"):
        written(scripted, "A poison.")
    assert written(scripted, "Two.") == "Two."
    assert Scripted.runs == 2


def test_callers_at_once_each_get_their_own_answer_or_the_error(scripted):
    texts = [f"Text {number}." if number % 7 else "A poison." for number in range(1, 60)]

    def answered(text: str) -> str:
        try:
            return written(scripted, text)
        except RuntimeError as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(answered, texts))
    assert all(
        answer in (text, "out of memory") for text, answer in zip(texts, answers, strict=True)
    )
    assert sum(answer == "out of memory" for answer in answers) >= 8


def test_an_answer_that_comes_at_once_finds_who_waits_for_it():
    this = room._Round()

    class Hasty:
        """A queue whose reader answers before the writer goes on."""

        def put(self, segment):
            this._settle(Outcome(segment.key, (Hypothesis(segment.text, -0.1, 3),)))

    this._handed_in = Hasty()
    assert this.hand_in("One.", 1).result(timeout=5)[0].text == "One."


def test_the_engine_ends_when_nothing_comes_and_starts_again(scripted, monkeypatch):
    monkeypatch.setattr(room, "IDLE", 0.01)
    assert written(scripted, "One.") == "One."
    time.sleep(0.2)
    assert written(scripted, "Two.") == "Two."
    assert Scripted.runs == 2
