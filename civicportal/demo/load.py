"""The whole demo in one transaction: city, people, fund, applications, reviews, decisions, projects, letters, news."""

from __future__ import annotations

import uuid
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import transaction

from civicportal.commons import actions as commons
from civicportal.commons.models import Synonym
from civicportal.demo import (
    after,
    applications,
    challenges,
    city,
    coaching,
    decisions,
    drafts,
    effects,
    fund,
    innovation,
    judging,
    labs,
    letters,
    meetings,
    network,
    outreach,
    people,
    projects,
    prototypes,
    reviews,
    room,
    threads,
    together,
    voices,
)
from civicportal.demo.calendar import morning
from civicportal.demo.log import Log
from civicportal.demo.words import localized, texts
from civicportal.kernel import dates
from civicportal.pages.models import AccessReport, News
from civicportal.people.models import Person
from civicportal.places.models import City
from funds.models import Project

SYNONYMS = (
    ["bidrag", "stöd", "pengar"],
    ["förening", "organisation"],
    ["cykel", "lastcykel"],
    ["ensamhet", "isolering"],
)


def is_empty() -> bool:
    """Whether nothing has been loaded or entered yet."""
    return not City.objects.exists()


@transaction.atomic
def load() -> None:
    """Fills an empty database. The same day gives the same demo."""
    log = Log()
    built = city.load()
    cast = people.load(built.units)
    TOTP.activate(cast[people.WITH_SECOND_STEP], people.TOTP_SECRET)
    call_command("load_pages", verbosity=0)
    visionsfonden, rounds = fund.load(built, cast)
    told = applications.load(rounds, built, cast, log)
    reviews.load(told, cast, log)
    judging.load(rounds, told, cast, log)
    decided = decisions.load(told, cast, log)
    decisions.log_releases(rounds, decided, cast, log)
    projects.load(visionsfonden, told, decided, built, cast, log)
    after.load(visionsfonden, cast, log)
    effects.load()
    labs.load(built, cast, log)
    challenges.load(built, cast, log)
    prototypes.load(built, cast, log)
    letters.load(told, decided, cast, log)
    network.load(built, cast, log)
    innovation.load(built, cast)
    drafts.load(rounds[-1], cast)
    together.load(visionsfonden, cast)
    coaching.load(visionsfonden, cast)
    threads.load(cast["communicator"])
    voices.load(cast, log)
    _load_news()
    _load_reports(cast["communicator"])
    Synonym.objects.bulk_create(Synonym(words=words) for words in SYNONYMS)
    meetings.load(built, cast, log)
    outreach.load(visionsfonden, told, cast)
    room.load(rounds, told, cast, log)
    letters.send_what_waits()
    log.write()
    for slug in ("havskolonin-vid-raa", "lyssnarbanken", "radio-soder"):
        followed = Project.objects.select_related("item").get(slug=slug)
        commons.follow(followed.item, email=cast["resident"].email, language="sv", confirmed=True)


def _load_news() -> None:
    News.objects.bulk_create(
        News(
            slug=data["slug"],
            title=localized(data["title"]),
            lead=localized(data["lead"]),
            body=localized(data["body"]),
            out_at=morning(dates.today() - timedelta(days=data["ago"])),
        )
        for data in texts("news")["news"]
    )


def _load_reports(owner: Person) -> None:
    """Reports on accessibility: one in time, one late, one answered."""
    today = dates.today()
    AccessReport.objects.bulk_create(
        AccessReport(
            kind=data["kind"],
            address=data["address"],
            words=data["words"],
            email=data["email"],
            once=uuid.uuid5(letters.NAMES, f"report:{number}"),
            reported_at=morning(today - timedelta(days=data["ago"]), 11),
            answer_by=today + timedelta(days=data["due"]),
            owner=owner,
            outcome=AccessReport.Outcome.MENDED if "answer" in data else AccessReport.Outcome.OPEN,
            answer=data.get("answer", ""),
            answered_at=morning(today - timedelta(days=data["ago"] - 4), 14) if "answer" in data else None,
        )
        for number, data in enumerate(texts("reports")["report"])
    )
