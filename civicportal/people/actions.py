"""What is done with accounts, roles and consents."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import one_line
from civicportal.people import hooks, own_data, post, public_names, rules
from civicportal.people.enums import Role
from civicportal.people.models import Code, Consent, Membership, Organisation, Person, Session, canonical_email
from civicportal.people.queries import handle_of, person_by_email
from civicportal.records.actions import record

PURPOSE_WORDS = "2026-1"
"""The version of the words that a consent was given to; raise it when the words change."""


@transaction.atomic
def confirm_address(email: str, *, language: str) -> Person:
    """The account of an address whose owner has just shown a right code; made when there was none.

    `language` is that of a new account's letters: "sv" or "en".
    """
    email = canonical_email(email)
    person, made = Person.objects.get_or_create(
        email=email, defaults={"language": language if language in {"sv", "en"} else "sv", "confirmed_at": dates.now()}
    )
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        record(person, verb="person.made", by=person)
    elif person.confirmed_at is None:
        person.confirmed_at = dates.now()
        person.save(update_fields=["confirmed_at"])
    return person


@transaction.atomic
def save_profile(person: Person, *, name: str, phone: str, language: str, theme: str, by: Person) -> Person:
    """Writes what somebody says about themselves. `language` is that of their letters."""
    fresh: Person = Person.objects.select_for_update().get(pk=person.pk)
    wanted = {"name": one_line(name), "phone": one_line(phone), "language": language, "theme": theme}
    changed = sorted(field for field, value in wanted.items() if getattr(fresh, field) != value)
    if changed:
        for field in changed:
            setattr(fresh, field, wanted[field])
        fresh.save(update_fields=changed)
        record(fresh, verb="person.changed", by=by, facts={"fields": changed})
    return fresh


@transaction.atomic
def change_email(person: Person, *, email: str, by: Person) -> Person:
    """Moves an account to a new address that has just been confirmed; the old address gets to know.

    What is kept by address moves with it (hooks.on_email_changed).

    Raises Refused when another account has the address.
    """
    fresh: Person = Person.objects.select_for_update().get(pk=person.pk)
    email, old = canonical_email(email), fresh.email
    holder = person_by_email(email)
    if holder is not None and holder.pk != fresh.pk:
        raise Refused(no(_("That address cannot be used. Choose another one.")))
    if email == old:
        return fresh
    fresh.email, fresh.confirmed_at = email, dates.now()
    fresh.save(update_fields=["email", "confirmed_at"])
    hooks.email_changed(fresh, old)
    record(fresh, verb="person.email_changed", by=by)
    post.write("people.email_changed", email=old, language=fresh.language, facts={})
    return fresh


@transaction.atomic
def close_account(person: Person, *, by: Person) -> Person:
    """Closes an account: drafts and profile are erased, sessions ended, what the law keeps stays without the profile.

    Cases are official documents and stay (arkivlagen 1990:782, OSL 2009:400). Raises Refused with the reason.
    """
    fresh: Person = Person.objects.select_for_update().get(pk=person.pk)
    insist(rules.can_close_account(fresh))
    address = fresh.email
    post.write("people.account_closed", email=address, language=fresh.language, facts={})
    public_names.take_down(fresh, by=by)
    own_data.erase(fresh)
    fresh.email = f"closed-{secrets.token_hex(8)}@closed.invalid"
    fresh.name = fresh.phone = ""
    fresh.is_active, fresh.is_superuser, fresh.closed_at = False, False, dates.now()
    fresh.set_unusable_password()
    fresh.save()
    Authenticator.objects.filter(user=fresh).delete()
    Code.objects.filter(email=address).delete()
    Session.objects.filter(person_id=fresh.pk).delete()
    record(fresh, verb="person.closed", by=by)
    return fresh


@transaction.atomic
def add_person(*, email: str, name: str = "", by: Person) -> Person:
    """Makes an account ahead of somebody's first sign-in, so that a role can be given.

    Raises Refused when there is one already.
    """
    if not by.has_role(Role.ADMINISTRATOR):
        raise Refused(no(_("Only an administrator can add people.")))
    if person_by_email(email) is not None:
        raise Refused(no(_("There is already an account with that address.")))
    person: Person = Person.objects.create_user(email, name=one_line(name))
    record(person, verb="person.added", by=by)
    return person


@transaction.atomic
def set_protected(person: Person, *, protected: bool, by: Person) -> Person:
    """Marks somebody as having a protected identity, or takes it back. Raises Refused."""
    insist(rules.can_protect(by))
    fresh: Person = Person.objects.select_for_update().get(pk=person.pk)
    if fresh.protected != protected:
        fresh.protected = protected
        fresh.save(update_fields=["protected"])
        record(fresh, verb="person.protected" if protected else "person.unprotected", by=by)
        if protected:
            public_names.take_down(fresh, by=by)
    return fresh


@transaction.atomic
def give_role(
    person: Person,
    *,
    role: str,
    unit: Organisation,
    by: Person,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Gives somebody a role in a unit from a day on, and tells them. The same role from the same day is one row.

    Raises Refused.
    """
    insist(rules.can_give_role(by, person=person, unit=unit))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    membership, made = Membership.objects.get_or_create(
        person=locked, role=role, unit=unit, starts_on=starts_on or dates.today(), defaults={"ends_on": ends_on}
    )
    if made:
        facts = {"role": role, "unit": unit.pk, "from": str(membership.starts_on), "until": str(ends_on or "")}
        record(membership, verb="role.given", by=by, facts={**facts, "person": locked.pk})
        with override(locked.language):
            words = {"role": str(membership.get_role_display()), "unit": str(unit)}
        post.write("people.role_given", to=locked, facts={**words, "starts_on": membership.starts_on})
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: Person, on: date | None = None) -> Membership:
    """Ends a role with the day `on`, its last; without it the role is over at once, in open sessions too.

    A role that is ended at once on its first day, or before it, goes away as a row; the log keeps both acts.
    Raises Refused.
    """
    fresh = Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=membership.pk)
    insist(rules.can_end_role(by, membership=fresh))
    day = on or dates.today() - timedelta(days=1)
    if day < fresh.starts_on and on is None:
        record(
            fresh,
            verb="role.withdrawn",
            by=by,
            facts={"role": fresh.role, "unit": fresh.unit_id, "person": fresh.person_id},
        )
        fresh.delete()
        return fresh
    fresh.ends_on = max(day, fresh.starts_on)
    fresh.save(update_fields=["ends_on"])
    record(
        fresh, verb="role.ended", by=by, facts={"role": fresh.role, "unit": fresh.unit_id, "person": fresh.person_id}
    )
    return fresh


@transaction.atomic
def give_consent(person: Person, purpose: str, *, by: Person) -> Consent:
    """Notes a yes for one purpose. A yes that is already in force stays as it is."""
    Person.objects.select_for_update().get(pk=person.pk)
    consent, made = Consent.objects.get_or_create(
        person=person, purpose=purpose, withdrawn_at=None, defaults={"words_version": PURPOSE_WORDS}
    )
    if made:
        record(consent, verb="consent.given", by=by, facts={"purpose": purpose, "words": PURPOSE_WORDS})
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: str, *, by: Person) -> bool:
    """Takes a yes back and the name down where it stood; that it once was given is kept. True when there was one."""
    consent = Consent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if consent is None:
        return False
    consent.withdrawn_at = dates.now()
    consent.save(update_fields=["withdrawn_at"])
    record(consent, verb="consent.withdrawn", by=by, facts={"purpose": purpose})
    if purpose == Consent.Purpose.NAME_IN_PUBLIC:
        public_names.take_down(person, by=by)
    return True


@transaction.atomic
def end_sessions(person: Person, *, by: Person, handle: str = "", keep_key: str | None = None) -> int:
    """Ends one of somebody's sessions by its handle, or all but the one to keep. Returns how many."""
    rows = Session.objects.select_for_update().filter(person_id=person.pk)
    keys = [
        key for key in rows.values_list("session_key", flat=True) if key != keep_key and handle in {"", handle_of(key)}
    ]
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        record(person, verb="person.sessions_ended", by=by, facts={"number": len(keys)})
    return len(keys)
