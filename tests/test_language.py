"""Telling Vietnamese from other languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language import detect_language

CODES = {"vi", "en", "zh", "ja", "ko", "fr", "ru", "th", "und"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quang cảnh buổi hội đàm", "vi"),
        ("Hai bên nhất trí thúc đẩy hợp tác giữa NATO, ASEAN và Samsung Electronics.", "vi"),
        ("Hai ben nhat tri som ky ket ban ghi nho ve hop tac cua hai nuoc trong nam nay.", "vi"),
        ("The minister received his counterpart on Thursday, and they agreed to go on.", "en"),
        ("Le ministre de la Défense a reçu jeudi à Hanoï son homologue coréen.", "fr"),
        ("El ministro de Defensa recibió el jueves en Hanói a su homólogo coreano.", "und"),
        ("Il ministro della Difesa ha ricevuto giovedì il suo omologo coreano.", "und"),
        ("Der Verteidigungsminister empfing am Donnerstag seinen Amtskollegen.", "und"),
        ("Menteri Pertahanan menerima kunjungan Wakil Menteri Pertahanan pada Rabu.", "und"),
        ("Министр обороны принял в четверг своего корейского коллегу, объявили в Ханое.", "ru"),
        ("Міністр оборони прийняв у четвер у Ханої свого корейського колегу.", "und"),
        ("国防部长周四在河内会见了韩国国防部副部长。", "zh"),
        ("国防相は木曜日、ハノイで韓国の国防次官と会談した。", "ja"),
        ("국방부 장관은 목요일 하노이에서 한국 국방부 차관을 만났다.", "ko"),
        ("รัฐมนตรีว่าการกระทรวงกลาโหมให้การต้อนรับ", "th"),
        ("استقبل وزير الدفاع نظيره الكوري", "und"),
        ("14:31 14/10/2025", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_text_is_told(text, language):
    assert language == detect_language(text)[0]


def test_an_english_quotation_does_not_make_a_vietnamese_text_english():
    text = "Ông nói: “We stand with you.” Hai bên nhất trí sẽ tiếp tục hợp tác trong năm tới."
    assert detect_language(text)[0] == "vi"


def test_more_text_of_a_language_is_surer_than_a_mixture():
    pure = "Hai bên nhất trí sẽ tiếp tục hợp tác trong năm tới."
    mixed = pure + " The two sides agreed that they would go on with their cooperation next year."
    assert detect_language(pure)[1] > detect_language(mixed)[1]


@given(st.text())
def test_any_text_has_one_of_the_codes_and_a_confidence(text):
    language, confidence = detect_language(text)
    assert language in CODES
    assert 0.0 <= confidence <= 1.0
