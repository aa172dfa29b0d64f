"""TMX and XLIFF: other tools' files are understood, and ours by other tools."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_exchange import BY_LAN, BY_MODEL, UNITS, received, sent
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from service.errors import ExchangeError
from service.exchange import Format, Machine, Unit, read_file

FILES = Path(__file__).parent / "files"
NOON = datetime(2024, 9, 8, 12, 0, tzinfo=UTC)

TMX = (
    '<?xml version="1.0"?>\n<tmx version="1.4"><header creationtool="t" creationtoolversion="1"'
    ' segtype="sentence" o-tmf="t" adminlang="en" srclang="vi" datatype="plaintext"/>\n<body>\n'
)
TMX_END = "\n</body></tmx>"


def tu(source: str = "Xin chào.", target: str = "Hello.", attributes: str = "") -> str:
    return (
        f"<tu {attributes}><tuv xml:lang='vi'><seg>{source}</seg></tuv>"
        f"<tuv xml:lang='en'><seg>{target}</seg></tuv></tu>"
    )


def by_model(fact: str, value: str) -> str:
    """A unit of a model, with something that is known of it."""
    given = {"signature": "model", fact: value}
    props = "".join(f"<prop type='x-bantin-{key}'>{given[key]}</prop>" for key in given)
    return tu().replace("<tuv", props + "<tuv", 1)


def xliff(body: str, attributes: str = 'source-language="vi" target-language="en"') -> str:
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\n'
        f'<file original="a" datatype="plaintext" {attributes}><body>\n{body}</body></file></xliff>'
    )


class TestOtherToolsFiles:
    def test_omegats_memory(self):
        """`omegat.tmx` was written by OmegaT 3.6 from a memory of ours, but for the last unit.

        That one is as OmegaT 6 writes translations that hold in one place alone.
        """
        assert list(read_file(FILES / "omegat.tmx")) == [
            Unit(
                "Bộ trưởng Quốc phòng thăm chính thức Lào.",
                "Defence minister pays official visit to Laos.",
                who="Lan",
                when=NOON,
            ),
            Unit(
                "Hai bên đã ký kế hoạch hợp tác năm 2024.",
                "The two sides signed a 2024 cooperation plan.",
                when=NOON,
                machine=Machine(""),  # our properties are gone, but not who spoke
            ),
            Unit("Ảnh: TTXVN", "Photo: VNA & <partners>"),
            Unit(
                "Ảnh: TTXVN",
                "Photo by VNA",
                who="Minh",
                when=datetime(2024, 9, 9, 7, tzinfo=UTC),
                place="file: article.txt; prev: Hai bên đã ký kế hoạch hợp tác năm 2024.;"
                " next: Câu chưa dịch.",
            ),
        ]

    def test_a_workbenchs_memory_with_inline_codes_and_several_languages(self):
        assert list(read_file(FILES / "workbench.tmx")) == [
            Unit(
                "Bộ Quốc phòng Lào đồng ý.",
                "The Defence Ministry of Laos agreed.",
                id="7",
                who="MINH",
                when=datetime(2024, 3, 2, 8, 15, tzinfo=UTC),
                note='Checked with the "ministry"\nSecond note',
            )
        ]

    def test_a_segmented_xliff_1_file(self):
        assert list(read_file(FILES / "segmented.xlf")) == [
            Unit("Chiều 8/9, hai bên hội đàm.", "On September 8 talks were held.", id="tu1:0"),
            Unit("Ảnh: TTXVN", "Photo: VNA", id="tu1:1"),
            Unit("Máy dịch.", "By a machine.", id="tu4", machine=Machine("")),
            Unit("Máy dịch.", "By a machine, approved.", id="tu5", note="Fine."),
        ]

    def test_an_xliff_2_file_of_several_segments(self):
        assert list(read_file(FILES / "segments.xliff")) == [
            Unit(
                "Chiều 8/9, hai bên hội đàm.",
                "On September 8 talks were held.",
                id="u1:s1",
                note="From the desk.",
            ),
            Unit("Ảnh: TTXVN", "Photo: VNA", id="u1:s2", note="From the desk."),
        ]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_files_in_any_encoding_of_unicode(self, encoding):
        assert received(
            (TMX + tu() + TMX_END).replace('"1.0"', '"1.0"', 1).encode(encoding), Format.TMX
        ) == [Unit("Xin chào.", "Hello.")]

    def test_tmx_1_1_says_the_language_in_another_attribute(self):
        data = (TMX.replace("1.4", "1.1") + tu() + TMX_END).replace("xml:lang", "lang")
        assert received(data.encode(), Format.TMX) == [Unit("Xin chào.", "Hello.")]

    def test_a_tmx_in_the_namespace_of_its_specification(self):
        inner = "<note>N</note><prop type='file'>a.txt</prop><tuv"
        data = TMX + tu().replace("<tuv", inner, 1) + TMX_END
        data = data.replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')
        assert received(data.encode(), Format.TMX) == [
            Unit("Xin chào.", "Hello.", note="N", place="file: a.txt")
        ]

    def test_tmx_1_4b_as_aligners_call_it(self):
        data = TMX.replace('"1.4"', '"1.4b"') + tu() + TMX_END
        assert received(data.encode(), Format.TMX) == [Unit("Xin chào.", "Hello.")]

    @pytest.mark.parametrize(
        "date", ["20240908T120000Z", "2024-09-08T12:00:00Z", "2024-09-08T12:00:00"]
    )
    def test_dates_in_other_forms_of_iso_8601(self, date):
        data = TMX + tu(attributes=f"changedate='{date}'") + TMX_END
        assert received(data.encode(), Format.TMX)[0].when == NOON

    @pytest.mark.parametrize("texts", [("Xin chào.", ""), ("Xin chào.", " \n"), ("", "Hello.")])
    def test_a_unit_that_nobody_has_translated_is_left_out(self, texts):
        data = TMX + tu(*texts) + tu("Hết.", "End.") + TMX_END
        assert received(data.encode(), Format.TMX) == [Unit("Hết.", "End.")]

    def test_a_file_that_nobody_has_translated_yet_is_empty_and_not_wrong(self):
        assert received((TMX + tu(target="") + TMX_END).encode(), Format.TMX) == []

    def test_what_translate_toolkit_writes(self):
        file = tmxfile(sourcelanguage="vi", targetlanguage="en")
        file.addtranslation(
            "Xin chào <b>bạn</b>.", "vi", "Hello & welcome.", "en", comment="a note"
        )
        assert received(bytes(file), Format.TMX) == [
            Unit("Xin chào <b>bạn</b>.", "Hello & welcome.", note="a note")
        ]


class TestOurFilesInTranslateToolkit:
    """An independent reader, which the program itself does without (see `docs/exchange.md`)."""

    @pytest.mark.parametrize(
        ("form", "reader"),
        [(Format.TMX, tmxfile), (Format.XLIFF_1, Xliff1File), (Format.XLIFF_2, Xliff2File)],
    )
    def test_it_reads_the_same_texts(self, form, reader):
        found = reader.parsestring(sent(UNITS, form))
        assert [(unit.source, unit.target) for unit in found.units] == [
            (unit.source, unit.target) for unit in UNITS
        ]

    @pytest.mark.parametrize(
        ("form", "reader"), [(Format.XLIFF_1, Xliff1File), (Format.XLIFF_2, Xliff2File)]
    )
    def test_what_it_changes_comes_back_as_a_persons(self, form, reader):
        file = reader.parsestring(sent([BY_MODEL], form))
        file.units[0].target = "Photo by VNA"
        (found,) = received(bytes(file), form)
        assert (found.target, found.machine) == ("Photo by VNA", None)

    @pytest.mark.parametrize(
        ("form", "reader"),
        [(Format.TMX, tmxfile), (Format.XLIFF_1, Xliff1File), (Format.XLIFF_2, Xliff2File)],
    )
    def test_what_it_leaves_alone_comes_back_as_it_was(self, form, reader):
        file = reader.parsestring(sent(UNITS, form))
        assert received(bytes(file), form) == UNITS


class TestWhoSpeaks:
    """A TMX says so where tools that drop our properties keep it."""

    PROPS = re.compile(rb'<prop type="x-bantin-[^>]*>[^<]*</prop>')

    def test_a_person_called_like_the_program_is_a_person(self):
        """The image runs as a user of that name, and its corrections are that user's."""
        unit = Unit("Xin chào.", "Hello.", who="bantin", when=NOON)
        assert received(sent([unit], Format.TMX), Format.TMX) == [unit]

    def test_a_model_is_told_from_a_person_without_our_properties(self):
        (found,) = received(self.PROPS.sub(b"", sent([BY_MODEL], Format.TMX)), Format.TMX)
        assert (found.who, found.machine) == (None, Machine(""))

    @pytest.mark.parametrize(
        ("change", "machine"),
        [
            pytest.param((b"", b""), BY_MODEL.machine, id="as it was"),
            pytest.param((b"Photo: VNA", b"Photo by VNA"), None, id="corrected"),
        ],
    )
    def test_in_older_files_a_model_has_the_programs_name(self, change, machine):
        data = sent([BY_MODEL], Format.TMX).replace(b"bantin:model", b"bantin", 1)
        (found,) = received(data.replace(*change), Format.TMX)
        assert (found.who, found.machine) == (None, machine)


class TestConfirmation:
    @pytest.mark.parametrize(
        ("form", "before", "after"),
        [
            (Format.XLIFF_1, b'approved="no"', b'approved="yes"'),
            (Format.XLIFF_1, b'state="needs-review-translation"', b'state="signed-off"'),
            (Format.XLIFF_2, b'state="translated"', b'state="reviewed"'),
            (Format.XLIFF_2, b'state="translated"', b'state="final"'),
        ],
    )
    def test_a_models_words_that_a_translator_approved_are_a_persons(self, form, before, after):
        (found,) = received(sent([BY_MODEL], form).replace(before, after), form)
        assert found.machine is None

    def test_a_persons_words_are_sent_as_approved(self):
        assert b'approved="yes"' in sent([BY_LAN], Format.XLIFF_1)
        assert b'state="final"' in sent([BY_LAN], Format.XLIFF_2)


class TestPartedUnits:
    """Tools part a unit into segments of their own, and set it on lines of its own."""

    SENT = Unit("Một; hai.", "One; two.", machine=BY_MODEL.machine)
    MODEL = Machine(SENT.machine.signature)  # what else is known is not of the parts
    PARTED = (
        '<segment id="a"><source>Một;</source><target>One;</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="b"><source>hai.</source><target>two.</target></segment>'
    )

    def parted(self, form: Format, unit: Unit = SENT) -> str:
        """A file after a tool has parted its one unit at the semicolon."""
        data = sent([unit], form).decode()
        if form is Format.XLIFF_2:
            return re.sub("<segment.*</segment>", self.PARTED, data)
        for text in (unit.source, unit.target):
            first, second = text.split(" ")
            marked = (
                f'<mrk mtype="seg" mid="a">{first}</mrk> <mrk mtype="seg" mid="b">{second}</mrk>'
            )
            data = data.replace(f">{text}<", f">{marked}<")
        return re.sub(
            "<source xml:lang=.vi.>(.*)</source>",
            r"<source>Một; hai.</source><seg-source>\1</seg-source>",
            data,
        )

    @pytest.mark.parametrize("form", [Format.XLIFF_1, Format.XLIFF_2])
    def test_the_parts_of_a_models_words_are_the_models(self, form):
        assert received(self.parted(form).encode(), form) == [
            Unit("Một;", "One;", id="1:a", machine=self.MODEL),
            Unit("hai.", "two.", id="1:b", machine=self.MODEL),
        ]

    @pytest.mark.parametrize("form", [Format.XLIFF_1, Format.XLIFF_2])
    def test_they_are_not_once_somebody_changed_one(self, form):
        changed = self.parted(form).replace("two.", "2.")
        found = received(changed.encode(), form)
        assert [(unit.target, unit.machine) for unit in found] == [("One;", None), ("2.", None)]

    @pytest.mark.parametrize("form", [Format.XLIFF_1, Format.XLIFF_2])
    def test_an_indented_target_is_what_it_was(self, form):
        indented = sent([self.SENT], form).replace(b">One; two.<", b">\n    One; two.\n  <")
        (found,) = received(indented, form)
        assert (found.target.strip(), found.machine) == ("One; two.", self.MODEL)


class TestWrongFiles:
    """Each is refused with the line and the reason."""

    @pytest.mark.parametrize(
        ("data", "line", "reason"),
        [
            pytest.param(
                TMX + "<tu>\n</body></tmx>", 5, "not well-formed XML", id="a tag not closed"
            ),
            pytest.param(TMX + "<tu>", 4, "not well-formed XML", id="cut off"),
            pytest.param(
                TMX + tu("Tôi & bạn") + TMX_END, 4, "not well-formed XML", id="an ampersand alone"
            ),
            pytest.param(
                TMX.replace("1.4", "2.0") + TMX_END, 2, "version 2.0 is none of", id="TMX 2"
            ),
            pytest.param("\n<tbx></tbx>", 2, "no TMX but begins with <tbx>", id="no TMX"),
            pytest.param(
                TMX + tu(attributes="changedate='yesterday'") + TMX_END,
                4,
                "isoformat string: 'yesterday'",
                id="no date",
            ),
            pytest.param(
                TMX + tu(attributes="changedate='0001-01-01T00:00:00+07:00'") + TMX_END,
                4,
                r"'0001-01-01T00:00:00\+07:00' is before the year 1",
                id="a date before UTC's first",
            ),
            pytest.param(
                TMX + tu(attributes="changedate='9999-12-31T23:59:59-07:00'") + TMX_END,
                4,
                "or after 9999 in UTC",
                id="a date after UTC's last",
            ),
            pytest.param(TMX + by_model("score", "nan"), 4, "'nan' is no score", id="no score"),
            pytest.param(TMX + by_model("tokens", "-1"), 4, "no number of tokens", id="below none"),
            pytest.param(
                TMX + by_model("tokens", "9" * 23), 4, "no number of tokens", id="too many tokens"
            ),
            pytest.param(
                TMX + "<tu><tuv xml:lang='vi'/><tuv xml:lang='en'/></tu>" + TMX_END,
                4,
                "<tuv> has no <seg>",
                id="no text",
            ),
            pytest.param(
                "<!DOCTYPE tmx [<!ENTITY a 'b'>]>\n"
                + "<tmx version='1.4'><body><tu/></body></tmx>",
                2,
                "defines entities",
                id="entities",
            ),
            pytest.param(
                TMX.replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx')
                + tu("a&nbsp;b")
                + TMX_END,
                5,
                "entity &nbsp; is not defined",
                id="an entity from elsewhere",
            ),
            pytest.param(
                TMX + tu() + "<x>" * 300 + "</x>" * 300 + TMX_END,
                4,
                "not well-formed",
                id="too deep",
            ),
        ],
    )
    def test_of_tmx(self, data, line, reason):
        with pytest.raises(ExchangeError, match=f"^a file, line {line}: .*{reason}"):
            received(data.encode(), Format.TMX)

    def test_tmx_of_other_languages_alone(self):
        data = (TMX + tu() + TMX_END).replace("'vi'", "'fr-FR'")
        with pytest.raises(
            ExchangeError, match=r"no unit has both Vietnamese .* there is en, fr-FR"
        ):
            received(data.encode(), Format.TMX)

    def test_tmx_whose_units_hold_nothing(self):
        with pytest.raises(ExchangeError, match=r"no unit has both .* there is no language"):
            received((TMX + "<tu/>" + TMX_END).encode(), Format.TMX)

    @pytest.mark.parametrize(
        ("data", "line", "reason"),
        [
            pytest.param(
                xliff(
                    "<trans-unit id='1'><source>a</source><target>b</target></trans-unit>",
                    'source-language="fr" target-language="de"',
                ),
                3,
                "goes from fr to de, not from Vietnamese",
                id="other languages",
            ),
            pytest.param(
                xliff("<trans-unit id='1'><target>b</target></trans-unit>"),
                3,
                "<trans-unit> has no <source>",
                id="no source",
            ),
            pytest.param(
                xliff("").replace('version="1.2"', 'version="3.0"'),
                1,
                "XLIFF version 3.0 is none of 1.1, 1.2, 2.0, 2.1",
                id="a version to come",
            ),
            pytest.param(TMX + TMX_END, 2, "no XLIFF but begins with <tmx>", id="a TMX"),
            pytest.param(xliff("<trans-unit>"), 3, "not well-formed XML", id="a tag not closed"),
        ],
    )
    def test_of_xliff(self, data, line, reason):
        with pytest.raises(ExchangeError, match=f"^a file, line {line}: .*{reason}"):
            received(data.encode(), Format.XLIFF_1)

    def test_entities_that_grow_without_end_are_not_expanded(self):
        levels = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 12))
        bomb = f"<!DOCTYPE tmx [<!ENTITY e0 'ha'>{levels}]><tmx version='1.4'><body>{tu('&e11;')}</body></tmx>"
        with pytest.raises(ExchangeError, match=r"entity amplification|defines entities"):
            received(bomb.encode(), Format.TMX)

    def test_files_of_this_machine_cannot_be_asked_for(self, tmp_path):
        (tmp_path / "secret").write_text("secret")
        thief = f"<!DOCTYPE tmx [<!ENTITY e SYSTEM 'file://{tmp_path}/secret'>]><tmx version='1.4'><body>{tu('&e;')}</body></tmx>"
        with pytest.raises(ExchangeError, match="entities"):
            received(thief.encode(), Format.TMX)


LONG = """
import resource
from service.exchange import Format, read

class Endless:
    left = 100_000
    def read(self, size):
        self.left -= 100
        if self.left < 0:
            return END if self.left == -100 else b""
        return UNIT * 100

START, UNIT, END = {start!r}, {unit!r}, {end!r}
stream = Endless()
stream.read = lambda size, read=stream.read, start=[START]: start.pop() if start else read(size)
units = read(stream, Format.TMX, "a file")
next(units)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = 1 + sum(1 for _ in units)
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_tmx_of_any_length_is_read_in_little_memory():
    """100,000 units are 50 MB of file, and would be 200 MB as a tree."""
    unit = tu("Câu " + "x" * 400)
    program = LONG.format(start=TMX.encode(), unit=unit.encode(), end=TMX_END.encode())
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    count, grown = map(int, done.stdout.split())
    assert count == 100_000
    assert grown < 10_000  # KiB


def test_a_tmx_has_its_parts_in_the_order_that_its_definition_wants():
    (unit,) = ElementTree.fromstring(sent([BY_LAN], Format.TMX)).iter("tu")
    assert [child.tag for child in unit] == ["note", "prop", "prop", "tuv", "tuv"]
