"""Protocols: what a meeting prepared and a delegate decided, frozen with a control number when it is signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases.decisions import appeal_in_general
from civicportal.cases.models import Case, Decision, Protocol, ProtocolItem, Recusal
from civicportal.kernel import dates, money
from civicportal.kernel.answers import YES, Answer, Refused, insist, no
from civicportal.kernel.text import nfc, one_line
from civicportal.people.enums import Role
from civicportal.people.models import Organisation, Person
from civicportal.places.models import City
from civicportal.records.actions import record

SIGNS = (Role.FUND_MANAGER, Role.DECISION_MAKER)
SIGNED = _("The protocol is signed and cannot be changed")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a protocol in words, in Swedish: it is a public record. `left` is who was there and left the room."""

    reference: str
    title: str
    outcome: str
    amount: str
    decided_by: str
    point: str
    decided_on: str
    reason: str
    left: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has saved the protocol meanwhile; theirs stands."""

    protocol: Protocol


def protocol_for(person: Any, pk: int) -> Protocol:
    """A protocol that the person may read. Raises Http404."""
    rows = Protocol.objects.visible_to(person).select_related("unit", "signed_by")
    found: Protocol | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def can_write(person: Any, protocol: Protocol) -> Answer:
    """Those who run the unit's funds and those who decide write and sign the protocol, until it is signed."""
    if protocol.signed_at is not None:
        return no(SIGNED)
    if protocol.unit_id in person.units_as(*SIGNS):
        return YES
    return no(_("Only those who prepare and make the decisions write the protocol"))


@transaction.atomic
def begin(unit: Organisation, *, by: Person, title: str) -> Protocol:
    """A protocol of a meeting held today, with its maker present. Raises Refused."""
    insist(can_write(by, Protocol(unit=unit)))
    made = Protocol.objects.create(unit=unit, title=one_line(title)[:160])
    made.present.add(by)
    record(made, verb="protocol.begun", by=by)
    return made


@transaction.atomic
def write(
    protocol: Protocol, *, by: Person, version: int, present: Iterable[Person], **said: Any
) -> Protocol | Overtaken:
    """Keeps who was there, when and where, and notes. `version` is the number that the page was made from."""
    locked = Protocol.objects.select_for_update(of=("self",)).get(pk=protocol.pk)
    insist(can_write(by, locked))
    if locked.version != version:
        return Overtaken(locked)
    for name in ("title", "held_on", "place", "others", "notes"):
        value = said[name]
        setattr(locked, name, nfc(value).strip() if isinstance(value, str) else value)
    locked.version += 1
    locked.save()
    locked.present.set(present)
    record(locked, verb="protocol.written", by=by, facts={"version": locked.version})
    return locked


def items_of(decisions: Sequence[Decision], present: set[int]) -> list[tuple[int, Item]]:
    """The decisions in words, by case; who stepped aside, and who of them was there and left. One query."""
    aside: dict[int, list[Recusal]] = {}
    cases = {decision.case_id for decision in decisions}
    for recusal in Recusal.objects.in_force().filter(case__in=cases).select_related("person").order_by("pk"):
        aside.setdefault(recusal.case_id, []).append(recusal)
    with override("sv"):
        return [(one.case_id, _item(one, aside.get(one.case_id, []), present)) for one in decisions]


def _item(decision: Decision, recusals: list[Recusal], present: set[int]) -> Item:
    return Item(
        reference=decision.case.reference,
        title=decision.case.title,
        outcome=str(decision.get_outcome_display()),
        amount=money.show(decision.amount) if decision.amount is not None else "",
        decided_by=f"{decision.decided_by}, {decision.delegation.title}",
        point=decision.delegation.point,
        decided_on=dates.show_day(decision.decided_at),
        reason=decision.reason,
        left=[str(one.person) for one in recusals if one.person_id in present],
        aside=[str(one.person) for one in recusals],
        sha256=decision.judged_sha256,
    )


def facts_of(protocol: Protocol, items: Sequence[Item]) -> dict[str, Any]:
    """Everything that the protocol says, in Swedish, as plain values: for page, PDF and control number."""
    if protocol.facts is not None:
        return dict(protocol.facts)
    city = City.objects.first()
    people = [str(person) for person in protocol.present.order_by("name", "pk")]
    others = [line.strip() for line in protocol.others.splitlines() if line.strip()]
    with override("sv"):
        rows = [
            (say("Unit"), str(protocol.unit)),
            (say("Day"), dates.show_day(protocol.held_on, weekday=True)),
            (say("Place"), protocol.place),
            (say("Present"), ", ".join([*people, *others])),
        ]
        return {
            "lang": "sv",
            "authority": city.authority if city else str(protocol.unit),
            "heading": protocol.title,
            "rows": [[label, value] for label, value in rows if value],
            "notes": protocol.notes,
            "items": [asdict(item) for item in items],
            "appeal": appeal_in_general(city),
            "signed": "",
            "sha256": "",
        }


def control_number(facts: dict[str, Any]) -> str:
    """SHA-256 over what the protocol says, in one written form."""
    told = {name: value for name, value in facts.items() if name not in {"signed", "sha256"}}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def sign(protocol: Protocol, *, by: Person, version: int, items: Sequence[tuple[int, Item]]) -> Protocol:
    """Freezes the protocol: from now on the database itself refuses to change it.

    `items` are the cases' ids with their words, as they were on the page. Raises Refused when somebody has written in
    it since, when it has no item, or when a case has no decision that is in force.
    """
    locked = Protocol.objects.select_for_update(of=("self",)).select_related("unit").get(pk=protocol.pk)
    insist(can_write(by, locked))
    if locked.version != version:
        raise Refused(no(_("Somebody has written in the protocol since you opened it. Read it again before you sign")))
    if not items:
        raise Refused(no(_("There is nothing decided yet that the protocol could tell of")))
    facts = facts_of(locked, [item for _case, item in items])
    locked.sha256 = control_number(facts)
    locked.signed_at, locked.signed_by = dates.now(), by
    with override("sv"):
        signed = say("Signed by %(name)s, %(day)s") % {"name": by, "day": dates.show_moment(locked.signed_at)}
    locked.facts = {**facts, "signed": signed, "sha256": locked.sha256}
    ProtocolItem.objects.bulk_create(
        ProtocolItem(protocol=locked, case_id=case, position=place)
        for place, (case, _item) in enumerate(items, start=1)
    )
    locked.save()
    record(locked, verb="protocol.signed", by=by, facts={"sha256": locked.sha256, "items": len(items)})
    return locked


def as_read_by(facts: dict[str, Any], person: Any) -> dict[str, Any]:
    """The protocol in words as somebody may read it: without the items that they have stepped aside from, that are
    their own, or that hold a protected identity which is not theirs to know. Their number is told. One query.
    """
    references = [item["reference"] for item in facts["items"]]
    gone = set(references) - _open_to(person, references)
    kept = [(place, item) for place, item in enumerate(facts["items"], start=1) if item["reference"] not in gone]
    told = {name: value for name, value in facts.items() if name != "items"}
    with override("sv"):
        hidden = say("%(n)d items are not shown to the one who reads this.") % {"n": len(gone)}
        return {
            **told,
            "shown": [{"heading": f"§ {place} {item['title']}", "rows": _rows(item)} for place, item in kept],
            "hidden": len(gone),
            "hidden_words": hidden if gone else "",
            "nothing": "" if references else say("Nothing is decided yet."),
            "appeal_head": say("If you think that the decision is unlawful"),
            "number_words": say("Control number of the protocol (SHA-256):"),
        }


def _open_to(person: Any, references: Sequence[str]) -> set[str]:
    """Which of the cases the person may read of: those that they see, and those of the unit that they decide in."""
    recused = Recusal.objects.in_force().filter(person=person).values("case")
    seen = Q(pk__in=Case.objects.visible_to(person)) | Q(unit__in=person.units_as(Role.DECISION_MAKER))
    rows = Case.objects.filter(seen, reference__in=references).exclude(pk__in=recused)
    return set(rows.exclude(person=person).values_list("reference", flat=True))


def _rows(item: dict[str, Any]) -> list[list[str]]:
    """One item's facts as pairs of label and value, in the language in force."""
    rows = [
        (say("Reference"), item["reference"]),
        (say("Outcome"), item["outcome"]),
        (say("Amount"), item["amount"]),
        (say("Date of the decision"), item["decided_on"]),
        (say("Decided by"), item["decided_by"]),
        (say("By delegation"), item["point"]),
        (say("Reasons"), item["reason"]),
        (say("Stepped aside because of a conflict of interest"), ", ".join(item["aside"])),
        (say("Left the room"), ", ".join(item["left"])),
        (say("Control number of the text that was judged (SHA-256)"), item["sha256"]),
    ]
    return [[label, value] for label, value in rows if value]
