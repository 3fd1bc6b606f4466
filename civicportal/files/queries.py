"""Reads about files: what waits for the worker, a public picture's addresses, a private file as an answer."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from civicportal.files.actions import content_of
from civicportal.files.content import ENDINGS
from civicportal.files.models import StoredFile
from civicportal.kernel import dates

LEFT_ALONE = timedelta(minutes=1)


def waiting_pictures() -> list[int]:
    """Pictures that no worker has made ready within a minute of their upload: what the sweep takes."""
    rows = StoredFile.objects.filter(
        is_picture=True, state=StoredFile.State.WAITING, uploaded_at__lte=dates.now() - LEFT_ALONE
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:50])


def picture_url(stored: StoredFile | None, width: int = 800) -> str:
    """The address of a public picture, in the smallest size that is at least so wide; nothing while it is not ready."""
    if stored is None or stored.state != StoredFile.State.STORED or not stored.sizes:
        return ""
    widths = sorted(int(each) for each in stored.sizes)
    best = next((each for each in widths if each >= width), widths[-1])
    return str(storages["pictures"].url(stored.sizes[str(best)]))


def picture_set(stored: StoredFile | None) -> str:
    """All sizes for srcset: "/bild/….webp 400w, …"; nothing while the picture is not ready."""
    if stored is None or stored.state != StoredFile.State.STORED:
        return ""
    return ", ".join(
        f"{storages['pictures'].url(name)} {width}w"
        for width, name in sorted(stored.sizes.items(), key=lambda s: int(s[0]))
    )


def private_answer(stored: StoredFile) -> HttpResponse:
    """The file as a download, for a view that has asked its own getter whether the person may see it.

    Always as an attachment, never shown by the browser, never kept by a cache. Raises Http404 when it is lost.
    """
    try:
        content = content_of(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=stored.content_type)
    ending = ENDINGS.get(stored.content_type, "bin")
    name = stored.name if stored.name.lower().endswith(f".{ending}") else f"{stored.name}.{ending}"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
