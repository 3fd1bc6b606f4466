"""Uploads: judged by content, kept under random names, encrypted where asked; pictures in sizes without metadata."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage, storages
from django.db import transaction
from PIL import Image

from civicportal.files import actions, content, queries, tasks
from civicportal.files.errors import BadFile
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.records.models import Entry
from tests.files.samples import PDF, office, picture, upload

pytestmark = pytest.mark.django_db
State = StoredFile.State


def stored_picture(**facts: Any) -> StoredFile:
    return actions.store_picture(upload(picture(**facts)), alt="Två hus vid havet", by=None)


@pytest.mark.parametrize(
    ("name", "bytes_", "kind"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("bild.jpg", picture(40, 30), "image/jpeg"),
        ("bild.png", picture(40, 30, "PNG"), "image/png"),
        ("skylt.webp", picture(40, 30, "WEBP"), "image/webp"),
        (
            "brev.docx",
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("kalkyl.xlsx", office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("inte-en-bild.jpg", PDF, "application/pdf"),
    ],
)
def test_the_type_is_what_the_content_shows(name: str, bytes_: bytes, kind: str) -> None:
    stored = actions.store_private(upload(bytes_, name), by=None)
    assert (stored.content_type, stored.name, stored.size) == (kind, name, len(bytes_))
    assert actions.content_of(stored) == bytes_
    assert Entry.objects.get(verb="files.store").facts["type"] == kind


@pytest.mark.parametrize(
    "bytes_",
    [
        b"MZ\x90\x00 a program",
        b"<html><script>",
        b"PK\x03\x04 broken",
        office("evil.exe"),
        b"\xff\xd8\xff cut",
        b"GIF89a",
    ],
)
def test_what_is_not_on_the_list_is_refused_with_a_sentence(bytes_: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        actions.store_private(upload(bytes_, "bild.jpg"), by=None)
    assert (refused.value.status, refused.value.messages) == (415, [str(content.UNREADABLE)])
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    with pytest.raises(BadFile) as refused:
        actions.store_private(upload(PDF + b" " * (3 * 1024 * 1024), "stor.pdf"), by=None)
    assert (refused.value.status, refused.value.messages) == (413, [str(actions.TOO_LARGE) % {"size": 4, "most": 1}])
    with pytest.raises(BadFile):
        actions.store_private(upload(b"", "tom.pdf"), by=None)


def test_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    buffer = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(buffer, "PNG")
    with pytest.raises(BadFile) as refused:
        actions.store_picture(upload(buffer.getvalue()), alt="Stor", by=None)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\mina filer\\bild.jpg", "bild.jpg"),
        ("namn\nmed\rrader.pdf", "namn med rader.pdf"),
        ("bild\u202egpj.exe", "bildgpj.exe"),
        ("å" * 300 + ".pdf", "å" * 195 + ".pdf"),
    ],
)
def test_a_name_is_data_and_never_a_path(given: str, kept: str) -> None:
    file = upload(PDF)
    file.name = given
    stored = actions.store_private(file, by=None)
    assert stored.name == kept
    assert stored.token.hex in stored.path
    assert kept.split(".", maxsplit=1)[0] not in stored.path


def test_an_encrypted_file_says_nothing_on_disk() -> None:
    stored = actions.store_private(upload(PDF, "plan.pdf"), by=None, encrypted=True)
    with default_storage.open(stored.path) as kept:
        assert b"PDF" not in kept.read()
    assert actions.content_of(stored) == PDF


def test_a_rollback_takes_the_row_away() -> None:
    class Stop(Exception):
        pass

    def fails_later() -> None:
        actions.store_private(upload(PDF), by=None)
        raise Stop

    with pytest.raises(Stop), transaction.atomic():
        fails_later()
    assert not StoredFile.objects.exists()


def test_a_public_picture_needs_words_for_those_who_cannot_see_it() -> None:
    with pytest.raises(ValueError, match=str(actions.NO_ALT)):
        actions.store_picture(upload(picture(40, 30)), alt="  ", by=None)
    with pytest.raises(BadFile):
        actions.store_picture(upload(PDF), alt="En plan", by=None)


def test_sizes_are_webp_named_by_content_without_metadata(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        stored = stored_picture(secret="Annas adress")
    original = stored.path
    assert (stored.state, queries.picture_url(stored), queries.picture_set(stored)) == (State.WAITING, "", "")
    with django_capture_on_commit_callbacks(execute=True):
        actions.make_sizes(stored.pk)
    stored.refresh_from_db()
    assert (stored.state, sorted(stored.sizes), stored.width, stored.height) == (
        State.STORED,
        ["1200", "400", "800"],
        1200,
        675,
    )
    for width in ("400", "800", "1200"):
        with storages["pictures"].open(stored.sizes[width]) as kept:
            bytes_ = kept.read()
        assert b"Annas" not in bytes_
        with Image.open(io.BytesIO(bytes_)) as made:
            assert (made.format, made.width, len(made.getexif())) == ("WEBP", int(width), 0)
    assert not default_storage.exists(original)


def test_making_sizes_twice_changes_nothing() -> None:
    stored = stored_picture()
    first = actions.make_sizes(stored.pk)
    again = actions.make_sizes(stored.pk)
    assert first is not None
    assert again is not None
    assert first.sizes == again.sizes
    assert actions.make_sizes(0) is None


def test_a_small_picture_keeps_its_size_and_one_on_its_side_is_turned() -> None:
    small = actions.make_sizes(stored_picture(width=300, height=200).pk)
    assert small is not None
    assert (sorted(small.sizes), small.width) == (["400"], 300)
    turned = actions.make_sizes(stored_picture(width=900, height=600, turned=True).pk)
    assert turned is not None
    assert (turned.width, turned.height, sorted(turned.sizes)) == (600, 900, ["400"]) or (turned.width or 0) < (
        turned.height or 0
    )


def test_a_lost_original_is_marked_and_nothing_breaks() -> None:
    stored = stored_picture()
    default_storage.delete(stored.path)
    lost = actions.make_sizes(stored.pk)
    assert lost is not None
    assert lost.state == State.MISSING


def test_the_sweep_takes_what_was_left_waiting_and_not_what_just_came() -> None:
    left, fresh = stored_picture(), stored_picture()
    StoredFile.objects.filter(pk=left.pk).update(uploaded_at=dates.now() - timedelta(minutes=2))
    assert tasks.make_sizes() == 1
    assert dict(StoredFile.objects.values_list("pk", "state")) == {left.pk: State.STORED, fresh.pk: State.WAITING}
    assert tasks.make_sizes(fresh.pk) == 1
    assert StoredFile.objects.get(pk=fresh.pk).state == State.STORED


def test_addresses_by_width() -> None:
    stored = actions.make_sizes(stored_picture().pk)
    assert stored is not None
    assert queries.picture_url(stored, 500) == f"/bild/{stored.sizes['800']}"
    assert queries.picture_url(stored, 5000) == f"/bild/{stored.sizes['1200']}"
    assert queries.picture_set(stored).count("w,") == 2
    assert queries.picture_url(None) == ""
