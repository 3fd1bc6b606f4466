"""Addresses that no link leads to: each pattern of the URLconf with what fits it, and what the admin answers besides.

A guess is made of what is there: a need's slug is tried wherever the labs take a need, in pages, work pages and forms,
and the kernel's pages are tried with every public or hidden thing. A door that is shut to a person, by the policy of
its address or because their roles carry nothing in that part of the admin, is what tests/architecture/test_access.py
tries, every door with every role; here some people try each once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4
from zlib import crc32

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.translation import override
from django.views.generic import RedirectView

from civicportal.access import policy_of
from civicportal.cases.models import Case
from civicportal.commons.models import ContactRequest, Hiding, Item, Question, Report
from civicportal.kernel.moves import machines
from civicportal.kernel.web import ANYONE, SIGNED_IN, Policy
from civicportal.submissions.models import CoWriter, Draft
from funds.models import Round
from tests.browsing import reads_table, table_of
from tests.leaks.words import BEGINNING, SUFFIX
from tests.leaks.world_funds import SAFE_PHONE

SECRETS = "SELECT {pk}::text, it::text FROM {table} AS it WHERE it::text LIKE %s ORDER BY {pk} DESC"
SECRET = re.compile(rf"{BEGINNING}\w+?{SUFFIX}", re.IGNORECASE)
NAMED = re.compile(r"<(?:\w+:)?(\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
FEATURES = ("funds", "labs", "challenges", "prototypes")
OF_APPLICATIONS = ("funds", "review", "cases", "submissions")

OF_ONE_KIND = {
    "labb": "lab", "behov": "need", "amne": "topic", "ide": "idea", "losning": "solution", "test": "test",
    "utmaningar": "challenge", "kallelse": "call", "forslag": "proposal", "testmiljo": "environment",
    "testmiljoer": "environment", "prototyper": "prototype", "natverk": "network", "verktyg": "method",
    "kalender": "meeting", "serie": "series", "fonder": "fund", "projekt": "project",
}  # fmt: skip
"""The word before a slug in an address, and of which things the slug then is."""

ROW_OF_ADMIN = re.compile(r"/backoffice/(?P<model>\w+/\w+)/(?P<pk>[^/]+)/(?P<page>change|history|delete)/$")

Values = dict[str, str]
Rows = dict[str, list[str]]
"""Primary keys of rows by "app/model"."""


@dataclass(frozen=True)
class Route:
    """An address with {names} to be filled in, the app whose view answers, and who may enter."""

    path: str
    names: tuple[str, ...]
    app: str
    policy: Policy | None
    only_redirects: bool

    @property
    def table(self) -> type[Model] | None:
        """The table that a page of Django's admin is about."""
        return table_of(self.path)


def filled(person: Any, language: str, rows: Rows, *, thoroughly: bool) -> list[str]:
    """Every pattern of the URLconf with every real value that fits it, whether or not a link leads there.

    Unless `thoroughly`, shut doors are left out, and what is open to anybody, is everybody's own, belongs to a feature
    where the person's roles carry nothing or is about an application, which tests/leaks/test_grid.py has each role try
    in every state, is tried with one thing only, with another one by each person.
    """
    known: dict[str, Any] = {}
    with override(language):
        routes = list(routes_of(get_resolver().url_patterns))
    return sorted({path for route in routes for path in _tried(route, person, known, rows, thoroughly)})


def _tried(route: Route, person: Any, known: dict[str, Any], rows: Rows, thoroughly: bool) -> Iterable[str]:
    policy = route.policy
    admitted = not route.only_redirects and (policy is None or policy.admits(person))
    if admitted and route.table:
        admitted = reads_table(person, route.table)
    if thoroughly or not admitted:
        return itertools.islice(_fill(route, known, rows), None if admitted else int(thoroughly))
    found = list(_fill(route, known, rows))
    elsewhere = route.app in FEATURES and not person.has_module_perms(route.app)
    everybodys = policy is not None and policy.who & {ANYONE, SIGNED_IN}
    if not found or not (elsewhere or everybodys or route.app in OF_APPLICATIONS):
        return found
    return [found[crc32(f"{person.name} {route.path}".encode()) % len(found)]]


def routes_of(patterns: Any, before: str = "/", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    """The addresses of the URLconf, one by one."""
    for found in patterns:
        part = _as_text(found.pattern)
        if isinstance(found, URLResolver):
            inside = (*spaces, found.namespace) if found.namespace else spaces
            yield from routes_of(found.url_patterns, before + part, inside)
        elif isinstance(found, URLPattern) and "{url}" not in part:
            path = (before + part).replace("//", "/")
            module = str(getattr(found.callback, "__module__", ""))
            app = module.removeprefix("civicportal.").split(".")[0]
            policy = policy_of(found.callback, found.name or "", list(spaces))
            redirects = getattr(found.callback, "view_class", None) is RedirectView
            yield Route(path, tuple(re.findall(r"{(\w+)}", path)), app, policy, redirects)


def _as_text(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return str(pattern)
    if isinstance(pattern, RoutePattern):
        return NAMED.sub(r"{\1}", str(pattern))
    text = REGEX_GROUP.sub(r"{\1}", str(pattern))
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def _fill(route: Route, known: dict[str, Any], rows: Rows) -> Iterator[str]:
    """The route with what the app holds; what is asked of the database is asked once for all routes."""
    if route.table and "object_id" in route.names:
        tried = rows.get(_name_of(route.table), [])
        some = tried[:1] if route.path.endswith("/history/") else tried
        yield from (route.path.format(object_id=number) for number in some)
        return
    if route.app not in known:
        known[route.app] = (_things_of(route.app), _values_of(route.app))
    things, values = known[route.app]
    for thing in _fitting(route, things):
        rest = {name: values.get(name, ["1"]) for name in route.names if name not in thing}
        if "name" in rest:
            rest["name"] = _moves_of(thing.get("kind", ""), route.app)
        for chosen in itertools.product(*rest.values()):
            yield route.path.format(**thing, **dict(zip(rest, chosen, strict=True)))


def _fitting(route: Route, things: list[Values]) -> list[Values]:
    """The things that can stand in the route; one thing without a name where the route names none."""
    if "slug" not in route.names:
        return [{}]
    before = route.path.split("{slug}")[0].strip("/").split("/")[-1]
    kind = OF_ONE_KIND.get(before) if route.app in FEATURES else None
    named = {"kind", "fund"} & set(route.names)
    return [thing for thing in things if named <= set(thing) and (kind is None or thing.get("kind") == kind)]


def _things_of(app: str) -> list[Values]:
    """What stands at an address by its slug: the feature's own rows, or for the kernel's pages every public thing."""
    things = [{"kind": kind, "slug": slug} for kind, slug in Item.every.values_list("kind", "slug")]
    if app in FEATURES:
        own = [model for model in apps.get_app_config(app).get_models() if _has_slug(model)]
        slugs = [
            (model, slug)
            for model in own
            for slug in model._base_manager.exclude(slug=None).values_list("slug", flat=True)
        ]
        things = [{"kind": _kind_of(model), "slug": slug} for model, slug in slugs]
        funds = Round.objects.values_list("fund__slug", "slug") if app == "funds" else []
        things += [{"fund": fund, "slug": slug} for fund, slug in funds]
    return things


def _has_slug(model: type[Model]) -> bool:
    return any(field.name == "slug" for field in model._meta.fields)


def _kind_of(model: type[Model]) -> str:
    name = str(model._meta.model_name)
    return {"trial": "test", "testenvironment": "environment"}.get(name, name)


def _moves_of(kind: str, app: str) -> list[str]:
    """The steps that a work page of the kind may be asked for."""
    found = machines.get(kind) or machines.get({"challenges": "environment", "funds": "project"}.get(app, ""))
    return list(found.moves) if found else ["start"]


def _values_of(app: str) -> dict[str, list[str]]:
    """What else stands in addresses, by its name there."""
    cases = Case.objects.filter(kind__startswith=f"{app}.") if app in FEATURES else Case.objects.all()
    said: list[str] = []
    if app == "commons":
        said = [str(number) for number in ContactRequest.objects.values_list("number", flat=True)]
        said += [*_keys(Question), *_keys(Report), *_keys(Hiding)]
    if app == "submissions":
        said = [str(number) for number in CoWriter.objects.values_list("number", flat=True)] or [str(uuid4())]
    return {
        "reference": list(cases.values_list("reference", flat=True)),
        "token": _tokens() if app == "submissions" else ["1"],
        "number": said or ["1"],
        "kind": ["need", "idea"],
        "fund": list(Round.objects.values_list("fund__slug", flat=True).distinct()),
        "step": ["idea", "you"],
        "question": ["title", "sensitive"],
        "what": ["mal", "indikator"],
        "app_label": sorted({model._meta.app_label for model in apps.get_models()}),
    }


def _tokens() -> list[str]:
    """The drafts that are being written, and one that was sent."""
    sent = Draft.objects.exclude(pk__in=Draft.objects.being_written()).order_by("pk")[:1]
    return [str(draft.token) for draft in (*Draft.objects.being_written(), *sent)]


def _keys(model: type[Model]) -> list[str]:
    return [str(pk) for pk in model._base_manager.values_list("pk", flat=True)]


def _name_of(model: type[Model]) -> str:
    return f"{model._meta.app_label}/{model._meta.model_name}"


def rows_of_admin() -> Rows:
    """Of each table the rows that are opened in Django's admin: one for each secret that they hold, and a plain one."""
    found: Rows = {}
    for model in admin.site._registry:
        table, pk = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(model._meta.pk.column)
        with connection.cursor() as cursor:
            cursor.execute(SECRETS.format(table=table, pk=pk), [f"%{SUFFIX}%"])
            secret = cursor.fetchall()
        plain = model._base_manager.exclude(pk__in=[key for key, _text in secret]).order_by("-pk")
        found[_name_of(model)] = [*_telling(secret), *map(str, plain.values_list("pk", flat=True)[:1])]
    return found


def _telling(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The keys of those rows that hold a secret which none of the rows before them holds."""
    told: set[str] = set()
    for key, text in rows:
        words = {word.lower() for word in SECRET.findall(text)}
        if words - told:
            told |= words
            yield key


def is_of_other_row(path: str, rows: Rows) -> bool:
    """Whether this is a page of the admin about a row that is not among those that are opened."""
    row = ROW_OF_ADMIN.search(path)
    if row is None or row["model"] not in rows:
        return False
    tried = rows[row["model"]]
    # A history is made of the log alone, the same way for each row.
    return row["pk"] not in (tried[:1] if row["page"] == "history" else tried)


def doors_of_admin(person: Any, prefix: str, *, thoroughly: bool) -> list[str]:
    """What the admin answers besides its pages: choices as one types, popups of all rows, searches.

    A popup shows the rows of the list with less around them, so some open them for all.
    """
    found = [f"{prefix}/{page}/?q={BEGINNING.lower()}" for page in ("sok", "projekt")]
    for model, its_admin in admin.site._registry.items():
        address = f"{prefix}/backoffice/{model._meta.app_label}/{model._meta.model_name}/"
        words = (BEGINNING.lower(), SAFE_PHONE[:3]) if its_admin.search_fields and reads_table(person, model) else ()
        found += [f"{address}?q={word}" for word in (words if thoroughly else words[-1:])]
        found += [f"{address}?_popup=1&all=", f"{address}add/?_popup=1"] if thoroughly else []
    return found + autocompletes(person, prefix)


def autocompletes(person: Any, prefix: str) -> list[str]:
    """The choices of relations as one types: Django answers by the model that is chosen from, so two ways to each."""
    if not person.is_authenticated or not person.is_staff:
        return [f"{prefix}/backoffice/autocomplete/?app_label=cases&model_name=case&field_name=person&term="]
    ways: dict[Any, list[str]] = {}
    for model in apps.get_models():
        for relation in model._meta.get_fields():
            if relation.is_relation and not relation.auto_created:
                asked = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                asked = f"{prefix}/backoffice/autocomplete/?{asked}&field_name={relation.name}&term="
                ways.setdefault(relation.related_model, []).append(asked)
    both = {model for model in ways if model in admin.site._registry and reads_table(person, model)}
    return [asked for model, found in ways.items() for asked in {found[0], found[-1] if model in both else found[0]}]
