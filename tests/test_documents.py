"""Documents come back in English in the format they came in, with everything else as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents import Format, read_document, translate_texts
from service.documents.inline import Element, cut, join, text_of
from service.documents.passages import translate_passages
from service.documents.segments import Passage, pieces
from service.errors import ExchangeError, UnreadableInput

LIMIT = 1_000_000
WORDS = {
    "Hà Nội": "Hanoi",
    "Thủ tướng": "the Prime Minister",
    "Thủ tướng thăm Hà Nội hôm qua.": "Yesterday the prime minister visited Hanoi.",
}


def said(texts):
    """What the tests have for a model: it marks what it was given."""
    return [WORDS.get(text, f"[{text}]") for text in texts]


def lossy(texts):
    """A model that drops every mask."""
    return [re.sub("⟦.*?⟧", "", f"[{text}]") for text in texts]


def translated(data, name="page", translate=said):
    if isinstance(data, str):
        data = data.encode()
    return read_document(data, name, LIMIT).translated(translate).decode()


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Một câu.", "[Một câu.]"),
            ("Câu một. Câu hai.", "[Câu một.] [Câu hai.]"),
            ("Câu một.\nCâu hai.", "[Câu một.]\n[Câu hai.]"),
            ("\r\n  Thụt vào\r\n\r\n", "\r\n  [Thụt vào]\r\n\r\n"),
            ("dòng này\ndòng kia", "[dòng này]\n[dòng kia]"),
            ("", ""),
            ("\n \n", "\n \n"),
            ("12 – 5", "12 – 5"),
        ],
    )
    def test_white_space_between_sentences_stays(self, text, expected):
        assert translate_texts([text], said) == [expected]

    @pytest.mark.parametrize(
        ("layout", "expected"),
        [
            ("lines", "[một hai]\n[ba bốn.] [Năm sáu]"),
            ("flowing", "[một hai\nba bốn.] [Năm sáu]"),
            ("whole", "[một hai]\n[ba bốn. Năm sáu]"),
        ],
    )
    def test_what_a_line_break_means_can_be_chosen(self, layout, expected):
        text = "một hai\nba bốn. Năm sáu"
        assert translate_texts([text], said, layout) == [expected]

    @pytest.mark.parametrize(
        "kept",
        [
            "{0}",
            "{name}",
            "{{ user.name }}",
            "%s",
            "%(count)d",
            "%1$s",
            "${total}",
            "https://example.vn/tin?a=1&b=2",
            "toa.soan@example.vn",
            "⟦7⟧",
        ],
    )
    @pytest.mark.parametrize("translate", [said, lossy])
    def test_placeholders_and_addresses_stay_whatever_the_model_does(self, kept, translate):
        result = translate_texts([f"Xin chào {kept}, mời vào. Câu hai."], translate)[0]
        assert result.count(kept) == 1

    def test_a_percentage_is_no_placeholder(self):
        seen = []

        def note(texts):
            seen.extend(texts)
            return texts

        translate_texts(["Tăng 5% so với năm trước và 10% dân số."], note)
        assert seen == ["Tăng 5% so với năm trước và 10% dân số."]

    def test_a_sentence_ends_after_an_address(self):
        result = translate_texts(["Xem https://example.vn/tin. Sau đó quay lại."], said)[0]
        assert result == "[Xem https://example.vn/tin.] [Sau đó quay lại.]"

    def test_each_sentence_is_asked_for_once(self):
        asked = []

        def note(texts):
            asked.extend(texts)
            return texts

        translate_texts(["Câu một. Câu hai.", "Câu hai. Câu một."], note)
        assert asked == ["Câu một.", "Câu hai."]

    @given(st.text(alphabet="ab .\n\r\tÀđ?!{}%s⟦0⟧", max_size=60))
    def test_what_says_nothing_new_comes_back_to_the_letter(self, text):
        assert translate_texts([text], lambda texts: list(texts)) == [text]


def trees(depth=3):
    leaf = st.text(alphabet="ab c.\n", max_size=6)
    atom = st.builds(lambda word: Element(object(), word=word), st.booleans())
    return st.recursive(
        st.lists(leaf | atom, max_size=4),
        lambda inner: st.lists(
            leaf | atom | inner.map(lambda nodes: Element(object(), join([tuple(nodes)]))),
            max_size=4,
        ),
        max_leaves=12,
    ).map(lambda nodes: join([tuple(nodes)]))


class TestTrees:
    @given(trees(), st.data())
    def test_a_tree_cut_anywhere_joins_to_itself(self, tree, data):
        length = len(text_of(tree))
        offsets = sorted(data.draw(st.lists(st.integers(0, length), max_size=5)))
        assert join(cut(tree, offsets)) == tree

    @given(trees())
    def test_the_pieces_of_a_passage_are_the_passage(self, tree):
        assert join(piece.nodes for piece in pieces(Passage(tree))) == tree

    @given(trees(), st.sampled_from([said, lossy, lambda texts: ["x y" for _ in texts]]))
    @settings(max_examples=200)
    def test_no_element_is_lost_doubled_or_moved_into_another(self, tree, translate):
        (english,) = translate_passages([Passage(tree)], translate)
        assert sorted(_nesting(english)) == sorted(_nesting(tree))


def _nesting(tree, inside=0):
    for node in tree:
        if isinstance(node, Element):
            yield inside, id(node.mark)
            yield from _nesting(node.children, id(node.mark))


class TestHtml:
    @pytest.mark.parametrize(
        ("page", "expected"),
        [
            ("<p>Một câu.</p>", "<p>[Một câu.]</p>"),
            ("Không có thẻ &amp; dấu", "[Không có thẻ &amp; dấu]"),
            ("<p>Một câu.<br/>Câu hai.</p>", "<p>[Một câu.]<br/>[Câu hai.]</p>"),
            ("<P CLASS=x>Một câu.</P>", "<P CLASS=x>[Một câu.]</P>"),
            ("<ul><li>Một cái<li>Hai cái</ul>", "<ul><li>[Một cái]<li>[Hai cái]</ul>"),
            ("<p>1</p>&nbsp;<hr>", "<p>1</p>&nbsp;<hr>"),
            ('<p><b id="a">Cả câu này.</b></p>', '<p><b id="a">[Cả câu này.]</b></p>'),
            ("<p>nếu a <b thì c", "<p>[nếu a &lt;b thì c]"),
            ("<pre>dòng một\n  dòng hai</pre>", "<pre>[dòng một]\n  [dòng hai]</pre>"),
            ('<html lang="vi"><p>Một câu.', '<html lang="en"><p>[Một câu.]'),
        ],
    )
    def test_tags_stay_to_the_letter(self, page, expected):
        assert translated(page, "page.html") == expected

    def test_markup_goes_where_its_words_went(self):
        page = '<p><b>Thủ tướng</b> thăm <a href="/hn">Hà Nội</a> hôm qua.</p>'
        assert translated(page) == (
            '<p>Yesterday <b>the prime minister</b> visited <a href="/hn">Hanoi</a>.</p>'
        )

    @pytest.mark.parametrize(
        "kept",
        [
            "<script>if (a < b) { say('xin chào') }</script>",
            "<style>p { content: 'xin chào' }</style>",
            "<!-- lời chú thích -->",
            '<div translate="no">Giữ <b>nguyên</b></div>',
            '<span class="x notranslate">Giữ nguyên</span>',
            "<svg><text>chữ</text></svg>",
            "<code>pip install cái_này</code>",
        ],
    )
    def test_what_is_not_to_be_translated_is_not(self, kept):
        assert kept in translated(f"<div>Một câu ở trước {kept} rồi thôi.</div>")

    @pytest.mark.parametrize(
        ("tag", "expected"),
        [
            ("<img alt='Ảnh \"đẹp\"' src=a.png>", '<img alt="[Ảnh &quot;đẹp&quot;]" src=a.png>'),
            ('<a title="Xem thêm" href="?a&b">x</a>', '<a title="[Xem thêm]" href="?a&b">x</a>'),
            (
                '<meta name="description" content="Mô tả">',
                '<meta name="description" content="[Mô tả]">',
            ),
            ('<meta name="author" content="Vũ Anh">', '<meta name="author" content="Vũ Anh">'),
        ],
    )
    def test_attributes_that_people_read_are_translated(self, tag, expected):
        assert translated(f"<div>{tag}</div>") == f"<div>{expected}</div>"

    def test_the_number_of_a_note_is_not_taken_for_a_word(self):
        page = '<p>Hà Nội, 24/4<sup><a href="#1">[1]</a></sup> năm nay.<sup>2</sup> Hai câu.</p>'
        assert translated(page) == (
            '<p>[Hà Nội, 24/4<sup><a href="#1">[1]</a></sup> năm nay.]<sup>2</sup> [Hai câu.]</p>'
        )

    def test_wrongly_nested_tags_stay_as_they_are(self):
        page = "<p>Một <b>hai <i>ba</b> bốn</i> năm.</p>"
        assert re.findall("<.*?>", translated(page)) == re.findall("<.*?>", page)

    @given(st.lists(st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<br>", "<!--x-->", "<code>", "</code>", "<",
         "xin chào ", "Hà Nội. ", "&lt;", "<a href='>'>", "</a>", "{x} ", "<script>", "</script>"]),
        max_size=14))  # fmt: skip
    @settings(max_examples=300)
    def test_every_tag_of_any_soup_comes_back_once(self, soup):
        page = "<div>" + "".join(soup)
        pattern = "<(?:/?[a-z]+[^<>]*(?:'>')?|!--x--)>"
        assert sorted(re.findall(pattern, translated(page))) == sorted(re.findall(pattern, page))

    @pytest.mark.parametrize(
        "hostile",
        [
            "<",
            "<!--",
            "<![CDATA[",
            "<a ",
            "<a b='",
            "</",
            "<?",
            "<b>",
            "<b>x ",
            "&#",
            "<div>",
            "<a =",
            f"<a {'x' * 50_000}>",
        ],
    )
    def test_hostile_markup_takes_no_longer_than_other_markup(self, hostile):
        page = "<p>Một câu.</p>" + hostile * (100_000 // len(hostile))
        assert translated(page).startswith("<p>[Một câu.]</p>")  # minutes, were it quadratic


class TestSubtitles:
    SRT = (
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nMột câu rất dài\r\nở hai dòng.\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000 X1:10\r\n<i>{\\an8}Có ai không?</i>\r\n\r\n"
        "3\r\n00:00:05,000 --> 00:00:06,000\r\n- Xin chào.\r\n- Chào anh.\r\n\r\n"
        "4\r\n00:00:07,000 --> 00:00:08,000\r\n2023\r\n"
    )

    def test_times_numbers_tags_and_lines_stay(self):
        assert translated(self.SRT) == (
            "1\r\n00:00:01,000 --> 00:00:02,500\r\n[Một câu rất dài\r\nở hai dòng.]\r\n\r\n"
            "2\r\n00:00:03,000 --> 00:00:04,000 X1:10\r\n<i>{\\an8}[Có ai không?]</i>\r\n\r\n"
            "3\r\n00:00:05,000 --> 00:00:06,000\r\n- [Xin chào.]\r\n- [Chào anh.]\r\n\r\n"
            "4\r\n00:00:07,000 --> 00:00:08,000\r\n2023\r\n"
        )

    @pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
    def test_the_end_of_the_file_stays(self, end):
        text = f"1\n00:00:01,000 --> 00:00:02,000\nMột câu.{end}"
        assert translated(text) == text.replace("Một câu.", "[Một câu.]")

    def test_a_dash_with_nothing_after_it_stays(self):
        text = "1\n00:00:01,000 --> 00:00:02,000\n- Xin chào.\n-\nChào anh."
        assert translated(text).endswith("\n- [Xin chào.]\n-\n[Chào anh.]")

    def test_a_line_is_never_broken_within_a_tag(self):
        text = "1\n00:00:01,000 --> 00:00:02,000\nMột <i title='một hai ba bốn năm'>từ</i>\nnữa"
        assert translated(text).splitlines()[2:] == [
            "[Một <i title='một hai ba bốn năm'>từ</i>",
            "nữa]",
        ]

    @pytest.mark.parametrize("hostile", ["a" + " " * 50_000 + "b", "1 " * 20_000, "1\n" * 20_000])
    def test_hostile_subtitles_take_no_longer_than_others(self, hostile):
        text = f"1\n00:00:01,000 --> 00:00:02,000\n{hostile}>"
        assert translated(text, translate=list).rstrip() == text  # minutes, were it quadratic


class TestPo:
    PO = r"""# Bản dịch
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: vi\n"

#: src/a.c:12
#, c-format
msgid "Không mở được tệp %s\n"
msgstr ""

msgid "Xin <b>chào</b> &amp; %(name)s"
msgstr ""

msgid "Có %d tệp"
msgid_plural "Có %d tệp tin"
msgstr[0] ""
msgstr[1] ""

msgid "Đã dịch"
msgstr "Translated by Ann"
"""

    def test_messages_without_a_translation_get_one_and_others_stay(self):
        import polib

        entries = {entry.msgid: entry for entry in polib.pofile(translated(self.PO))}
        assert entries["Không mở được tệp %s\n"].msgstr == "[Không mở được tệp %s]\n"
        assert entries["Không mở được tệp %s\n"].flags == ["c-format"]
        assert entries["Không mở được tệp %s\n"].occurrences == [("src/a.c", "12")]
        assert entries["Xin <b>chào</b> &amp; %(name)s"].msgstr == (
            "[Xin <b>chào</b> &amp; %(name)s]"
        )
        assert entries["Có %d tệp"].msgstr_plural == {0: "[Có %d tệp]", 1: "[Có %d tệp tin]"}
        assert entries["Đã dịch"].msgstr == "Translated by Ann"

    def test_the_heading_says_english(self):
        assert '"Language: en\\n"' in translated(self.PO)

    def test_translate_toolkit_reads_it(self):
        from translate.storage.pypo import pofile

        store = pofile.parsestring(translated(self.PO).encode())
        assert all(unit.istranslated() for unit in store.units if not unit.isheader())


XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:x">
<file original="a" source-language="vi" target-language="en" datatype="plaintext"><body>
<!-- giữ -->
<group id="g"><trans-unit id="1" x:more="yes"><source>Nhấn <g id="1" ctype="bold">nút này</g> <x id="2"/> nhé.</source></trans-unit></group>
<trans-unit id="2"><source>Đã dịch rồi.</source><target state="final">Done.</target></trans-unit>
<trans-unit id="3" translate="no"><source>Giữ nguyên.</source></trans-unit>
<trans-unit id="4"><source>Một câu. Hai câu.</source><seg-source><mrk mid="0" mtype="seg">Một câu.</mrk> <mrk mid="1" mtype="seg">Hai câu.</mrk></seg-source><alt-trans><source>Một</source><target>One</target></alt-trans></trans-unit>
<trans-unit id="5"><source>Chữ <bpt id="1">&lt;b&gt;</bpt>đậm này<ept id="1">&lt;/b&gt;</ept> đây.</source><target/></trans-unit>
</body></file></xliff>"""

XLIFF_2 = """<xliff version="2.1" srcLang="vi-VN" xmlns="urn:oasis:names:tc:xliff:document:2.0">
<file id="f"><unit id="1"><originalData><data id="d">%s</data></originalData>
<segment id="s1"><source>Tệp <ph id="1" dataRef="d"/> bị <pc id="2">hỏng nặng</pc>.</source></segment>
<segment id="s2" state="final"><source>Xong.</source><target>Done.</target></segment></unit>
</file></xliff>"""


class TestXliff:
    def test_units_without_a_target_get_one_with_all_inline_codes(self):
        result = translated(XLIFF_1)
        assert (
            '<target state="needs-review-translation" state-qualifier="leveraged-mt">[Nhấn <g id="1" ctype="bold">nút này</g> <x id="2"/> nhé.]</target>'
            in result
        )
        assert '[Chữ <bpt id="1">&lt;b&gt;</bpt>đậm này<ept id="1">&lt;/b&gt;</ept> đây.]' in result
        assert '<mrk mid="0" mtype="seg">[Một câu.]</mrk> <mrk mid="1" mtype="seg">[Hai câu.]</mrk></target><alt-trans>' in result  # fmt: skip

    def test_what_was_translated_or_is_not_to_be_stays(self):
        result = translated(XLIFF_1)
        assert '<target state="final">Done.</target>' in result
        assert "<source>Giữ nguyên.</source></trans-unit>" in result
        assert "<!-- giữ -->" in result
        assert 'x:more="yes"' in result

    def test_version_2_is_translated_by_segment(self):
        result = translated(XLIFF_2)
        assert '<segment id="s1" state="translated">' in result
        assert (
            '<target>[Tệp <ph id="1" dataRef="d"/> bị <pc id="2">hỏng nặng</pc>.]</target>'
            in result
        )
        assert "<target>Done.</target>" in result
        assert 'trgLang="en"' in result

    def test_translate_toolkit_reads_it(self):
        from translate.storage.xliff import xlifffile

        units = xlifffile.parsestring(translated(XLIFF_1).encode()).units
        assert [str(unit.target) for unit in units if unit.getid().endswith("2")] == ["Done."]

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            (('source-language="vi"', 'source-language="de"'), "from de to en"),
            (("</body>", ""), "not well-formed"),
            (('version="1.2"', 'version="9"'), "version 9"),
        ],
    )
    def test_a_wrong_file_is_refused_with_the_reason(self, change, complaint):
        with pytest.raises(ExchangeError, match=complaint):
            translated(XLIFF_1.replace(*change))


TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="vi" datatype="plaintext"/>
<body><tu tuid="a"><prop type="p">q</prop><tuv xml:lang="vi-VN"><seg>Chữ <bpt i="1">&lt;b&gt;</bpt>đậm này<ept i="1">&lt;/b&gt;</ept> và <ph>{0}</ph> nữa.</seg></tuv></tu>
<tu><tuv xml:lang="vi"><seg>Xong rồi.</seg></tuv><tuv xml:lang="en-US"><seg>Done.</seg></tuv></tu></body></tmx>"""


class TestTmx:
    def test_units_without_english_get_it_with_all_inline_codes(self):
        result = translated(TMX)
        assert (
            '<tuv xml:lang="en" changeid="bantin"><seg>[Chữ <bpt i="1">&lt;b&gt;</bpt>đậm này<ept i="1">&lt;/b&gt;</ept> và <ph>{0}</ph> nữa.]</seg></tuv>'
            in result
        )
        assert '<prop type="p">q</prop>' in result
        assert result.count("<tuv ") == 4
        assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in result

    def test_translate_toolkit_reads_it(self):
        from translate.storage.tmx import tmxfile

        store = tmxfile.parsestring(
            translated(TMX).encode(), sourcelanguage="vi", targetlanguage="en"
        )
        assert len(store.units) == 2


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "ha ha ha ha ha ha"><!ENTITY b "'
    + "&a;" * 50
    + '"><!ENTITY c "'
    + "&b;" * 50
    + '"><!ENTITY d "'
    + "&c;" * 50
    + '">]><tmx version="1.4"><header {attribute}/><body><tu><tuv xml:lang="vi"><seg>{text}</seg>'
    "</tuv></tu></body></tmx>"
)


class TestHostileXml:
    @pytest.mark.parametrize(
        "page",
        [
            BOMB.format(attribute="", text="&d;"),
            BOMB.format(attribute='o-tmf="&d;"', text="x"),
            TMX.replace(
                '"tmx14.dtd"', '"tmx14.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]'
            ).replace("Xong", "&x;"),
            TMX.replace("đậm", "&khong_co;"),
            TMX.replace("Xong rồi.", "<hi>" * 300 + "x" + "</hi>" * 300),
        ],
        ids=["entities", "entities in an attribute", "a file", "no such entity", "deep nesting"],
    )
    def test_bombs_and_other_tricks_are_refused(self, page):
        with pytest.raises(ExchangeError):
            translated(page)

    def test_markup_nested_as_no_tool_does_is_refused(self):
        page = TMX.replace("Xong rồi.", "<hi>" * 30 + "x" + "</hi>" * 30).replace(
            '<tuv xml:lang="en-US"><seg>Done.</seg></tuv>', ""
        )
        with pytest.raises(ExchangeError, match="nested over"):
            translated(page)


class TestFormats:
    @pytest.mark.parametrize(
        ("text", "name", "expected"),
        [
            ("Xin chào", "a.docx", Format.TXT),
            ("<p>Xin chào</p>", "a.txt", Format.HTML),
            ("\ufeff  <!DOCTYPE html>", "a", Format.HTML),
            ("Xin <b>chào</b>", "a.html", Format.HTML),
            ("Xin <b>chào</b>", "a.txt", Format.TXT),
            ('msgid ""\nmsgstr ""\n', "a.txt", Format.PO),
            ("1\n00:00:01,000 --> 00:00:02,000\nXin chào", "a.txt", Format.SRT),
            (XLIFF_1, "a.html", Format.XLIFF),
            (TMX, "a.xliff", Format.TMX),
        ],
    )
    def test_what_a_file_says_decides_not_its_name(self, text, name, expected):
        assert read_document(text.encode(), name, LIMIT).form is expected

    @pytest.mark.parametrize("text", ["#" * 4000, "# " * 2000, "\t" * 4000 + "a"])
    def test_hostile_openings_take_no_longer_than_others(self, text):
        assert read_document(text.encode(), "a.txt", LIMIT).form is Format.TXT  # years, with "#"s

    @pytest.mark.parametrize(
        ("data", "complaint"),
        [
            (b"", "empty"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"PK\x03\x04 other zip", "ZIP"),
            (b"\x00\x01\x02" * 50, "binary"),
            (b'<?xml version="1.0"?><office/>', "XML of a kind"),
            (b"x" * (LIMIT + 1), "limit"),
        ],
    )
    def test_what_is_not_known_is_refused_with_the_reason(self, data, complaint):
        with pytest.raises(UnreadableInput, match=complaint):
            read_document(data, "a.txt", LIMIT)

    def test_text_in_an_old_code_page_is_read(self):
        text = "Thủ tướng thăm Hà Nội hôm qua."
        assert translated(text.encode("utf-16")) == "Yesterday the prime minister visited Hanoi."
