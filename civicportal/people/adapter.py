"""Where allauth meets the portal: letters go through our post, secrets are sealed, sentences are ours."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.web import client_address
from civicportal.people import hooks, post
from civicportal.people.guards import is_fresh
from civicportal.people.models import Person
from civicportal.people.sealing import seal, unseal
from civicportal.places.models import City

SECURITY_NEWS = {
    "mfa/email/totp_activated": _("An authenticator app was added."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in as the portal does it: one door, mailed codes, no passwords."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "incorrect_code": _("That is not the right code. Check it and try again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again."),
        "rate_limited": _("Too many tries. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by confirming a code, at our own door only."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only sentences, and no news that the page already tells by itself."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        request.session["signed_in_at"] = dates.now().isoformat()
        request.session["device"] = request.headers.get("User-Agent", "")[:300]
        hooks.signed_in(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One meaning of "recently" in the whole portal: guards.is_fresh."""
        return not (self.request.user.is_authenticated and is_fresh(self.request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Somebody without an app is asked for the passkey first: recovery codes are for when it is not at hand."""
        methods = super().get_reauthentication_methods(user)
        if Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists():
            return methods
        return sorted(methods, key=lambda method: "webauthn" not in method["id"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters are ours; one that we do not know is a fault and not a letter in allauth's words."""
        raise LookupError(f"allauth wants to send {template_prefix}, for which the portal has no letter")

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """News of a change in how somebody signs in, to the address of the account."""
        if words := SECURITY_NEWS.get(template_prefix):
            tell_of_security(user, words)


def tell_of_security(person: Person, words: Any) -> None:
    """Queues the letter that tells somebody what changed in how they sign in, in the language of their letters."""
    with override(person.language):
        post.write("people.security_changed", to=person, facts={"news": str(words)})


class MFAAdapter(DefaultMFAAdapter):
    """The second step: secrets are sealed with the keys of drafts, the QR picture is drawn by segno."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That is not the right code. Check it and try again."),
        "cannot_delete_authenticator": _("Your role needs a second step. Add another one before you remove this."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode("ascii")).decode()

    def _get_site_name(self) -> str:
        """The name that stands in the authenticator app and in the passkey dialogue."""
        city = City.objects.first()
        return str(city.portal_name or city.name) if city else super()._get_site_name()

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=6, border=3, light="#FFFFFF", dark="#12293B")
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Somebody with a role keeps at least one second step."""
        if not authenticator.user.is_staff:
            return True
        steps = Authenticator.objects.filter(
            user=authenticator.user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        )
        return steps.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}
