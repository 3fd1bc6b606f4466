"""Which way is good, and for whom a value was made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way an indicator should go."""

    UP = "up", _("it should go up")
    DOWN = "down", _("it should go down")


class Level(models.TextChoices):
    """For whom collaboration made a value: what ordinary follow-up misses."""

    INDIVIDUAL = "individual", _("For the individual")
    ORGANISATION = "organisation", _("For the organisation")
    SOCIETY = "society", _("For society")
