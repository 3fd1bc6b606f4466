"""My page, and the backoffice's side of the portal's own pages."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Synonym
from civicportal.pages import actions
from civicportal.pages.models import AccessReport, Page, Section
from civicportal.people.models import Person
from tests.commons.factories import make_project, published
from tests.pages.factories import load_pages, make_city
from tests.people import make_auditor, make_communicator, make_resident, make_reviewer, sign_in

pytestmark = pytest.mark.django_db


def reported() -> AccessReport:
    return actions.report_access(
        kind="fault",
        address="/",
        words="Märkordet",
        email="anna@example.org",
        language="sv",
        once=uuid.uuid4(),
        by=None,
    )


def of(client: Client, person: Person) -> Client:
    sign_in(client, person)
    return client


def test_my_page_sends_strangers_to_sign_in(client: Client) -> None:
    make_city()
    response = client.get("/mitt/")
    assert (response.status_code, response.headers["Location"]) == (302, "/konto/login/?next=/mitt/")


def test_my_page_lists_what_one_follows_and_nobody_elses(client: Client) -> None:
    make_city()
    person = make_resident("Rut Berg")
    mine, other = published("Min bikupa"), published("En annans bikupa")
    commons.follow(mine, email=person.email, language="sv", confirmed=True)
    commons.follow(other, email="annan@example.org", language="sv", confirmed=True)
    response = of(client, person).get("/mitt/")
    html = response.content.decode()
    assert ("Min bikupa" in html, "En annans bikupa" in html, "Hej Rut" in html) == (True, False, True)
    assert "no-store" in response.headers["Cache-Control"]


def test_my_page_of_somebody_new_says_what_to_do(client: Client) -> None:
    make_city()
    html = of(client, make_resident()).get("/mitt/").content.decode()
    assert "Du bevakar inget än." in html
    assert reverse("admin:index") not in html


def test_a_report_is_answered_on_its_page(client: Client) -> None:
    make_city()
    report = reported()
    url = reverse("admin:access_report", args=[report.pk])
    of(client, make_communicator())
    assert "Märkordet" in client.get(url).content.decode()
    assert client.post(url, {"act": "take"}).status_code == 302
    wrong = client.post(url, {"outcome": "mended", "answer": ""})
    assert (wrong.status_code, 'id="error-summary"' in wrong.content.decode()) == (422, True)
    assert client.post(url, {"outcome": "refused", "answer": "Det går inte."}).status_code == 302
    html = client.get(url).content.decode()
    assert ("Det går inte." in html, "20 § lagen (2018:1937)" in html, "<form" in html.split("<main")[-1]) == (
        True,
        True,
        False,
    )


def test_reports_are_for_those_who_answer_and_an_auditor_only_reads(client: Client) -> None:
    make_city()
    url = reverse("admin:access_report", args=[reported().pk])
    assert of(client, make_reviewer()).get(url).status_code == 404
    auditor = of(Client(), make_auditor())
    assert "Märkordet" in auditor.get(url).content.decode()
    assert auditor.post(url, {"outcome": "mended", "answer": "x"}).status_code == 403
    assert AccessReport.objects.get().outcome == "open"


@pytest.mark.parametrize(
    "name",
    [
        "commons_item", "commons_step", "commons_link", "commons_theme", "commons_synonym", "places_city",
        "places_district", "pages_page", "pages_news", "pages_accessreport", "pages_feedback",
    ],
)  # fmt: skip
def test_every_list_opens_for_a_communicator(client: Client, name: str) -> None:
    load_pages()
    project = make_project()
    item = commons.publish(project, by=None)
    commons.add_step(item, by=None, title="Beviljad")
    reported()
    assert of(client, make_communicator()).get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_staff_write_pages_and_readers_see_it_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    load_pages()
    reader = Client()
    assert "Vårt nya ord" not in reader.get("/om/").content.decode()
    page = Page.objects.get(key="om")
    url = reverse("admin:pages_page_change", args=[page.pk])
    of(client, make_communicator())
    form = form_of(client.get(url).context["adminform"].form, client.get(url).context["inline_admin_formsets"])
    form["lead_sv"] = "Vårt nya ord"
    form["sections-0-body_sv"] = "Vår nya text"
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, form)
    assert response.status_code == 302
    html = reader.get("/om/").content.decode()
    assert ("Vårt nya ord" in html, "Vår nya text" in html) == (True, True)
    assert Section.objects.filter(page=page).count() == 5


def test_staff_add_a_part_and_its_key_comes_from_its_heading(client: Client) -> None:
    load_pages()
    page = Page.objects.get(key="om")
    url = reverse("admin:pages_page_change", args=[page.pk])
    of(client, make_communicator())
    for number in (5, 6):
        form = form_of(client.get(url).context["adminform"].form, client.get(url).context["inline_admin_formsets"])
        form["sections-TOTAL_FORMS"] = number + 1
        added = {
            "heading_sv": "Öppet hus",
            "heading_en": "",
            "body_sv": "Kom",
            "body_en": "",
            "position": "60",
            "id": "",
        }
        form.update({f"sections-{number}-{name}": value for name, value in {**added, "page": page.pk}.items()})
        assert client.post(url, form).status_code == 302
    assert list(page.sections.values_list("key", flat=True))[5:] == ["oppet-hus", "oppet-hus-2"]


def form_of(form: Any, formsets: Any) -> dict[str, Any]:
    """What a browser would send back when nothing is changed."""
    sent: dict[str, Any] = {}
    forms = [form]
    for inline in formsets:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for each in forms:
        for field in each:
            value = field.value()
            many = getattr(field.field.widget, "widgets", None)
            if many:
                parts = value if isinstance(value, list) else field.field.widget.decompress(value)
                names = field.field.widget.widgets_names
                sent.update({f"{field.html_name}{name}": part or "" for name, part in zip(names, parts, strict=True)})
            else:
                sent[field.html_name] = "" if value is None else value
    return sent


def test_nobody_changes_a_public_item_by_hand(client: Client) -> None:
    make_city()
    item = published()
    of(client, make_communicator())
    url = reverse("admin:commons_item_change", args=[item.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"slug": "annat"}).status_code == 403
    assert Item.objects.get().slug == item.slug


def test_synonyms_are_written_with_commas(client: Client) -> None:
    make_city()
    of(client, make_communicator())
    url = reverse("admin:commons_synonym_add")
    assert client.post(url, {"words": "Bidrag"}).status_code == 200
    assert client.post(url, {"words": "Bidrag, Stöd"}).status_code == 302
    assert Synonym.objects.get().words == ["bidrag", "stöd"]
