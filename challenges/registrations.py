"""What the challenges tell the kernel when the portal starts: kinds, letters, doors, offers, queues, work pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from challenges import items, notices
from challenges.actions import proposals
from challenges.enums import LOOKS, PUBLIC_WORDS, ProposalState, Publication
from challenges.models import Call, Challenge, Proposal
from challenges.queries import mine as own
from challenges.queries import public, staff
from challenges.rules import may_change, may_complete, may_withdraw
from challenges.templatetags.challenges import DEEDS
from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.commons import offers
from civicportal.kernel.dates import show_day
from civicportal.people import public_names
from civicportal.people.enums import Role
from civicportal.places import doors, guide, mine, navigation, papers
from civicportal.records import deeds
from civicportal.review import features
from civicportal.submissions import kinds
from civicportal.submissions.models import Opening, Submission

EDITORS = (Role.DEPARTMENT_EDITOR,)
CARRIED = frozenset({"need", "topic", "idea", "solution"})
"""Kinds of public things that one can answer a challenge with."""


def register_everything() -> None:
    """Called once, by the app's ready()."""
    items.register_kinds()
    notices.register_letters()
    deeds.register(DEEDS)
    _register_writing()
    _register_review()
    _register_front()
    _register_queues()


def _register_writing() -> None:
    """Proposals are written, sent and talked about by the kernel's pages."""
    kinds.register(
        kinds.OpeningKind(
            key="challenges.challenge",
            submitted=proposals.submitted,
            changed=proposals.changed,
            about=about,
            status_url=status_url,
            preview=preview,
            facts=facts,
            withdrawn=proposals.withdrawn,
            contact_named=proposals.contact_named,
            named=((Challenge, "title"),),
            completed=proposals.completed,
            may_complete=lambda submission: may_complete(submission.proposal),
            complete_path=lambda submission: reverse("admin:challenges_completion", args=[submission.case.reference]),
            may_change=lambda person, submission: may_change(submission.proposal),
            may_withdraw=lambda person, submission: may_withdraw(submission.proposal),
        )
    )
    cases.register(
        cases.CaseKind(
            key="challenges.challenge",
            label=gettext_lazy("Proposal to a challenge"),
            talk_path=lambda case: reverse("challenges:talk", args=[case.reference]),
            work_path=lambda case: reverse("admin:challenges_proposal_work", args=[case.reference]),
        )
    )


def _register_review() -> None:
    """Proposals that have been read through may be given out, by the challenges' own door."""
    given_out = (ProposalState.SCREENED, ProposalState.IN_REVIEW)
    features.register(
        "challenges.challenge",
        features.Reviewed(
            ready=lambda opening: Submission.objects.filter(opening=opening, proposal__state__in=given_out),
            assign=lambda submission, stage, reviewers, by: proposals.assign(
                submission.proposal, stage=stage, reviewers=reviewers, by=by
            ),
            work_path=lambda submission: reverse("admin:challenges_proposal_work", args=[submission.case.reference]),
        ),
    )


def _register_front() -> None:
    """The menu, the door on the home page, the guide, what one can carry on, my page, the forms to print."""
    head = navigation.NavLink("challenges", gettext_lazy("Challenges"), "challenges:challenge_list", 30)
    navigation.register_head(head)
    doors.register(
        doors.Door(
            key="challenge",
            label=gettext_lazy("I have an answer"),
            text=gettext_lazy("Solve a challenge together with the city."),
            url_name="challenges:challenge_list",
            position=30,
            icon="flag",
            kind="challenge",
        )
    )
    guide.register(
        guide.Way(
            key="challenges.answer",
            label=gettext_lazy("Answer a challenge"),
            text=gettext_lazy("A department tells what it needs. Send a proposal, and test it together for two years."),
            url_name="challenges:challenge_list",
            comes_with=("solution", "idea"),
            who=("innovator",),
            wants=("place", "others"),
            position=40,
            kind="challenge",
            icon="flag",
        )
    )
    offers.register(
        offers.Offer(
            key="challenges.answer",
            from_kinds=CARRIED,
            label=gettext_lazy("Answer a challenge with this"),
            url_name="challenges:challenge_list",
            position=30,
        )
    )
    mine.register(mine.Group(key="proposals", label=gettext_lazy("Your proposals"), rows=my_rows, position=25))
    papers.register("challenges", printable_forms)
    public_names.register(proposals.take_names_down)


def _register_queues() -> None:
    """What waits for a department's editors on the start page of the backoffice."""
    for key, label, waiting, source in (
        ("screen", gettext_lazy("Proposals to read through"), waiting_to_screen, staff.to_handle),
        ("answer", gettext_lazy("Proposals to answer"), waiting_to_answer, staff.to_handle),
        ("milestones", gettext_lazy("Milestones due"), waiting_milestones, None),
        ("drafts", gettext_lazy("Not public yet"), waiting_to_publish, None),
    ):
        queues.register(queues.Queue(f"challenges.{key}", label, EDITORS, waiting, source))
    queues.register_figures(queues.Figures("challenges.figures", EDITORS, figures))


def about(opening: Opening) -> kinds.Context:
    """What the writing pages say about the challenge."""
    challenge = Challenge.objects.filter(opening=opening).first()
    if challenge is None:
        call = Call.objects.get(opening=opening)
        return kinds.Context(name=str(call.title), url=call.get_absolute_url(), email=call.email, phone=call.phone)
    return kinds.Context(
        name=str(challenge.title),
        url=challenge.get_absolute_url(),
        email=challenge.email,
        phone=challenge.phone,
    )


def status_url(submission: Submission) -> str:
    return reverse("challenges:status", args=[submission.case.reference])


def preview(answers: dict[str, Any], opening: Opening) -> dict[str, Any]:
    """What would stand in public if the department goes on with it: the card, drawn from the draft's meanings."""
    is_person = answers.get("applicant_kind", "person") == "person"
    shown = answers.get("contact_name", "") if is_person and answers.get("name_in_public") else _("A private person")
    return {
        "kind": "proposal",
        "title": answers.get("title", ""),
        "summary": answers.get("summary", ""),
        "last": shown if is_person else answers.get("organisation_name", ""),
    }


def facts(submission: Submission, blind: bool) -> list[tuple[str, str]]:
    """The facts above a proposal on a reviewer's page; a blind stage leaves out who proposes."""
    return facts_of(staff.proposal_of(submission), blind)


def facts_of(proposal: Proposal, blind: bool) -> list[tuple[str, str]]:
    """The same of a proposal that is at hand with its challenge and district."""
    challenge = proposal.challenge
    told = [
        (_("Challenge"), str(challenge.title)),
        (_("The need"), str(challenge.need)),
        (_("Department"), challenge.unit.name),
        (_("District"), str(proposal.district or _("The whole city"))),
        (_("Kind of proposer"), proposal.get_proposer_kind_display()),
    ]
    if not blind:
        told.append((_("From"), proposal.organisation_name or proposal.contact_name))
        if proposal.organisation_name:
            told.append((_("Contact person"), proposal.contact_name))
    return [(label, value) for label, value in told if value]


def printable_forms() -> list[papers.Paper]:
    """The questions of each challenge that is open now, to print and fill in by hand."""
    return [
        papers.Paper(
            label=_("All questions, %(name)s") % {"name": challenge.title},
            url=reverse("challenges:questions", args=[challenge.slug]),
        )
        for challenge in public.open_challenges()
    ]


def my_rows(person: Any) -> list[mine.Row]:
    """One's own proposals with status in words and, while it is not answered, the promised date."""
    return [
        mine.Row(
            label=proposal.title,
            url=reverse("challenges:status", args=[proposal.case.reference]),
            note=f"{proposal.case.reference} · {proposal.challenge.title}",
            status=str(PUBLIC_WORDS[proposal.state]),
            look=LOOKS[proposal.state],
            due=proposal.opening.answer_by if LOOKS[proposal.state] == "info" else None,
        )
        for proposal in own.my_proposals(person)
    ]


# The start page


def waiting_to_screen(found: staff.ToHandle) -> list[queues.Waiting]:
    return [_waiting(proposal, _("Read")) for proposal in found.to_screen]


def waiting_to_answer(found: staff.ToHandle) -> list[queues.Waiting]:
    return [_waiting(proposal, _("Answer")) for proposal in found.to_answer]


def _waiting(proposal: Proposal, verb: str) -> queues.Waiting:
    case = proposal.case
    return queues.Waiting(
        label=proposal.title,
        url=reverse("admin:challenges_proposal_work", args=[case.reference]),
        verb=verb,
        due=case.answer_by,
        days_late=case.days_late(),
        note=f"{case.reference} · {proposal.challenge.title}",
    )


def waiting_milestones(person: Any) -> list[queues.Waiting]:
    return [
        queues.Waiting(
            label=str(milestone.title),
            url=reverse("admin:challenges_environment_work", args=[milestone.environment.slug]),
            verb=_("Follow up"),
            due=milestone.due_on,
            note=str(milestone.environment.title),
        )
        for milestone in staff.milestones_due(person)
    ]


def waiting_to_publish(person: Any) -> list[queues.Waiting]:
    return [
        queues.Waiting(
            label=str(thing["title"]),
            url=reverse("admin:challenges_way", args=[thing["kind"], thing["slug"]]),
            verb=_("Finish"),
            due=thing["publish_at"].date() if thing["state"] == Publication.SCHEDULED else None,
        )
        for thing in staff.not_public(person)
    ]


def figures(person: Any) -> list[queues.Figure]:
    """How the department's challenges stand, each figure leading to the list that shows what it counts."""
    now = staff.standing(person)
    proposals = reverse("admin:challenges_proposals")
    return [
        queues.Figure(_("challenges open for proposals"), now.open, f"{reverse('admin:challenges_list')}?only=open"),
        queues.Figure(
            _("proposals waiting for an answer"),
            now.waiting,
            f"{proposals}?state=waiting",
            _("the oldest is promised by %(day)s") % {"day": show_day(now.oldest)} if now.oldest else "",
        ),
        queues.Figure(
            _("proposals answered this year"),
            now.answered,
            f"{proposals}?state=answered",
            _median_words(now.days) if now.days is not None else "",
        ),
        queues.Figure(
            _("test environments in progress"), now.testing, f"{reverse('admin:challenges_environments')}?only=going"
        ),
    ]


def _median_words(days: int) -> str:
    words = ngettext("half of them within %(n)d day", "half of them within %(n)d days", days)
    return words % {"n": days}
