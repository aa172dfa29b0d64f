"""What a translation looks like as a text: negation, quotation marks, length, leftovers."""

from __future__ import annotations

import pytest

from service.checks import check
from service.glossary import Glossary, Term

LONG = "Hai bên nhất trí tiếp tục tăng cường hợp tác trong nhiều lĩnh vực quan trọng thời gian tới."


def kinds(source: str, target: str) -> set[tuple[str, str]]:
    """Kinds and severities of what is found."""
    return {(finding.kind, finding.severity) for finding in check(source, target)}


@pytest.mark.parametrize(
    ("passage", "severity"),
    [
        ("nhiều lĩnh vực quan trọng thời gian tới.", "serious"),
        ("nhiều lĩnh vực quan trọng", "warning"),
    ],
)
def test_a_passage_the_model_passed_over_may_be_left_out(passage, severity):
    target = "The two sides agreed to keep stepping up cooperation in many areas."
    (finding,) = check(LONG, target, uncovered=[passage])
    assert (finding.kind, finding.severity) == ("omission", severity)
    assert (finding.detail, finding.source.text) == (f"“{passage}” may be left out", passage)
    assert LONG[finding.source.start : finding.source.end] == passage


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("The two sides agreed to keep stepping up cooperation in many key areas.", set()),
        (
            "The two sides agreed to keep stepping up cooperation in the coming time.",
            {("term", "warning"), ("omission", "serious")},
        ),
    ],
)
def test_a_term_that_is_said_is_not_left_out(target, told):
    term = Term("nhiều lĩnh vực quan trọng", "many key areas")
    matches = Glossary([term]).find(LONG)
    passage = "trong nhiều lĩnh vực quan trọng"
    found = check(LONG, target, matches, uncovered=[passage])
    assert {(finding.kind, finding.severity) for finding in found} == told


def test_a_passage_of_a_headline_in_capitals_is_found_in_it():
    source = "HAI BÊN NHẤT TRÍ TĂNG CƯỜNG HỢP TÁC"
    (finding,) = check(source, "The two sides agree", uncovered=["tăng cường hợp tác"])
    assert finding.source.text == "TĂNG CƯỜNG HỢP TÁC"


def test_a_passage_is_found_however_the_source_writes_it():
    source = "Uỷ ban nhân dân huyện  Thuỷ Nguyên, họp."
    passage = "Ủy ban nhân dân huyện Thủy Nguyên"
    (finding,) = check(source, "They were to meet there today.", uncovered=[passage])
    assert finding.source.text == "Uỷ ban nhân dân huyện  Thuỷ Nguyên"
    assert finding.severity == "serious"


def test_a_passage_that_is_nowhere_in_the_source_is_told_without_a_place():
    (finding,) = check("Hai bên nhất trí", "They agreed", uncovered=["ba bên nhất trí"])
    assert finding.source is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Họ không đồng ý.", "They did not agree."),
        ("Họ không đồng ý.", "They disagreed."),
        ("Họ không thể đến.", "They were unable to come."),
        ("Máy bay không người lái.", "A drone."),
        ("Lực lượng không quân.", "The air force."),
        ("Không lâu sau, họ đến.", "Soon after, they came."),
        ("Chẳng hạn như Hàn Quốc.", "Such as South Korea."),
        ("Chưa đầy mười phút.", "Under ten minutes."),
        ("Anh có đến không?", "Are you coming?"),
        ("Không chỉ đẹp mà còn rẻ.", "It is both beautiful and cheap."),
        ("Chỉ còn một người.", "There is not more than one left."),
        ("Xã Thốt Nốt đẹp.", "Thot Not is beautiful."),
        ("Họ hỏi xem giá có tăng không.", "They asked about a rise in prices."),
        ("Ông không qua khỏi.", "He died."),
        ("Giá vàng cao chưa từng có.", "Gold is at an all-time high."),
        ("Ông giữ im lặng.", "He did not answer."),
        ("Ba người chưa đủ 18 tuổi.", "Three of them are under 18."),
        ("Điểm thi không giảm.", "Exam scores hold."),
        ("Tên lửa đất đối không.", "A surface-to-air missile."),
        ("Khoản viện trợ không hoàn lại.", "A grant."),
        ("Thiệt hại không đáng kể.", "The damage is small."),
        ("Hai người chưa thành niên.", "Two minors."),
        ("Họ không từ bỏ mục tiêu.", "They have not abandoned the goal."),
        ("Họ không rút quân.", "They are keeping their troops there."),
    ],
)
def test_negation_said_in_another_way_raises_no_alarm(source, target):
    """English denies in many ways, and "không" is not always a denial."""
    assert not {kind for kind, _ in kinds(source, target)} & {"negation"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Vé không được sang nhượng.", "The tickets are transferred."),
        ("Ông không đồng ý với báo cáo.", "He agrees with the report."),
        ("Mỏ chưa được phép xả thải.", "The mine may discharge waste."),
        ("Họ không bắn tên lửa.", "They fired missiles in an international incident."),
        ("Họ không công bố số liệu.", "They even published new figures first."),
        ("Người dân hiểu biết phần lớn.", "People do not understand it at all."),
        ("Họ không thể dự hội nghị.", "They were able to attend the conference."),
        ("Họ không chấp nhận việc đó.", "They accept the unilateral action."),
        ("Iran không đàm phán.", "The Iranian side is in talks."),
        ("Bão số 5 không vào bờ.", "Storm No. 5 will make landfall."),
        ("Họ không từ bỏ mục tiêu.", "They will abandon the goal."),
        ("Ông không loại trừ khả năng đó.", "He rules out that possibility."),
        ("Bão không ảnh hưởng đến đất liền.", "The storm affects the mainland."),
    ],
)
def test_a_lost_or_added_negation_is_serious(source, target):
    """The sentence would say the opposite."""
    assert ("negation", "serious") in kinds(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Ông nói: “Rất vui.”", "He said, “I am glad.”"),
        ("Ông nói: “Rất vui.”", "He said, 'I am glad.'"),
        ("Ông nói: “Rất vui.”", "He said, &quot;I am glad.&quot;"),
        ('Ông nói: "Rất vui.', 'He said, "I am glad.'),
    ],
)
def test_quotation_marks_of_any_style_are_kept(source, target):
    """Curly, straight or single, and a quotation that goes on in the next sentence."""
    assert not {kind for kind, _ in kinds(source, target)} & {"quote"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Ông nói: “Rất vui.”", "He said, “I am glad."),
        ("Đó là “cái bẫy” lớn.", "It is a great trap."),
        ("Máy “toàn thân” và “Bất khuất”.", "A “whole-body scanner“, the Indomitable."),
    ],
)
def test_quotation_marks_lost_or_left_open_are_a_warning(source, target):
    """An editor must know what was said and what not."""
    assert ("quote", "warning") in kinds(source, target)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("", ("empty", "serious")),
        ("...", ("empty", "serious")),
        (LONG, ("echo", "serious")),
        ("The two sides agreed to tăng cường cooperation in many important fields in future.", ("leftover", "serious")),
        ("The two sides agreed.", ("length", "serious")),
        ("The two sides agreed to continue to strengthen their", ("truncated", "serious")),
        ("The two sides agreed to continue to strengthen cooperation in many fields", ("truncated", "warning")),
        ("The two sides agreed on cooperation and cooperation in the time ahead, in cooperation and cooperation.", ("repetition", "warning")),
        ("The two sides agreed to continue to agree to continue to agree to continue to agree to it.", ("repetition", "serious")),
        ("The two sides&#39; wish is to continue strengthening cooperation in many important fields.", ("markup", "warning")),
    ],
)  # fmt: skip
def test_a_translation_that_is_none_is_reported(target, expected):
    """Empty, untranslated, cut off, running in circles or full of markup."""
    assert expected in kinds(LONG, target)


def test_a_good_translation_has_no_finding():
    """Nothing to say, so nothing is said."""
    target = "The two sides agreed to continue to strengthen cooperation in many important fields."
    assert check(LONG, target) == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Họ ăn phở và mặc áo dài.", "They ate phở and wore áo dài."),
        ("Bài “Nối vòng tay lớn” được hát.", "The song “Nối vòng tay lớn” was sung."),
        ("Ông Đặng Hữu Khoa đến.", "Đặng Hữu Khoa came."),
        ("Loài chim mang tên moa.", "The bird called moa."),
        ("Chi em đi chợ.", "The chi goes to market."),
        ("Họ gói bánh chưng và hát quan họ.", "They wrapped banh chung and sang quan ho."),
        ("Báo Nhân Dân đưa tin.", "Nhân Dân Newspaper reports."),
        ("Báo Biên phòng đưa tin.", "Biên phòng Newspaper reports."),
        ("Bà Ursula von der Leyen đến.", "Ms. Ursula von der Leyen came."),
        ("Báo Nhân Dân đưa tin.", "Nhan Dan Newspaper reports."),
        ("Hội An đón bão.", "Hội An braces for the storm."),
        ("Bài “Vì nhân dân quên mình”.", 'The song "Vi nhan dan quen minh".'),
    ],
)
def test_vietnamese_that_english_keeps_is_no_leftover(source, target):
    """Loan words, titles of songs and names stay as they are."""
    assert not {kind for kind, _ in kinds(source, target)} & {"leftover", "echo"}


@pytest.mark.parametrize(
    ("source", "target", "left"),
    [
        ("Máy bay trực thăng đến.", "The May bay helicopter came.", "May bay"),
        (
            "Trung Tâm Dự Báo Bão Quốc Gia họp hôm nay.",
            "The Trung Tâm Dự Báo met there today to talk about many storms and floods.",
            "Trung Tâm Dự Báo",
        ),
        ("Theo Ansa, họ đến.", "Theo Ansa, they came.", "Theo"),
        ("Nặng 200 pao.", "It weighs 200 pao.", "pao"),
        ("Đoàn thăm nhà máy.", "Đoàn visited the factory.", "Đoàn"),
        ("Bão làm đổ cây xà cừ.", "The storm felled a xa cu.", "xa cu"),
        ("Trung tá Lê Nam đến.", "Trung Ta Le Nam came.", "Trung Ta"),
    ],
)
def test_vietnamese_left_over_is_quoted(source, target, left):
    """With its diacritics or without them."""
    spans = [f.target.text for f in check(source, target) if f.kind == "leftover" and f.target]
    assert spans == [left]


@pytest.mark.parametrize(
    "target",
    [
        "They had had enough of it and more and more people left.",
        "The waves grew larger and larger, year after year.",
        "The Minister of Industry and Trade, trade officials said.",
        "Wood and wood products were sold in Quang Binh and Binh Dinh.",
    ],
)
def test_words_that_english_doubles_are_no_repetition(target):
    """Such as "had had", "more and more" and lists."""
    source = "Họ đã chán và ngày càng nhiều người rời đi khỏi nơi này."
    assert not {kind for kind, _ in kinds(source, target)} & {"repetition"}


def test_a_long_phrase_said_again_is_a_repetition_unless_the_source_says_it_again():
    source = "Họ cắt cụt chi để cứu bệnh nhân và kẹp động mạch để cầm máu."
    target = "They cut off the blood supply to the arm, and cut off the blood supply to the heart."
    (finding,) = [each for each in check(source, target) if each.kind == "repetition"]
    assert (finding.severity, finding.target.start) == ("serious", target.rindex("cut off"))
    assert finding.target.text == "cut off the blood supply to the"
    twice = "Họ cắt nguồn máu tới tay và cắt nguồn máu tới tim."
    assert ("repetition", "serious") not in kinds(twice, target)
    source = "Giá nhà tại TPHCM tăng, bệnh viện tại TPHCM quá tải."
    target = "House prices in Ho Chi Minh City rose, hospitals in Ho Chi Minh City were crowded."
    assert ("repetition", "serious") not in kinds(source, target)


def test_an_official_name_may_be_said_twice():
    """Trung Quốc is the People's Republic of China, each time."""
    source = "Đại sứ Trung Quốc thay mặt Chính phủ Trung Quốc trao quà."
    target = (
        "The Ambassador of the People's Republic of China presented gifts on behalf of the "
        "Government of the People's Republic of China."
    )
    assert ("repetition", "serious") not in kinds(source, target)


@pytest.mark.parametrize(
    "kept", ["https://qdnd.vn/a-b", "toasoan@qdnd.vn", "{name}", "%s", "@qdnd", "⟦1⟧"]
)
def test_addresses_and_placeholders_must_be_kept(kept):
    """Word for word, or it is serious."""
    source = f"Xin xem {kept} để biết thêm."
    assert ("verbatim", "serious") not in kinds(source, f"See {kept} for more.")
    assert ("verbatim", "serious") in kinds(source, "See the page for more.")


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("The drill ended on Friday.", True),
        ("The drill (held every two years) ended on Friday.", False),
        ("The drill, which is held every two years, ended on Friday.", False),
    ],
)
def test_words_in_brackets_that_are_lost_are_a_warning(target, missing):
    """With commas instead of brackets they are as good."""
    source = "Cuộc diễn tập (tổ chức hai năm một lần) đã kết thúc hôm thứ Sáu."
    assert (("length", "warning") in kinds(source, target)) is missing


def test_a_foreign_name_in_brackets_may_stand_for_its_translation():
    """The Vietnamese name is translated by the name in brackets."""
    source = "Hội chợ thế giới (tiếng Anh: World Expo) khai mạc vào hôm thứ Sáu tuần này."
    assert kinds(source, "The World Expo opened on Friday of this week.") == set()
