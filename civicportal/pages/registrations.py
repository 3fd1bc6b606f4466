"""What the portal's own pages tell the kernel when the portal starts."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues, work
from civicportal.pages import notices, queries
from civicportal.places import mine, navigation


def register_everything() -> None:
    """Called once, by the app's ready()."""
    from civicportal.pages.views.work import access_report

    notices.register_letters()
    about = navigation.NavLink("about", gettext_lazy("About"), "about", 60)
    contact = navigation.NavLink("contact", gettext_lazy("Contact"), "contact", 70)
    navigation.register_head(about)
    navigation.register_head(contact)
    for position, (key, label, name) in enumerate(
        (
            ("about", gettext_lazy("About the portal"), "about"),
            ("contact", gettext_lazy("Contact"), "contact"),
            ("accessibility", gettext_lazy("Accessibility"), "accessibility"),
            ("privacy", gettext_lazy("Your personal data"), "privacy"),
            ("cookies", gettext_lazy("Cookies"), "cookies"),
            ("style_guide", gettext_lazy("Style guide"), "style_guide"),
        )
    ):
        navigation.register_foot(navigation.NavLink(key, label, name, position))
    mine.register(
        mine.Group(
            key="followed",
            label=gettext_lazy("What you follow"),
            rows=queries.my_followed,
            position=60,
            empty=gettext_lazy("You follow nothing yet."),
            empty_label=gettext_lazy("Look at what others are trying"),
            empty_url_name="search",
        )
    )
    work.register(path("tillganglighet/<int:number>/", access_report, name="access_report"))
    roles = queries.ANSWERS_REPORTS
    queues.register(queues.Queue("pages.reports", gettext_lazy("Reports on accessibility"), roles, reports_waiting))
    queues.register(
        queues.Queue("pages.statement", gettext_lazy("Statements to read through"), roles, statements_waiting)
    )


def reports_waiting(person: Any) -> list[queues.Waiting]:
    """Each open report, with the day by which it was promised an answer."""
    return [
        queues.Waiting(
            label=report.get_kind_display(),
            url=reverse("admin:access_report", args=[report.pk]),
            verb=_("Answer"),
            due=report.answer_by,
            note=str(report.owner) if report.owner else "",
        )
        for report in queries.open_reports(person).select_related("owner")
    ]


def statements_waiting(person: Any) -> list[queues.Waiting]:
    """The statement on accessibility once a year."""
    return [
        queues.Waiting(
            label=str(page.title),
            url=reverse("admin:pages_page_change", args=[page.pk]),
            verb=_("Read through"),
            due=page.reviewed_on + queries.REVIEW_EVERY,
        )
        for page in queries.statements_to_read(person)
    ]
