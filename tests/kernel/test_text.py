"""Text: one normal form, the Swedish alphabet without ICU, words in several languages."""

from __future__ import annotations

import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.text import LocalizedText, in_swedish_order, localized, nfc, one_line, slug_of, swedish_order
from civicportal.places.models import District

WORDS = ["Östra", "Åsa", "Ängen", "Zebra", "vall", "Wahl", "Adam", "apa", "Café", "Cafe b", "ål", "Örebro"]
ALPHABET = ["Adam", "apa", "Café", "Cafe b", "vall", "Wahl", "Zebra", "ål", "Åsa", "Ängen", "Örebro", "Östra"]


@given(st.text())
def test_one_normal_form_and_no_control_characters(text: str) -> None:
    clean = nfc(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert "\x00" not in clean
    assert "\r" not in clean
    assert nfc(clean) == clean
    assert "\n" not in one_line(text)


def test_decomposed_letters_are_the_same_letters() -> None:
    assert nfc("Bra\u030alla\u0308n") == "Brållän"


def test_the_swedish_alphabet_in_memory() -> None:
    assert sorted(WORDS, key=in_swedish_order) == ALPHABET


@pytest.mark.django_db
def test_the_swedish_alphabet_in_the_database() -> None:
    for number, name in enumerate(WORDS):
        District.objects.create(name=name, slug=f"d{number}")
    assert list(District.objects.order_by(swedish_order("name")).values_list("name", flat=True)) == ALPHABET


def test_addresses_of_titles() -> None:
    assert slug_of("Åka skridskor på Råå!") == "aka-skridskor-pa-raa"
    assert slug_of("?!") == "namnlos"
    assert slug_of("Arbets\u00admarknad") == "arbetsmarknad"
    assert len(slug_of("x" * 300)) == 80


def test_words_that_miss_a_language_are_swedish_and_say_so() -> None:
    words = LocalizedText(sv="Fonder")
    with override("en"):
        assert words.said() == ("Fonder", "sv")
        assert str(LocalizedText(sv="Fonder", en="Funds")) == "Funds"
    assert LocalizedText().said() == ("", "sv")
    assert not LocalizedText(sv="")


def test_the_same_words_in_any_order_are_the_same() -> None:
    one, other = LocalizedText({"sv": "a", "en": "b"}), LocalizedText({"en": "b", "sv": "a"})
    assert (one == other, hash(one) == hash(other), list(one.texts)) == (True, True, list(other.texts))
    assert localized({"sv": "o\u0308"}).texts == {"sv": "ö"}
    assert localized("Bara text").texts == {"sv": "Bara text"}
