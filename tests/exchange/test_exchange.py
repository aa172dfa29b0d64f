"""What holds for every format that sentences travel in."""

from __future__ import annotations

import io
import os
import string
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import ExchangeError
from service.exchange import Format, Machine, Unit, format_of, read, read_file, write, write_file

NOON = datetime(2024, 9, 8, 12, 0, tzinfo=UTC)
MACHINE = Machine("embedded|weights:1a2b|beam:4", "5e6f", -0.25, 9, "complete", ("TTXVN",))
BY_LAN = Unit(
    "Chiều 8/9, hai bên <hội đàm> & ký.",
    'On "September 8" both sides held talks.',
    id="000_e2311c80:3",
    who="Lan",
    when=NOON,
    note="House style: September 8",
)
BY_MODEL = Unit("Ảnh: TTXVN", "Photo: VNA", id="4", when=NOON, machine=MACHINE)
BARE = Unit("Hết.", "End.")
UNITS = [BY_LAN, BY_MODEL, BARE]

# Only these carry all that is known of a model's translation; the others carry its signature.
COMPLETE = {Format.TMX, Format.XLIFF_1, Format.XLIFF_2}
# Only these are written as they come, however many there are; a Word document is one piece.
STREAMED = [form for form in Format if form is not Format.DOCX]

every_format = pytest.mark.parametrize("form", Format)

texts = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(str.strip)
names = st.text(string.ascii_letters + " ", min_size=1).map(str.strip).filter(bool)
units = st.builds(
    Unit,
    source=texts,
    target=texts,
    id=st.none() | texts,
    who=st.none() | names,
    when=st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    note=st.none() | texts,
)


def sent(units: list[Unit], form: Format) -> bytes:
    stream = io.BytesIO()
    assert write(units, stream, form) == len(units)
    return stream.getvalue()


def received(data: bytes, form: Format) -> list[Unit]:
    return list(read(io.BytesIO(data), form, "a file"))


def shortened(unit: Unit, form: Format) -> Unit:
    """What a format keeps of a unit."""
    if unit.machine is None or form in COMPLETE:
        return unit
    return replace(unit, machine=Machine(unit.machine.signature))


@every_format
def test_what_is_written_is_read_again(form):
    assert received(sent(UNITS, form), form) == [shortened(unit, form) for unit in UNITS]


@every_format
@settings(max_examples=50, deadline=None)
@given(st.lists(units, max_size=3))
def test_any_texts_survive_the_journey(form, units):
    assert received(sent(units, form), form) == units


@every_format
@pytest.mark.parametrize(
    "when", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)]
)
def test_the_first_and_the_last_year_survive_the_journey(form, when):
    unit = replace(BY_LAN, when=when)
    assert received(sent([unit], form), form) == [unit]


@every_format
def test_nothing_is_a_file_too(form):
    assert received(sent([], form), form) == []


@every_format
def test_line_breaks_and_tabs_within_a_text_survive(form):
    unit = Unit("một\nhai\tba", "one\ntwo\tthree")
    assert received(sent([unit], form), form) == [unit]


@every_format
def test_a_models_words_that_somebody_changed_are_a_persons(form):
    changed = change_in_file(sent([BY_MODEL], form), form, "Photo: VNA", "Photo by VNA")
    expected = Unit(BY_MODEL.source, "Photo by VNA", id="4")
    (found,) = received(changed, form)
    assert replace(found, when=None) == expected  # a TMX says when for itself


@every_format
@pytest.mark.parametrize("spaced", ["Photo: VNA ", "Photo:  VNA", "Photo:\u00a0VNA"])
def test_a_models_words_with_other_spaces_are_still_the_models(form, spaced):
    """Tools add spaces by themselves; what else the model said is that of the text as it was."""
    changed = change_in_file(sent([BY_MODEL], form), form, "Photo: VNA", spaced)
    (found,) = received(changed, form)
    assert (found.target, found.machine) == (spaced, Machine(BY_MODEL.machine.signature))


@every_format
def test_a_models_words_below_another_source_are_not_what_it_said_to_that(form):
    """An import would file them as the model's answer to a sentence that it never saw."""
    unit = replace(BY_MODEL, source="Có 5 người.", target="There are 5 people.")
    changed = change_in_file(sent([unit], form), form, "Có 5 người.", "Có 50 người.")
    (found,) = received(changed, form)
    assert (found.source, found.machine) == ("Có 50 người.", Machine(MACHINE.signature))


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.TMX])
def test_a_persons_words_below_another_source_are_not_that_persons_any_more(form):
    """TMX has a place for who changed a text, and tools write it themselves."""
    changed = change_in_file(sent([BY_LAN], form), form, "hai bên", "ba bên")
    (found,) = received(changed, form)
    assert (found.target, found.who, found.when) == (BY_LAN.target, None, None)


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.TMX])
def test_a_persons_words_that_somebody_changed_are_not_that_persons_any_more(form):
    """TMX has a place for who changed a text, and tools write it themselves."""
    changed = change_in_file(sent([BY_LAN], form), form, "held talks", "met")
    (found,) = received(changed, form)
    assert (found.who, found.when) == (None, None)


def change_in_file(data: bytes, form: Format, before: str, after: str) -> bytes:
    """Change a file as a person would who knows nothing of our marks."""
    if form is not Format.DOCX:
        return data.decode().replace(before, after).encode()
    import docx

    document = docx.Document(io.BytesIO(data))
    for cell in document.tables[0]._cells:
        if before in cell.text:
            cell.text = cell.text.replace(before, after)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.CSV])
def test_a_character_that_xml_cannot_carry_is_named(form):
    with pytest.raises(ExchangeError, match=r"unit 2 holds U\+000B"):
        sent([BARE, Unit("a\vb", "c")], form)


@pytest.mark.parametrize("form", STREAMED)
def test_units_are_written_as_they_come(form):
    stream = io.BytesIO()
    sizes = []

    def watched():
        for number in range(100):
            sizes.append(stream.tell())
            yield Unit(f"Câu {number}", f"Sentence {number}")

    write(watched(), stream, form)
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("form", STREAMED)
def test_units_are_read_as_they_are_needed(form):
    data = sent([Unit(f"Câu {number}", "x" * 1000) for number in range(1000)], form)
    stream = io.BytesIO(data)
    next(read(stream, form, "a file"))
    assert stream.tell() < len(data) / 2


@every_format
def test_a_stream_is_left_open(form):
    stream = io.BytesIO(sent(UNITS, form))
    list(read(stream, form, "a file"))
    assert not stream.closed


@every_format
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02\xff",
        "Bộ trưởng thăm Lào.".encode(),
        b"<html><body/></html>",
        b"PK\x03\x04",
    ],
    ids=["nothing", "binary", "a text", "another XML", "a broken archive"],
)
def test_a_file_that_is_something_else_is_refused_by_name(form, data):
    with pytest.raises(ExchangeError, match="a file"):
        received(data, form)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("memory.tmx", Format.TMX),
        ("MEMORY.TMX", Format.TMX),
        ("a.xlf", Format.XLIFF_1),
        ("a.xliff", Format.XLIFF_2),
        ("a.csv", Format.CSV),
        ("a.docx", Format.DOCX),
    ],
)
def test_a_files_name_tells_its_format(name, form):
    assert format_of(Path(name)) is form


def test_a_name_that_tells_no_format_is_refused_with_those_that_do(tmp_path):
    with pytest.raises(ExchangeError, match=r"memory\.pdf.*\.tmx"):
        write_file(UNITS, tmp_path / "memory.pdf")


def test_a_file_is_written_and_read_by_name(tmp_path):
    assert write_file(UNITS, tmp_path / "memory.tmx") == len(UNITS)
    assert list(read_file(tmp_path / "memory.tmx")) == UNITS


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "memory.tmx"
    write_file(UNITS, path)
    with pytest.raises(ExchangeError, match="U"):
        write_file([BARE, Unit("\v", "c")], path)
    assert list(read_file(path)) == UNITS
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_may_be_read_by_whom_the_system_lets_read_new_files(tmp_path):
    before = os.umask(0o027)
    try:
        write_file(UNITS, tmp_path / "memory.tmx")
    finally:
        os.umask(before)
    assert (tmp_path / "memory.tmx").stat().st_mode & 0o777 == 0o640


def test_nothing_is_left_where_the_name_is_a_folders(tmp_path):
    path = tmp_path / "memory.tmx"
    path.mkdir()
    with pytest.raises(ExchangeError, match=r"memory\.tmx cannot be written: Is a directory"):
        write_file(UNITS, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ExchangeError, match=r"missing\.tmx cannot be read: No such file"):
        list(read_file(tmp_path / "missing.tmx"))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ExchangeError, match=r"memory\.tmx cannot be written: No such file"):
        write_file(UNITS, tmp_path / "nowhere" / "memory.tmx")
