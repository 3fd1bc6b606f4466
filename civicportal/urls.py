"""Every address of the portal. Swedish has no prefix, English stands under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

handler400 = "civicportal.pages.errors.bad_request"
handler403 = "civicportal.pages.errors.forbidden"
handler404 = "civicportal.pages.errors.not_found"
handler500 = "civicportal.pages.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("civicportal.notices.urls")),
    path("", include("civicportal.files.urls")),
    path("", include("civicportal.places.urls")),
    path("", include("civicportal.pages.machine_urls")),
]
if "civicportal.demo" in settings.INSTALLED_APPS:
    urlpatterns += [path("demo/", include("civicportal.demo.urls"))]

urlpatterns += i18n_patterns(
    path("konto/", include("civicportal.people.urls")),
    path("backoffice/", admin.site.urls),
    # Tried from the top for each request: what is read most stands first. (Of the addresses under mitt/ the funds'
    # /mitt/<reference>/ takes what those above it do not.)
    path("", include("civicportal.commons.urls")),
    path("", include("funds.urls")),
    path("", include("labs.urls")),
    path("", include("challenges.urls")),
    path("", include("prototypes.urls")),
    path("", include("civicportal.pages.urls")),
    path("", include("civicportal.submissions.urls")),
    path("", include("civicportal.review.urls")),
    prefix_default_language=False,
)
