"""Hints of an interest (jäv): what is noticed, whom it binds, what is said about it, what cannot be answered."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.review import hints, rules
from civicportal.review.actions import assign, save_review
from civicportal.review.actions.interests import say_no_interest
from civicportal.review.models import NoInterest, Review
from civicportal.review.queries import who_could_review
from tests.people import client_of, give, make_reviewer, make_unit
from tests.review import factories

SECRET = "Vi vill laga cyklar tillsammans"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def mail(person, address):
    Person.objects.filter(pk=person.pk).update(email=address)
    person.refresh_from_db()


@pytest.fixture
def hinted(round_):
    """The applicant and the first reviewer have mail at the same firm."""
    mail(round_.cast.resident, "rut@firman.example")
    mail(round_.cast.reviewer, "rio@firman.example")
    round_.submission.refresh_from_db()
    round_.mine.refresh_from_db()
    return round_


def keys(person, submission):
    return [hint.key for hint in hints.unanswered(person, submission)]


def test_the_same_mail_domain_is_a_hint(hinted):
    assert keys(hinted.cast.reviewer, hinted.submission) == ["domain"]
    assert keys(hinted.cast.second_reviewer, hinted.submission) == []


def test_a_host_that_everybody_uses_tells_nothing(round_, settings):
    settings.PUBLIC_MAIL_HOSTS = ["firman.example"]
    mail(round_.cast.resident, "rut@firman.example")
    mail(round_.cast.reviewer, "rio@firman.example")
    assert keys(round_.cast.reviewer, round_.submission) == []


def test_the_citys_own_domain_tells_nothing(hinted):
    make_unit("Fritidsförvaltningen", "department", domains=["firman.example"])
    assert keys(hinted.cast.reviewer, hinted.submission) == []


def test_the_same_organisation_is_a_hint(round_):
    office = make_unit("Kulturförvaltningen")
    give(round_.cast.resident, Role.FACILITATOR, office)
    give(round_.cast.reviewer, Role.FACILITATOR, office)
    assert keys(round_.cast.reviewer, round_.submission) == ["organisation"]


def test_a_surname_is_no_hint(round_):
    Person.objects.filter(pk=round_.cast.resident.pk).update(name="Rita Reviewer")
    round_.submission.refresh_from_db()
    assert keys(round_.cast.reviewer, round_.submission) == []


def test_whoever_handles_the_case_is_told(round_):
    round_.submission.case.handler = round_.cast.reviewer
    round_.submission.case.save()
    assert keys(round_.cast.reviewer, round_.submission) == ["handler"]


def test_the_one_who_assigns_sees_the_hint_and_those_without_stand_first(hinted):
    third = make_reviewer(hinted.cast.unit, "Aa Third", email="aa@firman.example")
    fourth = make_reviewer(hinted.cast.unit, "Zz Fourth")
    found = who_could_review(hinted.submission, hinted.stage)
    assert [(person, [hint.key for hint in person.hints]) for person in found] == [(fourth, []), (third, ["domain"])]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_opens_before_the_hint_is_answered(hinted, language):
    client = client_of(hinted.cast.reviewer)
    client.cookies["django_language"] = language
    reference = hinted.submission.case.reference
    address = reverse("admin:review", args=[reference])
    interest = reverse("admin:review_interest", args=[reference])
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, interest)
    assert SECRET not in client.get(interest).text
    assert client.post(address, {"version": 0, "judged": 1, "act": "save"}).url == interest
    save = client.post(reverse("admin:review_save", args=[reference]), {"version": 0, "judged": 1, "to_group": "x"})
    assert save.status_code == 403
    assert not Review.objects.exists()
    assert client.post(interest, {"why": ""}).status_code == 422
    assert client.post(interest, {"why": "Vi har aldrig träffats"}).url == address
    assert SECRET in client.get(address).text


def test_scoring_is_refused_and_so_is_being_present(hinted):
    with pytest.raises(Refused, match="You may have an interest"):
        save_review(hinted.mine, scores={}, to_group="x", to_applicant="", version=0, by=hinted.cast.reviewer)
    assert rules.has_no_interest(hinted.cast.reviewer, hinted.submission) == rules.INTEREST
    assert bool(rules.has_no_interest(hinted.cast.second_reviewer, hinted.submission)) is True


def test_what_is_said_is_kept_with_the_case_and_logged_without_words(hinted):
    say_no_interest(hinted.mine, why="Stor arbetsplats", by=hinted.cast.reviewer)
    [said] = NoInterest.objects.all()
    assert (said.key, said.why, said.person) == ("domain", "Stor arbetsplats", hinted.cast.reviewer)
    entry = Entry.objects.get(verb="interest.denied")
    assert entry.facts == {"case": hinted.submission.case_id, "hints": ["domain"]}
    assert bool(rules.can_review(hinted.cast.reviewer, hinted.mine)) is True


def test_a_new_hint_is_asked_about_though_an_older_one_was_answered(hinted):
    say_no_interest(hinted.mine, why="Stor arbetsplats", by=hinted.cast.reviewer)
    hinted.submission.case.handler = hinted.cast.reviewer
    hinted.submission.case.save()
    assert keys(hinted.cast.reviewer, hinted.submission) == ["handler"]


def test_a_firm_hint_can_neither_be_answered_nor_assigned(round_, monkeypatch):
    monkeypatch.setattr(hints, "_finders", dict(hints._finders))
    theirs = round_.cast.reviewer.pk
    hints.register("tests.firm", lambda submission, people: {theirs: "Has written it"}, firm=True)
    with pytest.raises(Refused, match="cannot be answered"):
        say_no_interest(round_.mine, why="Nej", by=round_.cast.reviewer)
    other = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling")
    with pytest.raises(Refused, match="Has written it"):
        assign(other, stage=round_.stage, reviewer=round_.cast.reviewer, by=round_.cast.fund_manager)
    assert round_.cast.reviewer not in who_could_review(other, round_.stage)


def test_a_key_is_taken_once():
    with pytest.raises(ValueError, match="registered twice"):
        hints.register("domain", lambda submission, people: {})


def test_many_at_once_say_the_same_as_one_by_one(hinted, django_assert_max_num_queries):
    others = [factories.make_submission(hinted.opening, hinted.cast.neighbour, f"Idé {n}") for n in range(3)]
    people = [hinted.cast.reviewer, hinted.cast.second_reviewer]
    together = hints.found_in_many([hinted.submission, *others], people)
    alone = {
        (submission.pk, person): found
        for submission in (hinted.submission, *others)
        for person, found in hints.found(submission, people).items()
    }
    assert together == alone
