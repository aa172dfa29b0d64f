"""Rather no translation than a bad one: what is not trusted is left in Vietnamese, and says so.

Only what is shown changes. The memory keeps the translation, so that with a lower threshold it is
there at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.article import Finding, Translation

WITHHELD = "withheld"
"""The kind of finding that says so, in every report."""


def withhold(translations: Sequence[Translation], least: float) -> tuple[Translation, ...]:
    """Translations, those of less confidence than `least` replaced by their source with a mark.

    People's corrections have no confidence and are never withheld.

    Args:
        translations: Of sentences, a title, captions.
        least: From 0, which withholds nothing, to 1.
    """
    return tuple(
        each
        if each.confidence is None or each.confidence >= least
        else _withheld(each, each.confidence, least)
        for each in translations
    )


def is_withheld(translation: Translation) -> bool:
    """Whether a translation is not shown."""
    return any(finding.kind == WITHHELD for finding in translation.findings)


def _withheld(translation: Translation, sure: float, least: float) -> Translation:
    """The source with a mark, and what was found; places in the text that is gone are dropped."""
    reason = Finding(WITHHELD, "serious", f"confidence {sure:.2f} is under {least:g}")
    found = (replace(finding, target=None) for finding in translation.findings)
    return replace(
        translation,
        text=f"[not translated: confidence {sure:.2f}] {translation.source}",
        findings=(reason, *found),
    )
