"""Three, six and twelve months after the end: one question by mail, answered by its link, public when staff say so."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons.models import Step
from civicportal.commons.words import in_all_languages
from civicportal.effects import actions as effects
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, nfc
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person
from funds.enums.after import CheckInState, StillGoing
from funds.models import CheckIn, Project
from funds.notices import after as notices
from funds.rules.after import CHECK_IN_MOVES

MONTHS = (3, 6, 12)
COVERAGE = timedelta(days=60)
"""How late a question may still be asked, for instance after the clock stood still: later it would only puzzle."""
ANSWERED_WITHIN = timedelta(days=30)


def plan(project: Project) -> None:
    """Sets the days of the questions, counted from the end; those of a project without an applicant are not asked."""
    if project.application is None:
        return
    end = min(project.ends_on or dates.today(), dates.today())
    for months in MONTHS:
        CheckIn.objects.get_or_create(
            project=project,
            months=months,
            defaults={
                "due_on": end + relativedelta(months=months),
                "language": project.application.submission.language,
            },
        )


def token_of(check_in: CheckIn) -> str:
    """What stands in the link: made from the row and the portal's secret key, the same in each letter."""
    facts = f"{check_in.pk}:{check_in.project_id}:{check_in.months}"
    return salted_hmac("funds.check_in", facts, algorithm="sha256").hexdigest()[:40]


def ask_due(today: date | None = None) -> int:
    """Mails the questions whose day has come, each once; what was missed by too much is passed over in silence.

    Returns how many letters were written.
    """
    day = today or dates.today()
    due = CheckIn.objects.filter(state=CheckInState.PLANNED, due_on__lte=day).order_by("pk")
    asked = [_ask(pk, day) for pk in list(due.values_list("pk", flat=True)[:500])]
    waited = CheckIn.objects.filter(state=CheckInState.ASKED, asked_at__lte=dates.now() - ANSWERED_WITHIN)
    for pk in list(waited.values_list("pk", flat=True)[:500]):
        _silence(pk)
    return sum(asked)


@transaction.atomic
def _ask(pk: int, day: date) -> int:
    rows = CheckIn.objects.select_for_update(of=("self",), skip_locked=True)
    fresh = rows.filter(pk=pk, state=CheckInState.PLANNED).first()
    if fresh is None:
        return 0
    fresh.link_hash, fresh.asked_at = token_hash(token_of(fresh)), dates.now()
    fresh.save(update_fields=["link_hash", "asked_at"])
    fresh = walk(CHECK_IN_MOVES, "ask", fresh, by=None)
    if day - fresh.due_on > COVERAGE:
        walk(CHECK_IN_MOVES, "silence", fresh, by=None)
        return 0
    return 1 if notices.check_in(fresh, token_of(fresh)) else 0


@transaction.atomic
def _silence(pk: int) -> None:
    rows = CheckIn.objects.select_for_update(of=("self",), skip_locked=True)
    fresh = rows.filter(pk=pk, state=CheckInState.ASKED).first()
    if fresh is not None:
        walk(CHECK_IN_MOVES, "silence", fresh, by=None)


@transaction.atomic
def answer(check_in: CheckIn, *, going: str, words: str) -> CheckIn:
    """Notes what the one who holds the link says, once; a second press changes nothing. Raises Refused."""
    fresh = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
    if fresh.state not in {CheckInState.ASKED, CheckInState.SILENT}:
        return fresh
    if going not in StillGoing.values:
        raise Refused(no(_("Choose one of the answers")))
    fresh.going, fresh.words, fresh.answered_at = going, nfc(words).strip(), dates.now()
    fresh.save(update_fields=["going", "words", "answered_at"])
    done: CheckIn = walk(CHECK_IN_MOVES, "answer", fresh, by=None)
    return done


@transaction.atomic
def publish(check_in: CheckIn, *, by: Person, level: str = "") -> CheckIn:
    """Makes the answer a public step; with `level` it is also noted among the values made. Raises Refused."""
    fresh: CheckIn = walk(CHECK_IN_MOVES, "publish", check_in, by=by)
    project = Project.objects.select_related("item", "fund").get(pk=fresh.project_id)
    if project.item is None or not project.item.visible:
        raise Refused(no(_("The project does not stand in public, so nothing can be told about it")))
    words = LocalizedText({fresh.language: fresh.words}) if fresh.words else LocalizedText()
    fresh.step = commons.add_step(
        project.item,
        by=by,
        kind=Step.Kind.RESULT,
        title=_title(fresh),
        words=words,
        at=fresh.answered_at,
        by_function=in_all_languages(_("Those who run the project")),
        once=f"check-in:{fresh.pk}",
    )
    fresh.save(update_fields=["step"])
    if level and fresh.words:
        effects.add_value(
            project.item, by=by, level=level, words=words, once=uuid5(NAMESPACE_URL, f"funds.check-in:{fresh.pk}")
        )
    return fresh


def _title(check_in: CheckIn) -> LocalizedText:
    """ "3 months later: yes, it goes on" in each language."""
    going = in_all_languages(StillGoing(check_in.going).label)
    return in_all_languages(_("%(n)d months later: %(going)s"), n=check_in.months, going=going)


@transaction.atomic
def keep(check_in: CheckIn, *, by: Person) -> CheckIn:
    """Read, and not published. Raises Refused."""
    fresh: CheckIn = walk(CHECK_IN_MOVES, "keep", check_in, by=by)
    return fresh
