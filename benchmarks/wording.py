"""What preparing sentences does for the built-in model.

    python benchmarks/wording.py

Prints what comes out right of times, days, centuries, weights and names, as they are printed and as
the model is given them; and of sentences with abbreviations, how many still hold one in English,
and how sure the model is.
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
UNNAMED = (
    "Vụ việc xảy ra tại {} khiến dư luận bức xúc.",
    "Người dân {} phấn khởi đón điện lưới quốc gia.",
    "Đoàn công tác đã đến {} kiểm tra tiến độ dự án.",
)
_FEATURES = """
sông Thương, sông Lục Nam, sông Trà Khúc, sông Thu Bồn, sông Kỳ Cùng, sông Kiến Giang, sông Thạch
Hãn, sông Gành Hào, suối Nậm Păm, hồ Dầu Tiếng, hồ Kẻ Gỗ, hồ Tả Trạch, cầu Thủ Thiêm, cầu Phong
Châu, cầu Vàm Cống, đèo Khau Phạ, đèo Cù Mông, kênh Tham Lương, kênh Tàu Hủ, rạch Xuyên Tâm, chợ
Kim Biên, chợ Ninh Hiệp, chùa Phật Tích, chùa Bổ Đà, đường Lê Văn Lương, đường Xô Viết Nghệ Tĩnh,
đường Lạc Long Quân, cao tốc Diễn Châu - Bãi Vọt, cao tốc Cam Lộ - La Sơn, đền Bạch Mã
"""
FEATURES = tuple(" ".join(place.split()) for place in _FEATURES.split(","))
AT_FEATURES = (
    "Tỉnh chi 90 tỉ đồng để cải tạo khu vực {}.",
    "Hai người mất tích gần {} tối qua.",
)
CENTURIES = (
    "X:10th|tenth", "XI:11th|eleventh", "XII:12th|twelfth", "XIII:13th", "XIV:14th", "XV:15th",
    "XVI:16th", "XVII:17th", "XVIII:18th", "XIX:19th", "XX:20th", "XXI:21st|twenty-first",
)  # fmt: skip
IN_CENTURIES = (
    "Vào thế kỷ {}, nơi đây là thương cảng sầm uất.",
    "Ngôi đình được xây dựng từ thế kỷ {}.",
    "Di vật có niên đại thế kỷ {} vừa được khai quật.",
)
WEIGHTS = ("2 tạ", "12 tạ", "1,5 tạ", "3 yến", "8 yến", "4 lạng", "7 lạng")
OF_WEIGHTS = (
    "Bà thu hoạch {} ngô.",
    "Mỗi ngày chợ bán hơn {} cá.",
    "Anh mua {} gạo tặng người nghèo.",
    "Con cá nặng {} được bán giá cao.",
)
DAYS = (
    ("Quốc tế Phụ nữ", "8/3"), ("Phụ nữ Việt Nam", "20/10"), ("Nhà giáo Việt Nam", "20/11"),
    ("Thương binh - Liệt sĩ", "27/7"), ("Thầy thuốc Việt Nam", "27/2"),
    ("Báo chí Cách mạng Việt Nam", "21/6"), ("Gia đình Việt Nam", "28/6"),
    ("thành lập Quân đội nhân dân Việt Nam", "22/12"), ("Biên phòng toàn dân", "3/3"),
    ("truyền thống Công an nhân dân", "19/8"), ("Doanh nhân Việt Nam", "13/10"),
)  # fmt: skip
ON_DAYS = (
    "Nhân Ngày {}, tỉnh tổ chức gặp mặt.",
    "Kỷ niệm Ngày {}, đoàn trao 50 suất quà.",
    "Hội thao chào mừng Ngày {} thu hút 300 người.",
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
    for name, texts in (
        ("từ 8-10/9", [frame.format(days) for days in STRETCHES for frame in AT_DAYS]),
        ("Ngày … 20/11", [at.format(f"{day} {on}") for day, on in DAYS for at in ON_DAYS]),
        (
            "weights in tạ, yến, lạng",
            [of.format(weight) for weight in WEIGHTS for of in OF_WEIGHTS],
        ),
    ):
        right = [
            sum(_keeps_numbers(text, said.text) for text, said in zip(texts, found, strict=True))
            for found in (translated(texts), translated(list(map(as_given, texts))))
        ]
        print(f"| {name} | {right[0]} / {len(texts)} | {right[1]} / {len(texts)} |")
    for name, frames, names in (
        ("thế kỷ XVIII", IN_CENTURIES, [each.split(":") for each in CENTURIES]),
        ("districts", AT_PLACES, [(place, place) for place in PLACES]),
        ("districts that are not called so", UNNAMED, [(place, place) for place in PLACES]),
        (
            "rivers, bridges, streets and the like",
            AT_FEATURES,
            [(place, re.sub("^(?:cao tốc|[^ ]+) ", "", place)) for place in FEATURES],
        ),
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


def _keeps_numbers(printed: str, text: str) -> bool:
    wrong = [found for found in check(printed, text) if found.severity != "info"]
    return not any(found.kind in ("date", "number", "unit", "leftover") for found in wrong)


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
