"""Search as people in Sweden write: endings, compounds, synonyms, slips, dots and rings."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from civicportal.commons import actions, search
from civicportal.commons.models import Item, Synonym
from civicportal.kernel.text import LocalizedText
from tests.commons.factories import make_project, published

pytestmark = pytest.mark.django_db


def titles(words: str) -> list[str]:
    return [str(item.title) for item in search.search(words)]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("stöd", "Stödet till grannar"),
        ("stödet", "Ett stöd i vardagen"),
        ("bidrag", "Så används bidraget"),
        ("bidraget", "Ett bidrag till gården"),
        ("ansökan", "Alla ansökningar om mark"),
        ("ansökningar", "En ansökan om mark"),
        ("idé", "Idéer från Råå"),
        ("idéer", "En idé från Råå"),
        ("cykelvägar", "En cykelväg vid havet"),
        ("skola", "Skolan som mötesplats"),
        ("skolan", "En skola som mötesplats"),
        ("hållbar", "Hållbara hem"),
        ("stöd", "Innovationsstöd för unga"),
        ("verktygsbiblotek", "Verktygsbibliotek i tvättstugan"),
        ("STÖD", "Ett stöd i vardagen"),
    ],
)
def test_pairs_that_mean_the_same_find_each_other(asked: str, written: str) -> None:
    published(written)
    published("Något helt annat")
    assert titles(asked) == [written]


@pytest.mark.parametrize(
    ("asked", "written"),
    [("far", "Får på ängen"), ("får", "Far och jag"), ("rad", "Råd från grannar"), ("mal", "Mål för alla")],
)
def test_dots_and_rings_make_another_word(asked: str, written: str) -> None:
    published(written)
    assert titles(asked) == []


def test_decomposed_letters_find_composed_ones() -> None:
    published("Stöd i vardagen")
    assert titles(unicodedata.normalize("NFD", "stöd")) == ["Stöd i vardagen"]


def test_every_word_must_be_found_and_the_name_goes_before_the_text() -> None:
    published("Odling på taket", about=LocalizedText(sv="Bin och bikupor"))
    published("Bikupor i parken", about=LocalizedText(sv="Vi lär oss odling"))
    published("Cykelkök")
    assert titles("bikupor") == ["Bikupor i parken", "Odling på taket"]
    assert titles("bikupor cykelkök") == []
    assert sorted(titles("odling bikupor")) == ["Bikupor i parken", "Odling på taket"]


def test_staff_say_which_words_mean_the_same() -> None:
    published("Pengar till gården")
    assert titles("bidragen") == []
    Synonym.objects.create(words=["bidrag", "pengar"])
    assert titles("bidrag") == ["Pengar till gården"]
    assert titles("bidragen") == ["Pengar till gården"]


def test_synonyms_are_cleaned_and_two_at_the_least() -> None:
    group = Synonym(words=[" Bidrag", "bidrag ", "Stöd"])
    group.clean()
    assert group.words == ["bidrag", "stöd"]
    with pytest.raises(ValidationError):
        Synonym(words=["ensam", " ENSAM"]).clean()


def test_hidden_things_are_never_found() -> None:
    project = make_project("Hemligt namn")
    actions.publish(project, by=None)
    assert titles("hemligt") == ["Hemligt namn"]
    actions.hide(project, by=None, reason="withdrawn")
    assert titles("hemligt") == []


@pytest.mark.parametrize(
    "words", ["", "   ", "' & | !", "\x00", ":*", "a' | b:*", "%_%", "((", "<->", "\\", "ä" * 5000]
)
def test_what_is_no_word_or_looks_like_a_query_does_no_harm(words: str) -> None:
    published()
    assert titles(words) == []


@given(st.text(max_size=60))
def test_any_text_gives_an_answer(words: str) -> None:
    """The query is made and explained by the database: whatever is written is valid there."""
    for query in (search.search(words), search.search_in(Item.objects.all(), words)):
        if search.words_of(words):
            query.explain()


def test_a_list_without_words_stays_as_it_is(django_assert_num_queries: pytest.Item) -> None:
    first, second = published("Ett"), published("Två")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert list(search.search_in(Item.objects.order_by("pk"), " ")) == [first, second]


def test_two_queries_whatever_is_asked_and_found(django_assert_num_queries: pytest.Item) -> None:
    for number in range(3):
        published(f"Bikupor {number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(search.search("bikupor i parken eller på taket"[:7])) == 3


def test_did_you_mean_looks_past_dots_and_rings() -> None:
    item = published("Tvättstugan")
    assert search.nearest("tvattstugan") == [item]
    assert search.nearest("") == []


def test_every_way_of_finding_has_an_index() -> None:
    """Where the whole table may not be read, the indexes answer it all, so search stays quick as things grow."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("DROP INDEX items_by_date")  # comes back when the test's transaction is rolled back
    published("Verktygsbibliotek i tvättstugan")
    said, slip = (search.search(word).explain() for word in ("verktygsbibliotek", "verktygsbiblotek"))
    ways = [(plan.count(f"Index Scan on item_{index}")) for plan in (said, slip) for index in ("search", "trigrams")]
    assert ways == [1, 1, 0, 1]


def test_a_word_that_is_said_is_no_slip() -> None:
    published("Lekplatsen vid havet")
    published("Lekplasten vid havet")
    assert titles("lekplatsen") == ["Lekplatsen vid havet"]
    assert titles("leekplatsen") == ["Lekplatsen vid havet"]
