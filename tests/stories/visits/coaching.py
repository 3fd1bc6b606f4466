"""Coaching: the public pages, asking and booking, one's own coaching, a shared draft, the coach's desk."""

from __future__ import annotations

import uuid
from typing import Any

from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.submissions.models import Draft, Share
from funds.models import Booking, Coaching, CoachTime, Fund
from funds.notices.coaching import token_of
from funds.proving import coaching as proving_coaching
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import person
from tests.stories.visits.work import staff

SLUG = "visionsfonden"


def visits() -> list[Visit]:
    """Every page of this piece, in the states that tell something."""
    return [*public(), *own(), *working()]


def coaching_of(who: Person) -> Coaching:
    return Coaching.objects.select_related("case").get(case__person=who, fund__slug=SLUG)


def public() -> list[Visit]:
    """What anybody sees, and the forms."""
    free = CoachTime.objects.free().filter(fund__slug=SLUG).order_by("starts_at")[0]
    taken = Booking.objects.standing().select_related("time").filter(time__fund__slug=SLUG).order_by("pk")[0].time
    day = dates.day_of(free.starts_at)
    maja, protected = person("maja@example.org"), _protected()

    def ask(page: Any) -> None:
        page.locator("[name=words]").fill("Hur vet jag om idén passar?")
        page.locator("[name=email]").fill(f"ny.{uuid.uuid4().hex[:8]}@example.org")
        send(page)

    return [
        Visit(name="funds:coach", args=(SLUG,)),
        Visit(name="funds:coach_times", args=(SLUG,)),
        Visit(name="funds:coach_times", args=(SLUG,), query=f"?dag={day}", says="one day"),
        Visit(name="funds:coach_ask", args=(SLUG,)),
        Visit(name="funds:coach_ask", args=(SLUG,), who=maja),
        Visit(name="funds:coach_ask", args=(SLUG,), says="errors", act=send, status=422),
        Visit(name="funds:coach_ask", args=(SLUG,), says="look in your mail", act=ask),
        Visit(name="funds:coach_ask", args=(SLUG,), who=protected, says="the other way in"),
        Visit(name="funds:coaching_asked", args=(proving_coaching.RECEIPTS.of(coaching_of(maja)),)),
        Visit(name="funds:coach_book", args=(SLUG, free.token)),
        Visit(name="funds:coach_book", args=(SLUG, free.token), says="errors", act=send, status=422),
        Visit(name="funds:coach_book", args=(SLUG, taken.token), says="taken", status=403),
    ]


def _protected() -> Person:
    found = Person.objects.filter(protected=True).first()
    return found or Person.objects.create_user(
        email=f"skyddad.{uuid.uuid4().hex[:8]}@example.org", protected=True, confirmed_at=dates.now()
    )


def own() -> list[Visit]:
    """One's own coaching in its states, the booked time behind its link, the shared draft."""
    maja, priya = person("maja@example.org"), person("priya@example.org")
    reference, waiting = coaching_of(maja).case.reference, coaching_of(priya).case.reference
    booking = Booking.objects.standing().filter(coaching__case__person=maja).order_by("pk")[0]
    draft = Share.objects.standing().select_related("draft").filter(draft__person=maja)[0].draft
    token = token_of(booking)
    return [
        Visit(name="funds:coaching_mine", args=(reference,), who=maja),
        Visit(name="funds:coaching_mine", args=(reference,), who=maja, says="errors", act=send, status=422),
        Visit(name="funds:coaching_mine", args=(waiting,), who=priya, says="not taken"),
        Visit(name="funds:coaching_share", args=(reference,), who=maja),
        Visit(name="funds:coaching_share", args=(waiting,), who=priya, says="not taken"),
        Visit(name="funds:coaching_ready", args=(reference,), who=maja),
        Visit(name="funds:booking", args=(token,)),
        Visit(name="funds:booking_move", args=(token,)),
        Visit(name="funds:booking_move", args=(token,), says="errors", act=send, status=422),
        Visit(name="funds:booking_cancel", args=(token,)),
        Visit(name="submissions:shared", args=(draft.token,), who=maja),
        Visit(name="submissions:comments", args=(draft.token,), who=maja),
        Visit(name="submissions:step", args=(draft.token, _commented_step(draft)), who=maja, says="with a comment"),
    ]


def _commented_step(draft: Draft) -> str:
    from civicportal.submissions.definition import definition_of

    comment = draft.comments.filter(resolved_at=None, replies_to=None)[0]
    return definition_of(draft.form).step_of(comment.question).key


def working() -> list[Visit]:
    """The coach's desk and what is done there."""
    coach = staff("coach")
    maja, priya = person("maja@example.org"), person("priya@example.org")
    reference, waiting = coaching_of(maja).case.reference, coaching_of(priya).case.reference
    booked = Booking.objects.standing().select_related("time").filter(time__coach=coach).order_by("pk")[0].time
    free = CoachTime.objects.free().filter(coach=coach).order_by("starts_at")[0]
    draft = Share.objects.standing().select_related("draft").filter(with_whom=coach)[0].draft
    assert Fund.objects.filter(slug=SLUG).exists()
    return [
        Visit(name="admin:index", who=coach, says="coach"),
        Visit(name="admin:funds_coaching", who=coach),
        Visit(name="admin:funds_coaching_figures", who=coach),
        Visit(name="admin:funds_coaching_case", args=(reference,), who=coach),
        Visit(name="admin:funds_coaching_case", args=(waiting,), who=coach, says="to take"),
        Visit(name="admin:funds_coaching_case", args=(reference,), who=staff("second_coach"), says="a colleague's"),
        Visit(name="admin:funds_coaching_note", args=(reference,), who=coach),
        Visit(name="admin:funds_coaching_note", args=(reference,), who=coach, says="errors", act=send, status=422),
        Visit(name="admin:funds_coaching_note", args=(waiting,), who=coach, says="refused"),
        Visit(name="admin:funds_coaching_ready", args=(reference,), who=coach),
        Visit(name="admin:funds_coaching_hand_over", args=(reference,), who=coach),
        Visit(name="admin:funds_coach_times", who=coach),
        Visit(name="admin:funds_coach_publish", who=coach),
        Visit(name="admin:funds_coach_publish", who=coach, says="errors", act=send, status=422),
        Visit(name="admin:funds_coach_time", args=(booked.token,), who=coach, says="booked"),
        Visit(name="admin:funds_coach_time", args=(free.token,), who=coach, says="free"),
        Visit(name="admin:funds_coach_move", args=(booked.token,), who=coach),
        Visit(name="admin:funds_coach_cancel", args=(booked.token,), who=coach),
        Visit(name="admin:funds_coach_cancel", args=(booked.token,), who=coach, says="errors", act=send, status=422),
        Visit(name="admin:draft_shared", args=(draft.token,), who=coach),
        Visit(name="admin:draft_shared", args=(draft.token,), who=coach, says="errors", act=send, status=422),
    ]
