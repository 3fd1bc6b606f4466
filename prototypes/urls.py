"""Addresses of the prototypes and of the meeting calendar."""

from django.urls import URLPattern, URLResolver

from prototypes import urls_calendar, urls_prototypes

app_name = "prototypes"

urlpatterns: list[URLPattern | URLResolver] = [*urls_prototypes.urlpatterns, *urls_calendar.urlpatterns]
