"""Numbers, dates, times and units: what is the same in both notations, and what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checks import check
from service.checks.reading import english, vietnamese
from service.checks.reading.text import Text


def found(source: str, target: str, *kinds: str) -> list[tuple[str, str, str]]:
    """Source and target text of the findings of some kinds."""
    return [
        (
            finding.kind,
            finding.source.text if finding.source else "",
            finding.target.text if finding.target else "",
        )
        for finding in check(source, target)
        if finding.kind in kinds and finding.severity != "info"
    ]


VALUES = [
    ("330.000", 330_000),
    ("3,5", Decimal("3.5")),
    ("1.234.567,89", Decimal("1234567.89")),
    ("0.166", Decimal("0.166")),
    ("802.11", Decimal("802.11")),
    ("hai mươi lăm", 25),
    ("hai lăm", 25),
    ("hai mươi mốt", 21),
    ("mười lăm", 15),
    ("mười nghìn", 10_000),
    ("hai trăm linh năm", 205),
    ("ba trăm mười hai", 312),
    ("năm mươi", 50),
    ("2,3 tỷ", 2_300_000_000),
    ("2 tỷ 300 triệu", 2_300_000_000),
    ("1.445 nghìn tỷ", 1_445 * 10**12),
    ("hai vạn rưỡi", 25_000),
    ("một triệu rưỡi", 1_500_000),
    ("một nghìn hai trăm", 1_200),
    ("bốn mươi hai nghìn sáu trăm năm mươi tư", 42_654),
    ("một nghìn hai trăm tỷ", 1_200 * 10**9),
    ("một nghìn không trăm linh năm", 1_005),
    ("hai nghìn lẻ chín", 2_009),
    ("ba trăm hai chục nghìn", 320_000),
    ("ba phần tư", Decimal("0.75")),
    ("465/478", Decimal(465) / Decimal(478)),
    ("lần thứ XIII", 13),
    ("quý III", 3),
    ("bốn chục", 40),
    ("hàng chục nghìn", 10_000),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_vietnamese_number_is_read(text, value):
    """Digits in either notation, words, scales, fractions and Roman numerals have their value."""
    reading = vietnamese.read(Text.of(f"có {text} người"))
    assert value in {v for quantity in reading.quantities for v in quantity.values}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Giá ba tỷ hai.", 3_200_000_000),
        ("Được năm nghìn tư liệu.", 5_000),
        ("Hết hai tỷ mốt tất cả.", 2_100_000_000),
        ("Phí bảy triệu ba đồng.", 7_300_000),
        ("Mua 5 triệu một chiếc.", 5_000_000),
        ("Từ ba triệu năm trước.", 3_000_000),
        ("Hai nghìn hai bên đường.", 2_000),
        ("Hai nghìn không ai biết.", 2_000),
    ],
)
def test_a_digit_after_a_scale_is_a_tenth_of_it_where_nothing_is_counted(text, value):
    """It ends what is said, or money follows."""
    assert vietnamese.read(Text.of(text)).quantities[0].values[0] == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("330,000", {330_000}),
        ("a thousand and one", {1_001}),
        ("a hundred and twenty million", {120_000_000}),
        ("one hundred and twenty million", {120_000_000}),
        ("330.000", {330}),
        ("twenty-five", {25}),
        ("two hundred and five", {205}),
        ("2.3 billion", {2_300_000_000}),
        ("$14.7bn", {14_700_000_000}),
        ("two and a half million", {2_500_000}),
        ("half a million", {500_000}),
        ("four point eight million", {4_800_000}),
        ("ninety-nine point nine per cent", {Decimal("99.9")}),
        ("zero point six six seven", {Decimal("0.667")}),
        ("at four point eight per cent", {Decimal("4.8")}),
        ("at one point three million", {3_000_000}),
        ("two-thirds", {Decimal(2) / Decimal(3)}),
        ("the 1990s", {1990, 90}),
        ("1995-96", {1995, 1996}),
        ("thirteenth", {13}),
        ("tens of thousands", {10_000}),
        ("World War II", {2}),
        ("8 848 metres", {8848}),
    ],
)
def test_english_number_is_read(text, values):
    """Whatever an English number may mean is among the values of the sentence."""
    assert values <= english.read(Text.of(f"there were {text} there")).values


@pytest.mark.parametrize(
    "text",
    [
        "lần thứ năm",
        "năm chiến sĩ",
        "năm học sinh",
        "trong năm phút",
        "năm trong số đó",
        "được năm năm",
    ],
)
def test_nam_is_five_before_what_is_counted(text):
    """It is five before a noun, unless a word before it makes it a year."""
    (quantity,) = vietnamese.read(Text.of(f"có {text} thì")).quantities
    assert quantity.values == (5,)


@pytest.mark.parametrize(
    "text",
    [
        "Ba Lan",
        "xã Hồ Bốn",
        "ba lô",
        "Hai Bà Trưng",
        "năm 2024",
        "mỗi năm",
        "hai bên",
        "lúa chín",
        "mỗi năm người dân",
        "trong năm đoàn",
        "nhiều năm người ta",
        "giải hàng năm năm 2007",
        "năm học",
        "năm bảy đứa trẻ",
        "hai ba người",
        "bốn mùa",
        "mười mươi",
    ],
)
def test_words_that_only_look_like_small_numbers_are_none(text):
    """Names, idioms and years are no numbers that must be translated."""
    reading = vietnamese.read(Text.of(f"ở {text} có"))
    assert [quantity for quantity in reading.quantities if quantity.written == "small"] == []


SAME = [
    ("Giá 330.000 đồng.", "The price is 330,000 VND."),
    ("Có 3,5 triệu người.", "There are 3.5 million people."),
    ("Dự án 2,3 tỷ đồng.", "A project worth 2,300 million VND."),
    ("Lãi 120 tỷ đồng.", "Profit reached VND120 billion."),
    ("Hợp đồng 120 triệu USD.", "A contract of USD120 million."),
    ("Vốn 25.000 tỷ đồng.", "Capital of 25 trillion VND."),
    ("Năm nghìn bảy trăm tấn thép.", "5,700 tonnes of steel."),
    ("Vốn một nghìn hai trăm tỷ đồng.", "Capital of 1.2 trillion VND."),
    ("Có 120 đại biểu.", "There were a hundred and twenty delegates."),
    ("Từ 2,5 đến 2,8 tỷ đồng.", "Between 2.5 and 2.8 billion VND."),
    ("Hai, ba trăm người.", "Two or three hundred people."),
    ("Hai mươi lăm người.", "25 people."),
    ("Bốn chục căn cứ.", "Four dozen bases."),
    ("Đối thoại lần thứ 11.", "The eleventh dialogue."),
    ("Trong quý III/2025.", "In the third quarter of 2025."),
    ("Một phần ba số phiếu.", "A third of the votes."),
    ("Ít nhất 2/3 số phiếu.", "At least two thirds of the votes."),
    ("Thắng 5-3.", "A 5-3 win."),
    ("Những năm 90.", "The 1990s."),
    ("Thế kỷ XIX.", "The 19th century."),
    ("Trong 6 tháng đầu năm.", "In the first half of the year."),
    ("Giảm một nửa.", "It was halved."),
    ("Đi được một nửa chặng đường.", "They are halfway there."),
    ("Một nửa số phiếu.", "Fifty per cent of the votes."),
    ("Sản lượng tăng gấp đôi.", "Output doubled."),
    ("Đội khách thua 1-3.", "The visitors lost 3-1."),
    ("Tăng gấp ba.", "It tripled."),
    ("Hàng chục nghìn người.", "Tens of thousands of people."),
    ("Hai quần đảo Hoàng Sa và Trường Sa.", "The Hoang Sa and Truong Sa archipelagos."),
    ("Nước giá 21.000 đồng một m3.", "Water costs 21,000 VND per cubic metre."),
    ("Điện 24/24 giờ.", "Power around the clock."),
    ("100% đại biểu tán thành.", "All deputies were in favour."),
    ("Đường dây nóng: 024.3747.1748", "Hotline: 024.3747.1748"),
    ("Từ 20 đến 23 giờ.", "From 8 p.m. to 11 p.m."),
    ("Su-30MK2 và Covid-19.", "Su-30MK2 and COVID-19."),
    ("Ở tầng hai của tòa nhà.", "On the second floor of the building."),
    ("Họ xếp thứ năm và sáu.", "They came fifth and sixth."),
    ("Trong hai năm liên tiếp.", "For the second year running."),
    ("Thu ngân sách quý I.", "Budget revenue in Q1."),
    ("Thu ngân sách quý 1.", "First-quarter budget revenue."),
    ("Đội nhà hòa Lào 0-0.", "The home side and Laos drew goalless."),
    ("Đội nhà thua Lào 0-1.", "Laos beat the home side 1-0."),
    ("Đội nhà thua 1-3, 0-2.", "The home side lost 3 to 1 and 2-0."),
    ("Họ hướng dẫn 3-5 em, tuổi 9-10.", "They guide three to five pupils, aged 9-10."),
    ("Một công nhân tử vong.", "A worker died, as two-thirds of the wall fell."),
    ("Một người chết, hai người bị thương.", "One dead, two people hurt."),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of 3.5 years."),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of three and a half years."),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of 3½ years."),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of three years and six months."),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of 3 years and 6 months."),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of 42 months."),
    ("Trong một năm rưỡi.", "For a year and a half."),
    ("Trong một năm rưỡi.", "For eighteen months."),
    ("Lúc 7 giờ rưỡi tối.", "At 7:30 p.m."),
    ("Lúc 7 giờ rưỡi tối.", "At half past seven in the evening."),
    ("Họp 3 giờ rưỡi.", "A meeting of 3.5 hours."),
    ("Từ 15 giờ rưỡi.", "From 3:30 p.m."),
    ("Bay mười ba phút rưỡi.", "It flew for thirteen and a half minutes."),
    ("Đi hai cây số rưỡi.", "They walked 2.5 km."),
    ("Trời lạnh -3°C.", "It is −3°C."),
    ("Trời lạnh âm 3 độ C.", "It is 3 degrees below zero."),
    ("Trời lạnh âm 3 độ C.", "It is minus three."),
    ("Từ 10 -12°C.", "From 10 to 12°C."),
    ("Tăng gấp 7 lần.", "It rose sevenfold."),
    ("Tăng gấp 8 lần.", "An eightfold rise."),
    ("Tăng gấp 9 lần.", "It rose ninefold."),
    ("Lợi nhuận tăng 100%.", "Profit doubled."),
    ("Gác đêm 30 Tết.", "On guard on Lunar New Year's Eve."),
    ("Có 4,8 triệu người.", "There are four point eight million people."),
    ("Tường cao hai mét tư.", "A wall two point four metres high."),
    ("Cao 1m75.", "He is 1.75 m tall."),
    ("Cao 1m75.", "He is 175 centimetres tall."),
    ("Cao 1m8, nặng 80kg.", "He is 1.8 metres tall and weighs 80 kg."),
    ("Xưởng rộng 200m2.", "A 200-square-metre workshop."),
    ("Về đích sau 49 giây 16.", "They finished in 49.16 seconds."),
    ("Về đích sau 16 phút 0 giây 48.", "They finished in 16 minutes 0.48 seconds."),
    ("Về đích sau 16 phút 0 giây 48.", "They finished in 16:00.48."),
    ("Trong 5 giây 16 viên được bắn.", "In 5 seconds 16 rounds were fired."),
    ("Điện thoại 0912.345.678.", "Telephone: 0912 345 678."),
    ("Điện thoại 0912 345 678.", "Telephone: 0912-345-678."),
    ("Điện thoại (024) 3846.3031.", "Telephone: 024 3846 3031."),
    ("Gọi +84 981 84 84 84.", "Call +84 981848484."),
    ("Tổng đài 1900.6033.", "Hotline 1900 6033."),
    ("Hai là, giữ vững ổn định.", "Second, stability must be kept."),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_a_number_said_in_the_other_language_raises_no_alarm(source, target):
    """The same number in another notation, scale or wording is the same number."""
    assert found(source, target, "number", "unit", "date") == []


CHANGED = [
    ("Giá 330.000 đồng.", "The price is 300,000 VND.", ("number", "330.000", "300,000")),
    ("Giá 330.000 đồng.", "The price is 330.000 VND.", ("number", "330.000", "330.000")),
    ("Lãi 120 tỷ đồng.", "Profit reached VND102 billion.", ("number", "120 tỷ", "102 billion")),
    (
        "Có 1,2 triệu chữ ký.",
        "There are 1,2 million signatures.",
        ("number", "1,2 triệu", "1,2 million"),
    ),
    ("Vốn 25 tỷ đồng.", "Capital of 25 million VND.", ("number", "25 tỷ", "25 million")),
    (
        "Năm nghìn bảy trăm tấn thép.",
        "5,000 tonnes of steel.",
        ("number", "Năm nghìn bảy trăm", "5,000"),
    ),
    ("Cách 140 dặm.", "It is 1040 miles away.", ("number", "140", "1040")),
    ("Một phần năm số dân.", "Fifty of the people.", ("number", "Một phần năm", "Fifty")),
    ("Hàng nghìn tỷ dặm.", "Thousands of miles.", ("number", "Hàng nghìn tỷ", "")),
    ("Nặng 36 pao (16 kg).", "It weighs 36 pounds.", ("number", "16", "")),
    ("Hải quân Đức.", "The German Navy (2005).", ("number", "", "2005")),
    ("Có ba thiết bị quan trọng.", "There is important equipment.", ("number", "ba", "")),
    ("Kim và 12 người.", "Kim and 21 people.", ("number", "12", "21")),
    ("Hai ngư dân bị thương.", "A second fisherman was hurt.", ("number", "Hai", "")),
    ("Tuổi hai đến ba triệu năm.", "Second-to-three million years.", ("number", "hai", "")),
    ("Một nửa số ghế còn trống.", "The seats are still empty.", ("number", "Một nửa", "")),
    ("Sản lượng tăng gấp đôi.", "Output rose.", ("number", "gấp đôi", "")),
    ("Đội khách thua 1-3.", "The visitors lost 1-2.", ("number", "3", "2")),
    ("Hội nghị lần thứ năm.", "The third conference.", ("number", "năm", "third")),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of 3 years.", ("number", "3 năm rưỡi", "")),
    ("Lĩnh án ba năm rưỡi.", "A sentence of three years.", ("number", "ba năm rưỡi", "")),
    ("Lĩnh án 3 năm rưỡi.", "A sentence of 4.5 years.", ("number", "3 năm rưỡi", "4.5")),
    ("Trong một năm rưỡi.", "For a year.", ("number", "một năm rưỡi", "")),
    ("Có 100 tàu.", "The number of ships doubled.", ("number", "100", "")),
    ("Có 30 tàu vào Tết.", "There were ships on New Year's Eve.", ("number", "30", "")),
    ("Gác đêm 30 Tết.", "On guard at Lunar New Year.", ("number", "30", "")),
    (
        "Có 4,8 triệu người.",
        "There are four point three million people.",
        ("number", "4,8 triệu", "four point three million"),
    ),
    ("Cao 1m75.", "He is 1.57 m tall.", ("number", "1m75", "1.57")),
    ("Cao 1m75.", "He is 1 m tall.", ("number", "1m75", "")),
    ("Sau 49 giây 16.", "In 51.16 seconds.", ("number", "49 giây 16", "51.16")),
    ("Sau 49 giây 16.", "In 49 seconds.", ("number", "49 giây 16", "")),
    ("Trời lạnh -3°C.", "It is 3°C cold.", ("number", "-3°", "3")),
    ("Trời lạnh âm 3 độ C.", "It is a cold 3 degrees.", ("number", "âm 3 độ", "3")),
    ("Dài 100 mét.", "It is 98 metres long.", ("number", "100", "98")),
    ("Gọi 024.3846.3031.", "Call 024.3846.3013.", ("number", "", "024.3846.3013")),
    ("Gọi 02438463031.", "Call 02438463013.", ("number", "02438463031", "02438463013")),
    (
        "Có 1.330.000.000 đồng.",
        "There are 1.330.000.000 VND.",
        ("number", "1.330.000.000", "1.330.000.000"),
    ),
    ("Thu ngân sách quý I.", "Budget revenue in the fourth quarter.", ("number", "I", "")),
    ("Thu ngân sách quý 1.", "Budget revenue in the third quarter.", ("number", "1", "")),
    ("Đội nhà hòa Lào 0-0.", "The home side drew 1-1 with Laos.", ("number", "0-0", "1-1")),
    ("Đội nhà thắng đậm 1-0.", "The home side won 1-1.", ("number", "1-0", "1-1")),
    (
        "Một công nhân tử vong khi giàn giáo sập.",
        "Three workers died when the scaffolding fell.",
        ("number", "Một công nhân tử vong", "Three"),
    ),
]


@pytest.mark.parametrize(("source", "target", "expected"), CHANGED)
def test_a_changed_lost_or_added_number_is_reported_with_its_place(source, target, expected):
    """The finding names what stands in the source and in the translation."""
    assert found(source, target, "number") == [expected]


DATES = [
    ("Ngày 24-4, tại Hà Nội.", "On April 24 in Hanoi."),
    ("Ngày 24-4, tại Hà Nội.", "In Hanoi on 24 April."),
    ("Chiều 8/9.", "On the afternoon of September 8."),
    ("Sáng 7.6.", "On the morning of June 7."),
    ("Tháng 3/2023.", "In March 2023."),
    ("Vào tháng mười.", "In October."),
    ("Các ngày 8-10/12.", "On December 8-10."),
    ("Từ ngày 18 đến 25-4.", "From April 18 to 25."),
    ("Các tháng 2, 3 và 4.", "In February, March and April."),
    ("Lúc 14 giờ 30.", "At 2:30 p.m."),
    ("Lúc 14 giờ 30.", "At 1430 GMT."),
    ("Lúc 5 giờ chiều.", "At 17:00."),
    ("Từ 6 giờ sáng đến 18 giờ.", "From 6 a.m. to 6 p.m."),
    ("Hôm thứ Tư.", "On Wednesday."),
    ("Lần thứ tư.", "For the fourth time."),
    ("Chủ nhật, 3-3.", "On Sunday, March 3."),
    ("Đảng Dân chủ Nhật Bản.", "The Democratic Party of Japan."),
    ("Mỗi tháng hai lần.", "Twice a month."),
    ("Sự kiện 11/9.", "The 9/11 attacks."),
    ("Tối 20/10.", "On the night of October 20."),
    ("Đêm qua, trời mưa.", "It rained last night."),
    ("Đêm qua, trời mưa.", "It rained in the early hours of this morning."),
    ("Bóng tối qua đi.", "The darkness was gone by morning."),
    ("Sáng sớm 20/10.", "Early in the morning of October 20."),
    ("Sáng 20/10, theo báo Bưu điện.", "October 20, the Evening Post said."),
    ("Sáng 20/10, sau đêm diễn.", "On October 20, after the night of the show."),
    ("Chiều 20/10, lúc 18h30.", "At 6:30 p.m. in the evening of October 20."),
    ("Lúc 15h, xe đến.", "At 3 p.m., the car came."),
    ("Bay 15 giờ, hạ cánh lúc 3 giờ sáng.", "A 15-hour flight, landing at 3 a.m."),
    ("Từ 3 đến 15 giờ.", "From 3 a.m. to 3 p.m."),
]


@pytest.mark.parametrize(("source", "target"), DATES)
def test_a_date_said_in_english_raises_no_alarm(source, target):
    """Day before month or after it, with or without a name for the month, on either clock."""
    assert found(source, target, "date", "number") == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Ngày 20 tháng Chín.", "On May 20.", ("date", "20 tháng Chín", "May")),
        ("Ngày 24-4.", "On April 25.", ("date", "24-4", "")),
        ("Tháng 3/2023.", "In March 2022.", ("date", "Tháng 3/2023", "")),
        ("Tai nạn tháng trước.", "An accident in May last year.", ("date", "", "May")),
        ("Từ Tháng 11 đến Tháng 3.", "From November to March 3.", ("date", "", "March")),
        ("Ông mất vào thứ Ba.", "He died on Monday.", ("date", "thứ Ba", "Monday")),
        ("Lúc 9:30 sáng.", "At 9:30 p.m.", ("date", "9:30 sáng", "9:30 p.m")),
        ("Khoảng 11 giờ 29 phút.", "Around 11.29 p.m.", ("date", "11 giờ 29 phút", "11.29 p.m")),
        ("Lúc 7 giờ rưỡi tối.", "At 7 p.m.", ("date", "7 giờ rưỡi tối", "")),
        ("Lúc 15h, xe đến.", "At 3 a.m., the car came.", ("date", "15", "3 a.m")),
        ("Khoảng 15 giờ ngày 17/1.", "At 15 a.m. on January 17.", ("date", "", "15 a.m")),
        ("Khoảng 15 giờ ngày 17/1.", "At 15 p.m. on January 17.", ("date", "", "15 p.m")),
        ("Lúc 15 giờ 00, xe đến.", "At 3 a.m., the car came.", ("date", "15 giờ 00", "3 a.m")),
        ("Sáng thứ Bảy.", "On Saturday night.", ("date", "Sáng", "night")),
        ("Sáng 20/10.", "On the evening of October 20.", ("date", "Sáng", "evening")),
        ("Chiều nay, họ đến.", "They came this morning.", ("date", "Chiều", "morning")),
        ("Tối ngày 20/10.", "In the afternoon of October 20.", ("date", "Tối", "afternoon")),
        ("Trưa qua, họ đến.", "They came last night.", ("date", "Trưa", "night")),
        ("Lúc 11 giờ, họ đến.", "For 11 hours they came.", ("date", "Lúc 11 giờ", "11 hours")),
    ],
)
def test_a_changed_lost_or_added_date_is_reported(source, target, expected):
    """Another month, day, year, weekday or half of the day."""
    assert expected in found(source, target, "date")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Rộng 50 hecta.", "It covers 50 acres.", ("unit", "50", "50")),
        ("Sức gió 160 km/h.", "Winds of 160 miles an hour.", ("unit", "160", "160")),
        ("Trị giá 5 triệu đồng.", "It is worth $5 million.", ("unit", "5 triệu", "5 million")),
        ("Trong 3 tháng.", "For three weeks.", ("unit", "3", "three")),
        ("Rộng 3136mm2.", "It covers 3136m2.", ("unit", "3136", "3136")),
        ("Lương 15.000 USD.", "A salary of VND15,000.", ("unit", "15.000", "15,000")),
        ("Bà nhận 20% cổ phần.", "She received 20 shares.", ("unit", "20", "20")),
        ("Giá tăng 15%.", "The price rose by 15 dong.", ("unit", "15", "15")),
    ],
)
def test_a_number_with_another_unit_is_reported(source, target, expected):
    """Hectares are no acres, and đồng no dollars."""
    assert found(source, target, "unit", "number") == [expected]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Dài 12 km (8 dặm).", "12 km (8 miles) long."),
        ("Giảm 80%.", "It fell by 80 per cent."),
        ("Giảm từ 80% xuống 60%.", "It fell from 80 to 60%."),
        ("Lãi suất giảm 0,25%.", "Rates fell by 0.25 of a percentage point."),
        ("Mức thuế 0%.", "Zero duty."),
        ("Chậm hơn ba phần trăm giây.", "Slower by three hundredths of a second."),
        ("Giá 14,7 tỷ USD.", "It costs US$14.7 billion."),
        ("1.379 won đổi 1 USD.", "1,379 won to 1 USD."),
        ("Hai tuần trước, ngày thứ hai.", "Two weeks ago, on the second day."),
    ],
)
def test_the_same_unit_in_english_raises_no_alarm(source, target):
    """Units are known by their names, signs and abbreviations in both languages."""
    assert found(source, target, "unit", "number") == []


def test_a_correct_conversion_is_only_remarked_upon():
    """160 km/h may be called 100 miles per hour."""
    (finding,) = check("Vận tốc 160 km/h.", "A speed of 100 miles per hour.")
    assert (finding.kind, finding.severity) == ("unit", "info")


def vietnamese_digits(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(2, 10**12))
def test_any_whole_number_is_the_same_in_either_notation(number):
    """1.234.567 is 1,234,567."""
    assert (
        found(f"Có {vietnamese_digits(number)} đồng.", f"There are {number:,} VND.", "number") == []
    )


@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_two_different_numbers_are_never_taken_for_the_same(number, other):
    """A finding names both, unless they are years and their short forms or the like."""
    if number == other or {number % 100, number - 1900, number + 1900} & {other, other % 100}:
        return
    source, target = f"Có {vietnamese_digits(number)} con.", f"There are {other:,} animals."
    assert found(source, target, "number") == [("number", vietnamese_digits(number), f"{other:,}")]


ENDLESS = "1" * 5_000  # digits: more than Python reads as one number


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (f"Số {ENDLESS} đồng.", f"The number {ENDLESS} dong."),
        (f"Dài {ENDLESS},5 km hay {ENDLESS}/3.", f"It is {ENDLESS}.5 miles or 3/{ENDLESS}."),
        ("Số 1" + ".000" * 2_000, "The number 1" + ",000" * 2_000),
        ("Giá 2 tỷ 1.2.3 triệu đồng.", "A price of 2 billion 1.2.3 million dong."),
        ("Được 1,5 tỷ.", "One point" + " five" * 3_000 + " billion."),
        ("Sau 1.2.3 giờ.", "At 3 a.m. after 1.2.3 hours."),
        (f"Có {ENDLESS} tỷ người.", f"{ENDLESS} 848 billion and a half, {ENDLESS}m."),
        ("Một " + "tỷ " * 800 + "đồng.", "One " + "billion " * 800 + "dong."),
        ("Giá " + "2 tỷ " * 3_000, "A price of " + "2 billion " * 3_000),
    ],
)
def test_numbers_without_end_are_survived(source, target):
    check(source, target)
    check(target, source)


def test_the_other_numbers_beside_one_without_end_are_checked():
    said = found(f"Số {ENDLESS} và 25 người.", f"The number {ENDLESS} and 35 people.", "number")
    assert said == [("number", "25", "35")]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "Kỷ niệm Ngày Thầy thuốc Việt Nam 27/2.",
            "To mark the 27th anniversary of Doctors' Day on February 27.",
            [("number", "27/2", "27th anniversary")],
        ),
        ("Kỷ niệm 27 năm, ngày 27/2.", "The 27th anniversary, on February 27.", []),
        ("Kỷ niệm 80 năm Ngày 22/12.", "The 80th anniversary, on December 22.", []),
        ("Lần thứ hai mươi, ngày 20/11.", "The 20th anniversary, on November 20.", []),
        ("Từ 20/11/2004 đến 2024.", "The 20th anniversary: November 20, 2004 to 2024.", []),
    ],
)
def test_a_day_makes_no_anniversary(source, target, expected):
    assert found(source, target, "number") == expected


def test_old_weights_are_converted():
    """A tạ has a hundred kilograms, a yến ten and a lạng a tenth."""
    assert (
        found("Được 2 tạ, 3 yến và 4 lạng.", "200 kg, 30 kg and 400 grams.", "number", "unit") == []
    )
    assert found("Cân nặng 4 lạng.", "It weighs 4 kilograms.", "unit") == [("unit", "4", "4")]
