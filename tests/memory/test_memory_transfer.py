"""A memory's contents go out to other tools and come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.exchange import Machine, Unit, read_file, write_file
from service.memory import Entry, Memory, Revision
from service.memory.transfer import Taken, give, take, take_whole

NOON = datetime(2024, 9, 8, 12, 0, tzinfo=UTC)
MONDAY = datetime(2024, 9, 9, 9, 30, tzinfo=UTC)
ENTRY = Entry("Ảnh: TTXVN", "model", "terms", "Photo: VNA", -0.25, 3, "complete", NOON, ("TTXVN",))


def as_it_is(text: str) -> str:
    return text


@pytest.fixture
def memory(tmp_path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "memory.db") as opened:
        yield opened


@pytest.fixture
def full(memory) -> Memory:
    memory.correct("Xin chào.", "Good day.", "Minh", NOON)
    memory.correct("Xin chào.", "Hello.", "Lan", NOON)
    memory.put_many([ENTRY])
    return memory


def test_all_that_is_in_force_goes_out_people_first(full):
    assert list(give(full)) == [
        Unit("Xin chào.", "Hello.", who="Lan", when=NOON),
        Unit(
            "Ảnh: TTXVN",
            "Photo: VNA",
            when=NOON,
            machine=Machine("model", "terms", -0.25, 3, "complete", ("TTXVN",)),
        ),
    ]


def test_models_can_be_left_out(full):
    assert [unit.source for unit in give(full, models=False)] == ["Xin chào."]


@pytest.mark.parametrize("suffix", [".tmx", ".xlf", ".xliff"])
def test_a_memory_sent_as_a_file_is_the_same_on_another_machine(full, tmp_path, suffix):
    file = tmp_path / f"memory{suffix}"
    write_file(give(full), file)
    with Memory.open(tmp_path / "other.db") as other:
        assert take(other, read_file(file), "a colleague", as_it_is) == Taken(1, 1, 0, 0)
        assert list(give(other)) == list(give(full))


def test_taking_the_same_file_again_changes_nothing(full, tmp_path):
    write_file(give(full), tmp_path / "memory.tmx")
    history = full.history("Xin chào.")
    assert take(full, read_file(tmp_path / "memory.tmx"), "a colleague", as_it_is).known == 1
    assert full.history("Xin chào.") == history


@pytest.fixture
def mondays_file(memory, tmp_path) -> Path:
    """What a memory held on a Monday, exported: times lose their fractions of a second."""
    memory.correct("Xin chào.", "Hello (Monday).", "Lan", MONDAY.replace(microsecond=700_000))
    write_file(give(memory), tmp_path / "monday.tmx")
    return tmp_path / "monday.tmx"


def test_an_older_file_does_not_take_back_what_was_said_since(memory, mondays_file):
    memory.correct("Xin chào.", "Hello (Tuesday).", "Minh", MONDAY + timedelta(days=1))
    history = memory.history("Xin chào.")
    assert take(memory, read_file(mondays_file), "Hoa", as_it_is) == Taken(known=1)
    assert memory.history("Xin chào.") == history


def test_nor_what_was_said_a_moment_later(memory, mondays_file):
    memory.correct("Xin chào.", "Hello (at once).", "Minh", MONDAY.replace(microsecond=900_000))
    assert take(memory, read_file(mondays_file), "Hoa", as_it_is) == Taken(known=1)


def test_an_older_file_does_not_revive_what_was_undone(memory, mondays_file):
    memory.undo("Xin chào.", "Minh", MONDAY + timedelta(days=1))
    assert take(memory, read_file(mondays_file), "Hoa", as_it_is) == Taken(known=1)
    assert memory.get_many(["Xin chào."], "", "") == {}


def test_files_of_several_days_may_come_in_any_order(memory):
    texts = ["Hello (Monday).", "Hello (Tuesday).", "Hello (Wednesday)."]
    units = [
        Unit("Xin chào.", text, who="Lan", when=MONDAY + timedelta(days=day))
        for day, text in enumerate(texts)
    ]
    for unit in (units[1], units[0], units[2], units[1]):
        take(memory, [unit], "Hoa", as_it_is)
    assert [step.text for step in memory.history("Xin chào.")] == texts[1:]


def test_what_has_no_date_is_said_now(memory):
    memory.correct("Xin chào.", "Hello.", "Lan", MONDAY)
    assert take(memory, [Unit("Xin chào.", "Hi.")], "Hoa", as_it_is) == Taken(corrections=1)
    assert memory.get_many(["Xin chào."], "", "")["Xin chào."].text == "Hi."


def test_a_correction_made_in_another_tool_wins_from_then_on(full, tmp_path):
    file = tmp_path / "memory.tmx"
    write_file(give(full), file)
    file.write_text(file.read_text().replace("Photo: VNA", "Photo by VNA"))
    take(full, read_file(file), "a colleague", as_it_is)
    answer = full.get_many(["Ảnh: TTXVN"], "model", "terms")["Ảnh: TTXVN"]
    assert (answer.text, answer.origin) == ("Photo by VNA", "human")


def test_the_file_tells_who_and_when_or_else_the_one_who_takes_it(memory):
    units = [Unit("một", "one", who="Lan", when=NOON), Unit("hai", "two")]
    before = datetime.now(UTC)
    take(memory, units, "a colleague", as_it_is)
    assert memory.history("một") == (Revision("one", "Lan", NOON),)
    (second,) = memory.history("hai")
    assert second.who == "a colleague"
    assert before <= second.when <= datetime.now(UTC)


def test_sentences_are_normalised_on_the_way_in(memory):
    take(
        memory,
        [Unit("  XIN   CHÀO ", " Hello. ")],
        "Lan",
        lambda text: " ".join(text.lower().split()),
    )
    assert memory.get_many(["xin chào"], "", "")["xin chào"].text == "Hello."


@pytest.mark.parametrize(
    "between", [0, 1200], ids=["next to each other", "further apart than a batch"]
)
def test_a_file_with_two_translations_of_a_sentence_can_be_taken_again(memory, between):
    others = [Unit(f"câu {number}", f"sentence {number}") for number in range(between)]
    units = [Unit("Một.", "One."), *others, Unit("Một.", "The one.")]
    first = take_whole(memory, lambda: units, "Hoa", as_it_is)
    assert first == Taken(corrections=between + 1, known=1)
    for _ in range(2):
        again = take_whole(memory, lambda: units, "Hoa", as_it_is)
        assert again == Taken(known=between + 2)
    assert [step.text for step in memory.history("Một.")] == ["The one."]


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(Unit("một", "one", machine=Machine("")), id="an unknown machine's words"),
        pytest.param(
            Unit("một", "one", machine=Machine("model", "terms", -0.25)), id="half of what is known"
        ),
        pytest.param(Unit("một", "one", place="file: a.txt"), id="what holds in one place alone"),
        pytest.param(Unit("một", " "), id="no translation"),
        pytest.param(Unit(" ", "one"), id="no sentence"),
    ],
)
def test_what_no_memory_can_use_is_counted_and_left(memory, unit):
    assert take(memory, [unit], "Lan", as_it_is) == Taken(0, 0, 0, 1)
    assert memory.stats().sentences == 0


def test_more_units_than_a_batch_are_taken(memory):
    units = (Unit(f"câu {number}", f"sentence {number}") for number in range(1200))
    assert take(memory, units, "Lan", as_it_is) == Taken(corrections=1200)


def test_omegats_memory_is_taken(memory):
    file = Path(__file__).parents[1] / "exchange" / "files" / "omegat.tmx"
    assert take(memory, read_file(file), "a colleague", as_it_is) == Taken(2, 0, 0, 2)
    assert {said.sentence: said.text for said in memory.corrections()} == {
        "Bộ trưởng Quốc phòng thăm chính thức Lào.": "Defence minister pays official visit to Laos.",
        "Ảnh: TTXVN": "Photo: VNA & <partners>",
    }


def test_of_a_models_answer_the_newest_file_counts(full):
    better = Unit(
        ENTRY.sentence,
        "Photo by VNA",
        when=NOON,
        machine=Machine("model", "terms", -0.1, 4, "complete"),
    )
    take(full, [better], "Lan", as_it_is)
    newest = replace(ENTRY, text="Photo by VNA", score=-0.1, tokens=4, uncovered=None)
    assert list(full.entries()) == [newest]
