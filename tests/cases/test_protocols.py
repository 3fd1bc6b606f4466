"""A protocol is frozen when it is signed: with a control number, who left for what, and no way to change it."""

from __future__ import annotations

import zlib

import pytest
import time_machine
from django.db import InternalError, transaction
from django.db.utils import ProgrammingError

from civicportal.cases import actions, protocols
from civicportal.cases.models import Decision, Protocol, ProtocolItem
from civicportal.kernel import pdf
from civicportal.kernel.answers import Refused
from civicportal.places.models import City
from tests.cases.conftest import world
from tests.cases.test_decisions import inflated

MARKUP = "#eval(1) *fet* <script>alert(1)</script>"


@pytest.fixture
def made(db):
    """A decided case, with a coach who stepped aside, and the protocol of the meeting, not signed yet."""
    with time_machine.travel("2026-12-18T10:00:00+01:00", tick=False):
        City.objects.create(name="Helsingborg", short_name="Hbg", authority="Kommunstyrelsen", email="a@example.org")
        cast = world()
        actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
        actions.decide(
            cast.case, by=cast.director, outcome="granted", amount=75_000_00, reason=f"Nytta för många.\n\n{MARKUP}",
            judged_sha256="ab" * 32,
        )  # fmt: skip
        protocol = protocols.begin(cast.office, by=cast.manager, title="Möte om beslut")
        cast.protocol = written(cast, protocol, present=[cast.manager, cast.coach, cast.director])
        yield cast


def written(cast, protocol, *, present, version=0, **said):
    words = {"title": "Möte om beslut", "held_on": protocol.held_on, "place": "Rådhuset", "others": "", "notes": ""}
    saved = protocols.write(protocol, by=cast.manager, version=version, present=present, **{**words, **said})
    assert isinstance(saved, Protocol)
    return saved


def items(cast):
    rows = Decision.objects.in_force().select_related("case", "decided_by", "delegation")
    return protocols.items_of(list(rows), {person.pk for person in cast.protocol.present.all()})


def signed(cast):
    return protocols.sign(cast.protocol, by=cast.director, version=1, items=items(cast))


def test_the_protocol_says_who_left_the_room_for_which_item(made):
    told = protocols.as_read_by(signed(made).facts, made.auditor)
    assert dict(told["rows"]) == {
        "Enhet": "Visionsfonden",
        "Dag": "fredag 18 december 2026",
        "Plats": "Rådhuset",
        "Närvarande": "Disa Berg, Klas Holm, Mona Ek",
    }
    assert [item["heading"] for item in told["shown"]] == ["§ 1 Cykelkök på Söder"]
    assert dict(told["shown"][0]["rows"]) == {
        "Nummer": "VF-2026-0001",
        "Utfall": "Beviljat",
        "Belopp": "75\u00a0000\u00a0kr",
        "Beslutsdatum": "18 december 2026",
        "Beslutat av": "Disa Berg, Stadsdirektör",
        "Enligt delegation": "B 4.2",
        "Skäl": f"Nytta för många.\n\n{MARKUP}",
        "Har inte deltagit på grund av jäv": "Klas Holm",
        "Lämnade rummet": "Klas Holm",
        "Kontrollsumma för texten som bedömdes (SHA-256)": "ab" * 32,
    }
    assert told["signed"] == "Undertecknat av Disa Berg, fredag 18 december 2026 kl. 10.00"
    assert "Förvaltningsrätten i Malmö" in told["appeal"]


def test_whoever_was_not_there_did_not_leave(made):
    written(made, made.protocol, present=[made.manager], version=1)
    made.protocol.refresh_from_db()
    told = protocols.as_read_by(protocols.facts_of(made.protocol, [item for _case, item in items(made)]), made.auditor)
    facts = dict(told["shown"][0]["rows"])
    assert ("Lämnade rummet" in facts, facts["Har inte deltagit på grund av jäv"]) == (False, "Klas Holm")


def test_the_control_number_is_that_of_what_it_says(made):
    protocol = signed(made)
    assert protocol.sha256 == protocols.control_number(protocol.facts) == protocol.facts["sha256"]
    changed = {**protocol.facts, "items": [{**protocol.facts["items"][0], "amount": "1 kr"}]}
    assert protocols.control_number(changed) != protocol.sha256


@pytest.mark.parametrize("change", [{"title": "Annat"}, {"sha256": ""}, {"facts": {}}, {"signed_at": None}])
def test_the_database_refuses_to_change_what_is_signed(made, change):
    protocol = signed(made)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Protocol.objects.filter(pk=protocol.pk).update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ProtocolItem.objects.filter(protocol=protocol).update(position=9)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ProtocolItem.objects.filter(protocol=protocol).delete()


def test_what_is_signed_is_neither_written_nor_signed_again(made):
    protocol = signed(made)
    with pytest.raises(Refused, match="undertecknat"):
        written(made, protocol, present=[], version=1)
    with pytest.raises(Refused, match="undertecknat"):
        signed(made)


def test_a_later_change_of_the_case_changes_no_signed_word(made):
    protocol = signed(made)
    before = protocol.facts
    actions.decide(made.case, by=made.director, outcome="refused", reason="Nej.")
    protocol.refresh_from_db()
    assert protocol.facts == before
    assert protocols.facts_of(protocol, []) == before


def test_what_somebody_wrote_meanwhile_is_read_before_it_is_signed(made):
    written(made, made.protocol, present=[made.manager], version=1, notes="Nytt.")
    with pytest.raises(Refused, match="Någon har skrivit"):
        signed(made)


def test_two_who_write_at_once(made):
    words = {"title": "Annat", "held_on": made.protocol.held_on, "place": "", "others": "", "notes": ""}
    saved = protocols.write(made.protocol, by=made.manager, version=0, present=[], **words)
    assert isinstance(saved, protocols.Overtaken)
    made.protocol.refresh_from_db()
    assert made.protocol.title == "Möte om beslut"


def test_a_protocol_of_nothing_is_not_signed(made):
    with pytest.raises(Refused, match="inget beslut"):
        protocols.sign(made.protocol, by=made.director, version=1, items=[])


def test_who_writes_and_who_reads(made):
    people = {
        "manager": made.manager, "director": made.director, "registrar": made.registrar, "auditor": made.auditor,
        "coach": made.coach, "resident": made.resident, "stranger": made.stranger, "administrator": made.administrator,
    }  # fmt: skip
    reads = {name for name, person in people.items() if Protocol.objects.visible_to(person).exists()}
    writes = {name for name, person in people.items() if protocols.can_write(person, made.protocol)}
    assert (reads, writes) == ({"manager", "director", "registrar", "auditor"}, {"manager", "director"})


def test_whoever_stepped_aside_is_told_the_number_only(made):
    facts = signed(made).facts
    actions.declare_recusal(made.case, person=made.registrar, ground="party", by=made.registrar)
    told = protocols.as_read_by(facts, made.registrar)
    assert (told["shown"], told["hidden"]) == ([], 1)
    assert told["hidden_words"] == "1 punkter visas inte för dig som läser."
    assert "Cykelkök" not in str(told)


def test_the_paper_is_tagged_has_language_and_title_and_runs_nothing(made):
    content = pdf.render("cases/protocol.typ", protocols.as_read_by(signed(made).facts, made.auditor))
    whole = content + b"".join(inflated(content))
    assert content.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang(sv", b"/DisplayDocTitle true"):
        assert mark in whole
    assert "Möte om beslut".encode() in whole or b"M\xc3\xb6te" in whole
    assert zlib.crc32(content)
