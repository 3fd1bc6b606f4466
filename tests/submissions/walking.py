"""How a visitor of these tests holds a draft, finds its pages and reads their marks."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from civicportal.notices.models import Message
from civicportal.submissions.models import Draft, Opening
from tests.submissions.samples import make_draft


def held(client: Client, opening: Opening, **fields: Any) -> Draft:
    """A draft that the client's session holds."""
    draft = make_draft(opening, **fields)
    session = client.session
    session["drafts"] = [str(draft.token)]
    session.save()
    return draft


def step_url(draft: Draft, step: str) -> str:
    return f"/utkast/{draft.token}/steg/{step}/"


def mark(client: Client, draft: Draft, step: str) -> str:
    """The page's mark, as its hidden field carries it."""
    page = client.get(step_url(draft, step)).content.decode()
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found
    return found[1]


def link_in(letter: Message) -> str:
    found = re.search(r"/utkast/oppna/[^/\s]+/", letter.text)
    assert found
    return found[0]
