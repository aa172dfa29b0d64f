"""XLIFF and TMX come back with what they lacked in English; tricks are refused."""

from __future__ import annotations

import pytest
from documents.standins import translated

from service.errors import ExchangeError

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
            '<tuv xml:lang="en" changeid="bantin:model"><seg>[Chữ <bpt i="1">&lt;b&gt;</bpt>đậm này<ept i="1">&lt;/b&gt;</ept> và <ph>{0}</ph> nữa.]</seg></tuv>'
            in result
        )
        assert '<prop type="p">q</prop>' in result
        assert result.count("<tuv ") == 4
        assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in result

    def test_units_in_the_namespace_of_the_specification_get_it_there(self):
        result = translated(TMX.replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" '))
        assert result.count("<tuv ") == 4
        assert '<tuv xml:lang="en" changeid="bantin:model"><seg>[Chữ ' in result

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
