"""What prototypes tell the kernel when the portal starts: kinds, letters, menu, my page, queues, offers, own data."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.commons import offers
from civicportal.kernel import dates
from civicportal.people import hooks, own_data
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.places import guide, mine, navigation
from prototypes import items
from prototypes.actions.groups import move_memberships
from prototypes.actions.suggestions import CASE_KIND
from prototypes.enums.prototypes import SUGGESTION_LOOKS, SuggestionState
from prototypes.models import GroupMember, Suggestion
from prototypes.notices import prototypes as notices
from prototypes.queries import mine as own
from prototypes.queries import staff
from prototypes.views import groups

COORDINATOR = (Role.NETWORK_COORDINATOR,)
TESTED_FROM = frozenset({"idea", "solution", "project", "proposal"})
"""Kinds of public things that can be carried on as a prototype."""


def register() -> None:
    """Called once, by the app's ready()."""
    items.register_kinds()
    notices.register_letters()
    groups.register_proofs()
    _register_front()
    _register_guide()
    _register_queues()
    _register_own_data()
    hooks.on_email_changed.append(move_memberships)


def _register_front() -> None:
    """The menu, the way on from other things, my page, the case's pages."""
    link = navigation.NavLink("prototypes", gettext_lazy("Prototypes"), "prototypes:prototype_list", 50)
    navigation.register_head(link)
    offers.register(
        offers.Offer(
            key="prototypes.test",
            from_kinds=TESTED_FROM,
            label=gettext_lazy("Test this as a prototype"),
            url_name="prototypes:suggest",
        )
    )
    cases.register(
        cases.CaseKind(
            key=CASE_KIND,
            label=gettext_lazy("Suggestion of what to test"),
            talk_path=lambda case: reverse("prototypes:suggestion", args=[case.reference]),
            work_path=lambda case: reverse("admin:prototypes_suggestion", args=[case.reference]),
        )
    )
    mine.register(
        mine.Group(key="working_groups", label=gettext_lazy("Your working groups"), rows=my_groups, position=45)
    )
    mine.register(
        mine.Group(key="suggestions", label=gettext_lazy("What you have suggested"), rows=my_suggestions, position=25)
    )


def _register_guide() -> None:
    """Where the guide sends those who want to work together with others."""
    guide.register(
        guide.Way(
            key="prototypes.join",
            label=gettext_lazy("Join a working group"),
            text=gettext_lazy("You do a part of a prototype together with others, as much as you have time for."),
            url_name="prototypes:prototype_list",
            comes_with=("time",),
            wants=("others",),
            position=60,
            kind="prototype",
            icon="users",
        )
    )
    guide.register(
        guide.Way(
            key="prototypes.suggest",
            label=gettext_lazy("Suggest something to test together"),
            text=gettext_lazy("A network reads your suggestion and answers yes or no, with the reason."),
            url_name="prototypes:suggest",
            comes_with=("idea", "solution"),
            wants=("place", "others"),
            position=65,
            kind="prototype",
            icon="puzzle-piece",
        )
    )


def my_groups(person: Any) -> list[mine.Row]:
    """The working groups that one is in."""
    return [
        mine.Row(
            label=str(place.group.name),
            url=reverse("prototypes:group", args=[place.group.prototype.slug, place.group.number]),
            note=" · ".join(part for part in (str(place.group.prototype.name), str(place.group.meets)) if part),
        )
        for place in own.my_groups(person)
    ]


def my_suggestions(person: Any) -> list[mine.Row]:
    """What one has suggested, with the promised day while it waits."""
    return [
        mine.Row(
            label=row.title,
            url=row.get_absolute_url(),
            status=str(row.get_state_display()),
            look=SUGGESTION_LOOKS[row.state],
            note=f"{row.case.reference} · {row.network.name}",
            due=row.case.answer_by if row.state == SuggestionState.WAITING else None,
        )
        for row in own.my_suggestions(person)
    ]


def _register_queues() -> None:
    """What waits for a coordinator on the start page."""
    for key, label, waiting in (
        ("prototypes.answer", gettext_lazy("Suggestions to answer"), waiting_for_answer),
        ("prototypes.check", gettext_lazy("Do-no-harm checks to make"), waiting_for_check),
        ("prototypes.silent", gettext_lazy("Logs that have been silent for a month"), waiting_for_words),
    ):
        queues.register(queues.Queue(key, label, COORDINATOR, waiting))
    queues.register_figures(queues.Figures("prototypes", COORDINATOR, figures))


def waiting_for_answer(person: Any) -> list[queues.Waiting]:
    return [
        queues.Waiting(
            label=row.title,
            url=reverse("admin:prototypes_suggestion", args=[row.case.reference]),
            verb=_("Answer"),
            due=row.case.answer_by,
            days_late=row.case.days_late(),
            note=f"{row.case.reference} · {row.network.name}",
        )
        for row in staff.to_answer(person)
    ]


def waiting_for_check(person: Any) -> list[queues.Waiting]:
    return [
        queues.Waiting(
            label=str(row.name),
            url=reverse("admin:prototypes_check", args=[row.slug]),
            verb=_("Check"),
            note=_("No do-no-harm check holds now"),
        )
        for row in staff.unchecked(person)
    ]


def waiting_for_words(person: Any) -> list[queues.Waiting]:
    return [
        queues.Waiting(
            label=str(row.name),
            url=reverse("admin:prototypes_prototype", args=[row.slug]),
            verb=_("Tell"),
            note=_("Last told %(day)s") % {"day": dates.show_day(row.told_at)}
            if row.told_at
            else _("Nothing told yet"),
        )
        for row in staff.silent(person)
    ]


def figures(person: Any) -> list[queues.Figure]:
    """How many are in the working groups."""
    url = reverse("admin:prototypes_list")
    return [queues.Figure(_("in the working groups"), staff.members_now(person), url)]


def _register_own_data() -> None:
    own_data.register("working_groups", gettext_lazy("Your working groups"), export_groups, erase_groups)
    own_data.register(
        "suggestions",
        gettext_lazy("What you have suggested"),
        export_suggestions,
        kept=gettext_lazy(
            "A case that was sent to the city is a public record and is kept as the city's document plan says."
        ),
    )
    own_data.name_fields(
        {
            "group": gettext_lazy("Working group"),
            "prototype": gettext_lazy("Prototype"),
            "joined": gettext_lazy("Joined"),
            "left": gettext_lazy("Left"),
            "wish": gettext_lazy("What should be tested, and with whom"),
        }
    )


def export_groups(person: Person) -> list[dict[str, Any]]:
    """Each group that the person is or was in."""
    rows = GroupMember.objects.of_person(person).select_related("group__prototype").order_by("joined_at")
    return [
        {
            "group": str(row.group.name),
            "prototype": str(row.group.prototype.name),
            "name": row.name,
            "joined": row.joined_at.isoformat(),
            "left": row.left_at.isoformat() if row.left_at else None,
        }
        for row in rows
    ]


def erase_groups(person: Person) -> None:
    """Forgets which groups the person is in."""
    GroupMember.objects.of_person(person).delete()


def export_suggestions(person: Person) -> list[dict[str, Any]]:
    """Each suggestion as it was sent."""
    rows = Suggestion.objects.filter(case__person=person).select_related("case").order_by("pk")
    return [
        {
            "reference": row.case.reference,
            "title": row.title,
            "wish": row.wish,
            "answered": row.case.answered_at.isoformat() if row.case.answered_at else None,
        }
        for row in rows
    ]
