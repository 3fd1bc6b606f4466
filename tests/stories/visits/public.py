"""What anybody may open: reading pages, pages with a form, the way in, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from civicportal.commons import actions as commons
from civicportal.commons.actions import token_of
from civicportal.commons.models import Follow
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.text import LocalizedText
from civicportal.kernel.web import TooMany
from civicportal.pages import errors
from civicportal.pages.models import News
from funds.models import Fund, Project
from tests.stories.visits import Visit, fill_and_send, send

PAGES = (
    "about", "contact", "accessibility", "accessibility_reported", "privacy", "cookies", "style_guide", "news_list",
    "feedback_given", "account_gone", "funds:fund_list", "funds:project_list",
)  # fmt: skip


def public() -> list[Visit]:
    """Reading pages: the same for everybody, links only."""
    fund, project = (
        Fund.objects.get(slug="visionsfonden"),
        Project.objects.select_related("item").get(slug="havskolonin-vid-raa"),
    )
    bare = Project.objects.filter(item__isnull=False, image=None).first()
    thing = ("project", project.item.slug)
    return [
        Visit(name="home"),
        Visit(name="home", says="with the menu open", act=open_menu),
        *(Visit(name=name) for name in PAGES),
        Visit(name="search"),
        Visit(name="search", query="?q=cykel", says="with hits"),
        Visit(name="search", query="?q=xyzzy", says="without hits"),
        Visit(name="news", args=(News.objects.order_by("slug")[0].slug,)),
        Visit(name="funds:fund", args=(fund.slug,)),
        Visit(name="funds:questions", args=(fund.slug,)),
        Visit(name="funds:project_list", query="?state=finished&order=largest", says="filtered"),
        Visit(name="funds:project", args=(project.item.slug,)),
        Visit(name="funds:project", args=(bare.item.slug,), says="without a picture"),
        Visit(name="commons:following", args=thing),
        Visit(name="commons:following", args=thing, query="?bekraftad=1", says="confirmed"),
        Visit(name="commons:share", args=thing),
    ]


def forms() -> list[Visit]:
    """Pages with a form, empty and with what is missing."""
    fund, project = (
        Fund.objects.get(slug="visionsfonden"),
        Project.objects.select_related("item").get(slug="havskolonin-vid-raa"),
    )
    thing = ("project", project.item.slug)
    follow = follower(project)
    return [
        *both("accessibility_report"),
        *both("feedback"),
        *both("commons:follow", *thing),
        *both("funds:apply", fund.slug),
        Visit(name="funds:apply", args=(fund.slug,), says="with a no", act=say_no),
        Visit(name="funds:apply", args=(closed_fund().slug,), says="closed"),
        *both("funds:address", fund.slug),
        *both("submissions:lost_link"),
        Visit(name="submissions:lost_link", says="sent", act=fill_and_send("[name=email]", "ingen@example.org")),
        Visit(name="commons:confirm_follow", args=(token_of(follow),)),
        Visit(name="commons:confirm_follow", args=(token_of(follow),), says="confirmed", act=send),
        Visit(name="commons:end_follow", args=(token_of(follow),)),
        Visit(name="commons:end_follow", args=(token_of(follower(project, "slut")),), says="ended", act=send),
        *both("account_login", status=200),
        Visit(name="account_confirm_login_code", begin="account_login", act=ask_for_code),
        Visit(name="account_confirm_login_code", begin="account_login", says="wrong", act=give_wrong_code),
        Visit(name="account_inactive", status=403),
        *refusals(),
    ]


def open_menu(page: Any) -> None:
    """Opens the menu, which is there where the window is too narrow for its links."""
    if (menu := page.locator(".menu summary")).is_visible():
        menu.click()


def the_fund() -> Fund:
    return Fund.objects.get(slug="visionsfonden")


def the_project() -> Project:
    return Project.objects.select_related("item").get(slug="havskolonin-vid-raa")


def both(name: str, *args: Any, status: int = 422) -> list[Visit]:
    """A form's page as one comes to it, and when its button was pressed too soon."""
    return [Visit(name=name, args=args), Visit(name=name, args=args, says="not filled in", act=send, status=status)]


def say_no(page: Any) -> None:
    """Answers every question of eligibility with its last choice: some of them are the wrong one."""
    for group in page.locator("main fieldset").all():
        group.locator("input[type=radio]").last.check()
    send(page)


def ask_for_code(page: Any) -> None:
    page.locator("[name=email]").fill("ny@example.org")
    send(page)


def give_wrong_code(page: Any) -> None:
    ask_for_code(page)
    page.locator("[name=code]").fill("0000 0000")
    send(page)


def follower(project: Project, name: str = "foljer") -> Follow:
    """Somebody who has not confirmed yet."""
    return commons.follow(project.item, email=f"{name}@example.org", language="sv")


def closed_fund() -> Fund:
    """A fund that has no round: it says so."""
    fund = the_fund()
    words = ("name", "promise", "about", "who_may", "what_you_get", "how_judged")
    facts = {
        "unit": fund.unit,
        "series": "SF",
        "email": "stangd@example.org",
        **{name: LocalizedText(sv="En stängd fond", en="A closed fund") for name in words},
    }
    closed, new = Fund.objects.get_or_create(slug="en-stangd-fond", defaults=facts)
    if new:
        with transaction.atomic():
            commons.publish(closed, by=None)
    return closed


# Refusals


def refusals() -> list[Visit]:
    """The pages of what went wrong, as the portal's own handlers write them."""
    made: dict[int, Callable[[Any], HttpResponse | None]] = {
        400: errors.bad_request,
        403: lambda request: errors.forbidden(request, PermissionDenied("Omgången är stängd")),
        404: errors.not_found,
        413: errors.too_large,
        429: lambda request: said(request, TooMany(90)),
        500: errors.broken,
    }
    reasoned = lambda request: said(request, Refused(no("Omgången stängde i går")))  # noqa: E731
    return [
        *(Visit(name="home", says=f"{status}", body=written(make)) for status, make in made.items()),
        Visit(name="home", says="403 with a reason", body=written(reasoned)),
        Visit(name="home", says="a form without its proof", body=written(errors.csrf_failure)),
    ]


def said(request: Any, error: Exception) -> HttpResponse | None:
    return errors.SaidErrors(lambda r: HttpResponse()).process_exception(request, error)


def written(make: Callable[[Any], HttpResponse | None]) -> Callable[[str], str]:
    """The page that a handler writes to somebody without an account, in a language."""

    def body(language: str) -> str:
        words = {"text": "Min text som är lång nog för att visas igen när något har gått fel på vägen hit.\nOch mer."}
        request = RequestFactory().post(
            "/" if language == "sv" else f"/{language}/", words, headers={"Origin": "http://testserver"}
        )
        request.user, request.session = AnonymousUser(), {}  # type: ignore[assignment]
        with override(language):
            answer = make(request)
        assert answer is not None
        return answer.content.decode()

    return body
