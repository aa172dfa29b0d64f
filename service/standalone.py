"""Whether an English sentence can stand in a summary, away from the sentences around it.

An editor strikes sentences that open with "He also", half quotations, questions, credits and
bylines. These rules do the same; they look at words only, so they err on the side of striking.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

FEWEST_WORDS = 6
MOST_WORDS = 100

_AGENCIES = (
    r"(?:the )?(?:Vietnam News Agency|Voice of Vietnam|People's Army Newspaper|VNA|TTXVN|VOV|VTV"
    r"|VGP|QĐND|QK\d|Reuters|AFP|AP|CNN|BBC|Xinhua|Kyodo|Yonhap|TASS)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|\d{{1,2}}/\d{{1,2}})(?:(?:,? |/)\d{{4}})?"
# "TTO", "SKĐS", "VOV.VN": papers by what their short names have and other names do not. "NATO -
# Russia talks" is no dateline.
_PAPERS = (
    r"(?!(?:CEO|FAO|ICAO|ILO|IMO|IPO|NATO|NGO|SCO|UNESCO|UNIDO|WHO|WIPO|WTO)\b)"
    r"(?:[A-ZĐ]{2,6}O|[A-Z]*Đ[A-ZĐ]+|[A-Z][\w.]*\.(?i:vn|com))"
)
_DATELINE = re.compile(
    rf"\A(?:(?:[A-ZĐ][\w.]*,? ){{0,4}}(?:{_DATE},? )?\((?=[^()]*[A-ZĐ])[^()]{{2,40}}\)\s*[-–—:]+\s*"
    rf"|\(CNN\)\s*|(?:{_AGENCIES}(?: Online)?|{_PAPERS})\s+[-–—]+\s+)(?=[\"“]?[^\W\d_a-z])"
)
_MARKS = re.compile(  # bullets, arrows, pictures
    "[*•·‣※\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff\\s]+"
)
_AGENCY_TAIL = re.compile(rf",\s+(?:according to|(?:as )?reported by) {_AGENCIES}(?=\.\Z)")

_ENDED = re.compile(r"[.!…][\"”’)\]]*\Z")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_OTHER_TEXT = re.compile(
    r"(?:photos?|pictures?|pictured|images?|illustration|captions?|videos?|sources?|story|text|by"
    r"|reported by|reporters?|editors?|pv)\s*:"
    r"|according to [^,]*\Z|copyright\b|read more\b|see also\b|click here\b"
    r"|.*(?:\((?:file )?(?:photos?|sources?|images?|illustration)\b|\bphotos?: |https?://|\S@\S+\.)",
    re.IGNORECASE | re.DOTALL,
)
_VERBS = (  # after "I", which is also a numeral: "type I", "World War I"
    "am was have had will would can could should do did think thought know knew believe want "
    "wanted see saw hope feel felt say said remember love need never also just always really still "
    "only got went came took found told asked tried heard"
)
_TURN = re.compile(r"[-–—]|(?:[A-ZĐ]\S*,? ){1,7}[A-ZĐ]\S*: [^\W\d_a-z]")  # of a conversation
_FIRST_PERSON = re.compile(
    rf"\bI['’]|\bI (?:{'|'.join(_VERBS.split())})\b"
    r"|(?:\b(?:we|my|us|you|your|our(?! reporters?| correspondents?))|\A(?:We|My|Our|You|Your))\b"
)

_LINKS = (
    "however meanwhile moreover furthermore besides therefore thus hence accordingly but and or so "
    "yet still nor then also instead otherwise similarly likewise nevertheless nonetheless "
    "consequently subsequently previously earlier later afterward afterwards additionally "
    "conversely indeed finally specifically notably simultaneously alternatively thereby "
    "thereafter worse replying responding answering"
)
_LINKING_PHRASES = (
    "in addition|in particular|in response|in reply|in return|in turn|in contrast|in fact"
    "|in other words|in doing so|as a result|as such|as for|on the other|on the contrary|on behalf"
    "|on the same|at the same|by contrast|by doing|by then|to do so|for example|for instance"
    "|once (?:there|here|inside)|(?:more|most) \\w+ly,"
    "|for (?:his|her|its|their) part|not only that|what is more|on the occasion,"
)
_POINTERS = "this|that|these|those|them|him|her|it|which|here|there"
_PREPOSITIONS = (
    "in|on|at|by|to|of|for|from|with|through|during|under|after|before|since|following|despite"
    "|among|because of|thanks to|according to|apart from|based on|regarding|given|besides"
)
_TIMES = "year|month|week|morning|afternoon|evening|spring|summer|autumn|winter"
_ALONE = (  # "His Majesty King …", "Both Laos and …", "Earlier today, …": all is said here
    r"(?:his|her|their) (?:\w+ )?(?:majest(?:y|ies)|highness(?:es)?|excellenc(?:y|ies)|holiness"
    r"|eminence),? (?:the )?(?-i:[A-ZĐ])"
    r"|both (?:(?:the )?(?:(?-i:[A-ZĐ])\S* (?:of )?){1,7}|\w+ )and (?!(?:his|her|its|their)\b)"
    r"|(?:earlier|later) (?:today\b|this\b|(?:on|in) (?-i:[A-ZĐ\d]))"
    r"(?!(?-i:[^,A-ZĐ]*),? (?:he|she|it|they|his|her|its|their|both|the two)\b)"
    rf"|in (?:addition|contrast|reply|response) to (?!(?:{_POINTERS}|such|the|its|their|his)\b)"
)
_DANGLING = re.compile(
    rf"[\"“‘(]*(?!{_ALONE})"
    r"(?:(?:he|she|it|they|his|her|its|their|that|those|such|both|another)\b"
    rf"|(?:this|these)\b(?! (?:\w+ )?(?:{_TIMES})\b)"
    rf"|(?:{'|'.join(_LINKS.split())})\b|(?:{_LINKING_PHRASES}))",
    re.IGNORECASE,
)
_POINTING = re.compile(
    rf"(?:{_PREPOSITIONS}) (?:{_POINTERS}|its|their|his)\b(?! (?:\w+ )?(?:{_TIMES})\b)"
    r"|(?:[a-z]+ )?the (?:two|three|four|latter|former|same|others?|sides|parties|pair|remaining"
    r"|rest|(?:first|last|other) (?:two|three|four))\b(?!-)"
    r"|the most (?:notable|important|prominent|recent|striking)\b"
    r"|(?:\S+ ){1,4}of (?:them|these|those)\b",
    re.IGNORECASE,
)
# "What haunts her", "Born in 1980, she": a person before any name. "however" in the middle.
_UNNAMED = re.compile(
    r"(?:\w+(?:ing|ed)|What|If|When|While|As|Since|After|Before|Under|Born|In|At|On|For|With|By|To"
    r"|From|Once|Although|Though|Because|Despite|Like|Unlike),?(?: [^\W\dA-ZĐ_]\S*| \d\S*)*?"
    r" (?:he|she|him|his|her)\b|.*, however\b"
)
# "Examining ties with Japan, Vietnam's role in ASEAN.": a participle that no statement follows.
_PARTICIPLE = re.compile(r"(?!(?:During|Following|According|Morning|Evening)\b)[A-Z][a-z]+ing\b")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|said|say|says"
    r"|told|made|took|went|gave|held|met|saw|led|put|set|began|became|[a-z]+ed)\b"
)
# "Highly valued the relationship with Japan.": a statement whose speaker was lost.
_SUBJECTLESS = re.compile(
    r"(?:[A-Z][a-z]+ly )?(?i:acknowledged|affirmed|appreciated|commended|congratulated|expressed"
    r"|emphasi[sz]ed|hailed|highlighted|noted|praised|reaffirmed|stressed|thanked|underlined|valued"
    r"|welcomed) (?:an?|all|and|her|his|its|that|the|their|this|[A-Z]\S*) "
)
_UNNAMED_SPEAKER = re.compile(r"[,.!?][\"”’]+,? (?:he|she|they|it) [a-z]+")
_DEFINITE = re.compile(r"(?:(at|during|in|after|before|within) )?the ([a-z]+)\b", re.IGNORECASE)
_ONE_NAME = re.compile(r"([^\W\d_a-z][\w-]+)(?:['’]s)? [a-z]")
_END_OF_NAME = re.compile(r"(?<=\w )[^\W\d_a-z][\w.-]* (?=([^\W\d_a-z][\w-]+))")
_WORD = re.compile(r"[^\W_]+")


def trimmed(sentence: str) -> str:
    """The sentence without a bullet or the agency's dateline before it and its credit after it."""
    marks = _MARKS.match(sentence)
    plain = sentence[marks.end() if marks else 0 :].strip()
    return _AGENCY_TAIL.sub("", _DATELINE.sub("", plain))


def is_fit(sentence: str) -> bool:
    """Whether a sentence is a statement of the article, whole and of a sensible length."""
    unquoted = _QUOTED.sub("", sentence)
    return (
        FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS
        and has_whole_quotations(sentence)
        and bool(_ENDED.search(sentence))
        and any(letter.islower() for letter in unquoted)
        and "?" not in unquoted
        and not (_PARTICIPLE.match(sentence) and not _FINITE.search(sentence))
        and not _SUBJECTLESS.match(sentence)
        and not _OTHER_TEXT.match(sentence)
        and not _TURN.match(sentence)
        and not _FIRST_PERSON.search(unquoted)
    )


def has_whole_quotations(sentence: str) -> bool:
    """Whether every quotation and bracket that opens closes, and the other way round."""
    return sentence.count('"') % 2 == 0 and all(
        sentence.count(opening) == sentence.count(closing)
        for opening, closing in ("“”", "()", "[]")
    )


def is_dangling(sentence: str) -> bool:
    """Whether a sentence points back to the one before: "He also", "On this occasion"."""
    return bool(
        _DANGLING.match(sentence)
        or _POINTING.match(sentence)
        or _UNNAMED.match(sentence)
        or _UNNAMED_SPEAKER.search(sentence)
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the opening of each sentence takes for granted, and the words each sentence says.

    A need is None for a sentence that stands alone, the empty string for one that points back to
    the sentence before, and otherwise a word the reader must have met: "The delegates", "Giang".
    """

    needs: tuple[str | None, ...]
    words: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Surroundings:
        """The surroundings of an article's sentences."""
        needs = []
        words = []
        heard: set[str] = set()
        surnames: set[str] = set()
        for index, sentence in enumerate(sentences):
            needs.append(_need(index, sentence, heard, surnames))
            words.append(frozenset(_WORD.findall(sentence.casefold())))
            heard |= words[-1]
            surnames.update(match[1].casefold() for match in _END_OF_NAME.finditer(sentence))
        return cls(tuple(needs), tuple(words))

    def stands(self, index: int, chosen: Collection[int]) -> bool:
        """Whether a reader of the chosen sentences understands how sentence `index` opens."""
        need = self.needs[index]
        if need is None or index - 1 in chosen:
            return True
        return any(need in self.words[other] for other in chosen if other < index)


def _need(
    index: int, sentence: str, heard: Collection[str], surnames: Collection[str]
) -> str | None:
    if index == 0:  # the first sentence may speak of "the two-day visit", but not of "him"
        return "" if _DANGLING.match(sentence) else None
    if is_dangling(sentence):
        return ""
    definite = _DEFINITE.match(sentence)
    if definite:
        at_it, noun = definite[1], definite[2].casefold()
        return noun if at_it or noun in heard else None
    name = _ONE_NAME.match(sentence)
    if name and name[1].casefold() in surnames:
        return name[1].casefold()
    return None
