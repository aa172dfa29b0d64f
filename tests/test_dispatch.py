"""The dispatcher: turns, sharing, leaving, breakdowns, closing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ModelError, ModelNotFound
from models.protocols import Hypothesis, Outcome, Segment, Signature, Source
from models.scripted import ScriptedTranslator
from service.dispatch import MOST_BREAKDOWNS, PROBE, Dispatcher
from service.errands import Ticket
from service.errors import CalledOff, Overloaded, TooMuch


class Held:
    """A translator that takes `room` texts whenever it is let go, and notes what it was given."""

    signature = Signature("held", "none", "held")
    follows_hints = False

    def __init__(self, room: int = 1) -> None:
        self.room = room
        self.go = threading.Semaphore(0)
        self.segments: list[Segment] = []
        self.took = threading.Semaphore(0)

    @property
    def seen(self) -> list[str]:
        return [segment.text for segment in self.segments]

    def fits(self, text: str) -> bool:
        return True

    def run(self, source: Source) -> Iterator[Outcome]:
        while segments := source.take(self.room, wait=True):
            self.segments += segments
            self.took.release()
            self.go.acquire()
            for segment in segments:
                if not source.abandoned(segment.key):
                    yield said(segment)


class Breaking:
    """A translator that breaks down on some texts, taking what it has in hand with it."""

    signature = Signature("breaking", "none", "breaking")
    follows_hints = False

    def __init__(self, breaks: Callable[[str], bool], batch: int = 4) -> None:
        self.breaks = breaks
        self.batch = batch
        self.runs = 0

    def fits(self, text: str) -> bool:
        return True

    def run(self, source: Source) -> Iterator[Outcome]:
        self.runs += 1
        while segments := source.take(self.batch, wait=True):
            if any(self.breaks(segment.text) for segment in segments):
                raise RuntimeError("out of order")
            yield from map(said, segments)


class Stepping:
    """A translator that decodes step by step what is in its slots, when it is told to.

    As with the real one, a slot that is free is filled before the next step, and a step costs the
    more, the more is in hand: `cost` counts the texts decoded in all steps so far.
    """

    signature = Signature("stepping", "none", "stepping")
    follows_hints = False

    def __init__(self, slots: int, steps: int = 10) -> None:
        self.slots = slots
        self.steps = steps
        self.taken: list[str] = []
        self.running: dict[int, tuple[Segment, int]] = {}
        self.cost = 0
        self._go = threading.Semaphore(0)
        self._done = threading.Semaphore(0)
        self._over = False

    def fits(self, text: str) -> bool:
        return True

    def run(self, source: Source) -> Iterator[Outcome]:
        while self._go.acquire() and not self._over:
            room = self.slots - len(self.running)
            for segment in source.take(room, wait=not self.running):
                # of different lengths, so that slots do not all become free at once
                steps = self.steps + len(self.taken) % 3
                self.running[segment.key] = (segment, steps)
                self.taken.append(segment.text)
            self.cost += len(self.running)
            for key, (segment, left) in list(self.running.items()):
                self.running[key] = (segment, left - 1)
                if left == 1 or source.abandoned(key):
                    del self.running[key]
                    yield said(segment)
            self._done.release()

    def step(self, times: int = 1) -> None:
        for _ in range(times):
            self._go.release()
            assert self._done.acquire(timeout=5)

    def steps_until_done(self, ticket: Ticket) -> int:
        count = 0
        while ticket.errand.left:
            self.step()
            count += 1
        return count

    def end(self) -> None:
        self._over = True
        self._go.release()


def said(segment: Segment) -> Outcome:
    return Outcome(segment.key, (Hypothesis(segment.text.upper(), -0.1, 1),))


def results(ticket) -> dict[int, object]:
    return dict(ticket)


def texts_of(found: dict[int, object]) -> dict[int, str]:
    return {index: result[0].text for index, result in found.items()}


@pytest.fixture
def held() -> Iterator[tuple[Held, Dispatcher]]:
    translator = Held()
    dispatcher = Dispatcher(lambda: translator)
    yield translator, dispatcher
    translator.go.release(1_000)
    dispatcher.close()


Stepped = Callable[..., tuple[Stepping, Dispatcher]]


@pytest.fixture
def stepped() -> Iterator[Stepped]:
    """Makes translators that decode step by step, each behind a dispatcher."""
    made: list[tuple[Stepping, Dispatcher]] = []

    def make(slots: int) -> tuple[Stepping, Dispatcher]:
        translator = Stepping(slots)
        made.append((translator, Dispatcher(lambda: translator)))
        return made[-1]

    yield make
    for translator, dispatcher in made:
        for errand in tuple(dispatcher.turns.open):
            errand.call_off()
        translator.end()


def articles(dispatcher: Dispatcher, count: int, sentences: int = 12) -> list[Ticket]:
    return [
        dispatcher.submit([f"article {number}, sentence {each}" for each in range(sentences)])
        for number in range(count)
    ]


def test_every_text_is_answered_at_its_index():
    dispatcher = Dispatcher(lambda: ScriptedTranslator())
    found = results(dispatcher.submit(["a", "bbb", "cc"]))
    assert texts_of(found) == {0: "English: a", 1: "English: bbb", 2: "English: cc"}
    dispatcher.close()


def test_the_longest_text_goes_first(held):
    translator, dispatcher = held
    dispatcher.submit(["a", "ccc", "bb"])
    translator.go.release(3)
    for _ in range(3):
        translator.took.acquire()
    assert translator.seen == ["ccc", "bb", "a"]


def test_a_short_errand_does_not_wait_behind_a_long_one(held):
    translator, dispatcher = held
    dispatcher.submit([f"long {number:03}" for number in range(500)])
    translator.took.acquire()
    short = dispatcher.submit(["short"])
    translator.go.release(3)
    assert texts_of(results(short)) == {0: "SHORT"}
    assert len(translator.seen) <= 4


def test_an_errand_with_many_tickets_has_one_turn(held):
    translator, dispatcher = held
    greedy = dispatcher.errand()
    dispatcher.submit(["first"])
    translator.took.acquire()
    for number in range(10):
        dispatcher.submit([f"greedy {number}"], errand=greedy)
    modest = [dispatcher.submit([f"modest {number}"]) for number in range(2)]
    translator.go.release(5)
    for ticket in modest:
        results(ticket)
    assert sum(text.startswith("greedy") for text in translator.seen) <= 3


def test_a_single_sentence_is_begun_when_the_first_slot_is_free(stepped):
    """However many articles wait: 32 of them once made it wait for 31 turns."""
    translator, dispatcher = stepped(slots=8)
    articles(dispatcher, 32)
    translator.step(30)
    taken = len(translator.taken)
    single = dispatcher.submit(["single"])
    assert translator.steps_until_done(single) <= 2 * (translator.steps + 2)
    assert translator.taken.index("single") <= taken + 1


def test_the_article_with_the_fewest_sentences_left_is_done_first(stepped):
    translator, dispatcher = stepped(slots=2)
    long, short = articles(dispatcher, 1, sentences=40) + articles(dispatcher, 1, sentences=6)
    translator.steps_until_done(short)
    assert long.errand.left > 30


def test_an_article_gets_its_share_however_many_single_sentences_come(stepped):
    """A quarter of the turns at least, though each single sentence is shorter than it."""
    translator, dispatcher = stepped(slots=4)
    (article,) = articles(dispatcher, 1)
    came = 0
    while article.errand.left:
        while sum(errand.is_small for errand in dispatcher.turns.open) < 3 * translator.slots:
            dispatcher.submit([f"single {came}"])
            came += 1
        translator.step()
        assert len(translator.taken) <= 4 * 12 + translator.slots


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(1, 5))
def test_no_text_waits_for_more_than_four_turns_for_each_text_before_it(sizes, room):
    dispatcher = Dispatcher(lambda: Breaking(lambda text: False))
    dispatcher._start = lambda: None  # the test takes in the translator's place
    for number, size in enumerate(sizes):
        dispatcher.submit([f"{number} {each:02}" for each in range(size)])
    turns: list[int] = []
    while segments := dispatcher.take(room, wait=False):
        turns += [segment.key for segment in segments]
    assert sorted(turns) == list(range(sum(sizes)))
    assert all(turn <= 4 * key for turn, key in enumerate(turns))


def test_beside_a_small_errand_larger_ones_do_not_fill_the_translator(stepped):
    """A step takes the longer, the more is in hand; without small errands all slots are used."""
    translator, dispatcher = stepped(slots=48)
    dispatcher.turns.crowd = 16
    articles(dispatcher, 40)
    translator.step(15)
    assert len(translator.running) > 40
    for number in range(4):
        single = dispatcher.submit([f"single {number}"])
        before = translator.cost
        steps = translator.steps_until_done(single)
    assert len(translator.running) <= 16 + 1
    assert (translator.cost - before) / steps <= 16 + 2
    translator.step()
    assert len(translator.running) > 40


def test_an_idle_translator_takes_what_there_is_beside_a_small_errand():
    dispatcher = Dispatcher(lambda: Breaking(lambda text: False))
    dispatcher._start = lambda: None  # the test takes in the translator's place
    dispatcher.turns.crowd = 1
    dispatcher.submit(["small"])
    articles(dispatcher, 1)
    assert len(dispatcher.take(2, wait=False)) == 1
    assert dispatcher.take(2, wait=False) == []
    assert len(dispatcher.take(2, wait=True)) == 2


def test_texts_of_different_errands_share_a_batch():
    translator = Held(room=8)
    dispatcher = Dispatcher(lambda: translator)
    dispatcher.submit(["first"])
    translator.took.acquire()
    tickets = [dispatcher.submit([f"caller {number}"]) for number in range(4)]
    translator.go.release(2)
    for ticket in tickets:
        results(ticket)
    assert len(translator.seen) == 5
    translator.go.release(10)
    dispatcher.close()


def test_a_text_in_flight_is_translated_once_for_all_who_want_it(held):
    translator, dispatcher = held
    tickets = [dispatcher.submit(["same", "same"]) for _ in range(5)]
    translator.go.release(1)
    for ticket in tickets:
        assert texts_of(results(ticket)) == {0: "SAME", 1: "SAME"}
    assert translator.seen == ["same"]


def test_a_text_just_translated_is_not_translated_again(held):
    translator, dispatcher = held
    translator.go.release(1)
    results(dispatcher.submit(["same"]))
    assert texts_of(results(dispatcher.submit(["same"]))) == {0: "SAME"}
    assert translator.seen == ["same"]


def test_the_same_text_with_more_alternatives_is_other_work(held):
    translator, dispatcher = held
    translator.go.release(2)
    results(dispatcher.submit(["same"], alternatives=1))
    results(dispatcher.submit(["same"], alternatives=4))
    assert translator.seen == ["same", "same"]


def test_the_same_text_with_other_hints_is_other_work(held):
    translator, dispatcher = held
    translator.go.release(2)
    hints = (("quân đội", "army"),)
    results(dispatcher.submit(["same"]))
    results(dispatcher.submit(["same"], hints=[hints]))
    assert [segment.hints for segment in translator.segments] == [(), hints]


def test_a_text_others_wait_for_goes_on_when_its_first_caller_leaves(held):
    translator, dispatcher = held
    dispatcher.submit(["first"])
    translator.took.acquire()
    leaving = dispatcher.submit(["shared"])
    staying = dispatcher.submit(["shared"])
    leaving.errand.call_off()
    translator.go.release(2)
    assert texts_of(results(staying)) == {0: "SHARED"}


def test_what_nobody_waits_for_is_never_begun(held):
    translator, dispatcher = held
    dispatcher.submit(["first"])
    translator.took.acquire()
    dispatcher.submit([f"unwanted {number}" for number in range(50)]).errand.call_off()
    wanted = dispatcher.submit(["wanted"])
    translator.go.release(2)
    results(wanted)
    assert translator.seen == ["first", "wanted"]


def test_work_in_hand_is_abandoned_when_its_caller_leaves(held):
    translator, dispatcher = held
    ticket = dispatcher.submit(["leaving"])
    translator.took.acquire()
    assert not dispatcher.abandoned(0)
    ticket.errand.call_off()
    assert dispatcher.abandoned(0)


def test_leaving_leaves_no_job_behind(held):
    translator, dispatcher = held
    with dispatcher.submit(["a", "b", "c"]):
        translator.took.acquire()
    assert (dispatcher.waiting, dispatcher.in_hand) == (0, 0)


def test_whoever_waits_for_an_errand_called_off_is_told(held):
    _, dispatcher = held
    ticket = dispatcher.submit(["never"])
    threading.Timer(0.05, ticket.errand.call_off).start()
    with pytest.raises(CalledOff):
        results(ticket)


def test_an_errand_called_off_takes_no_more_work(held):
    _, dispatcher = held
    errand = dispatcher.errand()
    errand.call_off()
    with pytest.raises(CalledOff):
        dispatcher.submit(["late"], errand=errand)


def test_more_than_the_limit_may_not_wait(held):
    translator, _ = held
    dispatcher = Dispatcher(lambda: translator, limit=2)
    dispatcher.submit(["a", "b"])
    with pytest.raises(Overloaded, match="2 sentences are waiting"):
        dispatcher.submit(["c"])


def test_work_that_was_let_in_may_hand_in_more(held):
    translator, _ = held
    dispatcher = Dispatcher(lambda: translator, limit=2)
    ticket = dispatcher.submit(["a", "b"])
    dispatcher.submit(["c"], errand=ticket.errand, admitted=True)
    assert dispatcher.waiting + dispatcher.in_hand == 3


def test_the_rest_of_work_that_was_begun_goes_before_what_came_later(held):
    translator, dispatcher = held
    errand = dispatcher.errand()
    for text in ("first", "second", "third"):
        dispatcher.submit([text], errand=errand)
    translator.took.acquire()
    again = dispatcher.submit(["first again"], errand=errand, admitted=True)
    translator.go.release(2)
    results(again)
    assert translator.seen[:2] == ["first", "first again"]


def test_a_refused_caller_leaves_nothing_in_the_queue(held):
    translator, _ = held
    dispatcher = Dispatcher(lambda: translator, limit=1)
    with pytest.raises(TooMuch, match="no more than 1 may wait"):
        dispatcher.submit(["a", "b"])
    assert dispatcher.waiting == 0


def test_an_error_of_one_text_is_that_texts_alone():
    dispatcher = Dispatcher(lambda: ScriptedTranslator())
    found = results(dispatcher.submit(["good", "bad ‽", "fine"]))
    assert isinstance(found[1], ValueError)
    assert texts_of({0: found[0], 2: found[2]}) == {0: "English: good", 2: "English: fine"}
    dispatcher.close()


def test_a_breakdown_fails_only_the_text_that_causes_it():
    dispatcher = Dispatcher(lambda: Breaking(lambda text: text == "poison"))
    found = results(dispatcher.submit(["a", "bb", "poison", "ccc", "dddd", "eeeee"]))
    assert isinstance(found.pop(2), RuntimeError)
    assert texts_of(found) == {0: "A", 1: "BB", 3: "CCC", 4: "DDDD", 5: "EEEEE"}
    dispatcher.close()


def test_callers_of_other_texts_in_a_broken_batch_are_answered():
    dispatcher = Dispatcher(lambda: Breaking(lambda text: text == "poison", batch=64))
    others = [dispatcher.submit([f"text {number}"]) for number in range(20)]
    poison = dispatcher.submit(["poison"])
    assert isinstance(results(poison)[0], RuntimeError)
    assert [f"TEXT {number}" for number in range(20)] == [
        texts_of(results(ticket))[0] for ticket in others
    ]
    dispatcher.close()


@pytest.mark.parametrize("poisoned", [4, 5, 6, 12, 40])
def test_texts_that_break_the_translator_fail_nobody_else_however_many_they_are(poisoned):
    dispatcher = Dispatcher(lambda: Breaking(lambda text: "poison" in text, batch=8))
    good = dispatcher.submit([f"text {number}" for number in range(100)])
    bad = dispatcher.submit([f"poison {number}" for number in range(poisoned)])
    assert all(isinstance(result, RuntimeError) for result in results(bad).values())
    assert texts_of(results(good)) == {number: f"TEXT {number}" for number in range(100)}
    dispatcher.close()


def test_a_caller_may_ask_for_the_very_sentence_that_the_translator_is_tried_with():
    dispatcher = Dispatcher(lambda: Breaking(lambda text: "poison" in text))
    texts = [*(f"poison {number}" for number in range(9)), PROBE[0]]
    found = results(dispatcher.submit(texts))
    assert texts_of({9: found[9]}) == {9: PROBE[0].upper()}
    assert (dispatcher.waiting, dispatcher.in_hand) == (0, 0)
    dispatcher.close()


def test_a_translator_that_always_breaks_down_is_given_up_and_everybody_told():
    translator = Breaking(lambda text: True, batch=8)
    dispatcher = Dispatcher(lambda: translator)
    tickets = [dispatcher.submit([f"text {number}"]) for number in range(50)]
    for ticket in tickets:
        assert isinstance(results(ticket)[0], RuntimeError)
    assert translator.runs < 50 + MOST_BREAKDOWNS
    dispatcher.close()


def test_giving_up_a_translator_takes_a_few_tries_however_much_waits():
    translator = Breaking(lambda text: True)
    dispatcher = Dispatcher(lambda: translator)
    results(dispatcher.submit([f"text {number}" for number in range(500)]))
    assert translator.runs == MOST_BREAKDOWNS + 1
    dispatcher.close()


def test_a_translator_that_takes_nothing_is_given_up_too():
    class Idle(Breaking):
        def run(self, source: Source) -> Iterator[Outcome]:
            self.runs += 1
            yield from ()

    dispatcher = Dispatcher(lambda: Idle(lambda text: False))
    assert isinstance(results(dispatcher.submit(["a"]))[0], ModelError)
    dispatcher.close()


def test_work_goes_on_after_a_breakdown():
    broken = threading.Event()
    dispatcher = Dispatcher(lambda: Breaking(lambda text: not broken.is_set()))
    assert isinstance(results(dispatcher.submit(["a"]))[0], RuntimeError)
    broken.set()
    assert texts_of(results(dispatcher.submit(["b"]))) == {0: "B"}
    dispatcher.close()


def test_a_translator_that_cannot_be_loaded_fails_every_text_and_is_asked_for_again():
    attempts: list[int] = []

    def load() -> ScriptedTranslator:
        attempts.append(1)
        if len(attempts) == 1:
            raise ModelNotFound("not here yet")
        return ScriptedTranslator()

    dispatcher = Dispatcher(load)
    assert all(isinstance(result, ModelNotFound) for _, result in dispatcher.submit(["a", "b"]))
    assert texts_of(results(dispatcher.submit(["a"]))) == {0: "English: a"}
    dispatcher.close()


def test_a_translator_that_stops_early_is_started_again():
    class Lazy(Breaking):
        def run(self, source: Source) -> Iterator[Outcome]:
            self.runs += 1
            yield from map(said, source.take(1, wait=True))

    dispatcher = Dispatcher(lambda: Lazy(lambda text: False))
    assert texts_of(results(dispatcher.submit(["a", "b"]))) == {0: "A", 1: "B"}
    dispatcher.close()


def test_closing_finishes_what_was_handed_in(held):
    translator, dispatcher = held
    ticket = dispatcher.submit(["a", "b", "c"])
    translator.go.release(3)
    dispatcher.close()
    assert len(results(ticket)) == 3


def test_closing_does_not_wait_for_a_translator_that_nobody_wants_any_more():
    go = threading.Event()

    def load() -> ScriptedTranslator:
        go.wait(10)
        return ScriptedTranslator()

    dispatcher = Dispatcher(load)
    with dispatcher.submit(["given up"]):
        pass
    start = time.monotonic()
    dispatcher.close()
    assert time.monotonic() - start < 5
    go.set()


def test_a_closed_dispatcher_takes_nothing(held):
    _, dispatcher = held
    dispatcher.close()
    with pytest.raises(ModelError, match="shutting down"):
        dispatcher.submit(["late"])


def test_the_observer_is_told_what_is_taken_and_finished():
    class Notes:
        def __init__(self) -> None:
            self.in_hand: list[int] = []
            self.done = 0

        def taken(self, in_hand: int) -> None:
            self.in_hand.append(in_hand)

        def finished(self, outcome: Outcome) -> None:
            self.done += 1

    dispatcher = Dispatcher(lambda: ScriptedTranslator(batch=2))
    dispatcher.observer = notes = Notes()
    results(dispatcher.submit(["a", "b", "c"]))
    dispatcher.close()
    assert (notes.done, max(notes.in_hand)) == (3, 2)


@given(
    callers=st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), min_size=1, max_size=8),
    poison=st.sampled_from(["", "a", "h"]),
    leaving=st.sets(st.integers(0, 7)),
)
def test_whoever_stays_is_answered_and_no_job_is_left(callers, poison, leaving):
    """Whatever is shared, breaks down or is called off meanwhile."""
    dispatcher = Dispatcher(lambda: Breaking(lambda text: text == poison, batch=3))
    tickets = [dispatcher.submit(texts) for texts in callers]
    for number in leaving & set(range(len(tickets))):
        tickets[number].errand.call_off()
    for number, ticket in enumerate(tickets):
        if number in leaving:
            continue
        for index, result in ticket:
            text = callers[number][index]
            if text != poison:
                assert result[0].text == text.upper()
    deadline = time.monotonic() + 5
    while dispatcher.waiting + dispatcher.in_hand and time.monotonic() < deadline:
        time.sleep(0.001)
    assert (dispatcher.waiting, dispatcher.in_hand) == (0, 0)
    dispatcher.close()
