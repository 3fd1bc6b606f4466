"""Addresses without a language: machines read them."""

from django.urls import path

from civicportal.notices.views import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
