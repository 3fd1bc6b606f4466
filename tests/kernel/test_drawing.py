"""What a page was drawn from is let go of."""

from __future__ import annotations

import gc
import weakref

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.test import RequestFactory

from civicportal.kernel.drawing import Templates


class Row:
    def __str__(self) -> str:
        return "Ada"


@pytest.fixture
def no_collector() -> object:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_nothing_is_left_for_the_garbage_collector() -> None:
    row = Row()
    left = weakref.ref(row)
    page = engines["django"].from_string("{% for row in rows %}{% with one=row %}{{ one }}{% endwith %}{% endfor %}")
    assert page.render({"rows": [row]}) == "Ada"
    del row
    assert left() is None


def test_a_request_comes_with_what_every_page_has() -> None:
    page = engines["django"].from_string("{{ request.path }} {{ word }}")
    assert page.render({"word": "<b>"}, RequestFactory().get("/om/")) == "/om/ &lt;b&gt;"


def test_a_missing_template_is_named_with_its_backend() -> None:
    with pytest.raises(TemplateDoesNotExist) as missing:
        get_template("no/such.html")
    [tried] = missing.value.chain
    assert isinstance(tried.backend, Templates)
    with pytest.raises(TemplateDoesNotExist, match=r"no/such\.html"):
        engines["django"].from_string('{% include "no/such.html" %}').render()
