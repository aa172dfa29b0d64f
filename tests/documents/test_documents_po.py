"""Messages of a program come back in English with what surrounds them."""

from __future__ import annotations

from documents.standins import backwards, translated

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


def test_messages_without_a_translation_get_one_and_others_stay():
    import polib

    entries = {entry.msgid: entry for entry in polib.pofile(translated(PO))}
    assert entries["Không mở được tệp %s\n"].msgstr == "[Không mở được tệp %s]\n"
    assert entries["Không mở được tệp %s\n"].flags == ["c-format"]
    assert entries["Không mở được tệp %s\n"].occurrences == [("src/a.c", "12")]
    assert entries["Xin <b>chào</b> &amp; %(name)s"].msgstr == ("[Xin <b>chào</b> &amp; %(name)s]")
    assert entries["Có %d tệp"].msgstr_plural == {0: "[Có %d tệp]", 1: "[Có %d tệp tin]"}
    assert entries["Đã dịch"].msgstr == "Translated by Ann"


def test_the_heading_says_english():
    assert '"Language: en\\n"' in translated(PO)


def test_translate_toolkit_reads_it():
    from translate.storage.pypo import pofile

    store = pofile.parsestring(translated(PO).encode())
    assert all(unit.istranslated() for unit in store.units if not unit.isheader())


def test_many_line_breaks_hide_no_element_after_them():
    import polib

    breaks = "<br>" * 16
    text = f'msgid ""\nmsgstr ""\n\nmsgid "{breaks}Xem <b>Hà Nội</b> đi."\nmsgstr ""\n'
    (entry,) = polib.pofile(translated(text, "a.po", backwards))
    assert entry.msgstr == breaks + "đi <b>Nội Hà</b> Xem."
