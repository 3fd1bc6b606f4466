"""The city and its districts in the backoffice."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from civicportal.places.models import City, District
from civicportal.places.public_admin import PublicAdmin

ADMINISTRATOR = "administrator"
"""People's role by its key: roles belong to a package that stands above this one."""


@admin.register(City)
class CityAdmin(PublicAdmin):
    """One row: the name, the contact, the accents. The contrast of the accents is checked before they are saved."""

    writable_by = (ADMINISTRATOR,)
    list_display = ("name", "authority", "email", "phone")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not City.objects.exists()


@admin.register(District)
class DistrictAdmin(PublicAdmin):
    writable_by = (ADMINISTRATOR,)
    list_display = ("name", "residents", "listed")
    list_filter = ("listed",)
    search_fields = ("name",)
