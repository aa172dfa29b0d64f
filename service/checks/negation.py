"""Is what the source denies still denied, and nothing else?

English denies in many ways, so only the clear cases are reported: a plain "không" with nothing
in the translation that could stand for it, and a plain "not" with nothing in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding
from service.checks.reading.text import Pair

# "không" that denies nothing: the air force, space, "not only", "or not", "soon" (không lâu).
_NO_DENIAL = re.compile(
    r"(?:hàng|phòng|trên|đường|tác chiến|bầu|số|chân|con số|hư) không"
    r"|không (?:quân|gian|khí|trung|kích|phận|lưu|tặc|vận|lực|chiến|tưởng|người lái|chỉ|những|lâu|"
    r"ít|phải chỉ|thể không|thể thiếu|ngừng|đồng|mấy|kém|hẹn|dây|tỳ vết|biết bao|sao|dưới|quá|"
    r"quên|nằm ngoài|nhỏ|đầy|đến|tới)"
    r"|(?:hay|có|được|còn|nữa|đúng|phải|nào|gì|thế|ai) (?:không|chưa|chăng)(?= *[?.,;!\"”)]|$)"
    r"|chẳng (?:hạn|những|bao lâu|mấy|kém|khác)|chưa (?:đầy|tới|đến|kể|biết chừng)|cho dù|mà không"
    r"|nếu không|(?:bốn|4|ba|3|năm|5) không|(?:mức|về|bằng|gần|zero) không|không\?"
    r"|không,? (?:thưa|ạ)|tay không"
)
_DENIAL = re.compile(r"\b(?:không|chưa|chẳng|đừng|chớ|không hề|chưa từng)\b")
_SOURCE_CUE = re.compile(
    r"\b(?:không|chưa|chẳng|đừng|chớ|cấm|khó|thiếu|ít|hiếm|mất|từ chối|phủ nhận|bác bỏ|ngừng|dừng|"
    r"trừ|ngoại trừ|thay vì|vô|phi|bất|tránh|ngăn|miễn|chỉ|mới|khỏi|thôi|hết|trái|kẻo|đâu|kém|"
    r"khác với|chứ|trống|loại trừ|vắng|thất|hơn là|tự|giấu|mặc dù|dù)\b"
)
_NOT = re.compile(r"\b(?:not|never|cannot|\w+n['’]t)\b(?! (?:only|just|merely|to mention))")
_TARGET_CUE = re.compile(
    # the words of denial
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|without|cannot|non\w*|un\w{3,}|"
    r"\w{3,}less|dis\w{4,}|mis\w{4,}|im\w{5,}|ir\w{5,}|in\w{3,}(?:ble|bly|bility|ent|ently|ate|ately|"
    r"ive|ect|ant|al|ally|ous|able|ete|id|ced|iency|acy)|"
    # verbs that deny
    r"fail\w*|lack\w*|refus\w*|den(?:y|ied|ies|ying)|avoid\w*|ban(?:s|ned)?|prohibit\w*|forb\w*|"
    r"prevent\w*|stop\w*|ceas\w*|reject\w*|declin\w*|oppos\w*|exclud\w*|refrain\w*|abstain\w*|"
    r"halt\w*|trap\w*|suspend\w*|abandon\w*|forget|forgot\w*|ignor\w*|los(?:e|es|t|ing)|miss\w*|escap\w*|"
    r"exempt\w*|withh\w*|remain\w*|keep\w*|gone|go(?:es|ing)? on|ground(?:ed|s)|"
    # adverbs and the like that come close
    r"hardly|barely|scarcely|rarely|seldom|few|little|less|only|yet|until|unless|instead|than|free|"
    r"absen\w*|except|but|illegal\w*|pending|still|away|against|otherwise|whether|out|far|off|before|"
    r"under|first|too|hard|difficult|limited|empty|closed|bare|landlocked|able|save|beyond|drones?|"
    r"zero|nil|new|must|anything|any|again|opposite|contrary|even|long|short|vacant|open|alone)\b"
    r"|n(?:['’]|&#39;)t\b"
)


def check(pair: Pair) -> Iterator[Finding]:
    """A negation lost or added."""
    denial = _find_denial(pair.source.low)
    if denial is not None:
        if not _TARGET_CUE.search(pair.target.low):
            span = pair.source.span(denial.start(), denial.end())
            yield Finding("negation", "serious", f"“{span.text}” is not in the translation", span)
        return
    negation = _NOT.search(pair.target.low)
    if negation is not None and pair.target.text[negation.start()].isupper():
        return  # begins the sentence, or is part of a name: Thot Not
    if negation is not None and not _SOURCE_CUE.search(pair.source.low):
        span = pair.target.span(negation.start(), negation.end())
        yield Finding("negation", "serious", f"“{span.text}” is not in the source", target=span)


def _find_denial(low: str) -> re.Match[str] | None:
    """The first word of a Vietnamese sentence that denies something."""
    if not any(word in low for word in ("không", "chưa", "chẳng", "đừng", "chớ")):
        return None
    return _DENIAL.search(_NO_DENIAL.sub(lambda match: "_" * len(match.group()), low))
