"""A draft shown to somebody: by its owner alone, logged, ended; what is said about its answers."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.people.own_data import export
from civicportal.records.models import Entry
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import sharing as actions
from civicportal.submissions.models import AnswerComment, Draft, Share
from civicportal.submissions.registrations import my_drafts
from civicportal.submissions.sharing import LASTS, comments_of
from tests.funds.coached import Coached, make_coached, shared
from tests.funds.factories import write_draft
from tests.people import Cast, client_of, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(cast: Cast) -> Coached:
    cache.clear()
    return make_coached(cast)


def page(draft: Draft) -> str:
    return reverse("admin:draft_shared", args=[draft.token])


def comment(it: Coached, share: Share, words: str = "Vem är den till för?", question: str = "summary") -> AnswerComment:
    return actions.comment(share, question=question, words=words, by=it.coach, once=uuid.uuid4())


def test_nobody_sees_a_draft_before_it_is_shared_and_only_the_one_does_then(it: Coached) -> None:
    draft = write_draft(it.world, it.person, title="Hemlig titel")
    coach = client_of(it.coach)
    assert coach.get(page(draft)).status_code == 404
    actions.share(draft, with_whom=it.coach, by=it.person)
    assert "Hemlig titel" in coach.get(page(draft)).content.decode()
    for who in (it.other, it.world.cast.fund_manager, it.world.cast.administrator, it.world.cast.auditor):
        assert client_of(who).get(page(draft)).status_code == 404
    assert client_of(make_resident()).get(page(draft)).status_code == 404


def test_only_the_owner_shares_and_a_protected_one_does_not(it: Coached) -> None:
    draft = write_draft(it.world, it.person)
    for who in (make_resident(), it.coach):
        with pytest.raises(Refused, match="Bara den som har utkastet"):
            actions.share(draft, with_whom=it.coach, by=who)
    hidden = make_resident(protected=True)
    with pytest.raises(Refused, match="skyddade"):
        actions.share(write_draft(it.world, hidden), with_whom=it.coach, by=hidden)
    with pytest.raises(Refused, match="ingen att dela"):
        actions.share(draft, with_whom=it.person, by=it.person)


@pytest.mark.parametrize("how", ["writer", "sent", "time", "protected"])
def test_when_it_has_ended_the_page_is_gone(it: Coached, how: str) -> None:
    draft, share = shared(it)
    if how == "writer":
        client_of(it.person).post(reverse("submissions:shared", args=[draft.token]), {"end": str(share.pk)})
    elif how == "sent":
        submissions.send(draft, by=it.person)
    elif how == "protected":
        Person.objects.filter(pk=it.person.pk).update(protected=True)
    moment = dates.now() + (LASTS if how == "time" else timedelta(0)) + timedelta(minutes=1)
    with time_machine.travel(moment):
        assert client_of(it.coach).get(page(draft)).status_code == 404
        with pytest.raises(Refused, match="inte längre"):
            comment(it, share)
    assert Share.objects.get().ended_because == {"writer": "writer", "sent": "sent"}.get(how, "")


def test_each_look_is_logged_with_ids_only_and_the_writer_sees_when(it: Coached) -> None:
    draft, share = shared(it, title="Hemlig titel")
    coach = client_of(it.coach)
    coach.get(page(draft))
    coach.get(page(draft))
    entries = Entry.objects.filter(verb="share.looked")
    assert [(entry.actor, entry.facts) for entry in entries] == [(it.coach, {"draft": draft.pk})] * 2
    assert [entry.verb for entry in Entry.objects.filter(subject_kind="submissions.share").order_by("pk")] == [
        "share.made", "share.looked", "share.looked",
    ]  # fmt: skip
    page_of_it = client_of(it.person).get(reverse("submissions:shared", args=[draft.token])).content.decode()
    assert "Senast öppnat" in page_of_it
    assert "Hemlig titel" not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert share.until > dates.now()


def test_what_is_sensitive_is_not_shown(it: Coached) -> None:
    draft, _share = shared(it, sensitive="Min sjukdom")
    page_of_it = client_of(it.coach).get(page(draft)).content.decode()
    assert ("Min sjukdom" in page_of_it, "Visas inte: markerat som känsligt" in page_of_it) == (False, True)


def test_a_comment_stands_at_its_question_is_answered_and_done_with_by_the_writer(it: Coached) -> None:
    draft, _share = shared(it)
    coach, writer = client_of(it.coach), client_of(it.person)
    form = {"question": "summary", "words": "Vem är den till för?", "once": str(uuid.uuid4())}
    assert coach.post(page(draft), {**form, "question": "finns-inte"}).status_code == 422
    assert coach.post(page(draft), form).status_code == 302
    coach.post(page(draft), form)
    made = AnswerComment.objects.get()
    step = reverse("submissions:step", args=[draft.token, "idea"])
    assert "Vem är den till för?" in writer.get(step).content.decode()
    money = writer.get(reverse("submissions:step", args=[draft.token, "money"])).content.decode()
    assert "Vem är den till för?" not in money
    url = reverse("submissions:comments", args=[draft.token])
    assert writer.post(url, {"comment": str(made.token), "do": "reply", "words": ""}).status_code == 422
    answer = {"comment": str(made.token), "do": "reply", "words": "För grannar", "once": str(uuid.uuid4())}
    writer.post(url, answer)
    assert "För grannar" in coach.get(page(draft)).content.decode()
    writer.post(url, {"comment": str(made.token), "do": "done"})
    made.refresh_from_db()
    assert (made.resolved_by, made.replies.get().text) == (it.person, "För grannar")
    assert "Vem är den till för?" not in writer.get(step).content.decode()
    writer.post(url, {"comment": str(made.token), "do": "open"})
    assert "Vem är den till för?" in writer.get(step).content.decode()
    assert [message.person for message in Message.objects.filter(kind="submissions.draft_commented")] == [it.person]
    assert [message.person for message in Message.objects.filter(kind="submissions.draft_replied")] == [it.coach]


def test_the_button_at_a_comment_saves_the_page_first(it: Coached) -> None:
    draft, share = shared(it)
    comment(it, share)
    writer = client_of(it.person)
    step = reverse("submissions:step", args=[draft.token, "idea"])
    mark = re.search(r'name="version" value="([^"]*)"', writer.get(step).content.decode())
    assert mark is not None
    version = html.unescape(mark[1])
    answer = writer.post(step, {"do": "comments", "q_title": "Ny titel", "q_summary": "Text", "version": version})
    assert answer["Location"] == reverse("submissions:comments", args=[draft.token])
    client_of(it.coach).get(page(draft))
    assert "Ny titel" in client_of(it.coach).get(page(draft)).content.decode()


def test_comments_lie_sealed_and_letters_tell_none_of_the_words(it: Coached) -> None:
    draft, share = shared(it, title="Hemlig titel")
    made = comment(it, share, words="Skriv om din hemlighet")
    assert b"hemlighet" not in bytes(AnswerComment.objects.get().sealed)
    letters = "".join(message.subject + message.text for message in Message.objects.all())
    assert ("hemlighet" in letters, "Hemlig titel" in letters, made.text) == (False, False, "Skriv om din hemlighet")
    comment(it, share, words="En till")
    assert Message.objects.filter(kind="submissions.draft_commented").count() == 1, "one letter a day"
    assert list(comments_of(draft)) == ["summary"]


def test_a_comment_of_another_draft_is_not_reached_through_ones_own(it: Coached) -> None:
    _draft, share = shared(it)
    made = comment(it, share)
    stranger = make_resident()
    own = write_draft(it.world, stranger)
    url = reverse("submissions:comments", args=[own.token])
    assert client_of(stranger).post(url, {"comment": str(made.token), "do": "done"}).status_code == 404
    made.refresh_from_db()
    assert made.resolved_at is None


def test_the_form_pages_cost_one_query_more_where_a_draft_is_shared_and_none_where_it_is_not(
    it: Coached, django_assert_num_queries: Any
) -> None:
    def queries(draft: Draft) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client, url = client_of(draft.person), reverse("submissions:step", args=[draft.token, "idea"])  # type: ignore[arg-type]
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    alone = queries(write_draft(it.world, make_resident()))
    draft, share = shared(it)
    comment(it, share)
    comment(it, share, question="title")
    assert queries(draft) - alone == 1


def test_my_page_says_that_a_draft_is_shared(it: Coached) -> None:
    draft, share = shared(it)
    assert [row.status for row in my_drafts(it.person)] == ["Utkast som du delar"]
    actions.end_share(share, by=it.person)
    assert [row.status for row in my_drafts(it.person)] == ["Utkast, bara du ser det"]
    with pytest.raises(Refused):
        actions.end_share(actions.share(draft, with_whom=it.coach, by=it.person), by=it.coach)


def test_what_was_shared_while_it_was_changed_is_not_shared_when_it_is_reopened(it: Coached) -> None:
    draft = write_draft(it.world, it.person)
    submission = submissions.send(draft, by=it.person)
    actions.share(submissions.reopen(submission, by=it.person), with_whom=it.coach, by=it.person)
    draft.refresh_from_db()
    submissions.give_up_change(draft, by=it.person)
    submissions.reopen(submission, by=it.person)
    assert client_of(it.coach).get(page(draft)).status_code == 404


def test_ones_own_data_holds_the_comments(it: Coached) -> None:
    draft, share = shared(it)
    actions.reply(comment(it, share), words="Alla", by=it.person, once=uuid.uuid4())
    (told,) = export(it.person)["drafts"]
    assert told["comments"] == ["Vem är den till för?", "Alla"]
    assert draft.person == it.person
