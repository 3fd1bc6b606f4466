"""What the looks at every page are made of finds what is wrong, in pages that are wrong on purpose."""

from __future__ import annotations

from typing import Any

from tests.stories.look import SCRIPT, axe_faults, new_parts, without

PAGE = """<!doctype html><html lang="sv"><title>Prov</title><style>
  body {{ background: #fff; color: #111 }} .faint {{ color: #aaa }} .box {{ background: #123; color: #eee }}
</style><main><h1>Prov</h1>{}</main></html>"""


def faults_of(browser: Any, body: str, well: set[str] | None = None) -> list[str]:
    """What axe finds wrong with a page of this body."""
    page = browser.new_page()
    page.set_content(PAGE.format(body))
    page.evaluate(SCRIPT)
    found = axe_faults(page, without([]), set() if well is None else well)
    page.close()
    return found


def test_each_look_of_a_text_is_measured(looking_browser: Any) -> None:
    body = "<p>Väl synligt</p><p>Också</p><p class=faint id=one>Svagt</p><div class=box><p>Synligt</p>"
    body += "<p class=faint id=fine>Synligt på mörkt</p></div>"
    body += "<div class=box style='background:#777'><p id=two>Svagt</p></div>"
    (fault,) = faults_of(looking_browser, body)
    assert fault.startswith("axe color-contrast: #one ")
    assert "; #two " in fault
    assert "#fine" not in fault


def test_where_one_cannot_be_told_those_alike_are_asked(looking_browser: Any) -> None:
    """The first is a single letter, which may be a drawing, so axe says nothing of it."""
    (fault,) = faults_of(looking_browser, "<p class=faint id=sign>X</p><p class=faint id=words>Svagt</p>")
    assert fault.startswith("axe color-contrast: #words ")


def test_a_page_that_can_be_read_has_no_fault(looking_browser: Any) -> None:
    assert faults_of(looking_browser, "<p>Väl synligt</p><div class=box><p>Synligt på mörkt</p></div>") == []


def test_what_was_well_on_a_page_before_is_not_measured_again(looking_browser: Any) -> None:
    well: set[str] = set()
    assert faults_of(looking_browser, "<p>Väl synligt</p>", well) == []
    known = set(well)
    assert (len(known), faults_of(looking_browser, "<p>Samma utseende</p>", well), well == known) == (2, [], True)
    for _twice in range(2):
        (fault,) = faults_of(looking_browser, "<p class=faint id=one>Svagt</p>", well)
        assert fault.startswith("axe color-contrast: #one ")
    assert well == known


def test_what_is_lifted_is_measured_on_each_page(looking_browser: Any) -> None:
    well: set[str] = set()
    assert faults_of(looking_browser, "<p style='position:relative;top:1px;position:absolute'>Lyft</p>", well) == []
    assert not any("#" in look for look in well)


def test_a_page_of_known_parts_has_no_new_one_whatever_its_words_are(looking_browser: Any) -> None:
    page, seen = looking_browser.new_page(), set()
    found = []
    for body in ("<p>Ett</p>", "<p>Två</p><p>Tre</p>", "<p class=hint>Fyra</p>", "<p>Fem <i>sex</i></p>", "<p hidden>"):
        page.set_content(PAGE.format(body))
        page.evaluate(SCRIPT)
        found.append(sorted(new_parts(page, seen)))
    page.close()
    assert [len(parts) for parts in found] == [3, 0, 1, 1, 1]
    assert found[2][0].split(" > ")[1].startswith("p hint ")
