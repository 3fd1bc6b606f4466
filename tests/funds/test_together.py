"""Applications of several: what co-applicants see and never judge, completing, signatories, support that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.enums import Role
from civicportal.people.models import Consent, Person
from civicportal.review import actions as reviews
from civicportal.review import hints
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import completing, together
from civicportal.submissions.actions.contacts import change_contact
from civicportal.submissions.actions.endorsing import (
    answer_endorsement,
)
from civicportal.submissions.endorsing import has_support, standing_of
from civicportal.submissions.enums import CompletionState, CoWriterState, EndorsementState
from civicportal.submissions.models import Completion, CoWriter, Submission
from civicportal.submissions.registrations import completions_in, my_completions
from civicportal.submissions.together import behind, invitation_by
from funds.actions import applications, decisions
from funds.models import Application
from funds.queries import mine, staff
from funds.registrations.applications import my_rows
from funds.rules.applications import is_recused
from tests.funds.factories import ANSWERS, World, make_application, make_world, write_draft
from tests.funds.network import apply_as_employee, make_network
from tests.people import client_of, give, make_person, make_reviewer
from tests.submissions.test_together import token_in

pytestmark = pytest.mark.django_db
WORDS = "Vi behöver en tydligare budget."


@pytest.fixture
def world(cast: Any) -> World:
    return make_world(cast)


@pytest.fixture
def owner(db: None) -> Person:
    return make_person("Rut Ägare")


@pytest.fixture
def along(db: None) -> Person:
    return make_person("Noa Medsökande")


def let_in(draft: Any, person: Person, by: Person) -> CoWriter:
    together.invite(draft, email=person.email, language="sv", by=by)
    letter = Message.objects.filter(kind="submissions.invited", email=person.email).latest("pk")
    return together.accept(invitation_by(token_in(letter)), by=person)


def apply_together(world: World, owner: Person, along: Person, **answers: Any) -> Application:
    draft = write_draft(world, owner, **answers)
    let_in(draft, along, owner)
    sent = submissions.send(draft, by=owner)
    return Application.objects.select_related("submission__case", "submission__opening", "round__fund").get(
        submission=sent
    )


def ask(application: Application, by: Person, *questions: str) -> Completion:
    until = dates.today() + timedelta(days=10)
    return completing.ask_completion(
        application.submission, questions=questions or ("budget",), until=until, words=WORDS, by=by
    )


def complete(application: Application, by: Person, **answers: Any) -> Submission:
    draft = completing.begin_completion(application.submission, by=by)
    number = 1000 * application.submission.versions.count()
    submissions.save_answers(draft, answers, dict.fromkeys(answers, number), by=by)
    return submissions.send(draft, by=by)


def close_the_round(world: World) -> None:
    world.round.opening.closes_at = dates.now() - timedelta(hours=1)
    world.round.opening.save(update_fields=["closes_at"])


def news(person: Person) -> list[str]:
    letters = Message.objects.filter(kind="submissions.together", person=person).order_by("pk")
    return [letter.subject.partition(" (")[0] for letter in letters]


# Co-applicants


def test_a_co_applicant_reads_it_all_and_changes_nothing(world: World, owner: Person, along: Person) -> None:
    application = apply_together(world, owner, along)
    client, base = client_of(along), f"/mitt/{application.case.reference}/"
    for page in ("", "svar/", "svar.pdf"):
        assert client.get(base + page).status_code == 200, page
    for page in ("andra/", "dra-tillbaka/", "samtal/"):
        assert client.get(base + page).status_code == 404, page
        assert client.post(base + page).status_code == 404, page
    with pytest.raises(Refused):
        submissions.reopen(application.submission, by=along)
    with pytest.raises(Refused):
        submissions.withdraw(application.submission, by=along)
    assert [row.label for row in my_rows(mine.sent_by(along))] == [application.title]
    assert news(along) == ["Er ansökan är inskickad"]
    assert client_of(make_person()).get(base).status_code == 404


def test_who_was_only_invited_or_has_left_reads_nothing(world: World, owner: Person, along: Person) -> None:
    draft, invited = write_draft(world, owner), make_person()
    together.invite(draft, email=invited.email, language="sv", by=owner)
    row = let_in(draft, along, owner)
    reference = submissions.send(draft, by=owner).case.reference
    assert client_of(invited).get(f"/mitt/{reference}/").status_code == 404
    assert client_of(along).post(f"/mitt/tillsammans/{reference}/lamna/").status_code == 302
    assert client_of(along).get(f"/mitt/{reference}/").status_code == 404
    row.refresh_from_db()
    assert row.state == CoWriterState.LEFT


def test_co_applicants_get_the_decision_when_it_is_released(world: World, owner: Person, along: Person) -> None:
    application = apply_together(world, owner, along)
    close_the_round(world)
    director = world.cast.decision_maker
    decisions.decide(application, by=director, outcome="granted", amount=7_500_000, reason="Bra.")
    assert news(along) == ["Er ansökan är inskickad"], "a held decision is not felt"
    where = f"/mitt/{application.case.reference}/beslut/"
    assert client_of(along).get(where).status_code == 404
    decisions.release(world.round, by=director)
    assert news(along) == ["Er ansökan är inskickad", "Beslut om er ansökan"]
    assert client_of(along).get(where).status_code == 200


def test_a_protected_co_applicant_has_no_name_among_the_others_or_at_the_desk(world: World, owner: Person) -> None:
    safe = make_person("Mirjam Hemlig", protected=True)
    application = apply_together(world, owner, safe)
    reference = application.case.reference
    seen = client_of(owner).get(f"/mitt/{reference}/").content.decode()
    desk = client_of(world.cast.fund_manager).get(f"/backoffice/ansokan/{reference}/").content.decode()
    assert ("Mirjam" in seen, "Mirjam" in desk, "En av er" in seen) == (False, False, True)
    assert "Mirjam" not in Message.objects.get(kind="submissions.invitation_accepted").text


def test_a_co_applicant_takes_no_part_in_judging(world: World, owner: Person) -> None:
    colleague = make_reviewer(world.cast.unit, "Kollega")
    give(colleague, Role.FUND_MANAGER, world.cast.unit)
    application = apply_together(world, owner, colleague)
    assert is_recused(colleague, application)
    assert application not in Application.objects.visible_to(colleague)
    with pytest.raises(Refused):
        reviews.assign(application.submission, stage=world.stage, reviewer=colleague, by=world.cast.fund_manager)
    found = hints.found(application.submission, [colleague, world.cast.reviewer])
    assert {person: [hint.key for hint in each] for person, each in found.items() if person == colleague.pk} == {
        colleague.pk: ["together", "organisation"] if len(found[colleague.pk]) > 1 else ["together"]
    }


def test_a_held_decision_is_withdrawn_with_its_money_and_everybody_hears(
    world: World, owner: Person, along: Person
) -> None:
    application = apply_together(world, owner, along)
    close_the_round(world)
    decisions.decide(application, by=world.cast.decision_maker, outcome="granted", amount=7_500_000, reason="Bra.")
    submissions.withdraw(application.submission, by=owner)
    world.round.refresh_from_db()
    assert (world.round.granted, news(along)[-1]) == (0, "Er ansökan är tillbakadragen")


def test_it_is_handed_to_a_co_applicant_who_says_yes(world: World, owner: Person, along: Person) -> None:
    application = apply_together(world, owner, along, public="yes", name="Rut Ägare")
    submission, reference = application.submission, application.case.reference
    change_contact(submission, name="Rut Ägare", phone="1234567", email=owner.email, by=owner)
    with pytest.raises(Refused):
        together.take_over(submission, by=along)
    row = behind(submission)[0]
    assert client_of(along).post(f"/mitt/tillsammans/{reference}/", {"to": str(row.number)}).status_code == 200
    assert Message.objects.filter(kind="submissions.handed").count() == 0, "only the owner offers"
    client_of(owner).post(f"/mitt/tillsammans/{reference}/", {"to": str(row.number)})
    assert Message.objects.filter(kind="submissions.handed", person=along).count() == 1
    assert client_of(along).get(f"/mitt/tillsammans/{reference}/ta-over/").status_code == 200
    assert Submission.objects.get().person == owner, "looking is not saying yes"
    client_of(along).post(f"/mitt/tillsammans/{reference}/ta-over/")
    fresh = Application.objects.select_related("submission__case", "submission__draft").get()
    assert (fresh.submission.person, fresh.case.person, fresh.submission.draft.person) == (along,) * 3
    assert [one.person for one in behind(fresh.submission)] == [owner]
    assert (fresh.contact_name, fresh.name_in_public) == ("Noa Medsökande", False)
    assert Consent.objects.filter(person=along).count() == 0
    assert client_of(owner).get(f"/mitt/{reference}/dra-tillbaka/").status_code == 404
    assert client_of(along).get(f"/mitt/{reference}/dra-tillbaka/").status_code == 200


# Completing


def test_the_applicant_reads_that_one_thing_more_is_needed(world: World, owner: Person) -> None:
    application = make_application(world, owner)
    ask(application, world.cast.fund_manager)
    page = client_of(owner).get(f"/mitt/{application.case.reference}/").content.decode()
    assert "Vi behöver en sak till från dig" in page
    assert [row.label for row in my_completions(owner)] == [application.title]
    assert WORDS in client_of(owner).get(f"/mitt/komplettera/{application.case.reference}/").content.decode()


def test_it_is_completed_while_it_is_read_and_the_lists_follow(world: World, owner: Person, along: Person) -> None:
    application = apply_together(world, owner, along)
    manager = world.cast.fund_manager
    applications.screen(application, by=manager)
    applications.assign(application, stage=world.stage, reviewers=[world.cast.reviewer], by=manager)
    close_the_round(world)
    ask(application, manager)
    with pytest.raises(Refused):
        submissions.reopen(application.submission, by=owner)
    with pytest.raises(Refused, match="ombetts komplettera"):
        decisions.decide(application, by=world.cast.decision_maker, outcome="refused", reason="Nej.")
    complete(application, owner, budget=[{"what": "Verktyg", "amount": "30 000", "note": "begagnade"}])
    fresh = Application.objects.get()
    assert (fresh.requested, fresh.state, fresh.title) == (3_000_000, "in_review", ANSWERS["title"])
    assert Message.objects.filter(kind="submissions.completion_received", person=owner).count() == 1
    assert Message.objects.filter(kind="funds.changed").count() == 0
    assert news(along)[-1] == "Er ansökan är kompletterad"
    assert [waiting.label for waiting in completions_in(manager)] == [application.title]
    client, where = client_of(manager), f"/backoffice/ansokan/{application.case.reference}/komplettering/"
    page = client.get(where).content.decode()
    assert ("40 000" in page.replace("\u00a0", " "), "30 000" in page.replace("\u00a0", " ")) == (True, True)
    client.post(where, {"end": "seen"})
    assert completions_in(manager) == []


def test_staff_ask_by_the_page(world: World, owner: Person) -> None:
    application = make_application(world, owner)
    client, where = (
        client_of(world.cast.fund_manager),
        f"/backoffice/ansokan/{application.case.reference}/komplettering/",
    )
    day = dates.today() + timedelta(days=12)
    form = client.get(where).context["form"]
    data = {
        "once": str(form["once"].value()), "step1": ["budget"], "words": WORDS,
        "until_0": str(day.day), "until_1": str(day.month), "until_2": str(day.year),
    }  # fmt: skip
    assert client.post(where, {**data, "step1": []}).status_code == 422
    assert client.post(where, {**data, "words": ""}).status_code == 422
    assert client.post(where, data).status_code == 302
    assert Completion.objects.get().questions == ["budget"]
    assert client.post(where, {"end": "take_back"}).status_code == 302
    assert Completion.objects.get().state == CompletionState.TAKEN_BACK


@pytest.mark.parametrize("who", ["coach", "decision_maker", "registrar", "auditor"])
def test_only_who_answers_for_the_case_asks_or_ends(world: World, owner: Person, who: str) -> None:
    application = make_application(world, owner)
    person = getattr(world.cast, who)
    with pytest.raises(Refused):
        ask(application, person)
    ask(application, world.cast.fund_manager)
    where = f"/backoffice/ansokan/{application.case.reference}/komplettering/"
    assert client_of(person).post(where, {"end": "take_back"}).status_code == 403
    assert Completion.objects.get().state == CompletionState.ASKED


def test_a_decided_application_is_not_completed(world: World, owner: Person) -> None:
    application = make_application(world, owner)
    close_the_round(world)
    decisions.decide(application, by=world.cast.decision_maker, outcome="refused", reason="Nej.")
    with pytest.raises(Refused):
        ask(application, world.cast.fund_manager)


def test_the_managers_yes_still_stands_after_a_completion(cast: Any) -> None:
    network = make_network(cast)
    application = apply_as_employee(network)
    endorsement = standing_of(application.submission)
    assert endorsement is not None
    answer_endorsement(endorsement, state=EndorsementState.YES, name="Kim Chef", words="", hours=40)
    ask(application, network.coordinator, "summary")
    complete(application, network.employee, summary="Tydligare nu.")
    found = standing_of(application.submission)
    assert found is not None
    assert (bool(has_support(application.submission)), found.hours) == (True, 40)
    assert Message.objects.filter(kind="submissions.endorsement_asked").count() == 1


# Pages that do not grow


@pytest.mark.parametrize("number", [1, 3])
def test_my_page_and_the_queue_are_read_with_one_query_each(
    world: World, owner: Person, along: Person, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        ask(apply_together(world, owner, along), world.cast.fund_manager)
    with django_assert_num_queries(1):
        assert len(list(mine.my_applications(along))) == number
    with django_assert_num_queries(1):
        assert len(my_completions(owner)) == number


def test_the_application_stays_within_the_desks_queries(
    world: World, owner: Person, along: Person, django_assert_max_num_queries: Any
) -> None:
    application = apply_together(world, owner, along)
    client = client_of(world.cast.fund_manager)
    assert staff.application_for_staff(world.cast.fund_manager, application.case.reference) == application
    client.get("/backoffice/")
    with django_assert_max_num_queries(15):
        client.get(f"/backoffice/ansokan/{application.case.reference}/")
