"""What the pages about how a fund works need beyond the portal's own words."""

from __future__ import annotations

from django import template

from civicportal.kernel.text import LocalizedText, localized
from funds import method
from funds.models import Fund

register = template.Library()


@register.filter
def eligibility_rules(fund: Fund) -> list[dict[str, LocalizedText]]:
    """The questions before one applies, each with the sentence for a no."""
    return [{"question": localized(rule["question"]), "no": localized(rule["no"])} for rule in fund.eligibility]


@register.simple_tag
def method_steps() -> list[tuple[str, str]]:
    """What a city does that wants a fund of its own: headings with a sentence each."""
    return method.steps()
