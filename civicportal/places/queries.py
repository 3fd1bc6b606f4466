"""Reads about the city and its districts."""

from __future__ import annotations

from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedText, swedish_order
from civicportal.places.models import City, District

UNNAMED = LocalizedText(sv="Innovationsportalen", en="The innovation portal")


def the_city() -> City:
    """The city's settings, by one query; before anybody has saved them, a nameless city that templates can draw."""
    return City.objects.filter(pk=1).first() or City(name="", short_name="Portalen", portal_name=UNNAMED)


def districts() -> Rows:
    """The districts that can be chosen, in the order of the Swedish alphabet."""
    rows: Rows = District.objects.filter(listed=True).order_by(swedish_order("name"))
    return rows
