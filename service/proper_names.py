"""Names and acronyms common in Vietnamese news, for headlines that hide them in capitals.

Only what a reader of any Vietnamese paper knows; an article's own names are read off its text.
Ranks and high posts are here because Vietnamese papers capitalise them inside a sentence too.
"""

from __future__ import annotations

_NAMES = """
Việt Nam, Hàn Quốc, Triều Tiên, Nhật Bản, Trung Quốc, Đài Loan, Hồng Công, Hoa Kỳ, Mỹ, Nga, nước
Pháp, nước Đức, nước Anh, Vương quốc Anh, Ấn Độ, Thái Lan, Lào, Campuchia, Myanmar, Malaysia,
Singapore, Indonesia, Philippines, Brunei, Timor-Leste, Australia, New Zealand, Canada, Cuba,
Mexico, Brazil, Ukraine, Belarus, Ba Lan, Séc, Hà Lan, Bỉ, Thụy Sĩ, Thụy Điển, Na Uy, Phần Lan,
Đan Mạch, nước Áo, Tây Ban Nha, Bồ Đào Nha, Thổ Nhĩ Kỳ, Hy Lạp, Ai Cập, Nam Phi, Israel,
Palestine, Iran, Iraq, Syria, Ả-rập Xê-út, Ả rập Xê út, Gaza, Moscow, Washington, Bắc Kinh, Tokyo,
Seoul, Paris, London, Geneva, châu Á, châu Âu, châu Phi, châu Mỹ, Đông Nam Á, Biển Đông, Trường
Sa, Hoàng Sa, Tây Nguyên, Bắc Bộ, Trung Bộ, Nam Bộ, Bắc - Nam, Liên hợp quốc, Hội đồng Bảo an, Lầu
Năm Góc, Nhà Trắng, Hà Nội, TP Hồ Chí Minh, Thành phố Hồ Chí Minh, Hồ Chí Minh, Sài Gòn, Đà Nẵng,
Hải Phòng, Cần Thơ, Huế, Nha Trang, Khánh Hòa, Quảng Ninh, Quảng Nam, Quảng Ngãi, Quảng Trị, Quảng
Bình, Thanh Hóa, Nghệ An, Hà Tĩnh, Bắc Ninh, Bắc Giang, Lạng Sơn, Cao Bằng, Hà Giang, Lào Cai, Yên
Bái, Điện Biên, Lai Châu, Sơn La, Hòa Bình, Thái Nguyên, Phú Thọ, Vĩnh Phúc, Hải Dương, Hưng Yên,
Thái Bình, Nam Định, Ninh Bình, Hà Nam, Bình Định, Phú Yên, Ninh Thuận, Bình Thuận, Kon Tum, Gia
Lai, Đắk Lắk, Đắk Nông, Lâm Đồng, Đồng Nai, Bình Dương, Bình Phước, Tây Ninh, Vũng Tàu, Bà Rịa,
Long An, Tiền Giang, Bến Tre, Trà Vinh, Vĩnh Long, Đồng Tháp, An Giang, Kiên Giang, Hậu Giang, Sóc
Trăng, Bạc Liêu, Cà Mau, Phú Quốc, Côn Đảo, Đà Lạt, Điện Biên Phủ, Bác Hồ, Tết Nguyên đán, Bộ Quốc
phòng, Bộ Ngoại giao, Bộ Công an, Bộ Chính trị, Bộ Y tế, Bộ Tài chính, Bộ Nội vụ, Bộ Công Thương,
Bộ Xây dựng, Bộ Tư pháp, Bộ Giáo dục và Đào tạo, Quốc hội, Chính phủ, Đảng, Trung ương, Ban Chấp
hành Trung ương, Quân ủy Trung ương, Mặt trận Tổ quốc, Tổng Bí thư, Chủ tịch nước, Thủ tướng, Phó
Thủ tướng, Chủ tịch Quốc hội, Bộ trưởng, Thứ trưởng, Đại sứ, Đại tướng, Thượng tướng, Trung tướng,
Thiếu tướng, Đô đốc, Phó Đô đốc, Chuẩn Đô đốc, Đại tá, Thượng tá, Trung tá, Thiếu tá
"""

_ACRONYMS = """
ADMM AFP AP APEC ASEAN ASEM BRICS CHDCND CNTT COP COVID CPTPP CSGT EU EVFTA FAO FDI FIFA FTA GDP
HĐND HIV IAEA IMF IMO ILO IUU MERS NASA NATO ODA OECD OPEC SARS SEA THPT THCS TP TTXVN UAE UAV UBND
UN UNDP UNESCO UNICEF USD VASEP VND VTV WB WEF WHO WTO
"""

# Family names that are hardly anything else.
_SURNAMES = "nguyễn trần phạm phan huỳnh hoàng vũ võ đặng bùi đỗ ngô dương đinh trịnh lê"
# All that may begin a person's name; some are words, too.
_FAMILY_NAMES = """
nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh trương mai
lương phùng tô tạ đào đàm doãn nông giàng vương quách cao hà lâm thái châu tống tăng kiều nghiêm
khuất quàng thào sùng lò bế hứa chu triệu lưu thạch tôn từ lại mạc cù diệp lường bạch khổng nhâm
ninh tòng vi kha
"""
# Given names that are no verb a headline goes on with.
_GIVEN_NAMES = """
an anh bảo châu chi chiến chính cường duy dũng giang hiền hiếu hiệp hoa hoan hoàng huy huyền huệ hà
hùng hưng hương hạnh hải hằng hồng khanh khoa khánh khôi kiên lam lan linh loan long luân ly lâm
lộc mai minh my mạnh nam nga nghĩa nguyên ngân ngọc nhi nhung nhân oanh phong phú phúc phương
phượng quang quyên quân quốc quý quỳnh sơn thanh thiện thuận thái thúy thùy thảo thắm thịnh thọ
thủy tiên toàn trang trinh trung trâm trí trọng tuyết tuấn tài tâm tân tú tùng uyên vinh việt vy
vân vũ vượng yến đông đức
"""

# Words that begin like a name.
_NO_NAMES = """
dương cầm, dương lịch, dương tính, hoàng cung, hoàng gia, hoàng hôn, hoàng hậu, hoàng kim,
hoàng thành, hoàng tử, hoàng đế, phạm luật, phạm lỗi, phạm nhân, phạm pháp, phạm quy, phạm tội,
phạm vi, trần gian, trần lãi, trần nhà, trần nợ, trần thế, võ lâm, võ sinh, võ sĩ, võ thuật, võ đài,
vũ công, vũ hội, vũ khí, vũ khúc, vũ nữ, vũ trang, vũ trường, vũ trụ, vũ điệu, vũ đạo, đỗ quyên,
đỗ xe
"""
_UNITS = "kg km m m2 m3 cm mm ha tấn tỷ triệu đồng độ"

PROPER_NAMES = frozenset(" ".join(name.split()) for name in _NAMES.split(","))
ACRONYMS = frozenset(_ACRONYMS.split())
SURNAMES = frozenset(_SURNAMES.split())
FAMILY_NAMES = frozenset(_FAMILY_NAMES.split())
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
NO_NAMES = frozenset(" ".join(word.split()) for word in _NO_NAMES.split(","))
UNITS = frozenset(_UNITS.split())
