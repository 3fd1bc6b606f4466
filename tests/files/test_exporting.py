"""Tables as files: with the asker's rights of the moment, row by row, told how far, fetched by the asker alone."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from civicportal.files import exporting, exports, tasks
from civicportal.files.models import Export
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Refused, no
from civicportal.people.models import Person
from civicportal.records.models import Entry
from tests.people import Cast, make_cast, sign_in

ROWS = 450


@pytest.fixture
def kind(cast: Cast) -> Iterator[exports.ExportKind]:
    """Numbers for the fund manager; how far the export was is kept as each row is asked for."""
    made = exports.ExportKind(
        key="tests.numbers",
        label="Numbers",
        table=lambda _person, asked: exports.Table(("n", "words"), int(asked["n"]), rows(int(asked["n"])), hidden=2),
        back=lambda _asked: "/backoffice/",
        may=lambda person: YES if person.has_role("fund_manager") else no("Not for you"),
        file_name=lambda _asked: "numbers.csv",
    )
    exports.kinds[made.key] = made
    yield made
    del exports.kinds[made.key]


def rows(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        yield (number, "=1+1" if number == 0 else 'ord; med "tecken"')


def asked(cast: Cast, count: int = ROWS) -> Export:
    return exporting.ask("tests.numbers", {"n": str(count)}, by=cast.fund_manager, language="sv", once=uuid4())


def table_in(export: Export) -> list[list[str]]:
    with default_storage.open(export.path) as content:
        text = content.read().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_file_holds_every_row_and_says_how_many(cast: Cast, kind: exports.ExportKind) -> None:
    export = asked(cast)
    assert exporting.write(export.pk)
    export.refresh_from_db()
    found = table_in(export)
    assert (export.state, export.total, export.done, export.hidden) == ("done", ROWS, ROWS, 2)
    assert found[:3] == [["n", "words"], ["0", "'=1+1"], ["1", 'ord; med "tecken"']]
    assert found[-2:] == [["450 rader"], ["2 till visas inte för dig: du är jävig i dem"]]
    assert len(found) == 1 + ROWS + 3


def test_how_far_it_is_is_told_while_it_is_written(cast: Cast, kind: exports.ExportKind) -> None:
    export, told = asked(cast), []

    def watched() -> Iterator[tuple[object, ...]]:
        for row in rows(ROWS):
            told.append(Export.objects.values_list("done", flat=True).get(pk=export.pk))
            yield row

    table = exports.Table(("n", "words"), ROWS, watched())
    object.__setattr__(kind, "table", lambda _person, _asked: table)
    assert exporting.write(export.pk)
    assert sorted(set(told)) == [0, 200, 400]


def test_the_rights_are_those_of_the_moment_when_it_is_written(cast: Cast, kind: exports.ExportKind) -> None:
    export = asked(cast)
    cast.fund_manager.memberships.all().delete()
    assert not exporting.write(export.pk)
    export.refresh_from_db()
    assert (export.state, export.path) == ("running", "")
    with pytest.raises(Refused):
        exporting.ask("tests.numbers", {}, by=Person.objects.get(pk=cast.fund_manager.pk), language="sv", once=uuid4())


def test_a_failure_is_tried_again_and_then_said(cast: Cast, kind: exports.ExportKind) -> None:
    export = exporting.ask("tests.numbers", {"n": "none"}, by=cast.fund_manager, language="sv", once=uuid4())
    states = []
    for _try in range(exporting.TRIES):
        Export.objects.filter(pk=export.pk).update(lease_until=dates.now() - timedelta(seconds=1))
        assert not exporting.write(export.pk)
        states.append(Export.objects.get().state)
    assert states == ["running", "running", "failed"]
    assert not exporting.write(export.pk), "what has failed is not begun again"


def test_the_sweep_takes_what_a_dead_worker_left_and_nothing_else(cast: Cast, kind: exports.ExportKind) -> None:
    dead, living, fresh = asked(cast, 3), asked(cast, 3), asked(cast, 3)
    now = dates.now()
    Export.objects.filter(pk=dead.pk).update(state="running", lease_until=now - timedelta(seconds=1))
    Export.objects.filter(pk=living.pk).update(state="running", lease_until=now + timedelta(minutes=1))
    assert tasks.sweep_exports() == 1
    states = Export.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["done", "running", "waiting"]
    Export.objects.filter(pk=fresh.pk).update(asked_at=now - timedelta(minutes=1))
    assert tasks.sweep_exports() == 1


def test_asking_twice_is_one_export(cast: Cast, kind: exports.ExportKind) -> None:
    once = uuid4()
    first, second = (
        exporting.ask("tests.numbers", {"n": "3"}, by=cast.fund_manager, language="sv", once=once) for _ in range(2)
    )
    assert (first.pk, Export.objects.count()) == (second.pk, 1)
    assert Entry.objects.filter(verb="files.export_asked").count() == 1


def test_old_files_are_taken_away_and_the_row_stays(cast: Cast, kind: exports.ExportKind) -> None:
    export = asked(cast, 3)
    exporting.write(export.pk)
    path = Export.objects.get().path
    assert exporting.take_away_old() == 0
    Export.objects.update(asked_at=dates.now() - timedelta(days=8))
    assert exporting.take_away_old() == 1
    assert (Export.objects.get().state, Export.objects.get().path, default_storage.exists(path)) == ("gone", "", False)


def test_two_workers_write_one_file(transactional_db: None) -> None:
    """Both begin at the same moment: one writes, the other leaves it alone."""
    made = exports.ExportKind(
        key="tests.numbers", label="Numbers", back=lambda _asked: "/",
        table=lambda _person, _asked: exports.Table(("n", "words"), 3, rows(3)),
    )  # fmt: skip
    exports.kinds[made.key] = made
    export = exporting.ask("tests.numbers", {}, by=make_cast().fund_manager, language="sv", once=uuid4())
    start, wrote = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            wrote.append(exporting.write(export.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    del exports.kinds[made.key]
    assert sorted(wrote) == [False, True]
    assert Entry.objects.filter(verb="files.exported").count() == 1


# The pages


def test_one_asks_waits_and_fetches(cast: Cast, kind: exports.ExportKind, client: Client) -> None:
    sign_in(client, cast.fund_manager)
    asking = client.get("/backoffice/uttag/ny/tests.numbers/?n=3")
    once = asking.context["form"]["once"].value()
    sent = client.post("/backoffice/uttag/ny/tests.numbers/?n=3", {"once": once})
    address = f"/backoffice/uttag/{Export.objects.get().token}/"
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    assert client.get(f"{address}fil/").status_code == 404
    exporting.write(Export.objects.get().pk)
    assert client.get(address).context["export"].state == "done"
    fetched = client.get(f"{address}fil/")
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="numbers.csv"'
    assert fetched.headers["Cache-Control"].split(", ")[:2] == ["private", "no-store"]
    words = b"".join(fetched.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    fetched.close()
    assert words.startswith("n;words\r\n")


@pytest.mark.parametrize("who", ["auditor", "administrator", "reviewer"])
def test_nobody_else_sees_or_fetches_it(cast: Cast, kind: exports.ExportKind, client: Client, who: str) -> None:
    export = asked(cast, 3)
    exporting.write(export.pk)
    sign_in(client, getattr(cast, who))
    for address in (f"/backoffice/uttag/{export.token}/", f"/backoffice/uttag/{export.token}/fil/"):
        assert client.get(address).status_code == 404
    assert client.get("/backoffice/uttag/ny/tests.numbers/?n=3").status_code == 404


def test_who_has_lost_the_role_no_longer_fetches(cast: Cast, kind: exports.ExportKind, client: Client) -> None:
    export = asked(cast, 3)
    exporting.write(export.pk)
    cast.fund_manager.memberships.filter(role="fund_manager").update(role="communicator")
    sign_in(client, cast.fund_manager)
    assert client.get(f"/backoffice/uttag/{export.token}/fil/").status_code == 404
