"""What the labs tell the kernel when the portal starts: kinds, letters, doors, offers, queues, my page, own data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.cases.models import Case
from civicportal.commons import offers, proofs
from civicportal.commons.models import Item, Proof
from civicportal.kernel.text import LocalizedText
from civicportal.people import hooks, own_data
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.places import doors, guide, mine, navigation
from civicportal.records import deeds
from labs import items, notices
from labs.actions import raising
from labs.deeds import DEEDS
from labs.enums import CASE_KINDS, IDEA_WORDS, NEED_WORDS, OVER, RAISED_LOOKS, TopicState
from labs.models import Raised, Topic
from labs.queries import mine as own
from labs.queries import staff
from labs.tokens import kind_of, status_path

FACILITATOR = (Role.FACILITATOR,)


def register_everything() -> None:
    """Called once, by the app's ready()."""
    items.register_kinds()
    notices.register_letters()
    deeds.register(DEEDS)
    _register_raising()
    _register_front()
    _register_guide()
    _register_offers()
    _register_queues()


def _register_raising() -> None:
    """What is raised is confirmed by mail, is a case, and is claimed by signing in with the same address."""
    confirms = {"need": raising.confirm_need, "idea": raising.confirm_idea}
    labels = {"need": gettext_lazy("Send my need"), "idea": gettext_lazy("Send my idea")}
    for kind, confirm in confirms.items():
        proofs.register(
            proofs.ProofKind(key=raising.PROOFS[kind], confirm=confirm, label=labels[kind], what=what_is_sent)
        )
    for kind, label in (("need", gettext_lazy("Need in a lab")), ("idea", gettext_lazy("Idea in a lab"))):
        cases.register(
            cases.CaseKind(
                key=CASE_KINDS[kind],
                label=label,
                talk_path=talk_path,
                work_path=work_path,
                own_queue=True,
                joined=(kind,),
                reader=reader,
            )
        )
    hooks.on_sign_in.append(claim)
    hooks.on_email_changed.append(raising.claim)
    kept = gettext_lazy("A need or an idea that was sent to the city is a public record and is kept as the city says.")
    own_data.register("raised", gettext_lazy("Your needs and ideas"), export_raised, kept=kept)
    own_data.name_fields({"raised_in": gettext_lazy("Lab"), "words": gettext_lazy("What you wrote")})


def _register_front() -> None:
    """The door on the home page, the menu, my page."""
    navigation.register_head(navigation.NavLink("labs", gettext_lazy("Labs"), "labs:lab_list", 20))
    doors.register(
        doors.Door(
            key="need",
            label=gettext_lazy("I see a need"),
            text=gettext_lazy("Say what is missing where you live. You get an answer."),
            url_name="labs:lab_list",
            position=20,
            icon="hand-raised",
            kind="need",
        )
    )
    mine.register(mine.Group(key="raised", label=gettext_lazy("Your needs and ideas"), rows=my_rows, position=30))


def _register_guide() -> None:
    """What the guide answers to somebody with a need, or with time for others."""
    guide.register(
        guide.Way(
            key="labs.need",
            label=gettext_lazy("Tell a lab what is needed"),
            text=gettext_lazy("The lab reads it, answers by a promised day and gathers it with others' needs."),
            url_name="labs:lab_list",
            comes_with=("need",),
            wants=("heard",),
            position=20,
            kind="need",
            icon="hand-raised",
        )
    )
    guide.register(
        guide.Way(
            key="labs.together",
            label=gettext_lazy("Find solutions with your neighbours in a lab"),
            text=gettext_lazy("Suggest an idea on a topic, and be part of testing it."),
            url_name="labs:lab_list",
            comes_with=("idea", "time"),
            who=("resident",),
            wants=("others",),
            position=40,
            kind="lab",
            icon="beaker",
        )
    )


def _register_offers() -> None:
    """The way on from a topic and from a need."""
    offers.register(
        offers.Offer(
            key="labs.suggest",
            from_kinds=frozenset({"topic"}),
            label=gettext_lazy("Suggest an idea"),
            url=lambda item: reverse("labs:suggest", args=[item.slug]),
            open=lambda item: item.status == TopicState.OPEN,
            position=10,
        )
    )
    offers.register(
        offers.Offer(
            key="labs.suggest_on_need",
            from_kinds=frozenset({"need"}),
            label=gettext_lazy("Suggest an idea"),
            url=lambda item: reverse("labs:suggest_on_need", args=[item.slug]),
            open=takes_ideas,
            position=10,
        )
    )


def _register_queues() -> None:
    """What waits for the facilitator, what is late first, and how the labs stand."""
    release, answer = gettext_lazy("Needs and ideas to release"), gettext_lazy("Needs and ideas to answer")
    queues.register(queues.Queue("labs.release", release, FACILITATOR, waiting_to_release))
    queues.register(queues.Queue("labs.answer", answer, FACILITATOR, waiting_to_answer))
    queues.register_figures(queues.Figures("labs.figures", FACILITATOR, figures))


def what_is_sent(proof: Proof) -> LocalizedText | Promise:
    """What somebody confirms by mail, in their own words; once it is confirmed the words are no longer kept there."""
    title = proof.payload.get("title")
    return LocalizedText({proof.language: title}) if title else gettext_lazy("What you wrote")


def claim(request: HttpRequest, person: Person) -> None:
    """Somebody has proved an address: what was raised by it is theirs."""
    raising.claim(person)


def takes_ideas(item: Item) -> bool:
    """A need takes ideas unless its answer was a no, or the topic that it is part of takes none any more."""
    if item.status in OVER:
        return False
    return not Topic.objects.filter(needs__item=item).exclude(state=TopicState.OPEN).exists()


def raised_of(case: Case) -> Raised:
    """The need or idea behind a case of the labs."""
    raised: Raised = case.need if case.kind == CASE_KINDS["need"] else case.idea
    return raised


def talk_path(case: Case) -> str:
    """The page where the person and the lab write to each other."""
    raised = raised_of(case)
    return f"{status_path(raised)}samtal/"


def reader(case: Case) -> cases.Reader | None:
    """Whoever raised something without an account and left an address."""
    raised = raised_of(case)
    return cases.Reader(raised.email, raised.language, lambda: status_path(raised)) if raised.email else None


def work_path(case: Case) -> str:
    """The feature's own page about the case in the backoffice."""
    raised = raised_of(case)
    return reverse(f"admin:labs_{kind_of(raised)}", args=[raised.slug])


def words_of(raised: Raised) -> str:
    """Where it stands, as the one who raised it reads it."""
    return str((IDEA_WORDS if kind_of(raised) == "idea" else NEED_WORDS)[raised.state])


def my_rows(person: Any) -> list[mine.Row]:
    """What one raised, with status in words and, while it is not answered, the promised date."""
    return [
        mine.Row(
            label=raised.title,
            url=status_path(raised),
            note=f"{raised.case.reference} · {raised.lab.name}",
            status=words_of(raised),
            look=RAISED_LOOKS[raised.state],
            due=raised.case.answer_by if raised.case.answered_at is None and raised.state not in OVER else None,
        )
        for raised in own.raised_by_person(person)
    ]


def waiting_to_release(person: Any) -> list[queues.Waiting]:
    """Needs and ideas that nobody has read."""
    return [_waiting(raised, _("Read")) for kind in staff.RAISED for raised in staff.waiting_to_release(person, kind)]


def waiting_to_answer(person: Any) -> list[queues.Waiting]:
    """Needs and ideas in public without an answer."""
    return [_waiting(raised, _("Answer")) for kind in staff.RAISED for raised in staff.waiting_to_answer(person, kind)]


def _waiting(raised: Any, verb: str) -> queues.Waiting:
    case = raised.case
    return queues.Waiting(
        label=raised.title,
        url=reverse(f"admin:labs_{kind_of(raised)}", args=[raised.slug]),
        verb=verb,
        due=case.answer_by,
        days_late=case.days_late(),
        note=f"{case.reference} · {raised.lab.name}",
    )


def figures(person: Any) -> list[queues.Figure]:
    """For each lab, how many needs wait, and how many of them past the promised day."""
    return [
        queues.Figure(
            label=_("needs wait in %(lab)s") % {"lab": lab.name},
            value=lab.to_answer,  # type: ignore[attr-defined]
            url=f"{reverse('admin:labs_needs', args=[lab.slug])}?state=waiting",
            note=_("%(count)d of them late") % {"count": lab.late} if lab.late else "",  # type: ignore[attr-defined]
        )
        for lab in staff.labs_for_staff(person)
    ]


def export_raised(person: Person) -> list[dict[str, Any]]:
    """What somebody raised with their account, with the words."""
    return [
        {
            "reference": raised.case.reference,
            "kind": str(raised._meta.verbose_name),
            "raised_in": str(raised.lab),
            "title": raised.title,
            "words": raised.text,
            "since": raised.raised_at.isoformat(),
        }
        for raised in own.raised_by_person(person)
    ]
