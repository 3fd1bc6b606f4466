"""What is said is found as gettext will look it up, and what the catalogues lack is told."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode

from civicportal import messages
from civicportal.messages import Said

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext as many, pgettext
from django.utils import translation
label = _("Name")
both = _("One sentence. " + "Another.")
count = many("%(n)d idea", "%(n)d ideas", n)
verb = pgettext("button", "Open")
other = translation.gettext("Through the module")
unknown = _(name)
not_ours = print("Not a message")
"""

TEMPLATE = """
{% translate "Plain" %} {% translate 'It\\'s 100 %' %} {% translate "Open" context "button" %}
{% translate variable %} {{ _("In a value") }} {% include "x.html" with label=_("In a tag") only %}
{% blocktranslate with name=person.name trimmed %}
  Hello {{ name }},
  100 % yours
{% endblocktranslate %}
{% blocktranslate count n=ideas|length %}{{ n }} idea{% plural %}{{ n }} ideas{% endblocktranslate %}
{# {% translate "Commented out" %} #}
"""


def test_messages_of_code() -> None:
    assert [said for _, said in sorted(messages.said_in_code(CODE))] == [
        Said("Name"),
        Said("One sentence. Another."),
        Said("%(n)d idea", "%(n)d ideas"),
        Said("Open", context="button"),
        Said("Through the module"),
    ]


def test_messages_of_a_template() -> None:
    assert [said for _, said in messages.said_in_template(TEMPLATE)] == [
        Said("Plain"),
        Said("It's 100 %%"),
        Said("Open", context="button"),
        Said("In a value"),
        Said("In a tag"),
        Said("Hello %(name)s, 100 %% yours"),
        Said("%(n)s idea", "%(n)s ideas"),
    ]


def test_blocks_are_put_together_as_django_does_it() -> None:
    template: Any = engines["django"].from_string(
        TEMPLATE.replace('{% include "x.html" with label=_("In a tag") only %}', "")
    )
    blocks: list[Node] = template.template.nodelist.get_nodes_by_type(BlockTranslateNode)
    by_django = [
        (node.render_token_list(node.singular)[0], node.render_token_list(node.plural)[0] if node.plural else "")
        for node in blocks
        if isinstance(node, BlockTranslateNode)
    ]
    ours = [said for _, said in messages.said_in_template(TEMPLATE) if "%(" in said.message]
    assert [(said.message, said.plural) for said in ours] == by_django


def po(folder: Path, *entries: str) -> Path:
    path = folder / "sv" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    plain = "Content-Type: text/plain; charset=UTF-8\\n"
    plural = "Plural-Forms: nplurals=2; plural=(n != 1);\\n"
    head = f'msgid ""\nmsgstr ""\n"{plain}"\n"{plural}"\n'
    path.write_text("\n\n".join([head, *entries]), encoding="utf-8")
    return path


def test_what_the_catalogues_lack_is_told(tmp_path: Path) -> None:
    first = po(
        tmp_path / "first",
        'msgid "Name"\nmsgstr "Namn"',
        '#, fuzzy\nmsgid "Unsure"\nmsgstr "Osäkert"',
        'msgid "Empty"\nmsgstr ""',
        'msgid "%(n)d idea"\nmsgid_plural "%(n)d ideas"\nmsgstr[0] "%(n)d idé"\nmsgstr[1] ""',
        'msgctxt "button"\nmsgid "Open"\nmsgstr "Öppna"',
        'msgid "Nobody says this"\nmsgstr "Ingen säger detta"',
        'msgid "Two ways"\nmsgstr "Ett sätt"',
        'msgid "Same"\nmsgstr "Lika"',
    )
    second = po(tmp_path / "second", 'msgid "Two ways"\nmsgstr "Ett annat"', 'msgid "Same"\nmsgstr "Lika"')
    said = [
        Said("Name"),
        Said("Unsure"),
        Said("Empty"),
        Said("Absent"),
        Said("%(n)d idea", "%(n)d ideas"),
        Said("Open", context="button"),
        Said("Open"),
        Said("Two ways"),
        Said("Same"),
    ]
    report = messages.compare(said, [first, second])
    assert report.missing == ["'%(n)d idea' / '%(n)d ideas'", "'Absent'", "'Empty'", "'Open'", "'Unsure'"]
    assert report.conflicting == ["'Two ways'"]
    assert report.obsolete == ["'Nobody says this'"]


def test_compiled_catalogues_are_what_gettext_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = po(
        tmp_path / "funds" / "locale", 'msgid "Name"\nmsgstr "Namn"', '#, fuzzy\nmsgid "Unsure"\nmsgstr "Osäkert"'
    )
    monkeypatch.setattr(messages, "BASE_DIR", tmp_path)
    assert messages.compile_catalogs() == [path]
    assert messages.compile_catalogs() == []
    with path.with_suffix(".mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Name") == "Namn"
    assert catalog.gettext("Unsure") == "Unsure"
