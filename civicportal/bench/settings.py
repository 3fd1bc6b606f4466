"""The demo's settings with one address more: an empty view behind the portal's own middleware."""

from civicportal.settings_demo import *  # noqa: F403

ROOT_URLCONF = "civicportal.bench.urls"
