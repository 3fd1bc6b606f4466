"""A form with every kind of question, an opening of a kind of our own, and people: what these tests write in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.people.models import Organisation, Person
from civicportal.places.models import District
from civicportal.submissions.kinds import Context, OpeningKind
from civicportal.submissions.models import Draft, Form, Opening, Submission, Version

KIND = "tests.opening"


def words(text: str) -> dict[str, str]:
    return {"sv": text, "en": f"{text} (en)"}


DEFINITION: dict[str, Any] = {
    "steps": [
        {
            "key": "idea",
            "title": words("Idén"),
            "help": words("Berätta kort."),
            "questions": [
                {"key": "title", "kind": "short_text", "label": words("Vad heter idén?"), "required": True,
                 "max_length": 40, "means": "title", "public": True, "missing": words("Skriv vad idén heter")},
                {"key": "summary", "kind": "long_text", "label": words("Vad vill du göra?"), "required": True,
                 "max_length": 300, "means": "summary", "hint": words("Några meningar.")},
                {"key": "areas", "kind": "themes", "filter": "vision", "label": words("Områden"),
                 "means": "vision_areas"},
                {"key": "focus", "kind": "themes", "filter": "challenge", "label": words("Utmaning"),
                 "means": "focus_challenge"},
                {"key": "place", "kind": "district", "label": words("Var?"), "means": "district"},
            ],
        },
        {
            "key": "money",
            "title": words("Pengar och tid"),
            "questions": [
                {"key": "budget", "kind": "budget", "label": words("Vad kostar det?"), "required": True,
                 "means": "budget"},
                {"key": "own", "kind": "money", "label": words("Egna pengar")},
                {"key": "people", "kind": "number", "label": words("Hur många är med?"), "lowest": 0, "highest": 500},
                {"key": "starts", "kind": "date", "label": words("Börjar"), "means": "starts_on"},
                {"key": "ends", "kind": "date", "label": words("Slutar"), "means": "ends_on"},
                {"key": "plan", "kind": "file", "label": words("Ritning")},
            ],
        },
        {
            "key": "you",
            "title": words("Om dig"),
            "questions": [
                {"key": "who", "kind": "choice", "label": words("Vem söker?"), "required": True,
                 "means": "applicant_kind",
                 "choices": [{"value": "person", "label": words("Privatperson")},
                             {"value": "company", "label": words("Företag")}]},
                {"key": "number", "kind": "organisation_number", "label": words("Organisationsnummer"),
                 "required": True, "means": "organisation_number", "identifies": True,
                 "show_when": {"question": "who", "is": ["company"]}},
                {"key": "name", "kind": "short_text", "label": words("Ditt namn"), "means": "contact_name",
                 "identifies": True, "required_for": ["person"]},
                {"key": "telephone", "kind": "phone", "label": words("Telefon"), "means": "phone", "identifies": True},
                {"key": "mail", "kind": "email", "label": words("E-post"), "identifies": True},
                {"key": "heard", "kind": "choices", "label": words("Hur hörde du talas om oss?"), "means": "outreach",
                 "choices": {"friend": words("En vän"), "poster": words("En affisch")}},
                {"key": "name_public", "kind": "yes_no", "label": words("Får namnet stå?"), "means": "name_in_public"},
                {"key": "team", "kind": "people", "label": words("Vilka är med?"), "lowest": 2, "different": 2},
                {"key": "secret", "kind": "long_text", "label": words("Något känsligt?"), "sensitive": True,
                 "means": "sensitive"},
            ],
        },
    ]
}  # fmt: skip

TYPED: dict[str, Any] = {
    "title": "Cykelkök på torget",
    "summary": "Vi lagar cyklar tillsammans.\nAlla får komma.",
    "areas": ["skapande", "global"],
    "focus": "trygghet",
    "place": "raa",
    "budget": [
        {"what": "Verktyg", "amount": "12 000", "note": "begagnade"},
        {"what": "Kaffe", "amount": "500,50", "note": ""},
    ],
    "own": "0",
    "people": "0",
    "starts": ["1", "mars", "2027"],
    "ends": ["31", "8", "2027"],
    "team": [
        {"name": "Kim Berg", "function": "Snickare", "organisation": "Cykelverkstan", "email": "kim@example.org"},
        {"name": "Bo Al", "function": "", "organisation": "Skolan", "email": ""},
    ],
    "who": "company",
    "number": "556036-0793",
    "name": "Kim Berg",
    "telephone": "070-123 45 67",
    "mail": "kim@example.org",
    "heard": ["friend"],
    "name_public": "no",
    "secret": "En sak.",
}
"""Every question answered as people type; nothing and zero are among the answers."""

SENT: dict[str, Any] = {
    "title": "Cykelkök på torget",
    "summary": "Vi lagar cyklar tillsammans.\nAlla får komma.",
    "areas": ["skapande", "global"],
    "focus": "trygghet",
    "place": "raa",
    "budget": [
        {"what": "Verktyg", "amount": 1_200_000, "note": "begagnade"},
        {"what": "Kaffe", "amount": 50_050, "note": ""},
    ],
    "own": 0,
    "people": 0,
    "starts": "2027-03-01",
    "ends": "2027-08-31",
    "team": [
        {"name": "Kim Berg", "function": "Snickare", "organisation": "Cykelverkstan", "email": "kim@example.org"},
        {"name": "Bo Al", "function": "", "organisation": "Skolan", "email": ""},
    ],
    "who": "company",
    "number": "5560360793",
    "name": "Kim Berg",
    "telephone": "070-123 45 67",
    "mail": "kim@example.org",
    "heard": ["friend"],
    "name_public": False,
    "secret": "En sak.",
}
"""The same as it is sent and stored."""


class Feature:
    """A feature of our own: writes down what the sending tells it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []
        self.kind = OpeningKind(
            key=KIND,
            submitted=lambda submission, version, by: self._note("submitted", submission, version),
            changed=lambda submission, version, by: self._note("changed", submission, version),
            about=lambda opening: Context(
                "Testfonden", "/fonder/test/", "fonden@example.org", "042-10 50 00", "/coach/"
            ),
            status_url=lambda submission: f"/ansokan/{submission.case.reference}/",
            preview=lambda meant, opening: {
                "kind": "project",
                "title": meant["title"],
                "summary": meant.get("summary"),
            },
            facts=lambda submission, blind: [],
            withdrawn=lambda submission, by: self.told.append(("withdrawn", submission.pk, 0)),
        )

    def _note(self, what: str, submission: Submission, version: Version) -> None:
        self.told.append((what, submission.pk, version.number))


def make_person(email: str = "kim@example.org", **fields: Any) -> Person:
    fields.setdefault("confirmed_at", dates.now())
    return Person.objects.create_user(email, name=fields.pop("name", "Kim Berg"), **fields)


def make_opening(definition: dict[str, Any] | None = None, **fields: Any) -> Opening:
    """An opening that closes in a week, about at most 20 000 kr, with districts and themes to choose from."""
    for kind, slug, name in (
        ("vision", "skapande", "Skapande"),
        ("vision", "global", "Global"),
        ("challenge", "trygghet", "Trygghet"),
    ):
        Theme.objects.get_or_create(slug=slug, defaults={"kind": kind, "name": words(name)})
    District.objects.get_or_create(slug="raa", defaults={"name": "Råå"})
    unit, _new = Organisation.objects.get_or_create(kind="fund_office", name="Fondkontoret")
    form = Form.objects.create(name=f"form-{uuid.uuid4().hex[:8]}", definition=definition or DEFINITION)
    now = dates.now()
    facts = {"opens_at": now - timedelta(days=7), "closes_at": now + timedelta(days=7), "highest": 2_000_000}
    return Opening.objects.create(
        kind=KIND, unit=unit, form=form, series="TT", answer_by=now.date() + timedelta(days=40), **(facts | fields)
    )


def make_draft(opening: Opening | None = None, person: Person | None = None, **fields: Any) -> Draft:
    """A draft without answers; of an account, or held by nobody yet."""
    opening = opening or make_opening()
    email = fields.pop("email", person.email if person else "kim@example.org")
    return Draft.objects.create(opening=opening, form=opening.form, person=person, email=email, **fields)
