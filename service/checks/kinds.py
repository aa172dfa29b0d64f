"""What the checks can say: every kind of finding, and when it is serious. The one such list.

`serious` means that a reader would be told something false or nothing at all, and that the
sentence is worth decoding again. `warning` is worth an editor's glance. `info` is a remark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from service.article import Finding, Severity

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "empty": "serious: there is no translation",
        "echo": "serious: the source came back untranslated",
        "leftover": "serious: Vietnamese words, other than names, are left in the translation",
        "repetition": "serious: a phrase runs on and on, or a long one comes twice; warning: a "
        "word or phrase is doubled",
        "length": "serious: far too short or too long for its source; warning: suspiciously so",
        "truncated": "serious: stops in mid-clause; warning: lost its final punctuation",
        "markup": "warning: tags or character entities that the source does not have",
        "verbatim": "serious: an address, tag or placeholder was changed or lost",
        "number": "serious: a number changed, was lost or was added; warning: a small number "
        "written as a word was lost",
        "date": "serious: a day, month, year, weekday or time changed, was lost or was added",
        "unit": "serious: another unit, currency or scale; info: converted correctly",
        "name": "serious: a name, acronym or designation changed; warning: it was lost",
        "country": "serious: a country that nothing in the source stands for",
        "rank": "serious: another military rank; warning: the rank was lost",
        "term": "warning: a glossary term was not rendered as the glossary says",
        "negation": "serious: a negation was lost or added",
        "withheld": "serious: the translation is not shown, for it is not trusted enough",
        "omission": "serious: the model passed over six words of the source or more; warning: "
        "over three to five",
        "quote": "warning: quotation marks were lost or do not close",
    }
)

NUMBER_KINDS = frozenset({"number", "date"})

_WEIGHTS: Mapping[Severity, float] = MappingProxyType({"info": 0.0, "warning": 1.0, "serious": 5.0})


def penalty(findings: Iterable[Finding]) -> float:
    """How bad a candidate is, 0 for a clean one: to choose the best of several.

    One serious finding outweighs a few warnings; remarks weigh nothing.
    """
    return sum(_WEIGHTS[finding.severity] for finding in findings)
