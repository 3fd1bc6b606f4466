"""Hållbart Helsingborg in the demo: the network, its toolbox, its prototypes with a year of log, groups and value."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.demo.city import Built
from civicportal.demo.letters import NAMES, Post
from civicportal.demo.log import Log
from civicportal.demo.pictures_prototypes import MOTIFS, picture
from civicportal.demo.words import localized, localized_all, texts
from civicportal.effects import actions as effects
from civicportal.files.actions import make_sizes, store_picture
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from prototypes.actions import networks
from prototypes.actions import prototypes as actions
from prototypes.actions.suggestions import CASE_KIND
from prototypes.enums.prototypes import PrototypeState, SuggestionState, Verdict
from prototypes.models import (
    GroupMember,
    HarmPoint,
    Method,
    Network,
    Partner,
    Principle,
    Prototype,
    Suggestion,
    WorkingGroup,
)
from prototypes.notices import prototypes as notices
from prototypes.rules.prototypes import PROTOTYPE_MOVES

KRONA = 100
FIRST = ("Ayan", "Berit", "Cengiz", "Doris", "Ebba", "Farid", "Gunnel", "Hamid", "Ines", "Jonna", "Kwame", "Lovisa")
LAST = ("Almgren", "Björnfot", "Dahlvind", "Ekhammar", "Granquist", "Holmsten", "Lindervall", "Norrgård", "Sandåker")
IN_GROUPS = (("resident", "segregation", 1), ("newcomer", "processledning", 2), ("employee", "motesplatser", 1))
"""Who of the cast is in which working group."""
GREW_FROM = (("foreningsliv", "segregation"), ("vardeskapande", "processledning"))
"""Which prototype began in the work of another."""
CAREFUL = {"segregation": 2, "motesplatser": 5}
"""Which point of the checklist needs care, and in which prototype."""
CARE = LocalizedText(
    sv="Vi visar texter och bilder för dem som är med innan något publiceras.",
    en="We show texts and pictures to those who take part before anything is published.",
)


def load(built: Built, cast: dict[str, Person], log: Log) -> Network:
    """Makes the network with everything that hangs on it. The projects must be loaded before: one is tested."""
    coordinator = cast["coordinator"]
    network = _load_network(built)
    pictures = _load_pictures(coordinator)
    found: dict[str, Prototype] = {}
    for data in [*texts("prototypes_a")["prototype"], *texts("prototypes_b")["prototype"]]:
        found[data["slug"]] = _load_prototype(network, data, built, coordinator, pictures, log)
    _load_members(found, cast, log)
    _load_methods(network, found, coordinator)
    _draw_threads(found, coordinator)
    _load_suggestions(network, cast, log)
    return network


def _ago(days: int) -> date:
    return dates.today() - timedelta(days=days)


def _at(day: date) -> datetime:
    return dates.at(day, actions.NOON)


def _day(value: date | int) -> date:
    """A day that is a fact, or so many days ago."""
    return value if isinstance(value, date) else _ago(value)


def _pair(swedish: str, english: str) -> LocalizedText:
    return LocalizedText(sv=swedish.strip(), en=english.strip())


def _load_network(built: Built) -> Network:
    data = texts("prototypes_network")
    network = Network.objects.create(unit=built.units["hallbart"], **localized_all(data["network"]))
    for position, principle in enumerate(data["principle"], start=1):
        Principle.objects.create(network=network, position=position, **localized_all(principle))
    for position, words in enumerate(data["point"], start=1):
        HarmPoint.objects.create(network=network, position=position, words=localized(words))
    networks.publish_network(network, by=None)
    return Network.objects.select_related("unit", "item").get(pk=network.pk)


def _load_pictures(by: Person) -> dict[str, StoredFile]:
    made = {}
    for motif, (_drawing, alt) in MOTIFS.items():
        stored = store_picture(ContentFile(picture(motif), name=f"{motif}.png"), alt=alt, by=by)
        made[motif] = make_sizes(stored.pk) or stored
    return made


# One prototype


def _load_prototype(
    network: Network, data: dict[str, Any], built: Built, by: Person, pictures: dict[str, StoredFile], log: Log
) -> Prototype:
    moves = [(name, _day(when)) for name, when in data["moves"]]
    tested = data.get("tests", "").split("/")
    prototype = Prototype.objects.create(
        network=network,
        slug=data["slug"],
        state=data["state"],
        state_since=moves[-1][1] if moves else _began(data),
        since=_began(data),
        email=data["email"],
        district=built.districts[data["district"]] if "district" in data else None,
        theme=built.themes[data["theme"]],
        image=pictures.get(data["picture"]),
        tests=Item.objects.filter(kind=tested[0], slug=tested[-1]).first() if len(tested) == 2 else None,
        **{name: localized(data[name]) for name in TEXTS if name in data},
    )
    _load_parts(prototype, data)
    item = actions.publish(prototype, by=by)
    Item.every.filter(pk=item.pk).update(published_at=_at(prototype.since))
    fresh = Prototype.objects.select_related("network__unit", "item").get(pk=prototype.pk)
    _load_steps(fresh, data, moves, by, pictures, log)
    _load_check(fresh, data["check"], by)
    _load_effects(fresh, data, by)
    return fresh


TEXTS = ("name", "question", "summary", "purpose", "backed_by", "contact", "learnt")


def _began(data: dict[str, Any]) -> date:
    return _day(data["began"] if "began" in data else data["ago"])


def _load_parts(prototype: Prototype, data: dict[str, Any]) -> None:
    Partner.objects.bulk_create(
        Partner(prototype=prototype, position=place, name=name, kind=kind, part=_pair(swedish, english))
        for place, (name, kind, swedish, english) in enumerate(data["partners"], start=1)
    )
    WorkingGroup.objects.bulk_create(
        WorkingGroup(
            prototype=prototype,
            number=number,
            name=_pair(row[0], row[1]),
            about=_pair(row[2], row[3]),
            meets=_pair(row[4], row[5]),
        )
        for number, row in enumerate(data["groups"], start=1)
    )


def _load_steps(
    prototype: Prototype,
    data: dict[str, Any],
    moves: list[tuple[str, date]],
    by: Person,
    pictures: dict[str, StoredFile],
    log: Log,
) -> None:
    """The states that it went through, as actions.move tells them, and its log, as actions.tell does."""
    function = prototype.network.name
    rows: list[tuple[Step, StoredFile | None]] = []
    state = str(PrototypeState.IN_PROGRESS)
    for name, day in moves:
        after = PROTOTYPE_MOVES.moves[name].target
        ended = after == PrototypeState.ENDED
        kind = Step.Kind.RESULT if ended else Step.Kind.STATUS
        title = in_all_languages(PrototypeState(after).label)
        words = prototype.learnt if ended else LocalizedText()
        rows.append((Step(at=_at(day), kind=kind, title=title, words=words), None))
        log.move(_at(day), by, f"prototype.{name}", prototype, state, after)
        state = after
    for ago, swedish, english, words, words_en, motif in data["steps"]:
        step = Step(
            at=_at(_ago(ago)), kind=Step.Kind.UPDATE, title=_pair(swedish, english), words=_pair(words, words_en)
        )
        rows.append((step, pictures.get(motif)))
    for step, image in rows:
        step.item, step.by_function = prototype.item, function
        step.save()
        if image is not None:
            step.images.add(image)
        log.add(step.at, by, "commons.step", step, item=step.item_id, kind=str(step.kind))


def _load_check(prototype: Prototype, ago: int, by: Person) -> None:
    """One check; where one point needs care the page says what is done about it."""
    careful = CAREFUL.get(prototype.slug)
    lines = [
        actions.Finding(point.words, Verdict.CARE, CARE)
        if place == careful
        else actions.Finding(point.words, Verdict.FINE, LocalizedText())
        for place, point in enumerate(prototype.network.harm_points.all(), start=1)
    ]
    function = prototype.network.name
    actions.check_harm(prototype, lines, by=by, made_on=_ago(ago), by_function=function)


def _load_effects(prototype: Prototype, data: dict[str, Any], by: Person) -> None:
    for ago, level, swedish, english, *kronor in data["values"]:
        amount = kronor[0] * KRONA if kronor else None
        words = _pair(swedish, english)
        effects.add_value(prototype.item, by=by, level=level, words=words, on=_ago(ago), amount=amount)
    for goal in data.get("goal", []):
        made = effects.add_goal(
            prototype.item,
            by=by,
            title=localized(goal["title"]),
            about=localized(goal["about"]),
            horizon=_ago(-goal["horizon"]),
        )
        indicator = effects.add_indicator(
            made,
            by=by,
            name=localized(goal["indicator"]),
            unit=localized(goal["unit"]),
            direction=goal.get("direction", "up"),
            baseline=Decimal(goal["baseline"][0]),
            baseline_on=_ago(goal["baseline"][1]),
            target=Decimal(goal["target"][0]),
            target_on=_ago(goal["target"][1]),
            source=localized(goal["source"]),
            next_on=_ago(-100),
        )
        for value, ago, asked in goal["measured"]:
            function = prototype.network.name
            effects.measure(indicator, by=by, value=Decimal(value), on=_ago(ago), answers=asked, by_function=function)


# Who is in the groups, and the toolbox


def _load_members(found: dict[str, Prototype], cast: dict[str, Person], log: Log) -> None:
    """As many in each group as the texts say; some of the cast are among them."""
    sizes = {
        (data["slug"], number): row[6]
        for name in ("prototypes_a", "prototypes_b")
        for data in texts(name)["prototype"]
        for number, row in enumerate(data["groups"], start=1)
    }
    rows, count = [], 0
    for group in WorkingGroup.objects.select_related("prototype").order_by("prototype__pk", "number"):
        here = [cast[who] for who, slug, number in IN_GROUPS if (slug, number) == (group.prototype.slug, group.number)]
        for place in range(sizes[group.prototype.slug, group.number]):
            person = here[place] if place < len(here) else None
            name = person.name if person else f"{FIRST[count % len(FIRST)]} {LAST[count % len(LAST)]}"
            email = person.email if person else f"grupp{count + 1}@example.org"
            joined = _at(_ago(12 + (count * 7) % 200))
            rows.append(GroupMember(group=group, person=person, name=name, email=email, joined_at=joined))
            count += 1
    for place in GroupMember.objects.bulk_create(rows):
        prototype = found[place.group.prototype.slug]
        facts = {"group": place.group_id, "member": place.pk}
        log.add(place.joined_at, place.person, "prototype.group_joined", prototype, **facts)


def _load_methods(network: Network, found: dict[str, Prototype], by: Person) -> None:
    for data in texts("prototypes_methods")["method"]:
        method = Method.objects.create(
            network=network,
            slug=data["slug"],
            format=data["format"],
            minutes=data["minutes"],
            smallest_group=data["group"][0],
            largest_group=data["group"][1],
            **{name: localized(data[name]) for name in ("name", "what_for", "how", "material")},
        )
        method.used_in.set([found[slug].item for slug in data["used"]])
        networks.publish_method(method, by=by)


def _draw_threads(found: dict[str, Prototype], by: Person) -> None:
    for source, target in GREW_FROM:
        commons.link(found[source].item, found[target].item, Link.Kind.GREW_FROM, by=by)


def _load_suggestions(network: Network, cast: dict[str, Person], log: Log) -> None:
    """One that waits for its answer and one that got a no, with the letters that went."""
    post = Post()
    for number, data in enumerate(texts("prototypes_suggestions")["suggestion"]):
        came, person = _at(_ago(data["ago"])), cast[data["from"]]
        case = cases.open_case(
            kind=CASE_KIND,
            title=data["title"],
            unit=network.unit,
            person=person,
            series=network.series,
            answer_by=_ago(data["ago"] - network.answer_days),
            by=person,
        )
        answered = _at(_ago(data["answered"])) if "answered" in data else None
        case.opened_at, case.answered_at = came, answered
        case.save(update_fields=["opened_at", "answered_at"])
        suggestion = Suggestion.objects.create(
            case=case,
            network=network,
            origin=Item.objects.filter(kind="project", slug=data["origin"]).first(),
            state=SuggestionState.DECLINED if answered else SuggestionState.WAITING,
            title=data["title"],
            wish=data["wish"].strip(),
            language=person.language,
            reason=data.get("reason", "").strip(),
            once=uuid.uuid5(NAMES, f"suggestion:{number}"),
        )
        for letter in notices.suggested(suggestion):
            post.went(letter, came)
        if answered:
            states = (SuggestionState.WAITING, SuggestionState.DECLINED)
            log.move(answered, cast["coordinator"], "suggestion.decline", suggestion, *states)
            post.went(notices.answered(suggestion), answered)
    post.write()
