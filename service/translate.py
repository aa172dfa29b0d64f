"""Sentences into English: memory, model, checks, second try, memory again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.errors import ModelError
from models.protocols import Hints, Hypothesis, Signature
from service.article import Finding, Translation
from service.checks import check, penalty
from service.checks.kinds import NUMBER_KINDS
from service.confidence import confidence
from service.dispatch import Dispatcher
from service.errands import Errand, Result
from service.figures import AMOUNTS, in_figures
from service.glossary import Glossary, uses
from service.memory import Entry, Memory, Remembered
from service.normalise import normalise
from service.parts import in_parts, joined
from service.sentences import Piece, clauses
from service.syllables import strip_diacritics
from service.wording import Place, as_given

STORE_EVERY = 16  # finished translations are stored when there are so many,
STORE_SECONDS = 2.0  # or when the last time was so long ago: a killed run loses no more
SURELY_FITS = 300  # characters: no model is asked whether shorter texts fit
_WORD = re.compile(r"[^\W\d_]{2,}")

OnProgress = Callable[[int, int], None]
"""(sentences done, sentences in all)"""

OnTranslated = Callable[[Sequence[Translation]], None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A distinct text to translate: its key in the memory and what the model is given."""

    text: str
    key: str
    prepared: str


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A text as the model is given it: its wording, in pieces, with the terms it is to follow."""

    wanted: _Wanted
    text: str
    pieces: tuple[Piece, ...]
    hints: Hints = ()


class TranslationDesk:
    """Translates texts; what was translated before comes from the memory."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        signature: Signature | str,
        memory: Memory,
        glossary: Glossary,
        errand: Errand | None = None,
        on_translated: OnTranslated = lambda translations: None,
    ) -> None:
        self._dispatcher = dispatcher
        self._signature = str(signature)
        self._memory = memory
        self._glossary = glossary
        self._errand = errand
        self._on_translated = on_translated

    def serving(
        self,
        errand: Errand,
        glossary: Glossary | None = None,
        on_translated: OnTranslated = lambda translations: None,
    ) -> TranslationDesk:
        """This desk at work for one caller.

        Args:
            errand: The caller's turn at the translator, and how to call the work off.
            glossary: The caller's terms, where they differ from the desk's.
            on_translated: Is told of everything translated for the caller.
        """
        return TranslationDesk(
            self._dispatcher,
            self._signature,
            self._memory,
            self._glossary if glossary is None else glossary,
            errand,
            on_translated,
        )

    @property
    def signature(self) -> str:
        """What makes new translations."""
        return self._signature

    def translate(
        self,
        texts: Sequence[str],
        *,
        context: str = "",
        on_progress: OnProgress = lambda done, total: None,
    ) -> tuple[Translation, ...]:
        """Translate texts; the result is aligned with them.

        Args:
            texts: Sentences, headlines, captions.
            context: The article they are from; it tells how names in capitals are written.
            on_progress: Called as sentences are done.

        Raises:
            CalledOff: The caller this desk serves has left.
            ModelError: The model failed.
            Overloaded: Too many sentences are waiting already.
            TooMuch: With their parts these are more than may ever wait.
            TranslationMemoryError: The memory cannot be used.
        """
        keys = {text: normalise(text) for text in texts}
        known = self._memory.get_many(set(keys.values()), self._signature, self._glossary.version)
        done: dict[str, Translation] = {}
        for text, key in keys.items():
            if key in known:  # even what is no word to a model: people correct that too
                done[text] = self._remembered(text, known[key])
            elif not _WORD.search(text):
                done[text] = Translation(text, text, "model")
        missing = [self._wanted(text, context) for text in keys if text not in done]
        on_progress(len(texts) - len(missing), len(texts))
        finished = _Finished(self._memory)
        try:
            for wanted, hypothesis, findings in self._model(missing):
                done[wanted.text] = Translation(
                    wanted.text,
                    hypothesis.text,
                    "model",
                    findings,
                    hypothesis.score,
                    confidence(hypothesis.score, findings),
                )
                finished.add(self._entry(wanted, hypothesis))
                on_progress(len(texts) - len(keys) + len(done), len(texts))
        finally:
            finished.store()
        translations = tuple(done[text] for text in texts)
        self._on_translated(translations)
        return translations

    def known(self, texts: Sequence[str]) -> tuple[int, int]:
        """How many of these texts the memory holds, and how many the model would be asked for."""
        keys = {text: normalise(text) for text in texts}
        found = self._memory.get_many(set(keys.values()), self._signature, self._glossary.version)
        held = [keys[text] in found for text in texts]
        asked = sum(
            not here and _WORD.search(text) is not None
            for text, here in zip(texts, held, strict=True)
        )
        return sum(held), asked

    def alternatives(self, text: str, count: int) -> tuple[Translation, ...]:
        """Up to `count` translations by the model, all different, its first choice first.

        They neither come from the memory nor go there.
        """
        if not _WORD.search(text):
            return (Translation(text, text, "model"),)
        wanted = self._wanted(text, "")
        ((_, hypotheses),) = self._decode([self._first_attempt(wanted)], count)
        different: dict[str, Hypothesis] = {}
        for each in hypotheses:
            different.setdefault(each.text, each)
        return tuple(
            Translation(text, each.text, "model", self._judge(wanted, each), each.score)
            for each in list(different.values())[:count]
        )

    def findings(
        self, source: str, text: str, uncovered: Sequence[str] = ()
    ) -> tuple[Finding, ...]:
        """What the checks say of a translation; see `service.checks.check`."""
        return check(source, text, self._glossary.find(source), uncovered)

    def _model(
        self, wanted: Sequence[_Wanted]
    ) -> Iterator[tuple[_Wanted, Hypothesis, tuple[Finding, ...]]]:
        """Translations by the model as they are done; the doubtful ones last."""
        first: dict[_Wanted, tuple[Hypothesis, ...]] = {}
        second: dict[_Wanted, tuple[_Attempt, ...]] = {}
        for attempt, hypotheses in self._decode([self._first_attempt(one) for one in wanted], 1):
            one = attempt.wanted
            best, findings = self._best(one, hypotheses)
            if attempts := self._second_attempts(one, best, findings):
                first[one], second[one] = hypotheses, attempts
            else:
                yield one, best, findings
        found: dict[_Attempt, tuple[Hypothesis, ...]] = {}
        again = [attempt for attempts in second.values() for attempt in attempts]
        for attempt, hypotheses in self._decode(again, 1, admitted=True):
            one = attempt.wanted
            found[attempt] = hypotheses
            if found.keys() >= set(second[one]):
                tried = [each for attempt in second[one] for each in found[attempt]]
                yield one, *self._best(one, (*first[one], *tried))

    def _wanted(self, text: str, context: str) -> _Wanted:
        key = normalise(text)
        return _Wanted(text, key, as_given(key, context, self._places_of_terms))

    def _places_of_terms(self, text: str) -> list[Place]:
        return [(match.start, match.end) for match in self._glossary.find(text)]

    def _first_attempt(self, wanted: _Wanted) -> _Attempt:
        return _Attempt(wanted, wanted.prepared, self._pieces(wanted.prepared))

    def _second_attempts(
        self, wanted: _Wanted, best: Hypothesis, findings: Sequence[Finding]
    ) -> tuple[_Attempt, ...]:
        """How a doubtful translation is tried again.

        What has a serious fault is given in parts, of which the model leaves less out, and whole
        first where there is something to tell: numbers in words that were mistaken come in
        figures; terms that were missed, ranks and round amounts that were mistaken are hinted at.
        Each mends more than other hypotheses for the same prompt do (docs/model.md).
        """
        hints = self._hints(wanted, best, findings)
        first = self._first_attempt(wanted)
        if not _is_serious(findings):
            attempts = [replace(first, hints=hints)]
        else:
            text = _reworded(wanted.prepared, findings)
            attempts = [_Attempt(wanted, text, in_parts(text, self._fits), hints)]
            if hints or text != wanted.prepared:
                attempts.insert(0, _Attempt(wanted, text, self._pieces(text), hints))
        return tuple(attempt for attempt in dict.fromkeys(attempts) if attempt != first)

    def _hints(self, wanted: _Wanted, best: Hypothesis, findings: Iterable[Finding]) -> Hints:
        """What a model that follows hints is told of what it got wrong: terms, ranks, names."""
        if not self._dispatcher.translator().follows_hints:
            return ()
        kinds = {finding.kind for finding in findings}
        text, doubted = wanted.prepared, _doubted(findings, "rank", *NUMBER_KINDS)
        amounts = [
            (said, AMOUNTS[said.lower()])
            for said in doubted
            if said.lower() in AMOUNTS and said in text
        ]
        names = [
            (name, name)
            for name in map(strip_diacritics, _doubted(findings, "name"))
            if name in text
        ]
        if not kinds & {"term", "rank"}:
            return (*amounts, *names)
        terms = [
            (text[use.match.start : use.match.end], use.match.term.english)
            for use in uses(self._glossary.find(text), best.text)
            if use.state != "applied" or text[use.match.start : use.match.end] in doubted
        ]
        return tuple(dict.fromkeys([*terms, *amounts, *names]))  # a term may come twice

    def _decode(
        self, attempts: Sequence[_Attempt], alternatives: int, *, admitted: bool = False
    ) -> Iterator[tuple[_Attempt, tuple[Hypothesis, ...]]]:
        """Hypotheses for each text, as they are done, put together from those of its pieces."""
        if not attempts:
            return
        places = [
            (at, piece)
            for at, attempt in enumerate(attempts)
            for piece in range(len(attempt.pieces))
        ]
        found: list[dict[int, tuple[Hypothesis, ...]]] = [{} for _ in attempts]
        texts = [attempts[at].pieces[piece][1] for at, piece in places]
        hints = [
            tuple(hint for hint in attempts[at].hints if hint[0] in text)
            for (at, _), text in zip(places, texts, strict=True)
        ]
        submit = self._dispatcher.submit
        with submit(texts, alternatives, self._errand, hints=hints, admitted=admitted) as ticket:
            for index, result in ticket:
                at, piece = places[index]
                found[at][piece] = _hypotheses(result)
                attempt = attempts[at]
                if len(found[at]) == len(attempt.pieces):
                    parts = [found[at][piece] for piece in range(len(attempt.pieces))]
                    whole = joined(attempt.text, attempt.pieces, parts)
                    yield attempt, tuple(_with_capital(attempt.text, each) for each in whole)

    def _pieces(self, text: str) -> tuple[Piece, ...]:
        return ((0, text),) if self._fits(text) else clauses(text, self._fits)

    def _fits(self, text: str) -> bool:
        """Whether the model takes a text in one piece."""
        return len(text) <= SURELY_FITS or self._dispatcher.translator().fits(text)

    def _best(
        self, wanted: _Wanted, hypotheses: Iterable[Hypothesis]
    ) -> tuple[Hypothesis, tuple[Finding, ...]]:
        """The hypothesis with the lightest findings; the model's order decides between equals."""
        judged = [(each, self._judge(wanted, each)) for each in hypotheses]
        return min(judged, key=lambda pair: penalty(pair[1]))

    def _judge(self, wanted: _Wanted, hypothesis: Hypothesis) -> tuple[Finding, ...]:
        said = self.findings(wanted.text, hypothesis.text, hypothesis.uncovered)
        return (*_ending(hypothesis.ending), *said)

    def _remembered(self, source: str, known: Remembered) -> Translation:
        said = self.findings(source, known.text, known.uncovered or ())
        findings = (*_ending(known.ending), *said)
        sure = None if known.score is None else confidence(known.score, findings)
        return Translation(
            source,
            known.text,
            known.origin,
            findings,
            known.score,
            sure,
            known.who,
            known.when if known.origin == "human" else None,
        )

    def _entry(self, wanted: _Wanted, hypothesis: Hypothesis) -> Entry:
        return Entry(
            sentence=wanted.key,
            signature=self._signature,
            glossary=self._glossary.version,
            text=hypothesis.text,
            score=hypothesis.score,
            tokens=hypothesis.tokens,
            ending=hypothesis.ending,
            uncovered=hypothesis.uncovered,
        )


class _Finished:
    """Translations on their way into the memory, a few at a time."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._entries: list[Entry] = []
        self._last = time.monotonic()

    def add(self, entry: Entry) -> None:
        """Take one more; all are stored when there are enough, or after a while."""
        self._entries.append(entry)
        waited = time.monotonic() - self._last
        if len(self._entries) == STORE_EVERY or waited >= STORE_SECONDS:
            self.store()

    def store(self) -> None:
        """Put what there is into the memory."""
        self._memory.put_many(self._entries)
        self._entries.clear()
        self._last = time.monotonic()


def _hypotheses(result: Result) -> tuple[Hypothesis, ...]:
    if isinstance(result, ModelError):
        raise result
    if isinstance(result, Exception):
        raise ModelError(f"the model failed: {result}") from result
    return result


def _with_capital(source: str, hypothesis: Hypothesis) -> Hypothesis:
    """A translation that begins with a capital if its source does; the model forgets it at times.

    What is spelt so in the source stays: iPhone.
    """
    text = hypothesis.text
    if not (source[:1].isupper() and text[:1].islower()) or text.split()[0] in source:
        return hypothesis
    return replace(hypothesis, text=text[0].upper() + text[1:])


_ENDINGS = {
    "repetition": Finding("repetition", "serious", "the model repeated itself and was stopped"),
    "length": Finding("truncated", "serious", "the model was stopped at its length limit"),
}


def _ending(ending: str | None) -> tuple[Finding, ...]:
    """What is to be said of a translation the model did not end by itself."""
    return (_ENDINGS[ending],) if ending in _ENDINGS else ()


def _doubted(findings: Iterable[Finding], *kinds: str) -> list[str]:
    """What of a source its translation has otherwise, by findings of some kinds, once each."""
    texts = [
        finding.source.text for finding in findings if finding.source and finding.kind in kinds
    ]
    return list(dict.fromkeys(texts))


def _reworded(text: str, findings: Iterable[Finding]) -> str:
    """A text with the numbers that were mistaken in figures."""
    mistaken = [finding for finding in findings if finding.kind in NUMBER_KINDS]
    if not mistaken:
        return text
    return in_figures(text, [finding.source.text for finding in mistaken if finding.source])


def _is_serious(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "serious" for finding in findings)
