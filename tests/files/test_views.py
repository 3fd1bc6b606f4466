"""Public pictures are kept for ever; private files are downloads and nothing else."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import Client

from civicportal.files import actions, queries
from tests.files.samples import PDF, picture, upload

pytestmark = pytest.mark.django_db


def test_a_public_picture_may_be_kept_for_ever_and_sets_no_cookie(client: Client) -> None:
    stored = actions.make_sizes(actions.store_picture(upload(picture()), alt="Hus", by=None).pk)
    response = client.get(queries.picture_url(stored, 400))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert b"".join(response.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["0" * 32 + "-400.webp", "../private/x", "0" * 32 + "-500.webp", "%2e%2e/secret"])
def test_what_is_no_picture_is_not_there(client: Client, name: str) -> None:
    assert client.get(f"/bild/{name}").status_code == 404


def test_a_private_file_is_a_download_that_no_cache_keeps() -> None:
    stored = actions.store_private(upload(PDF, 'plan "hemlig"\u202e.html'), by=None, encrypted=True)
    response = queries.private_answer(stored)
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert ".html.pdf" in response.headers["Content-Disposition"]
    assert (response.headers["X-Content-Type-Options"], response.headers["Cache-Control"]) == (
        "nosniff",
        "private, no-store",
    )


def test_a_file_that_storage_has_lost_is_not_there() -> None:
    stored = actions.store_private(upload(PDF), by=None)
    default_storage.delete(stored.path)
    with pytest.raises(Http404):
        queries.private_answer(stored)
