"""The head of every page: five entries, within reach in a narrow window and with large letters, without a script."""

from __future__ import annotations

from typing import Any

import pytest

from civicportal.places import navigation
from tests.pages.factories import make_city

BROKEN = """() => [...document.querySelectorAll('.site-header a, .site-header summary')]
    .filter(each => each.offsetParent && each.scrollWidth > each.clientWidth + 1)
    .map(each => each.textContent.trim())"""
WINDOWS = ((320, "100%", True), (320, "200%", True), (1024, "100%", True), (1280, "100%", False), (1280, "200%", True))
"""Width, size of the letters, and whether the entries stand in the menu."""


def test_five_entries_in_their_order() -> None:
    links = sorted(navigation.head.values(), key=lambda link: link.position)
    assert [link.key for link in links] == ["funds", "labs", "challenges", "prototypes", "calendar"]


@pytest.mark.django_db(transaction=True)
def test_the_entries_are_in_reach(browser: Any, live_portal: str) -> None:
    make_city()
    context = browser.new_context(base_url=live_portal, java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    for width, letters, menu in WINDOWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/")
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
        assert page.locator(".menu summary").is_visible() == menu, (width, letters)
        if menu:
            page.locator(".menu summary").click()
        links = page.locator(".menu-panel a" if menu else ".site-nav a")
        assert [links.nth(number).is_visible() for number in range(5)] == [True] * 5, (width, letters)
        assert page.evaluate(BROKEN) == [], (width, letters)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, letters)
    context.close()
