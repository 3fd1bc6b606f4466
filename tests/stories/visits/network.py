"""The employees' network: its fund, ideas in two sentences, support by link, contact requests, partners."""

from __future__ import annotations

import uuid
from typing import Any

from civicportal.commons import contacts
from civicportal.commons.models import ContactRequest, Item, Partner
from civicportal.submissions.actions import start_draft
from civicportal.submissions.actions.endorsing import token_of
from civicportal.submissions.enums import EndorsementState
from civicportal.submissions.models import Draft, Endorsement
from funds.models import Fund, Inquiry, Project, Round
from funds.proving import applications as proving
from tests.people import make_person
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import person
from tests.stories.visits.work import staff

SLUG = "natverket-for-innovation"


def visits() -> list[Visit]:
    """Every page of this piece, in the states that tell something."""
    return [*public(), *supporting(), *telling(), *contacting(), *working()]


def the_round() -> Round:
    """The network's open round."""
    return Round.objects.select_related("opening", "fund").filter(fund__slug=SLUG).latest("opening__opens_at")


def public() -> list[Visit]:
    """What anybody sees, and what a stranger meets who wants in."""
    maja = person("maja@example.org")
    project = Project.objects.filter(fund__slug=SLUG).order_by("pk")[0]
    carried = Item.objects.filter(kind="project").order_by("pk")[0]
    return [
        Visit(name="funds:fund", args=(SLUG,)),
        Visit(name="funds:fund_list", query=f"?fran=project/{carried.slug}", says="carrying something on"),
        Visit(name="funds:questions", args=(SLUG,)),
        Visit(name="funds:apply", args=(SLUG,)),
        Visit(name="funds:apply", args=(SLUG,), who=maja, says="not for you", status=403),
        Visit(name="funds:address", args=(SLUG,)),
        Visit(name="funds:address", args=(SLUG,), says="errors", act=send, status=422),
        Visit(name="funds:project", args=(project.slug,)),
        Visit(name="commons:partner_list"),
        Visit(name="commons:partner", args=(Partner.objects.order_by("pk")[0].slug,)),
    ]


def supporting() -> list[Visit]:
    """The manager's link in each state, and the owner's pages."""
    found = {state: Endorsement.objects.filter(state=state).order_by("pk").first() for state in EndorsementState.values}
    waiting = found[EndorsementState.ASKED]
    assert waiting is not None
    owner = waiting.submission.person
    reference = waiting.submission.case.reference
    nothing = blank()
    by_link = [
        Visit(name="submissions:endorse", args=(token_of(one),), says=state) for state, one in found.items() if one
    ]
    return [
        *by_link,
        Visit(name="submissions:endorse", args=(token_of(waiting),), says="errors", act=send, status=422),
        Visit(name="submissions:ask_endorsement", args=(reference,), who=owner),
        Visit(name="submissions:ask_endorsement", args=(reference,), who=owner, says="errors", act=send, status=422),
        Visit(name="funds:application", args=(reference,), who=owner, says="support asked for"),
        Visit(name="submissions:similar", args=(written().token,), who=written().person),
        Visit(name="submissions:similar", args=(nothing.token,), who=nothing.person, says="nothing written"),
    ]


def written() -> Draft:
    """The draft that the coordinator made of what was told."""
    return Draft.objects.select_related("person").get(talk__isnull=False, sent_at=None)


def blank() -> Draft:
    """A draft that nobody has written in."""
    who = make_person("Tom Sida", email=f"tom.{uuid.uuid4().hex[:8]}@kultur.example.org")
    return start_draft(opening=the_round().opening, email=who.email, language="sv", by=who)


def telling() -> list[Visit]:
    """Two sentences: the box, its receipt, the conversation."""
    love = person("love@kultur.example.org")
    drafted = Inquiry.objects.select_related("case").get(drafted_at__isnull=False)
    waiting = Inquiry.objects.select_related("case__person").filter(case__answered_at=None).order_by("pk")[0]

    def confirm(page: Any) -> None:
        page.locator("[name=words]").fill("Tysta timmar i konsthallen med dämpat ljus för äldre och familjer.")
        page.locator("[name=email]").fill(f"ny.{uuid.uuid4().hex[:8]}@kultur.example.org")
        send(page)

    return [
        Visit(name="funds:tell", args=(SLUG,)),
        Visit(name="funds:tell", args=(SLUG,), who=love),
        Visit(name="funds:tell", args=(SLUG,), says="errors", act=send, status=422),
        Visit(name="funds:tell", args=(SLUG,), says="look in your mail", act=confirm),
        Visit(name="funds:tell", args=(SLUG,), who=person("maja@example.org"), says="not for you", status=403),
        Visit(name="funds:told", args=(proving.RECEIPTS.of(waiting),)),
        Visit(name="funds:inquiry", args=(drafted.case.reference,), who=drafted.case.person, says="with a draft"),
        Visit(name="funds:inquiry", args=(waiting.case.reference,), who=waiting.case.person),
    ]


def contacting() -> list[Visit]:
    """Asking to get in contact, and the answer by link and in the backoffice."""
    maja, culture = person("maja@example.org"), staff("culture")
    partner = Partner.objects.order_by("pk")[0]
    project = Item.objects.filter(kind="project", unit=partner.unit).order_by("pk")[0]
    asker = make_person("Fråga Kontaktsson")
    made = contacts.ask_contact(project, by=asker, words="Vi vill prova detsamma.", once=uuid.uuid4(), language="sv")
    said = contacts.ask_contact(partner.item, by=asker, words="Kan ni mäta?", once=uuid.uuid4(), language="sv")
    contacts.answer_contact(said, yes=True, words="Gärna.", by=None)
    where: dict[str, Any] = {"args": ("partner", partner.slug), "who": maja}
    return [
        Visit(name="commons:contact", **where),
        Visit(name="commons:contact", **where, says="errors", act=send, status=422),
        Visit(name="commons:contact", args=("project", project.slug), who=asker, says="asked already", status=403),
        Visit(name="commons:contact_request", args=(made.number,), who=asker),
        Visit(name="commons:contact_request", args=(said.number,), who=asker, says="yes"),
        Visit(name="commons:answer_contact", args=(link_of(made),)),
        Visit(name="commons:answer_contact", args=(link_of(said),), says="answered"),
        Visit(name="admin:commons_contacts", who=culture),
        Visit(name="admin:commons_contact", args=(made.number,), who=culture),
        Visit(name="admin:commons_contact", args=(made.number,), who=culture, says="errors", act=send, status=422),
        Visit(name="admin:commons_contact", args=(said.number,), who=culture, says="answered"),
    ]


def link_of(request: ContactRequest) -> str:
    """The secret part of the link, as the letter carries it."""
    from civicportal.notices.models import Message

    letter = Message.objects.get(about_kind="commons.contactrequest", about_id=request.pk, kind="commons.contact_asked")
    return letter.text.split("/kontakt/svara/")[1].split("/")[0]


def working() -> list[Visit]:
    """The network's own desk."""
    culture = staff("culture")
    drafted = Inquiry.objects.select_related("case").get(drafted_at__isnull=False)
    waiting = Inquiry.objects.select_related("case").filter(case__answered_at=None).order_by("pk")[0]
    reference = waiting.case.reference
    asked = Endorsement.objects.filter(state=EndorsementState.ASKED).order_by("asked_at")[0]
    of_it = asked.submission.case.reference
    fund, round_ = Fund.objects.get(slug=SLUG), the_round()
    return [
        Visit(name="admin:index", who=culture),
        Visit(name="admin:funds_inquiries", who=culture),
        Visit(name="admin:funds_inquiry", args=(reference,), who=culture),
        Visit(name="admin:funds_inquiry", args=(reference,), who=culture, says="errors", act=send, status=422),
        Visit(name="admin:funds_inquiry", args=(drafted.case.reference,), who=culture, says="a draft is made"),
        Visit(name="admin:funds_prepare", args=(reference,), who=culture),
        Visit(name="admin:funds_prepare", args=(reference,), who=culture, says="errors", act=send, status=422),
        Visit(name="admin:funds_prepare", args=(drafted.case.reference,), who=culture, says="refused"),
        Visit(name="admin:funds_application", args=(of_it,), who=culture, says="waits for support"),
        Visit(name="admin:funds_assign", args=(of_it,), who=culture, says="waits for support"),
        Visit(name="admin:funds_round", args=(fund.slug, round_.slug), who=culture),
    ]
