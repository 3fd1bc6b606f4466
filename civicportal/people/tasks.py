"""Scheduled housekeeping of accounts."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from civicportal.kernel import dates
from civicportal.people.models import Code, Person, Session
from civicportal.records.actions import record

logger = logging.getLogger(__name__)
NEVER_CAME = timedelta(days=180)
CODES_KEPT = timedelta(days=1)


@shared_task(name="people.remove_unconfirmed")
def remove_unconfirmed() -> dict[str, int]:
    """Removes codes that are over, sessions that have run out, and accounts made for somebody who never came.

    An account goes only when its address was never confirmed for 180 days and nothing hangs on it: no role, no case.
    Returns how many of each.
    """
    now = dates.now()
    codes, _each = Code.objects.filter(expires_at__lt=now - CODES_KEPT).delete()
    sessions, _each = Session.objects.filter(expire_date__lt=now).delete()
    people = Person.objects.filter(
        confirmed_at=None,
        last_login=None,
        closed_at=None,
        joined_at__lt=now - NEVER_CAME,
        memberships=None,
        is_superuser=False,
    )
    return {"codes": codes, "sessions": sessions, "people": sum(_remove(person) for person in people)}


def _remove(person: Person) -> bool:
    try:
        with transaction.atomic():
            record(person, verb="person.removed", by=None)
            person.delete()
    except (ProtectedError, RestrictedError):
        logger.info("account %s was never confirmed but has something that refers to it", person.pk)
        return False
    return True
