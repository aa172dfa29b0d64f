"""Does the translation name a country that the source does not?

Small models put likelier countries in the place of rarer ones ("ASEAN-Hàn Quốc" became
"ASEAN-China"). Vietnamese has names of its own for the countries below, so that an English one is
invented when none of them is in the source, nor anything spelt like it in Latin letters (Mexico,
Iran). Countries that Vietnamese writes as English does are left out: there the names' check sees
what is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from service.article import Finding
from service.checks.reading.text import Pair, fold, lower

# English names and adjectives of a country, and the capital that papers name for it → what in the
# source may stand for it: its names, people and language, its capital, what it was part of, words
# made of its name. Those with a capital only count with one: "Anh" is Britain, "anh" is he; "Pháp"
# is France, "pháp" law.
_COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "China|Chinese|Beijing": "Trung|người Hoa|gốc Hoa|tiếng Hoa|Hoa kiều|Hoa ngữ|Hoa lục|"
        "Hoa Nam|Hoa Bắc|Hoa Đông|mực tàu|Tàu|Hán|Bắc Kinh|Đài Loan|Hồng Kông|Hương Cảng|Ma Cao|TQ|"
        "Bắc thuộc|thuốc bắc|đông y|nho|nhân dân tệ|Trường Thành|Thượng Hải|"
        "Tây Tạng|cờ tướng|văn ngôn|đương quy|hoài sơn|sa mộc",
        "Japan|Japanese|Tokyo": "Nhật|Nhựt|Tokyo|Tô-ki-ô|Phù Tang|thiên hoàng|Chùa Cầu|yên",
        "South Korea|South Korean|South Koreans|Seoul": "Hàn|Đại Hàn|Nam Triều Tiên|hai miền|"
        "liên Triều|bán đảo Triều Tiên|Xơ-un|won",
        "North Korea|North Korean|North Koreans|Pyongyang": "Triều|Bắc Hàn|hai miền|liên Hàn|"
        "Bình Nhưỡng",
        "Korea|Korean|Koreans": "Hàn|Triều|hai miền|Cao Ly|Cao Li|Bình Nhưỡng|Xơ-un|Seoul|Tân La|"
        "Bách Tế|won",
        "Russia|Russian|Russians|Moscow": "Nga|Liên Xô|Xô viết|Mát-xcơ-va|Mạc Tư Khoa|"
        "Moskva|Moscow|Kremli|Kremlin|rúp",
        "America|American|Americans|United States": "Mỹ|Mĩ|Hoa Kỳ|Hoa Kì|đô la|đô-la|đôla|USD|"
        "da đỏ|Nhà Trắng|Washington|Hợp chủng quốc|Tân Thế giới|Lầu Năm Góc|"
        "Phố Wall|Hollywood|Fed|FBI|CIA|NASA|NBA|NFL",
        "Britain|British|Briton|Britons|England|United Kingdom": "Anh|Ăng-lê|Luân Đôn|London|"
        "xứ Wales|Scotland",
        "France|French|Frenchman": "Pháp|Paris|Pa-ri|Tây|Gaulle|Roland Garros|Viễn Đông Bác Cổ",
        "Germany|German|Germans": "Đức|Berlin|Béc-lin|Quốc xã|phát xít|Giéc-manh|Phổ|béc-giê",
        "Italy|Italian|Italians": "Ý|Italia|I-ta-li-a|Rome|Roma|Rô-ma|La Mã",
        "Spain|Spanish|Spaniard|Spaniards": "Tây Ban Nha|Madrid|TBN|Catalan",
        "Portugal|Portuguese": "Bồ|Lisbon|BĐN",
        "India|Indian|Indians|Delhi|New Delhi": "Ấn|Delhi|Đê-li|da đỏ|thổ dân|bản địa|bàng",
        "Thailand|Thai|Thais|Bangkok": "Thái|Xiêm|Băng Cốc|Băng-cốc|Bangkok",
        "Laos|Lao|Laotian|Laotians|Vientiane": "Lào|Viêng Chăn|Vientiane|Ai Lao|Vạn Tượng",
        "Cambodia|Cambodian|Cambodians|Phnom Penh": "Campuchia|Cam-pu-chia|Căm-pu-chia|Căm Bốt|"
        "Cao Miên|Khmer|Khơ me|Khơ-me|Phnom|Phnôm|Nông Pênh|Ăng-co|Angkor|Miên",
        "Netherlands|Dutch|Dutchman": "Hà Lan|Hoà Lan|Hòa Lan|Amsterdam",
        "Poland": "Ba Lan|Vác-sa-va|Vác-xa-va|Warsaw",
        "Greece|Greek|Greeks": "Hy Lạp|Hi Lạp|Athen|A-ten",
        "Egypt|Egyptian|Egyptians": "Ai Cập|Cairo|Pha-ra-ông|pharaoh",
        "Turkish|Türkiye": "Thổ|Ankara|An-ka-ra|Istanbul|Ottoman",
        "Sweden|Swedish|Swede|Swedes": "Thụy Điển|Thuỵ Điển|Stockholm",
        "Switzerland|Swiss": "Thụy Sĩ|Thuỵ Sĩ|Thụy Sỹ|Thuỵ Sỹ|Giơ-ne-vơ|Geneva",
        "Norway|Norwegian|Norwegians": "Na Uy|Oslo",
        "Finland|Finnish|Finns": "Phần Lan|Helsinki",
        "Denmark|Danish|Danes": "Đan Mạch|Copenhagen",
        "Austria|Austrian|Austrians": "Áo|Viên|Vienna|Habsburg",
        "Belgium|Belgian|Belgians": "Bỉ|Brussels|Bruxelles|Brúc-xen",
        "Australia|Australian|Australians": "Úc|Australia|Ô-xtrây-li-a|Ốt-xtrây-li-a|"
        "châu Đại Dương|Canberra",
        "Mongolia|Mongolian|Mongolians|Mongol|Mongols": "Mông|Nguyên|Ulan",
        "Taiwan|Taiwanese": "Đài",
        "Hong Kong": "Hồng Kông|Hồng Công|Hương Cảng|đặc khu",
        "Saudi Arabia|Saudi": "Ả Rập|A-rập|Arab|Ả-rập|Riyadh|Xê-út|Xê Út",
        "South Africa|South African|South Africans": "Nam Phi",
    }
)
_NO_CHINA = re.compile(
    r"(?<!-)\bTrung\s(?:ương|tướng|tá|úy|uý|tâm|đoàn|đội|đông|phi|bộ|á|âu|mỹ|kỳ|học|sĩ)\b",
    re.IGNORECASE,
)


def _pattern(form: str) -> str:
    """A form in any case, but for a capital it begins with; "Na Uy" is also "Na-uy" and "Nauy"."""
    first, rest = form[0], re.sub(r"\\[ -]", r"[\\s-]?", re.escape(form[1:]))
    return f"{first if first.isupper() else f'(?i:{first})'}(?i:{rest})"


def _any_of(forms: str) -> re.Pattern[str]:
    found = "|".join(map(_pattern, forms.split("|")))
    return re.compile(rf"(?<![^\W\d_])(?:{found})(?![^\W\d_])")


_NATIONS = re.compile(r"\b(?:" + "|".join(_COUNTRIES).replace(" ", r"\s") + r")\b")
_FORMS = {name: forms for names, forms in _COUNTRIES.items() for name in names.split("|")}
NATIONS = frozenset(_FORMS)
"""English names of countries and peoples."""
_SOURCES = {forms: _any_of(forms) for forms in _COUNTRIES.values()}
_NO_NATION = re.compile(
    r"South\sChina\sSea|East\sChina\sSea|Indian\sOcean|American\sfootball|French\s(?:fries|kiss)|"
    r"Chinese\s(?:cabbage|medicine)|Turkish\sbaths?|Central\sAmerica\w*|Latin\sAmerica\w*|"
    r"(?:North|South)\sAmerica\w*|West\sIndi\w+|Native\sAmericans?|New\sEngland|"
    r"(?:Swiss|Danish|French|German)\s(?:army\sknife|pastry|roll|window|doors?|toast|shepherd)|"
    r"\w+\s(?:basil|beans?|chives|swamp\scypress|mackerel|mustard|yam|water\schestnuts?|"
    r"pheasants?|pangolins?|softshell)\b",
    re.IGNORECASE,
)
_FRIEND = re.compile(
    r"\b(?:phía|nước|đất|bên|quân đội|quân|đội|đoàn|nhân dân|chính quyền|tỉnh|giúp)\sbạn\b"
)
_STEM = 4  # letters of an English name that the source has too


def check(pair: Pair) -> Iterator[Finding]:
    """Countries that nothing in the source stands for, once each.

    "Phía bạn", our friends' side, may be that of any country.
    """
    if _FRIEND.search(pair.source.low):
        return
    source = _NO_CHINA.sub("", pair.source.text)
    text = _NO_NATION.sub(lambda match: " " * len(match.group()), pair.target.text)
    seen: set[str] = set()
    for match in _NATIONS.finditer(text):
        forms = _FORMS[" ".join(match.group().split())]
        if forms in seen:
            continue
        seen.add(forms)
        stem = lower(match.group())[:_STEM]
        spelt_so = any(word.startswith(stem) for word in pair.source.words)
        if not (spelt_so or _SOURCES[forms].search(source) or _is_in_a_name(pair, match)):
            span = pair.target.span(*match.span())
            yield Finding("country", "serious", f"“{span.text}” is not in the source", None, span)


def _is_in_a_name(pair: Pair, match: re.Match[str]) -> bool:
    """Whether the next word makes it a name of the source: Mount Lao Than is Lảo Thẩn."""
    following = re.match(r"\s[A-ZĐ]\w+", pair.target.text[match.end() :])
    return following is not None and fold(match.group() + following.group()) in fold(
        pair.source.text
    )
