"""The calendar and its meetings: in public, one's own sign-up, the work."""

from __future__ import annotations

from typing import Any

from civicportal.kernel import dates
from prototypes.enums.meetings import MeetingState, Place, SignUpState
from prototypes.models import Meeting, Series, SignUp
from prototypes.notices.meetings import token_of
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import person


def _coming(**where: Any) -> Meeting:
    found = Meeting.objects.public().filter(starts_at__gt=dates.now(), **where)
    return found.select_related("series").order_by("starts_at")[0]


def public() -> list[Visit]:
    """What anybody reads, in each state."""
    full = _coming(format="solving")
    states = {
        "called": _coming(state=MeetingState.CALLED, format="open"),
        "full, on video": full,
        "cancelled": _coming(state=MeetingState.CANCELLED),
        "moved": _coming(moved_from__isnull=False, state=MeetingState.CALLED),
        "just come": _coming(by_sign_up=False),
        "with minutes": Meeting.objects.public().filter(state=MeetingState.HELD).latest("starts_at"),
        "without minutes": Meeting.objects.public().filter(state=MeetingState.CALLED).earliest("starts_at"),
    }
    called = states["called"]
    return [
        Visit(name="prototypes:calendar"),
        Visit(name="prototypes:calendar", query="?page=2"),
        Visit(name="prototypes:calendar", query="?slag=prototype&form=open", says="filtered"),
        Visit(name="prototypes:calendar", query="?stadsdel=finns-inte", says="nothing found"),
        Visit(name="prototypes:calendar", query=f"?serie={called.series.slug}", says="a series"),
        Visit(name="prototypes:calendar", query="?tidigare=1", says="past"),
        Visit(name="prototypes:month"),
        Visit(name="prototypes:month", query=f"?manad={called.starts_at:%Y-%m}&form=open", says="filtered"),
        Visit(name="prototypes:subscribe"),
        Visit(name="prototypes:subscribe", query="?form=open", says="filtered"),
        *(Visit(name="prototypes:meeting", args=(found.slug,), says=says) for says, found in states.items()),
        Visit(name="prototypes:sign_up", args=(called.slug,)),
        Visit(name="prototypes:sign_up", args=(called.slug,), says="not filled in", act=send, status=422),
        Visit(name="prototypes:sign_up", args=(full.slug,), says="full"),
        Visit(name="prototypes:sign_up", args=(states["cancelled"].slug,), says="cancelled", status=403),
        Visit(name="prototypes:sign_up", args=(called.slug,), who=person("priya@example.org")),
        Visit(name="prototypes:sign_up_asked", args=(called.slug,)),
    ]


def mine() -> list[Visit]:
    """One's own sign-up, with a place and on the waiting list."""
    states = (SignUpState.SEATED, SignUpState.WAITING)
    rows = {state: SignUp.objects.filter(state=state).order_by("pk")[0] for state in states}
    video = SignUp.objects.filter(state=SignUpState.SEATED, meeting__where=Place.VIDEO).order_by("pk")[0]
    return [
        Visit(name="prototypes:sign_up_status", args=(token_of(video),), says="on video"),
        *(Visit(name="prototypes:sign_up_status", args=(token_of(made),), says=state) for state, made in rows.items()),
        *(Visit(name="prototypes:give_up", args=(token_of(made),), says=state) for state, made in rows.items()),
        Visit(name="prototypes:sign_up_status", args=("0" * 40,), says="nobody's", status=404),
    ]


def work() -> list[Visit]:
    """The network coordinator's pages."""
    leader = person("processledare@hallbart.example.org")
    series = Series.objects.filter(unit__name="Hållbart Helsingborg").order_by("pk")[0]
    called = _coming(state=MeetingState.CALLED, series=series)
    missing = Meeting.objects.filter(series=series, state=MeetingState.CALLED).earliest("starts_at")
    full = _coming(format="solving")

    def of(name: str, meeting: Meeting, **how: Any) -> Visit:
        return Visit(name=f"admin:prototypes_{name}", args=(meeting.slug,), who=leader, **how)

    return [
        Visit(name="admin:prototypes_calendar", who=leader),
        Visit(name="admin:prototypes_calendar", query="?tidigare=1", who=leader),
        Visit(name="admin:prototypes_call", who=leader),
        Visit(name="admin:prototypes_call", who=leader, says="not filled in", act=send, status=422),
        Visit(name="admin:prototypes_plan", who=leader),
        Visit(name="admin:prototypes_plan", who=leader, says="not filled in", act=send, status=422),
        Visit(name="admin:prototypes_series_work", args=(series.slug,), who=leader),
        Visit(name="admin:prototypes_series_edit", args=(series.slug,), who=leader),
        Visit(name="admin:prototypes_add_date", args=(series.slug,), who=leader),
        of("meeting_work", called),
        of("meeting_edit", called),
        of("meeting_move", called),
        of("meeting_move", missing, says="has been"),
        of("meeting_cancel", called),
        of("meeting_cancel", called, says="not filled in", act=send, status=422),
        of("sign_ups", full),
        of("minutes", missing),
        of("minutes", missing, says="not filled in", act=send, status=422),
        of("minutes", called, says="too early"),
        Visit(name="admin:prototypes_meeting_changelist", who=leader),
        Visit(name="admin:prototypes_meeting_change", args=(called.pk,), who=leader),
        Visit(name="admin:prototypes_series_changelist", who=leader),
    ]
