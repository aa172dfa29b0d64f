"""What a translation memory promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from string import ascii_letters

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import TranslationMemoryError
from service.memory import Correction, Entry, Memory, Remembered, Revision, Stats, Suggestion

TALKS = "Chiều 8/9, hai bên đã hội đàm tại thủ đô Viêng Chăn."
GUESTS = "Cùng dự có Đại sứ Việt Nam tại Lào."
MODEL = "embedded|weights:1a2b|beam:4"
OTHER = "opus-mt-vi-en|weights:3c4d|beam:4"
TERMS = "5e6f"
NOON = datetime(2024, 9, 8, 12, 0, tzinfo=UTC)
TALKS_EN = Entry(
    TALKS, MODEL, TERMS, "On September 8 both sides held talks.", -0.25, 9, "complete", NOON
)


def said(number: int, **changes: object) -> Entry:
    """The entry of a made-up sentence."""
    entry = Entry(
        f"Câu số {number}.", MODEL, TERMS, f"Sentence {number}.", -0.5, 4, "complete", NOON
    )
    return replace(entry, **changes)


def shuffled(size: int) -> str:
    """A text that cannot be packed into less, with what databases treat in their own ways."""
    return "\\x'{é}%:" + "".join(Random(size).choices(ascii_letters, k=size))


def known(memory: Memory, *sentences: str, signature: str = MODEL, glossary: str = TERMS):
    return memory.get_many(sentences, signature, glossary)


class TestModelsAnswers:
    def test_an_empty_memory_knows_nothing(self, memory):
        assert known(memory, TALKS, GUESTS) == {}

    def test_what_a_model_said_is_remembered_with_all_that_is_known_about_it(self, memory):
        memory.put_many([TALKS_EN])
        expected = Remembered(TALKS_EN.text, "memory", NOON, None, MODEL, -0.25, 9, "complete")
        assert known(memory, TALKS, GUESTS) == {TALKS: expected}

    def test_an_entry_without_a_time_gets_that_of_storing(self, memory):
        before = datetime.now(UTC)
        memory.put_many([replace(TALKS_EN, created=None)])
        assert before <= known(memory, TALKS)[TALKS].when <= datetime.now(UTC)

    @pytest.mark.parametrize(
        "other", [{"signature": OTHER}, {"glossary": "7a8b"}], ids=["another model", "other terms"]
    )
    def test_an_answer_is_not_given_for(self, memory, other):
        memory.put_many([TALKS_EN])
        assert known(memory, TALKS, **other) == {}

    def test_each_model_has_its_own_answer(self, memory):
        memory.put_many([TALKS_EN, replace(TALKS_EN, signature=OTHER, text="Talks were held.")])
        assert known(memory, TALKS)[TALKS].text == TALKS_EN.text
        assert known(memory, TALKS, signature=OTHER)[TALKS].text == "Talks were held."

    def test_a_later_answer_of_the_same_model_replaces_the_earlier_one(self, memory):
        better = replace(
            TALKS_EN, text="Talks were held on September 8.", created=NOON + timedelta(1)
        )
        memory.put_many([TALKS_EN])
        memory.put_many([better])
        assert known(memory, TALKS)[TALKS].text == better.text
        assert list(memory.entries()) == [better]

    def test_putting_the_same_answer_in_again_changes_nothing(self, memory):
        memory.put_many([TALKS_EN])
        memory.put_many([replace(TALKS_EN, created=NOON + timedelta(1)), said(1)])
        assert list(memory.entries()) == [TALKS_EN, said(1)]

    def test_the_last_of_several_answers_to_a_sentence_in_one_batch_counts(self, memory):
        memory.put_many([TALKS_EN, replace(TALKS_EN, text="Talks.")])
        assert known(memory, TALKS)[TALKS].text == "Talks."

    @pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1234])
    def test_any_number_of_sentences_is_stored_and_found(self, memory, count):
        entries = [said(number) for number in range(count)]
        assert memory.put_many(iter(entries)) == count
        answers = known(memory, *(entry.sentence for entry in entries), TALKS)
        assert {sentence: answer.text for sentence, answer in answers.items()} == {
            entry.sentence: entry.text for entry in entries
        }

    def test_a_time_of_another_zone_is_the_same_moment(self, memory):
        hanoi = NOON.astimezone(timezone(timedelta(hours=7)))
        memory.put_many([replace(TALKS_EN, created=hanoi)])
        assert known(memory, TALKS)[TALKS].when == NOON

    @pytest.mark.parametrize("text", ["a\0b", "a\x0bb", "a\ud800b", "a\uffffb"])
    def test_an_answer_that_no_database_or_file_can_hold_is_left_out(self, memory, text):
        assert memory.put_many([replace(TALKS_EN, text=text), said(1)]) == 1
        assert known(memory, TALKS, "a\ud800b") == {}

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(), st.text(), st.floats(max_value=0, allow_nan=False, allow_infinity=False))
    def test_any_text_that_is_stored_comes_back_as_it_was(self, memory, sentence, text, score):
        memory.clear("all")
        stored = memory.put_many([Entry(sentence, MODEL, TERMS, text, score, 1, "length")])
        found = [(a.text, a.score, a.ending) for a in known(memory, sentence).values()]
        assert found == [(text, score, "length")] * stored

    def test_a_model_may_have_a_signature_of_any_length(self, memory):
        entry = replace(TALKS_EN, signature=shuffled(5_000), glossary=shuffled(4_000))
        for _ in range(2):
            memory.put_many([entry, TALKS_EN])
        assert memory.stats().entries == {entry.signature: 1, MODEL: 1}


class TestPeoplesCorrections:
    def test_a_correction_wins_whatever_the_model_and_the_terms(self, memory):
        memory.put_many([TALKS_EN])
        assert memory.correct(TALKS, "Talks took place.", "Lan", NOON)
        expected = {TALKS: Remembered("Talks took place.", "human", NOON, who="Lan")}
        assert known(memory, TALKS) == expected
        assert known(memory, TALKS, signature=OTHER, glossary="") == expected

    def test_a_models_later_answer_does_not_touch_a_correction(self, memory):
        memory.correct(TALKS, "Talks took place.", "Lan")
        memory.put_many([TALKS_EN])
        assert known(memory, TALKS)[TALKS].text == "Talks took place."

    def test_the_last_correction_is_in_force(self, memory):
        memory.correct(TALKS, "Talks took place.", "Lan")
        memory.correct(TALKS, "Both sides held talks.", "Minh")
        assert known(memory, TALKS)[TALKS].who == "Minh"

    def test_the_same_correction_again_is_not_a_new_one(self, memory):
        assert memory.correct(TALKS, "Talks took place.", "Lan", NOON)
        assert not memory.correct(TALKS, "Talks took place.", "Minh", NOON)
        assert memory.history(TALKS) == (Revision("Talks took place.", "Lan", NOON),)

    def test_undoing_puts_the_correction_before_in_force_and_then_the_model(self, memory):
        memory.put_many([TALKS_EN])
        memory.correct(TALKS, "First.", "Lan", NOON)
        memory.correct(TALKS, "Second.", "Minh", NOON)
        assert memory.undo(TALKS, "Lan", NOON) == Revision("Second.", "Minh", NOON, "Lan", NOON)
        assert known(memory, TALKS)[TALKS].text == "First."
        memory.undo(TALKS, "Lan")
        assert known(memory, TALKS)[TALKS].text == TALKS_EN.text

    def test_undoing_a_correction_of_something_undone_puts_back_what_was_in_force_then(
        self, memory
    ):
        for step in ("First.", "Second."):
            memory.correct(TALKS, step, "Lan")
        memory.undo(TALKS, "Lan")
        memory.correct(TALKS, "Third.", "Lan")
        memory.undo(TALKS, "Lan")
        assert known(memory, TALKS)[TALKS].text == "First."

    @pytest.mark.parametrize("sentence", [TALKS, "never said"])
    def test_there_is_nothing_to_undo_where_nothing_was_corrected(self, memory, sentence):
        memory.put_many([TALKS_EN])
        assert memory.undo(sentence, "Lan") is None
        assert memory.history(sentence) == ()

    def test_the_history_keeps_every_correction_with_who_and_when(self, memory):
        memory.correct(TALKS, "First.", "Lan", NOON)
        memory.correct(TALKS, "Second.", "Minh", NOON + timedelta(1))
        memory.undo(TALKS, "Hoa", NOON + timedelta(2))
        assert memory.history(TALKS) == (
            Revision("First.", "Lan", NOON),
            Revision("Second.", "Minh", NOON + timedelta(1), "Hoa", NOON + timedelta(2)),
        )

    def test_many_corrections_say_how_many_were_new(self, memory):
        memory.correct(TALKS, "Talks.", "Lan", NOON)
        stream = iter(
            [Correction(TALKS, "Talks.", "Minh", NOON), Correction(GUESTS, "Guests.", "Minh", NOON)]
        )
        assert memory.correct_many(stream) == 1

    def test_of_several_corrections_of_a_sentence_the_last_given_is_in_force(self, memory):
        texts = ["First.", "Second.", "First."]
        assert memory.correct_many(Correction(TALKS, text, "Lan", NOON) for text in texts) == 3
        assert known(memory, TALKS)[TALKS].text == "First."

    def test_what_was_said_elsewhere_is_in_force_only_where_nothing_was_said_since(self, memory):
        memory.correct(TALKS, "Talks.", "Lan", NOON)
        memory.correct(GUESTS, "Guests.", "Lan", NOON)
        elsewhere = [
            Correction(TALKS, "Earlier talks.", "Minh", NOON - timedelta(1)),
            Correction(GUESTS, "Later guests.", "Minh", NOON + timedelta(1)),
        ]
        assert memory.merge_corrections(iter(elsewhere)) == 1
        assert memory.merge_corrections(iter(elsewhere)) == 0
        answers = known(memory, TALKS, GUESTS)
        assert (answers[TALKS].text, answers[GUESTS].text) == ("Talks.", "Later guests.")

    def test_the_listing_holds_what_is_in_force(self, memory):
        memory.correct(TALKS, "First.", "Lan", NOON)
        memory.correct(TALKS, "Second.", "Lan", NOON)
        memory.correct(GUESTS, "Guests.", "Lan", NOON)
        memory.undo(GUESTS, "Lan")
        assert list(memory.corrections()) == [Correction(TALKS, "Second.", "Lan", NOON)]

    def test_a_correction_that_cannot_be_held_is_refused_by_the_character(self, memory):
        with pytest.raises(TranslationMemoryError, match=r"U\+0000"):
            memory.correct(TALKS, "Talks\0.", "Lan")
        assert memory.history(TALKS) == ()

    @pytest.mark.parametrize(("sentence", "text"), [(TALKS, ""), (TALKS, " \n"), ("", "Talks.")])
    def test_a_correction_that_says_nothing_is_refused(self, memory, sentence, text):
        with pytest.raises(TranslationMemoryError, match="needs a sentence and what it means"):
            memory.correct(sentence, text, "Lan")
        assert memory.stats().sentences == 0


class TestSuggestions:
    def test_a_suggestion_is_kept_and_never_applied(self, memory):
        memory.suggest(TALKS, "Talks.", "a reader", NOON)
        assert known(memory, TALKS) == {}
        assert list(memory.suggestions()) == [Suggestion(TALKS, "Talks.", "a reader", NOON)]

    def test_suggestions_can_be_listed_for_one_sentence(self, memory):
        memory.suggest(TALKS, "Talks.", "a reader", NOON)
        memory.suggest(GUESTS, "Guests.", "a reader", NOON)
        assert list(memory.suggestions(GUESTS)) == [Suggestion(GUESTS, "Guests.", "a reader", NOON)]

    def test_the_same_suggestion_by_the_same_person_is_kept_once(self, memory):
        for who in ("a reader", "a reader", "another"):
            memory.suggest(TALKS, "Talks.", who, NOON)
        assert [suggestion.who for suggestion in memory.suggestions()] == ["a reader", "another"]

    def test_a_suggestion_of_any_length_is_kept_once(self, memory):
        who, text = (shuffled(size) for size in (5_000, 20_000))
        for said in (text, text, text + "!"):
            memory.suggest(TALKS, said, who, NOON)
        assert [suggestion.text for suggestion in memory.suggestions()] == [text, text + "!"]


class TestListings:
    def test_a_listing_longer_than_a_page_is_complete_and_without_repeats(self, memory):
        entries = [said(number) for number in range(1100)]
        memory.put_many(entries)
        memory.correct_many(Correction(e.sentence, "Corrected.", "Lan", NOON) for e in entries)
        assert sorted(e.sentence for e in memory.entries()) == sorted(e.sentence for e in entries)
        assert [c.sentence for c in memory.corrections()] == [e.sentence for e in entries]

    def test_a_memory_can_be_written_while_it_is_listed(self, memory):
        memory.put_many([said(1), said(2)])
        for entry in memory.entries():
            memory.correct(entry.sentence, "Corrected.", "Lan")
        assert memory.stats().corrections == 2


class TestPassagesLeftOut:
    WHOLE = replace(TALKS_EN, uncovered=())
    PARTIAL = replace(TALKS_EN, uncovered=("một đoạn",))

    @pytest.mark.parametrize(
        ("first", "second", "kept"),
        [
            (TALKS_EN, PARTIAL, PARTIAL.uncovered),
            (PARTIAL, TALKS_EN, PARTIAL.uncovered),
            (PARTIAL, WHOLE, ()),
            (PARTIAL, replace(TALKS_EN, text="Other words."), None),
        ],
        ids=["learnt", "not said again", "better known", "another text"],
    )
    def test_what_is_known_of_a_text_is_kept_until_more_is(self, memory, first, second, kept):
        memory.put_many([first])
        memory.put_many([second])
        (entry,) = memory.entries()
        assert entry.uncovered == kept


class TestCountingAndForgetting:
    @pytest.fixture
    def full(self, memory) -> Memory:
        memory.put_many([TALKS_EN, said(1), replace(TALKS_EN, signature=OTHER)])
        memory.correct(GUESTS, "First.", "Lan")
        memory.correct(GUESTS, "Second.", "Lan")
        memory.suggest(TALKS, "Talks.", "a reader")
        return memory

    def test_the_stats_count_sentences_answers_by_model_corrections_and_suggestions(self, full):
        stats = full.stats()
        assert replace(stats, size=0) == Stats(3, {MODEL: 2, OTHER: 1}, 1, 1, 0, 0)
        assert stats.size > 0

    def test_forgetting_the_models_keeps_what_people_said(self, full):
        full.clear("models")
        assert replace(full.stats(), size=0) == Stats(2, {}, 1, 1, 0, 0)
        assert known(full, TALKS, GUESTS).keys() == {GUESTS}

    def test_forgetting_all_leaves_an_empty_memory_that_works(self, full):
        full.clear("all")
        assert replace(full.stats(), size=0) == Stats(0, {}, 0, 0, 0, 0)
        full.put_many([TALKS_EN])
        assert known(full, TALKS).keys() == {TALKS}


class TestSeveralAtOnce:
    def test_what_one_memory_stores_another_finds(self, memory, location):
        memory.put_many([TALKS_EN])
        with Memory.open(location) as second:
            assert known(second, TALKS).keys() == {TALKS}

    def test_a_closed_memory_is_there_when_opened_again(self, location):
        with Memory.open(location) as first:
            first.put_many([TALKS_EN])
        with Memory.open(location) as second:
            assert known(second, TALKS).keys() == {TALKS}

    def test_processes_that_open_a_new_memory_and_write_at_once_lose_nothing(self, location):
        writers, batches = 4, 5
        with multiprocessing.get_context("spawn").Pool(writers) as pool:
            pool.starmap(write_batches, [(location, number, batches) for number in range(writers)])
        with Memory.open(location) as memory:
            shared = [f"shared {i}" for i in range(batches * 20)]
            own = [f"writer {w} sentence {i}" for w in range(writers) for i in range(batches * 20)]
            assert known(memory, *shared, *own).keys() == {*shared, *own}
            revisions = memory.history(TALKS)
            assert sorted(revision.text for revision in revisions) == sorted(
                f"writer {writer} batch {batch}"
                for writer in range(writers)
                for batch in range(batches)
            )
            assert [revision.text for revision in revisions][-1] == known(memory, TALKS)[TALKS].text

    def test_threads_share_one_memory(self, memory):
        def work(number: int) -> None:
            for batch in range(5):
                memory.put_many(said(number * 1000 + batch * 10 + i) for i in range(10))
                known(memory, TALKS)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert memory.stats().entries == {MODEL: 200}

    def test_two_people_undoing_at_once_take_back_two_corrections(self, memory):
        for text in ("First.", "Second.", "Third."):
            memory.correct(TALKS, text, "Lan")
        threads = [threading.Thread(target=memory.undo, args=(TALKS, who)) for who in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert known(memory, TALKS)[TALKS].text == "First."

    def test_forgetting_while_others_write_breaks_nothing(self, memory):
        with ThreadPoolExecutor(2) as pool:
            writers = [
                pool.submit(memory.put_many, [said(number) for number in range(2000)])
                for _ in range(2)
            ]
            while not all(writer.done() for writer in writers):
                memory.clear("models")
            assert [writer.result() for writer in writers] == [2000, 2000]
        assert sum(memory.stats().entries.values()) == sum(1 for _ in memory.entries())


def write_batches(location: str, writer: int, batches: int) -> None:
    """The work of one process: sentences others write too, its own, and corrections of one."""
    with Memory.open(location) as memory:
        for batch in range(batches):
            numbers = range(batch * 20, batch * 20 + 20)
            memory.put_many(said(0, sentence=f"shared {i}", text=f"by {writer}") for i in numbers)
            memory.put_many(said(0, sentence=f"writer {writer} sentence {i}") for i in numbers)
            memory.correct(TALKS, f"writer {writer} batch {batch}", "Lan")
