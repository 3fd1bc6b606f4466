import pytest
from civicportal.places.models import City
from civicportal.submissions import actions
from tests.submissions.samples import *

pytestmark = pytest.mark.django_db(transaction=True)
OUT = "/tmp/s-work/shots"


def test_shots(browser, live_server, feature):
    import os

    os.makedirs(OUT, exist_ok=True)
    City.objects.create(
        name="Helsingborg",
        short_name="Helsingborg",
        portal_name={"sv": "Innovationsportalen"},
        tagline={"sv": "x"},
        authority="KS",
        email="kontakt@example.org",
    )
    opening = make_opening()
    from django.test import Client
    from django.conf import settings as st

    kim = make_person()

    def as_(draft, person=None):
        c = Client()
        if person:
            c.force_login(person)
        s = c.session
        s["drafts"] = [str(draft.token)]
        s.save()
        c.cookies[st.SESSION_COOKIE_NAME] = s.session_key
        return s.session_key

    d = make_draft(opening)
    actions.save_answers(d, {**TYPED, "title": "Cykelkök på torget i Planteringen"}, {}, by=None)
    part = make_draft(opening)
    actions.save_answers(
        part, {"title": "Cykelkök", "summary": "Vi lagar cyklar.", "name": "Kim"}, {}, by=None, step="idea"
    )
    bad = make_draft(opening)
    actions.save_answers(
        bad,
        {
            **TYPED,
            "title": "",
            "own": "150.000",
            "budget": [
                {"what": "Buss", "amount": "30 000", "note": ""},
                {"what": "Fika", "amount": "5", "note": "x", "removed": True},
            ],
        },
        {},
        by=None,
    )
    try:
        actions.save_answers(bad, {"summary": "En helt annan text"}, {}, by=None)
    except actions.Conflict:
        pass
    mine = make_draft(opening, kim)
    actions.save_answers(mine, TYPED, {}, by=kim)
    pages = [
        ("tasks", part, ""),
        ("tasks-bad", bad, ""),
        ("idea", d, "steg/idea/"),
        ("money", d, "steg/money/"),
        ("money-bad", bad, "steg/money/"),
        ("you", d, "steg/you/"),
        ("check", d, "kontrollera/"),
        ("check-bad", bad, "kontrollera/"),
        ("check-mine", mine, "kontrollera/"),
        ("conflict", bad, "tva-texter/"),
        ("later", d, "senare/"),
        ("delete", d, "ta-bort/"),
        ("newlink", d, "ny-lank/"),
    ]
    for width, dark in ((375, False), (1280, True)):
        for name, draft, path in pages:
            key = as_(draft, kim if draft is mine else None)
            ctx = browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
            )
            ctx.add_cookies([{"name": st.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
            p = ctx.new_page()
            errs = []
            p.on("console", lambda m: errs.append(m.text) if m.type in ("error", "warning") else None)
            p.goto(f"{live_server.url}/utkast/{draft.token}/{path}")
            w = p.evaluate("document.documentElement.scrollWidth")
            if w > width or errs:
                print("WIDE" if w > width else "", name, width, w, errs)
            if w > width: print(p.evaluate("[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.tagName + '.' + e.className + '#' + e.id + ' ' + Math.round(e.getBoundingClientRect().right)).slice(0, 12)"))
            p.screenshot(path=f"{OUT}/{name}-{width}{'-dark' if dark else ''}.png", full_page=True)
            if name in ("money", "you") and width == 375:
                if name == "money":
                    p.click("text=Spara och fortsätt >> nth=1")
                    p.wait_for_load_state()
                    print("after save:", p.url)
            ctx.close()
    c = browser.new_context(viewport={"width": 375, "height": 800})
    p = c.new_page()
    p.goto(f"{live_server.url}/utkast/{d.token}/")
    p.screenshot(path=f"{OUT}/shut-375.png", full_page=True)
    actions.mail_new_link(d)
    p.goto(f"{live_server.url}/utkast/lank/")
    p.screenshot(path=f"{OUT}/lost-375.png", full_page=True)
    key = as_(bad)
    ctx = browser.new_context(viewport={"width": 375, "height": 800})
    ctx.add_cookies([{"name": st.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    p = ctx.new_page()
    p.goto(f"{live_server.url}/utkast/{bad.token}/steg/money/")
    p.locator("button[value=next]").nth(1).click()
    p.wait_for_load_state()
    p.screenshot(path=f"{OUT}/money-errors-375.png", full_page=True)
