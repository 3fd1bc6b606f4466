"""Who may do what with accounts and roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.enums import UNIT_KINDS, Role
from civicportal.people.models import Membership, Organisation, Person


def can_close_account(person: Person) -> Answer:
    """Somebody with a role first hands it over: an account that vanished would leave cases without answer."""
    if person.closed_at:
        return no(_("The account is already closed."))
    if person.roles_held:
        return no(
            _("You hold a role in the city. Ask an administrator to end it first, then you can close your account.")
        )
    return YES


def can_give_role(by: Person, *, person: Person, unit: Organisation) -> Answer:
    """Administrators give roles, never to themselves, and only in the city's own units."""
    if not by.has_role(Role.ADMINISTRATOR):
        return no(_("Only an administrator can give and end roles."))
    if by.pk == person.pk and not by.is_superuser:
        return no(_("Nobody gives themselves a role. Ask another administrator."))
    if unit.kind not in UNIT_KINDS:
        return no(_("Roles are held in the city's own units. This organisation is not one of them."))
    if not person.is_active:
        return no(_("The account is closed."))
    return YES


def can_end_role(by: Person, *, membership: Membership) -> Answer:
    """Administrators end roles; their own only when it is not the last administrator's."""
    if not by.has_role(Role.ADMINISTRATOR):
        return no(_("Only an administrator can give and end roles."))
    if membership.role == Role.ADMINISTRATOR:
        others = Membership.objects.today().filter(role=Role.ADMINISTRATOR, person__is_active=True)
        if not others.exclude(pk=membership.pk).exists():
            return no(_("This is the last administrator. Give the role to somebody else first."))
    return YES


def can_edit_person(by: Person, person: Person) -> Answer:
    """Administrators look after accounts; a protected person's account is the registrar's."""
    if person.protected:
        return (
            YES if by.has_role(Role.REGISTRAR) else no(_("Only the registrar can change a protected person's account."))
        )
    if by.has_role(Role.ADMINISTRATOR, Role.REGISTRAR):
        return YES
    return no(_("Only an administrator can change accounts."))


def can_protect(by: Person) -> Answer:
    """Marking somebody as protected, and taking it back, is the registrar's."""
    if by.has_role(Role.REGISTRAR):
        return YES
    return no(_("Only the registrar can say that somebody has a protected identity."))


def is_employee_of(person: Person, organisation: Organisation) -> bool:
    """A confirmed address in the organisation's domains, or a role held there today.

    A domain counts for its subdomains and never for a longer name that merely ends alike.
    """
    if not person.is_active:
        return False
    if any(unit == organisation.pk for _role, unit in person.roles_held):
        return True
    return bool(person.confirmed_at) and is_address_of(person.email, organisation)


def is_address_of(email: str, organisation: Organisation) -> bool:
    """Whether an address lies in the organisation's domains. It says nothing of whose address it is."""
    domain = email.rpartition("@")[2].strip().lower()
    listed = [entry.lower().lstrip("@.") for entry in organisation.domains if entry.strip("@. ")]
    return any(domain == entry or domain.endswith(f".{entry}") for entry in listed)
