"""Every page in a real browser: axe, layout, focus, language, heading, and nothing that the browser complains of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import resolve
from django.utils.translation import override
from playwright.sync_api import Error

from tests.architecture.test_access import addresses
from tests.conftest import PHONE
from tests.people import session_cookie
from tests.stories.look import STOCK, Window, axe_faults, layout_faults, new_parts, page_faults, without
from tests.stories.visits import (
    Visit,
    after,
    calendar,
    challenges,
    coaching,
    configuring,
    front,
    judging,
    labs,
    letters_and_files,
    mine,
    network,
    outreach,
    prototypes,
    public,
    room,
    together,
    voices,
    work,
)

DESK = {"width": 1280, "height": 800}
WIDTHS = (320, 768)
WELL: set[str] = set()
"""How text looks on the pages before, where its contrast was enough."""
SEEN: set[str] = set()
"""What the pages before are made of."""

GROUPS: dict[str, Callable[[], list[Visit]]] = {
    "after the grant": after.visits,
    "reading": public.public,
    "forms": public.forms,
    "applications": mine.applications,
    "drafts": mine.drafts,
    "account": mine.account,
    "desks": work.desks,
    "reviews and projects": work.reading,
    "judging": judging.visits,
    "lists and forms": work.stock,
    "other stock pages": work.stock_examples,
    "voices": voices.voices,
    "own voices": voices.own,
    "work on voices": voices.work,
    "front": front.public,
    "work on effects and pages": front.work,
    "labs": labs.public,
    "raising in labs": labs.forms,
    "work in labs": labs.work,
    "challenges": challenges.public,
    "own proposals": challenges.mine,
    "work on challenges": challenges.work,
    "coaching": coaching.visits,
    "prototypes": prototypes.public,
    "groups and suggestions": prototypes.forms,
    "work on prototypes": prototypes.work,
    "calendar": calendar.public,
    "signing up": calendar.mine,
    "work on meetings": calendar.work,
    "employees' network": network.visits,
    "decision room": room.visits,
    "outreach": outreach.visits,
    "together": together.visits,
    "configuring funds": configuring.visits,
    "letters and files": letters_and_files.visits,
}

NOT_PAGES = {
    "healthz": "answers machines in JSON",
    "picture": "a picture",
    "city_style": "a stylesheet",
    "robots": "a text for search machines",
    "sitemap": "XML for search machines",
    "favicon": "a picture",
    "manifest": "JSON for browsers",
    "commons:share_code": "a picture; it stands on the share page",
    "funds:application_answers_pdf": "a PDF of a page that is visited",
    "funds:decision_pdf": "a PDF of a page that is visited",
    "funds:statistics_file": "a table file of a page that is visited",
    "funds:criteria_file": "a table file of what stands on a page that is visited",
    "funds:method_data": "JSON of what stands on a page that is visited",
    "funds:method_paper": "a PDF of what stands on a page that is visited",
    "funds:short_link": "counts and leads on to the fund's page",
    "admin:funds_source_code": "a picture; it stands on the source's page",
    "admin:funds_poster_pdf": "a PDF of a page that is visited",
    "admin:funds_protocol_pdf": "a PDF of a page that is visited",
    "admin:funds_room_sitting_new": "only a button's POST; it leads to a page that is visited",
    "admin:cases_delegated_file": "a table file and a PDF of a page that is visited",
    "admin:funds_setup_form": "leads on to the editor of the form, which is visited",
    "admin:funds_coach_withdraw": "takes a button of the list of times and leads on",
    "admin:funds_coaching_close": "takes a button of the coaching's page and leads on",
    "admin:funds_coaching_take": "takes a button of the coaching's page and leads on",
    "funds:booking_ics": "a calendar file of a page that is visited",
    "admin:files_export_file": "a file to fetch; its page is visited",
    "own_data_file": "a file to download; the same data stands on a page that is visited",
    "mfa_download_recovery_codes": "a text file of a page that is visited",
    "mfa_login_webauthn": "JSON for the passkey's script",
    "end_all_sessions": "takes a button of the page of sessions and leads on",
    "submissions:autosave": "JSON for the script that saves",
    "submissions:sign_in": "takes a button of the check page and leads on",
    "submissions:file": "a file that the writer uploaded",
    "admin:funds_remind": "takes a button of the application's page and leads on",
    "admin:funds_screen": "takes a button of the application's page and leads on",
    "admin:review_save": "JSON for the script that saves",
    "admin:login": "leads to the portal's own sign-in",
    "admin:logout": "leads to the portal's own page to sign out",
    "admin:autocomplete": "JSON for Django's choice boxes",
    "admin:jsi18n": "a script",
    "admin:": "Django's short addresses, which lead on to the form or answer 404",
    "prototypes:feed": "a calendar for calendar programs",
    "prototypes:meeting_file": "a calendar file of a page that is visited",
    "admin:prototypes_meeting_publish": "takes a button of the meeting's page and leads on",
    "admin:prototypes_series_publish": "takes a button of the series' page and leads on",
    **prototypes.NOT_PAGES,
    **after.NOT_PAGES,
    **judging.NOT_PAGES,
    "challenges:answers_pdf": "a PDF of a page that is visited",
    **dict.fromkeys(
        (
            "admin:challenges_screen",
            "admin:challenges_publish",
            "admin:challenges_unschedule",
            "admin:challenges_hide",
            "admin:challenges_milestone",
            "admin:challenges_environment_start",
        ),
        "takes a button of a page that is visited and leads on",
    ),
    "demo": "visited by its own test, with the demo switched on",
    "demo_mail": "visited by its own test, with the demo switched on",
    "demo_mail_letter": "visited by its own test, with the demo switched on",
}
"""Addresses that give no page to look at, or are looked at elsewhere, each with the reason."""

STOCK_NAMES = r"admin:\w+_(changelist|change|add)"
ALIKE = {
    r"admin:\w+_add": "the same form as _change, which is visited; funds_round_add stands for all",
    r"admin:\w+_history": "one template for all; funds_fund_history stands for all",
    r"admin:\w+_(changelist|change)": "a model that nobody edits; one list and one form of that kind stand for all",
}
"""Django's pages that are one page over and over; a model that somebody edits is visited all the same."""


@pytest.fixture
def window(looking_browser: Any, demo_portal: str) -> Iterator[Window]:
    context = looking_browser.new_context(
        base_url=demo_portal, locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield Window(context.new_page(), demo_portal)
    context.close()


def enter(window: Window, visit: Visit, language: str) -> None:
    """Opens the page as the one whose page it is, just signed in, and does what leads to its state."""
    context = window.page.context
    context.clear_cookies()
    cache.clear()
    if visit.who is not None:
        context.add_cookies([{**session_cookie(visit.who), "url": window.portal}])
    window.open(visit.path(language), visit.body(language) if visit.body else "")
    if visit.act is not None:
        visit.act(window.page)


def arrival_faults(window: Window, visit: Visit, language: str) -> list[str]:
    """Whether this is the page that was meant."""
    with override(language):
        name = resolve(urlsplit(window.page.url).path).view_name
    faults = [] if name == visit.name else [f"ends at {name}"]
    if window.status != visit.status:
        faults.append(f"answers {window.status}")
    return faults


def swedish_on_a_phone(window: Window, visit: Visit, *, again: bool = False) -> list[str]:
    """axe at 375 px in the light colours, then the layout at a narrower window and at a wider one.

    Of a further state of a page the narrower one; axe and the focus where it has a part that no page before had.
    """
    window.page.set_viewport_size(PHONE)
    window.page.emulate_media(color_scheme="light")
    enter(window, visit, "sv")
    faults = [*arrival_faults(window, visit, "sv"), *page_faults(window.page, "sv"), *window.complaints]
    if not new_parts(window.page, SEEN) and again:
        return [*faults, *layout_faults(window.page, WIDTHS[0], stops=0)]
    faults += axe_faults(window.page, rules_for(visit), WELL)
    widths = WIDTHS[:1] if again else WIDTHS
    return faults + [fault for width in widths for fault in layout_faults(window.page, width)]


def english_at_a_desk(window: Window, visit: Visit) -> list[str]:
    """axe at 1280 px in the dark colours."""
    window.page.set_viewport_size(DESK)
    window.page.emulate_media(color_scheme="dark")
    enter(window, visit, "en")
    faults = [*arrival_faults(window, visit, "en"), *page_faults(window.page, "en")]
    return [*faults, *window.complaints, *axe_faults(window.page, rules_for(visit), WELL)]


def rules_for(visit: Visit) -> dict[str, Any]:
    """All of axe's rules; for Django's own lists and forms without the named exceptions."""
    return without(STOCK if re.fullmatch(STOCK_NAMES, visit.name) else ())


@pytest.fixture(scope="module")
def marked(demo_portal: str) -> dict[str, list[tuple[Visit, bool]]]:
    """The visits of each group, and whether one before it was to another state of the same page."""
    seen: set[str] = set()
    found: dict[str, list[tuple[Visit, bool]]] = {group: [] for group in GROUPS}
    for group, make in GROUPS.items():
        for visit in make():
            found[group].append((visit, visit.name in seen))
            seen.add(visit.name)
    return found


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("group", GROUPS)
def test_every_page_is_usable(
    group: str, half: int, marked: dict[str, list[tuple[Visit, bool]]], window: Window
) -> None:
    """Each state of each page in Swedish, and each page once in English; two halves, for two to share."""
    found: dict[str, list[str]] = {}
    middle = (len(marked[group]) + 1) // 2
    for visit, again in marked[group][middle:] if half else marked[group][:middle]:
        if faults := said_by(partial(swedish_on_a_phone, window, visit, again=again), window):
            found[f"sv {visit}"] = faults
        if not again and (faults := said_by(partial(english_at_a_desk, window, visit), window)):
            found[f"en {visit}"] = faults
    assert not found, "\n".join(f"{page}: {faults}" for page, faults in found.items())


def said_by(look: Callable[[], list[str]], window: Window) -> list[str]:
    """What a look finds; a page on which one could not go on is a fault like others, and the rest is still visited."""
    try:
        return look()
    except Error as error:
        return [f"stuck at {window.page.url}: {error.message.splitlines()[0]}"]


def test_no_page_is_left_out(marked: dict[str, list[tuple[Visit, bool]]]) -> None:
    visited = {visit.name for visits in marked.values() for visit, _again in visits}
    named = {":".join([*address.namespaces, address.name]) for address in addresses("sv")}
    left = [name for name in named - visited - set(NOT_PAGES) if not any(re.fullmatch(one, name) for one in ALIKE)]
    assert sorted(left) == []
    assert sorted(visited & set(NOT_PAGES)) == [], "visited, so no reason is needed"
    assert sorted(set(NOT_PAGES) - named) == [], "reasons for addresses that are gone"


def test_the_demo_says_who_one_can_be(window: Window, settings: Any) -> None:
    from civicportal.notices.models import Message

    settings.DEMO = True
    letter = Message.objects.order_by("-pk")[0].pk
    found = {}
    for visit in (Visit(name="demo"), Visit(name="demo_mail"), Visit(name="demo_mail_letter", args=(letter,))):
        if faults := swedish_on_a_phone(window, visit):
            found[str(visit)] = faults
    assert not found, "\n".join(f"{page}: {faults}" for page, faults in found.items())


def test_the_exceptions_are_written_down(base_dir: Path) -> None:
    rows = re.findall(r"^\| ([a-z-]+) \| .+ \| .+ \|$", (base_dir / "docs" / "a11y-exceptions.md").read_text(), re.M)
    assert rows == list(STOCK)
