"""The floor: a bare Django project with one view, one query and a plain template over the same rows.

Nothing that a portal needs is here, so no portal can be quicker; the distance to it is what is measured.
"""

import os

from django.conf import settings

from civicportal.environment import database_from_url, keeping_connections

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": keeping_connections(database_from_url(os.environ["DATABASE_URL"]))},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ROOT_URLCONF="civicportal.bench.floor",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

ROWS = 20
PAGE = engines["django"].from_string(
    "<!doctype html><title>Projects</title><ul>"
    "{% for row in rows %}<li><a href='/projekt/{{ row.slug }}/'>{{ row.title.sv }}</a>"
    "<p>{{ row.summary.sv }}</p><p>{{ row.status }} {{ row.amount }} {{ row.happened_on }}</p></li>{% endfor %}</ul>"
)


class Row(models.Model):
    """The table of public items, as far as a list shows it."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=90)
    visible = models.BooleanField()
    title = models.JSONField()
    summary = models.JSONField()
    status = models.CharField(max_length=30)
    amount = models.BigIntegerField(null=True)
    happened_on = models.DateField(null=True)

    objects: models.Manager["Row"] = models.Manager()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "commons_item"

    def __str__(self) -> str:
        return self.slug


def newest(request: HttpRequest) -> HttpResponse:
    """The newest projects: one query, twenty rows."""
    rows = Row.objects.filter(kind="project", visible=True).order_by("-happened_on", "-id")[:ROWS]
    return HttpResponse(PAGE.render({"rows": rows}, request))


TABLE = engines["django"].from_string(
    "<!doctype html><title>Applications</title><table>"
    "{% for row in rows %}<tr><th>{{ row.title }}</th><td>{{ row.state }}</td><td>{{ row.applicant_kind }}</td>"
    "<td>{{ row.district_id }}</td><td>{{ row.focus_challenge_id }}</td><td>{{ row.requested }}</td></tr>{% endfor %}"
    "</table>"
)


class Entry(models.Model):
    """The table of applications, as far as a list shows it."""

    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12)
    applicant_kind = models.CharField(max_length=14)
    district_id = models.BigIntegerField(null=True)
    focus_challenge_id = models.BigIntegerField(null=True)
    requested = models.BigIntegerField()
    round_id = models.BigIntegerField()

    objects: models.Manager["Entry"] = models.Manager()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "funds_application"

    def __str__(self) -> str:
        return self.title


def table(request: HttpRequest, round_: int) -> HttpResponse:
    """All applications of a round: one query, as many rows as the portal's table has."""
    rows = Entry.objects.filter(round_id=round_).order_by("-requested", "id")
    return HttpResponse(TABLE.render({"rows": rows}, request))


urlpatterns = [path("", newest), path("table/<int:round_>/", table)]
