"""What contacts and partners tell the portal when it starts: kind, letters, pages, queue, my page, own data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.cases.rules import LEADS_A_CASE
from civicportal.commons import contacts, kinds
from civicportal.commons.models import ContactRequest, ContactState, Item, Partner
from civicportal.commons.notices import contacts as notices_contacts
from civicportal.commons.registrations import voices
from civicportal.commons.views import contacting
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.notices.letters import register_scope
from civicportal.people import own_data
from civicportal.people.models import Person
from civicportal.places import mine

ANSWERED_WITHIN = timedelta(days=10)
"""How long somebody who asks for contact should have to wait at the most."""


def register_contacts() -> None:
    """Called once when the app is ready."""
    notices_contacts.register_letters()
    register_scope(ContactRequest)
    contacting.register_work()
    kinds.register(
        kinds.Kind(
            key="partner",
            label=gettext_lazy("Research partner"),
            plural=gettext_lazy("Research partners"),
            icon="academic-cap",
            model=Partner,
            words=partner_words,
            url=partner_url,
            css="story",
            can_ask=False,
        )
    )
    label = gettext_lazy("Contact requests to answer")
    queues.register(queues.Queue("commons.contacts", label, LEADS_A_CASE, contacts_waiting, voices.waiting))
    mine.register(mine.Group(key="contacts", label=gettext_lazy("Your contact requests"), rows=my_rows, position=40))
    own_data.register("contacts", gettext_lazy("Your contact requests"), export_requests, erase_requests)
    own_data.name_fields({"words": gettext_lazy("Words"), "answer": gettext_lazy("Answer")})


def partner_url(item: Item) -> str:
    return reverse("commons:partner", args=[item.slug])


def _everything(*texts: LocalizedText) -> str:
    return "\n".join(words for text in texts for words in text.texts.values() if words)


def partner_words(partner: Partner) -> kinds.ItemWords:
    """A partner in public. The contact function's address is no part of it."""
    themes = list(partner.themes.all())
    return kinds.ItemWords(
        title=partner.name,
        summary=partner.summary,
        text=_everything(partner.summary, partner.about, partner.contact_function),
        keywords=" ".join([partner.organisation.name, *(_everything(theme.name) for theme in themes)]),
        unit=partner.unit,
        theme=themes[0] if themes else None,
    )


def contacts_waiting(found: voices.Found) -> list[queues.Waiting]:
    """Requests to things of one's units that nobody has answered."""
    return [
        queues.Waiting(
            label=str(request.title) or f"{request.kind}/{request.slug}",
            url=reverse("admin:commons_contact", args=[request.number]),
            verb=_("Answer"),
            due=dates.day_of(request.at + ANSWERED_WITHIN),
        )
        for request in found.get("contacts", [])
    ]


def my_rows(person: Any) -> list[mine.Row]:
    """One's own requests with where each lies."""
    return [
        mine.Row(
            label=str(row.item),
            url=reverse("commons:contact_request", args=[row.number]),
            status=str(row.get_state_display()),
            look=contacting.LOOKS[ContactState(row.state)],
            note=dates.show_day(row.asked_at),
        )
        for row in contacts.own_requests(person)[:50]
    ]


def export_requests(person: Person) -> list[dict[str, Any]]:
    """Each request with its answer."""
    return [
        {"what": str(row.item), "since": row.asked_at.isoformat(), "words": row.words, "answer": row.answer}
        for row in ContactRequest.objects.filter(person=person).select_related("item").order_by("asked_at")
    ]


def erase_requests(person: Person) -> None:
    """Forgets them: nothing was decided by them."""
    rows: models.QuerySet[ContactRequest] = ContactRequest.objects.filter(person=person)
    rows.delete()
