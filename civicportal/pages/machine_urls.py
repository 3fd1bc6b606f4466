"""Addresses for programs, without a language."""

from django.urls import path

from civicportal.pages.views import machine

urlpatterns = [
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("favicon.ico", machine.favicon, name="favicon"),
    path("site.webmanifest", machine.manifest, name="manifest"),
]
