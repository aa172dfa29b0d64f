"""Is what the source denies still denied, and nothing else?

English denies in many ways, so only the clear cases are reported: a plain "không" with nothing
in the translation that could stand for it, and a plain "not" with nothing in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding
from service.checks.reading.text import Pair

# "không" that denies nothing: the air force, space, "not only", "or not", soon (không lâu). At the
# end it asks a question, for a word that denies stands before what it denies.
_NO_DENIAL = re.compile(
    r"(?:hàng|phòng|trên|đường|tác chiến|bầu|số|chân|con số|hư|lên|tĩnh|thám|đất đối|"
    r"hạm đối|biển đối) không"
    r"|không (?:quân|gian|khí|trung|kích|phận|lưu|tặc|vận|lực|chiến|tưởng|người lái|chỉ|những|lâu|"
    r"ít|phải chỉ|thể (?:không|thiếu|tách rời)|ngừng|đồng(?! (?:ý|tình|thuận))|mấy|kém|hẹn|dây|"
    r"tỳ vết|biết bao|sao|dưới|(?:được )?quá|quên|nằm ngoài|nhỏ|đầy|đến|tới|qua khỏi|"
    r"đối (?:đất|hải|hạm|không)|ảnh(?! hưởng)|(?:- )?thời gian|trăm|hoàn lại|chuyên(?! nghiệp)|"
    r"đáng kể|kể|sót|thua|thấm|thể bỏ qua|sớm thì muộn|đội trời chung|hay biết|biết chừng|kê đơn|"
    r"đổi(?! (?:ý|được|mới|lại|tên|hướng)))|thu phí không dừng"
    r"|(?:hay|có|được|còn|nữa|đúng|phải|nào|gì|thế|ai) (?:không|chưa|chăng)(?= *[?.,;!\"”)]|$)"
    r"|(?:không|chưa)(?: vậy| nhỉ| nữa)?(?= *(?:[?.;!\"”)]|$))"
    r"|chẳng (?:hạn|những|bao lâu|mấy|kém|khác)|cho dù"
    r"|chưa (?:đầy|đủ|tới|đến|kể|biết chừng|cưới|thành niên)"
    r"|nếu không(?! (?:có|được|phải))|(?<!số )(?:bốn|4|ba|3|năm|5) không"
    r"|(?:mức|về|bằng|gần|zero) không|không,? (?:thưa|ạ)|tay không"
)
_DENIAL = re.compile(r"\b(?:không|chưa|chẳng|đừng|chớ|không hề|chưa từng)\b")
_SOURCE_CUE = re.compile(
    r"\b(?:không|chưa|chẳng|đừng|chớ|cấm|khó|thiếu|ít|hiếm|mất|từ chối|phủ nhận|bác bỏ|ngừng|dừng|"
    r"trừ|ngoại trừ|thay vì|vô|phi|bất|tránh|ngăn|miễn|chỉ|mới|khỏi|thôi|hết|trái|kẻo|đâu|kém|"
    r"khác với|chứ|trống|loại trừ|vắng|thất|hơn là|tự|giấu|mặc dù|dù|im lặng|hổng|hông|chả|vị tất|"
    r"đỡ|nào phải|việc gì|nằm ngoài|bặt|mù tịt|mặc kệ|chịu chết|ế|nhỉ)\b"
)
_NOT = re.compile(r"\b(?:not|never|cannot|\w+n['’]t)\b(?! (?:only|just|merely|to mention))")
_TARGET_CUE = re.compile(
    # the words of denial
    r"\b(?:not|no(?!\. ?\d)|never|none|nor|neither|nothing|nobody|nowhere|without|cannot|non\w*|"
    r"\w{3,}less(?:ly|ness)?|un(?!i(?:on|que|t|vers|lat|f|corn)|der|til|anim|e?sco|clos)\w{3,}|mis(?!sil|sion|ter)\w{4,}|"
    r"dis(?!aster|charg|cipl|cover|cuss|ease|play|put|tan(?:ce\b|ces|t)|tribut|trict)\w{4,}|ir(?!an|aq|rig|ish)\w{5,}|"
    r"im(?!ag|mediate|pact|plement|port|pos[ei]|prov)\w{5,}|"
    r"in(?!cident|depend|dicat|dustr|itia|stant|tern|vestigat)\w{3,}(?:ble|bly|bility|ent|ently|ate|"
    r"ately|ive|ect|ant|al|ally|ous|able|ete|id|ced|ency|ancy|acy|ance|ite|ary|ure|urely)|"
    # verbs that deny
    r"fail\w*|lack\w*|refus\w*|den(?:y|ied|ies|ying)|avoid\w*|ban(?:s|ned)?|prohibit\w*|forb\w*|"
    r"refut\w*|remov\w*|differ\w*|contradict\w*|withdr\w*|prevent\w*|stop\w*|ceas\w*|reject\w*|declin\w*|"
    r"oppos\w*|exclud\w*|refrain\w*|abstain\w*|halt\w*|trap\w*|suspend\w*|abandon\w*|forget|"
    r"forgot\w*|ignor\w*|los(?:e|es|t|ing)|miss(?:ed|es|ing)?|escap\w*|exempt\w*|object\w*|withh\w*|remain\w*|"
    r"stay\w*|keep\w*|hold\w*|held|gone|go(?:es|ing)? on|ground(?:ed|s)|"
    # adverbs and the like that come close
    r"hardly|barely|scarcely|rarely|seldom|few|little|less|only|yet|until|unless|instead|than|free|"
    r"absen\w*|devoid|deficien\w*|far from|naked|under(?:paid|age)|except|but|illegal\w*|pending|"
    r"still|away|against|otherwise|whether|out|off|too|hard|difficult|limited|empty|closed|bare|"
    r"landlocked|beyond|drones?|zero|0|nil|opposite|contrary|short|vacant|alone|wrong|dry|silent\w*|"
    r"marginal\w*|slight\w*|illitera\w*|reluctan\w*|oblivious|spared?|skip\w*|barred|forgo\w*|vain|"
    r"\w+proof|drained)\b"
    r"|n(?:['’]|&#39;)t\b"
)
# What in English says the denied verb itself: for "không từ bỏ" it takes more than "will abandon".
_DENIED_VERBS = {
    "từ bỏ": r"abandon\w*|forgo\w*",
    "loại trừ": r"exclud\w*|out",
    "phủ nhận": r"den(?:y|ied|ies|ying)",
    "bác bỏ": r"reject\w*|refut\w*",
    "từ chối": r"refus\w*|declin\w*|reject\w*",
    "cấm": r"ban(?:s|ned)?|prohibit\w*|forb\w*|barred",
    "phản đối": r"oppos\w*|object\w*",
    "rút": r"withdr\w*|out",
    "thất bại": r"fail\w*|los(?:e|es|t|ing)",
    "giảm": r"declin\w*",
}
_DENIED_VERB = re.compile(rf"(?: (?:thể|hề|được|phải|ngờ|bao giờ))* ({'|'.join(_DENIED_VERBS)})\b")
# What else may render "chưa", not yet: "cao chưa từng có" is "an all-time high".
_NOT_YET_CUE = re.compile(r"\b(?:before|first|new|ever|record|all-time|await\w*|wait\w*|open)\b")


def check(pair: Pair) -> Iterator[Finding]:
    """A negation lost or added."""
    denial = _find_denial(pair.source.low)
    if denial is not None:
        if not _is_denied(pair.target.low, denial):
            span = pair.source.span(denial.start(), denial.end())
            yield Finding("negation", "serious", f"“{span.text}” is not in the translation", span)
        return
    negation = _NOT.search(pair.target.low)
    if negation is not None and pair.target.text[negation.start()].isupper():
        return  # begins the sentence, or is part of a name: Thot Not
    if negation is not None and not _SOURCE_CUE.search(pair.source.low):
        span = pair.target.span(negation.start(), negation.end())
        yield Finding("negation", "serious", f"“{span.text}” is not in the source", target=span)


def _is_denied(low: str, denial: re.Match[str]) -> bool:
    """Whether anything in an English sentence could stand for a Vietnamese word of denial."""
    if verb := _DENIED_VERB.match(denial.string, denial.end()):
        low = re.sub(rf"\b(?:{_DENIED_VERBS[verb[1]]})\b", "", low, count=1)
    not_yet = "chưa" in denial.group() and _NOT_YET_CUE.search(low)
    return bool(not_yet or _TARGET_CUE.search(low))


def _find_denial(low: str) -> re.Match[str] | None:
    """The first word of a Vietnamese sentence that denies something."""
    if not any(word in low for word in ("không", "chưa", "chẳng", "đừng", "chớ")):
        return None
    return _DENIAL.search(_NO_DENIAL.sub(lambda match: "_" * len(match.group()), low))
