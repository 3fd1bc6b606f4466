"""Passkeys in a real browser, with the browser's own virtual authenticator."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator

from tests.people import make_resident, session_cookie

pytestmark = pytest.mark.django_db(transaction=True)

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(page, live_portal):
    """The browser refuses passkeys for a bare number, so the portal is called by its name here."""
    port = urlsplit(live_portal).port
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return f"http://localhost:{port}"


def test_a_passkey_is_added_and_then_signs_its_owner_in_without_a_code(page, at_localhost):
    person = make_resident()
    page.context.add_cookies([{**session_cookie(person), "url": at_localhost}])
    page.goto(f"{at_localhost}/konto/sakerhet/webauthn/add/")
    page.get_by_label("Vad du kallar den").fill("Min telefon")
    page.get_by_role("button", name="Lägg till passnyckeln").click()
    page.wait_for_url("**/webauthn/reauthenticate/**")
    page.get_by_role("button", name="Använd en passnyckel").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes code").count() == 10
    page.goto(f"{at_localhost}/konto/sakerhet/")
    assert page.get_by_role("listitem").filter(has_text="Min telefon").count() == 1
    assert Authenticator.objects.get(user=person, type="webauthn").wrap().name == "Min telefon"

    page.context.clear_cookies()
    page.goto(f"{at_localhost}/konto/login/?next=/konto/")
    page.get_by_role("button", name="Logga in med passnyckel").click()
    page.wait_for_url(f"{at_localhost}/konto/")
    assert page.get_by_text(person.email).count() == 1


def test_without_script_the_passkey_parts_are_hidden_and_the_code_is_there(browser, live_portal):
    context = browser.new_context(base_url=live_portal, java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto("/konto/login/")
    assert not page.get_by_role("button", name="Logga in med passnyckel").is_visible()
    assert page.get_by_role("button", name="Skicka en kod till mig").is_visible()
    context.close()
