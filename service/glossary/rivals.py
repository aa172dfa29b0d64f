"""English forms of terms, and longer forms of other terms that end in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from service.glossary.english import plain
from service.glossary.terms import Term
from service.glossary.vietnamese import words_of

_PREPOSITIONS = frozenset({"of", "for", "in", "to", "at", "on", "and"})


@lru_cache(maxsize=8192)
def forms_of(term: Term) -> tuple[str, ...]:
    """What is accepted as its English, the form asked for first, as `english.plain` writes it."""
    return tuple(dict.fromkeys(plain(form) for form in (term.english, *term.alternatives)))


def rivals_of(terms: Iterable[Term]) -> dict[Term, tuple[tuple[str, Term], ...]]:
    """For each term, the longer English of related ones that ends in its own.

    "Lieutenant General" is a rival of "General", for Trung tướng and Đại tướng have a word in
    common; "State Bank of Vietnam" is none of "Vietnam".
    """
    by_last: dict[str, list[tuple[str, Term]]] = {}
    forms = {term: forms_of(term) for term in terms}
    for term, own in forms.items():
        by_last.setdefault(own[0].split()[-1], []).append((own[0], term))
    return {
        term: tuple(
            dict.fromkeys(
                (other, rival)
                for form in own
                for other, rival in by_last.get(form.split()[-1], ())
                if other not in own and _extends(other, form) and _are_related(term, rival)
            )
        )
        for term, own in forms.items()
    }


def _extends(longer: str, form: str) -> bool:
    """Whether a form is another one with words put before it, none of them a preposition."""
    added = longer.removesuffix(form).split()
    return longer.endswith(form) and bool(added) and _PREPOSITIONS.isdisjoint(added)


def _are_related(term: Term, other: Term) -> bool:
    """Whether two Vietnamese terms have a word in common."""
    return not set(words_of(term.vietnamese)).isdisjoint(words_of(other.vietnamese))
