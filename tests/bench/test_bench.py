"""The bench reads pages as a browser does, counts what it should, and compares round by round."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from civicportal.bench import exporting
from civicportal.bench.driver import Measured, Reader, measure
from civicportal.bench.exporting import Exported
from civicportal.bench.report import Result, lines
from civicportal.bench.rows import LISTS, ROWS, Row
from civicportal.bench.scale import Scale
from civicportal.bench.signed_in import Desk
from civicportal.bench.writer import Page
from tests.funds.factories import World, make_application

STEP = """
<form method="get" action="/sok/"><input name="q" value="not sent by POST"></form>
<a href="/utkast/1/steg/idea/">The idea</a>
<form method="post" action="/utkast/1/steg/idea/">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc"><input type="hidden" name="version" value="7">
  <textarea name="q_idea">
A garden &amp; a kitchen</textarea>
  <input type="radio" name="q_kind" value="person"><input type="radio" name="q_kind" value="group" checked>
  <input type="checkbox" name="q_area" value="shared"><input type="file" name="q_file">
  <button name="do" value="next">Save</button><button name="do" value="later">Later</button>
</form>
<form method="post" action="/other/"><input name="other" value="x"></form>
"""


def test_a_form_is_read_as_a_browser_sends_it() -> None:
    page = Page(STEP)
    form = page.form("q_")
    assert form is not None
    assert form.action == "/utkast/1/steg/idea/"
    assert form.fields == [
        ("csrfmiddlewaretoken", "abc"),
        ("version", "7"),
        ("q_idea", "A garden & a kitchen"),
        ("q_kind", "group"),
    ]
    assert form.buttons == [("do", "next"), ("do", "later")]
    assert page.links == ["/utkast/1/steg/idea/"]
    assert page.form("email") is None


class Answers(BaseHTTPRequestHandler):
    """Answers 200, but 503 to every address that ends in an odd number."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(503 if self.path[-1] in "13579" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_what_is_refused_is_counted_apart(port: int) -> None:
    measured = measure(port, 0.3, [Reader("/?bench={n}", number) for number in range(2)])
    assert abs(len(measured.times) - measured.refused) <= 2
    assert measured.refused > 0
    assert measured.per_second > 0


def test_figures_come_from_the_times() -> None:
    measured = Measured(connections=4, times=[0.01] * 19 + [0.2])
    assert measured.per_second == pytest.approx(4 * 20 / 0.39)
    assert measured.percentile(0.5) == 0.01
    assert measured.percentile(0.95) == 0.2
    assert Measured(connections=4).per_second == 0.0


def test_shares_are_of_the_same_round() -> None:
    def result(*per_second: float) -> Result:
        return Result(ROWS[0], [Measured(1, [1 / each]) for each in per_second])

    assert result(50, 10, 40).share_of(result(100, 20, 100)) == pytest.approx(0.5)


def test_the_table_says_which_bar_is_not_held() -> None:
    def result(row: Row) -> Result:
        return Result(row, [Measured(1, [0.01 if not row.against else 0.012 if row.bar == 0.35 else 0.1])])

    desk = Desk("/", "")
    scale = Scale(1000, "/", "/", "/", {}, desk, desk, "/", "", "", "")
    said = lines({row.name: result(row) for row in ROWS}, scale, [120.0, 160.0], [])
    assert said[0].startswith("1 000 granted projects")
    verdicts = [line.rpartition(": ")[2] for line in said if ">=" in line]
    assert verdicts == ["held |", *(["**not held** |"] * 4), *(["held |"] * len(LISTS))]
    assert said[-1] == "| memory of a web worker afterwards | 160 MB | | | <= 150 MB: **not held** |"


def test_a_file_of_ten_times_the_rows_may_take_a_tenth_more_memory() -> None:
    small = Exported(rows=1000, seconds=1, peak=100)
    held, over = (exporting.lines(small, Exported(rows=10_000, seconds=5, peak=peak)) for peak in (110, 112))
    assert held == [
        "| 10 000 applications as a file, rows/s | 2000 | | | |",
        "| memory of the worker meanwhile | 110 MB | | 1.10 | <= 1.10 of a tenth of the rows: held |",
    ]
    assert over[1].endswith("**not held** |")


def test_the_process_that_writes_a_round_says_what_it_took(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    make_application(world)
    exporting.main(world.cast.fund_manager.email, world.round.place)
    took = Exported(**json.loads(capsys.readouterr().out))
    assert took.rows == 1
    assert took.peak > took.seconds > 0


def test_a_round_that_one_may_not_take_out_is_not_written(world: World) -> None:
    with pytest.raises(SystemExit, match="not written"):
        exporting.main(world.cast.coach.email, world.round.place)
