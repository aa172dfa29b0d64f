"""House terms: files, finding terms in Vietnamese, and whether the English says them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checks import check
from service.errors import GlossaryError
from service.glossary import Glossary, Term, load_glossary, parse_terms, read_terms, uses

BUILT_IN = load_glossary()


def glossary(*rows: str) -> Glossary:
    """A glossary of "vi = en | alternative" rows."""
    terms = []
    for row in rows:
        vietnamese, english = row.split(" = ")
        first, *others = english.split(" | ")
        terms.append(Term(vietnamese, first, tuple(others)))
    return Glossary(terms)


def names(found: Glossary, source: str) -> list[str]:
    return [match.term.vietnamese for match in found.find(source)]


def states(found: Glossary, source: str, target: str) -> list[str]:
    return [use.state for use in uses(found.find(source), target)]


def test_file_has_columns_comments_and_blank_lines(tmp_path):
    """Terms with alternatives and notes, and terms without."""
    path = tmp_path / "house.tsv"
    path.write_text(
        "vi\ten\talternatives\tnote\n# ranks\n\nĐại tướng\tGeneral\tArmy General|Full General\tfour stars\n"
        "Đại tá\tSenior Colonel\n",
        "utf-8",
    )
    assert read_terms(path) == [
        Term("Đại tướng", "General", ("Army General", "Full General"), "four stars"),
        Term("Đại tá", "Senior Colonel"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Đại tá Senior Colonel", 1, "has 1 columns, not 2 to 4 divided by tabs"),
        ("a\tb\tc\td\te", 1, "has 5 columns, not 2 to 4 divided by tabs"),
        ("Đại tá\tColonel\nĐại úy\t", 2, "has no English term"),
        ("\tColonel", 1, "has no Vietnamese term"),
        ("Đại tá\tColonel\tCaptain||Major", 1, "has an empty alternative"),
        ("Đại tá\tColonel\n\nđại tá\tSenior Colonel", 3, "repeats “đại tá” of line 1"),
    ],
)
def test_malformed_line_is_an_error_with_file_line_and_reason(text, line, reason):
    """So that whoever keeps the glossary finds the place."""
    with pytest.raises(GlossaryError) as caught:
        list(parse_terms(text, "house.tsv"))
    assert (caught.value.file, caught.value.line, caught.value.reason) == (
        "house.tsv",
        line,
        reason,
    )
    assert str(caught.value) == f"house.tsv, line {line}: {reason}"


def test_file_that_is_missing_or_no_utf8_is_an_error_that_names_it(tmp_path):
    """Nothing is read in silence as something else."""
    with pytest.raises(GlossaryError, match=r"absent\.tsv: cannot be read: No such file"):
        read_terms(tmp_path / "absent.tsv")
    (tmp_path / "old.tsv").write_bytes(b"vi\ten\n" + b"\xd0\xffi t\xe1\tColonel\n")
    with pytest.raises(GlossaryError, match=r"old\.tsv, line 2: is not UTF-8"):
        read_terms(tmp_path / "old.tsv")


def test_house_terms_win_over_built_in_ones_and_say_so(tmp_path):
    """The first file that has a term decides."""
    (tmp_path / "a.tsv").write_text("Biển Đông\tSouth China Sea\n", "utf-8")
    (tmp_path / "b.tsv").write_text(
        "Biển Đông\tEastern Sea\nSở Ngoại vụ\tExternal Office\n", "utf-8"
    )
    merged = load_glossary([tmp_path / "a.tsv", tmp_path / "b.tsv"])
    english = {term.vietnamese: term.english for term in merged.terms}
    assert english["Biển Đông"] == "South China Sea"
    assert english["Sở Ngoại vụ"] == "External Office"
    assert [(kept.english, lost.english) for kept, lost in merged.overridden] == [
        ("South China Sea", "Eastern Sea"),
        ("South China Sea", "East Sea"),
    ]


def test_version_changes_with_the_terms_and_not_with_their_order_or_notes():
    """It is part of the memory's key."""
    one, two = Term("Đại tá", "Senior Colonel"), Term("Đại úy", "Captain")
    version = Glossary([one, two]).version
    assert Glossary([two, one]).version == version
    assert (
        Glossary([Term("Đại tá", "Senior Colonel", note="navy: Captain"), two]).version == version
    )
    assert Glossary([one]).version != version
    assert Glossary([one, Term("Đại úy", "Captain", ("Senior Captain",))]).version != version
    assert Glossary([one, Term("Đại", "úyCaptain")]).version != version


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Thứ trưởng Bộ Quốc phòng đến.", ["Thứ trưởng Bộ Quốc phòng"]),
        ("Bộ Quốc phòng và Biển Đông.", ["Bộ Quốc phòng", "Biển Đông"]),
        ("bộ quốc phòng nước này", ["Bộ Quốc phòng"]),
        ("BIỂN ĐÔNG DẬY SÓNG", ["Biển Đông"]),
        ("Bộ Quốc  phòng", ["Bộ Quốc phòng"]),
        ("Quân chủng Phòng không – Không quân", ["Quân chủng Phòng không - Không quân"]),
        ("tại TP.Hồ Chí Minh", ["TP. Hồ Chí Minh"]),
        ("Đại uý Nam", ["Đại úy"]),
        ("Uỷ viên Bộ Chính trị", ["Ủy viên Bộ Chính trị"]),
        ("ở biển đông cứng", []),
        ("Anh kể lại, anh ấy", []),
        ("Thủ tướng Anh phát biểu", ["Thủ tướng", "Anh"]),
        ("ông Trần Anh Tuấn và Đức Minh", []),
        ("quân đội Mỹ và Nga", ["Mỹ", "Nga"]),
        ("cán bộ quốc phòng", ["cán bộ"]),
        ("Bộ, Quốc phòng", []),
        ("Việt Nam", ["Việt Nam"]),
        ("Viet Nam", []),
    ],
)
def test_terms_are_found_longest_first_in_any_spelling_of_the_same(source, expected):
    """Case counts for names, diacritics always; òa is oà and a hyphen a dash."""
    assert names(BUILT_IN, source) == expected


def test_overlapping_terms_give_the_longest_from_the_left():
    """Each word belongs to one term."""
    both = glossary(
        "Bộ Tổng Tham mưu = General Staff", "Tổng Tham mưu trưởng = Chief of the General Staff"
    )
    assert names(both, "Bộ Tổng Tham mưu trưởng") == ["Bộ Tổng Tham mưu"]
    assert names(both, "Phó Tổng Tham mưu trưởng") == ["Tổng Tham mưu trưởng"]


def test_offsets_of_a_match_are_those_of_the_source():
    """Also where the spelling is another one."""
    source = "Hôm qua, Uỷ viên  Bộ Chính trị đến."
    (match,) = BUILT_IN.find(source)
    assert source[match.start : match.end] == "Uỷ viên  Bộ Chính trị"


@pytest.mark.parametrize(
    "target",
    [
        "The Minister of National Defence spoke.",
        "the minister of national defense spoke",
        "The Ministers of National Defence spoke.",
        "The Defence Minister's speech was long.",
        "National Defence Minister Nam spoke.",
    ],
)
def test_a_term_is_applied_in_any_accepted_form(target):
    """An alternative, the plural, the possessive, American spelling, any case."""
    assert states(BUILT_IN, "Bộ trưởng Bộ Quốc phòng phát biểu.", target) == ["applied"]


@pytest.mark.parametrize(
    ("source", "target", "state", "other"),
    [
        ("Đại tướng Giang.", "Lieutenant General Giang.", "conflicting", "Trung tướng"),
        ("Đô đốc Nam.", "Vice Admiral Nam.", "conflicting", "Phó Đô đốc"),
        ("Đối tác chiến lược.", "A comprehensive strategic partnership.", "conflicting", "Đối tác chiến lược toàn diện"),
        ("Đại tướng và Trung tướng.", "A General and a Lieutenant General.", "applied", None),
        ("Biển Đông.", "The sea in the east.", "missed", None),
        ("Việt Nam.", "The State Bank of Vietnam.", "applied", None),
    ],
)  # fmt: skip
def test_a_term_given_another_terms_english_is_conflicting(source, target, state, other):
    """For "Lieutenant General" does not say "General"."""
    first = uses(BUILT_IN.find(source), target)[0]
    assert (first.state, first.other and first.other.vietnamese) == (state, other)


def test_use_says_where_in_the_translation_the_term_is():
    """As offsets of the very text."""
    target = "Yesterday the Chiefs of the General Staff met."
    (use,) = uses(BUILT_IN.find("Tổng Tham mưu trưởng."), target)
    assert use.target is not None
    assert (
        target[use.target.start : use.target.end]
        == use.target.text
        == "Chiefs of the General Staff"
    )


def test_missed_and_conflicting_terms_are_findings():
    """A warning each, with the form asked for or the term whose English it was given."""
    source = "Đại tướng nói về Biển Đông."
    findings = check(source, "The Major General spoke about the sea.", BUILT_IN.find(source))
    assert [(f.severity, f.detail) for f in findings if f.kind == "term"] == [
        ("warning", "“Đại tướng” was given as “Major General” (Thiếu tướng)"),
        ("warning", "“Biển Đông” should be “East Sea”"),
    ]


def test_built_in_terms_are_many_tidy_and_british():
    """At least 400; NFC, no stray blanks, no form twice, house spelling in the form asked for."""
    assert len(BUILT_IN) >= 400
    for term in BUILT_IN.terms:
        forms = (term.english, *term.alternatives)
        for text in (term.vietnamese, *forms, term.note):
            assert text == unicodedata.normalize("NFC", text).strip()
        assert len(set(forms)) == len(forms), term
        if "Seoul" not in term.english:
            assert "Defense" not in term.english, term
    english = {term.vietnamese: term.english for term in BUILT_IN.terms}
    assert english["Việt Nam"] == "Vietnam"
    assert english["Hà Nội"] == "Hanoi"
    assert english["Hàn Quốc"] == "South Korea"
    assert english["Biển Đông"] == "East Sea"


@pytest.mark.parametrize("term", BUILT_IN.terms, ids=lambda term: term.vietnamese)
def test_every_built_in_term_is_found_and_said_by_each_of_its_forms(term):
    """Written as in the file, inside a sentence."""
    (match, *_) = BUILT_IN.find(f"Hôm nay, {term.vietnamese}, họ nói.")
    assert match.term == term
    for form in (term.english, *term.alternatives):
        (use, *_) = uses([match], f"Today they spoke of the {form}, they said.")
        assert use.state == "applied", form


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_searched(source, target):
    """Matches lie inside the source, in order, none overlapping."""
    matches = BUILT_IN.find(source)
    ends = [0, *(match.end for match in matches)]
    assert all(
        end <= match.start < match.end <= len(source)
        for end, match in zip(ends, matches, strict=False)
    )
    assert len(uses(matches, target)) == len(matches)
