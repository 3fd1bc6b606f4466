"""The seven doors of Django's admin past a row's scope, and each of them shut."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.core.checks import run_checks
from django.urls import path, reverse

from civicportal.backoffice.scoped import ScopedAdmin, ScopedTabular
from civicportal.backoffice.site import Backoffice
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import Role
from civicportal.records.models import Entry, Series
from civicportal.review.models import Anchor, Criterion, Stage
from civicportal.submissions.models import Opening
from tests.people import client_of, give, make_auditor, make_fund_manager, make_reviewer, make_unit
from tests.review import factories

SECRET = "Hemlighetsnamnet"


class OpeningAdmin(ScopedAdmin):
    search_fields = ("series",)
    writable_by = (Role.FUND_MANAGER,)

    def rows(self, person: Any) -> Any:
        if person.has_role(Role.AUDITOR):
            return Opening.objects.all()
        return Opening.objects.filter(unit__in=person.units_as(Role.FUND_MANAGER, Role.COACH))


class AnchorInline(ScopedTabular):
    model = Anchor
    read_only = False


class CriterionAdmin(ScopedAdmin):
    readable_by = (Role.COACH,)
    writable_by = (Role.FUND_MANAGER,)
    unit_path = "opening__unit"
    list_display = ("name", "weight")
    list_filter = ("opening",)
    search_fields = ("name",)
    autocomplete_fields = ("opening",)
    inlines = (AnchorInline,)


class StageAdmin(ScopedAdmin):
    """Read-only: nobody is named a writer."""

    readable_by = (Role.FUND_MANAGER,)
    list_display = ("name",)


site = Backoffice(name="tried")
site.register(Opening, OpeningAdmin)
site.register(Criterion, CriterionAdmin)
site.register(Stage, StageAdmin)


@pytest.fixture
def urls(settings):
    """The site of these tests beside the portal's own pages."""
    from importlib import import_module

    portal = import_module(settings.ROOT_URLCONF)
    module = type("urls", (), {"urlpatterns": [path("prov/", site.urls), *portal.urlpatterns]})
    settings.ROOT_URLCONF = module


@pytest.fixture
def two_units(db, urls):
    """A manager with a criterion of their own, and another unit's criterion with the secret in its name."""
    here, there = make_unit(), make_unit("En annan fond")
    manager = make_fund_manager(here)
    own = factories.make_criterion(factories.make_opening(here), "nyttan")
    foreign_opening = factories.make_opening(there)
    foreign_opening.series = "HEMLIG"
    foreign_opening.save()
    return manager, own, factories.make_criterion(foreign_opening, SECRET)


def at(name: str, *args: Any) -> str:
    return reverse(f"tried:{name}", args=args)


def form_of(criterion: Criterion, **fields: Any) -> dict[str, Any]:
    anchors = {
        "anchors-TOTAL_FORMS": 0,
        "anchors-INITIAL_FORMS": 0,
        "anchors-MIN_NUM_FORMS": 0,
        "anchors-MAX_NUM_FORMS": 5,
    }
    return {
        "opening": criterion.opening_id, "position": 1, "name_sv": "nyttan", "name_en": "",
        "question_sv": "", "question_en": "",
        "highest": "5", "weight": "2", **anchors, **fields,
    }  # fmt: skip


# The seven doors


def test_1_lists_hold_ones_own_rows(two_units):
    manager, _own, _foreign = two_units
    page = client_of(manager).get(at("review_criterion_changelist"))
    assert (page.status_code, page.context["cl"].result_count) == (200, 1)
    assert SECRET not in page.text


@pytest.mark.parametrize("page", ["change", "history"])
def test_2_a_foreign_row_does_not_exist(two_units, page):
    manager, own, foreign = two_units
    client = client_of(manager)
    assert client.get(at(f"review_criterion_{page}", own.pk)).status_code == 200
    for number in (foreign.pk, 999_999_999, "x"):
        assert client.get(at(f"review_criterion_{page}", number)).status_code == 404
    assert client.post(at("review_criterion_change", foreign.pk), form_of(foreign)).status_code == 404


def test_3_autocomplete_offers_ones_own_rows(two_units):
    manager, own, _foreign = two_units
    answer = client_of(manager).get(
        at("autocomplete"), {"app_label": "review", "model_name": "criterion", "field_name": "opening", "term": ""}
    )
    assert [row["id"] for row in answer.json()["results"]] == [str(own.opening_id)]


def test_4_filters_offer_what_occurs_in_ones_own_rows(two_units):
    manager, own, foreign = two_units
    second = factories.make_criterion(factories.make_opening(own.opening.unit), "planen")
    page = client_of(manager).get(at("review_criterion_changelist"))
    [spec] = page.context["cl"].filter_specs
    assert sorted(pk for pk, _label in spec.lookup_choices) == sorted([own.opening_id, second.opening_id])
    narrowed = client_of(manager).get(at("review_criterion_changelist"), {"opening__id__exact": foreign.opening_id})
    assert narrowed.context["cl"].result_count == 0


@pytest.mark.parametrize(
    "lookup", ["weight__gt", "name__startswith", "opening__form__name", "scores__value", "id__exact"]
)
def test_4_nobody_asks_yes_or_no_about_fields_that_are_no_filters(two_units, lookup):
    manager, _own, _foreign = two_units
    answer = client_of(manager).get(at("review_criterion_changelist"), {lookup: "1"})
    assert answer.status_code == 400


def test_5_the_history_is_the_log_of_the_row(two_units):
    manager, own, _foreign = two_units
    client = client_of(manager)
    answer = client.post(at("review_criterion_change", own.pk), form_of(own))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    [trace] = client.get(at("review_criterion_history", own.pk)).context["traces"]
    assert (trace.verb, trace.actor) == ("criterion.changed", str(manager))
    assert set(trace.facts["fields"]) >= {"weight"}


def test_6_popups_show_the_same_rows(two_units):
    manager, _own, foreign = two_units
    page = client_of(manager).get(at("submissions_opening_changelist"), {"_popup": "1"})
    assert page.context["cl"].result_count == 1
    assert "HEMLIG" not in page.text
    assert (
        client_of(manager).get(at("submissions_opening_change", foreign.opening_id), {"_popup": "1"}).status_code == 404
    )


def test_7_nothing_is_deleted_and_no_page_lists_what_would_be(two_units):
    manager, own, _foreign = two_units
    client = client_of(manager)
    address = at("review_criterion_change", own.pk).replace("/change/", "/delete/")
    assert client.get(address, follow=True).status_code == 404
    assert client.post(address, {"post": "yes"}).status_code in {302, 404}
    page = client.post(
        at("review_criterion_changelist"), {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
    )
    assert page.status_code in {200, 302}
    assert Criterion.objects.filter(pk=own.pk).exists()


# Choices, units, writers


def test_a_form_offers_and_takes_only_ones_own_units_rows(two_units):
    manager, own, foreign = two_units
    client = client_of(manager)
    answer = client.post(at("review_criterion_change", own.pk), form_of(foreign))
    assert (answer.status_code, "opening" in answer.context["adminform"].form.errors) == (200, True)
    assert "HEMLIG" not in answer.text
    own.refresh_from_db()
    assert own.weight == 1
    assert client.post(at("review_criterion_add"), form_of(foreign)).status_code == 200
    assert Criterion.objects.count() == 2


def test_whoever_reads_one_unit_and_writes_in_another_writes_only_there(two_units):
    manager, own, foreign = two_units
    give(manager, Role.COACH, foreign.opening.unit)
    model_admin = site.get_model_admin(Criterion)
    request = type("Request", (), {"user": manager})()
    seen = {
        criterion: (
            model_admin.has_view_permission(request, criterion),
            model_admin.has_change_permission(request, criterion),
        )
        for criterion in (own, foreign)
    }
    assert seen == {own: (True, True), foreign: (False, False)}
    # the model's own rule shows a coach nothing; with a rule that does, seeing is still not changing
    model_admin.rows = lambda person: Criterion.objects.all()
    try:
        fresh = type("Request", (), {"user": manager})()
        assert model_admin.has_view_permission(fresh, foreign)
        assert not model_admin.has_change_permission(fresh, foreign)
    finally:
        del model_admin.rows


def test_an_auditor_reads_everything_and_changes_nothing(two_units):
    _manager, own, foreign = two_units
    auditor = make_auditor()
    give(auditor, Role.FUND_MANAGER, own.opening.unit)
    client = client_of(auditor)
    assert client.get(at("review_criterion_changelist")).context["cl"].result_count == 2
    for criterion in (own, foreign):
        assert client.get(at("review_criterion_change", criterion.pk)).status_code == 200
        assert client.post(at("review_criterion_change", criterion.pk), form_of(criterion)).status_code == 403
    assert client.get(at("review_criterion_add")).status_code == 403


def test_without_writers_nobody_changes_anything(two_units):
    manager, own, _foreign = two_units
    stage = factories.make_stage(own.opening)
    client = client_of(manager)
    assert client.get(at("review_stage_change", stage.pk)).status_code == 200
    assert client.post(at("review_stage_change", stage.pk), {"name_sv": "Annat"}).status_code == 403
    assert client.get(at("review_stage_add")).status_code == 403


@pytest.mark.parametrize("opens", [True, False])
def test_what_is_named_is_a_link_only_for_those_who_may_open_it(two_units, monkeypatch, opens):
    manager, own, _foreign = two_units
    stage = factories.make_stage(own.opening)
    if not opens:
        monkeypatch.setattr(OpeningAdmin, "writable_by", ())
    there = at("submissions_opening_change", own.opening.pk)
    page = client_of(manager).get(at("review_stage_change", stage.pk)).text
    assert (there in page, str(own.opening) in page) == (opens, True)
    assert client_of(manager).get(there).status_code == (200 if opens else 403)


def test_a_role_without_the_model_does_not_enter(two_units):
    _manager, own, _foreign = two_units
    client = client_of(make_reviewer(own.opening.unit))
    assert client.get(at("review_criterion_changelist")).status_code == 403
    assert client.get(at("review_criterion_change", own.pk)).status_code in {403, 404}


def test_a_change_is_logged_with_the_names_of_the_fields_and_not_their_words(two_units):
    manager, own, _foreign = two_units
    answer = client_of(manager).post(at("review_criterion_change", own.pk), form_of(own, name_sv=SECRET))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    entry = Entry.objects.get(verb="criterion.changed")
    assert (entry.actor, entry.subject_id, SECRET in str(entry.facts)) == (manager, own.pk, False)
    own.refresh_from_db()
    assert own.name == LocalizedText(sv=SECRET)


def test_sums_are_said_in_kronor(two_units):
    manager, own, _foreign = two_units
    own.opening.highest = 10_000_000
    own.opening.save()
    page = client_of(manager).get(at("submissions_opening_change", own.opening_id))
    assert 'value="100\u00a0000"' in page.text
    seen = client_of(make_auditor()).get(at("submissions_opening_change", own.opening_id))
    assert "100\u00a0000\u00a0kr" in seen.text
    assert "10000000" not in seen.text


# What the checks refuse


def problems(**attributes: Any) -> list[str]:
    model = attributes.pop("model", Criterion)
    made = type("TriedAdmin", (ScopedAdmin,), {"unit_path": "opening__unit", **attributes})
    return [problem.id for problem in made(model, AdminSite()).check()]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, []),
        ({"model": Series}, ["portal.E101"]),
        ({"model": Series, "unscoped": True}, []),
        ({"writable_by": (Role.COACH,), "unit_path": ""}, ["portal.E102"]),
        ({"raw_id_fields": ("opening",)}, ["portal.E103"]),
        ({"list_display": ("name", "weight"), "list_editable": ("weight",)}, ["portal.E104"]),
        ({"inlines": (type("Plain", (admin.TabularInline,), {"model": Anchor}),)}, ["portal.E105"]),
        ({"list_filter": ("opening__series",)}, ["portal.E106"]),
        ({"list_filter": ("opening", "opening__opens_at")}, []),
    ],
)
def test_a_door_past_the_scope_is_a_failed_check(attributes, expected):
    assert problems(**attributes) == expected


def test_every_admin_class_of_the_portal_is_scoped():
    from django.contrib.admin import site as portal

    outside = [
        model._meta.label
        for model, model_admin in portal._registry.items()
        if not isinstance(model_admin, ScopedAdmin) and not model.__module__.startswith(("django.", "allauth."))
    ]
    assert outside == []


def test_no_admin_class_of_the_portal_fails_a_check():
    assert [str(problem) for problem in run_checks(tags=["admin"])] == []


def test_drafts_and_answers_are_in_nobodys_backoffice():
    from django.contrib.admin import site as portal

    registered = {model._meta.label for model in portal._registry}
    assert registered.isdisjoint({"submissions.Draft", "submissions.Answer", "review.Review", "review.Score"})
