"""What the portal's own pages tell the kernel when the portal starts."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civicportal.backoffice import queues, work
from civicportal.commons.queries import held_by
from civicportal.kernel import dates
from civicportal.kernel.dates import show_day
from civicportal.kernel.money import NBSP
from civicportal.pages import notices, queries
from civicportal.places import mine, navigation


def register_everything() -> None:
    """Called once, by the app's ready()."""
    from civicportal.pages.views.work import access_report, story

    notices.register_letters()
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
        mine.Group(key="waits", label=gettext_lazy("Waits for you"), rows=queries.my_waiting, position=0, urgent=True)
    )
    mine.register(
        mine.Group(
            key="followed",
            label=gettext_lazy("What you follow"),
            source=held_by,
            rows=queries.my_followed,
            position=60,
            empty=gettext_lazy("You follow nothing yet."),
            empty_label=gettext_lazy("Look at what others are trying"),
            empty_url_name="search",
        )
    )
    work.register(path("tillganglighet/<int:number>/", access_report, name="access_report"))
    work.register(path("berattelse/<slug:kind>/<slug:slug>/", story, name="story"))
    _register_desk()


def _register_desk() -> None:
    """What waits for the communicator: promised answers, statements, stories to tell, news ahead; and how it goes."""
    answers, writes = queries.ANSWERS_REPORTS, queries.WRITES_NEWS
    for key, label, roles, waiting in (
        ("pages.reports", gettext_lazy("Reports on accessibility"), answers, reports_waiting),
        ("pages.statement", gettext_lazy("Statements to read through"), answers, statements_waiting),
        ("pages.stories", gettext_lazy("Stories to tell"), writes, stories_waiting),
        ("pages.news", gettext_lazy("News ahead"), writes, news_waiting),
    ):
        queues.register(queues.Queue(key, label, roles, waiting))
    queues.register_figures(queues.Figures("pages.figures", writes, figures))
    queues.register_panel(queues.Panel("pages.write", writes, "pages/work/write.html", lambda person: {}))


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


def stories_waiting(person: Any) -> list[queues.Waiting]:
    """Each public thing with a result that nobody has told yet."""
    return [
        queues.Waiting(
            label=str(step.item.title),
            url=reverse("admin:story", args=[step.item.kind, step.item.slug]),
            verb=_("Tell"),
            note=f"{step.title} · {show_day(step.at)}",
        )
        for step in queries.stories_waiting(person)
    ]


def news_waiting(person: Any) -> list[queues.Waiting]:
    """Each piece of news that is written and not out, by its day."""
    return [
        queues.Waiting(
            label=str(piece.title),
            url=reverse("admin:pages_news_change", args=[piece.pk]),
            verb=_("Read once more"),
            due=dates.day_of(piece.out_at),
        )
        for piece in queries.news_ahead(person)
    ]


def figures(person: Any) -> list[queues.Figure]:
    """What readers have said about the pages in the past month: one query."""
    heard = queries.feedback_lately()
    share = f"{100 * heard.found // heard.answers}{NBSP}%" if heard.answers else "–"
    words = ngettext("%(n)d answer, %(words)d with words", "%(n)d answers, %(words)d with words", heard.answers)
    return [
        queues.Figure(
            gettext_lazy("Found what they were looking for"),
            share,
            reverse("admin:pages_feedback_changelist"),
            words % {"n": heard.answers, "words": heard.with_words},
        )
    ]
