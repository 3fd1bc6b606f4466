"""After a grant: what a grantee tells before it is read, a change and its answer, a report with a receipt."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from civicportal.cases.models import Delegation
from civicportal.kernel import dates
from civicportal.places.models import District
from civicportal.review.models import Stage
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Form
from civicportal.submissions.queries import kept
from funds.actions import changes, reports, updates
from funds.models import Fund, FundYear, Project, Report
from tests.funds.factories import World, make_round
from tests.funds.granted import PDF, accept, grantee, in_days, make_granted
from tests.leaks.words import Part, marker
from tests.people import Cast, make_person

TOLD, WHY, ANSWER = marker("afber"), marker("afvar"), marker("afsva")
RECEIPT, REPORT = marker("afkvi"), marker("afred")
MARKERS = (TOLD, WHY, ANSWER, RECEIPT, REPORT)


def _granted(cast: Cast) -> Project:
    """A grant in a round of its own, so that what is held in the fund's other round stays held."""
    fund, now = Fund.objects.get(slug="visionsfonden"), dates.now()
    year = FundYear.objects.get(fund=fund)
    form = Form.objects.get(name="visionsfonden", version=1)
    opened = make_round(fund, year, form, opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9))
    stage = Stage(opening=opened.opening)
    delegation = Delegation.objects.filter(person=cast.decision_maker).first() or Delegation()
    world = World(cast, fund, year, opened, stage, [], delegation, District.objects.order_by("pk")[0])
    return make_granted(world, make_person("Greta Grantee"), title="Odling på taket")


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """The grantee of a project accepts, tells, asks, and reports; all of it waits to be read."""
    project = _granted(cast)
    person = grantee(project)
    accept(project)
    updates.write(project, by=person, title="Nyheter", words=f"Vi {TOLD}", language="sv", once=uuid.uuid4())
    asked = changes.ask(project, by=person, why=f"Därför {WHY}", ends_on=in_days(99), once=uuid.uuid4())
    changes.answer(asked, by=cast.fund_manager, yes=False, words=f"Nej {ANSWER}")
    report = Report.objects.get(project=project)
    draft = reports.begin(report, by=person)
    file = SimpleUploadedFile(f"{RECEIPT}.pdf", PDF, content_type="application/pdf")
    reports.add_receipt(report, file, what=f"Skruv {RECEIPT}", by=person, once=uuid.uuid4())
    lines = [{"what": "Verktyg", "amount": "10 000", "note": ""}]
    values = {"short": "Bra.", "learnt": f"Att {REPORT}", "used": lines}
    submissions.save_answers(draft, values, kept(draft).versions, by=person)
    submissions.send(draft, by=person)
    assert project.application is not None
    return Part(people={"grantee": person}, papers={"grantee": {project.application.case.reference}})
