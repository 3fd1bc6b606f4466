"""Taking files in: checked by content, kept under random names; pictures made ready by the worker."""

from __future__ import annotations

import hashlib
import io
import logging
import unicodedata
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from civicportal.files.content import Looked, look, look_at_picture
from civicportal.files.errors import BadFile
from civicportal.files.models import StoredFile
from civicportal.kernel.text import one_line
from civicportal.kernel.web import public_words_changed
from civicportal.people.sealing import seal, unseal
from civicportal.records.actions import record

logger = logging.getLogger(__name__)

WIDTHS = (400, 800, 1200)
QUALITY = 80
TOO_LARGE = _("The file is %(size)s MB. It can be up to %(most)s MB")
EMPTY = _("The file is empty. Choose another one")
NO_ALT = _("Describe what the picture shows, for those who cannot see it")


def name_of(upload: File) -> str:
    """The file's own name as data: the last part of its path, on one line, at most 200 characters with its ending.

    Invisible characters go, because one of them can turn the ending round and make a program look like a picture.
    """
    given = "".join(char for char in upload.name or "" if unicodedata.category(char) != "Cf")
    name = one_line(PurePosixPath(given.replace("\\", "/")).name) or "file"
    path = PurePosixPath(name)
    return name if len(name) <= 200 else path.stem[: 199 - len(path.suffix[:20])] + path.suffix[:20]


def _read(upload: File) -> bytes:
    """The content, within the limit. Raises BadFile (413) with both sizes in words."""
    most = settings.UPLOAD_LIMIT_BYTES
    if (upload.size or 0) > most:
        megabytes = -(-(upload.size or 0) // (1024 * 1024))
        raise BadFile(TOO_LARGE % {"size": megabytes, "most": most // (1024 * 1024)}, status=413)
    upload.seek(0)
    content: bytes = upload.read(most + 1)
    if len(content) > most:
        raise BadFile(TOO_LARGE % {"size": most // (1024 * 1024) + 1, "most": most // (1024 * 1024)}, status=413)
    if not content:
        raise BadFile(EMPTY, status=415)
    return content


def _keep(upload: File, content: bytes, looked: Looked, *, by: Any, encrypted: bool, **facts: Any) -> StoredFile:
    """Writes the bytes under a random name and the row beside them; a rollback takes the bytes away again."""
    row = StoredFile(
        name=name_of(upload),
        content_type=looked.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        encrypted=encrypted,
        width=looked.width,
        height=looked.height,
        uploaded_by=by if getattr(by, "pk", None) else None,
        **facts,
    )
    folder = f"{row.uploaded_at:%Y}/{row.token.hex[:2]}"
    row.path = default_storage.save(f"{folder}/{row.token.hex}", ContentFile(seal(content) if encrypted else content))
    try:
        with transaction.atomic():
            row.save()
            record(
                row, verb="files.store", by=by, facts={"sha256": row.sha256, "size": row.size, "type": row.content_type}
            )
    except Exception:
        default_storage.delete(row.path)
        raise
    return row


@transaction.atomic
def store_private(upload: File, *, by: Any, encrypted: bool = False) -> StoredFile:
    """Keeps a file that only those may read who may read what it belongs to.

    `encrypted` seals it with the drafts' keys. Raises BadFile, a ValidationError with `status`, for a file that is too
    large, empty, or of a kind that is not taken.
    """
    content = _read(upload)
    return _keep(upload, content, look(content), by=by, encrypted=encrypted)


@transaction.atomic
def store_picture(upload: File, *, alt: str, by: Any) -> StoredFile:
    """Keeps a picture that will be public; the worker makes its three sizes after the commit.

    `alt` says what the picture shows and is demanded. Until the sizes are made the picture is not shown. Raises
    BadFile for what is no picture or too large, and ValueError without `alt`.
    """
    if not one_line(alt):
        raise ValueError(str(NO_ALT))
    content = _read(upload)
    looked = look_at_picture(content)
    row = _keep(
        upload,
        content,
        looked,
        by=by,
        encrypted=False,
        alt=one_line(alt)[:300],
        is_picture=True,
        state=StoredFile.State.WAITING,
    )
    transaction.on_commit(lambda: _wake(row.pk))
    return row


def _wake(pk: int) -> None:
    """Asks the worker to make the sizes; the row is the truth, so a lost broker costs a minute and nothing more."""
    from civicportal.files.tasks import make_sizes

    try:
        make_sizes.delay(pk)
    except Exception as error:
        logger.warning("The worker could not be woken (%s); the sweep will find the picture", type(error).__name__)


def content_of(stored: StoredFile) -> bytes:
    """The file's bytes as they were sent. Raises FileNotFoundError when storage has lost it."""
    with default_storage.open(stored.path) as kept:
        content: bytes = kept.read()
    return unseal(content) if stored.encrypted else content


@transaction.atomic
def make_sizes(pk: int) -> StoredFile | None:
    """Makes the public sizes of a waiting picture, named by content, and removes the original with its metadata.

    Safe to run twice. Returns None when the row is gone or another worker has it. A picture that cannot be read is
    marked as refused, one whose file is lost as missing.
    """
    row: StoredFile | None = StoredFile.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if row is None or not row.is_picture or row.state != StoredFile.State.WAITING:
        return row
    try:
        pictures = encode(content_of(row))
    except FileNotFoundError:
        return _ended(row, StoredFile.State.MISSING)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _ended(row, StoredFile.State.REFUSED)
    sizes = {}
    for width, content in pictures.items():
        name = f"{hashlib.sha256(content).hexdigest()[:32]}-{width}.webp"
        if not storages["pictures"].exists(name):
            storages["pictures"].save(name, ContentFile(content))
        sizes[str(width)] = name
    original, row.sizes = row.path, sizes
    row.width, row.height = _size_of(pictures[max(pictures)])
    row.path = ""
    _ended(row, StoredFile.State.STORED)
    transaction.on_commit(lambda: default_storage.delete(original))
    public_words_changed()
    return row


def _ended(row: StoredFile, state: str) -> StoredFile:
    row.state = state
    row.save(update_fields=["state", "sizes", "width", "height", "path"])
    record(row, verb="files.sizes", by=None, facts={"state": state, "widths": sorted(row.sizes)})
    return row


def _size_of(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size


def encode(content: bytes) -> dict[int, bytes]:
    """The picture as WebP in up to three widths, turned upright, without metadata; never larger than it came.

    A picture narrower than the smallest width is kept at its own. The keys are the widths that stand in the address.
    """
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        picture = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    made: dict[int, bytes] = {}
    for width in WIDTHS:
        if width > picture.width and made:
            continue
        size = (width, round(picture.height * width / picture.width)) if width < picture.width else picture.size
        buffer = io.BytesIO()
        picture.resize(size, Image.Resampling.LANCZOS).save(buffer, "WEBP", quality=QUALITY, method=4)
        made[width] = buffer.getvalue()
    return made
