"""Addresses of networks, prototypes and the toolbox."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
