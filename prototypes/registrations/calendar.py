"""What the calendar tells the kernel when the portal starts: kind, letters, menu, door, panel, queues, own data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from civicportal.backoffice import queues
from civicportal.commons import proofs, upcoming
from civicportal.kernel import dates
from civicportal.people import hooks, own_data
from civicportal.people.models import Person
from civicportal.places import doors, guide, mine, navigation, panels
from prototypes import items_meetings
from prototypes.actions import signups as acts
from prototypes.enums.meetings import CALLERS, SignUpState
from prototypes.models import Meeting, SignUp
from prototypes.notices import meetings as notices_meetings
from prototypes.queries import meetings as queries
from prototypes.queries import meetings_staff as staff
from prototypes.views import signups


def register() -> None:
    """Called once, by the app's ready()."""
    items_meetings.register_kind()
    notices_meetings.register_letters()
    upcoming.register("meetings", queries.ahead_of)
    proofs.register(
        proofs.ProofKind(
            key=signups.PROOF, confirm=signups.confirm, label=gettext_lazy("Sign me up"), what=signups.what
        )
    )
    _register_front()
    _register_queues()
    hooks.on_email_changed.append(acts.move_sign_ups)
    own_data.register("meetings", gettext_lazy("Meetings that you have signed up to"), export, erase)
    own_data.name_fields(
        {
            "meeting": gettext_lazy("Meeting"),
            "when": gettext_lazy("When"),
            "needs": gettext_lazy("What we should know"),
            "state": gettext_lazy("State"),
            "signed_up": gettext_lazy("Signed up"),
        }
    )


def _register_front() -> None:
    """The menu, the door on the home page, its panel of next meetings, the guide, my page."""
    label = gettext_lazy("Calendar")
    navigation.register_head(navigation.NavLink("calendar", label, "prototypes:calendar", 55))
    doors.register(
        doors.Door(
            key="meet",
            label=gettext_lazy("I want to meet others"),
            text=gettext_lazy("Come to an open meeting and work on something together."),
            url_name="prototypes:calendar",
            icon="calendar-days",
            kind="prototype",
            position=40,
        )
    )
    panels.register(
        panels.Panel(key="meetings", template="prototypes/meeting_panel.html", context=next_panel, position=20)
    )
    guide.register(
        guide.Way(
            key="prototypes.calendar",
            label=gettext_lazy("Come to a meeting"),
            text=gettext_lazy("Listen, meet others and see where you fit in. You need not prepare anything."),
            url_name="prototypes:calendar",
            comes_with=("time",),
            wants=("others",),
            position=40,
            kind="meeting",
            icon="calendar-days",
        )
    )
    mine.register(
        mine.Group(
            key="meetings",
            label=gettext_lazy("Your meetings"),
            rows=my_rows,
            position=40,
            empty=gettext_lazy("You have not signed up to any meeting."),
            empty_label=gettext_lazy("See the calendar"),
            empty_url_name="prototypes:calendar",
        )
    )


def _register_queues() -> None:
    """What waits for those who call meetings."""
    for key, label, waiting in (
        ("meetings_not_told", gettext_lazy("Told of a change, but the letter did not arrive"), waiting_to_tell),
        ("meetings_minutes", gettext_lazy("Meetings without minutes"), waiting_for_minutes),
        ("meetings_drafts", gettext_lazy("Meetings that are not public yet"), waiting_to_publish),
    ):
        queues.register(queues.Queue(key, label, CALLERS, waiting, source=staff.to_mind))


def next_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The next meetings on the home page; nothing where none is to come."""
    found = queries.next_meetings()
    return {"meetings": found} if found else None


LOOKS = {SignUpState.SEATED: "ok", SignUpState.WAITING: "warn"}


def my_rows(person: Any) -> list[mine.Row]:
    """The meetings that one has signed up to, with the place or the waiting list."""
    return [
        mine.Row(
            label=str(made.meeting.title),
            url=notices_meetings.own_path(made),
            note=dates.show_moment(made.meeting.starts_at),
            status=pgettext("meeting", "Cancelled")
            if made.meeting.is_cancelled
            else str(SignUpState(made.state).label),
            look="error" if made.meeting.is_cancelled else LOOKS[SignUpState(made.state)],
        )
        for made in queries.my_sign_ups(person)
    ]


def _waiting(meeting: Meeting, verb: str, url_name: str, due: datetime | None = None) -> queues.Waiting:
    return queues.Waiting(
        label=str(meeting.title),
        url=reverse(url_name, args=[meeting.slug]),
        verb=verb,
        note=dates.show_moment(meeting.starts_at),
        due=dates.day_of(due) if due else None,
    )


def waiting_to_tell(found: staff.ToMind) -> list[queues.Waiting]:
    return [_waiting(each, _("Tell"), "admin:prototypes_sign_ups", each.starts_at) for each in found.untold]


def waiting_for_minutes(found: staff.ToMind) -> list[queues.Waiting]:
    return [
        _waiting(each, _("Write"), "admin:prototypes_minutes", each.ends_at + staff.MINUTES_WITHIN)
        for each in found.minutes
    ]


def waiting_to_publish(found: staff.ToMind) -> list[queues.Waiting]:
    return [_waiting(each, _("Publish"), "admin:prototypes_meeting_work") for each in found.drafts]


def export(person: Person) -> list[dict[str, Any]]:
    """Each meeting that the person has signed up to, with or without the account."""
    rows = SignUp.objects.filter(email=person.email).select_related("meeting").order_by("meeting__starts_at", "pk")
    return [
        {
            "meeting": str(made.meeting.title),
            "when": made.meeting.starts_at.isoformat(),
            "state": str(SignUpState(made.state).label),
            "needs": made.needs,
            "signed_up": made.signed_at.isoformat(),
        }
        for made in rows
    ]


@transaction.atomic
def erase(person: Person) -> None:
    """Forgets the person's sign-ups; a place at a meeting to come goes to the first who waits."""
    for made in SignUp.objects.in_force().filter(email=person.email, meeting__starts_at__gt=dates.now()):
        acts.give_up(made, by=person)
    SignUp.objects.filter(email=person.email).delete()
