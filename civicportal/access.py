"""Who may enter the addresses of libraries: one table, beside the `open_to` that each view of ours carries.

tests/architecture/test_access.py walks the whole URLconf and fails on an address that has neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from civicportal.kernel.web import ANYONE, SIGNED_IN, STAFF, Policy

LIBRARIES: dict[str, Policy] = {
    # allauth.mfa: the second step at sign-in is met by somebody who is half signed in
    "mfa_authenticate": Policy(frozenset({ANYONE})),
    "mfa_login_webauthn": Policy(frozenset({ANYONE})),
    "mfa_trust": Policy(frozenset({ANYONE})),
    "mfa_index": Policy(frozenset({SIGNED_IN})),
    "mfa_reauthenticate": Policy(frozenset({SIGNED_IN})),
    "mfa_reauthenticate_webauthn": Policy(frozenset({SIGNED_IN})),
    "mfa_activate_totp": Policy(frozenset({SIGNED_IN})),
    "mfa_deactivate_totp": Policy(frozenset({SIGNED_IN})),
    "mfa_add_webauthn": Policy(frozenset({SIGNED_IN})),
    "mfa_edit_webauthn": Policy(frozenset({SIGNED_IN})),
    "mfa_list_webauthn": Policy(frozenset({SIGNED_IN})),
    "mfa_remove_webauthn": Policy(frozenset({SIGNED_IN})),
    "mfa_signup_webauthn": Policy(frozenset({ANYONE})),
    "mfa_view_recovery_codes": Policy(frozenset({SIGNED_IN})),
    "mfa_generate_recovery_codes": Policy(frozenset({SIGNED_IN})),
    "mfa_download_recovery_codes": Policy(frozenset({SIGNED_IN})),
}
"""By the name of the address."""

BACKOFFICE = Policy(frozenset({STAFF}))
"""Django's admin pages: staff enter, and each page's rows are scoped by its ScopedAdmin."""

OPEN_IN_BACKOFFICE = frozenset({"admin:login", "admin:logout", "admin:jsi18n"})
"""Addresses of the admin that only send on to the portal's own sign-in, or hold no data."""


def policy_of(view: Callable[..., Any], name: str, namespaces: list[str]) -> Policy | None:
    """The declared policy of an address, or None where nobody has said who may enter."""
    own = getattr(view, "policy", None)
    if isinstance(own, Policy):
        return own
    if namespaces == ["admin"]:
        return Policy(frozenset({ANYONE})) if f"admin:{name}" in OPEN_IN_BACKOFFICE else BACKOFFICE
    return LIBRARIES.get(name)
