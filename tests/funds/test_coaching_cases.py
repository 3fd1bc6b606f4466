"""Asking for a coach, taking and handing over, notes, the ready list, who coached what, what coaches see of whom."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from civicportal.cases import actions as cases
from civicportal.cases.enums import Ground
from civicportal.commons import proofs
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.people.own_data import erase, export
from civicportal.places import mine
from civicportal.records.models import Entry
from civicportal.review import hints
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Share
from funds import ready
from funds.actions import coaching as actions
from funds.enums.applications import ApplicationState
from funds.models import Application, Booking, Coaching, CoachNote, CoachTurn, Fund
from funds.queries import coaching_staff
from funds.queries.coaching import my_talks, was_coached
from funds.registrations.coaching import my_rows, panel, waiting
from tests.funds.coached import Coached, ask, book, make_coached, publish, shared, taken
from tests.funds.factories import make_application, make_project, texts, write_draft
from tests.people import Cast, client_of, make_coach, make_resident, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(cast: Cast) -> Coached:
    cache.clear()
    return make_coached(cast)


def note(it: Coached, coaching: Coaching, text: str, *, to_person: bool, by: Person | None = None) -> CoachNote:
    return actions.write_note(coaching, text=text, shared=to_person, by=by or it.coach, once=uuid.uuid4())


# Asking


def test_asking_opens_a_case_with_a_promised_day_and_asked_twice_is_asked_once(it: Coached) -> None:
    once = uuid.uuid4()
    facts: dict[str, Any] = {"by": it.person, "words": "Hur börjar jag?", "language": "sv", "once": once}
    assert actions.ask(it.fund, **facts) == actions.ask(it.fund, **facts)
    coaching = Coaching.objects.select_related("case").get()
    assert (coaching.phase, coaching.case.answer_by is not None, coaching.case.reference[:4]) == (
        "before",
        True,
        "VFC-",
    )
    assert coaching.case.messages.get().text == "Hur börjar jag?"
    assert Message.objects.filter(kind="funds.coaching_asked", person=it.person).count() == 1


def test_before_while_writing_after_and_during_the_project_is_one_coaching(it: Coached) -> None:
    first = ask(it)
    draft = write_draft(it.world, it.person)
    assert (ask(it, about=draft), Coaching.objects.get().phase) == (first, "writing")
    application = Application.objects.get(submission=submissions.send(draft, by=it.person))
    assert (ask(it, about=application), Coaching.objects.get().phase) == (first, "sent")
    project = make_project(it.fund, application=application)
    assert (ask(it, about=project), Coaching.objects.get().phase) == (first, "project")
    assert first.case.messages.count() == 4
    assert Message.objects.filter(kind="funds.coaching_asked").count() == 1


def test_the_form_offers_ones_own_things_and_takes_nobody_elses(it: Coached) -> None:
    own = write_draft(it.world, it.person, title="Cykelkök")
    foreign = write_draft(it.world, make_resident(), title="Annans hemlighet")
    client, url = client_of(it.person), reverse("funds:coach_ask", args=[it.fund.slug])
    html = client.get(f"{url}?om=draft:{own.token}").content.decode()
    assert ("Mitt utkast: Cykelkök" in html, "Annans hemlighet" in html, "checked" in html) == (True, False, True)
    form = {"words": "Hjälp", "once": str(uuid.uuid4())}
    assert client.post(url, {**form, "about": f"draft:{foreign.token}"}).status_code == 422
    assert client.post(url, {**form, "about": f"draft:{own.token}"}).status_code == 302
    assert Coaching.objects.get().draft_token == own.token


def test_without_account_the_mail_is_confirmed_first(it: Coached, client: Any) -> None:
    url = reverse("funds:coach_ask", args=[it.fund.slug])
    assert client.post(url, {"words": "", "email": "x", "once": str(uuid.uuid4())}).status_code == 422
    client.post(url, {"words": "Hjälp mig", "email": "ny@example.org", "once": str(uuid.uuid4())})
    assert not Coaching.objects.exists()
    token = Message.objects.get(kind="commons.confirm").text.split("/bekrafta/")[1].split("/")[0]
    html = client.get(proofs.confirm(token).led_to).content.decode()
    assert (Coaching.objects.get().case.reference in html, "Hjälp mig" in html) == (True, False)


def test_a_protected_person_asks_in_another_way_and_is_hidden_from_coaches_who_knew_them_before(it: Coached) -> None:
    with pytest.raises(Refused, match="skyddade"):
        ask(it, make_resident(protected=True))
    coaching = taken(it)
    slot = publish(it)[0]
    book(it, slot)
    shared(it)
    Person.objects.filter(pk=it.person.pk).update(protected=True)
    client = client_of(it.coach)
    page = reverse("admin:funds_coaching_case", args=[coaching.case.reference])
    assert client.get(page).status_code == 404
    pages = [reverse(name) for name in ("admin:index", "admin:funds_coaching", "admin:funds_coach_times")]
    told = "".join(client.get(url).content.decode() for url in pages)
    assert ("Ida Person" in told, it.person.email in told) == (False, False)


# Taking, handing over


def test_a_coach_takes_it_once_and_nobody_of_another_fund_sees_it(it: Coached) -> None:
    coaching = ask(it)
    actions.take(coaching, by=it.coach)
    actions.take(coaching, by=it.coach)
    with pytest.raises(Refused, match="kollega"):
        actions.take(coaching, by=it.other)
    assert CoachTurn.objects.get().coach == it.coach
    assert Message.objects.filter(kind="funds.coaching_taken", person=it.person).count() == 1
    stranger = client_of(make_coach(make_unit("En annan fond")))
    page = reverse("admin:funds_coaching_case", args=[coaching.case.reference])
    assert [client.get(page).status_code for client in (stranger, client_of(it.other))] == [404, 200]


def test_handing_over_ends_what_was_shared_is_logged_and_both_get_a_letter(it: Coached) -> None:
    coaching = taken(it)
    shared(it)
    book(it, publish(it)[0])
    with pytest.raises(Refused, match="Bara coachen"):
        actions.hand_over(coaching, to=it.coach, words="Jag tar den", by=it.other)
    actions.hand_over(coaching, to=it.other, words="Budgeten återstår", by=it.coach)
    assert (Share.objects.standing().count(), Share.objects.get().ended_because) == (0, "other")
    assert list(CoachTurn.objects.values_list("coach", "words")) == [
        (it.coach.pk, "Budgeten återstår"),
        (it.other.pk, ""),
    ]
    entry = Entry.objects.get(verb="coaching.handed_over")
    assert entry.facts == {"from": it.coach.pk, "to": it.other.pk, "shares": 1}
    person = Message.objects.get(kind="funds.coaching_handed_over")
    coach = Message.objects.get(kind="funds.coaching_handed_to_you")
    assert (person.person, coach.person) == (it.person, it.other)
    assert ("Budgeten återstår" in person.text, "Budgeten återstår" in coach.text) == (False, True)
    with pytest.raises(Refused):
        note(it, coaching, "Sent", to_person=False)


def test_a_manager_hands_over_for_somebody_who_is_away_and_only_to_a_coach_of_the_unit(it: Coached) -> None:
    coaching, manager = taken(it), it.world.cast.fund_manager
    stranger = make_coach(make_unit("En annan fond"), "Fel Coach")
    client = client_of(manager)
    url = reverse("admin:funds_coaching_hand_over", args=[coaching.case.reference])
    assert client.post(url, {"to": stranger.pk, "words": "Hej"}).status_code == 422
    assert client.post(url, {"to": it.other.pk, "words": "Cim är ledig"}).status_code == 302
    assert Coaching.objects.get().case.handler == it.other


def test_whoever_steps_aside_sees_it_no_more(it: Coached) -> None:
    coaching = ask(it)
    cases.declare_recusal(coaching.case, person=it.other, ground=Ground.OTHER, by=it.other)
    assert list(coaching_staff.to_take(it.other)) == []
    with pytest.raises(Refused):
        actions.take(coaching, by=it.other)


# Notes and the ready list


def test_private_notes_are_for_their_coach_alone_and_shared_ones_reach_the_person(it: Coached) -> None:
    coaching = taken(it)
    note(it, coaching, "Bara för mig", to_person=False)
    note(it, coaching, "Till er båda", to_person=True)
    url = reverse("admin:funds_coaching_case", args=[coaching.case.reference])
    manager = it.world.cast.fund_manager
    seen = {
        str(who): [words in client_of(who).get(url).content.decode() for words in ("Bara för mig", "Till er båda")]
        for who in (it.coach, it.other, manager, it.world.cast.auditor)
    }
    assert seen == {
        str(it.coach): [True, True],
        str(it.other): [False, True],
        str(manager): [False, True],
        str(it.world.cast.auditor): [False, True],
    }
    html = client_of(it.person).get(coaching.get_absolute_url()).content.decode()
    assert ("Bara för mig" in html, "Till er båda" in html) == (False, True)
    assert Message.objects.get(kind="funds.coaching_note").person == it.person
    facts = " ".join(str(facts) for facts in Entry.objects.values_list("facts", flat=True))
    assert "Bara för mig" not in facts
    assert len(mail.outbox) == 0 or all("Bara för mig" not in sent.body for sent in mail.outbox)


def test_both_tick_the_list_each_for_themselves(it: Coached) -> None:
    coaching = taken(it)
    one, two, *_rest = ready.points_of(it.fund)
    url = reverse("funds:coaching_ready", args=[coaching.case.reference])
    client_of(it.person).post(url, {"points": [one, two]})
    client_of(it.coach).post(reverse("admin:funds_coaching_ready", args=[coaching.case.reference]), {"points": [one]})
    assert [(point.key, point.both) for point in ready.list_of(coaching) if point.writer_at] == [
        (one, True), (two, False),
    ]  # fmt: skip
    client_of(it.person).post(url, {"points": []})
    assert [point.key for point in ready.list_of(coaching) if point.writer_at] == []
    with pytest.raises(Refused):
        actions.tick(coaching, points={one}, by=it.other)
    assert client_of(it.person).post(url, {"points": ["finns-inte"]}).status_code == 422


def test_a_fund_has_points_of_its_own_and_a_point_written_anew_is_another(it: Coached) -> None:
    Fund.objects.update(ready_points=texts("Summan stämmer\nDet står vem", "The sum is right\nIt says who"))
    coaching = taken(it)
    coaching.fund.refresh_from_db()
    first, second = ready.points_of(coaching.fund)
    assert list(ready.points_of(coaching.fund).values()) == ["Summan stämmer", "Det står vem"]
    actions.tick(coaching, points={first, second}, by=it.person)
    Fund.objects.update(ready_points=texts("Summan stämmer\nDet står vem som gör vad"))
    coaching.fund.refresh_from_db()
    assert [bool(point.writer_at) for point in ready.list_of(coaching)] == [True, False]


# Who coached what


def test_coached_is_what_a_coach_took_on_before_it_was_sent_or_was_joined_to(it: Coached) -> None:
    alone = make_application(it.world)
    taken(it)
    coached = make_application(it.world, it.person)
    asker = make_resident("Bara frågat")
    ask(it, asker)
    asked = make_application(it.world, asker)
    late = make_resident("Efteråt")
    sent = make_application(it.world, late)
    actions.take(ask(it, late, about=sent), by=it.coach)
    ids = [each.pk for each in (alone, coached, asked, sent)]
    assert was_coached(ids) == {coached.pk, sent.pk}


@pytest.mark.parametrize("way", ["turn", "share", "booking"])
def test_whoever_helped_in_any_way_is_hinted_as_having_an_interest(it: Coached, way: str) -> None:
    other = make_application(it.world)
    if way == "turn":
        taken(it)
        application = make_application(it.world, it.person)
    elif way == "share":
        draft, _share = shared(it)
        application = Application.objects.get(submission=submissions.send(draft, by=it.person))
    else:
        book(it, publish(it)[0])
        application = make_application(it.world, it.person)
    people = [it.coach, it.other]
    found = hints.found(application.submission, people)
    assert {pk: [hint.key for hint in each] for pk, each in found.items() if each}.get(it.coach.pk) == ["coached"]
    assert it.other.pk not in found
    many = hints.found_in_many([application.submission, other.submission], people)
    assert [pair for pair, each in many.items() if any(hint.key == "coached" for hint in each)] == [
        (application.submission.pk, it.coach.pk)
    ]


def test_outcomes_hide_small_numbers_and_held_decisions(it: Coached) -> None:
    alone = [make_application(it.world, title=f"Ensam {number}").pk for number in range(11)]
    taken(it)
    make_application(it.world, it.person, title="Coachad")
    Application.objects.update(state=ApplicationState.DECIDED)
    assert {(row.coached, row.alone) for row in coaching_staff.outcomes(it.coach)} == {(None, None)}
    Application.objects.update(state=ApplicationState.REFUSED)
    for state, some in ((ApplicationState.GRANTED, alone[:3]), (ApplicationState.DISMISSED, alone[3:5])):
        Application.objects.filter(pk__in=some).update(state=state)
    assert [(row.state, row.coached, row.alone) for row in coaching_staff.outcomes(it.coach)] == [
        ("granted", None, None), ("refused", None, 6), ("dismissed", None, None),
    ]  # fmt: skip
    url = reverse("admin:funds_coaching_figures")
    assert "för få för att visas" in client_of(it.coach).get(url).content.decode()


# Desk, my page, own data


def test_the_desk_and_the_start_page_show_what_waits(it: Coached) -> None:
    ask(it)
    (row,) = waiting(it.coach)
    assert (row.verb, row.due is not None) == ("Ta", True)
    coaching = actions.take(Coaching.objects.get(), by=it.coach)
    draft, share = shared(it, title="Delat utkast")
    from civicportal.submissions.actions import sharing

    sharing.comment(share, question="title", words="Kortare?", by=it.coach, once=uuid.uuid4())
    html = client_of(it.coach).get(reverse("admin:funds_coaching")).content.decode()
    assert ("Delat utkast" in html, "1 kommentar inte klar" in html, "klarlista 0 av 7" in html) == (True,) * 3
    assert str(draft.token) in html
    assert [one.verb for one in waiting(it.coach)] == ["Svara"]
    cases.say(coaching.case, by=it.coach, text="Hej", once=uuid.uuid4())
    assert waiting(it.coach) == []
    assert panel(it.coach)["today"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_desk_do_not_grow(it: Coached, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        person = make_resident(f"Rut {number}")
        taken(it, person)
        ask(it, make_resident(f"Ny {number}"))
        from civicportal.submissions.actions import sharing

        sharing.share(write_draft(it.world, person), with_whom=it.coach, by=person)
    client = client_of(it.coach)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(7):
        assert client.get(reverse("admin:funds_coaching")).status_code == 200


def test_queries_of_one_coaching_are_few(it: Coached, django_assert_max_num_queries: Any) -> None:
    coaching = taken(it)
    book(it, publish(it)[0])
    shared(it)
    note(it, coaching, "Tänk på budgeten", to_person=True)
    client, owner = client_of(it.coach), client_of(it.person)
    url = reverse("admin:funds_coaching_case", args=[coaching.case.reference])
    client.get(reverse("admin:index"))
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200
    owner.get(coaching.get_absolute_url())
    with django_assert_max_num_queries(12):
        assert owner.get(coaching.get_absolute_url()).status_code == 200


def test_my_page_says_where_it_stands(it: Coached) -> None:
    def status() -> tuple[str, bool]:
        (row,) = my_rows(my_talks(it.person))
        return row.status, row.due is not None

    coaching = ask(it)
    assert status() == ("Mottagen", True)
    actions.take(coaching, by=it.coach)
    assert status() == ("Din coach: Cim Coach", False)
    (slot,) = publish(it)
    book(it, slot)
    assert status()[0].startswith("Bokad ")
    assert "coaching" in mine.groups


def test_own_data_tells_it_and_closing_gives_times_back_and_forgets_private_notes(it: Coached) -> None:
    coaching = taken(it)
    note(it, coaching, "Bara för mig", to_person=False)
    note(it, coaching, "Till dig", to_person=True)
    book(it, publish(it)[0])
    (told,) = export(it.person)["coaching"]
    assert (told["coaches"], told["notes"], len(told["booked"])) == (["Cim Coach"], ["Till dig"], 1)
    erase(it.person)
    assert (Booking.objects.standing().count(), CoachNote.objects.get().text) == (0, "Till dig")


def test_ones_own_pages_are_nobody_elses(it: Coached) -> None:
    coaching = taken(it)
    urls = [
        reverse(f"funds:{name}", args=[coaching.case.reference])
        for name in ("coaching_mine", "coaching_share", "coaching_ready")
    ]
    for who in (make_resident(), it.coach, it.world.cast.fund_manager):
        assert [client_of(who).get(url).status_code for url in urls] == [404, 404, 404]
