"""What writing out abbreviations and 24-hour times does for the built-in model.

    python benchmarks/wording.py

Prints what comes out right of times of the afternoon and evening, printed in several ways, and of
the names of districts, as they are printed and as the model is given them; and of sentences with
abbreviations, how many still hold one in English, and how sure the model is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import fmean

from models import catalogue
from models.protocols import Hypothesis, translate_all
from service.build import model_options
from service.checks import check
from service.checks.reading.text import fold
from service.settings import Settings
from service.wording import as_given

FRAMES = (
    "Nhà máy bốc cháy lúc {} ngày 17/1.",
    "Khoảng {} cùng ngày, lực lượng chức năng đã khống chế đám cháy.",
    "Chuyến bay khởi hành từ Hà Nội lúc {} và đến nơi sau hai tiếng.",
    "Lễ viếng bắt đầu từ {} ngày 9-7 tại Nhà tang lễ Quốc gia.",
)
PRINTED: dict[str, Callable[[int, int], str]] = {
    "15 giờ 30": lambda hour, minute: f"{hour} giờ" + (f" {minute}" if minute else ""),
    "15h30": lambda hour, minute: f"{hour}h{minute:02}",
    "15g30": lambda hour, minute: f"{hour}g{minute:02}",
}
_PLACES = """
Dĩ An, Nhà Bè, Quốc Oai, Ứng Hòa, Phúc Thọ, Đan Phượng, Lục Ngạn, Sơn Động, Yên Thế, Hiệp Hòa,
Đồng Hỷ, Trùng Khánh, Hạ Lang, Mèo Vạc, Quản Bạ, Xín Mần, Si Ma Cai, Mường Khương, Trạm Tấu, Nghĩa
Lộ, Phong Thổ, Sìn Hồ, Nậm Nhùn, Tủa Chùa, Mường Nhé, Bắc Yên, Kim Bôi, Đà Bắc, Kiến Xương, Giao
Thủy, Ý Yên, Nho Quan, Bá Thước, Như Xuân, Quỳ Hợp, Con Cuông, Can Lộc, Bố Trạch, Gio Linh, A
Lưới, Hòa Vang, Duy Xuyên, Tây Giang, Mộ Đức, Tuy Phước, An Lão, Ninh Hải, Đức Linh, Chư Sê, Đức
Cơ, Tuy Đức, Bù Đăng, Gò Dầu, Xuyên Mộc, Cần Giuộc, Cai Lậy, Ba Tri, Trà Cú, Tam Bình, Tri Tôn
"""
PLACES = tuple(" ".join(place.split()) for place in _PLACES.split(","))
AT_PLACES = (
    "Mưa lớn gây ngập nhiều tuyến đường tại huyện {}.",
    "Chủ tịch UBND xã {} cho biết đã di dời 37 hộ dân.",
    "Anh Nam (28 tuổi, trú phường {}) bị thương nặng.",
)
_SPELT = """
Bra-xin Brazil, Mê-hi-cô Mexic, Xin-ga-po Singapore, Ma-lai-xi-a Malaysia, In-đô-nê-xi-a Indonesia,
Phi-líp-pin Philippine|Filipin, Mi-an-ma Myanmar, Bru-nây Brunei, U-crai-na Ukrain,
Bê-la-rút Belarus, Cu-ba Cuba, I-ran Iran, I-rắc Iraq, Xy-ri Syria, Li-băng Leban,
Pa-le-xtin Palestin, Bun-ga-ri Bulgaria, Ru-ma-ni Romania, Hung-ga-ri Hungar, Xlô-va-ki-a Slovak,
Ca-dắc-xtan Kazakh, U-dơ-bê-ki-xtan Uzbek, Ni-giê-ri-a Nigeria, An-giê-ri Algeria, Ma-rốc Morocc,
Ác-hen-ti-na Argentin, Chi-lê Chile, Vê-nê-xu-ê-la Venezuela, Ô-xtrây-li-a Australia, Pê-ru Peru,
Băng-la-đét Bangladesh, Ê-ti-ô-pi-a Ethiopia
"""
SPELT = tuple(tuple(each.split()) for each in _SPELT.split(","))
STRETCHES = tuple(
    form.format(first, last, month)
    for form in ("từ {}-{}/{}", "từ ngày {}-{}/{}", "ngày {}-{}/{}", "trong hai ngày {}-{}/{}")
    for first, last, month in ((8, 10, 9), (5, 7, 3), (12, 14, 11), (28, 30, 6), (21, 22, 5))
)
AT_DAYS = (
    "Diễn đàn diễn ra {} tại Hà Nội.",
    "Bộ trưởng thăm chính thức Thái Lan {}, theo lời mời của người đồng cấp.",
    "Kỳ thi tốt nghiệp được tổ chức {} trên cả nước.",
)
_READ = """
Tứ Xuyên:Sichuan, An Huy:Anhui, Cam Túc:Gansu, Cát Lâm:Jilin, Chiết Giang:Zhejiang,
Giang Tô:Jiangsu, Hải Nam:Hainan, Hồ Bắc:Hubei, Hồ Nam:Hunan, Phúc Kiến:Fujian,
Quý Châu:Guizhou, Sơn Đông:Shandong,
Thiểm Tây:Shaanxi, Thẩm Quyến:Shenzhen, Hàng Châu:Hangzhou, Vũ Hán:Wuhan, Cáp Nhĩ Tân:Harbin,
Côn Minh:Kunming, Trịnh Châu:Zhengzhou, Tập Cận Bình:Xi Jinping, Lý Khắc Cường:Li Keqiang,
Vương Hộ Ninh:Wang Huning, Triệu Lạc Tế:Zhao Leji, Trương Hựu Hiệp:Zhang Youxia
"""
READ = tuple(tuple(each.strip().split(":")) for each in _READ.split(","))
AT_READ = ("Đoàn đại biểu của {} thăm Hà Nội.", "Báo chí Trung Quốc viết về {}.")
AT_COUNTRIES = (
    "Đoàn đại biểu Quốc hội {} thăm Việt Nam.",
    "Bộ trưởng Quốc phòng {} hội đàm tại Hà Nội.",
    "Việt Nam và {} ký hiệp định thương mại.",
    "Công dân {} được miễn thị thực.",
)
SHORTENED = (
    "Sáng 3.10, Chủ tịch UBND H.Kỳ Sơn cho biết bản Sơn Hà bị cô lập hoàn toàn.",
    "Công an Q.Bình Thạnh đang tạm giữ Nguyễn Văn T. (SN 1998, ngụ P.25).",
    "Bộ CHQS tỉnh Nghệ An điều 120 CBCS giúp dân khắc phục hậu quả lũ.",
    "CSGT xử phạt 1.200 trường hợp vi phạm nồng độ cồn trong dịp nghỉ lễ.",
    "Bộ NN-PTNT dự báo XK gạo đạt 7 triệu tấn trong năm nay.",
    "Theo Bộ KH-ĐT, có 15.000 DN thành lập mới trong tháng 2.",
    "Bộ LĐ-TB-XH cho biết NLĐ được nghỉ Tết 7 ngày.",
    "ĐBQH Nguyễn Thị Sửu đề nghị làm rõ trách nhiệm của Bộ TN-MT.",
    "Bộ GTVT kiểm tra công tác bảo đảm ATGT trên các tuyến cao tốc.",
    "LS Nguyễn Văn Hậu cho rằng VKS cần xem xét lại chứng cứ.",
    "HLV Kim Sang-sik công bố danh sách 26 cầu thủ ĐTQG.",
    "Hội nghị BCH T.Ư Đảng lần thứ 10 khai mạc sáng nay.",
    "P.Chủ tịch UBND TX.Bến Cát chủ trì cuộc họp.",
    "Thu NSNN quý I đạt 540.000 tỉ đồng, bằng 31,7% dự toán.",
    "Thống đốc NHNN khẳng định tiếp tục điều hành tỉ giá linh hoạt.",
    "CA TP.Cần Thơ bắt giữ nhóm cho vay nặng lãi.",
    "Ban Quản lý các KCN tỉnh Bắc Ninh cho biết 12 DN FDI tăng vốn.",
    "Quân khu 7 tổ chức huấn luyện LLVT địa phương bảo đảm ANTT.",
    "Đoàn công tác BQP do Thượng tướng Hoàng Xuân Chiến dẫn đầu thăm Lào.",
    "PGĐ Sở VH-TT-DL Quảng Nam thông tin về lễ hội.",
    "Vụ TNGT trên QL1A làm 3 người chết.",
    "Bộ TT-TT yêu cầu các nhà mạng chặn SIM rác.",
    "Ban Chỉ đạo T.Ư về PCTT họp khẩn ứng phó bão số 3.",
)
_SHORT = re.compile(r"\b(?!FDI|SIM|SJC)[A-ZĐ][A-ZĐƯ&-]+\b|\b[HPQX]\.")


def main() -> None:
    """Translate both ways and count."""
    settings = Settings.read({})
    translator = catalogue.find(settings.model).load(model_options(settings))

    def translated(texts: list[str]) -> list[Hypothesis]:
        return [said[0] for said in translate_all(translator, texts)]

    print("| printed | right as printed | right as given |\n|---|---:|---:|")
    for name, written in PRINTED.items():
        asked = [
            (hour, minute, frame.format(written(hour, minute)))
            for frame in FRAMES
            for hour in range(13, 24)
            for minute in (0, 30)
        ]
        printed = translated([text for _, _, text in asked])
        given = translated([as_given(text) for _, _, text in asked])
        shares = [
            sum(_is_right(*each[:2], said.text) for each, said in zip(asked, found, strict=True))
            for found in (printed, given)
        ]
        print(f"| {name} | {shares[0]} / {len(asked)} | {shares[1]} / {len(asked)} |")
    asked_days = [frame.format(days) for days in STRETCHES for frame in AT_DAYS]
    right = [
        sum(_has_days(text, said.text) for text, said in zip(asked_days, found, strict=True))
        for found in (translated(asked_days), translated(list(map(as_given, asked_days))))
    ]
    print(f"| từ 8-10/9 | {right[0]} / {len(asked_days)} | {right[1]} / {len(asked_days)} |")
    for name, frames, names in (
        ("districts", AT_PLACES, [(place, place) for place in PLACES]),
        ("countries spelt by syllables", AT_COUNTRIES, SPELT),
        ("Chinese names in Vietnamese reading", AT_READ, READ),
    ):
        texts = [frame.format(spelt) for spelt, _ in names for frame in frames]
        wanted = [english for _, english in names for _ in frames]
        shares = [
            sum(_has(english, said.text) for english, said in zip(wanted, found, strict=True))
            for found in (translated(texts), translated(list(map(as_given, texts))))
        ]
        print(f"| {name} | {shares[0]} / {len(texts)} | {shares[1]} / {len(texts)} |")
    print(f"\n| {len(SHORTENED)} sentences | with an abbreviation | mean score |\n|---|---:|---:|")
    for name, texts in (
        ("as printed", list(SHORTENED)),
        ("as given", list(map(as_given, SHORTENED))),
    ):
        found = translated(texts)
        left = sum(_SHORT.search(said.text) is not None for said in found)
        print(f"| {name} | {left} | {fmean(said.score for said in found):.2f} |")


def _has_days(printed: str, text: str) -> bool:
    return not any(finding.kind in ("date", "number") for finding in check(printed, text))


def _has(name: str, text: str) -> bool:
    said = fold(text).replace(" ", "")
    return any(fold(form).replace(" ", "") in said for form in name.split("|"))


def _is_right(hour: int, minute: int, text: str) -> bool:
    past = f":{minute:02}" if minute else "(?::00)?"
    twelve = rf"\b{hour - 12}{past} ?p\.m"
    twenty_four = rf"\b{hour}[:.]?{minute:02}\b(?! ?[ap]\.m)"
    return re.search(f"{twelve}|{twenty_four}", text) is not None


if __name__ == "__main__":
    main()
