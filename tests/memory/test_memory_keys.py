"""The names of sentences and answers never clash."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.memory import entry_key, sentence_key
from service.memory.keys import frame

any_text = st.text(st.characters())  # lone surrogates too


def unframe(data: bytes) -> list[str]:
    """Read a frame back: what can be read back in one way only cannot clash."""
    fields = []
    while data:
        end = 8 + int.from_bytes(data[:8], "big")
        fields.append(data[8:end].decode("utf-8", "surrogatepass"))
        data = data[end:]
    return fields


@given(st.lists(any_text))
def test_a_frame_tells_its_fields_exactly(fields):
    assert unframe(frame(*fields)) == fields


@given(any_text, any_text, any_text)
def test_moving_text_from_one_field_to_the_next_gives_another_key(sentence, signature, glossary):
    moved = entry_key(sentence + signature[:1], signature[1:], glossary)
    assert (moved == entry_key(sentence, signature, glossary)) == (signature == "")


def test_keys_do_not_change_between_releases():
    assert sentence_key("Xin chào.").hex() == (
        "d882bb7bb72b543dbfa48d188dadf1c8aba0ca4ec5ef6ee35559f1d381a44a83"
    )
    assert entry_key("Xin chào.", "scripted|weights:0|greedy", "0").hex() == (
        "a093c7b2704b84ab1648b9556cc705390c2941c272e7accb1db51bc892b13cee"
    )
