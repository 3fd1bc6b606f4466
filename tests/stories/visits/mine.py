"""What somebody with an account, or with a draft, may open."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.urls import reverse

from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.definition import definition_of
from civicportal.submissions.models import Draft
from funds.enums.applications import ApplicationState as S
from funds.models import Application, Round
from tests.people import give_second_step, make_person, make_reviewer
from tests.stories.actors import mailed_code
from tests.stories.visits import Visit, fill_and_send, send

DECIDED = (S.GRANTED, S.REFUSED, S.DISMISSED)
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def in_state(state: str, **where: Any) -> Application:
    """An application of the demo that is there, its applicant at hand."""
    found = Application.objects.filter(state=state, submission__person__protected=False, **where)
    return found.select_related("submission__person", "submission__case", "round__fund").order_by("pk")[0]


def of(application: Application, name: str, **how: Any) -> Visit:
    """One of an application's pages, opened by its applicant."""
    where = {"args": (application.submission.case.reference,), "who": application.submission.person}
    return Visit(name=f"funds:{name}", **{**where, **how})


def applications() -> list[Visit]:
    """What one has sent, in every state."""
    maja, received, granted = person("maja@example.org"), in_state(S.RECEIVED), in_state(S.GRANTED)
    each = {state: in_state(state) for state in S.values}
    return [
        Visit(name="my_page", who=maja),
        Visit(name="my_page", who=make_person("Ny Person"), says="empty"),
        Visit(name="my_page", who=person("elias@example.org")),
        *(of(found, "application", says=state) for state, found in each.items()),
        of(received, "application", query="?nytt=1", says="receipt"),
        of(received, "application_answers"),
        of(received, "application_change"),
        of(granted, "application_change", says="too late", status=403),
        of(received, "application_withdraw"),
        of(granted, "application_withdraw", says="too late", status=403),
        of(received, "application_talk"),
        of(received, "application_talk", says="not filled in", act=send, status=422),
        of(with_words(), "application_talk", says="with words"),
        *(of(each[state], "decision", says=state) for state in DECIDED),
    ]


def with_words() -> Application:
    """An application in whose case somebody has written."""
    found = Application.objects.filter(submission__case__messages__isnull=False, submission__person__protected=False)
    return found.select_related("submission__person", "submission__case").order_by("pk")[0]


def drafts() -> list[Visit]:
    """Writing: each step, checks, ways in and out, conflicts, a change of what was sent."""
    maja = person("maja@example.org")
    draft = Draft.objects.select_related("form", "opening").get(person=maja, sent_at=None)
    torn, changed, mailed = torn_draft(), changed_draft(), mailed_link()
    steps = [step.key for step in definition_of(draft.form).steps]
    own: dict[str, Any] = {"args": (draft.token,), "who": maja}
    two: dict[str, Any] = {"args": (torn.token,), "who": torn.person}
    change: dict[str, Any] = {"args": (changed.token,), "who": changed.person}
    return [
        Visit(name="submissions:tasks", **own),
        *(Visit(name="submissions:step", args=(draft.token, step), who=maja) for step in steps),
        Visit(name="submissions:step", args=(torn.token, "you"), who=torn.person, says="errors", act=send, status=422),
        Visit(
            name="submissions:step", args=(torn.token, "money"), who=torn.person, says="errors", act=send, status=422
        ),
        Visit(name="submissions:check", **own),
        Visit(name="submissions:check", **two, says="nothing written"),
        Visit(name="submissions:conflict", **two),
        Visit(name="submissions:later", **own),
        Visit(name="submissions:delete", **own),
        Visit(name="submissions:tasks", **change, says="of a change"),
        Visit(name="submissions:check", **change, says="of a change"),
        Visit(
            name="submissions:send", **change, says="not declared", begin="home", act=not_declared(changed), status=422
        ),
        Visit(name="submissions:keep_sent", **change),
        Visit(name="submissions:tasks", args=(draft.token,), says="shut", status=404),
        Visit(name="submissions:resume", args=(mailed,)),
        Visit(name="submissions:resume", args=("x" * 43,), says="ended", status=404),
        Visit(name="submissions:new_link", begin="home", act=open_mailed(mailed, "new_link")),
        Visit(name="submissions:check", begin="home", says="without account", act=open_mailed(mailed, "check")),
    ]


def the_open_round() -> Round:
    return Round.objects.select_related("opening").filter(fund__slug="visionsfonden").latest("opening__opens_at")


def torn_draft() -> Draft:
    """A draft that two windows wrote in at the same time."""
    cache.clear()
    writer = make_person("Två Fönster")
    draft = submissions.start_draft(opening=the_open_round().opening, email=writer.email, language="sv", by=writer)
    submissions.save_answers(draft, {"title": "Från ena fönstret", "summary": "Ett"}, {}, by=writer)
    try:
        submissions.save_answers(draft, {"title": "Från andra fönstret", "summary": "Två"}, {}, by=writer)
    except submissions.Conflict:
        return draft
    raise AssertionError("two windows wrote and nobody noticed")


def changed_draft() -> Draft:
    """A draft of something sent, opened again."""
    sent = in_state(S.RECEIVED, round=the_open_round())
    last = Application.objects.filter(state=S.RECEIVED, round=the_open_round()).exclude(pk=sent.pk).latest("pk")
    return submissions.reopen(last.submission, by=last.submission.person)


def mailed_link() -> str:
    """The secret part of a link to a draft without account, as its letter carries it."""
    cache.clear()
    draft = submissions.start_draft(opening=the_open_round().opening, email="lank@example.org", language="sv")
    letter = Message.objects.filter(email=draft.email).latest("pk")
    found = re.search(r"/utkast/oppna/([^/\s]+)/", letter.text)
    assert found, letter.text
    return found[1]


def not_declared(draft: Draft) -> Any:
    def act(page: Any) -> None:
        page.goto(in_language_of(page, reverse("submissions:check", args=[draft.token])))
        send(page)

    return act


def open_mailed(link: str, name: str) -> Any:
    """Opens the draft by its mailed link and goes to one of its pages."""

    def act(page: Any) -> None:
        page.goto(in_language_of(page, reverse("submissions:resume", args=[link])))
        send(page)
        token = page.url.rstrip("/").rsplit("/", 1)[1]
        page.goto(in_language_of(page, reverse(f"submissions:{name}", args=[token])))

    return act


def in_language_of(page: Any, path: str) -> str:
    """The same address in the language of the page that is open."""
    language = page.evaluate("document.documentElement.lang")
    return path if language == "sv" or path.startswith(f"/{language}/") else f"/{language}{path}"


# The account


def account() -> list[Visit]:
    """One's own account, with and without a second step."""
    plain, newcomer = make_person("Bo Utan"), make_person("Bo Ny")
    stronger = make_reviewer(name="Bo Med App")
    give_second_step(stronger)
    RecoveryCodes.activate(stronger)
    with_key = make_person("Bo Med Nyckel")
    return [
        *(
            Visit(name=name, who=plain)
            for name in ("profile", "edit_profile", "sessions", "consents", "own_data", "close_account", "mfa_index")
        ),
        Visit(name="profile", who=stronger),
        Visit(name="account_logout", who=plain),
        Visit(name="account_reauthenticate", who=plain),
        Visit(name="account_reauthenticate", who=newcomer, says="mailed", act=send),
        Visit(name="account_email", who=plain),
        Visit(name="account_email", who=plain, says="errors", act=send),
        Visit(
            name="account_email_code",
            who=plain,
            begin="account_email",
            act=fill_and_send("[name=email]", "b@example.org"),
        ),
        Visit(name="mfa_activate_totp", who=plain),
        Visit(name="mfa_activate_totp", who=plain, says="errors", act=send),
        Visit(name="mfa_index", who=stronger),
        Visit(name="mfa_deactivate_totp", who=stronger),
        Visit(name="mfa_reauthenticate", who=stronger),
        Visit(name="mfa_view_recovery_codes", who=stronger),
        Visit(name="mfa_generate_recovery_codes", who=stronger),
        Visit(name="mfa_authenticate", begin="account_login", act=half_way_in(stronger)),
        Visit(name="mfa_add_webauthn", who=plain),
        Visit(name="mfa_list_webauthn", who=plain),
        *with_passkey(with_key),
    ]


def half_way_in(who: Person) -> Any:
    """Gives the mailed code; the second step is still to come."""

    def act(page: Any) -> None:
        cache.clear()
        page.locator("[name=email]").fill(who.email)
        send(page)
        page.locator("[name=code]").fill(mailed_code(who.email))
        send(page)

    return act


def with_passkey(who: Person) -> list[Visit]:
    """The pages of a passkey that has been added."""
    places = (("mfa_edit_webauthn", "edit"), ("mfa_remove_webauthn", "remove"), ("mfa_list_webauthn", ""))
    own = [
        Visit(
            name=name,
            args=(0,) if part else (),
            who=who,
            begin="mfa_index",
            says="with a passkey",
            act=to_passkey(part),
        )
        for name, part in places
    ]
    return [*own, Visit(name="mfa_reauthenticate_webauthn", who=who)]


def to_passkey(part: str) -> Any:
    """Adds a passkey with the browser's own device unless there is one, and goes to one of its pages."""

    def act(page: Any) -> None:
        from allauth.mfa.models import Authenticator

        keys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
        if not keys.exists():
            add_passkey(page)
        address = reverse(f"mfa_{part}_webauthn", args=[keys.get().pk]) if part else reverse("mfa_list_webauthn")
        page.goto(in_language_of(page, address))
        if "reauthenticate" in page.url:
            send(page)
            page.wait_for_url(f"**{address}")

    return act


def add_passkey(page: Any) -> None:
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(reverse("mfa_add_webauthn"))
    page.locator("[name=name]").fill("Min telefon")
    send(page)
    page.wait_for_url("**/webauthn/reauthenticate/**")
    send(page)
    page.wait_for_url("**/recovery-codes/")
