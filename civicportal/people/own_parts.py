"""The parts of somebody's data that this package holds."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from civicportal.people import own_data
from civicportal.people.models import Consent, Membership, Person
from civicportal.people.queries import sessions_of

STEP_WORDS = {
    Authenticator.Type.TOTP: _("Authenticator app"),
    Authenticator.Type.WEBAUTHN: _("Passkey"),
    Authenticator.Type.RECOVERY_CODES: _("Your recovery codes"),
}
FIELDS = {
    "email": _("e-mail"),
    "name": _("name"),
    "phone": _("phone"),
    "language": _("language of letters"),
    "colours": _("colours"),
    "protected_identity": _("protected identity"),
    "joined": _("joined"),
    "email_confirmed": _("e-mail confirmed"),
    "purpose": _("purpose"),
    "given": _("given"),
    "withdrawn": _("taken back"),
    "role": _("role"),
    "unit": _("unit"),
    "from": _("from"),
    "until": _("until"),
    "second_steps": _("second step"),
    "sessions": _("signed in"),
    "kind": _("kind"),
    "added": _("added"),
    "device": _("device"),
    "since": _("since"),
}


def _profile(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "phone": person.phone,
        "language": person.get_language_display(),
        "colours": str(person.get_theme_display()),
        "protected_identity": person.protected,
        "joined": person.joined_at.isoformat(),
        "email_confirmed": person.confirmed_at.isoformat() if person.confirmed_at else None,
    }


def _forget_profile(person: Person) -> None:
    """The account's own row is emptied by close_account, which also makes its address unusable."""
    person.name = person.phone = ""


def _consents(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "purpose": str(consent.get_purpose_display()),
            "given": consent.given_at.isoformat(),
            "withdrawn": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
        }
        for consent in Consent.objects.filter(person=person).order_by("given_at")
    ]


def _forget_consents(person: Person) -> None:
    Consent.objects.filter(person=person).delete()


def _roles(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "role": str(held.get_role_display()),
            "unit": str(held.unit),
            "from": str(held.starts_on),
            "until": str(held.ends_on) if held.ends_on else None,
        }
        for held in Membership.objects.filter(person=person).select_related("unit").order_by("starts_on")
    ]


def _sign_in(person: Person) -> dict[str, Any]:
    steps = Authenticator.objects.filter(user=person).order_by("created_at")
    return {
        "second_steps": [{"kind": str(STEP_WORDS[step.type]), "added": step.created_at.isoformat()} for step in steps],
        "sessions": [
            {"device": session.device, "since": session.signed_in_at.isoformat() if session.signed_in_at else None}
            for session in sessions_of(person)
        ],
    }


def _forget_sign_in(person: Person) -> None:
    Authenticator.objects.filter(user=person).delete()


def register() -> None:
    """Called once when the app is ready."""
    own_data.name_fields(FIELDS)
    own_data.register("profile", _("Your account"), _profile, _forget_profile)
    own_data.register("consents", _("What you have agreed to"), _consents, _forget_consents)
    own_data.register(
        "roles",
        _("Roles in the city"),
        _roles,
        kept=_("Who held which role, and when, is kept: decisions made in a role must be possible to follow up."),
    )
    own_data.register("sign_in", _("Sign-in"), _sign_in, _forget_sign_in)
