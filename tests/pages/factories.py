"""A city and its pages to test with."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command

from civicportal.kernel.text import LocalizedText
from civicportal.pages.models import News
from civicportal.places.models import City


def make_city(**facts: Any) -> City:
    own = {
        "name": "Sundstaden",
        "short_name": "Sundstaden",
        "portal_name": LocalizedText(sv="Idéportalen", en="The idea portal"),
        "tagline": LocalizedText(sv="Prova din idé", en="Try your idea"),
        "authority": "Kommunstyrelsen i Sundstaden",
        "email": "portalen@example.org",
        "phone": "042-00 00 00",
        "phone_hours": LocalizedText(sv="Vardagar kl. 9 till 15", en="Weekdays 9 to 15"),
        "desk": LocalizedText(sv="Rådhuset, entrén mot torget", en="The town hall, the square entrance"),
        "postal_address": "Idéportalen\n251 00 Sundstaden",
        "data_protection_email": "dso@example.org",
    }
    city = City(**{**own, **facts})
    city.save()
    return city


def load_pages() -> None:
    """The city and the first texts of its pages."""
    make_city()
    call_command("load_pages", verbosity=0)


def make_news(number: int = 1, **facts: Any) -> News:
    own = {
        "slug": f"nyhet-{number}",
        "title": LocalizedText(sv=f"Nyhet {number}"),
        "lead": LocalizedText(sv="Det har hänt något"),
        "body": LocalizedText(sv="Mer om **det**."),
    }
    news: News = News.objects.create(**{**own, **facts})
    return news
