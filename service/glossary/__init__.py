"""House terms: what a Vietnamese term is called in English, and whether a translation says so.

A glossary is a tab-separated file with the columns `vi`, `en`, `alternatives` (divided by "|") and
`note`; the last two may be left out. `en` is the form asked for, the alternatives are accepted as
well. Several glossaries are layered, the first that has a term decides.
"""

from service.glossary.glossary import Glossary, load_glossary
from service.glossary.reading import parse_terms, read_terms
from service.glossary.terms import Term, TermMatch, TermState, TermUse
from service.glossary.using import uses

__all__ = [
    "Glossary",
    "Term",
    "TermMatch",
    "TermState",
    "TermUse",
    "load_glossary",
    "parse_terms",
    "read_terms",
    "uses",
]
