"""Addresses of the meeting calendar."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
