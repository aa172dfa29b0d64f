"""Which language a text is in: good at telling Vietnamese from everything else, modest otherwise.

Scripts decide first (Hangul, kana, Han, Thai, Cyrillic). Among Latin texts, Vietnamese shows in its
syllables and diacritics, or, typed without them, in its syllables and function words; English
and French in their function words. Anything else is "und", undetermined.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from service.syllables import is_bare_syllable, is_syllable, strip_diacritics

UNDETERMINED = "und"
_ENOUGH_LETTERS = 3  # fewer say nothing about a language
_ENOUGH_WORDS = 5  # fewer may be a name
_SAMPLE = 20_000  # characters looked at; a page does not change its language after that

_SCRIPTS = {
    "ko": re.compile("[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]"),
    "kana": re.compile("[\u3040-\u30ff\uff66-\uff9d]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

_FUNCTION_WORDS = {
    "vi": """của và các là có được cho không trong với những một người đã này khi để đến từ về
    tại ra sẽ trên ngày theo năm cũng như vào đó còn sau phải nhiều việc hai thì bị làm chỉ""",
    "en": """the of and to in is that for it was on are as with his they at be this from have or by
    had not but were which their has been said would who an will more its about after into than""",
    "fr": """le les des et une du est dans pour que qui sur pas au par il avec sont elle aux ce
    cette ses mais nous vous leur été ont la de un en plus comme selon""",
}
_OTHERS = {  # told apart so that none of them passes for English or French; reported as "und"
    "es": "el los las del por con una su que y para se de la en al como más sus entre",
    "it": "il di che della per con una gli dei nel è la del alla sono da i al ha le due",
    "pt": "o os do da das dos em não uma com para que de a e no na ao por seu mais entre",
    "de": "der die und den von zu mit das ist dem im auf ein eine nicht des sich für am er",
    "id": "dan yang di dengan untuk dari pada ini itu tidak dalam akan oleh ke sebagai telah",
    "nl": "de het een van en in is op te dat met voor zijn niet aan door ook",
}
_FOREIGN_MARKS = re.compile("[äåæçëîïñöøûüßœąćęłńśźżčďěňřšťůžğışő]")  # in no Vietnamese word
_RUSSIAN_ONLY = re.compile("[ыэъёЫЭЪЁ]")
_NOT_RUSSIAN = re.compile("[іїєґўђјљњћџѓќІЇЄҐЎЂЈЉЊЋЏЃЌ]")


def detect_language(text: str) -> tuple[str, float]:
    """The language of a text and how sure that is.

    Returns:
        An ISO 639-1 code, one of vi, en, zh, ja, ko, fr, ru, th, or "und"; and a confidence from
        0 to 1.
    """
    text = text[:_SAMPLE]
    letters = len(_LETTER.findall(text))
    if letters < _ENOUGH_LETTERS:
        return UNDETERMINED, 0.0
    shares = {name: len(script.findall(text)) / letters for name, script in _SCRIPTS.items()}
    east_asian = shares["han"] + shares["kana"]
    if east_asian > 0.3:  # a Chinese text may quote a Japanese name; Japanese is a third kana
        return ("ja" if shares["kana"] > 0.1 * east_asian else "zh"), min(1.0, east_asian)
    for code in ("ko", "th"):
        if shares[code] > 0.3:
            return code, min(1.0, shares[code])
    if shares["cyrillic"] > 0.5:
        return _cyrillic(text, shares["cyrillic"])
    if shares["latin"] < 0.5:
        return UNDETERMINED, 1.0 - shares["latin"]
    return _latin([word.lower() for word in _WORD.findall(text)])


def is_short(text: str) -> bool:
    """Whether a text has too few words to be English or French for them: "La Liga", "An Giang"."""
    return len(_WORD.findall(text[:_SAMPLE])) < _ENOUGH_WORDS


def _cyrillic(text: str, share: float) -> tuple[str, float]:
    """Russian among the languages written in Cyrillic: by letters only it has or lacks."""
    foreign, russian = len(_NOT_RUSSIAN.findall(text)), len(_RUSSIAN_ONLY.findall(text))
    if foreign > russian:
        return UNDETERMINED, share
    return "ru", share if russian else 0.6 * share


def _latin(words: list[str]) -> tuple[str, float]:
    """The best-scoring language of a text in Latin letters; nothing scores high on little text."""
    if not words:
        return UNDETERMINED, 0.0
    scores = {
        "vi": max(_vietnamese(words), _bare_vietnamese(words)),
        "en": _by_function_words(words, "en", typical=0.4),
        "fr": _by_function_words(words, "fr", typical=0.4),
        **{code: _by_function_words(words, code, typical=0.4) for code in _OTHERS},
    }
    ranked = sorted(scores, key=lambda code: -scores[code])
    best, second = scores[ranked[0]], scores[ranked[1]]
    if best < 0.3 or ranked[0] in _OTHERS:
        return UNDETERMINED, round(1.0 - scores["vi"], 3)
    return ranked[0], round(best - 0.5 * second, 3)


def _share(words: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, words)) / len(words)


def _vietnamese(words: list[str]) -> float:
    """Share of words that are Vietnamese syllables, if enough of them carry its diacritics."""
    marked = _share(words, lambda word: not word.isascii() and is_syllable(word))
    foreign = _share(words, lambda word: bool(_FOREIGN_MARKS.search(word)))
    plausible = _share(words, lambda word: is_syllable(word) or is_bare_syllable(word))
    return plausible * min(1.0, marked / 0.4) * (1.0 - min(1.0, 3 * foreign))


@cache
def _function_words(code: str) -> frozenset[str]:
    return frozenset((_FUNCTION_WORDS | _OTHERS)[code].split())


def _bare_vietnamese(words: list[str]) -> float:
    """The same for a text typed without diacritics: syllables throughout and function words.

    Most English words are no Vietnamese syllables, and short ones that are ("to", "on", "an") do
    not fill nine tenths of a text.
    """
    plausible = _share(words, is_bare_syllable)
    typed = frozenset(map(strip_diacritics, _function_words("vi")))
    function = _share(words, typed.__contains__)
    return max(0.0, plausible - 0.6) / 0.4 * min(1.0, function / 0.12)


def _by_function_words(words: list[str], code: str, typical: float) -> float:
    """How near the share of function words comes to what is typical of running text."""
    return min(1.0, _share(words, _function_words(code).__contains__) / typical)
