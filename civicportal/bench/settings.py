"""The demo's settings, but with connections that are kept as on a city's own server, and one address more: an empty
view behind the portal's own middleware.
"""

from civicportal import settings_demo as demo
from civicportal.environment import keeping_connections
from civicportal.settings_demo import *  # noqa: F403

DATABASES = {"default": keeping_connections(demo.DATABASES["default"])}
ROOT_URLCONF = "civicportal.bench.urls"
