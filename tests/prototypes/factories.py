"""A network with a prototype and its people, made by the portal's own actions wherever there is one."""

from __future__ import annotations

import io
import itertools
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Organisation, Person
from prototypes.actions import networks, prototypes
from prototypes.actions.prototypes import Finding, Picture
from prototypes.enums.prototypes import MethodFormat, PartnerKind, Verdict
from prototypes.models import HarmPoint, Method, Network, Partner, Principle, Prototype, WorkingGroup
from tests.funds.factories import make_city
from tests.people import make_unit, make_with_role

_numbers = itertools.count(1)


def texts(swedish: str, english: str = "") -> LocalizedText:
    return LocalizedText(sv=swedish, en=english or swedish)


@dataclass
class Stage:
    """A public network, one of its prototypes with a working group, and who leads it."""

    unit: Organisation
    network: Network
    prototype: Prototype
    group: WorkingGroup
    coordinator: Person


def make_network(unit: Organisation | None = None, slug: str = "hallbart", **fields: Any) -> Network:
    """A public network with one principle and two points to check."""
    network = Network.objects.create(
        **{
            "slug": slug,
            "unit": unit or make_unit("Hållbart", OrganisationKind.NETWORK, email="hallbart@example.org"),
            "series": "PT",
            "name": texts("Hållbart Provstad", "Sustainable Provstad"),
            "promise": texts("Vi testar tillsammans", "We test together"),
            "about": texts("Ett nätverk över gränser"),
            "do_no_harm": texts("Ingen ska få det sämre"),
            "email": "natverket@example.org",
            **fields,
        }
    )
    Principle.objects.create(network=network, position=1, name=texts("Behovet först"), words=texts("Vi börjar där"))
    HarmPoint.objects.create(network=network, position=1, words=texts("Ingen pekas ut", "Nobody is pointed out"))
    HarmPoint.objects.create(network=network, position=2, words=texts("Alla kan säga nej", "All can say no"))
    networks.publish_network(network, by=None)
    network.refresh_from_db()
    return network


def make_prototype(network: Network, by: Person, name: str = "", *, public: bool = True, **fields: Any) -> Prototype:
    """A prototype with a coordination group and a working group, in public unless said."""
    number = next(_numbers)
    prototype = Prototype.objects.create(
        network=network,
        **{
            "slug": f"prototyp-{number}",
            "name": texts(name or f"Prototyp {number}", name or f"Prototype {number}"),
            "question": texts("Vad händer om vi möts?", "What if we meet?"),
            "summary": texts("Vi möts och prövar."),
            "purpose": texts("Att prova tillsammans."),
            "since": dates.today() - timedelta(days=200),
            "contact": texts("Processledaren", "The process leader"),
            "email": "processledare@example.org",
            **fields,
        },
    )
    Partner.objects.create(prototype=prototype, position=1, name="Bildarna", kind=PartnerKind.STUDY_ASSOCIATION)
    WorkingGroup.objects.create(
        prototype=prototype,
        number=1,
        name=texts("Mötesplatsen", "The meeting place"),
        about=texts("Öppnar dörren.", "Opens the door."),
        meets=texts("Var tredje tisdag", "Every third Tuesday"),
    )
    if public:
        prototypes.publish(prototype, by=by)
    return Prototype.objects.select_related("network__unit", "item").get(pk=prototype.pk)


def make_stage() -> Stage:
    """Everything that most tests need."""
    make_city()
    network = make_network()
    coordinator = make_with_role(Role.NETWORK_COORDINATOR, network.unit, "Pia Processledare")
    prototype = make_prototype(network, coordinator, "Mötas")
    return Stage(network.unit, network, prototype, prototype.groups.get(), coordinator)


def make_method(network: Network, slug: str = "", **fields: Any) -> Method:
    """A public method of the toolbox."""
    number = next(_numbers)
    method = Method.objects.create(
        network=network,
        **{
            "slug": slug or f"metod-{number}",
            "name": texts(f"Metod {number}"),
            "what_for": texts("För att lyssna"),
            "format": MethodFormat.LISTEN,
            "how": texts("Sitt ner\nLyssna"),
            "minutes": 90,
            "smallest_group": 6,
            "largest_group": 30,
            **fields,
        },
    )
    networks.publish_method(method, by=None)
    method.refresh_from_db()
    return method


def findings(network: Network, verdict: str = Verdict.FINE, note: str = "") -> list[Finding]:
    """The same finding on each of the network's points."""
    return [
        Finding(point.words, verdict, texts(note) if note else LocalizedText()) for point in network.harm_points.all()
    ]


def check(prototype: Prototype, by: Person, verdict: str = Verdict.FINE, note: str = "", **when: Any) -> Any:
    """A do-no-harm check of today, unless said."""
    facts = {"made_on": dates.today(), "by_function": texts("Nätverket"), "once": uuid.uuid4(), **when}
    return prototypes.check_harm(prototype, findings(prototype.network, verdict, note), by=by, **facts)


def png(size: tuple[int, int] = (900, 500)) -> bytes:
    """A small picture that is one."""
    content = io.BytesIO()
    Image.new("RGB", size, (60, 120, 90)).save(content, "PNG")
    return content.getvalue()


def upload(name: str = "bild.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), content_type="image/png")


def picture(alt: str = "Människor vid ett bord") -> Picture:
    return Picture(ContentFile(png(), name="bild.png"), alt)
