"""Letters in staff's own words, and tables as files in each of their states."""

from __future__ import annotations

from uuid import uuid4

from civicportal.demo.people import BY_KEY
from civicportal.files import exporting
from civicportal.files.models import Export
from civicportal.notices.models import Message, MessageState
from civicportal.people.models import Person
from tests.stories.visits import Visit

FUND = "visionsfonden"
APPLICATIONS = "funds.applications"


def _person(key: str) -> Person:
    return Person.objects.get(email=BY_KEY[key].email)


def visits() -> list[Visit]:
    """The list of letters, one that is worded, with a fault, and for a reader; asking for a file and waiting for it."""
    manager, auditor = _person("fund_manager"), _person("auditor")
    letter = ("fond", FUND, "funds.receipt")
    registrar = _person("registrar")
    return [
        Visit(name="admin:notices_failed", who=registrar, says="every letter has gone"),
        Visit(name="admin:notices_failed", who=_who_sees_failed(), says="some that failed"),
        Visit(name="admin:notices_texts", args=("fond", FUND), who=manager),
        Visit(name="admin:notices_text", args=letter, who=manager),
        Visit(name="admin:notices_text", args=("fond", FUND, "funds.decision"), who=manager, says="decision"),
        Visit(name="admin:notices_text", args=letter, who=auditor, says="as the auditor"),
        Visit(name="admin:files_ask_export", args=(APPLICATIONS,), who=manager),
        *(
            Visit(name="admin:files_export", args=(export.token,), who=manager, says=export.state)
            for export in _exports(manager)
        ),
    ]


def _who_sees_failed() -> Person:
    """An administrator, with two letters that could not be sent."""
    for number, trouble in enumerate(("SMTPRecipientsRefused: (550, b'gone')", "ConnectionRefusedError: [Errno 111]")):
        facts = {"email": f"borta{number}@example.org", "kind": "people.email_changed", "language": "sv"}
        ended = {"state": MessageState.FAILED, "attempts": 10, "trouble": trouble}
        Message.objects.get_or_create(
            message_id=f"<borta{number}@example.org>", defaults={**facts, **ended, "subject": "Adress", "text": "Hej"}
        )
    return _person("administrator")


def _exports(manager: Person) -> list[Export]:
    """One export in each state; made once, for the list is asked for more than once."""
    if not Export.objects.filter(person=manager).exists():
        for state in Export.State.values:
            made = exporting.ask(APPLICATIONS, {}, by=manager, language="sv", once=uuid4())
            Export.objects.filter(pk=made.pk).update(state=state, total=9, done=9 if state == "done" else 4)
    return list(Export.objects.filter(person=manager).order_by("pk"))
