"""Words by which a line of a Vietnamese news page gives itself away.

What stands here is how Vietnamese sites label their furniture: share bars, comment forms, lists of
other stories, mastheads with licence and editor, credits, captions. Nothing is decided here: a cue
is one reason among others for `service.extraction.block` and `service.extraction.roles`.

To teach it a new phrase, add a line to the lexicon: one pattern a line, in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache


class Cue(Enum):
    """What a line gives itself away as."""

    RELATED_HEADING = auto()  # "Tin liên quan"
    RELATED_LINK = auto()  # ">> Xem thêm: …"
    COMMENTS = auto()  # "Bình luận (0)": comments and their forms follow
    FURNITURE = auto()
    SITE = auto()
    COUNTER = auto()
    SECTION = auto()  # breadcrumbs
    CREDIT = auto()
    CAPTION = auto()


@dataclass(frozen=True, slots=True)
class _Entry:
    """Patterns for a cue: for the whole line or its opening, up to a number of words."""

    cue: Cue
    longest: int
    whole: bool
    patterns: str


_PAPER = "nhân dân|dân trí|thanh niên|tuổi trẻ|tiền phong|lao động"  # words of other uses
_AGENCY = (
    "ttxvn|vietnam\\+|vietnamplus|vnexpress|vov|vtv|vtc|qđnd|qdnd|chinhphu|baochinhphu|cand"
    "|afp|reuters|ap|bbc|cnn|rt|tass|xinhua|tân hoa xã|yonhap|kyodo|sputnik|ria novosti"
)
_PURSUED = "chân|dấu|dòng|bước|vết|đuổi|dõi|học|kịp|hướng|đó|đây|đúng"  # after "theo"
_SUPPLIED = "cung|gốc|vốn|lực|thu|lợi|nước|hàng|điện|nhân|năng|nguyên|sống|bệnh"  # after "nguồn"
_WORK = "(tin|bài|ảnh|clip|video|đồ họa|thực hiện|lời|biên tập|trình bày)"
_ROLE = "tác giả|người viết|biên dịch|lược dịch|tổng hợp|phóng viên|pv|ctv|btv|by|vai trò|viết bởi"
_NETWORK = (
    "facebook|zalo|twitter|x|email|linkedin|pinterest|messenger|telegram|youtube|tiktok"
    "|google news|copy link|bản in|in|print"
)

# Earlier entries win. Patterns are tried on the line in lower case, without marks at its ends where
# the whole line must match.
_LEXICON = (
    _Entry(
        Cue.RELATED_LINK,
        longest=40,
        whole=False,
        patterns=r"""
(>+|»+|›|▶|►|→) ?\S
\[.{20,}\]$
(xem|đọc|tham khảo) (thêm|tiếp|ngay) ?: ?\S
(tin|bài) liên quan ?: ?\S
(bài )?(trước|tiếp|sau) ?: \S
""",
    ),
    _Entry(
        Cue.COUNTER,
        longest=8,
        whole=True,
        patterns=r"""
(số )?(lượt|lần) (xem|đọc|truy cập|view) ?:? ?[\d.,]*
(đã )?(xem|đọc|views?) ?[:=] ?[\d.,]+
[\d.,]+k? ?(lượt|lần)? ?(xem|đọc|views?|thích|likes?|chia sẻ|shares?)
(số )?lượt .{2,20}: ?[\d.,]+
(đang (truy cập|online)|hôm nay|hôm qua|trong (tuần|tháng|ngày)|tất cả) ?:? ?[\d.,]+
tổng (số )?(lượt )?truy cập ?:? ?[\d.,]+
[\d.,]{1,9}k?
thống kê truy cập
""",
    ),
    _Entry(
        Cue.COMMENTS,
        longest=10,
        whole=True,
        patterns=r"""
(ý kiến|bình luận|phản hồi|comments?)( bạn đọc| của bạn| độc giả| hay| gần đây)?( ?\(? ?\d+ ?\)?)?
\d+ (bình luận|ý kiến|comments?|phản hồi)
(để lại|viết|gửi|thêm) (một )?(bình luận|ý kiến|phản hồi).{0,30}
leave a (reply|comment)
trả lời( hủy)?
(quan tâm|thích) nhất
""",
    ),
    _Entry(
        Cue.RELATED_HEADING,
        longest=8,
        whole=True,
        patterns=r"""
((các|những|danh sách) )?(tin|bài|tin bài|tin, bài|bài viết|bài báo|tin tức|video|(dòng )?sự kiện) \
((có )?liên quan|(cập nhật )?mới( nhất| hơn| cập nhật)?|cũ( hơn)?|khác|nổi bật|tiêu điểm|nóng|hot\
|(đọc|xem) nhiều|đã (đưa|đăng)|tương tự|gợi ý|trước|sau|tiếp theo|24h?|tài trợ|hay\
|cùng (chuyên mục|chủ đề|loại|tác giả))( nhất)?( trong (ngày|tuần|tháng))?( khác)?
cùng (chuyên mục|chủ đề|tác giả)
chủ đề (liên quan|nóng)
(tin|bài) cùng .{2,25}
(đọc|xem) (thêm|tiếp|nhiều)( nhất)?( trong ngày| chuyên đề| tin| bài| về)?
đọc nhiều nhất .{0,20}
(có thể )?bạn (có thể )?(quan tâm|thích)
(dư luận|được) quan tâm
(tin )?(mới|nóng|nổi bật|tiêu điểm|mới nhất|xem nhiều|đọc nhiều)
(đừng|không thể) bỏ lỡ
(gợi ý|dành) cho bạn
tin (đọc|xem) nhiều.{0,15}
liên quan
related( news| posts| articles| stories)?
read more
most (read|viewed)
điều hướng bài viết
bài (trước|sau|kế tiếp)
video nổi bật
(multimedia|podcasts?|infographics?|e-?magazine)
""",
    ),
    _Entry(
        Cue.SECTION,
        longest=16,
        whole=True,
        patterns=r"""
[^.!?:\d]{2,40}( ?[>»›] ?[^.!?:>»›\d]{2,50}| / [^.!?:/\d]{2,50}){1,4}
""",
    ),
    _Entry(
        Cue.FURNITURE,
        longest=16,
        whole=True,
        patterns=rf"""
(chia sẻ|share)( bài( viết)?| lên| qua| facebook| zalo| twitter| tin| ngay| trên)*
({_NETWORK})([ ,|/·•-]+({_NETWORK}))*
(sao chép (liên kết|link)|copy link|lấy link|link (bài )?gốc).{{0,25}}
(in|lưu|gửi|nghe|đọc|thích|báo lỗi|theo dõi|tải)( đọc)? (bài( viết| báo)?|(trang|tin)( này)?)
(gửi|tải) (ảnh|e?-?mail)
gửi|thích|like|(bỏ )?lưu|báo cáo|(lắng )?nghe|đóng|mở|hủy|xem|menu|danh mục|tìm kiếm
(quay|trở|về|lên)( lại| lên| về| trang| trên| đầu| trước| chủ| bài)*
(back|go) to top|skip to (main )?content
bỏ qua (để đến )?(phần )?nội dung
trang (chủ|web)|trang (đầu|trước|sau)( .{{0,60}})?
đăng (nhập|ký|xuất)( \S+){{0,3}}
(giới thiệu|liên hệ|sơ đồ \S+|rss|quảng cáo|advertisement|captcha)
(tags?|thẻ|từ khóa|chủ đề|lưu trữ|chuyên mục|bài viết mới|phản hồi gần đây)
(tên( đăng nhập)?|mật khẩu|mã (bảo mật|xác \S+).{{0,30}})
(cỡ chữ|kích thước chữ|font).{{0,25}}|a ?[-+]?( a ?[-+]?){{0,3}}
(by |(đăng )?bởi ?:? )?(admin(istrator)?|webmaster)
\+|[×x]|0:00.*|(nam|nữ) miền (bắc|nam)|video
(english|tiếng (việt|anh))( ?[|/] ?.+)?
thông (báo|tin (bài viết|tòa soạn|cần biết))
liên kết( website| web)?|thống kê (truy cập|website|trang|lượt|online|người).{{0,20}}
chọn (chuyên mục|ngày|tháng|năm|trang|tỉnh|ngôn ngữ|liên kết|website|file|tệp|ảnh|cỡ|màu).{{0,20}}
""",
    ),
    _Entry(
        Cue.CAPTION,
        longest=90,
        whole=False,
        patterns=r"""
(ảnh (tư liệu|minh họa)|đồ họa|infographic|(hình|ảnh) \d+) ?[:.]
(nguồn|chụp lại) hình ảnh,
\(?(nguồn )?(ảnh|photo) ?: ?[^.!?:]{2,60}[.)]*$
""",
    ),
    _Entry(
        Cue.SITE,
        longest=400,
        whole=False,
        patterns=r"""
©|\(c\) |copyright|bản quyền|mã số thuế|\[email
.*(all rights reserved|bản quyền (©|thuộc|nội dung)|(giữ|toàn bộ) bản quyền|nghiêm cấm sao chép)
(số )?giấy phép (số|thiết lập|hoạt động|xuất bản|báo chí|mxh)|số giấy phép|.*\d+/gp-
(cơ quan|đơn vị) chủ quản\b|((cơ quan|đơn vị) )?(chủ quản|quản lý|thường trực) ?:
((phó|quyền) )*tổng biên tập\b|((phó|quyền) )*(tổng )?giám đốc ?:|thư ký tòa
trưởng ban (biên tập|quản trị)|(báo .{2,30} - )?cơ quan (của|ngôn luận) [^.!?]{3,60}$
(thường trực )?ban biên tập ?:
(người )?chịu trách nhiệm
(thông tin tòa soạn - )?(trụ sở )?t[òo][àa] soạn ?:|trụ sở( chính)? ?:
văn phòng (đại diện|giao dịch).{0,30}:
(địa chỉ|đc) ?:
(số )?(điện thoại|đt|tel|fax|hotline|đường dây nóng|e-?mail|website|web|zalo)[^:]{0,25}: ?\S
(liên hệ (quảng cáo|t[òo][àa] soạn)|(phòng )?quảng cáo)[^:]{0,25}: ?\S
(hotline|đường dây nóng)\b.{0,40}\d{3}
(® )?(vui lòng )?ghi rõ nguồn
.*khi (phát hành|sử dụng|đăng|trích) (lại )?(thông tin|nội dung|tin).*(website|trang|báo|từ|nguồn)
theo dõi chúng tôi|(cơ quan )?thuộc bộ [^,.]{3,50}$
""",
    ),
    _Entry(
        Cue.FURNITURE,
        longest=80,
        whole=False,
        patterns=r"""
(từ kh(óa|oá)|tags?|thẻ|chủ đề|chia sẻ) ?:
#\S+( \S+){0,3}( #\S+( \S+){0,3})*$
theo dõi .{2,60} ?(trên|tại)( |:|$)
theo dõi( \S+)?$
.{2,30} trên google (news|tin tức)$
\*? ?mời (quý )?(bạn|độc|vị|khán|thính|quý)\b.*(theo dõi|xem|đón|gửi|tham gia|vào|truy cập)
(quý )?(bạn đọc|độc giả) (có thể|vui lòng|gửi|tham)
\*? ?(xin )?vui lòng (nhập|gõ|đăng|điền|ghi|không|kiểm)
bạn đang (đọc|xem) (bài( viết)?|tin)\b.* (chuyên )?mục
.*gõ tiếng việt có dấu
(lưu ý|ghi chú) ?:.*(bình luận|ý kiến|bạn đọc)
.*(ý kiến|bình luận) của (bạn|độc giả|bạn đọc).*(biên tập|đăng|kiểm duyệt)
gửi (file|bài viết|cho|tới|ảnh|tin)\b.{0,60}$
đính kèm|đăng nhập để|hãy là người|(hiện )?chưa có (bình luận|ý kiến)|trở thành người|tặng sao
email của bạn|lưu tên của tôi|các trường bắt buộc
(bình luận|tên|email|họ (và )?tên|tiêu đề|nội dung) ?\*$
tối đa:? \d+|\d+ ?/ ?\d+ ký tự|còn lại \d+ ký tự|xem thêm \d+|hiển thị \d+
báo lỗi\b|đặt báo|đọc (báo|tin( tức)?)\b.{0,60} ?\btrên\b.{2,30}$|tải (ứng dụng|app)
(xem|trở lại|trang) (trang )?(sau|trước|tiếp|đầu)\b.{0,40}$
trở lại (trang|đầu|chủ đề|(chuyên )?mục|danh sách|bài|trên|phần)\b( \S+){0,3}$
\S+=\S+$
.{0,20}không chịu trách nhiệm .{0,20}nội dung
.{0,40}(chính sách (bảo mật|cookie)|điều khoản sử dụng).{0,40}$
(theme|video|clip) ?:|proudly powered|powered by
đang tải|loading|your browser|javascript|nhập (email|mã|họ)
""",
    ),
    _Entry(
        Cue.CREDIT,
        longest=14,
        whole=True,
        patterns=rf"""
({_WORK}( ?[,&/-] ?| và | )?){{1,4}} ?: ?[^.!?]{{2,60}}
({_ROLE}) ?[:,] ?[^?!]{{2,60}}
(by|bởi) [^.!?\d]{{2,40}}
(nhóm )?(pv|phóng viên|ctv|ban biên tập|bbt)( [^.!?]{{1,30}})?
\(?(theo|dẫn nguồn) ?:?(?! ({_PURSUED})\b)( [^ .!?]+){{1,5}}\)?
\(?theo ?:? (báo|tạp chí|cổng|trang|đài|thông tấn|hãng)( [^ !?]+){{1,9}}\)?
\(?nguồn(?! ({_SUPPLIED})\b)( [^:.!?]{{2,30}})? ?: ?\S.*
(bút ký|phóng sự|ghi chép|tùy bút|tản văn|truyện ngắn) của( [^ .!?:\d]+){{1,5}}
[^.!?]{{3,40}} ?\(thực hiện\)?
[^.!?]{{3,40}} ?\((tổng hợp|t/h|th|theo [^)]{{2,40}}|lược dịch|ghi|dịch|p/?v[^)]{{0,40}})\)?
[^.!?]{{3,40}} ?\((?!ảnh|nguồn)[^)]*ttxvn[^)]*\)?
\(?({_AGENCY})[^.!?]{{0,25}}\)?
\(?({_PAPER})( ?[-/(,][^.!?]{{0,25}})?\)?
[^.!?]{{2,40}} ?[-/] ?({_AGENCY}|{_PAPER})\S{{0,6}}
\([^() ]{{2,20}}[/+-][^() ]{{2,20}}\+?\)
""",
    ),
    _Entry(
        Cue.SITE,
        longest=16,
        whole=True,
        patterns=r"""
báo(?! (động|cáo|hiếu|thù|thức|đáp|giá|ơn|oán|tử|hại|mộng|chí|bão)\b)( [^ .!?]+){1,6}
(tạp chí|cổng (thông )?tin|thông tấn xã|đài phát thanh|chuyên trang)( [^ .!?]+){1,6}
trang (tin|thông tin)( [^ .!?]+){1,8}|(cổng|trang) thông tin điện tử( [^ .!?]+){1,14}
([^ .!?]+ ){1,7}(online|điện tử)
[\w-]+\.(vn|com|net|org|com\.vn|gov\.vn)
""",
    ),
)

_PICTURE = r"(ảnh|hình|hình ảnh|photo|đồ họa|minh họa|infographic|clip)"
_OF_WHAT = r"( (tư liệu|minh họa|chụp màn hình|chụp|cắt từ \w+))?"
_BY_WHOM = "(minh họa|tư liệu|chụp màn hình|internet|ttxvn|afp|ap|reuters|nvcc|st|pv)"
_PICTURE_CREDIT = rf"""
([.!?…,;–—|(]|^| -)\s*\(?(nguồn )?{_PICTURE}{_OF_WHAT}\s?:\s?[^.!?:]{{1,60}}[.)]*$
([.!?…,;–—|(]|^| -)\s*ảnh {_BY_WHOM}[^.!?]{{0,30}}\)?\.?$
[.!?…,;–—|-]\s*ảnh \d{{1,3}}\.?$
[.(–-]\s*ảnh do [^.!?]{{3,40}} cung cấp\)?\.?$
\((nguồn|ảnh|photo|hình)\s?:\s?[^()]{{1,60}}\)\.?$
\((nguồn|ảnh) [^()]{{1,40}}\)\.?$
"""
_LONGEST_WORDS = 60  # characters a word may have on average, addresses of pages included
_ENDS = " .:…*|·•–-"


_MASTHEAD = rf"({_AGENCY}|{_PAPER})( (online|điện tử))?"


def _any_of(patterns: str) -> re.Pattern[str]:
    joined = patterns.strip().replace("\\\n", "").splitlines()
    return re.compile("|".join(f"(?:{pattern})" for pattern in joined))


@cache
def _compiled(entry: _Entry) -> re.Pattern[str]:
    return _any_of(entry.patterns)


@cache
def _picture_credit() -> re.Pattern[str]:
    return _any_of(_PICTURE_CREDIT)


@lru_cache(maxsize=4096)
def read_cue(text: str) -> Cue | None:
    """The cue of a line, None for a line that might be anything.

    Args:
        text: The line, tidied.
    """
    folded = text.lower()
    bare = folded.strip(_ENDS)
    if not bare:
        return Cue.FURNITURE
    words = len(folded.split())
    if len(folded) > _LONGEST_WORDS * words:
        return None  # no words of a language
    for entry in _LEXICON:
        if words <= entry.longest and _matches(entry, folded, bare):
            return entry.cue
    if "|" in folded and all(read_cue(part) is Cue.FURNITURE for part in folded.split("|")):
        return Cue.FURNITURE
    return Cue.CAPTION if words <= 90 and _picture_credit().search(folded) else None


def is_masthead(text: str) -> bool:
    """Whether a line is the bare name of a paper or an agency: a credit, or over a title its own.

    Args:
        text: The line, tidied.
    """
    return re.fullmatch(_MASTHEAD, text.lower().strip(_ENDS)) is not None


def _matches(entry: _Entry, folded: str, bare: str) -> bool:
    pattern = _compiled(entry)
    return bool(pattern.fullmatch(bare) if entry.whole else pattern.match(folded))
