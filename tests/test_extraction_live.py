"""Live reports and chronologies: the entries are the text, stories beside dates are not."""

from __future__ import annotations

from datetime import date

import pytest

from service.article import Article, LineKind
from service.extract import extract
from service.extraction.live import day_headings, entry_times
from service.extraction.page import text_lines
from service.extraction.units import join_wrapped

TITLE = "Trực tiếp: Bão Yagi đổ bộ Quảng Ninh"
DATE = "07/09/2024 18:00"
LEAD = (
    "Bão Yagi với sức gió cấp 14 đổ bộ Quảng Ninh - Hải Phòng trưa 7/9, gây mất điện diện rộng và "
    "làm ít nhất 4 người chết."
)
ENTRIES = {
    "17:45": "Hà Nội mưa rất to, nhiều cây xanh bật gốc trên các tuyến phố Trần Hưng Đạo, Lý Thường "
    "Kiệt, giao thông ùn tắc ở nhiều nơi.",
    "17:10": "Quảng Ninh ghi nhận một người chết, 150 người bị thương do vật thể bay trúng. Tỉnh đã "
    "huy động 5.000 bộ đội, công an hỗ trợ người dân.",
    "16:30": "Toàn bộ thành phố Hải Phòng mất điện, hàng trăm nhà tốc mái, theo báo cáo của Ban chỉ "
    "huy phòng chống thiên tai thành phố.",
    "15:20": "Tâm bão vào đất liền, gió mạnh nhất cấp 14, giật cấp 17, sóng cao 6 m tại đảo Cô Tô, "
    "nhiều tàu thuyền bị đánh chìm.",
    "14:00": "Phó Thủ tướng Trần Hồng Hà có mặt tại Hải Phòng chỉ đạo ứng phó, yêu cầu địa phương "
    "không để người dân ra đường khi bão vào.",
    "13:15": "Sân bay Nội Bài, Vân Đồn, Cát Bi và Thọ Xuân dừng khai thác, hơn 300 chuyến bay bị hủy "
    "hoặc đổi lịch, Cục Hàng không cho biết.",
    "11:40": "Thái Bình sơ tán hơn 20.000 người ở các xã ven biển Thái Thụy, Tiền Hải đến nơi an toàn "
    "trước 10h, theo UBND tỉnh.",
    "10:05": "Nam Định cấm biển từ hôm qua, kêu gọi gần 1.900 tàu với 5.400 lao động vào bờ tránh "
    "trú, không còn người trên chòi canh.",
}
FORMS = {
    "colon": lambda time: time,
    "h": lambda time: time.replace(":", "h"),
    "day": lambda time: f"{time} 07/09/2024",
    "weekday": lambda time: f"Thứ bảy, 07/09/2024, {time} (GMT+7)",
}
HEADLINES = (
    "Miền Trung chuẩn bị đón đợt mưa lớn đầu mùa",
    "Sạt lở đất ở Hà Giang vùi lấp xe khách",
    "Cháy chợ ở Praha thiêu rụi hơn trăm gian hàng",
    "Học sinh vùng cao trở lại trường sau lũ quét",
)


def text_page(lines) -> Article:
    return extract("\n\n".join(lines), id="page", form="text")


def html_page(lines) -> Article:
    title, day, *others = lines
    paragraphs = "".join(f"<p>{line}</p>" for line in others)
    page = f"<h1>{title}</h1><div class='date'>{day}</div>{paragraphs}"
    return extract(page, id="page", form="html")


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def report(form="colon", entries=ENTRIES):
    stamp = FORMS[form]
    return [line for time, entry in entries.items() for line in (stamp(time), entry)]


@pytest.mark.parametrize("read", [text_page, html_page], ids=["text", "html"])
@pytest.mark.parametrize("form", FORMS)
def test_the_entries_of_a_live_report_are_body_and_their_times_its_datelines(read, form):
    article = read([TITLE, DATE, LEAD, *report(form)])
    assert texts(article) == [LEAD, *ENTRIES.values()]
    kinds = {line.text: line.kind for line in article.lines}
    assert {kinds[FORMS[form](time)] for time in ENTRIES} == {LineKind.DATELINE}
    assert (article.title, article.published) == (TITLE, date(2024, 9, 7))


def test_entries_have_pictures_and_paragraphs():
    caption = "Cây đổ trên phố Lý Thường Kiệt chiều 7/9. Ảnh: Minh Đức"
    second = "Lực lượng chức năng khuyến cáo người dân không ra đường cho đến khi gió lặng hẳn."
    lines = [
        part
        for time, entry in ENTRIES.items()
        for part in (time, caption.replace("7/9", f"7/9 lúc {time}"), entry, f"{second} ({time}).")
    ]
    article = html_page([TITLE, DATE, LEAD, *lines])
    assert len(texts(article)) == 1 + 2 * len(ENTRIES)
    assert len(article.captions) == len(ENTRIES)


@pytest.mark.parametrize("read", [text_page, html_page], ids=["text", "html"])
@pytest.mark.parametrize(
    "story",
    [
        lambda time, headline: (time, headline),
        lambda time, headline: (headline, time),
        lambda time, headline: (headline, time, f"{headline}, chính quyền địa phương cho biết."),
        lambda time, headline: (time, headline, f"{headline}, chính quyền địa phương cho biết."),
        lambda time, headline: (headline, f"{headline}, chính quyền địa phương cho biết.", time),
    ],
    ids=[
        *("time over headline", "headline over time", "headline, time, standfirst"),
        *("time, headline, standfirst", "headline, standfirst, time"),
    ],
)
def test_headlines_with_times_are_no_entries(read, story):
    stories = [line for pair in zip(ENTRIES, HEADLINES, strict=False) for line in story(*pair)]
    body = [LEAD, *list(ENTRIES.values())[:2]]
    article = read([TITLE, DATE, *body, *stories])
    assert texts(article) == body


def test_readers_comments_with_times_are_no_entries():
    comments = [f"{entry} Mong mọi người bình an!" for entry in ENTRIES.values()]
    lines = [line for pair in zip(comments, ENTRIES, strict=True) for line in pair]
    body = [LEAD, *ENTRIES.values()]
    article = html_page([TITLE, DATE, *body, "Bình luận (8)", *lines])
    assert texts(article) == body


SENTENCES = list(ENTRIES.values())


@pytest.mark.parametrize(
    ("stamps", "times"),
    [
        (["17:45", "17:10", "16:30"], 3),
        (["17:45", "17:10"], 0),
        (["17:45 07/09/2024", "17:10", "7/9"], 3),
        (["17:45 06/09/2024", "17:10 05/09/2024", "16:30 04/09/2024"], 0),
        (["17:45 06/09/2024", "17:10", "16:30", "15:20"], 3),
        (["2 giờ trước", "3 giờ trước", "4 giờ trước"], 0),
        (["HỮU LONG | 17:45 07/09/2024", "Hà An | 16:30 07/09/2024", "17:45"], 0),
    ],
    ids=["clock", "too few", "mixed", "other days", "one of another day", "relative", "authors"],
)
def test_a_time_of_an_entry_is_of_the_articles_day_and_not_alone(stamps, times):
    lines = [line for pair in zip(stamps, SENTENCES, strict=False) for line in pair]
    units = join_wrapped(text_lines("\n\n".join([TITLE, DATE, LEAD, *lines])))
    assert len(entry_times(units)) == times


def test_without_a_date_above_the_first_entry_dates_the_report():
    units = join_wrapped(text_lines("\n\n".join([TITLE, LEAD, *report("day")])))
    assert len(entry_times(units)) == len(ENTRIES)


HISTORY = "Những mốc chính của chiến dịch Hồ Chí Minh"
INTRODUCTION = (
    "Chiến dịch Hồ Chí Minh diễn ra trong 5 ngày, từ 26 đến 30/4/1975, kết thúc cuộc kháng chiến."
)
DAYS = {
    "26/4/1975": "17h, pháo binh ta đồng loạt nổ súng, mở màn chiến dịch. Quân đoàn 4 tiến công "
    "Trảng Bom, Hố Nai.",
    "28/4/1975": "Phi đội Quyết Thắng ném bom sân bay Tân Sơn Nhất, phá hủy 24 máy bay của địch.",
    "29/4/1975": "Toàn mặt trận tổng công kích. Các sư đoàn chủ lực ở vòng ngoài tan rã.",
    "30/4/1975": "10h45, xe tăng 843 húc đổ cổng phụ, xe 390 húc đổ cổng chính Dinh Độc Lập.",
}
CHRONOLOGY = [line for day in DAYS.items() for line in day]


@pytest.mark.parametrize("read", [text_page, html_page], ids=["text", "html"])
@pytest.mark.parametrize("opening", [[INTRODUCTION], []], ids=["introduced", "at once"])
def test_the_days_of_a_chronology_are_text_and_none_is_the_day_of_publication(read, opening):
    article = read([HISTORY, "28/04/2023 09:00", *opening, *CHRONOLOGY, "Kiên Cường"])
    assert texts(article) == [*opening, *CHRONOLOGY]
    assert (article.title, article.published) == (HISTORY, date(2023, 4, 28))
    assert article.byline == "Kiên Cường"


@pytest.mark.parametrize("read", [text_page, html_page], ids=["text", "html"])
def test_a_chronology_without_a_date_of_its_own_has_no_day_of_publication(read):
    article = read([HISTORY, INTRODUCTION, *CHRONOLOGY, "Kiên Cường"])
    assert texts(article) == [INTRODUCTION, *CHRONOLOGY]
    assert article.published is None


@pytest.mark.parametrize(
    "days",
    [
        ["30/4/1975", "29/4/1975", "28/4/1975", "26/4/1975"],
        ["26/4/1975", "28/4/1975"],
        ["1/5/2023", "2/5/2023", "3/5/2023", "4/5/2023"],
    ],
    ids=["newest first", "too few", "after the article"],
)
def test_other_days_are_no_chronology(days):
    lines = [line for pair in zip(days, DAYS.values(), strict=False) for line in pair]
    page = "\n\n".join([HISTORY, "28/04/2023", INTRODUCTION, *lines])
    assert not day_headings(join_wrapped(text_lines(page)))
