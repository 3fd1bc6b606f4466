"""Sending over real SMTP: each letter once, codes first, failures that end, nothing lost with the broker."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from civicportal.kernel import dates
from civicportal.notices import sending
from civicportal.notices.models import Lane, Message, MessageState
from civicportal.notices.tasks import send_due, send_message


def letter(number=1, **fields) -> Message:
    values = {
        "email": f"p{number}@example.org", "kind": "tests.plain", "language": "sv", "subject": f"Brev {number}",
        "text": "Hej å ä ö\n", "html": "<p>Hej å ä ö</p>", "message_id": f"<{number}@testserver>",
    }  # fmt: skip
    return Message.objects.create(**{**values, **fields})


def state_of(message: Message) -> tuple[str, int]:
    message.refresh_from_db()
    return message.state, message.attempts


@pytest.mark.django_db
def test_a_letter_goes_over_the_wire_as_text_and_html(smtp_server):
    message = letter(
        reply_to="fund@example.org", unsubscribe="http://testserver/bevaka/sluta/x/",
        attachments=[{"name": "svar.pdf", "type": "application/pdf", "content": "JVBERg=="}],
    )  # fmt: skip
    assert send_due() == 1
    (mail,) = smtp_server.letters
    headers = {
        name: mail[name] for name in ("To", "Subject", "Message-ID", "Reply-To", "Auto-Submitted", "List-Unsubscribe")
    }
    assert headers == {
        "To": "p1@example.org", "Subject": "Brev 1", "Message-ID": "<1@testserver>", "Reply-To": "fund@example.org",
        "Auto-Submitted": "auto-generated", "List-Unsubscribe": "<http://testserver/bevaka/sluta/x/>",
    }  # fmt: skip
    assert mail.get_body(("plain",)).get_content().strip() == "Hej å ä ö"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Hej å ä ö</p>"
    (attachment,) = mail.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("svar.pdf", b"%PDF")
    assert state_of(message) == (MessageState.SENT, 1)
    assert message.sent_at is not None
    assert send_due() == 0


@pytest.mark.django_db
def test_a_plain_letter_has_no_unsubscribe_header(smtp_server):
    letter()
    send_due()
    assert smtp_server.letters[0]["List-Unsubscribe"] is None
    assert smtp_server.letters[0]["Reply-To"] is None


@pytest.mark.django_db
def test_what_is_held_withdrawn_or_not_due_stays(smtp_server):
    letter(1, state=MessageState.HELD)
    letter(2, state=MessageState.VOID)
    later = letter(3, due_at=dates.now() + timedelta(hours=1))
    assert send_due() == 0
    assert send_message(later.pk) is False
    Message.objects.filter(pk=later.pk).update(due_at=dates.now())
    assert send_message(later.pk) is True
    assert [mail["Subject"] for mail in smtp_server.letters] == ["Brev 3"]


@pytest.mark.django_db
def test_a_code_goes_before_the_letters_and_is_wiped_once_sent(smtp_server):
    for number in range(3):
        letter(number)
    code = letter(9, lane=Lane.CODE, text="123456")
    send_due()
    assert [mail["Subject"] for mail in smtp_server.letters] == ["Brev 9", "Brev 0", "Brev 1", "Brev 2"]
    assert smtp_server.letters[0].get_body(("plain",)).get_content().strip() == "123456"
    code.refresh_from_db()
    assert (code.text, code.html) == (sending.WIPED, "")


@pytest.mark.django_db
def test_the_demo_keeps_the_words_of_a_code(smtp_server, settings):
    settings.DEMO = True
    code = letter(9, lane=Lane.CODE, text="123456")
    send_due()
    code.refresh_from_db()
    assert code.text == "123456"


@pytest.mark.django_db
def test_a_code_that_is_too_old_is_not_sent(smtp_server):
    code = letter(9, lane=Lane.CODE, text="123456", written_at=dates.now() - timedelta(minutes=16))
    assert send_due() == 0
    assert state_of(code) == (MessageState.VOID, 1)
    assert code.text == sending.WIPED
    assert smtp_server.letters == []


@pytest.mark.django_db
def test_a_busy_mail_server_gets_the_letter_later_and_at_last_it_has_failed(smtp_server):
    smtp_server.refuse = True
    message, code = letter(1), letter(9, lane=Lane.CODE, text="123456")
    send_due()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert timedelta(seconds=55) < message.due_at - dates.now() < timedelta(seconds=61)
    assert message.trouble.startswith("SMTPDataError")
    code.refresh_from_db()
    assert code.due_at - dates.now() < timedelta(seconds=16)
    Message.objects.filter(pk=message.pk).update(attempts=len(sending.PAUSES), due_at=dates.now())
    Message.objects.filter(pk=code.pk).update(
        written_at=dates.now() - timedelta(minutes=14, seconds=50), due_at=dates.now()
    )
    send_due()
    assert state_of(message) == (MessageState.FAILED, len(sending.PAUSES) + 1)
    assert state_of(code) == (MessageState.FAILED, 2)
    assert code.text == sending.WIPED
    smtp_server.refuse = False
    assert send_due() == 0


@pytest.mark.django_db
def test_an_address_that_no_mail_can_be_made_of_fails_at_once_and_stops_nobody(smtp_server):
    broken, good = letter(1, email="a@b@c\n.example"), letter(2)
    assert send_due() == 1
    assert state_of(broken)[0] == MessageState.FAILED
    assert state_of(good)[0] == MessageState.SENT


@pytest.mark.django_db
def test_without_a_mail_server_the_letters_wait(settings):
    from tests.conftest import free_port

    options = {"host": "127.0.0.1", "port": free_port(), "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    first, second = letter(1), letter(2)
    assert send_due() == 0
    assert state_of(first) == (MessageState.WAITING, 1)
    assert state_of(second) == (MessageState.WAITING, 0)


@pytest.mark.django_db
def test_a_letter_that_a_dead_worker_held_is_found_when_its_lease_is_over(smtp_server):
    left = letter(1, state=MessageState.SENDING, attempts=1, lease_until=dates.now() + timedelta(seconds=30))
    assert send_due() == 0
    Message.objects.update(lease_until=dates.now())
    assert send_due() == 1
    assert state_of(left) == (MessageState.SENT, 2)


@pytest.mark.django_db
def test_a_worker_that_wakes_after_its_lease_does_not_undo_what_another_did():
    message = letter(1)
    mine = sending.claim()
    Message.objects.update(lease_until=dates.now())
    theirs = sending.claim()
    sending.finish(theirs, MessageState.SENT)
    sending.try_later(mine, OSError("slow"))
    assert state_of(message) == (MessageState.SENT, 2)


@pytest.mark.django_db(transaction=True)
def test_many_senders_send_each_letter_once(smtp_server):
    for number in range(24):
        letter(number)
    start = threading.Barrier(4)

    def sender() -> int:
        try:
            start.wait(5)
            return sending.send_round()[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(sender) for _ in range(4)]
        counts = [done.result(30) for done in sent]
    assert sum(counts) == 24
    assert sorted(mail["Message-ID"] for mail in smtp_server.letters) == sorted(f"<{n}@testserver>" for n in range(24))


@pytest.mark.django_db(transaction=True)
def test_one_letter_and_two_workers_is_one_copy(smtp_server):
    message = letter(1)
    start = threading.Barrier(2)

    def sender() -> bool:
        try:
            start.wait(5)
            return sending.send_one(message.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        sent = [done.result(30) for done in [pool.submit(sender), pool.submit(sender)]]
    assert sorted(sent) == [False, True]
    assert len(smtp_server.letters) == 1


@pytest.mark.django_db
def test_claiming_costs_two_queries_whatever_waits(django_assert_num_queries):
    for number in range(3):
        letter(number)
    with django_assert_num_queries(4):
        sending.claim()
    assert connection.vendor == "postgresql"
