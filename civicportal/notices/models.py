"""Everything that the portal says to people, as rows. A worker sends them; a sweep finds what was left."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role


class MessageState(models.TextChoices):
    HELD = "held", _("held")
    WAITING = "waiting", _("waits to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    VOID = "void", _("withdrawn before it was sent")


class Lane(models.TextChoices):
    """Sign-in codes do not stand behind ten thousand decision letters."""

    CODE = "code", _("sign-in codes")
    LETTER = "letter", _("letters")


class MessageRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Letters about what the person sees anyway. Administrator and auditor also see those about no case.

        So a letter never says more than its case: a recusal or a protected identity hides both. Where somebody with
        protected identity is reached is for the registrar and the handler, so an auditor sees no letter to them.
        """
        from civicportal.notices.letters import scopes

        if not person.is_authenticated:
            return self.none()
        seen = Q(pk__in=[])
        for kind, things in scopes.items():
            seen |= Q(about_kind=kind, about_id__in=things(person).values("pk"))
        if person.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
            seen |= ~Q(about_kind__in=list(scopes))
            if not person.has_role(Role.REGISTRAR):
                seen &= Q(person__isnull=True) | Q(person__protected=False)
        return self.filter(seen)

    def due(self) -> Self:
        """Rows to send now: waiting past their time, or left in sending by a worker that died."""
        now = dates.now()
        return self.filter(
            Q(state=MessageState.WAITING, due_at__lte=now) | Q(state=MessageState.SENDING, lease_until__lte=now)
        )


class Message(models.Model):
    """One letter to one address, with the words that were written when the thing happened.

    The Message-ID is made with the row, so that a second copy, which can only come when a worker dies between
    the mail server's yes and the commit, is seen as the same letter.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("to")
    )
    email = models.EmailField(_("address"), max_length=254)
    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    about_kind = models.CharField(max_length=80, blank=True)
    about_id = models.BigIntegerField(null=True)
    lane = models.CharField(max_length=10, choices=Lane.choices, default=Lane.LETTER)
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    once = models.CharField(max_length=200, unique=True, null=True, help_text=_("what makes a second copy impossible"))
    message_id = models.CharField(max_length=200, unique=True)
    reply_to = models.EmailField(_("answers go to"), max_length=254, blank=True)
    unsubscribe = models.CharField(max_length=500, blank=True, help_text=_("address where one stops following"))
    attachments = models.JSONField(default=list, help_text=_("name, type and base64 content"))
    written_at = models.DateTimeField(_("written"), default=dates.now)
    due_at = models.DateTimeField(default=dates.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    trouble = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects = MessageRows.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["lane", "due_at"], name="letters_due", condition=Q(state__in=["waiting", "sending"])),
            models.Index(fields=["about_kind", "about_id"], name="letters_about"),
            models.Index(fields=["person", "-id"], name="letters_of_a_person"),
        ]

    def __str__(self) -> str:
        """A letter for its reader alone is never named by its words."""
        return self.kind if self.is_sealed else self.subject

    @property
    def is_sealed(self) -> bool:
        """Whether staff read none of its words: it holds a sign-in code, or what nobody has confirmed yet."""
        from civicportal.notices.letters import letters

        return self.lane == Lane.CODE or (self.kind in letters and letters[self.kind].sealed)


class Preference(models.Model):
    """What somebody does not want letters about. Receipts, requests and decisions always go."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=60)
    wanted = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("letter preference")
        verbose_name_plural = _("letter preferences")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"


class LetterText(models.Model):
    """Staff's own words for one kind of letter about one thing, such as a fund; else the standard text goes."""

    about_kind = models.CharField(max_length=80)
    about_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    subject = LocalizedField(_("subject"))
    body = LocalizedField(_("text"), long=True)
    changed_at = models.DateTimeField(_("changed"), default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("own text of a letter")
        verbose_name_plural = _("own texts of letters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_kind", "about_id", "kind"], name="one_own_text_per_letter")
        ]

    def __str__(self) -> str:
        return self.kind


class Pulse(models.Model):
    """The worker's last beat, for /healthz."""

    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_pulse")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
