"""Who may do what with a letter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, no
from civicportal.notices.models import Lane, Message
from civicportal.people.enums import Role

LOOKS_AFTER_LETTERS = (Role.ADMINISTRATOR, Role.REGISTRAR)


def can_send_again(person: Any, message: Message) -> Answer:
    """Administrators and registrars send again what they see; a sign-in code is too old to help anybody."""
    if not person.has_role(*LOOKS_AFTER_LETTERS) or not Message.objects.visible_to(person).filter(pk=message.pk):
        return no(_("Only a registrar or an administrator sends letters again"))
    if message.lane == Lane.CODE:
        return no(_("A sign-in code is not sent again. Its reader asks for a new one"))
    return YES
