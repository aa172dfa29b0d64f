"""The translation desk: memory, corrections, second tries, pieces, durability."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from models.errors import ModelError
from models.protocols import Ending, Hints, Hypothesis, Outcome, Segment, Signature, Source
from service.article import Translation
from service.dispatch import Dispatcher
from service.errors import CalledOff
from service.glossary import Glossary, Term
from service.memory import Entry, Memory
from service.normalise import normalise
from service.translate import STORE_EVERY, SURELY_FITS, TranslationDesk

SENTENCE = "Hai bên nhất trí tăng cường hợp tác."
NUMBERED = "Hai nước có 128 dự án."


class Speaker:
    """A translator that says what `say` makes of a text, best first, and notes what it is asked."""

    signature = Signature("speaker", "none", "speaker")

    def __init__(
        self,
        say: Callable[[str], Sequence[str]],
        longest: int = 10_000,
        follows_hints: bool = False,
    ) -> None:
        self.say = say
        self.longest = longest
        self.follows_hints = follows_hints
        self.asked: list[tuple[str, int]] = []
        self.hints: list[Hints] = []
        self.ending: Ending = "complete"
        self.uncovered: dict[str, tuple[str, ...]] = {}  # by what is said

    def fits(self, text: str) -> bool:
        return len(text) <= self.longest

    def run(self, source: Source) -> Iterator[Outcome]:
        while segments := source.take(4, wait=True):
            yield from map(self._outcome, segments)

    def _outcome(self, segment: Segment) -> Outcome:
        self.asked.append((segment.text, segment.alternatives))
        self.hints.append(segment.hints)
        try:
            said = self.say(segment.text)[: segment.alternatives]
            if self.follows_hints:
                asked = " ".join(english for _, english in segment.hints)
                said = [f"{asked} {text}".strip() for text in said]
        except ZeroDivisionError as error:
            return Outcome(segment.key, error=error)
        return Outcome(
            segment.key,
            tuple(
                Hypothesis(text, -0.2, 7, self.ending, self.uncovered.get(text, ()))
                for text in said
            ),
        )

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.asked]


class Desk:
    """A desk with its parts at hand."""

    def __init__(self, path: Path, speaker: Speaker, terms: Sequence[Term] = ()) -> None:
        self.speaker = speaker
        self.memory = Memory.open(path / "memory.sqlite3")
        self.dispatcher = Dispatcher(lambda: speaker)
        self.desk = TranslationDesk(
            self.dispatcher, speaker.signature, self.memory, Glossary(terms)
        )

    def close(self) -> None:
        self.dispatcher.close()
        self.memory.close()


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Desks over one memory, closed at the end."""
    opened: list[Desk] = []

    def make(
        say: Callable[[str], Sequence[str]] = plain,
        terms: Sequence[Term] = (),
        **options: object,
    ) -> Desk:
        opened.append(Desk(tmp_path, Speaker(say, **options), terms))
        return opened[-1]

    yield make
    for desk in opened:
        desk.close()


def plain(text: str) -> Sequence[str]:
    """English that no check minds."""
    return ["The two sides agreed to step up cooperation."]


def test_results_are_aligned_with_the_texts(open_desk):
    english = {"Xin chào.": "Hello.", "Cảm ơn.": "Thank you."}
    desk = open_desk(lambda text: [english[text]])
    found = desk.desk.translate(["Xin chào.", "Cảm ơn.", "Xin chào."])
    assert [each.source for each in found] == ["Xin chào.", "Cảm ơn.", "Xin chào."]
    assert [each.text for each in found] == ["Hello.", "Thank you.", "Hello."]


def test_a_text_said_twice_is_translated_once(open_desk):
    desk = open_desk()
    desk.desk.translate([SENTENCE, SENTENCE])
    assert desk.speaker.texts == [SENTENCE]


def test_what_was_translated_before_comes_from_the_memory(open_desk):
    open_desk().desk.translate([SENTENCE])
    again = open_desk()
    (found,) = again.desk.translate([SENTENCE])
    assert (found.origin, found.text) == ("memory", plain("")[0])
    assert again.speaker.asked == []


def test_what_is_said_twice_or_says_nothing_is_not_known_for_that(open_desk):
    desk = open_desk()
    texts = [SENTENCE, "***", NUMBERED, SENTENCE]
    assert desk.desk.known(texts) == (0, 3)
    desk.desk.translate([SENTENCE])
    assert desk.desk.known(texts) == (2, 1)
    desk.desk.translate(texts)
    assert desk.desk.known(texts) == (3, 0)


def test_the_memory_remembers_the_score(open_desk):
    open_desk().desk.translate([SENTENCE])
    (found,) = open_desk().desk.translate([SENTENCE])
    assert found.score == -0.2


def test_the_same_sentence_in_another_unicode_form_is_known(open_desk):
    import unicodedata

    open_desk().desk.translate([SENTENCE])
    (found,) = open_desk().desk.translate([unicodedata.normalize("NFD", SENTENCE)])
    assert found.origin == "memory"


def test_other_terms_make_other_entries(open_desk):
    desk = open_desk()
    desk.desk.translate([SENTENCE])
    errand = desk.dispatcher.errand()
    other = desk.desk.serving(errand, Glossary([Term("hợp tác", "cooperation")]))
    (found,) = other.translate([SENTENCE])
    assert found.origin == "model"


def test_a_persons_correction_wins_over_what_the_model_said(open_desk):
    desk = open_desk()
    desk.desk.translate([SENTENCE])
    desk.memory.correct(normalise(SENTENCE), "Both sides agreed.", "editor")
    (found,) = desk.desk.translate([SENTENCE])
    assert (found.origin, found.text, found.score) == ("human", "Both sides agreed.", None)


def test_a_correction_wins_before_the_model_ever_spoke(open_desk):
    desk = open_desk()
    desk.memory.correct(normalise(SENTENCE), "Both sides agreed.", "editor")
    desk.desk.translate([SENTENCE])
    assert desk.speaker.asked == []


@pytest.mark.parametrize("text", ["Ừ.", "Ý?", "24/4"])
def test_a_correction_of_what_is_no_word_to_a_model_is_used(open_desk, text):
    desk = open_desk()
    assert desk.desk.translate([text, ""])[0].text == text
    desk.memory.correct(normalise(text), "Yes.", "editor")
    found = desk.desk.translate([text, SENTENCE, ""])
    assert [(each.text, each.origin) for each in found] == [
        ("Yes.", "human"), (plain("")[0], "model"), ("", "model"),
    ]  # fmt: skip
    assert desk.speaker.texts == [SENTENCE]


def test_a_sentence_with_a_serious_finding_is_tried_again_in_parts(open_desk):
    long = "Hai nước có 128 dự án, và hai bên nhất trí tăng cường hợp tác trong thời gian tới."

    def say(text: str) -> list[str]:
        if text == long:
            return ["They have 12 projects, and they agreed to cooperate more in the coming time."]
        return ["They have 128 projects," if "128" in text else "and they agreed."]

    desk = open_desk(say)
    (found,) = desk.desk.translate([long])
    assert found.text.startswith("They have 128 projects, and they agreed")
    whole, *parts = [text for text, _ in desk.speaker.asked]
    assert whole == long
    assert sorted(" ".join(parts).split()) == sorted(long.split())


def test_a_number_in_words_that_was_mistaken_is_tried_again_in_figures(open_desk):
    text = "Tám mươi phần trăm số súng được truy nguồn về đây."
    right = "80 percent of the guns were traced here."
    desk = open_desk(lambda text: [right if "80" in text else "Eight percent of them were here."])
    (found,) = desk.desk.translate([text])
    assert (found.text, found.source, found.findings) == (right, text, ())
    assert desk.speaker.texts[:2] == [text, "80 phần trăm số súng được truy nguồn về đây."]


def test_of_second_tries_that_are_as_good_the_whole_one_is_taken(open_desk):
    text = "Tám mươi súng bị thu giữ tại hiện trường, và được truy nguồn về đây."
    whole = "80 guns seized at the scene were traced here, they said to us."

    def say(text: str) -> list[str]:
        if text.startswith("Tám"):
            return ["800 guns seized at the scene were traced here, they said to us."]
        return [whole if "truy" in text and "80" in text else "80 guns" if "80" in text else "so."]

    (found,) = open_desk(say).desk.translate([text])
    assert found.text == whole


def test_a_single_word_with_a_serious_finding_is_not_tried_again(open_desk):
    desk = open_desk(lambda text: ["The ASEAN of 2024" if text == "ASEAN" else "as"])
    (found,) = desk.desk.translate(["ASEAN"])
    assert [each.severity for each in found.findings] == ["serious"]
    assert desk.speaker.texts == ["ASEAN"]


LEFT_OUT = "tăng cường hợp tác trong thời gian tới"
OMITTING = f"Hai bên ký biên bản, khẳng định sẽ {LEFT_OUT} và thông báo tình hình mỗi nước."


def test_a_passage_that_is_left_out_is_found_and_tried_again(open_desk):
    said = {
        "ký biên bản": "They signed minutes,",
        LEFT_OUT: "affirmed that they would step up cooperation in the coming time",
        "thông báo tình hình": "and told each other how things stood in each country.",
    }

    def say(text: str) -> list[str]:
        given = {"", *(source for source in said if source in text)}
        left_out = LEFT_OUT if text == OMITTING else ""
        return [" ".join(said[source] for source in said if source in given - {left_out})]

    desk = open_desk(say)
    desk.speaker.uncovered = {say(OMITTING)[0]: (LEFT_OUT,)}
    (found,) = desk.desk.translate([OMITTING])
    assert found.text == " ".join(said.values())
    assert found.findings == ()


def test_a_passage_that_stays_left_out_is_told_now_and_when_it_is_remembered(open_desk):
    first = open_desk()
    first.speaker.uncovered = {plain("")[0]: (LEFT_OUT,)}
    for desk in (first, open_desk()):
        (found,) = desk.desk.translate([OMITTING])
        (omission, *_) = [each for each in found.findings if each.kind == "omission"]
        assert (omission.severity, omission.source.text) == ("serious", LEFT_OUT)
        assert found.confidence <= 0.2
    assert found.origin == "memory"


def test_parts_of_a_very_long_sentence_are_short_enough_for_the_model(open_desk):
    text = ", ".join(["Hai bên ký 12 văn bản về việc hợp tác"] * 40) + "."
    desk = open_desk(lambda text: ["They signed 13 documents."], longest=SURELY_FITS)
    desk.desk.translate([text])
    assert max(map(len, desk.speaker.texts)) <= SURELY_FITS


def test_a_missed_term_is_hinted_at_and_the_better_translation_taken(open_desk):
    desk = open_desk(terms=[Term("hợp tác", "collaboration")], follows_hints=True)
    (found,) = desk.desk.translate([SENTENCE])
    assert found.text == "Collaboration The two sides agreed to step up cooperation."
    assert found.findings == ()
    assert desk.speaker.hints == [(), (("hợp tác", "collaboration"),)]


@pytest.mark.parametrize(
    ("source", "said", "hint"),
    [
        ("Thượng tá Nam dự họp.", "Major Nam attended.", ("Thượng tá", "Colonel")),
        ("Hàng triệu người dự.", "Thousands attended.", ("Hàng triệu", "millions")),
        ("Ông Jae đến.", "Mr. Jai came.", ("Jae", "Jae")),
        ("Có hàng chục nghìn người.", "Hundreds.", ("hàng chục nghìn", "tens of thousands")),
    ],
)
def test_a_mistaken_rank_amount_or_name_is_hinted_at(open_desk, source, said, hint):
    terms = [Term("Thượng tá", "Colonel", ("Major",))]
    desk = open_desk(lambda text: [said], terms=terms, follows_hints=True)
    desk.desk.translate([source])
    assert desk.speaker.hints[:2] == [(), (hint,)]
    assert desk.speaker.texts[:2] == [source, source]


@pytest.mark.parametrize(
    ("source", "said", "text"),
    [
        ("Lữ đoàn họp.", "the brigade met.", "The brigade met."),
        ("lữ đoàn họp", "the brigade met", "the brigade met"),
        ("iPhone ra mắt.", "iPhone comes out.", "iPhone comes out."),
        ("Mẫu iPhone ra mắt.", "iPhone comes out.", "iPhone comes out."),
    ],
)
def test_a_translation_begins_as_its_source_does(open_desk, source, said, text):
    desk = open_desk(lambda _: [said])
    (found,) = desk.desk.translate([source])
    assert found.text == text


def test_a_term_that_is_rendered_is_not_hinted_at(open_desk):
    desk = open_desk(terms=[Term("hợp tác", "cooperation")], follows_hints=True)
    desk.desk.translate([SENTENCE])
    assert desk.speaker.hints == [()]


def test_a_model_that_does_not_follow_hints_is_not_asked_again_for_a_term(open_desk):
    desk = open_desk(terms=[Term("hợp tác", "collaboration")])
    (found,) = desk.desk.translate([SENTENCE])
    assert [finding.kind for finding in found.findings] == ["term"]
    assert desk.speaker.texts == [SENTENCE]


def test_a_hint_goes_only_with_the_part_that_has_the_term(open_desk):
    long = "Hai nước có 128 dự án, và hai bên nhất trí tăng cường hợp tác trong thời gian tới."
    terms = [Term("hợp tác", "collaboration")]
    desk = open_desk(lambda text: ["They have 12 projects."], terms=terms, follows_hints=True)
    desk.desk.translate([long])
    (_, *parts), (_, *hints) = desk.speaker.texts, desk.speaker.hints
    assert len(parts) > 1
    assert [bool(asked) for asked in hints] == ["hợp tác" in part for part in parts]


def test_the_models_first_choice_stays_when_nothing_is_better(open_desk):
    desk = open_desk(lambda text: ["There are 12 projects.", "There are 13 projects."])
    (found,) = desk.desk.translate([NUMBERED])
    assert found.text == "There are 12 projects."
    assert "serious" in {finding.severity for finding in found.findings}


def test_a_sentence_without_serious_findings_is_decoded_once(open_desk):
    desk = open_desk()
    desk.desk.translate([SENTENCE])
    assert [alternatives for _, alternatives in desk.speaker.asked] == [1]


@pytest.mark.parametrize(
    ("ending", "kind"), [("length", "truncated"), ("repetition", "repetition")]
)
def test_a_translation_that_was_stopped_says_so(open_desk, ending, kind):
    desk = open_desk()
    desk.speaker.ending = ending
    (found,) = desk.desk.translate([SENTENCE])
    assert kind in {finding.kind for finding in found.findings}


def test_a_translation_that_was_stopped_says_so_from_the_memory_too(open_desk):
    desk = open_desk()
    desk.speaker.ending = "length"
    desk.desk.translate([SENTENCE])
    (found,) = desk.desk.translate([SENTENCE])
    assert found.origin == "memory"
    assert "truncated" in {finding.kind for finding in found.findings}


def test_a_sentence_too_long_for_the_model_goes_in_pieces_and_comes_back_whole(open_desk):
    desk = open_desk(lambda text: [text.upper()], longest=SURELY_FITS)
    long = ", ".join(f"phần thứ {number} của một câu rất dài" for number in range(30)) + "."
    (found,) = desk.desk.translate([long])
    assert len(desk.speaker.texts) > 1
    assert all(len(text) <= SURELY_FITS for text in desk.speaker.texts)
    assert found.text.split() == long.upper().split()


def test_a_shouted_headline_is_given_to_the_model_in_sentence_case(open_desk):
    desk = open_desk()
    context = "Quân đội nhân dân Việt Nam tham gia."
    desk.desk.translate(["QUÂN ĐỘI NHÂN DÂN VIỆT NAM THAM GIA"], context=context)
    assert desk.speaker.texts == ["Quân đội nhân dân Việt Nam tham gia"]


@pytest.mark.parametrize("end", ["./.", "/.", " ./.", "."])
def test_the_mark_that_ends_a_decree_is_not_given_to_the_model(open_desk, end):
    desk = open_desk()
    (found,) = desk.desk.translate([f"Công điện có hiệu lực ngay{end}"])
    assert desk.speaker.texts == ["Công điện có hiệu lực ngay."]
    assert found.source == f"Công điện có hiệu lực ngay{end}"


@pytest.mark.parametrize("text", ["", "  ", "***", "24/4", "1.", "🙂"])
def test_what_has_no_words_is_left_as_it_is(open_desk, text):
    desk = open_desk()
    (found,) = desk.desk.translate([text])
    assert (found.text, desk.speaker.asked) == (text, [])


def test_a_killed_run_loses_one_batch_of_sentences_at_most(open_desk, monkeypatch):
    """What was done is stored every `STORE_EVERY` sentences, not at the end."""
    desk = open_desk(lambda text: [f"Sentence number {text.split()[3]} is here."])
    batches: list[int] = []
    put_many = desk.memory.put_many

    def counted(entries: list[Entry]) -> int:
        batches.append(len(entries))
        return put_many(entries)

    monkeypatch.setattr(desk.memory, "put_many", counted)
    desk.desk.translate([f"Câu văn số {number} ở đây." for number in range(2 * STORE_EVERY + 3)])
    assert batches == [STORE_EVERY, STORE_EVERY, 3]


def test_what_was_done_is_kept_when_a_later_sentence_fails(open_desk):
    def say(text: str) -> Sequence[str]:
        return ["Here is a good one."] if "tốt" in text else [str(1 // 0)]

    desk = open_desk(say)
    with pytest.raises(ModelError, match="the model failed: "):
        desk.desk.translate(["Đây là câu tốt đầu tiên.", "Câu hỏng."])
    assert desk.desk.known(["Đây là câu tốt đầu tiên.", "Câu hỏng."]) == (1, 1)


def test_a_failure_leaves_no_job_behind(open_desk):
    desk = open_desk(lambda text: [str(1 // 0)])
    with pytest.raises(ModelError):
        desk.desk.translate([f"Câu hỏng {number} đây." for number in range(40)])
    assert desk.dispatcher.waiting + desk.dispatcher.in_hand == 0


def test_a_caller_who_leaves_ends_the_work_and_keeps_what_was_done(open_desk):
    begun = threading.Event()

    def say(text: str) -> Sequence[str]:
        if "cuối" in text:
            begun.set()
            threading.Event().wait(0.2)
        return ["Here is a sentence."]

    desk = open_desk(say)
    errand = desk.dispatcher.errand()
    threading.Thread(target=lambda: (begun.wait(), errand.call_off())).start()
    with pytest.raises(CalledOff):
        desk.desk.serving(errand).translate(["Đây là câu đầu tiên dài hơn.", "Câu cuối."])
    assert desk.desk.known(["Đây là câu đầu tiên dài hơn."]) == (1, 0)


def test_progress_ends_with_all_sentences_done(open_desk):
    seen: list[tuple[int, int]] = []
    open_desk().desk.translate(
        [SENTENCE, "***", NUMBERED, SENTENCE],
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (4, 4)
    assert seen == sorted(seen)


def test_whoever_is_served_is_told_of_what_was_translated(open_desk):
    told: list[Sequence[Translation]] = []
    desk = open_desk()
    served = desk.desk.serving(desk.dispatcher.errand(), on_translated=told.append)
    found = served.translate([SENTENCE])
    assert told == [found]


def test_alternatives_are_different_and_the_first_choice_comes_first(open_desk):
    desk = open_desk(lambda text: ["One.", "Two.", "One.", "Three."])
    found = desk.desk.alternatives(SENTENCE, 4)
    assert [each.text for each in found] == ["One.", "Two.", "Three."]


def test_alternatives_are_not_remembered(open_desk):
    desk = open_desk(lambda text: ["One.", "Two."])
    desk.desk.alternatives(SENTENCE, 2)
    assert desk.desk.known([SENTENCE]) == (0, 1)
