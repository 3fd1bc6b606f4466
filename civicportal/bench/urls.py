"""The portal's addresses, and the empty view that cached pages are measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from civicportal.urls import handler400, handler403, handler404, handler500
from civicportal.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing: what is left is the middleware."""
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *portal]
