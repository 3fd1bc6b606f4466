"""The one admin site: Django's own, open to whoever holds a role, entered by the portal's one way of signing in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import queues, work

ROWS_A_PAGE = 25
NOT_OURS = frozenset({"password_change", "password_change_done", "view_on_site"})
"""Pages of Django's admin that the portal has no use for: there are no passwords, and the redirect to a thing's
public page looks up anything by its number, whoever asks."""


class Backoffice(AdminSite):
    """The backoffice at /backoffice/."""

    site_header = _("Backoffice")
    site_title = _("Backoffice")
    index_title = _("This waits for you")
    enable_nav_sidebar = False
    final_catch_all_view = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_active and request.user.is_staff)

    def get_urls(self) -> list[Any]:
        """Work pages first, then Django's own; its last pattern catches every other address."""
        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in NOT_OURS]
        return [*work.patterns(), *kept]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the frame of every page needs. The list of models is asked for only where a page shows it."""
        may_enter = self.has_permission(request)
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": may_enter,
            "available_apps": SimpleLazyObject(lambda: self.get_app_list(request)),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "work_menu": work.menu(request.user, request.path) if may_enter else [],
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The start page: what waits for this person, the most overdue first, then numbers."""
        desk = queues.desk_of(request.user)
        page = Paginator(desk.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "desk": desk,
            "page": page,
            "registers": [entry for app in self.get_app_list(request) for entry in app["models"]],
            **(extra_context or {}),
        }
        request.current_app = self.name  # type: ignore[attr-defined]
        return TemplateResponse(request, self.index_template or "admin/index.html", context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way to sign in, the portal's own, with its throttles and its second step."""
        if request.user.is_authenticated:
            return redirect("my_page")
        way_back = request.GET.get("next", reverse("admin:index"))
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': way_back})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_logout")
