"""A poster with its own code: the words and the picture of the code, for the page to print and for the PDF."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.places.models import City
from funds.models import Source

MOST_LINES = 3
"""So many of the things that one gets fit on a poster and are read in passing."""


def address_of(source: Source, language: str) -> str:
    """The whole address that the code leads to, in a language."""
    with override(language):
        return f"{settings.SITE_URL}{reverse('funds:short_link', args=[source.code])}"


def code_of(address: str) -> str:
    """The address as a QR code in SVG, sharp at every size; with room for wear, since posters hang outdoors."""
    picture = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(picture, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, xmldecl=False)
    return picture.getvalue().decode()


def words_of(source: Source, city: City, language: str) -> dict[str, Any]:
    """Everything that a poster says, as plain texts in one language."""
    address = address_of(source, language)
    with override(language):
        fund = source.fund
        lines = [line.strip() for line in str(fund.what_you_get).splitlines() if line.strip()]
        return {
            "language": language,
            "city": str(city.name),
            "heading": _("Do you have an idea?"),
            "fund": str(fund.name),
            "promise": str(fund.promise),
            "lines": lines[:MOST_LINES],
            "how": _("Point your phone's camera at the code, or write the address:"),
            "address": address,
            "shown_address": address.partition("://")[2].rstrip("/"),
            "alt": _("QR code that leads to the page"),
            "contact": str(fund.email),
            "code": code_of(address),
            "place": str(source.name),
        }
